/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HearthShortcutMeans:
 * @HEARTH_SHORTCUT_MEANS_UNKNOWN: not yet asked
 * @HEARTH_SHORTCUT_MEANS_NONE: only the desktop's own settings can call the panel
 * @HEARTH_SHORTCUT_MEANS_PORTAL: the desktop asks its owner for the keys
 * @HEARTH_SHORTCUT_MEANS_X11: keys that are grabbed
 *
 * How the panel can be called by keys from everywhere.
 */
typedef enum {
  HEARTH_SHORTCUT_MEANS_UNKNOWN,
  HEARTH_SHORTCUT_MEANS_NONE,
  HEARTH_SHORTCUT_MEANS_PORTAL,
  HEARTH_SHORTCUT_MEANS_X11,
} HearthShortcutMeans;

/** HearthShortcutPurpose: what keys are for that are pressed in whatever program. */
typedef enum {
  HEARTH_SHORTCUT_PANEL, /* show and hide the panel */
  HEARTH_SHORTCUT_TALK,  /* speak for as long as they are held */
} HearthShortcutPurpose;

#define HEARTH_TYPE_GLOBAL_SHORTCUT (hearth_global_shortcut_get_type ())
G_DECLARE_FINAL_TYPE (HearthGlobalShortcut, hearth_global_shortcut, HEARTH, GLOBAL_SHORTCUT, GObject)

HearthGlobalShortcut *hearth_global_shortcut_new       (GSettings *settings,
                                                        HearthShortcutPurpose purpose)
                                                        G_GNUC_WARN_UNUSED_RESULT;
void                  hearth_global_shortcut_look      (HearthGlobalShortcut *self);
HearthShortcutMeans   hearth_global_shortcut_get_means (HearthGlobalShortcut *self);
const char *          hearth_global_shortcut_get_setting (HearthGlobalShortcut *self);
gboolean              hearth_global_shortcut_is_on     (HearthGlobalShortcut *self);
char *                hearth_global_shortcut_explain   (HearthGlobalShortcut *self)
                                                        G_GNUC_WARN_UNUSED_RESULT;
gboolean hearth_global_shortcut_took_focus (HearthGlobalShortcut *self, GtkWindow *window);

G_END_DECLS
