/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-database-private.h"

/* One function per version of the tables, in `PRAGMA user_version`. A version that was released is
 * never edited: a change is a new function, and tests/unit/store has a fixture of each version. */

typedef gboolean (*Migration) (HearthDatabase *db, GError **error);

static gboolean
migrate_to_1 (HearthDatabase *db, GError **error)
{
  static const char *const statements[] = {
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",

    /* kind, path: as the owner added them. removing: its rows are being deleted. */
    "CREATE TABLE sources ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, path TEXT NOT NULL,"
    " name TEXT NOT NULL, token TEXT, last_sync INTEGER NOT NULL DEFAULT 0, last_error TEXT,"
    " removing INTEGER NOT NULL DEFAULT 0)",

    "CREATE TABLE mailboxes ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT, source_id INTEGER NOT NULL, name TEXT NOT NULL,"
    " folded TEXT NOT NULL, role INTEGER NOT NULL, token TEXT, UNIQUE (source_id, name))",

    /* Counts of mail from them (received, read) and to them (sent by the owner; addressed:
     * received mail that was sent to them, which finds the owner). */
    "CREATE TABLE people ("
    " id INTEGER PRIMARY KEY, address TEXT NOT NULL UNIQUE, display_address TEXT NOT NULL,"
    " name TEXT NOT NULL, folded TEXT NOT NULL, n_received INTEGER NOT NULL,"
    " n_read INTEGER NOT NULL, n_sent INTEGER NOT NULL, n_addressed INTEGER NOT NULL)",

    /* id: seconds since 1970 << 20 | n, so that the newest is the last row; n is below 16, and a
     * second that has more mail runs over into the next, while date stays exact. recipients: a line
     * each, "+" for To and "-" for Cc, name, tab, address. attachment_parts: a line each, type,
     * tab, part, tab, size. */
    "CREATE TABLE messages ("
    " id INTEGER PRIMARY KEY, mailbox_id INTEGER NOT NULL, key TEXT NOT NULL,"
    " date INTEGER NOT NULL, flags INTEGER NOT NULL, priority INTEGER NOT NULL, marks INTEGER NOT "
    "NULL,"
    " thread_id INTEGER NOT NULL, from_id INTEGER NOT NULL, message_hash INTEGER NOT NULL,"
    " subject_hash INTEGER NOT NULL, size INTEGER NOT NULL, path TEXT NOT NULL,"
    " message_id TEXT NOT NULL, subject TEXT NOT NULL, from_name TEXT NOT NULL,"
    " from_address TEXT NOT NULL, reply_to TEXT, recipients TEXT NOT NULL,"
    " attachment_names TEXT NOT NULL, attachment_parts TEXT NOT NULL, list_id TEXT NOT NULL,"
    " preview TEXT NOT NULL, reason TEXT, klass TEXT)",
    "CREATE INDEX messages_known ON messages (mailbox_id, key, flags)",
    "CREATE INDEX messages_mailbox ON messages (mailbox_id)",
    "CREATE INDEX messages_thread ON messages (thread_id)",
    "CREATE INDEX messages_from ON messages (from_id)",
    "CREATE INDEX messages_hash ON messages (message_hash)",
    "CREATE INDEX messages_subject ON messages (subject_hash) WHERE subject_hash != 0",
    "CREATE INDEX messages_unread ON messages (id, mailbox_id) WHERE (flags & 1) = 0",
    "CREATE INDEX messages_flagged ON messages (id) WHERE (flags & 4) != 0",
    "CREATE INDEX messages_unjudged ON messages (id, mailbox_id) WHERE priority < 0",

    /* references_: ids, a line each. */
    "CREATE TABLE bodies ("
    " id INTEGER PRIMARY KEY, text TEXT, calendar TEXT, references_ TEXT)",

    /* The thread of every Message-ID that was seen, also of those only named by References. */
    "CREATE TABLE thread_ids (hash INTEGER PRIMARY KEY, thread_id INTEGER NOT NULL)",
    /* Threads that became part of another. */
    "CREATE TABLE thread_merges (thread_id INTEGER PRIMARY KEY, into_id INTEGER NOT NULL)",

    /* FTS5 stores the difference to the row before for each term of each message: without the
     * unused bits of ids, rows take half of that. It marks each column but the first one, which is
     * why the body comes first. */
    "CREATE VIEW search_content AS"
    " SELECT m.id AS id, (((m.id >> 20) << 4) | (m.id & 15)) AS row,"
    "  hearth_body (b.text, m.preview) AS body, m.subject AS subject,"
    "  m.from_name || ' ' || m.from_address AS sender, m.recipients AS recipients,"
    "  m.attachment_names AS attachments"
    " FROM messages AS m LEFT JOIN bodies AS b ON b.id = m.id",
    "CREATE VIRTUAL TABLE search USING fts5 (body, subject, sender, recipients, attachments,"
    " content='search_content', content_rowid='row', columnsize=0, tokenize='hearth')",
    "INSERT INTO search (search, rank) VALUES ('pgsz', 8100)",

    "CREATE TABLE resources ("
    " source_id INTEGER NOT NULL, href TEXT NOT NULL, etag TEXT,"
    " PRIMARY KEY (source_id, href)) WITHOUT ROWID",
    /* attendees: a line each, partstat, tab, optional, tab, name, tab, address. */
    "CREATE TABLE events ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT, source_id INTEGER NOT NULL, href TEXT NOT NULL,"
    " uid TEXT NOT NULL, recurrence_id INTEGER NOT NULL, start INTEGER NOT NULL,"
    " \"end\" INTEGER NOT NULL, all_day INTEGER NOT NULL, status INTEGER NOT NULL,"
    " transparent INTEGER NOT NULL, sequence INTEGER NOT NULL, summary TEXT NOT NULL,"
    " location TEXT, url TEXT, tzid TEXT, organizer TEXT, rrule TEXT, alarms TEXT NOT NULL,"
    " calendar_name TEXT, attendees TEXT NOT NULL, description TEXT,"
    " UNIQUE (source_id, uid, recurrence_id))",
    /* What the day's list does not need. occurrences: packed, see hearth-event-row.c. stems: terms
     * for searching. */
    "CREATE TABLE event_details ("
    " id INTEGER PRIMARY KEY, occurrences BLOB NOT NULL, stems TEXT NOT NULL)",
    "CREATE INDEX events_href ON events (source_id, href)",
    "CREATE TABLE occurrences ("
    " kind INTEGER NOT NULL, start INTEGER NOT NULL, event_id INTEGER NOT NULL,"
    " \"end\" INTEGER NOT NULL, PRIMARY KEY (kind, start, event_id)) WITHOUT ROWID",

    "CREATE TABLE reminders ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, text TEXT NOT NULL,"
    " due INTEGER NOT NULL, original_due INTEGER NOT NULL, event_start INTEGER NOT NULL,"
    " event_id INTEGER NOT NULL, state INTEGER NOT NULL)",
    "CREATE INDEX reminders_due ON reminders (state, due)",

    "CREATE TABLE turns ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT, conversation TEXT NOT NULL, role INTEGER NOT NULL,"
    " text TEXT NOT NULL, chips TEXT, created INTEGER NOT NULL, complete INTEGER NOT NULL)",
    "CREATE INDEX turns_conversation ON turns (conversation)",

    "CREATE TABLE journal ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, kind TEXT NOT NULL,"
    " what TEXT NOT NULL, host TEXT, bytes_sent INTEGER NOT NULL)",
    "CREATE INDEX journal_sent ON journal (at, bytes_sent) WHERE bytes_sent > 0",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (statements); i++) {
    if (!hearth_database_execute (db, statements[i], error))
      return FALSE;
  }
  return TRUE;
}

static const Migration migrations[] = { migrate_to_1 };

/**
 * hearth_migrations_get_latest:
 *
 * Returns: the version of the tables that this program writes
 */
int
hearth_migrations_get_latest (void)
{
  return G_N_ELEMENTS (migrations);
}

/**
 * hearth_migrations_run:
 * @db: a writer
 * @from: the version that the store has; 0 if it is empty
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Brings the tables up to date in one transaction.
 *
 * Returns: %FALSE on an error; the store is then as it was
 */
gboolean
hearth_migrations_run (HearthDatabase *db, int from, GError **error)
{
  char sql[48];

  if (from >= hearth_migrations_get_latest ())
    return TRUE;
  if (!hearth_database_execute (db, "BEGIN IMMEDIATE", error))
    return FALSE;
  for (int version = from; version < hearth_migrations_get_latest (); version++) {
    if (!migrations[version](db, error))
      goto failed;
  }
  g_snprintf (sql, sizeof sql, "PRAGMA user_version = %d", hearth_migrations_get_latest ());
  if (!hearth_database_execute (db, sql, error) || !hearth_database_execute (db, "COMMIT", error))
    goto failed;
  return TRUE;

failed:
  sqlite3_exec (hearth_database_get_handle (db), "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}
