/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

gint64 hearth_engine_compose_mailto (HearthEngine *self, const char *uri, GError **error);

G_END_DECLS
