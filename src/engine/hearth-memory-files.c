/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-memories.h"

#include "hearth-clock.h"
#include "hearth-engine-private.h"
#include "hearth-memories-private.h"
#include "hearth-memory-json.h"

#include <errno.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* All that is remembered, written into a file and read from one. */

/* The largest file that is read: all memories that there may be, and their quotes. */
#define MAX_FILE (32 * 1024 * 1024)

/* Who hands over a pipe could make the service wait for ever. */
static gboolean
check_file (int fd, gint64 *size, GError **error)
{
  struct stat st;

  if (fstat (fd, &st) == 0 && S_ISREG (st.st_mode)) {
    *size = st.st_size;
    return TRUE;
  }
  g_set_error_literal (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                       _("That is not a file."));
  return FALSE;
}

/**
 * hearth_memories_export:
 * @self: an engine
 * @fd: an empty file that can be written
 * @n_written: (out): how many were written
 * @error: a #HearthStoreError, `HEARTH_ENGINE_ERROR_INVALID`, or a #GIOErrorEnum
 *
 * Writes all memories into a file, those that were replaced and those that are proposed included:
 * one JSON object a line, see hearth_memory_to_json().
 *
 * Returns: whether all of them stand in it
 */
gboolean
hearth_memories_export (HearthEngine *self, int fd, guint *n_written, GError **error)
{
  HearthMemoryFilter filter = { .which = HEARTH_MEMORIES_ALL };
  g_autoptr (GPtrArray) memories = NULL;
  g_autoptr (GOutputStream) stream = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 size;

  *n_written = 0;
  if (!check_file (fd, &size, error))
    return FALSE;
  memories = hearth_store_memories_list (self->reader, &filter, error);
  if (memories == NULL)
    return FALSE;
  for (guint i = 0; i < memories->len; i++) {
    g_autofree char *line = hearth_memory_to_json (g_ptr_array_index (memories, i));

    g_string_append_printf (text, "%s\n", line);
  }
  stream = g_unix_output_stream_new (fd, FALSE);
  if (!g_output_stream_write_all (stream, text->str, text->len, NULL, NULL, error))
    return FALSE;
  *n_written = memories->len;
  return TRUE;
}

static char *
read_file (int fd, gsize *length, GError **error)
{
  g_autofree char *bytes = NULL;
  gint64 size;
  gsize n = 0;

  if (!check_file (fd, &size, error))
    return NULL;
  if (size > MAX_FILE) {
    g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                 _("That file is too large: at most %d MB."), MAX_FILE >> 20);
    return NULL;
  }
  bytes = g_malloc (size + 1);
  while (n < size) {
    gssize got = pread (fd, bytes + n, size - n, (off_t) n);

    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0) {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                   _("The file could not be read: %s"), g_strerror (errno));
      return NULL;
    }
    if (got == 0)
      break;
    n += got;
  }
  *length = n;
  return g_steal_pointer (&bytes);
}

static gboolean
refuse_line (guint number, const char *why, GError **error)
{
  g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
               _("Line %u cannot be read, and nothing was added: %s"), number, why);
  return FALSE;
}

/* All lines, or none. */
static gboolean
read_lines (const char *bytes, gsize length, GPtrArray *memories, GError **error)
{
  const char *end = bytes + length;
  guint number = 1;

  for (const char *p = bytes; p < end; number++) {
    const char *newline = memchr (p, '\n', (gsize) (end - p));
    const char *stop = newline != NULL ? newline : end;
    gsize size = (gsize) (stop - p);
    g_autoptr (GError) problem = NULL;
    HearthMemory *memory;

    if (size > 0 && p[size - 1] == '\r')
      size--;
    if (size > 0) {
      memory = hearth_memory_from_json (p, size);
      if (memory == NULL)
        return refuse_line (number, _("it is no memory."), error);
      g_ptr_array_add (memories, memory);
      memory->label.is_private = TRUE;
      if (!hearth_memories_prepare (memory, &problem))
        return refuse_line (number, problem->message, error);
      if (memories->len > HEARTH_MEMORIES_MAX)
        return refuse_line (number, _("it has more than can be remembered."), error);
    }
    p = newline != NULL ? newline + 1 : end;
  }
  return TRUE;
}

typedef struct {
  GPtrArray *memories;
  GHashTable *rows; /* from the row that a memory has in the file to the one that it has here */
  guint n_added;
} Import;

static char *
make_key (const HearthMemory *memory)
{
  return g_strdup_printf ("%s\n%s\n%lld", memory->subject, memory->text,
                          (long long) memory->created);
}

