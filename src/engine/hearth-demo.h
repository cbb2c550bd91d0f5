/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-demo-template.h"

G_BEGIN_DECLS

gboolean hearth_demo_write (const char *templates_dir,
                            const char *target_dir,
                            GDateTime  *now,
                            GError    **error);

G_END_DECLS
