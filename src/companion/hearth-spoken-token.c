/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-spoken-token-private.h"

#include <string.h>

/* What is written in one way and said in another: addresses, telephone numbers, short forms. The
 * rest is in the files beside this one. */

#define DIGITS "0123456789"
#define MAX_ADDRESS 2048

typedef struct {
  const char *written;
  const char *said;
  gboolean before_figure; /* only where a number follows */
} ShortForm;

static const ShortForm english[] = {
  { "e.g.", "for example", FALSE }, { "E.g.", "for example", FALSE },
  { "i.e.", "that is", FALSE },     { "etc.", "and so on", FALSE },
  { "vs.", "versus", FALSE },       { "approx.", "approximately", FALSE },
  { "Dr.", "Doctor", FALSE },       { "Mr.", "Mister", FALSE },
  { "Mrs.", "Missus", FALSE },      { "Prof.", "Professor", FALSE },
  { "No.", "number", TRUE },        { "no.", "number", TRUE },
  { "p.", "page", TRUE },           { "pp.", "pages", TRUE },
  { "Tel.", "telephone", FALSE },   { "incl.", "including", FALSE },
  { "w/", "with", FALSE },          { "#", "number ", TRUE },
  { "Mon,", "Monday,", FALSE },     { "Tue,", "Tuesday,", FALSE },
  { "Wed,", "Wednesday,", FALSE },  { "Thu,", "Thursday,", FALSE },
  { "Fri,", "Friday,", FALSE },     { "Sat,", "Saturday,", FALSE },
  { "Sun,", "Sunday,", FALSE },     { "Mon", "Monday", TRUE },
  { "Tue", "Tuesday", TRUE },       { "Wed", "Wednesday", TRUE },
  { "Thu", "Thursday", TRUE },      { "Fri", "Friday", TRUE },
  { "Sat", "Saturday", TRUE },      { "Sun", "Sunday", TRUE },
};

static const ShortForm german[] = {
  { "z. B.", "zum Beispiel", FALSE },
  { "z.B.", "zum Beispiel", FALSE },
  { "Z. B.", "Zum Beispiel", FALSE },
  { "d. h.", "das heißt", FALSE },
  { "d.h.", "das heißt", FALSE },
  { "u. a.", "unter anderem", FALSE },
  { "u.a.", "unter anderem", FALSE },
  { "z. T.", "zum Teil", FALSE },
  { "z.T.", "zum Teil", FALSE },
  { "usw.", "und so weiter", FALSE },
  { "etc.", "und so weiter", FALSE },
  { "bzw.", "beziehungsweise", FALSE },
  { "ca.", "etwa", FALSE },
  { "vgl.", "vergleiche", FALSE },
  { "inkl.", "inklusive", FALSE },
  { "evtl.", "eventuell", FALSE },
  { "ggf.", "gegebenenfalls", FALSE },
  { "Dr.", "Doktor", FALSE },
  { "Prof.", "Professor", FALSE },
  { "Hr.", "Herr", FALSE },
  { "Nr.", "Nummer", FALSE },
  { "S.", "Seite", TRUE },
  { "Tel.", "Telefon", FALSE },
  { "#", "Nummer ", TRUE },
  { "Mo.", "Montag", FALSE },
  { "Di.", "Dienstag", FALSE },
  { "Mi.", "Mittwoch", FALSE },
  { "Do.", "Donnerstag", FALSE },
  { "Fr.", "Freitag", TRUE },
  { "Fr.,", "Freitag,", FALSE },
  { "Fr.", "Frau", FALSE },
  { "Sa.", "Samstag", FALSE },
  { "So.", "Sonntag", FALSE },
  { "Mo,", "Montag,", FALSE },
  { "Di,", "Dienstag,", FALSE },
  { "Mi,", "Mittwoch,", FALSE },
  { "Do,", "Donnerstag,", FALSE },
  { "Fr,", "Freitag,", FALSE },
  { "Sa,", "Samstag,", FALSE },
  { "So,", "Sonntag,", TRUE },
};

/**
 * hearth_spoken_ends_word:
 * @text: what stands behind a word
 *
 * Returns: whether the word ends there
 */
gboolean
hearth_spoken_ends_word (const char *text)
{
  gunichar c = g_utf8_get_char (text);

  return c == 0 || (!g_unichar_isalnum (c) && c != '_');
}

/**
 * hearth_spoken_dup_before:
 * @text: a text
 * @at: a byte of it
 *
 * Returns: (transfer full) (nullable): the word before it, without what ends it
 */
