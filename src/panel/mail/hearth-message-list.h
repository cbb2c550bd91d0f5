/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-message-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *hearth_message_list_new (HearthMessageModel *model);

G_END_DECLS
