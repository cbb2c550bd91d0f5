/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-account.h"
#include "hearth-known.h"
#include "hearth-mail-changes.h"
#include "hearth-mail-error.h"
#include "hearth-operation.h"
#include "hearth-records.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HearthCredentialsFunc:
 * @account: whose
 * @refresh: those that it gave last were refused
 * @user_data: the caller's
 * @cancellable: (nullable): to stop
 * @error: (out) (optional): a sentence
 *
 * Finds what proves a login. Blocks; called on a thread that works for a source.
 *
 * Returns: (transfer full) (nullable): credentials
 */
typedef HearthCredentials *(*HearthCredentialsFunc) (const HearthAccount *account, gboolean refresh,
                                                     gpointer user_data, GCancellable *cancellable,
                                                     GError **error);

/**
 * HearthMailboxInfo: what a source knows of one of its mailboxes without reading it.
 * @wire: (nullable): its name as the server writes it
 * @role: what it is for
 * @n_messages: how many messages it has, or -1
 */
typedef struct {
  char *wire;
  HearthMailboxRole role;
  gint64 n_messages;
} HearthMailboxInfo;

void hearth_mailbox_info_clear (HearthMailboxInfo *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HearthMailboxInfo, hearth_mailbox_info_clear)

/**
 * HearthMailSink:
 *
 * Where a sync delivers. All functions are called on the thread that syncs.
 *
 * @load_known: returns what is stored of @mailbox, (transfer full); called at most once in a sync,
 *   and only if the mailbox changed since the token
 * @load_known_new: (nullable): as @load_known, but only those messages whose path begins with "new/"
 * @emit: takes a batch, (transfer full); %FALSE stops the sync, which then fails as cancelled
 * @progress: (nullable): @done of @total messages were read
 * @warning: (nullable): one file could not be used; @error names it, and the sync goes on
 * @newest_only: of much new mail only the newest is wanted; a later sync brings the rest
 * @thrifty: nothing is wanted that is older than what is stored, and of the rest only the text
 * @user_data: handed to each
 */
typedef struct {
  HearthKnown *(*load_known) (const char *mailbox, gpointer user_data, GError **error);
  gboolean (*emit) (HearthMailChanges *changes, gpointer user_data);
  void (*progress) (guint done, guint total, gpointer user_data);
  void (*warning) (const char *path, const GError *error, gpointer user_data);
  gpointer user_data;
  gboolean newest_only;
  gboolean thrifty;
  HearthKnown *(*load_known_new) (const char *mailbox, gpointer user_data, GError **error);
} HearthMailSink;

#define HEARTH_TYPE_MAIL_SOURCE (hearth_mail_source_get_type ())
G_DECLARE_DERIVABLE_TYPE (HearthMailSource, hearth_mail_source, HEARTH, MAIL_SOURCE, GObject)

/**
 * HearthMailSourceClass:
 * @list_mailboxes_sync: see hearth_mail_source_list_mailboxes_sync()
 * @sync_mailbox_sync: see hearth_mail_source_sync_mailbox_sync()
 * @dup_raw_sync: see hearth_mail_source_dup_raw_sync()
 * @set_flags_sync: (nullable): see hearth_mail_source_set_flags_sync(); %NULL if flags cannot be
 *   written
 * @move_sync: (nullable): see hearth_mail_source_move_sync()
 * @describe_mailbox: (nullable): see hearth_mail_source_describe_mailbox()
 * @begin_operations_sync: (nullable): see hearth_mail_source_begin_operations_sync(); set with the
 *   next two
 * @apply_operations_sync: (nullable): see hearth_mail_source_apply_operations_sync()
 * @end_operations: (nullable): see hearth_mail_source_end_operations()
 * @wake: (nullable): see hearth_mail_source_wake()
 * @newest_first: reads the newest mail first, and only that if the sink wants it
 * @is_remote: what it reads comes through the network
 * @reconnects: its watch finds by itself when what was away is back
 * @notice_ms: how long news wait for more, or 0 for what suits files
 * @watch: (nullable): starts to notice changes and calls hearth_mail_source_notice()
 * @unwatch: (nullable): ends that
 */
struct _HearthMailSourceClass {
  GObjectClass parent_class;

