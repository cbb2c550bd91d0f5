/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-event-mail.h"

#include "hearth-clock.h"
#include "hearth-compose.h"
#include "hearth-engine.h"
#include "hearth-format.h"
#include "hearth-ical.h"
#include "hearth-store-accounts.h"
#include "hearth-store-event-edits.h"
#include "hearth-store-outbox.h"

#include <glib/gi18n.h>
#include <string.h>

/* What others are told about events by mail, where no server does that. */

/* Only the event is looked at here, not when it takes place. */
static const HearthSpan no_window = { 0, 0 };

/**
 * hearth_event_mail_free:
 * @self: (nullable) (transfer full): a mail
 */
void
hearth_event_mail_free (HearthEventMail *self)
{
  if (self == NULL)
    return;
  g_free (self->from);
  g_ptr_array_unref (self->to);
  g_free (self->subject);
  g_free (self->text);
  g_free (self->calendar);
  g_free (self);
}

static HearthEventMail *
make_mail (const char *from, HearthItipMethod method)
{
  HearthEventMail *self = g_new0 (HearthEventMail, 1);

  self->from = g_strdup (from);
  self->to = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_address_free);
  self->method = method;
  return self;
}

/* "Wednesday, 2 December 2026, 15:30 (Europe/Berlin)": with its zone, since others live elsewhere.
 */
static char *
dup_when (const HearthEvent *event)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (event->span.start);
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GDateTime) start = NULL;
  g_autofree char *day = NULL;

  if (utc == NULL)
    return g_strdup ("");
  /* Translators: a date for a mail to others, as of g_date_time_format(): weekday, day, month, year
   */
  if (event->all_day)
    return g_date_time_format (utc, _("%A, %-d %B %Y"));
  start = g_date_time_to_timezone (utc, zone);
  day = g_date_time_format (start, _("%A, %-d %B %Y"));
  return g_strdup_printf ("%s, %02d:%02d (%s)", day, g_date_time_get_hour (start),
                          g_date_time_get_minute (start), g_time_zone_get_identifier (zone));
}

/* What a person reads who has no calendar program: a sentence, what, when and where. */
static char *
dup_text (const char *sentence, const HearthEvent *event, gboolean has_time, const char *comment)
{
  GString *text = g_string_new (sentence);

  g_string_append_printf (text, "\n\n%s", event->summary != NULL ? event->summary : "");
  if (has_time) {
    g_autofree char *when = dup_when (event);

    g_string_append_printf (text, "\n%s", when);
  }
  if (event->location != NULL && *event->location != '\0')
    g_string_append_printf (text, "\n%s", event->location);
  if (comment != NULL && *comment != '\0')
    g_string_append_printf (text, "\n\n%s", comment);
  g_string_append_c (text, '\n');
  return g_string_free (text, FALSE);
}

static const char *
get_answer_subject (HearthPartstat partstat)
{
  switch (partstat) {
  case HEARTH_PARTSTAT_ACCEPTED:
    /* Translators: the subject of an answer to an invitation; %s is the event */
    return _("Accepted: %s");
  case HEARTH_PARTSTAT_TENTATIVE:
    return _("Tentative: %s");
  case HEARTH_PARTSTAT_DECLINED:
  case HEARTH_PARTSTAT_DELEGATED:
  case HEARTH_PARTSTAT_NEEDS_ACTION:
  default:
    return _("Declined: %s");
  }
}

static const char *
get_answer_sentence (HearthPartstat partstat)
{
  switch (partstat) {
  case HEARTH_PARTSTAT_ACCEPTED:
    /* Translators: %s is who answers an invitation */
    return _("%s accepts the invitation.");
  case HEARTH_PARTSTAT_TENTATIVE:
    return _("%s accepts the invitation tentatively.");
  case HEARTH_PARTSTAT_DECLINED:
  case HEARTH_PARTSTAT_DELEGATED:
  case HEARTH_PARTSTAT_NEEDS_ACTION:
  default:
    return _("%s declines the invitation.");
  }
}

