/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-label.h"
#include "hearth-recipients.h"

G_BEGIN_DECLS

/** HearthDraftKind: what a draft began as. The names are those of D-Bus and the store. */
typedef enum {
  HEARTH_DRAFT_NEW,
  HEARTH_DRAFT_REPLY,
  HEARTH_DRAFT_REPLY_ALL,
  HEARTH_DRAFT_FORWARD,          /* its text in the text, its attachments attached */
  HEARTH_DRAFT_FORWARD_ATTACHED, /* whole, as message/rfc822 */
} HearthDraftKind;

const char *hearth_draft_kind_to_string (HearthDraftKind kind);
gboolean hearth_draft_kind_from_string (const char *name, HearthDraftKind *kind);
gboolean hearth_draft_kind_is_reply (HearthDraftKind kind);
gboolean hearth_draft_kind_is_forward (HearthDraftKind kind);

/**
 * HearthDraft:
 *
 * What is being written. Immutable once it has been handed on.
 *
 * @id: the store's row, or 0 before it is stored
 * @source_id: the account that it is sent from
 * @kind: what it began as
 * @message_id: the row of the message that it answers or forwards, or 0
 * @to: (element-type HearthAddress): recipients; what is no address yet stands in the name
 * @cc: (element-type HearthAddress): copies
 * @bcc: (element-type HearthAddress): copies that no other recipient sees
 * @subject: one line
 * @text: plain text; a line is a paragraph, quotes begin with ">"
 * @files: (array zero-terminated=1): paths of attachments
 * @created: when it was begun, seconds since 1970 UTC
 * @changed: when it was last saved, seconds since 1970 UTC
 * @remote_key: (nullable): where the Drafts mailbox of the account has it
 * @sender: the address of the identity that it is written as; "" for the account's own
 * @label: of what a service made it from; the owner's where they wrote it. It stays, whatever they
 *   make of it
 */
typedef struct {
  gint64 id;
  gint64 source_id;
  HearthDraftKind kind;
  gint64 message_id;
  GPtrArray *to;
  GPtrArray *cc;
  GPtrArray *bcc;
  char *subject;
  char *text;
  char **files;
  gint64 created;
  gint64 changed;
  char *remote_key;
  char *sender;
  HearthLabel label;
} HearthDraft;

#define HEARTH_TYPE_DRAFT (hearth_draft_get_type ())
GType hearth_draft_get_type (void);
HearthDraft *hearth_draft_new (HearthDraftKind kind) G_GNUC_WARN_UNUSED_RESULT;
HearthDraft *hearth_draft_copy (const HearthDraft *self) G_GNUC_WARN_UNUSED_RESULT;
void hearth_draft_free (HearthDraft *self);
void hearth_draft_set_subject (HearthDraft *self, const char *subject);
void hearth_draft_set_sender (HearthDraft *self, const char *address);
void hearth_draft_set_text (HearthDraft *self, const char *text);
void hearth_draft_set_files (HearthDraft *self, const char *const *files);
void hearth_draft_take_content (HearthDraft *self, GVariant *content);
char *hearth_draft_dup_recipients (const HearthDraft *self) G_GNUC_WARN_UNUSED_RESULT;
void hearth_draft_set_recipients (HearthDraft *self, const char *column);
char *hearth_draft_pack (const HearthDraft *self) G_GNUC_WARN_UNUSED_RESULT;
HearthDraft *hearth_draft_unpack (const char *packed, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hearth_draft_mentions_attachment (const HearthDraft *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthDraft, hearth_draft_free)

G_END_DECLS
