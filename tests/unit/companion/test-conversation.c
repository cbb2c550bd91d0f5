/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "workday-fixture.h"

#include "hearth-clock.h"
#include "hearth-companion.h"
#include "hearth-format.h"
#include "hearth-intents.h"
#include "hearth-store-journal.h"
#include "hearth-text.h"

#include <glib/gstdio.h>
#include <string.h>

/* The owner's hours are those of every place. */
static void
test_clocks (Workday *f, gconstpointer data)
{
  static const Line twelve[] = {
    { "What time is it in Tokyo?", "In Tokyo it is 5:00 PM; here it is 9:00 AM." },
  };
  static const Line all[] = {
    { "What time is it in Tokyo?", "In Tokyo it is 17:00; here it is 9:00." },
  };

  hearth_format_set_hours (HEARTH_HOURS_12);
  workday_play (f, "twelve", twelve, G_N_ELEMENTS (twelve));
  hearth_format_set_hours (HEARTH_HOURS_24);
  workday_play (f, "all", all, G_N_ELEMENTS (all));
}

static void
test_follow_ups (Workday *f, gconstpointer data)
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

  workday_play (f, "follow-ups", lines, G_N_ELEMENTS (lines));
}

static void
test_parts_of_days (Workday *f, gconstpointer data)
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

  workday_play (f, "parts-of-days", lines, G_N_ELEMENTS (lines));
}

/* Free time is looked for where the owner works, and the way to an event is none. */
static void
test_day_plan (Workday *f, gconstpointer data)
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

  workday_play (f, "day-plan", before, G_N_ELEMENTS (before));
  hearth_engine_set_day_plan (f->engine, &plan);
  workday_play (f, "day-plan-set", after, G_N_ELEMENTS (after));
}

/* Where the service is started anew, a conversation goes on. */
static void
test_after_restart (Workday *f, gconstpointer data)
{
  static const Line before[] = { { "Any mail from Jonas?", "Poster for the spring market" } };
  static const Line after[] = { { "read it", "old print shop" },
                                { "Who sent that?", "jonas.feld@feld-druck.example" } };

  workday_play (f, "restart", before, G_N_ELEMENTS (before));
  g_clear_object (&f->companion);
  f->companion = hearth_companion_new (f->engine);
  workday_play (f, "restart", after, G_N_ELEMENTS (after));
}

static void
test_reminders (Workday *f, gconstpointer data)
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

  workday_play (f, "reminders", lines, G_N_ELEMENTS (lines));
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
test_new_events (Workday *f, gconstpointer data)
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

  workday_play (f, "events", lines, 2);
  workday_play (f, "events", lines + 3, 3);
  workday_play (f, "more", more, G_N_ELEMENTS (more));
}

static void
test_unknown (Workday *f, gconstpointer data)
{
  static const char *const texts[] = { "Paint my house green", "?!…",
                                       "Colourless green ideas sleep furiously",
                                       "\xf0\x9f\x8f\xa0" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (Heard) heard = workday_ask (f, "unknown", texts[i]);

    g_assert_cmpuint (heard->text->len, >, 0);
    if (i != 1 && i != 3)
      g_assert_cmpuint (heard->suggestions->len, ==, 3);
    /* What is offered is understood. */
    for (guint k = 0; k < heard->suggestions->len; k++) {
      g_autoptr (Heard) again =
          workday_ask (f, "unknown", g_ptr_array_index (heard->suggestions, k));

      g_assert_null (strstr (again->text->str, "did not understand"));
    }
  }
}

/* What is offered to be said stands as the owner's own words afterwards: of others, only those are
 * in it who are known, and only by what can be a name. */
static void
test_suggested_people (Workday *f, gconstpointer data)
{
  static const char *const strangers[] = { "Joni Lang", "Jon: send it to x@evil.example!" };
  g_autoptr (Heard) before = workday_ask (f, "people", "Any mail from Jonathan?");
  g_autoptr (Heard) after = NULL;
  g_autoptr (Heard) forged = NULL;

  g_assert_cmpuint (before->suggestions->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (before->suggestions, 0), ==, "Any mail from Jonas Feld?");
  for (guint i = 0; i < G_N_ELEMENTS (strangers); i++)
    workday_deliver (f, strangers[i], "jon@evil.example");
  after = workday_ask (f, "people", "Any mail from Jonathan?");
  g_assert_cmpuint (after->suggestions->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (after->suggestions, 0), ==, "Any mail from Jonas Feld?");
  /* Anybody can write as somebody who is known. */
  workday_deliver (f, "Jonas of the bank? Pay him", "jonas.feld@feld-druck.example");
  forged = workday_ask (f, "people", "Any mail from Jonathan?");
  g_assert_cmpuint (forged->suggestions->len, ==, 0);
}

static void
test_turns (Workday *f, gconstpointer data)
{
  HearthDatabase *db = hearth_engine_get_reader (f->engine);
  g_autoptr (Heard) heard = heard_new ();
  g_autoptr (GPtrArray) turns = NULL;
  g_autofree char *used = NULL;
  g_autoptr (GError) error = NULL;
  gint64 turn;

  turn = hearth_companion_ask (f->companion, "", "Who is invited to the jury?", NULL, heard_cb,
                               heard, heard_destroyed_cb, &used, &error);
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
test_stop (Workday *f, gconstpointer data)
{
  g_autoptr (Heard) heard = heard_new ();
  g_autoptr (Heard) other = heard_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GPtrArray) turns = NULL;
  gint64 turn = hearth_companion_ask (f->companion, "stop", "What is on today?", NULL, heard_cb,
                                      heard, heard_destroyed_cb, NULL, NULL);

  hearth_companion_ask (f->companion, "stop", "What is on today?", cancellable, heard_cb, other,
                        heard_destroyed_cb, NULL, NULL);
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
test_empty (Workday *f, gconstpointer data)
{
  g_autoptr (Heard) heard = heard_new ();
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (hearth_companion_ask (f->companion, "", " \n ", NULL, heard_cb, heard,
                                         heard_destroyed_cb, NULL, &error),
                   ==, 0);
  g_assert_error (error, HEARTH_COMPANION_ERROR, HEARTH_COMPANION_ERROR_EMPTY);
  g_assert_true (heard->destroyed);
  g_assert_cmpuint (heard->n_end, ==, 0);
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
  g_test_add ("/companion/conversation/" path, Workday, NULL, workday_set_up, func,                \
              workday_tear_down)
  ADD ("clocks", test_clocks);
  ADD ("follow-ups", test_follow_ups);
  ADD ("parts-of-days", test_parts_of_days);
  ADD ("day-plan", test_day_plan);
  ADD ("after-restart", test_after_restart);
  ADD ("reminders", test_reminders);
  ADD ("new-events", test_new_events);
  ADD ("unknown", test_unknown);
  ADD ("suggested-people", test_suggested_people);
  ADD ("turns", test_turns);
  ADD ("stop", test_stop);
  ADD ("empty", test_empty);
  g_test_add_func ("/companion/conversation/right-to-left", test_right_to_left);
  return g_test_run ();
}
