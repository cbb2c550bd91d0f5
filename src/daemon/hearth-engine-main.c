/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-actions.h"
#include "hearth-calendar-actions.h"
#include "hearth-attention.h"
#include "hearth-briefing-text.h"
#include "hearth-clock.h"
#include "hearth-companion.h"
#include "hearth-demo-account.h"
#include "hearth-engine-mail.h"
#include "hearth-engine-people.h"
#include "hearth-event-verbs.h"
#include "hearth-engine.h"
#include "hearth-format.h"
#include "hearth-card-verbs.h"
#include "hearth-later-verbs.h"
#include "hearth-later.h"
#include "hearth-lessons.h"
#include "hearth-letter-verbs.h"
#include "hearth-locale.h"
#include "hearth-memory-verbs.h"
#include "hearth-meeting-briefing.h"
#include "hearth-rehearsal-text.h"
#include "hearth-rehearsal.h"
#include "hearth-repair.h"
#include "hearth-snooze.h"
#include "hearth-summary-text.h"
#include "hearth-thread-summary.h"
#include "hearth-standalone-accounts.h"
#include "hearth-standalone-ask.h"
#include "hearth-standalone-backups.h"
#include "hearth-standalone-calendars.h"
#include "hearth-tellings.h"
#include "hearth-standalone-review.h"
#include "hearth-secret-memory.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* hearth-engine: the same engine as hearthd's, without a bus, on a data folder that it locks.
 * hearthctl --standalone runs it; so do tests and benchmarks. */

/* hearthctl's exit codes. */
enum {
  EXIT_DONE = 0,
  EXIT_FAILED = 1,
  EXIT_USAGE = 2,
  EXIT_NOTHING = 3,
};

typedef struct {
  const char *data_dir;
  gboolean json;
  HearthEngine *engine;
  HearthCompanion *companion; /* (nullable) made when it is needed */
  GMainLoop *loop;
  int exit_code;
} Program;

static int
fail (const char *message)
{
  g_printerr ("hearthctl: %s\n", message);
  return EXIT_FAILED;
}

/* What is not there is told from what failed. */
static int
fail_with (const GError *error)
{
  fail (error->message);
  return g_error_matches (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND) ? EXIT_NOTHING
                                                                                   : EXIT_FAILED;
}

static void
synced_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Program *program = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) warnings = hearth_engine_sync_finish (HEARTH_ENGINE (object), result, &error);

  if (warnings == NULL) {
    program->exit_code = fail (error->message);
  } else {
    for (guint i = 0; warnings[i] != NULL; i++)
      g_printerr ("hearthctl: %s\n", warnings[i]);
    program->exit_code = warnings[0] != NULL ? EXIT_FAILED : EXIT_DONE;
  }
  g_main_loop_quit (program->loop);
}

/* Brings the sources into step and judges what came, as the daemon does. */
static int
sync_all (Program *program)
{
  g_autoptr (HearthAttention) attention = hearth_attention_new (program->engine);

  hearth_attention_start (attention);
  hearth_engine_sync_async (program->engine, NULL, synced_cb, program);
  g_main_loop_run (program->loop);
  hearth_attention_finish (attention);
  return program->exit_code;
}

static int
command_sync (Program *program, char **argv)
{
  return sync_all (program);
}

static int
command_source_add (Program *program, char **argv)
{
  g_autoptr (GError) error = NULL;
  HearthSourceKind kind;
  gint64 id;

  if (!hearth_source_kind_from_string (argv[0], &kind) || !hearth_source_kind_is_file (kind))
    return EXIT_USAGE;
  id = hearth_engine_add_source (program->engine, kind, argv[1], argv[2], &error);
  if (id == 0)
    return fail (error->message);
  if (program->json)
    g_print ("{\"id\":%" G_GINT64_FORMAT "}\n", id);
  else
    g_print (_("Source %lld added.\n"), (long long) id);
  return strcmp (argv[3], "1") == 0 ? sync_all (program) : EXIT_DONE;
}

