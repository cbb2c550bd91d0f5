/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

int hearth_engine_people_digest (HearthEngine *engine, gboolean json, const char *kind,
                                 const char *language);
int hearth_engine_people_highlights (HearthEngine *engine);
int hearth_engine_people_ask    (HearthEngine *engine, gboolean json, const char *what,
                                 const char *name);
int hearth_engine_people_keep   (HearthEngine *engine, const char *name, const char *days);

G_END_DECLS
