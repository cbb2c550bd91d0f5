/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-clock.h"
#include "hearth-digest.h"
#include "hearth-speech-words.h"
#include "hearth-store-events.h"
#include "hearth-store-findings.h"
#include "hearth-store-messages.h"
#include "hearth-store-records.h"

#include <string.h>

/* Wednesday, 15 May 2024, 10:00 in Berlin. */
#define NOW G_GINT64_CONSTANT (1715760000)
#define HOUR ((gint64) 3600)
#define DAY (24 * HOUR)

typedef struct {
  HearthDatabase *db;
  gint64 mail;
  gint64 calendar;
  guint n;
} Fixture;

static void
set_up_empty (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->db = hearth_database_open (HEARTH_STORE_IN_MEMORY, HEARTH_DATABASE_WRITER, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthSource) box = hearth_source_new (HEARTH_SOURCE_MAILDIR, "/mail", "Mail");
  g_autoptr (HearthSource) calendar = hearth_source_new (HEARTH_SOURCE_ICS, "/c.ics", "Calendar");
  g_autoptr (GError) error = NULL;

  set_up_empty (self, data);
  g_assert_true (hearth_store_sources_add (self->db, box, &error));
  g_assert_true (hearth_store_sources_add (self->db, calendar, &error));
  g_assert_true (hearth_store_sources_set_state (self->db, box->id, NOW - 60, NULL, &error));
  g_assert_true (hearth_store_sources_set_state (self->db, calendar->id, NOW - 60, NULL, &error));
  self->mail = box->id;
  self->calendar = calendar->id;
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_object_unref (self->db);
}

static gint64
deliver (Fixture *self, const char *who, const char *subject, const char *klass, int priority,
         gint64 date)
{
  g_autoptr (HearthMailChanges) changes = hearth_mail_changes_new ("INBOX");
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  HearthMessage *message = hearth_message_new ();
  g_autoptr (GError) error = NULL;
  gint64 id;

  self->n++;
  message->mailbox = g_strdup ("INBOX");
  message->key = g_strdup_printf ("key%u", self->n);
  message->path = g_strdup (message->key);
  message->message_id = g_strdup_printf ("%u@test.example", self->n);
  message->date = date;
  message->from = hearth_address_new (who, "someone@test.example");
  message->subject = g_strdup (subject);
  message->text = g_strdup ("Text.");
  message->preview = g_strdup ("Text.");
  g_ptr_array_add (changes->created, message);
  g_assert_true (hearth_store_messages_apply (self->db, self->mail, changes, ids, &error));
  g_assert_no_error (error);
  id = g_array_index (ids, gint64, 0);
  g_assert_true (hearth_store_messages_judge (self->db, id, klass, priority, 0,
                                              priority >= 60 ? "asks you something" : "can wait",
                                              NULL, &error));
  g_assert_no_error (error);
  return id;
}

static void
find (Fixture *self, gint64 message_id, HearthFindingKind kind, const char *text, gint64 due)
{
  g_autoptr (GPtrArray) findings =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_finding_free);
  HearthFinding *finding = hearth_finding_new (kind, text, 0, 4);
  g_autoptr (GError) error = NULL;

  finding->due = due;
  finding->due_is_date = due != 0;
  g_ptr_array_add (findings, finding);
  g_assert_true (hearth_store_findings_replace (self->db, message_id, findings, &error));
  g_assert_no_error (error);
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
  g_ptr_array_add (event->attendees,
                   hearth_attendee_new (hearth_address_new ("Ana", "ana@test.example"),
                                        HEARTH_PARTSTAT_ACCEPTED, FALSE));
  g_ptr_array_add (events, event);
  changes = hearth_calendar_changes_new (href, "1", events);
  g_assert_true (hearth_store_events_apply (self->db, self->calendar, changes, &error));
  g_assert_no_error (error);
}

static HearthDigest *
make (Fixture *self, HearthDigestKind kind, gint64 now)
{
  g_autoptr (GError) error = NULL;
  HearthDigest *digest = hearth_digest_new (self->db, kind, now, 0, &error);

  g_assert_no_error (error);
  g_assert_nonnull (digest);
  return digest;
}

