/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-clock.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-ctl.h"
#include "hearth-find.h"
#include "hearth-format.h"

#include <glib/gi18n.h>
#include <stdio.h>

static gint64 limit = 20;
static const char *kind;

static const HearthCtlOption options[] = {
  { "--kind", HEARTH_CTL_OPTION_STRING, &kind,
    N_("Only these: message, event, person, memory or conversation") },
  { "--limit", HEARTH_CTL_OPTION_NUMBER, &limit, N_("At most so many; 20 if not said") },
  { NULL },
};

static void
print_json (GPtrArray *found)
{
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '[');
  for (guint i = 0; i < found->len; i++) {
    const HearthFound *one = g_ptr_array_index (found, i);

    hearth_ctl_json_open (&json, NULL, '{');
    hearth_ctl_json_string (&json, "kind", hearth_found_kind_to_name (one->kind));
    if (one->id != 0)
      hearth_ctl_json_number (&json, one->kind == HEARTH_FOUND_CONVERSATION ? "turn" : "id",
                              one->id);
    if (one->name != NULL)
      hearth_ctl_json_string (&json,
                              one->kind == HEARTH_FOUND_CONVERSATION ? "conversation" : "address",
                              one->name);
    hearth_ctl_json_string (&json, "title", one->title);
    if (one->who != NULL)
      hearth_ctl_json_string (&json, "who", one->who);
    if (one->detail != NULL)
      hearth_ctl_json_string (&json, "detail", one->detail);
    if (one->when != 0)
      hearth_ctl_json_time (&json, "when", one->when);
    hearth_ctl_json_close (&json, '}');
  }
  hearth_ctl_json_close (&json, ']');
  hearth_ctl_json_print (&json);
}

static const char *
get_label (HearthFoundKind which)
{
  switch (which) {
  case HEARTH_FOUND_EVENT:
    return _("Event");
  case HEARTH_FOUND_PERSON:
    return _("Person");
  case HEARTH_FOUND_MEMORY:
    return _("Remembered");
  case HEARTH_FOUND_CONVERSATION:
    return _("Conversation");
  case HEARTH_FOUND_LETTER:
    return _("Letter");
  case HEARTH_FOUND_MESSAGE:
  default:
    return _("Mail");
  }
}

static void
print_one (const HearthFound *one)
{
  g_autofree char *day =
      one->when != 0 ? hearth_format_day_short (one->when, hearth_clock_now ()) : g_strdup ("");
  const char *title = *one->title != '\0' ? one->title : _("Without a subject");

  hearth_ctl_print_cell (HEARTH_CTL_ACCENT, get_label (one->kind), 14);
  hearth_ctl_print_cell (HEARTH_CTL_DIM, day, 12);
  hearth_ctl_print (HEARTH_CTL_BOLD, title);
  if (one->who != NULL) {
    fputs ("  ", stdout);
    hearth_ctl_print (HEARTH_CTL_PLAIN, one->who);
  }
  if (one->kind == HEARTH_FOUND_MESSAGE || one->kind == HEARTH_FOUND_EVENT ||
      one->kind == HEARTH_FOUND_MEMORY || one->kind == HEARTH_FOUND_LETTER) {
    g_autofree char *id = g_strdup_printf ("  %" G_GINT64_FORMAT, one->id);

    hearth_ctl_print (HEARTH_CTL_DIM, id);
  } else if (one->name != NULL) {
    fputs ("  ", stdout);
    hearth_ctl_print (HEARTH_CTL_DIM, one->name);
  }
  putchar ('\n');
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  HearthCtlExit code = HEARTH_CTL_DONE;
  g_autoptr (HearthDatabase) db = NULL;
  g_autofree char *text = g_strjoinv (" ", args);
  HearthFindOptions find = { .as_typed = TRUE, .limit = (guint) MIN (limit, G_MAXINT32) };
  HearthFoundKind only;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_utf8_validate (text, -1, NULL))
    return hearth_ctl_usage ("%s", _("what to look for is not valid UTF-8"));
  if (kind != NULL && !hearth_found_kind_from_name (kind, &only))
    return hearth_ctl_usage (_("there is no kind “%s”; there are message, event, person, memory, "
                                "conversation and letter"),
                             kind);
  if (kind != NULL)
    find.kinds = 1u << only;
  db = hearth_ctl_open_store (ctl, &code);
  if (db == NULL)
    return code;
  found = hearth_find (db, text, &find, &error);
  if (found == NULL) {
    if (g_error_matches (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_BAD_QUERY))
      return hearth_ctl_usage ("%s", error->message);
    return hearth_ctl_fail (error);
  }
  if (ctl->json)
    print_json (found);
  for (guint i = 0; !ctl->json && i < found->len; i++)
    print_one (g_ptr_array_index (found, i));
  return found->len > 0 ? HEARTH_CTL_DONE : HEARTH_CTL_NOTHING;
}

const HearthCtlCommand hearth_ctl_search = {
  .name = "search",
  .usage = "WORDS… [--kind KIND] [--limit N]",
  .summary = N_("Find mail, events, people, memories and conversations"),
  .options = options,
  .min_args = 1,
  .max_args = -1,
  .run = run,
};
