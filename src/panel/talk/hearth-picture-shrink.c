/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-picture-shrink.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

/* What goes with a question is what can be seen in a picture, and no more: where and when it was
 * taken, and with what, stays here. */

/* A PNG of a screen is small and sharp; one of a photograph is neither. */
#define MAX_PNG_BYTES (1536 * 1024)
/* A file of few bytes may claim to be a picture of any size. */
#define MAX_SIDE 32768
#define MAX_AREA (120.0 * 1000 * 1000)

typedef struct {
  guint max_pixels;
  gboolean too_large;
} Bound;

static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height, gpointer user_data)
{
  Bound *bound = user_data;
  double scale = (double) bound->max_pixels / MAX (MAX (width, height), 1);

  if (width > MAX_SIDE || height > MAX_SIDE || (double) width * height > MAX_AREA) {
    bound->too_large = TRUE;
    gdk_pixbuf_loader_set_size (loader, 1, 1);
  } else if (scale < 1) {
    gdk_pixbuf_loader_set_size (loader, MAX ((int) (width * scale), 1),
                                MAX ((int) (height * scale), 1));
  }
}

static GdkPixbuf *
load (GBytes *data, guint max_pixels, GError **error)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  Bound bound = { .max_pixels = max_pixels };
  GdkPixbuf *pixbuf;
  gboolean loaded;

  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), &bound);
  loaded = gdk_pixbuf_loader_write_bytes (loader, data, error);
  /* It has to be closed in either case, and says why only once. */
  loaded = gdk_pixbuf_loader_close (loader, loaded ? error : NULL) && loaded;
  if (!loaded)
    return NULL;
  pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  if (pixbuf == NULL || bound.too_large) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "No picture");
    return NULL;
  }
  return gdk_pixbuf_apply_embedded_orientation (pixbuf);
}

static GBytes *
save (GdkPixbuf *pixbuf, const char *format, GError **error)
{
  gboolean jpeg = strcmp (format, "jpeg") == 0;
  char *buffer;
  gsize size;

  if (!gdk_pixbuf_save_to_buffer (pixbuf, &buffer, &size, format, error, jpeg ? "quality" : NULL,
                                  "88", NULL))
    return NULL;
  return g_bytes_new_take (buffer, size);
}

/* Without the text that came with it: a copy has the pixels only. */
static GdkPixbuf *
copy_pixels (GdkPixbuf *pixbuf)
{
  return gdk_pixbuf_new_from_data (gdk_pixbuf_get_pixels (pixbuf), GDK_COLORSPACE_RGB,
                                   gdk_pixbuf_get_has_alpha (pixbuf), 8,
                                   gdk_pixbuf_get_width (pixbuf), gdk_pixbuf_get_height (pixbuf),
                                   gdk_pixbuf_get_rowstride (pixbuf), NULL, NULL);
}

/* On paper: JPEG knows no transparency. */
static GdkPixbuf *
flatten (GdkPixbuf *pixbuf)
{
  return gdk_pixbuf_composite_color_simple (pixbuf, gdk_pixbuf_get_width (pixbuf),
                                            gdk_pixbuf_get_height (pixbuf), GDK_INTERP_NEAREST, 255,
                                            16, 0xffffff, 0xffffff);
}

/**
 * hearth_picture_shrink:
 * @data: a picture in any format that this computer reads; at most %HEARTH_PICTURE_MAX_BYTES
 * @max_pixels: how long its longer side may be
 * @error: a `GdkPixbufError`, or %G_IO_ERROR_INVALID_DATA if it is none, or larger than 120
 *   megapixels
 *
 * Makes a picture as large as it needs to be, upright, and with nothing in it but what can be seen.
 * May take some tenths of a second; can be called from any thread.
 *
 * Returns: (transfer full) (nullable): a PNG, or a JPEG where that would be large
 */
GBytes *
hearth_picture_shrink (GBytes *data, guint max_pixels, GError **error)
{
  g_autoptr (GdkPixbuf) loaded = NULL;
  g_autoptr (GdkPixbuf) pixels = NULL;
  g_autoptr (GdkPixbuf) flat = NULL;
  g_autoptr (GBytes) png = NULL;

  if (g_bytes_get_size (data) == 0 || g_bytes_get_size (data) > HEARTH_PICTURE_MAX_BYTES) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "No picture");
    return NULL;
  }
  loaded = load (data, max_pixels, error);
  if (loaded == NULL)
    return NULL;
  pixels = copy_pixels (loaded);
  png = save (pixels, "png", error);
  if (png == NULL || g_bytes_get_size (png) <= MAX_PNG_BYTES)
    return g_steal_pointer (&png);
  if (!gdk_pixbuf_get_has_alpha (pixels))
    return save (pixels, "jpeg", error);
  flat = flatten (pixels);
  return save (flat, "jpeg", error);
}
