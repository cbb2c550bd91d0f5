/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-clock.h"
#include "hearth-store-tellings.h"

/* Wednesday, 15 May 2024, 10:00 in Berlin. */
#define NOW G_GINT64_CONSTANT (1715760000)

static HearthDatabase *
open_store (void)
{
  g_autoptr (GError) error = NULL;
  HearthDatabase *db =
      hearth_database_open (HEARTH_STORE_IN_MEMORY, HEARTH_DATABASE_WRITER, &error);

  g_assert_no_error (error);
  return db;
}

static void
add (HearthDatabase *db, gint64 message_id, const char *sender, gint64 at, gint64 held)
{
  HearthTelling telling = { .message_id = message_id,
                            .sender = (char *) sender,
                            .klass = (char *) "fyi",
                            .at = at,
                            .level = HEARTH_INTERRUPT_NOTIFY,
                            .sound = TRUE,
                            .held = held,
                            .reason = (char *) "asks" };
  g_autoptr (GError) error = NULL;

  hearth_store_tellings_add (db, &telling, &error);
  g_assert_no_error (error);
}

static HearthTelling *
get (HearthDatabase *db, gint64 message_id)
{
  g_autoptr (GError) error = NULL;
  HearthTelling *telling = hearth_store_tellings_get_last (db, message_id, &error);

  g_assert_no_error (error);
  return telling;
}

static void
expect_outcome (HearthDatabase *db, gint64 message_id, HearthTellingOutcome outcome)
{
  g_autoptr (HearthTelling) telling = get (db, message_id);

  g_assert_cmpint (telling->outcome, ==, outcome);
}

static void
expect_answer (HearthDatabase *db, gint64 message_id, HearthTellingAnswer answer)
{
  g_autoptr (HearthTelling) telling = get (db, message_id);

  g_assert_cmpint (telling->answer, ==, answer);
  g_assert_cmpint (telling->answered != 0, ==, answer != HEARTH_ANSWER_NONE);
}

static void
test_outcomes (void)
{
  g_autoptr (HearthDatabase) db = open_store ();

  add (db, 1, "ana@x.example", NOW, 0);
  add (db, 2, "ana@x.example", NOW, NOW + 600);
  g_assert_true (hearth_store_tellings_settle (db, 1, HEARTH_TELLING_DISMISSED, NOW + 5, NULL));
  expect_outcome (db, 1, HEARTH_TELLING_DISMISSED);
  /* Who closes the bubble and reads the mail has read it; and that is not taken back. */
  g_assert_true (hearth_store_tellings_settle (db, 1, HEARTH_TELLING_OPENED, NOW + 9, NULL));
  expect_outcome (db, 1, HEARTH_TELLING_OPENED);
  g_assert_true (hearth_store_tellings_settle (db, 1, HEARTH_TELLING_DISMISSED, NOW + 10, NULL));
  expect_outcome (db, 1, HEARTH_TELLING_OPENED);
  /* What was not said has no outcome. */
  g_assert_true (hearth_store_tellings_settle (db, 2, HEARTH_TELLING_OPENED, NOW + 9, NULL));
  expect_outcome (db, 2, HEARTH_TELLING_UNKNOWN);
}

