/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mail-source.h"

#include <glib/gi18n.h>
#include <string.h>

/* The store sorts a batch before it writes it, which makes the search index the cheaper the larger
 * a batch is; memory bounds it, and the patience of those who wait to see mail. */
#define BATCH_MESSAGES 2000
#define BATCH_BYTES (8 * 1024 * 1024)
/* The first batch of a mailbox is so small, so that the store need not wait for it, and each one
 * twice the one before. */
#define BATCH_FIRST 250
/* From a slow source fewer messages are a batch, once they took so long. */
#define BATCH_SLOW_MESSAGES 500
#define BATCH_SLOW G_USEC_PER_SEC

/* Changes of flags and deletions are far smaller. */
#define BATCH_SMALL 20000

/* One delivery makes several events; they are told as one. */
#define COALESCE_MS 200

/**
 * HearthMailSource:
 *
 * A place that holds mail: a Maildir, an mbox, later an IMAP account. A source keeps no state of
 * its messages: given what is stored, it returns what changed and a token, and the engine writes
 * both in one transaction. The `_sync` functions block and belong on a worker's thread; watching
 * belongs to a main context.
 */
typedef struct {
  GHashTable *noticed; /* (owned): names of mailboxes that wait to be told */
  guint notice_id;     /* of the GSource that tells them */
  gboolean watching;
} HearthMailSourcePrivate;

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (HearthMailSource, hearth_mail_source, G_TYPE_OBJECT)

static gboolean
tell_cb (gpointer user_data)
{
  HearthMailSource *self = user_data;
  HearthMailSourcePrivate *priv = hearth_mail_source_get_instance_private (self);
  g_autoptr (GHashTable) noticed = g_steal_pointer (&priv->noticed);
  GHashTableIter iter;
  gpointer name;

  priv->noticed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  priv->notice_id = 0;
  g_object_ref (self);
  g_hash_table_iter_init (&iter, noticed);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_signal_emit (self, signals[CHANGED], 0, name);
  g_object_unref (self);
  return G_SOURCE_REMOVE;
}

static void
cancel_notice (HearthMailSource *self)
{
  HearthMailSourcePrivate *priv = hearth_mail_source_get_instance_private (self);

  if (priv->notice_id != 0) {
    GSource *source =
        g_main_context_find_source_by_id (g_main_context_get_thread_default (), priv->notice_id);

    if (source != NULL)
      g_source_destroy (source);
    priv->notice_id = 0;
  }
  g_hash_table_remove_all (priv->noticed);
}

static void
hearth_mail_source_dispose (GObject *object)
{
  hearth_mail_source_unwatch (HEARTH_MAIL_SOURCE (object));
  G_OBJECT_CLASS (hearth_mail_source_parent_class)->dispose (object);
}

static void
hearth_mail_source_finalize (GObject *object)
{
  HearthMailSourcePrivate *priv =
      hearth_mail_source_get_instance_private (HEARTH_MAIL_SOURCE (object));

  g_hash_table_unref (priv->noticed);
  G_OBJECT_CLASS (hearth_mail_source_parent_class)->finalize (object);
}

