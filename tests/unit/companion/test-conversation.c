/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-gate.h"
#include "hearth-clock.h"
#include "hearth-companion.h"
#include "hearth-format.h"
#include "hearth-intents.h"
#include "hearth-store-journal.h"
#include "hearth-text.h"

#include <glib/gstdio.h>
#include <string.h>

/* A companion over the mailbox and the calendar of tests/integration/companion/workday. */

#define NOW G_GINT64_CONSTANT (1930291200) /* Monday, 2031-03-03 09:00 in Berlin */

typedef struct {
  char *folder;
  HearthEngine *engine;
  HearthCompanion *companion;
} Fixture;

static void
copy_tree (const char *from, const char *to)
{
  const char *argv[] = { "cp", "-r", from, to, NULL };
  int status = 0;

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
}

static void
remove_tree (const char *path)
{
  const char *argv[] = { "rm", "-rf", path, NULL };

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               NULL, NULL, NULL));
}

static void
synced_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) warnings = hearth_engine_sync_finish (HEARTH_ENGINE (object), result, &error);

  g_assert_no_error (error);
  g_assert_null (warnings[0]);
  *(gboolean *) user_data = TRUE;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *mail = NULL;
  g_autofree char *calendar = NULL;
  g_autofree char *store = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  g_autoptr (GError) error = NULL;
  gboolean synced = FALSE;

  hearth_clock_set_zone (zone);
  hearth_clock_turn_to (NOW);
  hearth_format_set_hours (HEARTH_HOURS_24);
  f->folder = g_dir_make_tmp ("hearth-conversation-XXXXXX", &error);
  g_assert_no_error (error);
  mail = g_build_filename (f->folder, "maildir", NULL);
  calendar = g_build_filename (f->folder, "calendar.ics", NULL);
  store = g_build_filename (f->folder, "data", NULL);
  copy_tree (WORKDAY "/maildir", mail);
  copy_tree (WORKDAY "/calendar.ics", calendar);
  f->engine = hearth_engine_new (store, &error);
  g_assert_no_error (error);
  hearth_engine_add_source (f->engine, HEARTH_SOURCE_MAILDIR, mail, NULL, &error);
  g_assert_no_error (error);
  hearth_engine_add_source (f->engine, HEARTH_SOURCE_ICS, calendar, NULL, &error);
  g_assert_no_error (error);
  hearth_engine_sync_async (f->engine, NULL, synced_cb, &synced);
  while (!synced)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (hearth_engine_start_reminders (f->engine, &error));
  g_assert_no_error (error);
  f->companion = hearth_companion_new (f->engine);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_object (&f->companion);
  hearth_engine_stop (f->engine);
  g_clear_object (&f->engine);
  remove_tree (f->folder);
  g_free (f->folder);
}

typedef struct {
  GString *text;
  GString *notices;
  GPtrArray *suggestions;
  guint n_chips;
  guint n_end;
  gboolean in_call;
  gboolean destroyed;
  guint n_offers;
} Heard;

static void
answer_cb (const HearthAnswerEvent *event, gpointer user_data)
{
  Heard *heard = user_data;

  g_assert_false (heard->in_call);
  g_assert_cmpuint (heard->n_end, ==, 0);
  switch (event->kind) {
  case HEARTH_ANSWER_TEXT:
    g_string_append (heard->text, event->text);
    break;
  case HEARTH_ANSWER_NOTICE:
    g_string_append (heard->notices, event->text);
    break;
  case HEARTH_ANSWER_CHIP:
    heard->n_chips++;
    break;
  case HEARTH_ANSWER_SUGGEST:
    g_ptr_array_add (heard->suggestions, g_strdup (event->text));
    break;
  case HEARTH_ANSWER_END:
  case HEARTH_ANSWER_ERROR:
    heard->n_end++;
    break;
  case HEARTH_ANSWER_OFFER:
    heard->n_offers++;
    break;
  case HEARTH_ANSWER_AGREE:
  case HEARTH_ANSWER_STATUS:
  case HEARTH_ANSWER_CARD:
  case HEARTH_ANSWER_DONE:
  default:
    break;
  }
}

