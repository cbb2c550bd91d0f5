/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-setup.h"
#include "hearth-daemon-dbus.h"

G_BEGIN_DECLS

void hearth_service_minds_connect (HearthDaemonDaemon1 *skeleton, HearthAiSetup *setup);

G_END_DECLS
