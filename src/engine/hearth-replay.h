/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mail-source.h"
#include "hearth-writer.h"

G_BEGIN_DECLS

gboolean hearth_replay_run (HearthWriter *writer, HearthMailSource *source, gint64 source_id,
                            gboolean *changed, GCancellable *cancellable, GError **error);

G_END_DECLS
