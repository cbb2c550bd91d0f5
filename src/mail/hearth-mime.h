/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mail-error.h"
#include "hearth-message.h"

#include <gio/gio.h>

G_BEGIN_DECLS

HearthMessage *
hearth_mime_parse_bytes (const guint8 *data, gsize size,
                         gint64 fallback_date) G_GNUC_WARN_UNUSED_RESULT;
HearthMessage *
hearth_mime_parse_file (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthMessage *
hearth_mime_parse_at (int dir_fd, const char *name, const char *shown_path,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes *
hearth_mime_dup_part (GBytes *raw, const char *part, char **content_type,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes *
hearth_mime_dup_raw (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes *
hearth_mime_dup_raw_at (int dir_fd, const char *name, const char *shown_path,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
