/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-dictation-words.h"

#include <string.h>

/* What is dictated as it is written: signs are said by their names. Services for speech put signs
 * of their own; those stay. */

#define MAX_UTTERANCE 8000

/* How a sign stands to its neighbours. */
typedef enum {
  SIGN_CLOSES, /* after the word before it: "," */
  SIGN_OPENS,  /* before the next word: "(" */
  SIGN_JOINS,  /* between both: "-" */
  SIGN_APART,  /* with spaces around: a dash */
  SIGN_BREAKS, /* a new line; there are no spaces around it */
} SignKind;

typedef struct {
  const char *name; /* small letters */
  const char *sign;
  SignKind kind;
  gboolean is_word; /* it is a word of its own as well: "a period of rest" */
} Sign;

static const Sign english[] = {
  { "comma", ",", SIGN_CLOSES, FALSE },
  { "full stop", ".", SIGN_CLOSES, FALSE },
  { "period", ".", SIGN_CLOSES, TRUE },
  { "question mark", "?", SIGN_CLOSES, FALSE },
  { "exclamation mark", "!", SIGN_CLOSES, FALSE },
  { "exclamation point", "!", SIGN_CLOSES, FALSE },
  { "colon", ":", SIGN_CLOSES, TRUE },
  { "semicolon", ";", SIGN_CLOSES, FALSE },
  { "ellipsis", "…", SIGN_CLOSES, FALSE },
  { "open quote", "“", SIGN_OPENS, FALSE },
  { "open quotes", "“", SIGN_OPENS, FALSE },
  { "close quote", "”", SIGN_CLOSES, FALSE },
  { "close quotes", "”", SIGN_CLOSES, FALSE },
  { "unquote", "”", SIGN_CLOSES, FALSE },
  { "open parenthesis", "(", SIGN_OPENS, FALSE },
  { "close parenthesis", ")", SIGN_CLOSES, FALSE },
  { "open bracket", "(", SIGN_OPENS, FALSE },
  { "close bracket", ")", SIGN_CLOSES, FALSE },
  { "hyphen", "-", SIGN_JOINS, TRUE },
  { "dash", "–", SIGN_APART, TRUE },
  { "new line", "\n", SIGN_BREAKS, FALSE },
  { "newline", "\n", SIGN_BREAKS, FALSE },
  { "next line", "\n", SIGN_BREAKS, TRUE },
  { "new paragraph", "\n\n", SIGN_BREAKS, FALSE },
  { "next paragraph", "\n\n", SIGN_BREAKS, TRUE },
};

static const Sign german[] = {
  { "komma", ",", SIGN_CLOSES, FALSE },
  { "punkt", ".", SIGN_CLOSES, TRUE },
  { "fragezeichen", "?", SIGN_CLOSES, FALSE },
  { "ausrufezeichen", "!", SIGN_CLOSES, FALSE },
  { "ausrufungszeichen", "!", SIGN_CLOSES, FALSE },
  { "doppelpunkt", ":", SIGN_CLOSES, FALSE },
  { "strichpunkt", ";", SIGN_CLOSES, FALSE },
  { "semikolon", ";", SIGN_CLOSES, FALSE },
  { "auslassungspunkte", "…", SIGN_CLOSES, FALSE },
  { "anführungszeichen auf", "„", SIGN_OPENS, FALSE },
  { "anführungszeichen unten", "„", SIGN_OPENS, FALSE },
  { "anführungszeichen zu", "“", SIGN_CLOSES, FALSE },
  { "anführungszeichen oben", "“", SIGN_CLOSES, FALSE },
  { "klammer auf", "(", SIGN_OPENS, FALSE },
  { "klammer zu", ")", SIGN_CLOSES, FALSE },
  { "bindestrich", "-", SIGN_JOINS, FALSE },
  { "gedankenstrich", "–", SIGN_APART, FALSE },
  { "neue zeile", "\n", SIGN_BREAKS, FALSE },
  { "nächste zeile", "\n", SIGN_BREAKS, TRUE },
  { "neuer absatz", "\n\n", SIGN_BREAKS, FALSE },
  { "absatz", "\n\n", SIGN_BREAKS, TRUE },
};

/* After these a name is a word, and no sign. */
static const char articles[] =
    "|a|an|the|this|that|each|every|any|no|of|in|one|my|your|our|"
    "|der|die|das|den|dem|ein|einen|einem|kein|keinen|dieser|diesen|diesem|jeder|jeden|im|am|zum|";

static const char deletions[] =
    "|delete that|delete this|scratch that|strike that|undo that|remove that|"
    "|lösch das|lösche das|streich das|streiche das|nimm das zurück|weg damit|";

static gboolean
is_german (const char *language)
{
  return language != NULL && g_ascii_strncasecmp (language, "de", 2) == 0;
}

/* Whether a list of phrases between "|" has one. */
static gboolean
has_phrase (const char *list, const char *phrase)
{
  g_autofree char *framed = g_strconcat ("|", phrase, "|", NULL);

  return *phrase != '\0' && strstr (list, framed) != NULL;
}

/* A word as it is compared: small, without the sign that a service put behind it. */
static char *
fold (const char *word)
{
  char *small = g_utf8_strdown (word, -1);
  gsize length = strlen (small);

  while (length > 0 && strchr (".,!?;:", small[length - 1]) != NULL)
    small[--length] = '\0';
  return small;
}

static GPtrArray *
split (const char *utterance)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) parts = g_strsplit_set (utterance, " \t\r\n", -1);

  for (guint i = 0; parts[i] != NULL; i++) {
    if (*parts[i] != '\0')
      g_ptr_array_add (words, g_strdup (parts[i]));
  }
  return words;
}

