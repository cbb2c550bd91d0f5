/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-clock.h"
#include "hearth-database-private.h"
#include "hearth-store-actions.h"
#include "hearth-store-journal.h"
#include "hearth-store-receipts.h"
#include "store-fixture.h"

#define NOON 1763985600 /* 2025-11-24 12:00 UTC */

static GPtrArray *
list (HearthDatabase *db, const HearthJournalFilter *filter)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *entries = hearth_store_journal_list (db, filter, &error);

  g_assert_no_error (error);
  return entries;
}

static HearthJournalEntry *
get_newest (HearthDatabase *db)
{
  HearthJournalFilter filter = { .limit = 1 };
  g_autoptr (GPtrArray) entries = list (db, &filter);

  g_assert_cmpuint (entries->len, ==, 1);
  return g_ptr_array_steal_index (entries, 0);
}

static void
test_entries (void)
{
  gint64 source_id, id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (GArray) messages = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (HearthJournalEntry) read = NULL;
  g_autoptr (HearthJournalEntry) settled = NULL;
  g_autoptr (GError) error = NULL;
  HearthJournalEntry entry = {
    .kind = (char *) "ai",
    .what = (char *) "conversation",
    .host = (char *) "api.example.com",
    .bytes_sent = 1200,
    .bytes_received = HEARTH_JOURNAL_PENDING,
    .messages = messages,
    .conversation = (char *) "c1",
  };

  hearth_clock_turn_to (NOON);
  for (gint64 i = 1; i <= 1050; i++)
    g_array_append_val (messages, i);
  g_assert_true (hearth_store_journal_write (db, &entry, &id, &error));
  read = get_newest (db);
  g_assert_cmpint (read->id, ==, id);
  g_assert_cmpstr (read->kind, ==, "ai");
  g_assert_cmpstr (read->host, ==, "api.example.com");
  g_assert_cmpstr (read->conversation, ==, "c1");
  g_assert_cmpint (read->bytes_received, ==, HEARTH_JOURNAL_PENDING);
  g_assert_cmpuint (read->messages->len, ==, 1000);
  g_assert_cmpint (g_array_index (read->messages, gint64, 999), ==, 1000);
  g_assert_false (read->can_undo);
  g_assert_true (hearth_store_journal_settle (db, id, 900, 5000, &error));
  settled = get_newest (db);
  g_assert_cmpint (settled->bytes_sent, ==, 900);
  g_assert_cmpint (settled->bytes_received, ==, 5000);
}

/* Whatever stands in the file. */
static void
test_bad_messages (void)
{
  static const char *const bad[] = { "", "[", "[]", "[,]", "[x]", "{}", "[1", "[1,,2]", "null" };
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autofree char *sql = g_strdup_printf (
        "INSERT INTO journal (at, kind, what, bytes_sent, messages) VALUES (0, 'x', '', 0, '%s')",
        bad[i]);
    g_autoptr (HearthJournalEntry) entry = NULL;

    g_assert_true (hearth_database_execute (db, sql, NULL));
    entry = get_newest (db);
    g_assert_true (entry->messages == NULL || entry->messages->len == 1);
  }
}

static void
test_pages (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  HearthJournalFilter filter = { .limit = 4 };
  guint n = 0;

  for (guint i = 0; i < 10; i++) {
    hearth_clock_turn_to (NOON + i);
    g_assert_true (hearth_store_journal_add (db, "send", "A mail", i % 2 ? "a" : "b", 10, NULL));
  }
  for (;;) {
    g_autoptr (GPtrArray) page = list (db, &filter);

    if (page->len == 0)
      break;
    n += page->len;
    filter.below_id = ((HearthJournalEntry *) page->pdata[page->len - 1])->id;
  }
  g_assert_cmpuint (n, ==, 10);
  filter = (HearthJournalFilter){ .host = "a" };
  {
    g_autoptr (GPtrArray) page = list (db, &filter);

    g_assert_cmpuint (page->len, ==, 5);
  }
  filter = (HearthJournalFilter){ .since = NOON + 8 };
  {
    g_autoptr (GPtrArray) page = list (db, &filter);

    g_assert_cmpuint (page->len, ==, 2);
  }
}

