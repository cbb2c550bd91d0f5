/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"

#include "hearth-clock.h"
#include "hearth-event-row.h"

#include <string.h>

#define HOUR ((gint64) 3600)
#define DAY (24 * HOUR)

/* 2024-03-15 00:00 UTC. */
#define MIDNIGHT G_GINT64_CONSTANT (1710460800)

typedef struct {
  HearthDatabase *db;
  gint64 source_id;
} Fixture;

static void
set_zone (const char *name)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (name);

  g_assert_nonnull (zone);
  hearth_clock_set_zone (zone);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  set_zone ("UTC");
  self->db = fixture_open_memory (&self->source_id);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  hearth_clock_set_zone (NULL);
  g_object_unref (self->db);
}

static GPtrArray *
between (Fixture *self, gint64 start, gint64 end)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *found = hearth_store_events_between (self->db, (HearthSpan){ start, end }, 0, &error);

  g_assert_no_error (error);
  return found;
}

static void
assert_between (Fixture *self, gint64 start, gint64 end, const char *summaries)
{
  g_autoptr (GPtrArray) found = between (self, start, end);
  g_autoptr (GString) got = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    g_string_append_printf (got, "%s%s", i > 0 ? " " : "",
                            ((HearthOccurrence *) found->pdata[i])->event->summary);
  g_assert_cmpstr (got->str, ==, summaries);
}

static void
test_round_trip (Fixture *self, gconstpointer data)
{
  HearthEvent *event = fixture_event ("uid", MIDNIGHT, MIDNIGHT + HOUR, "Stand-up");
  g_autoptr (HearthEvent) read = NULL;
  g_autoptr (GHashTable) etags = NULL;
  g_autoptr (GError) error = NULL;
  const HearthAttendee *attendee;
  int alarm = -900;
  gint64 id;

  event->description = g_strdup ("What we do");
  event->location = g_strdup ("Room 4");
  event->url = g_strdup ("https://meet.example.org/x");
  event->tzid = g_strdup ("Europe/Berlin");
  event->organizer = hearth_address_new ("Bob", "bob@example.com");
  g_ptr_array_add (event->attendees,
                   hearth_attendee_new (hearth_address_new ("Dora Dean", "dora@example.com"),
                                        HEARTH_PARTSTAT_TENTATIVE, TRUE));
  event->status = HEARTH_EVENT_TENTATIVE;
  event->transparent = TRUE;
  event->rrule = g_strdup ("FREQ=WEEKLY");
  g_array_append_val (event->alarms, alarm);
  event->sequence = 7;
  event->calendar_name = g_strdup ("Work");
  for (int i = 1; i < 50; i++) {
    HearthSpan span = { MIDNIGHT + 7 * i * DAY, MIDNIGHT + 7 * i * DAY + HOUR };

    g_array_append_val (event->occurrences, span);
  }
  fixture_apply_event (self->db, self->source_id, "a.ics", event);
  id = hearth_store_events_find (self->db, self->source_id, "uid", &error);
  g_assert_cmpint (id, !=, 0);
  read = hearth_store_events_get (self->db, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read->href, ==, "a.ics");
  g_assert_cmpstr (read->uid, ==, "uid");
  g_assert_cmpstr (read->summary, ==, "Stand-up");
  g_assert_cmpstr (read->description, ==, "What we do");
  g_assert_cmpstr (read->location, ==, "Room 4");
  g_assert_cmpstr (read->url, ==, "https://meet.example.org/x");
  g_assert_cmpstr (read->tzid, ==, "Europe/Berlin");
  g_assert_cmpstr (read->organizer->name, ==, "Bob");
  g_assert_cmpuint (read->attendees->len, ==, 1);
  attendee = read->attendees->pdata[0];
  g_assert_cmpstr (attendee->who->address, ==, "dora@example.com");
  g_assert_cmpint (attendee->partstat, ==, HEARTH_PARTSTAT_TENTATIVE);
  g_assert_true (attendee->optional);
  g_assert_cmpint (read->status, ==, HEARTH_EVENT_TENTATIVE);
  g_assert_true (read->transparent);
  g_assert_cmpstr (read->rrule, ==, "FREQ=WEEKLY");
  g_assert_cmpint (g_array_index (read->alarms, int, 0), ==, -900);
  g_assert_cmpint (read->sequence, ==, 7);
  g_assert_cmpstr (read->calendar_name, ==, "Work");
  g_assert_cmpuint (read->occurrences->len, ==, 50);
  g_assert_cmpint (g_array_index (read->occurrences, HearthSpan, 49).start, ==,
                   MIDNIGHT + 7 * 49 * DAY);
  etags = hearth_store_events_load_etags (self->db, self->source_id, &error);
  g_assert_cmpstr (g_hash_table_lookup (etags, "a.ics"), ==, "1");
  g_assert_cmpint (hearth_store_events_count (self->db, &error), ==, 1);
  g_assert_null (hearth_store_events_get (self->db, id + 1, &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
}

static void
test_packing (void)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (HearthSpan));
  g_autoptr (GArray) read = g_array_new (FALSE, FALSE, sizeof (HearthSpan));
  g_autoptr (GByteArray) packed = NULL;
  const HearthSpan some[] = { { 0, 0 },
                              { -5, 7 },
                              { G_MAXINT64, G_MAXINT64 },
                              { G_MININT64, 0 },
                              { 1710460800, 1710464400 },
                              { 100, 50 } };

  g_array_append_vals (spans, some, G_N_ELEMENTS (some));
  packed = hearth_event_row_pack (spans);
  hearth_event_row_unpack (packed->data, packed->len, read);
  g_assert_cmpmem (read->data, read->len * sizeof (HearthSpan), some, sizeof some);
  /* Cut anywhere, it gives what is whole. */
  for (guint n = 0; n < packed->len; n++) {
    g_array_set_size (read, 0);
    hearth_event_row_unpack (packed->data, n, read);
    g_assert_cmpuint (read->len, <, G_N_ELEMENTS (some));
  }
}

