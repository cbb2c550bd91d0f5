/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-proof-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* Names of people that are almost spelled like those of the address book, and a greeting of
 * somebody whom the letter is not to. Many names are one letter apart, so that a name that is
 * known, or a word that is in the dictionary, is left alone; only in the greeting it is held
 * against the recipient. */

#define MAX_NAME 24
#define MIN_NAME 4
/* How many unknown words are held against all names. */
#define MAX_UNKNOWN 2000

static const char *const greetings[] = { "dear",   "hi",    "hello", "hey",   "liebe",
                                         "lieber", "hallo", "cher",  "chère", "bonjour",
                                         "salut",  "moin",  "guten", NULL };
static const char *const titles[] = { "mr",    "mrs",  "ms",     "dr",       "prof",
                                      "frau",  "herr", "madame", "monsieur", "mme",
                                      "miss",  "sir",  "aunt",   "uncle",    "tante",
                                      "onkel", "oma",  "opa",    "morgen",   "tag",
                                      "abend", "und",  "and",    "et",       NULL };

static gboolean
read_chars (const char *word, gunichar chars[MAX_NAME], gsize *length)
{
  *length = 0;
  for (const char *p = word; *p != '\0'; p = g_utf8_next_char (p)) {
    if (*length == MAX_NAME)
      return FALSE;
    chars[(*length)++] = g_unichar_tolower (g_utf8_get_char (p));
  }
  return TRUE;
}

/* Whether one letter was left out, added or changed, or two stand in the wrong order. */
static gboolean
is_close (const char *left, const char *right)
{
  gunichar a[MAX_NAME], b[MAX_NAME];
  gsize n_a, n_b, head = 0, tail = 0;

  if (!read_chars (left, a, &n_a) || !read_chars (right, b, &n_b) || n_a + 1 < n_b || n_b + 1 < n_a)
    return FALSE;
  while (head < MIN (n_a, n_b) && a[head] == b[head])
    head++;
  while (tail < MIN (n_a, n_b) - head && a[n_a - 1 - tail] == b[n_b - 1 - tail])
    tail++;
  if (n_a == n_b && n_a - head - tail == 2)
    return a[head] == b[head + 1] && a[head + 1] == b[head];
  return MAX (n_a, n_b) - head - tail == 1;
}

/* "Anja’s", "Anjas" and "d’Anja" are Anja. */
static char *
dup_bare (HearthProof *self, guint index)
{
  g_autofree char *word = hearth_proof_text_dup (self->text, index, index + 1);
  g_auto (GStrv) curved = g_strsplit (word, "’", 2);
  g_autofree char *straight = g_strjoinv ("'", curved);
  char *mark = strchr (straight, '\'');

  if (mark != NULL && mark - straight <= 2 && self->text->language == HEARTH_PROOF_FRENCH)
    return g_strdup (mark + 1);
  if (mark != NULL)
    *mark = '\0';
  return g_steal_pointer (&straight);
}

static gboolean
is_known (HearthProof *self, const char *word)
{
  g_autofree char *without = NULL;

  if (g_hash_table_contains (self->name_words, word))
    return TRUE;
  if (!g_str_has_suffix (word, "s"))
    return FALSE;
  without = g_strndup (word, strlen (word) - 1);
  return g_hash_table_contains (self->name_words, without);
}

static gboolean
is_of_recipient (HearthProof *self, const char *word)
{
  g_auto (GStrv) parts = g_strsplit_set (self->context->recipient, " ,.", -1);

  return g_strv_contains ((const char *const *) parts, word);
}

static char *
dup_close_of_recipient (HearthProof *self, const char *word)
{
  g_auto (GStrv) parts = g_strsplit_set (self->context->recipient, " ,.", -1);

  for (guint i = 0; parts[i] != NULL; i++) {
    if (g_utf8_strlen (parts[i], -1) >= 3 && is_close (parts[i], word))
      return g_strdup (parts[i]);
  }
  return NULL;
}

static char *
dup_first_name (HearthProof *self)
{
  g_auto (GStrv) parts = g_strsplit_set (self->context->recipient, " ,", 2);

  return g_strdup (parts[0]);
}

