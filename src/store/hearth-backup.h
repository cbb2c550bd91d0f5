/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"

G_BEGIN_DECLS

/**
 * HearthBackupProgressFunc:
 * @done: bytes that are done
 * @total: bytes in all
 * @user_data: the caller's
 *
 * Called now and then from the thread that copies.
 */
typedef void (*HearthBackupProgressFunc) (guint64 done, guint64 total, gpointer user_data);

/**
 * HearthBackupWatch:
 * @progress: (nullable): is told how far it is
 * @user_data: for @progress
 * @cancellable: (nullable): stops it
 *
 * Who looks on while a backup is written or read.
 */
typedef struct {
  HearthBackupProgressFunc progress;
  gpointer user_data;
  GCancellable *cancellable;
} HearthBackupWatch;

/**
 * HearthBackup:
 * @schema: the version of the tables of the store in it
 * @made: when it was made, seconds since 1970 UTC
 * @program: what made it ("0.1.0")
 * @data_dir: the data folder that it was made of, on whatever computer
 * @settings: settings by their names, `a{ss}`, the values as GVariant's text
 *
 * What a backup says of itself.
 */
typedef struct {
  int schema;
  gint64 made;
  char *program;
  char *data_dir;
  GVariant *settings;
} HearthBackup;

void
hearth_backup_free (HearthBackup *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthBackup, hearth_backup_free)

gboolean
hearth_backup_write_sync (const char *data_dir, GVariant *settings, int fd,
                          const HearthBackupWatch *watch, GError **error);
HearthBackup *
hearth_backup_read_sync (int fd, const char *folder, const HearthBackupWatch *watch,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_backup_adapt (HearthDatabase *db, const char *old_dir, const char *new_dir, GError **error);

gboolean
hearth_backup_tell (const HearthBackupWatch *watch, guint64 done, guint64 total, GError **error);
const char *const *
hearth_backup_get_folders (void);
gboolean
hearth_backup_is_path (const char *path);

G_END_DECLS
