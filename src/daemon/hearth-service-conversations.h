/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-companion.h"
#include "hearth-daemon-dbus.h"

G_BEGIN_DECLS

void hearth_service_conversations_connect (HearthDaemonDaemon1 *skeleton, HearthCompanion *companion);

G_END_DECLS
