/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-database-private.h"

/* One list of statements per version of the tables, in `PRAGMA user_version`. A version that was
 * released is never edited: a change is a new list, and tests/unit/store has a fixture of each
 * version. */

static const char *const version_1[] = {
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
  NULL,
};

/* Accounts, what is still to be told to their servers, what is being written and sent. */
static const char *const version_2[] = {
  /* source_id: the row of sources that has the account's state. auth, *_security: the names in
   * hearth-account.h. */
  "CREATE TABLE accounts ("
  " source_id INTEGER PRIMARY KEY, address TEXT NOT NULL, name TEXT NOT NULL, auth TEXT NOT NULL,"
  " goa_id TEXT, imap_host TEXT NOT NULL, imap_port INTEGER NOT NULL,"
  " imap_security TEXT NOT NULL, imap_user TEXT NOT NULL, imap_pin TEXT,"
  " smtp_host TEXT NOT NULL, smtp_port INTEGER NOT NULL, smtp_security TEXT NOT NULL,"
  " smtp_user TEXT NOT NULL, smtp_pin TEXT, paused INTEGER NOT NULL, keep_days INTEGER NOT NULL,"
  " sent_copy INTEGER NOT NULL, signature TEXT NOT NULL)",

  /* What an account's owner writes as besides its address. */
  "CREATE TABLE identities ("
  " source_id INTEGER NOT NULL, address TEXT NOT NULL COLLATE NOCASE, name TEXT NOT NULL,"
  " signature TEXT NOT NULL, PRIMARY KEY (source_id, address)) WITHOUT ROWID",

  /* wire: the mailbox's name as its server writes it, where that is another. */
  "ALTER TABLE mailboxes ADD COLUMN wire TEXT",

  /* What the owner did to mail. undone: when it was taken back, or 0. */
  "CREATE TABLE actions ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, kind TEXT NOT NULL,"
  " target TEXT NOT NULL, n_messages INTEGER NOT NULL, undone INTEGER NOT NULL DEFAULT 0)",
  /* Each message of an action as it was before. */
  "CREATE TABLE action_messages ("
  " action_id INTEGER NOT NULL, message_id INTEGER NOT NULL, mailbox_id INTEGER NOT NULL,"
  " flags INTEGER NOT NULL, PRIMARY KEY (action_id, message_id)) WITHOUT ROWID",
  "CREATE INDEX action_messages_message ON action_messages (message_id)",

  /* What is still to be told to a server, in the order in which it was done. mailbox_id and key:
   * where the server has the message; it is moved to target_id (0: it stays). state: 0 waits, 1
   * was begun and may have reached the server. */
  "CREATE TABLE operations ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT, source_id INTEGER NOT NULL, message_id INTEGER NOT "
  "NULL,"
  " mailbox_id INTEGER NOT NULL, key TEXT NOT NULL, add_flags INTEGER NOT NULL,"
  " remove_flags INTEGER NOT NULL, target_id INTEGER NOT NULL, state INTEGER NOT NULL DEFAULT 0)",
  "CREATE INDEX operations_source ON operations (source_id, id)",
  "CREATE INDEX operations_message ON operations (message_id)",

  /* What is being written. recipients: a line each, "+" To, "-" Cc, "!" Bcc, name, tab, address.
   * kind: "new", "reply", "reply-all", "forward". message_id: the row it answers, or 0. files: a
   * path a line. remote_key: where the Drafts mailbox has it. sender: the address of an identity,
   * or "" for the account's. */
  "CREATE TABLE drafts ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT, source_id INTEGER NOT NULL, kind TEXT NOT NULL,"
  " message_id INTEGER NOT NULL, recipients TEXT NOT NULL, subject TEXT NOT NULL,"
  " text TEXT NOT NULL, files TEXT NOT NULL, created INTEGER NOT NULL, changed INTEGER NOT NULL,"
  " remote_key TEXT, sender TEXT NOT NULL)",

  /* What is being sent, as the very bytes. recipients: as in drafts. answers: the row that it
   * answers, or negated the one it forwards. draft: the row as it was, packed, for Undo.
   * state: 0 waits (not before a time), 1 is with the server, 2 unknown whether the server took
   * it, 3 sent and to be copied to Sent, 4 done, 5 refused. */
  "CREATE TABLE outbox ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT, source_id INTEGER NOT NULL, state INTEGER NOT NULL,"
  " not_before INTEGER NOT NULL, created INTEGER NOT NULL, attempts INTEGER NOT NULL,"
  " message_id TEXT NOT NULL, sender TEXT NOT NULL, recipients TEXT NOT NULL,"
  " subject TEXT NOT NULL, answers INTEGER NOT NULL, draft TEXT NOT NULL, problem TEXT,"
  " content BLOB NOT NULL)",
  "CREATE INDEX outbox_state ON outbox (state, not_before)",
  NULL,
};

