/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-paper-words.h"
#include "hearth-review-sort.h"

/* What is sorted where, message by message. */

#define DAY ((gint64) 86400)
#define NOW ((gint64) 1715760000) /* Wednesday, 15 May 2024, 08:00 UTC */

typedef struct {
  HearthReviewFacts facts;
  HearthReviewSort *sort;
  gint64 next_date;
} Fixture;

static GHashTable *
make_set (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

static void
add_to_set (GHashTable *set, gint64 number)
{
  g_hash_table_add (set, g_memdup2 (&number, sizeof number));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->facts.now = NOW;
  self->facts.before = NOW - 30 * DAY;
  self->facts.threads = make_set ();
  self->facts.people = make_set ();
  self->facts.papers = make_set ();
  self->facts.left = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_left_list_free);
  self->sort = hearth_review_sort_new (&self->facts);
  self->next_date = NOW - 40 * DAY;
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  hearth_review_sort_free (self->sort);
  g_hash_table_unref (self->facts.threads);
  g_hash_table_unref (self->facts.people);
  g_hash_table_unref (self->facts.papers);
  g_ptr_array_unref (self->facts.left);
}

/* The next older message of somebody. */
static HearthReviewRow
make_row (Fixture *self, gint64 from_id, const char *address, const char *subject)
{
  HearthReviewRow row = {
    .from_id = from_id, .from_name = "", .from_address = address, .subject = subject, .list_id = ""
  };

  self->next_date -= 3600;
  row.date = self->next_date;
  row.id = row.date << 20;
  row.thread_id = row.id;
  return row;
}

static void
add (Fixture *self, const HearthReviewRow *row)
{
  hearth_review_sort_add (self->sort, row);
}

static void
add_newsletters (Fixture *self, guint n, guint n_read)
{
  for (guint i = 0; i < n; i++) {
    HearthReviewRow row = make_row (self, 7, "news@acme.example", "Our news");

    row.from_name = "ACME";
    row.list_id = "news.acme.example";
    row.marks = HEARTH_MARK_LIST | HEARTH_MARK_BULK;
    row.flags = i < n_read ? HEARTH_MESSAGE_SEEN : 0;
    add (self, &row);
  }
}

static const HearthReviewGroup *
find (GPtrArray *groups, const char *key)
{
  for (guint i = 0; i < groups->len; i++) {
    const HearthReviewGroup *group = g_ptr_array_index (groups, i);

    if (g_str_equal (group->key, key))
      return group;
  }
  return NULL;
}

/* Checks that there is such a group and nothing beside it. */
static void
assert_only (Fixture *self, const char *key, HearthReviewSection section, guint n)
{
  g_autoptr (GPtrArray) groups = hearth_review_sort_finish (self->sort);
  const HearthReviewGroup *group = find (groups, key);

  g_assert_nonnull (group);
  g_assert_cmpuint (groups->len, ==, 1);
  g_assert_cmpint (group->section, ==, section);
  g_assert_cmpuint (group->ids->len, ==, n);
}

static void
test_leave (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) groups = NULL;
  const HearthReviewGroup *group;

  add_newsletters (self, 124, 2);
  groups = hearth_review_sort_finish (self->sort);
  group = find (groups, "list:news.acme.example");
  g_assert_nonnull (group);
  g_assert_cmpint (group->section, ==, HEARTH_REVIEW_UNSUBSCRIBE);
  g_assert_cmpstr (group->title, ==, "ACME");
  g_assert_cmpstr (group->reason, ==, "124 newsletters, you opened 2");
  g_assert_cmpuint (group->ids->len, ==, 124);
  g_assert_cmpuint (group->n_read, ==, 2);
  g_assert_cmpuint (group->samples->len, ==, 3);
  g_assert_cmpint (g_array_index (group->ids, gint64, 0), >, g_array_index (group->ids, gint64, 1));
  g_assert_cmpint (((HearthReviewSample *) group->samples->pdata[0])->id, ==,
                   g_array_index (group->ids, gint64, 0));
  g_assert_cmpint (group->list_message, ==, g_array_index (group->ids, gint64, 0));
}

