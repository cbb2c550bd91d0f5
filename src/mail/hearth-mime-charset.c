/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mime-charset.h"

#include "hearth-text.h"

#include <errno.h>
#include <gmime/gmime.h>
#include <string.h>

/* So many characters of more than one byte, all well formed, do not come about by chance in a text
 * of a one-byte charset. */
#define SURE_UTF8 3

/* Above one bad sequence in so many bytes, the named charset is taken for a lie. */
#define LIE_RATIO 24

/* Converters that a thread keeps open. */
#define MAX_CONVERTERS 16

/* What mail programs write, and what they mean: the Windows sets contain the ISO ones, and mail
 * uses the additional characters (the WHATWG encoding standard does the same for the web). */
static const struct {
  const char *name;
  const char *means;
} aliases[] = {
  { "iso-8859-1", "windows-1252" },
  { "latin1", "windows-1252" },
  { "iso8859-1", "windows-1252" },
  { "iso_8859-1", "windows-1252" },
  { "ansi_x3.4-1968", "us-ascii" },
  { "ascii", "us-ascii" },
  { "iso-8859-9", "windows-1254" },
  { "gb2312", "gb18030" },
  { "gb_2312-80", "gb18030" },
  { "gbk", "gb18030" },
  { "x-gbk", "gb18030" },
  { "ks_c_5601-1987", "cp949" },
  { "ks_c_5601", "cp949" },
  { "euc-kr", "cp949" },
  { "shift_jis", "cp932" },
  { "shift-jis", "cp932" },
  { "x-sjis", "cp932" },
  { "sjis", "cp932" },
  { "iso-2022-jp", "iso-2022-jp-3" },
  { "x-mac-roman", "macintosh" },
  { "utf8", "utf-8" },
  { "unicode-1-1-utf-7", "utf-7" },
  { "x-unknown", "" },
  { "unknown-8bit", "" },
  { "8bit", "" },
  { "binary", "" },
  { "_iso-2022-jp$esc", "iso-2022-jp-3" },
  { "tis-620", "cp874" },
  { "iso-8859-11", "cp874" },
  { "big5", "big5-hkscs" },
};

typedef enum {
  KIND_ASCII,
  KIND_UTF8, /* and it has characters of more than one byte */
  KIND_OTHER,
} Kind;

static Kind
sniff (const guint8 *bytes, gsize size, gsize *n_multi)
{
  const char *end;
  gsize rest, n = 0;
  gboolean ascii = TRUE;

  /* Nearly all of most texts is ASCII. */
  for (gsize i = 0; i < size; i++) {
    guint64 eight;

    for (; i + sizeof eight <= size; i += sizeof eight) {
      memcpy (&eight, bytes + i, sizeof eight);
      if ((eight & G_GUINT64_CONSTANT (0x8080808080808080)) != 0)
        break;
    }
    if (i < size && bytes[i] >= 0x80) {
      ascii = FALSE;
      n += bytes[i] >= 0xc0;
    }
  }
  *n_multi = n;
  if (ascii)
    return KIND_ASCII;
  if (g_utf8_validate_len ((const char *) bytes, size, &end))
    return KIND_UTF8;
  /* A text cut at a bound may end within a character. */
  rest = size - (end - (const char *) bytes);
  if (rest < 4 && g_utf8_get_char_validated (end, rest) == (gunichar) -2)
    return KIND_UTF8;
  return KIND_OTHER;
}

static void
close_converter (gpointer data)
{
  iconv_close ((iconv_t) data);
}

static void
free_converters (gpointer data)
{
  g_hash_table_unref (data);
}

/* The C library loads a module for a charset when the first converter for it is opened, and unloads
 * it with the last: kept open, that is done once. A thread has its own. */
