/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-calendar-actions.h"

#include "hearth-calendar-act.h"
#include "hearth-clock.h"
#include "hearth-ical-edit.h"
#include "hearth-store-actions.h"
#include "hearth-store-events.h"
#include "hearth-store-tasks.h"

#include <glib/gi18n.h>
#include <string.h>

static const char *
get_kind (const HearthEventEdit *edit)
{
  switch (edit->kind) {
  case HEARTH_EDIT_CREATE:
    return "event-create";
  case HEARTH_EDIT_CANCEL:
    return "event-cancel";
  case HEARTH_EDIT_ANSWER:
    return "event-answer";
  case HEARTH_EDIT_COMPLETE:
    return "task-done";
  case HEARTH_EDIT_CHANGE:
  case HEARTH_EDIT_RESTORE:
  default:
    return "event-change";
  }
}

static gboolean
fail (GError **error, const char *sentence)
{
  g_set_error_literal (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID, sentence);
  return FALSE;
}

static gboolean
check_edit (const HearthEventEdit *edit, GError **error)
{
  if (edit->has_span && edit->span.end < edit->span.start)
    return fail (error, _("An event cannot end before it begins."));
  if (edit->kind == HEARTH_EDIT_CREATE && edit->content == NULL &&
      (!edit->has_span || edit->summary == NULL || *edit->summary == '\0'))
    return fail (error, _("A new event needs a time and a summary."));
  if (edit->scope != HEARTH_EDIT_ALL && edit->recurrence_id == 0)
    return fail (error, _("Say which occurrence is meant."));
  if (edit->invite != NULL && !hearth_recipients_check (edit->invite, error))
    return FALSE;
  return TRUE;
}

/**
 * hearth_engine_set_default_calendar:
 * @self: an engine
 * @source_id: a calendar, or 0 for the owner's own here
 *
 * Sets where new events go of which nothing else is said.
 */
void
hearth_engine_set_default_calendar (HearthEngine *self, gint64 source_id)
{
  self->default_calendar = source_id;
}

/**
 * hearth_engine_choose_calendar:
 * @self: an engine
 * @source_id: a calendar, or 0 for the usual one
 * @error: why the owner's own cannot be made
 *
 * Returns: the calendar that a new event goes into, or 0
 */
gint64
hearth_engine_choose_calendar (HearthEngine *self, gint64 source_id, GError **error)
{
  HearthRunner *runner;

  if (source_id != 0)
    return source_id;
  if (self->default_calendar != 0) {
    g_auto (HearthCalendarAct) act = { 0 };

    /* One that is gone, or can only be read by now, is no reason to lose an event. */
    if (hearth_calendar_act_init (&act, self, self->default_calendar, NULL, NULL))
      return self->default_calendar;
  }
  runner = hearth_engine_ensure_own_calendar (self, error);
  return runner != NULL ? hearth_runner_get_id (runner) : 0;
}

/* Who invites: the owner by the address that he writes as. */
static gboolean
ensure_organizer (HearthEngine *self, HearthEventEdit *edit, GError **error)
{
  g_autoptr (GPtrArray) accounts = NULL;
  const HearthAccount *account;

  if (edit->invite == NULL || edit->invite->len == 0 || edit->organizer != NULL)
    return TRUE;
  accounts = hearth_engine_list_accounts (self, error);
  if (accounts == NULL)
    return FALSE;
  if (accounts->len == 0)
    return fail (error, _("To invite somebody, add an account that sends mail."));
  account = g_ptr_array_index (accounts, 0);
  edit->organizer = hearth_address_new (account->name, account->address);
  return TRUE;
}

/* What an edit is about. */
typedef struct {
  gint64 source_id;
  char *href;
  char *uid;
  char *title;
} Subject;

static void
subject_clear (Subject *self)
{
  g_free (self->href);
  g_free (self->uid);
  g_free (self->title);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Subject, subject_clear)

static gboolean
find_subject (HearthEngine *self, gint64 target, const HearthEventEdit *edit, Subject *subject,
              GError **error)
{
  if (edit->kind == HEARTH_EDIT_CREATE) {
    subject->source_id = hearth_engine_choose_calendar (self, target, error);
    subject->uid = g_strdup (edit->uid);
    subject->title = g_strdup (edit->summary != NULL ? edit->summary : "");
    if (subject->source_id == 0)
      return FALSE;
    /* An invitation may stand in the calendar already. */
    subject->href =
        hearth_store_resource_texts_find (self->reader, subject->source_id, edit->uid, NULL);
    if (subject->href == NULL)
      subject->href = g_strdup ("");
    return TRUE;
  }
  if (edit->kind == HEARTH_EDIT_COMPLETE) {
    g_autoptr (HearthTodo) task = hearth_store_tasks_get (self->reader, target, error);

    if (task == NULL)
      return FALSE;
    subject->source_id = task->source_id;
    subject->href = g_strdup (task->href);
    subject->uid = g_strdup (task->uid);
    subject->title = g_strdup (task->summary);
  } else {
    g_autoptr (HearthEvent) event = hearth_store_events_get (self->reader, target, error);

    if (event == NULL)
      return FALSE;
    subject->source_id = event->source_id;
    subject->href = g_strdup (event->href);
    subject->uid = g_strdup (event->uid);
    subject->title = g_strdup (event->summary);
  }
  return TRUE;
}

/* A resource of a server holds one UID: a change from one occurrence on makes two edits, and the
 * new series is written first. */
