/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_AUTOSTART (hearth_autostart_get_type ())
G_DECLARE_FINAL_TYPE (HearthAutostart, hearth_autostart, HEARTH, AUTOSTART, GObject)

HearthAutostart *hearth_autostart_new     (GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
void             hearth_autostart_set     (HearthAutostart *self, gboolean on);
void             hearth_autostart_keep    (HearthAutostart *self);
gboolean         hearth_autostart_is_on   (HearthAutostart *self);
gboolean         hearth_autostart_is_busy (HearthAutostart *self);
char            *hearth_autostart_explain (HearthAutostart *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
