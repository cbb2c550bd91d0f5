/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HearthHtmlImageFunc:
 * @id: a Content-ID without brackets
 * @type: (out): the image's type, as "image/png"
 * @user_data: the caller's
 *
 * Finds an image that is in the mail itself.
 *
 * Returns: (transfer full) (nullable): its bytes
 */
typedef GBytes *(*HearthHtmlImageFunc) (const char *id, const char **type, gpointer user_data);

char *hearth_html_sanitize       (const char *html, gsize size, HearthHtmlImageFunc find_image,
                                  gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_css_sanitize        (const char *sheet) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_css_sanitize_inline (const char *declarations) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_html_original       (GBytes *raw, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
