/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-calendar-desk.h"
#include "hearth-event.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_EVENT_EDITOR (hearth_event_editor_get_type ())
G_DECLARE_FINAL_TYPE (HearthEventEditor, hearth_event_editor, HEARTH, EVENT_EDITOR, GtkWidget)

GtkWidget *hearth_event_editor_new  (HearthCalendarDesk *desk);
void       hearth_event_editor_edit (HearthEventEditor *self, HearthEvent *event, HearthSpan span,
                                     gint64 original_start);
gboolean   hearth_event_editor_is_writing (HearthEventEditor *self, gint64 id, gint64 start);

G_END_DECLS
