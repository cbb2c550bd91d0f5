/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-message.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *hearth_need_row_new (HearthMessage *message);

G_END_DECLS
