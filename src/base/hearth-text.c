/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* Bidirectional controls, Unicode tags, zero-width and other characters that a reader cannot see
 * but that a model or a comparison would (SAFETY.md: hidden text is stripped at the source): what
 * Unicode calls Default_Ignorable, but for the joiners and the selectors that scripts and emoji are
 * written with. In order. */
static const struct {
  gunichar first;
  gunichar last;
} hidden[] = {
  { 0x00, 0x08 },       { 0x0b, 0x1f },     { 0x7f, 0x9f },       { 0xad, 0xad },
  { 0x34f, 0x34f },     { 0x61c, 0x61c },   { 0x115f, 0x1160 },   { 0x17b4, 0x17b5 },
  { 0x180e, 0x180e },   { 0x200b, 0x200b }, { 0x200e, 0x200f },   { 0x202a, 0x202e },
  { 0x2060, 0x206f },   { 0x3164, 0x3164 }, { 0xfe00, 0xfe0d },   { 0xfeff, 0xfeff },
  { 0xffa0, 0xffa0 },   { 0xfff0, 0xfffb }, { 0x1bca0, 0x1bca3 }, { 0x1d173, 0x1d17a },
  { 0xe0000, 0xe0fff },
};

static gboolean
is_hidden (gunichar c)
{
  for (guint i = 0; i < G_N_ELEMENTS (hidden) && hidden[i].first <= c; i++) {
    if (c <= hidden[i].last)
      return TRUE;
  }
  return FALSE;
}

/* The end of a run of printable ASCII, tabs and newlines. */
static const char *
skip_plain (const char *p, const char *end)
{
  const guint64 ones = G_GUINT64_CONSTANT (0x0101010101010101);
  const guint64 high = ones << 7;

  for (;;) {
    const char *stop;

    /* Eight at a time: above 0x7f, below 0x20, or 0x7f itself? The bit of a byte may also be set by
     * the byte below it, never left unset: those are then looked at one by one. */
    while (end - p >= 8) {
      guint64 eight, del;

      memcpy (&eight, p, sizeof eight);
      del = eight ^ (ones * 0x7f);
      if (((eight | (eight - ones * 0x20) | (del - ones)) & high) != 0)
        break;
      p += sizeof eight;
    }
    stop = end - p > 8 ? p + 8 : end;
    while (p < stop && (((guchar) *p >= 0x20 && (guchar) *p < 0x7f) || *p == '\n' || *p == '\t'))
      p++;
    if (p < stop || p == end)
      return p;
  }
}

/**
 * hearth_text_clean:
 * @text: bytes that claim to be UTF-8
 * @length: their number, or -1 if @text ends with NUL
 *
 * Makes valid UTF-8 without characters that are not seen: controls other than newline and tab,
 * bidirectional controls, Unicode tags, zero-width spaces. CR LF, CR and the separators of lines
 * and paragraphs become newlines.
 *
 * Returns: (transfer full): clean text
 */
char *
hearth_text_clean (const char *text, gssize length)
{
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  const char *p = text;
  const char *end = text + size;
  GString *out = g_string_sized_new (size + 1);

  while (p < end) {
    const char *run = p;
    gunichar c;

    p = skip_plain (p, end);
    g_string_append_len (out, run, p - run);
    if (p >= end)
      break;
    if (*p == '\r') {
      g_string_append_c (out, '\n');
      p += (p + 1 < end && p[1] == '\n') ? 2 : 1;
      continue;
    }
    if (*p == '\0') {
      p++;
      continue;
    }
    c = g_utf8_get_char_validated (p, end - p);
    if (c == (gunichar) -1 || c == (gunichar) -2) {
      g_string_append (out, "\357\277\275"); /* U+FFFD */
      p++;
      continue;
    }
    if (c == 0x2028 || c == 0x2029)
      g_string_append_c (out, '\n');
    else if (!is_hidden (c))
      g_string_append_unichar (out, c);
    p = g_utf8_next_char (p);
  }
  return g_string_free (out, FALSE);
}

/**
 * hearth_text_one_line:
 * @text: UTF-8 text
 * @max_chars: the largest number of characters of the result, without the ellipsis
 *
 * Folds every run of white space into one blank and cuts what is too long with an ellipsis.
 *
 * Returns: (transfer full): one line of text
 */
char *
hearth_text_one_line (const char *text, gsize max_chars)
{
  GString *out = g_string_new (NULL);
  gboolean space = FALSE;
  gsize n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = (guchar) *p;
    gboolean ascii = c < 0x80;

    if (!ascii)
      c = g_utf8_get_char (p);
    if (ascii ? g_ascii_isspace (c) : g_unichar_isspace (c)) {
      space = out->len > 0;
      continue;
    }
    if (n + (space ? 1 : 0) >= max_chars) {
      g_string_append (out, "…");
      break;
    }
    if (space) {
      g_string_append_c (out, ' ');
      n++;
    }
    space = FALSE;
    if (ascii)
      g_string_append_c (out, (char) c);
    else
      g_string_append_unichar (out, c);
    n++;
  }
  return g_string_free (out, FALSE);
}

/**
 * hearth_text_fold:
 * @text: UTF-8 text
 *
 * Folds case and removes marks, so that "Müller" and "MULLER" compare equal.
 *
 * Returns: (transfer full): folded text, for comparison only
 */
