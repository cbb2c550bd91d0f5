/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-event.h"

G_BEGIN_DECLS

GArray *hearth_meetings_load     (HearthDatabase *db, HearthSpan span, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gint64  hearth_meetings_find_end (GArray *meetings, gint64 now);

G_END_DECLS
