/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-invitations.h"

#include "hearth-calendar-act.h"
#include "hearth-calendar-actions.h"
#include "hearth-clock.h"
#include "hearth-conflicts.h"
#include "hearth-store-events.h"
#include "hearth-store-invitations.h"

#include <glib/gi18n.h>
#include <string.h>

#define DAY 86400

/* How far ahead a series is looked at for what it would collide with, and how often. */
#define LOOK_AHEAD (60 * DAY)
#define MAX_LOOKS 20
#define MAX_CONFLICTS 20

/* Mails whose calendar parts are read in one go. */
#define MAX_NEW 200

static const char *const state_names[] = {
  "new", "update", "answered", "outdated", "cancelled", "refused", "noted",
};

/**
 * hearth_invitation_state_to_string:
 * @state: a state
 *
 * Returns: (transfer none): its name, as on D-Bus
 */
const char *
hearth_invitation_state_to_string (HearthInvitationState state)
{
  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (state_names), "");
  return state_names[state];
}

/**
 * hearth_invitation_free:
 * @self: (nullable) (transfer full): an invitation
 */
void
hearth_invitation_free (HearthInvitation *self)
{
  if (self == NULL)
    return;
  hearth_itip_free (self->itip);
  g_free (self->sentence);
  hearth_address_free (self->owner);
  hearth_address_free (self->guest);
  g_clear_pointer (&self->conflicts, g_ptr_array_unref);
  g_free (self);
}

/* What is known when an invitation is judged. */
typedef struct {
  HearthEngine *engine;
  HearthInvitation *invitation;
  const HearthItip *itip;
  const HearthMessage *message;
  HearthInvitationRow *row; /* (owned) (nullable) */
  GPtrArray *others;        /* (owned) of HearthInvitationRow, about the same event */
  GPtrArray *owners;        /* (owned) addresses */
  HearthEvent *event;       /* (owned) (nullable) as it stands in a calendar */
} Judgement;

