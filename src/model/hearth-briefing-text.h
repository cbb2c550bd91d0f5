/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hearth_briefing_to_text (GVariant *briefing) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_briefing_to_json (GVariant *briefing) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
