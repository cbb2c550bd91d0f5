/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-voice-client.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#define OBJECT_PATH "/io/github/hearthdesktop/Hearth/Voice"
#define INTERFACE "io.github.hearthdesktop.Hearth.Voice1"
/* Each of its methods answers at once; whatever takes longer hangs. Milliseconds. */
#define CALL_MS 8000
/* After an update of the system GStreamer looks at each of its plugins once. */
#define START_MS 30000
#define CHILD_FD 3

/**
 * HearthVoiceClient:
 *
 * hearth-voice as its parent has it: started by the first call, and again by the next one after it
 * ended, for whatever reason. One that does not answer is killed.
 */
struct _HearthVoiceClient {
  GObject parent_instance;

  char *program;               /* (owned) */
  GSubprocess *process;        /* (owned) (nullable) while it runs */
  GDBusConnection *connection; /* (owned) (nullable) once it answers */
  GCancellable *connecting;    /* (owned) (nullable) while it does not yet */
  guint timer;
  GQueue waiting; /* of GTask, owned; for the connection */
};

typedef struct {
  char *method;
  GVariant *parameters;
  GUnixFDList *fds; /* (owned) (nullable) */
} Call;

enum { MESSAGE, ENDED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HearthVoiceClient, hearth_voice_client, G_TYPE_OBJECT)

static void
call_free (gpointer data)
{
  Call *call = data;

  g_free (call->method);
  g_variant_unref (call->parameters);
  g_clear_object (&call->fds);
  g_free (call);
}

/* Whatever runs is of no interest any more: it is killed, for it may hang. */
static void
forget_process (HearthVoiceClient *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->connecting);
  g_clear_object (&self->connecting);
  if (self->connection != NULL) {
    g_signal_handlers_disconnect_by_data (self->connection, self);
    g_dbus_connection_close (self->connection, NULL, NULL, NULL);
  }
  g_clear_object (&self->connection);
  if (self->process != NULL)
    g_subprocess_force_exit (self->process);
  g_clear_object (&self->process);
}

static void
end (HearthVoiceClient *self, const GError *error)
{
  GTask *task;

  forget_process (self);
  while ((task = g_queue_pop_head (&self->waiting)) != NULL) {
    g_task_return_error (task, g_error_copy (error));
    g_object_unref (task);
  }
  g_signal_emit (self, signals[ENDED], 0, error);
}

static void
end_crashed (HearthVoiceClient *self)
{
  g_autoptr (GError) error = g_error_new_literal (
      HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_CRASHED,
      _("The program that listens and speaks ended. Please try again, or type."));

  end (self, error);
}

static gboolean
hangs_cb (gpointer user_data)
{
  HearthVoiceClient *self = user_data;

  self->timer = 0;
  g_message ("hearth-voice does not answer and is ended.");
  end_crashed (self);
  return G_SOURCE_REMOVE;
}

static void
closed_cb (GDBusConnection *connection, gboolean vanished, GError *error, gpointer user_data)
{
  end_crashed (user_data);
}

static void
message_cb (GDBusConnection *connection, const char *sender, const char *path,
            const char *interface, const char *name, GVariant *parameters, gpointer user_data)
{
  g_signal_emit (user_data, signals[MESSAGE], 0, name, parameters);
}

static void
replied_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HearthVoiceClient *self = g_task_get_source_object (task);
  GError *error = NULL;
  GVariant *reply = g_dbus_connection_call_with_unix_fd_list_finish (G_DBUS_CONNECTION (object),
                                                                     NULL, result, &error);

  if (reply != NULL) {
    g_task_return_pointer (task, reply, (GDestroyNotify) g_variant_unref);
    return;
  }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) &&
      self->connection == G_DBUS_CONNECTION (object))
    hangs_cb (self);
  g_dbus_error_strip_remote_error (error);
  g_task_return_error (task, error);
}

static void
send_call (HearthVoiceClient *self, GTask *task)
{
  Call *call = g_task_get_task_data (task);

  g_dbus_connection_call_with_unix_fd_list (self->connection, NULL, OBJECT_PATH, INTERFACE,
                                            call->method, call->parameters, NULL,
                                            G_DBUS_CALL_FLAGS_NONE, CALL_MS, call->fds,
                                            g_task_get_cancellable (task), replied_cb, task);
}

static void
connected_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthVoiceClient) self = user_data;
  g_autoptr (GError) error = NULL;
  GDBusConnection *connection = g_dbus_connection_new_finish (result, &error);
  GTask *task;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->connecting);
  if (connection == NULL) {
    g_message ("hearth-voice does not answer: %s", error->message);
    end_crashed (self);
    return;
  }
  self->connection = connection;
  g_signal_connect (connection, "closed", G_CALLBACK (closed_cb), self);
  g_dbus_connection_signal_subscribe (connection, NULL, INTERFACE, NULL, OBJECT_PATH, NULL,
                                      G_DBUS_SIGNAL_FLAGS_NONE, message_cb, self, NULL);
  while ((task = g_queue_pop_head (&self->waiting)) != NULL)
    send_call (self, task);
}

