/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-summary-check.h"

#include "hearth-json.h"
#include "hearth-language.h"
#include "hearth-sentences.h"
#include "hearth-text.h"
#include "hearth-thread-sentence.h"
#include "hearth-values.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* A service may have been told anything by a mail that it read, and may be wrong without that. Its
 * sentences are shown only as far as they can be checked here: each has to cite a place in a
 * message word for word, and its names, times, dates, amounts and numbers have to stand in the
 * sentences that it cites. What does not is replaced by what it cites; what cites nothing goes. */

#define MAX_REPLY (32 * 1024)
#define MAX_SENTENCES 12
#define MAX_LINES 5
#define MAX_TEXT (8 * 1024)
#define MIN_QUOTE 4
#define MAX_QUOTE 400
/* Of so many words of a sentence one must be in what it cites. */
#define OTHER_WORDS 3
/* Words are the same if they begin alike: "decide" and "decided". */
#define STEM 5

/* Words of a text, in lower case, with how they were written. */
typedef struct {
  char text[48];
  gsize length;
  gboolean capital; /* its first letter */
  gboolean first;   /* of the text or a sentence */
  gboolean mixed;   /* a capital or a figure within: "LH123", "iPhone" */
} Word;

static gboolean
is_word_character (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c);
}

/* Takes the next word of a text that ends with a null byte. */
static gboolean
take_word (const char **p, gboolean *sentence_begins, Word *word)
{
  *word = (Word){ .first = *sentence_begins };
  for (; **p != '\0'; *p = g_utf8_next_char (*p)) {
    gunichar c = g_utf8_get_char (*p);

    if (is_word_character (c)) {
      if (word->length == 0)
        word->capital = g_unichar_isupper (c);
      else if (g_unichar_isupper (c) || g_unichar_isdigit (c))
        word->mixed = TRUE;
      if (word->length + 8 < sizeof word->text)
        word->length +=
            (gsize) g_unichar_to_utf8 (g_unichar_tolower (c), word->text + word->length);
      *sentence_begins = FALSE;
      continue;
    }
    if (word->length > 0)
      break;
    if (c == '.' || c == '!' || c == '?' || c == ':' || c == '"' || c == 0x201e || c == 0x201c)
      *sentence_begins = TRUE;
  }
  word->text[word->length] = '\0';
  return word->length > 0;
}

static gboolean
begins_alike (const Word *a, const Word *b)
{
  gsize n = MIN (a->length, b->length);

  if (a->length == b->length)
    return memcmp (a->text, b->text, n) == 0;
  return n >= STEM && memcmp (a->text, b->text, n >= STEM + 2 ? STEM + 2 : STEM) == 0;
}

/* "decide" and "decision" begin alike by five letters; "Berlin" and "Berliner" too. A name has to
 * be there as a whole: "Anna" is not "Annabel". */
static gboolean
has_word (const char *text, const Word *word, gboolean whole)
{
  gboolean begins = TRUE;
  Word other;

  while (take_word (&text, &begins, &other)) {
    if (other.length == word->length && memcmp (other.text, word->text, word->length) == 0)
      return TRUE;
    if (!whole && begins_alike (word, &other))
      return TRUE;
  }
  return FALSE;
}

/* Who may be named besides those in the text: who wrote it and to whom, and what it is about. */
static char *
write_heading (const HearthMessage *message)
{
  GString *heading = g_string_new (message->subject);

  if (message->from != NULL)
    g_string_append_printf (heading, " %s %s", message->from->name, message->from->address);
  for (guint i = 0; i < message->to->len && i < 50; i++) {
    const HearthAddress *to = g_ptr_array_index (message->to, i);

    g_string_append_printf (heading, " %s", to->name);
  }
  return g_string_free (heading, FALSE);
}

/* Whether a word names somebody or something, as far as that can be seen. A capital at the
 * beginning of a sentence says nothing of a common word. */
static gboolean
is_name (const Word *word)
{
  if (word->mixed)
    return TRUE;
  if (!word->capital || word->length < 2)
    return FALSE;
  return !hearth_language_is_common_word (word->text, word->length);
}

