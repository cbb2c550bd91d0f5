/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mail-desk.h"

G_BEGIN_DECLS

void hearth_leaving_begin (GtkWidget *parent, HearthMailDesk *desk, const gint64 *messages,
                           gsize n_messages);

G_END_DECLS
