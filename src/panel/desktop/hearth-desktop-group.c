/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-desktop-group.h"

#include "hearth-application.h"
#include "hearth-autostart.h"
#include "hearth-setting-rows.h"

#include <glib/gi18n.h>

/**
 * HearthDesktopGroup:
 *
 * How the companion goes with the desktop: whether it starts with it, and looks like it.
 */
struct _HearthDesktopGroup {
  AdwPreferencesGroup parent_instance;

  HearthAutostart *autostart;   /* (owned) (nullable): not of the demo */
  HearthDesktopAccent *accent;  /* (owned) */
  GtkWidget *start_row, *start; /* (unowned) (nullable) */
  GtkWidget *accent_row;        /* (unowned) */
};

G_DEFINE_FINAL_TYPE (HearthDesktopGroup, hearth_desktop_group, ADW_TYPE_PREFERENCES_GROUP)

static void
toggled_cb (HearthDesktopGroup *self)
{
  gboolean on = gtk_switch_get_active (GTK_SWITCH (self->start));

  if (on != hearth_autostart_is_on (self->autostart))
    hearth_autostart_set (self->autostart, on);
}

/* The switch shows what is so, and not what was wished for. */
static void
show_start (HearthDesktopGroup *self)
{
  g_autofree char *text = hearth_autostart_explain (self->autostart);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->start_row), escaped);
  gtk_widget_set_sensitive (self->start, !hearth_autostart_is_busy (self->autostart));
  if (hearth_autostart_is_busy (self->autostart))
    return;
  g_signal_handlers_block_by_func (self->start, toggled_cb, self);
  gtk_switch_set_active (GTK_SWITCH (self->start), hearth_autostart_is_on (self->autostart));
  g_signal_handlers_unblock_by_func (self->start, toggled_cb, self);
}

static void
show_accent (HearthDesktopGroup *self)
{
  gboolean there = hearth_desktop_accent_is_there (self->accent);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->accent_row),
                               there ? _("Darker or lighter where it could not be read")
                               : hearth_desktop_accent_is_asked (self->accent)
                                   ? _("This desktop has none.")
                                   : "");
  gtk_widget_set_sensitive (self->accent_row, there);
}

static void
add_start (HearthDesktopGroup *self, GSettings *settings)
{
  self->autostart = hearth_autostart_new (settings);
  self->start_row = adw_action_row_new ();
  self->start = gtk_switch_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->start_row),
                                 _("Start with the desktop"));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self->start_row), 3);
  gtk_widget_set_valign (self->start, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->start), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Start with the desktop"), -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->start_row), self->start);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self->start_row), self->start);
  g_signal_connect_object (self->start, "notify::active", G_CALLBACK (toggled_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->autostart, "changed", G_CALLBACK (show_start), self,
                           G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->start_row);
  show_start (self);
}

static void
hearth_desktop_group_dispose (GObject *object)
{
  HearthDesktopGroup *self = HEARTH_DESKTOP_GROUP (object);

  g_clear_object (&self->autostart);
  g_clear_object (&self->accent);
  G_OBJECT_CLASS (hearth_desktop_group_parent_class)->dispose (object);
}

static void
hearth_desktop_group_class_init (HearthDesktopGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_desktop_group_dispose;
}

static void
hearth_desktop_group_init (HearthDesktopGroup *self)
{
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Desktop"));
}

/**
 * hearth_desktop_group_new:
 * @settings: Hearth's settings
 * @demo: whether it is the demo, which never starts by itself
 *
 * Returns: (transfer floating): what lets its owner choose how the companion goes with the desktop
 */
GtkWidget *
hearth_desktop_group_new (GSettings *settings, gboolean demo)
{
  HearthDesktopGroup *self = g_object_new (HEARTH_TYPE_DESKTOP_GROUP, NULL);
  GApplication *app = g_application_get_default ();

  if (!demo)
    add_start (self, settings);
  self->accent = g_object_ref (hearth_application_get_accent (HEARTH_APPLICATION (app)));
  self->accent_row =
      hearth_switch_row_new (settings, "desktop-accent", _("Use the desktop’s accent"), "");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->accent_row);
  g_signal_connect_object (self->accent, "changed", G_CALLBACK (show_accent), self,
                           G_CONNECT_SWAPPED);
  hearth_desktop_accent_look (self->accent);
  show_accent (self);
  return GTK_WIDGET (self);
}
