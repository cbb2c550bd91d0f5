/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-memory.h"

G_BEGIN_DECLS

GPtrArray *hearth_memory_statements_find (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
