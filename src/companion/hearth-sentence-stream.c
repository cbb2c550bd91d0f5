/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-sentence-stream.h"

#include "hearth-sentence-end.h"

#include <string.h>

/* Cuts Markdown into what a voice can begin with, as early as nothing that may follow changes it:
 * a sentence, the first clause of a long one, a short list, a table; of code its beginning. */

/* What comes after so much of an answer is not spoken. */
#define MAX_TEXT (1024 * 1024)
/* Short items are spoken as one sentence, and therefore wait for each other. */
#define MAX_ITEM 80
#define MAX_ITEMS 8
#define MAX_TABLE (16 * 1024)
/* Where the first clause is spoken before its sentence is finished. */
#define FIRST_CLAUSE 25
#define LONG_BEGINNING 80
#define LONG_SENTENCE 400
#define LONGEST_SENTENCE 800

typedef enum {
  LINE_UNSURE, /* what follows decides */
  LINE_BLANK,
  LINE_WORDS,
  LINE_HEADING,
  LINE_ITEM,
  LINE_FENCE,
  LINE_TABLE,
  LINE_QUOTE,
} LineKind;

typedef enum {
  SKIP_NOTHING,
  SKIP_CODE,
  SKIP_TABLE,
} Skip;

typedef struct {
  char *text;
  gsize start;
} Piece;

struct _HearthSentenceStream {
  GString *text;
  gsize at;       /* bytes of text that were taken */
  gsize chars;    /* of the answer, before at */
  gsize total;    /* bytes of the answer */
  GQueue *pieces; /* (element-type Piece) */
  Skip skip;      /* what the text goes on with is not spoken */
  char fence;     /* of the code that is skipped */
  guint fence_length;
  gboolean ended;
  gboolean paused;
  gboolean begun; /* something was cut off */
};

static void
piece_free (gpointer data)
{
  g_free (((Piece *) data)->text);
  g_free (data);
}

/* What of the text is still there. It ends with a NUL. */
static const char *
get_rest (const HearthSentenceStream *self, gsize *length)
{
  *length = self->text->len - self->at;
  return self->text->str + self->at;
}

static void
drop (HearthSentenceStream *self, gsize length)
{
  for (gsize i = 0; i < length; i++)
    self->chars += ((guchar) self->text->str[self->at + i] & 0xc0) != 0x80 ? 1 : 0;
  self->at += length;
  if (self->at > 4096 && self->at > self->text->len / 2) {
    g_string_erase (self->text, 0, (gssize) self->at);
    self->at = 0;
  }
}

static gboolean
has_words (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++) {
    if (g_ascii_isalnum (text[i]) || (guchar) text[i] >= 0x80)
      return TRUE;
  }
  return FALSE;
}

static void
take (HearthSentenceStream *self, gsize length)
{
  gsize rest;
  const char *text = get_rest (self, &rest);
  gsize end = length;

  while (end > 0 && g_ascii_isspace (text[end - 1]))
    end--;
  if (has_words (text, end)) {
    Piece *piece = g_new0 (Piece, 1);

    piece->text = g_utf8_make_valid (text, (gssize) end);
    piece->start = self->chars;
    g_queue_push_tail (self->pieces, piece);
    self->begun = TRUE;
  }
  drop (self, length);
}

static guint
measure_fence (const char *line, char *sign)
{
  gsize indent = strspn (line, " ");
  guint n = 0;

  *sign = line[indent];
  if (indent > 3 || (*sign != '`' && *sign != '~'))
    return 0;
  while (line[indent + n] == *sign)
    n++;
  return n;
}

/* What a line begins. More of it may only come if the answer goes on. */
static LineKind
classify (const char *line, gboolean ended)
{
  const LineKind unsure = ended ? LINE_WORDS : LINE_UNSURE;
  const char *p = line + strspn (line, " \t");
  gsize n = 0;
  char sign;

  switch (*p) {
  case '\0':
    return ended ? LINE_BLANK : LINE_UNSURE;
  case '\n':
    return LINE_BLANK;
  case '|':
    return LINE_TABLE;
  case '>':
    return LINE_QUOTE;
  case '#':
    n = strspn (p, "#");
    return p[n] == '\0' ? unsure : p[n] == ' ' && n <= 6 ? LINE_HEADING : LINE_WORDS;
  case '`':
  case '~':
    n = measure_fence (line, &sign);
    return n >= 3 ? LINE_FENCE : p[strspn (p, "`~")] == '\0' ? unsure : LINE_WORDS;
  case '-':
  case '+':
  case '*':
    if (p[1] == '\0')
      return unsure;
    /* A rule is spoken as little as a heading's sign. */
    return p[1] == ' ' ? LINE_ITEM : p[1] == '-' ? LINE_HEADING : LINE_WORDS;
  default:
    break;
  }
  n = strspn (p, "0123456789");
  if (n == 0 || n > 9)
    return LINE_WORDS;
  if (p[n] == '\0' || ((p[n] == '.' || p[n] == ')') && p[n + 1] == '\0'))
    return unsure;
  return (p[n] == '.' || p[n] == ')') && p[n + 1] == ' ' ? LINE_ITEM : LINE_WORDS;
}

