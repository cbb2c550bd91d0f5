/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-spoken-form.h"

#include <string.h>

#include "hearth-language.h"
#include "hearth-markdown.h"
#include "hearth-spoken-token-private.h"

/* From Markdown to what a voice says. Which words these are follows from the language's grammar
 * and not from single strings, so that they stand here and not among the translations. */

/* Nobody listens to more than half an hour. */
#define MAX_SPOKEN (32 * 1024)
/* Items that are said in one sentence. */
#define MAX_JOINED 8
#define MAX_JOINED_CHARS 70

typedef struct {
  const char *code;
  const char *table_one;
  const char *rows[2]; /* before and after their number */
  const char *code_block;
  const char *and;
  const char *to;
  const char *ordinals[MAX_JOINED];
} Phrases;

static const Phrases phrases[HEARTH_N_SPEECH_LANGUAGES] = {
  { "en",
    "The panel shows a table.",
    { "The panel shows a table of ", " rows." },
    "The panel shows the code.",
    "and",
    "to",
    { "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth" } },
  { "de",
    "Die Seitenleiste zeigt eine Tabelle.",
    { "Die Seitenleiste zeigt eine Tabelle mit ", " Zeilen." },
    "Die Seitenleiste zeigt den Code.",
    "und",
    "bis",
    { "erstens", "zweitens", "drittens", "viertens", "fünftens", "sechstens", "siebtens",
      "achtens" } },
};

/* Once so many characters were spoken, the answer was heard up to this byte. */
typedef struct {
  gsize spoken;
  gsize source;
} Mark;

struct _HearthSpokenForm {
  char *answer;
  char *text;
  HearthSpeechLanguage language;
  GArray *marks; /* (element-type Mark): both grow */
};

typedef struct {
  HearthSpeechLanguage language;
  GString *out;
  gsize counted; /* bytes of out whose characters are in chars */
  gsize chars;
  gsize source; /* the answer is said up to here */
  GArray *marks;
} Speaker;

static void
add_mark (Speaker *self, gsize source)
{
  Mark mark;

  self->chars += (gsize) g_utf8_strlen (self->out->str + self->counted, -1);
  self->counted = self->out->len;
  self->source = MAX (self->source, source);
  mark = (Mark){ self->chars, self->source };
  g_array_append_val (self->marks, mark);
}

static gboolean
is_full (const Speaker *self)
{
  return self->out->len >= MAX_SPOKEN;
}

static char
get_last (const Speaker *self)
{
  return self->out->len > 0 ? self->out->str[self->out->len - 1] : '\0';
}

static void
separate (Speaker *self)
{
  if (self->out->len > 0 && get_last (self) != ' ')
    g_string_append_c (self->out, ' ');
}

/* A sign of punctuation behind the last word, if none stands there. */
static void
punctuate (Speaker *self, char sign)
{
  gsize length = self->out->len;

  while (length > 0 && self->out->str[length - 1] == ' ')
    length--;
  if (length == 0 || strchr (".,;:!?", self->out->str[length - 1]) != NULL)
    return;
  /* What has been marked is what a voice may have said: it is not changed any more. */
  if (length >= self->counted)
    g_string_truncate (self->out, length);
  g_string_append_c (self->out, sign);
}

/* The byte of the answer that a byte of a block's text came from. */
static gsize
find_source (const HearthBlock *block, gsize at, gsize fallback)
{
  gsize source = fallback;

  for (guint i = 0; i < block->origins->len; i++) {
    const HearthTextOrigin *origin = &g_array_index (block->origins, HearthTextOrigin, i);

    if (at <= origin->start)
      break;
    source = at >= origin->end
                 ? origin->source_end
                 : origin->source + MIN (at - origin->start, origin->source_end - origin->source);
  }
  return source;
}

/* Emoji, what joins them, and arrows and boxes. */
static gboolean
is_picture (gunichar c)
{
  return (c >= 0x1f000 && c <= 0x1faff) || (c >= 0x2190 && c <= 0x27bf) ||
         (c >= 0x2900 && c <= 0x2bff) || (c >= 0xfe00 && c <= 0xfe0f) || c == 0x200d ||
         c == 0x20e3 || (c >= 0xe000 && c <= 0xf8ff);
}

