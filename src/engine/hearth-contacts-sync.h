/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-contact-source.h"
#include "hearth-sync-sink.h"
#include "hearth-writer.h"

G_BEGIN_DECLS

gboolean hearth_contacts_sync_run (HearthWriter *writer, HearthContactSource *source,
                                   gint64 source_id, const HearthSyncSink *sink,
                                   GCancellable *cancellable, GError **error);

G_END_DECLS
