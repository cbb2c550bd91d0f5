/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char     *hearth_text_clean        (const char *text, gssize length) G_GNUC_WARN_UNUSED_RESULT;
char     *hearth_text_one_line     (const char *text, gsize max_chars) G_GNUC_WARN_UNUSED_RESULT;
char     *hearth_text_fold         (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char     *hearth_text_redact       (const char *text, const char *secret) G_GNUC_WARN_UNUSED_RESULT;
char     *hearth_text_isolate      (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char     *hearth_text_base_subject (const char *subject, gboolean *is_reply) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