/* A paragraph goes on with a line of words, and a quote with its like. A number begins a list in it
 * only if that is 1. */
static LineKind
classify_next (const char *line, gboolean ended, LineKind kind)
{
  LineKind next = classify (line, ended);

  if (next == LINE_QUOTE && kind == LINE_QUOTE)
    return LINE_WORDS;
  if (next == LINE_ITEM && kind != LINE_ITEM && g_ascii_isdigit (line[strspn (line, " ")]) &&
      line[strspn (line, " ")] != '1')
    return LINE_WORDS;
  return next;
}

/* State of a look through a paragraph. */
typedef struct {
  gboolean code;
  gboolean bracket;
  gboolean address;
  gsize first_clause;
  gsize last_clause;
  gsize last_blank;
} Scan;

static void
follow_marks (Scan *scan, const char *text, gsize i)
{
  if (text[i] == '`')
    scan->code = !scan->code;
  if (scan->code)
    return;
  if (text[i] == '[')
    scan->bracket = TRUE;
  else if (text[i] == ']') {
    scan->bracket = FALSE;
    scan->address = text[i + 1] == '(';
  } else if (text[i] == ')' || g_ascii_isspace (text[i]))
    scan->address = FALSE;
}

static void
note_clause (Scan *scan, const char *text, gsize i)
{
  gboolean dash = g_str_has_prefix (text + i, " – ") || g_str_has_prefix (text + i, " — ");

  if (text[i] == ' ')
    scan->last_blank = i + 1;
  if (!dash && !(strchr (",;:", text[i]) != NULL && text[i + 1] == ' '))
    return;
  scan->last_clause = dash ? i + strlen (" – ") : i + 1;
  if (scan->first_clause == 0 && i >= FIRST_CLAUSE)
    scan->first_clause = scan->last_clause;
}

/* Where a sentence that goes on for too long is cut; 0: not yet. */
static gsize
find_early_cut (const HearthSentenceStream *self, const Scan *scan, gsize i)
{
  if (!self->begun && i >= LONG_BEGINNING && scan->first_clause > 0)
    return scan->first_clause;
  if (i >= LONG_SENTENCE && scan->last_clause > LONG_SENTENCE / 4)
    return scan->last_clause;
  if (i >= LONGEST_SENTENCE)
    return scan->last_blank > 0 ? scan->last_blank : i;
  return 0;
}

/* Bytes up to the end of the first sentence, or of the paragraph; 0: wait. */
static gsize
find_cut (HearthSentenceStream *self, LineKind kind)
{
  gsize length;
  const char *text = get_rest (self, &length);
  Scan scan = { 0 };

  for (gsize i = 0; i < length; i++) {
    gboolean free;
    gsize cut;

    /* Most of a text are letters, which decide nothing. */
    if (g_ascii_isalnum (text[i]) && i < LONG_BEGINNING)
      continue;
    follow_marks (&scan, text, i);
    free = !g_ascii_isalnum (text[i]) && !scan.code && !scan.bracket && !scan.address;
    if (text[i] == '\n') {
      LineKind next = classify_next (text + i + 1, self->ended, kind);

      if (kind == LINE_HEADING || (next != LINE_WORDS && next != LINE_UNSURE))
        return i + 1;
      if (next == LINE_UNSURE)
        return 0;
    }
    if (free) {
      gsize end = 0;
      HearthSentenceEnd found = hearth_sentence_end_find (text, i, self->ended, &end);

      if (found == HEARTH_SENTENCE_END_HERE)
        return end;
      if (found == HEARTH_SENTENCE_END_UNSURE)
        return self->paused && kind != LINE_ITEM && hearth_sentence_end_is_likely (text, i) ? end
                                                                                            : 0;
      note_clause (&scan, text, i);
    }
    /* Not within a character. */
    cut = ((guchar) text[i] & 0xc0) != 0x80 ? find_early_cut (self, &scan, i) : 0;
    if (cut > 0)
      return cut;
  }
  return self->ended ? length : 0;
}