/* Says one character as it is, or as the pause or the word that it stands for. */
static void
say_character (Speaker *self, const char *text, gsize at)
{
  const Phrases *words = &phrases[self->language];
  gunichar c = g_utf8_get_char (text + at);
  const char *next = g_utf8_next_char (text + at);
  gboolean between_figures = at > 0 && g_ascii_isdigit (text[at - 1]) && g_ascii_isdigit (*next);

  if (c == 0x2013 && between_figures) {
    g_string_append_printf (self->out, " %s ", words->to);
  } else if (c == '(' || c == '[' || c == 0x2013 || c == 0x2014 || c == '|' || c == 0xb7 ||
             c == 0x2022 || c == ')' || c == ']') {
    if (c != ')' && c != ']')
      punctuate (self, ',');
    else if (*next != '\0' && strchr (".,;:!?)", *next) == NULL)
      punctuate (self, ',');
    separate (self);
  } else if (c == '&') {
    separate (self);
    g_string_append_printf (self->out, "%s ", words->and);
  } else if (is_picture (c) || strchr ("*_`#<>~^\\{}=\"", (int) MIN (c, 127)) != NULL ||
             c == 0x201c || c == 0x201d || c == 0x201e || c == 0xab || c == 0xbb) {
    if (c == '_' || c == '\\' || c == '=')
      separate (self);
  } else {
    /* Something that is not said may have stood between a word and its point. */
    if (c < 128 && strchr (".,;:!?", (int) c) != NULL && get_last (self) == ' ' &&
        self->out->len > self->counted && hearth_spoken_ends_word (next))
      g_string_truncate (self->out, self->out->len - 1);
    g_string_append_unichar (self->out, c);
  }
}

static gboolean
begins_word (const char *text, gsize at)
{
  const char *before;

  if (at == 0)
    return TRUE;
  before = g_utf8_find_prev_char (text, text + at);
  return !g_unichar_isalnum (g_utf8_get_char (before)) && *before != '_' && *before != '@' &&
         *before != '/' && *before != '.';
}

/* Links with words of their own are said by these; the others by where they lead. */
static gboolean
is_address (const HearthBlock *block, gsize at, gsize *length, const char **href)
{
  for (guint i = 0; i < block->spans->len; i++) {
    const HearthTextSpan *span = &g_array_index (block->spans, HearthTextSpan, i);

    if (span->href == NULL || span->start != at)
      continue;
    *length = span->end - span->start;
    *href = span->href;
    return hearth_spoken_token_is_link (span->href) > 0 &&
           (strncmp (block->text + at, span->href, *length) == 0 ||
            hearth_spoken_token_is_link (block->text + at) > 0);
  }
  return FALSE;
}

static gsize
say_token (Speaker *self, const HearthBlock *block, gsize at)
{
  const char *href;
  gsize length;

  if (is_address (block, at, &length, &href)) {
    hearth_spoken_token_say_link (self->language, href, strlen (href), self->out);
    return length;
  }
  length = hearth_spoken_token_is_link (block->text + at);
  if (length > 0) {
    if (!begins_word (block->text, at))
      separate (self);
    hearth_spoken_token_say_link (self->language, block->text + at, length, self->out);
    return length;
  }
  /* Of a scheme that leads to no page nothing is said but its name. */
  if (g_str_has_prefix (block->text + at, "://")) {
    separate (self);
    return strlen ("://");
  }
  if (!begins_word (block->text, at))
    return 0;
  return hearth_spoken_token_read (self->language, block->text, at, self->out);
}

static void
say_block_text (Speaker *self, const HearthBlock *block)
{
  const char *text = block->text;
  gsize fallback = self->source;
  gsize at = 0;

  while (text[at] != '\0' && !is_full (self)) {
    gsize n = say_token (self, block, at);

    if (n > 0) {
      at += n;
    } else if (g_unichar_isspace (g_utf8_get_char (text + at))) {
      add_mark (self, find_source (block, at, fallback));
      separate (self);
      at = (gsize) (g_utf8_next_char (text + at) - text);
    } else {
      say_character (self, text, at);
      at = (gsize) (g_utf8_next_char (text + at) - text);
    }
  }
}

