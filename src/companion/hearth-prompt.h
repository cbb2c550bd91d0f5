/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"
#include "hearth-persona.h"

G_BEGIN_DECLS

char *hearth_prompt_write         (HearthPersona *persona) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_prompt_write_present (HearthEngine *engine, HearthPersona *persona) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
