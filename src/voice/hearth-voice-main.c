/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-voice-listener.h"

#include "hearth-local-voices.h"
#include "hearth-sockets.h"
#include "hearth-worker.h"

#include <gio/gunixfdlist.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <gst/gst.h>
#include <locale.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#ifdef __SANITIZE_ADDRESS__
/* GStreamer makes so many quarks that GLib lets go of its first table of them, without freeing it.
 */
int __lsan_is_turned_off (void);

int
__lsan_is_turned_off (void)
{
  return 1;
}
#endif

#define OBJECT_PATH "/io/github/hearthdesktop/Hearth/Voice"
#define IDLE_SECONDS 30
#define LEVEL_MS 50
#define LEVEL_STEP 0.01
/* What was sent is told so soon. */
#define SENT_MS 500

/* The process: one connection to whoever started it, and what hears and speaks for them. */
typedef struct {
  GMainLoop *loop;
  GDBusConnection *connection;
  HearthVoiceVoice1 *skeleton;
  HearthVoiceEngines *engines;
  HearthVoiceSpeaker *speaker;
  HearthVoiceListener *listener;
  HearthWorker *worker;
  guint idle_seconds;
  gint64 used; /* monotonic microseconds */
  guint level_timer;
  guint sent_timer;
  double input_level;
  double output_level;
} Program;

