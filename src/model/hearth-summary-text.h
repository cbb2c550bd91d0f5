/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hearth_summary_to_text (GVariant *summary) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_summary_to_json (GVariant *summary) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