/* What is opened often is not to be left, but may be put away. */
static void
test_read (Fixture *self, gconstpointer data)
{
  add_newsletters (self, 10, 9);
  assert_only (self, "list:news.acme.example", HEARTH_REVIEW_ARCHIVE, 10);
}

/* A list that is silent for long needs not be left. */
static void
test_silent (Fixture *self, gconstpointer data)
{
  self->next_date = NOW - 400 * DAY;
  add_newsletters (self, 10, 0);
  assert_only (self, "list:news.acme.example", HEARTH_REVIEW_ARCHIVE, 10);
}

/* One that wrote yesterday is alive, and yesterday's mail is not old. */
static void
test_alive (Fixture *self, gconstpointer data)
{
  self->next_date = NOW - DAY;
  add_newsletters (self, 1, 0);
  self->next_date = NOW - 400 * DAY;
  add_newsletters (self, 10, 0);
  assert_only (self, "list:news.acme.example", HEARTH_REVIEW_UNSUBSCRIBE, 10);
}

static void
test_left (Fixture *self, gconstpointer data)
{
  HearthLeftList *left = g_new0 (HearthLeftList, 1);
  g_autoptr (GPtrArray) groups = NULL;
  const HearthReviewGroup *group;

  left->list = g_strdup ("list:news.acme.example");
  left->at = NOW - 60 * DAY;
  left->state = HEARTH_UNSUBSCRIBE_ASKED;
  g_ptr_array_add (self->facts.left, left);
  hearth_review_sort_free (self->sort);
  self->sort = hearth_review_sort_new (&self->facts);
  add_newsletters (self, 2, 0);
  groups = hearth_review_sort_finish (self->sort);
  group = find (groups, "list:news.acme.example");
  g_assert_nonnull (group);
  g_assert_cmpint (group->section, ==, HEARTH_REVIEW_UNSUBSCRIBE);
  g_assert_true (g_str_has_prefix (group->reason, "You left this list"));
}

static void
test_junk_is_not_left (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < 10; i++) {
    HearthReviewRow row = make_row (self, 7, "win@prize.example", "You won");

    row.marks = HEARTH_MARK_BULK | HEARTH_MARK_SPAM;
    add (self, &row);
  }
  assert_only (self, "junk", HEARTH_REVIEW_KEEP, 10);
}

/* Each of these alone keeps a newsletter. */
static void
test_kept (Fixture *self, gconstpointer data)
{
  static const struct {
    const char *key;
    HearthMessageFlags flags;
    const char *klass;
    const char *subject;
    gboolean wrote;
    gboolean knows;
    gboolean paper;
  } cases[] = {
    { "flagged", HEARTH_MESSAGE_FLAGGED, NULL, "News", FALSE, FALSE, FALSE },
    { "answered", HEARTH_MESSAGE_ANSWERED, NULL, "News", FALSE, FALSE, FALSE },
    { "answered", HEARTH_MESSAGE_FORWARDED, NULL, "News", FALSE, FALSE, FALSE },
    { "answered", 0, NULL, "News", TRUE, FALSE, FALSE },
    { "people", 0, NULL, "News", FALSE, TRUE, FALSE },
    { "papers", 0, NULL, "News", FALSE, FALSE, TRUE },
    { "papers", 0, NULL, "Your invoice 2024-17", FALSE, FALSE, FALSE },
    { "papers", 0, NULL, "Ihre Stromrechnung", FALSE, FALSE, FALSE },
    { "papers", 0, NULL, "Your ticket to Lisbon", FALSE, FALSE, FALSE },
    { "personal", 0, "personal", "News", FALSE, FALSE, FALSE },
    { "asks", 0, "needs_response", "News", FALSE, FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    HearthReviewRow row;

    tear_down (self, NULL);
    set_up (self, NULL);
    row = make_row (self, 7, "news@acme.example", cases[i].subject);
    row.marks = HEARTH_MARK_LIST | HEARTH_MARK_BULK;
    row.flags = cases[i].flags;
    row.klass = cases[i].klass;
    if (cases[i].wrote)
      add_to_set (self->facts.threads, row.thread_id);
    if (cases[i].knows)
      add_to_set (self->facts.people, row.from_id);
    if (cases[i].paper)
      add_to_set (self->facts.papers, row.id);
    add (self, &row);
    g_test_message ("%s: %s", cases[i].key, cases[i].subject);
    assert_only (self, cases[i].key, HEARTH_REVIEW_KEEP, 1);
  }
}

static void
test_people (Fixture *self, gconstpointer data)
{
  HearthReviewRow row = make_row (self, 3, "ana@silva.example", "Holiday");

  add (self, &row);
  assert_only (self, "personal", HEARTH_REVIEW_KEEP, 1);
}

static void
test_receipts (Fixture *self, gconstpointer data)
{
  HearthReviewRow young = make_row (self, 3, "noreply@shop.example", "Your receipt");
  g_autoptr (GPtrArray) groups = NULL;
  HearthReviewRow old;

  add (self, &young);
  self->next_date = NOW - 500 * DAY;
  old = make_row (self, 3, "noreply@shop.example", "Order 17 shipped");
  add (self, &old);
  groups = hearth_review_sort_finish (self->sort);
  g_assert_cmpuint (groups->len, ==, 2);
  g_assert_cmpuint (find (groups, "papers")->ids->len, ==, 1);
  g_assert_cmpint (find (groups, "receipts")->section, ==, HEARTH_REVIEW_ARCHIVE);
  g_assert_cmpuint (find (groups, "receipts")->ids->len, ==, 1);
}

static void
test_few_together (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < 20; i++) {
    g_autofree char *address = g_strdup_printf ("noreply@shop%u.example", i);
    HearthReviewRow row = make_row (self, 100 + i, address, "Sale");

    row.marks = HEARTH_MARK_BULK;
    add (self, &row);
  }
  assert_only (self, "newsletters", HEARTH_REVIEW_ARCHIVE, 20);
}

