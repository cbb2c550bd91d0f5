/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-memory.h"

G_BEGIN_DECLS

/**
 * HEARTH_MEMORY_MAX_LINE:
 *
 * The longest line that a memory is read from, in bytes.
 */
#define HEARTH_MEMORY_MAX_LINE 65536

char         *hearth_memory_to_json   (const HearthMemory *self) G_GNUC_WARN_UNUSED_RESULT;
HearthMemory *hearth_memory_from_json (const char *line, gsize length) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
