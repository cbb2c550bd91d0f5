/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-language.h"

#include "hearth-language-words.h"

#include <string.h>

/* The script says it where only one language is written in it. Elsewhere the words that hold
 * sentences together, endings and letters vote, each with the more weight the fewer languages share
 * it. Libraries were measured on the same texts. Profiles of letters (libexttextcat) are wrong
 * three times as often as unsure and take half a millisecond. libcld2 names a few more of single
 * sentences and is wrong more often, of whole mails above all; it is eight megabytes. */

#define MAX_TEXT 4096
#define MAX_WORDS 400
#define MAX_WORD 48
#define TABLE_SIZE 8192 /* a power of two, at least twice the marks */

/* Votes of the best that are too few, for a word and in all, and by how much it must lead. */
#define LEAST_SHARE 0.12
#define LEAST_VOTES 0.9
#define LEAST_LEAD 1.06

typedef enum {
  SCRIPT_LATIN,
  SCRIPT_CYRILLIC,
  SCRIPT_ARABIC,
  SCRIPT_GREEK,
  SCRIPT_HEBREW,
  SCRIPT_HAN,
  SCRIPT_KANA,
  SCRIPT_HANGUL,
  SCRIPT_THAI,
  SCRIPT_DEVANAGARI,
  SCRIPT_GEORGIAN,
  SCRIPT_ARMENIAN,
  N_SCRIPTS,
} Script;

typedef struct {
  guint32 hash; /* 0: nothing is here */
  guint32 languages;
  float weight;
} Slot;

static Slot table[TABLE_SIZE];

typedef struct {
  guint letters[N_SCRIPTS];
  double votes[HEARTH_LANGUAGE_MAX];
  guint n_words;
} Counter;

static guint32
hash_mark (char kind, const char *bytes, gsize length)
{
  guint32 hash = 2166136261u ^ (guchar) kind;

  for (gsize i = 0; i < length; i++)
    hash = (hash * 16777619u) ^ (guchar) bytes[i];
  hash ^= hash >> 15;
  return hash != 0 ? hash : 1;
}

static Slot *
find_slot (guint32 hash)
{
  guint i = hash & (TABLE_SIZE - 1);

  while (table[i].hash != 0 && table[i].hash != hash)
    i = (i + 1) & (TABLE_SIZE - 1);
  return &table[i];
}

static void
add_mark (const char *mark, gsize length, guint language)
{
  char kind = *mark == '-' || *mark == '~' ? *mark : ' ';
  const char *bytes = kind == ' ' ? mark : mark + 1;
  gsize n = length - (kind == ' ' ? 0 : 1);
  guint32 hash = hash_mark (kind, bytes, n);
  Slot *slot = find_slot (hash);

  slot->hash = hash;
  slot->languages |= 1u << language;
  slot->weight = kind == '-'                             ? 0.5f
                 : kind == '~'                           ? 0.7f
                 : g_utf8_strlen (bytes, (gssize) n) > 2 ? 1.3f
                                                         : 0.9f;
}

static gpointer
fill_table (gpointer data)
{
  g_assert (hearth_language_n_words <= HEARTH_LANGUAGE_MAX);
  for (guint i = 0; i < hearth_language_n_words; i++) {
    for (const char *p = hearth_language_words[i].marks; *p != '\0';) {
      gsize length = strcspn (p, " ");

      add_mark (p, length, i);
      p += length + strspn (p + length, " ");
    }
  }
  /* A mark that many share says little of each of them. */
  for (guint i = 0; i < TABLE_SIZE; i++) {
    if (table[i].hash != 0)
      table[i].weight /= (float) __builtin_popcount (table[i].languages);
  }
  return NULL;
}

static void
ensure_table (void)
{
  static GOnce once = G_ONCE_INIT;

  g_once (&once, fill_table, NULL);
}

