/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-agenda.h"
#include "hearth-clock.h"
#include "hearth-digest.h"
#include "hearth-occasions.h"
#include "hearth-people.h"
#include "hearth-store-book.h"
#include "hearth-store-contacts.h"
#include "hearth-store-events.h"
#include "hearth-store-letters.h"
#include "hearth-store-occasions.h"
#include "hearth-store-messages.h"
#include "hearth-store-records.h"

#include <string.h>

/* Wednesday, 15 May 2024, 10:00 in Berlin. */
#define NOW G_GINT64_CONSTANT (1715760000)
#define DAY ((gint64) 24 * 3600)
#define OWNER "nora@owner.example"

typedef struct {
  HearthDatabase *db;
  gint64 mail;
  gint64 calendar;
  gint64 book;
  guint n;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthSource) box = hearth_source_new (HEARTH_SOURCE_MAILDIR, "/mail", "Mail");
  g_autoptr (HearthSource) calendar = hearth_source_new (HEARTH_SOURCE_ICS, "/c.ics", "Calendar");
  g_autoptr (HearthSource) book = hearth_source_new (HEARTH_SOURCE_VCARD, "/b.vcf", "Book");
  g_autoptr (GError) error = NULL;

  self->db = hearth_database_open (HEARTH_STORE_IN_MEMORY, HEARTH_DATABASE_WRITER, &error);
  g_assert_no_error (error);
  g_assert_true (hearth_store_sources_add (self->db, box, &error));
  g_assert_true (hearth_store_sources_add (self->db, calendar, &error));
  g_assert_true (hearth_store_sources_add (self->db, book, &error));
  self->mail = box->id;
  self->calendar = calendar->id;
  self->book = book->id;
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_object_unref (self->db);
}

static void
mail (Fixture *self, const char *mailbox, const char *from, const char *from_name, const char *to,
      const char *to_name, gint64 date, HearthMessageFlags flags)
{
  g_autoptr (HearthMailChanges) changes = hearth_mail_changes_new (mailbox);
  HearthMessage *message = hearth_message_new ();
  g_autoptr (GError) error = NULL;

  self->n++;
  message->mailbox = g_strdup (mailbox);
  message->key = g_strdup_printf ("key%u", self->n);
  message->path = g_strdup (message->key);
  message->message_id = g_strdup_printf ("%u@test.example", self->n);
  message->date = date;
  message->flags = flags;
  message->from = hearth_address_new (from_name, from);
  g_ptr_array_add (message->to, hearth_address_new (to_name, to));
  message->subject = g_strdup_printf ("Subject %u", self->n);
  message->text = g_strdup ("Text.");
  message->preview = g_strdup ("Text.");
  g_ptr_array_add (changes->created, message);
  g_assert_true (hearth_store_messages_apply (self->db, self->mail, changes, NULL, &error));
  g_assert_no_error (error);
}

static void
receive (Fixture *self, const char *address, const char *name, gint64 date)
{
  mail (self, "INBOX", address, name, OWNER, "Nora", date, 0);
}

static void
send (Fixture *self, const char *address, const char *name, gint64 date)
{
  mail (self, "Sent", OWNER, "Nora", address, name, date, HEARTH_MESSAGE_SEEN);
}

static void
list_card (Fixture *self, const char *uid, const char *name, const char *birthday,
           const char *address, const char *second)
{
  g_autofree char *href = g_strconcat (uid, ".vcf", NULL);
  GPtrArray *contacts = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_contact_free);
  HearthContact *contact = hearth_contact_new (uid, name);
  g_autoptr (HearthContactChanges) changes = NULL;
  g_autoptr (GError) error = NULL;

  contact->birthday = g_strdup (birthday);
  if (address != NULL)
    g_ptr_array_add (contact->addresses, g_strdup (address));
  if (second != NULL)
    g_ptr_array_add (contact->addresses, g_strdup (second));
  g_ptr_array_add (contact->phones, g_strdup ("+49 30 1234"));
  g_ptr_array_add (contacts, contact);
  changes = hearth_contact_changes_new (href, "1", contacts);
  g_assert_true (hearth_store_contacts_apply (self->db, self->book, changes, &error));
  g_assert_no_error (error);
}

