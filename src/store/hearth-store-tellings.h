/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-telling.h"

G_BEGIN_DECLS

/**
 * HearthTellingFilter: which tellings to list; 0 means "any".
 * @message_id: of this message
 * @since: from then on, seconds since 1970 UTC; those with an answer whatever their time
 * @held: only those that wait
 * @told: only those that were said
 * @limit: at most so many, the newest; 0 is 200
 */
typedef struct {
  gint64 message_id;
  gint64 since;
  gboolean held;
  gboolean told;
  guint limit;
} HearthTellingFilter;

/**
 * HearthCandidate: mail of which the owner might have been told, as far as a policy looks at it.
 * @id, @date, @priority, @klass, @subject, @reason: as in #HearthMessage
 * @sender: the addr-spec, or ""
 * @name: how the sender is called; the address where they have no name
 */
typedef struct {
  gint64 id;
  gint64 date;
  int priority;
  char *klass;
  char *sender;
  char *name;
  char *subject;
  char *reason;
} HearthCandidate;

GPtrArray *
hearth_store_tellings_list (HearthDatabase *db, const HearthTellingFilter *filter,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthTelling *
hearth_store_tellings_get_last (HearthDatabase *db, gint64 message_id,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_store_tellings_add (HearthDatabase *db, const HearthTelling *telling, GError **error);
gboolean
hearth_store_tellings_release (HearthDatabase *db, gint64 id, gint64 at, gboolean sound,
                               GError **error);
gboolean
hearth_store_tellings_drop (HearthDatabase *db, gint64 id, gint64 at, GError **error);
gboolean
hearth_store_tellings_settle (HearthDatabase *db, gint64 message_id, HearthTellingOutcome outcome,
                              gint64 at, GError **error);
gboolean
hearth_store_tellings_settle_read (HearthDatabase *db, gint64 now, int *n_settled, GError **error);
gboolean
hearth_store_tellings_answer (HearthDatabase *db, gint64 message_id, HearthTellingAnswer answer,
                              gint64 at, GError **error);
gboolean
hearth_store_tellings_forget_message (HearthDatabase *db, gint64 message_id, GError **error);
void
hearth_candidate_free (HearthCandidate *self);
GPtrArray *
hearth_store_tellings_list_candidates (HearthDatabase *db, gint64 since, gint64 before,
                                       int min_priority, guint limit,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
