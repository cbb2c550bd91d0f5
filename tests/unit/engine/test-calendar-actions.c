/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-actions.h"
#include "hearth-calendar-actions.h"
#include "hearth-clock.h"
#include "hearth-store-events.h"
#include "hearth-store-outbox.h"

#include <glib/gstdio.h>
#include <string.h>

/* What the owner does to a calendar on this computer, and takes back. */

#define NOW ((gint64) 1795852800) /* 2026-11-28, 08:00 UTC */
#define HOUR 3600
#define DAY 86400

#define FILE_HEAD                                                                                  \
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:other\r\nX-OWN:as it is\r\n"                           \
  "BEGIN:VEVENT\r\nUID:other\r\nDTSTART:20261201T100000Z\r\nDTEND:20261201T110000Z\r\n"            \
  "SUMMARY:Other\r\nEND:VEVENT\r\n"
#define FILE_TAIL "END:VCALENDAR\r\n"
#define WEEKLY                                                                                     \
  "BEGIN:VEVENT\r\nUID:week\r\nDTSTART:20261130T090000Z\r\nDTEND:20261130T100000Z\r\n"             \
  "RRULE:FREQ=WEEKLY;COUNT=8\r\nSUMMARY:Week\r\nEND:VEVENT\r\n"

typedef struct {
  char *dir;
  char *data;
  char *file;
  HearthEngine *engine;
  gint64 source_id;
} Fixture;

static void
open_engine (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  self->engine = hearth_engine_new (self->data, &error);
  g_assert_no_error (error);
}

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
write_calendar (Fixture *self, const char *text)
{
  g_assert_true (g_file_set_contents (self->file, text, -1, NULL));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GError) error = NULL;

  hearth_clock_set_zone (utc);
  hearth_clock_turn_to (NOW);
  self->dir = g_dir_make_tmp ("hearth-XXXXXX", NULL);
  self->data = g_build_filename (self->dir, "data", NULL);
  self->file = g_build_filename (self->dir, "work.ics", NULL);
  open_engine (self);
  write_calendar (self, FILE_HEAD WEEKLY FILE_TAIL);
  self->source_id =
      hearth_engine_add_source (self->engine, HEARTH_SOURCE_ICS, self->file, NULL, &error);
  g_assert_no_error (error);
  sync_now (self);
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
  g_free (self->file);
  g_free (self->data);
  g_free (self->dir);
}

static gint64
find (Fixture *self, const char *uid)
{
  return hearth_store_events_find (hearth_engine_get_reader (self->engine), self->source_id, uid,
                                   NULL);
}

static HearthEvent *
get (Fixture *self, const char *uid)
{
  gint64 id = find (self, uid);

  return id != 0 ? hearth_store_events_get (hearth_engine_get_reader (self->engine), id, NULL)
                 : NULL;
}

static void
assert_summary (Fixture *self, const char *uid, const char *summary)
{
  g_autoptr (HearthEvent) event = get (self, uid);

  g_assert_cmpstr (event != NULL ? event->summary : NULL, ==, summary);
}

static char *
read_calendar (Fixture *self)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (self->file, &text, NULL, NULL));
  return text;
}

static gint64
edit_event (Fixture *self, gint64 target, HearthEventEdit *edit)
{
  g_autoptr (GError) error = NULL;
  gint64 action;

  hearth_engine_edit_event (self->engine, target, edit, &action, &error);
  g_assert_no_error (error);
  g_assert_cmpint (action, !=, 0);
  hearth_event_edit_free (edit);
  return action;
}

static void
undo (Fixture *self, gint64 action)
{
  g_autoptr (GError) error = NULL;
  guint n;

  hearth_engine_undo (self->engine, action, &n, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, >=, 1);
}

static HearthEventEdit *
new_event (const char *summary)
{
  HearthEventEdit *edit = hearth_event_edit_new (HEARTH_EDIT_CREATE, NULL);

  edit->has_span = TRUE;
  edit->span = (HearthSpan){ NOW + DAY, NOW + DAY + HOUR };
  edit->summary = g_strdup (summary);
  return edit;
}

static HearthEventEdit *
change_summary (const char *summary)
{
  HearthEventEdit *edit = hearth_event_edit_new (HEARTH_EDIT_CHANGE, "");

  edit->summary = g_strdup (summary);
  return edit;
}

