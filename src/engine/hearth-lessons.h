/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

gboolean hearth_engine_teach          (HearthEngine *self, gint64 message_id, const char *what,
                                       GError **error);
gboolean hearth_engine_forget_lessons (HearthEngine *self, GError **error);
gint64   hearth_lessons_get_since     (HearthDatabase *db);

G_END_DECLS
