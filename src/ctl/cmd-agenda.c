/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-clock.h"
#include "hearth-ctl-daemon.h"
#include "hearth-ctl-date.h"
#include "hearth-ctl-occurrences.h"
#include "hearth-ctl-output.h"
#include "hearth-format.h"
#include "hearth-store-events.h"

#define MAX_OCCURRENCES 5000
#define DEFAULT_DAYS 7

static const char *from_option;
static const char *to_option;

static const HearthCtlOption options[] = {
  { "--from", HEARTH_CTL_OPTION_STRING, &from_option,
    N_("First day: 2026-05-31, today, tomorrow, +3; today if not said") },
  { "--to", HEARTH_CTL_OPTION_STRING, &to_option,
    N_("Last day; six days after the first if not said") },
  { NULL },
};

/* One heading a day; what lasts over several stands under each. */
static void
print_days (GPtrArray *occurrences, HearthSpan span)
{
  gint64 now = hearth_clock_now ();

  for (gint64 day = span.start; day < span.end; day = hearth_ctl_add_days (day, 1)) {
    gint64 next = hearth_ctl_add_days (day, 1);
    gboolean headed = FALSE;

    for (guint i = 0; i < occurrences->len; i++) {
      const HearthOccurrence *occurrence = g_ptr_array_index (occurrences, i);

      if (occurrence->span.start >= next ||
          (occurrence->span.end <= day && occurrence->span.start < day))
        continue;
      if (!headed) {
        g_autofree char *name = hearth_format_day (day, now);

        hearth_ctl_print (HEARTH_CTL_BOLD, name);
        putchar ('\n');
      }
      headed = TRUE;
      hearth_ctl_print_occurrence (occurrence, day);
    }
    if (next <= day)
      break;
  }
}

/* Makes the store hold the whole of @span. */
static HearthCtlExit
ensure_window (HearthCtl *ctl, HearthDatabase *db, HearthSpan span)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  HearthSpan window = { 0 };

  if (hearth_store_events_count (db, NULL) == 0 ||
      (hearth_store_events_get_window (db, &window, NULL) && window.start <= span.start &&
       window.end >= span.end))
    return HEARTH_CTL_DONE;
  if (ctl->standalone) {
    g_autofree char *start = g_strdup_printf ("%" G_GINT64_FORMAT, span.start);
    g_autofree char *end = g_strdup_printf ("%" G_GINT64_FORMAT, span.end);
    const char *const command[] = { "ensure-window", start, end, NULL };

    return hearth_ctl_run_engine (ctl, command);
  }
  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  reply = hearth_ctl_call (ctl, bus, "EnsureWindow", g_variant_new ("(xx)", span.start, span.end),
                           "()", &error);
  return reply != NULL ? HEARTH_CTL_DONE : hearth_ctl_fail_call (error);
}

static gboolean
read_span (HearthSpan *span)
{
  gint64 now = hearth_clock_now ();

  if (!hearth_ctl_parse_day (from_option != NULL ? from_option : "today", now, &span->start)) {
    hearth_ctl_usage (_("“%s” is not a day; write it as 2026-05-31, today, tomorrow or +3"),
                      from_option);
    return FALSE;
  }
  if (to_option == NULL) {
    span->end = hearth_ctl_add_days (span->start, DEFAULT_DAYS);
    return TRUE;
  }
  if (!hearth_ctl_parse_day (to_option, now, &span->end)) {
    hearth_ctl_usage (_("“%s” is not a day; write it as 2026-05-31, today, tomorrow or +3"),
                      to_option);
    return FALSE;
  }
  if (span->end < span->start) {
    hearth_ctl_usage ("%s", _("the last day is before the first"));
    return FALSE;
  }
  span->end = hearth_ctl_add_days (span->end, 1);
  return TRUE;
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  HearthCtlExit code = HEARTH_CTL_DONE;
  g_autoptr (HearthDatabase) db = NULL;
  g_autoptr (GPtrArray) occurrences = NULL;
  g_autoptr (GError) error = NULL;
  HearthSpan span;

  if (!read_span (&span))
    return HEARTH_CTL_USAGE;
  db = hearth_ctl_open_store (ctl, &code);
  if (db == NULL)
    return code;
  code = ensure_window (ctl, db, span);
  if (code != HEARTH_CTL_DONE)
    return code;
  occurrences = hearth_store_events_between (db, span, MAX_OCCURRENCES, &error);
  if (occurrences == NULL)
    return hearth_ctl_fail (error);
  if (ctl->json) {
    HearthCtlJson json;

    hearth_ctl_json_init (&json);
    hearth_ctl_json_open (&json, NULL, '[');
    for (guint i = 0; i < occurrences->len; i++)
      hearth_ctl_json_occurrence (&json, g_ptr_array_index (occurrences, i));
    hearth_ctl_json_close (&json, ']');
    hearth_ctl_json_print (&json);
  } else {
    print_days (occurrences, span);
  }
  if (occurrences->len > 0)
    return HEARTH_CTL_DONE;
  if (!ctl->json)
    fprintf (stderr, "%s\n", _("Nothing is planned."));
  return HEARTH_CTL_NOTHING;
}

const HearthCtlCommand hearth_ctl_agenda = {
  .name = "agenda",
  .usage = "[--from DAY] [--to DAY]",
  .summary = N_("List events"),
  .options = options,
  .run = run,
};