G_GNUC_FORMAT (1)
static char *
fill_in (const char *format, const char *value)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (format, value);
#pragma GCC diagnostic pop
}

/**
 * hearth_event_mail_new_reply:
 * @itip: what invites
 * @who: the owner, by the address that was invited
 * @partstat: the answer
 * @comment: (nullable): what is said with it
 * @answers: the row of the message that invites, or 0
 *
 * Returns: (transfer full) (nullable): the answer to whoever invited; %NULL if that is nobody with
 *   an address
 */
HearthEventMail *
hearth_event_mail_new_reply (const HearthItip *itip, const HearthAddress *who,
                             HearthPartstat partstat, const char *comment, gint64 answers)
{
  g_autofree char *sentence = NULL;
  HearthEventMail *mail;

  if (itip->organizer == NULL || *itip->organizer->address == '\0')
    return NULL;
  mail = make_mail (who->address, HEARTH_ITIP_REPLY);
  g_ptr_array_add (mail->to, hearth_address_copy (itip->organizer));
  mail->subject = fill_in (get_answer_subject (partstat), itip->summary);
  sentence = fill_in (get_answer_sentence (partstat), hearth_address_get_label (who));
  mail->text = dup_text (sentence, itip->event, itip->has_time, comment);
  mail->calendar = hearth_itip_dup_reply (itip, who, partstat, comment, hearth_clock_now ());
  mail->answers = answers;
  return mail;
}

static gboolean
is_owner (GPtrArray *owners, const char *address)
{
  for (guint i = 0; i < owners->len; i++) {
    if (g_ascii_strcasecmp (owners->pdata[i], address) == 0)
      return TRUE;
  }
  return FALSE;
}

/* The event, or the occurrence of it that an edit is about. */
static HearthEvent *
find_event (const char *text, const char *uid, gint64 recurrence_id)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GPtrArray) events = NULL;
  HearthEvent *best = NULL;

  if (text == NULL)
    return NULL;
  events = hearth_ical_parse (text, strlen (text), no_window, zone, NULL, NULL, NULL);
  for (guint i = 0; events != NULL && i < events->len; i++) {
    HearthEvent *event = g_ptr_array_index (events, i);

    if (g_strcmp0 (event->uid, uid) == 0 &&
        (best == NULL || event->recurrence_id == recurrence_id ||
         (event->recurrence_id == 0 && best->recurrence_id != recurrence_id)))
      best = event;
  }
  return best != NULL ? hearth_event_ref (best) : NULL;
}

