/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"

#include "hearth-body.h"
#include "hearth-database-private.h"
#include "hearth-search-index.h"

#include <glib/gstdio.h>
#include <string.h>

HearthDatabase *
fixture_open_memory (gint64 *source_id)
{
  g_autoptr (GError) error = NULL;
  HearthDatabase *db =
      hearth_database_open (HEARTH_STORE_IN_MEMORY, HEARTH_DATABASE_WRITER, &error);
  g_autoptr (HearthSource) source = hearth_source_new (HEARTH_SOURCE_MAILDIR, "/mail", "Mail");

  g_assert_no_error (error);
  g_assert_true (hearth_store_sources_add (db, source, &error));
  g_assert_no_error (error);
  *source_id = source->id;
  return db;
}

/* A store as that version of Hearth left it. */
void
fixture_load_version (const char *path, int version)
{
  g_autofree char *name = g_strdup_printf ("v%d.sql", version);
  g_autofree char *fixture = g_test_build_filename (G_TEST_DIST, "fixtures", name, NULL);
  g_autofree char *sql = NULL;
  g_autoptr (GError) error = NULL;
  HearthTokenizer *tokenizer;
  char *message = NULL;
  sqlite3 *handle;

  g_assert_true (g_file_get_contents (fixture, &sql, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_true (hearth_body_register (handle));
  tokenizer = hearth_tokenizer_register (handle);
  g_assert_nonnull (tokenizer);
  sqlite3_exec (handle, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  hearth_tokenizer_free (tokenizer);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
}

char *
fixture_make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("hearth-store-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

void
fixture_remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_chmod (folder, 0700);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_unlink (path);
  }
  g_rmdir (folder);
}

/* @from is "Name <address>" or an address. */
HearthMessage *
fixture_message (const char *key, gint64 date, const char *from, const char *subject,
                 const char *text)
{
  HearthMessage *message = hearth_message_new ();
  const char *angle = strchr (from, '<');

  message->key = g_strdup (key);
  message->path = g_strconcat ("cur/", key, ":2,", NULL);
  message->message_id = g_strconcat (key, "@example.org", NULL);
  message->references = g_new0 (char *, 1);
  message->date = date;
  if (angle != NULL) {
    g_autofree char *name = g_strchomp (g_strndup (from, angle - from));
    g_autofree char *address = g_strndup (angle + 1, strlen (angle) - 2);

    message->from = hearth_address_new (name, address);
  } else {
    message->from = hearth_address_new ("", from);
  }
  g_ptr_array_add (message->to, hearth_address_new ("Alex Example", "alex@example.net"));
  message->subject = g_strdup (subject);
  message->text = g_strdup (text);
  message->preview = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), 200));
  message->list_id = g_strdup ("");
  message->size = (gint64) strlen (text);
  return message;
}

/* @references: keys, separated by blanks. */
void
fixture_add_references (HearthMessage *message, const char *references)
{
  g_strfreev (message->references);
  message->references = g_strsplit (references, " ", -1);
  for (guint i = 0; message->references[i] != NULL; i++) {
    char *key = message->references[i];

    message->references[i] = g_strconcat (key, "@example.org", NULL);
    g_free (key);
  }
}

/* Takes @message and returns its row. */
gint64
fixture_store (HearthDatabase *db, gint64 source_id, const char *mailbox, HearthMessage *message)
{
  g_autoptr (HearthMailChanges) changes = hearth_mail_changes_new (mailbox);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (changes->created, message);
  g_assert_true (hearth_store_messages_apply (db, source_id, changes, ids, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, 1);
  return g_array_index (ids, gint64, 0);
}

HearthEvent *
fixture_event (const char *uid, gint64 start, gint64 end, const char *summary)
{
  HearthEvent *event = hearth_event_new ();

  event->uid = g_strdup (uid);
  event->summary = g_strdup (summary);
  event->span = (HearthSpan){ start, end };
  g_array_append_val (event->occurrences, event->span);
  return event;
}

/* Takes @event, the only one of its resource. */
void
fixture_apply_event (HearthDatabase *db, gint64 source_id, const char *href, HearthEvent *event)
{
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_event_unref);
  g_autoptr (HearthCalendarChanges) changes = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (events, event);
  changes = hearth_calendar_changes_new (href, "1", events);
  g_assert_true (hearth_store_events_apply (db, source_id, changes, &error));
  g_assert_no_error (error);
}

gint64
fixture_count (HearthDatabase *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 n;

  g_assert_true (hearth_database_get_int (db, sql, &n, &error));
  g_assert_no_error (error);
  return n;
}

/* The file is whole, and the search index says what the messages say. */
void
fixture_check (HearthDatabase *db)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "PRAGMA integrity_check", &error);
  gboolean row;

  g_assert_true (hearth_statement_next (statement, &row, &error));
  g_assert_cmpstr (hearth_statement_get_text (statement, 0), ==, "ok");
  hearth_search_index_check (db, &error);
  g_assert_no_error (error);
}
