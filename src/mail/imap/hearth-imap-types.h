/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-imap-uid-set.h"

G_BEGIN_DECLS

/**
 * HearthImapFlags: the flags of a message that Hearth knows, RFC 9051, section 2.3.2, and the
 * registered keywords. Others are left alone: flags are only ever added and taken away.
 */
typedef enum {
  HEARTH_IMAP_FLAG_SEEN = 1 << 0,
  HEARTH_IMAP_FLAG_ANSWERED = 1 << 1,
  HEARTH_IMAP_FLAG_FLAGGED = 1 << 2,
  HEARTH_IMAP_FLAG_DELETED = 1 << 3,
  HEARTH_IMAP_FLAG_DRAFT = 1 << 4,
  HEARTH_IMAP_FLAG_RECENT = 1 << 5,    /* never sent */
  HEARTH_IMAP_FLAG_FORWARDED = 1 << 6, /* $Forwarded; as read also "Forwarded" */
  HEARTH_IMAP_FLAG_JUNK = 1 << 7,      /* $Junk; as read also "Junk" */
  HEARTH_IMAP_FLAG_NOT_JUNK = 1 << 8,  /* $NotJunk; as read also "NonJunk" */
  HEARTH_IMAP_FLAG_MDN_SENT = 1 << 9,  /* $MDNSent */
  HEARTH_IMAP_FLAG_PHISHING = 1 << 10, /* $Phishing */
  HEARTH_IMAP_FLAG_IMPORTANT = 1 << 11, /* $Important */
  HEARTH_IMAP_FLAG_ANY_KEYWORD = 1 << 12, /* only in permanent flags: \*, new keywords are kept */
} HearthImapFlags;

/** HearthImapRole: what a mailbox is for, RFC 6154, or by its well-known name. */
typedef enum {
  HEARTH_IMAP_ROLE_NONE,
  HEARTH_IMAP_ROLE_INBOX,
  HEARTH_IMAP_ROLE_SENT,
  HEARTH_IMAP_ROLE_DRAFTS,
  HEARTH_IMAP_ROLE_TRASH,
  HEARTH_IMAP_ROLE_JUNK,
  HEARTH_IMAP_ROLE_ARCHIVE,
  HEARTH_IMAP_ROLE_ALL,       /* every message once more, as Gmail's All Mail */
  HEARTH_IMAP_ROLE_FLAGGED,   /* virtual */
  HEARTH_IMAP_ROLE_IMPORTANT, /* virtual */
} HearthImapRole;

/**
 * HearthImapMailboxFlags:
 *
 * What a server says of a mailbox beside its name and role.
 */
typedef enum {
  HEARTH_IMAP_MAILBOX_NO_SELECT = 1 << 0, /* only a level of the tree, or gone */
  HEARTH_IMAP_MAILBOX_NO_INFERIORS = 1 << 1,
  HEARTH_IMAP_MAILBOX_SUBSCRIBED = 1 << 2, /* only where the server says it with the list */
  HEARTH_IMAP_MAILBOX_SHARED = 1 << 3,     /* of somebody else, RFC 2342 */
  HEARTH_IMAP_MAILBOX_ROLE_TOLD = 1 << 4,  /* the server named the role; it is not guessed */
  HEARTH_IMAP_MAILBOX_HAS_STATUS = 1 << 5, /* the numbers are set */
} HearthImapMailboxFlags;

/**
 * HearthImapMailbox:
 * @name: UTF-8, levels parted by "/", without the prefix of the personal namespace; "INBOX" for
 *   the inbox
 * @wire: the name to give to other functions: modified UTF-7 with the server's own delimiter,
 *   the same whether or not the connection speaks UTF-8
 * @delimiter: parts the levels of @wire, or 0
 * @flags: what else is known
 * @role: what it is for
 * @messages: how many there are; this and what follows with %HEARTH_IMAP_MAILBOX_HAS_STATUS only
 * @unseen: how many of them are unread
 * @uid_validity: its generation, or 0
 * @uid_next: the next UID, or 0
 * @highest_modseq: 0 where the server keeps none
 * @mailbox_id: (nullable): stays when the mailbox is renamed, RFC 8474
 */