char *
hearth_text_fold (const char *text)
{
  g_autofree char *decomposed = NULL;
  g_autoptr (GString) bare = NULL;

  /* Most text is ASCII, and for that the letters' case is all there is to fold. */
  if (g_str_is_ascii (text))
    return g_ascii_strdown (text, -1);
  decomposed = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
  bare = g_string_new (NULL);
  if (decomposed == NULL)
    return g_strdup ("");
  for (const char *p = decomposed; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (!g_unichar_ismark (c))
      g_string_append_unichar (bare, c);
  }
  return g_utf8_casefold (bare->str, bare->len);
}

/* The length of a reply or forward mark at the start of @p ("Re:", "Fwd[2]:", "AW :"), or 0. */
static gsize
reply_mark_length (const char *p)
{
  static const char *const marks[] = { "re", "fwd",  "fw",   "aw",   "wg",  "sv",
                                       "vs", "antw", "tr",   "rv",   "enc", "odp",
                                       "vá", "回复", "答复", "转发", NULL };

  for (guint i = 0; marks[i] != NULL; i++) {
    gsize n = strlen (marks[i]);
    const char *q;

    if (g_ascii_strncasecmp (p, marks[i], n) != 0)
      continue;
    q = p + n;
    if (*q == '[' || *q == '(') {
      const char *digits = ++q;

      while (g_ascii_isdigit (*q))
        q++;
      if (q == digits || (*q != ']' && *q != ')'))
        continue;
      q++;
    }
    while (*q == ' ')
      q++;
    if (*q == ':')
      return q + 1 - p;
    if (g_str_has_prefix (q, "：")) /* full-width colon */
      return q + strlen ("：") - p;
  }
  return 0;
}

/**
 * hearth_text_base_subject:
 * @subject: (nullable): a Subject header, decoded
 * @is_reply: (out) (optional): whether a reply or forward mark was removed
 *
 * Strips reply and forward marks and surrounding space, in the spirit of RFC 5256, section 2.1.
 *
 * Returns: (transfer full): the base subject, perhaps empty
 */
char *
hearth_text_base_subject (const char *subject, gboolean *is_reply)
{
  const char *p = subject != NULL ? subject : "";
  gboolean reply = FALSE;
  char *base;

  for (;;) {
    gsize n;

    while (g_ascii_isspace (*p))
      p++;
    n = reply_mark_length (p);
    if (n == 0)
      break;
    reply = TRUE;
    p += n;
  }
  if (is_reply != NULL)
    *is_reply = reply;
  base = g_strdup (p);
  return g_strchomp (base);
}

static gboolean
is_right_to_left (gunichar c)
{
  if (c < 0x590)
    return FALSE;
  switch ((int) g_unichar_get_script (c)) {
  case G_UNICODE_SCRIPT_HEBREW:
  case G_UNICODE_SCRIPT_ARABIC:
  case G_UNICODE_SCRIPT_SYRIAC:
  case G_UNICODE_SCRIPT_THAANA:
  case G_UNICODE_SCRIPT_NKO:
  case G_UNICODE_SCRIPT_MANDAIC:
  case G_UNICODE_SCRIPT_SAMARITAN:
  case G_UNICODE_SCRIPT_ADLAM:
    return TRUE;
  default:
    return FALSE;
  }
}

static gboolean
has_right_to_left (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    if (is_right_to_left (g_utf8_get_char (p)))
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_text_isolate:
 * @text: UTF-8 text that somebody else wrote
 *
 * Makes a piece of text fit to begin a sentence or to stand within one: what is written from right
 * to left is put between isolating marks (Unicode, annex 9, section 3.1), so that it does not turn
 * the words around it over. Pango looks into them for the direction of the whole line, so a mark of
 * the language that Hearth speaks goes before.
 *
 * Returns: (transfer full): the text
 */
char *
hearth_text_isolate (const char *text)
{
  const char *mark;

  if (!has_right_to_left (text))
    return g_strdup (text);
  /* U+200F or U+200E; then U+2068 and U+2069 */
  mark = has_right_to_left (_("today")) ? "\342\200\217" : "\342\200\216";
  return g_strconcat (mark, "\342\201\250", text, "\342\201\251", NULL);
}

/**
 * hearth_text_redact:
 * @text: what a service says
 * @secret: (nullable): what was sent to it and nobody is to see
 *
 * Takes each word out that begins like the secret: services repeat a wrong key, whole or in part,
 * in what they say about it.
 *
 * Returns: (transfer full): the text without it
 */
char *
hearth_text_redact (const char *text, const char *secret)
{
  GString *out = g_string_new (NULL);
  g_autofree char *start = NULL;
  g_auto (GStrv) words = NULL;

  if (secret == NULL || *secret == '\0')
    return g_string_free (g_string_append (out, text), FALSE);
  /* Enough of it to be told from a common word. */
  start = g_strndup (secret, strlen (secret) > 8 ? 4 : strlen (secret));
  words = g_strsplit (text, " ", -1);
  for (guint i = 0; words[i] != NULL; i++) {
    if (i > 0)
      g_string_append_c (out, ' ');
    g_string_append (out, strstr (words[i], start) != NULL ? "…" : words[i]);
  }
  explicit_bzero (start, strlen (start));
  return g_string_free (out, FALSE);
}
