/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-calendar-source.h"
#include "hearth-writer.h"

G_BEGIN_DECLS

/**
 * HearthEditSink:
 *
 * Where the telling of changes reports, on the thread of the source.
 *
 * @changed: a calendar is different from what its owner saw
 * @refused: a sentence: a change was not taken by its server, and is taken back here
 * @user_data: handed to each
 */
typedef struct {
  void (*changed) (gpointer user_data);
  void (*refused) (const char *sentence, gpointer user_data);
  gpointer user_data;
} HearthEditSink;

gboolean hearth_edit_queue_run (HearthWriter *writer, HearthCalendarSource *source,
                                gint64 source_id, HearthSpan window, gboolean synced,
                                const HearthEditSink *sink, GCancellable *cancellable,
                                GError **error);

G_END_DECLS
