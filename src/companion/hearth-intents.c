/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-intents-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-intents-data.h"
#include "hearth-json.h"
#include "hearth-paths.h"
#include "hearth-text.h"

/* Understands a sentence by templates that are data: see data/intents/README.md for the format. */

#define MAX_LEADING 4
#define RESOURCE "/io/github/hearthdesktop/Hearth/intents/"

G_DEFINE_QUARK (hearth-companion-error-quark, hearth_companion_error)
G_DEFINE_FINAL_TYPE (HearthIntents, hearth_intents, G_TYPE_OBJECT)

static void
intent_free (HearthIntent *self)
{
  g_free (self->name);
  g_ptr_array_unref (self->examples);
  g_ptr_array_unref (self->responses);
  g_hash_table_unref (self->words);
  g_free (self);
}

static void
slot_type_free (HearthSlotType *self)
{
  g_free (self->name);
  g_free (self);
}

static void
template_clear (gpointer data)
{
  HearthTemplate *template = data;

  g_free (template->ops);
  g_free (template->required);
}

/**
 * hearth_intent_match_free:
 * @self: a match
 */
void
hearth_intent_match_free (HearthIntentMatch *self)
{
  g_hash_table_unref (self->slots);
  g_free (self);
}

/**
 * hearth_intent_match_get_slot:
 * @self: a match
 * @name: a slot
 *
 * Returns: (transfer none) (nullable): what was said there
 */
const char *
hearth_intent_match_get_slot (const HearthIntentMatch *self, const char *name)
{
  return g_hash_table_lookup (self->slots, name);
}

static void
hearth_intents_finalize (GObject *object)
{
  HearthIntents *self = HEARTH_INTENTS (object);

  g_free (self->language);
  g_hash_table_unref (self->grammar.vocabulary);
  g_ptr_array_unref (self->grammar.words);
  g_hash_table_unref (self->grammar.expansions);
  g_hash_table_unref (self->grammar.slots);
  g_hash_table_unref (self->grammar.contractions);
  g_ptr_array_unref (self->intents);
  g_array_unref (self->templates);
  g_array_unref (self->leading);
  g_array_unref (self->trailing);
  g_hash_table_unref (self->fillers);
  g_hash_table_unref (self->stop_words);
  g_hash_table_unref (self->past);
  g_hash_table_unref (self->numbers);
  g_hash_table_unref (self->number_words);
  g_clear_object (&self->other);
  g_hash_table_unref (self->articles);
  g_ptr_array_unref (self->near);
  g_ptr_array_unref (self->synonyms);
  g_ptr_array_unref (self->sets);
  G_OBJECT_CLASS (hearth_intents_parent_class)->finalize (object);
}

static void
hearth_intents_class_init (HearthIntentsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_intents_finalize;
}

static GArray *
new_templates (void)
{
  GArray *templates = g_array_new (FALSE, TRUE, sizeof (HearthTemplate));

  g_array_set_clear_func (templates, template_clear);
  return templates;
}

static void
hearth_intents_init (HearthIntents *self)
{
  self->grammar.vocabulary = g_hash_table_new (g_str_hash, g_str_equal);
  self->grammar.words = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->grammar.words, g_strdup ("")); /* 0 is no word */
  self->grammar.expansions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->grammar.contractions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->grammar.slots =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) slot_type_free);
  self->intents = g_ptr_array_new_with_free_func ((GDestroyNotify) intent_free);
  self->templates = new_templates ();
  self->leading = new_templates ();
  self->trailing = new_templates ();
  self->fillers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->stop_words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->past = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->number_words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->articles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->near = g_ptr_array_new_with_free_func (g_free);
  self->synonyms = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  self->sets = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
}

/**
 * hearth_intents_new_from_json:
 * @json: a file of sentence templates
 * @length: its bytes, or -1
 * @error: return location; HEARTH_COMPANION_ERROR_BAD_INTENTS names the place
 *
 * Returns: (transfer full) (nullable): the compiled templates
 */
