/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-proofreader.h"

#include "hearth-clock.h"
#include "hearth-event.h"
#include "hearth-store-book.h"
#include "hearth-store-events.h"
#include "hearth-store-letters.h"

#include <stdio.h>
#include <string.h>

/* What a letter is held against: the owner's words, people and calendar, and what was dismissed. */

/* Seconds around the day of a letter in which events are spoken of. */
#define AROUND (150 * (gint64) 86400)
#define MAX_EVENTS 2000
#define MAX_PEOPLE 5000

struct _HearthProofreader {
  HearthSpeller *speller; /* (owned) (nullable) */
  char *language;         /* (owned) */
  char *recipient;        /* (owned) */
  GPtrArray *people;      /* (owned) with a NULL at the end */
  GPtrArray *names;       /* (owned) of events */
  GArray *events;         /* (owned) (element-type HearthProofEvent) */
  GHashTable *dismissed;  /* (owned) */
  guint32 day;
};

static guint32
get_day (gint64 when)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (when);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
  GDate date;

  if (local == NULL)
    return 1;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) g_date_time_get_day_of_month (local),
                  (GDateMonth) g_date_time_get_month (local),
                  (GDateYear) g_date_time_get_year (local));
  return g_date_get_julian (&date);
}

/* The day that stands on the letter, or today; and noon of it. */
static guint32
read_day (const HearthLetter *letter, gint64 *noon)
{
  int year, month, day;
  GDate date;
  g_autoptr (GDateTime) time = NULL;

  *noon = hearth_clock_now ();
  if (!hearth_letter_is_date (letter->date) ||
      sscanf (letter->date, "%4d-%2d-%2d", &year, &month, &day) != 3)
    return get_day (*noon);
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  time = g_date_time_new_utc (year, month, day, 12, 0, 0);
  if (time != NULL)
    *noon = g_date_time_to_unix (time);
  return g_date_get_julian (&date);
}

static gboolean
load_people (HearthProofreader *self, HearthDatabase *db, GError **error)
{
  g_autoptr (GPtrArray) contacts = hearth_store_book_list (db, error);

  if (contacts == NULL)
    return FALSE;
  for (guint i = 0; i < MIN (contacts->len, MAX_PEOPLE); i++) {
    const HearthContact *contact = g_ptr_array_index (contacts, i);

    g_ptr_array_add (self->people, g_strdup (contact->name));
    if (contact->nickname != NULL)
      g_ptr_array_add (self->people, g_strdup (contact->nickname));
  }
  g_ptr_array_add (self->people, NULL);
  return TRUE;
}

static gboolean
load_events (HearthProofreader *self, HearthDatabase *db, gint64 noon, GError **error)
{
  HearthSpan span = { noon - AROUND, noon + AROUND };
  g_autoptr (GPtrArray) occurrences = hearth_store_events_between (db, span, MAX_EVENTS, error);

  if (occurrences == NULL)
    return FALSE;
  for (guint i = 0; i < occurrences->len; i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (occurrences, i);
    HearthProofEvent event = { .day = get_day (occurrence->span.start) };

    if (occurrence->event->status == HEARTH_EVENT_CANCELLED || occurrence->event->summary == NULL)
      continue;
    g_ptr_array_add (self->names, g_strdup (occurrence->event->summary));
    event.name = g_ptr_array_index (self->names, self->names->len - 1);
    g_array_append_val (self->events, event);
  }
  return TRUE;
}

static gboolean
load_words (HearthProofreader *self, HearthDatabase *db, gint64 letter_id, GError **error)
{
  g_autofree char *code = g_ascii_strdown (self->language, -1);
  g_autoptr (GPtrArray) words = NULL;
  g_autoptr (GPtrArray) dismissed = NULL;

  code[strcspn (code, "-_")] = '\0';
  words = hearth_store_letters_list_own_words (db, code, error);
  dismissed = words != NULL ? hearth_store_letters_list_dismissals (db, letter_id, error) : NULL;
  if (dismissed == NULL)
    return FALSE;
  for (guint i = 0; self->speller != NULL && i < words->len; i++)
    hearth_speller_add_own (self->speller, g_ptr_array_index (words, i));
  for (guint i = 0; i < dismissed->len; i++)
    g_hash_table_add (self->dismissed, g_strdup (g_ptr_array_index (dismissed, i)));
  return TRUE;
}

/**
 * hearth_proofreader_new:
 * @db: a connection
 * @letter: a letter
 * @error: a #HearthStoreError
 *
 * Gathers what a letter is held against.
 *
 * Returns: (transfer full) (nullable): a proofreader of it
 */
HearthProofreader *
hearth_proofreader_new (HearthDatabase *db, const HearthLetter *letter, GError **error)
{
  g_autoptr (HearthProofreader) self = g_new0 (HearthProofreader, 1);
  const char *language = hearth_letter_get_language (letter);
  gint64 noon;

  self->language = g_strdup (language != NULL ? language : "");
  self->recipient = g_strdup (letter->recipient);
  self->people = g_ptr_array_new_with_free_func (g_free);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->events = g_array_new (FALSE, FALSE, sizeof (HearthProofEvent));
  self->dismissed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->speller = *self->language != '\0' ? hearth_speller_new (self->language) : NULL;
  self->day = read_day (letter, &noon);
  if (!load_people (self, db, error) || !load_events (self, db, noon, error) ||
      !load_words (self, db, letter->id, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * hearth_proofreader_free:
 * @self: (transfer full): a proofreader
 */
void
hearth_proofreader_free (HearthProofreader *self)
{
  g_clear_object (&self->speller);
  g_free (self->language);
  g_free (self->recipient);
  g_ptr_array_unref (self->people);
  g_array_unref (self->events);
  g_ptr_array_unref (self->names);
  g_hash_table_unref (self->dismissed);
  g_free (self);
}

/**
 * hearth_proofreader_check:
 * @self: a proofreader
 * @text: what the letter says now
 *
 * Returns: (transfer full) (element-type HearthProofMark): its marks, without those that were
 *   dismissed
 */
GPtrArray *
hearth_proofreader_check (HearthProofreader *self, const char *text)
{
  HearthProofContext context = { .language = *self->language != '\0' ? self->language : NULL,
                                 .speller = self->speller,
                                 .recipient = self->recipient,
                                 .people = (const char *const *) self->people->pdata,
                                 .events = (const HearthProofEvent *) self->events->data,
                                 .n_events = self->events->len,
                                 .day = self->day,
                                 .dismissed = self->dismissed };

  return hearth_proof_check (text, &context);
}

/**
 * hearth_proofreader_get_speller:
 * @self: a proofreader
 *
 * Returns: (nullable): what knows words of the letter's language
 */
HearthSpeller *
hearth_proofreader_get_speller (HearthProofreader *self)
{
  return self->speller;
}

/**
 * hearth_proofreader_get_language:
 * @self: a proofreader
 *
 * Returns: the language of the letter, or ""
 */
const char *
hearth_proofreader_get_language (HearthProofreader *self)
{
  return self->language;
}