static guint
count_lines (const char *text)
{
  guint n = 0;

  for (const char *p = text; *p != '\0'; p++)
    n += *p == '\n';
  return n;
}

/* Nothing to tell is said, and that there is nothing to look at too. */
static void
test_empty (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthDigest) digest = make (self, HEARTH_DIGEST_MORNING, NOW);
  g_autofree char *text = hearth_digest_to_text (digest);
  g_autofree char *speech = hearth_digest_to_speech (digest, "en");

  g_assert_cmpstr (text, ==,
                   "Nothing needs you. The day is yours: nothing is planned.\n"
                   "No mail has come since yesterday at 10:00.\n"
                   "There is no mail and no calendar here yet to look at.\n");
  g_assert_cmpstr (
      speech, ==,
      "Good morning. Nothing needs you. Nothing more is planned today. No mail has "
      "come since yesterday. Not everything could be read, so something may be missing.");
}

static void
test_groups (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthDigest) digest = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gint64 fraud;

  deliver (self, "Dana Kim", "Re: Budget", "urgent", 85, NOW - HOUR);
  deliver (self, "Marcus Lee", "Contract", "needs_response", 70, NOW - 2 * HOUR);
  deliver (self, "Amy Lin", "Holidays", "personal", 45, NOW - 3 * HOUR);
  deliver (self, "Shop", "Sale", "promotional", 10, NOW - 4 * HOUR);
  deliver (self, "Times", "Approve when you can", "needs_response", 55, NOW - 5 * HOUR);
  fraud = deliver (self, "Bank", "Your account is closed", "needs_response", 90, NOW - HOUR);
  g_assert_true (hearth_store_messages_judge (self->db, fraud, "needs_response", 90,
                                              HEARTH_MARK_PHISHING, "deceives", NULL, &error));
  find (self, deliver (self, "Parcelwing", "Parcel", "fyi", 25, NOW - 6 * HOUR),
        HEARTH_FINDING_DELIVERY, "Parcel 4471", NOW);
  find (self, deliver (self, "Slow Post", "Another parcel", "fyi", 25, NOW - 6 * HOUR),
        HEARTH_FINDING_DELIVERY, "Parcel of next week", NOW + 6 * DAY);
  find (self, deliver (self, "Printer", "Invoice", "fyi", 25, NOW - 7 * HOUR),
        HEARTH_FINDING_INVOICE, "Invoice 41", NOW + 2 * DAY);
  plan (self, "Standup", NOW + HOUR);
  plan (self, "Lecture", NOW + DAY);
  plan (self, "Over", NOW - 3 * HOUR);
  digest = make (self, HEARTH_DIGEST_MORNING, NOW);
  text = hearth_digest_to_text (digest);

  g_assert_cmpstr (text, ==,
                   "Two things need you. One of them is urgent. You are free until 11:00.\n"
                   "9 mails have come since yesterday at 10:00; 2 of them need you.\n"
                   "\nNeeds you\n"
                   "  Dana Kim: Budget — asks you something\n"
                   "  Marcus Lee: Contract — asks you something\n"
                   "\nYour calendar\n"
                   "  11:00 · Standup\n"
                   "  Tomorrow, 10:00 · Lecture\n"
                   "\nWhen you have time\n"
                   "  Times: Approve when you can\n"
                   "\nFrom people\n"
                   "  Amy Lin: Holidays\n"
                   "\nOn its way and to be paid (1 of 2)\n"
                   "  Parcelwing: Parcel 4471 (today)\n"
                   "\n4 mails were set aside: 1 newsletter or advertisement, 3 others.\n");
}

/* However much there is, it stays short, and the rest is counted. */
static void
test_short (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthDigest) digest = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < 9; i++) {
    deliver (self, "Asker", "A question", "needs_response", 70, NOW - HOUR);
    deliver (self, "Friend", "A letter", "personal", 45, NOW - HOUR);
    deliver (self, "Clerk", "A form", "needs_response", 50, NOW - HOUR);
    find (self, deliver (self, "Post", "Parcel", "fyi", 25, NOW - HOUR), HEARTH_FINDING_DELIVERY,
          "Parcel", NOW);
  }
  digest = make (self, HEARTH_DIGEST_NOW, NOW);
  text = hearth_digest_to_text (digest);
  g_assert_cmpuint (digest->sections[HEARTH_DIGEST_NEEDS].items->len, ==, 9);
  g_assert_nonnull (strstr (text, "Needs you (4 of 9)"));
  g_assert_cmpuint (count_lines (text), <=, 20);
}

