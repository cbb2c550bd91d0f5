/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-clock.h"
#include "hearth-highlights.h"
#include "hearth-store-events.h"
#include "hearth-store-findings.h"
#include "hearth-store-messages.h"
#include "hearth-store-records.h"

/* Wednesday, 15 May 2024, 10:00 in Berlin. */
#define NOW G_GINT64_CONSTANT (1715760000)
#define HOUR ((gint64) 3600)
#define DAY (24 * HOUR)

static HearthHighlight *
make (GPtrArray *candidates, HearthHighlightKind kind, const char *topic, const char *who,
      gint64 when)
{
  HearthHighlight *one = hearth_highlight_new (kind, topic, topic);

  one->who = g_strdup (who);
  one->when = when;
  one->date = NOW - DAY;
  one->priority = 60;
  g_ptr_array_add (candidates, one);
  return one;
}

static GPtrArray *
make_candidates (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_highlight_free);
}

static const char *
get_topic (GPtrArray *chosen, guint i)
{
  return ((const HearthHighlight *) g_ptr_array_index (chosen, i))->topic;
}

/* What was missed comes before what is near, and that before what is known anyhow. */
static void
test_weight (void)
{
  g_autoptr (GPtrArray) all = make_candidates ();
  HearthHighlight *late = make (all, HEARTH_HIGHLIGHT_PROMISE, "a", NULL, NOW - DAY);
  HearthHighlight *near = make (all, HEARTH_HIGHLIGHT_PROMISE, "b", NULL, NOW + DAY);
  HearthHighlight *far = make (all, HEARTH_HIGHLIGHT_PROMISE, "c", NULL, NOW + 10 * DAY);
  HearthHighlight *old = make (all, HEARTH_HIGHLIGHT_PROMISE, "d", NULL, NOW - 60 * DAY);
  HearthHighlight *beyond = make (all, HEARTH_HIGHLIGHT_PROMISE, "e", NULL, NOW + 15 * DAY);
  HearthHighlight *flown = make (all, HEARTH_HIGHLIGHT_FLIGHT, "f", NULL, NOW - HOUR);
  HearthHighlight *undated = make (all, HEARTH_HIGHLIGHT_ASK, "g", NULL, 0);
  HearthHighlight *forgotten = make (all, HEARTH_HIGHLIGHT_ASK, "h", NULL, 0);

  forgotten->date = NOW - 31 * DAY;
  g_assert_cmpint (hearth_highlight_weigh (late, NOW), >, hearth_highlight_weigh (near, NOW));
  g_assert_cmpint (hearth_highlight_weigh (near, NOW), >, hearth_highlight_weigh (far, NOW));
  g_assert_cmpint (hearth_highlight_weigh (far, NOW), >, 0);
  g_assert_cmpint (hearth_highlight_weigh (old, NOW), ==, 0);
  g_assert_cmpint (hearth_highlight_weigh (beyond, NOW), ==, 0);
  g_assert_cmpint (hearth_highlight_weigh (flown, NOW), ==, 0);
  g_assert_cmpint (hearth_highlight_weigh (undated, NOW), >, 0);
  g_assert_cmpint (hearth_highlight_weigh (forgotten, NOW), ==, 0);
  undated->priority = 0;
  g_assert_cmpint (hearth_highlight_weigh (undated, NOW), <, hearth_highlight_weigh (far, NOW));
}

/* Every kind has a name, and is worth something at some time. */
static void
test_kinds (void)
{
  for (guint kind = 0; kind < HEARTH_N_HIGHLIGHTS; kind++) {
    const gint64 times[] = { 0, NOW - 5 * DAY, NOW + HOUR };
    gboolean told = FALSE;

    g_assert_nonnull (hearth_highlight_kind_to_string (kind));
    for (guint i = 0; i < G_N_ELEMENTS (times); i++) {
      g_autoptr (GPtrArray) all = make_candidates ();

      told = told || hearth_highlight_weigh (make (all, kind, "a", NULL, times[i]), NOW) > 0;
    }
    g_assert_true (told);
  }
}

static void
test_choice (void)
{
  g_autoptr (GPtrArray) all = make_candidates ();
  g_autoptr (GPtrArray) chosen = NULL;

  make (all, HEARTH_HIGHLIGHT_MEETING, "meeting", "Ana", NOW + HOUR);
  make (all, HEARTH_HIGHLIGHT_PROMISE, "second", "Ana", NOW + DAY);
  make (all, HEARTH_HIGHLIGHT_PROMISE, "first", "Ana", NOW - DAY);
  make (all, HEARTH_HIGHLIGHT_ASK, "first", "Ana", NOW + DAY);
  make (all, HEARTH_HIGHLIGHT_PROMISE, "third", "Ana", NOW + 2 * DAY);
  make (all, HEARTH_HIGHLIGHT_INVOICE, "invoice", "Shop", NOW + DAY);
  chosen = hearth_highlights_choose (all, NOW, 3);
  /* No topic twice, and an invoice before a second promise. */
  g_assert_cmpuint (chosen->len, ==, 3);
  g_assert_cmpstr (get_topic (chosen, 0), ==, "first");
  g_assert_cmpstr (get_topic (chosen, 1), ==, "invoice");
  g_assert_cmpstr (get_topic (chosen, 2), ==, "second");
}

