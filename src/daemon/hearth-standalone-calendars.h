/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

gboolean hearth_standalone_calendar (HearthEngine *engine, const char *command, char **argv,
                                     GError **error);

G_END_DECLS
