/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-finding.h"

G_BEGIN_DECLS

/** HEARTH_FINDING_BIT: a kind, in a set of them. */
#define HEARTH_FINDING_BIT(kind) (1u << (kind))

/**
 * HearthFindingFilter:
 *
 * Which findings to list; 0 means "any".
 *
 * @kinds: of these kinds, a set of %HEARTH_FINDING_BIT
 * @message_id: in this message
 * @thread_id: in the messages of this thread
 * @since: in messages from then on, seconds since 1970 UTC
 * @due_from, @due_before: due in this range, half-open; those without a time are left out
 * @open: only those that are open
 * @kept: only those in mail that was sent or received, not in Drafts, Junk or Trash mailboxes
 * @limit: at most so many; 0 is 200
 */
typedef struct {
  guint kinds;
  gint64 message_id;
  gint64 thread_id;
  gint64 since;
  gint64 due_from;
  gint64 due_before;
  gboolean open;
  gboolean kept;
  guint limit;
} HearthFindingFilter;

GPtrArray *
hearth_store_findings_list (HearthDatabase *db, const HearthFindingFilter *filter,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthFinding *
hearth_store_findings_get (HearthDatabase *db, gint64 id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_store_findings_replace (HearthDatabase *db, gint64 message_id, GPtrArray *findings,
                               GError **error);
gboolean
hearth_store_findings_settle (HearthDatabase *db, gint64 id, HearthFindingState state,
                              GError **error);
gboolean
hearth_store_findings_set_state (HearthDatabase *db, gint64 id, HearthFindingState state,
                                 GError **error);

G_END_DECLS