/* Calendars and address books that are elsewhere, tasks, changes to events, invitations. From this
 * version on the texts in bodies are packed otherwise; see hearth-body.c. */
static const char *const version_3[] = {
  "CREATE TABLE dav_accounts ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT, url TEXT NOT NULL, user TEXT NOT NULL,"
  " auth TEXT NOT NULL, goa_id TEXT, pin TEXT, label TEXT NOT NULL, address TEXT)",
  /* default_reminder: minutes, -1 as the setting says, -2 none. refresh: seconds. */
  "CREATE TABLE calendars ("
  " source_id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL, color TEXT,"
  " writable INTEGER NOT NULL, hidden INTEGER NOT NULL, default_reminder INTEGER NOT NULL,"
  " refresh INTEGER NOT NULL, scheduling INTEGER NOT NULL)",

  /* The text of a resource, where its source is not on this computer. */
  "CREATE TABLE resource_texts ("
  " source_id INTEGER NOT NULL, href TEXT NOT NULL, content BLOB NOT NULL,"
  " PRIMARY KEY (source_id, href)) WITHOUT ROWID",

  /* due: 0 is never. alarms: as in events. */
  "CREATE TABLE tasks ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT, source_id INTEGER NOT NULL, href TEXT NOT NULL,"
  " uid TEXT NOT NULL, recurrence_id INTEGER NOT NULL, summary TEXT NOT NULL, description TEXT,"
  " url TEXT, due INTEGER NOT NULL, due_is_date INTEGER NOT NULL, start INTEGER NOT NULL,"
  " tzid TEXT, status INTEGER NOT NULL, completed INTEGER NOT NULL, priority INTEGER NOT NULL,"
  " percent INTEGER NOT NULL, rrule TEXT, alarms TEXT NOT NULL, sequence INTEGER NOT NULL,"
  " calendar_name TEXT, UNIQUE (source_id, uid, recurrence_id))",
  "CREATE INDEX tasks_href ON tasks (source_id, href)",
  "CREATE INDEX tasks_due ON tasks (status, due)",

  /* What was meant and is still to be written into a calendar, in the order in which it was
   * meant. edit: packed, see hearth-event-edit.h. href: "" for a new resource. state: 0 waits, 1
   * was begun and may have reached the server, 2 was refused for good (problem says why). */
  "CREATE TABLE event_edits ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT, source_id INTEGER NOT NULL, href TEXT NOT NULL,"
  " uid TEXT NOT NULL, edit TEXT NOT NULL, action_id INTEGER NOT NULL,"
  " state INTEGER NOT NULL DEFAULT 0, problem TEXT)",
  "CREATE INDEX event_edits_source ON event_edits (source_id, id)",
  /* Each resource that an action changed as it was before and after; NULL: it was not there. */
  "CREATE TABLE action_events ("
  " action_id INTEGER NOT NULL, source_id INTEGER NOT NULL, uid TEXT NOT NULL,"
  " href TEXT NOT NULL, before TEXT, after TEXT,"
  " PRIMARY KEY (action_id, source_id, uid)) WITHOUT ROWID",
  /* The mails to guests, or to whoever invited, that an action made. */
  "CREATE TABLE action_mails ("
  " action_id INTEGER NOT NULL, item_id INTEGER NOT NULL,"
  " PRIMARY KEY (action_id, item_id)) WITHOUT ROWID",

  /* Invitations, answers and cancellations in mail, RFC 5546. method: as there. answer: the
   * owner's partstat, or the guest's; answered: when the owner dealt with it, or 0,
   * and action_id by what. A mail whose calendar part asks nothing has the method "". */
  "CREATE TABLE invitations ("
  " message_id INTEGER PRIMARY KEY, method TEXT NOT NULL, uid TEXT NOT NULL,"
  " recurrence_id INTEGER NOT NULL, sequence INTEGER NOT NULL, stamp INTEGER NOT NULL,"
  " start INTEGER NOT NULL, answer INTEGER NOT NULL, answered INTEGER NOT NULL,"
  " action_id INTEGER NOT NULL DEFAULT 0)",
  "CREATE INDEX messages_calendar ON messages (id) WHERE (marks & 16) != 0",
  "CREATE INDEX invitations_uid ON invitations (uid, recurrence_id)",

  /* Two occurrences that overlap, the later one first; told: when the owner was told. */
  "CREATE TABLE conflicts ("
  " event_id INTEGER NOT NULL, start INTEGER NOT NULL, other_id INTEGER NOT NULL,"
  " other_start INTEGER NOT NULL, found INTEGER NOT NULL, told INTEGER NOT NULL,"
  " PRIMARY KEY (event_id, start, other_id, other_start)) WITHOUT ROWID",
  "CREATE INDEX conflicts_told ON conflicts (told, start)",

  /* kind, link, event_end, shown: see HearthReminder. */
  "ALTER TABLE reminders ADD COLUMN kind INTEGER NOT NULL DEFAULT 0",
  "ALTER TABLE reminders ADD COLUMN link TEXT",
  "ALTER TABLE reminders ADD COLUMN event_end INTEGER NOT NULL DEFAULT 0",
  "ALTER TABLE reminders ADD COLUMN shown INTEGER NOT NULL DEFAULT 0",
  "UPDATE reminders SET kind = 1 WHERE key LIKE 'event:%'",

  /* phones: a line each, the preferred first. */
  "CREATE TABLE contacts ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT, source_id INTEGER NOT NULL, href TEXT NOT NULL,"
  " uid TEXT NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL, nickname TEXT,"
  " organisation TEXT, birthday TEXT, phones TEXT NOT NULL, UNIQUE (source_id, href, uid))",
  "CREATE TABLE contact_addresses ("
  " contact_id INTEGER NOT NULL, place INTEGER NOT NULL, address TEXT NOT NULL COLLATE NOCASE,"
  " PRIMARY KEY (contact_id, place)) WITHOUT ROWID",
  "CREATE INDEX contact_addresses_address ON contact_addresses (address)",

  /* What lies in the folder "new" of a Maildir. */
  "CREATE INDEX messages_new ON messages (mailbox_id, key, flags)"
  " WHERE path >= 'new/' AND path < 'new0'",
  NULL,
};

