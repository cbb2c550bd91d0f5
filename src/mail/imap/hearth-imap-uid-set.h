/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** HearthImapRange: the numbers @first to @last, both included. */
typedef struct {
  guint32 first;
  guint32 last;
} HearthImapRange;

/** HearthImapUidSet: a set of UIDs, kept as ascending ranges that do not touch. */
typedef struct _HearthImapUidSet HearthImapUidSet;

HearthImapUidSet      *hearth_imap_uid_set_new        (void) G_GNUC_WARN_UNUSED_RESULT;
HearthImapUidSet      *hearth_imap_uid_set_parse      (const char *text, gssize length) G_GNUC_WARN_UNUSED_RESULT;
HearthImapUidSet      *hearth_imap_uid_set_copy       (const HearthImapUidSet *self) G_GNUC_WARN_UNUSED_RESULT;
void                   hearth_imap_uid_set_free       (HearthImapUidSet *self);
void                   hearth_imap_uid_set_add        (HearthImapUidSet *self, guint32 uid);
void                   hearth_imap_uid_set_add_range  (HearthImapUidSet *self, guint32 first, guint32 last);
void                   hearth_imap_uid_set_add_set    (HearthImapUidSet *self, const HearthImapUidSet *other);
void                   hearth_imap_uid_set_remove_set (HearthImapUidSet *self, const HearthImapUidSet *other);
HearthImapUidSet      *hearth_imap_uid_set_take_last  (HearthImapUidSet *self, guint n_uids) G_GNUC_WARN_UNUSED_RESULT;
gboolean               hearth_imap_uid_set_is_empty   (const HearthImapUidSet *self);
gboolean               hearth_imap_uid_set_contains   (const HearthImapUidSet *self, guint32 uid);
guint64                hearth_imap_uid_set_count      (const HearthImapUidSet *self);
guint32                hearth_imap_uid_set_get_first  (const HearthImapUidSet *self);
guint32                hearth_imap_uid_set_get_last   (const HearthImapUidSet *self);
const HearthImapRange *hearth_imap_uid_set_get_ranges (const HearthImapUidSet *self, guint *n_ranges);
char                  *hearth_imap_uid_set_to_string  (const HearthImapUidSet *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthImapUidSet, hearth_imap_uid_set_free)

G_END_DECLS