static int
command_source_remove (Program *program, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (hearth_engine_remove_source (program->engine, g_ascii_strtoll (argv[0], NULL, 10), &error) &&
      hearth_engine_finish_removals (program->engine, &error))
    return EXIT_DONE;
  fail (error->message);
  return g_error_matches (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_NOT_FOUND) ? EXIT_NOTHING
                                                                                     : EXIT_FAILED;
}

static int
command_ask (Program *program, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (hearth_standalone_ask (program->engine, program->loop, argv[0], argv[1], program->json,
                             &error))
    return EXIT_DONE;
  return error != NULL ? fail (error->message) : EXIT_FAILED;
}

static int
command_conversation (Program *program, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (hearth_standalone_change_conversation (program->engine, argv[0], argv[1], argv[2], &error))
    return EXIT_DONE;
  fail (error->message);
  return g_error_matches (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND) ? EXIT_NOTHING
                                                                                   : EXIT_FAILED;
}

/* The same object as hearthctl prints of a reminder that the daemon set. */
static void
print_reminder_json (const HearthReminder *reminder)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *iso = hearth_format_iso (reminder->due);
  g_autofree char *line = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_int_value (builder, reminder->id);
  json_builder_set_member_name (builder, "due");
  json_builder_add_string_value (builder, iso);
  json_builder_set_member_name (builder, "due_timestamp");
  json_builder_add_int_value (builder, reminder->due);
  json_builder_set_member_name (builder, "text");
  json_builder_add_string_value (builder, reminder->text);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  line = json_to_string (root, FALSE);
  g_print ("%s\n", line);
}

static int
command_remind (Program *program, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthReminder) reminder = NULL;
  g_autofree char *what = NULL;
  gint64 due;

  program->companion = hearth_companion_new (program->engine);
  if (!hearth_companion_read_reminder (program->companion, argv[0], &what, &due, &error))
    return fail (error->message);
  reminder = hearth_engine_add_reminder (program->engine, what, due, &error);
  if (reminder == NULL)
    return fail (error->message);
  if (program->json) {
    print_reminder_json (reminder);
  } else {
    g_autofree char *day = hearth_format_day (due, hearth_clock_now ());
    g_autofree char *time = hearth_format_time (due);

    /* Translators: what to be reminded of, the day, the time */
    g_print (_("Reminder set: %s (%s, %s)\n"), what, day, time);
  }
  return EXIT_DONE;
}

/* A time, or 0 for the start of the event. */
static gboolean
snooze_until (HearthEngine *engine, gint64 id, gint64 until, GError **error)
{
  HearthReminderQueue *queue = hearth_engine_get_reminders (engine);
  g_autoptr (HearthReminder) reminder = hearth_reminder_queue_dup (queue, id);

  if (until == 0 && reminder != NULL)
    until = hearth_snooze_until (HEARTH_SNOOZE_START, reminder, hearth_clock_now ());
  return hearth_engine_snooze_reminder (engine, id, until, error);
}

static int
settle_reminder (Program *program, const char *id, const char *until)
{
  HearthReminderQueue *queue = hearth_engine_get_reminders (program->engine);
  gint64 number = g_ascii_strtoll (id, NULL, 10);
  g_autoptr (GError) error = NULL;
  gboolean ok;

  if (!hearth_engine_start_reminders (program->engine, &error))
    return fail (error->message);
  if (until != NULL)
    ok = snooze_until (program->engine, number, g_ascii_strtoll (until, NULL, 10), &error);
  else
    ok = hearth_reminder_queue_done (queue, number, &error);
  return ok ? EXIT_DONE : (fail (error->message), EXIT_NOTHING);
}

static int
command_reminder_done (Program *program, char **argv)
{
  return settle_reminder (program, argv[0], NULL);
}

static int
command_reminder_snooze (Program *program, char **argv)
{
  return settle_reminder (program, argv[0], argv[1]);
}

