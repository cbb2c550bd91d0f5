/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

gboolean hearth_engine_keep_in_touch (HearthEngine *self, const char *address, const char *name,
                                      guint days, GError **error);

G_END_DECLS