/* What was done to mail has a line that can be taken back, until it was. */
static void
test_actions (void)
{
  gint64 source_id, message_id, action_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  HearthMessage *message = fixture_message ("1", NOON, "Ann", "Lunch", "At noon?");
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (HearthJournalEntry) line = NULL;
  g_autoptr (HearthJournalEntry) after = NULL;
  g_autoptr (GError) error = NULL;

  hearth_clock_turn_to (NOON);
  message_id = fixture_store (db, source_id, "INBOX", message);
  items = hearth_store_actions_find (db, &message_id, 1, &error);
  ((HearthActionItem *) items->pdata[0])->add_flags = HEARTH_MESSAGE_FLAGGED;
  g_assert_true (hearth_store_actions_add (db, "flag", "", items, &action_id, &error));
  line = get_newest (db);
  g_assert_cmpstr (line->kind, ==, "flag");
  g_assert_cmpstr (line->what, ==, "Lunch");
  g_assert_cmpint (line->action_id, ==, action_id);
  g_assert_cmpint (line->n_messages, ==, 1);
  g_assert_cmpint (g_array_index (line->messages, gint64, 0), ==, message_id);
  g_assert_true (line->can_undo);
  g_assert_true (hearth_store_actions_set_undone (db, action_id, &error));
  after = get_newest (db);
  g_assert_false (after->can_undo);
  g_assert_cmpint (after->undone, ==, NOON);

  /* That it was read is not worth a line. */
  ((HearthActionItem *) items->pdata[0])->add_flags = HEARTH_MESSAGE_SEEN;
  g_assert_true (hearth_store_actions_add (db, "read", "", items, &action_id, &error));
  g_clear_pointer (&after, hearth_journal_entry_free);
  after = get_newest (db);
  g_assert_cmpstr (after->kind, ==, "flag");
}

/* A line a day and server. */
static void
test_traffic (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (GPtrArray) lines = NULL;
  HearthJournalFilter filter = { .host = "a.example" };
  const HearthJournalEntry *line;

  hearth_clock_turn_to (NOON);
  g_assert_true (
      hearth_store_journal_add_traffic (db, "sync", "a.example", 10, 1, NOON - 3600, NULL));
  g_assert_true (
      hearth_store_journal_add_traffic (db, "sync", "b.example", 100, 1, NOON - 3600, NULL));
  g_assert_true (
      hearth_store_journal_add_traffic (db, "sync", "a.example", 20, 2, NOON - 3600, NULL));
  /* Another day. */
  g_assert_true (hearth_store_journal_add_traffic (db, "sync", "a.example", 5, 0, NOON + 60, NULL));
  lines = list (db, &filter);
  g_assert_cmpuint (lines->len, ==, 2);
  line = lines->pdata[1];
  g_assert_cmpint (line->bytes_sent, ==, 30);
  g_assert_cmpint (line->bytes_received, ==, 3);
}

static void
count (HearthDatabase *db, const char *host, HearthTrafficPurpose purpose, guint64 sent,
       guint64 told, gint64 difference)
{
  HearthReceipt receipt = {
    .host = (char *) host,
    .purpose = purpose,
    .bytes_sent = sent,
    .bytes_received = sent,
    .told_sent = told,
    .told_received = told,
    .difference = difference,
  };
  gint64 day = hearth_store_receipts_get_day (hearth_clock_now ());

  g_assert_true (hearth_store_receipts_add (db, day, &receipt, NULL));
}

static HearthReceiptProblem
get_problem (HearthDatabase *db, const char *host)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) receipts = hearth_store_receipts_list (db, 0, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < receipts->len; i++) {
    const HearthDayReceipt *each = receipts->pdata[i];
    g_autofree char *sentence = hearth_day_receipt_dup_problem (each);

    g_assert_true ((sentence == NULL) == (each->problem == HEARTH_RECEIPT_AGREES));
    if (g_str_equal (each->receipt.host, host))
      return each->problem;
  }
  g_assert_not_reached ();
}