/* Months, days and numerals are checked as values. */
static gboolean
is_value (const Word *word)
{
  g_autoptr (GArray) values = NULL;
  g_autofree char *title = g_strdup (word->text);

  *title = g_ascii_toupper (*title);
  values = hearth_values_find (title, word->length);
  return values->len > 0;
}

static HearthSummaryFault
check_words (const char *text, const char *source, const char *heading)
{
  const char *p = text;
  gboolean begins = TRUE;
  guint n_words = 0;
  guint n_known = 0;
  Word word;

  while (take_word (&p, &begins, &word)) {
    gboolean common = hearth_language_is_common_word (word.text, word.length);

    if (g_ascii_isdigit (word.text[0]) && !word.mixed)
      continue;
    if (is_name (&word) && !is_value (&word) && !has_word (source, &word, !word.first) &&
        !has_word (heading, &word, TRUE) && !(word.first && !word.mixed && common))
      return HEARTH_SUMMARY_NAME;
    if (common || word.length < 4 || is_value (&word))
      continue;
    n_words++;
    n_known += has_word (source, &word, FALSE) || has_word (heading, &word, FALSE);
  }
  return n_known * OTHER_WORDS < n_words ? HEARTH_SUMMARY_OTHER_WORDS : HEARTH_SUMMARY_GOOD;
}

static HearthSummaryFault
check_values (const char *text, const char *source)
{
  g_autoptr (GArray) said = hearth_values_find (text, strlen (text));
  g_autoptr (GArray) known = hearth_values_find (source, strlen (source));

  for (guint i = 0; i < said->len; i++) {
    if (!hearth_value_is_in (&g_array_index (said, HearthValue, i), known))
      return HEARTH_SUMMARY_VALUE;
  }
  return HEARTH_SUMMARY_GOOD;
}

static gboolean
is_plain_sentence (const char *text)
{
  return *text != '\0' && g_utf8_validate (text, -1, NULL) &&
         g_utf8_strlen (text, -1) <= HEARTH_SUMMARY_MAX_SENTENCE && strchr (text, '\n') == NULL &&
         strstr (text, "://") == NULL && strstr (text, "www.") == NULL &&
         strchr (text, '@') == NULL;
}

/**
 * hearth_summary_check_sentence:
 * @text: a sentence of a service
 * @source: the sentences of the message that it cites
 * @message: the message; its sender, recipients and subject may be named too
 *
 * Checks that a sentence says nothing that does not stand in what it cites: names, times, dates,
 * amounts, numbers and denials, however they are written. Pure. It cannot see every untruth: one
 * that is made of words of the source alone gets through.
 *
 * Returns: what is wrong with it, if anything
 */
HearthSummaryFault
hearth_summary_check_sentence (const char *text, const char *source, const HearthMessage *message)
{
  g_autofree char *heading = NULL;
  HearthSummaryFault fault;

  if (!is_plain_sentence (text))
    return HEARTH_SUMMARY_NOT_TEXT;
  fault = check_values (text, source);
  if (fault != HEARTH_SUMMARY_GOOD)
    return fault;
  heading = write_heading (message);
  fault = check_words (text, source, heading);
  if (fault != HEARTH_SUMMARY_GOOD)
    return fault;
  if (hearth_thread_sentence_negates (text, strlen (text)) !=
      hearth_thread_sentence_negates (source, strlen (source)))
    return HEARTH_SUMMARY_DENIAL;
  return HEARTH_SUMMARY_GOOD;
}