static void
test_between (Fixture *self, gconstpointer data)
{
  fixture_apply_event (self->db, self->source_id, "1",
                       fixture_event ("1", MIDNIGHT + 9 * HOUR, MIDNIGHT + 10 * HOUR, "nine"));
  fixture_apply_event (self->db, self->source_id, "2",
                       fixture_event ("2", MIDNIGHT - HOUR, MIDNIGHT + HOUR, "over-midnight"));
  fixture_apply_event (self->db, self->source_id, "3",
                       fixture_event ("3", MIDNIGHT - 90 * DAY, MIDNIGHT + 90 * DAY, "long"));
  fixture_apply_event (self->db, self->source_id, "4",
                       fixture_event ("4", MIDNIGHT, MIDNIGHT, "moment"));
  fixture_apply_event (self->db, self->source_id, "5",
                       fixture_event ("5", MIDNIGHT + DAY, MIDNIGHT + DAY + HOUR, "tomorrow"));
  fixture_apply_event (self->db, self->source_id, "6",
                       fixture_event ("6", MIDNIGHT - 2 * HOUR, MIDNIGHT, "yesterday"));
  assert_between (self, MIDNIGHT, MIDNIGHT + DAY, "long over-midnight moment nine");
  assert_between (self, MIDNIGHT + 10 * HOUR, MIDNIGHT + 11 * HOUR, "long");
  assert_between (self, MIDNIGHT + DAY, MIDNIGHT + 2 * DAY, "long tomorrow");
  assert_between (self, MIDNIGHT, MIDNIGHT, "");
  {
    g_autoptr (GPtrArray) two =
        hearth_store_events_between (self->db, (HearthSpan){ MIDNIGHT, MIDNIGHT + DAY }, 2, NULL);

    g_assert_cmpuint (two->len, ==, 2);
  }
}

static HearthEvent *
all_day (const char *uid, gint64 start, gint64 end)
{
  HearthEvent *event = fixture_event (uid, start, end, uid);

  event->all_day = TRUE;
  return event;
}

