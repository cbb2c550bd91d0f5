/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-known.h"
#include "hearth-mail-changes.h"
#include "hearth-message.h"
#include "hearth-records.h"

G_BEGIN_DECLS

/** HearthMessageDetail: how much of a message is read. */
typedef enum {
  HEARTH_DETAIL_ENVELOPE, /* without text, references and calendar */
  HEARTH_DETAIL_FULL,
} HearthMessageDetail;

/**
 * HearthMessageFilter:
 *
 * Which messages to list; 0 and %NULL mean "any". Newest first.
 *
 * @source_id: of this source
 * @mailbox: in this mailbox
 * @role: in mailboxes of this role, or -1
 * @incoming: only mail that was received: not in a Sent, Drafts, Junk or Trash mailbox
 * @unarchived: not in an Archive mailbox: mail that its owner is not done with
 * @present: not put off until later
 * @personal: only mail that neither a list nor a program has sent
 * @with_flags, @without_flags: flags that must be set, and must not be set
 * @since, @before: date range, half-open, seconds since 1970 UTC
 * @from: part of the sender's name or address, case and marks folded
 * @thread_id: of this thread
 * @min_priority: judged by attention at least so high (0 to 100); messages not judged are left out
 * @max_priority: judged by attention at most so high, or -1; messages not judged are left out
 * @klass: of the class that attention gave
 * @unjudged: only messages that attention has not judged
 * @unfound: only messages that were not looked through for findings
 * @below_id: only rows with a smaller id, for the next page
 * @limit: at most so many; 0 is 50
 */
typedef struct {
  gint64 source_id;
  const char *mailbox;
  int role;
  gboolean incoming;
  gboolean unarchived;
  gboolean present;
  gboolean personal;
  HearthMessageFlags with_flags;
  HearthMessageFlags without_flags;
  gint64 since;
  gint64 before;
  const char *from;
  gint64 thread_id;
  int min_priority;
  int max_priority;
  const char *klass;
  gboolean unjudged;
  gboolean unfound;
  gint64 below_id;
  guint limit;
} HearthMessageFilter;

#define HEARTH_MESSAGE_FILTER_INIT                                                                 \
  {                                                                                                \
    .role = -1, .min_priority = -1, .max_priority = -1                                             \
  }

GPtrArray *
hearth_store_messages_list (HearthDatabase *db, const HearthMessageFilter *filter,
                            HearthMessageDetail detail, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gint64
hearth_store_messages_count (HearthDatabase *db, const HearthMessageFilter *filter, GError **error);
GArray *
hearth_store_messages_list_ids (HearthDatabase *db, const HearthMessageFilter *filter,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *
hearth_store_messages_get_envelopes (HearthDatabase *db, const gint64 *ids, gsize n_ids,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthMessage *
hearth_store_messages_get (HearthDatabase *db, gint64 id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthMessage *
hearth_store_messages_find (HearthDatabase *db, const char *message_id,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean
hearth_store_messages_load_known (HearthDatabase *db, gint64 source_id, const char *mailbox,
                                  HearthKnown *known, GError **error);
gboolean
hearth_store_messages_load_known_new (HearthDatabase *db, gint64 source_id, const char *mailbox,
                                      HearthKnown *known, GError **error);
gboolean
hearth_store_messages_apply (HearthDatabase *db, gint64 source_id, const HearthMailChanges *changes,
                             GArray *new_ids, GError **error);
gboolean
hearth_store_messages_set_flags (HearthDatabase *db, gint64 id, HearthMessageFlags flags,
                                 const char *path, GError **error);
gboolean
hearth_store_messages_is_unjudged (HearthDatabase *db, gint64 id, gboolean *unjudged,
                                   GError **error);
gboolean
hearth_store_messages_judge (HearthDatabase *db, gint64 id, const char *klass, int priority,
                             HearthMessageMarks marks, const char *reason, const char *language,
                             GError **error);

/**
 * HearthSenderHistory: what the store knows of one address, for attention.
 * @n_received: messages from it
 * @n_read: of these, those that were read
 * @n_sent: messages that the owner sent to it
 */
typedef struct {
  gint64 n_received;
  gint64 n_read;
  gint64 n_sent;
} HearthSenderHistory;

gboolean
hearth_store_people_get_history (HearthDatabase *db, const char *address,
                                 HearthSenderHistory *history, GError **error);
GPtrArray *
hearth_store_people_find (HearthDatabase *db, const char *name, guint limit,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *
hearth_store_people_complete (HearthDatabase *db, const char *typed, guint limit,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *
hearth_store_people_list_owner (HearthDatabase *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
