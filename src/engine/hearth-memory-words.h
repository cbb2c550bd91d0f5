/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hearth_memory_words_dup     (const char *question) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_memory_words_related (const char *words) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
