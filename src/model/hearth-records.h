/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-label.h"
#include "hearth-turn-file.h"

#include <glib-object.h>

G_BEGIN_DECLS

/** HearthSourceKind: what a source is. The names of files are those of `hearthctl source add`. */
typedef enum {
  HEARTH_SOURCE_MAILDIR,
  HEARTH_SOURCE_MBOX,
  HEARTH_SOURCE_ICS,
  HEARTH_SOURCE_IMAP,    /* belongs to an account */
  HEARTH_SOURCE_CALDAV,  /* one calendar of a server; path: its collection's URL */
  HEARTH_SOURCE_WEBCAL,  /* a calendar that is only read; path: its URL */
  HEARTH_SOURCE_EDS,     /* a calendar of Evolution Data Server; path: its source's UID */
  HEARTH_SOURCE_CARDDAV, /* one address book of a server; path: its collection's URL */
  HEARTH_SOURCE_VCARD,   /* a file or folder of vCards */
  HEARTH_SOURCE_EBOOK,   /* an address book of Evolution Data Server; path: its source's UID */
} HearthSourceKind;

const char *hearth_source_kind_to_string   (HearthSourceKind kind);
gboolean    hearth_source_kind_from_string (const char *name, HearthSourceKind *kind);
gboolean    hearth_source_kind_is_file     (HearthSourceKind kind);
gboolean    hearth_source_kind_is_calendar (HearthSourceKind kind);
gboolean    hearth_source_kind_is_contacts (HearthSourceKind kind);
gboolean    hearth_source_kind_is_remote (HearthSourceKind kind);

/**
 * HearthSource:
 * @id: row
 * @kind: its kind
 * @path: an absolute path; of an account, see hearth_account_dup_path()
 * @name: what the owner calls it
 * @token: (nullable): the source's own state
 * @last_sync: when it was last in step, seconds since 1970 UTC, or 0
 * @last_error: (nullable): why the last attempt failed, a sentence that names the file
 * @n_items: stored messages or events
 */
typedef struct {
  gint64 id;
  HearthSourceKind kind;
  char *path;
  char *name;
  char *token;
  gint64 last_sync;
  char *last_error;
  gint64 n_items;
} HearthSource;

HearthSource *hearth_source_new  (HearthSourceKind kind, const char *path, const char *name) G_GNUC_WARN_UNUSED_RESULT;
void          hearth_source_free (HearthSource *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthSource, hearth_source_free)

/** HearthMailboxRole: RFC 6154, section 2, or known by its name. */
typedef enum {
  HEARTH_MAILBOX_OTHER,
  HEARTH_MAILBOX_INBOX,
  HEARTH_MAILBOX_SENT,
  HEARTH_MAILBOX_DRAFTS,
  HEARTH_MAILBOX_TRASH,
  HEARTH_MAILBOX_JUNK,
  HEARTH_MAILBOX_ARCHIVE,
} HearthMailboxRole;

HearthMailboxRole hearth_mailbox_role_from_name (const char *mailbox);

/** HearthReminderState: every change is stored before it is shown. */
typedef enum {
  HEARTH_REMINDER_SCHEDULED,
  HEARTH_REMINDER_PRESENTING, /* due, about to be shown or shown and not acknowledged */
  HEARTH_REMINDER_DONE,
  HEARTH_REMINDER_MISSED,     /* its event was over before it could be shown */
  HEARTH_REMINDER_PRESENTED,  /* shown and not acknowledged */
  HEARTH_REMINDER_SNOOZED,    /* put off by the owner; due says until when */
} HearthReminderState;

/** HearthReminderKind: what a reminder belongs to. */
typedef enum {
  HEARTH_REMINDER_OWN,     /* set by the owner in words */
  HEARTH_REMINDER_EVENT,   /* an alarm of an event */
  HEARTH_REMINDER_TASK,    /* an alarm or the due time of a task */
  HEARTH_REMINDER_LEAVE,   /* time to leave for an event elsewhere */
  HEARTH_REMINDER_MEETING, /* what to know before a meeting */
  HEARTH_REMINDER_MAIL,    /* mail that was put off is back */
} HearthReminderKind;

