/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-imap-session.h"
#include "hearth-imap-source.h"

G_BEGIN_DECLS

/* What the files of the source of IMAP mail share; no other file includes this header. */

typedef struct _HearthImapWatch HearthImapWatch;

/**
 * HearthImapSource:
 *
 * The mail of an account on an IMAP server. It has two connections: one works, for whoever holds
 * it, and one waits in IDLE on the inbox. A message's key is "UIDVALIDITY.UID".
 */
struct _HearthImapSource {
  HearthMailSource parent_instance;

  HearthAccount *account; /* (owned) never changes */
  HearthCredentialsFunc credentials;
  gpointer credentials_data;
  HearthImapWatch *watch; /* (owned) (nullable) (main) while watched */

  GMutex mutex;
  GCond cond;
  gboolean held;         /* (mutex) somebody has the working connection */
  guint64 tickets;       /* (mutex) how often it was asked for */
  guint64 turn;          /* (mutex) whose turn it is when it is free */
  gboolean suspect;      /* (mutex) the computer slept or the network changed since it was used */
  GHashTable *mailboxes; /* (mutex) (owned) of HearthImapMailbox, by name */

  HearthImapSession *session;    /* (owned) (nullable) (holder) */
  HearthImapSelected selected;   /* (holder) as it was when the session's mailbox was selected */
  gboolean fresh;                /* (holder) the session was made for this holder */
  gint64 used;                   /* (holder) when the server answered last, monotonic */
};

/* hearth-imap-source.c: the working connection, and the names of mailboxes */

void
hearth_imap_source_take (HearthImapSource *self);
gboolean
hearth_imap_source_ensure_open (HearthImapSource *self, GCancellable *cancellable, GError **error);
gboolean
hearth_imap_source_hold (HearthImapSource *self, GCancellable *cancellable, GError **error);
void
hearth_imap_source_release (HearthImapSource *self);
gboolean
hearth_imap_source_is_wanted (HearthImapSource *self);
HearthImapSession *
hearth_imap_source_connect (HearthImapSource *self, guint within_ms, GCancellable *cancellable,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_imap_source_list (HearthImapSource *self, GCancellable *cancellable, GError **error);
char *
hearth_imap_source_dup_wire (HearthImapSource *self, const char *mailbox,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_imap_source_select (HearthImapSource *self, const char *wire, const HearthImapKnown *known,
                           const HearthImapListener *listener, GCancellable *cancellable,
                           GError **error);
gboolean
hearth_imap_source_ensure_selected (HearthImapSource *self, const char *wire,
                                    GCancellable *cancellable, GError **error);
void
hearth_imap_translate_error (GError **error, GError *imap_error);
char *
hearth_imap_make_key (guint32 uid_validity, guint32 uid) G_GNUC_WARN_UNUSED_RESULT;
guint32
hearth_imap_key_get_uid (const char *key, guint32 uid_validity);
HearthMessageFlags
hearth_imap_flags_to_message (HearthImapFlags flags);
HearthImapFlags
hearth_imap_flags_from_message (HearthMessageFlags flags);

/* hearth-imap-sync.c */

gboolean
hearth_imap_sync_mailbox (HearthImapSource *self, const char *mailbox, const char *token,
                          const HearthMailSink *sink, GCancellable *cancellable, GError **error);

/* hearth-imap-download.c */

/**
 * HearthImapDownload: messages that are fetched from the selected mailbox.
 * @mailbox: its name
 * @wire: its name on the server
 * @uid_validity: its generation
 * @skip_deleted: messages marked \Deleted are on their way out and not wanted
 * @batcher: where they go
 * @sink: told of the progress
 * @done: how many came
 * @total: how many are to come
 */
typedef struct {
  const char *mailbox;
  const char *wire;
  guint32 uid_validity;
  gboolean skip_deleted;
  HearthMailBatcher *batcher;
  const HearthMailSink *sink;
  guint done;
  guint total;
} HearthImapDownload;

gboolean
hearth_imap_download (HearthImapSource *self, HearthImapDownload *download, HearthImapUidSet *uids,
                      GCancellable *cancellable, GError **error);

/* hearth-imap-partial.c */

GByteArray *
hearth_imap_partial_build (const char *header, gsize header_size, GPtrArray *parts,
                           GHashTable *bodies) G_GNUC_WARN_UNUSED_RESULT;

/**
 * HearthImapLeaf: a part of a large message, as its server describes it.
 * @number: "1.2"
 * @type: "text/plain"
 * @charset: (nullable)
 * @encoding: the transfer encoding
 * @disposition: (nullable)
 * @file_name: (nullable): still encoded
 * @parent: subtype of the multipart around it
 * @size: in bytes, encoded
 */
typedef struct {
  char *number;
  char *type;
  char *charset;
  char *encoding;
  char *disposition;
  char *file_name;
  char *parent;
  guint32 size;
} HearthImapLeaf;

HearthImapLeaf *
hearth_imap_leaf_new (const HearthImapPart *part) G_GNUC_WARN_UNUSED_RESULT;
void
hearth_imap_leaf_free (HearthImapLeaf *self);

/* hearth-imap-operations.c */

gboolean
hearth_imap_apply_operations (HearthImapSource *self, GPtrArray *operations,
                              GCancellable *cancellable, GError **error);

/* hearth-imap-watch.c */

HearthImapWatch *
hearth_imap_watch_new (HearthImapSource *source) G_GNUC_WARN_UNUSED_RESULT;
void
hearth_imap_watch_wake (HearthImapWatch *self);
void
hearth_imap_watch_free (HearthImapWatch *self);

G_END_DECLS
