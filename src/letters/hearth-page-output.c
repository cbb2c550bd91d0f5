/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-page-output.h"

#include "hearth-letters-error.h"
#include "hearth-page-stream.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n.h>

/**
 * hearth_page_output_pdf:
 * @pages: a letter
 * @words: of which it was made, for title, author and date
 * @stream: where to write; stays open
 * @cancellable: (nullable): to stop between two pages
 * @error: of @stream; %HEARTH_LETTERS_ERROR_OUTPUT; cancellation
 *
 * Writes a PDF: the strokes as vectors, the words to be selected, one page after another. The same
 * pages and words give the same bytes with the same libraries.
 *
 * Returns: whether all of it was written
 */
gboolean
hearth_page_output_pdf (HearthPages *pages, const HearthLetterWords *words, GOutputStream *stream,
                        GCancellable *cancellable, GError **error)
{
  HearthPageStream out = { stream, cancellable, NULL };
  double width, height;
  cairo_surface_t *surface;
  cairo_t *cr;

  hearth_pages_get_size (pages, &width, &height);
  surface = cairo_pdf_surface_create_for_stream (hearth_page_stream_write_cb, &out, width, height);
  hearth_page_stream_describe (surface, words->title, words->author, words->language,
                               words->written);
  cr = cairo_create (surface);
  for (guint i = 0; i < hearth_pages_get_n_pages (pages) && !hearth_page_stream_failed (&out);
       i++) {
    hearth_pages_draw (pages, i, cr);
    cairo_show_page (cr);
  }
  cairo_destroy (cr);
  return hearth_page_stream_finish (&out, surface, error);
}

/**
 * hearth_page_output_svg:
 * @pages: a letter
 * @page: which of its pages, from 0
 * @stream: where to write; stays open
 * @cancellable: (nullable): to stop
 * @error: of @stream; %HEARTH_LETTERS_ERROR_PAPER for a page that is not there;
 *   %HEARTH_LETTERS_ERROR_OUTPUT; cancellation
 *
 * Writes one page as SVG, in points.
 *
 * Returns: whether it was written
 */
gboolean
hearth_page_output_svg (HearthPages *pages, guint page, GOutputStream *stream,
                        GCancellable *cancellable, GError **error)
{
  HearthPageStream out = { stream, cancellable, NULL };
  double width, height;
  cairo_surface_t *surface;
  cairo_t *cr;

  if (page >= hearth_pages_get_n_pages (pages)) {
    g_set_error (error, HEARTH_LETTERS_ERROR, HEARTH_LETTERS_ERROR_PAPER,
                 _("This letter has no page %u."), page + 1);
    return FALSE;
  }
  hearth_pages_get_size (pages, &width, &height);
  surface = cairo_svg_surface_create_for_stream (hearth_page_stream_write_cb, &out, width, height);
  cr = cairo_create (surface);
  hearth_pages_draw (pages, page, cr);
  cairo_show_page (cr);
  cairo_destroy (cr);
  return hearth_page_stream_finish (&out, surface, error);
}

/* A file while it is written. */
typedef struct {
  GFile *file;
  gboolean was_there;
  GOutputStream *stream; /* (owned) */
} Target;

/* A file that was there stays as it was until the new one is whole. */
static gboolean
open_target (Target *target, GFile *file, GCancellable *cancellable, GError **error)
{
  target->file = file;
  target->was_there = g_file_query_exists (file, NULL);
  target->stream = G_OUTPUT_STREAM (
      g_file_replace (file, NULL, FALSE, G_FILE_CREATE_PRIVATE, cancellable, error));
  return target->stream != NULL;
}

static gboolean
close_target (Target *target, gboolean written, GError **error)
{
  g_autoptr (GOutputStream) stream = g_steal_pointer (&target->stream);
  g_autoptr (GCancellable) never = NULL;

  if (written)
    return g_output_stream_close (stream, NULL, error);
  /* A stream that replaces a file keeps the old one when its closing is cancelled. */
  never = g_cancellable_new ();
  g_cancellable_cancel (never);
  g_output_stream_close (stream, never, NULL);
  if (!target->was_there)
    g_file_delete (target->file, NULL, NULL);
  return FALSE;
}

/**
 * hearth_page_output_pdf_file:
 * @pages: a letter
 * @words: of which it was made
 * @file: where to; replaced when all of it is written, readable by its owner alone
 * @cancellable: (nullable): to stop
 * @error: as of hearth_page_output_pdf()
 *
 * Returns: whether it was written; if not, a file that was there is as it was
 */
gboolean
hearth_page_output_pdf_file (HearthPages *pages, const HearthLetterWords *words, GFile *file,
                             GCancellable *cancellable, GError **error)
{
  Target target;

  return open_target (&target, file, cancellable, error) &&
         close_target (&target,
                       hearth_page_output_pdf (pages, words, target.stream, cancellable, error),
                       error);
}

/**
 * hearth_page_output_svg_file:
 * @pages: a letter
 * @page: which of its pages, from 0
 * @file: where to; replaced when all of it is written, readable by its owner alone
 * @cancellable: (nullable): to stop
 * @error: as of hearth_page_output_svg()
 *
 * Returns: whether it was written; if not, a file that was there is as it was
 */
gboolean
hearth_page_output_svg_file (HearthPages *pages, guint page, GFile *file, GCancellable *cancellable,
                             GError **error)
{
  Target target;

  return open_target (&target, file, cancellable, error) &&
         close_target (&target,
                       hearth_page_output_svg (pages, page, target.stream, cancellable, error),
                       error);
}
