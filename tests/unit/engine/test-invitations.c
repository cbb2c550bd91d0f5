/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-actions.h"
#include "hearth-calendar-actions.h"
#include "hearth-clock.h"
#include "hearth-invitations.h"
#include "hearth-mime.h"
#include "hearth-store-conflicts.h"
#include "hearth-store-events.h"
#include "hearth-store-outbox.h"

#include <glib/gstdio.h>
#include <string.h>

/* Invitations, updates, cancellations and answers in mail, and what the owner does with them. */

#define NOW ((gint64) 1795852800) /* 2026-11-28, 08:00 UTC */

typedef struct {
  char *dir;
  char *data;
  HearthEngine *engine;
  guint n_mails;
} Fixture;

static void
synced_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_auto (GStrv) warnings = hearth_engine_sync_finish (HEARTH_ENGINE (object), result, NULL);

  *(gboolean *) user_data = TRUE;
}

static void
sync_now (Fixture *self)
{
  gboolean done = FALSE;

  hearth_engine_sync_async (self->engine, NULL, synced_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (HearthAccount) account = hearth_account_new ("alex@example.net");
  g_autofree char *mail = NULL;
  g_autofree char *cur = NULL;
  g_autofree char *new = NULL;
  g_autoptr (GError) error = NULL;

  hearth_clock_set_zone (utc);
  hearth_clock_turn_to (NOW);
  self->dir = g_dir_make_tmp ("hearth-XXXXXX", NULL);
  self->data = g_build_filename (self->dir, "data", NULL);
  mail = g_build_filename (self->dir, "mail", NULL);
  cur = g_build_filename (mail, "cur", NULL);
  new = g_build_filename (mail, "new", NULL);
  g_assert_cmpint (g_mkdir_with_parents (cur, 0700), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (new, 0700), ==, 0);
  self->engine = hearth_engine_new (self->data, &error);
  g_assert_no_error (error);
  g_free (account->imap.host);
  account->imap.host = g_strdup ("mail.example.net");
  g_free (account->smtp.host);
  account->smtp.host = g_strdup (data == NULL ? "mail.example.net" : "");
  account->paused = TRUE;
  g_assert_cmpint (hearth_engine_add_account (self->engine, account, &error), !=, 0);
  g_assert_cmpint (
      hearth_engine_add_source (self->engine, HEARTH_SOURCE_MAILDIR, mail, NULL, &error), !=, 0);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_tree (child);
  }
  g_remove (path);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  hearth_engine_stop (self->engine);
  g_clear_object (&self->engine);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  remove_tree (self->dir);
  g_free (self->data);
  g_free (self->dir);
}

/* Delivers a mail with a calendar part; returns its row. */
static gint64
deliver (Fixture *self, const char *from, const char *calendar)
{
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;
  g_autofree char *name = g_strdup_printf ("mail/new/%" G_GINT64_FORMAT ".M%uP1.test",
                                           NOW + self->n_mails, self->n_mails);
  g_autofree char *path = g_build_filename (self->dir, name, NULL);
  g_autofree char *method = g_strndup (strstr (calendar, "METHOD:") + 7,
                                       strcspn (strstr (calendar, "METHOD:") + 7, "\r\n"));
  g_autofree char *mail = g_strdup_printf (
      "From: %s\r\nTo: alex@example.net\r\nSubject: Mail %u\r\nMessage-ID: <%u@example.org>\r\n"
      "Date: Sat, 28 Nov 2026 07:%02u:00 +0000\r\nMIME-Version: 1.0\r\n"
      "Content-Type: multipart/alternative; boundary=\"b\"\r\n\r\n"
      "--b\r\nContent-Type: text/plain\r\n\r\nHello\r\n"
      "--b\r\nContent-Type: text/calendar; charset=utf-8; method=%s\r\n\r\n%s\r\n--b--\r\n",
      from, self->n_mails, self->n_mails, self->n_mails, method, calendar);
  g_autoptr (GPtrArray) messages = NULL;

  self->n_mails++;
  g_assert_true (g_file_set_contents (path, mail, -1, NULL));
  sync_now (self);
  messages = hearth_store_messages_list (hearth_engine_get_reader (self->engine), &filter,
                                         HEARTH_DETAIL_ENVELOPE, NULL);
  g_assert_cmpuint (messages->len, ==, self->n_mails);
  return ((HearthMessage *) messages->pdata[0])->id;
}

