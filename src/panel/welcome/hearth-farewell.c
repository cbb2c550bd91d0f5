/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-farewell.h"

#include "hearth-application.h"
#include "hearth-digest-group.h"
#include "hearth-shortcut-row.h"

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

/* The keys that bring it back. */
static GtkWidget *
make_call (GSettings *settings)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                             hearth_shortcut_row_new (settings, HEARTH_SHORTCUT_PANEL));
  return group;
}

/* One notification on each of the days that are set, at a time that is chosen here. */
static GtkWidget *
make_promise (GSettings *settings)
{
  guint days = g_settings_get_flags (settings, "digest-days");
  GtkWidget *group = adw_preferences_group_new ();
  const char *title = days == 127  ? _("Once a day, how things stand")
                      : days == 31 ? _("Each weekday, how things stand")
                                   : _("On the days that you chose, how things stand");

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group),
                                   _("By myself I send one notification"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                             hearth_digest_row_new (settings, "digest-morning", title,
                                                    _("Time in the morning")));
  return group;
}

static GtkWidget *
make_choices (GSettings *settings)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  gtk_box_append (GTK_BOX (box), make_call (settings));
  gtk_box_append (GTK_BOX (box), make_promise (settings));
  return box;
}

/* What is most likely wanted is marked, and not the first of what can be changed. */
static void
focus_default (GtkWindow *dialog)
{
  GtkWidget *button = gtk_window_get_default_widget (dialog);

  if (button != NULL)
    gtk_widget_grab_focus (button);
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
      _("To call me back, open Hearth like any application, or press keys of your own."));
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), make_choices (settings));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "stay", _("_Stay Open"), "close",
                                    _("_Close"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "stay");
  g_signal_connect (dialog, "response", G_CALLBACK (close_response_cb), NULL);
  gtk_window_present (GTK_WINDOW (dialog));
  focus_default (GTK_WINDOW (dialog));
  return TRUE;
}
