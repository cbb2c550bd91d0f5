/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mail-source.h"
#include "hearth-sync-sink.h"
#include "hearth-writer.h"

G_BEGIN_DECLS

gboolean hearth_mail_sync_run (HearthWriter *writer, HearthMailSource *source, gint64 source_id,
                               GPtrArray *only, const HearthSyncSink *sink,
                               GCancellable *cancellable, GError **error);

G_END_DECLS
