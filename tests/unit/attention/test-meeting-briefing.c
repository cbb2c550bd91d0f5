/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-clock.h"
#include "hearth-meeting-briefing.h"
#include "hearth-store-events.h"
#include "hearth-store-messages.h"
#include "hearth-store-records.h"

#define NOW G_GINT64_CONSTANT (1715760000)

typedef struct {
  HearthDatabase *db;
  gint64 mail;
  gint64 calendar;
  guint n;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthSource) box = hearth_source_new (HEARTH_SOURCE_MAILDIR, "/mail", "Mail");
  g_autoptr (HearthSource) calendar = hearth_source_new (HEARTH_SOURCE_ICS, "/c.ics", "Calendar");
  g_autoptr (GError) error = NULL;

  self->db = hearth_database_open (HEARTH_STORE_IN_MEMORY, HEARTH_DATABASE_WRITER, &error);
  g_assert_no_error (error);
  g_assert_true (hearth_store_sources_add (self->db, box, &error));
  g_assert_true (hearth_store_sources_add (self->db, calendar, &error));
  self->mail = box->id;
  self->calendar = calendar->id;
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_object_unref (self->db);
}

static void
deliver (Fixture *self, const char *name, const char *address, const char *subject,
         const char *file)
{
  g_autoptr (HearthMailChanges) changes = hearth_mail_changes_new ("INBOX");
  HearthMessage *message = hearth_message_new ();
  g_autoptr (GError) error = NULL;

  self->n++;
  message->mailbox = g_strdup ("INBOX");
  message->key = g_strdup_printf ("key%u", self->n);
  message->path = g_strdup (message->key);
  message->message_id = g_strdup_printf ("%u@test.example", self->n);
  message->date = NOW - 86400 + self->n;
  message->from = hearth_address_new (name, address);
  message->subject = g_strdup (subject);
  message->text = g_strdup ("Hello.");
  message->preview = g_strdup ("Hello.");
  if (file != NULL)
    g_ptr_array_add (message->attachments,
                     hearth_attachment_new (file, "application/pdf", "2", 1000));
  g_ptr_array_add (changes->created, message);
  g_assert_true (hearth_store_messages_apply (self->db, self->mail, changes, NULL, &error));
  g_assert_no_error (error);
}

static gint64
meet (Fixture *self, const char *summary, const char *location)
{
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_event_unref);
  g_autoptr (HearthCalendarChanges) changes = NULL;
  HearthEvent *event = hearth_event_new ();
  HearthSpan span = { NOW + 900, NOW + 4500 };
  g_autoptr (GError) error = NULL;

  event->uid = g_strdup ("meeting");
  event->href = g_strdup ("c.ics");
  event->summary = g_strdup (summary);
  event->location = g_strdup (location);
  event->description = g_strdup ("https://meet.google.com/abc-defg-hij");
  event->span = span;
  g_array_append_val (event->occurrences, span);
  g_ptr_array_add (event->attendees,
                   hearth_attendee_new (hearth_address_new ("Ana Silva", "ana@silva.example"),
                                        HEARTH_PARTSTAT_ACCEPTED, FALSE));
  g_ptr_array_add (event->attendees,
                   hearth_attendee_new (hearth_address_new ("Ben Ode", "ben@ode.example"),
                                        HEARTH_PARTSTAT_DECLINED, FALSE));
  g_ptr_array_add (events, event);
  changes = hearth_calendar_changes_new ("c.ics", "1", events);
  g_assert_true (hearth_store_events_apply (self->db, self->calendar, changes, &error));
  g_assert_no_error (error);
  return hearth_store_events_find (self->db, self->calendar, "meeting", &error);
}

static void
test_about (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthMeetingBriefing) briefing = NULL;
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (GError) error = NULL;
  const HearthMeetingGuest *ana;
  const char *join = NULL;
  gint64 id;

  deliver (self, "Ana Silva", "ana@silva.example", "Budget for June", "budget.pdf");
  deliver (self, "Carl Other", "carl@other.example", "Budget of others", "other.pdf");
  deliver (self, "Ana Silva", "ana@silva.example", "Re: Budget, once more", "budget.pdf");
  deliver (self, "Ana Silva", "ana@silva.example", "My holidays", NULL);
  id = meet (self, "Meeting with Ana: budget", "Room 2");
  briefing = hearth_meeting_briefing_new (self->db, id, 0, &error);
  g_assert_no_error (error);

  g_assert_cmpint (briefing->start, ==, NOW + 900);
  g_assert_cmpuint (briefing->people->len, ==, 2);
  ana = g_ptr_array_index (briefing->people, 0);
  g_assert_cmpstr (ana->who->address, ==, "ana@silva.example");
  g_assert_cmpint (ana->partstat, ==, HEARTH_PARTSTAT_ACCEPTED);
  g_assert_cmpstr (ana->last_subject, ==, "My holidays");
  /* About this and from those who come; the newest first. */
  g_assert_cmpuint (briefing->mails->len, ==, 2);
  g_assert_cmpstr (((HearthMessage *) briefing->mails->pdata[0])->subject, ==,
                   "Re: Budget, once more");
  g_assert_cmpuint (briefing->files->len, ==, 1);
  g_assert_cmpint (((HearthMeetingFile *) briefing->files->pdata[0])->message, ==,
                   ((HearthMessage *) briefing->mails->pdata[0])->id);
  g_assert_cmpstr (briefing->join, ==, "https://meet.google.com/abc-defg-hij");
  g_assert_cmpstr (briefing->sentence, ==,
                   "With Ana Silva. Ben Ode does not come. Last mail about it: “Re: Budget, once "
                   "more” from Ana Silva. 1 attachment. Where: Room 2.");
  variant = g_variant_ref_sink (hearth_meeting_briefing_to_variant (briefing));
  g_assert_true (g_variant_is_of_type (variant, G_VARIANT_TYPE_VARDICT));
  g_assert_true (g_variant_lookup (variant, "join", "&s", &join));
  g_assert_cmpstr (join, ==, briefing->join);
}

/* A title that says nothing finds nothing, rather than everything. */
static void
test_nothing (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthMeetingBriefing) briefing = NULL;
  g_autoptr (HearthMeetingBriefing) none = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  deliver (self, "Ana Silva", "ana@silva.example", "Weekly call with everybody", NULL);
  id = meet (self, "Weekly call with Ana", "https://zoom.us/j/1");
  briefing = hearth_meeting_briefing_new (self->db, id, NOW + 900, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (briefing->mails->len, ==, 0);
  g_assert_cmpstr (briefing->sentence, ==, "With Ana Silva. Ben Ode does not come.");
  none = hearth_meeting_briefing_new (self->db, id + 1, 0, &error);
  g_assert_null (none);
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/attention/meeting-briefing/about", Fixture, NULL, set_up, test_about, tear_down);
  g_test_add ("/attention/meeting-briefing/nothing", Fixture, NULL, set_up, test_nothing,
              tear_down);
  return g_test_run ();
}
