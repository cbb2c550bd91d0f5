/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-sentences.h"

#include <string.h>

/* More sentences than these are no mail that somebody wrote to somebody. */
#define MAX_SENTENCES 400

typedef struct {
  const char *text;
  GArray *sentences; /* (element-type HearthSentence) */
  gsize begin;       /* of the paragraph that is being gathered */
  gsize end;         /* of it; equal to begin if there is none */
  guint paragraph;
} Splitter;

static gboolean
starts_with (const char *line, gsize length, const char *prefix)
{
  gsize n = strlen (prefix);

  return length >= n && strncmp (line, prefix, n) == 0;
}

/* Whether from here on others speak, or the writer only signs. */
static gboolean
ends_text (const char *line, gsize length)
{
  static const char *const ends[] = {
    "-----Original Message", "-----Ursprüngliche", "---------- Forwarded", "Begin forwarded",
    "________________",      "Sent from my",       "Von meinem",           NULL
  };

  if ((length == 2 || length == 3) && strncmp (line, "--", 2) == 0)
    return TRUE;
  for (guint i = 0; ends[i] != NULL; i++) {
    if (starts_with (line, length, ends[i]))
      return TRUE;
  }
  return length > 12 && line[length - 1] == ':' &&
         (starts_with (line, length, "On ") || starts_with (line, length, "Am "));
}

/* "Hi Nora," and "Best regards," say nothing. */
static gboolean
is_courtesy (const char *line, gsize length)
{
  static const char *const words[] = {
    "hi",           "hello",     "hey",       "dear",    "hallo", "liebe",     "lieber",
    "guten",        "bonjour",   "hola",      "ciao",    "best",  "kind",      "thanks",
    "regards",      "cheers",    "many",      "viele",   "mit",   "beste",     "cordially",
    "warm",         "yours",     "sincerely", "thank",   "danke", "greetings", "gruß",
    "grüße",        "herzliche", "lg",        "vg",      "mfg",   "salut",     "saludos",
    "cordialement", "cordiali",  "groet",     "groeten", NULL
  };

  if (length > 40 || memchr (line, '?', length) != NULL)
    return FALSE;
  for (guint i = 0; words[i] != NULL; i++) {
    gsize n = strlen (words[i]);

    if (length >= n && g_ascii_strncasecmp (line, words[i], n) == 0 &&
        (length == n || !g_ascii_isalpha (line[n])))
      return line[length - 1] == ',' || line[length - 1] == '!' || length < 24;
  }
  return FALSE;
}

/* Bytes of "- ", "* ", "• ", "1. ", "2) " and "(3) " at the beginning of an item of a list. */
static gsize
measure_bullet (const char *line, gsize length)
{
  gsize n = 0;

  if (starts_with (line, length, "•"))
    return strlen ("•");
  if (length > 2 && (line[0] == '-' || line[0] == '*') && line[1] == ' ')
    return 2;
  if (length > 2 && line[0] == '(')
    n++;
  while (n < length && n < 3 && g_ascii_isdigit (line[n]))
    n++;
  if (n > 0 && n + 1 < length && g_ascii_isdigit (line[n - 1]) &&
      (line[n] == '.' || line[n] == ')') && line[n + 1] == ' ')
    return n + 2;
  return 0;
}

static void
add_sentence (Splitter *self, gsize begin, gsize end)
{
  HearthSentence sentence = { 0, 0, self->paragraph };

  while (begin < end && g_ascii_isspace (self->text[begin]))
    begin++;
  while (end > begin && g_ascii_isspace (self->text[end - 1]))
    end--;
  if (begin == end || self->sentences->len == MAX_SENTENCES)
    return;
  sentence.start = begin;
  sentence.length = end - begin;
  g_array_append_val (self->sentences, sentence);
}

