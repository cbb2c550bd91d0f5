/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "hearth-clock.h"
#include "hearth-ctl-events.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-occurrences.h"
#include "hearth-ctl-output.h"
#include "hearth-format.h"
#include "hearth-store-events.h"

/* Events: one verb each. */

static const char *start_text, *end_text, *summary_text, *place_text, *rule_text, *zone_text;
static const char *scope_text, *occurrence_text, *comment_text;
static GPtrArray *guests;
static gint64 calendar_id;

static const HearthCtlOption add_options[] = {
  { "--start", HEARTH_CTL_OPTION_STRING, &start_text, N_("When it begins: 2026-12-24T18:30") },
  { "--end", HEARTH_CTL_OPTION_STRING, &end_text, N_("When it ends") },
  { "--at", HEARTH_CTL_OPTION_STRING, &place_text, N_("Where it is") },
  { "--rule", HEARTH_CTL_OPTION_STRING, &rule_text, N_("How it recurs: FREQ=WEEKLY") },
  { "--zone", HEARTH_CTL_OPTION_STRING, &zone_text, N_("Its time zone: Europe/Berlin") },
  { "--invite", HEARTH_CTL_OPTION_LIST, &guests, N_("Whom to invite; may be repeated") },
  { "--calendar", HEARTH_CTL_OPTION_NUMBER, &calendar_id, N_("The calendar it goes into") },
  { NULL },
};

static const HearthCtlOption move_options[] = {
  { "--start", HEARTH_CTL_OPTION_STRING, &start_text, N_("When it begins: 2026-12-24T18:30") },
  { "--end", HEARTH_CTL_OPTION_STRING, &end_text, N_("When it ends") },
  { "--summary", HEARTH_CTL_OPTION_STRING, &summary_text, N_("What it is called") },
  { "--at", HEARTH_CTL_OPTION_STRING, &place_text, N_("Where it is") },
  { "--invite", HEARTH_CTL_OPTION_LIST, &guests, N_("Whom to invite; may be repeated") },
  { "--occurrence", HEARTH_CTL_OPTION_STRING, &occurrence_text,
    N_("When the occurrence that is meant begins") },
  { "--scope", HEARTH_CTL_OPTION_STRING, &scope_text, N_("“all”, “this” or “future”") },
  { NULL },
};

static const HearthCtlOption scope_options[] = {
  { "--occurrence", HEARTH_CTL_OPTION_STRING, &occurrence_text,
    N_("When the occurrence that is meant begins") },
  { "--scope", HEARTH_CTL_OPTION_STRING, &scope_text, N_("“all”, “this” or “future”") },
  { NULL },
};

static const HearthCtlOption answer_options[] = {
  { "--occurrence", HEARTH_CTL_OPTION_STRING, &occurrence_text,
    N_("When the occurrence that is meant begins") },
  { "--scope", HEARTH_CTL_OPTION_STRING, &scope_text, N_("“all”, “this” or “future”") },
  { "--comment", HEARTH_CTL_OPTION_STRING, &comment_text, N_("What is said with the answer") },
  { NULL },
};

static gboolean
add_moment (GVariantDict *fields, const char *key, const char *text)
{
  gboolean is_date;
  gint64 when;

  if (text == NULL)
    return TRUE;
  if (!hearth_ctl_parse_moment (text, &when, &is_date)) {
    hearth_ctl_usage (_("“%s” is not a time: write it as 2026-12-24T18:30"), text);
    return FALSE;
  }
  g_variant_dict_insert (fields, key, "x", when);
  if (is_date || strcmp (key, "start") == 0)
    g_variant_dict_insert (fields, "all-day", "b", is_date);
  return TRUE;
}

static gboolean
add_text (GVariantDict *fields, const char *key, const char *text)
{
  if (text != NULL && !g_utf8_validate (text, -1, NULL)) {
    hearth_ctl_usage ("%s", _("the text is not valid UTF-8"));
    return FALSE;
  }
  if (text != NULL)
    g_variant_dict_insert (fields, key, "s", text);
  return TRUE;
}

/* What the options say. */
static gboolean
add_fields (GVariantDict *fields)
{
  if (!add_moment (fields, "start", start_text) || !add_moment (fields, "end", end_text) ||
      !add_text (fields, "summary", summary_text) || !add_text (fields, "location", place_text) ||
      !add_text (fields, "rrule", rule_text) || !add_text (fields, "tzid", zone_text))
    return FALSE;
  if (guests != NULL) {
    g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
    g_auto (GStrv) list = NULL;

    for (guint i = 0; i < guests->len; i++)
      g_strv_builder_add (builder, guests->pdata[i]);
    list = g_strv_builder_end (builder);
    g_variant_dict_insert (fields, "invite", "^as", list);
  }
  return TRUE;
}

