/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-intents.h"

#include <string.h>
#include <time.h>

/* How much the sanitizers cost. */
#ifdef __SANITIZE_ADDRESS__
#define SLOWDOWN 5
#else
#define SLOWDOWN 1
#endif

typedef struct {
  const char *text;
  const char *intent; /* (nullable): not understood */
  const char *slot;
  const char *value;
} Row;

static const Row rows[] = {
  { "What is on today?", "agenda.list" },
  { "what's on my calendar tomorrow", "agenda.list" },
  { "Please show me my agenda for next week.", "agenda.list" },
  { "Do I have anything on Friday?", "agenda.list" },
  { "Could you tell me what I have planned this week?", "agenda.list" },
  { "What’s up next?", "event.next" },
  { "what do i have tomorrow", "agenda.list" },
  { "What does my Friday look like?", "agenda.list" },
  { "How many appointments do I have on May 15th, 2024?", "agenda.count" },
  { "How many apointments do I have today?", "agenda.count" },
  { "how many meetings are there this week", "agenda.count" },
  { "What's next?", "event.next" },
  { "when is my next meeting", "event.next" },
  { "When is my next Yoga Class?", "event.when", "event", "Yoga Class" },
  { "Tell me when my next dentist appointment is", "event.when", "event", "dentist appointment" },
  { "When does the board meeting end?", "event.when", "want", "end" },
  { "When is the family reunion going to be, based on the emails?", "event.when", "source",
    "mail" },
  { "Where and at what time is the hiking trip on Saturday going to be, based on the emails I "
    "received?",
    "event.when", "event", "hiking trip" },
  { "Where is the 'Dinner with Ada' on May 24th going to be?", "event.where", "event",
    "Dinner with Ada" },
  { "where is it?", "event.where", "event", "it" },
  { "Who else is invited to the 'Networking event' on May 26th?", "event.who", "event",
    "Networking event" },
  { "who is coming to the team sync", "event.who", "event", "team sync" },
  { "What is the workshop about?", "event.describe", "event", "workshop" },
  { "How long is the board meeting?", "event.length", "event", "board meeting" },
  { "How much time do I have to go to my lunch with Sarah?", "event.gap", "event",
    "lunch with Sarah" },
  { "how long until my next call", "event.gap", "kind", "until" },
  { "How much time is there between the stand-up and the review?", "event.gap", "event2",
    "review" },
  { "Am I free for lunch at 12:00 on 2024-05-19?", "free.check", "topic", "lunch" },
  { "am i busy tomorrow afternoon", "free.check" },
  { "When am I free this week?", "free.find" },
  { "find me a free slot on Friday", "free.find" },
  { "Do any of my appointments overlap?", "conflicts" },
  { "Are there any conflicts this week?", "conflicts" },
  { "Please create a new 1-hour long event 'Review' on 2024-05-16 at 10:00", "event.create", "what",
    "Review" },
  { "Add dentist to my calendar on Friday at ten", "event.create" },
  { "Show me my unread emails", "mail.unread" },
  { "Please show me my unread emails.", "mail.unread" },
  { "How many unread messages do I have?", "mail.unread", "count", "yes" },
  { "what is important", "mail.important" },
  { "What needs me?", "mail.important" },
  { "Any mail from Anna?", "mail.find", "person", "Anna" },
  { "Do I have any new mail from Müller about the contract?", "mail.find", "topic", "contract" },
  { "Did Tom Baker write to me since Monday?", "mail.find", "person", "Tom Baker" },
  { "find emails about the phoenix project", "mail.find", "topic", "phoenix project" },
  { "any new mail since yesterday?", "mail.find", "new", "yes" },
  { "what did Anna say last?", "mail.last", "person", "Anna" },
  { "What is the last mail from Lily White", "mail.last", "person", "Lily White" },
  { "read it", "mail.read" },
  { "Read me the last mail from Anna", "mail.read", "person", "Anna" },
  { "Who sent that?", "mail.sender" },
  { "Find the attachment from Anna", "mail.attachment", "person", "Anna" },
  { "What is my Facebook security code?", "fact.code", "topic", "Facebook security" },
  { "Please get me the link to reset my TechServices password.", "fact.link", "topic",
    "reset my TechServices password" },
  { "how much was the electricity bill", "fact.amount", "topic", "electricity bill" },
  { "Remind me tomorrow at nine to call home", "remind.set", "what", "call home" },
  { "remind me to water the plants in 20 minutes", "remind.set", "what", "water the plants" },
  { "What reminders do I have?", "remind.list" },
  { "Cancel the reminder to call home", "remind.cancel", "what", "call home" },
  { "cancel all my reminders", "remind.cancel", "all", "yes" },
  { "Move it to six o'clock", "remind.change" },
  { "What time is it?", "clock.time" },
  { "what's the date today", "clock.date" },
  { "What can you do?", "help" },
  { "Hello", "greet" },
  { "good morning", "greet" },
  { "Thank you!", "thanks" },
  { "and tomorrow?", "follow.time" },
  { "What about next Friday?", "follow.time" },
  { "the second one", "follow.nth", "number", "second" },
  { "Please give me their email addresses.", "hint.addresses" },
  { "Please give me a summary of the description for each appointment.", "hint.descriptions" },
  { "Tell me in the format 'YYYY-MM-DD HH:MM'.", "hint.format", "format", "YYYY-MM-DD HH:MM" },
  { "Give me the date and time in the format 'YYYY-MM-DD HH:MM'.", "hint.format", "format",
    "YYYY-MM-DD HH:MM" },
  { "It's in an email I received recently.", "hint.mail" },
  { "It should be in an email I received recently.", "hint.mail" },
  { "On 2024-05-15 I have a meeting before lunch.", "hint.context", "event", "meeting" },
  { "Perform the following tasks in the order they are given:", "hint.drop" },
  { "Paint my house green", NULL },
  { "The quick brown fox jumps over the lazy dog", NULL },
  { "????", NULL },
  { "", NULL },
};

