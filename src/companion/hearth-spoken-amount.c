/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-spoken-token-private.h"

#include <string.h>

/* Numbers, money and what is measured, as they are said. */

#define MAX_WHOLE G_GINT64_CONSTANT (999999999)

typedef struct {
  gint64 whole;
  char fraction[8]; /* digits after the point, or "" */
  gboolean grouped; /* "1,234" */
} Number;

typedef struct {
  const char *sign;
  const char *one[HEARTH_N_SPEECH_LANGUAGES];
  const char *many[HEARTH_N_SPEECH_LANGUAGES];
  const char *parts[HEARTH_N_SPEECH_LANGUAGES];
} Currency;

static const Currency currencies[] = {
  { "€", { "euro", "Euro" }, { "euros", "Euro" }, { "cents", "Cent" } },
  { "EUR", { "euro", "Euro" }, { "euros", "Euro" }, { "cents", "Cent" } },
  { "Euro", { "euro", "Euro" }, { "euros", "Euro" }, { "cents", "Cent" } },
  { "euros", { "euro", "Euro" }, { "euros", "Euro" }, { "cents", "Cent" } },
  { "euro", { "euro", "Euro" }, { "euros", "Euro" }, { "cents", "Cent" } },
  { "US$", { "dollar", "Dollar" }, { "dollars", "Dollar" }, { "cents", "Cent" } },
  { "$", { "dollar", "Dollar" }, { "dollars", "Dollar" }, { "cents", "Cent" } },
  { "USD", { "dollar", "Dollar" }, { "dollars", "Dollar" }, { "cents", "Cent" } },
  { "dollars", { "dollar", "Dollar" }, { "dollars", "Dollar" }, { "cents", "Cent" } },
  { "£", { "pound", "Pfund" }, { "pounds", "Pfund" }, { "pence", "Pence" } },
  { "GBP", { "pound", "Pfund" }, { "pounds", "Pfund" }, { "pence", "Pence" } },
  { "CHF", { "franc", "Franken" }, { "francs", "Franken" }, { "centimes", "Rappen" } },
};

typedef struct {
  const char *sign;
  const char *one[HEARTH_N_SPEECH_LANGUAGES];
  const char *many[HEARTH_N_SPEECH_LANGUAGES];
  gboolean feminine; /* "eine Stunde" */
} Unit;

static const Unit units[] = {
  { "%", { "percent", "Prozent" }, { "percent", "Prozent" }, FALSE },
  { "kB", { "kilobyte", "Kilobyte" }, { "kilobytes", "Kilobyte" }, FALSE },
  { "KB", { "kilobyte", "Kilobyte" }, { "kilobytes", "Kilobyte" }, FALSE },
  { "KiB", { "kilobyte", "Kilobyte" }, { "kilobytes", "Kilobyte" }, FALSE },
  { "MB", { "megabyte", "Megabyte" }, { "megabytes", "Megabyte" }, FALSE },
  { "MiB", { "megabyte", "Megabyte" }, { "megabytes", "Megabyte" }, FALSE },
  { "GB", { "gigabyte", "Gigabyte" }, { "gigabytes", "Gigabyte" }, FALSE },
  { "GiB", { "gigabyte", "Gigabyte" }, { "gigabytes", "Gigabyte" }, FALSE },
  { "TB", { "terabyte", "Terabyte" }, { "terabytes", "Terabyte" }, FALSE },
  { "TiB", { "terabyte", "Terabyte" }, { "terabytes", "Terabyte" }, FALSE },
  { "km/h",
    { "kilometre an hour", "Kilometer in der Stunde" },
    { "kilometres an hour", "Kilometer in der Stunde" },
    FALSE },
  { "km", { "kilometre", "Kilometer" }, { "kilometres", "Kilometer" }, FALSE },
  { "cm", { "centimetre", "Zentimeter" }, { "centimetres", "Zentimeter" }, FALSE },
  { "mm", { "millimetre", "Millimeter" }, { "millimetres", "Millimeter" }, FALSE },
  { "kg", { "kilogram", "Kilogramm" }, { "kilograms", "Kilogramm" }, FALSE },
  { "°C", { "degree Celsius", "Grad Celsius" }, { "degrees Celsius", "Grad Celsius" }, FALSE },
  { "°F",
    { "degree Fahrenheit", "Grad Fahrenheit" },
    { "degrees Fahrenheit", "Grad Fahrenheit" },
    FALSE },
  { "°", { "degree", "Grad" }, { "degrees", "Grad" }, FALSE },
  { "min", { "minute", "Minute" }, { "minutes", "Minuten" }, TRUE },
  { "Min.", { "minute", "Minute" }, { "minutes", "Minuten" }, TRUE },
  { "Std.", { "hour", "Stunde" }, { "hours", "Stunden" }, TRUE },
  { "hrs", { "hour", "Stunde" }, { "hours", "Stunden" }, TRUE },
  { "h", { "hour", "Stunde" }, { "hours", "Stunden" }, TRUE },
  { "Mio.", { "million", "Million" }, { "million", "Millionen" }, TRUE },
  { "Mrd.", { "billion", "Milliarde" }, { "billion", "Milliarden" }, TRUE },
};