static gboolean
is_guest (const HearthEvent *event, const char *address)
{
  for (guint i = 0; event != NULL && i < event->attendees->len; i++) {
    const HearthAttendee *attendee = g_ptr_array_index (event->attendees, i);

    if (g_ascii_strcasecmp (attendee->who->address, address) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Adds a mail to the guests of @event that are not those of @but. */
static void
add_guest_mail (GPtrArray *mails, HearthItipMethod method, const HearthEventEdit *edit,
                const char *content, const HearthEvent *event, const HearthEvent *but,
                GPtrArray *owners, const char *subject, const char *sentence)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (HearthEventMail) mail = make_mail (event->organizer->address, method);
  gint64 id = edit->scope == HEARTH_EDIT_THIS ? edit->recurrence_id : 0;

  for (guint i = 0; i < event->attendees->len; i++) {
    const HearthAttendee *attendee = g_ptr_array_index (event->attendees, i);

    if (!is_owner (owners, attendee->who->address) && *attendee->who->address != '\0' &&
        !is_guest (but, attendee->who->address))
      g_ptr_array_add (mail->to, hearth_address_copy (attendee->who));
  }
  if (mail->to->len == 0)
    return;
  mail->subject = fill_in (subject, event->summary);
  mail->text = dup_text (sentence, event, TRUE, event->description);
  mail->calendar =
      hearth_itip_dup_message (method, content, edit->uid, id, zone, hearth_clock_now ());
  if (mail->calendar != NULL)
    g_ptr_array_add (mails, g_steal_pointer (&mail));
}

/* Whether guests see a difference. */
static gboolean
concerns_guests (const HearthEventEdit *edit)
{
  return edit->has_span || edit->summary != NULL || edit->description != NULL ||
         edit->location != NULL || edit->url != NULL || edit->rrule != NULL ||
         edit->invite != NULL || edit->uninvite != NULL;
}

/* The owner's answer to an event that somebody else invited to. */
static void
add_answer (GPtrArray *mails, const HearthEventEdit *edit, const char *before,
            const HearthEvent *event)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autofree char *asked =
      hearth_itip_dup_message (HEARTH_ITIP_REQUEST, before, edit->uid,
                               edit->scope == HEARTH_EDIT_THIS ? edit->recurrence_id : 0, zone,
                               hearth_clock_now ());
  g_autoptr (HearthItip) itip =
      asked != NULL ? hearth_itip_read (asked, no_window, zone, NULL) : NULL;
  HearthEventMail *mail = NULL;

  for (guint i = 0; itip != NULL && i < event->attendees->len; i++) {
    const HearthAttendee *attendee = g_ptr_array_index (event->attendees, i);

    if (g_ascii_strcasecmp (attendee->who->address, edit->attendee) == 0)
      mail = hearth_event_mail_new_reply (itip, attendee->who, edit->partstat, edit->comment, 0);
    if (mail != NULL)
      break;
  }
  if (mail != NULL)
    g_ptr_array_add (mails, mail);
}

/**
 * hearth_event_mails_for_edit:
 * @edit: what was done
 * @before: (nullable): the event's text before
 * @after: (nullable): and after
 * @owners: (element-type utf8): the owner's addresses
 *
 * Finds who has to hear of a change by mail: the guests of an event that the owner invited to, and
 * whoever invited the owner.
 *
 * Returns: (transfer full) (element-type HearthEventMail): what is to be sent, perhaps nothing
 */
GPtrArray *
hearth_event_mails_for_edit (const HearthEventEdit *edit, const char *before, const char *after,
                             GPtrArray *owners)
{
  GPtrArray *mails = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_event_mail_free);
  gint64 id = edit->scope == HEARTH_EDIT_THIS ? edit->recurrence_id : 0;
  g_autoptr (HearthEvent) old = find_event (before, edit->uid, id);
  g_autoptr (HearthEvent) now = find_event (after, edit->uid, id);
  const HearthEvent *event = now != NULL ? now : old;

  if (event == NULL || event->organizer == NULL || event->attendees->len == 0)
    return mails;
  if (edit->kind == HEARTH_EDIT_ANSWER) {
    if (old != NULL && edit->attendee != NULL && is_owner (owners, edit->attendee) &&
        !is_owner (owners, event->organizer->address))
      add_answer (mails, edit, before, old);
    return mails;
  }
  if (!is_owner (owners, event->organizer->address))
    return mails;
  if (edit->kind == HEARTH_EDIT_CANCEL && edit->scope != HEARTH_EDIT_FUTURE && old != NULL)
    add_guest_mail (mails, HEARTH_ITIP_CANCEL, edit, before, old, NULL, owners,
                    /* Translators: the subject of a mail; %s is the event */
                    _("Cancelled: %s"), _("This event does not take place."));
  else if (now != NULL && (edit->kind == HEARTH_EDIT_CREATE || edit->kind == HEARTH_EDIT_CANCEL ||
                           concerns_guests (edit)))
    add_guest_mail (mails, HEARTH_ITIP_REQUEST, edit, after, now, NULL, owners,
                    /* Translators: the subject of a mail; %s is the event */
                    old == NULL ? _("Invitation: %s") : _("Updated invitation: %s"),
                    old == NULL ? _("You are invited to this event.")
                                : _("This event has changed."));
  if (edit->kind == HEARTH_EDIT_CHANGE && old != NULL && now != NULL && edit->uninvite != NULL)
    add_guest_mail (mails, HEARTH_ITIP_CANCEL, edit, before, old, now, owners, _("Cancelled: %s"),
                    _("You are not invited to this event any more."));
  return mails;
}

