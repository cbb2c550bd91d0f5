/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-daemon.h"
#include "hearth-demo-account.h"
#include "hearth-engine.h"
#include "hearth-locale.h"
#include "hearth-paths.h"
#include "hearth-secret-memory.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <malloc.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* hearthd: the companion itself, on the session bus. */

typedef struct {
  GMainLoop *loop;
  HearthDaemon *daemon;
  gboolean restarts;
} Program;

static gboolean
signal_cb (gpointer user_data)
{
  Program *program = user_data;

  /* Whoever ends it wants no new one. */
  program->restarts = FALSE;
  g_main_loop_quit (program->loop);
  return G_SOURCE_CONTINUE;
}

static void
name_acquired_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  Program *program = user_data;

  hearth_daemon_start (program->daemon);
}

static void
name_lost_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  Program *program = user_data;

  /* Another instance is there, or the session ended. */
  if (bus != NULL)
    g_print (_("“%s” has another owner on the session bus; this Hearth ends.\n"), name);
  g_main_loop_quit (program->loop);
}

static void
quit_cb (HearthDaemon *daemon, Program *program)
{
  g_main_loop_quit (program->loop);
}

static void
restart_cb (HearthDaemon *daemon, Program *program)
{
  program->restarts = TRUE;
  g_main_loop_quit (program->loop);
}

/* The same program anew, in the same process: who supervises it sees no end. */
static int
restart (char **argv)
{
  execv ("/proc/self/exe", argv);
  g_printerr ("hearthd: %s\n", g_strerror (errno));
  return EXIT_FAILURE;
}

static int
fail (const GError *error)
{
  g_printerr ("hearthd: %s\n", error->message);
  return EXIT_FAILURE;
}

static int
run (GDBusConnection *bus, const char *data_dir, gboolean demo, char **argv)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  Program program = { .loop = loop };
  guint name, term, intr, hup;

  program.daemon = hearth_daemon_new (bus, data_dir, demo, &error);
  if (program.daemon == NULL) {
    /* Being started twice is no failure: the first one answers. */
    if (g_error_matches (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_LOCKED)) {
      g_print ("%s\n", error->message);
      return EXIT_SUCCESS;
    }
    return fail (error);
  }
  g_signal_connect (program.daemon, "quit", G_CALLBACK (quit_cb), &program);
  g_signal_connect (program.daemon, "restart", G_CALLBACK (restart_cb), &program);
  term = g_unix_signal_add (SIGTERM, signal_cb, &program);
  intr = g_unix_signal_add (SIGINT, signal_cb, &program);
  hup = g_unix_signal_add (SIGHUP, signal_cb, &program);
  name = g_bus_own_name_on_connection (bus, hearth_paths_daemon_name (demo),
                                       G_BUS_NAME_OWNER_FLAGS_DO_NOT_QUEUE, name_acquired_cb,
                                       name_lost_cb, &program, NULL);
  g_main_loop_run (loop);
  hearth_daemon_stop (program.daemon);
  /* A signal may have come meanwhile. */
  while (program.restarts && g_main_context_iteration (NULL, FALSE)) {
  }
  g_bus_unown_name (name);
  g_source_remove (term);
  g_source_remove (intr);
  g_source_remove (hup);
  g_dbus_connection_flush_sync (bus, NULL, NULL);
  g_object_unref (program.daemon);
  return program.restarts ? restart (argv) : EXIT_SUCCESS;
}

int
main (int argc, char **argv)
{
  gboolean demo = FALSE, version = FALSE;
  g_autofree char *data_option = NULL;
  g_autofree char *data_dir = NULL;
  const GOptionEntry entries[] = { { "demo", 0, 0, G_OPTION_ARG_NONE, &demo,
                                     N_("Use the demo account and its own folder"), NULL },
                                   { "data", 0, 0, G_OPTION_ARG_FILENAME, &data_option,
                                     N_("Keep the store in this folder"), N_("DIR") },
                                   { "version", 0, 0, G_OPTION_ARG_NONE, &version,
                                     N_("Print the version"), NULL },
                                   { NULL } };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) whole = g_strdupv (argv);

  /* Private mail: no file of this process is for anybody else. */
  umask (077);
  hearth_secret_memory_no_cores ();
  /* One that begins anew in the same process would be called after the link that it was read from,
   * and what the one before it started ended with nobody to notice. */
  prctl (PR_SET_NAME, "hearthd");
  while (waitpid (-1, NULL, WNOHANG) > 0) {
  }
  /* A heap for each of a dozen threads would rest half empty; two are as quick here. */
  mallopt (M_ARENA_MAX, 2);
  hearth_locale_init ();
  g_set_prgname ("hearthd");

  g_option_context_set_summary (context, _("The companion that reads, reminds and answers."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    g_printerr ("hearthd: %s\n", error->message);
    return 2;
  }
  if (version) {
    g_print ("hearthd %s\n", HEARTH_VERSION);
    return EXIT_SUCCESS;
  }
  data_dir = data_option != NULL ? g_canonicalize_filename (data_option, NULL)
                                 : hearth_paths_dup_data_dir (demo);
  if (demo && !hearth_demo_account_prepare (data_dir, &error))
    return fail (error);
  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  if (bus == NULL)
    return fail (error);
  return run (bus, data_dir, demo, whole);
}
