/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthSse:
 *
 * A decoder of `text/event-stream`, after "Server-sent events" of the HTML standard, section 9.2.6
 * "Interpreting an event stream".
 */
typedef struct _HearthSse HearthSse;

/**
 * HearthSseFunc:
 * @type: the event's type, "message" if it names none
 * @data: its data, NUL-terminated
 * @length: bytes of @data
 */
typedef void (*HearthSseFunc) (const char *type, const char *data, gsize length,
                               gpointer user_data);

HearthSse  *hearth_sse_new         (gsize max_size, HearthSseFunc func, gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
void        hearth_sse_free        (HearthSse *self);
gboolean    hearth_sse_feed        (HearthSse *self, const char *data, gsize length);
void        hearth_sse_end         (HearthSse *self);
const char *hearth_sse_get_last_id (HearthSse *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthSse, hearth_sse_free)

G_END_DECLS
