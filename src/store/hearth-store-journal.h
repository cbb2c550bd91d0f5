/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"

G_BEGIN_DECLS

/** HEARTH_JOURNAL_PENDING: in @bytes_received of an entry: it is not known yet what came back. */
#define HEARTH_JOURNAL_PENDING (-1)

/**
 * HearthJournalEntry:
 *
 * Something that was done, or that left the computer. Nothing secret stands in it: no key, no text
 * of a mail; and of a private conversation only @host and the bytes, without @conversation,
 * @messages and words in @what.
 *
 * @id: row
 * @at: when, seconds since 1970 UTC
 * @kind: what was done, a short name: "ai", "send", "sync", "setup", "test", "sign-in",
 *   "unsubscribe", "permission", "mail" and "calendar" (what turned out otherwise), or what an
 *   action is called ("archive", "event-create", "later" …)
 * @what: to what, for a person to read, perhaps ""
 * @host: (nullable): where bytes were sent to
 * @bytes_sent: how many bytes left the computer, or 0
 * @bytes_received: how many came back, or %HEARTH_JOURNAL_PENDING
 * @messages: (nullable) (element-type gint64): the messages that it was done to or that were sent,
 *   the first of them, at most a thousand; of an action, a hundred
 * @n_messages: how many messages it was done to; when read only
 * @action_id: the action, or 0
 * @conversation: (nullable): in which conversation
 * @can_undo: whether the action stands and is not too old to be taken back; when read only
 * @undone: when the action was taken back, or 0; when read only
 */
typedef struct {
  gint64 id;
  gint64 at;
  char *kind;
  char *what;
  char *host;
  gint64 bytes_sent;
  gint64 bytes_received;
  GArray *messages;
  gint64 n_messages;
  gint64 action_id;
  char *conversation;
  gboolean can_undo;
  gint64 undone;
} HearthJournalEntry;

void
hearth_journal_entry_free (HearthJournalEntry *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthJournalEntry, hearth_journal_entry_free)

/**
 * HearthJournalFilter:
 * @since: not older, seconds since 1970 UTC, or 0
 * @below_id: older than this row, or 0; for the next page
 * @host: (nullable): only what went to it
 * @conversation: (nullable): only what was done in it
 * @sent_only: only what left the computer
 * @limit: at most so many, or 0 for a hundred
 */
typedef struct {
  gint64 since;
  gint64 below_id;
  const char *host;
  const char *conversation;
  gboolean sent_only;
  guint limit;
} HearthJournalFilter;

gboolean
hearth_store_journal_write (HearthDatabase *db, const HearthJournalEntry *entry, gint64 *id,
                            GError **error);
gboolean
hearth_store_journal_settle (HearthDatabase *db, gint64 id, gint64 bytes_sent,
                             gint64 bytes_received, GError **error);
gboolean
hearth_store_journal_add (HearthDatabase *db, const char *kind, const char *what, const char *host,
                          gint64 bytes_sent, GError **error);
gboolean
hearth_store_journal_add_action (HearthDatabase *db, gint64 action_id, GError **error);
gboolean
hearth_store_journal_add_permission (HearthDatabase *db, gint64 action_id, const char *what,
                                     GError **error);
gboolean
hearth_store_journal_add_traffic (HearthDatabase *db, const char *kind, const char *host,
                                  gint64 bytes_sent, gint64 bytes_received, gint64 day,
                                  GError **error);
GPtrArray *
hearth_store_journal_list (HearthDatabase *db, const HearthJournalFilter *filter,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
