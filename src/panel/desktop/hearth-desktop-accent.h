/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_DESKTOP_ACCENT (hearth_desktop_accent_get_type ())
G_DECLARE_FINAL_TYPE (HearthDesktopAccent, hearth_desktop_accent, HEARTH, DESKTOP_ACCENT, GObject)

HearthDesktopAccent *hearth_desktop_accent_new       (GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
void                 hearth_desktop_accent_look      (HearthDesktopAccent *self);
gboolean             hearth_desktop_accent_is_asked  (HearthDesktopAccent *self);
gboolean             hearth_desktop_accent_is_there  (HearthDesktopAccent *self);

G_END_DECLS