static iconv_t
get_converter (const char *charset)
{
  static GPrivate converters = G_PRIVATE_INIT (free_converters);
  GHashTable *open = g_private_get (&converters);
  gpointer found;
  iconv_t cd;

  if (open == NULL) {
    open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, close_converter);
    g_private_set (&converters, open);
  }
  if (g_hash_table_lookup_extended (open, charset, NULL, &found)) {
    /* Whatever state the text before has left it in. */
    iconv ((iconv_t) found, NULL, NULL, NULL, NULL);
    return (iconv_t) found;
  }
  cd = g_mime_iconv_open ("UTF-8", charset);
  if (cd == (iconv_t) -1)
    return cd;
  /* Anybody can name charsets: there are hundreds. */
  if (g_hash_table_size (open) >= MAX_CONVERTERS)
    g_hash_table_remove_all (open);
  g_hash_table_insert (open, g_strdup (charset), (gpointer) cd);
  return cd;
}

/* Converts all that can be; what cannot becomes U+FFFD and is counted. */
static char *
convert (const guint8 *bytes, gsize size, const char *charset, gsize *n_bad)
{
  iconv_t cd = get_converter (charset);
  char *in = (char *) bytes;
  gsize left = size, room, done = 0;
  GByteArray *out;

  *n_bad = 0;
  if (cd == (iconv_t) -1)
    return NULL;
  out = g_byte_array_sized_new (size + size / 2 + 64);
  while (TRUE) {
    char *at;
    gsize result;

    g_byte_array_set_size (out, done + left * 2 + 64);
    at = (char *) out->data + done;
    room = out->len - done;
    result = iconv (cd, left > 0 ? &in : NULL, left > 0 ? &left : NULL, &at, &room);
    done = at - (char *) out->data;
    if (result != (gsize) -1) {
      if (left == 0)
        break;
      continue;
    }
    if (errno == E2BIG)
      continue;
    if (errno == EINVAL) /* cut within a character */
      break;
    (*n_bad)++;
    g_byte_array_set_size (out, done);
    g_byte_array_append (out, (const guint8 *) "\357\277\275", 3);
    done += 3;
    in++;
    left--;
    if (left == 0)
      break;
  }
  g_byte_array_set_size (out, done);
  g_byte_array_append (out, (const guint8 *) "", 1);
  /* A NUL within ends the text for every reader: it is dropped as other controls are. */
  for (gsize i = 0; i < done; i++) {
    if (out->data[i] == '\0')
      out->data[i] = 0x01;
  }
  return (char *) g_byte_array_free (out, FALSE);
}

static char *
convert_clean (const guint8 *bytes, gsize size, const char *charset, gsize *n_bad)
{
  g_autofree char *text = convert (bytes, size, charset, n_bad);

  return text != NULL ? hearth_text_clean (text, -1) : NULL;
}

static const char *
find_alias (const char *charset)
{
  for (guint i = 0; i < G_N_ELEMENTS (aliases); i++) {
    if (g_ascii_strcasecmp (charset, aliases[i].name) == 0)
      return aliases[i].means;
  }
  return charset;
}

/* Charsets that are plain ASCII bytes on the wire and mean something else by them. */
static gboolean
is_stateful (const char *charset)
{
  return g_ascii_strncasecmp (charset, "iso-2022", 8) == 0 ||
         g_ascii_strncasecmp (charset, "hz", 2) == 0 ||
         g_ascii_strncasecmp (charset, "utf-7", 5) == 0 ||
         g_ascii_strncasecmp (charset, "utf-16", 6) == 0 ||
         g_ascii_strncasecmp (charset, "utf-32", 6) == 0 ||
         g_ascii_strncasecmp (charset, "ucs", 3) == 0 ||
         g_ascii_strncasecmp (charset, "ibm", 3) == 0;
}

