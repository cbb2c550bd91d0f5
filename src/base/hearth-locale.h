/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void        hearth_locale_init         (void);
const char *hearth_locale_get_language (void);

G_END_DECLS
