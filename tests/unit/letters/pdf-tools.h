/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Poppler's view of a PDF. */
char   *pdf_text  (GBytes *pdf, guint page);
char   *pdf_lines (GBytes *pdf, guint page);
char   *pdf_boxes (GBytes *pdf, guint page);
char   *pdf_info  (GBytes *pdf, const char *name);
GBytes *pdf_end   (GOutputStream *stream);
void    pdf_keep  (GBytes *pdf, const char *name);