/* Whether an account's older mail waits on a metered network and while the battery is low. */
static const char *const version_4[] = {
  "ALTER TABLE accounts ADD COLUMN thrifty INTEGER NOT NULL DEFAULT 1",
  NULL,
};

/* What the owner said of mail: one lesson a message, from which attention's weights are made anew.
 */
static const char *const version_5[] = {
  "CREATE TABLE lessons ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT,"
  " message_id INTEGER NOT NULL UNIQUE, what TEXT NOT NULL,"
  " at INTEGER NOT NULL)",
  NULL,
};

/* What attention finds in mail besides its class, and what the owner settled around it. */
static const char *const version_6[] = {
  "ALTER TABLE messages ADD COLUMN language TEXT",
  /* Seconds that its writer's clock was ahead of UTC; NULL is not known. */
  "ALTER TABLE messages ADD COLUMN utc_offset INTEGER",

  /* See HearthFinding. start, length: bytes of the message's text. due: 0 is never. */
  "CREATE TABLE findings ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT, message_id INTEGER NOT NULL, kind INTEGER NOT NULL,"
  " start INTEGER NOT NULL, length INTEGER NOT NULL, text TEXT NOT NULL, value TEXT, place TEXT,"
  " due INTEGER NOT NULL, due_is_date INTEGER NOT NULL, until INTEGER NOT NULL,"
  " state INTEGER NOT NULL, changed INTEGER NOT NULL)",
  "CREATE INDEX findings_message ON findings (message_id)",
  "CREATE INDEX findings_kind ON findings (kind, state, message_id)",
  /* The mail in which nothing was looked for yet. */
  "CREATE INDEX messages_unread_by_finder ON messages (id) WHERE (marks & 65536) = 0",

  /* Mail that the owner put off, see HearthLater. kind: 0 it comes back by itself, 1 it comes
   * back only if nobody answered. */
  "CREATE TABLE later ("
  " message_id INTEGER PRIMARY KEY, until INTEGER NOT NULL, awaits TEXT, kind INTEGER NOT NULL,"
  " created INTEGER NOT NULL, since INTEGER NOT NULL, told INTEGER NOT NULL,"
  " answer_id INTEGER NOT NULL)",

  /* See HearthTelling. level: HearthInterruptLevel. held: when it may be shown, 0: it was.
   * outcome: "opened", "done", "later", "dismissed", NULL while nothing is known. answer: what
   * the owner wants of its sender: "always", "fewer", "never". */
  "CREATE TABLE tellings ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT, message_id INTEGER NOT NULL,"
  " sender TEXT NOT NULL COLLATE NOCASE, klass TEXT NOT NULL, at INTEGER NOT NULL,"
  " level INTEGER NOT NULL, sound INTEGER NOT NULL, held INTEGER NOT NULL, reason TEXT NOT NULL,"
  " outcome TEXT, settled INTEGER NOT NULL DEFAULT 0, answer TEXT,"
  " answered INTEGER NOT NULL DEFAULT 0)",
  "CREATE INDEX tellings_message ON tellings (message_id)",
  "CREATE INDEX tellings_at ON tellings (at)",
  "CREATE INDEX tellings_held ON tellings (held) WHERE held != 0",
  "CREATE INDEX tellings_answered ON tellings (sender) WHERE answer IS NOT NULL",

  /* What may be done without asking: verb ("archive", "read", "trash") to mail of a sender or a
   * list. expires: 0 is never. revoked: when it was taken back, or 0. */
  "CREATE TABLE permissions ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT, verb TEXT NOT NULL, field TEXT NOT NULL,"
  " value TEXT NOT NULL, name TEXT NOT NULL, created INTEGER NOT NULL, expires INTEGER NOT NULL,"
  " revoked INTEGER NOT NULL DEFAULT 0, n_applied INTEGER NOT NULL DEFAULT 0)",
  /* To which messages one is still to be applied. */
  "CREATE TABLE permission_queue ("
  " message_id INTEGER PRIMARY KEY, permission_id INTEGER NOT NULL)",
  "ALTER TABLE actions ADD COLUMN permission_id INTEGER NOT NULL DEFAULT 0",
  /* What it changed beside messages, for who takes it back. */
  "ALTER TABLE actions ADD COLUMN note TEXT",
  "CREATE INDEX actions_permission ON actions (permission_id) WHERE permission_id != 0",

  /* An action on thousands of messages is done, and taken back, in portions. state:
   * HearthActionState. action_pending: its messages that are still to be looked at; of one that
   * is taken back, those up to position were. */
  "ALTER TABLE actions ADD COLUMN state INTEGER NOT NULL DEFAULT 0",
  "ALTER TABLE actions ADD COLUMN position INTEGER NOT NULL DEFAULT 0",
  "CREATE INDEX actions_unfinished ON actions (id) WHERE state != 0",
  "CREATE TABLE action_pending ("
  " action_id INTEGER NOT NULL, message_id INTEGER NOT NULL, PRIMARY KEY (action_id, message_id))"
  " WITHOUT ROWID",
  "CREATE INDEX people_received ON people (n_received, n_read)",

  /* Lists that the owner left. state: 0 waits, 1 was asked, 2 failed (problem says why). */
  "CREATE TABLE unsubscribes ("
  " list TEXT PRIMARY KEY, message_id INTEGER NOT NULL, at INTEGER NOT NULL, how TEXT NOT NULL,"
  " state INTEGER NOT NULL, problem TEXT) WITHOUT ROWID",

  /* What a service made of a thread, checked, as long as last_id is its last message. */
  "CREATE TABLE thread_summaries ("
  " thread_id INTEGER PRIMARY KEY, last_id INTEGER NOT NULL, text TEXT NOT NULL,"
  " service TEXT NOT NULL, at INTEGER NOT NULL)",

  /* People whom the owner wants to hear from: every so many days; 0: once. */
  "CREATE TABLE keep_in_touch ("
  " address TEXT PRIMARY KEY COLLATE NOCASE, name TEXT NOT NULL, days INTEGER NOT NULL,"
  " created INTEGER NOT NULL) WITHOUT ROWID",
  NULL,
};

