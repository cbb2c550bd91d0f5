/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-calendar-actions.h"
#include "hearth-conflicts.h"
#include "hearth-engine-private.h"
#include "hearth-invitations.h"
#include "hearth-store-conflicts.h"

/* What is looked at when calendars or mail changed. */

/* A calendar that is read for the first time changes many times a second. */
#define LOOK_SOON_MS 1500

static gboolean
look_cb (gpointer user_data)
{
  HearthEngine *self = user_data;
  g_autoptr (GError) error = NULL;

  self->conflicts_soon = 0;
  if (!hearth_engine_update_conflicts (self, &error))
    g_warning ("Conflicts could not be looked for: %s", error->message);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (HearthEngine *self, const char *table)
{
  if (self->started && self->conflicts_soon == 0 && g_str_equal (table, "events"))
    self->conflicts_soon = g_timeout_add (LOOK_SOON_MS, look_cb, self);
}

static void
added_cb (HearthEngine *self)
{
  hearth_engine_look_for_invitations (self);
}

static void
refused_cb (HearthRunner *runner, const char *sentence, HearthEngine *self)
{
  g_signal_emit_by_name (self, "edit-refused", sentence);
}

/* Passes on what a calendar does not take. */
void
hearth_engine_watch_edits (HearthEngine *self, HearthRunner *runner)
{
  g_signal_connect_object (runner, "refused", G_CALLBACK (refused_cb), self, 0);
}

/* Begins to look when something changes. */
void
hearth_engine_watch_calendars (HearthEngine *self)
{
  g_signal_connect (self, "changed", G_CALLBACK (changed_cb), NULL);
  g_signal_connect (self, "messages-added", G_CALLBACK (added_cb), NULL);
}

/* Looks for what came while no program ran. */
void
hearth_engine_start_calendars (HearthEngine *self)
{
  changed_cb (self, "events");
  hearth_engine_look_for_invitations (self);
}

void
hearth_engine_pause_calendars (HearthEngine *self)
{
  g_clear_handle_id (&self->conflicts_soon, g_source_remove);
}

/**
 * hearth_engine_set_day_plan:
 * @self: an engine
 * @plan: the owner's working days and ways; hours that cannot be are left as they were
 *
 * Says between which hours free time is looked for, and what else than an event takes time.
 */
void
hearth_engine_set_day_plan (HearthEngine *self, const HearthDayPlan *plan)
{
  guint before = self->day_plan.travel;

  if (hearth_day_plan_is_valid (plan))
    self->day_plan = *plan;
  self->day_plan.travel = plan->travel;
  if (before != plan->travel)
    changed_cb (self, "events");
}

/**
 * hearth_engine_get_day_plan:
 * @self: an engine
 *
 * Returns: (transfer none): the owner's working days and ways
 */
const HearthDayPlan *
hearth_engine_get_day_plan (HearthEngine *self)
{
  return &self->day_plan;
}

/**
 * hearth_engine_update_conflicts:
 * @self: an engine
 * @error: a #HearthStoreError
 *
 * Looks for events that overlap. It is done by itself after each change while the engine runs.
 *
 * Returns: whether the store knows them
 */
gboolean
hearth_engine_update_conflicts (HearthEngine *self, GError **error)
{
  gboolean changed;

  if (!hearth_conflicts_update (self->reader, self->writer, self->day_plan.travel, &changed, error))
    return FALSE;
  if (changed)
    hearth_engine_emit_changed (self, "conflicts");
  return TRUE;
}

static gboolean
write_told (HearthDatabase *db, gpointer user_data, GError **error)
{
  return hearth_store_conflicts_set_told (db, user_data, error);
}

/**
 * hearth_engine_take_conflicts:
 * @self: an engine
 * @limit: at most so many
 * @error: a #HearthStoreError
 *
 * Takes those of which the owner was not told. They are noted as told before this returns: rather
 * is one not said than one said twice; all of them stay in the list.
 *
 * Returns: (transfer full) (nullable) (element-type HearthConflictRow): them; %NULL on an error
 */
GArray *
hearth_engine_take_conflicts (HearthEngine *self, guint limit, GError **error)
{
  g_autoptr (GArray) rows = hearth_store_conflicts_list (self->reader, TRUE, limit, error);

  if (rows == NULL ||
      (rows->len > 0 && !hearth_writer_run_sync (self->writer, write_told, rows, error)))
    return NULL;
  return g_steal_pointer (&rows);
}
