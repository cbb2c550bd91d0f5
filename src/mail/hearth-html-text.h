/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthHtmlFindings:
 *
 * What reading an HTML text showed.
 *
 * @hidden_text: text was left out because a reader would not see it
 * @link_mismatch: a link's text names another host than its target
 * @truncated: a bound was met and the rest left out
 */
typedef struct {
  gboolean hidden_text;
  gboolean link_mismatch;
  gboolean truncated;
} HearthHtmlFindings;

char *
hearth_html_to_text (const char *html, gsize size, gsize max_text,
                     HearthHtmlFindings *findings) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_html_may_mislead (const char *html, gsize size);

G_END_DECLS