/* A day is the owner's day wherever the owner is. */
static void
test_all_day (Fixture *self, gconstpointer data)
{
  static const struct {
    const char *zone;
    int offset; /* hours */
  } zones[] = {
    { "UTC", 0 }, { "America/Los_Angeles", -7 }, { "Asia/Tokyo", 9 }, { "Pacific/Kiritimati", 14 }
  };

  fixture_apply_event (self->db, self->source_id, "a", all_day ("day", MIDNIGHT, MIDNIGHT + DAY));
  fixture_apply_event (self->db, self->source_id, "b",
                       all_day ("week", MIDNIGHT - 2 * DAY, MIDNIGHT + 5 * DAY));
  for (gsize i = 0; i < G_N_ELEMENTS (zones); i++) {
    gint64 midnight = MIDNIGHT - zones[i].offset * HOUR;
    g_autoptr (GPtrArray) found = NULL;
    const HearthOccurrence *day;

    set_zone (zones[i].zone);
    found = between (self, midnight, midnight + DAY);
    g_assert_cmpuint (found->len, ==, 2);
    day = found->pdata[1];
    g_assert_cmpstr (day->event->uid, ==, "day");
    g_assert_cmpint (day->span.start, ==, midnight);
    g_assert_cmpint (day->span.end, ==, midnight + DAY);
    assert_between (self, midnight - DAY, midnight, "week");
    assert_between (self, midnight + DAY, midnight + 2 * DAY, "week");
    assert_between (self, midnight + 12 * HOUR, midnight + 13 * HOUR, "week day");
    assert_between (self, midnight + 5 * DAY, midnight + 6 * DAY, "");
  }
}

/* A row stays while UID and RECURRENCE-ID stay; what is gone goes with its occurrences. */
static void
test_apply (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthCalendarChanges) gone = hearth_calendar_changes_new ("b.ics", NULL, NULL);
  g_autoptr (GHashTable) etags = NULL;
  g_autoptr (GError) error = NULL;
  HearthEvent *override;
  gint64 id;

  fixture_apply_event (self->db, self->source_id, "a.ics",
                       fixture_event ("uid", MIDNIGHT, MIDNIGHT + HOUR, "before"));
  id = hearth_store_events_find (self->db, self->source_id, "uid", &error);
  fixture_apply_event (self->db, self->source_id, "a.ics",
                       fixture_event ("uid", MIDNIGHT + DAY, MIDNIGHT + DAY + HOUR, "after"));
  g_assert_cmpint (hearth_store_events_find (self->db, self->source_id, "uid", &error), ==, id);
  assert_between (self, MIDNIGHT - DAY, MIDNIGHT + 5 * DAY, "after");
  /* Moved to another resource. */
  fixture_apply_event (self->db, self->source_id, "b.ics",
                       fixture_event ("uid", MIDNIGHT, MIDNIGHT + HOUR, "moved"));
  fixture_apply_event (self->db, self->source_id, "a.ics",
                       fixture_event ("other", MIDNIGHT + HOUR, MIDNIGHT + 2 * HOUR, "other"));
  g_assert_cmpint (hearth_store_events_find (self->db, self->source_id, "uid", &error), ==, id);
  assert_between (self, MIDNIGHT - DAY, MIDNIGHT + 5 * DAY, "moved other");
  /* An override is an event of its own. */
  override = fixture_event ("other", MIDNIGHT + 3 * HOUR, MIDNIGHT + 4 * HOUR, "override");
  override->recurrence_id = MIDNIGHT + HOUR;
  fixture_apply_event (self->db, self->source_id, "c.ics", override);
  assert_between (self, MIDNIGHT, MIDNIGHT + DAY, "moved other override");
  g_assert_true (hearth_store_events_apply (self->db, self->source_id, gone, &error));
  assert_between (self, MIDNIGHT, MIDNIGHT + DAY, "other override");
  etags = hearth_store_events_load_etags (self->db, self->source_id, &error);
  g_assert_false (g_hash_table_contains (etags, "b.ics"));
  g_assert_cmpint (fixture_count (self->db, "SELECT count(*) FROM occurrences"), ==, 2);
}

static HearthCalendarChanges *
make_changes (const char *href, gint64 start, guint n, const char *summary)
{
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_event_unref);
  HearthEvent *event = fixture_event ("uid", start, start + HOUR, summary);

  g_array_set_size (event->occurrences, 0);
  for (guint i = 0; i < n; i++) {
    HearthSpan span = { start + i * DAY, start + i * DAY + HOUR };

    g_array_append_val (event->occurrences, span);
  }
  g_ptr_array_add (events, event);
  return hearth_calendar_changes_new (href, "1", events);
}

/* Many at once give what each by itself would, also when an event comes twice: what the index
 * holds is what the last one said, and nothing of those before. */