#define EVENT(method, uid, organizer, more)                                                        \
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:" method "\r\nBEGIN:VEVENT\r\n"            \
  "UID:" uid "\r\nORGANIZER:mailto:" organizer "\r\n" more "END:VEVENT\r\nEND:VCALENDAR\r\n"
#define ME "ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:alex@example.net\r\n"
#define AT(hour) "DTSTART:20261202T" hour "0000Z\r\nDURATION:PT1H\r\n"
#define STAMP(sequence, hour) "SEQUENCE:" sequence "\r\nDTSTAMP:20261127T" hour "0000Z\r\n"

#define REQUEST                                                                                    \
  EVENT ("REQUEST", "plan", "ana@example.org", ME AT ("14") STAMP ("0", "10") "SUMMARY:Plan\r\n")
#define LATER                                                                                      \
  EVENT ("REQUEST", "plan", "ana@example.org", ME AT ("16") STAMP ("1", "12") "SUMMARY:Plan\r\n")
#define CANCEL                                                                                     \
  EVENT ("CANCEL", "plan", "ana@example.org", ME AT ("16") STAMP ("2", "14") "SUMMARY:Plan\r\n")

static HearthInvitation *
judge (Fixture *self, gint64 message)
{
  g_autoptr (GError) error = NULL;
  HearthInvitation *invitation = hearth_engine_read_invitation (self->engine, message, &error);

  g_assert_no_error (error);
  g_assert_nonnull (invitation);
  return invitation;
}

static void
assert_state (Fixture *self, gint64 message, HearthInvitationState state, gboolean can_answer)
{
  g_autoptr (HearthInvitation) invitation = judge (self, message);

  g_assert_cmpstr (hearth_invitation_state_to_string (invitation->state), ==,
                   hearth_invitation_state_to_string (state));
  g_assert_cmpint (invitation->can_answer, ==, can_answer);
  g_assert_cmpint (strlen (invitation->sentence), >, 10);
}

static gint64
answer (Fixture *self, gint64 message, const char *what)
{
  g_autoptr (GError) error = NULL;
  gint64 action;

  hearth_engine_answer_invitation (self->engine, message, what, "", 0, &action, &error);
  g_assert_no_error (error);
  return action;
}

/* The event of a UID in the owner's calendar, or NULL. */
static HearthEvent *
find_event (Fixture *self, const char *uid)
{
  HearthDatabase *db = hearth_engine_get_reader (self->engine);
  g_autoptr (GPtrArray) sources = hearth_store_sources_list (db, NULL);

  for (guint i = 0; i < sources->len; i++) {
    gint64 id = hearth_store_events_find (db, ((HearthSource *) sources->pdata[i])->id, uid, NULL);

    if (id != 0)
      return hearth_store_events_get (db, id, NULL);
  }
  return NULL;
}

/* What waits in the outbox, the last as text. */
static guint
look_into_outbox (Fixture *self, char **last)
{
  HearthDatabase *db = hearth_engine_get_reader (self->engine);
  g_autoptr (GPtrArray) items = hearth_store_outbox_list (db, TRUE, NULL);
  gint64 newest = 0;

  for (guint i = 0; i < items->len; i++)
    newest = MAX (newest, ((HearthOutboxItem *) items->pdata[i])->id);
  if (last != NULL) {
    g_autoptr (GBytes) content = hearth_store_outbox_dup_content (db, newest, NULL);
    g_autoptr (HearthMessage) message =
        hearth_mime_parse_bytes (g_bytes_get_data (content, NULL), g_bytes_get_size (content), 0);

    *last =
        g_strconcat ("From: ", message->from->address,
                     "\nTo: ", ((HearthAddress *) message->to->pdata[0])->address,
                     "\nSubject: ", message->subject,
                     "\nAnswers: ", message->references[0] != NULL ? message->references[0] : "",
                     "\n", message->calendar, NULL);
  }
  return items->len;
}