static void
test_receipts (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  gint64 day;

  hearth_clock_set_zone (zone);
  hearth_clock_turn_to (NOON + 11 * 3600 + 1800); /* half past midnight in Berlin */
  day = hearth_store_receipts_get_day (hearth_clock_now ());
  g_assert_cmpint (day, ==, NOON / 86400 + 1);
  g_assert_cmpint (hearth_store_receipts_get_midnight (day), ==, NOON + 11 * 3600);
  g_assert_cmpint (hearth_store_receipts_get_day (NOON + 11 * 3600 - 1), ==, day - 1);

  count (db, "api.example.com", HEARTH_TRAFFIC_ANSWERS, 1000, 900, 0);
  count (db, "api.example.com", HEARTH_TRAFFIC_ANSWERS, 500, 450, 0);
  count (db, "localhost", HEARTH_TRAFFIC_ANSWERS, 7000, 7000, 0);
  count (db, "imap.example.com", HEARTH_TRAFFIC_MAIL, 50, 50, 0);
  g_assert_cmpint (hearth_store_receipts_sum_sent (db, day, HEARTH_TRAFFIC_ANSWERS, NULL), ==,
                   1500);
  g_assert_cmpint (hearth_store_receipts_sum_sent (db, day - 1, HEARTH_TRAFFIC_ANSWERS, NULL), ==,
                   0);
}

/* Count, protocols and journal are held against each other. */
static void
test_reconcile (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  HearthJournalEntry waiting = { .kind = (char *) "ai",
                                 .host = (char *) "good.example",
                                 .bytes_sent = 99999,
                                 .bytes_received = HEARTH_JOURNAL_PENDING };

  hearth_clock_turn_to (NOON);
  count (db, "good.example", HEARTH_TRAFFIC_ANSWERS, 1000, 900, 0);
  g_assert_cmpint (get_problem (db, "good.example"), ==, HEARTH_RECEIPT_UNTOLD);
  g_assert_true (hearth_store_journal_add (db, "unsubscribe", "", "good.example", 850, NULL));
  g_assert_cmpint (get_problem (db, "good.example"), ==, HEARTH_RECEIPT_AGREES);
  /* What is under way was not counted to its end. */
  g_assert_true (hearth_store_journal_write (db, &waiting, NULL, NULL));
  g_assert_cmpint (get_problem (db, "good.example"), ==, HEARTH_RECEIPT_AGREES);
  g_assert_true (hearth_store_journal_add (db, "unsubscribe", "", "good.example", 500, NULL));
  g_assert_cmpint (get_problem (db, "good.example"), ==, HEARTH_RECEIPT_MISSING);
  /* Counted a moment later, after midnight. */
  hearth_clock_turn_to (NOON + 86400);
  count (db, "good.example", HEARTH_TRAFFIC_ANSWERS, 400, 400, 0);
  hearth_clock_turn_to (NOON);
  g_assert_cmpint (get_problem (db, "good.example"), ==, HEARTH_RECEIPT_AGREES);

  count (db, "bad.example", HEARTH_TRAFFIC_SEND, 1000, 10, 700);
  g_assert_cmpint (get_problem (db, "bad.example"), ==, HEARTH_RECEIPT_UNEXPLAINED);
  /* Nothing of what stays here has to be told. */
  count (db, "127.0.0.1", HEARTH_TRAFFIC_ANSWERS, 1000, 1000, 0);
  g_assert_cmpint (get_problem (db, "127.0.0.1"), ==, HEARTH_RECEIPT_AGREES);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/journal/entries", test_entries);
  g_test_add_func ("/store/journal/bad-messages", test_bad_messages);
  g_test_add_func ("/store/journal/pages", test_pages);
  g_test_add_func ("/store/journal/actions", test_actions);
  g_test_add_func ("/store/journal/traffic", test_traffic);
  g_test_add_func ("/store/journal/reconcile", test_reconcile);
  g_test_add_func ("/store/journal/receipts", test_receipts);

  return g_test_run ();
}
