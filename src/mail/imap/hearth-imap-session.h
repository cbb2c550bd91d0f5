/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-account.h"
#include "hearth-imap-error.h"
#include "hearth-imap-types.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HearthImapSession:
 *
 * One connection to one IMAP server, used by one thread at a time; only
 * hearth_imap_session_wake() may be called from any. Every function blocks, within bounds.
 *
 * Opened, logged in, then used. A function that fails with %HEARTH_IMAP_ERROR_NO or
 * %HEARTH_IMAP_ERROR_NOT_SUPPORTED leaves the session usable; after any other failure, and after a
 * cancellation in the middle of a command, it is closed and a new one is to be opened. During any
 * function the listener may hear of changes in the selected mailbox.
 *
 * hearth_imap_session_fetch_sync() goes from the newest UID to the oldest, batch by batch, with
 * several batches under way; within a batch the order is the server's. A FETCH without what was
 * asked for goes to the listener instead.
 *
 * hearth_imap_session_wake() ends the IDLE that runs, or the next one at once.
 */
#define HEARTH_TYPE_IMAP_SESSION (hearth_imap_session_get_type ())
G_DECLARE_FINAL_TYPE (HearthImapSession, hearth_imap_session, HEARTH, IMAP_SESSION, GObject)

/* The connection. */

HearthImapSession *hearth_imap_session_open_sync    (const HearthMailServer *server, GCancellable *cancellable,
                                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean           hearth_imap_session_login_sync   (HearthImapSession *self, const HearthCredentials *credentials,
                                                     GCancellable *cancellable, GError **error);
void               hearth_imap_session_logout_sync  (HearthImapSession *self, GCancellable *cancellable);
void               hearth_imap_session_close        (HearthImapSession *self);
gboolean           hearth_imap_session_is_open      (HearthImapSession *self);
HearthImapFeature  hearth_imap_session_get_features (HearthImapSession *self);
const char        *hearth_imap_session_get_selected (HearthImapSession *self);
void               hearth_imap_session_set_listener (HearthImapSession *self, const HearthImapListener *listener);
guint64            hearth_imap_session_get_received (HearthImapSession *self);
guint64            hearth_imap_session_get_sent     (HearthImapSession *self);

/* Mailboxes. */

GPtrArray *hearth_imap_session_list_sync     (HearthImapSession *self, gboolean with_status, GCancellable *cancellable,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   hearth_imap_session_status_sync   (HearthImapSession *self, HearthImapMailbox *mailbox,
                                              GCancellable *cancellable, GError **error);
gboolean   hearth_imap_session_create_sync   (HearthImapSession *self, const char *wire, HearthImapRole role,
                                              GCancellable *cancellable, GError **error);
char      *hearth_imap_session_dup_wire      (HearthImapSession *self, const char *name) G_GNUC_WARN_UNUSED_RESULT;
gboolean   hearth_imap_session_select_sync   (HearthImapSession *self, const char *wire, gboolean read_only,
                                              const HearthImapKnown *known, HearthImapSelected *selected,
                                              GCancellable *cancellable, GError **error);

/* Messages of the selected mailbox. */

gboolean   hearth_imap_session_fetch_sync    (HearthImapSession *self, const HearthImapUidSet *uids,
                                              const HearthImapFetch *fetch, HearthImapMessageFunc func,
                                              gpointer user_data, GCancellable *cancellable, GError **error);
HearthImapUidSet *
           hearth_imap_session_search_sync   (HearthImapSession *self, const char *criteria, const char *argument,
                                              GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   hearth_imap_session_store_sync    (HearthImapSession *self, const HearthImapUidSet *uids,
                                              HearthImapFlags add, HearthImapFlags remove, guint64 unchanged_since,
                                              HearthImapUidSet **modified, GCancellable *cancellable,
                                              GError **error);
gboolean   hearth_imap_session_label_sync    (HearthImapSession *self, const HearthImapUidSet *uids, gboolean add,
                                              const char *label, GCancellable *cancellable, GError **error);
gboolean   hearth_imap_session_copy_sync     (HearthImapSession *self, const HearthImapUidSet *uids, const char *wire,
                                              HearthImapCopied *copied, GCancellable *cancellable, GError **error);
gboolean   hearth_imap_session_move_sync     (HearthImapSession *self, const HearthImapUidSet *uids, const char *wire,
                                              HearthImapCopied *copied, GCancellable *cancellable, GError **error);
gboolean   hearth_imap_session_expunge_sync  (HearthImapSession *self, const HearthImapUidSet *uids,
                                              GCancellable *cancellable, GError **error);

/* A message of any mailbox. */

gboolean   hearth_imap_session_append_sync   (HearthImapSession *self, const char *wire, GBytes *message,
                                              HearthImapFlags flags, gint64 internal_date, guint32 *uid_validity,
                                              guint32 *uid, GCancellable *cancellable, GError **error);

/* Waiting. */

gboolean   hearth_imap_session_noop_sync     (HearthImapSession *self, guint timeout, GCancellable *cancellable,
                                              GError **error);
gboolean   hearth_imap_session_idle_sync     (HearthImapSession *self, guint timeout, HearthImapIdle *why,
                                              GCancellable *cancellable, GError **error);
void       hearth_imap_session_wake          (HearthImapSession *self);

G_END_DECLS