static void
test_accept (Fixture *self, gconstpointer data)
{
  gint64 message = deliver (self, "Ana <ana@example.org>", REQUEST);
  g_autoptr (HearthEvent) event = NULL;
  g_autofree char *mail = NULL;
  gint64 action;

  assert_state (self, message, HEARTH_INVITATION_NEW, TRUE);
  g_assert_null (find_event (self, "plan"));
  action = answer (self, message, "accepted");
  event = find_event (self, "plan");
  g_assert_nonnull (event);
  g_assert_cmpint (((HearthAttendee *) event->attendees->pdata[0])->partstat, ==,
                   HEARTH_PARTSTAT_ACCEPTED);
  g_assert_cmpuint (look_into_outbox (self, &mail), ==, 1);
  g_assert_true (g_str_has_prefix (mail, "From: alex@example.net\nTo: ana@example.org\n"
                                         "Subject: Accepted: Plan\nAnswers: 0@example.org\n"));
  g_assert_nonnull (strstr (mail, "METHOD:REPLY"));
  g_assert_nonnull (strstr (mail, "PARTSTAT=ACCEPTED"));
  g_assert_nonnull (strstr (mail, "UID:plan"));
  assert_state (self, message, HEARTH_INVITATION_ANSWERED, TRUE);
  /* Taken back before the answer went. */
  g_assert_true (hearth_engine_undo (self->engine, action, NULL, NULL));
  g_assert_null (find_event (self, "plan"));
  g_assert_cmpuint (look_into_outbox (self, NULL), ==, 0);
  assert_state (self, message, HEARTH_INVITATION_NEW, TRUE);
}

static void
test_decline (Fixture *self, gconstpointer data)
{
  gint64 message = deliver (self, "ana@example.org", REQUEST);
  gint64 action = answer (self, message, "declined");
  g_autofree char *mail = NULL;

  g_assert_null (find_event (self, "plan"));
  g_assert_cmpuint (look_into_outbox (self, &mail), ==, 1);
  g_assert_nonnull (strstr (mail, "PARTSTAT=DECLINED"));
  assert_state (self, message, HEARTH_INVITATION_ANSWERED, TRUE);
  g_assert_true (hearth_engine_undo (self->engine, action, NULL, NULL));
  g_assert_cmpuint (look_into_outbox (self, NULL), ==, 0);
}

/* What is taken back too late is not taken back: the answer has gone. */
static void
test_too_late (Fixture *self, gconstpointer data)
{
  gint64 action = answer (self, deliver (self, "ana@example.org", REQUEST), "accepted");
  g_autoptr (GPtrArray) items =
      hearth_store_outbox_list (hearth_engine_get_reader (self->engine), TRUE, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthEvent) event = NULL;

  g_assert_true (
      hearth_engine_cancel_send (self->engine, ((HearthOutboxItem *) items->pdata[0])->id, NULL));
  g_assert_false (hearth_engine_undo (self->engine, action, NULL, &error));
  g_assert_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID);
  event = find_event (self, "plan");
  g_assert_nonnull (event);
}

static void
test_update_and_cancel (Fixture *self, gconstpointer data)
{
  gint64 first = deliver (self, "ana@example.org", REQUEST);
  gint64 later, cancelled;
  g_autoptr (HearthEvent) moved = NULL;

  answer (self, first, "accepted");
  later = deliver (self, "ana@example.org", LATER);
  assert_state (self, first, HEARTH_INVITATION_OUTDATED, FALSE);
  assert_state (self, later, HEARTH_INVITATION_UPDATE, TRUE);
  answer (self, later, "tentative");
  moved = find_event (self, "plan");
  g_assert_cmpint (moved->span.start, ==, NOW + 4 * 86400 + 8 * 3600);
  g_assert_cmpint (((HearthAttendee *) moved->attendees->pdata[0])->partstat, ==,
                   HEARTH_PARTSTAT_TENTATIVE);
  cancelled = deliver (self, "ana@example.org", CANCEL);
  assert_state (self, later, HEARTH_INVITATION_OUTDATED, FALSE);
  assert_state (self, cancelled, HEARTH_INVITATION_CANCELLED, TRUE);
  /* Nothing happens by itself. */
  {
    g_autoptr (HearthEvent) still = find_event (self, "plan");

    g_assert_nonnull (still);
  }
  answer (self, cancelled, "removed");
  g_assert_null (find_event (self, "plan"));
  assert_state (self, cancelled, HEARTH_INVITATION_CANCELLED, FALSE);
}