static void
hearth_mail_source_class_init (HearthMailSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hearth_mail_source_dispose;
  object_class->finalize = hearth_mail_source_finalize;

  /**
   * HearthMailSource::changed:
   * @self: a source
   * @mailbox: the mailbox's name, or "" if mailboxes came or went
   *
   * Something changed; sync the mailbox to learn what. Emitted while watched, at most five times a
   * second for each mailbox, in the context in which hearth_mail_source_watch() was called.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
hearth_mail_source_init (HearthMailSource *self)
{
  HearthMailSourcePrivate *priv = hearth_mail_source_get_instance_private (self);

  priv->noticed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * hearth_mailbox_info_clear:
 * @self: what a source said of a mailbox
 *
 * Frees what it holds.
 */
void
hearth_mailbox_info_clear (HearthMailboxInfo *self)
{
  g_clear_pointer (&self->wire, g_free);
}

/**
 * hearth_mail_source_list_mailboxes_sync:
 * @self: a source
 * @names: (out) (transfer full) (element-type utf8): names with "/" between levels, "INBOX" first
 * @cancellable: (nullable): to stop
 * @error: (out) (optional): `HEARTH_MAIL_ERROR`, `GONE` if the whole source vanished
 *
 * Returns: whether the mailboxes could be listed
 */
gboolean
hearth_mail_source_list_mailboxes_sync (HearthMailSource *self, GPtrArray **names,
                                        GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (HEARTH_IS_MAIL_SOURCE (self), FALSE);
  g_return_val_if_fail (names != NULL, FALSE);

  return HEARTH_MAIL_SOURCE_GET_CLASS (self)->list_mailboxes_sync (self, names, cancellable, error);
}

/**
 * hearth_mail_source_sync_mailbox_sync:
 * @self: a source
 * @mailbox: a mailbox's name
 * @token: (nullable): the token of the last sync, %NULL at first
 * @sink: where changes go
 * @cancellable: (nullable): to stop; what was emitted already stays good
 * @error: (out) (optional): `HEARTH_MAIL_ERROR`; `GONE` and `NOT_FOUND` mean that nothing is known
 *   of the messages, not that they were deleted; `G_IO_ERROR_CANCELLED`
 *
 * Finds what changed in a mailbox. New messages are emitted in ascending order of their dates as
 * far as the source can tell without reading them. Only the last batch has a token; nothing at all
 * is emitted if the mailbox did not change.
 *
 * Returns: whether the mailbox was read to its end
 */
gboolean
hearth_mail_source_sync_mailbox_sync (HearthMailSource *self, const char *mailbox,
                                      const char *token, const HearthMailSink *sink,
                                      GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (HEARTH_IS_MAIL_SOURCE (self), FALSE);
  g_return_val_if_fail (sink != NULL && sink->load_known != NULL && sink->emit != NULL, FALSE);

  return HEARTH_MAIL_SOURCE_GET_CLASS (self)->sync_mailbox_sync (self, mailbox, token, sink,
                                                                 cancellable, error);
}

/**
 * hearth_mail_source_dup_raw_sync:
 * @self: a source
 * @mailbox: a mailbox's name
 * @key: the message's key
 * @path: (nullable): where it lay when last seen; it is looked for by its key if it moved
 * @cancellable: (nullable): to stop
 * @error: (out) (optional): `HEARTH_MAIL_ERROR`
 *
 * Returns: (transfer full) (nullable): the raw message
 */
GBytes *
hearth_mail_source_dup_raw_sync (HearthMailSource *self, const char *mailbox, const char *key,
                                 const char *path, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (HEARTH_IS_MAIL_SOURCE (self), NULL);

  return HEARTH_MAIL_SOURCE_GET_CLASS (self)->dup_raw_sync (self, mailbox, key, path, cancellable,
                                                            error);
}

/**
 * hearth_mail_source_set_flags_sync:
 * @self: a source
 * @mailbox: a mailbox's name
 * @key: the message's key
 * @path: (nullable): where it lay when last seen
 * @flags: all flags that it shall have
 * @new_path: (out) (optional): where it lies now
 * @cancellable: (nullable): to stop
 * @error: (out) (optional): `HEARTH_MAIL_ERROR`; `UNSUPPORTED` if this kind of source cannot,
 *   `READ_ONLY` if it may not
 *
 * Returns: whether the flags are written
 */
gboolean
hearth_mail_source_set_flags_sync (HearthMailSource *self, const char *mailbox, const char *key,
                                   const char *path, HearthMessageFlags flags, char **new_path,
                                   GCancellable *cancellable, GError **error)
{
  HearthMailSourceClass *klass;

  g_return_val_if_fail (HEARTH_IS_MAIL_SOURCE (self), FALSE);

  klass = HEARTH_MAIL_SOURCE_GET_CLASS (self);
  if (klass->set_flags_sync == NULL) {
    g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_UNSUPPORTED,
                 _("Messages of this kind of mailbox cannot be marked. “%s” was left as it is."),
                 mailbox);
    return FALSE;
  }
  return klass->set_flags_sync (self, mailbox, key, path, flags, new_path, cancellable, error);
}

/**
 * hearth_mail_source_move_sync:
 * @self: a source that takes no operations
 * @mailbox: a mailbox's name
 * @key: the message's key
 * @path: (nullable): where it lay when last seen
 * @target: the mailbox to move it to; made if it is not there
 * @new_key: (out) (transfer full): its key there
 * @new_path: (out) (transfer full): where it lies there
 * @cancellable: (nullable): to stop
 * @error: (out) (optional): `HEARTH_MAIL_ERROR`; `UNSUPPORTED` if this kind of source cannot,
 *   `READ_ONLY` if it may not
 *
 * Returns: whether it was moved
 */