/* Finds a quote in what the writer wrote now, blanks and capitals apart. */
static gboolean
find_quote (const HearthMessage *message, const char *quote, gsize *start, gsize *length)
{
  g_autoptr (GArray) sentences = hearth_sentences_split (message->text, MAX_TEXT);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GArray) owners = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree char *one_line = hearth_text_one_line (quote, MAX_QUOTE);
  g_autofree char *wanted = g_utf8_strdown (one_line, -1);
  const char *found;
  guint first, last;

  if (strlen (wanted) < MIN_QUOTE)
    return FALSE;
  for (guint i = 0; i < sentences->len; i++) {
    g_autofree char *line =
        hearth_sentence_dup (message->text, &g_array_index (sentences, HearthSentence, i));
    g_autofree char *lower = g_utf8_strdown (line, -1);

    if (text->len > 0)
      g_string_append_c (text, ' ');
    g_string_append (text, lower);
    while (owners->len < text->len)
      g_array_append_val (owners, i);
  }
  found = strstr (text->str, wanted);
  if (found == NULL)
    return FALSE;
  first = g_array_index (owners, guint, found - text->str);
  last = g_array_index (owners, guint, (gsize) (found - text->str) + strlen (wanted) - 1);
  *start = g_array_index (sentences, HearthSentence, first).start;
  *length = g_array_index (sentences, HearthSentence, last).start +
            g_array_index (sentences, HearthSentence, last).length - *start;
  return TRUE;
}

static const HearthMessage *
get_message (GPtrArray *thread, JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "message");
  gint64 number = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_int (node) : 0;
  const HearthMessage *message;

  if (number < 1 || number > (gint64) thread->len)
    return NULL;
  message = g_ptr_array_index (thread, number - 1);
  return message->text != NULL ? message : NULL;
}

static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
                 json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : "";
}

static gboolean
is_outdated (const HearthThreadSummary *own, gint64 message_id, gsize start, gsize length)
{
  for (guint i = 0; i < own->outdated->len; i++) {
    const HearthSummaryLine *line = g_ptr_array_index (own->outdated, i);

    if (line->message_id == message_id && line->start < start + length &&
        start < line->start + line->length)
      return TRUE;
  }
  return FALSE;
}

static HearthSummaryLine *
find_known (GPtrArray *lines, const HearthSummaryLine *line)
{
  for (guint i = 0; i < lines->len; i++) {
    HearthSummaryLine *other = g_ptr_array_index (lines, i);

    if ((other->message_id == line->message_id && other->start == line->start) ||
        strcmp (other->text, line->text) == 0)
      return other;
  }
  return NULL;
}

/* Whether one of the writers' own sentences is asked and not answered. */
static HearthSummaryKind
find_kind (const HearthThreadSummary *own, gint64 message_id, gsize start, gsize length)
{
  for (guint i = 0; i < own->lines->len; i++) {
    const HearthSummaryLine *line = g_ptr_array_index (own->lines, i);

    if (line->message_id == message_id && line->start >= start && line->start < start + length)
      return line->kind;
  }
  return HEARTH_SUMMARY_SAID;
}

/* Takes one sentence of a reply, or what it cites in its place. Returns whether the service's own
 * words were taken. */
static gboolean
take_sentence (JsonObject *object, GPtrArray *thread, const HearthThreadSummary *own,
               GPtrArray *lines)
{
  const HearthMessage *message = get_message (thread, object);
  g_autofree char *text = hearth_text_clean (get_text (object, "text"), -1);
  g_autoptr (HearthSummaryLine) line = NULL;
  g_autofree char *source = NULL;
  HearthSummaryLine *known;
  gboolean own_words;
  gsize start, length;

  g_strstrip (text);
  if (message == NULL || !find_quote (message, get_text (object, "quote"), &start, &length) ||
      is_outdated (own, message->id, start, length))
    return FALSE;
  line =
      hearth_summary_line_new (find_kind (own, message->id, start, length), message, start, length);
  source =
      hearth_sentence_dup (message->text, &(HearthSentence){ .start = start, .length = length });
  own_words = hearth_summary_check_sentence (text, source, message) == HEARTH_SUMMARY_GOOD;
  if (own_words) {
    g_free (line->text);
    line->text = g_steal_pointer (&text);
  }
  known = find_known (lines, line);
  if (known != NULL && own_words && strcmp (known->text, source) == 0) {
    /* What stood in for a lie gives way to words that are true. */
    g_free (known->text);
    known->text = g_steal_pointer (&line->text);
    return TRUE;
  }
  if (known != NULL)
    return FALSE;
  g_ptr_array_add (lines, g_steal_pointer (&line));
  return own_words;
}

