/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-words.h"

#include "hearth-letter-face.h"
#include "hearth-tongue.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

/* Of whom a letter is from: what is more than an address is not printed. */
#define MAX_SENDER_LINES 8

/* To whom it goes, as it stands on paper; an address of mail does not. */
static char *
dup_recipient (const HearthLetter *letter)
{
  char *recipient;

  if (*letter->address == '\0' || strchr (letter->address, '@') != NULL)
    return NULL;
  recipient = g_strdup_printf ("%s\n%s", letter->recipient, letter->address);
  return g_strchug (recipient);
}

/* Lines without end would be pages of their own. */
static char *
dup_sender (const HearthLetter *letter)
{
  g_auto (GStrv) lines = g_strsplit (letter->sender, "\n", MAX_SENDER_LINES + 1);

  if (g_strv_length (lines) > MAX_SENDER_LINES)
    g_clear_pointer (&lines[MAX_SENDER_LINES], g_free);
  return g_strstrip (g_strjoinv ("\n", lines));
}

/* Whom a PDF names as its author: the first line of the sender. */
static char *
dup_author (const char *sender)
{
  return g_strchomp (g_strndup (sender, strcspn (sender, "\n")));
}

/* The day that stands on it, in the language of the letter where its words are known. */
static char *
dup_date (const HearthLetter *letter, const HearthTongue *tongue)
{
  gint64 day = hearth_letter_get_day (letter);
  g_autoptr (GDateTime) time = NULL;
  int year, month, number;

  if (day == 0)
    return NULL;
  if (tongue != NULL && sscanf (letter->date, "%4d-%2d-%2d", &year, &month, &number) == 3)
    return hearth_tongue_dup_day (tongue, year, (guint) month, (guint) number);
  time = g_date_time_new_from_unix_local (day);
  /* Translators: the day on a letter, as strftime() writes it */
  return g_date_time_format (time, _("%-d %B %Y"));
}

static char *
dup_title (const HearthLetter *letter, const HearthTongue *tongue)
{
  return tongue != NULL && *letter->title == '\0' && *letter->recipient != '\0'
             ? hearth_tongue_dup_title (tongue, letter->recipient)
             : hearth_letter_dup_title (letter);
}

static const char *
hold (GPtrArray *holder, char *text)
{
  g_ptr_array_add (holder, text);
  return text;
}

/**
 * hearth_letter_words_of:
 * @letter: a letter of the store
 * @holder: (element-type utf8): frees what it holds with g_free()
 *
 * What is put beside its text is in the language of the letter, and not of the desktop.
 *
 * Returns: what of a letter is put on paper; what it points to lives as long as @letter and @holder
 */
HearthLetterWords
hearth_letter_words_of (const HearthLetter *letter, GPtrArray *holder)
{
  HearthLetterWords words = { .language = hearth_letter_get_language (letter),
                              .text = letter->text,
                              .written = letter->created };
  const HearthTongue *tongue = hearth_tongue_find (words.language);

  words.id = hold (holder, g_strdup_printf ("%" G_GINT64_FORMAT, letter->id));
  words.title = hold (holder, dup_title (letter, tongue));
  words.recipient = hold (holder, dup_recipient (letter));
  words.sender = hold (holder, dup_sender (letter));
  words.author = hold (holder, dup_author (words.sender));
  words.date = hold (holder, dup_date (letter, tongue));
  return words;
}
