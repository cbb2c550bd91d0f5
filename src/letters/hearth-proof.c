/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-proof-private.h"

#include "hearth-clock.h"
#include "hearth-language.h"

#include <glib/gi18n.h>
#include <stdarg.h>
#include <string.h>

/* The proofreader. It says what the owner may want to look at, each with its reason, and changes
 * nothing. What it is not sure of it does not say: a mark that is wrong costs more than one that is
 * missing. All of it is pure; only words are looked up in a dictionary, where there is one. */

#define MAX_KEY 200
#define MAX_SUGGESTIONS 6

static const char *const kinds[] = { "spelling", "repeated", "opening", "comma", "length",
                                     "capital",  "quotes",   "spacing", "name",  "date" };

G_STATIC_ASSERT (G_N_ELEMENTS (kinds) == HEARTH_PROOF_N_KINDS);

/**
 * hearth_proof_kind_to_string:
 * @kind: what a mark is about
 *
 * Returns: its name for machines
 */
const char *
hearth_proof_kind_to_string (HearthProofKind kind)
{
  return kinds[kind];
}

/**
 * hearth_proof_mark_free:
 * @self: (transfer full): a mark
 */
void
hearth_proof_mark_free (HearthProofMark *self)
{
  g_free (self->reason);
  g_strfreev (self->suggestions);
  g_free (self->key);
  g_free (self);
}

/* A word is named by itself; what hangs on its place by the words around it, too. */
static char *
dup_key (HearthProof *self, HearthProofKind kind, guint start, guint end, guint token)
{
  const char *text = self->text->text;
  guint first = token > 3 && kind != HEARTH_PROOF_SPELLING ? token - 3 : 0;
  g_autofree char *around = NULL;
  g_autofree char *whole = NULL;

  if (kind == HEARTH_PROOF_SPELLING || kind == HEARTH_PROOF_NAME)
    around = g_utf8_substring (text + hearth_proof_text_get (self->text, token)->from, 0,
                               (glong) end - start);
  else
    around = hearth_proof_text_dup (self->text, first, MIN (token + 4, self->text->tokens->len));
  whole = g_strdup_printf ("%s:%s", kinds[kind], around);
  if (strlen (whole) > MAX_KEY) {
    g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, whole, -1);

    return g_strdup_printf ("%s:%s", kinds[kind], sum);
  }
  return g_steal_pointer (&whole);
}

/**
 * hearth_proof_add_range:
 * @self: a check
 * @kind: what it is about
 * @start: where it begins, in characters
 * @end: where it ends, in characters
 * @token: the token that @start is in
 * @reason: (transfer full): a sentence
 * @suggestions: (transfer full) (nullable): what could stand there instead
 *
 * Makes a mark, unless the owner does not want it.
 */
void
hearth_proof_add_range (HearthProof *self, HearthProofKind kind, guint start, guint end,
                        guint token, char *reason, char **suggestions)
{
  HearthProofMark *mark;

  if (self->marks->len >= HEARTH_PROOF_MAX_MARKS) {
    g_free (reason);
    g_strfreev (suggestions);
    return;
  }
  mark = g_new0 (HearthProofMark, 1);
  mark->kind = kind;
  mark->start = start;
  mark->end = end;
  mark->reason = reason;
  mark->suggestions = suggestions != NULL ? suggestions : g_new0 (char *, 1);
  mark->key = dup_key (self, kind, start, end, token);
  if (self->context->dismissed != NULL &&
      g_hash_table_contains (self->context->dismissed, mark->key))
    hearth_proof_mark_free (mark);
  else
    g_ptr_array_add (self->marks, mark);
}

/**
 * hearth_proof_add:
 * @self: a check
 * @kind: what it is about
 * @first: the first token that it is about
 * @last: the token after the last
 * @reason: (transfer full): a sentence
 * @...: what could stand there instead, with a %NULL at the end
 *
 * Makes a mark, unless the owner does not want it.
 */
void
hearth_proof_add (HearthProof *self, HearthProofKind kind, guint first, guint last, char *reason,
                  ...)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *suggestion;
  va_list args;

  va_start (args, reason);
  while ((suggestion = va_arg (args, const char *)) != NULL)
    g_strv_builder_add (builder, suggestion);
  va_end (args);
  hearth_proof_add_range (self, kind, hearth_proof_text_get (self->text, first)->start,
                          hearth_proof_text_get (self->text, last - 1)->end, first, reason,
                          g_strv_builder_end (builder));
}

static void
add_name_words (GHashTable *words, const char *name)
{
  g_auto (GStrv) parts = g_strsplit_set (name, " ,.\t", -1);

  for (guint i = 0; parts[i] != NULL; i++) {
    if (g_utf8_strlen (parts[i], -1) > 1)
      g_hash_table_add (words, g_strdup (parts[i]));
  }
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const HearthProofMark *left = *(HearthProofMark *const *) a;
  const HearthProofMark *right = *(HearthProofMark *const *) b;

  if (left->start != right->start)
    return left->start < right->start ? -1 : 1;
  if (left->end != right->end)
    return left->end < right->end ? -1 : 1;
  return (int) left->kind - (int) right->kind;
}