char *
hearth_spoken_dup_before (const char *text, gsize at)
{
  gsize end = at;
  gsize start;

  while (end > 0 && strchr (" ,.", text[end - 1]) != NULL && at - end < 3)
    end--;
  start = end;
  while (start > 0 && (g_ascii_isalpha (text[start - 1]) || (guchar) text[start - 1] >= 0x80))
    start--;
  return start < end ? g_strndup (text + start, end - start) : NULL;
}

/**
 * hearth_spoken_token_is_link:
 * @text: a text
 *
 * Returns: the bytes of the address of a page that it begins with, or 0
 */
gsize
hearth_spoken_token_is_link (const char *text)
{
  static const char *const schemes[] = { "https://", "http://", "ftp://", "webcal://", "www." };
  gsize scheme = 0;
  gsize n;

  for (guint i = 0; i < G_N_ELEMENTS (schemes) && scheme == 0; i++) {
    if (g_ascii_strncasecmp (text, schemes[i], strlen (schemes[i])) == 0)
      scheme = strlen (schemes[i]);
  }
  if (scheme == 0)
    return 0;
  n = strcspn (text, " \t\n\r<>\"`");
  while (n > scheme && strchr (".,;:!?)]}'*_", text[n - 1]) != NULL)
    n--;
  return n > scheme ? n : 0;
}

/**
 * hearth_spoken_token_say_link:
 * @language: a language
 * @address: the address of a page
 * @length: its bytes
 * @out: (inout): what is said of it is appended here: only where it leads
 */
void
hearth_spoken_token_say_link (HearthSpeechLanguage language, const char *address, gsize length,
                              GString *out)
{
  g_autofree char *copy = g_strndup (address, MIN (length, MAX_ADDRESS));
  g_autofree char *host = NULL;
  const char *start = strstr (copy, "://");
  const char *user;
  gboolean is_german = language == HEARTH_SPEECH_GERMAN;

  start = start != NULL ? start + 3 : copy;
  host = g_strndup (start, strcspn (start, "/?#"));
  /* What stands before an "@" is no host, but made to look like one. */
  user = strrchr (host, '@');
  start = user != NULL ? user + 1 : host;
  if (g_ascii_strncasecmp (start, "www.", 4) == 0)
    start += 4;
  host[(gsize) (start - host) + strcspn (start, ":")] = '\0';
  if (*start == '\0')
    g_string_append (out, is_german ? "ein Link" : "a link");
  else
    g_string_append_printf (out, is_german ? "ein Link zu %s" : "a link to %s", start);
}

static gsize
read_mail_address (HearthSpeechLanguage language, const char *text, GString *out)
{
  gsize prefix = g_ascii_strncasecmp (text, "mailto:", 7) == 0 ? 7 : 0;
  const char *from = text + prefix;
  gsize local = 0;
  gsize domain = 0;
  gboolean has_point = FALSE;

  while (local < 64 && (g_ascii_isalnum (from[local]) ||
                        (from[local] != '\0' && strchr ("._%+-", from[local]) != NULL)))
    local++;
  if (local == 0 || from[local] != '@')
    return 0;
  while (local + 1 + domain < 320 &&
         (g_ascii_isalnum (from[local + 1 + domain]) || from[local + 1 + domain] == '.' ||
          from[local + 1 + domain] == '-'))
    domain++;
  while (domain > 0 && !g_ascii_isalnum (from[local + domain]))
    domain--;
  has_point = memchr (from + local + 1, '.', domain) != NULL;
  if (!has_point)
    return 0;
  for (gsize i = 0; i < local; i++)
    g_string_append_c (out, g_ascii_isalnum (from[i]) ? from[i] : ' ');
  g_string_append (out, language == HEARTH_SPEECH_GERMAN ? " bei " : " at ");
  for (gsize i = 0; i < domain; i++)
    g_string_append_c (out, g_ascii_isalnum (from[local + 1 + i]) ? from[local + 1 + i] : ' ');
  return prefix + local + 1 + domain;
}

/* Figure by figure, with a pause where there was a gap. */
static void
say_digits (HearthSpeechLanguage language, const char *text, gsize length, GString *out)
{
  gboolean gap = FALSE;
  gboolean first = TRUE;

  for (gsize i = 0; i < length; i++) {
    g_autofree char *word = NULL;

    if (!g_ascii_isdigit (text[i])) {
      if (text[i] == '+')
        g_string_append (out, "plus ");
      gap = !first;
      continue;
    }
    word = hearth_speech_number (language, text[i] - '0');
    g_string_append_printf (out, "%s%s", first ? "" : gap ? ", " : " ", word);
    first = gap = FALSE;
  }
}

