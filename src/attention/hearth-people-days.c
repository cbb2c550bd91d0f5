/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-people.h"

#include "hearth-agenda.h"
#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-store-book.h"
#include "hearth-text.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

/* Birthdays, and those whom the owner wanted to hear from. */

#define DAY ((gint64) 24 * 3600)

static void
birthday_free (gpointer data)
{
  HearthBirthday *self = data;

  g_free (self->name);
  g_free (self);
}

/* One birthday stands in address books and calendars alike: it is one. */
static void
add_birthday (GPtrArray *birthdays, const char *name, gint64 day, guint age, gint64 event_id,
              gint64 start)
{
  g_autofree char *folded = hearth_text_fold (name);
  HearthBirthday *birthday;

  for (guint i = 0; i < birthdays->len; i++) {
    birthday = g_ptr_array_index (birthdays, i);
    {
      g_autofree char *other = hearth_text_fold (birthday->name);

      if (birthday->day != day || strcmp (other, folded) != 0)
        continue;
    }
    if (birthday->event_id == 0) {
      birthday->event_id = event_id;
      birthday->start = start;
    }
    birthday->age = MAX (birthday->age, age);
    return;
  }
  birthday = g_new0 (HearthBirthday, 1);
  birthday->name = g_strdup (name);
  birthday->day = day;
  birthday->age = age;
  birthday->event_id = event_id;
  birthday->start = start;
  g_ptr_array_add (birthdays, birthday);
}

/* The birthday of a card, if it is within the days: "1968-05-15", "--05-15". */
static void
add_of_card (GPtrArray *birthdays, const HearthContact *contact, gint64 now, guint days)
{
  int year = 0, month = 0, day = 0;
  HearthSpan span = hearth_agenda_find_day (now);

  if (contact->birthday == NULL ||
      (sscanf (contact->birthday, "--%2d-%2d", &month, &day) != 2 &&
       sscanf (contact->birthday, "%4d-%2d-%2d", &year, &month, &day) != 3))
    return;
  for (guint i = 0; i < days; i++) {
    g_autoptr (GDateTime) local = hearth_clock_dup_at (span.start);
    int leap_day = month == 2 && day == 29 && local != NULL &&
                   !g_date_is_leap_year ((GDateYear) g_date_time_get_year (local));

    /* Whoever was born on 29 February celebrates on the day before where there is none. */
    if (local != NULL && g_date_time_get_month (local) == month &&
        g_date_time_get_day_of_month (local) == day - leap_day) {
      add_birthday (birthdays, contact->name, span.start,
                    year > 0 ? (guint) MAX (g_date_time_get_year (local) - year, 0) : 0, 0, 0);
      return;
    }
    span = hearth_agenda_find_day (span.end + 3600);
  }
}

/**
 * hearth_birthday_read_title:
 * @title: the title of an event
 *
 * Returns: (transfer full) (nullable): whose birthday it is by its title ("Amy’s birthday",
 *   "Geburtstag von Amy"); %NULL if it is none
 */
char *
hearth_birthday_read_title (const char *title)
{
  static GRegex *regex = NULL;
  g_autoptr (GMatchInfo) match = NULL;
  char *name;

  if (g_once_init_enter (&regex)) {
    GRegex *made = g_regex_new ("^\\W*(?:(?<a>.{1,60}?)(?:[’']s?)? (?:\\d{1,3}(?:st|nd|rd|th)? "
                                ")?(?:birthday|b-day|bday)\\b.{0,20}"
                                "|(?:birthday|b-day|bday)(?: of|:)? (?<b>.{1,60}?)"
                                "|(?<c>.{1,60}?) hat geburtstag.{0,20}"
                                "|(?<d>.{1,60}?)s? (?:\\d{1,3}\\. )?geburtstag.{0,20}"
                                "|geburtstag(?: von|:)? (?<e>.{1,60}?))\\W*$",
                                G_REGEX_CASELESS | G_REGEX_DUPNAMES | G_REGEX_OPTIMIZE, 0, NULL);

    g_once_init_leave (&regex, made);
  }
  if (regex == NULL || strlen (title) > 200 || !g_regex_match (regex, title, 0, &match))
    return NULL;
  for (const char *group = "abcde"; *group != '\0'; group++) {
    const char which[] = { *group, '\0' };

    name = g_match_info_fetch_named (match, which);
    if (name != NULL && *name != '\0')
      return g_strstrip (name);
    g_free (name);
  }
  return NULL;
}

static int
compare_birthdays (gconstpointer a, gconstpointer b)
{
  const HearthBirthday *one = *(HearthBirthday *const *) a;
  const HearthBirthday *other = *(HearthBirthday *const *) b;

  if (one->day != other->day)
    return one->day < other->day ? -1 : 1;
  return strcmp (one->name, other->name);
}

/**
 * hearth_people_list_birthdays:
 * @db: a store
 * @now: the time that it is, seconds since 1970 UTC
 * @days: how many days to look ahead, today among them
 * @error: return location for a #HearthStoreError
 *
 * Finds birthdays in address books and in events of a whole day that are called so; one that both
 * know is one.
 *
 * Returns: (transfer full) (nullable) (element-type HearthBirthday): birthdays, the next first
 */