gboolean
hearth_mail_source_move_sync (HearthMailSource *self, const char *mailbox, const char *key,
                              const char *path, const char *target, char **new_key, char **new_path,
                              GCancellable *cancellable, GError **error)
{
  HearthMailSourceClass *klass;

  g_return_val_if_fail (HEARTH_IS_MAIL_SOURCE (self), FALSE);

  klass = HEARTH_MAIL_SOURCE_GET_CLASS (self);
  if (klass->move_sync == NULL) {
    g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_UNSUPPORTED,
                 _("Messages cannot be moved out of “%s”: it is a single file, which Hearth only "
                    "reads."),
                 mailbox);
    return FALSE;
  }
  return klass->move_sync (self, mailbox, key, path, target, new_key, new_path, cancellable, error);
}

/**
 * hearth_mail_source_describe_mailbox:
 * @self: a source that listed its mailboxes
 * @mailbox: a mailbox's name
 * @info: (out caller-allocates): what the source knows of it
 *
 * Returns: whether it knows more than the name
 */
gboolean
hearth_mail_source_describe_mailbox (HearthMailSource *self, const char *mailbox,
                                     HearthMailboxInfo *info)
{
  HearthMailSourceClass *klass;

  g_return_val_if_fail (HEARTH_IS_MAIL_SOURCE (self), FALSE);

  klass = HEARTH_MAIL_SOURCE_GET_CLASS (self);
  return klass->describe_mailbox != NULL && klass->describe_mailbox (self, mailbox, info);
}

/**
 * hearth_mail_source_reads_newest_first:
 * @self: a source
 *
 * Returns: whether a sync can be asked for the newest mail only
 */
gboolean
hearth_mail_source_reads_newest_first (HearthMailSource *self)
{
  return HEARTH_MAIL_SOURCE_GET_CLASS (self)->newest_first;
}

/**
 * hearth_mail_source_is_remote:
 * @self: a source
 *
 * Returns: whether what it reads comes through the network, which may be dear
 */
gboolean
hearth_mail_source_is_remote (HearthMailSource *self)
{
  return HEARTH_MAIL_SOURCE_GET_CLASS (self)->is_remote;
}

/**
 * hearth_mail_source_reconnects:
 * @self: a source
 *
 * Returns: whether its watch finds by itself when what was away is back, and tells
 */
gboolean
hearth_mail_source_reconnects (HearthMailSource *self)
{
  return HEARTH_MAIL_SOURCE_GET_CLASS (self)->reconnects;
}

/**
 * hearth_mail_source_takes_operations:
 * @self: a source
 *
 * Returns: whether what the owner does to its messages is told to a server later, and so can be
 *   done at once in the store
 */
gboolean
hearth_mail_source_takes_operations (HearthMailSource *self)
{
  return HEARTH_MAIL_SOURCE_GET_CLASS (self)->apply_operations_sync != NULL;
}

/**
 * hearth_mail_source_begin_operations_sync:
 * @self: a source that takes operations
 * @cancellable: (nullable): to stop
 * @error: (out) (optional): `HEARTH_MAIL_ERROR_OFFLINE`, `LOGIN`
 *
 * Makes sure that the server listens, and keeps everybody else from it until
 * hearth_mail_source_end_operations(). A sync that runs makes room between two messages.
 *
 * Returns: whether operations can be applied now
 */
gboolean
hearth_mail_source_begin_operations_sync (HearthMailSource *self, GCancellable *cancellable,
                                          GError **error)
{
  g_return_val_if_fail (hearth_mail_source_takes_operations (self), FALSE);

  return HEARTH_MAIL_SOURCE_GET_CLASS (self)->begin_operations_sync (self, cancellable, error);
}

/**
 * hearth_mail_source_apply_operations_sync:
 * @self: a source that takes operations, between begin and end
 * @operations: (element-type HearthOperation): the same change of messages in the same mailbox;
 *   their outcomes are set
 * @cancellable: (nullable): to stop
 * @error: (out) (optional): `HEARTH_MAIL_ERROR_OFFLINE`; nothing can be said then of those without
 *   an outcome
 *
 * Tells the server. What was begun before is only repeated if it had not reached the server.
 *
 * Returns: whether the server answered
 */