/* Three of one kind are told where there is nothing else, and nothing is made up. */
static void
test_few (void)
{
  g_autoptr (GPtrArray) all = make_candidates ();
  g_autoptr (GPtrArray) none = hearth_highlights_choose (all, NOW, 3);
  g_autoptr (GPtrArray) one = NULL;
  g_autoptr (GPtrArray) same = NULL;

  g_assert_cmpuint (none->len, ==, 0);
  make (all, HEARTH_HIGHLIGHT_DELIVERY, "a", "Shop", NOW + DAY);
  make (all, HEARTH_HIGHLIGHT_DELIVERY, "b", "Shop", NOW - 30 * DAY);
  one = hearth_highlights_choose (all, NOW, 3);
  g_assert_cmpuint (one->len, ==, 1);
  make (all, HEARTH_HIGHLIGHT_DELIVERY, "c", "Shop", NOW + DAY);
  make (all, HEARTH_HIGHLIGHT_DELIVERY, "d", "Shop", NOW + HOUR);
  make (all, HEARTH_HIGHLIGHT_DELIVERY, "e", "Shop", NOW + 3 * DAY);
  same = hearth_highlights_choose (all, NOW, 3);
  g_assert_cmpuint (same->len, ==, 3);
  /* What weighs the same: the nearest first. */
  g_assert_cmpstr (get_topic (same, 0), ==, "d");
}

typedef struct {
  HearthDatabase *db;
  gint64 mail;
  gint64 calendar;
  guint n;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthSource) box = hearth_source_new (HEARTH_SOURCE_MAILDIR, "/mail", "Mail");
  g_autoptr (HearthSource) calendar = hearth_source_new (HEARTH_SOURCE_ICS, "/c.ics", "Calendar");
  g_autoptr (GError) error = NULL;

  self->db = hearth_database_open (HEARTH_STORE_IN_MEMORY, HEARTH_DATABASE_WRITER, &error);
  g_assert_no_error (error);
  g_assert_true (hearth_store_sources_add (self->db, box, &error));
  g_assert_true (hearth_store_sources_add (self->db, calendar, &error));
  self->mail = box->id;
  self->calendar = calendar->id;
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_object_unref (self->db);
}

/* A mail that was judged, and in which something was found. */
static gint64
deliver (Fixture *self, const char *text, HearthFindingKind kind, gint64 due, int priority,
         gint64 date)
{
  g_autoptr (HearthMailChanges) changes = hearth_mail_changes_new ("INBOX");
  g_autoptr (GPtrArray) findings =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_finding_free);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  HearthMessage *message = hearth_message_new ();
  HearthFinding *finding = hearth_finding_new (kind, "what it is", 0, strlen (text));
  g_autoptr (GError) error = NULL;
  gint64 id;

  self->n++;
  message->mailbox = g_strdup ("INBOX");
  message->key = g_strdup_printf ("key%u", self->n);
  message->path = g_strdup (message->key);
  message->message_id = g_strdup_printf ("%u@test.example", self->n);
  message->date = date;
  message->from = hearth_address_new ("Ana", "ana@test.example");
  message->subject = g_strdup_printf ("Subject %u", self->n);
  message->text = g_strdup (text);
  message->preview = g_strdup (text);
  g_ptr_array_add (changes->created, message);
  g_assert_true (hearth_store_messages_apply (self->db, self->mail, changes, ids, &error));
  g_assert_no_error (error);
  id = g_array_index (ids, gint64, 0);
  g_assert_true (
      hearth_store_messages_judge (self->db, id, "personal", priority, 0, "wrote", NULL, &error));
  finding->due = due;
  g_ptr_array_add (findings, finding);
  g_assert_true (hearth_store_findings_replace (self->db, id, findings, &error));
  g_assert_no_error (error);
  return id;
}

static void
plan (Fixture *self, const char *summary, gint64 start)
{
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_event_unref);
  g_autofree char *href = g_strdup_printf ("%s.ics", summary);
  g_autoptr (HearthCalendarChanges) changes = NULL;
  HearthEvent *event = hearth_event_new ();
  HearthSpan span = { start, start + HOUR };
  g_autoptr (GError) error = NULL;

  event->uid = g_strdup (summary);
  event->href = g_strdup (href);
  event->summary = g_strdup (summary);
  event->span = span;
  g_array_append_val (event->occurrences, span);
  g_ptr_array_add (events, event);
  changes = hearth_calendar_changes_new (href, "1", events);
  g_assert_true (hearth_store_events_apply (self->db, self->calendar, changes, &error));
  g_assert_no_error (error);
}

