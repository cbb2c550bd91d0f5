/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-occasions.h"

#include "hearth-agenda.h"
#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-people.h"
#include "hearth-store-letters.h"
#include "hearth-store-occasions.h"
#include "hearth-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* Letters that could be written. They are offered where the owner looks for them, and nobody is
 * reminded of them. */

#define DAY ((gint64) 86400)
#define MAX_TITLE 200

/* Who has begun a letter since is not offered the same once more. */
#define WRITTEN_FOR (21 * DAY)

static void
occasion_free (gpointer data)
{
  HearthOccasion *self = data;

  g_free (self->key);
  g_free (self->name);
  g_free (self->reason);
  g_free (self);
}

/**
 * hearth_occasion_kind_to_string:
 * @kind: a kind
 *
 * Returns: its name for machines
 */
const char *
hearth_occasion_kind_to_string (HearthOccasionKind kind)
{
  static const char *const names[] = { "birthday", "anniversary", "touch" };

  return names[kind];
}

/**
 * hearth_anniversary_is_title:
 * @title: the title of an event
 *
 * Returns: whether it calls the event an anniversary, in English, German or French
 */
gboolean
hearth_anniversary_is_title (const char *title)
{
  static GRegex *regex = NULL;

  if (g_once_init_enter (&regex)) {
    GRegex *made =
        g_regex_new ("\\b(?:(?:anniversary|jahrestag|hochzeitstag)\\b|(?:silberne|goldene|"
                     "diamantene) hochzeit|anniversaire (?:de|des) "
                     "(?:mariage|rencontre|noces)|noces d(?:e |[’']))",
                     G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);

    g_once_init_leave (&regex, made);
  }
  return strlen (title) <= MAX_TITLE && g_utf8_validate (title, -1, NULL) &&
         g_regex_match (regex, title, 0, NULL);
}

/* Takes @reason. */
static void
add (GPtrArray *occasions, HearthOccasionKind kind, const char *name, gint64 day, gint64 now,
     char *reason)
{
  g_autoptr (GDateTime) local = hearth_clock_dup_at (day != 0 ? day : now);
  g_autofree char *folded = hearth_text_fold (name);
  HearthOccasion *occasion = g_new0 (HearthOccasion, 1);

  occasion->kind = kind;
  occasion->name = g_strdup (name);
  occasion->day = day;
  occasion->reason = reason;
  occasion->key =
      g_strdup_printf ("%s:%d:%s", hearth_occasion_kind_to_string (kind),
                       local != NULL ? g_date_time_get_year (local) : 0, g_strstrip (folded));
  g_ptr_array_add (occasions, occasion);
}

static gboolean
add_birthdays (GPtrArray *occasions, HearthDatabase *db, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) birthdays =
      hearth_people_list_birthdays (db, now, HEARTH_OCCASIONS_DAYS, error);

  for (guint i = 0; birthdays != NULL && i < birthdays->len; i++) {
    const HearthBirthday *birthday = g_ptr_array_index (birthdays, i);

    add (occasions, HEARTH_OCCASION_BIRTHDAY, birthday->name, birthday->day, now,
         hearth_birthday_dup_sentence (birthday, now));
  }
  return birthdays != NULL;
}

static char *
dup_anniversary (const char *title, gint64 day, gint64 now)
{
  g_autofree char *when = hearth_format_day (day, now);

  /* Translators: the title of an event and a day: "Anniversary of Eva and Jo: Friday, 17 May" */
  return g_strdup_printf (_("%s: %s"), title, when);
}

static gboolean
has_key_of (GPtrArray *occasions, const char *name, gint64 day)
{
  for (guint i = 0; i < occasions->len; i++) {
    const HearthOccasion *occasion = g_ptr_array_index (occasions, i);

    if (occasion->day == day && strcmp (occasion->name, name) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
add_anniversaries (GPtrArray *occasions, HearthDatabase *db, gint64 now, GError **error)
{
  HearthSpan today = hearth_agenda_find_day (now);
  HearthSpan span = { today.start, today.start + HEARTH_OCCASIONS_DAYS * DAY };
  g_autoptr (HearthAgenda) agenda = hearth_agenda_load (db, span, error);

  for (guint i = 0; agenda != NULL && i < agenda->occurrences->len; i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (agenda->occurrences, i);
    const char *title = occurrence->event->summary;
    g_autofree char *birthday = hearth_birthday_read_title (title);

    /* The same day may stand in two calendars. */
    if (occurrence->event->all_day && occurrence->span.start >= today.start && birthday == NULL &&
        hearth_anniversary_is_title (title) &&
        !has_key_of (occasions, title, occurrence->span.start))
      add (occasions, HEARTH_OCCASION_ANNIVERSARY, title, occurrence->span.start, now,
           dup_anniversary (title, occurrence->span.start, now));
  }
  return agenda != NULL;
}

static gboolean
add_touch (GPtrArray *occasions, HearthDatabase *db, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) touch = hearth_people_list_touch (db, now, error);

  for (guint i = 0; touch != NULL && i < touch->len; i++) {
    const HearthTouch *each = g_ptr_array_index (touch, i);

    add (occasions, HEARTH_OCCASION_TOUCH, each->name, 0, now,
         hearth_touch_dup_sentence (each, now));
  }
  return touch != NULL;
}

/* The next first, then those that are no day's. */
static int
compare (gconstpointer a, gconstpointer b)
{
  const HearthOccasion *one = *(HearthOccasion *const *) a;
  const HearthOccasion *other = *(HearthOccasion *const *) b;
  gint64 first = one->day != 0 ? one->day : G_MAXINT64;
  gint64 second = other->day != 0 ? other->day : G_MAXINT64;

  if (first != second)
    return first < second ? -1 : 1;
  return strcmp (one->key, other->key);
}

/* Whether a letter to them was begun lately. */
static gboolean
is_written (HearthDatabase *db, const HearthOccasion *occasion, gint64 now)
{
  HearthLetterFilter filter = { .recipient = occasion->name };
  g_autoptr (GPtrArray) letters = hearth_store_letters_list (db, &filter, NULL);

  for (guint i = 0; letters != NULL && i < letters->len; i++) {
    if (((HearthLetter *) letters->pdata[i])->created > now - WRITTEN_FOR)
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_occasions_list:
 * @db: a store
 * @now: the time that it is, seconds since 1970 UTC
 * @error: return location for a #HearthStoreError
 *
 * Finds letters that could be written: birthdays and anniversaries in the next days, and those whom
 * the owner wanted to hear from. What they dismissed for this year is not among them, nor somebody
 * to whom a letter was begun in the last three weeks.
 *
 * Returns: (transfer full) (nullable) (element-type HearthOccasion): them, the next first
 */
GPtrArray *
hearth_occasions_list (HearthDatabase *db, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) occasions = g_ptr_array_new_with_free_func (occasion_free);
  g_autoptr (GHashTable) dismissed = hearth_store_occasions_list_dismissed (db, error);

  if (dismissed == NULL || !add_birthdays (occasions, db, now, error) ||
      !add_anniversaries (occasions, db, now, error) || !add_touch (occasions, db, now, error))
    return NULL;
  for (guint i = occasions->len; i-- > 0;) {
    const HearthOccasion *occasion = g_ptr_array_index (occasions, i);

    if (g_hash_table_contains (dismissed, occasion->key) || is_written (db, occasion, now))
      g_ptr_array_remove_index (occasions, i);
  }
  g_ptr_array_sort (occasions, compare);
  return g_steal_pointer (&occasions);
}
