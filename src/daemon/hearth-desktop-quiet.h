/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_DESKTOP_QUIET (hearth_desktop_quiet_get_type ())
G_DECLARE_FINAL_TYPE (HearthDesktopQuiet, hearth_desktop_quiet, HEARTH, DESKTOP_QUIET, GObject)

HearthDesktopQuiet *hearth_desktop_quiet_new                (GDBusConnection *bus) G_GNUC_WARN_UNUSED_RESULT;
gboolean            hearth_desktop_quiet_get_do_not_disturb (HearthDesktopQuiet *self);
gboolean            hearth_desktop_quiet_get_busy_screen    (HearthDesktopQuiet *self);

G_END_DECLS
