/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void      hearth_local_voices_add  (GVariantBuilder *list, const char *engine, const char *voice,
                                    const char *title, const char *language);
GVariant *hearth_local_voices_list (void);

G_END_DECLS
