/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_MEDIA_PAUSE (hearth_media_pause_get_type ())
G_DECLARE_FINAL_TYPE (HearthMediaPause, hearth_media_pause, HEARTH, MEDIA_PAUSE, GObject)

HearthMediaPause *hearth_media_pause_new (GDBusConnection *bus) G_GNUC_WARN_UNUSED_RESULT;
void              hearth_media_pause_set (HearthMediaPause *self, gboolean paused);

G_END_DECLS