HearthIntents *
hearth_intents_new_from_json (const char *json, gssize length, GError **error)
{
  g_autoptr (HearthIntents) self = g_object_new (HEARTH_TYPE_INTENTS, NULL);
  g_autoptr (JsonNode) root = hearth_json_parse (json, length < 0 ? strlen (json) : (gsize) length);

  if (root == NULL) {
    g_set_error (error, HEARTH_COMPANION_ERROR, HEARTH_COMPANION_ERROR_BAD_INTENTS,
                 _("The sentence templates cannot be read: %s"), _("they are no valid JSON"));
    return NULL;
  }
  if (!JSON_NODE_HOLDS_OBJECT (root)) {
    g_set_error (error, HEARTH_COMPANION_ERROR, HEARTH_COMPANION_ERROR_BAD_INTENTS,
                 _("The sentence templates are not as expected at “%s”."), "{");
    return NULL;
  }
  if (!hearth_intents_load (self, json_node_get_object (root), error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * hearth_intents_new_for_language:
 * @language: such as "en" or "en_GB"
 * @error: return location
 *
 * Loads the installed templates of a language, or those that are built in if there are none.
 *
 * Returns: (transfer full) (nullable): the compiled templates
 */
HearthIntents *
hearth_intents_new_for_language (const char *language, GError **error)
{
  g_autofree char *code = g_strndup (language, strcspn (language, "_.@"));
  const char *codes[] = { code, "en" };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++) {
    g_autofree char *name = g_strdup_printf ("intents/%s.json", codes[i]);
    g_autofree char *path = hearth_paths_dup_resource (name);
    g_autofree char *text = NULL;
    gsize length;

    if (strchr (codes[i], '/') == NULL && g_file_get_contents (path, &text, &length, NULL)) {
      g_autoptr (GError) local = NULL;
      HearthIntents *self = hearth_intents_new_from_json (text, length, &local);

      if (self != NULL)
        return self;
      g_warning ("%s: %s", path, local->message);
    }
  }
  {
    g_autoptr (GBytes) bytes =
        g_resource_lookup_data (hearth_intents_data_get_resource (), RESOURCE "en.json",
                                G_RESOURCE_LOOKUP_FLAGS_NONE, error);

    if (bytes == NULL)
      return NULL;
    return hearth_intents_new_from_json (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                         error);
  }
}

/**
 * hearth_intents_get_language:
 * @self: templates
 *
 * Returns: (transfer none): their language
 */
const char *
hearth_intents_get_language (HearthIntents *self)
{
  return self->language;
}

/**
 * hearth_intents_get_n_templates:
 * @self: templates
 *
 * Returns: how many sentences there are
 */
guint
hearth_intents_get_n_templates (HearthIntents *self)
{
  return self->templates->len;
}

static gboolean
joins_words (const char *p)
{
  gunichar c = g_utf8_get_char (p);
  gunichar next;

  if (c != '-' && c != '@' && c != '.' && c != '_' && c != '+' && c != '/' && c != ':' && c != '&')
    return FALSE;
  next = g_utf8_get_char (g_utf8_next_char (p));
  return g_unichar_isalnum (next);
}

/* The closing mark of a quotation that opens at @p, or %NULL. */
static const char *
find_closing_quote (const char *text, const char *p, const char *limit)
{
  static const struct {
    gunichar open;
    gunichar close;
  } marks[] = { { '"', '"' },   { '\'', '\'' },     { 0x201c, 0x201d }, { 0x2018, 0x2019 },
                { 0xab, 0xbb }, { 0x201e, 0x201c }, { 0x300c, 0x300d } };
  gunichar open = g_utf8_get_char (p);
  gunichar close = 0;

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++) {
    if (marks[i].open == open)
      close = marks[i].close;
  }
  if (close == 0)
    return NULL;
  if (p > text && g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (p))))
    return NULL;
  for (const char *q = g_utf8_next_char (p); q < limit && *q != '\0' && *q != '\n';
       q = g_utf8_next_char (q)) {
    if (g_utf8_get_char (q) == close && !g_unichar_isalnum (g_utf8_get_char (g_utf8_next_char (q))))
      return q > g_utf8_next_char (p) ? q : NULL;
  }
  return NULL;
}