/* The words as the service understands them, or as they are where the options say the rest. */
static GVariant *
read_words (HearthCtl *ctl, const char *words, HearthCtlExit *code)
{
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) found = NULL;
  gboolean understood = FALSE;

  if (start_text != NULL) {
    g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);

    g_variant_dict_insert (&fields, "summary", "s", words);
    return g_variant_ref_sink (g_variant_dict_end (&fields));
  }
  reply = hearth_ctl_event_call (ctl, "ReadEvent", g_variant_new ("(s)", words), "(a{sv})", code);
  if (reply == NULL)
    return NULL;
  found = g_variant_get_child_value (reply, 0);
  g_variant_lookup (found, "understood", "b", &understood);
  if (understood)
    return g_steal_pointer (&found);
  fprintf (
      stderr, "hearthctl: %s\n",
      _("I do not see what it is and when. Say both, “lunch with Ana Friday 12:30 at Roma”, or "
         "add --start."));
  *code = HEARTH_CTL_FAILED;
  return NULL;
}

static HearthCtlExit
run_add (HearthCtl *ctl, char **args)
{
  g_autofree char *words = g_strjoinv (" ", args);
  HearthCtlExit code = HEARTH_CTL_FAILED;
  g_autoptr (GVariant) found = NULL;
  g_autoptr (GVariant) conflicts = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_auto (GVariantDict) fields = { 0 };
  gint64 event, action;

  if (!g_utf8_validate (words, -1, NULL))
    return hearth_ctl_usage ("%s", _("the text is not valid UTF-8"));
  found = read_words (ctl, words, &code);
  if (found == NULL)
    return code;
  conflicts = g_variant_lookup_value (found, "conflicts", G_VARIANT_TYPE ("aa{sv}"));
  g_variant_dict_init (&fields, found);
  g_variant_dict_remove (&fields, "understood");
  g_variant_dict_remove (&fields, "conflicts");
  if (!add_fields (&fields))
    return HEARTH_CTL_USAGE;
  reply =
      hearth_ctl_event_call (ctl, "CreateEvent",
                             g_variant_new ("(x@a{sv})", calendar_id, g_variant_dict_end (&fields)),
                             "(xx)", &code);
  if (reply == NULL)
    return code;
  if (!ctl->json)
    hearth_ctl_print_conflicts (conflicts);
  g_variant_get (reply, "(xx)", &event, &action);
  return hearth_ctl_print_event_action (ctl, event, action);
}

/* The event and occurrence that are meant. */
static HearthCtlExit
read_target (char **args, gint64 *event, gint64 *occurrence, const char **scope)
{
  gboolean is_date;

  *occurrence = 0;
  if (!hearth_ctl_parse_id (args[0], event))
    return hearth_ctl_usage (_("“%s” is not the number of an event; see hearthctl agenda --json"),
                             args[0]);
  if (occurrence_text != NULL && !hearth_ctl_parse_moment (occurrence_text, occurrence, &is_date))
    return hearth_ctl_usage (_("“%s” is not a time: write it as 2026-12-24T18:30"),
                             occurrence_text);
  *scope = scope_text != NULL ? scope_text : occurrence_text != NULL ? "this" : "all";
  return HEARTH_CTL_DONE;
}

static HearthCtlExit
act (HearthCtl *ctl, const char *method, GVariant *parameters)
{
  HearthCtlExit code = HEARTH_CTL_FAILED;
  g_autoptr (GVariant) reply = hearth_ctl_event_call (ctl, method, parameters, "(x)", &code);
  gint64 action;

  if (reply == NULL)
    return code;
  g_variant_get (reply, "(x)", &action);
  return hearth_ctl_print_event_action (ctl, 0, action);
}

static HearthCtlExit
run_move (HearthCtl *ctl, char **args)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  gint64 event, occurrence;
  const char *scope = "";
  HearthCtlExit code = read_target (args, &event, &occurrence, &scope);

  if (code != HEARTH_CTL_DONE)
    return code;
  if (args[1] != NULL)
    start_text = args[1];
  if (!add_fields (&fields))
    return HEARTH_CTL_USAGE;
  return act (ctl, "EditEvent",
              g_variant_new ("(xxs@a{sv})", event, occurrence, scope,
                             g_variant_dict_end (&fields)));
}

