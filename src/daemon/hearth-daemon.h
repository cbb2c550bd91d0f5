/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_DAEMON (hearth_daemon_get_type ())
G_DECLARE_FINAL_TYPE (HearthDaemon, hearth_daemon, HEARTH, DAEMON, GObject)

HearthDaemon *hearth_daemon_new   (GDBusConnection *bus, const char *data_dir, gboolean demo,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
void          hearth_daemon_start (HearthDaemon *self);
void          hearth_daemon_stop  (HearthDaemon *self);

G_END_DECLS
