/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-message.h"

G_BEGIN_DECLS

/** HearthLaterKind: what mail was put off for. The numbers are stored. */
typedef enum {
  HEARTH_LATER_SNOOZE,    /* it comes back by itself */
  HEARTH_LATER_FOLLOW_UP, /* it comes back only if nobody answered it */
} HearthLaterKind;

/**
 * HearthLater: mail that its owner put off.
 * @message_id: the message's row
 * @kind: what for
 * @until: when it comes back, seconds since 1970 UTC; 0 if only an answer brings it back. An answer
 *   that came sets it to that moment
 * @awaits: (nullable): whose answer brings it back, an addr-spec in lower case; of a follow-up %NULL
 *   is anybody's
 * @created: when it was put off, seconds since 1970 UTC
 * @since: what is dated later than this is an answer, seconds since 1970 UTC
 * @told: when its owner was told that it is back, seconds since 1970 UTC, or 0
 * @answer_id: the message that brought it back, or 0
 */
typedef struct {
  gint64 message_id;
  HearthLaterKind kind;
  gint64 until;
  char *awaits;
  gint64 created;
  gint64 since;
  gint64 told;
  gint64 answer_id;
} HearthLater;

HearthLater *
hearth_later_copy (const HearthLater *self) G_GNUC_WARN_UNUSED_RESULT;
void
hearth_later_free (HearthLater *self);
gboolean
hearth_later_is_away (const HearthLater *self, gint64 now);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthLater, hearth_later_free)

GPtrArray *
hearth_store_later_list (HearthDatabase *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *
hearth_store_later_list_back (HearthDatabase *db, gint64 since, gint64 now,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_store_later_find (HearthDatabase *db, gint64 message_id, HearthLater **later,
                         GError **error);
gboolean
hearth_store_later_set (HearthDatabase *db, const HearthLater *later, GError **error);
gboolean
hearth_store_later_remove (HearthDatabase *db, gint64 message_id, GError **error);
gboolean
hearth_store_later_find_since (HearthDatabase *db, const HearthMessage *message, const char *awaits,
                               gint64 *since, GError **error);
GPtrArray *
hearth_store_later_list_answers (HearthDatabase *db, const HearthLater *later,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

char *
hearth_later_dup_sentence (const HearthLater *self, HearthDatabase *db,
                           gint64 now) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_store_later_explain (HearthDatabase *db, GPtrArray *messages, gint64 now, GError **error);

G_END_DECLS
