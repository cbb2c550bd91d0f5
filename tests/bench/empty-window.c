/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>

static void
activate_cb (GtkApplication *app, gpointer user_data)
{
  gtk_window_present (GTK_WINDOW (adw_application_window_new (app)));
}

/* An empty window of libadwaita: what a panel takes to open before it shows anything. */
int
main (int argc, char *argv[])
{
  g_autoptr (AdwApplication) app =
      adw_application_new ("io.github.hearthdesktop.Empty", G_APPLICATION_NON_UNIQUE);

  g_signal_connect (app, "activate", G_CALLBACK (activate_cb), NULL);
  return g_application_run (G_APPLICATION (app), argc, argv);
}