static int
command_briefing (Program *program, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthMeetingBriefing) briefing =
      hearth_meeting_briefing_new (hearth_engine_get_reader (program->engine),
                                   g_ascii_strtoll (argv[0], NULL, 10),
                                   g_ascii_strtoll (argv[1], NULL, 10), &error);
  g_autoptr (GVariant) value = NULL;
  g_autofree char *text = NULL;

  if (briefing == NULL)
    return fail_with (error);
  value = g_variant_ref_sink (hearth_meeting_briefing_to_variant (briefing));
  text = program->json ? hearth_briefing_to_json (value) : hearth_briefing_to_text (value);
  g_print (program->json ? "%s\n" : "%s", text);
  return EXIT_DONE;
}

/* A service is asked by hearthd alone: here is no keyring and no consent. */
static int
command_summary (Program *program, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) thread = hearth_thread_load (hearth_engine_get_reader (program->engine),
                                                     g_ascii_strtoll (argv[0], NULL, 10), &error);
  g_autoptr (HearthThreadSummary) summary = NULL;
  g_autoptr (GVariant) value = NULL;
  g_autofree char *text = NULL;

  if (thread == NULL)
    return fail_with (error);
  summary = hearth_thread_summary_new (thread);
  value = g_variant_ref_sink (hearth_thread_summary_to_variant (summary));
  text = program->json ? hearth_summary_to_json (value) : hearth_summary_to_text (value);
  g_print (program->json ? "%s\n" : "%s", text);
  return EXIT_DONE;
}

static int
command_digest (Program *program, char **argv)
{
  return hearth_engine_people_digest (program->engine, program->json, argv[0], argv[1]);
}

static int
command_highlights (Program *program, char **argv)
{
  return hearth_engine_people_highlights (program->engine);
}

static int
command_people (Program *program, char **argv)
{
  return hearth_engine_people_ask (program->engine, program->json, argv[0], argv[1]);
}

static int
command_keep_in_touch (Program *program, char **argv)
{
  return hearth_engine_people_keep (program->engine, argv[0], argv[1]);
}

/* Learns, and judges anew what is like it, as the daemon does. */
static int
learn (Program *program, gboolean taught, const GError *error, HearthAttention *attention)
{
  if (!taught)
    return fail_with (error);
  hearth_attention_finish (attention);
  return EXIT_DONE;
}

/* Judges what was never judged, of any age. */
static int
command_judge (Program *program, char **argv)
{
  g_autoptr (HearthAttention) attention = hearth_attention_new (program->engine);

  hearth_attention_set_thorough (attention, TRUE);
  hearth_attention_finish (attention);
  return EXIT_DONE;
}

static int
command_teach (Program *program, char **argv)
{
  g_autoptr (HearthAttention) attention = hearth_attention_new (program->engine);
  g_autoptr (GError) error = NULL;
  gboolean taught =
      hearth_engine_teach (program->engine, g_ascii_strtoll (argv[0], NULL, 10), argv[1], &error);

  return learn (program, taught, error, attention);
}

static int
command_answer_telling (Program *program, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (hearth_engine_answer_telling (program->engine, g_ascii_strtoll (argv[0], NULL, 10), argv[1],
                                    &error))
    return EXIT_DONE;
  return fail_with (error);
}

/* Without the service the settings are as they come, but for the level. */
static int
command_rehearse (Program *program, char **argv)
{
  HearthInterruptPolicy policy = HEARTH_INTERRUPT_POLICY_INIT;
  gint64 level = g_ascii_strtoll (argv[0], NULL, 10);
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthRehearsal) rehearsal =
      hearth_rehearsal_load (hearth_engine_get_reader (program->engine), hearth_clock_now (),
                             &error);
  g_autoptr (GVariant) variant = NULL;
  g_autofree char *text = NULL;

  if (rehearsal == NULL)
    return fail (error->message);
  if (level >= 0)
    policy.level = (int) MIN (level, 100);
  variant = g_variant_ref_sink (hearth_rehearsal_to_variant (rehearsal, &policy));
  text = program->json ? hearth_rehearsal_to_json (variant) : hearth_rehearsal_to_text (variant);
  g_print ("%s%s", text, program->json ? "\n" : "");
  return EXIT_DONE;
}

