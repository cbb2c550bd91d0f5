/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-event.h"
#include "hearth-sync-sink.h"
#include "hearth-writer.h"

G_BEGIN_DECLS

typedef struct _HearthCalendarBatches HearthCalendarBatches;

HearthCalendarBatches *hearth_calendar_batches_new    (HearthWriter *writer, gint64 source_id,
                                                       HearthSpan window, gboolean stored,
                                                       const HearthSyncSink *sink) G_GNUC_WARN_UNUSED_RESULT;
void                   hearth_calendar_batches_free   (HearthCalendarBatches *self);
gboolean               hearth_calendar_batches_add    (HearthCalendarBatches *self,
                                                       HearthCalendarChanges *changes);
gboolean               hearth_calendar_batches_finish (HearthCalendarBatches *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthCalendarBatches, hearth_calendar_batches_free)

G_END_DECLS