static void
destroyed_cb (gpointer user_data)
{
  ((Heard *) user_data)->destroyed = TRUE;
}

static Heard *
heard_new (void)
{
  Heard *heard = g_new0 (Heard, 1);

  heard->text = g_string_new (NULL);
  heard->notices = g_string_new (NULL);
  heard->suggestions = g_ptr_array_new_with_free_func (g_free);
  return heard;
}

static void
heard_free (Heard *heard)
{
  g_string_free (heard->text, TRUE);
  g_string_free (heard->notices, TRUE);
  g_ptr_array_unref (heard->suggestions);
  g_free (heard);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Heard, heard_free)

static Heard *
ask (Fixture *f, const char *conversation, const char *text)
{
  Heard *heard = heard_new ();
  g_autoptr (GError) error = NULL;
  gint64 turn;

  heard->in_call = TRUE;
  turn = hearth_companion_ask (f->companion, conversation, text, NULL, answer_cb, heard,
                               destroyed_cb, NULL, &error);
  heard->in_call = FALSE;
  g_assert_no_error (error);
  g_assert_cmpint (turn, >, 0);
  while (!heard->destroyed)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (heard->n_end, ==, 1);
  return heard;
}

typedef struct {
  const char *text;
  const char
      *parts; /* all must be in the answer, "|" between them; one with "!" before it must not */
} Line;

static void
play (Fixture *f, const char *conversation, const Line *lines, guint n)
{
  guint wrong = 0;

  for (guint i = 0; i < n; i++) {
    g_autoptr (Heard) heard = ask (f, conversation, lines[i].text);
    g_auto (GStrv) parts = g_strsplit (lines[i].parts, "|", -1);

    for (guint k = 0; parts[k] != NULL; k++) {
      gboolean never = parts[k][0] == '!';
      gboolean there = strstr (heard->text->str, parts[k] + (never ? 1 : 0)) != NULL;

      if (there == never) {
        g_test_message ("“%s”: “%s” in “%s”", lines[i].text, parts[k], heard->text->str);
        wrong++;
      }
    }
    g_assert_null (strchr (heard->text->str, '!'));
  }
  g_assert_cmpuint (wrong, ==, 0);
}

static void
test_follow_ups (Fixture *f, gconstpointer data)
{
  static const Line lines[] = {
    { "What is on today?", "3 things|Coffee with the printer|Accounts" },
    { "and tomorrow?", "Tomorrow|Jury of the spring market|Drawing class" },
    { "And the day after?", "5 March|Drawing for children" },
    { "where is it?", "Library" },
    { "What about Saturday?", "Nothing" },
    { "Who is invited to the jury?", "bram@dewit.example" },
    { "where is it", "Town hall" },
    { "how long is it?", "2 hours" },
    { "Any mail from Jonas?", "Poster for the spring market" },
    { "read the first one", "old print shop" },
    { "Who sent that?", "jonas.feld@feld-druck.example" },
    { "when was that sent?", "27 February" },
    { "the second one", "There are not so many|!old print shop" },
    { "Show me my unread mail", "5 mails are unread" },
    { "the second one", "wrote|about" },
    { "and the next one", "wrote|about" },
    { "any mail from Tove?", "Supper|Glaze" },
    { "read me the last one", "green glaze" },
    { "What did I write to Jonas?", "When and where" },
    { "am I free tomorrow at two?", "No|Jury" },
    { "and on Friday?", "free" },
    { "and the day after?", "8 March" },
    { "what is my booking number for Ghent?", "RS7K42Q" },
    { "Did Tove write about supper?", "Yes.|come to supper" },
    { "Did Tove write about pizza?", "No," },
    { "Do I have any meetings with Bram?", "Jury" },
    { "How many appointments do I have today?", "3 appointments" },
    { "and tomorrow?", "3 appointments" },
    { "thanks", "" },
    { "tell me about the glaze", "Glaze" },
    { "What is on tomorrow?", "Jury of the spring market" },
    { "where is the first one?", "Town hall|tomorrow from 14:00" },
    { "Any mail from Jonas?", "Poster for the spring market" },
    { "read it", "old print shop" },
    { "When did he write?", "Jonas|27 February" },
    { "What did Jonas write about?", "Poster for the spring market" },
    { "Did anybody write about supper?", "Yes.|Tove" },
    { "Any news from the glaze?", "No mail is from “glaze”|Glaze" },
    { "Which of these matter?", "need" },
    { "Brief me", "Nothing needs you.|Your calendar|Coffee with the printer" },
    { "What did I miss?", "have come since" },
    { "What's new since lunch?", "since yesterday at 12:00" },
    { "What did I miss since Friday?", "since Friday, 28 February|!needs you: " },
    { "How was my week?", "In seven days|The days to come|3 things" },
    { "Who matters to me?", "Going by your mail|Jonas" },
    { "When did I last hear from Jonas?", "Jonas" },
    { "Remind me to keep in touch with Jonas every month", "heard from Jonas|30 days" },
    { "Is there any birthday this week?", "birthday" },
    { "Brief me on tomorrow", "Tomorrow|!have come since" },
    { "Show me mail with attachments", "!about “attachments”" },
    { "What is the wifi password?", "!login" },
  };

  play (f, "follow-ups", lines, G_N_ELEMENTS (lines));
}

