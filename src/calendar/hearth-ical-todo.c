/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ical-todo.h"

#include <glib/gi18n.h>

/* How long a task lasts from DTSTART to DUE, and when it is due where only the one is written. A
 * recurring task without DTSTART counts from DUE. */
static void
settle_times (HearthIcalDraft *self, HearthIcalWarnings *warnings)
{
  gint64 length = 0;

  if (self->start.zone == NULL) {
    self->start = self->end;
    self->days = self->seconds = 0;
    return;
  }
  if (self->end.zone == NULL)
    return;
  if (self->end.is_date == self->start.is_date)
    length = hearth_ical_time_to_utc (&self->end) - hearth_ical_time_to_utc (&self->start);
  else
    length = self->end.local - self->start.local;
  if (length < 0)
    hearth_ical_warn (warnings, self->line, self->event->uid, _("it is due before it starts"));
  length = CLAMP (length, 0, HEARTH_ICAL_MAX_LENGTH);
  self->days = self->start.is_date ? length / HEARTH_DAY : 0;
  self->seconds = length - self->days * HEARTH_DAY;
}

static void
settle_due (HearthIcalDraft *self, gboolean has_start)
{
  HearthTodo *todo = self->todo;
  const HearthIcalTime *due = &self->end;

  if (has_start)
    todo->start = hearth_ical_time_to_utc (&self->start);
  if (due->zone != NULL) {
    todo->due = hearth_ical_time_to_utc (due);
    todo->due_is_date = due->is_date;
  } else if (self->has_duration && has_start) {
    due = &self->start;
    todo->due = todo->start + hearth_ical_draft_length_at (self, due->local, due->zone);
    todo->due_is_date = due->is_date;
  }
  if (todo->due != 0 && !todo->due_is_date)
    todo->tzid = g_strdup (hearth_zone_get_tzid (due->zone));
}

static void
settle_task_alarms (HearthIcalDraft *self)
{
  HearthTodo *todo = self->todo;
  gint64 anchor = todo->due != 0 ? todo->due : todo->start;
  const HearthIcalTime *time = self->end.zone != NULL ? &self->end : &self->start;
  HearthIcalAlarmBase base = {
    .anchor = anchor,
    .start = todo->start != 0 ? todo->start : anchor,
    .end = anchor,
    .moment = anchor,
    .is_single = self->event->rrule == NULL && self->rdates == NULL,
    .acknowledged = self->acknowledged,
  };

  if (anchor == 0)
    return;
  if (time->is_date)
    base.moment = hearth_zone_to_utc (time->zone, anchor);
  hearth_ical_alarm_settle (self->triggers, &base, todo->alarms);
}

/* Programs write STATUS, COMPLETED and PERCENT-COMPLETE in every mixture. */
static void
settle_status (HearthTodo *todo)
{
  if (todo->status == HEARTH_TODO_NEEDS_ACTION && todo->percent == 100)
    todo->status = HEARTH_TODO_COMPLETED;
  else if (todo->status == HEARTH_TODO_NEEDS_ACTION && todo->percent > 0)
    todo->status = HEARTH_TODO_IN_PROCESS;
  if (todo->status == HEARTH_TODO_COMPLETED)
    todo->percent = 100;
}

/**
 * hearth_ical_todo_settle:
 * @self: the draft of a task
 * @warnings: what is wrong
 *
 * Completes the draft once the whole text was read, and with it every VTIMEZONE.
 */
void
hearth_ical_todo_settle (HearthIcalDraft *self, HearthIcalWarnings *warnings)
{
  HearthTodo *todo = self->todo;
  HearthEvent *event = self->event;
  gboolean has_start = self->start.zone != NULL;

  settle_times (self, warnings);
  if (self->recurrence_id.zone != NULL)
    event->recurrence_id = MAX (hearth_ical_time_to_utc (&self->recurrence_id), 1);
  if (self->start.zone != NULL) {
    event->all_day = self->start.is_date;
    event->span.start = event->span.end = hearth_ical_time_to_utc (&self->start);
  }
  settle_due (self, has_start);
  settle_status (todo);
  settle_task_alarms (self);
  todo->uid = g_strdup (event->uid);
  todo->recurrence_id = event->recurrence_id;
  todo->summary = g_strdup (event->summary);
  todo->description = g_strdup (event->description);
  todo->url = g_strdup (event->url);
  todo->rrule = g_strdup (event->rrule);
  todo->sequence = event->sequence;
  if (todo->tzid != NULL &&
      !hearth_zone_is_known ((self->end.zone != NULL ? &self->end : &self->start)->zone))
    hearth_ical_warn (warnings, self->line, event->uid,
                      _("its time zone is not known; your own is used"));
}

/**
 * hearth_ical_todo_advance:
 * @expansion: an expansion
 * @drafts: (array length=n_drafts): all tasks of one UID, settled, the one without RECURRENCE-ID
 *   first if there is one
 * @n_drafts: their number, at least 1
 *
 * Finds when a recurring task is due next: its first time that is neither taken out nor has a task
 * of its own, and that comes after COMPLETED. Without one it is completed.
 */
void
hearth_ical_todo_advance (HearthIcalExpansion *expansion, HearthIcalDraft **drafts, guint n_drafts)
{
  HearthIcalDraft *master = drafts[0];
  HearthTodo *todo = master->todo;
  gint64 length;
  HearthSpan next;

  if (master->recurrence_id.zone != NULL || master->start.zone == NULL ||
      todo->status == HEARTH_TODO_COMPLETED || todo->status == HEARTH_TODO_CANCELLED ||
      (master->event->rrule == NULL && master->rdates == NULL))
    return;
  length = todo->due != 0 ? todo->due - master->event->span.start : 0;
  if (!hearth_ical_expand_next (expansion, drafts, n_drafts, todo->completed - length, &next)) {
    todo->status = HEARTH_TODO_COMPLETED;
    return;
  }
  if (todo->start != 0)
    todo->start = next.start;
  if (todo->due != 0)
    todo->due = next.end;
}
