/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-words.h"

#include "hearth-letter-face.h"

#include <glib/gi18n.h>
#include <string.h>

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

/**
 * hearth_letter_words_of:
 * @letter: a letter of the store
 * @holder: (element-type utf8): frees what it holds with g_free()
 *
 * Returns: what of a letter is put on paper; what it points to lives as long as @letter and @holder
 */
HearthLetterWords
hearth_letter_words_of (const HearthLetter *letter, GPtrArray *holder)
{
  HearthLetterWords words = { .language = hearth_letter_get_language (letter),
                              .text = letter->text,
                              .written = letter->created };
  gint64 day = hearth_letter_get_day (letter);
  char *id = g_strdup_printf ("%" G_GINT64_FORMAT, letter->id);
  char *title = hearth_letter_dup_title (letter);
  char *recipient = dup_recipient (letter);

  g_ptr_array_add (holder, id);
  g_ptr_array_add (holder, title);
  g_ptr_array_add (holder, recipient);
  words.id = id;
  words.title = title;
  words.recipient = recipient;
  if (day != 0) {
    g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (day);
    /* Translators: the day on a letter, as strftime() writes it */
    char *text = g_date_time_format (time, _("%-d %B %Y"));

    g_ptr_array_add (holder, text);
    words.date = text;
  }
  return words;
}
