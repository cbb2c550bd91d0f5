/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-farewell.h"

#include "hearth-application.h"
#include "hearth-digest-group.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* What is said when the panel closes for the first time, and before all of it ends. */

static gboolean
leave_cb (gpointer user_data)
{
  g_action_group_activate_action (G_ACTION_GROUP (user_data), "leave", NULL);
  return G_SOURCE_REMOVE;
}

/* Not from within the answer: the dialog goes with its window, and is still needed then. */
static void
quit_response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  if (g_str_equal (response, "quit"))
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, leave_cb, g_object_ref (g_application_get_default ()),
                     g_object_unref);
}

/**
 * hearth_farewell_ask:
 * @window: a window of the panel
 *
 * Says what does not happen any more once panel and service have ended, and ends them if the owner
 * wants that.
 */
void
hearth_farewell_ask (GtkWindow *window)
{
  GtkWidget *dialog = adw_message_dialog_new (window, _("Quit Hearth?"), NULL);

  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog),
                               _("Until you open Hearth again or log in, it reads no new mail and "
                                  "reminds you of nothing."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "quit",
                                    _("_Quit"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "quit");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (quit_response_cb), NULL);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
close_cb (gpointer user_data)
{
  gtk_window_close (user_data);
  return G_SOURCE_REMOVE;
}

static void
close_response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (dialog));

  if (g_str_equal (response, "close") && window != NULL)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, close_cb, g_object_ref (window), g_object_unref);
}

/* One notification on each of the days that are set, at a time that is chosen here. */
static GtkWidget *
make_promise (GSettings *settings)
{
  guint days = g_settings_get_flags (settings, "digest-days");
  GtkWidget *list = gtk_list_box_new ();
  const char *title = days == 127  ? _("Once a day, how things stand")
                      : days == 31 ? _("Each weekday, how things stand")
                                   : _("On the days that you chose, how things stand");

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list),
                       hearth_digest_row_new (settings, "digest-morning", title,
                                              _("Time in the morning")));
  return list;
}

/**
 * hearth_farewell_tell_first:
 * @window: the panel, which is about to close
 * @settings: Hearth's settings
 *
 * Says, once, where the panel goes and how it comes back, and what it will say by itself.
 *
 * Returns: whether the panel stays open for that
 */
gboolean
hearth_farewell_tell_first (GtkWindow *window, GSettings *settings)
{
  HearthApplication *app = HEARTH_APPLICATION (g_application_get_default ());
  g_autofree char *welcome = g_settings_get_string (settings, "welcome");
  GtkWidget *dialog;

  /* Without anything to read there is nothing that goes on. */
  if (hearth_application_is_leaving (app) || g_str_equal (welcome, "asking") ||
      g_settings_get_boolean (settings, "first-close-told"))
    return FALSE;
  g_settings_set_boolean (settings, "first-close-told", TRUE);
  dialog = adw_message_dialog_new (window, _("I go on in the background"), NULL);
  adw_message_dialog_set_body (
      ADW_MESSAGE_DIALOG (dialog),
      _("To call me back, open Hearth like any application, or give a key to “hearth --toggle” in "
         "your keyboard settings. By myself I send one notification:"));
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), make_promise (settings));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "stay", _("_Stay Open"), "close",
                                    _("_Close"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "stay");
  g_signal_connect (dialog, "response", G_CALLBACK (close_response_cb), NULL);
  gtk_window_present (GTK_WINDOW (dialog));
  return TRUE;
}