static void
test_parts_of_days (Fixture *f, gconstpointer data)
{
  static const Line lines[] = {
    { "What am I doing tomorrow at five in the morning?", "Nothing|5:00|After that comes" },
    { "Do I have anything after 4 pm today?", "oday from 16:00 on" },
    { "Anything before noon tomorrow?", "omorrow until 12:00" },
    { "What did I have on Sunday?", "esterday" },
    { "What is on the 2nd?", "2 April" },
    { "What is my first appointment today?", "First is|today" },
    { "When does my day end tomorrow?", "Last is|tomorrow" },
    { "When am I free tomorrow?", "That is|in all" },
    { "Find me two hours tomorrow", "You are free tomorrow" },
    { "Am I busy tomorrow at two?", "Yes|Jury" },
    { "Am I busy tomorrow at five in the morning?", "No, you are free" },
    { "What is on the week after next?", "17 March" },
  };

  play (f, "parts-of-days", lines, G_N_ELEMENTS (lines));
}

/* Free time is looked for where the owner works, and the way to an event is none. */
static void
test_day_plan (Fixture *f, gconstpointer data)
{
  static const Line before[] = {
    { "When am I free this week?", "Between 8:00 and 20:00|Friday|!Saturday|!Sunday" },
    { "When am I free at the weekend?", "Saturday|Sunday" },
    { "Am I free tomorrow at 12:30?", "Yes" },
    { "Am I free tomorrow at 13:30?", "Only until 14:00" },
    { "Am I free tomorrow at 16:15?", "Yes" },
  };
  static const Line after[] = {
    { "When am I free this week?", "Between 9:00 and 17:30|Saturday|!Friday" },
    { "When am I free on Friday?", "You are free" },
    { "Am I free tomorrow at 12:30?", "Only until 13:15" },
    { "Am I free tomorrow at 13:30?", "No|Jury" },
    { "Am I free tomorrow at 16:15?", "No|on the way back from Jury" },
  };
  const HearthDayPlan plan = { 9 * 60, 17 * 60 + 30, 0x3f & ~0x10, 45 };

  play (f, "day-plan", before, G_N_ELEMENTS (before));
  hearth_engine_set_day_plan (f->engine, &plan);
  play (f, "day-plan-set", after, G_N_ELEMENTS (after));
}

/* Where the service is started anew, a conversation goes on. */
static void
test_after_restart (Fixture *f, gconstpointer data)
{
  static const Line before[] = { { "Any mail from Jonas?", "Poster for the spring market" } };
  static const Line after[] = { { "read it", "old print shop" },
                                { "Who sent that?", "jonas.feld@feld-druck.example" } };

  play (f, "restart", before, G_N_ELEMENTS (before));
  g_clear_object (&f->companion);
  f->companion = hearth_companion_new (f->engine);
  play (f, "restart", after, G_N_ELEMENTS (after));
}

