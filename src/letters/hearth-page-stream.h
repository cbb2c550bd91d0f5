/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HearthPageStream: where Cairo writes to.
 * @stream: (unowned): where it goes
 * @cancellable: (unowned) (nullable): to stop
 * @error: (owned) (nullable): why it did not go on
 */
typedef struct {
  GOutputStream *stream;
  GCancellable *cancellable;
  GError *error;
} HearthPageStream;

cairo_status_t hearth_page_stream_write_cb (void *closure, const unsigned char *data,
                                            unsigned int length);
gboolean       hearth_page_stream_failed   (HearthPageStream *self);
gboolean       hearth_page_stream_finish   (HearthPageStream *self, cairo_surface_t *surface, GError **error);
void           hearth_page_stream_describe (cairo_surface_t *surface, const char *title, const char *author,
                                            const char *language, gint64 written);

G_END_DECLS