/* Tells the digest, as the owner reads it. */
static void
tell (Fixture *self, const HearthDigest *digest)
{
  g_autofree char *mark = hearth_digest_dup_mark (self->db, digest);
  g_autoptr (GError) error = NULL;

  g_assert_true (hearth_database_set_meta (self->db, HEARTH_DIGEST_MARK, mark, &error));
  g_assert_no_error (error);
}

static void
test_changes (Fixture *self, gconstpointer data)
{
  gint64 first = deliver (self, "Dana Kim", "Budget", "urgent", 85, NOW - HOUR);
  g_autoptr (HearthDigest) one = make (self, HEARTH_DIGEST_NOW, NOW);
  g_autoptr (HearthDigest) two = NULL;
  g_autoptr (HearthDigest) soon = NULL;
  g_autofree char *changes = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;

  tell (self, one);
  g_assert_true (
      hearth_store_messages_set_flags (self->db, first, HEARTH_MESSAGE_ANSWERED, NULL, &error));
  deliver (self, "Marcus Lee", "Contract", "needs_response", 70, NOW + 3 * HOUR);
  deliver (self, "Shop", "Sale", "promotional", 10, NOW + 3 * HOUR);
  two = make (self, HEARTH_DIGEST_NOW, NOW + 4 * HOUR);
  changes = hearth_digest_dup_changes (two);
  g_assert_cmpstr (changes, ==,
                   "2 mails have come since 10:00; 1 of them needs you. 1 thing that needed you is "
                   "settled.");
  tell (self, two);
  /* A second look at once tells the same. */
  soon = make (self, HEARTH_DIGEST_NOW, NOW + 4 * HOUR + 120);
  again = hearth_digest_dup_changes (soon);
  g_assert_true (g_str_has_prefix (again, "2 mails have come since 10:00; 1 of them needs you."));
}

static void
test_weekly (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthDigest) digest = NULL;
  g_autofree char *text = NULL;
  g_autofree char *speech = NULL;

  deliver (self, "Dana Kim", "Budget", "urgent", 85, NOW - 3 * DAY);
  plan (self, "Review", NOW - 2 * DAY);
  plan (self, "Lecture", NOW + DAY);
  plan (self, "Lunch", NOW + DAY + 3 * HOUR);
  digest = make (self, HEARTH_DIGEST_WEEKLY, NOW);
  text = hearth_digest_to_text (digest);
  speech = hearth_digest_to_speech (digest, "de_DE.UTF-8");
  g_assert_cmpstr (text, ==,
                   "One thing needs you. It is urgent.\n"
                   "In seven days 1 mail came and you wrote 0. You had 1 meeting, about 1 hour.\n"
                   "\nNeeds you\n"
                   "  Dana Kim: Budget — asks you something\n"
                   "\nThe days to come\n"
                   "  Tomorrow · 2 things, at 10:00 Lecture\n");
  g_assert_cmpstr (
      speech, ==,
      "In den letzten sieben Tagen kam eine Mail, und Sie schrieben keine. Sie hatten "
      "eine Besprechung. Eine Sache wartet auf Sie. Sie ist dringend. Dana Kim schreibt: "
      "Budget. In den nächsten sieben Tagen stehen zwei Sachen im Kalender. Es beginnt "
      "mit Lecture morgen.");
}