/** HEARTH_REMINDER_MAIL_PREFIX: how the names of reminders of mail begin. */
#define HEARTH_REMINDER_MAIL_PREFIX "mail:"

/**
 * HearthReminder:
 * @id: row
 * @key: stable name: "user:N", "event:UID:START:TRIGGER" or "mail:MESSAGE"
 * @text: what to say
 * @due: when, seconds since 1970 UTC; moved by a snooze
 * @original_due: when it was first set for
 * @event_start: start of the event it belongs to, or 0
 * @event_id: the event's or task's row, or 0
 * @state: where it stands
 * @kind: what it belongs to
 * @link: (nullable): where to join the meeting that it announces
 * @event_end: end of the event it belongs to, or 0: what is over is not worth a word
 * @shown: when it was last shown, seconds since 1970 UTC, or 0
 * @label: of its text: a mail may have said it
 */
typedef struct {
  gint64 id;
  char *key;
  char *text;
  gint64 due;
  gint64 original_due;
  gint64 event_start;
  gint64 event_id;
  HearthReminderState state;
  HearthReminderKind kind;
  char *link;
  gint64 event_end;
  gint64 shown;
  HearthLabel label;
} HearthReminder;

HearthReminder *hearth_reminder_new  (const char *key, const char *text, gint64 due) G_GNUC_WARN_UNUSED_RESULT;
HearthReminder *hearth_reminder_copy (const HearthReminder *self) G_GNUC_WARN_UNUSED_RESULT;
void            hearth_reminder_free (HearthReminder *self);
gint64          hearth_reminder_get_message_id (const HearthReminder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthReminder, hearth_reminder_free)

/** HearthTurnRole: who spoke. */
typedef enum {
  HEARTH_TURN_OWNER,
  HEARTH_TURN_COMPANION,
} HearthTurnRole;

/** HearthTurnRating: what the owner thinks of an answer. */
typedef enum {
  HEARTH_TURN_BAD = -1,
  HEARTH_TURN_UNRATED = 0,
  HEARTH_TURN_GOOD = 1,
} HearthTurnRating;

/**
 * HearthTurn:
 * @id: row
 * @conversation: the conversation's name
 * @role: who spoke
 * @text: what was said
 * @chips: (element-type HearthChip): what an answer rests on
 * @created: seconds since 1970 UTC
 * @complete: %FALSE while it streams, and for good if it was cut off
 * @label: of the worst that went into it
 * @service: host of the service that answered, "" for the built-in one
 * @tokens_in: what the service counted as read, 0 if it did not say
 * @tokens_out: and as written
 * @replaced: the question that took its place, so that it is no longer part of the conversation, or
 * 0; %HEARTH_TURN_REPLACED where it is not known which
 * @rating: what the owner thinks of it
 * @files: (element-type HearthTurnFile): what the owner attached to a question
 */
typedef struct {
  gint64 id;
  char *conversation;
  HearthTurnRole role;
  char *text;
  GPtrArray *chips;
  gint64 created;
  gboolean complete;
  HearthLabel label;
  char *service;
  gint64 tokens_in;
  gint64 tokens_out;
  gint64 replaced;
  HearthTurnRating rating;
  GPtrArray *files;
} HearthTurn;

/** HEARTH_TURN_REPLACED: the question that took its place is not known, as in stores of before that
 * was kept. The first turn of all replaced none. */
#define HEARTH_TURN_REPLACED 1

const char *hearth_turn_rating_get_name (HearthTurnRating rating);
gboolean    hearth_turn_rating_parse    (const char *name, HearthTurnRating *rating);

HearthTurn *hearth_turn_new  (const char *conversation, HearthTurnRole role, const char *text) G_GNUC_WARN_UNUSED_RESULT;
HearthTurn *hearth_turn_copy (const HearthTurn *self) G_GNUC_WARN_UNUSED_RESULT;
void        hearth_turn_free (HearthTurn *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthTurn, hearth_turn_free)

G_END_DECLS
