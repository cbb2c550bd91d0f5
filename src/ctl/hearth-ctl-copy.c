/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ctl-copy.h"

#include <glib-unix.h>
#include <stdio.h>

#include "hearth-ctl-progress.h"
#include "hearth-paths.h"

/* So long a service may take to start anew, in seconds. */
#define PATIENCE 30

typedef struct {
  HearthCtl *ctl;
  GDBusConnection *bus;
  GMainLoop *loop;
  GVariant *reply;
  GError *error;
} Copy;

static void
copied_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Copy *copy = user_data;

  copy->reply = g_dbus_connection_call_with_unix_fd_list_finish (G_DBUS_CONNECTION (object), NULL,
                                                                 result, &copy->error);
  g_main_loop_quit (copy->loop);
}

static void
show_cb (guint64 done, guint64 total)
{
  fprintf (stderr, "%u %%", (guint) (100 * done / total));
}

/* The call ends with an error then, and what was written is removed. */
static gboolean
interrupted_cb (gpointer user_data)
{
  Copy *copy = user_data;

  g_dbus_connection_call (copy->bus, hearth_paths_daemon_name (copy->ctl->demo), HEARTH_DAEMON_PATH,
                          HEARTH_DAEMON_INTERFACE, "StopCopying", NULL, NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
  return G_SOURCE_CONTINUE;
}

/**
 * hearth_ctl_copy:
 * @ctl: what is meant
 * @bus: the session bus
 * @method: a method of the service that takes a file and is told of by “Copying”
 * @fd: the file
 * @reply_type: the type of what it returns
 * @code: (out): how to end if it fails
 *
 * Has the service copy something, shows how far it is on a terminal, and stops it when somebody
 * presses Ctrl+C.
 *
 * Returns: (transfer full) (nullable): what it returned; %NULL when it has been said what is wrong
 */
GVariant *
hearth_ctl_copy (HearthCtl *ctl, GDBusConnection *bus, const char *method, int fd,
                 const char *reply_type, HearthCtlExit *code)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GUnixFDList) fds = g_unix_fd_list_new ();
  g_autoptr (GError) error = NULL;
  Copy copy = { .ctl = ctl, .bus = bus, .loop = loop };
  HearthCtlProgress *progress;
  guint interrupted, ended;

  *code = HEARTH_CTL_FAILED;
  if (g_unix_fd_list_append (fds, fd, &error) < 0) {
    *code = hearth_ctl_fail (error);
    return NULL;
  }
  g_dbus_connection_call_with_unix_fd_list (bus, hearth_paths_daemon_name (ctl->demo),
                                            HEARTH_DAEMON_PATH, HEARTH_DAEMON_INTERFACE, method,
                                            g_variant_new ("(h)", 0), G_VARIANT_TYPE (reply_type),
                                            G_DBUS_CALL_FLAGS_NONE, G_MAXINT, fds, NULL, copied_cb,
                                            &copy);
  interrupted = g_unix_signal_add (SIGINT, interrupted_cb, &copy);
  ended = g_unix_signal_add (SIGTERM, interrupted_cb, &copy);
  progress = hearth_ctl_progress_begin (ctl, bus, "Copying", show_cb);
  g_main_loop_run (loop);
  hearth_ctl_progress_end (progress);
  g_source_remove (interrupted);
  g_source_remove (ended);
  if (copy.error != NULL) {
    *code = hearth_ctl_fail_call (copy.error);
    g_error_free (copy.error);
  }
  return copy.reply;
}

/**
 * hearth_ctl_dup_owner:
 * @bus: the session bus
 * @name: a name on it
 *
 * Returns: (transfer full): who has the name, or "" if nobody has
 */
char *
hearth_ctl_dup_owner (GDBusConnection *bus, const char *name)
{
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (
      bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetNameOwner",
      g_variant_new ("(s)", name), G_VARIANT_TYPE ("(s)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  char *owner = NULL;

  if (reply == NULL)
    return g_strdup ("");
  g_variant_get (reply, "(s)", &owner);
  return owner;
}

/**
 * hearth_ctl_wait_for_owner:
 * @bus: the session bus
 * @name: a name on it
 * @before: who had it
 *
 * Waits until somebody else has the name.
 *
 * Returns: whether that came to be
 */
gboolean
hearth_ctl_wait_for_owner (GDBusConnection *bus, const char *name, const char *before)
{
  for (guint i = 0; i < PATIENCE * 20; i++) {
    g_autofree char *owner = hearth_ctl_dup_owner (bus, name);

    if (*owner != '\0' && g_strcmp0 (owner, before) != 0)
      return TRUE;
    g_usleep (G_USEC_PER_SEC / 20);
  }
  return FALSE;
}