static int
command_forget_lessons (Program *program, char **argv)
{
  g_autoptr (HearthAttention) attention = hearth_attention_new (program->engine);
  g_autoptr (GError) error = NULL;
  gboolean forgotten = hearth_engine_forget_lessons (program->engine, &error);

  return learn (program, forgotten, error, attention);
}

/* Days, and the groups to archive; what comes of it as GVariant text for hearthctl. */
static int
command_review (Program *program, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) result =
      hearth_standalone_review (program->engine, (guint) g_ascii_strtoull (argv[0], NULL, 10),
                                (const char *const *) argv + 1, &error);
  g_autofree char *text = NULL;

  if (result == NULL) {
    fail (error->message);
    return g_error_matches (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_NOT_FOUND)
               ? EXIT_NOTHING
               : EXIT_FAILED;
  }
  g_variant_ref_sink (result);
  hearth_engine_finish_operations (program->engine);
  text = g_variant_print (result, TRUE);
  g_print ("%s\n", text);
  return EXIT_DONE;
}

static int
command_settle (Program *program, char **argv)
{
  return hearth_engine_mail_settle (program->engine, argv);
}

/* A message, and "1" to leave its list; what comes of it as GVariant text for hearthctl. */
static int
command_unsubscribe (Program *program, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) result =
      hearth_standalone_unsubscribe (program->engine, g_ascii_strtoll (argv[0], NULL, 10),
                                     strcmp (argv[1], "1") == 0, &error);
  g_autofree char *text = NULL;

  if (result == NULL)
    return fail_with (error);
  g_variant_ref_sink (result);
  text = g_variant_print (result, TRUE);
  g_print ("%s\n", text);
  return EXIT_DONE;
}

/* The servers are told before the program ends, or by the next one that runs. */
static int
command_act (Program *program, char **argv)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  gint64 action;

  for (guint i = 2; argv[i] != NULL; i++) {
    gint64 id = g_ascii_strtoll (argv[i], NULL, 10);

    g_array_append_val (ids, id);
  }
  if (!hearth_engine_act (program->engine, argv[0], (gint64 *) ids->data, ids->len, argv[1],
                          &action, &error)) {
    fail (error->message);
    return g_error_matches (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_NOT_FOUND)
               ? EXIT_NOTHING
               : EXIT_FAILED;
  }
  hearth_engine_finish_operations (program->engine);
  if (program->json)
    g_print ("{\"action\":%" G_GINT64_FORMAT "}\n", action);
  else if (action == 0)
    g_print (_("Nothing had to be done.\n"));
  else
    g_print (_("Done. “hearthctl undo %lld” takes it back.\n"), (long long) action);
  return EXIT_DONE;
}

static int
command_undo (Program *program, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (!hearth_engine_undo (program->engine, g_ascii_strtoll (argv[0], NULL, 10), NULL, &error))
    return fail_with (error);
  hearth_engine_finish_operations (program->engine);
  hearth_engine_finish_edits (program->engine);
  return EXIT_DONE;
}

static GVariant *
call_method (HearthEngine *engine, const char *method, GVariant *parameters, GError **error)
{
  if (hearth_card_verb_is (method))
    return hearth_card_verb_call (engine, method, parameters, error);
  if (hearth_later_verb_is (method))
    return hearth_later_verb_call (engine, method, parameters, error);
  if (hearth_letter_verb_is (method))
    return hearth_letter_verb_call (engine, method, parameters, NULL, error);
  if (hearth_memory_verb_is (method))
    return hearth_memory_verb_call (engine, method, parameters, NULL, error);
  return hearth_event_verb_call (engine, method, parameters, error);
}

/* A method as on D-Bus, "-" for arguments that come in, and what it gives back, both as GVariant
 * text for hearthctl. */