/* The account that writes as an address. */
static HearthAccount *
find_account (HearthDatabase *db, const char *address, const char **sender, GError **error)
{
  g_autoptr (GPtrArray) accounts = hearth_store_accounts_list (db, error);

  for (guint i = 0; accounts != NULL && i < accounts->len; i++) {
    HearthAccount *account = g_ptr_array_index (accounts, i);
    const HearthIdentity *identity = hearth_account_find_identity (account, address);

    if (account->smtp.host[0] == '\0')
      continue;
    if (identity != NULL || g_ascii_strcasecmp (account->address, address) == 0) {
      HearthAccount *copy = hearth_account_copy (account);

      *sender = identity != NULL ? identity->address : "";
      hearth_account_write_as (copy, *sender);
      return copy;
    }
  }
  if (accounts != NULL)
    g_set_error (
        error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
        _("There is no account that sends mail as %s, so nothing was done. Add one in the "
           "settings."),
        address);
  return NULL;
}

/**
 * hearth_event_mail_can_send:
 * @db: a database
 * @address: an address of the owner's
 *
 * Returns: whether there is an account that sends mail as @address
 */
gboolean
hearth_event_mail_can_send (HearthDatabase *db, const char *address)
{
  const char *sender = NULL;
  g_autoptr (HearthAccount) account = find_account (db, address, &sender, NULL);

  return account != NULL;
}

/**
 * hearth_event_mail_queue:
 * @db: a writer in a transaction
 * @mail: what is to be sent
 * @delay: for how many seconds it can be taken back
 * @item_id: (out): its row in the outbox
 * @error: %HEARTH_ENGINE_ERROR_INVALID if no account sends as its sender; a #HearthModelError or
 *   #HearthMailError; a #HearthStoreError
 *
 * Puts a mail about an event into the outbox.
 *
 * Returns: whether it is there
 */
gboolean
hearth_event_mail_queue (HearthDatabase *db, const HearthEventMail *mail, guint delay,
                         gint64 *item_id, GError **error)
{
  const char *sender = NULL;
  g_autoptr (HearthAccount) account = find_account (db, mail->from, &sender, error);
  g_autoptr (HearthDraft) draft = NULL;
  g_autoptr (HearthMessage) original = NULL;
  g_autoptr (HearthComposed) composed = NULL;
  g_autofree char *recipients = NULL;
  g_autofree char *packed = NULL;
  HearthOutboxItem item = { 0 };
  HearthComposeInput input = { .account = account, .date = hearth_clock_now () };

  if (account == NULL)
    return FALSE;
  draft = hearth_draft_new (mail->answers != 0 ? HEARTH_DRAFT_REPLY : HEARTH_DRAFT_NEW);
  draft->source_id = account->id;
  draft->message_id = mail->answers;
  for (guint i = 0; i < mail->to->len; i++)
    g_ptr_array_add (draft->to, hearth_address_copy (mail->to->pdata[i]));
  hearth_draft_set_subject (draft, mail->subject);
  hearth_draft_set_text (draft, mail->text);
  if (mail->answers != 0)
    original = hearth_store_messages_get (db, mail->answers, NULL);
  input.draft = draft;
  input.original = original;
  input.calendar = mail->calendar;
  input.calendar_method = hearth_itip_method_to_string (mail->method);
  composed = hearth_compose (&input, error);
  if (composed == NULL)
    return FALSE;
  hearth_draft_set_sender (draft, sender);
  recipients = hearth_draft_dup_recipients (draft);
  packed = hearth_draft_pack (draft);
  item.source_id = account->id;
  item.state = HEARTH_OUTBOX_WAITING;
  item.created = hearth_clock_now ();
  item.not_before = item.created + delay;
  item.message_id = composed->message_id;
  item.sender = composed->sender;
  item.recipients = recipients;
  item.subject = draft->subject;
  item.answers = mail->answers;
  if (!hearth_store_outbox_add (db, &item, packed, composed->content, error))
    return FALSE;
  *item_id = item.id;
  return TRUE;
}