static HearthIntents *intents;

static GArray *
read_times (const char *text)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  HearthTimeContext context = { .now = 1715768400, .zone = zone, .language = "en" };

  return hearth_time_read (text, &context);
}

static void
test_sentences (void)
{
  guint wrong = 0;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GArray) times = read_times (rows[i].text);
    g_autoptr (HearthIntentMatch) match = hearth_intents_match (intents, rows[i].text, times);
    const char *seen = match != NULL ? match->intent : NULL;
    const char *value = match != NULL && rows[i].slot != NULL
                            ? hearth_intent_match_get_slot (match, rows[i].slot)
                            : NULL;

    if (g_strcmp0 (seen, rows[i].intent) != 0 || g_strcmp0 (value, rows[i].value) != 0) {
      g_test_message ("“%s”: expected %s %s=%s, got %s %s", rows[i].text, rows[i].intent,
                      rows[i].slot, rows[i].value, seen, value);
      wrong++;
    }
  }
  g_assert_cmpuint (wrong, ==, 0);
}

static void
test_examples (void)
{
  /* What is offered must be understood. */
  g_auto (GStrv) near = hearth_intents_dup_near (intents, "", 100);

  g_assert_cmpuint (g_strv_length (near), >=, 3);
  for (guint i = 0; near[i] != NULL; i++) {
    g_autoptr (GArray) times = read_times (near[i]);
    g_autoptr (HearthIntentMatch) match = hearth_intents_match (intents, near[i], times);

    g_test_message ("%s", near[i]);
    g_assert_nonnull (match);
  }
}

static void
test_near (void)
{
  g_auto (GStrv) near =
      hearth_intents_dup_near (intents, "my reminder should be cancelled somehow", 3);

  g_assert_cmpuint (g_strv_length (near), ==, 3);
  g_assert_true (strstr (near[0], "reminder") != NULL);
}