/* A cancellation, and an update in somebody else's name, change nothing. */
static void
test_forged (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 message, action;

  answer (self, deliver (self, "ana@example.org", REQUEST), "accepted");
  message = deliver (self, "mallory@evil.example", CANCEL);
  assert_state (self, message, HEARTH_INVITATION_REFUSED, FALSE);
  g_assert_false (
      hearth_engine_answer_invitation (self->engine, message, "removed", "", 0, &action, &error));
  g_assert_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID);
  message = deliver (self, "mallory@evil.example",
                     EVENT ("REQUEST", "plan", "mallory@evil.example",
                            ME AT ("20") STAMP ("9", "20") "SUMMARY:Mine\r\n"));
  assert_state (self, message, HEARTH_INVITATION_REFUSED, FALSE);
  message = deliver (self, "mallory@evil.example",
                     EVENT ("REQUEST", "other", "boss@example.com",
                            ME AT ("20") STAMP ("0", "20") "SUMMARY:Pay\r\n"));
  {
    g_autoptr (HearthInvitation) invitation = judge (self, message);

    g_assert_nonnull (strstr (invitation->sentence, "mallory@evil.example"));
    g_assert_nonnull (strstr (invitation->sentence, "boss@example.com"));
  }
}

static void
test_not_invited (Fixture *self, gconstpointer data)
{
  gint64 message = deliver (self, "ana@example.org",
                            EVENT ("REQUEST", "x", "ana@example.org",
                                   "ATTENDEE:mailto:team@example.org\r\n" AT ("14")
                                       STAMP ("0", "10") "SUMMARY:X\r\n"));

  assert_state (self, message, HEARTH_INVITATION_NEW, FALSE);
}

#define REPLY(uid, who, partstat)                                                                  \
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:%s\r\n"                   \
  "ORGANIZER:mailto:alex@example.net\r\nATTENDEE;PARTSTAT=" partstat ":mailto:" who "\r\n"         \
  "SEQUENCE:0\r\nDTSTAMP:20261128T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

static void
test_reply (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthEventEdit) edit = hearth_event_edit_new (HEARTH_EDIT_CREATE, NULL);
  g_autofree char *uid = g_strdup (edit->uid);
  g_autofree char *yes = g_strdup_printf (REPLY ("", "ana@example.org", "ACCEPTED"), uid);
  g_autofree char *stranger = g_strdup_printf (REPLY ("", "eve@example.com", "ACCEPTED"), uid);
  g_autoptr (HearthEvent) event = NULL;
  g_autoptr (HearthEvent) before = NULL;
  g_autoptr (GError) error = NULL;
  gint64 message, action;

  edit->has_span = TRUE;
  edit->span = (HearthSpan){ NOW + 86400, NOW + 90000 };
  edit->summary = g_strdup ("Lunch");
  edit->invite = hearth_recipients_from_text ("ana@example.org");
  hearth_engine_edit_event (self->engine, 0, edit, &action, &error);
  g_assert_no_error (error);
  /* From somebody who was not invited; from somebody else than it says. */
  message = deliver (self, "eve@example.com", stranger);
  assert_state (self, message, HEARTH_INVITATION_REFUSED, FALSE);
  message = deliver (self, "eve@example.com", yes);
  assert_state (self, message, HEARTH_INVITATION_REFUSED, FALSE);
  message = deliver (self, "ana@example.org", yes);
  assert_state (self, message, HEARTH_INVITATION_NEW, TRUE);
  before = find_event (self, uid);
  g_assert_cmpint (
      ((HearthAttendee *) before->attendees->pdata[before->attendees->len - 1])->partstat, ==,
      HEARTH_PARTSTAT_NEEDS_ACTION);
  answer (self, message, "noted");
  event = find_event (self, uid);
  g_assert_cmpint (
      ((HearthAttendee *) event->attendees->pdata[event->attendees->len - 1])->partstat, ==,
      HEARTH_PARTSTAT_ACCEPTED);
  assert_state (self, message, HEARTH_INVITATION_NOTED, FALSE);
}

/* What the owner does at that time is said with the invitation; once both are in the calendar, they
 * are found by themselves, once, and forgotten when that is solved. */
static void
test_conflicts (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthEventEdit) edit = hearth_event_edit_new (HEARTH_EDIT_CREATE, NULL);
  g_autoptr (HearthInvitation) invitation = NULL;
  g_autoptr (GArray) rows = NULL;
  g_autoptr (GArray) none = NULL;
  g_autoptr (GArray) solved = NULL;
  gint64 message, mine, accepted;

  edit->has_span = TRUE;
  edit->span = (HearthSpan){ NOW + 4 * 86400 + 6 * 3600 + 1800, NOW + 4 * 86400 + 8 * 3600 };
  edit->summary = g_strdup ("Dentist");
  g_assert_true (hearth_engine_edit_event (self->engine, 0, edit, &mine, NULL));
  message = deliver (self, "ana@example.org", REQUEST);
  invitation = judge (self, message);
  g_assert_cmpuint (invitation->conflicts->len, ==, 1);
  accepted = answer (self, message, "accepted");
  g_assert_true (hearth_engine_update_conflicts (self->engine, NULL));
  rows = hearth_engine_take_conflicts (self->engine, 10, NULL);
  g_assert_cmpuint (rows->len, ==, 1);
  none = hearth_engine_take_conflicts (self->engine, 10, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_true (hearth_engine_undo (self->engine, accepted, NULL, NULL));
  g_assert_true (hearth_engine_update_conflicts (self->engine, NULL));
  solved = hearth_store_conflicts_list (hearth_engine_get_reader (self->engine), FALSE, 10, NULL);
  g_assert_cmpuint (solved->len, ==, 0);
}

