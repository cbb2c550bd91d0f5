/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hearth_meeting_link_dup_first (const char *text, gboolean known_only) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