static void
test_create (Fixture *self, gconstpointer data)
{
  HearthEventEdit *edit = new_event ("Lunch");
  g_autofree char *uid = g_strdup (edit->uid);
  gint64 action = edit_event (self, self->source_id, edit);
  g_autofree char *text = read_calendar (self);
  g_autofree char *after = NULL;

  g_assert_cmpint (hearth_engine_find_edited (self->engine, action), ==, find (self, uid));
  assert_summary (self, uid, "Lunch");
  g_assert_true (g_str_has_prefix (text, FILE_HEAD WEEKLY));
  undo (self, action);
  assert_summary (self, uid, NULL);
  after = read_calendar (self);
  g_assert_cmpstr (after, ==, FILE_HEAD WEEKLY FILE_TAIL);
}

static void
test_change (Fixture *self, gconstpointer data)
{
  gint64 action = edit_event (self, find (self, "other"), change_summary ("Mine"));
  g_autoptr (GError) error = NULL;

  assert_summary (self, "other", "Mine");
  assert_summary (self, "week", "Week");
  /* Also after a restart. */
  hearth_engine_stop (self->engine);
  g_clear_object (&self->engine);
  open_engine (self);
  undo (self, action);
  assert_summary (self, "other", "Other");
  g_assert_false (hearth_engine_undo (self->engine, action, NULL, &error));
  g_assert_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_EXISTS);
}

static void
test_cancel (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthEvent) before = get (self, "week");
  gint64 action = edit_event (self, before->id, hearth_event_edit_new (HEARTH_EDIT_CANCEL, ""));
  g_autoptr (HearthEvent) after = NULL;

  assert_summary (self, "week", NULL);
  assert_summary (self, "other", "Other");
  undo (self, action);
  after = get (self, "week");
  g_assert_cmpuint (after->occurrences->len, ==, before->occurrences->len);
}

/* One of a series, and all from one on. */
static void
test_scopes (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthEvent) before = get (self, "week");
  gint64 second = g_array_index (before->occurrences, HearthSpan, 1).start;
  HearthEventEdit *cancel = hearth_event_edit_new (HEARTH_EDIT_CANCEL, "");
  HearthEventEdit *future = hearth_event_edit_new (HEARTH_EDIT_CANCEL, "");
  g_autoptr (HearthEvent) one_less = NULL;
  g_autoptr (HearthEvent) first_only = NULL;
  g_autoptr (HearthEvent) again = NULL;
  gint64 first_action, second_action;

  cancel->scope = HEARTH_EDIT_THIS;
  cancel->recurrence_id = second;
  first_action = edit_event (self, before->id, cancel);
  one_less = get (self, "week");
  g_assert_cmpuint (one_less->occurrences->len, ==, before->occurrences->len - 1);
  future->scope = HEARTH_EDIT_FUTURE;
  future->recurrence_id = second;
  second_action = edit_event (self, before->id, future);
  first_only = get (self, "week");
  g_assert_cmpuint (first_only->occurrences->len, ==, 1);
  undo (self, second_action);
  undo (self, first_action);
  again = get (self, "week");
  g_assert_cmpuint (again->occurrences->len, ==, before->occurrences->len);
}

/* Somebody else changed it since: nothing is taken back, and that is said. */
static void
test_undo_refused (Fixture *self, gconstpointer data)
{
  gint64 action = edit_event (self, find (self, "other"), change_summary ("Mine"));
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  write_calendar (self, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:other\r\n"
                        "DTSTART:20261201T100000Z\r\nDTEND:20261201T110000Z\r\n"
                        "SUMMARY:Theirs\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
  g_assert_false (hearth_engine_undo (self->engine, action, NULL, &error));
  g_assert_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_EXISTS);
  g_assert_nonnull (strstr (error->message, "Other"));
  text = read_calendar (self);
  g_assert_nonnull (strstr (text, "SUMMARY:Theirs"));
}

