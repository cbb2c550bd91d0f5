/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * HearthAddress:
 * @name: the display name, cleaned; "" if there is none
 * @address: the addr-spec, its domain in lower case; "" if the header had none
 */
typedef struct {
  char *name;
  char *address;
} HearthAddress;

HearthAddress *hearth_address_new       (const char *name, const char *address) G_GNUC_WARN_UNUSED_RESULT;
HearthAddress *hearth_address_copy      (const HearthAddress *self) G_GNUC_WARN_UNUSED_RESULT;
void           hearth_address_free      (HearthAddress *self);
const char    *hearth_address_get_label (const HearthAddress *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthAddress, hearth_address_free)

/**
 * HearthAttachment:
 * @name: the file name, cleaned and without folders; never empty
 * @content_type: a MIME type in lower case
 * @part: the part's path in the message as in IMAP ("2", "2.1"), RFC 9051, section 6.4.5
 * @size: decoded size in bytes, or -1 if it is not known
 */
typedef struct {
  char *name;
  char *content_type;
  char *part;
  gint64 size;
} HearthAttachment;

HearthAttachment *hearth_attachment_new  (const char *name, const char *content_type,
                                          const char *part, gint64 size) G_GNUC_WARN_UNUSED_RESULT;
void              hearth_attachment_free (HearthAttachment *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthAttachment, hearth_attachment_free)

/**
 * HearthMessageFlags:
 *
 * The owner's flags, with the letters of the Maildir format and the names of RFC 9051, section
 * 2.3.2.
 */
typedef enum {
  HEARTH_MESSAGE_SEEN = 1 << 0,      /* S */
  HEARTH_MESSAGE_ANSWERED = 1 << 1,  /* R */
  HEARTH_MESSAGE_FLAGGED = 1 << 2,   /* F */
  HEARTH_MESSAGE_DRAFT = 1 << 3,     /* D */
  HEARTH_MESSAGE_DELETED = 1 << 4,   /* T */
  HEARTH_MESSAGE_FORWARDED = 1 << 5, /* P */
} HearthMessageFlags;

/**
 * HearthMessageMarks:
 *
 * What the message's own headers and structure say of it; set by the parser, never by the owner.
 */
typedef enum {
  HEARTH_MARK_LIST = 1 << 0,         /* List-Id or List-Post */
  HEARTH_MARK_BULK = 1 << 1,         /* List-Unsubscribe, Precedence: bulk/junk, Feedback-ID */
  HEARTH_MARK_AUTO = 1 << 2,         /* Auto-Submitted other than "no", RFC 3834 */
  HEARTH_MARK_BOUNCE = 1 << 3,       /* multipart/report of a delivery, RFC 3464 */
  HEARTH_MARK_CALENDAR = 1 << 4,     /* has a text/calendar part with a METHOD */
  HEARTH_MARK_ENCRYPTED = 1 << 5,    /* PGP or S/MIME */
  HEARTH_MARK_SIGNED = 1 << 6,
  HEARTH_MARK_HTML_ONLY = 1 << 7,
  HEARTH_MARK_HIDDEN_TEXT = 1 << 8,  /* text that a reader would not see was left out */
  HEARTH_MARK_TRUNCATED = 1 << 9,    /* the message was cut or is over a bound; the text is partial */
  HEARTH_MARK_NO_DATE = 1 << 10,     /* no usable Date; the date is the file's */
  HEARTH_MARK_REPLY_TO_DIFFERS = 1 << 11,
  HEARTH_MARK_LINK_MISMATCH = 1 << 12, /* a link's text names another host than its target */
  HEARTH_MARK_AUTH_FAILED = 1 << 13, /* Authentication-Results says spf/dkim/dmarc fail */
  HEARTH_MARK_SPAM = 1 << 14,        /* judged to be junk */
  HEARTH_MARK_PHISHING = 1 << 15,    /* judged to deceive */
  HEARTH_MARK_FOUND = 1 << 16,       /* looked through for what it asks, promises and tells */
} HearthMessageMarks;

/**
 * HEARTH_MARKS_JUDGED:
 *
 * The marks of a judgement; the others come from the message itself, but for %HEARTH_MARK_FOUND.
 */
#define HEARTH_MARKS_JUDGED (HEARTH_MARK_SPAM | HEARTH_MARK_PHISHING)

/** HEARTH_UTC_OFFSET_UNKNOWN: the header of a mail does not say in which zone it was written. */
#define HEARTH_UTC_OFFSET_UNKNOWN G_MININT

/**
 * HearthMessage:
 *
 * One mail, immutable once it has been handed on. Fields may be read from any thread.
 *
 * @id: the store's row id, `(date << 20) | n`, or 0 before it is stored
 * @source_id: the source it came from
 * @mailbox: the mailbox's name, with "/" between levels; "INBOX" for the top
 * @key: what names the message in its mailbox and does not change with its flags
 * @path: where it lies in the source now (a Maildir's relative file name; "OFFSET+LENGTH" in an mbox)
 * @message_id: the Message-ID without angle brackets, or "" 
 * @references: (array zero-terminated): ids of References, then In-Reply-To if not among them,
 *   oldest first, without angle brackets
 * @thread_id: the store's thread, or 0
 * @date: when it was sent, seconds since 1970 UTC; bounded to the years 1970 to 2199
 * @from: (nullable): the first From address
 * @to: (element-type HearthAddress): recipients
 * @cc: (element-type HearthAddress): copies
 * @reply_to: (nullable): the first Reply-To address
 * @subject: decoded and cleaned, one line, perhaps ""
 * @text: (nullable): the readable body; %NULL in a message read as an envelope only
 * @preview: the first characters of the body that are not a quote, one line, at most 200 characters
 * @attachments: (element-type HearthAttachment): attachments in the order of the message
 * @list_id: the List-Id without brackets, or ""
 * @calendar: (nullable): the text of its text/calendar part, at most 256 KiB
 * @size: bytes of the raw message
 * @utc_offset: how far its writer's clock was ahead of UTC by the Date header, in seconds, or
 *   %HEARTH_UTC_OFFSET_UNKNOWN
 * @priority: 0 to 100 as attention judged, or -1
 * @reason: (nullable): why, in words
 * @klass: (nullable): the class that attention gave ("urgent", "needs_response", "personal", "fyi",
 *   "promotional")
 * @language: (nullable): what it is written in, ISO 639-1, as attention found; "" if it is not sure
 */
typedef struct {
  gint64 id;
  gint64 source_id;
  char *mailbox;
  char *key;
  char *path;
  char *message_id;
  char **references;
  gint64 thread_id;
  gint64 date;
  HearthAddress *from;
  GPtrArray *to;
  GPtrArray *cc;
  HearthAddress *reply_to;
  char *subject;
  char *text;
  char *preview;
  GPtrArray *attachments;
  char *list_id;
  char *calendar;
  gint64 size;
  int utc_offset;
  HearthMessageFlags flags;
  HearthMessageMarks marks;
  int priority;
  char *reason;
  char *klass;
  char *language;
} HearthMessage;

#define HEARTH_TYPE_MESSAGE (hearth_message_get_type ())
GType          hearth_message_get_type (void);
HearthMessage *hearth_message_new      (void) G_GNUC_WARN_UNUSED_RESULT;
HearthMessage *hearth_message_ref      (HearthMessage *self) G_GNUC_WARN_UNUSED_RESULT;
void           hearth_message_unref    (HearthMessage *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthMessage, hearth_message_unref)

G_END_DECLS