/* The object of a reply, which may stand among other words or in a fence. */
static JsonNode *
parse_reply (const char *reply)
{
  const char *begin = strchr (reply, '{');
  const char *end = strrchr (reply, '}');

  if (begin == NULL || end == NULL || end < begin)
    return NULL;
  return hearth_json_parse (begin, (gsize) (end - begin) + 1);
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  const HearthSummaryLine *x = *(HearthSummaryLine *const *) a;
  const HearthSummaryLine *y = *(HearthSummaryLine *const *) b;

  if (x->date != y->date)
    return x->date < y->date ? -1 : 1;
  return x->start < y->start ? -1 : x->start > y->start;
}

static const HearthSummaryLine *
find_newest (const HearthThreadSummary *own)
{
  return own->lines->len > 0 ? g_ptr_array_index (own->lines, own->lines->len - 1) : NULL;
}

/* The last message has its say, and what is open is not forgotten, whatever the service thinks. */
static void
add_what_must_be (GPtrArray *lines, HearthThreadSummary *own)
{
  const HearthSummaryLine *newest = find_newest (own);
  gboolean has_newest = newest == NULL;

  for (guint i = 0; i < lines->len; i++)
    has_newest = has_newest || ((HearthSummaryLine *) g_ptr_array_index (lines, i))->message_id ==
                                   newest->message_id;
  for (guint i = own->lines->len; i > 0; i--) {
    HearthSummaryLine *line = g_ptr_array_index (own->lines, i - 1);

    if ((line->kind != HEARTH_SUMMARY_OPEN && (has_newest || line != newest)) ||
        find_known (lines, line) != NULL)
      continue;
    while (lines->len >= MAX_LINES)
      g_ptr_array_remove_index (lines, 0);
    g_ptr_array_add (lines, line);
    g_ptr_array_steal_index (own->lines, i - 1);
  }
}

/**
 * hearth_summary_check_reply:
 * @reply: what a service answered: an object with "sentences", each with "text", "message" (its
 *   number in @thread, from 1) and "quote"; anything is borne
 * @thread: (element-type HearthMessage): the messages that it was given, oldest first, with texts
 * @service: its name
 *
 * Makes a summary of the sentences of a service that can be checked; each other is replaced by what
 * it cites, or left out if it cites nothing. What a later message overturns is left out, what is
 * open and what was said last is always there. Pure, and bounded in size and time.
 *
 * Returns: (transfer full) (nullable): at most five sentences, oldest first; %NULL if none of the
 *   service's own could be used
 */
HearthThreadSummary *
hearth_summary_check_reply (const char *reply, GPtrArray *thread, const char *service)
{
  g_autoptr (HearthThreadSummary) own = hearth_thread_summary_new (thread);
  g_autoptr (GPtrArray) lines =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_summary_line_free);
  g_autoptr (JsonNode) node = strlen (reply) <= MAX_REPLY ? parse_reply (reply) : NULL;
  JsonNode *list = node != NULL && JSON_NODE_HOLDS_OBJECT (node)
                       ? json_object_get_member (json_node_get_object (node), "sentences")
                       : NULL;
  JsonArray *sentences =
      list != NULL && JSON_NODE_HOLDS_ARRAY (list) ? json_node_get_array (list) : NULL;
  guint n = sentences != NULL ? MIN (json_array_get_length (sentences), MAX_SENTENCES) : 0;
  guint n_own_words = 0;

  for (guint i = 0; i < n && lines->len < MAX_LINES; i++) {
    JsonNode *one = json_array_get_element (sentences, i);

    if (JSON_NODE_HOLDS_OBJECT (one))
      n_own_words += take_sentence (json_node_get_object (one), thread, own, lines);
  }
  if (n_own_words == 0)
    return NULL;
  add_what_must_be (lines, own);
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_unref (own->lines);
  own->lines = g_steal_pointer (&lines);
  own->service = g_strdup (service);
  return g_steal_pointer (&own);
}