static void
judgement_clear (Judgement *self)
{
  g_clear_pointer (&self->row, hearth_invitation_row_free);
  g_clear_pointer (&self->others, g_ptr_array_unref);
  g_clear_pointer (&self->owners, g_ptr_array_unref);
  g_clear_pointer (&self->event, hearth_event_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Judgement, judgement_clear)

static gboolean
is_owner (const Judgement *self, const char *address)
{
  for (guint i = 0; i < self->owners->len; i++) {
    if (g_ascii_strcasecmp (self->owners->pdata[i], address) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_from (const Judgement *self, const char *address)
{
  return self->message->from != NULL && address != NULL &&
         g_ascii_strcasecmp (self->message->from->address, address) == 0;
}

static void
settle (Judgement *self, HearthInvitationState state, char *sentence)
{
  self->invitation->state = state;
  g_free (self->invitation->sentence);
  self->invitation->sentence = sentence;
}

/* Whether another mail about the same occurrence, or about the whole, says something newer. */
static const HearthInvitationRow *
find_newer (const Judgement *self)
{
  const HearthItip *itip = self->itip;

  for (guint i = 0; i < self->others->len; i++) {
    const HearthInvitationRow *row = g_ptr_array_index (self->others, i);
    gboolean asks = g_str_equal (row->method, "REQUEST") || g_str_equal (row->method, "CANCEL") ||
                    g_str_equal (row->method, "PUBLISH");

    if (asks && row->message_id != self->message->id &&
        (row->recurrence_id == itip->recurrence_id || row->recurrence_id == 0) &&
        hearth_itip_compare (row->sequence, row->stamp, itip->sequence, itip->stamp) > 0)
      return row;
  }
  return NULL;
}

static HearthPartstat
find_partstat (const HearthEvent *event, const char *address)
{
  for (guint i = 0; event != NULL && i < event->attendees->len; i++) {
    const HearthAttendee *attendee = g_ptr_array_index (event->attendees, i);

    if (g_ascii_strcasecmp (attendee->who->address, address) == 0)
      return attendee->partstat;
  }
  return HEARTH_PARTSTAT_NEEDS_ACTION;
}

static gboolean
is_invited (const HearthEvent *event, const char *address)
{
  for (guint i = 0; event != NULL && i < event->attendees->len; i++) {
    const HearthAttendee *attendee = g_ptr_array_index (event->attendees, i);

    if (g_ascii_strcasecmp (attendee->who->address, address) == 0)
      return TRUE;
  }
  return FALSE;
}

static char *
dup_answered_sentence (HearthPartstat answer)
{
  switch (answer) {
  case HEARTH_PARTSTAT_ACCEPTED:
    return g_strdup (_("You accepted this invitation."));
  case HEARTH_PARTSTAT_TENTATIVE:
    return g_strdup (_("You accepted this invitation tentatively."));
  case HEARTH_PARTSTAT_DECLINED:
    return g_strdup (_("You declined this invitation."));
  case HEARTH_PARTSTAT_NEEDS_ACTION:
  case HEARTH_PARTSTAT_DELEGATED:
  default:
    return g_strdup (_("You dealt with this invitation."));
  }
}

/* An answer that no account could send, and no server has sent either. */
static void
mark_untold (Judgement *self)
{
  HearthInvitation *invitation = self->invitation;
  HearthDatabase *db = hearth_engine_get_reader (self->engine);
  g_auto (HearthEditTarget) target = { 0 };
  g_autofree char *before = NULL;
  gboolean told = TRUE;

  if (invitation->owner == NULL || self->itip->organizer == NULL || invitation->event_source == 0 ||
      !hearth_store_invitations_find_told (db, self->message->id, &told, NULL) || told ||
      !hearth_store_edit_targets_get (db, invitation->event_source, &target, NULL) ||
      target.scheduling || hearth_event_mail_can_send (db, invitation->owner->address))
    return;
  before = g_steal_pointer (&invitation->sentence);
  invitation->sentence = g_strdup_printf (
      /* Translators: “You accepted this invitation.”, who invited, and the owner's address */
      _("%s\nIt is in your calendar, but %s was not told: no account here sends mail as %s. Add "
         "one "
         "in the settings and answer again, or write yourself."),
      before, hearth_address_get_label (self->itip->organizer), invitation->owner->address);
}

/* Anybody can write any name into ORGANIZER; who the mail is from is at least checked by servers.
 */
static void
mark_stranger (Judgement *self)
{
  const HearthItip *itip = self->itip;
  HearthInvitation *invitation = self->invitation;
  g_autofree char *before = NULL;

  if (itip->organizer == NULL || self->message->from == NULL ||
      is_from (self, itip->organizer->address) ||
      (itip->sent_by != NULL && is_from (self, itip->sent_by)))
    return;
  before = g_steal_pointer (&invitation->sentence);
  invitation->sentence = g_strdup_printf (
      /* Translators: what an invitation asks, who sent it, and in whose name */
      _("%s Take care: it was sent by %s, and says to be from %s."), before,
      self->message->from->address, itip->organizer->address);
}

static void
find_conflicts (Judgement *self)
{
  const HearthItip *itip = self->itip;
  HearthDatabase *db = hearth_engine_get_reader (self->engine);
  GPtrArray *conflicts = self->invitation->conflicts;
  guint n_looks = 0;

  for (guint i = 0; i < itip->events->len; i++) {
    const HearthEvent *event = g_ptr_array_index (itip->events, i);

    if (event->all_day || event->transparent || event->status == HEARTH_EVENT_CANCELLED)
      continue;
    for (guint k = 0; k < event->occurrences->len && n_looks < MAX_LOOKS; k++, n_looks++) {
      HearthSpan span = g_array_index (event->occurrences, HearthSpan, k);
      g_autoptr (HearthOccurrence) wanted =
          hearth_occurrence_new (hearth_event_ref ((HearthEvent *) event), span);
      g_autoptr (GPtrArray) found =
          hearth_conflicts_find (db, wanted, hearth_engine_get_day_plan (self->engine)->travel,
                                 NULL);

      for (guint n = 0; found != NULL && n < found->len && conflicts->len < MAX_CONFLICTS; n++) {
        const HearthOccurrence *each = g_ptr_array_index (found, n);

        g_ptr_array_add (conflicts,
                         hearth_occurrence_new (hearth_event_ref (each->event), each->span));
      }
    }
  }
}

/* Whether a mail may change the event that stands in a calendar: only who invited to it may. */
static gboolean
is_another_organizer (const Judgement *self)
{
  return self->event != NULL && self->event->organizer != NULL &&
         *self->event->organizer->address != '\0' &&
         (self->itip->organizer == NULL ||
          g_ascii_strcasecmp (self->event->organizer->address, self->itip->organizer->address) !=
              0);
}

static void
judge_request (Judgement *self)
{
  const HearthItip *itip = self->itip;
  HearthInvitation *invitation = self->invitation;
  const HearthAttendee *me = hearth_itip_find_attendee (itip, self->owners);
  const HearthInvitationRow *newer = find_newer (self);
  HearthPartstat before =
      me != NULL ? find_partstat (self->event, me->who->address) : HEARTH_PARTSTAT_NEEDS_ACTION;
  int order = self->event != NULL ? itip->sequence - self->event->sequence : 1;

  if (me != NULL)
    invitation->owner = hearth_address_copy (me->who);
  if (itip->organizer != NULL && is_owner (self, itip->organizer->address)) {
    settle (self, HEARTH_INVITATION_NOTED, g_strdup (_("This is your own invitation.")));
    return;
  }
  if (is_another_organizer (self)) {
    settle (self, HEARTH_INVITATION_REFUSED,
            g_strdup_printf (_("This event is in your calendar by another organizer, %s, so this "
                                "invitation is not taken."),
                             self->event->organizer->address));
    return;
  }
  if (newer != NULL || order < 0) {
    settle (self, HEARTH_INVITATION_OUTDATED,
            g_strdup (newer != NULL && g_str_equal (newer->method, "CANCEL")
                          ? _("This event was cancelled later.")
                          : _("This invitation is outdated: a newer version came later.")));
    return;
  }
  find_conflicts (self);
  invitation->can_answer = itip->has_time && (me != NULL || itip->method == HEARTH_ITIP_PUBLISH);
  if (self->row != NULL && self->row->answered != 0) {
    invitation->answer = self->row->answer;
    settle (self, HEARTH_INVITATION_ANSWERED, dup_answered_sentence (self->row->answer));
    mark_untold (self);
  } else if (self->event != NULL && order == 0 && before != HEARTH_PARTSTAT_NEEDS_ACTION) {
    invitation->answer = before;
    settle (self, HEARTH_INVITATION_ANSWERED, dup_answered_sentence (before));
  } else if (self->event != NULL && order > 0) {
    invitation->answer = before;
    settle (self, HEARTH_INVITATION_UPDATE,
            g_strdup (_("This event in your calendar has changed.")));
  } else if (me == NULL && itip->method != HEARTH_ITIP_PUBLISH) {
    settle (self, HEARTH_INVITATION_NEW,
            g_strdup (_("Others are invited to this event; none of your addresses is.")));
  } else if (itip->method == HEARTH_ITIP_PUBLISH) {
    settle (self, HEARTH_INVITATION_NEW, g_strdup (_("This event can go into your calendar.")));
  } else {
    settle (self, HEARTH_INVITATION_NEW, g_strdup (_("You are invited to this event.")));
  }
  mark_stranger (self);
}

static void
judge_reply (Judgement *self)
{
  const HearthItip *itip = self->itip;
  HearthInvitation *invitation = self->invitation;
  const HearthAttendee *guest = itip->attendees->len > 0 ? itip->attendees->pdata[0] : NULL;
  const char *name;

  if (guest == NULL) {
    settle (self, HEARTH_INVITATION_REFUSED,
            g_strdup (_("This answer does not say who answers.")));
    return;
  }
  invitation->guest = hearth_address_copy (guest->who);
  invitation->answer = guest->partstat;
  name = hearth_address_get_label (guest->who);
  if (self->event == NULL)
    settle (self, HEARTH_INVITATION_OUTDATED,
            g_strdup (_("This is an answer about an event that is not in your calendar.")));
  else if (self->event->organizer == NULL || !is_owner (self, self->event->organizer->address))
    settle (self, HEARTH_INVITATION_REFUSED,
            g_strdup (_("This is an answer to an invitation that is not yours.")));
  else if (!is_invited (self->event, guest->who->address))
    settle (self, HEARTH_INVITATION_REFUSED,
            g_strdup_printf (_("%s was not invited, so this answer is not noted."), name));
  else if (!is_from (self, guest->who->address) ||
           (self->message->marks & HEARTH_MARK_AUTH_FAILED) != 0)
    settle (self, HEARTH_INVITATION_REFUSED,
            g_strdup_printf (
                _("This answer says to be from %s and was sent by %s, so it is not noted."), name,
                self->message->from != NULL ? self->message->from->address : "?"));
  else if (itip->method == HEARTH_ITIP_COUNTER)
    settle (self, HEARTH_INVITATION_NEW, g_strdup_printf (_("%s proposes another time."), name));
  else if (itip->sequence < self->event->sequence && itip->sequence > 0)
    settle (self, HEARTH_INVITATION_OUTDATED,
            g_strdup_printf (_("%s answered to an older version of this event."), name));
  else if ((self->row != NULL && self->row->answered != 0) ||
           find_partstat (self->event, guest->who->address) == guest->partstat)
    settle (self, HEARTH_INVITATION_NOTED,
            g_strdup_printf (_("The answer of %s is noted."), name));
  else
    settle (self, HEARTH_INVITATION_NEW, g_strdup_printf (_("%s answers your invitation."), name));
  invitation->can_answer =
      invitation->state == HEARTH_INVITATION_NEW && itip->method == HEARTH_ITIP_REPLY;
}

static void
judge_cancel (Judgement *self)
{
  const HearthItip *itip = self->itip;

  if (self->event != NULL &&
      (is_another_organizer (self) ||
       (itip->organizer != NULL && !is_from (self, itip->organizer->address) &&
        !is_from (self, itip->sent_by)))) {
    settle (self, HEARTH_INVITATION_REFUSED,
            g_strdup_printf (_("This cancellation was sent by %s, who did not invite you, so your "
                                "calendar is left as it is."),
                             self->message->from != NULL ? self->message->from->address : "?"));
    return;
  }
  if (find_newer (self) != NULL ||
      (self->event != NULL && itip->sequence < self->event->sequence)) {
    settle (self, HEARTH_INVITATION_OUTDATED,
            g_strdup (_("This cancellation is outdated: a newer invitation came later.")));
    return;
  }
  self->invitation->can_answer =
      self->event != NULL && (self->row == NULL || self->row->answered == 0);
  settle (self, HEARTH_INVITATION_CANCELLED,
          g_strdup (self->event == NULL ? _("This event does not take place. It is not in your "
                                             "calendar.")
                    : itip->recurrence_id != 0
                        ? _("This occurrence does not take place. It is still in your calendar.")
                        : _("This event does not take place. It is still in your calendar.")));
}

static gboolean
gather (Judgement *self, GError **error)
{
  HearthDatabase *db = hearth_engine_get_reader (self->engine);
  HearthInvitation *invitation = self->invitation;
  GError *local_error = NULL;

  self->owners = hearth_store_people_list_owner (db, error);
  if (self->owners == NULL ||
      !hearth_store_invitations_get (db, self->message->id, &self->row, error))
    return FALSE;
  self->others = hearth_store_invitations_list (db, self->itip->uid, error);
  if (self->others == NULL)
    return FALSE;
  invitation->event_id =
      hearth_store_invitations_find_event (db, self->itip->uid, self->itip->recurrence_id,
                                           &invitation->event_source, &local_error);
  if (local_error != NULL) {
    g_propagate_error (error, local_error);
    return FALSE;
  }
  if (invitation->event_id != 0)
    self->event = hearth_store_events_get (db, invitation->event_id, NULL);
  invitation->calendar =
      invitation->event_source != 0 ? invitation->event_source : self->engine->default_calendar;
  return TRUE;
}

static HearthItip *
read_itip (const HearthMessage *message)
{
  gint64 now = hearth_clock_now ();
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();

  if (message->calendar == NULL)
    return NULL;
  return hearth_itip_read (message->calendar, (HearthSpan){ now, now + LOOK_AHEAD }, zone, NULL);
}

static gboolean
add_row (HearthDatabase *db, gint64 message_id, GError **error)
{
  g_autoptr (HearthMessage) message = hearth_store_messages_get (db, message_id, error);
  g_autoptr (HearthItip) itip = NULL;
  HearthInvitationRow row = { .message_id = message_id, .method = (char *) "", .uid = (char *) "" };

  if (message == NULL)
    return FALSE;
  itip = read_itip (message);
  if (itip != NULL) {
    row.method = (char *) hearth_itip_method_to_string (itip->method);
    row.uid = itip->uid;
    row.recurrence_id = itip->recurrence_id;
    row.sequence = itip->sequence;
    row.stamp = itip->stamp;
    row.start = itip->event->span.start;
    if ((itip->method == HEARTH_ITIP_REPLY || itip->method == HEARTH_ITIP_COUNTER) &&
        itip->attendees->len > 0)
      row.answer = ((HearthAttendee *) itip->attendees->pdata[0])->partstat;
  }
  return hearth_store_invitations_add (db, &row, error);
}

typedef struct {
  HearthEngine *self; /* (owned) */
  gboolean more;
} Look;

static gboolean
look (HearthDatabase *db, gpointer user_data, GError **error)
{
  Look *job = user_data;
  g_autoptr (GArray) ids = hearth_store_invitations_find_new (db, MAX_NEW, error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++) {
    if (!add_row (db, g_array_index (ids, gint64, i), error))
      return FALSE;
  }
  job->more = ids->len == MAX_NEW;
  return TRUE;
}

/**
 * hearth_engine_read_invitation:
 * @self: an engine
 * @message_id: a mail
 * @error: %HEARTH_STORE_ERROR_NOT_FOUND if there is no such mail, or another #HearthStoreError
 *
 * Judges what a mail asks by what is known now. No calendar is changed.
 *
 * Returns: (transfer full) (nullable): what it asks; %NULL without an error if it asks nothing
 */
HearthInvitation *
hearth_engine_read_invitation (HearthEngine *self, gint64 message_id, GError **error)
{
  g_autoptr (HearthMessage) message = hearth_store_messages_get (self->reader, message_id, error);
  g_autoptr (HearthInvitation) invitation = NULL;
  g_auto (Judgement) judgement = { .engine = self };
  g_autoptr (HearthItip) itip = message != NULL ? read_itip (message) : NULL;
  Look job = { .more = TRUE };

  /* What came a moment ago, or while no program ran, counts too. */
  while (itip != NULL && job.more) {
    if (!hearth_writer_run_sync (self->writer, look, &job, error))
      return NULL;
  }
  if (itip == NULL || itip->method == HEARTH_ITIP_REFRESH ||
      itip->method == HEARTH_ITIP_DECLINE_COUNTER)
    return NULL;
  invitation = g_new0 (HearthInvitation, 1);
  invitation->conflicts = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_occurrence_free);
  invitation->itip = g_steal_pointer (&itip);
  judgement.invitation = invitation;
  judgement.itip = invitation->itip;
  judgement.message = message;
  if (!gather (&judgement, error))
    return NULL;
  switch (invitation->itip->method) {
  case HEARTH_ITIP_REPLY:
  case HEARTH_ITIP_COUNTER:
    judge_reply (&judgement);
    break;
  case HEARTH_ITIP_CANCEL:
    judge_cancel (&judgement);
    break;
  case HEARTH_ITIP_PUBLISH:
  case HEARTH_ITIP_REQUEST:
  case HEARTH_ITIP_ADD:
  case HEARTH_ITIP_REFRESH:
  case HEARTH_ITIP_DECLINE_COUNTER:
  default:
    judge_request (&judgement);
    break;
  }
  return g_steal_pointer (&invitation);
}

static void
look_free (gpointer data)
{
  g_object_unref (((Look *) data)->self);
  g_free (data);
}

static gboolean
looked_cb (gpointer user_data)
{
  Look *job = user_data;

  if (job->more && job->self->writer != NULL)
    hearth_engine_look_for_invitations (job->self);
  return G_SOURCE_REMOVE;
}

static void
looked (gpointer user_data, const GError *error)
{
  if (error != NULL)
    g_warning ("Invitations could not be read: %s", error->message);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, looked_cb, user_data, look_free);
}

/**
 * hearth_engine_look_for_invitations:
 * @self: an engine
 *
 * Reads the calendar parts of mails that came, behind what a person waits for.
 */
void
hearth_engine_look_for_invitations (HearthEngine *self)
{
  Look *job = g_new0 (Look, 1);

  job->self = g_object_ref (self);
  hearth_writer_queue (self->writer, look, job, looked);
}