  gboolean (*list_mailboxes_sync) (HearthMailSource *self, GPtrArray **names,
                                   GCancellable *cancellable, GError **error);
  gboolean (*sync_mailbox_sync) (HearthMailSource *self, const char *mailbox, const char *token,
                                 const HearthMailSink *sink, GCancellable *cancellable,
                                 GError **error);
  GBytes *(*dup_raw_sync) (HearthMailSource *self, const char *mailbox, const char *key,
                           const char *path, GCancellable *cancellable, GError **error);
  gboolean (*set_flags_sync) (HearthMailSource *self, const char *mailbox, const char *key,
                              const char *path, HearthMessageFlags flags, char **new_path,
                              GCancellable *cancellable, GError **error);
  gboolean (*move_sync) (HearthMailSource *self, const char *mailbox, const char *key,
                         const char *path, const char *target, char **new_key, char **new_path,
                         GCancellable *cancellable, GError **error);
  gboolean (*describe_mailbox) (HearthMailSource *self, const char *mailbox,
                                HearthMailboxInfo *info);
  gboolean (*begin_operations_sync) (HearthMailSource *self, GCancellable *cancellable,
                                     GError **error);
  gboolean (*apply_operations_sync) (HearthMailSource *self, GPtrArray *operations,
                                     GCancellable *cancellable, GError **error);
  void (*end_operations) (HearthMailSource *self);
  void (*wake) (HearthMailSource *self);
  gboolean (*watch) (HearthMailSource *self, GError **error);
  void (*unwatch) (HearthMailSource *self);

  gboolean newest_first;
  gboolean is_remote;
  gboolean reconnects;
  guint notice_ms;
};

gboolean
hearth_mail_source_list_mailboxes_sync (HearthMailSource *self, GPtrArray **names,
                                        GCancellable *cancellable, GError **error);
gboolean
hearth_mail_source_sync_mailbox_sync (HearthMailSource *self, const char *mailbox,
                                      const char *token, const HearthMailSink *sink,
                                      GCancellable *cancellable, GError **error);
GBytes *
hearth_mail_source_dup_raw_sync (HearthMailSource *self, const char *mailbox, const char *key,
                                 const char *path, GCancellable *cancellable,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_mail_source_set_flags_sync (HearthMailSource *self, const char *mailbox, const char *key,
                                   const char *path, HearthMessageFlags flags, char **new_path,
                                   GCancellable *cancellable, GError **error);
gboolean
hearth_mail_source_move_sync (HearthMailSource *self, const char *mailbox, const char *key,
                              const char *path, const char *target, char **new_key, char **new_path,
                              GCancellable *cancellable, GError **error);
gboolean
hearth_mail_source_describe_mailbox (HearthMailSource *self, const char *mailbox,
                                     HearthMailboxInfo *info);
gboolean
hearth_mail_source_reads_newest_first (HearthMailSource *self);
gboolean
hearth_mail_source_is_remote (HearthMailSource *self);
gboolean
hearth_mail_source_reconnects (HearthMailSource *self);
gboolean
hearth_mail_source_takes_operations (HearthMailSource *self);
gboolean
hearth_mail_source_begin_operations_sync (HearthMailSource *self, GCancellable *cancellable,
                                          GError **error);
gboolean
hearth_mail_source_apply_operations_sync (HearthMailSource *self, GPtrArray *operations,
                                          GCancellable *cancellable, GError **error);
void
hearth_mail_source_end_operations (HearthMailSource *self);
void
hearth_mail_source_wake (HearthMailSource *self);
gboolean
hearth_mail_source_watch (HearthMailSource *self, GError **error);
void
hearth_mail_source_unwatch (HearthMailSource *self);
void
hearth_mail_source_notice (HearthMailSource *self, const char *mailbox);

/* For sources: batches of bounded size, filled message by message. */

/**
 * HearthMailBatcher:
 *
 * For sources: gathers what a sync finds in one mailbox, message by message, and hands it on
 * in batches of bounded size. Used on the thread of the sync.
 */
typedef struct _HearthMailBatcher HearthMailBatcher;

HearthMailBatcher *
hearth_mail_batcher_new (const char *mailbox, const HearthMailSink *sink) G_GNUC_WARN_UNUSED_RESULT;
void
hearth_mail_batcher_free (HearthMailBatcher *self);
gboolean
hearth_mail_batcher_add_created (HearthMailBatcher *self, HearthMessage *message, GError **error);
gboolean
hearth_mail_batcher_add_reflagged (HearthMailBatcher *self, gint64 id, HearthMessageFlags flags,
                                   const char *path, GError **error);
gboolean
hearth_mail_batcher_add_gone (HearthMailBatcher *self, gint64 id, GError **error);
gboolean
hearth_mail_batcher_flush (HearthMailBatcher *self, GError **error);
gboolean
hearth_mail_batcher_finish (HearthMailBatcher *self, const char *token, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthMailBatcher, hearth_mail_batcher_free)

G_END_DECLS
