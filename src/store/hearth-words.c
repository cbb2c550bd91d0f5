/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-tokenizer.h"

#include <string.h>

/* Splits text into folded words: the part of the tokenizer that knows Unicode and not SQLite. */

#define TABLE_SIZE 0x3000

/* What a character becomes: one folded character, or one of these. */
#define FOLD_NONE 0   /* separates words */
#define FOLD_MARK 1   /* belongs to the character before it and vanishes */
#define FOLD_EXPAND 2 /* more than one character: see expand_special() */

static guint16 fold_table[TABLE_SIZE];

typedef struct {
  const char *text;
  int length;
  HearthWordMode mode;
  HearthWordFunc func;
  gpointer user_data;
  char word[HEARTH_TOKEN_MAX + 8];
  int n;     /* bytes in word */
  int start; /* where the word starts in the text */
  gboolean english;
} Splitter;

/* Letters without a decomposition that people write without their stroke, and ligatures. */
static const char *
expand_special (gunichar c)
{
  switch (c) {
  case 0xdf:
  case 0x1e9e:
    return "ss";
  case 0xe6:
  case 0xc6:
    return "ae";
  case 0x153:
  case 0x152:
    return "oe";
  case 0xfe:
  case 0xde:
    return "th";
  case 0xf8:
  case 0xd8:
    return "o";
  case 0x142:
  case 0x141:
    return "l";
  case 0x111:
  case 0x110:
  case 0xf0:
  case 0xd0:
    return "d";
  case 0x127:
  case 0x126:
    return "h";
  case 0x131: /* Turkish: one i for all */
  case 0x130:
    return "i";
  case 0x167:
  case 0x166:
    return "t";
  default:
    return NULL;
  }
}

static gunichar
fold_slowly (gunichar c)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n;

  if (g_unichar_ismark (c))
    return FOLD_MARK;
  if (!g_unichar_isalnum (c))
    return FOLD_NONE;
  if (expand_special (c) != NULL)
    return FOLD_EXPAND;
  n = g_unichar_fully_decompose (c, TRUE, parts, G_N_ELEMENTS (parts));
  /* A ligature, a fraction or a circled number that falls apart into letters keeps its first. */
  if (n > 0 && g_unichar_isalnum (parts[0]))
    return g_unichar_tolower (parts[0]);
  return g_unichar_tolower (c);
}

static gpointer
fill_table (gpointer data)
{
  for (gunichar c = 0; c < TABLE_SIZE; c++) {
    gunichar folded = fold_slowly (c);

    fold_table[c] = folded <= G_MAXUINT16 ? (guint16) folded : FOLD_NONE;
  }
  return NULL;
}

static void
ensure_table (void)
{
  static GOnce once = G_ONCE_INIT;

  g_once (&once, fill_table, NULL);
}

/**
 * hearth_words_is_paired:
 * @c: a character
 *
 * Returns: whether it belongs to a script that is written without blanks, or whose words take many
 *   endings, so that it is indexed in pairs: Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese
 */
gboolean
hearth_words_is_paired (gunichar c)
{
  if (c < 0xe00)
    return FALSE;
  return (c >= 0xe00 && c <= 0xeff && g_unichar_isdefined (c)) ||      /* Thai, Lao */
         (c >= 0x1000 && c <= 0x109f) ||                               /* Burmese */
         (c >= 0x1100 && c <= 0x11ff) ||                               /* Hangul letters */
         (c >= 0x1780 && c <= 0x17ff && c != 0x17d4 && c != 0x17d5) || /* Khmer */
         c == 0x3005 || c == 0x3007 || (c >= 0x3041 && c <= 0x3096) ||
         (c >= 0x309d && c <= 0x309f) ||                                 /* Hiragana */
         (c >= 0x30a1 && c <= 0x30fa) || (c >= 0x30fc && c <= 0x30ff) || /* Katakana */
         (c >= 0x3105 && c <= 0x312f) || (c >= 0x3131 && c <= 0x318e) ||
         (c >= 0x31f0 && c <= 0x31ff) || (c >= 0x3400 && c <= 0x4dbf) ||
         (c >= 0x4e00 && c <= 0x9fff) || (c >= 0xac00 && c <= 0xd7a3) ||
         (c >= 0xf900 && c <= 0xfaff) || (c >= 0xff66 && c <= 0xff9f) ||
         (c >= 0x20000 && c <= 0x3ffff);
}

/* Half-width Katakana and compatibility ideographs are the same characters as the usual ones. */
static gunichar
fold_paired (gunichar c)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];

  if ((c >= 0xf900 && c <= 0xfaff) || (c >= 0xff66 && c <= 0xff9f) ||
      (c >= 0x2f800 && c <= 0x2fa1f)) {
    if (g_unichar_fully_decompose (c, TRUE, parts, G_N_ELEMENTS (parts)) > 0)
      return parts[0];
  }
  return c;
}

/* Decodes without trusting: bytes that are not UTF-8 count as separators. */
static gunichar
next_char (const char *text, int length, int *at)
{
  const char *p = text + *at;
  gunichar c = g_utf8_get_char_validated (p, length - *at);

  if (c == (gunichar) -1 || c == (gunichar) -2) {
    *at += 1;
    return ' ';
  }
  *at += g_utf8_skip[(guchar) *p];
  return c;
}

