/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_SCREEN_LOCK (hearth_screen_lock_get_type ())
G_DECLARE_FINAL_TYPE (HearthScreenLock, hearth_screen_lock, HEARTH, SCREEN_LOCK, GObject)

HearthScreenLock *hearth_screen_lock_new (GDBusConnection *bus) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
