/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ical.h"

#include "hearth-ical-expand.h"
#include "hearth-ical-parsing.h"
#include "hearth-ical-todo.h"

static guint
find_group_end (GPtrArray *list, guint start)
{
  HearthIcalDraft **drafts = (HearthIcalDraft **) list->pdata;
  guint end = start + 1;

  while (end < list->len && g_str_equal (drafts[end]->event->uid, drafts[start]->event->uid))
    end++;
  return end;
}

static gboolean
expand_all (HearthIcalParsing *self, HearthSpan window, GCancellable *cancellable, GError **error)
{
  HearthIcalExpansion expansion;

  hearth_ical_expand_init (&expansion, window, self->drafts->len + self->tasks->len, self->zones,
                           &self->warnings);
  for (guint i = 0, end = 0; i < self->drafts->len; i = end) {
    end = find_group_end (self->drafts, i);
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    hearth_ical_expand_group (&expansion, (HearthIcalDraft **) self->drafts->pdata + i, end - i);
  }
  for (guint i = 0, end = 0; i < self->tasks->len; i = end) {
    end = find_group_end (self->tasks, i);
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    hearth_ical_todo_advance (&expansion, (HearthIcalDraft **) self->tasks->pdata + i, end - i);
  }
  return TRUE;
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  const HearthIcalDraft *x = *(HearthIcalDraft *const *) a;
  const HearthIcalDraft *y = *(HearthIcalDraft *const *) b;

  return x->line < y->line ? -1 : x->line > y->line;
}

static GPtrArray *
dup_events (HearthIcalParsing *self)
{
  GPtrArray *events = g_ptr_array_new_full (self->drafts->len, (GDestroyNotify) hearth_event_unref);

  g_ptr_array_sort (self->drafts, compare_lines);
  for (guint i = 0; i < self->drafts->len; i++) {
    HearthIcalDraft *draft = g_ptr_array_index (self->drafts, i);

    draft->event->calendar_name = g_strdup (self->calendar_name);
    g_ptr_array_add (events, hearth_event_ref (draft->event));
  }
  return events;
}

static GPtrArray *
dup_tasks (HearthIcalParsing *self)
{
  GPtrArray *tasks = g_ptr_array_new_full (self->tasks->len, (GDestroyNotify) hearth_todo_unref);

  g_ptr_array_sort (self->tasks, compare_lines);
  for (guint i = 0; i < self->tasks->len; i++) {
    HearthIcalDraft *draft = g_ptr_array_index (self->tasks, i);

    draft->todo->calendar_name = g_strdup (self->calendar_name);
    g_ptr_array_add (tasks, hearth_todo_ref (draft->todo));
  }
  return tasks;
}

/**
 * hearth_ical_read:
 * @text: iCalendar text; need not end with NUL
 * @length: its bytes
 * @window: the time, in seconds since 1970 UTC, for which occurrences are wanted: those that
 *   overlap it
 * @floating: the owner's zone, for times without one
 * @tasks: (out) (optional) (transfer full) (element-type HearthTodo): its tasks, in the order of
 * the text
 * @warnings: (out) (optional) (transfer full) (element-type utf8): what was left out or changed, in
 *   sentences that name line and UID
 * @cancellable: (nullable): to stop it
 * @error: return location
 *
 * Reads the events and tasks of a calendar, RFC 5545. What is broken costs the line or the event
 * that it is in and gives a warning. Work and memory are bounded whatever the text is: by
 * %HEARTH_ICAL_MAX_BYTES, %HEARTH_ICAL_MAX_EVENTS, a number of occurrences for each event and
 * steps of work for all.
 *
 * Zones are those of the system's tzdata where the TZID is an Olson name, has one behind a prefix,
 * or is one of Windows' names; else the text's own VTIMEZONE.
 *
 * The fields @id, @source_id and @href of both are left empty.
 *
 * Fails with %HEARTH_CALENDAR_ERROR_TOO_LARGE, %HEARTH_CALENDAR_ERROR_BAD_FORMAT if the text is no
 * calendar at all, or %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full) (nullable) (element-type HearthEvent): the events, in the order of the
 *   text
 */
GPtrArray *
hearth_ical_read (const char *text, gsize length, HearthSpan window, GTimeZone *floating,
                  GPtrArray **tasks, GPtrArray **warnings, GCancellable *cancellable,
                  GError **error)
{
  g_auto (HearthIcalParsing) self = { 0 };
  g_autofree char *copy = hearth_ical_dup_utf8_lines (text, length, &length);

  if (warnings != NULL)
    *warnings = NULL;
  if (tasks != NULL)
    *tasks = NULL;
  hearth_ical_parsing_init (&self, copy != NULL ? copy : text, length, floating);
  if (!hearth_ical_parsing_run (&self, cancellable, error) ||
      !expand_all (&self, window, cancellable, error))
    return NULL;
  if (warnings != NULL)
    *warnings = hearth_ical_parsing_take_warnings (&self);
  if (tasks != NULL)
    *tasks = dup_tasks (&self);
  return dup_events (&self);
}

/**
 * hearth_ical_parse:
 * @text: iCalendar text; need not end with NUL
 * @length: its bytes
 * @window: the time for which occurrences are wanted
 * @floating: the owner's zone
 * @warnings: (out) (optional) (transfer full) (element-type utf8): what was left out or changed
 * @cancellable: (nullable): to stop it
 * @error: return location
 *
 * hearth_ical_read() for who wants no tasks.
 *
 * Returns: (transfer full) (nullable) (element-type HearthEvent): the events
 */
GPtrArray *
hearth_ical_parse (const char *text, gsize length, HearthSpan window, GTimeZone *floating,
                   GPtrArray **warnings, GCancellable *cancellable, GError **error)
{
  return hearth_ical_read (text, length, window, floating, NULL, warnings, cancellable, error);
}
