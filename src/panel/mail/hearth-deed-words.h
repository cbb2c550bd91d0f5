/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hearth_deed_describe        (const char *kind, guint n) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_deed_describe_moment (const char *format, gint64 when) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
