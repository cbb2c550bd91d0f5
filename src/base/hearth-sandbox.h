/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean hearth_sandbox_is_flatpak (void);

G_END_DECLS
