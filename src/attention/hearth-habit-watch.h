/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

typedef struct _HearthHabitWatch HearthHabitWatch;

HearthHabitWatch *hearth_habit_watch_new  (HearthEngine *engine) G_GNUC_WARN_UNUSED_RESULT;
void              hearth_habit_watch_free (HearthHabitWatch *self);
gboolean          hearth_habits_propose   (HearthEngine *engine, guint *n_proposed, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthHabitWatch, hearth_habit_watch_free)

G_END_DECLS