static gboolean
idle_cb (gpointer user_data)
{
  Program *program = user_data;
  gint64 now = g_get_monotonic_time ();

  if (hearth_voice_speaker_is_busy (program->speaker) ||
      hearth_voice_listener_is_busy (program->listener))
    program->used = now;
  else if (now - program->used > program->idle_seconds * G_USEC_PER_SEC)
    g_main_loop_quit (program->loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
level_cb (gpointer user_data)
{
  Program *program = user_data;
  double input = hearth_voice_listener_get_level (program->listener);
  double output = hearth_voice_speaker_get_level (program->speaker);

  if (ABS (input - program->input_level) < LEVEL_STEP &&
      ABS (output - program->output_level) < LEVEL_STEP)
    return G_SOURCE_CONTINUE;
  program->input_level = input;
  program->output_level = output;
  hearth_voice_voice1_emit_level (program->skeleton, input, output);
  return G_SOURCE_CONTINUE;
}

static gboolean
handle_listen (HearthVoiceVoice1 *skeleton, GDBusMethodInvocation *invocation, GUnixFDList *fds,
               const char *mode, GVariant *options, gpointer user_data)
{
  Program *program = user_data;
  GError *error = NULL;
  guint hearing;

  program->used = g_get_monotonic_time ();
  hearing = hearth_voice_listener_listen (program->listener, mode, options, fds, &error);
  if (hearing == 0)
    g_dbus_method_invocation_take_error (invocation, error);
  else
    hearth_voice_voice1_complete_listen (skeleton, invocation, NULL, hearing);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static void
check_phrase (GTask *task, gpointer source, gpointer phrase, GCancellable *cancellable)
{
  GError *error = NULL;

  if (hearth_voice_engines_check_phrase_sync (phrase, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data; /* consumed by returning */
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_dbus_method_invocation_return_value (invocation, NULL);
  else
    g_dbus_method_invocation_take_error (invocation, error);
}

static gboolean
handle_check_phrase (HearthVoiceVoice1 *skeleton, GDBusMethodInvocation *invocation,
                     const char *phrase, gpointer user_data)
{
  Program *program = user_data;
  g_autoptr (GTask) task = g_task_new (NULL, NULL, checked_cb, invocation);

  program->used = g_get_monotonic_time ();
  g_task_set_source_tag (task, handle_check_phrase);
  g_task_set_task_data (task, g_strdup (phrase), g_free);
  hearth_worker_queue (program->worker, G_PRIORITY_DEFAULT, task, check_phrase);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
handle_stop_listening (HearthVoiceVoice1 *skeleton, GDBusMethodInvocation *invocation,
                       gboolean finish, gpointer user_data)
{
  Program *program = user_data;

  program->used = g_get_monotonic_time ();
  hearth_voice_listener_stop (program->listener, finish);
  hearth_voice_voice1_complete_stop_listening (skeleton, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
handle_expect (HearthVoiceVoice1 *skeleton, GDBusMethodInvocation *invocation, guint hearing,
               gboolean whole, gpointer user_data)
{
  Program *program = user_data;

  program->used = g_get_monotonic_time ();
  hearth_voice_listener_expect (program->listener, hearing, whole);
  hearth_voice_voice1_complete_expect (skeleton, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
handle_prepare (HearthVoiceVoice1 *skeleton, GDBusMethodInvocation *invocation, GUnixFDList *fds,
                guint64 id, const char *text, GVariant *options, gpointer user_data)
{
  Program *program = user_data;
  GError *error = NULL;

  program->used = g_get_monotonic_time ();
  if (!hearth_voice_speaker_prepare (program->speaker, id, text, options, fds, &error))
    g_dbus_method_invocation_take_error (invocation, error);
  else
    hearth_voice_voice1_complete_prepare (skeleton, invocation, NULL);
  /* An answer to what is being said. */
  if (hearth_voice_listener_is_busy (program->listener))
    hearth_voice_speaker_expect (program->speaker);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
handle_speak (HearthVoiceVoice1 *skeleton, GDBusMethodInvocation *invocation, GUnixFDList *fds,
              guint64 id, const char *text, GVariant *options, gpointer user_data)
{
  Program *program = user_data;
  GError *error = NULL;

  program->used = g_get_monotonic_time ();
  if (!hearth_voice_speaker_speak (program->speaker, id, text, options, fds, &error))
    g_dbus_method_invocation_take_error (invocation, error);
  else
    hearth_voice_voice1_complete_speak (skeleton, invocation, NULL);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
handle_silence (HearthVoiceVoice1 *skeleton, GDBusMethodInvocation *invocation, GVariant *ids,
                gpointer user_data)
{
  Program *program = user_data;
  const guint64 *numbers;
  gsize n_numbers;

  program->used = g_get_monotonic_time ();
  numbers = g_variant_get_fixed_array (ids, &n_numbers, sizeof *numbers);
  hearth_voice_speaker_silence (program->speaker, numbers, n_numbers);
  hearth_voice_voice1_complete_silence (skeleton, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
handle_watch (HearthVoiceVoice1 *skeleton, GDBusMethodInvocation *invocation, gboolean levels,
              gpointer user_data)
{
  Program *program = user_data;

  g_clear_handle_id (&program->level_timer, g_source_remove);
  if (levels)
    program->level_timer = g_timeout_add (LEVEL_MS, level_cb, program);
  hearth_voice_voice1_complete_watch (skeleton, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
handle_list_voices (HearthVoiceVoice1 *skeleton, GDBusMethodInvocation *invocation,
                    gpointer user_data)
{
  Program *program = user_data;

  program->used = g_get_monotonic_time ();
  hearth_voice_voice1_complete_list_voices (skeleton, invocation, hearth_local_voices_list ());
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

/* Tells what went through sockets since the last time. */
static void
tell_sent (Program *program)
{
  g_autoptr (GPtrArray) receipts = hearth_sockets_take ();

  g_clear_handle_id (&program->sent_timer, g_source_remove);
  for (guint i = 0; i < receipts->len; i++) {
    const HearthReceipt *each = g_ptr_array_index (receipts, i);

    hearth_voice_voice1_emit_sent (program->skeleton, each->host, each->bytes_sent,
                                   each->bytes_received, each->told_sent, each->told_received,
                                   each->difference);
  }
}

static gboolean
sent_cb (gpointer user_data)
{
  Program *program = user_data;

  program->sent_timer = 0;
  tell_sent (program);
  return G_SOURCE_REMOVE;
}

static gboolean
schedule_sent_cb (gpointer user_data)
{
  Program *program = user_data;

  if (program->sent_timer == 0)
    program->sent_timer = g_timeout_add (SENT_MS, sent_cb, program);
  return G_SOURCE_REMOVE;
}

/* On any thread. */
static void
traffic_cb (gpointer user_data)
{
  g_idle_add (schedule_sent_cb, user_data);
}

static gboolean
quit_cb (gpointer user_data)
{
  Program *program = user_data;

  g_main_loop_quit (program->loop);
  return G_SOURCE_CONTINUE;
}

static void
closed_cb (GDBusConnection *connection, gboolean vanished, GError *error, gpointer user_data)
{
  quit_cb (user_data);
}

static gboolean
connect_to_parent (Program *program, int fd, GError **error)
{
  g_autoptr (GSocket) socket = g_socket_new_from_fd (fd, error);
  g_autoptr (GSocketConnection) stream = NULL;

  if (socket == NULL)
    return FALSE;
  stream = g_socket_connection_factory_create_connection (socket);
  program->connection =
      g_dbus_connection_new_sync (G_IO_STREAM (stream), NULL,
                                  G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                      G_DBUS_CONNECTION_FLAGS_DELAY_MESSAGE_PROCESSING,
                                  NULL, NULL, error);
  if (program->connection == NULL)
    return FALSE;
  g_signal_connect (program->connection, "closed", G_CALLBACK (closed_cb), program);
  if (!g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (program->skeleton),
                                         program->connection, OBJECT_PATH, error))
    return FALSE;
  g_dbus_connection_start_message_processing (program->connection);
  return TRUE;
}

static void
set_up (Program *program)
{
  program->loop = g_main_loop_new (NULL, FALSE);
  program->skeleton = hearth_voice_voice1_skeleton_new ();
  program->worker = hearth_worker_new ("phrases");
  program->engines = hearth_voice_engines_new ();
  program->speaker = hearth_voice_speaker_new (program->skeleton, program->engines);
  program->listener =
      hearth_voice_listener_new (program->skeleton, program->engines, program->speaker);
  hearth_voice_voice1_set_echo_cancelled (program->skeleton,
                                          hearth_voice_speaker_has_probe (program->speaker));
  g_signal_connect (program->skeleton, "handle-listen", G_CALLBACK (handle_listen), program);
  g_signal_connect (program->skeleton, "handle-check-phrase", G_CALLBACK (handle_check_phrase),
                    program);
  g_signal_connect (program->skeleton, "handle-stop-listening", G_CALLBACK (handle_stop_listening),
                    program);
  g_signal_connect (program->skeleton, "handle-expect", G_CALLBACK (handle_expect), program);
  g_signal_connect (program->skeleton, "handle-prepare", G_CALLBACK (handle_prepare), program);
  g_signal_connect (program->skeleton, "handle-speak", G_CALLBACK (handle_speak), program);
  g_signal_connect (program->skeleton, "handle-silence", G_CALLBACK (handle_silence), program);
  g_signal_connect (program->skeleton, "handle-watch", G_CALLBACK (handle_watch), program);
  g_signal_connect (program->skeleton, "handle-list-voices", G_CALLBACK (handle_list_voices),
                    program);
  hearth_sockets_set_func (traffic_cb, program);
  program->used = g_get_monotonic_time ();
}

static void
tear_down (Program *program)
{
  g_clear_handle_id (&program->level_timer, g_source_remove);
  hearth_voice_listener_stop (program->listener, FALSE);
  hearth_voice_speaker_silence (program->speaker, NULL, 0);
  g_object_unref (program->listener);
  g_object_unref (program->speaker);
  g_object_unref (program->engines);
  hearth_worker_stop (program->worker);
  g_object_unref (program->worker);
  hearth_sockets_set_func (NULL, NULL);
  tell_sent (program);
  if (program->connection != NULL) {
    g_dbus_connection_flush_sync (program->connection, NULL, NULL);
    g_dbus_connection_close_sync (program->connection, NULL, NULL);
  }
  g_clear_object (&program->connection);
  g_object_unref (program->skeleton);
  g_main_loop_unref (program->loop);
}

int
main (int argc, char *argv[])
{
  Program program = { .idle_seconds = IDLE_SECONDS };
  int fd = -1;
  int idle = IDLE_SECONDS;
  GOptionEntry entries[] = {
    { "fd", 0, 0, G_OPTION_ARG_INT, &fd, "The socket to whoever started this", "NUMBER" },
    { "idle", 0, 0, G_OPTION_ARG_INT, &idle, "Ends after so many seconds without use", "SECONDS" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  /* A program that speaks for this one may end at any time. */
  signal (SIGPIPE, SIG_IGN);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, HEARTH_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  /* Whatever becomes of the parent, no microphone stays open. */
  prctl (PR_SET_PDEATHSIG, SIGTERM);
  /* Libraries write to the standard output what nobody asked for. */
  dup2 (STDERR_FILENO, STDOUT_FILENO);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || fd < 0 || idle < 0) {
    g_printerr ("hearth-voice: %s\n",
                error != NULL ? error->message : "It is started by hearthd, with --fd.");
    return 2;
  }
  program.idle_seconds = (guint) idle;
  gst_init (NULL, NULL);
  set_up (&program);
  if (!connect_to_parent (&program, fd, &error)) {
    g_printerr ("hearth-voice: %s\n", error->message);
    tear_down (&program);
    return 1;
  }
  g_unix_signal_add (SIGTERM, quit_cb, &program);
  g_timeout_add_seconds (1, idle_cb, &program);
  g_main_loop_run (program.loop);
  tear_down (&program);
  return 0;
}
