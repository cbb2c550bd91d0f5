/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-backup-private.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define MAGIC "HearthBackup"
#define MAGIC_SIZE 12
#define TAIL_SIZE 32
/* The smallest page that SQLite has. */
#define MIN_SIZE 512
/* A tebibyte of database has four mebibytes of sums. */
#define MAX_SIZE (G_GUINT64_CONSTANT (1) << 40)

static gboolean
read_at (int fd, guint8 *data, gsize length, guint64 offset, GError **error)
{
  gsize done = 0;

  while (done < length) {
    gssize n = pread (fd, data + done, length - done, (off_t) (offset + done));

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      hearth_backup_set_errno (errno, FALSE, error);
      return FALSE;
    }
    if (n == 0) {
      hearth_backup_set_damaged (_("it ends too early"), error);
      return FALSE;
    }
    done += (gsize) n;
  }
  return TRUE;
}

static gboolean
write_at (int fd, const guint8 *data, gsize length, guint64 offset, GError **error)
{
  gsize done = 0;

  while (done < length) {
    gssize n = pwrite (fd, data + done, length - done, (off_t) (offset + done));

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      hearth_backup_set_errno (errno, TRUE, error);
      return FALSE;
    }
    done += (gsize) n;
  }
  return TRUE;
}

static gsize
get_block (guint64 size, guint index)
{
  return (gsize) MIN (size - (guint64) index * HEARTH_BACKUP_BLOCK, HEARTH_BACKUP_BLOCK);
}

static guint
count_blocks (guint64 size)
{
  return (guint) ((size + HEARTH_BACKUP_BLOCK - 1) / HEARTH_BACKUP_BLOCK);
}

static guint32
sum_of (const guint8 *data, gsize length)
{
  return (guint32) crc32 (crc32 (0, NULL, 0), data, (uInt) length);
}

/* @tail: with room for it, of which the last four bytes are made here. */
static guint32
sum_of_seal (const guint32 *sums, guint n_sums, const guint8 *tail)
{
  uLong sum = crc32 (crc32 (0, NULL, 0), (const guint8 *) sums, n_sums * 4);

  return (guint32) crc32 (sum, tail, TAIL_SIZE - 4);
}

static void
put_32 (guint8 *at, guint32 value)
{
  value = GUINT32_TO_LE (value);
  memcpy (at, &value, sizeof value);
}

static guint32
get_32 (const guint8 *at)
{
  guint32 value;

  memcpy (&value, at, sizeof value);
  return GUINT32_FROM_LE (value);
}

static guint64
get_64 (const guint8 *at)
{
  return get_32 (at) | (guint64) get_32 (at + 4) << 32;
}

/**
 * hearth_backup_seal_write:
 * @fd: a file that is a whole database
 * @before: how many bytes of work were done before, for @watch
 * @watch: who looks on
 * @error: return location for a #HearthStoreError or %G_IO_ERROR_CANCELLED
 *
 * Writes the seal behind it.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_backup_seal_write (int fd, guint64 before, const HearthBackupWatch *watch, GError **error)
{
  g_autofree guint8 *block = g_malloc (HEARTH_BACKUP_BLOCK);
  g_autofree guint32 *sums = NULL;
  guint8 tail[TAIL_SIZE] = MAGIC;
  struct stat st;
  guint64 size;
  guint n;

  if (fstat (fd, &st) != 0) {
    hearth_backup_set_errno (errno, TRUE, error);
    return FALSE;
  }
  size = (guint64) st.st_size;
  n = count_blocks (size);
  sums = g_new0 (guint32, n);
  for (guint i = 0; i < n; i++) {
    gsize length = get_block (size, i);
    guint64 at = (guint64) i * HEARTH_BACKUP_BLOCK;

    if (!hearth_backup_tell (watch, before + at, before + size, error) ||
        !read_at (fd, block, length, at, error))
      return FALSE;
    sums[i] = GUINT32_TO_LE (sum_of (block, length));
  }
  put_32 (tail + 12, HEARTH_BACKUP_FORMAT);
  put_32 (tail + 16, (guint32) size);
  put_32 (tail + 20, (guint32) (size >> 32));
  put_32 (tail + 24, HEARTH_BACKUP_BLOCK);
  put_32 (tail + 28, sum_of_seal (sums, n, tail));
  return write_at (fd, (const guint8 *) sums, (gsize) n * 4, size, error) &&
         write_at (fd, tail, TAIL_SIZE, size + (guint64) n * 4, error);
}

static gboolean
check_tail (const guint8 *tail, guint64 file_size, guint64 *size, GError **error)
{
  if (memcmp (tail, MAGIC, MAGIC_SIZE) != 0) {
    hearth_backup_set_damaged (_("it is none, or its end is missing"), error);
    return FALSE;
  }
  if (get_32 (tail + 12) > HEARTH_BACKUP_FORMAT) {
    hearth_backup_set_newer (error);
    return FALSE;
  }
  *size = get_64 (tail + 16);
  if (get_32 (tail + 12) == 0 || get_32 (tail + 24) != HEARTH_BACKUP_BLOCK || *size < MIN_SIZE ||
      *size > MAX_SIZE || *size + (guint64) count_blocks (*size) * 4 + TAIL_SIZE != file_size) {
    hearth_backup_set_damaged (_("it has not the size that it says"), error);
    return FALSE;
  }
  return TRUE;
}

/**
 * hearth_backup_seal_read:
 * @fd: a file
 * @error: %HEARTH_STORE_ERROR_CORRUPT if it is no backup or a part of one,
 *   %HEARTH_STORE_ERROR_NEWER if its format is not known yet
 *
 * Reads the seal. What it is about is not looked at.
 *
 * Returns: (transfer full) (nullable): the seal
 */
