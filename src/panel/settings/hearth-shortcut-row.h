/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-global-shortcut.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_SHORTCUT_ROW (hearth_shortcut_row_get_type ())
G_DECLARE_FINAL_TYPE (HearthShortcutRow, hearth_shortcut_row, HEARTH, SHORTCUT_ROW, AdwActionRow)

GtkWidget *hearth_shortcut_row_new (GSettings *settings, HearthShortcutPurpose purpose) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
