/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-people.h"

#include "hearth-agenda.h"
#include "hearth-clock.h"
#include "hearth-store-book.h"
#include "hearth-store-events.h"
#include "hearth-store-messages.h"
#include "hearth-text.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Who matters to the owner, from what lies between them. */

#define DAY ((gint64) 24 * 3600)
#define YEAR (365 * DAY)
#define RECENT (90 * DAY)
#define MEETINGS (182 * DAY)

/* Of a mailbox of decades the newest say enough. */
#define MAX_SENT 3000
#define MAX_RECEIVED 5000
#define MAX_MEETINGS 2000

static void
person_free (gpointer data)
{
  HearthPerson *self = data;

  g_free (self->name);
  g_ptr_array_unref (self->addresses);
  g_ptr_array_unref (self->phones);
  g_free (self->birthday);
  g_free (self->reason);
  g_free (self);
}

static HearthPerson *
person_new (const char *name)
{
  HearthPerson *self = g_new0 (HearthPerson, 1);

  self->name = g_strdup (name != NULL ? name : "");
  self->addresses = g_ptr_array_new_with_free_func (g_free);
  self->phones = g_ptr_array_new_with_free_func (g_free);
  return self;
}

typedef struct {
  GPtrArray *people;      /* (owned) of HearthPerson */
  GHashTable *by_address; /* (owned) folded address -> HearthPerson */
  GHashTable *owner;      /* (owned) folded addresses of the owner */
  gint64 now;
} Gathering;