static Script
get_script (gunichar c)
{
  if (c < 0x250 || (c >= 0x1e00 && c < 0x1f00))
    return SCRIPT_LATIN;
  if (c >= 0x370 && c < 0x400)
    return SCRIPT_GREEK;
  if (c >= 0x400 && c < 0x530)
    return SCRIPT_CYRILLIC;
  if (c >= 0x530 && c < 0x590)
    return SCRIPT_ARMENIAN;
  if (c >= 0x590 && c < 0x600)
    return SCRIPT_HEBREW;
  if ((c >= 0x600 && c < 0x780) || (c >= 0xfb50 && c < 0xfe00) || (c >= 0xfe70 && c < 0xff00))
    return SCRIPT_ARABIC;
  if (c >= 0x900 && c < 0x980)
    return SCRIPT_DEVANAGARI;
  if (c >= 0xe00 && c < 0xe80)
    return SCRIPT_THAI;
  if (c >= 0x10a0 && c < 0x1100)
    return SCRIPT_GEORGIAN;
  if (c >= 0x3040 && c < 0x3100)
    return SCRIPT_KANA;
  if ((c >= 0xac00 && c < 0xd7b0) || (c >= 0x1100 && c < 0x1200))
    return SCRIPT_HANGUL;
  if ((c >= 0x3400 && c < 0xa000) || (c >= 0x20000 && c < 0x32000))
    return SCRIPT_HAN;
  return N_SCRIPTS;
}

static gboolean
vote (Counter *self, char kind, const char *bytes, gsize length)
{
  const Slot *slot = find_slot (hash_mark (kind, bytes, length));

  if (slot->hash == 0)
    return FALSE;
  for (guint32 left = slot->languages; left != 0; left &= left - 1)
    self->votes[__builtin_ctz (left)] += (double) slot->weight;
  return TRUE;
}

/* A word that is known says it all; of another its end and its letters speak. */
static void
count_word (Counter *self, const char *word, gsize length)
{
  const char *p = word + length;

  self->n_words++;
  if (!vote (self, ' ', word, length)) {
    for (guint n = 1; n <= 5 && p > word; n++) {
      p = g_utf8_find_prev_char (word, p);
      if (p == NULL || p == word)
        break;
      if (n >= 2)
        vote (self, '-', p, (gsize) (word + length - p));
    }
  }
  for (p = word; p < word + length; p = g_utf8_next_char (p)) {
    if ((guchar) *p >= 0x80)
      vote (self, '~', p, (gsize) (g_utf8_next_char (p) - p));
  }
}

/* Whether what begins here, up to the next blank, is an address or a number and no word. */
static gboolean
is_no_word (const char *p, const char *end)
{
  for (; p < end && !g_ascii_isspace (*p); p++) {
    if (*p == '@' || *p == '_' || *p == '=' || *p == '\\' ||
        (*p == ':' && p + 1 < end && p[1] == '/') || g_ascii_isdigit (*p))
      return TRUE;
  }
  return FALSE;
}

/* Bytes of a letter at @p, lower case in @out (at least six bytes); 0 if it is none. */
static guint
take_letter (const char *p, const char *end, Script *script, char *out)
{
  gunichar c = g_utf8_get_char (p);
  const char *next = g_utf8_next_char (p);

  if (!g_unichar_isalpha (c)) {
    if ((c == '\'' || c == 0x2019) && next < end && g_unichar_isalpha (g_utf8_get_char (next))) {
      *script = N_SCRIPTS;
      *out = '\'';
      return 1;
    }
    return g_unichar_ismark (c) ? (guint) g_unichar_to_utf8 (c, out) : 0;
  }
  *script = get_script (c);
  return (guint) g_unichar_to_utf8 (g_unichar_tolower (c), out);
}

static const char *
count_one (Counter *self, const char *p, const char *end)
{
  char word[MAX_WORD + 8];
  gsize length = 0;

  while (p < end && length < MAX_WORD) {
    Script script = N_SCRIPTS;
    guint n = take_letter (p, end, &script, word + length);

    if (n == 0)
      break;
    if (script != N_SCRIPTS)
      self->letters[script]++;
    length += n;
    p = g_utf8_next_char (p);
  }
  if (length > 0)
    count_word (self, word, length);
  else if (p < end && (*p == '?' || *p == '!'))
    p++;
  else if (p < end) {
    /* "¿" and "¡". */
    vote (self, '~', p, (gsize) (g_utf8_next_char (p) - p));
    p = g_utf8_next_char (p);
  }
  return p;
}

