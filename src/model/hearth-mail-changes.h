/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-message.h"

G_BEGIN_DECLS

/** HearthReflagged: a stored message whose flags or path changed in its source. */
typedef struct {
  gint64 id;
  HearthMessageFlags flags;
  char *path;
} HearthReflagged;

/**
 * HearthMailChanges:
 *
 * One batch of what changed in a mailbox: returned by a source, written by the engine in one
 * transaction together with the token.
 *
 * @mailbox: the mailbox's name
 * @created: (element-type HearthMessage): new messages
 * @reflagged: (element-type HearthReflagged): changed flags
 * @gone: (element-type gint64): rows whose message is not there any more
 * @token: (nullable): the mailbox's state after this batch; set on the last batch only
 * @keep_prefix: (nullable): all keys of the mailbox that do not begin so say nothing any more: their
 *   messages wait for new ones that have the same Message-ID, until a batch with a token comes
 */
typedef struct {
  char *mailbox;
  GPtrArray *created;
  GPtrArray *reflagged;
  GArray *gone;
  char *token;
  char *keep_prefix;
} HearthMailChanges;

HearthMailChanges *hearth_mail_changes_new           (const char *mailbox) G_GNUC_WARN_UNUSED_RESULT;
void               hearth_mail_changes_free          (HearthMailChanges *self);
void               hearth_mail_changes_add_reflagged (HearthMailChanges *self, gint64 id,
                                                      HearthMessageFlags flags, const char *path);
gboolean           hearth_mail_changes_is_empty      (const HearthMailChanges *self);
GPtrArray         *hearth_mail_changes_split         (HearthMailChanges *self, guint max) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthMailChanges, hearth_mail_changes_free)

G_END_DECLS