static void
test_held (void)
{
  g_autoptr (HearthDatabase) db = open_store ();
  HearthTellingFilter held = { .held = TRUE };
  HearthTellingFilter told = { .told = TRUE };
  g_autoptr (GPtrArray) waiting = NULL;
  g_autoptr (GPtrArray) said = NULL;
  g_autoptr (HearthTelling) telling = NULL;

  add (db, 1, "ana@x.example", NOW, NOW + 600);
  add (db, 2, "bo@x.example", NOW + 1, NOW + 600);
  waiting = hearth_store_tellings_list (db, &held, NULL);
  g_assert_cmpuint (waiting->len, ==, 2);
  telling = g_ptr_array_steal_index (waiting, 0);
  g_assert_cmpint (telling->message_id, ==, 2);
  g_assert_true (hearth_store_tellings_release (db, telling->id, NOW + 600, FALSE, NULL));
  g_assert_true (hearth_store_tellings_drop (
      db, ((HearthTelling *) g_ptr_array_index (waiting, 0))->id, NOW + 600, NULL));
  said = hearth_store_tellings_list (db, &told, NULL);
  g_assert_cmpuint (said->len, ==, 1);
  g_assert_cmpint (((HearthTelling *) g_ptr_array_index (said, 0))->message_id, ==, 2);
  g_assert_cmpint (((HearthTelling *) g_ptr_array_index (said, 0))->at, ==, NOW + 600);
  g_ptr_array_unref (waiting);
  waiting = hearth_store_tellings_list (db, &held, NULL);
  g_assert_cmpuint (waiting->len, ==, 0);
}

static void
test_answers (void)
{
  g_autoptr (HearthDatabase) db = open_store ();
  g_autoptr (GError) error = NULL;

  add (db, 1, "ana@x.example", NOW, 0);
  add (db, 2, "Ana@X.example", NOW + 1, 0);
  add (db, 3, "bo@x.example", NOW + 2, 0);
  g_assert_true (hearth_store_tellings_answer (db, 3, HEARTH_ANSWER_ALWAYS, NOW, NULL));
  g_assert_true (hearth_store_tellings_answer (db, 1, HEARTH_ANSWER_FEWER, NOW, NULL));
  g_assert_true (hearth_store_tellings_answer (db, 2, HEARTH_ANSWER_FEWER, NOW, NULL));
  expect_answer (db, 1, HEARTH_ANSWER_FEWER);
  expect_answer (db, 2, HEARTH_ANSWER_FEWER);
  /* The last word counts, of that sender only. */
  g_assert_true (hearth_store_tellings_answer (db, 2, HEARTH_ANSWER_ALWAYS, NOW + 5, NULL));
  expect_answer (db, 1, HEARTH_ANSWER_NONE);
  expect_answer (db, 2, HEARTH_ANSWER_ALWAYS);
  g_assert_true (hearth_store_tellings_answer (db, 1, HEARTH_ANSWER_NONE, NOW + 6, NULL));
  expect_answer (db, 2, HEARTH_ANSWER_NONE);
  expect_answer (db, 3, HEARTH_ANSWER_ALWAYS);
  g_assert_false (hearth_store_tellings_answer (db, 99, HEARTH_ANSWER_NEVER, NOW, &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
}

/* What was learned of a sender outlives the mail. */
static void
test_message_goes (void)
{
  g_autoptr (HearthDatabase) db = open_store ();
  HearthTellingFilter all = { 0 };
  g_autoptr (GPtrArray) tellings = NULL;
  const HearthTelling *telling;

  hearth_clock_turn_to (NOW + 100);
  add (db, 1, "ana@x.example", NOW, 0);
  add (db, 2, "ana@x.example", NOW, NOW + 900);
  g_assert_true (hearth_store_tellings_answer (db, 1, HEARTH_ANSWER_NEVER, NOW + 50, NULL));
  g_assert_true (hearth_store_tellings_forget_message (db, 1, NULL));
  g_assert_true (hearth_store_tellings_forget_message (db, 2, NULL));
  tellings = hearth_store_tellings_list (db, &all, NULL);
  g_assert_cmpuint (tellings->len, ==, 1);
  telling = g_ptr_array_index (tellings, 0);
  g_assert_cmpint (telling->message_id, ==, 0);
  g_assert_cmpint (telling->outcome, ==, HEARTH_TELLING_DONE);
  g_assert_cmpint (telling->answer, ==, HEARTH_ANSWER_NEVER);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/tellings/outcomes", test_outcomes);
  g_test_add_func ("/store/tellings/held", test_held);
  g_test_add_func ("/store/tellings/answers", test_answers);
  g_test_add_func ("/store/tellings/message-goes", test_message_goes);
  return g_test_run ();
}