static int
command_event (Program *program, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *given =
      strcmp (argv[1], "-") == 0 ? hearth_letter_verb_dup_input () : g_strdup (argv[1]);
  g_autoptr (GVariant) parameters = g_variant_parse (NULL, given, NULL, NULL, &error);
  g_autoptr (GVariant) result = NULL;
  g_autofree char *text = NULL;

  if (parameters == NULL)
    return fail (error->message);
  result = call_method (program->engine, argv[0], parameters, &error);
  if (result == NULL)
    return fail_with (error);
  g_variant_ref_sink (result);
  hearth_engine_finish_operations (program->engine);
  hearth_engine_finish_edits (program->engine);
  text = g_variant_print (result, TRUE);
  g_print ("%s\n", text);
  return EXIT_DONE;
}

static int
command_draft (Program *program, char **argv)
{
  return hearth_engine_mail_draft (program->engine, program->json, argv);
}

static int
command_send (Program *program, char **argv)
{
  return hearth_engine_mail_send (program->engine, program->json, argv[0]);
}

static int
command_outbox (Program *program, char **argv)
{
  return hearth_engine_mail_outbox (program->engine, program->json, argv[0], argv[1]);
}

static int
command_ensure_window (Program *program, char **argv)
{
  HearthSpan window = { g_ascii_strtoll (argv[0], NULL, 10), g_ascii_strtoll (argv[1], NULL, 10) };
  g_autoptr (GError) error = NULL;

  return hearth_engine_ensure_window (program->engine, window, &error) ? EXIT_DONE
                                                                       : fail (error->message);
}

static int
command_demo (Program *program, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (!hearth_demo_account_prepare (program->data_dir, &error) ||
      !hearth_demo_account_attach (program->engine, &error))
    return fail (error->message);
  return sync_all (program);
}

static int
run_account (Program *program, const char *command, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (hearth_standalone_account (program->engine, command, argv, &error))
    return EXIT_DONE;
  return fail_with (error);
}

static int
run_calendar (Program *program, const char *command, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (hearth_standalone_calendar (program->engine, command, argv, &error))
    return EXIT_DONE;
  fail (error->message);
  return g_error_matches (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_NOT_FOUND) ? EXIT_NOTHING
                                                                                     : EXIT_FAILED;
}

static int
command_calendar_discover (Program *program, char **argv)
{
  return run_calendar (program, "calendar-discover", argv);
}

static int
command_calendar_add (Program *program, char **argv)
{
  return run_calendar (program, "calendar-add", argv);
}

static int
command_calendar_change (Program *program, char **argv)
{
  return run_calendar (program, "calendar-change", argv);
}

static int
command_account_discover (Program *program, char **argv)
{
  return run_account (program, "account-discover", argv);
}

static int
command_account_add (Program *program, char **argv)
{
  return run_account (program, "account-add", argv);
}

static int
command_account_test (Program *program, char **argv)
{
  return run_account (program, "account-test", argv);
}

static int
command_account_change (Program *program, char **argv)
{
  return run_account (program, "account-change", argv);
}

static int
command_backup (Program *program, char **argv)
{
  g_autoptr (GError) error = NULL;

  return hearth_standalone_backup (program->data_dir, argv[0], &error) ? EXIT_DONE
                                                                       : fail_with (error);
}

/* What is there may be damaged, or of a newer version: it is not opened. */
static int
command_restore (Program *program, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = hearth_standalone_restore (program->data_dir, argv[0], &error);
  g_autoptr (GVariant) value = NULL;
  g_autofree char *text = NULL;

  if (kept == NULL)
    return fail_with (error);
  value = g_variant_ref_sink (g_variant_new_string (kept));
  text = g_variant_print (value, FALSE);
  g_print ("%s\n", text);
  return EXIT_DONE;
}

static int
command_check (Program *program, char **argv)
{
  g_autoptr (GError) error = NULL;
  gboolean right;

  if (!hearth_engine_check_sync (program->engine, strcmp (argv[0], "1") == 0, &right, &error))
    return fail_with (error);
  g_print ("%s\n", right ? "true" : "false");
  return EXIT_DONE;
}

