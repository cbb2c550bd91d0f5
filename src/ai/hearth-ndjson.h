/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthNdjson:
 *
 * A decoder of `application/x-ndjson`: one JSON value on each line.
 */
typedef struct _HearthNdjson HearthNdjson;

/**
 * HearthNdjsonFunc:
 * @line: a line that is not empty, without its end, NUL-terminated
 * @length: bytes of @line
 */
typedef void (*HearthNdjsonFunc) (const char *line, gsize length, gpointer user_data);

HearthNdjson *hearth_ndjson_new  (gsize max_size, HearthNdjsonFunc func, gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
void          hearth_ndjson_free (HearthNdjson *self);
gboolean      hearth_ndjson_feed (HearthNdjson *self, const char *data, gsize length);
void          hearth_ndjson_end  (HearthNdjson *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthNdjson, hearth_ndjson_free)

G_END_DECLS
