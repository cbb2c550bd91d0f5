/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *hearth_airport_get_zone (const char *code);
gboolean    hearth_airline_is_known (const char *code);

G_END_DECLS
