/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

gboolean hearth_voice_receipts_take (HearthEngine *engine, const char *signal,
                                     GVariant *parameters);

G_END_DECLS
