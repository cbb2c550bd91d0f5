/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-demo.h"
#include "hearth-ical.h"
#include "hearth-mime.h"
#include "hearth-paths.h"

#include <glib/gstdio.h>
#include <string.h>

/* The demo account as the mail and calendar rooms read it: it shall hold one of everything that a
 * real mailbox holds. */

static char *folder;        /* (owned) */
static GPtrArray *messages; /* (element-type HearthMessage) */
static GPtrArray *events;   /* (element-type HearthEvent) */
static GDateTime *now;

static void
for_each_file (const char *path, void (*visit) (const char *path))
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  if (dir == NULL) {
    visit (path);
    return;
  }
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    for_each_file (child, visit);
  }
}

static void
remove_file (const char *path)
{
  g_remove (path);
}

static void
remove_folders (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_folders (child);
  }
  g_rmdir (path);
}

static void
read_letter (const char *path)
{
  g_autoptr (GError) error = NULL;
  HearthMessage *message;

  if (g_str_has_suffix (path, "maildirfolder"))
    return;
  message = hearth_mime_parse_file (path, &error);
  g_assert_no_error (error);
  g_ptr_array_add (messages, message);
}

static void
read_calendar (const char *path)
{
  gint64 present = g_date_time_to_unix (now);
  HearthSpan window = { present - 60 * 24 * 3600, present + 365 * 24 * 3600 };
  g_autoptr (GPtrArray) warnings = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  found = hearth_ical_parse (text, length, window, g_date_time_get_timezone (now), &warnings, NULL,
                             &error);
  g_assert_no_error (error);
  g_assert_true (warnings == NULL || warnings->len == 0);
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (events, hearth_event_ref (found->pdata[i]));
}

static HearthMessage *
find_message (const char *id)
{
  for (guint i = 0; i < messages->len; i++) {
    HearthMessage *message = messages->pdata[i];

    if (g_str_has_prefix (message->message_id, id))
      return message;
  }
  g_error ("There is no message %s", id);
}

static HearthEvent *
find_event (const char *summary)
{
  for (guint i = 0; i < events->len; i++) {
    HearthEvent *event = events->pdata[i];

    if (g_str_equal (event->summary, summary))
      return event;
  }
  g_error ("There is no event “%s”", summary);
}

static guint
count_marked (HearthMessageMarks mark)
{
  guint n = 0;

  for (guint i = 0; i < messages->len; i++)
    n += (((HearthMessage *) messages->pdata[i])->marks & mark) != 0;
  return n;
}

static void
test_every_letter (void)
{
  g_assert_cmpuint (messages->len, >=, 80);
  for (guint i = 0; i < messages->len; i++) {
    const HearthMessage *message = messages->pdata[i];

    g_assert_nonnull (message->from);
    g_assert_cmpstr (message->subject, !=, "");
    g_assert_cmpstr (message->message_id, !=, "");
    g_assert_cmpstr (message->text, !=, "");
    g_assert_true (g_str_has_suffix (message->from->address, ".example"));
    g_assert_null (strstr (message->text, "\357\277\275")); /* U+FFFD */
    g_assert_false (message->marks & (HEARTH_MARK_NO_DATE | HEARTH_MARK_TRUNCATED));
    g_assert_cmpint (message->date, <=, g_date_time_to_unix (now));
  }
}

static void
test_kinds (void)
{
  const HearthMessage *phish = find_message ("phish@");

  g_assert_cmpuint (count_marked (HEARTH_MARK_LIST), >=, 15);
  g_assert_cmpuint (count_marked (HEARTH_MARK_BULK), >=, 15);
  g_assert_cmpuint (count_marked (HEARTH_MARK_AUTO), >=, 8);
  g_assert_cmpuint (count_marked (HEARTH_MARK_HTML_ONLY), >=, 8);
  g_assert_cmpuint (count_marked (HEARTH_MARK_BOUNCE), ==, 1);
  g_assert_cmpuint (count_marked (HEARTH_MARK_CALENDAR), ==, 1);
  g_assert_true (phish->marks & HEARTH_MARK_LINK_MISMATCH);
  g_assert_true (phish->marks & HEARTH_MARK_REPLY_TO_DIFFERS);
  g_assert_true (phish->marks & HEARTH_MARK_AUTH_FAILED);
  g_assert_true (phish->marks & HEARTH_MARK_HIDDEN_TEXT);
  g_assert_nonnull (find_message ("retro-invitation@")->calendar);
}

