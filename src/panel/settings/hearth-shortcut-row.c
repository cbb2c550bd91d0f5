/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-shortcut-row.h"

#include "hearth-application.h"

#include <glib/gi18n.h>

/**
 * HearthShortcutRow:
 *
 * The keys that show and hide the panel, or those that are held to speak. They are pressed to be
 * chosen.
 */
struct _HearthShortcutRow {
  AdwActionRow parent_instance;

  GSettings *settings;            /* (owned) */
  HearthGlobalShortcut *shortcut; /* (owned) */
  GtkWidget *choose;              /* (unowned) */
  GtkWidget *clear;               /* (unowned) */
};

G_DEFINE_FINAL_TYPE (HearthShortcutRow, hearth_shortcut_row, ADW_TYPE_ACTION_ROW)

/* A command is not broken in its middle. */
static char *
dup_markup (const char *words)
{
  g_autofree char *escaped = g_markup_escape_text (words, -1);
  GString *markup = g_string_new (escaped);

  g_string_replace (markup, "hearth --toggle",
                    "<span allow_breaks=\"false\">hearth --toggle</span>", 1);
  g_string_replace (markup, "hearth --listen",
                    "<span allow_breaks=\"false\">hearth --listen</span>", 1);
  return g_string_free (markup, FALSE);
}

static void
update (HearthShortcutRow *self)
{
  HearthShortcutMeans means = hearth_global_shortcut_get_means (self->shortcut);
  g_autofree char *words = hearth_global_shortcut_explain (self->shortcut);
  g_autofree char *subtitle = dup_markup (words);
  g_autofree char *keys =
      g_settings_get_string (self->settings, hearth_global_shortcut_get_setting (self->shortcut));
  gboolean can = means == HEARTH_SHORTCUT_MEANS_X11 || means == HEARTH_SHORTCUT_MEANS_PORTAL;

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_widget_set_visible (self->choose, can);
  gtk_widget_set_visible (self->clear, can && *keys != '\0');
}

/* A key alone would be taken from everything that is written. */
static gboolean
pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state,
            gpointer user_data)
{
  GtkWindow *dialog = user_data;
  HearthShortcutRow *row = g_object_get_data (G_OBJECT (dialog), "row");
  GdkModifierType modifiers =
      state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK);
  gboolean function_key = keyval >= GDK_KEY_F1 && keyval <= GDK_KEY_F35;
  g_autofree char *name = NULL;

  keyval = gdk_keyval_to_lower (keyval);
  if ((modifiers & ~GDK_SHIFT_MASK) == 0 && !function_key)
    return GDK_EVENT_PROPAGATE;
  if (!gtk_accelerator_valid (keyval, modifiers))
    return GDK_EVENT_STOP;
  name = gtk_accelerator_name (keyval, modifiers);
  g_settings_set_string (row->settings, hearth_global_shortcut_get_setting (row->shortcut), name);
  gtk_window_close (dialog);
  return GDK_EVENT_STOP;
}

static void
choose_cb (HearthShortcutRow *self)
{
  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *dialog =
      adw_message_dialog_new (parent, _("Press the keys"),
                              _("For example Super and J together. Escape keeps what is set."));
  GtkEventController *keys = gtk_event_controller_key_new ();

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "row", g_object_ref (self), g_object_unref);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (pressed_cb), dialog);
  gtk_widget_add_controller (dialog, keys);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
clear_cb (HearthShortcutRow *self)
{
  g_settings_set_string (self->settings, hearth_global_shortcut_get_setting (self->shortcut), "");
}

static GtkWidget *
add_button (HearthShortcutRow *self, GtkWidget *button, const char *label, GCallback callback)
{
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_signal_connect_swapped (button, "clicked", callback, self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), button);
  return button;
}

static void
hearth_shortcut_row_dispose (GObject *object)
{
  HearthShortcutRow *self = HEARTH_SHORTCUT_ROW (object);

  g_clear_object (&self->shortcut);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (hearth_shortcut_row_parent_class)->dispose (object);
}

static void
hearth_shortcut_row_class_init (HearthShortcutRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_shortcut_row_dispose;
}

static void
hearth_shortcut_row_init (HearthShortcutRow *self)
{
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 3);
  self->clear = add_button (self, gtk_button_new_from_icon_name ("edit-clear-symbolic"),
                            _("Remove the shortcut"), G_CALLBACK (clear_cb));
  gtk_widget_add_css_class (self->clear, "flat");
  self->choose = add_button (self, gtk_button_new_with_label (_("Choose…")),
                             _("Choose the shortcut"), G_CALLBACK (choose_cb));
}

/**
 * hearth_shortcut_row_new:
 * @settings: Hearth's settings
 * @purpose: what the keys are for
 *
 * Returns: (transfer floating): a row with the keys that call the panel, or that are held to speak
 */
GtkWidget *
hearth_shortcut_row_new (GSettings *settings, HearthShortcutPurpose purpose)
{
  HearthShortcutRow *self = g_object_new (HEARTH_TYPE_SHORTCUT_ROW, NULL);

  self->settings = g_object_ref (settings);
  self->shortcut = g_object_ref (
      hearth_application_get_shortcut (HEARTH_APPLICATION (g_application_get_default ()), purpose));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), purpose == HEARTH_SHORTCUT_TALK
                                                                 ? _("Shortcut to speak")
                                                                 : _("Shortcut"));
  hearth_global_shortcut_look (self->shortcut);
  g_signal_connect_object (self->shortcut, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
