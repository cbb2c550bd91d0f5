/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database-private.h"
#include "hearth-memory.h"

G_BEGIN_DECLS

/* What the files about memories share. */

#define HEARTH_MEMORY_COLUMNS                                                                      \
  "m.id, m.kind, m.subject, m.slot, m.text, m.quote, m.source_kind, m.source, m.reason,"           \
  " m.valid_from, m.valid_until, m.superseded_by, m.pinned, m.state, m.label, m.created,"          \
  " m.changed"
#define HEARTH_MEMORY_N_COLUMNS 17

#define hearth_memory_list_new()                                                                   \
  g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_memory_free)

HearthMemory *
hearth_memory_row_read (HearthStatement *statement) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_memory_row_read_all (HearthStatement *statement, GPtrArray *list, GError **error);

G_END_DECLS