GPtrArray *
hearth_people_list_birthdays (HearthDatabase *db, gint64 now, guint days, GError **error)
{
  g_autoptr (GPtrArray) birthdays = g_ptr_array_new_with_free_func (birthday_free);
  HearthSpan today = hearth_agenda_find_day (now);
  HearthSpan span = { today.start, today.start + (gint64) days * DAY };
  g_autoptr (GPtrArray) contacts = hearth_store_book_list (db, error);
  g_autoptr (HearthAgenda) agenda = contacts != NULL ? hearth_agenda_load (db, span, error) : NULL;

  if (agenda == NULL)
    return NULL;
  for (guint i = 0; i < contacts->len; i++)
    add_of_card (birthdays, g_ptr_array_index (contacts, i), now, days);
  for (guint i = 0; i < agenda->occurrences->len; i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (agenda->occurrences, i);
    g_autofree char *name =
        occurrence->event->all_day ? hearth_birthday_read_title (occurrence->event->summary) : NULL;

    if (name != NULL)
      add_birthday (birthdays, name, occurrence->span.start, 0, occurrence->event->id,
                    occurrence->span.start);
  }
  g_ptr_array_sort (birthdays, compare_birthdays);
  return g_steal_pointer (&birthdays);
}

/**
 * hearth_birthday_dup_sentence:
 * @self: a birthday
 * @now: the time that it is
 *
 * Returns: (transfer full): "Amy Lind has her birthday today: 40" without a full stop, and without
 * a word that knows what Amy is
 */
char *
hearth_birthday_dup_sentence (const HearthBirthday *self, gint64 now)
{
  HearthSpan today = hearth_agenda_find_day (now);
  g_autofree char *day = hearth_format_day (self->day, now);
  g_autofree char *lower = g_utf8_strdown (day, -1);
  gboolean soon = self->day < today.end + 3600;

  if (soon && self->age > 0)
    /* Translators: a name, an age, and "today" or "tomorrow": "Amy Lind turns 40 today" */
    return g_strdup_printf (_("%s turns %u %s"), self->name, self->age, lower);
  if (soon)
    /* Translators: a name, and "today" or "tomorrow": "Birthday of Amy Lind today" */
    return g_strdup_printf (_("Birthday of %s %s"), self->name, lower);
  if (self->age > 0)
    /* Translators: a name, an age, and a date: "Amy Lind turns 40: Friday, 17 May" */
    return g_strdup_printf (_("%s turns %u: %s"), self->name, self->age, day);
  /* Translators: a name, and a date: "Birthday of Amy Lind: Friday, 17 May" */
  return g_strdup_printf (_("Birthday of %s: %s"), self->name, day);
}

static void
touch_free (gpointer data)
{
  HearthTouch *self = data;

  g_free (self->name);
  g_free (self->address);
  g_free (self);
}

/**
 * hearth_people_list_touch:
 * @db: a store
 * @now: the time that it is, seconds since 1970 UTC
 * @error: return location for a #HearthStoreError
 *
 * Finds those whom the owner named, and with whom the last contact is longer ago than they wanted.
 * Until then it counts from the day on which they were named.
 *
 * Returns: (transfer full) (nullable) (element-type HearthTouch): them
 */
GPtrArray *
hearth_people_list_touch (HearthDatabase *db, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (touch_free);
  g_autoptr (GPtrArray) kept = hearth_store_keep_list (db, error);

  for (guint i = 0; kept != NULL && i < kept->len; i++) {
    const HearthKeep *keep = g_ptr_array_index (kept, i);
    HearthContactTimes times;
    HearthTouch *touch;
    gint64 last;

    if (!hearth_store_book_find_times (db, keep->address, now, &times, error))
      return NULL;
    last = MAX (MAX (times.received, times.sent), times.met);
    if (MAX (last, last == 0 ? keep->created : 0) > now - (gint64) keep->days * DAY)
      continue;
    touch = g_new0 (HearthTouch, 1);
    touch->name = g_strdup (keep->name);
    touch->address = g_strdup (keep->address);
    touch->last = last;
    touch->last_id = times.sent > times.received ? times.sent_id : times.received_id;
    g_ptr_array_add (found, touch);
  }
  return kept != NULL ? g_steal_pointer (&found) : NULL;
}

/**
 * hearth_touch_dup_sentence:
 * @self: somebody whom the owner wanted to hear from
 * @now: the time that it is
 *
 * Returns: (transfer full): that they did, and how long it is, without a full stop
 */
char *
hearth_touch_dup_sentence (const HearthTouch *self, gint64 now)
{
  gint64 days = (now - self->last) / DAY;

  if (self->last == 0)
    return g_strdup_printf (_("You wanted to keep in touch with %s"), self->name);
  if (days >= 14)
    return g_strdup_printf (ngettext ("You wanted to keep in touch with %s: nothing for %d week",
                                      "You wanted to keep in touch with %s: nothing for %d weeks",
                                      days / 7),
                            self->name, (int) (days / 7));
  return g_strdup_printf (ngettext ("You wanted to keep in touch with %s: nothing for %d day",
                                    "You wanted to keep in touch with %s: nothing for %d days",
                                    days),
                          self->name, (int) days);
}