/* Conversations, what is proposed in them, what is remembered, and what left this computer. */
static const char *const version_7[] = {
  /* label: see hearth_label_to_int(); it is sticky. summary: of the turns up to summary_until,
   * for a service whose room they no longer fit in. service: "" is the one that is set. */
  "CREATE TABLE conversations ("
  " name TEXT PRIMARY KEY, title TEXT NOT NULL, service TEXT NOT NULL DEFAULT '',"
  " label INTEGER NOT NULL DEFAULT 0, summary TEXT, summary_until INTEGER NOT NULL DEFAULT 0,"
  " created INTEGER NOT NULL, changed INTEGER NOT NULL)",
  "CREATE INDEX conversations_changed ON conversations (changed)",
  "INSERT INTO conversations (name, title, created, changed)"
  " SELECT conversation, substr (text, 1, 80), created,"
  " (SELECT max (t.created) FROM turns AS t WHERE t.conversation = turns.conversation)"
  " FROM turns WHERE id IN (SELECT min (id) FROM turns GROUP BY conversation)",

  /* replaced: the owner asked this again in other words; it is kept and no longer shown. */
  "ALTER TABLE turns ADD COLUMN label INTEGER NOT NULL DEFAULT 0",
  "ALTER TABLE turns ADD COLUMN service TEXT NOT NULL DEFAULT ''",
  "ALTER TABLE turns ADD COLUMN tokens_in INTEGER NOT NULL DEFAULT 0",
  "ALTER TABLE turns ADD COLUMN tokens_out INTEGER NOT NULL DEFAULT 0",
  "ALTER TABLE turns ADD COLUMN replaced INTEGER NOT NULL DEFAULT 0",
  /* Whole turns can be found, for as long as they are part of a conversation. */
  "CREATE VIEW whole_turns AS SELECT id, text FROM turns WHERE complete AND NOT replaced",
  "CREATE VIRTUAL TABLE turn_words USING fts5 (text, content='whole_turns', content_rowid='id',"
  " tokenize='hearth')",
  "INSERT INTO turn_words (rowid, text) SELECT id, text FROM whole_turns",
  "CREATE TRIGGER turns_added AFTER INSERT ON turns WHEN new.complete AND NOT new.replaced BEGIN"
  " INSERT INTO turn_words (rowid, text) VALUES (new.id, new.text); END",
  "CREATE TRIGGER turns_removed AFTER DELETE ON turns WHEN old.complete AND NOT old.replaced "
  "BEGIN"
  " INSERT INTO turn_words (turn_words, rowid, text) VALUES ('delete', old.id, old.text); END",
  "CREATE TRIGGER turns_changed AFTER UPDATE OF text, complete, replaced ON turns BEGIN"
  " INSERT INTO turn_words (turn_words, rowid, text)"
  " SELECT 'delete', old.id, old.text WHERE old.complete AND NOT old.replaced;"
  " INSERT INTO turn_words (rowid, text)"
  " SELECT new.id, new.text WHERE new.complete AND NOT new.replaced; END",

  /* See HearthCard. */
  "CREATE TABLE cards ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT, conversation TEXT NOT NULL, turn_id INTEGER NOT NULL,"
  " verb TEXT NOT NULL, content TEXT NOT NULL, hash TEXT NOT NULL, label INTEGER NOT NULL,"
  " state INTEGER NOT NULL, action_id INTEGER NOT NULL DEFAULT 0, problem TEXT,"
  " created INTEGER NOT NULL, settled INTEGER NOT NULL DEFAULT 0)",
  "CREATE INDEX cards_conversation ON cards (conversation, id)",
  "CREATE INDEX cards_waiting ON cards (id) WHERE state = 0",

  /* Of what a service made it from. */
  "ALTER TABLE drafts ADD COLUMN label INTEGER NOT NULL DEFAULT 0",
  /* Mail that went out and was made from words that anybody may have written: it lies in Sent,
   * and is not the owner's all the same. */
  "CREATE TABLE sent_labels ("
  " message_id TEXT PRIMARY KEY, label INTEGER NOT NULL) WITHOUT ROWID",

  /* See HearthMemory. valid_from, valid_until: 0 is not known. superseded_by: the memory that
   * holds now. Subject and text stand in an index of their own. */
  "CREATE TABLE memories ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, subject TEXT NOT NULL,"
  " slot TEXT NOT NULL DEFAULT '', text TEXT NOT NULL, quote TEXT, source_kind TEXT NOT NULL, "
  "source TEXT NOT NULL,"
  " reason TEXT, valid_from INTEGER NOT NULL DEFAULT 0, valid_until INTEGER NOT NULL DEFAULT 0,"
  " superseded_by INTEGER NOT NULL DEFAULT 0, pinned INTEGER NOT NULL DEFAULT 0,"
  " state INTEGER NOT NULL, label INTEGER NOT NULL, created INTEGER NOT NULL,"
  " changed INTEGER NOT NULL)",
  "CREATE INDEX memories_subject ON memories (subject COLLATE NOCASE)",
  "CREATE VIRTUAL TABLE memory_words USING fts5 (subject, text, content='memories',"
  " content_rowid='id', tokenize='hearth')",
  /* What a memory was used for. */
  "CREATE TABLE memory_uses ("
  " memory_id INTEGER NOT NULL, turn_id INTEGER NOT NULL, at INTEGER NOT NULL,"
  " PRIMARY KEY (memory_id, turn_id)) WITHOUT ROWID",

  /* What services counted, a row a month, host, model and purpose. cost: millionths of the
   * currency that prices are in; unpriced: tokens whose price was not known. */
  "CREATE TABLE usage ("
  " month TEXT NOT NULL, host TEXT NOT NULL, model TEXT NOT NULL, purpose TEXT NOT NULL,"
  " tokens_in INTEGER NOT NULL, tokens_out INTEGER NOT NULL, cost INTEGER NOT NULL DEFAULT 0,"
  " calls INTEGER NOT NULL, unpriced INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (month, host, "
  "model, purpose)) WITHOUT ROWID",

  /* What went through this computer's sockets by the kernel's count, a row a day and host. day:
   * of the owner's calendar, days since 1970. told_: what the protocols say they said, before
   * TLS. difference: what neither that nor TLS explains, in bytes; 0 for nothing. */
  "CREATE TABLE receipts ("
  " day INTEGER NOT NULL, host TEXT NOT NULL, purpose TEXT NOT NULL,"
  " bytes_sent INTEGER NOT NULL, bytes_received INTEGER NOT NULL,"
  " told_sent INTEGER NOT NULL DEFAULT 0, told_received INTEGER NOT NULL DEFAULT 0,"
  " difference INTEGER NOT NULL DEFAULT 0,"
  " PRIMARY KEY (day, host, purpose)) WITHOUT ROWID",
  /* bytes_received: -1 while it is not known yet. */
  "ALTER TABLE journal ADD COLUMN bytes_received INTEGER NOT NULL DEFAULT 0",
  "ALTER TABLE journal ADD COLUMN messages TEXT", /* JSON: the rows of what was sent */
  "ALTER TABLE journal ADD COLUMN action_id INTEGER NOT NULL DEFAULT 0",
  "ALTER TABLE journal ADD COLUMN conversation TEXT",
  "CREATE INDEX journal_host ON journal (host, at) WHERE host IS NOT NULL",
  "CREATE INDEX journal_action ON journal (action_id) WHERE action_id != 0",
  "DROP INDEX journal_sent",
  /* What was counted before the kernel was asked. */
  "DELETE FROM meta WHERE name = 'traffic'",

  /* Of the text: a mail may have said it. */
  "ALTER TABLE reminders ADD COLUMN label INTEGER NOT NULL DEFAULT 0",
  NULL,
};

