/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-todo.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *hearth_task_row_new (const HearthTodo *task, const char *color);

G_END_DECLS
