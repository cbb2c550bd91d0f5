/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hearth_vtimezone_dup (const char *tzid, gint64 at) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
