/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-tongue.h"

#include <string.h>

/* What is translated follows the desktop. A letter to a friend abroad does not: its date, what it
 * is called and the headings of a book are in the language that it is written in, whatever is
 * installed here. */

struct _HearthTongue {
  const char *tag; /* BCP 47, in lower case; the first that fits is taken */
  const char *months[12];
  const char *first; /* (nullable): what the first of a month is called, if not "1" */
  const char *after; /* behind the day */
  const char *of;    /* before the year */
  gboolean month_first;
  const char *to;       /* before a name */
  const char *letter;   /* before a number */
  const char *contents; /* above the list of a book */
};

#define ENGLISH_MONTHS                                                                             \
  {                                                                                                \
    "January", "February", "March", "April", "May", "June", "July", "August", "September",         \
        "October", "November", "December"                                                          \
  }
#define GERMAN_MONTHS(january)                                                                     \
  {                                                                                                \
    january, "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",  \
        "November", "Dezember"                                                                     \
  }

static const HearthTongue tongues[] = {
  { "en-us", ENGLISH_MONTHS, NULL, "", ", ", TRUE, "Letter to ", "Letter ", "Contents" },
  { "en", ENGLISH_MONTHS, NULL, " ", " ", FALSE, "Letter to ", "Letter ", "Contents" },
  { "de-at", GERMAN_MONTHS ("Jänner"), NULL, ". ", " ", FALSE, "Brief an ", "Brief ", "Inhalt" },
  { "de", GERMAN_MONTHS ("Januar"), NULL, ". ", " ", FALSE, "Brief an ", "Brief ", "Inhalt" },
  { "fr",
    { "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
      "octobre", "novembre", "décembre" },
    "1er",
    " ",
    " ",
    FALSE,
    "Lettre à ",
    "Lettre ",
    "Table des matières" },
  { "es",
    { "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
      "octubre", "noviembre", "diciembre" },
    NULL,
    " de ",
    " de ",
    FALSE,
    "Carta a ",
    "Carta ",
    "Índice" },
  { "it",
    { "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre",
      "ottobre", "novembre", "dicembre" },
    "1º",
    " ",
    " ",
    FALSE,
    "Lettera a ",
    "Lettera ",
    "Indice" },
  { "nl",
    { "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
      "oktober", "november", "december" },
    NULL,
    " ",
    " ",
    FALSE,
    "Brief aan ",
    "Brief ",
    "Inhoud" },
  { "pt",
    { "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro",
      "outubro", "novembro", "dezembro" },
    NULL,
    " de ",
    " de ",
    FALSE,
    "Carta a ",
    "Carta ",
    "Índice" },
};

/* "de" is German, and so is "de-CH", but "den" is not. */
static gboolean
fits (const char *tag, const char *language)
{
  gsize length = strlen (tag);

  for (gsize i = 0; i < length; i++) {
    char c = language[i] == '_' ? '-' : g_ascii_tolower (language[i]);

    if (c != tag[i])
      return FALSE;
  }
  return !g_ascii_isalnum (language[length]);
}

/**
 * hearth_tongue_find:
 * @language: (nullable): BCP 47, such as "de-CH", or ""
 *
 * Returns: (transfer none) (nullable): its words; %NULL where they are not known, and those of the
 *   desktop have to do
 */
const HearthTongue *
hearth_tongue_find (const char *language)
{
  for (guint i = 0; language != NULL && i < G_N_ELEMENTS (tongues); i++) {
    if (fits (tongues[i].tag, language))
      return &tongues[i];
  }
  return NULL;
}

/**
 * hearth_tongue_get_month:
 * @self: the words of a language
 * @month: 1 for January to 12
 *
 * Returns: what it is called within a date
 */
const char *
hearth_tongue_get_month (const HearthTongue *self, guint month)
{
  g_return_val_if_fail (month >= 1 && month <= 12, "");

  return self->months[month - 1];
}

/**
 * hearth_tongue_dup_day:
 * @self: the words of a language
 * @year: such as 2026
 * @month: 1 for January to 12
 * @day: of the month, from 1
 *
 * Returns: (transfer full): the day as it stands on a letter: "3. Mai 2026"
 */
char *
hearth_tongue_dup_day (const HearthTongue *self, int year, guint month, guint day)
{
  const char *name = hearth_tongue_get_month (self, month);
  g_autofree char *number =
      day == 1 && self->first != NULL ? g_strdup (self->first) : g_strdup_printf ("%u", day);

  if (self->month_first)
    return g_strdup_printf ("%s %s%s%d", name, number, self->of, year);
  return g_strdup_printf ("%s%s%s%s%d", number, self->after, name, self->of, year);
}

/**
 * hearth_tongue_dup_title:
 * @self: the words of a language
 * @recipient: whom a letter is to
 *
 * Returns: (transfer full): what a letter to them is called
 */
char *
hearth_tongue_dup_title (const HearthTongue *self, const char *recipient)
{
  return g_strconcat (self->to, recipient, NULL);
}

/**
 * hearth_tongue_dup_number:
 * @self: the words of a language
 * @number: of a letter in a book, from 1
 *
 * Returns: (transfer full): what a letter without a title is called there
 */
char *
hearth_tongue_dup_number (const HearthTongue *self, guint number)
{
  return g_strdup_printf ("%s%u", self->letter, number);
}

/**
 * hearth_tongue_get_contents:
 * @self: the words of a language
 *
 * Returns: what stands above the list of the letters in a book
 */
const char *
hearth_tongue_get_contents (const HearthTongue *self)
{
  return self->contents;
}