/* An account that only reads: the calendar is kept all the same, and the owner is told. */
static void
test_nobody_is_told (Fixture *self, gconstpointer data)
{
  gint64 message = deliver (self, "Ana <ana@example.org>", REQUEST);
  g_autoptr (HearthInvitation) before = judge (self, message);
  g_autoptr (HearthInvitation) after = NULL;
  g_autoptr (HearthEvent) event = NULL;
  g_autoptr (HearthEvent) gone = NULL;
  g_autoptr (GError) error = NULL;
  gint64 action;

  g_assert_null (strstr (before->sentence, "not told"));
  /* Where nothing could be kept either, nothing is done. */
  g_assert_false (
      hearth_engine_answer_invitation (self->engine, message, "declined", "", 0, &action, &error));
  g_assert_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID);
  g_clear_error (&error);
  action = answer (self, message, "accepted");
  event = find_event (self, "plan");
  g_assert_nonnull (event);
  g_assert_cmpint (((HearthAttendee *) event->attendees->pdata[0])->partstat, ==,
                   HEARTH_PARTSTAT_ACCEPTED);
  g_assert_cmpuint (look_into_outbox (self, NULL), ==, 0);
  after = judge (self, message);
  g_assert_cmpint (after->state, ==, HEARTH_INVITATION_ANSWERED);
  g_assert_true (after->can_answer);
  g_assert_nonnull (strstr (after->sentence, "ana@example.org was not told"));
  g_assert_true (hearth_engine_undo (self->engine, action, NULL, &error));
  gone = find_event (self, "plan");
  g_assert_null (gone);
}

/* Where guests cannot be told, the file is left as it was, too. */
static void
test_nothing_is_half_done (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthEventEdit) edit = hearth_event_edit_new (HEARTH_EDIT_CREATE, NULL);
  g_autoptr (GPtrArray) guests = hearth_recipients_from_text ("ana@example.org");
  g_autoptr (HearthEvent) kept = NULL;
  g_autoptr (HearthEvent) event = NULL;
  g_autoptr (GError) error = NULL;
  gint64 action;

  edit->has_span = TRUE;
  edit->span = (HearthSpan){ NOW + 86400, NOW + 90000 };
  edit->summary = g_strdup ("Plan");
  g_assert_true (hearth_engine_edit_event (self->engine, 0, edit, &action, &error));
  g_assert_no_error (error);
  kept = find_event (self, edit->uid);
  g_assert_nonnull (kept);

  edit->kind = HEARTH_EDIT_CHANGE;
  edit->invite = g_steal_pointer (&guests);
  edit->organizer = hearth_address_new ("Alex", "alex@example.net");
  g_free (edit->summary);
  edit->summary = g_strdup ("Party");
  g_assert_false (hearth_engine_edit_event (self->engine, kept->id, edit, &action, &error));
  g_assert_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID);
  sync_now (self);
  event = find_event (self, edit->uid);
  g_assert_nonnull (event);
  g_assert_cmpstr (event->summary, ==, "Plan");
  g_assert_cmpuint (event->attendees->len, ==, 0);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (Fixture *self, gconstpointer data);
    const char *data;
  } tests[] = {
    { "/invitations/accept", test_accept },
    { "/invitations/decline", test_decline },
    { "/invitations/too-late", test_too_late },
    { "/invitations/update-and-cancel", test_update_and_cancel },
    { "/invitations/forged", test_forged },
    { "/invitations/not-invited", test_not_invited },
    { "/invitations/reply", test_reply },
    { "/invitations/conflicts", test_conflicts },
    { "/invitations/nothing-is-half-done", test_nothing_is_half_done, "reads only" },
    { "/invitations/nobody-is-told", test_nobody_is_told, "reads only" },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, tests[i].data, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
