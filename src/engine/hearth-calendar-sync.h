/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-calendar-source.h"
#include "hearth-sync-sink.h"
#include "hearth-writer.h"

G_BEGIN_DECLS

gboolean hearth_calendar_sync_run (HearthWriter *writer, HearthCalendarSource *source,
                                   gint64 source_id, HearthSpan window, gboolean everything,
                                   const HearthSyncSink *sink, GCancellable *cancellable,
                                   GError **error);

G_END_DECLS