static void
recognise (HearthIntents *self, const char *form, HearthIntentWord *word)
{
  gsize length = strlen (form);

  word->number = g_ascii_isdigit (form[0]) || g_hash_table_contains (self->numbers, form) ||
                 g_hash_table_contains (self->number_words, form);
  word->filler = g_hash_table_contains (self->fillers, form);
  word->article = g_hash_table_contains (self->articles, form);
  word->word = GPOINTER_TO_UINT (g_hash_table_lookup (self->grammar.vocabulary, form));
  if (word->word != 0 || length < 5 || g_ascii_isdigit (form[0]) || strchr (form, '@') != NULL)
    return;
  for (guint i = 1; i < self->grammar.words->len; i++) {
    const char *other = g_ptr_array_index (self->grammar.words, i);

    if (other[0] == form[0] && strlen (other) >= 5 && hearth_word_is_near (form, other)) {
      word->word = i;
      word->fuzzy = TRUE;
      return;
    }
  }
}

/* A contraction is several words in one place. */
static void
add_forms (HearthIntents *self, const char *text, GArray *words, const HearthIntentWord *word)
{
  g_autofree char *form = hearth_intents_normalise (text + word->from, word->to - word->from);
  const char *long_form = g_hash_table_lookup (self->grammar.contractions, form);
  g_auto (GStrv) forms = g_strsplit (long_form != NULL ? long_form : form, " ", -1);

  for (guint i = 0; forms[i] != NULL; i++) {
    HearthIntentWord copy = *word;

    recognise (self, forms[i], &copy);
    g_array_append_val (words, copy);
  }
}

static GArray *
split_words (HearthIntents *self, const char *text, GArray *times)
{
  GArray *words = g_array_new (FALSE, TRUE, sizeof (HearthIntentWord));
  const char *limit = text + HEARTH_INTENTS_MAX_TEXT;
  const char *p = text;

  while (*p != '\0' && p < limit && words->len < HEARTH_MAX_WORDS) {
    HearthIntentWord word = { .from = p - text };
    const char *closing = find_closing_quote (text, p, limit);
    gboolean is_time = FALSE;

    for (guint i = 0; times != NULL && i < times->len; i++) {
      const HearthTimePhrase *phrase = &g_array_index (times, HearthTimePhrase, i);

      if (phrase->from == word.from) {
        word.to = phrase->to;
        is_time = TRUE;
      }
    }
    if (closing != NULL) {
      word.from = g_utf8_next_char (p) - text;
      word.to = closing - text;
      word.quoted = TRUE;
      p = g_utf8_next_char (closing);
    } else if (is_time) {
      word.time = TRUE;
      word.number = g_ascii_isdigit (*p);
      p = text + word.to;
    } else if (g_unichar_isalnum (g_utf8_get_char (p))) {
      while (*p != '\0' && p < limit &&
             (g_unichar_isalnum (g_utf8_get_char (p)) || g_unichar_ismark (g_utf8_get_char (p)) ||
              ((*p == '\'' || g_utf8_get_char (p) == 0x2019) &&
               g_unichar_isalpha (g_utf8_get_char (g_utf8_next_char (p)))) ||
              joins_words (p)))
        p = g_utf8_next_char (p);
      word.to = p - text;
      add_forms (self, text, words, &word);
      continue;
    } else {
      p = g_utf8_next_char (p);
      continue;
    }
    g_array_append_val (words, word);
  }
  return words;
}

static char *
replace_string (char *old, const char *new)
{
  char *copy = g_strdup (new);

  g_free (old);
  return copy;
}

static void
take_slots (HearthIntents *self, const HearthTemplate *template, const HearthCapture *capture,
            const HearthIntentWord *words, const char *text, GHashTable *slots)
{
  for (guint i = 0; i < template->n_slots; i++) {
    const HearthIntentWord *first;
    const HearthIntentWord *last;
    char *said;

    if (capture->to[i] <= capture->from[i])
      continue;
    first = &words[capture->from[i]];
    last = &words[capture->to[i] - 1];
    /* A name goes without its article; a whole clause ("that the tea is ready") is kept as it was
     * said. */
    while (template->slots[i]->max_words < HEARTH_CLAUSE_WORDS && first < last && first->article)
      first++;
    said = g_strndup (text + first->from, last->to - first->from);
    /* "Die zweite" is number 2, whatever the language. */
    if (template->slots[i]->kind == HEARTH_SLOT_NUMBER)
      said = replace_string (said, hearth_intents_get_number (self, said));
    g_hash_table_insert (slots, g_strdup (template->slots[i]->name), said);
    if (first->quoted && first == last)
      g_hash_table_insert (slots, g_strconcat (template->slots[i]->name, ".quoted", NULL),
                           g_strdup ("yes"));
  }
  for (guint i = 0; template->set != NULL && template->set[i] != NULL; i += 2) {
    if (!g_hash_table_contains (slots, template->set[i]))
      g_hash_table_insert (slots, g_strdup (template->set[i]), g_strdup (template->set[i + 1]));
  }
}

