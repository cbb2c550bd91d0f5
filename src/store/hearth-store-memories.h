/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-memory.h"

G_BEGIN_DECLS

/** HearthMemoryWhich: which memories are listed. */
typedef enum {
  HEARTH_MEMORIES_ACTIVE,   /* what holds, the pinned first, then the newest */
  HEARTH_MEMORIES_PROPOSED, /* what waits for a yes, the newest first */
  HEARTH_MEMORIES_PAST,     /* what was replaced or is over, the newest first */
  HEARTH_MEMORIES_ALL,      /* by row */
} HearthMemoryWhich;

/**
 * HearthMemoryFilter: which memories are listed. All that is set has to be true.
 * @which: by their state
 * @subject: (nullable): about whom or what, whatever its case
 * @kind: (nullable): of which kind
 * @words: (nullable): with all of these words, the last of which may be unfinished
 * @now: what holds then, seconds since 1970 UTC; 0 for Hearth's clock
 * @limit: at most so many; 0 for all there can be
 */
typedef struct {
  HearthMemoryWhich which;
  const char *subject;
  const char *kind;
  const char *words;
  gint64 now;
  guint limit;
} HearthMemoryFilter;

/**
 * HearthMemoryUse: what a memory was used for.
 * @turn_id: the answer it went into
 * @conversation: (nullable): where that stands, or %NULL if it is gone
 * @question: (nullable): what the owner had asked
 * @at: when, seconds since 1970 UTC
 */
typedef struct {
  gint64 turn_id;
  char *conversation;
  char *question;
  gint64 at;
} HearthMemoryUse;

/**
 * HearthMemoryCue: what memories are looked for with.
 * @words: (nullable): what the owner asks, in their words
 * @related: (nullable): words of the same matter, which count for less
 * @subjects: (nullable) (element-type utf8): whom the question names
 * @from: the time that is asked about, half-open, seconds since 1970 UTC; equal to @until: now
 * @until: its end
 * @now: seconds since 1970 UTC
 * @limit: at most so many
 */
typedef struct {
  const char *words;
  const char *related;
  GPtrArray *subjects;
  gint64 from;
  gint64 until;
  gint64 now;
  guint limit;
} HearthMemoryCue;

/** How many memories there may be. */
#define HEARTH_MEMORIES_MAX 20000

/* Reading */
GPtrArray *
hearth_store_memories_list (HearthDatabase *db, const HearthMemoryFilter *filter,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthMemory *
hearth_store_memories_get (HearthDatabase *db, gint64 id,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *
hearth_store_memories_list_uses (HearthDatabase *db, gint64 id, guint limit,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *
hearth_store_memories_recall (HearthDatabase *db, const HearthMemoryCue *cue,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
gint64
hearth_store_memories_count (HearthDatabase *db, HearthMemoryState state, GError **error);
gboolean
hearth_store_memories_find (HearthDatabase *db, const HearthMemory *like, HearthMemory **found,
                            GError **error);

/* Writing, in a transaction of the caller's */
gboolean
hearth_store_memories_add (HearthDatabase *db, HearthMemory *memory, GError **error);
gboolean
hearth_store_memories_supersede (HearthDatabase *db, gint64 old_id, gint64 new_id, gint64 until,
                                 GError **error);
gboolean
hearth_store_memories_revive (HearthDatabase *db, gint64 id, gint64 valid_until, GError **error);
gboolean
hearth_store_memories_set_pinned (HearthDatabase *db, gint64 id, gboolean pinned, GError **error);
gboolean
hearth_store_memories_set_state (HearthDatabase *db, gint64 id, HearthMemoryState state,
                                 GError **error);
gboolean
hearth_store_memories_note_use (HearthDatabase *db, const gint64 *ids, gsize n_ids, gint64 turn_id,
                                gint64 at, GError **error);
gboolean
hearth_store_memories_forget (HearthDatabase *db, gint64 id, GError **error);

/* Out of a transaction */

void
hearth_memory_use_free (HearthMemoryUse *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthMemoryUse, hearth_memory_use_free)

G_END_DECLS
