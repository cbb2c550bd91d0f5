/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hearth_flowed_from_text (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_flowed_to_text   (const char *flowed, gboolean delete_space) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
