/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-calendar-act.h"
#include "hearth-calendar-actions.h"
#include "hearth-clock.h"
#include "hearth-ical-edit.h"
#include "hearth-invitations.h"
#include "hearth-store-events.h"
#include "hearth-store-invitations.h"

#include <glib/gi18n.h>
#include <string.h>

/* What the owner does with what came about events by mail. Nothing of it happens by itself. */

static gboolean
fail (GError **error, const char *sentence)
{
  g_set_error_literal (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID, sentence);
  return FALSE;
}

static gboolean
read_partstat (const char *answer, HearthPartstat *partstat)
{
  if (g_str_equal (answer, "accepted"))
    *partstat = HEARTH_PARTSTAT_ACCEPTED;
  else if (g_str_equal (answer, "tentative"))
    *partstat = HEARTH_PARTSTAT_TENTATIVE;
  else if (g_str_equal (answer, "declined"))
    *partstat = HEARTH_PARTSTAT_DECLINED;
  else
    return FALSE;
  return TRUE;
}

/* What stands in the calendar of the event, whose resource is @href. */
static gboolean
dup_existing (HearthCalendarAct *act, const char *href, const char *uid, char **existing,
              GError **error)
{
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GBytes) part = NULL;
  GError *local_error = NULL;

  if (hearth_source_kind_is_file (act->target.kind)) {
    *existing = hearth_runner_dup_part_sync (act->runner, href, uid, &local_error);
  } else if (hearth_calendar_act_read_text (act, href, &content, &local_error)) {
    part = content != NULL ? hearth_ical_extract (content, uid, &local_error) : NULL;
    if (part != NULL)
      *existing = g_strndup (g_bytes_get_data (part, NULL), g_bytes_get_size (part));
  }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

/* What the event is to be: as invited, and with the owner's answer in it. */
static char *
dup_answered (const HearthInvitation *invitation, const char *existing, HearthPartstat partstat,
              GError **error)
{
  const HearthItip *itip = invitation->itip;
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autofree char *content = existing != NULL ? hearth_itip_dup_merged (itip, existing, zone)
                                              : hearth_itip_dup_content (itip);
  g_autoptr (HearthEventEdit) edit = hearth_event_edit_new (HEARTH_EDIT_ANSWER, itip->uid);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) answered = NULL;

  if (invitation->owner == NULL)
    return g_steal_pointer (&content);
  edit->attendee = g_strdup (invitation->owner->address);
  edit->partstat = partstat;
  if (itip->recurrence_id != 0) {
    edit->scope = HEARTH_EDIT_THIS;
    edit->recurrence_id = itip->recurrence_id;
  }
  bytes = g_bytes_new (content, strlen (content));
  answered = hearth_ical_edit_apply (bytes, edit, zone, error);
  return answered != NULL
             ? g_strndup (g_bytes_get_data (answered, NULL), g_bytes_get_size (answered))
             : NULL;
}

/* An invitation: the event goes into the calendar or is brought up to date there, and whoever
 * invited gets the answer. What is declined and is not there does not go there. */
static gboolean
add_answer (HearthCalendarAct *act, const HearthInvitation *invitation, HearthPartstat partstat,
            GError **error)
{
  const HearthItip *itip = invitation->itip;
  gint64 source_id = hearth_runner_get_id (act->runner);
  g_autofree char *href =
      hearth_store_resource_texts_find (act->engine->reader, source_id, itip->uid, NULL);
  g_autofree char *existing = NULL;
  g_autoptr (HearthEventEdit) edit = NULL;

  if (href != NULL && !dup_existing (act, href, itip->uid, &existing, error))
    return FALSE;
  if (existing == NULL && partstat == HEARTH_PARTSTAT_DECLINED)
    return TRUE;
  edit = hearth_event_edit_new (existing != NULL ? HEARTH_EDIT_RESTORE : HEARTH_EDIT_CREATE,
                                itip->uid);
  edit->content = dup_answered (invitation, existing, partstat, error);
  if (edit->content == NULL)
    return FALSE;
  hearth_calendar_act_add (act, edit, href != NULL ? href : "");
  return TRUE;
}

static gboolean
answer_request (HearthEngine *self, const HearthInvitation *invitation, gint64 message_id,
                HearthPartstat partstat, const char *comment, gint64 calendar, gint64 *action_id,
                GError **error)
{
  g_auto (HearthCalendarAct) act = { 0 };
  gint64 source_id = invitation->event_source != 0
                         ? invitation->event_source
                         : hearth_engine_choose_calendar (self, calendar, error);

  if (source_id == 0 || !hearth_calendar_act_init (&act, self, source_id, "event-answer", error) ||
      !add_answer (&act, invitation, partstat, error))
    return FALSE;
  act.title = g_strdup (invitation->itip->summary);
  act.message_id = message_id;
  act.answer = partstat;
  /* RFC 6638: a server that schedules sends the answer itself when it is written. */
  if (invitation->owner != NULL && !(act.target.scheduling && act.edits->len > 0))
    act.extra_mail = hearth_event_mail_new_reply (invitation->itip, invitation->owner, partstat,
                                                  comment, message_id);
  if (!hearth_calendar_act_run (&act, error))
    return FALSE;
  *action_id = act.action_id;
  return TRUE;
}