static void
gathering_clear (Gathering *self)
{
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_pointer (&self->by_address, g_hash_table_unref);
  g_clear_pointer (&self->owner, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Gathering, gathering_clear)

static HearthPerson *
ensure (Gathering *self, const HearthAddress *who)
{
  g_autofree char *folded = NULL;
  HearthPerson *person;

  if (who == NULL || strchr (who->address, '@') == NULL)
    return NULL;
  folded = g_ascii_strdown (who->address, -1);
  if (g_hash_table_contains (self->owner, folded))
    return NULL;
  person = g_hash_table_lookup (self->by_address, folded);
  if (person == NULL) {
    person = person_new (who->name);
    g_ptr_array_add (person->addresses, g_strdup (who->address));
    g_ptr_array_add (self->people, person);
    g_hash_table_insert (self->by_address, g_steal_pointer (&folded), person);
  } else if (*person->name == '\0') {
    g_free (person->name);
    person->name = g_strdup (who->name);
  }
  return person;
}

/* A card of an address book says itself which addresses are one person's. */
static void
add_contact (Gathering *self, const HearthContact *contact)
{
  HearthPerson *person = NULL;

  for (guint i = 0; i < contact->addresses->len && person == NULL; i++) {
    g_autofree char *folded = g_ascii_strdown (contact->addresses->pdata[i], -1);

    if (g_hash_table_contains (self->owner, folded))
      return;
    person = g_hash_table_lookup (self->by_address, folded);
    /* Two books may have the same one; another of that address is offered as a double. */
    if (person != NULL && g_ascii_strcasecmp (person->name, contact->name) != 0)
      person = NULL;
  }
  if (person == NULL) {
    person = person_new (contact->name);
    g_ptr_array_add (self->people, person);
  }
  person->listed = TRUE;
  if (person->birthday == NULL)
    person->birthday = g_strdup (contact->birthday);
  for (guint i = 0; i < contact->phones->len; i++)
    if (!g_ptr_array_find_with_equal_func (person->phones, contact->phones->pdata[i], g_str_equal,
                                           NULL))
      g_ptr_array_add (person->phones, g_strdup (contact->phones->pdata[i]));
  for (guint i = 0; i < contact->addresses->len; i++) {
    g_autofree char *folded = g_ascii_strdown (contact->addresses->pdata[i], -1);

    if (g_hash_table_lookup (self->by_address, folded) == person)
      continue;
    g_ptr_array_add (person->addresses, g_strdup (contact->addresses->pdata[i]));
    if (!g_hash_table_contains (self->by_address, folded))
      g_hash_table_insert (self->by_address, g_steal_pointer (&folded), person);
  }
}

static gboolean
gather_book (Gathering *self, HearthDatabase *db, GError **error)
{
  g_autoptr (GPtrArray) contacts = hearth_store_book_list (db, error);

  for (guint i = 0; contacts != NULL && i < contacts->len; i++)
    add_contact (self, g_ptr_array_index (contacts, i));
  return contacts != NULL;
}

static void
note_sent (Gathering *self, const HearthMessage *message, GPtrArray *addresses)
{
  for (guint i = 0; i < addresses->len; i++) {
    HearthPerson *person = ensure (self, g_ptr_array_index (addresses, i));

    if (person == NULL)
      continue;
    person->n_sent++;
    person->n_recent_sent += message->date >= self->now - RECENT;
    if (message->date > MAX (person->last_sent, person->last_received))
      person->last_id = message->id;
    person->last_sent = MAX (person->last_sent, message->date);
  }
}

static gboolean
gather_sent (Gathering *self, HearthDatabase *db, GError **error)
{
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;
  g_autoptr (GPtrArray) sent = NULL;

  filter.role = HEARTH_MAILBOX_SENT;
  filter.since = self->now - YEAR;
  filter.limit = MAX_SENT;
  sent = hearth_store_messages_list (db, &filter, HEARTH_DETAIL_ENVELOPE, error);
  for (guint i = 0; sent != NULL && i < sent->len; i++) {
    const HearthMessage *message = g_ptr_array_index (sent, i);

    /* What goes to a crowd says little of each of them. */
    if (message->to->len + message->cc->len > 12)
      continue;
    note_sent (self, message, message->to);
    note_sent (self, message, message->cc);
  }
  return sent != NULL;
}

/* Mail of people alone: lists and programs do not matter to anybody. */
static gboolean
gather_received (Gathering *self, HearthDatabase *db, GError **error)
{
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;
  g_autoptr (GPtrArray) received = NULL;

  filter.incoming = TRUE;
  filter.personal = TRUE;
  filter.since = self->now - YEAR;
  filter.limit = MAX_RECEIVED;
  received = hearth_store_messages_list (db, &filter, HEARTH_DETAIL_ENVELOPE, error);
  for (guint i = 0; received != NULL && i < received->len; i++) {
    const HearthMessage *message = g_ptr_array_index (received, i);
    HearthPerson *person = NULL;

    if ((message->marks & HEARTH_MARKS_JUDGED) == 0)
      person = ensure (self, message->from);
    if (person == NULL)
      continue;
    person->n_received++;
    person->n_recent_received += message->date >= self->now - RECENT;
    person->n_answered += (message->flags & HEARTH_MESSAGE_ANSWERED) != 0;
    if (message->date > MAX (person->last_sent, person->last_received))
      person->last_id = message->id;
    person->last_received = MAX (person->last_received, message->date);
  }
  return received != NULL;
}

static gboolean
gather_meetings (Gathering *self, HearthDatabase *db, GError **error)
{
  HearthSpan span = { self->now - MEETINGS, self->now };
  g_autoptr (GPtrArray) met = hearth_store_events_between (db, span, MAX_MEETINGS, error);

  for (guint i = 0; met != NULL && i < met->len; i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (met, i);
    const GPtrArray *attendees = occurrence->event->attendees;

    if (attendees->len == 0 || attendees->len > 12 || occurrence->span.start > self->now ||
        occurrence->event->status == HEARTH_EVENT_CANCELLED)
      continue;
    for (guint k = 0; k < attendees->len; k++) {
      HearthPerson *person = ensure (self, ((HearthAttendee *) attendees->pdata[k])->who);

      if (person == NULL)
        continue;
      person->n_meetings++;
      person->last_met = MAX (person->last_met, occurrence->span.start);
    }
  }
  return met != NULL;
}

/* So much more says ever less more. */
static double
saturate (double n, double half)
{
  return 1 - exp2 (-n / half);
}

static int
weigh (const HearthPerson *self, gint64 now)
{
  gint64 last = hearth_person_get_last (self);
  double answered =
      self->n_received > 0 ? MIN (1.0, (double) self->n_answered / self->n_received) : 0;
  double score = 0;

  score += 30 * saturate (self->n_sent, 5);
  /* Whoever only writes, and is never written to, matters less. */
  score += (self->n_sent > 0 ? 20 : 6) * saturate (self->n_received, 6);
  score += self->n_sent > 0 && self->n_received > 0 ? 10 : 0;
  score += 10 * answered;
  score += 10 * saturate (self->n_meetings, 3);
  score += self->listed ? 8 : 0;
  score += last > 0 ? 12 * exp2 (-(double) MAX (now - last, 0) / (60 * DAY)) : 0;
  return (int) MIN (score + 0.5, 100);
}

static char *
give_reason (const HearthPerson *self)
{
  guint both = MIN (self->n_recent_sent, self->n_recent_received);

  if (both >= 9)
    return g_strdup (_("you write each other every week"));
  if (both >= 3)
    return g_strdup (_("you write each other every month"));
  if (self->n_meetings >= 3)
    return g_strdup_printf (ngettext ("you met %u time in half a year",
                                      "you met %u times in half a year", self->n_meetings),
                            self->n_meetings);
  if (self->n_answered >= 2 && self->n_answered * 2 >= self->n_received)
    return g_strdup (_("you answer their mail"));
  if (self->n_sent > 0 && self->n_received > 0)
    return g_strdup (_("you have written to each other"));
  if (self->n_sent > 0)
    return g_strdup (_("you wrote to them"));
  if (self->n_meetings > 0)
    return g_strdup (_("you met"));
  if (self->listed)
    return g_strdup (_("is in your address book"));
  return g_strdup (_("wrote to you"));
}

static int
compare_people (gconstpointer a, gconstpointer b)
{
  const HearthPerson *one = *(HearthPerson *const *) a;
  const HearthPerson *other = *(HearthPerson *const *) b;
  gint64 last = hearth_person_get_last (one);
  gint64 other_last = hearth_person_get_last (other);

  if (one->score != other->score)
    return one->score > other->score ? -1 : 1;
  if (last != other_last)
    return last > other_last ? -1 : 1;
  return strcmp (one->name, other->name);
}

static gboolean
load_owner (Gathering *self, HearthDatabase *db, GError **error)
{
  g_autoptr (GPtrArray) owner = hearth_store_people_list_owner (db, error);

  for (guint i = 0; owner != NULL && i < owner->len; i++)
    g_hash_table_add (self->owner, g_ascii_strdown (owner->pdata[i], -1));
  return owner != NULL;
}

/**
 * hearth_people_list:
 * @db: a store
 * @now: the time that it is, seconds since 1970 UTC
 * @error: return location for a #HearthStoreError
 *
 * Gathers those whom the owner has to do with: from mail of the last year, meetings of the last
 * half year, and address books. Who stands with several addresses on one card of an address book is
 * one person; nobody else is put together.
 *
 * Returns: (transfer full) (nullable) (element-type HearthPerson): people, those who matter most
 * first
 */
GPtrArray *
hearth_people_list (HearthDatabase *db, gint64 now, GError **error)
{
  g_auto (Gathering) self = { .now = now };

  self.people = g_ptr_array_new_with_free_func (person_free);
  self.by_address = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.owner = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!load_owner (&self, db, error) || !gather_book (&self, db, error) ||
      !gather_sent (&self, db, error) || !gather_received (&self, db, error) ||
      !gather_meetings (&self, db, error))
    return NULL;
  for (guint i = 0; i < self.people->len; i++) {
    HearthPerson *person = g_ptr_array_index (self.people, i);

    if (*person->name == '\0' && person->addresses->len > 0) {
      g_free (person->name);
      person->name = g_strdup (person->addresses->pdata[0]);
    }
    person->score = weigh (person, now);
    person->reason = give_reason (person);
  }
  g_ptr_array_sort (self.people, compare_people);
  return g_steal_pointer (&self.people);
}

