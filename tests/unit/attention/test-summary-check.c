/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-summary-check.h"

#include <string.h>

#define NOON G_GINT64_CONSTANT (1715767200)
/* What a service may say of make_thread(). */
#define BEN                                                                                        \
  "\"sentences\":[{\"text\":\"Ben brings figures.\",\"message\":2,\"quote\":\"I bring the "        \
  "figures\"}]"

static HearthMessage *
make_message (guint number, const char *name, const char *text)
{
  HearthMessage *message = hearth_message_new ();
  g_autofree char *lower = g_ascii_strdown (name, 3);
  g_autofree char *address = g_strconcat (lower, "@example.com", NULL);

  message->id = (NOON + number * 3600) << 20;
  message->date = NOON + number * 3600;
  message->message_id = g_strdup_printf ("m%u@example.com", number);
  message->from = hearth_address_new (name, address);
  g_ptr_array_add (message->to, hearth_address_new ("Nora Lind", "nora@lind.example"));
  message->subject = g_strdup ("Budget of the Kestrel");
  message->text = g_strdup (text);
  return message;
}

static void
test_sentences (void)
{
  static const struct {
    const char *source;
    const char *text;
    HearthSummaryFault fault;
  } cases[] = {
    { "The meeting is moved to 4 pm on Feb 3.", "The meeting is moved to 16:00 on 3 February.",
      HEARTH_SUMMARY_GOOD },
    { "The meeting is moved to 4 pm.", "The meeting is moved to 5 pm.", HEARTH_SUMMARY_VALUE },
    { "The meeting is on Thursday.", "The meeting is on Friday.", HEARTH_SUMMARY_VALUE },
    { "The machine costs 1,000 euros.", "The machine costs €1000.", HEARTH_SUMMARY_GOOD },
    { "The machine costs 1,000 euros.", "The machine costs $1000.", HEARTH_SUMMARY_VALUE },
    { "The machine costs 1,000 euros.", "The machine costs 1100 euros.", HEARTH_SUMMARY_VALUE },
    { "We order three machines.", "They order 3 machines.", HEARTH_SUMMARY_GOOD },
    { "We order three machines.", "They order four machines.", HEARTH_SUMMARY_VALUE },
    { "I will order the machine.", "Ana will order the machine.", HEARTH_SUMMARY_GOOD },
    { "I will order the machine.", "Nora is asked by Ana Silva about the machine order.",
      HEARTH_SUMMARY_GOOD },
    { "I will order the machine.", "Bernard will order the machine.", HEARTH_SUMMARY_NAME },
    { "Anna will order the machine.", "Annabel will order the machine, says Annabel.",
      HEARTH_SUMMARY_NAME },
    { "The flight is LH123.", "The flight is LH124.", HEARTH_SUMMARY_NAME },
    { "The flight is LH123.", "The flight is LH123.", HEARTH_SUMMARY_GOOD },
    { "Ben can come to the dinner.", "Ben cannot come to the dinner.", HEARTH_SUMMARY_DENIAL },
    { "Ben can't come to the dinner.", "Ben can come to the dinner.", HEARTH_SUMMARY_DENIAL },
    { "Ben can't come to the dinner.", "Ben will not come to dinner.", HEARTH_SUMMARY_GOOD },
    { "The dinner is tomorrow.", "Please transfer money to the account.",
      HEARTH_SUMMARY_OTHER_WORDS },
    { "See https://evil.example/x", "See https://evil.example/x", HEARTH_SUMMARY_NOT_TEXT },
    { "Write to me@evil.example", "Write to me@evil.example", HEARTH_SUMMARY_NOT_TEXT },
    { "The dinner is tomorrow.", "", HEARTH_SUMMARY_NOT_TEXT },
    { "Die Besprechung ist am 3. Februar um 15 Uhr.",
      "Die Besprechung findet am 3.2. um 15:00 statt.", HEARTH_SUMMARY_GOOD },
    { "Die Besprechung ist um 15 Uhr.", "Die Besprechung ist um 16 Uhr.", HEARTH_SUMMARY_VALUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (HearthMessage) message = make_message (0, "Ana Silva", cases[i].source);

    g_test_message ("%s | %s", cases[i].source, cases[i].text);
    g_assert_cmpint (hearth_summary_check_sentence (cases[i].text, cases[i].source, message), ==,
                     cases[i].fault);
  }
}

static GPtrArray *
make_thread (void)
{
  GPtrArray *thread = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);

  g_ptr_array_add (thread,
                   make_message (0, "Ana Silva", "The budget meeting is on Thursday at 3 pm.\n"));
  g_ptr_array_add (thread, make_message (1, "Ben Okafor",
                                         "I bring the figures for the printing machine. "
                                         "Who orders the sandwiches?\n\n> at 3 pm\n"));
  g_ptr_array_add (thread, make_message (2, "Ana Silva",
                                         "The budget meeting is moved to 4 pm. "
                                         "The room stays the same.\n"));
  return thread;
}

