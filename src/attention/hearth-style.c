/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-style.h"

#include <string.h>

#include "hearth-language.h"
#include "hearth-sent-letters.h"

/* So many mails say how somebody writes; the newest count. */
#define MAX_MAILS 40
/* With fewer to one person those to others are looked at. */
#define MIN_MAILS 2
#define MAX_TEXT (16 * 1024)
#define MAX_EXCERPT 280
#define MIN_EXCERPT_WORDS 6

/* What most letters have, if more of them have it than not. Once is no habit, and might be somebody
 * else's words that no program could tell from the owner's. */
static char *
choose_most (GPtrArray *letters, gsize offset, gboolean *without)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  g_autofree char *best = NULL;
  guint n_without = 0;
  guint count;

  for (guint i = 0; i < letters->len; i++) {
    const HearthSentLetter *sent = g_ptr_array_index (letters, i);
    char *text = G_STRUCT_MEMBER (char *, sent->letter, offset);

    n_without += text == NULL;
    g_ptr_array_add (texts, text);
  }
  best = hearth_letters_choose (texts, &count);
  *without = n_without * 2 > letters->len;
  return !*without && count >= MIN_MAILS ? g_steal_pointer (&best) : NULL;
}

/* The form in which most are greeted, without their names. */
static char *
choose_form (GPtrArray *letters)
{
  g_autoptr (GPtrArray) forms = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *best = NULL;
  guint count;

  for (guint i = 0; i < letters->len; i++) {
    const HearthSentLetter *sent = g_ptr_array_index (letters, i);
    const char *greeting = sent->letter->greeting;

    g_ptr_array_add (forms,
                     greeting != NULL ? hearth_greeting_dup_form (greeting, sent->name) : NULL);
  }
  best = hearth_letters_choose (forms, &count);
  return count >= MIN_MAILS ? g_steal_pointer (&best) : NULL;
}

static int
compare_words_cb (gconstpointer a, gconstpointer b)
{
  const HearthSentLetter *x = *(HearthSentLetter *const *) a;
  const HearthSentLetter *y = *(HearthSentLetter *const *) b;

  return x->letter->n_words < y->letter->n_words ? -1 : x->letter->n_words > y->letter->n_words;
}

static char *
cut_excerpt (const char *body)
{
  const char *end;
  g_autofree char *cut = NULL;

  if (g_utf8_strlen (body, -1) <= MAX_EXCERPT)
    return g_strdup (body);
  end = g_utf8_offset_to_pointer (body, MAX_EXCERPT);
  while (end > body && *end != ' ')
    end--;
  cut = g_strndup (body, (gsize) (end - body));
  return g_strconcat (cut, " …", NULL);
}

/* What the letters have in common. */
static void
summarise (HearthStyle *self, GPtrArray *letters)
{
  g_autoptr (GPtrArray) by_length = g_ptr_array_new ();
  g_autoptr (GString) all = g_string_new (NULL);
  gboolean ignored;
  guint formal = 0;

  for (guint i = 0; i < letters->len; i++) {
    HearthSentLetter *sent = g_ptr_array_index (letters, i);
    const HearthWrittenMail *letter = sent->letter;

    formal += letter->formal;
    g_ptr_array_add (by_length, sent);
    if (all->len < MAX_TEXT)
      g_string_append_printf (all, "%s\n", letter->body);
    if (self->excerpts->len < HEARTH_STYLE_EXCERPTS && !sent->may_quote &&
        letter->n_words >= MIN_EXCERPT_WORDS) {
      g_ptr_array_add (self->excerpts, cut_excerpt (letter->body));
      g_array_append_val (self->excerpt_ids, sent->id);
    }
  }
  g_ptr_array_sort (by_length, compare_words_cb);
  self->median_words =
      ((HearthSentLetter *) g_ptr_array_index (by_length, by_length->len / 2))->letter->n_words;
  self->formal = formal * 2 > letters->len;
  self->greeting =
      choose_most (letters, G_STRUCT_OFFSET (HearthWrittenMail, greeting), &self->without_greeting);
  self->greeting_form = self->without_greeting ? NULL : choose_form (letters);
  self->closing = choose_most (letters, G_STRUCT_OFFSET (HearthWrittenMail, closing), &ignored);
  g_free (self->language);
  self->language = g_strdup (hearth_language_of_text (all->str, all->len));
}