static void
count_text (Counter *self, const char *text, const char *end)
{
  gboolean line_begins = TRUE;
  gboolean blank = TRUE;

  for (const char *p = text; p < end && self->n_words < MAX_WORDS;) {
    if (line_begins && *p == '>') {
      const char *newline = memchr (p, '\n', (gsize) (end - p));

      p = newline != NULL ? newline + 1 : end;
      continue;
    }
    if (g_ascii_isspace (*p)) {
      line_begins = *p == '\n';
      blank = TRUE;
      p++;
      continue;
    }
    if (blank && is_no_word (p, end)) {
      while (p < end && !g_ascii_isspace (*p))
        p++;
      continue;
    }
    line_begins = FALSE;
    blank = FALSE;
    p = count_one (self, p, end);
  }
}

/* Where a script has many languages, the marks decide. */
static const char *
elect (const Counter *self)
{
  guint best = 0;
  guint second = 1;

  for (guint i = 1; i < hearth_language_n_words; i++) {
    if (self->votes[i] > self->votes[best]) {
      second = best;
      best = i;
    } else if (i == 1 || self->votes[i] > self->votes[second]) {
      second = i;
    }
  }
  if (self->votes[best] < LEAST_VOTES || self->votes[best] < LEAST_SHARE * self->n_words ||
      self->votes[best] < LEAST_LEAD * self->votes[second])
    return "";
  return hearth_language_words[best].language;
}

static const char *
decide (const Counter *self)
{
  const guint *letters = self->letters;
  /* A character of these is about what half a word is elsewhere. */
  guint han = 3 * (letters[SCRIPT_HAN] + letters[SCRIPT_KANA]);
  guint most = MAX (han, 2 * letters[SCRIPT_HANGUL]);

  for (guint i = 0; i < N_SCRIPTS; i++)
    most = MAX (most, letters[i]);
  if (most < 4)
    return "";
  if (most == han)
    return letters[SCRIPT_KANA] * 12 >= letters[SCRIPT_HAN] ? "ja" : "zh";
  if (most == 2 * letters[SCRIPT_HANGUL])
    return "ko";
  if (most == letters[SCRIPT_GREEK])
    return "el";
  if (most == letters[SCRIPT_HEBREW])
    return "he";
  if (most == letters[SCRIPT_THAI])
    return "th";
  if (most == letters[SCRIPT_DEVANAGARI])
    return "hi";
  if (most == letters[SCRIPT_GEORGIAN])
    return "ka";
  if (most == letters[SCRIPT_ARMENIAN])
    return "hy";
  return elect (self);
}

/* The bytes of @text that are looked at: bounded, not within a character. */
static const char *
find_limit (const char *text, gsize length)
{
  const char *end;

  (void) g_utf8_validate (text, (gssize) strnlen (text, MIN (length, MAX_TEXT)), &end);
  return end;
}

/**
 * hearth_language_of_text:
 * @text: words; what is not valid UTF-8 ends them
 * @length: bytes of them at most; only the first few thousand are looked at
 *
 * Says in what language a text is written, by its script, the words that hold its sentences
 * together, endings and letters. Quoted lines (">"), addresses and numbers do not count. Pure and
 * thread-safe; takes some microseconds.
 *
 * Returns: ISO 639-1; "" if it is not sure
 */
const char *
hearth_language_of_text (const char *text, gsize length)
{
  Counter counter = { 0 };

  ensure_table ();
  count_text (&counter, text, find_limit (text, length));
  return decide (&counter);
}

/**
 * hearth_language_of_message:
 * @message: a message
 *
 * Returns: the language of its text, or if that says too little, of its subject; "" if neither is
 *   sure
 */
const char *
hearth_language_of_message (const HearthMessage *message)
{
  const char *language =
      message->text != NULL ? hearth_language_of_text (message->text, G_MAXSIZE) : "";

  if (*language == '\0' && message->preview != NULL)
    language = hearth_language_of_text (message->preview, G_MAXSIZE);
  if (*language == '\0' && message->subject != NULL)
    language = hearth_language_of_text (message->subject, G_MAXSIZE);
  return language;
}

/**
 * hearth_language_is_common_word:
 * @word: a word in lower case
 * @length: its bytes
 *
 * Returns: whether it only holds sentences together in some language, greets or thanks, and says
 *   nothing of what a text is about
 */
gboolean
hearth_language_is_common_word (const char *word, gsize length)
{
  ensure_table ();
  return find_slot (hash_mark (' ', word, length))->hash != 0;
}