/* "Dr. B", "e.g. x" and "St. Paul" go on. */
static gboolean
is_abbreviation (const char *begin, const char *point)
{
  static const char *const words[] = { "dr",  "mr",  "mrs", "ms",  "st",  "prof", "no", "nr",
                                       "e.g", "i.e", "z.b", "bzw", "vs",  "ca",   "jr", "inc",
                                       "ltd", "co",  "tel", "str", "bsp", NULL };
  const char *word = point;

  while (word > begin && !g_ascii_isspace (word[-1]) && word[-1] != '(')
    word--;
  /* An initial. */
  if (point - word <= 1)
    return TRUE;
  for (guint i = 0; words[i] != NULL; i++) {
    if ((gsize) (point - word) == strlen (words[i]) &&
        g_ascii_strncasecmp (word, words[i], strlen (words[i])) == 0)
      return TRUE;
  }
  /* The day of a date in German: "am 3. Mai". */
  for (const char *p = word; p < point; p++) {
    if (!g_ascii_isdigit (*p))
      return FALSE;
  }
  return point - word <= 2;
}

static gboolean
ends_sentence (const char *begin, const char *p, const char *end)
{
  if (*p != '.' && *p != '!' && *p != '?')
    return FALSE;
  if (p + 1 < end && !g_ascii_isspace (p[1]))
    return FALSE;
  return *p != '.' || p + 1 == end || p[1] == '\n' || !is_abbreviation (begin, p);
}

static void
end_paragraph (Splitter *self)
{
  const char *end = self->text + self->end;
  gsize begin = self->begin;

  if (self->begin == self->end)
    return;
  for (const char *p = self->text + begin; p < end; p++) {
    if (ends_sentence (self->text + begin, p, end)) {
      add_sentence (self, begin, (gsize) (p + 1 - self->text));
      begin = (gsize) (p + 1 - self->text);
    }
  }
  add_sentence (self, begin, self->end);
  self->begin = self->end;
  self->paragraph++;
}

static void
add_line (Splitter *self, const char *line, gsize length)
{
  gsize bullet = measure_bullet (line, length);

  if (length == 0 || *line == '>' || is_courtesy (line, length)) {
    end_paragraph (self);
    return;
  }
  if (bullet > 0)
    end_paragraph (self);
  if (self->begin == self->end)
    self->begin = (gsize) (line - self->text) + bullet;
  self->end = (gsize) (line - self->text) + length;
}

/**
 * hearth_sentences_split:
 * @text: the readable body of a mail, UTF-8
 * @max: bytes of it that are looked at
 *
 * Splits what the writer wrote now into sentences: quotes, signatures, greetings and forwarded mail
 * are left out, and so are the marks of items of a list. Pure.
 *
 * Returns: (transfer full) (element-type HearthSentence): in their order
 */
GArray *
hearth_sentences_split (const char *text, gsize max)
{
  Splitter self = { .text = text,
                    .sentences = g_array_new (FALSE, FALSE, sizeof (HearthSentence)) };
  const char *limit = text + strnlen (text, max);

  /* Not within a character. */
  while (limit > text && ((guchar) *limit & 0xc0) == 0x80)
    limit--;
  for (const char *p = text; p < limit;) {
    const char *newline = memchr (p, '\n', (gsize) (limit - p));
    const char *end = newline != NULL ? newline : limit;
    const char *line_end = end;

    while (p < line_end && g_ascii_isspace (*p))
      p++;
    while (line_end > p && g_ascii_isspace (line_end[-1]))
      line_end--;
    if (ends_text (p, (gsize) (line_end - p)))
      break;
    add_line (&self, p, (gsize) (line_end - p));
    p = end + 1;
  }
  end_paragraph (&self);
  return self.sentences;
}

/**
 * hearth_sentence_dup:
 * @text: the text that was split
 * @sentence: a sentence of it
 *
 * Returns: (transfer full): its words on one line, valid UTF-8
 */
char *
hearth_sentence_dup (const char *text, const HearthSentence *sentence)
{
  g_autoptr (GString) line = g_string_sized_new (sentence->length);

  for (gsize i = 0; i < sentence->length; i++) {
    char c = text[sentence->start + i];

    if (!g_ascii_isspace (c))
      g_string_append_c (line, c);
    else if (line->len > 0 && line->str[line->len - 1] != ' ')
      g_string_append_c (line, ' ');
  }
  return g_utf8_make_valid (line->str, (gssize) line->len);
}
