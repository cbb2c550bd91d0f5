/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-ctl-daemon.h"
#include "hearth-ctl-output.h"
#include "hearth-paths.h"

/* So long it is waited for a program to end, in seconds: what it is writing is finished first. */
#define PATIENCE 20

static gboolean
has_owner (GDBusConnection *bus, const char *name)
{
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (
      bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner",
      g_variant_new ("(s)", name), G_VARIANT_TYPE ("(b)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  gboolean owned = FALSE;

  if (reply != NULL)
    g_variant_get (reply, "(b)", &owned);
  return owned;
}

static gboolean
wait_for_end (GDBusConnection *bus, const char *name)
{
  for (guint i = 0; i < PATIENCE * 20 && has_owner (bus, name); i++)
    g_usleep (G_USEC_PER_SEC / 20);
  return !has_owner (bus, name);
}

/* The panel first: it would say that its service is away. */
static void
end_panel (GDBusConnection *bus, const char *name)
{
  g_autofree char *path = g_strdelimit (g_strdup_printf ("/%s", name), ".", '/');
  g_autoptr (GVariant) reply = NULL;

  reply = g_dbus_connection_call_sync (bus, name, path, "org.gtk.Actions", "Activate",
                                       g_variant_new ("(sava{sv})", "leave", NULL, NULL), NULL,
                                       G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL);
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  const char *panel = ctl->demo ? HEARTH_DEMO_APP_ID : HEARTH_APP_ID;
  const char *service = hearth_paths_daemon_name (ctl->demo);
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ran = FALSE;

  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  if (has_owner (bus, panel)) {
    end_panel (bus, panel);
    ran = TRUE;
  }
  if (has_owner (bus, service)) {
    /* That it has ended meanwhile is no failure. */
    reply = g_dbus_connection_call_sync (bus, service, HEARTH_DAEMON_PATH, HEARTH_DAEMON_INTERFACE,
                                         "Quit", NULL, NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1,
                                         NULL, NULL);
    ran = TRUE;
  }
  if (!ran) {
    fprintf (stderr, "hearthctl: %s\n", _("Hearth does not run."));
    return HEARTH_CTL_NOTHING;
  }
  if (!wait_for_end (bus, panel) || !wait_for_end (bus, service)) {
    fprintf (stderr, "hearthctl: %s\n", _("Hearth was asked to end and still runs."));
    return HEARTH_CTL_FAILED;
  }
  if (!ctl->json)
    printf ("%s\n",
            _("Until you open Hearth again or log in, it reads no new mail and reminds you of "
               "nothing."));
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_quit = {
  .name = "quit",
  .usage = "",
  .summary = N_("End the panel and the service"),
  .run = run,
};
