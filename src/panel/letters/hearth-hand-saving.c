/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-hand-saving.h"

#include "hearth-hand-file.h"

#include <errno.h>
#include <gio/gunixfdlist.h>
#include <sys/mman.h>
#include <unistd.h>

#define INTERFACE "io.github.hearthdesktop.Hearth.Letters1"

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
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_with_unix_fd_list_finish (G_DBUS_CONNECTION (source), NULL, result,
                                                       &error);

  if (reply != NULL)
    g_variant_get (reply, "(x)", &self->id);
  end (self, error);
}

static void
send (HearthHandSaving *self, GUnixFDList *list)
{
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *daemon = hearth_client_get_proxy (self->client, &error);
  GDBusProxy *proxy = daemon != NULL ? G_DBUS_PROXY (daemon) : NULL;

  if (proxy == NULL) {
    end (self, error);
    return;
  }
  g_dbus_connection_call_with_unix_fd_list (
      g_dbus_proxy_get_connection (proxy), g_dbus_proxy_get_name (proxy),
      g_dbus_proxy_get_object_path (proxy), INTERFACE, "SaveHand",
      g_variant_new ("(xsh)", self->id, self->name, 0), G_VARIANT_TYPE ("(x)"),
      G_DBUS_CALL_FLAGS_NONE, -1, list, NULL, called_cb, g_object_ref (self));
}

static gboolean
write_all (int fd, GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  while (size > 0) {
    gssize n = write (fd, data, size);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return FALSE;
    data += n;
    size -= (gsize) n;
  }
  return lseek (fd, 0, SEEK_SET) == 0;
}

/* A whole hand has some hundred thousand numbers: it is written out beside the panel. */
static void
write_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GBytes) bytes = hearth_hand_file_write (data);
  g_autoptr (GUnixFDList) list = g_unix_fd_list_new ();
  GError *error = NULL;
  int fd = memfd_create ("hearth-hand", MFD_CLOEXEC);

  if (fd < 0 || !write_all (fd, bytes))
    g_set_error_literal (&error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
  else
    g_unix_fd_list_append (list, fd, &error);
  if (fd >= 0)
    close (fd);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&list), g_object_unref);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthHandSaving *self = HEARTH_HAND_SAVING (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GUnixFDList) list = g_task_propagate_pointer (G_TASK (result), &error);

  if (list != NULL)
    send (self, list);
  else
    end (self, error);
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