static void
plan (Fixture *self, const char *summary, gint64 start, gboolean all_day, const char *guest)
{
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_event_unref);
  g_autofree char *href = g_strdup_printf ("%s.ics", summary);
  g_autoptr (HearthCalendarChanges) changes = NULL;
  HearthEvent *event = hearth_event_new ();
  HearthSpan span = { start, start + (all_day ? DAY : 3600) };
  g_autoptr (GError) error = NULL;

  event->uid = g_strdup (summary);
  event->href = g_strdup (href);
  event->summary = g_strdup (summary);
  event->all_day = all_day;
  event->transparent = all_day;
  event->span = span;
  g_array_append_val (event->occurrences, span);
  if (guest != NULL)
    g_ptr_array_add (event->attendees, hearth_attendee_new (hearth_address_new ("", guest),
                                                            HEARTH_PARTSTAT_ACCEPTED, FALSE));
  g_ptr_array_add (events, event);
  changes = hearth_calendar_changes_new (href, "1", events);
  g_assert_true (hearth_store_events_apply (self->db, self->calendar, changes, &error));
  g_assert_no_error (error);
}

static GPtrArray *
list (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *people = hearth_people_list (self->db, NOW, &error);

  g_assert_no_error (error);
  return people;
}

/* Whoever is written to matters more than whoever only writes. */
static void
test_matters (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) people = NULL;
  const HearthPerson *amy;
  const HearthPerson *shop;

  for (gint64 week = 0; week < 10; week++) {
    send (self, "amy@lind.example", "Amy Lind", NOW - week * 7 * DAY - 3600);
    receive (self, "amy@lind.example", "Amy Lind", NOW - week * 7 * DAY - 7200);
  }
  for (gint64 i = 0; i < 30; i++)
    receive (self, "seller@shop.example", "Shop", NOW - i * DAY);
  send (self, "ben@ode.example", "Ben Ode", NOW - 200 * DAY);
  list_card (self, "carl", "Carl Roth", NULL, "carl@roth.example", NULL);
  people = list (self);
  amy = g_ptr_array_index (people, 0);
  g_assert_cmpstr (amy->name, ==, "Amy Lind");
  g_assert_cmpstr (amy->reason, ==, "you write each other every week");
  g_assert_cmpint (amy->score, >=, 55);
  g_assert_cmpint (hearth_person_get_last (amy), ==, NOW - 3600);
  shop = hearth_people_find (people, "shop");
  g_assert_nonnull (shop);
  g_assert_cmpstr (shop->reason, ==, "wrote to you");
  g_assert_cmpint (shop->score, <, 25);
  g_assert_cmpstr (hearth_people_find (people, "carl")->reason, ==, "is in your address book");
  g_assert_cmpstr (hearth_people_find (people, "Ben")->reason, ==, "you wrote to them");
  g_assert_null (hearth_people_find (people, "nora"));
}

/* A card says which addresses are one person's; names alone are only offered. */
static void
test_twins (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) people = NULL;
  g_autoptr (GPtrArray) twins = NULL;
  const HearthTwins *pair;
  const HearthPerson *amy;

  list_card (self, "amy", "Amy Lind", NULL, "amy@lind.example", "amy.lind@work.example");
  send (self, "amy@lind.example", "Amy Lind", NOW - DAY);
  send (self, "amy.lind@work.example", "A. Lind", NOW - 2 * DAY);
  receive (self, "ben@ode.example", "Ben Ode", NOW - DAY);
  receive (self, "ben.ode@mail.example", "Ode, Ben", NOW - 2 * DAY);
  receive (self, "info@a.example", "Info", NOW - DAY);
  receive (self, "info@b.example", "Info", NOW - DAY);
  people = list (self);
  amy = hearth_people_find (people, "amy lind");
  g_assert_cmpuint (amy->n_sent, ==, 2);
  g_assert_cmpuint (amy->addresses->len, ==, 2);
  twins = hearth_people_list_twins (people);
  g_assert_cmpuint (twins->len, ==, 1);
  pair = g_ptr_array_index (twins, 0);
  g_assert_cmpstr (pair->reason, ==, "the same name");
  g_assert_true (strstr (pair->one->name, "Ode") != NULL &&
                 strstr (pair->other->name, "Ode") != NULL);
}

