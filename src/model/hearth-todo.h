/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** HearthTodoStatus: STATUS of a VTODO, RFC 5545, section 3.8.1.11. */
typedef enum {
  HEARTH_TODO_NEEDS_ACTION,
  HEARTH_TODO_IN_PROCESS,
  HEARTH_TODO_COMPLETED,
  HEARTH_TODO_CANCELLED,
} HearthTodoStatus;

/**
 * HearthTodo:
 *
 * One VTODO, RFC 5545, section 3.6.2. Immutable once handed on.
 *
 * @id: the store's row id, or 0; stable while source, UID and RECURRENCE-ID stay
 * @source_id: the source it came from
 * @href: the file or resource in the source that holds it
 * @uid: UID; never ""
 * @recurrence_id: RECURRENCE-ID as UTC seconds in an override, else 0
 * @summary: one line, cleaned
 * @description: (nullable): cleaned text, at most 64 KiB
 * @url: (nullable): URL
 * @due: when it is due (of a recurring task, the next time after COMPLETED), seconds since 1970 UTC;
 *   of a date, its midnight in UTC; 0 if it is never due
 * @due_is_date: whether DUE is a DATE
 * @start: DTSTART in the same way, or 0
 * @tzid: (nullable): the zone of DUE as written
 * @status: STATUS
 * @completed: COMPLETED, seconds since 1970 UTC, or 0
 * @priority: PRIORITY, 1 the highest, 9 the lowest, 0 none
 * @percent: PERCENT-COMPLETE
 * @rrule: (nullable): the text of RRULE
 * @alarms: (element-type gint): VALARM triggers in seconds relative to @due, negative is before
 * @sequence: SEQUENCE
 * @calendar_name: (nullable): X-WR-CALNAME or the file's name
 */
typedef struct {
  gint64 id;
  gint64 source_id;
  char *href;
  char *uid;
  gint64 recurrence_id;
  char *summary;
  char *description;
  char *url;
  gint64 due;
  gboolean due_is_date;
  gint64 start;
  char *tzid;
  HearthTodoStatus status;
  gint64 completed;
  int priority;
  int percent;
  char *rrule;
  GArray *alarms;
  int sequence;
  char *calendar_name;
} HearthTodo;

#define HEARTH_TYPE_TODO (hearth_todo_get_type ())
GType       hearth_todo_get_type (void);
HearthTodo *hearth_todo_new      (void) G_GNUC_WARN_UNUSED_RESULT;
HearthTodo *hearth_todo_ref      (HearthTodo *self) G_GNUC_WARN_UNUSED_RESULT;
void        hearth_todo_unref    (HearthTodo *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthTodo, hearth_todo_unref)

G_END_DECLS