/**
 * hearth_style_read:
 * @letters: (element-type HearthSentLetter): mails that the owner wrote, the newest first
 *
 * Returns: (transfer full): how they are written; with no mails if there is nothing to tell
 */
HearthStyle *
hearth_style_read (GPtrArray *letters)
{
  HearthStyle *self = g_new0 (HearthStyle, 1);

  self->excerpts = g_ptr_array_new_with_free_func (g_free);
  self->excerpt_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->language = g_strdup ("");
  self->n_mails = letters->len;
  if (letters->len > 0)
    summarise (self, letters);
  return self;
}

/**
 * hearth_style_load:
 * @db: a database
 * @address: to whom is written
 * @error: return location for a #HearthStoreError
 *
 * Reads how the owner writes to somebody; where they have hardly written to them, how they write
 * to others. What they make of a draft before it goes is part of it the next time. All of it is
 * %HEARTH_LABEL_KNOWN: words that recur in sent mail, and excerpts of what quotes nobody.
 *
 * Returns: (transfer full) (nullable): their style; %NULL on an error
 */
HearthStyle *
hearth_style_load (HearthDatabase *db, const char *address, GError **error)
{
  g_autoptr (GPtrArray) letters = hearth_sent_letters_load (db, address, 0, MAX_MAILS, error);
  HearthStyle *style;

  if (letters == NULL)
    return NULL;
  if (letters->len < MIN_MAILS) {
    g_ptr_array_unref (letters);
    letters = hearth_sent_letters_load (db, NULL, 0, MAX_MAILS, error);
    if (letters == NULL)
      return NULL;
    return hearth_style_read (letters);
  }
  style = hearth_style_read (letters);
  style->to_person = TRUE;
  return style;
}

/* How it begins: as to that one, or in the form that others are greeted in. */
static void
describe_greeting (const HearthStyle *self, GString *text)
{
  const char *greeting = self->to_person ? self->greeting : self->greeting_form;

  if (self->without_greeting)
    g_string_append (text, "- begins without a greeting\n");
  else if (greeting != NULL)
    g_string_append_printf (text, "- begins: %s\n", greeting);
}

/**
 * hearth_style_describe:
 * @self: a style
 * @address: to whom is written
 *
 * Returns: (transfer full): it in words for whoever writes a draft, bounded; "" if nothing is known
 */
char *
hearth_style_describe (const HearthStyle *self, const char *address)
{
  GString *text = g_string_new (NULL);

  if (self->n_mails == 0)
    return g_string_free (text, FALSE);
  g_string_append_printf (text, "How the owner writes to %s, by their last %u mails%s:\n",
                          self->to_person ? address : "others", self->n_mails,
                          self->to_person ? "" : " (they have hardly written to this address)");
  if (*self->language != '\0')
    g_string_append_printf (text, "- language: %s\n", self->language);
  g_string_append_printf (text, "- %s, about %u words\n", self->formal ? "formal" : "informal",
                          self->median_words);
  describe_greeting (self, text);
  if (self->closing != NULL)
    g_string_append_printf (text, "- ends:\n%s\n", self->closing);
  /* What was written to others is not for this one. */
  for (guint i = 0; self->to_person && i < self->excerpts->len; i++)
    g_string_append_printf (text, "- for example: %s\n",
                            (const char *) g_ptr_array_index (self->excerpts, i));
  return g_string_free (text, FALSE);
}

/**
 * hearth_style_free:
 * @self: (nullable) (transfer full): a style
 */
void
hearth_style_free (HearthStyle *self)
{
  if (self == NULL)
    return;
  g_free (self->greeting);
  g_free (self->greeting_form);
  g_free (self->closing);
  g_free (self->language);
  g_ptr_array_unref (self->excerpts);
  g_array_unref (self->excerpt_ids);
  g_free (self);
}
