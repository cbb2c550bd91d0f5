/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-recipients.h"
#include "hearth-turn-file.h"

#include <string.h>

/* What a file is told by is what is in it, and not what it calls itself. */
static void
test_sniff (void)
{
  static const struct {
    const char *bytes;
    gsize length;
    const char *type;
  } cases[] = {
    { "\x89PNG\r\n\x1a\n", 8, "image/png" },
    { "\x89PNG\r\n\x1a", 7, NULL },
    { "\xff\xd8\xff\xe0", 4, "image/jpeg" },
    { "GIF89a", 6, "image/gif" },
    { "RIFF\0\0\0\0WEBP", 12, "image/webp" },
    { "RIFF\0\0\0\0WAVE", 12, NULL },
    { "RIFX\0\0\0\0WEBP", 12, NULL },
    { "%PDF-1.7\n%\xff", 11, "application/pdf" },
    { "Gr\xc3\xbc\xc3\x9f", 6, "text/plain" },
    { "Gr\xfc", 3, NULL },
    { "a\0b", 3, NULL },
    { "", 0, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (hearth_turn_file_sniff ((const guint8 *) cases[i].bytes, cases[i].length), ==,
                     cases[i].type);
}

static HearthTurnFile *
make (const char *name, gsize size, char fill, const char *start, GError **error)
{
  g_autofree char *bytes = g_strnfill (size, fill);
  g_autoptr (GBytes) data = NULL;

  memcpy (bytes, start, MIN (strlen (start), size));
  data = g_bytes_new (bytes, size);
  return hearth_turn_file_new (name, data, error);
}

static void
assert_refused (gsize size, char fill, const char *start, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (make ("x.bin", size, fill, start, &error));
  g_assert_error (error, HEARTH_MODEL_ERROR, HEARTH_MODEL_ERROR_BAD_FORMAT);
  g_assert_nonnull (strstr (error->message, word));
  g_assert_nonnull (strstr (error->message, "“x.bin”"));
}

/* The bounds hold to the byte, and a name is one line without a path. */
static void
test_bounds (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthTurnFile) text =
      make ("/home/a/my\nlist.txt", HEARTH_TURN_FILE_MAX_TEXT, 'a', "", &error);
  g_autoptr (HearthTurnFile) document =
      make ("b.pdf", HEARTH_TURN_FILE_MAX_BYTES, ' ', "%PDF-", &error);
  g_autoptr (HearthTurnFile) unnamed = make ("/", 1, 'a', "", &error);
  g_autoptr (HearthTurnFile) copy = NULL;
  g_autofree char *words = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (text->name, ==, "my list.txt");
  g_assert_cmpint (hearth_turn_file_get_kind (text), ==, HEARTH_TURN_FILE_TEXT);
  g_assert_cmpint (hearth_turn_file_get_kind (document), ==, HEARTH_TURN_FILE_DOCUMENT);
  g_assert_cmpstr (unnamed->name, !=, "");
  copy = hearth_turn_file_copy (text);
  words = hearth_turn_file_dup_text (copy);
  g_assert_cmpuint (strlen (words), ==, HEARTH_TURN_FILE_MAX_TEXT);
  assert_refused (0, 'a', "", "empty");
  assert_refused (HEARTH_TURN_FILE_MAX_TEXT + 1, 'a', "", "64 KiB");
  assert_refused (HEARTH_TURN_FILE_MAX_BYTES + 1, ' ', "%PDF-", "5 MiB");
  assert_refused (9, '\xff', "", "no picture");
}

/* What nobody could see is not handed over. */
static void
test_text (void)
{
  static const char hidden[] = "a\xe2\x80\xae"
                               "b\xf3\xa0\x81\xa1"
                               "c\r\nd";
  g_autoptr (GBytes) data = g_bytes_new_static (hidden, sizeof hidden - 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthTurnFile) file = hearth_turn_file_new ("a", data, &error);
  g_autofree char *words = hearth_turn_file_dup_text (file);

  g_assert_no_error (error);
  g_assert_cmpstr (words, ==, "abc\nd");
}

int
main (int argc, char *argv[])
{
  g_setenv ("LANGUAGE", "C", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/turn-file/sniff", test_sniff);
  g_test_add_func ("/model/turn-file/bounds", test_bounds);
  g_test_add_func ("/model/turn-file/text", test_text);

  return g_test_run ();
}
