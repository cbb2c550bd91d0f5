/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ctl-daemon.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-ctl-progress.h"
#include "hearth-paths.h"
#include "hearth-sandbox.h"

/**
 * hearth_ctl_make_engine_arguments:
 * @ctl: what is meant
 * @args: (array zero-terminated): a command of hearth-engine
 *
 * Returns: (transfer full): the engine's program and all its arguments, with a %NULL at the end
 */
GPtrArray *
hearth_ctl_make_engine_arguments (HearthCtl *ctl, const char *const *args)
{
  GPtrArray *argv = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (argv, hearth_paths_dup_program ("HEARTH_ENGINE", "daemon", "hearth-engine"));
  g_ptr_array_add (argv, g_strdup ("--data"));
  g_ptr_array_add (argv, g_strdup (ctl->data_dir));
  if (ctl->json)
    g_ptr_array_add (argv, g_strdup ("--json"));
  for (guint i = 0; args[i] != NULL; i++)
    g_ptr_array_add (argv, g_strdup (args[i]));
  g_ptr_array_add (argv, NULL);
  return argv;
}

/**
 * hearth_ctl_exec_engine:
 * @ctl: what is meant
 * @args: (array zero-terminated): a command of hearth-engine
 *
 * Becomes the engine's program, which has no bus. Does not return unless that fails.
 *
 * Returns: %HEARTH_CTL_FAILED
 */
HearthCtlExit
hearth_ctl_exec_engine (HearthCtl *ctl, const char *const *args)
{
  g_autoptr (GPtrArray) argv = hearth_ctl_make_engine_arguments (ctl, args);

  fflush (stdout);
  execv (g_ptr_array_index (argv, 0), (char **) argv->pdata);
  fprintf (stderr, _("hearthctl: %s could not be started: %s\n"),
           (const char *) g_ptr_array_index (argv, 0), g_strerror (errno));
  return HEARTH_CTL_FAILED;
}

/**
 * hearth_ctl_run_engine:
 * @ctl: what is meant
 * @args: (array zero-terminated): a command of hearth-engine
 *
 * Runs the engine's program and waits for it; its output goes to standard error.
 *
 * Returns: its exit code
 */
HearthCtlExit
hearth_ctl_run_engine (HearthCtl *ctl, const char *const *args)
{
  g_autoptr (GPtrArray) argv = hearth_ctl_make_engine_arguments (ctl, args);
  g_autoptr (GError) error = NULL;
  int status = 0;

  if (!g_spawn_sync (NULL, (char **) argv->pdata, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL,
                     NULL, NULL, &status, &error)) {
    fprintf (stderr, "hearthctl: %s\n", error->message);
    return HEARTH_CTL_FAILED;
  }
  return WIFEXITED (status) ? (HearthCtlExit) WEXITSTATUS (status) : HEARTH_CTL_FAILED;
}

/**
 * hearth_ctl_ask_engine:
 * @ctl: what is meant
 * @args: (array zero-terminated): a command of hearth-engine that prints a value as text
 * @type: the value's type
 * @code: (out): how to end if it fails
 *
 * Has something done without the service. A file that it is about is its standard input.
 *
 * Returns: (transfer full) (nullable): what it gave back; %NULL when it has been said what is wrong
 */
GVariant *
hearth_ctl_ask_engine (HearthCtl *ctl, const char *const *args, const char *type,
                       HearthCtlExit *code)
{
  g_autoptr (GPtrArray) argv = hearth_ctl_make_engine_arguments (ctl, args);
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  GVariant *reply;
  int status = 0;

  *code = HEARTH_CTL_FAILED;
  if (!g_spawn_sync (NULL, (char **) argv->pdata, NULL, G_SPAWN_CHILD_INHERITS_STDIN, NULL, NULL,
                     &output, NULL, &status, &error)) {
    fprintf (stderr, "hearthctl: %s\n", error->message);
    return NULL;
  }
  if (!WIFEXITED (status) || WEXITSTATUS (status) != 0) {
    if (WIFEXITED (status))
      *code = (HearthCtlExit) WEXITSTATUS (status);
    return NULL;
  }
  reply = g_variant_parse (G_VARIANT_TYPE (type), output, NULL, NULL, &error);
  if (reply == NULL)
    fprintf (stderr, "hearthctl: %s\n", error->message);
  return reply;
}