static void
map_row (GHashTable *rows, gint64 from, gint64 to)
{
  gint64 *pair = g_new (gint64, 2);

  pair[0] = from;
  pair[1] = to;
  g_hash_table_replace (rows, pair, pair);
}

static gint64
find_row (GHashTable *rows, gint64 from)
{
  const gint64 *pair = g_hash_table_lookup (rows, &from);

  return pair != NULL ? pair[1] : 0;
}

/* What was here first and is said anew in the file: the newer of the two holds. */
static gboolean
merge (HearthDatabase *db, HearthMemory *memory, GError **error)
{
  g_autoptr (HearthMemory) here = NULL;
  gboolean newer;

  if (memory->state != HEARTH_MEMORY_ACTIVE || memory->superseded_by != 0)
    return TRUE;
  if (!hearth_store_memories_find (db, memory, &here, error))
    return FALSE;
  if (here == NULL)
    return TRUE;
  newer = memory->created >= here->created;
  return hearth_store_memories_supersede (db, newer ? here->id : memory->id,
                                          newer ? memory->id : here->id,
                                          newer ? MAX (memory->valid_from, memory->created)
                                                : MAX (here->valid_from, here->created),
                                          error);
}

static gboolean
add_imported (HearthDatabase *db, Import *import, HearthMemory *memory, GError **error)
{
  gint64 file_row = memory->id;
  gint64 replaced_by = memory->superseded_by;

  memory->id = 0;
  memory->superseded_by = 0;
  if (!hearth_store_memories_add (db, memory, error))
    return FALSE;
  import->n_added++;
  if (file_row != 0)
    map_row (import->rows, file_row, memory->id);
  memory->superseded_by = replaced_by;
  return merge (db, memory, error);
}

/* What was replaced in the file is replaced here by the same. */
static gboolean
link_imported (HearthDatabase *db, Import *import, GError **error)
{
  for (guint i = 0; i < import->memories->len; i++) {
    const HearthMemory *memory = g_ptr_array_index (import->memories, i);
    gint64 by = find_row (import->rows, memory->superseded_by);

    if (memory->superseded_by == 0 || memory->id == 0 || by == memory->id)
      continue;
    if (by != 0 && !hearth_store_memories_supersede (
                       db, memory->id, by,
                       memory->valid_until != 0 ? memory->valid_until : hearth_clock_now (), error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_imported (HearthDatabase *db, gpointer user_data, GError **error)
{
  Import *import = user_data;
  HearthMemoryFilter filter = { .which = HEARTH_MEMORIES_ALL };
  g_autoptr (GPtrArray) present = hearth_store_memories_list (db, &filter, error);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (present == NULL)
    return FALSE;
  for (guint i = 0; i < present->len; i++)
    g_hash_table_insert (known, make_key (g_ptr_array_index (present, i)),
                         g_ptr_array_index (present, i));
  for (guint i = 0; i < import->memories->len; i++) {
    HearthMemory *memory = g_ptr_array_index (import->memories, i);
    char *key = make_key (memory);
    const HearthMemory *same = g_hash_table_lookup (known, key);

    if (same != NULL) {
      if (memory->id != 0)
        map_row (import->rows, memory->id, same->id);
      memory->id = 0; /* it is there */
    } else if (!add_imported (db, import, memory, error)) {
      g_free (key);
      return FALSE;
    }
    if (same == NULL)
      g_hash_table_insert (known, key, memory);
    else
      g_free (key);
  }
  return link_imported (db, import, error);
}

/**
 * hearth_memories_import:
 * @self: an engine
 * @fd: a file with one JSON object a line, as hearth_memories_export() writes it
 * @n_added: (out): how many were not there yet
 * @error: `HEARTH_ENGINE_ERROR_INVALID` with the line that cannot be read, a #GIOErrorEnum, or a
 * #HearthStoreError
 *
 * Adds what is not there yet, in one transaction: all of it or nothing. Of two that say the same of
 * one subject the newer holds.
 *
 * Returns: whether all of it is there
 */
gboolean
hearth_memories_import (HearthEngine *self, int fd, guint *n_added, GError **error)
{
  g_autoptr (GPtrArray) memories =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_memory_free);
  g_autoptr (GHashTable) rows = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  Import import = { memories, rows, 0 };
  g_autofree char *bytes = NULL;
  gsize length = 0;

  *n_added = 0;
  bytes = read_file (fd, &length, error);
  if (bytes == NULL || !read_lines (bytes, length, memories, error) ||
      !hearth_writer_run_sync (self->writer, write_imported, &import, error))
    return FALSE;
  *n_added = import.n_added;
  hearth_engine_emit_changed (self, "memories");
  return TRUE;
}