gboolean
hearth_mail_source_apply_operations_sync (HearthMailSource *self, GPtrArray *operations,
                                          GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (hearth_mail_source_takes_operations (self), FALSE);

  return HEARTH_MAIL_SOURCE_GET_CLASS (self)->apply_operations_sync (self, operations, cancellable,
                                                                     error);
}

/**
 * hearth_mail_source_end_operations:
 * @self: a source on which hearth_mail_source_begin_operations_sync() succeeded
 */
void
hearth_mail_source_end_operations (HearthMailSource *self)
{
  HEARTH_MAIL_SOURCE_GET_CLASS (self)->end_operations (self);
}

/**
 * hearth_mail_source_wake:
 * @self: a source
 *
 * To be called when the computer slept or the network changed: connections are looked at, and those
 * that were lost are made again at once.
 */
void
hearth_mail_source_wake (HearthMailSource *self)
{
  HearthMailSourceClass *klass = HEARTH_MAIL_SOURCE_GET_CLASS (self);

  if (klass->wake != NULL)
    klass->wake (self);
}

/**
 * hearth_mail_source_watch:
 * @self: a source
 * @error: (out) (optional): `HEARTH_MAIL_ERROR`
 *
 * Begins to emit [signal@HearthMailSource::changed] in this thread's default main context.
 *
 * Returns: whether it is watched
 */
gboolean
hearth_mail_source_watch (HearthMailSource *self, GError **error)
{
  HearthMailSourcePrivate *priv = hearth_mail_source_get_instance_private (self);
  HearthMailSourceClass *klass;

  g_return_val_if_fail (HEARTH_IS_MAIL_SOURCE (self), FALSE);

  klass = HEARTH_MAIL_SOURCE_GET_CLASS (self);
  if (priv->watching)
    return TRUE;
  if (klass->watch == NULL) {
    g_set_error_literal (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_UNSUPPORTED,
                         _("This kind of mailbox cannot be watched."));
    return FALSE;
  }
  priv->watching = klass->watch (self, error);
  return priv->watching;
}

/**
 * hearth_mail_source_unwatch:
 * @self: a source
 *
 * Ends what hearth_mail_source_watch() began; nothing is emitted afterwards.
 */
void
hearth_mail_source_unwatch (HearthMailSource *self)
{
  HearthMailSourcePrivate *priv = hearth_mail_source_get_instance_private (self);

  if (!priv->watching)
    return;
  priv->watching = FALSE;
  HEARTH_MAIL_SOURCE_GET_CLASS (self)->unwatch (self);
  cancel_notice (self);
}

/**
 * hearth_mail_source_notice:
 * @self: a source
 * @mailbox: the mailbox that changed, or "" if mailboxes came or went
 *
 * For sources: has [signal@HearthMailSource::changed] emitted soon, once for all that is noticed
 * until then. To be called in the context that watches.
 */
void
hearth_mail_source_notice (HearthMailSource *self, const char *mailbox)
{
  HearthMailSourcePrivate *priv = hearth_mail_source_get_instance_private (self);

  if (!priv->watching)
    return;
  g_hash_table_add (priv->noticed, g_strdup (mailbox));
  if (priv->notice_id == 0) {
    guint notice_ms = HEARTH_MAIL_SOURCE_GET_CLASS (self)->notice_ms;
    GSource *source = g_timeout_source_new (notice_ms != 0 ? notice_ms : COALESCE_MS);

    g_source_set_callback (source, tell_cb, self, NULL);
    g_source_set_static_name (source, "hearth-mail-source-notice");
    priv->notice_id = g_source_attach (source, g_main_context_get_thread_default ());
    g_source_unref (source);
  }
}

struct _HearthMailBatcher {
  char *mailbox;
  const HearthMailSink *sink;
  HearthMailChanges *batch; /* (owned) */
  gsize bytes;
  guint limit;  /* messages */
  gint64 begun; /* when the batch got its first message, in monotonic microseconds */
};

/**
 * hearth_mail_batcher_new:
 * @mailbox: a mailbox's name
 * @sink: where batches go; must outlive the batcher
 *
 * Returns: (transfer full): a batcher
 */