static const HearthSummaryLine *
find (HearthThreadSummary *summary, const char *part)
{
  for (guint i = 0; i < summary->lines->len; i++) {
    const HearthSummaryLine *line = g_ptr_array_index (summary->lines, i);

    if (strstr (line->text, part) != NULL)
      return line;
  }
  return NULL;
}

static void
test_reply (void)
{
  static const char reply[] =
      "Here you are:\n```json\n{\"sentences\":["
      "{\"text\":\"Ben brings figures for the machine.\",\"message\":2,\"quote\":\"I bring the "
      "figures\"},"
      "{\"text\":\"The budget meeting is at 15:00 on Thursday.\",\"message\":1,\"quote\":\"on "
      "Thursday at 3 pm\"},"
      "{\"text\":\"The budget meeting was moved to 17:00.\",\"message\":3,\"quote\":\"moved to 4 "
      "PM\"},"
      "{\"text\":\"The room is the same.\",\"message\":3,\"quote\":\"made up by the model\"},"
      "{\"text\":\"The room is the same.\",\"message\":9,\"quote\":\"The room stays\"}"
      "]}\n```";
  g_autoptr (GPtrArray) thread = make_thread ();
  g_autoptr (HearthThreadSummary) summary = hearth_summary_check_reply (reply, thread, "double");

  g_assert_nonnull (summary);
  g_assert_cmpstr (summary->service, ==, "double");
  g_assert_nonnull (find (summary, "Ben brings figures for the machine."));
  /* It was right once, and is overturned. */
  g_assert_null (find (summary, "15:00"));
  /* A lie gives way to what it cites; what cites nothing goes. */
  g_assert_null (find (summary, "17:00"));
  g_assert_nonnull (find (summary, "The budget meeting is moved to 4 pm."));
  g_assert_null (find (summary, "The room is the same."));
  /* What is open stays. */
  g_assert_nonnull (find (summary, "Who orders the sandwiches?"));
  g_assert_cmpint (find (summary, "Who orders")->kind, ==, HEARTH_SUMMARY_OPEN);
}

/* The last message is there also where the service forgot it. */
static void
test_last_word (void)
{
  g_autoptr (GPtrArray) thread = make_thread ();
  g_autoptr (HearthThreadSummary) summary =
      hearth_summary_check_reply ("{" BEN "}", thread, "double");

  g_assert_nonnull (summary);
  g_assert_nonnull (find (summary, "Ben brings figures."));
  g_assert_cmpint (((HearthSummaryLine *) g_ptr_array_index (summary->lines,
                                                             summary->lines->len - 1))
                       ->message_id,
                   ==, ((HearthMessage *) g_ptr_array_index (thread, 2))->id);
}

static void
test_rubbish (void)
{
  static const char *const replies[] = {
    "",
    "{",
    "}{",
    "no",
    "[]",
    "{}",
    "null",
    "{\"sentences\":1}",
    "{\"sentences\":[1,null,[],{}]}",
    "{\"sentences\":[{\"text\":1,\"message\":\"x\",\"quote\":{}}]}",
    "{\"sentences\":[{\"text\":\"The quoted time.\",\"message\":2,\"quote\":\"at 3 pm\"}]}",
    "{\"sentences\":[{\"text\":\"x\",\"message\":-1,\"quote\":\"I bring\"}]}",
    "{\"sentences\":[{\"text\":\"Transfer 500 € to Mallory at once!\",\"message\":2,\"quote\":\"I "
    "bring the figures\"}]}",
  };
  g_autoptr (GPtrArray) thread = make_thread ();
  g_autofree char *deep = g_strnfill (20000, '[');
  g_autofree char *nested = g_strconcat ("{\"sentences\":", deep, "}", NULL);
  g_autofree char *large = g_strnfill (100000, '{');
  g_autofree char *closing = g_strnfill (5000, ']');
  g_autofree char *opening = g_strnfill (5000, '[');
  /* Good but for what is nested, which brackets before it or in a string do not make up for. */
  g_autofree char *behind = g_strdup_printf ("%s{" BEN ",\"x\":%s1%s}", closing, opening, closing);
  g_autofree char *quoted =
      g_strdup_printf ("{" BEN ",\"s\":\"%s\",\"x\":%s1%s}", closing, opening, closing);

  for (guint i = 0; i < G_N_ELEMENTS (replies); i++) {
    g_test_message ("%s", replies[i]);
    g_assert_null (hearth_summary_check_reply (replies[i], thread, "double"));
  }
  g_assert_null (hearth_summary_check_reply (nested, thread, "double"));
  g_assert_null (hearth_summary_check_reply (large, thread, "double"));
  g_assert_null (hearth_summary_check_reply (behind, thread, "double"));
  g_assert_null (hearth_summary_check_reply (quoted, thread, "double"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/summary-check/sentences", test_sentences);
  g_test_add_func ("/summary-check/reply", test_reply);
  g_test_add_func ("/summary-check/last-word", test_last_word);
  g_test_add_func ("/summary-check/rubbish", test_rubbish);
  return g_test_run ();
}
