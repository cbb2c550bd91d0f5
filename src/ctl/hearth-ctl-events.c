/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ctl-events.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "hearth-clock.h"
#include "hearth-ctl-daemon.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-format.h"

/* The engine without a bus takes and gives the same values as the service. */
static GVariant *
call_engine (HearthCtl *ctl, const char *method, GVariant *parameters, const char *reply_type,
             HearthCtlExit *code)
{
  g_autofree char *text = g_variant_print (parameters, TRUE);
  const char *const command[] = { "event", method, text, NULL };

  return hearth_ctl_ask_engine (ctl, command, reply_type, code);
}

/**
 * hearth_ctl_event_call:
 * @ctl: what is meant
 * @method: a method about events
 * @parameters: (transfer floating): what it takes
 * @reply_type: what it gives back
 * @code: (out): how to end if it fails
 *
 * Has something done by the service, or without it.
 *
 * Returns: (transfer full) (nullable): what it gave back; %NULL when it has been said what is wrong
 */
GVariant *
hearth_ctl_event_call (HearthCtl *ctl, const char *method, GVariant *parameters,
                       const char *reply_type, HearthCtlExit *code)
{
  g_autoptr (GVariant) sunk = g_variant_ref_sink (parameters);
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GError) error = NULL;
  GVariant *reply;

  if (ctl->standalone)
    return call_engine (ctl, method, sunk, reply_type, code);
  bus = hearth_ctl_connect (&error);
  if (bus == NULL) {
    *code = hearth_ctl_fail (error);
    return NULL;
  }
  reply = hearth_ctl_call (ctl, bus, method, sunk, reply_type, &error);
  if (reply == NULL)
    *code = hearth_ctl_fail_call (error);
  return reply;
}

/**
 * hearth_ctl_parse_moment:
 * @text: "2026-12-24" or "2026-12-24T18:30", in the owner's zone unless it names one
 * @when: (out): that moment; of a date, its midnight in UTC
 * @is_date: (out): whether it is a date
 *
 * Returns: whether it is one
 */
gboolean
hearth_ctl_parse_moment (const char *text, gint64 *when, gboolean *is_date)
{
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *full = NULL;

  *is_date = strchr (text, 'T') == NULL && strchr (text, ' ') == NULL;
  zone = *is_date ? g_time_zone_new_utc () : hearth_clock_dup_zone ();
  full =
      g_strdelimit (*is_date ? g_strconcat (text, "T00:00:00", NULL) : g_strdup (text), " ", 'T');
  if (!*is_date && strlen (strchr (full, 'T')) == strlen ("T18:30")) {
    g_autofree char *without = g_steal_pointer (&full);

    full = g_strconcat (without, ":00", NULL);
  }
  time = g_date_time_new_from_iso8601 (full, zone);
  if (time == NULL)
    return FALSE;
  *when = g_date_time_to_unix (time);
  return TRUE;
}

/**
 * hearth_ctl_print_event_action:
 * @ctl: what is meant
 * @event: an event's row, or 0
 * @action: for “hearthctl undo”
 *
 * Says that it is done.
 *
 * Returns: %HEARTH_CTL_DONE
 */
HearthCtlExit
hearth_ctl_print_event_action (HearthCtl *ctl, gint64 event, gint64 action)
{
  HearthCtlJson json;

  if (!ctl->json) {
    printf (_("Done. “hearthctl undo %lld” takes it back.\n"), (long long) action);
    return HEARTH_CTL_DONE;
  }
  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  if (event != 0)
    hearth_ctl_json_number (&json, "event", event);
  hearth_ctl_json_number (&json, "action", action);
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
  return HEARTH_CTL_DONE;
}

/**
 * hearth_ctl_print_conflicts:
 * @conflicts: (nullable): of type aa{sv}, as the service gives them
 *
 * Prints what the owner does at the same time, a line each.
 */
void
hearth_ctl_print_conflicts (GVariant *conflicts)
{
  GVariantIter iter;
  GVariant *each;

  if (conflicts == NULL)
    return;
  g_variant_iter_init (&iter, conflicts);
  while ((each = g_variant_iter_next_value (&iter)) != NULL) {
    g_autoptr (GVariant) conflict = each;
    const char *summary = "";
    gint64 start = 0;
    g_autofree char *day = NULL;
    g_autofree char *time = NULL;
    g_autofree char *line = NULL;

    g_variant_lookup (conflict, "summary", "&s", &summary);
    g_variant_lookup (conflict, "start", "x", &start);
    day = hearth_format_day (start, hearth_clock_now ());
    time = hearth_format_time (start);
    /* Translators: an event at the same time, its day, its time */
    line = g_strdup_printf (_("At the same time: “%s” (%s, %s)\n"), summary, day, time);
    hearth_ctl_print_text (line);
  }
}