/* Reads a number as the language writes it: 1,234.5 or 1.234,5. What has other points in it, such
 * as a version, is none. */
static gsize
read_number (HearthSpeechLanguage language, const char *text, Number *number)
{
  char group = language == HEARTH_SPEECH_GERMAN ? '.' : ',';
  char point = language == HEARTH_SPEECH_GERMAN ? ',' : '.';
  gsize n = strspn (text, "0123456789");
  gsize digits;

  *number = (Number){ 0 };
  if (n == 0 || n > 9)
    return 0;
  number->whole = g_ascii_strtoll (text, NULL, 10);
  if (n <= 3 && *text != '0') {
    while (text[n] == group && strspn (text + n + 1, "0123456789") == 3) {
      number->whole = number->whole * 1000 + g_ascii_strtoll (text + n + 1, NULL, 10);
      number->grouped = TRUE;
      n += 4;
      if (number->whole > MAX_WHOLE)
        return 0;
    }
  }
  /* A version or a size with a point is written so in German, too. */
  if (language == HEARTH_SPEECH_GERMAN && !number->grouped && text[n] == '.')
    point = '.';
  digits = text[n] == point ? strspn (text + n + 1, "0123456789") : 0;
  if (digits > 0) {
    if (digits >= sizeof number->fraction)
      return 0;
    memcpy (number->fraction, text + n + 1, digits);
    n += digits + 1;
  }
  if ((text[n] == '.' || text[n] == ',' || text[n] == ':' || text[n] == '/' || text[n] == '-') &&
      g_ascii_isdigit (text[n + 1]))
    return 0;
  return n;
}

/**
 * hearth_spoken_append_number:
 * @language: a language
 * @number: not negative
 * @out: (inout): it is appended here in words; from a million on in figures
 */
void
hearth_spoken_append_number (HearthSpeechLanguage language, gint64 number, GString *out)
{
  gboolean german = language == HEARTH_SPEECH_GERMAN;
  g_autofree char *thousands = NULL;
  g_autofree char *rest = NULL;

  if (number >= 1000000) {
    g_string_append_printf (out, "%" G_GINT64_FORMAT, number);
    return;
  }
  rest =
      number < 1000 || number % 1000 != 0 ? hearth_speech_number (language, number % 1000) : NULL;
  if (number >= 1000) {
    thousands =
        german && number < 2000 ? g_strdup ("ein") : hearth_speech_number (language, number / 1000);
    g_string_append_printf (out, german ? "%stausend" : "%s thousand", thousands);
    if (rest != NULL && !german)
      g_string_append (out, number % 1000 < 100 ? " and " : " ");
  }
  if (rest != NULL)
    g_string_append (out, rest);
}

static void
append_digits (HearthSpeechLanguage language, const char *digits, GString *out)
{
  for (const char *p = digits; *p != '\0'; p++) {
    g_autofree char *word = hearth_speech_number (language, *p - '0');

    g_string_append_printf (out, " %s", word);
  }
}

static void
append_decimal (HearthSpeechLanguage language, const Number *number, gboolean feminine,
                GString *out)
{
  if (language == HEARTH_SPEECH_GERMAN && number->whole == 1 && *number->fraction == '\0')
    g_string_append (out, feminine ? "eine" : "ein");
  else
    hearth_spoken_append_number (language, number->whole, out);
  if (*number->fraction == '\0')
    return;
  g_string_append (out, language == HEARTH_SPEECH_GERMAN ? " Komma" : " point");
  append_digits (language, number->fraction, out);
}

/* "twelve euros fifty", "twelve euros and five cents", "fifty cents" */
static void
append_money (HearthSpeechLanguage language, const Number *number, const Currency *currency,
              GString *out)
{
  gsize digits = strlen (number->fraction);
  gint64 parts = digits == 2 ? g_ascii_strtoll (number->fraction, NULL, 10) : 0;
  gboolean one = number->whole == 1;
  Number whole = { .whole = number->whole };

  if (digits != 0 && digits != 2) {
    append_decimal (language, number, FALSE, out);
    g_string_append_printf (out, " %s", currency->many[language]);
    return;
  }
  if (number->whole == 0 && parts > 0) {
    whole.whole = parts;
    append_decimal (language, &whole, FALSE, out);
    g_string_append_printf (out, " %s", currency->parts[language]);
    return;
  }
  append_decimal (language, &whole, FALSE, out);
  g_string_append_printf (out, " %s", one ? currency->one[language] : currency->many[language]);
  if (parts == 0)
    return;
  g_string_append (out, parts < 10 && language == HEARTH_SPEECH_ENGLISH ? " and " : " ");
  hearth_spoken_append_number (language, parts, out);
  if (parts < 10 && language == HEARTH_SPEECH_ENGLISH)
    g_string_append_printf (out, " %s",
                            parts == 1 && g_str_equal (currency->parts[0], "cents")
                                ? "cent"
                                : currency->parts[0]);
}