/**
 * hearth_ctl_make_demo:
 * @ctl: what is meant
 *
 * Makes the demo account and reads it.
 *
 * Returns: how it ended
 */
HearthCtlExit
hearth_ctl_make_demo (HearthCtl *ctl)
{
  static const char *const make[] = { "demo", NULL };
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GError) error = NULL;

  if (ctl->standalone)
    return hearth_ctl_run_engine (ctl, make);
  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  return hearth_ctl_daemon_sync (ctl, bus);
}

/* A sandbox lets signals to one program alone pass only if that has a name which belongs to the
 * application: the service's answers come so. Of the names there are as many as connections. */
static void
take_name (GDBusConnection *bus)
{
  g_autofree char *number = g_strdup (g_dbus_connection_get_unique_name (bus) + 1);
  g_autofree char *name =
      g_strconcat (HEARTH_APP_ID ".Ctl.c", g_strdelimit (number, ".", '_'), NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                   "org.freedesktop.DBus", "RequestName",
                                   g_variant_new ("(su)", name, 0), G_VARIANT_TYPE ("(u)"),
                                   G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);

  if (reply == NULL)
    g_debug ("The name %s was not given: %s", name, error->message);
}

/**
 * hearth_ctl_connect:
 * @error: return location for an error
 *
 * Returns: (transfer full): the session bus
 */
GDBusConnection *
hearth_ctl_connect (GError **error)
{
  g_autoptr (GError) local = NULL;
  GDBusConnection *bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &local);

  if (bus == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 _("there is no session bus (%s). Use --standalone, which needs none."),
                 local->message);
  else if (hearth_sandbox_is_flatpak ())
    take_name (bus);
  return bus;
}

/**
 * hearth_ctl_call:
 * @ctl: what is meant
 * @bus: the session bus
 * @method: a method of the companion's service
 * @parameters: (nullable): its arguments
 * @reply_type: the type of what it returns
 * @error: return location for an error
 *
 * Calls the companion's service, which is started if it does not run.
 *
 * Returns: (transfer full): what it returned
 */
GVariant *
hearth_ctl_call (HearthCtl *ctl, GDBusConnection *bus, const char *method, GVariant *parameters,
                 const char *reply_type, GError **error)
{
  return hearth_ctl_call_with_fds (ctl, bus, method, parameters, NULL, reply_type, error);
}

/**
 * hearth_ctl_call_with_fds:
 * @ctl: what is meant
 * @bus: the session bus
 * @method: a method of the companion's service
 * @parameters: (nullable): its arguments, whose handles are places in @fds
 * @fds: (nullable): descriptors to hand over
 * @reply_type: the type of what it returns
 * @error: return location for an error
 *
 * Calls the companion's service, which is started if it does not run.
 *
 * Returns: (transfer full): what it returned
 */
GVariant *
hearth_ctl_call_with_fds (HearthCtl *ctl, GDBusConnection *bus, const char *method,
                          GVariant *parameters, GUnixFDList *fds, const char *reply_type,
                          GError **error)
{
  return hearth_ctl_call_interface (ctl, bus, HEARTH_DAEMON_INTERFACE, method, parameters, fds,
                                    reply_type, error);
}

/**
 * hearth_ctl_call_interface:
 * @ctl: what is meant
 * @bus: the session bus
 * @interface: an interface of the companion's service
 * @method: a method of it
 * @parameters: (nullable): its arguments, whose handles are places in @fds
 * @fds: (nullable): descriptors to hand over
 * @reply_type: the type of what it returns
 * @error: return location for an error
 *
 * Calls the companion's service, which is started if it does not run.
 *
 * Returns: (transfer full): what it returned
 */
