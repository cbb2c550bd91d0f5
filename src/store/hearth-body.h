/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database-private.h"
#include "hearth-message.h"

G_BEGIN_DECLS

/* How many bytes of a body the search index covers. */
#define HEARTH_BODY_INDEXED (64 * 1024)

/**
 * HearthBodyPacker:
 *
 * Compresses the texts of a batch of messages and makes their search terms; of a large batch on a
 * thread of its own, while the writer writes those that are ready.
 */
typedef struct _HearthBodyPacker HearthBodyPacker;

gboolean
hearth_body_register (sqlite3 *handle);
HearthBodyPacker *
hearth_body_packer_new (GPtrArray *messages, HearthDatabase *db) G_GNUC_WARN_UNUSED_RESULT;
void
hearth_body_packer_free (HearthBodyPacker *self);
void
hearth_body_packer_bind (HearthBodyPacker *self, guint index, HearthStatement *statement);
void
hearth_body_packer_bind_terms (HearthBodyPacker *self, guint index, HearthStatement *statement);
gsize
hearth_body_get_indexed (const char *text);
char *
hearth_body_dup_column (HearthStatement *statement, int column,
                        const char *preview) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthBodyPacker, hearth_body_packer_free)

G_END_DECLS