static void
test_bad_files (void)
{
  static const char *const files[] = {
    "",
    "[]",
    "{}",
    "{\"slots\":[]}",
    "nonsense",
    "{} {}",
    "{\"slots\":{},\"expansions\":{},\"leading\":[],\"trailing\":[],\"intents\":{\"a\":{\"groups\":"
    "[{\"say\":[\"(open\"]}]}}}",
    "{\"slots\":{},\"expansions\":{},\"leading\":[],\"trailing\":[],\"intents\":{\"a\":{\"groups\":"
    "[{\"say\":[\"{nothing}\"]}]}}}",
    "{\"slots\":{},\"expansions\":{\"x\":\"<x>\"},\"leading\":[],\"trailing\":[],\"intents\":{"
    "\"a\":{\"groups\":[{\"say\":[\"<x>\"]}]}}}",
    "{\"slots\":{},\"expansions\":{},\"leading\":[],\"trailing\":[],\"intents\":{\"a\":{\"groups\":"
    "[{\"say\":[7]}]}}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (HearthIntents) bad = hearth_intents_new_from_json (files[i], -1, &error);

    g_assert_null (bad);
    g_assert_error (error, HEARTH_COMPANION_ERROR, HEARTH_COMPANION_ERROR_BAD_INTENTS);
  }
}

/* Templates that could be read but for how deep something in them is. */
static void
test_deep_file (void)
{
  g_autofree char *deep = g_strnfill (200, '[');
  g_autofree char *end = g_strnfill (200, ']');
  g_autofree char *json = g_strdup_printf (
      "{\"more\":%s%s,\"slots\":{},\"expansions\":{},\"leading\":[],\"trailing\":[],"
      "\"intents\":{}}",
      deep, end);
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthIntents) bad = hearth_intents_new_from_json (json, -1, &error);

  g_assert_null (bad);
  g_assert_error (error, HEARTH_COMPANION_ERROR, HEARTH_COMPANION_ERROR_BAD_INTENTS);
  g_assert_nonnull (strstr (error->message, "cannot be read"));
}

static void
test_speed (void)
{
  clock_t start = clock ();
  gint64 compile;
  gint64 match;
  const char *text = "Where and at what time is the hiking trip on Saturday going to be, based on "
                     "the emails I received?";

  for (guint i = 0; i < 10; i++) {
    g_autoptr (HearthIntents) again = hearth_intents_new_for_language ("en", NULL);

    g_assert_nonnull (again);
  }
  compile = (gint64) (clock () - start) * G_USEC_PER_SEC / CLOCKS_PER_SEC / 10;
  start = clock ();
  for (guint i = 0; i < 200; i++) {
    g_autoptr (GArray) times = read_times (text);
    g_autoptr (HearthIntentMatch) found = hearth_intents_match (intents, text, times);

    g_assert_nonnull (found);
  }
  match = (gint64) (clock () - start) * G_USEC_PER_SEC / CLOCKS_PER_SEC / 200;
  g_test_message ("%u templates: compile %" G_GINT64_FORMAT " µs, match %" G_GINT64_FORMAT " µs",
                  hearth_intents_get_n_templates (intents), compile, match);
  /* Of the processor, and far above what is measured: a busy machine does not fail it. */
  g_assert_cmpint (compile, <, SLOWDOWN * 200000);
  g_assert_cmpint (match, <, SLOWDOWN * 50000);
}

static void
test_long_text (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 2000; i++)
    g_string_append (text, i % 3 == 0 ? "what is the mail from " : "'and about \xc3\xa9 ");
  {
    g_autoptr (GArray) times = read_times (text->str);
    g_autoptr (HearthIntentMatch) match = hearth_intents_match (intents, text->str, times);

    (void) match;
  }
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  intents = hearth_intents_new_for_language ("en", &error);
  g_assert_no_error (error);
  g_test_add_func ("/companion/intents/sentences", test_sentences);
  g_test_add_func ("/companion/intents/examples", test_examples);
  g_test_add_func ("/companion/intents/near", test_near);
  g_test_add_func ("/companion/intents/bad-files", test_bad_files);
  g_test_add_func ("/companion/intents/deep-file", test_deep_file);
  g_test_add_func ("/companion/intents/speed", test_speed);
  g_test_add_func ("/companion/intents/long-text", test_long_text);
  result = g_test_run ();
  g_object_unref (intents);
  return result;
}
