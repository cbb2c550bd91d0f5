/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mime-tree.h"

G_BEGIN_DECLS

char *
hearth_mime_to_utf8 (const guint8 *bytes, gsize size,
                     const char *charset) G_GNUC_WARN_UNUSED_RESULT;
char *
hearth_mime_part_dup_text (const HearthMimePart *part, const HearthMimeInput *input, gsize max_size,
                           gboolean *cut) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
