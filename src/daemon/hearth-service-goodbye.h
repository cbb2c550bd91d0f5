/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-daemon-dbus.h"
#include "hearth-engine.h"

G_BEGIN_DECLS

/** HEARTH_GOODBYE_CONFIRMATION: what has to be said, so that no slip erases anything. */
#define HEARTH_GOODBYE_CONFIRMATION "erase everything"

void hearth_service_goodbye_attach (HearthDaemonDaemon1 *skeleton, HearthEngine *engine,
                                    GSettings *settings, GObject *service);

G_END_DECLS