static void
test_reminders (Fixture *f, gconstpointer data)
{
  static const Line lines[] = {
    { "What reminders do I have?", "nothing" },
    { "Remind me tomorrow at nine to call home", "tomorrow at 9:00|call home" },
    { "Remind me to water the plants", "When" },
    { "in 20 minutes", "today at 9:20|water the plants" },
    { "move it to six", "18:00|water the plants" },
    { "remind me on Friday evening", "Of what" },
    { "the theatre tickets", "7 March at 19:00|theatre tickets" },
    { "what reminders do I have", "call home|water the plants|theatre tickets" },
    { "and tomorrow?", "call home|!water the plants" },
    { "cancel the reminder to call home", "call home|cancelled" },
    { "Remind me every Friday to sweep", "again and again" },
    { "Remind me an hour before the dentist", "18 March at 7:15" },
    { "cancel it", "Dentist" },
    { "Remind me of the dentist an hour before", "18 March at 7:15" },
    { "remind me about it the day before", "Of which event" },
    { "cancel the dentist reminder", "cancelled" },
    { "When is the dentist?", "18 March" },
    { "Remind me the day before", "17 March at 8:15" },
    { "cancel it", "Dentist" },
    { "Remind me on Feb 30 to pay the rent", "When shall I remind you" },
    { "tomorrow at ten", "tomorrow at 10:00" },
    { "cancel it", "cancelled" },
    { "Remind me yesterday at nine to sleep", "is over" },
    { "tomorrow at nine", "sleep" },
    { "cancel all my reminders", "3 reminders" },
    { "any reminders?", "nothing" },
  };
  g_autofree char *what = NULL;
  g_autoptr (GError) error = NULL;
  gint64 due = 0;

  play (f, "reminders", lines, G_N_ELEMENTS (lines));
  g_assert_true (hearth_companion_read_reminder (
      f->companion, "call the framer tomorrow at half past two", &what, &due, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (what, ==, "call the framer");
  g_assert_cmpint (due, ==, NOW + 86400 + 5 * 3600 + 1800);
  g_clear_pointer (&what, g_free);
  g_assert_true (hearth_companion_read_reminder (
      f->companion, "remind me in 5 minutes that the tea is ready", &what, &due, &error));
  g_assert_cmpstr (what, ==, "the tea is ready");
  g_clear_pointer (&what, g_free);
  g_assert_false (
      hearth_companion_read_reminder (f->companion, "call the framer", &what, &due, &error));
  g_assert_error (error, HEARTH_COMPANION_ERROR, HEARTH_COMPANION_ERROR_NOT_UNDERSTOOD);
  g_assert_null (what);
  g_clear_error (&error);
  g_assert_false (
      hearth_companion_read_reminder (f->companion, "tomorrow at nine", &what, &due, &error));
  g_assert_error (error, HEARTH_COMPANION_ERROR, HEARTH_COMPANION_ERROR_NOT_UNDERSTOOD);
}

static void
test_new_events (Fixture *f, gconstpointer data)
{
  static const Line lines[] = {
    { "Please create a new 2-hour long event 'Glazing' on 2031-03-07 at 10:00",
      "“Glazing”|7 March from 10:00 to 12:00" },
    { "Add lunch with Bram to my calendar on Friday at one", "“Lunch with Bram”|13:00" },
    { "Put the open day on 22 March into my calendar", "When|!is in your calendar" },
    { "Create an event with jo@example.org tomorrow at 9", "without guests" },
    { "What is on Friday?", "Glazing|Lunch with Bram" },
    { "Cancel the jury meeting", "when you say yes" },
  };

  static const Line more[] = {
    { "Add soup with Bram on 6 April at 1 pm at the harbour",
      "“Soup with Bram”|6 April from 13:00" },
    { "where is it?", "harbour" },
    { "Block Saturday afternoon for sweeping", "“Sweeping”|8 March from 12:00" },
    { "Create an appointment on Friday", "one sentence" },
    { "Remind me tomorrow at nine to send flowers", "send flowers" },
    { "Cancel the flowers one", "flowers” is cancelled" },
  };

  play (f, "events", lines, 2);
  play (f, "events", lines + 3, 3);
  play (f, "more", more, G_N_ELEMENTS (more));
}

static void
test_unknown (Fixture *f, gconstpointer data)
{
  static const char *const texts[] = { "Paint my house green", "?!…",
                                       "Colourless green ideas sleep furiously",
                                       "\xf0\x9f\x8f\xa0" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (Heard) heard = ask (f, "unknown", texts[i]);

    g_assert_cmpuint (heard->text->len, >, 0);
    if (i != 1 && i != 3)
      g_assert_cmpuint (heard->suggestions->len, ==, 3);
    /* What is offered is understood. */
    for (guint k = 0; k < heard->suggestions->len; k++) {
      g_autoptr (Heard) again = ask (f, "unknown", g_ptr_array_index (heard->suggestions, k));

      g_assert_null (strstr (again->text->str, "did not understand"));
    }
  }
}

static void
test_turns (Fixture *f, gconstpointer data)
{
  HearthDatabase *db = hearth_engine_get_reader (f->engine);
  g_autoptr (Heard) heard = heard_new ();
  g_autoptr (GPtrArray) turns = NULL;
  g_autofree char *used = NULL;
  g_autoptr (GError) error = NULL;
  gint64 turn;

  turn = hearth_companion_ask (f->companion, "", "Who is invited to the jury?", NULL, answer_cb,
                               heard, destroyed_cb, &used, &error);
  g_assert_no_error (error);
  g_assert_nonnull (used);
  g_assert_cmpstr (used, !=, "");
  /* Before the first word of the answer, both turns are on disk. */
  turns = hearth_store_turns_list (db, used, 0, 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (turns->len, ==, 2);
  g_assert_cmpstr (((HearthTurn *) g_ptr_array_index (turns, 0))->text, ==,
                   "Who is invited to the jury?");
  g_assert_true (((HearthTurn *) g_ptr_array_index (turns, 0))->complete);
  g_assert_cmpint (((HearthTurn *) g_ptr_array_index (turns, 1))->id, ==, turn);
  g_assert_false (((HearthTurn *) g_ptr_array_index (turns, 1))->complete);
  while (!heard->destroyed)
    g_main_context_iteration (NULL, TRUE);
  g_ptr_array_unref (turns);
  turns = hearth_store_turns_list (db, used, 0, 10, &error);
  g_assert_cmpuint (turns->len, ==, 2);
  g_assert_true (((HearthTurn *) g_ptr_array_index (turns, 1))->complete);
  g_assert_cmpstr (((HearthTurn *) g_ptr_array_index (turns, 1))->text, ==, heard->text->str);
  g_assert_cmpuint (((HearthTurn *) g_ptr_array_index (turns, 1))->chips->len, ==, heard->n_chips);
  g_assert_cmpuint (heard->n_chips, ==, 1);
}

static void
test_stop (Fixture *f, gconstpointer data)
{
  g_autoptr (Heard) heard = heard_new ();
  g_autoptr (Heard) other = heard_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GPtrArray) turns = NULL;
  gint64 turn = hearth_companion_ask (f->companion, "stop", "What is on today?", NULL, answer_cb,
                                      heard, destroyed_cb, NULL, NULL);

  hearth_companion_ask (f->companion, "stop", "What is on today?", cancellable, answer_cb, other,
                        destroyed_cb, NULL, NULL);
  hearth_companion_stop (f->companion, turn);
  g_cancellable_cancel (cancellable);
  while (!heard->destroyed || !other->destroyed)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (heard->n_end, ==, 1);
  g_assert_cmpuint (heard->text->len, ==, 0);
  turns = hearth_store_turns_list (hearth_engine_get_reader (f->engine), "stop", 0, 10, NULL);
  g_assert_cmpuint (turns->len, ==, 4);
  for (guint i = 0; i < turns->len; i++) {
    const HearthTurn *one = g_ptr_array_index (turns, i);

    g_assert_true (one->complete == (one->role == HEARTH_TURN_OWNER));
  }
  hearth_companion_stop (f->companion, turn);
  hearth_companion_stop (f->companion, 424242);
}

static void
test_empty (Fixture *f, gconstpointer data)
{
  g_autoptr (Heard) heard = heard_new ();
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (hearth_companion_ask (f->companion, "", " \n ", NULL, answer_cb, heard,
                                         destroyed_cb, NULL, &error),
                   ==, 0);
  g_assert_error (error, HEARTH_COMPANION_ERROR, HEARTH_COMPANION_ERROR_EMPTY);
  g_assert_true (heard->destroyed);
  g_assert_cmpuint (heard->n_end, ==, 0);
}

/* A service that follows a script: one list of events for each round. */
#define SCRIPTED_TYPE_SERVICE (scripted_service_get_type ())
G_DECLARE_FINAL_TYPE (ScriptedService, scripted_service, SCRIPTED, SERVICE, GObject)

struct _ScriptedService {
  GObject parent_instance;
  const char *const *rounds; /* "say:…", "call:NAME ARGUMENTS" or "fail:…", "|" between events */
  guint round;
  GPtrArray *requests;
  HearthAiEventFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
};

static void
scripted_run (ScriptedService *self, const char *script)
{
  g_auto (GStrv) events = g_strsplit (script, "|", -1);
  guint n_calls = 0;

  for (guint i = 0; events[i] != NULL; i++) {
    HearthAiEvent event = { HEARTH_AI_EVENT_TEXT };
    g_autoptr (HearthAiToolCall) call = NULL;
    g_autoptr (GError) error = NULL;

    if (g_str_has_prefix (events[i], "say:")) {
      event.text = events[i] + 4;
      self->func (&event, self->user_data);
    } else if (g_str_has_prefix (events[i], "call:")) {
      g_auto (GStrv) words = g_strsplit (events[i] + 5, " ", 2);
      g_autofree char *id = g_strdup_printf ("call-%u-%u", self->round, n_calls++);

      call = hearth_ai_tool_call_new (id, words[0], words[1]);
      event.kind = HEARTH_AI_EVENT_TOOL_CALL;
      event.call = call;
      self->func (&event, self->user_data);
    } else {
      error = g_error_new_literal (HEARTH_AI_ERROR, HEARTH_AI_ERROR_UNREACHABLE, events[i] + 5);
      event.kind = HEARTH_AI_EVENT_ERROR;
      event.error = error;
      self->func (&event, self->user_data);
      return;
    }
  }
  {
    HearthAiEvent last = { HEARTH_AI_EVENT_END };

    self->func (&last, self->user_data);
  }
}

static gboolean
scripted_idle_cb (gpointer user_data)
{
  ScriptedService *self = user_data;
  const char *script = self->rounds[self->round];
  GDestroyNotify destroy = self->destroy;
  gpointer data = self->user_data;

  if (self->rounds[self->round + 1] != NULL)
    self->round++;
  scripted_run (self, script);
  if (destroy != NULL)
    destroy (data);
  return G_SOURCE_REMOVE;
}

static void
scripted_start (HearthAiService *service, HearthAiRequest *request, GCancellable *cancellable,
                HearthAiEventFunc func, gpointer user_data, GDestroyNotify destroy)
{
  ScriptedService *self = SCRIPTED_SERVICE (service);

  g_ptr_array_add (self->requests, hearth_ai_request_ref (request));
  self->func = func;
  self->user_data = user_data;
  self->destroy = destroy;
  g_idle_add_full (G_PRIORITY_DEFAULT, scripted_idle_cb, g_object_ref (self), g_object_unref);
}

static const char *
scripted_get_name (HearthAiService *service)
{
  return "Script";
}

static const char *
scripted_get_host (HearthAiService *service)
{
  return "script.example";
}

static gboolean
scripted_is_local (HearthAiService *service)
{
  return FALSE;
}

static void
scripted_service_iface_init (HearthAiServiceInterface *iface)
{
  iface->start = scripted_start;
  iface->get_name = scripted_get_name;
  iface->get_host = scripted_get_host;
  iface->is_local = scripted_is_local;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ScriptedService, scripted_service, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HEARTH_TYPE_AI_SERVICE,
                                                      scripted_service_iface_init))

static void
scripted_service_finalize (GObject *object)
{
  g_ptr_array_unref (SCRIPTED_SERVICE (object)->requests);
  G_OBJECT_CLASS (scripted_service_parent_class)->finalize (object);
}

static void
scripted_service_class_init (ScriptedServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = scripted_service_finalize;
}

static void
scripted_service_init (ScriptedService *self)
{
  self->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_ai_request_unref);
}