/* What the owner thinks of answers, and files that went with questions. */
static const char *const version_8[] = {
  /* What the owner thinks of an answer: see HearthTurnRating. turns.replaced is from here on the
   * question that took its place; what was replaced before has 1. */
  "ALTER TABLE turns ADD COLUMN rating INTEGER NOT NULL DEFAULT 0",
  "CREATE INDEX turns_rated ON turns (id) WHERE rating != 0",
  "CREATE INDEX turns_replaced ON turns (replaced) WHERE replaced != 0",
  /* See HearthTurnFile. */
  "CREATE TABLE turn_files ("
  " id INTEGER PRIMARY KEY, turn_id INTEGER NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL,"
  " size INTEGER NOT NULL, data BLOB NOT NULL)",
  "CREATE INDEX turn_files_turn ON turn_files (turn_id)",
  NULL,
};

/* Letters, their versions, the owner's hands, and books. */
static const char *const version_9[] = {
  /* See HearthLetter. */
  "CREATE TABLE letters ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT, recipient TEXT NOT NULL, address TEXT NOT NULL,"
  " title TEXT NOT NULL, date TEXT NOT NULL, text TEXT NOT NULL, language TEXT NOT NULL,"
  " paper TEXT NOT NULL, face TEXT NOT NULL, pen TEXT NOT NULL, state INTEGER NOT NULL,"
  " created INTEGER NOT NULL, changed INTEGER NOT NULL)",
  "CREATE INDEX letters_by_state ON letters (state, changed)",
  /* What can be found: a letter that was deleted cannot. */
  "CREATE VIEW kept_letters AS SELECT id, recipient, title, text FROM letters WHERE state != 2",
  "CREATE VIRTUAL TABLE letter_words USING fts5 (recipient, title, text, content='kept_letters',"
  " content_rowid='id', tokenize='hearth')",
  "CREATE TRIGGER letters_added AFTER INSERT ON letters WHEN new.state != 2 BEGIN"
  " INSERT INTO letter_words (rowid, recipient, title, text)"
  " VALUES (new.id, new.recipient, new.title, new.text); END",
  "CREATE TRIGGER letters_removed AFTER DELETE ON letters WHEN old.state != 2 BEGIN"
  " INSERT INTO letter_words (letter_words, rowid, recipient, title, text)"
  " VALUES ('delete', old.id, old.recipient, old.title, old.text); END",
  "CREATE TRIGGER letters_changed AFTER UPDATE OF recipient, title, text, state ON letters BEGIN"
  " INSERT INTO letter_words (letter_words, rowid, recipient, title, text)"
  " SELECT 'delete', old.id, old.recipient, old.title, old.text WHERE old.state != 2;"
  " INSERT INTO letter_words (rowid, recipient, title, text)"
  " SELECT new.id, new.recipient, new.title, new.text WHERE new.state != 2; END",
  /* What a letter said. at: when it was saved. origin: the version that was brought back by this
   * one, or 0. kept: 1 if the owner made it on purpose, and not a pause in writing. */
  "CREATE TABLE letter_versions ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT, letter_id INTEGER NOT NULL, at INTEGER NOT NULL,"
  " origin INTEGER NOT NULL, kept INTEGER NOT NULL, recipient TEXT NOT NULL,"
  " address TEXT NOT NULL, title TEXT NOT NULL, date TEXT NOT NULL, text TEXT NOT NULL,"
  " language TEXT NOT NULL)",
  "CREATE INDEX letter_versions_letter ON letter_versions (letter_id, id)",
  /* What the owner did not want to be told again: see hearth_proof_mark_get_key(). */
  "CREATE TABLE letter_dismissals ("
  " letter_id INTEGER NOT NULL, mark TEXT NOT NULL, PRIMARY KEY (letter_id, mark)) WITHOUT ROWID",
  /* Words that the owner spells like that. language: ISO 639-1, or '' for all. */
  "CREATE TABLE own_words ("
  " language TEXT NOT NULL, word TEXT NOT NULL, at INTEGER NOT NULL,"
  " PRIMARY KEY (language, word)) WITHOUT ROWID",
  /* How somebody writes: private. data: a file of a hand. */
  "CREATE TABLE hands ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, data BLOB NOT NULL,"
  " created INTEGER NOT NULL, changed INTEGER NOT NULL)",
  "CREATE TABLE books ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL, dedication TEXT NOT NULL,"
  " created INTEGER NOT NULL, changed INTEGER NOT NULL)",
  "CREATE TABLE book_letters ("
  " book_id INTEGER NOT NULL, position INTEGER NOT NULL, letter_id INTEGER NOT NULL,"
  " PRIMARY KEY (book_id, position)) WITHOUT ROWID",
  NULL,
};