static void
test_birthdays (Fixture *self, gconstpointer data)
{
  gint64 midnight = 1715731200; /* 15 May, 00:00 UTC: a date */
  g_autoptr (GPtrArray) birthdays = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  list_card (self, "amy", "Amy Lind", "1984-05-15", "amy@lind.example", NULL);
  list_card (self, "leap", "Leo Leap", "--02-29", NULL, NULL);
  list_card (self, "broken", "Bad Card", "yesterday", NULL, NULL);
  plan (self, "Amy Lind’s birthday", midnight, TRUE, NULL);
  plan (self, "Geburtstag von Jörg", midnight + DAY, TRUE, NULL);
  plan (self, "Plan the birthday party with everybody and their friends", midnight, TRUE, NULL);
  plan (self, "Ben’s birthday drinks", NOW + 3600, FALSE, NULL);
  birthdays = hearth_people_list_birthdays (self->db, NOW, 2, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (birthdays->len, ==, 2);
  first = hearth_birthday_dup_sentence (g_ptr_array_index (birthdays, 0), NOW);
  second = hearth_birthday_dup_sentence (g_ptr_array_index (birthdays, 1), NOW);
  g_assert_cmpstr (first, ==, "Amy Lind turns 40 today");
  g_assert_cmpstr (second, ==, "Birthday of Jörg tomorrow");
  g_assert_cmpint (((HearthBirthday *) birthdays->pdata[0])->event_id, !=, 0);
  all = hearth_people_list_birthdays (self->db, NOW, 366, &error);
  g_assert_cmpuint (all->len, ==, 3);
}

/* Only those whom the owner named, and only when it is long enough. */
static void
test_touch (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) touch = NULL;
  g_autoptr (GPtrArray) met = NULL;
  g_autoptr (HearthDigest) digest = NULL;
  g_autofree char *text = NULL;
  g_autofree char *all = NULL;
  g_autoptr (GError) error = NULL;

  send (self, "Amy@Lind.example", "Amy Lind", NOW - 40 * DAY);
  send (self, "ben@ode.example", "Ben Ode", NOW - 400 * DAY);
  none = hearth_people_list_touch (self->db, NOW, &error);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_true (
      hearth_store_keep_set (self->db, "amy@lind.example", "Amy", 30, NOW - 100 * DAY, &error));
  g_assert_true (
      hearth_store_keep_set (self->db, "new@person.example", "New", 30, NOW - DAY, &error));
  touch = hearth_people_list_touch (self->db, NOW, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (touch->len, ==, 1);
  text = hearth_touch_dup_sentence (g_ptr_array_index (touch, 0), NOW);
  g_assert_cmpstr (text, ==, "You wanted to keep in touch with Amy: nothing for 5 weeks");
  digest = hearth_digest_new (self->db, HEARTH_DIGEST_MORNING, NOW, 0, &error);
  all = hearth_digest_to_text (digest);
  g_assert_nonnull (strstr (all,
                            "People to think of\n  You wanted to keep in touch with Amy: nothing "
                            "for 5 weeks\n"));
  /* A meeting is a contact too. */
  plan (self, "Lunch", NOW - 3 * DAY, FALSE, "amy@lind.example");
  met = hearth_people_list_touch (self->db, NOW, &error);
  g_assert_cmpuint (met->len, ==, 0);
  g_assert_true (hearth_store_keep_set (self->db, "AMY@lind.example", "Amy", 0, NOW, &error));
  g_clear_pointer (&met, g_ptr_array_unref);
  met = hearth_store_keep_list (self->db, &error);
  g_assert_cmpuint (met->len, ==, 1);
}

static const HearthOccasion *
get_occasion (GPtrArray *occasions, guint n)
{
  return g_ptr_array_index (occasions, n);
}

/* What could be written in the next ten days, each with a reason, until it is dismissed. */
static void
test_occasions (Fixture *self, gconstpointer data)
{
  gint64 midnight = 1715731200; /* 15 May, 00:00 UTC: a date */
  g_autoptr (GPtrArray) occasions = NULL;
  g_autoptr (GPtrArray) fewer = NULL;
  g_autoptr (GPtrArray) next_year = NULL;
  g_autoptr (HearthLetter) letter = hearth_letter_new ();
  g_autoptr (GError) error = NULL;

  list_card (self, "amy", "Amy Lind", "1984-05-17", "amy@lind.example", NULL);
  list_card (self, "far", "Far Off", "1984-05-27", NULL, NULL);
  plan (self, "Anniversary of Eva and Jo", midnight + 3 * DAY, TRUE, NULL);
  plan (self, "Hochzeitstag", midnight - DAY, TRUE, NULL);
  plan (self, "Plan the anniversary", NOW + DAY, FALSE, NULL);
  send (self, "ben@ode.example", "Ben Ode", NOW - 40 * DAY);
  g_assert_true (
      hearth_store_keep_set (self->db, "ben@ode.example", "Ben", 30, NOW - 100 * DAY, &error));
  occasions = hearth_occasions_list (self->db, NOW, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (occasions->len, ==, 3);
  g_assert_cmpstr (get_occasion (occasions, 0)->reason, ==, "Amy Lind turns 40: Friday, 17 May");
  g_assert_cmpstr (get_occasion (occasions, 0)->key, ==, "birthday:2024:amy lind");
  g_assert_cmpstr (get_occasion (occasions, 1)->reason, ==,
                   "Anniversary of Eva and Jo: Saturday, 18 May");
  g_assert_cmpstr (get_occasion (occasions, 2)->name, ==, "Ben");
  g_assert_true (
      hearth_store_occasions_dismiss (self->db, get_occasion (occasions, 0)->key, TRUE, &error));
  /* Who is written to is not offered again. */
  g_free (letter->recipient);
  letter->recipient = g_strdup ("ben");
  letter->created = letter->changed = NOW - DAY;
  g_assert_true (hearth_store_letters_save (self->db, letter, &error));
  fewer = hearth_occasions_list (self->db, NOW, &error);
  g_assert_cmpuint (fewer->len, ==, 1);
  g_assert_cmpint (get_occasion (fewer, 0)->kind, ==, HEARTH_OCCASION_ANNIVERSARY);
  /* It was dismissed for one year. */
  next_year = hearth_occasions_list (self->db, NOW + 365 * DAY, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (get_occasion (next_year, 0)->key, ==, "birthday:2025:amy lind");
}

static void
test_anniversaries (Fixture *self, gconstpointer data)
{
  static const char *const yes[] = { "Mum and Dad’s anniversary",      "Wedding Anniversary",
                                     "40. Hochzeitstag Eva",           "Goldene Hochzeit",
                                     "Anniversaire de mariage de Léa", "Noces d’or" };
  static const char *const no[] = { "Anniversaire de Léa", "Hochzeit von Eva", "Party",
                                    "Anniversaries", "" };

  for (guint i = 0; i < G_N_ELEMENTS (yes); i++)
    g_assert_true (hearth_anniversary_is_title (yes[i]));
  for (guint i = 0; i < G_N_ELEMENTS (no); i++)
    g_assert_false (hearth_anniversary_is_title (no[i]));
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *path;
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/attention/people/matters", test_matters },
    { "/attention/people/twins", test_twins },
    { "/attention/people/birthdays", test_birthdays },
    { "/attention/people/touch", test_touch },
    { "/attention/people/occasions", test_occasions },
    { "/attention/people/anniversaries", test_anniversaries },
  };

  g_test_init (&argc, &argv, NULL);
  hearth_clock_turn_to (NOW);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