/* Returns how many words from @at on are the sign's name, 0 if they are not. */
static guint
match (GPtrArray *folded, guint at, const Sign *sign)
{
  g_auto (GStrv) name = g_strsplit (sign->name, " ", -1);
  guint n = g_strv_length (name);

  if (at + n > folded->len)
    return 0;
  for (guint i = 0; i < n; i++) {
    if (!g_str_equal (name[i], g_ptr_array_index (folded, at + i)))
      return 0;
  }
  return sign->is_word && at > 0 && has_phrase (articles, g_ptr_array_index (folded, at - 1)) ? 0
                                                                                              : n;
}

static const Sign *
find_sign (GPtrArray *folded, guint at, gboolean in_german, guint *n)
{
  const Sign *signs = in_german ? german : english;
  gsize n_signs = in_german ? G_N_ELEMENTS (german) : G_N_ELEMENTS (english);

  for (gsize i = 0; i < n_signs; i++) {
    *n = match (folded, at, &signs[i]);
    if (*n > 0)
      return &signs[i];
  }
  return NULL;
}

typedef struct {
  GString *text;
  gboolean begins; /* the next word begins a sentence */
  gboolean tight;  /* no space before the next word */
} Writer;

static void
write_word (Writer *writer, const char *word, gboolean in_german)
{
  gunichar first = g_utf8_get_char (word);
  gboolean is_i = !in_german && (g_str_equal (word, "i") || g_str_has_prefix (word, "i'") ||
                                 g_str_has_prefix (word, "i’"));

  if (writer->text->len > 0 && !writer->tight)
    g_string_append_c (writer->text, ' ');
  g_string_append_unichar (writer->text,
                           writer->begins || is_i ? g_unichar_totitle (first) : first);
  g_string_append (writer->text, g_utf8_next_char (word));
  writer->tight = FALSE;
  writer->begins = strchr (".!?", word[strlen (word) - 1]) != NULL;
}

static void
write_sign (Writer *writer, const Sign *sign)
{
  gsize length = writer->text->len;

  /* A sign that a service put there and the one that was said are one. */
  if (sign->kind == SIGN_CLOSES && length > 0 && g_ascii_ispunct (writer->text->str[length - 1]) &&
      strchr (",.", writer->text->str[length - 1]) != NULL)
    g_string_truncate (writer->text, length - 1);
  if (sign->kind == SIGN_BREAKS)
    while (writer->text->len > 0 && writer->text->str[writer->text->len - 1] == ' ')
      g_string_truncate (writer->text, writer->text->len - 1);
  if ((sign->kind == SIGN_OPENS || sign->kind == SIGN_APART) && writer->text->len > 0 &&
      !writer->tight)
    g_string_append_c (writer->text, ' ');
  g_string_append (writer->text, sign->sign);
  writer->tight = sign->kind == SIGN_OPENS || sign->kind == SIGN_JOINS || sign->kind == SIGN_BREAKS;
  if (sign->kind == SIGN_BREAKS || strchr (".!?", *sign->sign) != NULL)
    writer->begins = TRUE;
  else if (sign->kind != SIGN_OPENS)
    writer->begins = FALSE;
}

/**
 * hearth_dictation_words_is_delete:
 * @utterance: all that was said between two pauses, UTF-8
 * @language: (nullable): the code of the language that it was said in
 *
 * Returns: whether it says that what was dictated before shall go: "delete that"
 */
gboolean
hearth_dictation_words_is_delete (const char *utterance, const char *language)
{
  g_autoptr (GPtrArray) words = split (utterance);
  g_autoptr (GString) phrase = g_string_new (NULL);

  if (words->len > 4)
    return FALSE;
  for (guint i = 0; i < words->len; i++) {
    g_autofree char *small = fold (g_ptr_array_index (words, i));

    g_string_append_printf (phrase, "%s%s", i > 0 ? " " : "", small);
  }
  return has_phrase (deletions, phrase->str);
}

/**
 * hearth_dictation_words_write:
 * @utterance: all that was said between two pauses, UTF-8
 * @language: (nullable): the code of the language that it was said in: the signs have their German
 *   names in "de", otherwise their English ones
 * @begins: (inout): whether it begins a sentence, and whether the next one does
 *
 * Writes what was dictated: with signs for their names, new lines and paragraphs, and capitals
 * where sentences begin. Pure.
 *
 * Returns: (transfer full): the text, without blanks around it but for new lines
 */
char *
hearth_dictation_words_write (const char *utterance, const char *language, gboolean *begins)
{
  g_autofree char *bounded =
      g_utf8_make_valid (utterance, (gssize) strnlen (utterance, MAX_UTTERANCE));
  g_autoptr (GPtrArray) words = split (bounded);
  g_autoptr (GPtrArray) folded = g_ptr_array_new_with_free_func (g_free);
  gboolean in_german = is_german (language);
  Writer writer = { g_string_new (NULL), *begins, TRUE };

  for (guint i = 0; i < words->len; i++)
    g_ptr_array_add (folded, fold (g_ptr_array_index (words, i)));
  for (guint i = 0; i < words->len;) {
    guint n = 0;
    const Sign *sign = find_sign (folded, i, in_german, &n);

    if (sign != NULL)
      write_sign (&writer, sign);
    else
      write_word (&writer, g_ptr_array_index (words, i), in_german);
    i += sign != NULL ? n : 1;
  }
  *begins = writer.begins;
  return g_string_free (writer.text, FALSE);
}
