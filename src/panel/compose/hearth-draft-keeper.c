/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-draft-keeper.h"

/**
 * HearthDraftKeeper:
 *
 * Brings what is written into the store and on its way, also when the page shows another draft by
 * then. What the service could not save, because it is away or for another reason, is held here
 * until it can.
 */
struct _HearthDraftKeeper {
  GObject parent_instance;

  HearthClient *client; /* (owned) */
  GHashTable *contents; /* (owned) (element-type gint64 GVariant): of each draft that was written
                         * on, what is not in the store yet, or NULL */
  GHashTable *to_send;  /* (owned) (element-type gint64): drafts that go once they are saved */
};

G_DEFINE_FINAL_TYPE (HearthDraftKeeper, hearth_draft_keeper, G_TYPE_OBJECT)

enum { SAVED, FAILED, SENT, REFUSED, N_SIGNALS };

static guint signals[N_SIGNALS];

typedef struct {
  HearthDraftKeeper *keeper; /* (owned) */
  gint64 id;
  GVariant *content; /* (owned) (nullable): what is saved */
} Call;

static Call *
call_new (HearthDraftKeeper *self, gint64 id, GVariant *content)
{
  Call *call = g_new0 (Call, 1);

  call->keeper = g_object_ref (self);
  call->id = id;
  call->content = content != NULL ? g_variant_ref (content) : NULL;
  return call;
}

static void
call_free (Call *call)
{
  g_object_unref (call->keeper);
  g_clear_pointer (&call->content, g_variant_unref);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

static void
content_free (gpointer data)
{
  g_clear_pointer ((GVariant **) &data, g_variant_unref);
}

static void
put (HearthDraftKeeper *self, gint64 id, GVariant *content)
{
  g_hash_table_insert (self->contents, g_memdup2 (&id, sizeof id), content);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  g_autoptr (GError) error = NULL;
  gint64 item = 0;

  if (hearth_bus_daemon1_call_send_finish (HEARTH_BUS_DAEMON1 (source), &item, result, &error)) {
    hearth_draft_keeper_forget (call->keeper, call->id);
    g_signal_emit (call->keeper, signals[SENT], 0, call->id, item);
  } else {
    g_autofree char *message = hearth_client_dup_message (error);

    g_signal_emit (call->keeper, signals[REFUSED], 0, call->id, message);
  }
}

static void
fail (HearthDraftKeeper *self, gint64 id, const char *message)
{
  gboolean to_send = g_hash_table_remove (self->to_send, &id);

  g_signal_emit (self, signals[FAILED], 0, id, message);
  if (to_send)
    g_signal_emit (self, signals[REFUSED], 0, id, message);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  HearthDraftKeeper *self = call->keeper;
  g_autoptr (GError) error = NULL;
  gboolean saved =
      hearth_bus_daemon1_call_save_draft_finish (HEARTH_BUS_DAEMON1 (source), result, &error);

  /* More was written since, or it was discarded. */
  if (g_hash_table_lookup (self->contents, &call->id) != call->content)
    return;
  if (saved) {
    put (self, call->id, NULL);
    g_signal_emit (self, signals[SAVED], 0, call->id);
    if (g_hash_table_lookup (self->contents, &call->id) == NULL &&
        g_hash_table_remove (self->to_send, &call->id))
      hearth_bus_daemon1_call_send (HEARTH_BUS_DAEMON1 (source), call->id, NULL, sent_cb,
                                    call_new (self, call->id, NULL));
  } else {
    g_autofree char *message = hearth_client_dup_message (error);

    fail (self, call->id, message);
  }
}

/* The service is back. */
static void
state_cb (HearthDraftKeeper *self)
{
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, NULL);
  GHashTableIter iter;
  gpointer id, content;

  if (proxy == NULL || hearth_client_get_state (self->client) != HEARTH_CLIENT_READY)
    return;
  g_hash_table_iter_init (&iter, self->contents);
  while (g_hash_table_iter_next (&iter, &id, &content)) {
    if (content != NULL)
      hearth_bus_daemon1_call_save_draft (proxy, *(gint64 *) id, content, NULL, saved_cb,
                                          call_new (self, *(gint64 *) id, content));
  }
}