static HearthCtlExit
run_cancel (HearthCtl *ctl, char **args)
{
  gint64 event, occurrence;
  const char *scope = "";
  HearthCtlExit code = read_target (args, &event, &occurrence, &scope);

  return code == HEARTH_CTL_DONE
             ? act (ctl, "CancelEvent", g_variant_new ("(xxs)", event, occurrence, scope))
             : code;
}

static HearthCtlExit
run_answer (HearthCtl *ctl, char **args)
{
  gint64 event, occurrence;
  const char *scope = "";
  HearthCtlExit code = read_target (args, &event, &occurrence, &scope);

  return code == HEARTH_CTL_DONE ? act (ctl, "AnswerEvent",
                                        g_variant_new ("(xxsss)", event, occurrence, scope, args[1],
                                                       comment_text != NULL ? comment_text : ""))
                                 : code;
}

static void
print_event (const HearthEvent *event)
{
  g_autofree char *day = hearth_format_day (event->span.start, hearth_clock_now ());
  g_autofree char *time = hearth_format_time (event->span.start);

  hearth_ctl_print (HEARTH_CTL_BOLD, event->summary);
  printf ("\n%s, %s\n", day, event->all_day ? _("all day") : time);
  if (event->location != NULL && *event->location != '\0')
    hearth_ctl_print_text (event->location), putchar ('\n');
  if (event->rrule != NULL)
    printf ("%s\n", event->rrule);
  for (guint i = 0; i < event->attendees->len; i++) {
    static const char *const answers[] = { N_("has not answered"), N_("comes"),
                                           N_("does not come"), N_("may come"),
                                           N_("sends somebody") };
    const HearthAttendee *attendee = g_ptr_array_index (event->attendees, i);
    g_autofree char *line = g_strdup_printf ("%s: %s\n", hearth_address_get_label (attendee->who),
                                             _ (answers[attendee->partstat]));

    hearth_ctl_print_text (line);
  }
  if (event->description != NULL && *event->description != '\0') {
    putchar ('\n');
    hearth_ctl_print_text (event->description);
    putchar ('\n');
  }
}

static HearthCtlExit
run_show (HearthCtl *ctl, char **args)
{
  HearthCtlExit code = HEARTH_CTL_FAILED;
  g_autoptr (HearthDatabase) db = NULL;
  g_autoptr (HearthEvent) event = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  if (!hearth_ctl_parse_id (args[0], &id))
    return hearth_ctl_usage (_("“%s” is not the number of an event; see hearthctl agenda --json"),
                             args[0]);
  db = hearth_ctl_open_store (ctl, &code);
  if (db == NULL)
    return code;
  event = hearth_store_events_get (db, id, &error);
  if (event == NULL)
    return hearth_ctl_fail (error);
  if (ctl->json) {
    g_autoptr (HearthOccurrence) occurrence =
        hearth_occurrence_new (hearth_event_ref (event), event->span);
    HearthCtlJson json;

    hearth_ctl_json_init (&json);
    hearth_ctl_json_occurrence (&json, occurrence);
    hearth_ctl_json_print (&json);
  } else {
    print_event (event);
  }
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_event_add = {
  .name = "event add",
  .usage = "WORDS…",
  .summary = N_("Put an event into the calendar: “lunch with Ana Friday 12:30 at Roma”"),
  .options = add_options,
  .min_args = 1,
  .max_args = -1,
  .run = run_add,
};

const HearthCtlCommand hearth_ctl_event_show = {
  .name = "event show",
  .usage = "ID",
  .summary = N_("Show an event"),
  .min_args = 1,
  .max_args = 1,
  .run = run_show,
};

const HearthCtlCommand hearth_ctl_event_move = {
  .name = "event move",
  .usage = "ID [START]",
  .summary = N_("Move an event, or change it"),
  .options = move_options,
  .min_args = 1,
  .max_args = 2,
  .run = run_move,
};

const HearthCtlCommand hearth_ctl_event_cancel = {
  .name = "event cancel",
  .usage = "ID",
  .summary = N_("Take an event out of the calendar, and tell its guests"),
  .options = scope_options,
  .min_args = 1,
  .max_args = 1,
  .run = run_cancel,
};

const HearthCtlCommand hearth_ctl_event_answer = {
  .name = "event answer",
  .usage = "ID accepted|tentative|declined",
  .summary = N_("Say whether you come"),
  .options = answer_options,
  .min_args = 2,
  .max_args = 2,
  .run = run_answer,
};
