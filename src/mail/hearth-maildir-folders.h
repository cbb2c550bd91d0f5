/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HearthMaildirFolder:
 * @name: the mailbox's name
 * @dir: (type filename): its folder below the top, "" for the top itself
 */
typedef struct {
  char *name;
  char *dir;
} HearthMaildirFolder;

GPtrArray *
hearth_maildir_folders_list (const char *top, GPtrArray *dirs, GCancellable *cancellable,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
