/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-daemon-dbus.h"
#include "hearth-usage.h"

G_BEGIN_DECLS

void hearth_service_usage_connect (HearthDaemonDaemon1 *skeleton, HearthUsage *usage);
void hearth_service_usage_follow  (HearthDaemonDaemon1 *skeleton, HearthUsage *usage,
                                   GSettings *settings);

G_END_DECLS