static gboolean
overlap (const HearthProofMark *a, const HearthProofMark *b)
{
  return a->start < b->end && b->start < a->end;
}

/* What a rule of the language says of a word goes before what the dictionary says of it. */
static void
leave_one (GPtrArray *marks)
{
  guint i = 0;

  while (i < marks->len) {
    const HearthProofMark *mark = g_ptr_array_index (marks, i);
    gboolean doubled = FALSE;

    for (int k = -2; mark->kind == HEARTH_PROOF_SPELLING && k <= 2; k++) {
      gint64 at = (gint64) i + k;
      const HearthProofMark *other =
          k != 0 && at >= 0 && at < marks->len ? g_ptr_array_index (marks, at) : NULL;

      doubled =
          doubled || (other != NULL && other->kind != HEARTH_PROOF_LENGTH && overlap (mark, other));
    }
    if (doubled)
      g_ptr_array_remove_index (marks, i);
    else
      i++;
  }
}

static guint32
get_today (void)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (hearth_clock_now ());
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) g_date_time_get_day_of_month (local),
                  (GDateMonth) g_date_time_get_month (local),
                  (GDateYear) g_date_time_get_year (local));
  return g_date_get_julian (&date);
}

/**
 * hearth_proof_check:
 * @text: a text; bytes that are no UTF-8 count as U+FFFD
 * @context: what it is held against
 *
 * Reads a text and marks what its writer may want to look at. Nothing leaves the computer, and
 * nothing is changed.
 *
 * Returns: (transfer full) (element-type HearthProofMark): the marks in their order
 */
GPtrArray *
hearth_proof_check (const char *text, const HearthProofContext *context)
{
  const char *language =
      context->language != NULL ? context->language : hearth_language_of_text (text, strlen (text));
  g_autoptr (HearthProofText) taken =
      hearth_proof_text_new (text, hearth_proof_language (language));
  g_autoptr (GHashTable) words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  HearthProof self = { .text = taken,
                       .context = context,
                       .day = context->day != 0 ? context->day : get_today (),
                       .name_words = words };

  self.marks = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_proof_mark_free);
  for (guint i = 0; context->people != NULL && context->people[i] != NULL; i++)
    add_name_words (words, context->people[i]);
  if (context->recipient != NULL)
    add_name_words (words, context->recipient);
  hearth_proof_check_repeated (&self);
  hearth_proof_check_openings (&self);
  hearth_proof_check_length (&self);
  hearth_proof_check_commas (&self);
  hearth_proof_check_capitals (&self);
  hearth_proof_check_quotes (&self);
  hearth_proof_check_spacing (&self);
  hearth_proof_check_names (&self);
  hearth_proof_check_dates (&self);
  hearth_proof_check_spelling (&self);
  g_ptr_array_sort (self.marks, compare);
  leave_one (self.marks);
  return self.marks;
}

/**
 * hearth_proof_mark_suggest:
 * @mark: (inout): a mark
 * @text: the text that it is in
 * @speller: (nullable): what knows words of its language
 *
 * Looks for words that could be meant, if it is about spelling and that was not done yet. That can
 * take a tenth of a second.
 */
void
hearth_proof_mark_suggest (HearthProofMark *mark, const char *text, HearthSpeller *speller)
{
  g_autofree char *word = NULL;

  if (mark->kind != HEARTH_PROOF_SPELLING || mark->suggestions[0] != NULL || speller == NULL ||
      g_utf8_strlen (text, -1) < (glong) mark->end)
    return;
  word = g_utf8_substring (text, mark->start, mark->end);
  g_strfreev (mark->suggestions);
  mark->suggestions = hearth_speller_suggest (speller, word, MAX_SUGGESTIONS);
}

/**
 * hearth_proof_apply:
 * @text: a text, valid UTF-8
 * @marks: (element-type HearthProofMark): marks of it, in their order
 *
 * Puts the first suggestion of each mark in its place. A mark without one, and one that overlaps
 * with the one before it, is left out.
 *
 * Returns: (transfer full): the text with that
 */
char *
hearth_proof_apply (const char *text, GPtrArray *marks)
{
  GString *out = g_string_new (NULL);
  const char *p = text;
  guint at = 0;
  guint n_chars = (guint) g_utf8_strlen (text, -1);

  for (guint i = 0; i < marks->len; i++) {
    const HearthProofMark *mark = g_ptr_array_index (marks, i);
    const char *begin;

    if (mark->suggestions[0] == NULL || mark->start < at || mark->end > n_chars ||
        mark->end < mark->start)
      continue;
    begin = g_utf8_offset_to_pointer (p, (glong) (mark->start - at));
    g_string_append_len (out, p, begin - p);
    g_string_append (out, mark->suggestions[0]);
    p = g_utf8_offset_to_pointer (begin, (glong) (mark->end - mark->start));
    at = mark->end;
  }
  g_string_append (out, p);
  return g_string_free (out, FALSE);
}