/**
 * hearth_person_get_last:
 * @self: somebody
 *
 * Returns: the last contact, either way, by mail or at a meeting, seconds since 1970 UTC; 0 for
 * none
 */
gint64
hearth_person_get_last (const HearthPerson *self)
{
  return MAX (MAX (self->last_sent, self->last_received), self->last_met);
}

/* Whether each word begins one of the words of @folded. */
static gboolean
matches (const char *folded, char **words)
{
  for (guint i = 0; words[i] != NULL; i++) {
    g_autofree char *at_start = g_strconcat (" ", words[i], NULL);

    if (*words[i] != '\0' && strstr (folded, at_start) == NULL)
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_people_find:
 * @people: (element-type HearthPerson): those whom the owner has to do with
 * @words: a name, its beginning, or an address
 *
 * Returns: (transfer none) (nullable): the one of that name who matters most
 */
HearthPerson *
hearth_people_find (GPtrArray *people, const char *words)
{
  g_autofree char *folded = hearth_text_fold (words);
  g_auto (GStrv) parts = g_strsplit (g_strstrip (folded), " ", 8);

  for (guint i = 0; parts[0] != NULL && i < people->len; i++) {
    HearthPerson *person = g_ptr_array_index (people, i);
    g_autofree char *name = hearth_text_fold (person->name);
    g_autofree char *spaced = g_strconcat (" ", name, NULL);

    if (matches (spaced, parts))
      return person;
    for (guint k = 0; k < person->addresses->len; k++) {
      if (g_ascii_strcasecmp (person->addresses->pdata[k], words) == 0)
        return person;
    }
  }
  return NULL;
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The words of a name in their order by the alphabet: "Lind, Amy" is "Amy Lind". */
static char *
dup_name_key (const char *name)
{
  g_autofree char *folded = hearth_text_fold (name);
  g_auto (GStrv) words = g_strsplit_set (folded, " ,.\"'()", 12);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  for (guint i = 0; words[i] != NULL; i++) {
    /* An initial in the middle tells nobody apart. */
    if (strlen (words[i]) > 1)
      g_ptr_array_add (kept, words[i]);
  }
  if (kept->len < 2)
    return NULL;
  g_ptr_array_sort (kept, compare_words);
  g_ptr_array_add (kept, NULL);
  return g_strjoinv (" ", (char **) kept->pdata);
}

static const char *
get_domain (const HearthPerson *self)
{
  const char *address = self->addresses->len > 0 ? self->addresses->pdata[0] : "";
  const char *at = strrchr (address, '@');

  return at != NULL ? at + 1 : "";
}

static gboolean
shares_address (const HearthPerson *one, const HearthPerson *other)
{
  for (guint i = 0; i < one->addresses->len; i++) {
    for (guint k = 0; k < other->addresses->len; k++) {
      if (g_ascii_strcasecmp (one->addresses->pdata[i], other->addresses->pdata[k]) == 0)
        return TRUE;
    }
  }
  return FALSE;
}

static void
twins_free (gpointer data)
{
  HearthTwins *self = data;

  g_free (self->reason);
  g_free (self);
}

static void
add_twins (GPtrArray *twins, HearthPerson *one, HearthPerson *other)
{
  HearthTwins *pair = g_new0 (HearthTwins, 1);

  pair->one = one;
  pair->other = other;
  if (shares_address (one, other))
    pair->reason = g_strdup (_("the same address"));
  else if (g_ascii_strcasecmp (get_domain (one), get_domain (other)) == 0)
    pair->reason = g_strdup_printf (_("the same name at %s"), get_domain (one));
  else
    pair->reason = g_strdup (_("the same name"));
  g_ptr_array_add (twins, pair);
}

/**
 * hearth_people_list_twins:
 * @people: (element-type HearthPerson): those whom the owner has to do with, which outlive the
 * result
 *
 * Finds who may be one person: a full name that two have, in whatever order of its words, or an
 * address that stands on two cards. They are offered and never put together by themselves.
 *
 * Returns: (transfer full) (element-type HearthTwins): pairs
 */
GPtrArray *
hearth_people_list_twins (GPtrArray *people)
{
  GPtrArray *twins = g_ptr_array_new_with_free_func (twins_free);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < people->len; i++) {
    HearthPerson *person = g_ptr_array_index (people, i);
    char *key = dup_name_key (person->name);
    HearthPerson *other = key != NULL ? g_hash_table_lookup (seen, key) : NULL;

    for (guint k = 0; other == NULL && k < person->addresses->len; k++) {
      g_autofree char *folded = g_ascii_strdown (person->addresses->pdata[k], -1);

      other = g_hash_table_lookup (seen, folded);
    }
    if (other != NULL)
      add_twins (twins, other, person);
    for (guint k = 0; k < person->addresses->len; k++) {
      char *folded = g_ascii_strdown (person->addresses->pdata[k], -1);

      if (!g_hash_table_contains (seen, folded))
        g_hash_table_insert (seen, folded, person);
      else
        g_free (folded);
    }
    if (key != NULL && !g_hash_table_contains (seen, key))
      g_hash_table_insert (seen, key, person);
    else
      g_free (key);
  }
  return twins;
}
