/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

gboolean hearth_demo_account_prepare (const char *data_dir, GError **error);
gboolean hearth_demo_account_attach  (HearthEngine *engine, GError **error);

G_END_DECLS