static guint
skip_leading (HearthIntents *self, HearthMatcher *matcher, guint start)
{
  guint best = start;

  for (guint i = 0; i < self->leading->len; i++) {
    HearthCapture capture;

    if (hearth_matcher_run (matcher, &g_array_index (self->leading, HearthTemplate, i), start,
                            &capture))
      best = MAX (best, capture.end);
  }
  return best;
}

/* Cuts polite and qualifying words from the end ("please", "in the format 'HH:MM'"). */
static void
cut_trailing (HearthIntents *self, HearthMatcher *matcher, const char *text, GHashTable *slots)
{
  gboolean cut = TRUE;

  for (guint round = 0; cut && round < 3; round++) {
    cut = FALSE;
    for (guint start = matcher->end > 14 ? matcher->end - 14 : 1; !cut && start < matcher->end;
         start++) {
      for (guint i = 0; !cut && i < self->trailing->len; i++) {
        const HearthTemplate *template = &g_array_index (self->trailing, HearthTemplate, i);
        HearthCapture capture;

        if (hearth_matcher_run (matcher, template, start, &capture)) {
          take_slots (self, template, &capture, matcher->words, text, slots);
          matcher->end = start;
          cut = TRUE;
        }
      }
    }
  }
}

static gboolean
has_required (const HearthTemplate *template, const guint8 *present)
{
  for (guint i = 0; i < template->n_required; i++) {
    if (!present[template->required[i]])
      return FALSE;
  }
  return TRUE;
}

static void
match_templates (HearthIntents *self, HearthMatcher *matcher, guint start, const guint8 *present,
                 const HearthTemplate **best, HearthCapture *best_capture, double bonus)
{
  for (guint i = 0; i < self->templates->len; i++) {
    const HearthTemplate *template = &g_array_index (self->templates, HearthTemplate, i);
    HearthCapture capture;

    if (!has_required (template, present) ||
        !hearth_matcher_run (matcher, template, start, &capture))
      continue;
    capture.score += bonus;
    if (*best == NULL || capture.score > best_capture->score) {
      *best = template;
      *best_capture = capture;
    }
  }
}

static HearthIntentMatch *
match_language (HearthIntents *self, const char *text, GArray *times)
{
  g_autoptr (GArray) words = split_words (self, text, times);
  g_autofree guint8 *present = g_malloc0 (self->grammar.words->len + 1);
  g_autoptr (GHashTable) trailing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  HearthMatcher matcher = { .words = (HearthIntentWord *) words->data,
                            .n = words->len,
                            .end = words->len };
  const HearthTemplate *best = NULL;
  HearthCapture best_capture = { .score = 0 };
  HearthIntentMatch *match = NULL;
  GHashTableIter iter;
  gpointer key;
  gpointer value;
  guint full_end;

  if (words->len == 0)
    return NULL;
  for (guint i = 0; i < words->len; i++)
    present[matcher.words[i].word] = 1;
  matcher.anchored = TRUE;
  full_end = matcher.end;
  cut_trailing (self, &matcher, text, trailing);
  for (guint round = 0; round < 2; round++) {
    guint start = 0;

    for (guint n = 0; n <= MAX_LEADING; n++) {
      guint next;

      matcher.anchored = TRUE;
      match_templates (self, &matcher, start, present, &best, &best_capture,
                       round == 0 && matcher.end < full_end ? 10.0 : 0.0);
      matcher.anchored = FALSE;
      next = skip_leading (self, &matcher, start);
      if (next <= start || next >= matcher.end)
        break;
      start = next;
    }
    /* What looked like a trailing phrase may have been the question itself. */
    if (best != NULL || matcher.end == full_end)
      break;
    matcher.end = full_end;
    g_hash_table_remove_all (trailing);
  }
  if (best != NULL) {
    match = g_new0 (HearthIntentMatch, 1);
    match->intent = ((HearthIntent *) g_ptr_array_index (self->intents, best->intent))->name;
    match->score = best_capture.score;
    match->language = self->language;
    match->slots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    take_slots (self, best, &best_capture, matcher.words, text, match->slots);
    g_hash_table_iter_init (&iter, trailing);
    while (g_hash_table_iter_next (&iter, &key, &value)) {
      if (!g_hash_table_contains (match->slots, key))
        g_hash_table_insert (match->slots, g_strdup (key), g_strdup (value));
    }
  }
  g_free (matcher.visited);
  return match;
}

