/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mail-desk.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_MEMORY_VIEW (hearth_memory_view_get_type ())
G_DECLARE_FINAL_TYPE (HearthMemoryView, hearth_memory_view, HEARTH, MEMORY_VIEW, GtkWidget)

GtkWidget *hearth_memory_view_new  (HearthMailDesk *desk) G_GNUC_WARN_UNUSED_RESULT;
void       hearth_memory_view_open (HearthMemoryView *self);
void       hearth_memory_view_find (HearthMemoryView *self, const char *words);

G_END_DECLS