static void
hearth_draft_keeper_finalize (GObject *object)
{
  HearthDraftKeeper *self = HEARTH_DRAFT_KEEPER (object);

  g_hash_table_unref (self->contents);
  g_hash_table_unref (self->to_send);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_draft_keeper_parent_class)->finalize (object);
}

static void
hearth_draft_keeper_class_init (HearthDraftKeeperClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hearth_draft_keeper_finalize;
  /**
   * HearthDraftKeeper::saved:
   * @id: the row of a draft, all of which is in the store now
   */
  signals[SAVED] = g_signal_new ("saved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, G_TYPE_INT64);
  /**
   * HearthDraftKeeper::failed:
   * @id: the row of a draft, which is not as it was written; this is tried again when the service
   *   is back
   * @message: why, a sentence
   */
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_STRING);
  /**
   * HearthDraftKeeper::sent:
   * @id: the row of what was a draft
   * @item: its row in the outbox
   */
  signals[SENT] = g_signal_new ("sent", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                2, G_TYPE_INT64, G_TYPE_INT64);
  /**
   * HearthDraftKeeper::refused:
   * @id: the row of a draft that was to be sent, and was not
   * @message: why, a sentence
   */
  signals[REFUSED] = g_signal_new ("refused", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_STRING);
}

static void
hearth_draft_keeper_init (HearthDraftKeeper *self)
{
  self->contents = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, content_free);
  self->to_send = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

/**
 * hearth_draft_keeper_new:
 * @client: the panel's client
 *
 * Returns: (transfer full): what keeps the drafts that are written on
 */
HearthDraftKeeper *
hearth_draft_keeper_new (HearthClient *client)
{
  HearthDraftKeeper *self = g_object_new (HEARTH_TYPE_DRAFT_KEEPER, NULL);

  self->client = g_object_ref (client);
  g_signal_connect_object (client, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * hearth_draft_keeper_save:
 * @self: a keeper
 * @id: the row of a draft
 * @content: (transfer floating): what it says, as SaveDraft takes it
 *
 * Saves what was written. "saved" or "failed" tells what came of it, unless more was written
 * meanwhile.
 */
void
hearth_draft_keeper_save (HearthDraftKeeper *self, gint64 id, GVariant *content)
{
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, &error);

  put (self, id, g_variant_ref_sink (content));
  if (proxy != NULL)
    hearth_bus_daemon1_call_save_draft (proxy, id, content, NULL, saved_cb,
                                        call_new (self, id, content));
  else
    fail (self, id, error->message);
}

/**
 * hearth_draft_keeper_send:
 * @self: a keeper
 * @id: the row of a draft
 * @content: (transfer floating): what it says, as SaveDraft takes it
 *
 * Saves what was written, and then sends it. "sent" or "refused" tells what came of it.
 */
void
hearth_draft_keeper_send (HearthDraftKeeper *self, gint64 id, GVariant *content)
{
  g_hash_table_add (self->to_send, g_memdup2 (&id, sizeof id));
  hearth_draft_keeper_save (self, id, content);
}

/**
 * hearth_draft_keeper_forget:
 * @self: a keeper
 * @id: the row of a draft, which is not there any more
 *
 * Forgets what was written on it.
 */
void
hearth_draft_keeper_forget (HearthDraftKeeper *self, gint64 id)
{
  g_hash_table_remove (self->contents, &id);
  g_hash_table_remove (self->to_send, &id);
}

/**
 * hearth_draft_keeper_knows:
 * @self: a keeper
 * @id: the row of a draft
 *
 * Returns: whether something was written on it here
 */
gboolean
hearth_draft_keeper_knows (HearthDraftKeeper *self, gint64 id)
{
  return g_hash_table_contains (self->contents, &id);
}

/**
 * hearth_draft_keeper_get:
 * @self: a keeper
 * @id: the row of a draft
 *
 * Returns: (transfer none) (nullable): what was written on it and is not in the store yet
 */
GVariant *
hearth_draft_keeper_get (HearthDraftKeeper *self, gint64 id)
{
  return g_hash_table_lookup (self->contents, &id);
}