static const struct {
  const char *name;
  int n_arguments; /* -3: at least 3 */
  int (*run) (Program *program, char **argv);
} commands[] = {
  { "source-add", 4, command_source_add },
  { "source-remove", 1, command_source_remove },
  { "calendar-discover", 1, command_calendar_discover },
  { "calendar-add", 2, command_calendar_add },
  { "calendar-change", 2, command_calendar_change },
  { "account-discover", 1, command_account_discover },
  { "account-add", 1, command_account_add },
  { "account-test", 1, command_account_test },
  { "account-change", 2, command_account_change },
  { "sync", 0, command_sync },
  { "ask", 2, command_ask },
  { "conversation", 3, command_conversation },
  { "remind", 1, command_remind },
  { "reminder-done", 1, command_reminder_done },
  { "reminder-snooze", 2, command_reminder_snooze },
  { "briefing", 2, command_briefing },
  { "digest", 2, command_digest },
  { "highlights", 0, command_highlights },
  { "people", 2, command_people },
  { "keep-in-touch", 2, command_keep_in_touch },
  { "draft", 10, command_draft },
  { "send", 1, command_send },
  { "outbox", 2, command_outbox },
  { "act", -3, command_act },
  { "judge", 0, command_judge },
  { "settle", 2, command_settle },
  { "summary", 1, command_summary },
  { "review", -1, command_review },
  { "unsubscribe", 2, command_unsubscribe },
  { "teach", 2, command_teach },
  { "forget-lessons", 0, command_forget_lessons },
  { "answer-telling", 2, command_answer_telling },
  { "rehearse", 1, command_rehearse },
  { "undo", 1, command_undo },
  { "event", 2, command_event },
  { "ensure-window", 2, command_ensure_window },
  { "demo", 0, command_demo },
  { "backup", 1, command_backup },
  { "check", 1, command_check },
};

static int
usage (void)
{
  g_printerr ("usage: hearth-engine --data DIR [--json] COMMAND [ARGUMENT …]\n"
              "hearthctl runs this program; see hearthctl(1).\n");
  return EXIT_USAGE;
}

static int
run (Program *program, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (argc == 2 && strcmp (argv[0], "restore") == 0)
    return command_restore (program, argv + 1);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    int result;

    if (argc < 1 || strcmp (argv[0], commands[i].name) != 0)
      continue;
    if (commands[i].n_arguments >= 0 ? argc - 1 != commands[i].n_arguments
                                     : argc - 1 < -commands[i].n_arguments)
      return usage ();
    program->engine = hearth_engine_new (program->data_dir, &error);
    if (program->engine == NULL)
      return fail (error->message);
    program->loop = g_main_loop_new (NULL, FALSE);
    result = commands[i].run (program, argv + 1);
    g_clear_object (&program->companion);
    hearth_engine_stop (program->engine);
    g_object_unref (program->engine);
    g_main_loop_unref (program->loop);
    return result;
  }
  return usage ();
}

/* GLib would turn what the locale's charset lacks into question marks; hearthctl, whose output this
 * goes on with, writes UTF-8 everywhere. */
static void
print_cb (const char *text)
{
  fputs (text, stdout);
}

static void
print_error_cb (const char *text)
{
  fflush (stdout);
  fputs (text, stderr);
}

int
main (int argc, char **argv)
{
  Program program = { 0 };
  int i = 1;

  umask (077);
  hearth_secret_memory_no_cores ();
  g_set_print_handler (print_cb);
  g_set_printerr_handler (print_error_cb);
  hearth_locale_init ();
  if (i + 1 < argc && strcmp (argv[i], "--data") == 0) {
    program.data_dir = argv[i + 1];
    i += 2;
  }
  if (i < argc && strcmp (argv[i], "--json") == 0) {
    program.json = TRUE;
    i++;
  }
  if (program.data_dir == NULL)
    return usage ();
  return run (&program, argc - i, argv + i);
}
