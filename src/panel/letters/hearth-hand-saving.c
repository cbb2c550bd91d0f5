/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-hand-saving.h"

#include "hearth-hand-file.h"
#include "hearth-letter-call.h"

/**
 * HearthHandSaving:
 *
 * Brings one hand into the store, as often as it is written on, and goes on until all of it is
 * there. While one state of it is on its way, only the newest of those behind it waits.
 */
struct _HearthHandSaving {
  GObject parent_instance;

  HearthClient *client; /* (owned) */
  char *name;           /* (owned) */
  gint64 id;            /* or 0 */
  HearthHand *waiting;  /* (owned) (nullable) */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (HearthHandSaving, hearth_hand_saving, G_TYPE_OBJECT)

enum { KEPT, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void start (HearthHandSaving *self);

/* What was on its way has arrived, or not; what waits goes out. */
static void
end (HearthHandSaving *self, const GError *error)
{
  self->busy = FALSE;
  if (error != NULL) {
    g_autofree char *message = hearth_client_dup_message (error);

    g_signal_emit (self, signals[FAILED], 0, message);
  } else {
    g_signal_emit (self, signals[KEPT], 0);
  }
  start (self);
}

static void
called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthHandSaving) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_letter_call_finish (HEARTH_CLIENT (source), result, &error);

  if (reply != NULL)
    g_variant_get (reply, "(x)", &self->id);
  end (self, error);
}

/* A whole hand has some hundred thousand numbers: it is written out beside the panel. */
static void
write_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, hearth_hand_file_write (data), (GDestroyNotify) g_bytes_unref);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthHandSaving *self = HEARTH_HAND_SAVING (source);
  g_autoptr (GBytes) file = g_task_propagate_pointer (G_TASK (result), NULL);

  hearth_letter_call_with_file (self->client, "SaveHand",
                                g_variant_new ("(xsh)", self->id, self->name, 0), file, called_cb,
                                g_object_ref (self));
}

static void
start (HearthHandSaving *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->busy || self->waiting == NULL)
    return;
  self->busy = TRUE;
  task = g_task_new (self, NULL, written_cb, NULL);
  g_task_set_source_tag (task, start);
  g_task_set_task_data (task, g_steal_pointer (&self->waiting), (GDestroyNotify) hearth_hand_unref);
  g_task_run_in_thread (task, write_thread);
}

static void
hearth_hand_saving_finalize (GObject *object)
{
  HearthHandSaving *self = HEARTH_HAND_SAVING (object);

  g_clear_pointer (&self->waiting, hearth_hand_unref);
  g_object_unref (self->client);
  g_free (self->name);
  G_OBJECT_CLASS (hearth_hand_saving_parent_class)->finalize (object);
}

static void
hearth_hand_saving_class_init (HearthHandSavingClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hearth_hand_saving_finalize;
  /**
   * HearthHandSaving::kept:
   *
   * What was saved is in the store; hearth_hand_saving_get_id() says where.
   */
  signals[KEPT] =
      g_signal_new ("kept", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * HearthHandSaving::failed:
   * @message: why something could not be saved
   */
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
hearth_hand_saving_init (HearthHandSaving *self)
{
}

/**
 * hearth_hand_saving_new:
 * @client: the panel's client
 * @id: the row of a hand, or 0 for a new one
 * @name: what it is called
 *
 * Returns: (transfer full): what saves it
 */
HearthHandSaving *
hearth_hand_saving_new (HearthClient *client, gint64 id, const char *name)
{
  HearthHandSaving *self = g_object_new (HEARTH_TYPE_HAND_SAVING, NULL);

  self->client = g_object_ref (client);
  self->id = id;
  self->name = g_strdup (name);
  return self;
}

/**
 * hearth_hand_saving_get_id:
 * @self: what saves a hand
 *
 * Returns: the hand's row, or 0 as long as it has none
 */
gint64
hearth_hand_saving_get_id (HearthHandSaving *self)
{
  return self->id;
}

/**
 * hearth_hand_saving_is_busy:
 * @self: what saves a hand
 *
 * Returns: whether something is not in the store yet
 */
gboolean
hearth_hand_saving_is_busy (HearthHandSaving *self)
{
  return self->busy || self->waiting != NULL;
}

/**
 * hearth_hand_saving_save:
 * @self: what saves a hand
 * @hand: the hand as it is now
 *
 * Saves it. What it was before is written over.
 */
void
hearth_hand_saving_save (HearthHandSaving *self, HearthHand *hand)
{
  g_clear_pointer (&self->waiting, hearth_hand_unref);
  self->waiting = hearth_hand_ref (hand);
  start (self);
}
