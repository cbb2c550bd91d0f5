/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-window.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_DOCKING (hearth_docking_get_type ())
G_DECLARE_FINAL_TYPE (HearthDocking, hearth_docking, HEARTH, DOCKING, GObject)

HearthDocking *hearth_docking_new (GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
void hearth_docking_set_window (HearthDocking *self, HearthWindow *window);
void hearth_docking_present (HearthDocking *self);
void hearth_docking_toggle (HearthDocking *self);
const char *hearth_docking_explain (HearthDocking *self);
void hearth_docking_set_stay (HearthDocking *self, gboolean stay);

G_END_DECLS
