/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-message.h"
#include "hearth-mime-tree.h"

G_BEGIN_DECLS

/**
 * HEARTH_MIME_MAX_ADDRESSES:
 *
 * Recipients of one header that are kept.
 */
#define HEARTH_MIME_MAX_ADDRESSES 1000

void
hearth_mime_read_headers (HearthMessage *message, const HearthMimePart *part, gint64 fallback_date);
char *
hearth_mime_decode_header (const char *raw, gsize max_chars) G_GNUC_WARN_UNUSED_RESULT;
char *
hearth_mime_clean_name (const char *name, const char *address) G_GNUC_WARN_UNUSED_RESULT;
char *
hearth_mime_dup_file_name (const HearthMimePart *part) G_GNUC_WARN_UNUSED_RESULT;
char *
hearth_mime_dup_disposition (const HearthMimePart *part) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
