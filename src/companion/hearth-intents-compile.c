/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-intents-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-text.h"

/* Compiles one sentence template: words, [optional], (one|another), {slot}, <expansion>. */

#define MAX_DEPTH 16
#define MAX_OPS 4000

typedef struct {
  HearthGrammar *grammar;
  HearthTemplate *template;
  GArray *ops;
  const char *sentence; /* for messages */
  guint depth;
} Compiler;

/* `required` gathers the words that every way through a part of a template passes. */
static gboolean compile_choice (Compiler *self, const char **p, char closing, GHashTable *required,
                                GError **error);

/**
 * hearth_intents_normalise:
 * @text: UTF-8 text
 * @length: in bytes
 *
 * Makes the form in which words are compared: folded, without apostrophes and hyphens.
 *
 * Returns: (transfer full): the word
 */
char *
hearth_intents_normalise (const char *text, gsize length)
{
  g_autofree char *copy = g_strndup (text, length);
  g_autofree char *folded = NULL;
  GString *out;
  gsize n = 0;

  /* Nearly every word is ASCII, and folding is slow. */
  for (gsize i = 0; (guchar) copy[i] < 0x80; i++) {
    if (copy[i] == '\0') {
      copy[n] = '\0';
      return g_steal_pointer (&copy);
    }
    if (copy[i] != '\'' && copy[i] != '-')
      copy[n++] = g_ascii_tolower (copy[i]);
  }
  g_free (copy);
  copy = g_strndup (text, length);
  folded = hearth_text_fold (copy);
  out = g_string_new (NULL);
  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c != '\'' && c != 0x2019 && c != '-' && c != 0x2010)
      g_string_append_unichar (out, c);
  }
  return g_string_free (out, FALSE);
}

static gboolean
fail (Compiler *self, GError **error, const char *what)
{
  g_set_error (error, HEARTH_COMPANION_ERROR, HEARTH_COMPANION_ERROR_BAD_INTENTS,
               _("The sentence “%s” is not understood: %s."), self->sentence, what);
  return FALSE;
}

static guint
emit (Compiler *self, HearthOpCode code, guint a, guint b)
{
  HearthOp op = { code, a, b };

  g_array_append_val (self->ops, op);
  return self->ops->len - 1;
}

static void
add_all (GHashTable *set, GHashTable *more)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, more);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_add (set, key);
}

static void
keep_common (GHashTable *set, GHashTable *other)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, set);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    if (!g_hash_table_contains (other, key))
      g_hash_table_iter_remove (&iter);
  }
}

static guint
intern (HearthGrammar *self, const char *word)
{
  gpointer number = g_hash_table_lookup (self->vocabulary, word);

  if (number == NULL) {
    char *copy = g_strdup (word);

    number = GUINT_TO_POINTER (self->words->len);
    g_ptr_array_add (self->words, copy);
    g_hash_table_insert (self->vocabulary, copy, number);
  }
  return GPOINTER_TO_UINT (number);
}

static gboolean
compile_slot (Compiler *self, const char **p, GError **error)
{
  const char *end = strchr (*p, '}');
  g_autofree char *name = NULL;
  const HearthSlotType *type;

  if (end == NULL)
    return fail (self, error, _("a “{” is not closed"));
  name = g_strndup (*p, end - *p);
  type = g_hash_table_lookup (self->grammar->slots, name);
  if (type == NULL)
    return fail (self, error, _("it names a slot that is not declared"));
  if (self->template->n_slots == HEARTH_MAX_SLOTS)
    return fail (self, error, _("it has too many slots"));
  self->template->slots[self->template->n_slots] = type;
  emit (self, HEARTH_OP_SLOT, self->template->n_slots, 0);
  self->template->n_slots++;
  *p = end + 1;
  return TRUE;
}

static gboolean
compile_expansion (Compiler *self, const char **p, GHashTable *required, GError **error)
{
  const char *end = strchr (*p, '>');
  g_autofree char *name = NULL;
  const char *text;

  if (end == NULL)
    return fail (self, error, _("a “<” is not closed"));
  name = g_strndup (*p, end - *p);
  text = g_hash_table_lookup (self->grammar->expansions, name);
  if (text == NULL)
    return fail (self, error, _("it names an expansion that is not declared"));
  *p = end + 1;
  return compile_choice (self, &text, '\0', required, error);
}

static void
compile_word (Compiler *self, const char **p, GHashTable *required)
{
  const char *start = *p;
  g_autofree char *word = NULL;
  g_auto (GStrv) words = NULL;
  const char *long_form;

  while (**p != '\0' && strchr (" \t\n[](){}<>|", **p) == NULL)
    (*p)++;
  word = hearth_intents_normalise (start, *p - start);
  if (*word == '\0')
    return;
  long_form = g_hash_table_lookup (self->grammar->contractions, word);
  words = g_strsplit (long_form != NULL ? long_form : word, " ", -1);
  for (guint i = 0; words[i] != NULL; i++) {
    guint number = intern (self->grammar, words[i]);

    emit (self, HEARTH_OP_WORD, number, 0);
    g_hash_table_add (required, GUINT_TO_POINTER (number));
  }
}

