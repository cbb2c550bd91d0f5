/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-utf7.h"

#include <string.h>

/* Base64 of RFC 3501, section 5.1.3: "," stands for "/", and there is no padding. */
static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

typedef struct {
  guint32 bits;
  guint n_bits;
} Bits;

static void
put_unit (GString *out, Bits *bits, guint unit)
{
  bits->bits = (bits->bits << 16) | unit;
  bits->n_bits += 16;
  while (bits->n_bits >= 6) {
    bits->n_bits -= 6;
    g_string_append_c (out, alphabet[(bits->bits >> bits->n_bits) & 63]);
  }
  bits->bits &= (1u << bits->n_bits) - 1;
}

static void
end_shift (GString *out, Bits *bits)
{
  if (bits->n_bits > 0)
    g_string_append_c (out, alphabet[(bits->bits << (6 - bits->n_bits)) & 63]);
  g_string_append_c (out, '-');
  *bits = (Bits){ 0 };
}

/**
 * hearth_imap_utf7_encode:
 * @text: UTF-8
 *
 * Returns: (transfer full): the mailbox name in modified UTF-7, RFC 3501, section 5.1.3
 */
char *
hearth_imap_utf7_encode (const char *text)
{
  GString *out = g_string_new (NULL);
  Bits bits = { 0 };
  gboolean shifted = FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c >= 0x20 && c < 0x7f) {
      if (shifted)
        end_shift (out, &bits);
      shifted = FALSE;
      g_string_append_c (out, (char) c);
      if (c == '&')
        g_string_append_c (out, '-');
      continue;
    }
    if (!shifted)
      g_string_append_c (out, '&');
    shifted = TRUE;
    if (c >= 0x10000) {
      put_unit (out, &bits, 0xd800 + ((c - 0x10000) >> 10));
      put_unit (out, &bits, 0xdc00 + ((c - 0x10000) & 0x3ff));
    } else {
      put_unit (out, &bits, c);
    }
  }
  if (shifted)
    end_shift (out, &bits);
  return g_string_free (out, FALSE);
}

/* Adds a UTF-16 unit; a high surrogate waits in @high for its low one. */
static gboolean
add_unit (GString *out, guint *high, guint unit)
{
  if (unit >= 0xdc00 && unit < 0xe000) {
    if (*high == 0)
      return FALSE;
    g_string_append_unichar (out, 0x10000 + ((*high - 0xd800) << 10) + (unit - 0xdc00));
    *high = 0;
    return TRUE;
  }
  if (*high != 0 || unit == 0)
    return FALSE;
  if (unit >= 0xd800 && unit < 0xdc00)
    *high = unit;
  else
    g_string_append_unichar (out, unit);
  return TRUE;
}

/* Decodes what stands between "&" and "-". */
static const char *
decode_shift (const char *p, GString *out)
{
  guint32 bits = 0;
  guint n_bits = 0;
  guint high = 0;

  for (; *p != '-'; p++) {
    const char *digit = *p != '\0' ? strchr (alphabet, *p) : NULL;

    if (digit == NULL)
      return NULL;
    bits = (bits << 6) | (guint) (digit - alphabet);
    n_bits += 6;
    if (n_bits >= 16) {
      n_bits -= 16;
      if (!add_unit (out, &high, (bits >> n_bits) & 0xffff))
        return NULL;
      bits &= (1u << n_bits) - 1;
    }
  }
  return high == 0 && n_bits < 6 && bits == 0 ? p + 1 : NULL;
}

/**
 * hearth_imap_utf7_decode:
 * @text: a mailbox name as a server wrote it
 *
 * What is not modified UTF-7 is taken as it stands: servers do send raw UTF-8, and a mailbox that
 * can be opened under a strange name is better than none.
 *
 * Returns: (transfer full): the name in valid UTF-8
 */
char *
hearth_imap_utf7_decode (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *p = text;

  while (p != NULL && *p != '\0') {
    if (*p != '&') {
      if ((guchar) *p >= 0x80)
        p = NULL;
      else
        g_string_append_c (out, *p++);
    } else if (p[1] == '-') {
      g_string_append_c (out, '&');
      p += 2;
    } else {
      p = decode_shift (p + 1, out);
    }
  }
  if (p == NULL)
    return g_utf8_make_valid (text, -1);
  return g_strdup (out->str);
}
