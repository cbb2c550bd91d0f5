/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mime-charset.h"
#include "hearth-text.h"

#include <gmime/gmime.h>
#include <string.h>

/* What hearth_text_clean() does with bytes below 0x80, as it is said and not as it is done. */
static char *
clean_slowly (const guint8 *bytes, gsize size)
{
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < size; i++) {
    guint8 c = bytes[i];

    if (c == '\r') {
      g_string_append_c (out, '\n');
      if (i + 1 < size && bytes[i + 1] == '\n')
        i++;
    } else if (c == '\n' || c == '\t' || (c >= 0x20 && c < 0x7f)) {
      g_string_append_c (out, (char) c);
    } else if (c >= 0x80) {
      g_string_append (out, "\357\277\275");
    }
  }
  return g_string_free (out, FALSE);
}

/* Runs of plain text of all lengths, with each byte that is not plain at each place between. A byte
 * from 0x80 to 0xbf is never the beginning of a character. */
static void
test_clean (void)
{
  for (guint c = 0; c < 0xc0; c++) {
    for (gsize size = 0; size < 40; size++) {
      for (gsize at = 0; at < size; at++) {
        guint8 bytes[40];
        g_autofree char *clean = NULL;
        g_autofree char *slowly = NULL;

        memset (bytes, at % 2 == 0 ? ' ' : '~', sizeof bytes);
        bytes[at] = (guint8) c;
        if (at >= 9)
          bytes[at - 9] = '\n';
        clean = hearth_text_clean ((const char *) bytes, (gssize) size);
        slowly = clean_slowly (bytes, size);
        g_assert_cmpstr (clean, ==, slowly);
      }
    }
  }
}

/* What nobody sees is gone, wherever it stands; what scripts and emoji are written with stays. */
static void
test_hidden (void)
{
  static const gunichar hidden[] = { 0x07,    0x1b,    0x7f,    0x9b,    0xad,   0x34f,
                                     0x61c,   0x115f,  0x180e,  0x200b,  0x200e, 0x200f,
                                     0x202a,  0x202e,  0x2060,  0x2066,  0x2069, 0x3164,
                                     0xfe00,  0xfe0d,  0xfeff,  0xffa0,  0xfff9, 0xfffb,
                                     0xe0001, 0xe0020, 0xe007f, 0xe0100, 0xe01ef };
  static const gunichar kept[] = { 0xa0,   0xe4,   0x61b,  0x61d,  0x640,  0x200c, 0x200d, 0x2010,
                                   0x2019, 0x2190, 0x3042, 0xfe0e, 0xfe0f, 0xfffd, 0x1f600 };

  for (guint i = 0; i < G_N_ELEMENTS (hidden) + G_N_ELEMENTS (kept); i++) {
    gboolean is_hidden = i < G_N_ELEMENTS (hidden);
    gunichar c = is_hidden ? hidden[i] : kept[i - G_N_ELEMENTS (hidden)];
    char letter[7] = "";
    g_autofree char *text = NULL;
    g_autofree char *clean = NULL;

    g_unichar_to_utf8 (c, letter);
    text = g_strconcat (letter, "a", letter, letter, "b", letter, NULL);
    clean = hearth_text_clean (text, -1);
    g_assert_cmpstr (clean, ==, is_hidden ? "ab" : text);
  }
}

/* The separators of lines and paragraphs end lines, and forge none. */
static void
test_separators (void)
{
  g_autofree char *clean = hearth_text_clean ("a\342\200\250b\342\200\251c", -1);
  g_autofree char *line = hearth_text_one_line (clean, 10);

  g_assert_cmpstr (clean, ==, "a\nb\nc");
  g_assert_cmpstr (line, ==, "a b c");
}

/* What follows the text is not looked at. */
static void
test_end (void)
{
  g_autofree char *clean = hearth_text_clean ("twelve bytes\r\nand more", 12);

  g_assert_cmpstr (clean, ==, "twelve bytes");
}

/* One text leaves nothing to the next one of its charset. */
static void
test_charset_state (void)
{
  static const char open_shift[] = "\033$B$\"";
  static const char plain[] = "\"$\" is ASCII";
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  first = hearth_mime_to_utf8 ((const guint8 *) open_shift, strlen (open_shift), "iso-2022-jp");
  second = hearth_mime_to_utf8 ((const guint8 *) plain, strlen (plain), "iso-2022-jp");
  g_assert_cmpstr (first, ==, "あ");
  g_assert_cmpstr (second, ==, plain);
}

/* However many charsets are named. */
static void
test_many_charsets (void)
{
  static const char text[] = "\350";

  for (guint round = 0; round < 3; round++) {
    for (guint i = 1250; i <= 1258; i++) {
      g_autofree char *name = g_strdup_printf ("windows-%u", i);
      g_autofree char *upper = g_ascii_strup (name, -1);
      g_autofree char *one = NULL;
      g_autofree char *other = NULL;

      one = hearth_mime_to_utf8 ((const guint8 *) text, 1, name);
      other = hearth_mime_to_utf8 ((const guint8 *) text, 1, upper);
      g_assert_cmpstr (one, ==, other);
      if (i == 1251)
        g_assert_cmpstr (one, ==, "и");
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_mime_init ();
  g_test_add_func ("/mail/text/clean", test_clean);
  g_test_add_func ("/mail/text/end", test_end);
  g_test_add_func ("/mail/text/hidden", test_hidden);
  g_test_add_func ("/mail/text/separators", test_separators);
  g_test_add_func ("/mail/text/charset-state", test_charset_state);
  g_test_add_func ("/mail/text/many-charsets", test_many_charsets);
  return g_test_run ();
}
