/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-setup.h"
#include "hearth-daemon-dbus.h"
#include "hearth-usage.h"

G_BEGIN_DECLS

void hearth_service_summary_connect (HearthDaemonDaemon1 *skeleton, HearthEngine *engine,
                                     HearthAiSetup *setup, HearthUsage *usage);

G_END_DECLS