/* How books look, and occasions to write that the owner does not want to be told of. */
static const char *const version_10[] = {
  "ALTER TABLE books ADD COLUMN author TEXT NOT NULL DEFAULT ''",
  "ALTER TABLE books ADD COLUMN paper TEXT NOT NULL DEFAULT ''",
  /* The name of a font or of a hand, as in letters. */
  "ALTER TABLE books ADD COLUMN face TEXT NOT NULL DEFAULT ''",
  "ALTER TABLE books ADD COLUMN pen TEXT NOT NULL DEFAULT ''",
  /* key: see HearthOccasion. at: when it was dismissed. */
  "CREATE TABLE occasion_dismissals ("
  " key TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID",
  NULL,
};

/* From whom a letter is, and who wrote its first words. */
static const char *const version_11[] = {
  /* The owner's name and address as they stand on it. */
  "ALTER TABLE letters ADD COLUMN sender TEXT NOT NULL DEFAULT ''",
  "ALTER TABLE letter_versions ADD COLUMN sender TEXT NOT NULL DEFAULT ''",
  /* The service that wrote its first text, or ''. */
  "ALTER TABLE letters ADD COLUMN begun_with TEXT NOT NULL DEFAULT ''",
  NULL,
};

static const char *const *const versions[] = { version_1, version_2,  version_3, version_4,
                                               version_5, version_6,  version_7, version_8,
                                               version_9, version_10, version_11 };

/**
 * hearth_migrations_get_latest:
 *
 * Returns: the version of the tables that this program writes
 */
int
hearth_migrations_get_latest (void)
{
  return G_N_ELEMENTS (versions);
}

/**
 * hearth_migrations_get:
 * @version: from 1 to hearth_migrations_get_latest()
 *
 * Returns: (transfer none) (array zero-terminated=1): what makes that version of the one before
 */
const char *const *
hearth_migrations_get (int version)
{
  g_return_val_if_fail (version >= 1 && version <= hearth_migrations_get_latest (), NULL);

  return versions[version - 1];
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
    for (const char *const *statement = versions[version]; *statement != NULL; statement++) {
      if (!hearth_database_execute (db, *statement, error))
        goto failed;
    }
  }
  g_snprintf (sql, sizeof sql, "PRAGMA user_version = %d", hearth_migrations_get_latest ());
  if (!hearth_database_execute (db, sql, error) || !hearth_database_execute (db, "COMMIT", error))
    goto failed;
  return TRUE;

failed:
  sqlite3_exec (hearth_database_get_handle (db), "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}