static ScriptedService *
use_script (Fixture *f, const char *const *rounds)
{
  ScriptedService *service = g_object_new (SCRIPTED_TYPE_SERVICE, NULL);

  service->rounds = rounds;
  hearth_companion_set_service (f->companion, HEARTH_AI_SERVICE (service));
  return service;
}

/* What the journal says of the rounds: each names its host, later ones the messages that went. How
 * much it was is counted at the sockets, of which a service within this program has none. */
static void
check_journal (Fixture *f)
{
  HearthJournalFilter filter = { .limit = 100 };
  g_autoptr (GPtrArray) entries =
      hearth_store_journal_list (hearth_engine_get_reader (f->engine), &filter, NULL);
  guint rounds = 0;
  gboolean named = FALSE;

  for (guint i = 0; i < entries->len; i++) {
    const HearthJournalEntry *entry = g_ptr_array_index (entries, i);

    if (strcmp (entry->kind, "ai") != 0)
      continue;
    rounds++;
    g_assert_nonnull (entry->host);
    g_assert_nonnull (entry->conversation);
    named = named || (entry->messages != NULL && entry->messages->len > 0);
  }
  g_assert_cmpuint (rounds, ==, 2);
  g_assert_true (named);
}

static void
test_outside (Fixture *f, gconstpointer data)
{
  static const char *const rounds[] = {
    "call:search_mail {\"query\":\"from:petra\"}|call:list_events "
    "{\"from\":\"2031-03-04\",\"to\":\"2031-03-04\"}",
    "say:Petra asks about the |say:wall in the workshop.", NULL
  };
  g_autoptr (ScriptedService) service = use_script (f, rounds);
  g_autoptr (Heard) heard = ask (f, "outside", "What does Petra want?");
  HearthAiRequest *second;
  const HearthAiMessage *result;

  g_assert_cmpstr (heard->text->str, ==, "Petra asks about the wall in the workshop.");
  g_assert_cmpstr (heard->notices->str, ==, "");
  /* The mail is named, the events that were only looked at are not. */
  g_assert_cmpuint (heard->n_chips, >=, 1);
  g_assert_cmpuint (heard->n_chips, <=, 2);
  g_assert_cmpuint (service->requests->len, ==, 2);
  second = g_ptr_array_index (service->requests, 1);
  /* Who only asks is offered nothing that changes anything. */
  g_assert_cmpuint (second->tools->len, >=, 4);
  for (guint i = 0; i < second->tools->len; i++)
    g_assert_false (
        hearth_gate_has_verb (((HearthAiTool *) g_ptr_array_index (second->tools, i))->name));
  result = g_ptr_array_index (second->messages, second->messages->len - 2);
  g_assert_cmpint (result->role, ==, HEARTH_AI_TOOL);
  g_assert_nonnull (strstr (result->text, "written by other people"));
  g_assert_nonnull (strstr (result->text, "Wall in the workshop"));
  check_journal (f);
}