typedef struct {
  char *name;
  char *wire;
  char delimiter;
  HearthImapMailboxFlags flags;
  HearthImapRole role;
  guint32 messages;
  guint32 unseen;
  guint32 uid_validity;
  guint32 uid_next;
  guint64 highest_modseq;
  char *mailbox_id;
} HearthImapMailbox;

void hearth_imap_mailbox_free (HearthImapMailbox *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthImapMailbox, hearth_imap_mailbox_free)

/**
 * HearthImapKnown: what is known of a mailbox that is selected again, RFC 7162, section 3.2.5.2.
 * @uid_validity: its generation as it is known
 * @highest_modseq: up to which changes are known
 * @uids: (nullable): the UIDs that are known; %NULL for all up to the newest
 */
typedef struct {
  guint32 uid_validity;
  guint64 highest_modseq;
  const HearthImapUidSet *uids;
} HearthImapKnown;

/**
 * HearthImapSelected:
 * @exists: how many messages there are
 * @uid_validity: its generation, or 0 if the server has none: UIDs mean nothing then
 * @uid_next: the next UID, or 0 if it was not said
 * @highest_modseq: 0 if the mailbox keeps none
 * @permanent_flags: those that can be changed
 * @read_only: nothing can be changed
 * @resynced: the #HearthImapKnown was taken: every change since was told to the listener, and with
 *   what is known it is the state as of @highest_modseq. %FALSE if not supported or if the
 *   generation differs
 * @mailbox_id: "" if there is none, RFC 8474
 */
typedef struct {
  guint32 exists;
  guint32 uid_validity;
  guint32 uid_next;
  guint64 highest_modseq;
  HearthImapFlags permanent_flags;
  gboolean read_only;
  gboolean resynced;
  char mailbox_id[256];
} HearthImapSelected;

/** HearthImapItems: what is asked of messages. UID always is. */
typedef enum {
  HEARTH_IMAP_ITEM_FLAGS = 1 << 0,
  HEARTH_IMAP_ITEM_MODSEQ = 1 << 1,        /* where the mailbox keeps it */
  HEARTH_IMAP_ITEM_INTERNAL_DATE = 1 << 2,
  HEARTH_IMAP_ITEM_SIZE = 1 << 3,
  HEARTH_IMAP_ITEM_HEADER = 1 << 4,        /* BODY.PEEK[HEADER] */
  HEARTH_IMAP_ITEM_BODY = 1 << 5,          /* BODY.PEEK[], all of it */
  HEARTH_IMAP_ITEM_STRUCTURE = 1 << 6,     /* BODYSTRUCTURE */
  HEARTH_IMAP_ITEM_LABELS = 1 << 7,        /* X-GM-LABELS, where supported */
  HEARTH_IMAP_ITEM_IDS = 1 << 8,           /* X-GM-MSGID and X-GM-THRID, or EMAILID and THREADID */
  HEARTH_IMAP_ITEM_PREVIEW = 1 << 9,       /* RFC 8970, where supported */
  HEARTH_IMAP_ITEM_SECTIONS = 1 << 10,     /* in what came: parts that were asked for by name */
} HearthImapItems;

/**
 * HearthImapFetch: what to fetch, and how.
 * @items: what is asked of each message
 * @sections: (nullable) (array zero-terminated=1): further parts of the body, as "1.2" or
 *   "1.2.MIME", without \Seen
 * @max_literal: the longest literal that is kept, in bytes; a longer one is read away and marked
 *   too large; 0 for 64 MiB
 * @first_bytes: only so much of the BODY and each of @sections, or 0 for all
 * @changed_since: only messages changed since that MODSEQ, or 0 (CONDSTORE)
 * @vanished: with @changed_since: also tells the listener which of the UIDs are gone (QRESYNC)
 * @batch: messages per command, or 0 for a good number
 */
typedef struct {
  HearthImapItems items;
  const char *const *sections;
  gsize max_literal;
  gsize first_bytes;
  guint64 changed_since;
  gboolean vanished;
  guint batch;
} HearthImapFetch;