static void
check_greeted (HearthProof *self, guint index)
{
  g_autofree char *word = dup_bare (self, index);
  g_autofree char *close = NULL;
  g_autofree char *first = NULL;

  if (is_of_recipient (self, word) || g_utf8_strlen (word, -1) < 3)
    return;
  close = dup_close_of_recipient (self, word);
  if (close != NULL) {
    hearth_proof_add (self, HEARTH_PROOF_NAME, index, index + 1,
                      /* Translators: two spellings of a name */
                      g_strdup_printf (_("The letter is to “%s”, which is not spelled “%s”."),
                                       close, word),
                      close, NULL);
    return;
  }
  if (!g_hash_table_contains (self->name_words, word))
    return;
  first = dup_first_name (self);
  hearth_proof_add (self, HEARTH_PROOF_NAME, index, index + 1,
                    /* Translators: two names */
                    g_strdup_printf (_("The letter is to %s, and greets %s."),
                                     self->context->recipient, word),
                    first, NULL);
}

/* Returns: whether the sentence is a greeting. */
static gboolean
check_greeting (HearthProof *self, const HearthProofSentence *sentence)
{
  guint i = sentence->first;

  if (!hearth_proof_text_in (self->text, i, greetings))
    return FALSE;
  for (i++; i < sentence->last; i++) {
    const HearthProofToken *token = hearth_proof_text_get (self->text, i);

    if (token->kind == HEARTH_PROOF_MARK && token->character != '.')
      break;
    if (token->kind == HEARTH_PROOF_WORD && g_unichar_isupper (token->character) &&
        !hearth_proof_text_in (self->text, i, titles))
      check_greeted (self, i);
  }
  return TRUE;
}

/* Only one name: where two are as close, nobody knows which was meant. */
static char *
dup_close (HearthProof *self, const char *word)
{
  GHashTableIter iter;
  gpointer name;
  const char *found = NULL;

  g_hash_table_iter_init (&iter, self->name_words);
  while (g_hash_table_iter_next (&iter, &name, NULL)) {
    if (!g_unichar_isupper (g_utf8_get_char (name)) || g_utf8_strlen (name, -1) < MIN_NAME ||
        !is_close (name, word))
      continue;
    if (found != NULL)
      return NULL;
    found = name;
  }
  return g_strdup (found);
}

static void
check_word (HearthProof *self, guint index, guint *n_unknown)
{
  const HearthProofToken *token = hearth_proof_text_get (self->text, index);
  g_autofree char *word = NULL;
  g_autofree char *close = NULL;

  if (token->kind != HEARTH_PROOF_WORD || !g_unichar_isupper (token->character) ||
      token->end - token->start < MIN_NAME || self->context->speller == NULL ||
      hearth_speller_check (self->context->speller, self->text->text + token->from,
                            token->to - token->from))
    return;
  word = dup_bare (self, index);
  if (is_known (self, word) || g_utf8_strlen (word, -1) < MIN_NAME || *n_unknown >= MAX_UNKNOWN)
    return;
  *n_unknown += 1;
  close = dup_close (self, word);
  if (close != NULL)
    hearth_proof_add (self, HEARTH_PROOF_NAME, index, index + 1,
                      /* Translators: two spellings of a name */
                      g_strdup_printf (_("You know “%s”; this is spelled “%s”."), close, word),
                      close, NULL);
}

/**
 * hearth_proof_check_names:
 * @self: a check
 *
 * Marks names that are almost those of people whom the owner knows, and a greeting of somebody
 * else.
 */
void
hearth_proof_check_names (HearthProof *self)
{
  gboolean to_somebody = self->context->recipient != NULL && *self->context->recipient != '\0';
  guint n_unknown = 0;

  for (guint i = 0; i < self->text->sentences->len; i++) {
    const HearthProofSentence *sentence =
        &g_array_index (self->text->sentences, HearthProofSentence, i);

    /* A greeting stands at the beginning, or under an address. */
    if (to_somebody && i < 4 && check_greeting (self, sentence))
      continue;
    for (guint k = sentence->first; k < sentence->last; k++)
      check_word (self, k, &n_unknown);
  }
}
