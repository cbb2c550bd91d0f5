/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hearth_found_markup_new (const char *text, const char *words) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
