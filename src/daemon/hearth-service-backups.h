/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-daemon-dbus.h"
#include "hearth-engine.h"

G_BEGIN_DECLS

void hearth_service_backups_attach (HearthDaemonDaemon1 *skeleton, HearthEngine *engine,
                                    GSettings *settings, GObject *service);
void hearth_service_backups_stop   (HearthDaemonDaemon1 *skeleton);

G_END_DECLS
