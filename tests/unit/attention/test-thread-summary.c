/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-thread-summary.h"

#include <string.h>

#define NOON G_GINT64_CONSTANT (1715767200)

static GPtrArray *
new_thread (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
}

static void
add (GPtrArray *thread, const char *name, const char *text)
{
  HearthMessage *message = hearth_message_new ();
  g_autofree char *lower = g_ascii_strdown (name, -1);
  g_autofree char *address = g_strconcat (lower, "@example.com", NULL);

  message->id = (NOON + thread->len * 3600) << 20;
  message->date = NOON + thread->len * 3600;
  message->message_id = g_strdup_printf ("m%u@example.com", thread->len);
  message->from = hearth_address_new (name, address);
  message->subject = g_strdup ("Meeting");
  message->text = g_strdup (text);
  g_ptr_array_add (thread, message);
}

/* Each line must be what stands at its span. */
static HearthThreadSummary *
sum_up (GPtrArray *thread)
{
  HearthThreadSummary *summary = hearth_thread_summary_new (thread);

  g_assert_cmpuint (summary->lines->len, <=, 5);
  for (guint i = 0; i < summary->lines->len; i++) {
    const HearthSummaryLine *line = g_ptr_array_index (summary->lines, i);
    const HearthMessage *message = NULL;
    g_autofree char *source = NULL;

    for (guint k = 0; k < thread->len && message == NULL; k++) {
      if (((HearthMessage *) g_ptr_array_index (thread, k))->id == line->message_id)
        message = g_ptr_array_index (thread, k);
    }
    g_assert_nonnull (message);
    g_assert_cmpuint (line->start + line->length, <=, strlen (message->text));
    source = g_strndup (message->text + line->start, line->length);
    g_strdelimit (source, "\n", ' ');
    if (line->length < 200)
      g_assert_cmpstr (source, ==, line->text);
    g_test_message ("%s [%s] %s", line->from, hearth_summary_kind_to_string (line->kind),
                    line->text);
  }
  return summary;
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
test_newest_state (void)
{
  g_autoptr (GPtrArray) thread = new_thread ();
  g_autoptr (HearthThreadSummary) summary = NULL;

  add (thread, "Ana",
       "Hi all,\n\nThe budget meeting is on Thursday at 3 pm in the blue room. "
       "Please bring your figures.\n\nAna");
  add (thread, "Ben", "I will bring mine.\n\n> The budget meeting is on Thursday at 3 pm\n");
  add (thread, "Ana", "The budget meeting is moved to 4 pm. The room stays the same.");
  summary = sum_up (thread);
  g_assert_nonnull (find (summary, "moved to 4 pm"));
  g_assert_null (find (summary, "3 pm"));
  g_assert_cmpuint (summary->outdated->len, ==, 1);
  g_assert_cmpuint (summary->n_messages, ==, 3);
  g_assert_cmpint (summary->last_id, ==, ((HearthMessage *) g_ptr_array_index (thread, 2))->id);
}

static void
test_accepted_proposal (void)
{
  g_autoptr (GPtrArray) thread = new_thread ();
  g_autoptr (HearthThreadSummary) summary = NULL;

  add (thread, "Ana", "Shall we have dinner on Friday at 7 pm at the Italian place?");
  add (thread, "Ben", "Friday does not work for me. Could we do Saturday at 8 pm instead?");
  add (thread, "Ana", "Yes, that works.");
  summary = sum_up (thread);
  g_assert_nonnull (find (summary, "Saturday at 8 pm"));
  g_assert_cmpint (find (summary, "Saturday at 8 pm")->kind, ==, HEARTH_SUMMARY_DECISION);
  g_assert_null (find (summary, "7 pm"));
  g_assert_nonnull (find (summary, "that works"));
}

/* A proposal that nobody accepted overturns nothing. */
static void
test_open_proposal (void)
{
  g_autoptr (GPtrArray) thread = new_thread ();
  g_autoptr (HearthThreadSummary) summary = NULL;

  add (thread, "Ana", "The review is on Monday at 10:00.");
  add (thread, "Ben", "Could we move the review to Tuesday at 11:00?");
  summary = sum_up (thread);
  g_assert_nonnull (find (summary, "Monday at 10:00"));
  g_assert_nonnull (find (summary, "Tuesday at 11:00"));
  g_assert_cmpint (find (summary, "Tuesday")->kind, ==, HEARTH_SUMMARY_OPEN);
}

static void
test_open_questions (void)
{
  g_autoptr (GPtrArray) thread = new_thread ();
  g_autoptr (HearthThreadSummary) summary = NULL;

  add (thread, "Ana",
       "When does the party start?\n\nWho brings the chocolate cake for the children?");
  add (thread, "Ben", "It starts at 5 pm.");
  add (thread, "Cleo", "I look forward to seeing everybody in the garden.");
  summary = sum_up (thread);
  g_assert_nonnull (find (summary, "chocolate cake"));
  g_assert_cmpint (find (summary, "chocolate cake")->kind, ==, HEARTH_SUMMARY_OPEN);
  g_assert_nonnull (find (summary, "5 pm"));
  /* It is what the thread began with, and answered. */
  if (find (summary, "When does the party") != NULL)
    g_assert_cmpint (find (summary, "When does the party")->kind, ==, HEARTH_SUMMARY_TOPIC);
}

static void
test_cancelled (void)
{
  g_autoptr (GPtrArray) thread = new_thread ();
  g_autoptr (HearthThreadSummary) summary = NULL;

  add (thread, "Ana", "The workshop takes place on 3 February at 9:30 in Hamburg.");
  add (thread, "Ben", "I have booked the train to the workshop.");
  add (thread, "Ana", "Unfortunately the workshop has been cancelled, the trainer is ill.");
  summary = sum_up (thread);
  g_assert_nonnull (find (summary, "cancelled"));
  g_assert_null (find (summary, "3 February"));
}

static void
test_german (void)
{
  g_autoptr (GPtrArray) thread = new_thread ();
  g_autoptr (HearthThreadSummary) summary = NULL;

  add (thread, "Jan", "Hallo zusammen,\n\ndie Besprechung ist am Dienstag um 14 Uhr.\n\nGruß\nJan");
  add (thread, "Eva", "Da bin ich noch im Zug.");
  add (thread, "Jan",
       "Dann verschieben wir die Besprechung auf 16 Uhr. Kannst du das Protokoll "
       "schreiben?");
  summary = sum_up (thread);
  g_assert_nonnull (find (summary, "16 Uhr"));
  g_assert_null (find (summary, "14 Uhr"));
  g_assert_cmpint (find (summary, "Protokoll")->kind, ==, HEARTH_SUMMARY_OPEN);
}

/* Different things at different times are no contradiction. */
static void
test_no_contradiction (void)
{
  g_autoptr (GPtrArray) thread = new_thread ();
  g_autoptr (HearthThreadSummary) summary = NULL;

  add (thread, "Ana", "The plane leaves Berlin at 9:40 on Friday.");
  add (thread, "Ben", "The hotel breakfast begins at 7:00, and the taxi costs 40 €.");
  add (thread, "Ana", "Thanks!");
  summary = sum_up (thread);
  g_assert_cmpuint (summary->outdated->len, ==, 0);
  g_assert_nonnull (find (summary, "9:40"));
  g_assert_nonnull (find (summary, "7:00"));
  g_assert_null (find (summary, "Thanks"));
}

/* The same message in two mailboxes, a draft, and nothing at all. */
static void
test_copies (void)
{
  g_autoptr (GPtrArray) thread = new_thread ();
  g_autoptr (HearthThreadSummary) summary = NULL;
  g_autoptr (HearthThreadSummary) nothing = hearth_thread_summary_new (thread);

  g_assert_cmpuint (nothing->lines->len, ==, 0);
  add (thread, "Ana", "The garage is free on Sunday.");
  add (thread, "Ana", "The garage is free on Sunday.");
  add (thread, "Ben", "I am not sure yet.");
  g_free (((HearthMessage *) g_ptr_array_index (thread, 1))->message_id);
  ((HearthMessage *) g_ptr_array_index (thread, 1))->message_id = g_strdup ("m0@example.com");
  ((HearthMessage *) g_ptr_array_index (thread, 2))->flags = HEARTH_MESSAGE_DRAFT;
  summary = sum_up (thread);
  g_assert_cmpuint (summary->n_messages, ==, 1);
  g_assert_cmpuint (summary->lines->len, ==, 1);
}

/* Whatever the thread, it takes no longer. */
static void
test_ten_thousand (void)
{
  g_autoptr (GPtrArray) thread = new_thread ();
  g_autoptr (HearthThreadSummary) summary = NULL;
  gint64 begin;
  gint64 took = G_MAXINT64;

  for (guint i = 0; i < 10000; i++) {
    g_autofree char *text = g_strdup_printf (
        "The release %u of the parser is planned for %u May at %u:00, says the list of topics. "
        "Who looks at the failing build of module %u? It costs %u € a day and nobody has answered "
        "the customers since Monday. I will write to them tomorrow.\n\n> older\n",
        i % 17, i % 28 + 1, i % 24, i % 31, i % 900);

    add (thread, i % 3 == 0 ? "Ana" : i % 3 == 1 ? "Ben" : "Cleo", text);
  }
  for (guint run = 0; run < 3; run++) {
    g_clear_pointer (&summary, hearth_thread_summary_free);
    begin = g_get_monotonic_time ();
    summary = hearth_thread_summary_new (thread);
    took = MIN (took, g_get_monotonic_time () - begin);
  }
  g_test_message ("10000 messages: %.1f ms", (double) took / 1000);
  g_assert_cmpuint (summary->lines->len, ==, 5);
  /* Ten times what it takes, for slow machines and sanitizers; the bench says the truth. */
  g_assert_cmpint (took, <, 1000 * 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/thread-summary/newest-state", test_newest_state);
  g_test_add_func ("/thread-summary/accepted-proposal", test_accepted_proposal);
  g_test_add_func ("/thread-summary/open-proposal", test_open_proposal);
  g_test_add_func ("/thread-summary/open-questions", test_open_questions);
  g_test_add_func ("/thread-summary/cancelled", test_cancelled);
  g_test_add_func ("/thread-summary/german", test_german);
  g_test_add_func ("/thread-summary/no-contradiction", test_no_contradiction);
  g_test_add_func ("/thread-summary/copies", test_copies);
  g_test_add_func ("/thread-summary/ten-thousand", test_ten_thousand);
  return g_test_run ();
}
