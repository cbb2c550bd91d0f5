/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mail-desk.h"

G_BEGIN_DECLS

void hearth_permission_ask (GtkWidget *window, HearthMailDesk *desk, gint64 message_id,
                            const char *verb);

G_END_DECLS
