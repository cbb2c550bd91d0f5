/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-proof-dates.h"

#include <glib/gi18n.h>
#include <string.h>

/* Dates: days that do not exist, that are another day of the week, and that are not those of the
 * calendar. */

/* A date without a year is the one next to the letter; beyond these days it may be another year's.
 */
#define NEAR 150
/* An event of a short name is named by chance. */
#define MIN_EVENT_NAME 8

static gboolean
get_julian (guint day, guint month, guint year, guint32 *julian)
{
  GDate date;

  if (!g_date_valid_dmy ((GDateDay) MIN (day, 99), (GDateMonth) month, (GDateYear) year))
    return FALSE;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  *julian = g_date_get_julian (&date);
  return TRUE;
}

static guint
get_year (guint32 day)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  return g_date_get_year (&date);
}

static guint32
get_distance (guint32 a, guint32 b)
{
  return a > b ? a - b : b - a;
}

/* In which of the years around that of the letter the date is next to it. */
static gboolean
find_day (HearthProof *self, const HearthProofDate *date, guint32 *day)
{
  guint year = get_year (self->day);
  gboolean found = FALSE;

  if (date->year != 0)
    return get_julian (date->day, date->month, date->year, day);
  for (int i = -1; i <= 1; i++) {
    guint32 each;

    if (!get_julian (date->day, date->month, year + (guint) i, &each))
      continue;
    if (!found || get_distance (each, self->day) < get_distance (*day, self->day))
      *day = each;
    found = TRUE;
  }
  return found;
}

static guint
get_weekday (guint32 day)
{
  /* The first of January of the year 1 was a Monday. */
  return (day - 1) % 7 + 1;
}

/* Whether the weekday fits the date in a year that may be meant. */
static gboolean
fits_another_year (HearthProof *self, const HearthProofDate *date, guint32 day)
{
  guint year = get_year (day);

  if (date->year != 0 || get_distance (day, self->day) <= NEAR)
    return FALSE;
  for (int i = -1; i <= 1; i += 2) {
    guint32 each;

    if (get_julian (date->day, date->month, year + (guint) i, &each) &&
        get_weekday (each) == date->named)
      return TRUE;
  }
  return FALSE;
}

static void
check_date (HearthProof *self, const HearthProofDate *date)
{
  g_autofree char *written = hearth_proof_text_dup (self->text, date->first, date->last);
  const char *right;
  guint32 day;

  if (!find_day (self, date, &day)) {
    hearth_proof_add (self, HEARTH_PROOF_DATE, date->first, date->last,
                      /* Translators: %s is a date that does not exist */
                      g_strdup_printf (_("There is no day “%s”."), written), NULL);
    return;
  }
  if (!date->has_weekday || get_weekday (day) == date->named || fits_another_year (self, date, day))
    return;
  right = hearth_proof_get_weekday (self, get_weekday (day));
  hearth_proof_add (self, HEARTH_PROOF_DATE, date->weekday, date->weekday + 1,
                    /* Translators: a date, and a day of the week */
                    g_strdup_printf (_("“%s” is a %s."), written, right), right, NULL);
}

/* Whether the name of an event stands in a sentence as a whole. */
static gboolean
is_named (const char *folded_sentence, const char *name)
{
  g_autofree char *folded = g_utf8_strdown (name, -1);
  const char *at;

  if (g_utf8_strlen (folded, -1) < MIN_EVENT_NAME)
    return FALSE;
  at = strstr (folded_sentence, folded);
  if (at == NULL)
    return FALSE;
  if (at > folded_sentence && g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (at))))
    return FALSE;
  return !g_unichar_isalnum (g_utf8_get_char (at + strlen (folded)));
}

/* Of all events of that name the one next to the date; none if one is on that day. */
static const HearthProofEvent *
find_other (HearthProof *self, const HearthProofEvent *named, guint32 day)
{
  const HearthProofEvent *nearest = NULL;

  for (gsize i = 0; i < self->context->n_events; i++) {
    const HearthProofEvent *each = &self->context->events[i];

    if (g_ascii_strcasecmp (each->name, named->name) != 0)
      continue;
    if (each->day == day)
      return NULL;
    if (nearest == NULL || get_distance (each->day, day) < get_distance (nearest->day, day))
      nearest = each;
  }
  return nearest;
}

static void
check_events (HearthProof *self, const HearthProofSentence *sentence, const HearthProofDate *date)
{
  g_autofree char *text = hearth_proof_text_dup (self->text, sentence->first, sentence->last);
  g_autofree char *folded = g_utf8_strdown (text, -1);
  guint32 day;

  if (!find_day (self, date, &day))
    return;
  for (gsize i = 0; i < self->context->n_events; i++) {
    const HearthProofEvent *event = &self->context->events[i];
    const HearthProofEvent *other;
    g_autofree char *right = NULL;

    if (!is_named (folded, event->name))
      continue;
    other = find_other (self, event, day);
    if (other == NULL || get_distance (other->day, day) > NEAR)
      return;
    right = hearth_proof_dup_date (self, date, other->day);
    hearth_proof_add (self, HEARTH_PROOF_DATE, date->first, date->last,
                      /* Translators: the name of an event, and a date */
                      g_strdup_printf (_("“%s” stands in the calendar on %s."), event->name,
                                       right),
                      right, NULL);
    return;
  }
}

/**
 * hearth_proof_check_dates:
 * @self: a check
 *
 * Marks dates that do not exist, are another day of the week, or are not those of the calendar.
 */
void
hearth_proof_check_dates (HearthProof *self)
{
  for (guint i = 0; i < self->text->sentences->len; i++) {
    const HearthProofSentence *sentence =
        &g_array_index (self->text->sentences, HearthProofSentence, i);
    HearthProofDate date, only = { 0 };
    guint n_dates = 0;
    guint k = sentence->first;

    while (k < sentence->last) {
      if (!hearth_proof_read_date (self, k, sentence->last, &date)) {
        k++;
        continue;
      }
      check_date (self, &date);
      only = date;
      n_dates++;
      k = date.last;
    }
    if (n_dates == 1)
      check_events (self, sentence, &only);
  }
}