static gboolean
is_multibyte (const char *charset)
{
  static const char *const names[] = { "gb", "big5", "cp9", "euc", "johab", NULL };

  for (guint i = 0; names[i] != NULL; i++) {
    if (g_ascii_strncasecmp (charset, names[i], strlen (names[i])) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Whether the text is UTF-8 with a little damage: far more good characters than bad bytes. */
static gboolean
is_damaged_utf8 (const guint8 *bytes, gsize size, gsize n_multi)
{
  const char *p = (const char *) bytes, *end = p + size;
  gsize n_bad = 0;

  while (p < end && !g_utf8_validate_len (p, end - p, &p)) {
    if (++n_bad * 4 > n_multi)
      return FALSE;
    p++;
  }
  return TRUE;
}

static char *
guess (const guint8 *bytes, gsize size, Kind kind, gsize n_multi)
{
  gsize n_bad;
  char *text;

  if (kind == KIND_ASCII && memchr (bytes, '\033', size) != NULL &&
      memmem (bytes, size, "\033$", 2) != NULL) {
    text = convert_clean (bytes, size, "iso-2022-jp-3", &n_bad);
    if (text != NULL && n_bad == 0)
      return text;
    g_free (text);
  }
  if (kind != KIND_OTHER || is_damaged_utf8 (bytes, size, n_multi))
    return hearth_text_clean ((const char *) bytes, size);
  text = convert_clean (bytes, size, "windows-1252", &n_bad);
  return text != NULL ? text : hearth_text_clean ((const char *) bytes, size);
}

/**
 * hearth_mime_to_utf8:
 * @bytes: text in some charset
 * @size: its bytes
 * @charset: (nullable): the charset that the message names
 *
 * Converts a text and cleans it. A named charset that the bytes contradict is not believed:
 * well-formed UTF-8 is UTF-8, and the rest falls back to windows-1252.
 *
 * Returns: (transfer full): clean UTF-8
 */
char *
hearth_mime_to_utf8 (const guint8 *bytes, gsize size, const char *charset)
{
  gsize n_multi, n_bad;
  Kind kind = sniff (bytes, size, &n_multi);
  const char *means = charset != NULL ? find_alias (charset) : "";
  char *text;

  if (size >= 3 && memcmp (bytes, "\357\273\277", 3) == 0)
    means = "utf-8";
  if (*means == '\0' || strlen (means) > 40 || g_ascii_strcasecmp (means, "utf-8") == 0 ||
      g_ascii_strcasecmp (means, "us-ascii") == 0)
    return guess (bytes, size, kind, n_multi);
  if (!is_stateful (means)) {
    if (kind == KIND_ASCII)
      return hearth_text_clean ((const char *) bytes, size);
    if (kind == KIND_UTF8 && !is_multibyte (means) &&
        (n_multi >= SURE_UTF8 || g_ascii_strcasecmp (means, "windows-1252") == 0))
      return hearth_text_clean ((const char *) bytes, size);
  }
  text = convert_clean (bytes, size, means, &n_bad);
  if (text == NULL || n_bad * LIE_RATIO > size) {
    g_free (text);
    return guess (bytes, size, kind, n_multi);
  }
  if (n_bad > 0 && kind == KIND_UTF8) {
    g_free (text);
    return hearth_text_clean ((const char *) bytes, size);
  }
  return text;
}

/* HTML names its charset itself: <meta charset=…> or <meta … content="…; charset=…">. */
static char *
find_html_charset (const GByteArray *bytes)
{
  g_autofree char *head = g_ascii_strdown ((const char *) bytes->data, MIN (bytes->len, 2048));
  const char *found = strstr (head, "charset=");

  if (found == NULL)
    return NULL;
  found += strlen ("charset=");
  found += strspn (found, "\"' ");
  return g_strndup (found, strcspn (found, "\"' ;/>"));
}

/**
 * hearth_mime_part_dup_text:
 * @part: a part with text
 * @input: the message
 * @max_size: bytes that are decoded
 * @cut: (out) (optional): whether there were more; left alone otherwise
 *
 * Returns: (transfer full): its text in UTF-8; "" if it cannot be read
 */
char *
hearth_mime_part_dup_text (const HearthMimePart *part, const HearthMimeInput *input, gsize max_size,
                           gboolean *cut)
{
  gboolean is_cut = FALSE;
  g_autoptr (GByteArray) bytes = hearth_mime_part_decode (part, input, max_size, &is_cut, NULL);
  g_autofree char *charset = NULL;

  if (bytes == NULL)
    return g_strdup ("");
  if (is_cut && cut != NULL)
    *cut = TRUE;
  charset = hearth_mime_part_dup_param (part, "charset");
  if (charset == NULL && g_str_equal (part->type, "text/html"))
    charset = find_html_charset (bytes);
  return hearth_mime_to_utf8 (bytes->data, bytes->len, charset);
}
