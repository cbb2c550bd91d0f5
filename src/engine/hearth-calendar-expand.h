/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-event.h"
#include "hearth-sync-sink.h"
#include "hearth-writer.h"

G_BEGIN_DECLS

gboolean hearth_calendar_expand_run (HearthWriter *writer, gint64 source_id, HearthSpan window,
                                     const HearthSyncSink *sink, gboolean *expanded,
                                     GCancellable *cancellable, GError **error);

G_END_DECLS
