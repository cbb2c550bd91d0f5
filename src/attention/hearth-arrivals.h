/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

GHashTable *hearth_arrivals_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void        hearth_arrivals_load (HearthEngine *engine, GHashTable *ids, gint64 oldest);
void        hearth_arrivals_save (HearthEngine *engine, GHashTable *ids);

G_END_DECLS
