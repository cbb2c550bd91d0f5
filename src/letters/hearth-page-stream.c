/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-page-stream.h"

#include "hearth-letters-error.h"

#include <cairo-pdf.h>
#include <glib/gi18n.h>

/**
 * hearth_page_stream_write_cb:
 * @closure: a #HearthPageStream
 * @data: (array length=length): bytes
 * @length: their number
 *
 * For Cairo. After a failure nothing more is written.
 *
 * Returns: whether it went on
 */
cairo_status_t
hearth_page_stream_write_cb (void *closure, const unsigned char *data, unsigned int length)
{
  HearthPageStream *self = closure;

  if (self->error != NULL || !g_output_stream_write_all (self->stream, data, length, NULL,
                                                         self->cancellable, &self->error))
    return CAIRO_STATUS_WRITE_ERROR;
  return CAIRO_STATUS_SUCCESS;
}

/**
 * hearth_page_stream_failed:
 * @self: a stream
 *
 * Returns: whether there is no use in going on: it failed or was cancelled
 */
gboolean
hearth_page_stream_failed (HearthPageStream *self)
{
  return self->error != NULL ||
         g_cancellable_set_error_if_cancelled (self->cancellable, &self->error);
}

/**
 * hearth_page_stream_finish:
 * @self: a stream
 * @surface: (transfer full): what was drawn onto
 * @error: why not
 *
 * Ends what is written.
 *
 * Returns: whether all of it was
 */
gboolean
hearth_page_stream_finish (HearthPageStream *self, cairo_surface_t *surface, GError **error)
{
  cairo_status_t status;

  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (self->error == NULL && status != CAIRO_STATUS_SUCCESS)
    g_set_error (&self->error, HEARTH_LETTERS_ERROR, HEARTH_LETTERS_ERROR_OUTPUT,
                 _("The pages could not be written: %s."), cairo_status_to_string (status));
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}

static void
describe (cairo_surface_t *surface, cairo_pdf_metadata_t what, const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  if (valid != NULL && *valid != '\0')
    cairo_pdf_surface_set_metadata (surface, what, valid);
}

/**
 * hearth_page_stream_describe:
 * @surface: a PDF
 * @title: (nullable): its title
 * @author: (nullable): who wrote it
 * @language: (nullable): BCP 47; as a keyword, for which Cairo 1.16 has no better place
 * @written: seconds since 1970, UTC: its dates, so that it is the same whenever it is made; 0 for
 *   the beginning of that count
 *
 * Says what a PDF is.
 */
void
hearth_page_stream_describe (cairo_surface_t *surface, const char *title, const char *author,
                             const char *language, gint64 written)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (written);
  g_autofree char *iso = date != NULL ? g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ")
                                      : g_strdup ("1970-01-01T00:00:00Z");

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, iso);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_MOD_DATE, iso);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Hearth");
  describe (surface, CAIRO_PDF_METADATA_TITLE, title);
  describe (surface, CAIRO_PDF_METADATA_AUTHOR, author);
  describe (surface, CAIRO_PDF_METADATA_KEYWORDS, language);
}