static int
flush (Splitter *self, int end)
{
  int result = 0;

  if (self->n > 0)
    result = self->func (self->user_data, self->word, self->n, self->start, end,
                         self->english ? HEARTH_WORD_ENGLISH : 0);
  self->n = 0;
  self->english = TRUE;
  return result;
}

static void
append_char (Splitter *self, gunichar c, int start)
{
  if (self->n == 0)
    self->start = start;
  if (self->n + 6 <= HEARTH_TOKEN_MAX)
    self->n += g_unichar_to_utf8 (c, self->word + self->n);
  if (c >= 0x80 || !g_ascii_isalpha (c))
    self->english = FALSE;
}

/* A run of characters that are indexed in pairs, from @at; leaves @at behind it. */
static int
split_paired (Splitter *self, int *at)
{
  gunichar before = 0;
  int before_start = 0;
  gboolean any = FALSE;

  while (*at < self->length) {
    int start = *at;
    int next = *at;
    gunichar c = next_char (self->text, self->length, &next);
    char pair[12];
    int n, result;

    if (!hearth_words_is_paired (c))
      break;
    c = fold_paired (c);
    *at = next;
    if (before != 0) {
      n = g_unichar_to_utf8 (before, pair);
      n += g_unichar_to_utf8 (c, pair + n);
      result = self->func (self->user_data, pair, n, before_start, next, 0);
      if (result != 0)
        return result;
      any = TRUE;
    }
    before = c;
    before_start = start;
  }
  if (before != 0 && (!any || self->mode == HEARTH_WORDS_TEXT)) {
    char last[6];
    int n = g_unichar_to_utf8 (before, last);

    return self->func (self->user_data, last, n, before_start, *at,
                       any ? HEARTH_WORD_COLOCATED : 0);
  }
  return 0;
}

/* "O'Brien", "don't": an apostrophe between letters does not end the word. */
static gboolean
is_inner_apostrophe (Splitter *self, gunichar c, int next)
{
  if (c != '\'' && c != 0x2019)
    return FALSE;
  if (self->n == 0 || next >= self->length)
    return FALSE;
  return g_unichar_isalpha (next_char (self->text, self->length, &next));
}

static int
split_char (Splitter *self, gunichar c, int start, int next)
{
  gunichar folded = c < TABLE_SIZE ? fold_table[c] : fold_slowly (c);

  if (folded == FOLD_MARK)
    return 0;
  if (folded == FOLD_NONE)
    return is_inner_apostrophe (self, c, next) ? 0 : flush (self, start);
  if (folded == FOLD_EXPAND) {
    for (const char *p = expand_special (c); *p != '\0'; p++)
      append_char (self, *p, start);
    return 0;
  }
  append_char (self, folded, start);
  return 0;
}

/**
 * hearth_words_foreach:
 * @text: UTF-8 text; what is not valid separates words
 * @length: its bytes
 * @mode: what the words are for
 * @func: called for each word
 * @user_data: for @func
 *
 * Splits @text into words of letters and digits, without case and marks. Scripts without blanks
 * give overlapping pairs of characters.
 *
 * Returns: what @func returned last
 */
int
hearth_words_foreach (const char *text, int length, HearthWordMode mode, HearthWordFunc func,
                      gpointer user_data)
{
  Splitter self = { .text = text,
                    .length = length,
                    .mode = mode,
                    .func = func,
                    .user_data = user_data,
                    .english = TRUE };
  int at = 0;

  ensure_table ();
  while (at < length) {
    guchar byte = (guchar) text[at];
    int start = at;
    int result = 0;

    if (byte < 0x80) {
      guint16 folded = fold_table[byte];

      at++;
      if (folded > FOLD_EXPAND) {
        if (self.n == 0)
          self.start = start;
        if (self.n < HEARTH_TOKEN_MAX)
          self.word[self.n++] = (char) folded;
        if (folded < 'a')
          self.english = FALSE;
      } else if (self.n > 0 && !is_inner_apostrophe (&self, byte, at)) {
        result = flush (&self, start);
      }
    } else {
      gunichar c = next_char (text, length, &at);

      if (hearth_words_is_paired (c)) {
        result = flush (&self, start);
        at = start;
        if (result == 0)
          result = split_paired (&self, &at);
      } else {
        result = split_char (&self, c, start, at);
      }
    }
    if (result != 0)
      return result;
  }
  return flush (&self, length);
}

static int
append_word_cb (gpointer user_data, const char *word, int length, int start, int end,
                HearthWordFlags flags)
{
  GString *out = user_data;

  g_string_append_c (out, ' ');
  g_string_append_len (out, word, length);
  return 0;
}

/**
 * hearth_words_dup:
 * @text: UTF-8 text
 *
 * Returns: (transfer full): its folded words, each after a blank, for comparing
 */
char *
hearth_words_dup (const char *text)
{
  GString *out = g_string_new (NULL);

  hearth_words_foreach (text, (int) MIN (strlen (text), G_MAXINT), HEARTH_WORDS_TEXT,
                        append_word_cb, out);
  return g_string_free (out, FALSE);
}