static void
end_sentence (Speaker *self, const HearthBlock *block)
{
  punctuate (self, '.');
  add_mark (self, find_source (block, strlen (block->text), self->source));
  separate (self);
}

static gboolean
is_numbered (const HearthBlock *block)
{
  return block->marker != NULL && g_ascii_isdigit (*block->marker);
}

/* Whether items are short enough to be one sentence. */
static gboolean
can_join (GPtrArray *blocks, guint from, guint to)
{
  if (to - from < 2 || to - from > MAX_JOINED)
    return FALSE;
  for (guint i = from; i < to; i++) {
    const HearthBlock *block = g_ptr_array_index (blocks, i);
    gsize length = strlen (block->text);

    if (block->level != 1 || block->marker == NULL || length > MAX_JOINED_CHARS ||
        strpbrk (block->text, "!?\n") != NULL || strstr (block->text, ". ") != NULL)
      return FALSE;
  }
  return TRUE;
}

static void
say_ordinal (Speaker *self, guint i, gboolean capital)
{
  const char *word = phrases[self->language].ordinals[i];

  g_string_append_c (self->out, capital ? g_ascii_toupper (*word) : *word);
  g_string_append_printf (self->out, "%s%s ", word + 1,
                          self->language == HEARTH_SPEECH_GERMAN && !capital ? "" : ",");
}

static void
say_joined (Speaker *self, GPtrArray *blocks, guint from, guint to)
{
  for (guint i = from; i < to; i++) {
    const HearthBlock *block = g_ptr_array_index (blocks, i);

    if (i > from && i + 1 == to)
      g_string_append_printf (self->out, "%s ", phrases[self->language].and);
    if (is_numbered (block))
      say_ordinal (self, i - from, i == from);
    say_block_text (self, block);
    if (i + 1 == to)
      break;
    while (strchr (".;,", get_last (self)) != NULL && self->out->len > self->counted)
      g_string_truncate (self->out, self->out->len - 1);
    punctuate (self, ',');
    add_mark (self, find_source (block, strlen (block->text), self->source));
    separate (self);
  }
  end_sentence (self, g_ptr_array_index (blocks, to - 1));
}

static guint
say_list (Speaker *self, GPtrArray *blocks, guint from)
{
  guint to = from;

  while (to < blocks->len &&
         ((const HearthBlock *) g_ptr_array_index (blocks, to))->kind == HEARTH_BLOCK_ITEM)
    to++;
  if (can_join (blocks, from, to)) {
    say_joined (self, blocks, from, to);
    return to;
  }
  for (guint i = from; i < to && !is_full (self); i++) {
    const HearthBlock *block = g_ptr_array_index (blocks, i);
    guint64 number = is_numbered (block) ? g_ascii_strtoull (block->marker, NULL, 10) : 0;

    if (number > 0 && number <= MAX_JOINED)
      say_ordinal (self, (guint) number - 1, TRUE);
    say_block_text (self, block);
    end_sentence (self, block);
  }
  return to;
}

static void
say_table (Speaker *self, const HearthBlock *block)
{
  guint rows = block->columns > 0 ? block->cells->len / block->columns : 0;
  g_autofree char *count = NULL;

  if (rows < 3) {
    g_string_append (self->out, phrases[self->language].table_one);
    return;
  }
  count = hearth_speech_number (self->language, rows - 1);
  g_string_append_printf (self->out, "%s%s%s", phrases[self->language].rows[0], count,
                          phrases[self->language].rows[1]);
}

static void
say_blocks (Speaker *self, GPtrArray *blocks)
{
  for (guint i = 0; i < blocks->len && !is_full (self);) {
    const HearthBlock *block = g_ptr_array_index (blocks, i);

    switch (block->kind) {
    case HEARTH_BLOCK_ITEM:
      i = say_list (self, blocks, i);
      continue;
    case HEARTH_BLOCK_TABLE:
      say_table (self, block);
      break;
    case HEARTH_BLOCK_CODE:
      g_string_append (self->out, phrases[self->language].code_block);
      break;
    case HEARTH_BLOCK_RULE:
      i++;
      continue;
    case HEARTH_BLOCK_PARAGRAPH:
    case HEARTH_BLOCK_HEADING:
    case HEARTH_BLOCK_QUOTE:
    default:
      say_block_text (self, block);
      break;
    }
    end_sentence (self, block);
    i++;
  }
}