/* Bytes of the line with its end; 0: it is not finished. */
static gsize
measure_line (const HearthSentenceStream *self, const char *line)
{
  const char *end = strchr (line, '\n');

  return end != NULL ? (gsize) (end + 1 - line) : self->ended ? strlen (line) : 0;
}

/* Short items together; long ones like paragraphs. */
static gsize
find_list_cut (HearthSentenceStream *self)
{
  gsize length;
  const char *text = get_rest (self, &length);
  gsize at = 0;
  guint items = 0;

  while (at < length) {
    LineKind kind = classify (text + at, self->ended);
    gsize line = measure_line (self, text + at);

    if (kind == LINE_UNSURE)
      return 0;
    if (kind == LINE_BLANK) {
      at += line;
      continue;
    }
    /* What follows an item without a mark of its own makes it a long one. */
    if (kind == LINE_WORDS && items > 0 && (text[at] == ' ' || text[at - 2] != '\n'))
      return items > 1 ? at : find_cut (self, LINE_ITEM);
    if (kind != LINE_ITEM || items == MAX_ITEMS)
      return at;
    if (line > MAX_ITEM || (line == 0 && length - at > MAX_ITEM) ||
        hearth_sentence_end_is_within (text + at, line > 0 ? line : length - at))
      return items > 0 ? at : find_cut (self, LINE_ITEM);
    if (line == 0)
      return 0;
    items++;
    at += line;
  }
  return self->ended ? length : 0;
}

static gboolean
is_table_head (const char *text)
{
  const char *second = strchr (text, '\n');

  return second != NULL && second[1] == '|' && strspn (second + 1, "|:- \t") > 3 &&
         strchr ("\n", second[1 + strspn (second + 1, "|:- \t")]) != NULL;
}

/* All of a table, because it is said how many rows it has. */
static gsize
find_table_cut (HearthSentenceStream *self)
{
  gsize length;
  const char *text = get_rest (self, &length);
  gsize first = measure_line (self, text);
  gsize at = first;

  if (first == 0 ||
      (!self->ended && measure_line (self, text + first) == 0 && length - first < MAX_ITEM))
    return length > LONGEST_SENTENCE ? find_cut (self, LINE_TABLE) : 0;
  if (!is_table_head (text))
    return first;
  while (at < length) {
    gsize line = measure_line (self, text + at);

    if (text[at] != '|')
      return at;
    if (at > MAX_TABLE) {
      self->skip = SKIP_TABLE;
      return at;
    }
    if (line == 0)
      return length - at > MAX_TABLE ? length : 0;
    at += line;
  }
  return self->ended ? length : 0;
}

/* The beginning of code, by which it is known for code. */
static gsize
find_code_cut (HearthSentenceStream *self)
{
  gsize length;
  const char *text = get_rest (self, &length);
  gsize first = measure_line (self, text);
  gsize second = first > 0 ? measure_line (self, text + first) : 0;

  if (first == 0 || (second == 0 && !self->ended))
    return length > LONGEST_SENTENCE ? find_cut (self, LINE_FENCE) : 0;
  self->fence_length = measure_fence (text, &self->fence);
  self->skip = SKIP_CODE;
  return first + second;
}

/* Drops lines that are not spoken. Returns whether it is to be gone on with. */
static gboolean
skip_line (HearthSentenceStream *self)
{
  gsize length;
  const char *text = get_rest (self, &length);
  gsize line = measure_line (self, text);
  char sign = '\0';

  if (self->skip == SKIP_TABLE && length > 0 && *text != '|') {
    self->skip = SKIP_NOTHING;
    return TRUE;
  }
  if (line == 0) {
    /* A line without end is no fence. */
    if (length > MAX_ITEM)
      drop (self, length - 1);
    return FALSE;
  }
  if (self->skip == SKIP_CODE && measure_fence (text, &sign) >= self->fence_length &&
      sign == self->fence)
    self->skip = SKIP_NOTHING;
  drop (self, line);
  return TRUE;
}

