/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"
#include "hearth-dock-place.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_WINDOW (hearth_window_get_type ())
G_DECLARE_FINAL_TYPE (HearthWindow, hearth_window, HEARTH, WINDOW, AdwApplicationWindow)

HearthWindow *hearth_window_new          (AdwApplication *app, HearthClient *client,
                                          GSettings *settings);
void          hearth_window_show_view    (HearthWindow *self, const char *name);
void          hearth_window_attach       (HearthWindow *self, GFile *file);
void          hearth_window_ask          (HearthWindow *self, const char *text);
void          hearth_window_listen       (HearthWindow *self, gboolean held);
gboolean      hearth_window_hush         (HearthWindow *self);
void          hearth_window_close_microphone (HearthWindow *self);
void          hearth_window_let_go       (HearthWindow *self);
void          hearth_window_find         (HearthWindow *self, const char *text);
void          hearth_window_show_message (HearthWindow *self, gint64 id);
void          hearth_window_show_event   (HearthWindow *self, gint64 id, gint64 start,
                                         gboolean briefed);
void          hearth_window_show_file    (HearthWindow *self, GFile *file);
void          hearth_window_keep         (HearthWindow *self);
void          hearth_window_set_side     (HearthWindow *self, HearthDockSide side);

G_END_DECLS
