/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-turn-file.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_FILE_TRAY (hearth_file_tray_get_type ())
G_DECLARE_FINAL_TYPE (HearthFileTray, hearth_file_tray, HEARTH, FILE_TRAY, GtkWidget)

void       hearth_file_tray_watch     (HearthFileTray *self, GtkWidget *entry, GtkWidget *text);
void       hearth_file_tray_choose    (HearthFileTray *self);
void       hearth_file_tray_add       (HearthFileTray *self, GFile *file);
gboolean   hearth_file_tray_is_ready  (HearthFileTray *self);
GPtrArray *hearth_file_tray_take      (HearthFileTray *self) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *hearth_file_tray_make_chip (const HearthTurnFile *file) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
