/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"
#include "hearth-event-edit.h"

G_BEGIN_DECLS

/* The one door through which calendars are changed. */

gboolean hearth_engine_edit_event  (HearthEngine *self, gint64 target, HearthEventEdit *edit,
                                    gint64 *action_id, GError **error);
gint64   hearth_engine_find_edited (HearthEngine *self, gint64 action_id);
void     hearth_engine_set_default_calendar (HearthEngine *self, gint64 source_id);
gint64   hearth_engine_choose_calendar      (HearthEngine *self, gint64 source_id, GError **error);
void     hearth_engine_finish_edits (HearthEngine *self);
gboolean hearth_engine_update_conflicts (HearthEngine *self, GError **error);
GArray  *hearth_engine_take_conflicts   (HearthEngine *self, guint limit, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