/**
 * hearth_intents_match:
 * @self: templates
 * @text: one sentence as the owner wrote it; at most %HEARTH_INTENTS_MAX_TEXT bytes are looked at
 * @times: (element-type HearthTimePhrase) (nullable): the times in @text
 *
 * Finds the template that fits best. Case, marks and punctuation do not count, polite words may
 * stand around, a time may stand anywhere, and one typing slip in a word of five letters or more is
 * forgiven. Where there are two languages, the one counts that makes more of the sentence.
 *
 * Returns: (transfer full) (nullable): what was meant
 */
HearthIntentMatch *
hearth_intents_match (HearthIntents *self, const char *text, GArray *times)
{
  g_autoptr (HearthIntentMatch) own = match_language (self, text, times);
  g_autoptr (HearthIntentMatch) other = NULL;

  if (self->other == NULL)
    return g_steal_pointer (&own);
  other = match_language (self->other, text, times);
  if (other != NULL && (own == NULL || other->score > own->score))
    return g_steal_pointer (&other);
  return g_steal_pointer (&own);
}

static HearthIntent *
find_intent (HearthIntents *self, const char *name)
{
  for (guint i = 0; i < self->intents->len; i++) {
    HearthIntent *intent = g_ptr_array_index (self->intents, i);

    if (strcmp (intent->name, name) == 0)
      return intent;
  }
  return NULL;
}

/**
 * hearth_intents_get_response:
 * @self: templates
 * @intent: a name
 * @turn: any number; answers take turns by it
 *
 * Returns: (transfer none) (nullable): an answer that needs nothing looked up
 */
const char *
hearth_intents_get_response (HearthIntents *self, const char *intent, guint turn)
{
  HearthIntent *found = find_intent (self, intent);

  if (found == NULL || found->responses->len == 0)
    return NULL;
  return g_ptr_array_index (found->responses, turn % found->responses->len);
}

/**
 * hearth_intents_get_example:
 * @self: templates
 * @intent: a name
 *
 * Returns: (transfer none) (nullable): a sentence that asks for it
 */
const char *
hearth_intents_get_example (HearthIntents *self, const char *intent)
{
  HearthIntent *found = find_intent (self, intent);

  return found != NULL && found->examples->len > 0 ? g_ptr_array_index (found->examples, 0) : NULL;
}

/**
 * hearth_intents_is_stop_word:
 * @self: templates
 * @word: a word in any case
 *
 * Returns: whether it says nothing about what is looked for ("the", "email", "my")
 */
gboolean
hearth_intents_is_stop_word (HearthIntents *self, const char *word)
{
  g_autofree char *form = hearth_intents_normalise (word, strlen (word));

  return *form == '\0' || g_hash_table_contains (self->stop_words, form) ||
         (self->other != NULL && g_hash_table_contains (self->other->stop_words, form));
}

/**
 * hearth_intents_is_past:
 * @self: templates
 * @text: a sentence
 *
 * Returns: whether it speaks of what was ("what did I have on Monday?")
 */
