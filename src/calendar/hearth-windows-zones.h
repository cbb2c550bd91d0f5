/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *hearth_windows_zone_to_olson (const char *name);

G_END_DECLS