/* Whether there is anything to say: signs alone are silence. */
static gboolean
has_words (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    if (g_unichar_isalnum (g_utf8_get_char (p)))
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_spoken_form_new:
 * @answer: an answer or a piece of one, Markdown as the panel shows it
 * @language: (nullable): the code of the language that it is in where its words do not say so;
 *   English if it is %NULL
 *
 * Makes of an answer what is said of it: without addresses and signs; dates, times, money and
 * measures in words; short lists as a sentence. Of tables and code it is said that the panel shows
 * them. At most 32 KiB are said. Pure.
 *
 * Returns: (transfer full): what is said
 */
HearthSpokenForm *
hearth_spoken_form_new (const char *answer, const char *language)
{
  HearthSpokenForm *self = g_new0 (HearthSpokenForm, 1);
  g_autoptr (GPtrArray) blocks = NULL;
  const char *guess;
  Speaker speaker = { 0 };

  self->answer = g_utf8_make_valid (answer, -1);
  guess = hearth_language_of_text (self->answer, strlen (self->answer));
  self->language = hearth_speech_find_language (*guess != '\0' ? guess : language);
  self->marks = g_array_new (FALSE, FALSE, sizeof (Mark));
  blocks = hearth_markdown_parse (self->answer);
  speaker.language = self->language;
  speaker.out = g_string_new (NULL);
  speaker.marks = self->marks;
  say_blocks (&speaker, blocks);
  while (get_last (&speaker) == ' ')
    g_string_truncate (speaker.out, speaker.out->len - 1);
  if (!has_words (speaker.out->str)) {
    g_string_truncate (speaker.out, 0);
    g_array_set_size (self->marks, 0);
  }
  self->text = g_string_free (speaker.out, FALSE);
  return self;
}

/**
 * hearth_spoken_form_free:
 * @self: (transfer full): a spoken form
 */
void
hearth_spoken_form_free (HearthSpokenForm *self)
{
  g_free (self->answer);
  g_free (self->text);
  g_array_unref (self->marks);
  g_free (self);
}

/**
 * hearth_spoken_form_get_text:
 * @self: a spoken form
 *
 * Returns: (transfer none): plain UTF-8 text for a voice; "" if there is nothing to say
 */
const char *
hearth_spoken_form_get_text (const HearthSpokenForm *self)
{
  return self->text;
}

/**
 * hearth_spoken_form_get_language:
 * @self: a spoken form
 *
 * Returns: (transfer none): ISO 639-1 code of the language that it is said in
 */
const char *
hearth_spoken_form_get_language (const HearthSpokenForm *self)
{
  return phrases[self->language].code;
}

static gsize
find_heard (const HearthSpokenForm *self, gsize spoken)
{
  gsize source = 0;

  for (guint i = 0; i < self->marks->len; i++) {
    const Mark *mark = &g_array_index (self->marks, Mark, i);

    if (mark->spoken > spoken)
      break;
    source = mark->source;
  }
  return source;
}

/**
 * hearth_spoken_form_get_heard:
 * @self: a spoken form
 * @spoken: how many characters of its text were spoken
 *
 * Returns: how many characters of the answer were heard: all of its words that were spoken to
 *   their end
 */
gsize
hearth_spoken_form_get_heard (const HearthSpokenForm *self, gsize spoken)
{
  return (gsize) g_utf8_strlen (self->answer, (gssize) find_heard (self, spoken));
}

/**
 * hearth_spoken_form_dup_heard:
 * @self: a spoken form
 * @spoken: how many characters of its text were spoken
 *
 * Returns: (transfer full): the part of the answer that was heard, still Markdown
 */
char *
hearth_spoken_form_dup_heard (const HearthSpokenForm *self, gsize spoken)
{
  return g_strndup (self->answer, find_heard (self, spoken));
}
