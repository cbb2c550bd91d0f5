/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "hearth-backup.h"

G_BEGIN_DECLS

/* What the files of a backup's format share; no other room includes this header.
 *
 * A backup is a SQLite database, that any program for these can open, with a seal behind it, which
 * SQLite does not look at. The database is the store as it was at one moment, with three tables more
 * (hearth_backup_tables) and an application_id of its own. The seal:
 *
 *   sums     a CRC-32 of each block of the database, 4 bytes each, little-endian
 *   tail     32 bytes: "HearthBackup", the format's version (4), the size of the database (8), the
 *            size of a block (4), the CRC-32 of the sums and of the tail up to here (4)
 *
 * The sums tell damage. Whoever makes a file on purpose can make them, too, so that nothing else is
 * believed because they are right. */

/* "HRTB" */
#define HEARTH_BACKUP_APPLICATION_ID 0x48525442
#define HEARTH_BACKUP_FORMAT 1

/* What is read of a backup and what is written into one is bounded by the same numbers. */
#define HEARTH_BACKUP_MAX_FILES 20000
#define HEARTH_BACKUP_MAX_FILE (256 * 1024 * 1024)
#define HEARTH_BACKUP_MAX_SETTINGS 1000
#define HEARTH_BACKUP_MAX_TEXT (1024 * 1024)

#define HEARTH_BACKUP_BLOCK (1024 * 1024)

/* The tables that a backup has besides those of the store. */
extern const char *const hearth_backup_tables[];

/* hearth-backup-seal.c */
typedef struct {
  guint64 size; /* of the database, bytes */
  guint n_sums;
  guint32 *sums; /* (owned) little-endian */
} HearthBackupSeal;

HearthBackupSeal *
hearth_backup_seal_read (int fd, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void
hearth_backup_seal_free (HearthBackupSeal *self);
gboolean
hearth_backup_seal_write (int fd, guint64 before, const HearthBackupWatch *watch, GError **error);
gboolean
hearth_backup_seal_copy (const HearthBackupSeal *self, int fd, int out,
                         const HearthBackupWatch *watch, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthBackupSeal, hearth_backup_seal_free)

/* hearth-backup-unpack.c */
gboolean
hearth_backup_check_schema (sqlite3 *handle, int version, GError **error);
HearthBackup *
hearth_backup_unpack (sqlite3 *handle, const char *folder, const HearthBackupWatch *watch,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

void
hearth_backup_set_errno (int saved, gboolean writing, GError **error);
void
hearth_backup_set_sqlite (sqlite3 *handle, int code, gboolean writing, GError **error);
void
hearth_backup_set_damaged (const char *detail, GError **error);
void
hearth_backup_set_newer (GError **error);

G_END_DECLS
