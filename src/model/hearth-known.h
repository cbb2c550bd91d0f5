/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-message.h"

G_BEGIN_DECLS

/**
 * HearthKnown:
 *
 * What is already stored of one mailbox, compactly: the engine reads it from the store and hands it
 * to a source, which finds the difference. Used by one thread at a time.
 */
typedef struct _HearthKnown HearthKnown;

/**
 * HearthKnownEntry:
 * @id: its row
 * @flags: as they are stored
 * @met: the source’s own mark: found in this run
 *
 * A message that is stored already.
 */
typedef struct {
  gint64 id;
  HearthMessageFlags flags;
  gboolean met; /* the source's own mark: found in this run */
} HearthKnownEntry;

/**
 * HearthKnownFunc:
 * @key: what its source calls it
 * @entry: what is known of it; may be changed
 * @user_data: the caller’s
 *
 * Called for each message that is stored already.
 */
typedef void (*HearthKnownFunc) (const char *key, HearthKnownEntry *entry, gpointer user_data);

HearthKnown      *hearth_known_new     (void) G_GNUC_WARN_UNUSED_RESULT;
void              hearth_known_free    (HearthKnown *self);
void              hearth_known_add     (HearthKnown *self, const char *key, gint64 id,
                                        HearthMessageFlags flags);
HearthKnownEntry *hearth_known_lookup  (HearthKnown *self, const char *key);
guint             hearth_known_get_n   (HearthKnown *self);
void              hearth_known_foreach (HearthKnown *self, HearthKnownFunc func, gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthKnown, hearth_known_free)

G_END_DECLS