static void
test_outside_writes_nothing (Fixture *f, gconstpointer data)
{
  static const char *const rounds[] = {
    "call:send_mail {\"to\":\"x@example.org\"}|call:delete_mail {\"id\":1}|call:create_event {}|"
    "call:read_message nonsense|call:read_message {\"id\":-5}|call:search_mail {\"query\":\"((\"}",
    "say:Done.", NULL
  };
  g_autoptr (ScriptedService) service = use_script (f, rounds);
  gint64 events = hearth_store_events_count (hearth_engine_get_reader (f->engine), NULL);
  g_autoptr (Heard) heard = ask (f, "outside", "Hello");
  HearthAiRequest *second = g_ptr_array_index (service->requests, 1);
  guint errors = 0;

  g_assert_cmpstr (heard->text->str, ==, "Done.");
  for (guint i = 0; i < second->messages->len; i++) {
    const HearthAiMessage *message = g_ptr_array_index (second->messages, i);

    if (message->role == HEARTH_AI_TOOL && strstr (message->text, "\"error\"") != NULL)
      errors++;
  }
  g_assert_cmpuint (errors, ==, 6);
  g_assert_cmpint (hearth_store_events_count (hearth_engine_get_reader (f->engine), NULL), ==,
                   events);
}

static void
test_outside_rounds (Fixture *f, gconstpointer data)
{
  /* It asks for ever; the last round has no tools. */
  static const char *const rounds[] = { "call:search_mail {\"query\":\"glaze\"}", NULL };
  g_autoptr (ScriptedService) service = use_script (f, rounds);
  g_autoptr (Heard) heard = ask (f, "rounds", "What is on today?");
  HearthAiRequest *last;

  g_assert_cmpuint (service->requests->len, ==, 8);
  last = g_ptr_array_index (service->requests, 7);
  g_assert_cmpuint (last->tools->len, ==, 0);
  /* It never answered: the built-in service did. */
  g_assert_nonnull (strstr (heard->text->str, "Coffee with the printer"));
  g_assert_nonnull (strstr (heard->notices->str, "Script"));
}