static gsize
find_piece (HearthSentenceStream *self)
{
  gsize length;
  const char *text = get_rest (self, &length);
  LineKind kind = classify (text, self->ended);

  switch (kind) {
  case LINE_UNSURE:
    return 0;
  case LINE_ITEM:
    return find_list_cut (self);
  case LINE_TABLE:
    return find_table_cut (self);
  case LINE_FENCE:
    return find_code_cut (self);
  case LINE_BLANK:
  case LINE_WORDS:
  case LINE_HEADING:
  case LINE_QUOTE:
  default:
    return find_cut (self, kind);
  }
}

/* The end of code that is in the same two lines as its beginning. */
static void
end_short_code (HearthSentenceStream *self, const char *taken, gsize length)
{
  const char *second = memchr (taken, '\n', length);
  char sign = '\0';

  if (self->skip == SKIP_CODE && second != NULL &&
      measure_fence (second + 1, &sign) >= self->fence_length && sign == self->fence)
    self->skip = SKIP_NOTHING;
}

static void
cut (HearthSentenceStream *self)
{
  for (;;) {
    gsize length;
    const char *text = get_rest (self, &length);
    gsize blank = strspn (text, "\n");

    if (self->skip != SKIP_NOTHING) {
      if (length == 0 || !skip_line (self))
        return;
      continue;
    }
    while (g_ascii_isspace (text[blank]) &&
           (self->begun || text[blank] != ' ' || strspn (text + blank, " ") > 3))
      blank++;
    if (blank > 0) {
      drop (self, blank);
      continue;
    }
    length = length > 0 ? find_piece (self) : 0;
    if (length == 0)
      return;
    end_short_code (self, text, length);
    take (self, length);
  }
}

/**
 * hearth_sentence_stream_new:
 *
 * Returns: (transfer full): a stream for one answer
 */
HearthSentenceStream *
hearth_sentence_stream_new (void)
{
  HearthSentenceStream *self = g_new0 (HearthSentenceStream, 1);

  self->text = g_string_new (NULL);
  self->pieces = g_queue_new ();
  return self;
}

/**
 * hearth_sentence_stream_free:
 * @self: (transfer full): a stream
 */
void
hearth_sentence_stream_free (HearthSentenceStream *self)
{
  g_string_free (self->text, TRUE);
  g_queue_free_full (self->pieces, piece_free);
  g_free (self);
}

/**
 * hearth_sentence_stream_push:
 * @self: a stream that has not ended
 * @delta: UTF-8: how the answer goes on. It may end anywhere, also within a character
 *
 * Adds to the answer. What comes after the first MiB of it is left out.
 */
void
hearth_sentence_stream_push (HearthSentenceStream *self, const char *delta)
{
  gsize length = strnlen (delta, MAX_TEXT - self->total);

  g_return_if_fail (!self->ended);

  self->total += length;
  g_string_append_len (self->text, delta, (gssize) length);
  cut (self);
}

/**
 * hearth_sentence_stream_pause:
 * @self: a stream that has not ended
 *
 * Says that nothing has come for a while. A sentence that is whole as it stands is not waited with
 * any longer, as whoever writes may think about the next one for long.
 */
void
hearth_sentence_stream_pause (HearthSentenceStream *self)
{
  g_return_if_fail (!self->ended);

  self->paused = TRUE;
  cut (self);
  self->paused = FALSE;
}

/**
 * hearth_sentence_stream_end:
 * @self: a stream
 *
 * Says that the answer is complete: what is left of it can be taken.
 */
void
hearth_sentence_stream_end (HearthSentenceStream *self)
{
  self->ended = TRUE;
  cut (self);
}

/**
 * hearth_sentence_stream_pop:
 * @self: a stream
 * @start: (out) (optional): how many characters of the answer stand before it
 *
 * Takes the next piece of the answer that can be spoken: of Markdown, for
 * hearth_spoken_form_new(). Once it was spoken, all was heard that stands before the next one.
 *
 * Returns: (transfer full) (nullable): the piece, without blanks around it; %NULL if there is none
 *   yet, or none any more
 */
char *
hearth_sentence_stream_pop (HearthSentenceStream *self, gsize *start)
{
  Piece *piece = g_queue_pop_head (self->pieces);
  char *text;

  if (piece == NULL)
    return NULL;
  if (start != NULL)
    *start = piece->start;
  text = g_steal_pointer (&piece->text);
  piece_free (piece);
  return text;
}
