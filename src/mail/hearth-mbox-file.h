/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-message.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HEARTH_MBOX_MAX_MESSAGE:
 *
 * Bytes of one message that are read. It is held in memory to undo its ">From " quoting; above the
 * bound its text is there and its last attachments may not be.
 */
#define HEARTH_MBOX_MAX_MESSAGE ((goffset) 24 * 1024 * 1024)

/**
 * HearthMboxFile:
 *
 * A file in the mbox format (RFC 4155), read by windows.
 */
typedef struct _HearthMboxFile HearthMboxFile;

/**
 * HearthMboxEntry:
 * @offset: of the "From " line
 * @end: after the message and its blank line
 * @key: a hash of its header fields without those that mail programs change
 * @flags: from Status, X-Status and X-Mozilla-Status
 * @expunged: deleted by Thunderbird, which leaves it in place until it compacts the file
 */
typedef struct {
  goffset offset;
  goffset end;
  char key[33];
  HearthMessageFlags flags;
  gboolean expunged;
} HearthMboxEntry;

HearthMboxFile *
hearth_mbox_file_open (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void
hearth_mbox_file_close (HearthMboxFile *self);
goffset
hearth_mbox_file_get_size (HearthMboxFile *self);
char *
hearth_mbox_file_dup_state (HearthMboxFile *self, goffset upto) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_mbox_file_starts (HearthMboxFile *self, goffset offset);
gboolean
hearth_mbox_file_read_entry (HearthMboxFile *self, goffset offset, HearthMboxEntry *entry,
                             GError **error);
GByteArray *
hearth_mbox_file_dup_message (HearthMboxFile *self, goffset offset, goffset end,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthMboxFile, hearth_mbox_file_close)

G_END_DECLS