static void
test_outside_fails (Fixture *f, gconstpointer data)
{
  static const char *const rounds[] = { "say:Let me see|fail:script.example cannot be reached.",
                                        NULL };
  g_autoptr (ScriptedService) service = use_script (f, rounds);
  g_autoptr (Heard) heard = ask (f, "fails", "What is on today?");
  g_autoptr (GPtrArray) turns = NULL;

  g_assert_nonnull (strstr (heard->notices->str, "script.example cannot be reached."));
  g_assert_nonnull (strstr (heard->text->str, "Coffee with the printer"));
  turns = hearth_store_turns_list (hearth_engine_get_reader (f->engine), "fails", 0, 10, NULL);
  g_assert_true (((HearthTurn *) g_ptr_array_index (turns, 1))->complete);
  hearth_companion_set_service (f->companion, NULL);
}

static void
test_right_to_left (void)
{
  g_autofree char *plain = hearth_text_isolate ("Re: Käse, 日本");
  g_autofree char *arabic = hearth_text_isolate ("دعوة");

  g_assert_cmpstr (plain, ==, "Re: Käse, 日本");
  g_assert_cmpstr (arabic, ==, "\u200e\u2068دعوة\u2069");
}

int
main (int argc, char *argv[])
{
  g_setenv ("LANGUAGE", "C", TRUE);
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func)                                                                            \
  g_test_add ("/companion/conversation/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("follow-ups", test_follow_ups);
  ADD ("parts-of-days", test_parts_of_days);
  ADD ("day-plan", test_day_plan);
  ADD ("after-restart", test_after_restart);
  ADD ("reminders", test_reminders);
  ADD ("new-events", test_new_events);
  ADD ("unknown", test_unknown);
  ADD ("turns", test_turns);
  ADD ("stop", test_stop);
  ADD ("empty", test_empty);
  ADD ("outside", test_outside);
  ADD ("outside-writes-nothing", test_outside_writes_nothing);
  ADD ("outside-rounds", test_outside_rounds);
  ADD ("outside-fails", test_outside_fails);
  g_test_add_func ("/companion/conversation/right-to-left", test_right_to_left);
  return g_test_run ();
}
