/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-attachment-opener.h"

#include <glib/gi18n.h>

typedef struct {
  GtkWidget *widget; /* (owned) */
  HearthProblemFunc problem;
} Opening;

static void
opening_free (Opening *opening)
{
  g_object_unref (opening->widget);
  g_free (opening);
}

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Opening *opening = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_app_info_launch_default_for_uri_finish (result, &error)) {
    g_autofree char *text =
        g_strdup_printf (_("No program could open the attachment: %s"), error->message);

    opening->problem (opening->widget, text);
  }
  opening_free (opening);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Opening *opening = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *uri = NULL;
  g_autoptr (GdkAppLaunchContext) context = NULL;

  if (hearth_bus_daemon1_call_save_attachment_finish (HEARTH_BUS_DAEMON1 (source), &path, result,
                                                      &error))
    uri = g_filename_to_uri (path, NULL, &error);
  if (uri == NULL) {
    g_autofree char *message = hearth_client_dup_message (error);

    opening->problem (opening->widget, message);
    opening_free (opening);
    return;
  }
  context = gdk_display_get_app_launch_context (gtk_widget_get_display (opening->widget));
  g_app_info_launch_default_for_uri_async (uri, G_APP_LAUNCH_CONTEXT (context), NULL, launched_cb,
                                           opening);
}

/**
 * hearth_attachment_open:
 * @widget: the widget that asks
 * @client: the panel's client
 * @message: a message's row
 * @part: the attachment's part
 * @problem: called if it cannot be opened
 *
 * Has the service write an attachment to a private file and opens it with the owner's program for
 * such files, in a Flatpak through the portal.
 */
void
hearth_attachment_open (GtkWidget *widget, HearthClient *client, gint64 message, const char *part,
                        HearthProblemFunc problem)
{
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (client, &error);
  Opening *opening;

  if (proxy == NULL) {
    problem (widget, error->message);
    return;
  }
  opening = g_new0 (Opening, 1);
  opening->widget = g_object_ref (widget);
  opening->problem = problem;
  hearth_bus_daemon1_call_save_attachment (proxy, message, part, NULL, saved_cb, opening);
}