static gsize
skip_blank (const char *text)
{
  return *text == ' '                              ? 1
         : g_str_has_prefix (text, "\302\240")     ? 2
         : g_str_has_prefix (text, "\342\200\257") ? 3
                                                   : 0;
}

/* Whether a sign stands here, and not the beginning of a word. */
static gboolean
has_sign (const char *text, const char *sign)
{
  gsize length = strlen (sign);

  return strncmp (text, sign, length) == 0 &&
         (!g_ascii_isalpha (sign[length - 1]) || hearth_spoken_ends_word (text + length));
}

/* "1.2 million" of some currency. */
static gsize
read_magnitude (HearthSpeechLanguage language, const char *text, const char **name)
{
  static const struct {
    const char *sign;
    const char *names[HEARTH_N_SPEECH_LANGUAGES];
  } magnitudes[] = {
    { "million", { "million", "Millionen" } },     { "Millionen", { "million", "Millionen" } },
    { "Mio.", { "million", "Millionen" } },        { "billion", { "billion", "Milliarden" } },
    { "Milliarden", { "billion", "Milliarden" } }, { "Mrd.", { "billion", "Milliarden" } },
    { "M", { "million", "Millionen" } },           { "k", { "thousand", "tausend" } },
  };
  gsize blank = skip_blank (text);

  for (guint i = 0; i < G_N_ELEMENTS (magnitudes); i++) {
    if (has_sign (text + blank, magnitudes[i].sign)) {
      *name = magnitudes[i].names[language];
      return blank + strlen (magnitudes[i].sign);
    }
  }
  return 0;
}

static gsize
finish_money (HearthSpeechLanguage language, const char *text, gsize n, const Number *number,
              const Currency *currency, GString *out)
{
  const char *magnitude = NULL;
  gsize more = read_magnitude (language, text + n, &magnitude);

  if (more > 0) {
    append_decimal (language, number, FALSE, out);
    g_string_append_printf (out, " %s %s", magnitude, currency->many[language]);
    return n + more;
  }
  append_money (language, number, currency, out);
  return n;
}

/* "€ 12.50" */
static gsize
read_sign_first (HearthSpeechLanguage language, const char *text, GString *out)
{
  for (guint i = 0; i < G_N_ELEMENTS (currencies); i++) {
    gsize n = strlen (currencies[i].sign);
    Number number;
    gsize digits;

    if (strncmp (text, currencies[i].sign, n) != 0)
      continue;
    n += skip_blank (text + n);
    digits = read_number (language, text + n, &number);
    if (digits > 0 && !g_ascii_isalpha (text[n + digits]))
      return finish_money (language, text, n + digits, &number, &currencies[i], out);
    if (digits > 0) {
      const char *magnitude;

      if (read_magnitude (language, text + n + digits, &magnitude) > 0)
        return finish_money (language, text, n + digits, &number, &currencies[i], out);
    }
  }
  return 0;
}

/**
 * hearth_spoken_read_amount:
 * @language: the language of the text
 * @text: a text
 * @at: a byte that a word begins with
 * @out: what is said is appended here
 *
 * Reads money, what is measured, and numbers that are written with signs in them. A number of
 * figures alone is left to the voice.
 *
 * Returns: its bytes, or 0
 */
gsize
hearth_spoken_read_amount (HearthSpeechLanguage language, const char *text, gsize at, GString *out)
{
  const char *from = text + at;
  Number number;
  gsize n = read_sign_first (language, from, out);
  gsize end;

  if (n > 0)
    return n;
  n = read_number (language, from, &number);
  if (n == 0)
    return 0;
  end = n + skip_blank (from + n);
  for (guint i = 0; i < G_N_ELEMENTS (currencies); i++) {
    if (has_sign (from + end, currencies[i].sign)) {
      append_money (language, &number, &currencies[i], out);
      return end + strlen (currencies[i].sign);
    }
  }
  for (guint i = 0; i < G_N_ELEMENTS (units); i++) {
    if (has_sign (from + end, units[i].sign)) {
      gboolean one = number.whole == 1 && *number.fraction == '\0';

      append_decimal (language, &number, units[i].feminine, out);
      g_string_append_printf (out, " %s", one ? units[i].one[language] : units[i].many[language]);
      return end + strlen (units[i].sign);
    }
  }
  if ((!number.grouped && *number.fraction == '\0') || !hearth_spoken_ends_word (from + n))
    return 0;
  append_decimal (language, &number, FALSE, out);
  return n;
}
