/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-pages.h"

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean hearth_page_output_pdf      (HearthPages *pages, const HearthLetterWords *words,
                                      GOutputStream *stream, GCancellable *cancellable, GError **error);
gboolean hearth_page_output_svg      (HearthPages *pages, guint page, GOutputStream *stream,
                                      GCancellable *cancellable, GError **error);
gboolean hearth_page_output_pdf_file (HearthPages *pages, const HearthLetterWords *words, GFile *file,
                                      GCancellable *cancellable, GError **error);
gboolean hearth_page_output_svg_file (HearthPages *pages, guint page, GFile *file,
                                      GCancellable *cancellable, GError **error);

G_END_DECLS