HearthMailBatcher *
hearth_mail_batcher_new (const char *mailbox, const HearthMailSink *sink)
{
  HearthMailBatcher *self = g_new0 (HearthMailBatcher, 1);

  self->mailbox = g_strdup (mailbox);
  self->sink = sink;
  self->batch = hearth_mail_changes_new (mailbox);
  self->limit = BATCH_FIRST;
  return self;
}

/**
 * hearth_mail_batcher_free:
 * @self: (nullable) (transfer full): a batcher; what was not flushed is dropped
 */
void
hearth_mail_batcher_free (HearthMailBatcher *self)
{
  if (self == NULL)
    return;
  g_free (self->mailbox);
  hearth_mail_changes_free (self->batch);
  g_free (self);
}

/**
 * hearth_mail_batcher_flush:
 * @self: a batcher
 * @error: (out) (optional): `G_IO_ERROR_CANCELLED` if the sink wants no more
 *
 * Hands on what is collected.
 *
 * Returns: whether to go on
 */
gboolean
hearth_mail_batcher_flush (HearthMailBatcher *self, GError **error)
{
  HearthMailChanges *batch;

  if (hearth_mail_changes_is_empty (self->batch))
    return TRUE;
  batch = g_steal_pointer (&self->batch);
  self->batch = hearth_mail_changes_new (self->mailbox);
  self->bytes = 0;
  self->limit = MIN (2 * self->limit, BATCH_MESSAGES);
  if (!self->sink->emit (batch, self->sink->user_data)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The sync was stopped."));
    return FALSE;
  }
  return TRUE;
}

static gboolean
is_full (const HearthMailBatcher *self)
{
  guint n_created = self->batch->created->len;

  return n_created >= self->limit || self->bytes >= BATCH_BYTES ||
         self->batch->reflagged->len + self->batch->gone->len >= BATCH_SMALL ||
         (n_created >= BATCH_SLOW_MESSAGES && g_get_monotonic_time () - self->begun > BATCH_SLOW);
}

static gboolean
flush_if_full (HearthMailBatcher *self, GError **error)
{
  if (is_full (self))
    return hearth_mail_batcher_flush (self, error);
  return TRUE;
}

/**
 * hearth_mail_batcher_add_created:
 * @self: a batcher
 * @message: (transfer full): a new message
 * @error: (out) (optional): as hearth_mail_batcher_flush()
 *
 * Returns: whether to go on
 */
gboolean
hearth_mail_batcher_add_created (HearthMailBatcher *self, HearthMessage *message, GError **error)
{
  self->bytes += 2048 + (message->text != NULL ? strlen (message->text) : 0) +
                 (message->calendar != NULL ? strlen (message->calendar) : 0);
  if (self->batch->created->len == 0)
    self->begun = g_get_monotonic_time ();
  g_ptr_array_add (self->batch->created, message);
  return flush_if_full (self, error);
}

/**
 * hearth_mail_batcher_add_reflagged:
 * @self: a batcher
 * @id: the message's row
 * @flags: its flags now
 * @path: where it lies now
 * @error: (out) (optional): as hearth_mail_batcher_flush()
 *
 * Returns: whether to go on
 */
gboolean
hearth_mail_batcher_add_reflagged (HearthMailBatcher *self, gint64 id, HearthMessageFlags flags,
                                   const char *path, GError **error)
{
  hearth_mail_changes_add_reflagged (self->batch, id, flags, path);
  return flush_if_full (self, error);
}

/**
 * hearth_mail_batcher_add_gone:
 * @self: a batcher
 * @id: the row of a message that is not there any more
 * @error: (out) (optional): as hearth_mail_batcher_flush()
 *
 * Returns: whether to go on
 */
gboolean
hearth_mail_batcher_add_gone (HearthMailBatcher *self, gint64 id, GError **error)
{
  g_array_append_val (self->batch->gone, id);
  return flush_if_full (self, error);
}

/**
 * hearth_mail_batcher_finish:
 * @self: a batcher
 * @token: the mailbox's state now
 * @error: (out) (optional): as hearth_mail_batcher_flush()
 *
 * Hands on the last batch, with the token.
 *
 * Returns: whether the sink took it
 */
gboolean
hearth_mail_batcher_finish (HearthMailBatcher *self, const char *token, GError **error)
{
  g_free (self->batch->token);
  self->batch->token = g_strdup (token);
  return hearth_mail_batcher_flush (self, error);
}