/* A list named anew with each mail is one sender's. */
static void
test_list_per_mail (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < 12; i++) {
    g_autofree char *list = g_strdup_printf ("c%u.list-id.example", i);
    HearthReviewRow row = make_row (self, 9, "hello@mag.example", "Issue");

    row.list_id = list;
    row.marks = HEARTH_MARK_LIST | HEARTH_MARK_BULK;
    add (self, &row);
  }
  assert_only (self, "from:hello@mag.example", HEARTH_REVIEW_UNSUBSCRIBE, 12);
}

static void
test_words (void)
{
  static const struct {
    const char *subject;
    HearthSubjectPaper paper;
  } cases[] = {
    { "Invoice 17", HEARTH_PAPER_DEED },
    { "Ihr Mietvertrag", HEARTH_PAPER_DEED },
    { "KÜNDIGUNG zum 31.12.", HEARTH_PAPER_DEED },
    { "Votre facture du mois", HEARTH_PAPER_DEED },
    { "E-Ticket: LIS-BER", HEARTH_PAPER_DEED },
    { "Ticket #4711 was closed", HEARTH_PAPER_NONE },
    { "Your receipt from ACME", HEARTH_PAPER_RECEIPT },
    { "Ihre Bestellung ist unterwegs", HEARTH_PAPER_RECEIPT },
    { "Order now and save", HEARTH_PAPER_NONE },
    { "Tuesday's letter", HEARTH_PAPER_NONE },
    { "", HEARTH_PAPER_NONE },
    { "\xff\xfe", HEARTH_PAPER_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", i == G_N_ELEMENTS (cases) - 1 ? "no text" : cases[i].subject);
    g_assert_cmpint (hearth_paper_of_subject (cases[i].subject), ==, cases[i].paper);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/review/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("leave", test_leave);
  ADD ("read", test_read);
  ADD ("silent", test_silent);
  ADD ("alive", test_alive);
  ADD ("left", test_left);
  ADD ("junk-is-not-left", test_junk_is_not_left);
  ADD ("kept", test_kept);
  ADD ("people", test_people);
  ADD ("receipts", test_receipts);
  ADD ("few-together", test_few_together);
  ADD ("list-per-mail", test_list_per_mail);
  g_test_add_func ("/review/words", test_words);
  return g_test_run ();
}