/* For the ear: no addresses, no lists, times and numbers in words. */
static void
test_speech (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthDigest) digest = NULL;
  g_autofree char *english = NULL;
  g_autofree char *german = NULL;

  deliver (self, "", "[P1] Ticket #4471234: call me at 17:30 https://x.example/y", "urgent", 90,
           NOW - HOUR);
  for (guint i = 0; i < 37; i++)
    deliver (self, "Shop", "Sale", "promotional", 10, NOW - 2 * HOUR);
  plan (self, "Standup", NOW + 5 * HOUR + 1800);
  digest = make (self, HEARTH_DIGEST_EVENING, NOW);
  english = hearth_digest_to_speech (digest, "en");
  german = hearth_digest_to_speech (digest, "de");
  g_assert_cmpstr (
      english, ==,
      "Good evening. One thing needs you. It is urgent. Somebody writes: P1 Ticket call "
      "me at half past five in the afternoon. Today there is Standup at half past three "
      "in the afternoon. About forty mails have come since yesterday. About forty of the "
      "mails can wait.");
  g_assert_cmpstr (german, ==,
                   "Guten Abend. Eine Sache wartet auf Sie. Sie ist dringend. Jemand schreibt: P1 "
                   "Ticket call me at siebzehn Uhr dreißig. Heute ist Standup um fünfzehn Uhr "
                   "dreißig. Etwa vierzig Mails sind seit gestern gekommen. Etwa vierzig der Mails "
                   "können warten.");
}

static void
assert_taken (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_words (void)
{
  const HearthSpeechLanguage en = HEARTH_SPEECH_ENGLISH;
  const HearthSpeechLanguage de = HEARTH_SPEECH_GERMAN;
  gint64 midnight = NOW - 10 * HOUR;

  assert_taken (hearth_speech_number (en, 0), "zero");
  assert_taken (hearth_speech_number (en, 42), "forty-two");
  assert_taken (hearth_speech_number (en, 215), "two hundred and fifteen");
  assert_taken (hearth_speech_number (de, 21), "einundzwanzig");
  assert_taken (hearth_speech_number (de, 117), "einhundertsiebzehn");
  assert_taken (hearth_speech_amount (en, 20), "twenty");
  assert_taken (hearth_speech_amount (en, 33), "about thirty");
  assert_taken (hearth_speech_amount (en, 97), "about one hundred");
  assert_taken (hearth_speech_amount (de, 480), "etwa fünfhundert");
  assert_taken (hearth_speech_amount (de, 5000), "mehr als tausend");
  assert_taken (hearth_speech_time (en, midnight), "midnight");
  assert_taken (hearth_speech_time (en, midnight + 12 * HOUR), "noon");
  assert_taken (hearth_speech_time (en, midnight + 9 * HOUR + 15 * 60), "a quarter past nine");
  assert_taken (hearth_speech_time (en, midnight + 11 * HOUR + 45 * 60), "a quarter to noon");
  assert_taken (hearth_speech_time (en, midnight + 9 * HOUR + 35 * 60), "twenty-five to ten");
  assert_taken (hearth_speech_time (en, midnight + 21 * HOUR + 7 * 60),
                "seven minutes past nine in the evening");
  assert_taken (hearth_speech_time (de, midnight + HOUR), "ein Uhr");
  assert_taken (hearth_speech_time (de, midnight + 14 * HOUR + 1 * 60), "vierzehn Uhr eins");
  assert_taken (hearth_speech_day (en, NOW + 2 * DAY, NOW), "on Friday");
  assert_taken (hearth_speech_day (de, NOW - DAY, NOW), "gestern");
  assert_taken (hearth_speech_text (en, "Write to a@b.example — or call"), "Write to, or call");
  assert_taken (hearth_speech_text (en, "🎉 25:99 at 9:05?!"), "25:99 at five past nine?!");
  assert_taken (hearth_speech_text (en, "\xf0\x9f\x8e\x89"), "");
  assert_taken (hearth_speech_name (de, "a@b.example"), "jemand");
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *path;
    void (*set_up) (Fixture *self, gconstpointer data);
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/attention/digest/empty", set_up_empty, test_empty },
    { "/attention/digest/groups", set_up, test_groups },
    { "/attention/digest/short", set_up, test_short },
    { "/attention/digest/changes", set_up, test_changes },
    { "/attention/digest/weekly", set_up, test_weekly },
    { "/attention/digest/speech", set_up, test_speech },
  };

  g_test_init (&argc, &argv, NULL);
  hearth_clock_turn_to (NOW);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, tests[i].set_up, tests[i].test, tear_down);
  g_test_add_func ("/attention/digest/words", test_words);
  return g_test_run ();
}
