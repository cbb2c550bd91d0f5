/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-intents-private.h"

#include <string.h>

/* The owner's languages: that of the locale, and English, in which they may ask as well. */

/* No more words of a text are counted to tell its language. */
#define MAX_COUNTED 60

/**
 * hearth_intents_new_own:
 * @error: return location
 *
 * Loads the templates of the locale's language, and those of English beside them, so that a
 * question is understood in either.
 *
 * Returns: (transfer full) (nullable): the compiled templates
 */
HearthIntents *
hearth_intents_new_own (GError **error)
{
  const char *const *languages = g_get_language_names ();
  g_autoptr (HearthIntents) self = hearth_intents_new_for_language (languages[0], error);

  if (self == NULL)
    return NULL;
  if (strcmp (self->language, "en") != 0) {
    self->other = hearth_intents_new_for_language ("en", error);
    if (self->other == NULL)
      return NULL;
  }
  return g_steal_pointer (&self);
}

static guint
count_known (HearthIntents *self, char **words)
{
  guint n = 0;

  for (guint i = 0; words[i] != NULL; i++)
    n += g_hash_table_contains (self->grammar.vocabulary, words[i]) ||
         g_hash_table_contains (self->stop_words, words[i]) ||
         g_hash_table_contains (self->grammar.contractions, words[i]);
  return n;
}

/**
 * hearth_intents_pick:
 * @self: templates
 * @text: a sentence
 *
 * Returns: (transfer none): those of the language that knows more of its words; @self where both
 * know as many
 */
HearthIntents *
hearth_intents_pick (HearthIntents *self, const char *text)
{
  g_auto (GStrv) words = NULL;

  if (self->other == NULL)
    return self;
  words = g_strsplit_set (text, " \t\n,.?!;:", MAX_COUNTED);
  for (guint i = 0; words[i] != NULL; i++) {
    char *form = hearth_intents_normalise (words[i], MIN (strlen (words[i]), 80));

    g_free (words[i]);
    words[i] = form;
  }
  return count_known (self->other, words) > count_known (self, words) ? self->other : self;
}

/**
 * hearth_intents_get_number:
 * @self: templates
 * @word: a word that may count ("zweite", "second")
 *
 * Returns: (transfer none): the number, or the English word, that it stands for; @word itself where
 *   it stands for none
 */
const char *
hearth_intents_get_number (HearthIntents *self, const char *word)
{
  g_autofree char *form = hearth_intents_normalise (word, strlen (word));
  const char *number = g_hash_table_lookup (self->number_words, form);

  return number != NULL ? number : word;
}

/**
 * hearth_intents_dup_names:
 * @self: templates
 *
 * Returns: (transfer full): the intents that the owner's language has
 */
GStrv
hearth_intents_dup_names (HearthIntents *self)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < self->intents->len; i++)
    g_strv_builder_add (names, ((HearthIntent *) g_ptr_array_index (self->intents, i))->name);
  return g_strv_builder_end (names);
}