static gboolean
compile_sequence (Compiler *self, const char **p, GHashTable *required, GError **error)
{
  for (;;) {
    char c = **p;

    if (self->ops->len > MAX_OPS)
      return fail (self, error, _("it is too long"));
    if (c == '\0' || c == '|' || c == ')' || c == ']')
      return TRUE;
    if (g_ascii_isspace (c)) {
      (*p)++;
      continue;
    }
    if (c == '[') {
      g_autoptr (GHashTable) inner = g_hash_table_new (NULL, NULL);
      guint split = emit (self, HEARTH_OP_SPLIT, self->ops->len + 1, 0);

      (*p)++;
      if (!compile_choice (self, p, ']', inner, error))
        return FALSE;
      g_array_index (self->ops, HearthOp, split).b = self->ops->len;
    } else if (c == '(') {
      (*p)++;
      if (!compile_choice (self, p, ')', required, error))
        return FALSE;
    } else if (c == '{') {
      (*p)++;
      if (!compile_slot (self, p, error))
        return FALSE;
    } else if (c == '<') {
      (*p)++;
      if (!compile_expansion (self, p, required, error))
        return FALSE;
    } else if (c == '}' || c == '>') {
      return fail (self, error, _("a bracket is closed that was not opened"));
    } else {
      compile_word (self, p, required);
    }
  }
}

/* Alternatives up to the closing bracket, or to the end of the text. */
static gboolean
compile_choice (Compiler *self, const char **p, char closing, GHashTable *required, GError **error)
{
  g_autoptr (GHashTable) common = NULL;
  g_autoptr (GArray) jumps = g_array_new (FALSE, FALSE, sizeof (guint));

  if (++self->depth > MAX_DEPTH)
    return fail (self, error, _("it is nested too deeply"));
  for (;;) {
    g_autoptr (GHashTable) words = g_hash_table_new (NULL, NULL);
    const char *rest = *p;
    guint split = G_MAXUINT;
    guint level = 0;

    /* Whether another alternative follows decides whether this one needs a way around it. */
    for (; *rest != '\0' && !(level == 0 && (*rest == '|' || *rest == ')' || *rest == ']'));
         rest++) {
      if (*rest == '(' || *rest == '[')
        level++;
      else if ((*rest == ')' || *rest == ']') && level > 0)
        level--;
    }
    if (*rest == '|')
      split = emit (self, HEARTH_OP_SPLIT, self->ops->len + 1, 0);
    if (!compile_sequence (self, p, words, error))
      return FALSE;
    if (common == NULL)
      common = g_steal_pointer (&words);
    else
      keep_common (common, words);
    if (**p != '|')
      break;
    (*p)++;
    if (split != G_MAXUINT) {
      guint jump = emit (self, HEARTH_OP_JUMP, 0, 0);

      g_array_append_val (jumps, jump);
      g_array_index (self->ops, HearthOp, split).b = self->ops->len;
    }
  }
  for (guint i = 0; i < jumps->len; i++)
    g_array_index (self->ops, HearthOp, g_array_index (jumps, guint, i)).a = self->ops->len;
  add_all (required, common);
  self->depth--;
  if (**p != closing)
    return fail (self, error, _("a bracket is missing"));
  if (closing != '\0')
    (*p)++;
  return TRUE;
}

/**
 * hearth_grammar_compile:
 * @self: words, expansions and slots so far; new words are added
 * @sentence: a template
 * @template: (out caller-allocates): what it compiles to; its intent and settings are not touched
 * @error: return location
 *
 * Returns: whether it is well formed
 */
gboolean
hearth_grammar_compile (HearthGrammar *self, const char *sentence, HearthTemplate *template,
                        GError **error)
{
  g_autoptr (GArray) ops = g_array_new (FALSE, FALSE, sizeof (HearthOp));
  g_autoptr (GHashTable) required = g_hash_table_new (NULL, NULL);
  Compiler compiler = { .grammar = self, .template = template, .ops = ops, .sentence = sentence };
  const char *p = sentence;
  GHashTableIter iter;
  gpointer key;

  if (!compile_choice (&compiler, &p, '\0', required, error))
    return FALSE;
  emit (&compiler, HEARTH_OP_MATCH, 0, 0);
  template->n_ops = ops->len;
  template->ops = (HearthOp *) g_array_steal (ops, NULL);
  template->required = g_new (guint16, g_hash_table_size (required) + 1);
  g_hash_table_iter_init (&iter, required);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    template->required[template->n_required++] = GPOINTER_TO_UINT (key);
  return TRUE;
}
