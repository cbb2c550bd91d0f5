/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-desktop-accent.h"
#include "hearth-docking.h"
#include "hearth-global-shortcut.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_APPLICATION (hearth_application_get_type ())
G_DECLARE_FINAL_TYPE (HearthApplication, hearth_application, HEARTH, APPLICATION, AdwApplication)

HearthApplication *hearth_application_new          (gboolean demo) G_GNUC_WARN_UNUSED_RESULT;
gboolean           hearth_application_is_leaving   (HearthApplication *self);
GSettings         *hearth_application_get_settings (HearthApplication *self);
HearthDocking     *hearth_application_get_docking  (HearthApplication *self);

HearthGlobalShortcut *hearth_application_get_shortcut (HearthApplication *self,
                                                       HearthShortcutPurpose purpose);
HearthDesktopAccent  *hearth_application_get_accent   (HearthApplication *self);

G_END_DECLS
