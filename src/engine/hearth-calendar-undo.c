/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-calendar-act.h"
#include "hearth-clock.h"
#include "hearth-ical-compare.h"
#include "hearth-ical-edit.h"
#include "hearth-ical.h"

#include <glib/gi18n.h>
#include <string.h>

/* Taking back what was done to a calendar: everything that the action changed becomes what it was,
 * if it still is as the action left it. */

static GPtrArray *
parse (const char *text)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  HearthSpan window = { 0, 0 };

  return hearth_ical_parse (text, strlen (text), window, zone, NULL, NULL, NULL);
}

static gboolean
same_people (const HearthEvent *a, const HearthEvent *b)
{
  if (a->attendees->len != b->attendees->len)
    return FALSE;
  for (guint i = 0; i < a->attendees->len; i++) {
    const HearthAttendee *first = g_ptr_array_index (a->attendees, i);
    gboolean found = FALSE;

    for (guint k = 0; k < b->attendees->len && !found; k++) {
      const HearthAttendee *second = g_ptr_array_index (b->attendees, k);

      found = first->partstat == second->partstat &&
              g_ascii_strcasecmp (first->who->address, second->who->address) == 0;
    }
    if (!found)
      return FALSE;
  }
  return TRUE;
}

static gboolean
same_event (const HearthEvent *a, const HearthEvent *b)
{
  return a->recurrence_id == b->recurrence_id && a->span.start == b->span.start &&
         a->span.end == b->span.end && a->all_day == b->all_day && a->status == b->status &&
         g_strcmp0 (a->summary, b->summary) == 0 && g_strcmp0 (a->location, b->location) == 0 &&
         g_strcmp0 (a->description, b->description) == 0 && g_strcmp0 (a->rrule, b->rrule) == 0 &&
         a->alarms->len == b->alarms->len && a->moments->len == b->moments->len &&
         same_people (a, b);
}

/* Servers write an event down in words of their own; what counts is what a person sees of it. */
static gboolean
means_the_same (const char *a, const char *b)
{
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) second = NULL;

  if (hearth_ical_compare_equal (a, b))
    return TRUE;
  if (a == NULL || b == NULL)
    return FALSE;
  first = parse (a);
  second = parse (b);
  if (first == NULL || second == NULL || first->len != second->len || first->len == 0)
    return FALSE;
  for (guint i = 0; i < first->len; i++) {
    gboolean found = FALSE;

    for (guint k = 0; k < second->len && !found; k++)
      found = same_event (first->pdata[i], second->pdata[k]);
    if (!found)
      return FALSE;
  }
  return TRUE;
}

typedef struct {
  const HearthActionEvent *event;
  char *href; /* (owned) where it is now */
  char *part; /* (owned) (nullable) */
} Look;

static gboolean
look_remote (HearthDatabase *db, gpointer user_data, GError **error)
{
  Look *look = user_data;
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GBytes) part = NULL;

  /* Both at once: a new event has another name as soon as its server has it. */
  look->href =
      hearth_store_resource_texts_find (db, look->event->source_id, look->event->uid, NULL);
  if (look->href == NULL)
    look->href = g_strdup (look->event->href);
  if (!hearth_store_resource_texts_get (db, look->event->source_id, look->href, &content, NULL,
                                        error))
    return FALSE;
  if (content != NULL)
    part = hearth_ical_extract (content, look->event->uid, NULL);
  if (part != NULL)
    look->part = g_strndup (g_bytes_get_data (part, NULL), g_bytes_get_size (part));
  return TRUE;
}

/* Finds where the event is now, and checks that nobody else changed it since. */
static gboolean
check_event (HearthCalendarAct *act, const HearthActionEvent *event, char **href, GError **error)
{
  HearthEngine *engine = act->engine;
  Look look = { .event = event };
  g_autofree char *part = NULL;
  GError *local_error = NULL;

  if (hearth_source_kind_is_file (act->target.kind)) {
    look.href =
        hearth_store_resource_texts_find (engine->reader, event->source_id, event->uid, NULL);
    if (look.href == NULL)
      look.href = g_strdup (event->href);
    look.part = hearth_runner_dup_part_sync (act->runner, look.href, event->uid, &local_error);
  } else {
    hearth_writer_call_sync (engine->writer, look_remote, &look, &local_error);
  }
  part = look.part;
  *href = look.href;
  if (local_error != NULL) {
    g_propagate_error (error, local_error);
    return FALSE;
  }
  if (means_the_same (part, event->after))
    return TRUE;
  g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_EXISTS,
               _("“%s” was changed by somebody else meanwhile, so it is left as it is."),
               act->title);
  return FALSE;
}

/**
 * hearth_calendar_undo:
 * @self: an engine
 * @action_id: an action on a calendar that was not taken back
 * @title: the summary of what it was done to
 * @n_changed: (out) (optional): how many events are as before again
 * @error: %HEARTH_ENGINE_ERROR_EXISTS if somebody else changed it since, or
 *   %HEARTH_ENGINE_ERROR_INVALID if others were told by mail already; a #HearthCalendarError or
 *   #HearthStoreError
 *
 * Takes an action on a calendar back, in one step.
 *
 * Returns: whether that is done
 */
gboolean
hearth_calendar_undo (HearthEngine *self, gint64 action_id, const char *title, guint *n_changed,
                      GError **error)
{
  g_autoptr (GPtrArray) events = hearth_store_event_actions_list (self->reader, action_id, error);
  g_auto (HearthCalendarAct) act = { 0 };

  if (events == NULL)
    return FALSE;
  if (events->len == 0)
    return hearth_calendar_act_take_back_mails (self, action_id, error);
  if (!hearth_calendar_act_init (&act, self, ((HearthActionEvent *) events->pdata[0])->source_id,
                                 NULL, error))
    return FALSE;
  act.undoes = action_id;
  act.title = g_strdup (title);
  /* What came last goes first. */
  for (guint i = events->len; i-- > 0;) {
    const HearthActionEvent *event = g_ptr_array_index (events, i);
    g_autoptr (HearthEventEdit) edit = hearth_event_edit_new (HEARTH_EDIT_RESTORE, event->uid);
    g_autofree char *href = NULL;

    if (!check_event (&act, event, &href, error))
      return FALSE;
    edit->content = g_strdup (event->before);
    hearth_calendar_act_add (&act, edit, href);
  }
  if (!hearth_calendar_act_run (&act, error))
    return FALSE;
  if (n_changed != NULL)
    *n_changed = events->len;
  return TRUE;
}