static gboolean
start (HearthVoiceClient *self, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autofree char *guid = g_dbus_generate_guid ();
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GSocketConnection) stream = NULL;
  int ends[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    g_set_error_literal (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_CRASHED, g_strerror (errno));
    return FALSE;
  }
  g_subprocess_launcher_take_fd (launcher, ends[1], CHILD_FD);
  socket = g_socket_new_from_fd (ends[0], error);
  if (socket == NULL)
    return FALSE;
  self->process = g_subprocess_launcher_spawn (launcher, NULL, self->program, "--fd",
                                               G_STRINGIFY (CHILD_FD), NULL);
  if (self->process == NULL) {
    g_set_error_literal (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_MISSING,
                         _("The part of Hearth that listens and speaks is not installed."));
    return FALSE;
  }
  stream = g_socket_connection_factory_create_connection (socket);
  self->connecting = g_cancellable_new ();
  self->timer = g_timeout_add (START_MS, hangs_cb, self);
  g_dbus_connection_new (G_IO_STREAM (stream), guid, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_SERVER,
                         NULL, self->connecting, connected_cb, g_object_ref (self));
  return TRUE;
}

/**
 * hearth_voice_client_call_async:
 * @self: a client
 * @method: a method of Voice1
 * @parameters: (transfer floating): its parameters
 * @fds: (nullable): what handles in @parameters stand for
 * @cancellable: (nullable): gives up the reply
 * @callback: called with the reply
 * @user_data: for @callback
 *
 * Calls hearth-voice, which is started if it does not run.
 */
void
hearth_voice_client_call_async (HearthVoiceClient *self, const char *method, GVariant *parameters,
                                GUnixFDList *fds, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Call *call = g_new0 (Call, 1);
  GError *error = NULL;

  call->method = g_strdup (method);
  call->parameters = g_variant_ref_sink (parameters);
  call->fds = fds != NULL ? g_object_ref (fds) : NULL;
  g_task_set_source_tag (task, hearth_voice_client_call_async);
  g_task_set_task_data (task, call, call_free);
  if (self->connection != NULL) {
    send_call (self, task);
  } else if (self->process != NULL || start (self, &error)) {
    g_queue_push_tail (&self->waiting, task);
  } else {
    g_task_return_error (task, error);
    g_object_unref (task);
  }
}

/**
 * hearth_voice_client_call_finish:
 * @self: a client
 * @result: from the callback
 * @error: a #HearthVoiceError
 *
 * Returns: (transfer full) (nullable): the reply
 */
GVariant *
hearth_voice_client_call_finish (HearthVoiceClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * hearth_voice_client_is_running:
 * @self: a client
 *
 * Returns: whether hearth-voice runs
 */
gboolean
hearth_voice_client_is_running (HearthVoiceClient *self)
{
  return self->process != NULL;
}

/**
 * hearth_voice_client_stop:
 * @self: a client
 *
 * Ends hearth-voice, if it runs. Calls under way fail, and nothing is told.
 */
void
hearth_voice_client_stop (HearthVoiceClient *self)
{
  GTask *task;

  forget_process (self);
  while ((task = g_queue_pop_head (&self->waiting)) != NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Stopped");
    g_object_unref (task);
  }
}

static void
hearth_voice_client_finalize (GObject *object)
{
  HearthVoiceClient *self = HEARTH_VOICE_CLIENT (object);

  hearth_voice_client_stop (self);
  g_free (self->program);
  G_OBJECT_CLASS (hearth_voice_client_parent_class)->finalize (object);
}

static void
hearth_voice_client_class_init (HearthVoiceClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_voice_client_finalize;
  /* Its errors are known before the first one comes over D-Bus. */
  hearth_voice_error_quark ();

  /**
   * HearthVoiceClient::message:
   * @self: the client
   * @name: a signal of Voice1
   * @parameters: its parameters
   */
  signals[MESSAGE] = g_signal_new ("message", HEARTH_TYPE_VOICE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_VARIANT);
  /**
   * HearthVoiceClient::ended:
   * @self: the client
   * @error: a #HearthVoiceError: what to say to whoever waited for something
   *
   * hearth-voice ended: it crashed, hung, or was not used for a while.
   */
  signals[ENDED] = g_signal_new ("ended", HEARTH_TYPE_VOICE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
hearth_voice_client_init (HearthVoiceClient *self)
{
  g_queue_init (&self->waiting);
}

/**
 * hearth_voice_client_new:
 * @program: the path of hearth-voice
 *
 * Returns: (transfer full): a client; nothing is started yet
 */
HearthVoiceClient *
hearth_voice_client_new (const char *program)
{
  HearthVoiceClient *self = g_object_new (HEARTH_TYPE_VOICE_CLIENT, NULL);

  self->program = g_strdup (program);
  return self;
}