/* A change to the event as it stands in a calendar, of which nobody need be told. */
static gboolean
change_event (HearthEngine *self, const HearthInvitation *invitation, gint64 message_id,
              HearthEventEdit *edit, const char *kind, gint64 *action_id, GError **error)
{
  g_autoptr (HearthEvent) event =
      hearth_store_events_get (self->reader, invitation->event_id, error);
  g_auto (HearthCalendarAct) act = { 0 };

  if (event == NULL ||
      !hearth_calendar_act_init (&act, self, invitation->event_source, kind, error))
    return FALSE;
  act.title = g_strdup (event->summary);
  act.message_id = message_id;
  act.answer = edit->partstat;
  hearth_calendar_act_add (&act, edit, event->href);
  if (!hearth_calendar_act_run (&act, error))
    return FALSE;
  *action_id = act.action_id;
  return TRUE;
}

static gboolean
note_reply (HearthEngine *self, const HearthInvitation *invitation, gint64 message_id,
            gint64 *action_id, GError **error)
{
  const HearthItip *itip = invitation->itip;
  g_autoptr (HearthEventEdit) edit = hearth_event_edit_new (HEARTH_EDIT_ANSWER, itip->uid);

  edit->attendee = g_strdup (invitation->guest->address);
  edit->partstat = invitation->answer;
  if (itip->recurrence_id != 0) {
    edit->scope = HEARTH_EDIT_THIS;
    edit->recurrence_id = itip->recurrence_id;
  }
  return change_event (self, invitation, message_id, edit, "event-answer", action_id, error);
}

static gboolean
remove_cancelled (HearthEngine *self, const HearthInvitation *invitation, gint64 message_id,
                  gint64 *action_id, GError **error)
{
  const HearthItip *itip = invitation->itip;
  g_autoptr (HearthEventEdit) edit = hearth_event_edit_new (HEARTH_EDIT_CANCEL, itip->uid);

  if (itip->recurrence_id != 0) {
    edit->scope = itip->and_future ? HEARTH_EDIT_FUTURE : HEARTH_EDIT_THIS;
    edit->recurrence_id = itip->recurrence_id;
  }
  return change_event (self, invitation, message_id, edit, "event-cancel", action_id, error);
}

static gboolean
make_row (HearthDatabase *db, gpointer user_data, GError **error)
{
  const HearthInvitationRow *row = user_data;

  return hearth_store_invitations_add (db, row, error);
}

/* A mail that came a moment ago may not have been looked at yet. */
static gboolean
ensure_row (HearthEngine *self, const HearthInvitation *invitation, gint64 message_id,
            GError **error)
{
  const HearthItip *itip = invitation->itip;
  HearthInvitationRow row = { .message_id = message_id,
                              .method = (char *) hearth_itip_method_to_string (itip->method),
                              .uid = itip->uid,
                              .recurrence_id = itip->recurrence_id,
                              .sequence = itip->sequence,
                              .stamp = itip->stamp,
                              .start = itip->event->span.start,
                              .answer = invitation->guest != NULL ? invitation->answer
                                                                  : HEARTH_PARTSTAT_NEEDS_ACTION };

  return hearth_writer_run_sync (self->writer, make_row, &row, error);
}

/**
 * hearth_engine_answer_invitation:
 * @self: an engine
 * @message_id: a mail
 * @answer: "accepted", "tentative", "declined"; of a guest's reply "noted", of a cancellation
 *   "removed"
 * @comment: what is said with the answer, perhaps ""
 * @calendar: where the event goes if it is in no calendar yet; 0 for the usual one
 * @action_id: (out): for hearth_engine_undo(), until the answer has gone
 * @error: %HEARTH_ENGINE_ERROR_INVALID if that cannot be said to it, with the reason; and as
 *   hearth_engine_edit_event()
 *
 * Does what the owner says to what came about an event by mail. The answer goes by mail, ten
 * seconds later, unless the calendar's server sends it.
 *
 * Returns: whether it is done
 */
gboolean
hearth_engine_answer_invitation (HearthEngine *self, gint64 message_id, const char *answer,
                                 const char *comment, gint64 calendar, gint64 *action_id,
                                 GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (HearthInvitation) invitation =
      hearth_engine_read_invitation (self, message_id, &local_error);
  HearthItipMethod method;
  HearthPartstat partstat;

  *action_id = 0;
  if (local_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  if (invitation == NULL)
    return fail (error, _("There is no invitation in this mail."));
  if (!invitation->can_answer)
    return fail (error, invitation->sentence);
  if (!ensure_row (self, invitation, message_id, error))
    return FALSE;
  method = invitation->itip->method;
  if (method == HEARTH_ITIP_REPLY && g_str_equal (answer, "noted"))
    return note_reply (self, invitation, message_id, action_id, error);
  if (method == HEARTH_ITIP_CANCEL && g_str_equal (answer, "removed"))
    return remove_cancelled (self, invitation, message_id, action_id, error);
  if (method == HEARTH_ITIP_REPLY || method == HEARTH_ITIP_CANCEL ||
      !read_partstat (answer, &partstat))
    return fail (error, _("That cannot be answered to this mail."));
  return answer_request (self, invitation, message_id, partstat, comment, calendar, action_id,
                         error);
}