GVariant *
hearth_ctl_call_interface (HearthCtl *ctl, GDBusConnection *bus, const char *interface,
                           const char *method, GVariant *parameters, GUnixFDList *fds,
                           const char *reply_type, GError **error)
{
  return g_dbus_connection_call_with_unix_fd_list_sync (
      bus, hearth_paths_daemon_name (ctl->demo), HEARTH_DAEMON_PATH, interface, method, parameters,
      G_VARIANT_TYPE (reply_type), G_DBUS_CALL_FLAGS_NONE, G_MAXINT, fds, NULL, NULL, error);
}

/**
 * hearth_ctl_fail_call:
 * @error: what a call to the service ended with
 *
 * Says it in one line.
 *
 * Returns: how to end
 */
HearthCtlExit
hearth_ctl_fail_call (GError *error)
{
  g_autofree char *remote = NULL;

  if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER)) {
    fprintf (stderr, "hearthctl: %s\n",
             _("the companion’s service does not run and could not be started. "
                "Start hearthd, or use --standalone."));
    return HEARTH_CTL_FAILED;
  }
  if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY)) {
    fprintf (stderr, "hearthctl: %s\n", _("the companion’s service ended before it answered."));
    return HEARTH_CTL_FAILED;
  }
  remote = g_dbus_error_get_remote_error (error);
  g_dbus_error_strip_remote_error (error);
  fprintf (stderr, "hearthctl: %s\n", error->message);
  if (remote != NULL && g_str_has_suffix (remote, ".NotFound"))
    return HEARTH_CTL_NOTHING;
  return HEARTH_CTL_FAILED;
}

typedef struct {
  GMainLoop *loop;
  GVariant *reply;
  GError *error;
} Sync;

static void
synced_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Sync *sync = user_data;

  sync->reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &sync->error);
  g_main_loop_quit (sync->loop);
}

static void
show_cb (guint64 done, guint64 total)
{
  fprintf (stderr, _("Reading %llu of %llu"), (unsigned long long) done,
           (unsigned long long) total);
}

static void
print_warnings (HearthCtl *ctl, const char *const *warnings)
{
  HearthCtlJson json;

  for (guint i = 0; !ctl->json && warnings[i] != NULL; i++) {
    g_autofree char *line = g_strdelimit (g_strdup (warnings[i]), "\n\r\033", ' ');

    fprintf (stderr, "hearthctl: %s\n", line);
  }
  if (!ctl->json)
    return;
  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  hearth_ctl_json_open (&json, "warnings", '[');
  for (guint i = 0; warnings[i] != NULL; i++)
    hearth_ctl_json_string (&json, NULL, warnings[i]);
  hearth_ctl_json_close (&json, ']');
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

/**
 * hearth_ctl_daemon_sync:
 * @ctl: what is meant
 * @bus: the session bus
 *
 * Brings the sources into step through the service, and shows how far it is on a terminal.
 *
 * Returns: how it ended
 */
HearthCtlExit
hearth_ctl_daemon_sync (HearthCtl *ctl, GDBusConnection *bus)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Sync sync = { .loop = loop };
  HearthCtlProgress *progress;
  g_autofree const char **warnings = NULL;
  HearthCtlExit code;

  g_dbus_connection_call (bus, hearth_paths_daemon_name (ctl->demo), HEARTH_DAEMON_PATH,
                          HEARTH_DAEMON_INTERFACE, "Sync", NULL, G_VARIANT_TYPE ("(as)"),
                          G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, synced_cb, &sync);
  progress = hearth_ctl_progress_begin (ctl, bus, "Progress", show_cb);
  g_main_loop_run (loop);
  hearth_ctl_progress_end (progress);
  if (sync.error != NULL) {
    code = hearth_ctl_fail_call (sync.error);
    g_error_free (sync.error);
    return code;
  }
  g_variant_get (sync.reply, "(^a&s)", &warnings);
  print_warnings (ctl, warnings);
  /* What could be read was read; that something could not is still a failure. */
  code = warnings[0] != NULL ? HEARTH_CTL_FAILED : HEARTH_CTL_DONE;
  g_variant_unref (sync.reply);
  return code;
}
