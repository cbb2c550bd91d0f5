/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-daemon-dbus.h"
#include "hearth-engine.h"

G_BEGIN_DECLS

void hearth_service_files_connect (HearthDaemonDaemon1 *skeleton, HearthEngine *engine);

G_END_DECLS