gboolean
hearth_intents_is_past (HearthIntents *self, const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\n,.?!;:", -1);

  /* "Was" is a question in German, and past in English. */
  self = hearth_intents_pick (self, text);
  for (guint i = 0; words[i] != NULL; i++) {
    g_autofree char *form = hearth_intents_normalise (words[i], strlen (words[i]));

    if (g_hash_table_contains (self->past, form))
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_intents_get_synonyms:
 * @self: templates
 * @word: a folded word
 *
 * Returns: (transfer none) (nullable): words that mean nearly the same, @word among them
 */
const char *const *
hearth_intents_get_synonyms (HearthIntents *self, const char *word)
{
  for (guint i = 0; i < self->synonyms->len; i++) {
    const char *const *group = g_ptr_array_index (self->synonyms, i);

    if (g_strv_contains (group, word))
      return group;
  }
  return self->other != NULL ? hearth_intents_get_synonyms (self->other, word) : NULL;
}

/**
 * hearth_intents_dup_without_polite:
 * @self: templates
 * @text: a sentence
 *
 * Returns: (transfer full): the sentence without polite words at its beginning
 */
char *
hearth_intents_dup_without_polite (HearthIntents *self, const char *text)
{
  HearthIntents *language = hearth_intents_pick (self, text);
  g_autoptr (GArray) words = split_words (language, text, NULL);
  HearthMatcher matcher = { .words = (HearthIntentWord *) words->data,
                            .n = words->len,
                            .end = words->len };
  guint start = 0;

  for (guint n = 0; n <= MAX_LEADING; n++) {
    guint next = skip_leading (language, &matcher, start);

    if (next <= start || next >= matcher.end)
      break;
    start = next;
  }
  while (start + 1 < words->len && matcher.words[start].filler)
    start++;
  g_free (matcher.visited);
  return g_strdup (start < words->len ? text + matcher.words[start].from : text);
}

typedef struct {
  const HearthIntent *intent;
  double score;
} Near;

static int
compare_near_cb (gconstpointer a, gconstpointer b)
{
  double x = ((const Near *) a)->score;
  double y = ((const Near *) b)->score;

  return x > y ? -1 : x < y ? 1 : 0;
}

static gboolean
example_has (const char *example, const char *word)
{
  g_autofree char *folded = hearth_text_fold (example);

  return strstr (folded, word) != NULL;
}

/**
 * hearth_intents_dup_near:
 * @self: templates
 * @text: a sentence that was not understood
 * @n: how many examples
 *
 * Finds sentences that would be understood and share words with @text, rare words counting most.
 *
 * Returns: (transfer full): @n sentences, or fewer if there are no more
 */
GStrv
hearth_intents_dup_near (HearthIntents *self, const char *text, guint n)
{
  HearthIntents *language = hearth_intents_pick (self, text);
  g_autoptr (GArray) words = split_words (language, text, NULL);
  g_autoptr (GArray) near = g_array_new (FALSE, FALSE, sizeof (Near));
  g_autoptr (GPtrArray) out = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < language->intents->len; i++) {
    Near row = { g_ptr_array_index (language->intents, i), 0 };

    if (row.intent->examples->len == 0)
      continue;
    for (guint k = 0; k < words->len; k++) {
      gpointer word = GUINT_TO_POINTER (g_array_index (words, HearthIntentWord, k).word);
      guint users = 1;

      if (word == NULL || !g_hash_table_contains (row.intent->words, word) ||
          g_hash_table_contains (language->stop_words, g_ptr_array_index (language->grammar.words,
                                                                          GPOINTER_TO_UINT (word))))
        continue;
      for (guint j = 0; j < language->intents->len; j++)
        users += g_hash_table_contains (
            ((HearthIntent *) g_ptr_array_index (language->intents, j))->words, word);
      row.score += 1.0 / users;
      /* What is offered should visibly have to do with what was said. */
      if (example_has (g_ptr_array_index (row.intent->examples, 0),
                       g_ptr_array_index (language->grammar.words, GPOINTER_TO_UINT (word))))
        row.score += 0.5;
    }
    if (row.score > 0)
      g_array_append_val (near, row);
  }
  g_array_sort (near, compare_near_cb);
  for (guint i = 0; i < near->len && out->len < n; i++)
    g_ptr_array_add (
        out, g_strdup (g_ptr_array_index (g_array_index (near, Near, i).intent->examples, 0)));
  for (guint i = 0; i < language->near->len && out->len < n; i++) {
    if (!g_ptr_array_find_with_equal_func (out, g_ptr_array_index (language->near, i), g_str_equal,
                                           NULL))
      g_ptr_array_add (out, g_strdup (g_ptr_array_index (language->near, i)));
  }
  g_ptr_array_add (out, NULL);
  return (GStrv) g_ptr_array_steal (out, NULL);
}
