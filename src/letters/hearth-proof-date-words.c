/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-proof-dates.h"

#include "hearth-tongue.h"

#include <stdlib.h>
#include <string.h>

/* Reads dates as they are written in letters: "Friday, 3 May 2026", "May 3rd", "Freitag, den 3.
 * Mai", "Freitag, 3.5.", "vendredi 3 mai". */

static const char *const months[][13] = {
  [HEARTH_PROOF_OTHER] = { NULL },
  [HEARTH_PROOF_ENGLISH] = { "january", "february", "march", "april", "may", "june", "july",
                             "august", "september", "october", "november", "december", NULL },
  [HEARTH_PROOF_GERMAN] = { "januar", "februar", "märz", "april", "mai", "juni", "juli", "august",
                            "september", "oktober", "november", "dezember", NULL },
  [HEARTH_PROOF_FRENCH] = { "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
                            "septembre", "octobre", "novembre", "décembre", NULL },
};

static const char *const tags[] = {
  [HEARTH_PROOF_OTHER] = NULL,
  [HEARTH_PROOF_ENGLISH] = "en",
  [HEARTH_PROOF_GERMAN] = "de",
  [HEARTH_PROOF_FRENCH] = "fr",
};

static const char *const weekdays[][8] = {
  [HEARTH_PROOF_OTHER] = { NULL },
  [HEARTH_PROOF_ENGLISH] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
                             "Sunday", NULL },
  [HEARTH_PROOF_GERMAN] = { "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag",
                            "Sonntag", NULL },
  [HEARTH_PROOF_FRENCH] = { "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
                            NULL },
};

static const char *const fillers[] = { "the", "den", "dem", "le", "of", NULL };

/**
 * hearth_proof_get_weekday:
 * @self: a check
 * @number: 1 for Monday to 7
 *
 * Returns: its name in the language of the text
 */
const char *
hearth_proof_get_weekday (HearthProof *self, guint number)
{
  return weekdays[self->text->language][number - 1];
}

/* Returns: 1 for the first of @names, or 0. */
static guint
find_name (HearthProof *self, guint index, const char *const *names)
{
  const HearthProofToken *token = hearth_proof_text_get (self->text, index);
  g_autofree char *folded = NULL;

  if (token == NULL || token->kind != HEARTH_PROOF_WORD || token->end - token->start > 12)
    return 0;
  folded = hearth_proof_text_fold (self->text, index);
  for (guint i = 0; names[i] != NULL; i++) {
    if (g_ascii_strcasecmp (names[i], folded) == 0)
      return i + 1;
  }
  return 0;
}

static guint
find_weekday (HearthProof *self, guint index)
{
  if (self->text->language == HEARTH_PROOF_GERMAN &&
      hearth_proof_text_is (self->text, index, "sonnabend"))
    return 6;
  return find_name (self, index, weekdays[self->text->language]);
}

/* "3 may come": months have a capital in English. */
static guint
find_month (HearthProof *self, guint index)
{
  const HearthProofToken *token = hearth_proof_text_get (self->text, index);

  if (token == NULL ||
      (self->text->language == HEARTH_PROOF_ENGLISH && !g_unichar_isupper (token->character)))
    return 0;
  if (self->text->language == HEARTH_PROOF_GERMAN &&
      hearth_proof_text_is (self->text, index, "jänner"))
    return 1;
  return find_name (self, index, months[self->text->language]);
}

/* "3", "3rd", "1er"; a year has four digits. */
static gboolean
read_number (HearthProof *self, guint index, guint *number)
{
  static const char *const endings[] = { "", "st", "nd", "rd", "th", "er", NULL };
  const HearthProofToken *token = hearth_proof_text_get (self->text, index);
  g_autofree char *text = NULL;
  char *end;

  if (token == NULL || token->kind != HEARTH_PROOF_NUMBER || token->end - token->start > 6)
    return FALSE;
  text = hearth_proof_text_fold (self->text, index);
  *number = (guint) strtoul (text, &end, 10);
  return g_strv_contains (endings, end) && *number > 0;
}

static gboolean
is_mark (HearthProof *self, guint index, gunichar mark)
{
  const HearthProofToken *token = hearth_proof_text_get (self->text, index);

  return token != NULL && token->kind == HEARTH_PROOF_MARK && token->character == mark;
}

static guint
skip_spaces (HearthProof *self, guint index)
{
  const HearthProofToken *token;

  while ((token = hearth_proof_text_get (self->text, index)) != NULL &&
         token->kind == HEARTH_PROOF_SPACE)
    index++;
  return index;
}