HearthBackupSeal *
hearth_backup_seal_read (int fd, GError **error)
{
  g_autoptr (HearthBackupSeal) self = g_new0 (HearthBackupSeal, 1);
  guint8 tail[TAIL_SIZE];
  struct stat st;
  guint64 at;

  if (fstat (fd, &st) != 0) {
    hearth_backup_set_errno (errno, FALSE, error);
    return NULL;
  }
  if (!S_ISREG (st.st_mode) || st.st_size < TAIL_SIZE) {
    hearth_backup_set_damaged (_("it is none, or its end is missing"), error);
    return NULL;
  }
  at = (guint64) st.st_size - TAIL_SIZE;
  if (!read_at (fd, tail, TAIL_SIZE, at, error) ||
      !check_tail (tail, (guint64) st.st_size, &self->size, error))
    return NULL;
  self->n_sums = count_blocks (self->size);
  self->sums = g_new (guint32, self->n_sums);
  if (!read_at (fd, (guint8 *) self->sums, (gsize) self->n_sums * 4, self->size, error))
    return NULL;
  if (get_32 (tail + 28) != sum_of_seal (self->sums, self->n_sums, tail)) {
    hearth_backup_set_damaged (_("its sums are not what was written"), error);
    return NULL;
  }
  return g_steal_pointer (&self);
}

/**
 * hearth_backup_seal_free:
 * @self: (nullable): a seal
 *
 * Frees it.
 */
void
hearth_backup_seal_free (HearthBackupSeal *self)
{
  if (self == NULL)
    return;
  g_free (self->sums);
  g_free (self);
}

/**
 * hearth_backup_seal_copy:
 * @self: the seal of @fd
 * @fd: a backup
 * @out: an empty file
 * @watch: who looks on
 * @error: %HEARTH_STORE_ERROR_CORRUPT if a block is not what was written, another
 *   #HearthStoreError, or %G_IO_ERROR_CANCELLED
 *
 * Copies the database out of a backup. What is copied is what was checked, whatever becomes of @fd
 * meanwhile.
 *
 * Returns: whether all of it is what was written
 */
gboolean
hearth_backup_seal_copy (const HearthBackupSeal *self, int fd, int out,
                         const HearthBackupWatch *watch, GError **error)
{
  g_autofree guint8 *block = g_malloc (HEARTH_BACKUP_BLOCK);

  for (guint i = 0; i < self->n_sums; i++) {
    gsize length = get_block (self->size, i);
    guint64 at = (guint64) i * HEARTH_BACKUP_BLOCK;

    if (!hearth_backup_tell (watch, at, self->size, error) ||
        !read_at (fd, block, length, at, error))
      return FALSE;
    if (GUINT32_TO_LE (sum_of (block, length)) != self->sums[i]) {
      hearth_backup_set_damaged (_("a part of it is not what was written"), error);
      return FALSE;
    }
    if (!write_at (out, block, length, at, error))
      return FALSE;
  }
  return TRUE;
}