static gboolean
is_american (const char *text)
{
  return strspn (text, DIGITS) == 3 && strchr ("-. ", text[3]) != NULL &&
         strspn (text + 4, DIGITS) == 3 && text[7] == text[3] && strspn (text + 8, DIGITS) == 4;
}

/* Telephone numbers: with "+" or a nought before, or as in "555-123-4567". */
static gsize
read_phone (HearthSpeechLanguage language, const char *text, GString *out)
{
  gsize length = 0;
  guint digits = 0;
  guint gaps = 0;

  if (is_american (text) && hearth_spoken_ends_word (text + 12)) {
    say_digits (language, text, 12, out);
    return 12;
  }
  if (*text != '+' && *text != '0' && !(text[0] == '(' && (text[1] == '0' || text[1] == '+')))
    return 0;
  for (gsize i = *text == '+' ? 1 : 0; text[i] != '\0' && strchr (DIGITS " ()/-", text[i]) != NULL;
       i++) {
    gboolean is_digit = g_ascii_isdigit (text[i]);

    digits += is_digit ? 1 : 0;
    gaps = is_digit ? 0 : gaps + 1;
    if (digits > 16 || gaps > 3)
      return 0;
    if (is_digit)
      length = i + 1;
  }
  if (digits < 7 || !hearth_spoken_ends_word (text + length) || text[length] == ':' ||
      (text[length] == '.' && g_ascii_isdigit (text[length + 1])))
    return 0;
  say_digits (language, text, length, out);
  return length;
}

/* Numbers of orders and the like are no amounts. */
static gsize
read_long_number (HearthSpeechLanguage language, const char *text, GString *out)
{
  gsize n = strspn (text, DIGITS);

  if (n < 7 || n > 40 || !hearth_spoken_ends_word (text + n) ||
      ((text[n] == '.' || text[n] == ',') && g_ascii_isdigit (text[n + 1])))
    return 0;
  for (gsize i = 0; i < n; i += 3) {
    if (i > 0)
      g_string_append (out, ", ");
    say_digits (language, text + i, MIN (3, n - i), out);
  }
  return n;
}

static gsize
read_short_form (HearthSpeechLanguage language, const char *text, GString *out)
{
  const ShortForm *forms = language == HEARTH_SPEECH_GERMAN ? german : english;
  gsize n_forms = language == HEARTH_SPEECH_GERMAN ? G_N_ELEMENTS (german) : G_N_ELEMENTS (english);

  for (gsize i = 0; i < n_forms; i++) {
    gsize n = strlen (forms[i].written);
    const char *after = text + n;

    if (strncmp (text, forms[i].written, n) != 0)
      continue;
    if (forms[i].before_figure && !g_ascii_isdigit (after[*after == ' ' ? 1 : 0]))
      continue;
    if (g_ascii_isalnum (after[-1]) && !hearth_spoken_ends_word (after))
      continue;
    g_string_append (out, forms[i].said);
    /* The point of "etc." may be that of the sentence, too. */
    if (after[-1] == '.' &&
        (*after == '\0' ||
         (g_str_equal (forms[i].written, "etc.") || g_str_equal (forms[i].written, "usw."))) &&
        (*after == '\0' || (*after == ' ' && g_ascii_isupper (after[1]))))
      g_string_append_c (out, '.');
    return n;
  }
  return 0;
}

/**
 * hearth_spoken_token_read:
 * @language: the language that it is said in
 * @text: valid UTF-8 without marks of Markdown
 * @at: a byte of it that a word begins with
 * @out: (inout): what is said is appended here
 *
 * Says what is not said as it is written: mail addresses, dates, times, money, measures, telephone
 * numbers, and short forms.
 *
 * Returns: how many bytes of the text were said, or 0: they are said as they are written
 */
gsize
hearth_spoken_token_read (HearthSpeechLanguage language, const char *text, gsize at, GString *out)
{
  const char *from = text + at;
  gsize n = read_mail_address (language, from, out);

  if (n == 0)
    n = hearth_spoken_read_date (language, text, at, out);
  if (n == 0)
    n = hearth_spoken_read_clock (language, text, at, out);
  if (n == 0)
    n = read_phone (language, from, out);
  if (n == 0)
    n = hearth_spoken_read_amount (language, text, at, out);
  if (n == 0)
    n = read_long_number (language, from, out);
  return n > 0 ? n : read_short_form (language, from, out);
}