static void
test_apply_all (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) all =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_calendar_changes_free);
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (all, make_changes ("a.ics", MIDNIGHT, 40, "first"));
  g_ptr_array_add (all, make_changes ("b.ics", MIDNIGHT + HOUR, 30, "moved"));
  g_ptr_array_add (all, hearth_calendar_changes_new ("a.ics", NULL, NULL));
  g_ptr_array_add (all, make_changes ("c.ics", MIDNIGHT + 2 * HOUR, 20, "moved again"));
  g_ptr_array_add (all, hearth_calendar_changes_new ("b.ics", NULL, NULL));
  g_assert_true (hearth_database_begin (self->db, &error));
  g_assert_true (hearth_store_events_apply_all (self->db, self->source_id, all, &error));
  g_assert_true (hearth_database_commit (self->db, &error));
  g_assert_cmpint (fixture_count (self->db, "SELECT count(*) FROM occurrences"), ==, 20);
  assert_between (self, MIDNIGHT, MIDNIGHT + DAY, "moved again");
  assert_between (self, MIDNIGHT + 20 * DAY, MIDNIGHT + 50 * DAY, "");
  /* And it goes within one go, with what it was given in the same. */
  g_ptr_array_set_size (all, 0);
  g_ptr_array_add (all, make_changes ("c.ics", MIDNIGHT, 50, "once more"));
  g_ptr_array_add (all, hearth_calendar_changes_new ("c.ics", NULL, NULL));
  g_assert_true (hearth_database_begin (self->db, &error));
  g_assert_true (hearth_store_events_apply_all (self->db, self->source_id, all, &error));
  g_assert_true (hearth_database_commit (self->db, &error));
  g_assert_cmpint (fixture_count (self->db, "SELECT count(*) FROM occurrences"), ==, 0);
  g_assert_cmpint (fixture_count (self->db, "SELECT count(*) FROM events"), ==, 0);
}

static void
assert_search (Fixture *self, const char *words, const char *summaries)
{
  HearthSpan span = { MIDNIGHT - 30 * DAY, MIDNIGHT + 30 * DAY };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = hearth_store_events_search (self->db, words, span, 0, &error);
  g_autoptr (GString) got = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < found->len; i++)
    g_string_append_printf (got, "%s%s", i > 0 ? "|" : "",
                            ((HearthOccurrence *) found->pdata[i])->event->summary);
  g_assert_cmpstr (got->str, ==, summaries);
}

static void
test_search (Fixture *self, gconstpointer data)
{
  HearthEvent *event = fixture_event ("1", MIDNIGHT, MIDNIGHT + HOUR, "Planning the gardens");

  event->location = g_strdup ("Café Zürich");
  event->organizer = hearth_address_new ("Bob Müller", "bob@example.com");
  fixture_apply_event (self->db, self->source_id, "1", event);
  fixture_apply_event (self->db, self->source_id, "2",
                       fixture_event ("2", MIDNIGHT + DAY, MIDNIGHT + DAY + HOUR, "予算会議"));
  fixture_apply_event (self->db, self->source_id, "3",
                       fixture_event ("3", MIDNIGHT + 60 * DAY, MIDNIGHT + 61 * DAY,
                                      "Garden later"));
  assert_search (self, "garden", "Planning the gardens");
  assert_search (self, "PLAN cafe", "Planning the gardens");
  assert_search (self, "zurich muller", "Planning the gardens");
  assert_search (self, "会議", "予算会議");
  assert_search (self, "議", "予算会議");
  assert_search (self, "nothing", "");
  assert_search (self, "…", "");
}

static void
test_window (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  HearthSpan window;

  g_assert_true (hearth_store_events_get_window (self->db, &window, &error));
  g_assert_cmpint (window.start, ==, window.end);
  g_assert_true (hearth_store_events_set_window (self->db, (HearthSpan){ -5, MIDNIGHT }, &error));
  g_assert_true (hearth_store_events_get_window (self->db, &window, &error));
  g_assert_cmpint (window.start, ==, -5);
  g_assert_cmpint (window.end, ==, MIDNIGHT);
  /* Times without a zone are the owner's: what is stored holds for one zone. */
  set_zone ("Asia/Tokyo");
  g_assert_true (hearth_store_events_get_window (self->db, &window, &error));
  g_assert_cmpint (window.start, ==, window.end);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/store/events/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("round-trip", test_round_trip);
  ADD ("between", test_between);
  ADD ("all-day", test_all_day);
  ADD ("apply", test_apply);
  ADD ("apply-all", test_apply_all);
  ADD ("search", test_search);
  ADD ("window", test_window);
#undef ADD
  g_test_add_func ("/store/events/packing", test_packing);

  return g_test_run ();
}