/* ", den " and the like. */
static guint
skip_fillers (HearthProof *self, guint index)
{
  index = skip_spaces (self, index);
  if (is_mark (self, index, ','))
    index = skip_spaces (self, index + 1);
  if (hearth_proof_text_in (self->text, index, fillers))
    index = skip_spaces (self, index + 1);
  return index;
}

/* A year behind the date, with or without a comma. */
static void
read_year (HearthProof *self, HearthProofDate *date, gboolean glued)
{
  guint at = glued ? date->last : skip_spaces (self, date->last);
  guint year;

  if (!glued && is_mark (self, at, ','))
    at = skip_spaces (self, at + 1);
  if (!read_number (self, at, &year) || year < 1800 || year > 2199)
    return;
  date->year = year;
  date->last = at + 1;
}

/* "3 May", "3rd of May", "3. Mai" */
static gboolean
read_day_first (HearthProof *self, guint index, HearthProofDate *date)
{
  guint at = index + 1;

  if (!read_number (self, index, &date->day) || date->day > 99)
    return FALSE;
  if (is_mark (self, at, '.'))
    at++;
  at = skip_spaces (self, at);
  if (hearth_proof_text_is (self->text, at, "of"))
    at = skip_spaces (self, at + 1);
  date->month = find_month (self, at);
  date->last = at + 1;
  if (date->month == 0)
    return FALSE;
  read_year (self, date, FALSE);
  return TRUE;
}

/* "May 3", "May 3rd"; German and French do not write it like that. */
static gboolean
read_month_first (HearthProof *self, guint index, HearthProofDate *date)
{
  guint at;

  if (self->text->language != HEARTH_PROOF_ENGLISH)
    return FALSE;
  date->month = find_month (self, index);
  at = skip_spaces (self, index + 1);
  if (date->month == 0 || at == index + 1 || !read_number (self, at, &date->day) || date->day > 99)
    return FALSE;
  date->month_first = TRUE;
  date->last = at + 1;
  read_year (self, date, FALSE);
  return TRUE;
}

/* "3.5." and "3.5.2026" */
static gboolean
read_digits (HearthProof *self, guint index, HearthProofDate *date)
{
  if (self->text->language != HEARTH_PROOF_GERMAN || !read_number (self, index, &date->day) ||
      date->day > 31 || !is_mark (self, index + 1, '.') ||
      !read_number (self, index + 2, &date->month) || date->month > 12 ||
      !is_mark (self, index + 3, '.'))
    return FALSE;
  date->in_digits = TRUE;
  date->last = index + 4;
  read_year (self, date, TRUE);
  return TRUE;
}

/**
 * hearth_proof_read_date:
 * @self: a check
 * @index: a token
 * @limit: the token before which the date has to end
 * @date: (out): the date
 *
 * Returns: whether a date, or a weekday and a date, begins at @index
 */
gboolean
hearth_proof_read_date (HearthProof *self, guint index, guint limit, HearthProofDate *date)
{
  guint at = index;

  memset (date, 0, sizeof *date);
  if (self->text->language == HEARTH_PROOF_OTHER)
    return FALSE;
  date->named = find_weekday (self, index);
  if (date->named != 0) {
    date->has_weekday = TRUE;
    date->weekday = index;
    at = skip_fillers (self, index + 1);
  }
  date->first = at;
  return (read_digits (self, at, date) || read_day_first (self, at, date) ||
          read_month_first (self, at, date)) &&
         date->last <= limit;
}

/**
 * hearth_proof_dup_date:
 * @self: a check
 * @like: a date of the text
 * @day: a day, as g_date_get_julian() counts
 *
 * Returns: (transfer full): that day, written as @like is
 */
char *
hearth_proof_dup_date (HearthProof *self, const HearthProofDate *like, guint32 day)
{
  g_autofree char *date = NULL;
  const char *month;
  GDate julian;

  g_date_clear (&julian, 1);
  g_date_set_julian (&julian, day);
  month = hearth_tongue_get_month (hearth_tongue_find (tags[self->text->language]),
                                   (guint) g_date_get_month (&julian));
  if (like->in_digits)
    date = g_strdup_printf ("%d.%d.", g_date_get_day (&julian), (int) g_date_get_month (&julian));
  else if (like->month_first)
    date = g_strdup_printf ("%s %d", month, g_date_get_day (&julian));
  else
    date = g_strdup_printf ("%d%s %s", g_date_get_day (&julian),
                            self->text->language == HEARTH_PROOF_GERMAN ? "." : "", month);
  if (like->year == 0)
    return g_steal_pointer (&date);
  return g_strdup_printf ("%s%s%d", date,
                          like->in_digits     ? ""
                          : like->month_first ? ", "
                                              : " ",
                          g_date_get_year (&julian));
}