/**
 * HearthImapSection: a piece of a message.
 * @name: (nullable): as it was asked for: "" is all of it, "HEADER", "1.2"; %NULL if there is none
 * @data: (nullable) (array length=size): its bytes, while the callback runs; %NULL if there is
 *   none, or if it is too large
 * @size: in bytes; also of one that is too large
 * @too_large: it was over the bound and was read away
 * @bytes: (nullable) (transfer none): the same as @data where it is kept on its own; take it by
 *   hearth_imap_section_dup_bytes()
 */
typedef struct {
  const char *name;
  const char *data;
  gsize size;
  gboolean too_large;
  GBytes *bytes;
} HearthImapSection;

GBytes *hearth_imap_section_dup_bytes (const HearthImapSection *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * HearthImapPart: a part of a message that is not a multipart, as BODYSTRUCTURE tells it. All
 * texts are valid UTF-8, not decoded, not trusted.
 * @number: "1", "1.2": a section for hearth_imap_session_fetch_sync()
 * @type: lower case, as "text/plain"
 * @charset: (nullable): of a text
 * @encoding: the transfer encoding, lower case
 * @disposition: (nullable): lower case, "attachment" or "inline"
 * @file_name: (nullable): from the disposition or else from the type, still encoded
 * @content_id: (nullable): with its angle brackets
 * @parent: subtype of the multipart around it, lower case, as "alternative", or ""
 * @size: in bytes, encoded
 */
typedef struct {
  const char *number;
  const char *type;
  const char *charset;
  const char *encoding;
  const char *disposition;
  const char *file_name;
  const char *content_id;
  const char *parent;
  guint32 size;
} HearthImapPart;

/**
 * HearthImapText: which parts are the text of a message.
 * @plain: (nullable): the best text/plain
 * @html: (nullable): the best text/html
 * @calendar: (nullable): a text/calendar
 * @attachments: how many other parts there are that a person would call attached
 */
typedef struct {
  const HearthImapPart *plain;
  const HearthImapPart *html;
  const HearthImapPart *calendar;
  guint attachments;
} HearthImapText;

/**
 * HearthImapMessage: what the server said of a message. Everything it points to lives as long as
 * the callback runs.
 * @has: which of the items came
 * @sequence: its place in the mailbox, 1-based
 * @uid: its UID, or 0 if the server did not say it (an unasked FETCH without QRESYNC)
 * @flags: its flags
 * @modseq: its MODSEQ, or 0
 * @internal_date: UTC, in seconds, or 0
 * @size: in bytes
 * @header: its header
 * @body: all of it
 * @sections: (array length=n_sections): the sections that were asked for by name
 * @parts: (array length=n_parts) (nullable): the leaves of its structure; %NULL if it was not told,
 *   or cannot be read
 * @labels: (nullable) (array zero-terminated=1): Gmail's labels, UTF-8; system ones with their
 *   backslash
 * @gm_message_id: Gmail's, or 0
 * @gm_thread_id: Gmail's, or 0
 * @email_id: (nullable): RFC 8474
 * @thread_id: (nullable): RFC 8474
 * @preview: (nullable): RFC 8970, valid UTF-8
 */
typedef struct {
  HearthImapItems has;
  guint32 sequence;
  guint32 uid;
  HearthImapFlags flags;
  guint64 modseq;
  gint64 internal_date;
  guint64 size;
  HearthImapSection header;
  HearthImapSection body;
  const HearthImapSection *sections;
  guint n_sections;
  const HearthImapPart *parts;
  guint n_parts;
  const char *const *labels;
  guint64 gm_message_id;
  guint64 gm_thread_id;
  const char *email_id;
  const char *thread_id;
  const char *preview;
} HearthImapMessage;

void hearth_imap_message_choose_text (const HearthImapMessage *self, HearthImapText *text);

/**
 * HearthImapMessageFunc:
 * @message: what came of one message, while the function runs
 * @user_data: the caller's
 *
 * Returns: %FALSE to stop: no further batch is asked for, and the rest of those under way is not
 *   delivered
 */
typedef gboolean (*HearthImapMessageFunc) (const HearthImapMessage *message, gpointer user_data);

/**
 * HearthImapListener:
 *
 * Hears what the server says unasked, and what SELECT and STORE tell. Called inside the session's
 * functions, on their thread; must not call the session.
 *
 * @exists: (nullable): there are now @count messages
 * @gone: (nullable): messages are gone: @uids where the server tells UIDs, else %NULL and
 *   @sequence, which was their place before. @earlier: they went before the SELECT
 * @changed: (nullable): flags or labels are such
 */
typedef struct {
  void (*exists) (guint32 count, gpointer user_data);
  void (*gone) (const HearthImapUidSet *uids, guint32 sequence, gboolean earlier,
                gpointer user_data);
  void (*changed) (const HearthImapMessage *message, gpointer user_data);
  gpointer user_data;
} HearthImapListener;

/**
 * HearthImapPair: a message before and after it was copied.
 * @from: its UID in the selected mailbox
 * @to: its UID in the other
 */
typedef struct {
  guint32 from;
  guint32 to;
} HearthImapPair;

/**
 * HearthImapCopied: where messages went, RFC 4315.
 * @uid_validity: the generation of the other mailbox; 0 if the server did not say where they are
 * @pairs: (element-type HearthImapPair): each message that was copied, in no order
 * @left_deleted: of a move: the originals are still there, marked \Deleted, as the server can
 *   expunge only all that are
 */
typedef struct {
  guint32 uid_validity;
  GArray *pairs;
  gboolean left_deleted;
} HearthImapCopied;

void hearth_imap_copied_clear (HearthImapCopied *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HearthImapCopied, hearth_imap_copied_clear)

/** HearthImapIdle: why an IDLE came to its end. */
typedef enum {
  HEARTH_IMAP_IDLE_NEWS,    /* the server said something; the listener has heard it */
  HEARTH_IMAP_IDLE_WOKEN,   /* hearth_imap_session_wake() */
  HEARTH_IMAP_IDLE_TIMEOUT, /* nothing happened */
} HearthImapIdle;

/** HearthImapFeature: what a server can do, as far as a caller must know. */
typedef enum {
  HEARTH_IMAP_FEATURE_CONDSTORE = 1 << 0,
  HEARTH_IMAP_FEATURE_QRESYNC = 1 << 1,
  HEARTH_IMAP_FEATURE_IDLE = 1 << 2,
  HEARTH_IMAP_FEATURE_MOVE = 1 << 3,
  HEARTH_IMAP_FEATURE_UIDPLUS = 1 << 4,
  HEARTH_IMAP_FEATURE_GMAIL = 1 << 5, /* X-GM-EXT-1 */
  HEARTH_IMAP_FEATURE_OBJECTID = 1 << 6,
  HEARTH_IMAP_FEATURE_PREVIEW = 1 << 7,
  HEARTH_IMAP_FEATURE_LIST_STATUS = 1 << 8,
  HEARTH_IMAP_FEATURE_SPECIAL_USE = 1 << 9,
  HEARTH_IMAP_FEATURE_UTF8 = 1 << 10, /* UTF8=ACCEPT */
  HEARTH_IMAP_FEATURE_COMPRESS = 1 << 11,
  HEARTH_IMAP_FEATURE_NAMESPACE = 1 << 12,
  HEARTH_IMAP_FEATURE_ESEARCH = 1 << 13,
  HEARTH_IMAP_FEATURE_ENABLE = 1 << 14,
  HEARTH_IMAP_FEATURE_LITERAL_PLUS = 1 << 15,
  HEARTH_IMAP_FEATURE_LITERAL_MINUS = 1 << 16,
  HEARTH_IMAP_FEATURE_SASL_IR = 1 << 17,
  HEARTH_IMAP_FEATURE_AUTH_PLAIN = 1 << 18,
  HEARTH_IMAP_FEATURE_AUTH_XOAUTH2 = 1 << 19,
  HEARTH_IMAP_FEATURE_AUTH_OAUTHBEARER = 1 << 20,
  HEARTH_IMAP_FEATURE_LOGINDISABLED = 1 << 21,
  HEARTH_IMAP_FEATURE_STARTTLS = 1 << 22,
  HEARTH_IMAP_FEATURE_LIST_EXTENDED = 1 << 23,
  HEARTH_IMAP_FEATURE_STATUS_SIZE = 1 << 24,
  HEARTH_IMAP_FEATURE_REV2 = 1 << 25, /* IMAP4rev2 */
} HearthImapFeature;

G_END_DECLS
