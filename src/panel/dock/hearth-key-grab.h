/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_KEY_GRAB (hearth_key_grab_get_type ())
G_DECLARE_FINAL_TYPE (HearthKeyGrab, hearth_key_grab, HEARTH, KEY_GRAB, GObject)

HearthKeyGrab *hearth_key_grab_new (GdkDisplay *display, guint keyval,
                                    GdkModifierType modifiers) G_GNUC_WARN_UNUSED_RESULT;
gboolean hearth_key_grab_has_focus (GtkWindow *window);

G_END_DECLS