/* A program that writes the same down in other words changed nothing. */
static void
test_undo_rewritten (Fixture *self, gconstpointer data)
{
  gint64 action = edit_event (self, find (self, "other"), change_summary ("Mine"));

  write_calendar (self, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:Mi\r\n ne\r\n"
                        "DTEND:20261201T110000Z\r\nDTSTART:20261201T100000Z\r\nX-NEW:1\r\n"
                        "UID:other\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
  undo (self, action);
  assert_summary (self, "other", "Other");
}

static void
test_bad_edits (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthEventEdit) backwards = new_event ("Lunch");
  g_autoptr (HearthEventEdit) nameless = new_event ("");
  g_autoptr (HearthEventEdit) unknown = change_summary ("x");
  g_autoptr (HearthEventEdit) scope = change_summary ("x");
  g_autoptr (GError) error = NULL;
  gint64 action;

  backwards->span.end = backwards->span.start - 1;
  g_assert_false (
      hearth_engine_edit_event (self->engine, self->source_id, backwards, &action, &error));
  g_assert_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (
      hearth_engine_edit_event (self->engine, self->source_id, nameless, &action, &error));
  g_assert_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (hearth_engine_edit_event (self->engine, 9999, unknown, &action, &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  scope->scope = HEARTH_EDIT_THIS;
  g_assert_false (
      hearth_engine_edit_event (self->engine, find (self, "week"), scope, &action, &error));
  g_assert_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID);
}

static void
add_account (Fixture *self)
{
  g_autoptr (HearthAccount) account = hearth_account_new ("alex@example.net");
  g_autoptr (GError) error = NULL;

  g_free (account->imap.host);
  account->imap.host = g_strdup ("mail.example.net");
  g_free (account->smtp.host);
  account->smtp.host = g_strdup ("mail.example.net");
  account->paused = TRUE;
  hearth_engine_add_account (self->engine, account, &error);
  g_assert_no_error (error);
}

static GPtrArray *
list_outbox (Fixture *self)
{
  return hearth_store_outbox_list (hearth_engine_get_reader (self->engine), TRUE, NULL);
}

/* Guests are told by mail, and not if it is taken back in time. */
static void
test_guests (Fixture *self, gconstpointer data)
{
  HearthEventEdit *edit = new_event ("Lunch");
  g_autofree char *uid = g_strdup (edit->uid);
  g_autoptr (GPtrArray) mails = NULL;
  g_autoptr (GBytes) content = NULL;
  g_autofree char *text = NULL;
  gint64 action;

  add_account (self);
  edit->invite = hearth_recipients_from_text ("Ana <ana@example.org>, bob@example.com");
  action = edit_event (self, self->source_id, edit);
  mails = list_outbox (self);
  g_assert_cmpuint (mails->len, ==, 1);
  content = hearth_store_outbox_dup_content (hearth_engine_get_reader (self->engine),
                                             ((HearthOutboxItem *) mails->pdata[0])->id, NULL);
  text = g_strndup (g_bytes_get_data (content, NULL), g_bytes_get_size (content));
  g_assert_nonnull (strstr (text, "multipart/alternative"));
  g_assert_nonnull (strstr (text, "method=REQUEST"));
  g_assert_nonnull (strstr (text, "ana@example.org"));
  g_assert_nonnull (strstr (text, "bob@example.com"));
  g_assert_nonnull (strstr (text, "From: alex@example.net"));
  undo (self, action);
  g_ptr_array_unref (mails);
  mails = list_outbox (self);
  g_assert_cmpuint (mails->len, ==, 0);
  assert_summary (self, uid, NULL);
}

static void
test_guests_cancelled (Fixture *self, gconstpointer data)
{
  HearthEventEdit *edit = new_event ("Lunch");
  g_autofree char *uid = g_strdup (edit->uid);
  g_autoptr (GPtrArray) mails = NULL;
  gint64 action;

  add_account (self);
  edit->invite = hearth_recipients_from_text ("ana@example.org");
  edit_event (self, self->source_id, edit);
  action = edit_event (self, find (self, uid), hearth_event_edit_new (HEARTH_EDIT_CANCEL, ""));
  mails = list_outbox (self);
  g_assert_cmpuint (mails->len, ==, 2);
  g_assert_cmpstr (((HearthOutboxItem *) mails->pdata[1])->subject, ==, "Cancelled: Lunch");
  undo (self, action);
  assert_summary (self, uid, "Lunch");
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/calendar-actions/create", test_create },
    { "/calendar-actions/change", test_change },
    { "/calendar-actions/cancel", test_cancel },
    { "/calendar-actions/scopes", test_scopes },
    { "/calendar-actions/undo-refused", test_undo_refused },
    { "/calendar-actions/undo-rewritten", test_undo_rewritten },
    { "/calendar-actions/bad-edits", test_bad_edits },
    { "/calendar-actions/guests", test_guests },
    { "/calendar-actions/guests-cancelled", test_guests_cancelled },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