static void
test_scripts (void)
{
  const struct {
    const char *id;
    const char *subject;
    const char *text;
  } letters[] = {
    { "yuki@", "翻訳", "由紀" },   { "vera@", "Письма", "незабудка" },
    { "layla@", "أمسية", "ليلى" }, { "nikos@", "Πέμπτης", "ανέμων" },
    { "mei@", "信纸", "林美" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (letters); i++) {
    const HearthMessage *message = find_message (letters[i].id);

    g_assert_nonnull (strstr (message->subject, letters[i].subject));
    g_assert_nonnull (strstr (message->text, letters[i].text));
  }
}

static void
test_threads_and_attachments (void)
{
  const HearthMessage *last = find_message ("cover-14@");
  const HearthMessage *venue = find_message ("venue-3@");
  const HearthAttachment *offer;

  g_assert_cmpuint (g_strv_length (last->references), >=, 10);
  g_assert_cmpuint (venue->attachments->len, ==, 1);
  offer = venue->attachments->pdata[0];
  g_assert_cmpstr (offer->name, ==, "Offer Halle 7.pdf");
  g_assert_cmpstr (offer->content_type, ==, "application/pdf");
  g_assert_cmpint (offer->size, >, 1000);
}

static void
test_events (void)
{
  guint recurring = 0, all_day = 0, elsewhere = 0, alarms = 0, cancelled = 0;

  g_assert_cmpuint (events->len, >=, 25);
  for (guint i = 0; i < events->len; i++) {
    const HearthEvent *event = events->pdata[i];

    recurring += event->rrule != NULL;
    all_day += event->all_day;
    elsewhere += event->tzid != NULL;
    alarms += event->alarms->len > 0;
    cancelled += event->status == HEARTH_EVENT_CANCELLED;
    g_assert_cmpint (event->span.start, <=, event->span.end);
  }
  g_assert_cmpuint (recurring, >=, 8);
  g_assert_cmpuint (all_day, >=, 5);
  g_assert_cmpuint (elsewhere, >=, 2);
  g_assert_cmpuint (alarms, >=, 10);
  g_assert_cmpuint (cancelled, ==, 1);
}

/* The picture of the day: two meetings of the afternoon, and two things at once on Thursday. */
static void
test_today (void)
{
  const HearthEvent *review = find_event ("Budget review");
  const HearthEvent *call = find_event ("Call with the printer");
  const HearthEvent *dentist = find_event ("Dentist");
  gint64 present = g_date_time_to_unix (now);

  g_assert_cmpint (review->span.start, ==, present + 12 * 60);
  g_assert_cmpuint (review->attendees->len, ==, 4);
  g_assert_cmpstr (review->location, ==, "Room Linden");
  g_assert_cmpint (call->span.start, ==, present + (2 * 60 + 42) * 60);
  g_assert_cmpstr (call->url, ==, "https://meet.sandprint.example/slow-post");
  g_assert_cmpint (dentist->span.end - dentist->span.start, ==, 45 * 60);
}

/* Whatever day it is, nothing ends before it starts: the calendars are read without a warning. */
static void
test_every_weekday (void)
{
  g_autofree char *templates = hearth_paths_dup_resource ("demo");
  GDateTime *first = now;

  for (int i = 1; i <= 8; i++) {
    g_autofree char *week = g_dir_make_tmp ("hearth-demo-XXXXXX", NULL);
    g_autofree char *calendar = g_build_filename (week, "calendar", NULL);
    g_autoptr (GDateTime) day = g_date_time_add_days (first, i);
    g_autoptr (GError) error = NULL;

    hearth_demo_write (templates, week, day, &error);
    g_assert_no_error (error);
    now = day;
    for_each_file (calendar, read_calendar);
    now = first;
    for_each_file (week, remove_file);
    remove_folders (week);
  }
}

int
main (int argc, char **argv)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  g_autofree char *templates = hearth_paths_dup_resource ("demo");
  g_autofree char *mail = NULL;
  g_autofree char *calendar = NULL;
  g_autoptr (GError) error = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("hearth-demo-XXXXXX", NULL);
  now = g_date_time_new_from_iso8601 ("2026-11-24T13:48:00", zone);
  messages = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
  events = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_event_unref);
  hearth_demo_write (templates, folder, now, &error);
  g_assert_no_error (error);
  mail = g_build_filename (folder, "mail", NULL);
  calendar = g_build_filename (folder, "calendar", NULL);
  for_each_file (mail, read_letter);
  for_each_file (calendar, read_calendar);

  g_test_add_func ("/demo/content/every-letter", test_every_letter);
  g_test_add_func ("/demo/content/kinds", test_kinds);
  g_test_add_func ("/demo/content/scripts", test_scripts);
  g_test_add_func ("/demo/content/threads-and-attachments", test_threads_and_attachments);
  g_test_add_func ("/demo/content/events", test_events);
  g_test_add_func ("/demo/content/today", test_today);
  g_test_add_func ("/demo/content/every-weekday", test_every_weekday);
  result = g_test_run ();

  for_each_file (folder, remove_file);
  remove_folders (folder);
  g_ptr_array_unref (messages);
  g_ptr_array_unref (events);
  g_date_time_unref (now);
  g_free (folder);
  return result;
}