static HearthHighlights *
load (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  HearthHighlights *highlights = hearth_highlights_load (self->db, NOW, &error);

  g_assert_no_error (error);
  g_assert_nonnull (highlights);
  return highlights;
}

static const HearthHighlight *
get (const HearthHighlights *self, guint i)
{
  g_assert_cmpuint (i, <, self->items->len);
  return g_ptr_array_index (self->items, i);
}

static void
test_empty (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthHighlights) found = load (self);

  g_assert_cmpuint (found->items->len, ==, 0);
  g_assert_cmpuint (found->n_messages, ==, 0);
  g_assert_cmpuint (found->n_pending, ==, 0);
}

/* Each has the words that it rests on, and opens its mail or its event. */
static void
test_sources (Fixture *self, gconstpointer data)
{
  gint64 invoice =
      deliver (self, "Please pay 40 EUR.", HEARTH_FINDING_INVOICE, NOW + DAY, 40, NOW - DAY);
  gint64 asked =
      deliver (self, "Send me the list.", HEARTH_FINDING_ASK, NOW + HOUR, 70, NOW - 2 * DAY);
  g_autoptr (HearthHighlights) found = NULL;

  plan (self, "Choir", NOW + 2 * HOUR);
  plan (self, "Dentist", NOW + 2 * HOUR + 1800);
  found = load (self);
  g_assert_cmpuint (found->items->len, ==, 3);
  g_assert_cmpuint (found->n_messages, ==, 2);
  g_assert_cmpuint (found->n_events, ==, 2);
  g_assert_cmpstr (get (found, 0)->text, ==, "Choir and Dentist");
  g_assert_cmpint (get (found, 0)->chip->kind, ==, HEARTH_CHIP_EVENT);
  g_assert_cmpstr (get (found, 0)->reason, ==, "at the same time · Today, 12:30");
  g_assert_cmpint (get (found, 1)->chip->id, ==, asked);
  g_assert_cmpstr (get (found, 1)->quote, ==, "Send me the list.");
  g_assert_cmpint (get (found, 2)->chip->id, ==, invoice);
  g_assert_cmpint (get (found, 2)->chip->kind, ==, HEARTH_CHIP_MESSAGE);
}

/* Junk tells nothing, nor does what can wait; and what only lists ask is asked of nobody. */
static void
test_silent (Fixture *self, gconstpointer data)
{
  gint64 junk = deliver (self, "Pay now.", HEARTH_FINDING_INVOICE, NOW + DAY, 40, NOW - DAY);
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthHighlights) found = NULL;

  deliver (self, "Buy until Friday.", HEARTH_FINDING_ASK, NOW + DAY, 10, NOW - DAY);
  deliver (self, "Your code is 1234.", HEARTH_FINDING_CODE, NOW + HOUR, 50, NOW - HOUR);
  g_assert_true (hearth_store_messages_judge (self->db, junk, "fyi", 5, HEARTH_MARK_SPAM, "junk",
                                              NULL, &error));
  found = load (self);
  g_assert_cmpuint (found->items->len, ==, 0);
  g_assert_cmpuint (found->n_messages, ==, 3);
}

/* Only the newest mail is looked at, however much there is. */
static void
test_newest (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthHighlights) found = NULL;

  deliver (self, "Send me the list.", HEARTH_FINDING_ASK, NOW + DAY, 70, NOW - 300 * HOUR);
  for (guint i = 0; i < HEARTH_HIGHLIGHTS_MAIL; i++)
    deliver (self, "Hello.", HEARTH_FINDING_CODE, 0, 40, NOW - (gint64) (i + 1) * HOUR);
  found = load (self);
  g_assert_cmpuint (found->n_messages, ==, HEARTH_HIGHLIGHTS_MAIL);
  g_assert_cmpuint (found->items->len, ==, 0);
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *path;
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/attention/highlights/empty", test_empty },
    { "/attention/highlights/sources", test_sources },
    { "/attention/highlights/silent", test_silent },
    { "/attention/highlights/newest", test_newest },
  };

  g_test_init (&argc, &argv, NULL);
  hearth_clock_turn_to (NOW);
  g_test_add_func ("/attention/highlights/weight", test_weight);
  g_test_add_func ("/attention/highlights/kinds", test_kinds);
  g_test_add_func ("/attention/highlights/choice", test_choice);
  g_test_add_func ("/attention/highlights/few", test_few);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
