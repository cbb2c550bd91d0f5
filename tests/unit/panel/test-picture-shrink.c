/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-picture-shrink.h"
#include "hearth-turn-file.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

#define MAX_PIXELS 1568

static GBytes *
make_picture (int width, int height, gboolean alpha, gboolean noise, const char *format)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, alpha, 8, width, height);
  guchar *pixels = gdk_pixbuf_get_pixels (pixbuf);
  gsize n = gdk_pixbuf_get_byte_length (pixbuf);
  guint32 state = 7;
  char *buffer;
  gsize size;

  for (gsize i = 0; i < n; i++) {
    state = state * 1664525u + 1013904223u;
    pixels[i] = noise ? (guchar) (state >> 24) : 200;
  }
  if (strcmp (format, "png") == 0)
    g_assert_true (gdk_pixbuf_save_to_buffer (pixbuf, &buffer, &size, "png", NULL, "tEXt::Comment",
                                              "Hidden place 52.5N", NULL));
  else
    g_assert_true (gdk_pixbuf_save_to_buffer (pixbuf, &buffer, &size, format, NULL, NULL));
  return g_bytes_new_take (buffer, size);
}

static void
assert_picture (GBytes *shrunk, const char *type, int width, int height)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  GdkPixbuf *pixbuf;
  gsize size;
  const guint8 *bytes = g_bytes_get_data (shrunk, &size);

  g_assert_cmpstr (hearth_turn_file_sniff (bytes, size), ==, type);
  g_assert_true (gdk_pixbuf_loader_write_bytes (loader, shrunk, NULL));
  g_assert_true (gdk_pixbuf_loader_close (loader, NULL));
  pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  g_assert_cmpint (gdk_pixbuf_get_width (pixbuf), ==, width);
  g_assert_cmpint (gdk_pixbuf_get_height (pixbuf), ==, height);
}

/* A small one stays as large as it is, and loses what cannot be seen. */
static void
test_small (void)
{
  g_autoptr (GBytes) data = make_picture (60, 40, TRUE, FALSE, "png");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) shrunk = hearth_picture_shrink (data, MAX_PIXELS, &error);
  gsize size;
  const char *bytes;

  g_assert_no_error (error);
  assert_picture (shrunk, "image/png", 60, 40);
  bytes = g_bytes_get_data (data, &size);
  g_assert_nonnull (memmem (bytes, size, "Hidden place", 12));
  bytes = g_bytes_get_data (shrunk, &size);
  g_assert_null (memmem (bytes, size, "Hidden place", 12));
}

/* A large one is scaled by its longer side; one that would be a large PNG becomes a JPEG. */
static void
test_large (void)
{
  g_autoptr (GBytes) plain = make_picture (3136, 784, FALSE, FALSE, "png");
  g_autoptr (GBytes) photo = make_picture (800, 1600, TRUE, TRUE, "png");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) small = hearth_picture_shrink (plain, MAX_PIXELS, &error);
  g_autoptr (GBytes) jpeg = NULL;

  g_assert_no_error (error);
  assert_picture (small, "image/png", 1568, 392);
  jpeg = hearth_picture_shrink (photo, MAX_PIXELS, &error);
  g_assert_no_error (error);
  assert_picture (jpeg, "image/jpeg", 784, 1568);
  g_assert_cmpuint (g_bytes_get_size (jpeg), <, HEARTH_TURN_FILE_MAX_BYTES);
}

static void
assert_refused (const void *bytes, gsize size)
{
  g_autoptr (GBytes) data = g_bytes_new (bytes, size);
  g_autoptr (GError) error = NULL;

  g_assert_null (hearth_picture_shrink (data, MAX_PIXELS, &error));
  g_assert_nonnull (error);
}

/* What is no picture, is cut off, or claims to be huge is refused. */
static void
test_bad (void)
{
  /* The header of a PNG of 60000 by 60000 pixels. */
  static const guint8 bomb[] = { 0x89, 'P',  'N', 'G', '\r', '\n', 0x1a, '\n', 0,    0,    0,
                                 13,   'I',  'H', 'D', 'R',  0,    0,    0xea, 0x60, 0,    0,
                                 0xea, 0x60, 8,   2,   0,    0,    0,    0xcf, 0x37, 0xd1, 0x5d };
  g_autoptr (GBytes) whole = make_picture (60, 40, FALSE, TRUE, "jpeg");
  gsize size;
  const char *bytes = g_bytes_get_data (whole, &size);

  assert_refused ("", 0);
  assert_refused ("no picture at all", 17);
  assert_refused (bomb, sizeof bomb);
  assert_refused (bytes, 20);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/panel/picture-shrink/small", test_small);
  g_test_add_func ("/panel/picture-shrink/large", test_large);
  g_test_add_func ("/panel/picture-shrink/bad", test_bad);

  return g_test_run ();
}