static gboolean
add_split (HearthCalendarAct *act, const HearthEventEdit *edit, const char *href, GError **error)
{
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (HearthEventEdit) rest = NULL;
  g_autoptr (HearthEventEdit) head = NULL;

  if (!hearth_calendar_act_read_text (act, href, &content, error))
    return FALSE;
  if (!hearth_ical_edit_split (content, edit, zone, &rest, &head, error))
    return FALSE;
  if (rest != NULL)
    hearth_calendar_act_add (act, rest, "");
  hearth_calendar_act_add (act, head, href);
  return TRUE;
}

/**
 * hearth_engine_edit_event:
 * @self: an engine
 * @target: of %HEARTH_EDIT_CREATE a calendar, or 0 for the usual one; of %HEARTH_EDIT_COMPLETE a
 *   task; else an event
 * @edit: what is meant; its UID is set from @target where that has one
 * @action_id: (out): for hearth_engine_undo()
 * @error: a #HearthEngineError, #HearthModelError, #HearthCalendarError or #HearthStoreError
 *
 * Changes a calendar. It stands in the store when this returns; a server is told as soon as it can
 * be reached, and guests by mail, ten seconds later, where no server does that.
 *
 * Returns: whether it is done
 */
gboolean
hearth_engine_edit_event (HearthEngine *self, gint64 target, HearthEventEdit *edit,
                          gint64 *action_id, GError **error)
{
  g_auto (HearthCalendarAct) act = { 0 };
  g_auto (Subject) subject = { 0 };

  *action_id = 0;
  if (!check_edit (edit, error) || !find_subject (self, target, edit, &subject, error) ||
      !ensure_organizer (self, edit, error) ||
      !hearth_calendar_act_init (&act, self, subject.source_id, get_kind (edit), error))
    return FALSE;
  g_free (edit->uid);
  edit->uid = g_steal_pointer (&subject.uid);
  act.title = g_steal_pointer (&subject.title);
  if (edit->kind == HEARTH_EDIT_CHANGE && edit->scope == HEARTH_EDIT_FUTURE &&
      !hearth_source_kind_is_file (act.target.kind)) {
    if (!add_split (&act, edit, subject.href, error))
      return FALSE;
  } else {
    hearth_calendar_act_add (&act, edit, subject.href);
  }
  if (!hearth_calendar_act_run (&act, error))
    return FALSE;
  *action_id = act.action_id;
  return TRUE;
}

/**
 * hearth_engine_find_edited:
 * @self: an engine
 * @action_id: an action on a calendar
 *
 * Returns: the row of the event that it made or changed, or 0
 */
gint64
hearth_engine_find_edited (HearthEngine *self, gint64 action_id)
{
  g_autoptr (GPtrArray) events = hearth_store_event_actions_list (self->reader, action_id, NULL);
  const HearthActionEvent *event;

  if (events == NULL || events->len == 0)
    return 0;
  event = g_ptr_array_index (events, 0);
  return hearth_store_events_find (self->reader, event->source_id, event->uid, NULL);
}

/**
 * hearth_engine_finish_edits:
 * @self: an engine
 *
 * Waits until servers were told what was done to their calendars, or could not be told now, for
 * programs that end.
 */
void
hearth_engine_finish_edits (HearthEngine *self)
{
  for (guint i = 0; i < self->runners->len; i++) {
    HearthRunner *runner = g_ptr_array_index (self->runners, i);

    while (hearth_runner_get_calendar_source (runner) != NULL && hearth_runner_is_running (runner))
      g_main_context_iteration (NULL, TRUE);
  }
}

/* An event as the edit that makes it. */
static HearthEventEdit *
edit_from_event (const HearthEvent *event)
{
  HearthEventEdit *edit = hearth_event_edit_new (HEARTH_EDIT_CREATE, event->uid);

  edit->has_span = TRUE;
  edit->span = event->span;
  edit->all_day = event->all_day;
  edit->tzid = g_strdup (event->tzid);
  edit->summary = g_strdup (event->summary);
  edit->description = g_strdup (event->description);
  edit->location = g_strdup (event->location);
  edit->url = g_strdup (event->url);
  edit->rrule = g_strdup (event->rrule);
  if (event->alarms->len > 0)
    edit->alarms = g_array_ref (event->alarms);
  for (guint i = 0; i < event->attendees->len; i++) {
    const HearthAttendee *attendee = g_ptr_array_index (event->attendees, i);

    if (edit->invite == NULL)
      edit->invite = hearth_recipients_new ();
    g_ptr_array_add (edit->invite, hearth_address_copy (attendee->who));
  }
  return edit;
}

/**
 * hearth_engine_create_event:
 * @self: an engine
 * @event: the event; its UID is set if it has none, and its guests are invited
 * @error: as hearth_engine_edit_event()
 *
 * Writes an event into the usual calendar.
 *
 * Returns: its row, or 0
 */
gint64
hearth_engine_create_event (HearthEngine *self, HearthEvent *event, GError **error)
{
  g_autoptr (HearthEventEdit) edit = NULL;
  gint64 action_id;

  if (event->uid == NULL || event->uid[0] == '\0') {
    g_free (event->uid);
    event->uid = g_uuid_string_random ();
  }
  edit = edit_from_event (event);
  return hearth_engine_edit_event (self, 0, edit, &action_id, error)
             ? hearth_engine_find_edited (self, action_id)
             : 0;
}
