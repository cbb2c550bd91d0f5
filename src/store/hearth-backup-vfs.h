/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

int
hearth_backup_vfs_get_errno (void);
int
hearth_backup_vfs_open (int fd, gboolean writable, sqlite3 **handle);

G_END_DECLS
