/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char  *hearth_day_part_get_greeting   (GDateTime *now);
const char **hearth_day_part_list_questions (GDateTime *now) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
