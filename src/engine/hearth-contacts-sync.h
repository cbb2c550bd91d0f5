/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-sync-sink.h"
#include "hearth-writer.h"

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean hearth_contacts_sync_run (HearthWriter *writer, const char *path, gint64 source_id,
                                   const HearthSyncSink *sink, GCancellable *cancellable,
                                   GError **error);

G_END_DECLS
