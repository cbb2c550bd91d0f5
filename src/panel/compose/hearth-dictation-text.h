/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hearth_dictation_text_fit (const char *before, const char *text, const char *after)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
