/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HearthBackupTarget:
 *
 * A file that comes to be as a whole: until then its bytes are in another one beside it, which goes
 * when nothing comes of it.
 */
typedef struct _HearthBackupTarget HearthBackupTarget;

HearthBackupTarget *
hearth_backup_target_new (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int
hearth_backup_target_get_fd (HearthBackupTarget *self);
gboolean
hearth_backup_target_finish (HearthBackupTarget *self, GError **error);
void
hearth_backup_target_free (HearthBackupTarget *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthBackupTarget, hearth_backup_target_free)

G_END_DECLS
