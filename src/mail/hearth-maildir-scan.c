/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-maildir-scan.h"

#include "hearth-maildir-names.h"
#include "hearth-mime.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder that changed so shortly before it was read may change again within the same tick of its
 * file system's clock (2 s on FAT), and its times would not tell. */
#define RACY_NS (G_GINT64_CONSTANT (2000000000))

#define PROGRESS_EVERY 100
/* So many of a folder are there before the rest of it, and of the others, is read. */
#define NEWEST 200

typedef struct {
  const char *name; /* in the chunk: "cur/NAME" */
  guint key_size;   /* bytes of NAME that are the key */
  gint64 order;     /* seconds, from the name or the file */
} Entry;

/* One look at a folder. */
typedef struct {
  char *path;  /* (owned) */
  int dirs[2]; /* new, cur */
  struct stat info[2];
  GStringChunk *names;
  GArray *fresh;       /* of Entry: not known yet */
  HearthKnown *in_new; /* (owned) (nullable): what was in new when it was last read */
  GString *key;        /* for lookups */
} Scan;

static void
scan_free (Scan *self)
{
  for (guint i = 0; i < 2; i++) {
    if (self->dirs[i] >= 0)
      close (self->dirs[i]);
  }
  g_free (self->path);
  g_string_chunk_free (self->names);
  g_array_unref (self->fresh);
  g_string_free (self->key, TRUE);
  g_clear_pointer (&self->in_new, hearth_known_free);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Scan, scan_free)

static void
set_gone (GError **error, const char *path)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_GONE,
               _("The mail folder “%s” is not there (any more). Nothing was removed; it is read "
                  "again when it is back."),
               shown);
}

static Scan *
scan_open (const char *path, GError **error)
{
  g_autoptr (Scan) self = g_new0 (Scan, 1);

  self->path = g_strdup (path);
  self->dirs[0] = self->dirs[1] = -1;
  self->names = g_string_chunk_new (64 * 1024);
  self->fresh = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->key = g_string_new (NULL);
  for (guint i = 0; i < 2; i++) {
    g_autofree char *sub = g_build_filename (path, hearth_maildir_subs[i], NULL);

    self->dirs[i] = open (sub, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (self->dirs[i] >= 0 && fstat (self->dirs[i], &self->info[i]) == 0)
      continue;
    if (errno == ENOENT || errno == ENOTDIR) {
      if (i == 0) /* some programs make "new" with the first message */
        continue;
      set_gone (error, sub);
    } else {
      hearth_mail_error_set_from_errno (error, errno, sub);
    }
    return NULL;
  }
  return g_steal_pointer (&self);
}

/* Whether the folder that was read is still the one in place: an unmounted or moved Maildir reads
 * as empty, and must not be taken for one whose messages were deleted. */
static gboolean
scan_still_there (Scan *self, GError **error)
{
  for (guint i = 0; i < 2; i++) {
    g_autofree char *sub = g_build_filename (self->path, hearth_maildir_subs[i], NULL);
    struct stat now;

    if (self->dirs[i] < 0)
      continue;
    if (stat (sub, &now) < 0 || now.st_ino != self->info[i].st_ino ||
        now.st_dev != self->info[i].st_dev) {
      set_gone (error, sub);
      return FALSE;
    }
  }
  return TRUE;
}

static gint64
get_mtime_ns (const struct stat *info)
{
  return (gint64) info->st_mtim.tv_sec * 1000000000 + info->st_mtim.tv_nsec;
}

static char *
make_token (const struct stat *infos)
{
  return g_strdup_printf ("1 %" G_GUINT64_FORMAT ":%" G_GINT64_FORMAT " %" G_GUINT64_FORMAT
                          ":%" G_GINT64_FORMAT,
                          (guint64) infos[0].st_ino, get_mtime_ns (&infos[0]),
                          (guint64) infos[1].st_ino, get_mtime_ns (&infos[1]));
}

static gboolean
is_racy (const struct stat *infos)
{
  gint64 now = g_get_real_time () * 1000;

  return MAX (get_mtime_ns (&infos[0]), get_mtime_ns (&infos[1])) > now - RACY_NS;
}

/* Two stats, and nothing else where nothing changed. */
static gboolean
is_unchanged (const char *path, const char *token)
{
  struct stat infos[2] = { 0 };
  g_autofree char *now = NULL;

  if (token == NULL)
    return FALSE;
  for (guint i = 0; i < 2; i++) {
    g_autofree char *sub = g_build_filename (path, hearth_maildir_subs[i], NULL);

    if (stat (sub, &infos[i]) < 0) {
      if (i == 1)
        return FALSE;
      infos[i] = (struct stat){ 0 };
    }
  }
  now = make_token (infos);
  return g_str_equal (now, token);
}

static gint64
get_order (int dir, const char *name)
{
  gint64 seconds = g_ascii_strtoll (name, NULL, 10);
  struct stat info;

  /* Seconds since 1970, as the format's authors suggest; smaller numbers say nothing of time. */
  if (seconds >= G_GINT64_CONSTANT (1000000) && seconds < G_GINT64_CONSTANT (100000000000))
    return seconds;
  return fstatat (dir, name, &info, 0) == 0 ? info.st_mtime : 0;
}

static gboolean
scan_read_dir (Scan *self, guint which, HearthKnown *known, HearthMailBatcher *batcher,
               const HearthMailSink *sink, GError **error)
{
  struct dirent *entry;
  DIR *stream;
  int fd = dup (self->dirs[which]);

  stream = fd >= 0 ? fdopendir (fd) : NULL;
  if (stream == NULL) {
    hearth_mail_error_set_from_errno (error, errno, self->path);
    if (fd >= 0)
      close (fd);
    return FALSE;
  }
  while (errno = 0, (entry = readdir (stream)) != NULL) {
    const char *name = entry->d_name;
    HearthKnownEntry *met;
    HearthMessageFlags flags;
    gboolean was_new;
    guint key_size;

    if (name[0] == '.' || entry->d_type == DT_DIR)
      continue;
    key_size = hearth_maildir_key_size (name);
    g_string_truncate (self->key, 0);
    g_string_append_len (self->key, name, key_size);
    met = known != NULL ? hearth_known_lookup (known, self->key->str) : NULL;
    flags = hearth_maildir_parse_flags (name + key_size);
    was_new = which == 1 && self->in_new != NULL &&
              hearth_known_lookup (self->in_new, self->key->str) != NULL;
    if (met == NULL) {
      Entry fresh = { NULL, key_size, get_order (self->dirs[which], name) };

      g_string_printf (self->key, "%s/%s", hearth_maildir_subs[which], name);
      fresh.name = g_string_chunk_insert_len (self->names, self->key->str, self->key->len);
      g_array_append_val (self->fresh, fresh);
      continue;
    }
    if (met->flags != flags || was_new) {
      g_string_printf (self->key, "%s/%s", hearth_maildir_subs[which], name);
      met->flags = flags;
      if (!hearth_mail_batcher_add_reflagged (batcher, met->id, flags, self->key->str, error)) {
        closedir (stream);
        return FALSE;
      }
    }
    met->met = TRUE;
  }
  if (errno != 0) {
    hearth_mail_error_set_from_errno (error, errno, self->path);
    closedir (stream);
    return FALSE;
  }
  closedir (stream);
  return TRUE;
}

/* The newest first. */
static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *x = b;
  const Entry *y = a;

  if (x->order != y->order)
    return x->order < y->order ? -1 : 1;
  /* "cur/" and "new/" have the same length: messages are compared by their names alone. */
  return strcmp (x->name + 4, y->name + 4);
}

typedef struct {
  HearthMailBatcher *batcher;
  GError *error;
} GoneWalk;

static void
report_gone_cb (const char *key, HearthKnownEntry *entry, gpointer user_data)
{
  GoneWalk *walk = user_data;

  if (!entry->met && walk->error == NULL)
    hearth_mail_batcher_add_gone (walk->batcher, entry->id, &walk->error);
}

static HearthMessage *
read_entry (Scan *scan, const char *key, const char **name, GHashTable **moved, GError **error)
{
  g_autofree char *path = g_build_filename (scan->path, *name, NULL);
  g_autofree char *new_path = NULL;
  const char *new_name;
  HearthMessage *message;
  GError *local = NULL;

  message = hearth_mime_parse_at (scan->dirs[**name == 'c'], *name + 4, path, &local);
  if (message != NULL || !g_error_matches (local, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_NOT_FOUND)) {
    if (local != NULL)
      g_propagate_error (error, local);
    return message;
  }
  /* Another program marked it meanwhile. If it was deleted, the folder's new time has the next
   * sync see it. */
  if (*moved == NULL)
    *moved = hearth_maildir_index_names (scan->path);
  new_name = g_hash_table_lookup (*moved, key);
  if (new_name == NULL) {
    g_error_free (local);
    return NULL;
  }
  g_clear_error (&local);
  *name = new_name;
  new_path = g_build_filename (scan->path, new_name, NULL);
  message = hearth_mime_parse_file (new_path, &local);
  if (g_error_matches (local, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_NOT_FOUND))
    g_clear_error (&local);
  if (local != NULL)
    g_propagate_error (error, local);
  return message;
}

static void
warn_of (const HearthMailSink *sink, Scan *scan, const char *name, const GError *error)
{
  g_autofree char *path = g_build_filename (scan->path, name, NULL);

  if (sink->warning != NULL)
    sink->warning (path, error, sink->user_data);
}

/* Sets @whole to whether that was all of it. */
static gboolean
read_fresh (Scan *scan, gboolean *whole, const char *mailbox, HearthMailBatcher *batcher,
            const HearthMailSink *sink, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) moved = NULL;
  g_autofree char *last_key = NULL;
  guint n = sink->newest_only ? MIN (scan->fresh->len, NEWEST) : scan->fresh->len;

  *whole = n == scan->fresh->len;
  g_array_sort (scan->fresh, compare_entries);
  for (guint i = 0; i < n; i++) {
    Entry *entry = &g_array_index (scan->fresh, Entry, i);
    g_autofree char *key = g_strndup (entry->name + 4, entry->key_size);
    const char *name = entry->name;
    g_autoptr (GError) warning = NULL;
    HearthMessage *message;

    if (sink->progress != NULL && i % PROGRESS_EVERY == 0)
      sink->progress (i, scan->fresh->len, sink->user_data);
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    if (last_key != NULL && g_str_equal (key, last_key)) /* seen twice while it moved */
      continue;
    if (!g_utf8_validate (name, -1, NULL)) {
      g_set_error_literal (&warning, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_BAD_FORMAT,
                           _("The file's name is not UTF-8; rename it to have it read."));
      warn_of (sink, scan, name, warning);
      continue;
    }
    message = read_entry (scan, key, &name, &moved, &warning);
    if (message == NULL) {
      if (warning != NULL)
        warn_of (sink, scan, name, warning);
      continue;
    }
    message->mailbox = g_strdup (mailbox);
    message->path = g_strdup (name);
    message->flags = hearth_maildir_parse_flags (name + 4 + entry->key_size);
    message->key = key;
    g_free (last_key);
    last_key = g_strdup (g_steal_pointer (&key));
    if (!hearth_mail_batcher_add_created (batcher, message, error))
      return FALSE;
  }
  if (sink->progress != NULL && n > 0 && *whole)
    sink->progress (scan->fresh->len, scan->fresh->len, sink->user_data);
  return TRUE;
}

/* Whether "cur" is as it was when the token was made. */
static gboolean
is_cur_unchanged (const char *token, const struct stat *infos)
{
  g_autofree char *now = make_token (infos);

  return token != NULL && g_strcmp0 (strrchr (token, ' '), strrchr (now, ' ')) == 0;
}

static void
find_missing_cb (const char *key, HearthKnownEntry *entry, gpointer user_data)
{
  gboolean *missing = user_data;

  *missing |= !entry->met;
}

static gboolean
finish (Scan *scan, const char *mailbox, HearthMailBatcher *batcher, const HearthMailSink *sink,
        gboolean racy, GCancellable *cancellable, GError **error)
{
  g_autofree char *bare_token = NULL;
  g_autofree char *token = NULL;
  gboolean whole;

  if (!read_fresh (scan, &whole, mailbox, batcher, sink, cancellable, error) ||
      !scan_still_there (scan, error))
    return FALSE;
  if (!whole)
    return hearth_mail_batcher_flush (batcher, error);
  bare_token = make_token (scan->info);
  token = g_strconcat (bare_token, racy ? " racy" : NULL, NULL);
  return hearth_mail_batcher_finish (batcher, token, error);
}

/* Where only "new" changed, and only by what came, "cur" need not be read. Sets @done if it was so;
 * otherwise nothing was told to the sink. */
static gboolean
sync_new (const char *path, const char *mailbox, const char *token, const HearthMailSink *sink,
          GCancellable *cancellable, gboolean *done, GError **error)
{
  g_autoptr (HearthMailBatcher) batcher = NULL;
  g_autoptr (HearthKnown) known = NULL;
  g_autoptr (Scan) scan = scan_open (path, error);
  gboolean missing = FALSE;
  gboolean racy;
  struct stat now;

  *done = FALSE;
  if (scan == NULL)
    return FALSE;
  racy = is_racy (scan->info);
  if (scan->dirs[0] < 0 || !is_cur_unchanged (token, scan->info))
    return TRUE;
  known = sink->load_known_new (mailbox, sink->user_data, error);
  if (known == NULL)
    return FALSE;
  batcher = hearth_mail_batcher_new (mailbox, sink);
  if (!scan_read_dir (scan, 0, known, batcher, sink, error))
    return FALSE;
  /* What is not in new any more may have gone to cur, until now too. */
  hearth_known_foreach (known, find_missing_cb, &missing);
  if (missing || fstat (scan->dirs[1], &now) < 0 ||
      get_mtime_ns (&now) != get_mtime_ns (&scan->info[1]))
    return TRUE;
  *done = TRUE;
  return finish (scan, mailbox, batcher, sink, racy, cancellable, error);
}

/* Reads both directories and compares them with what is known. */
static gboolean
sync_all (const char *path, const char *mailbox, const HearthMailSink *sink,
          GCancellable *cancellable, GError **error)
{
  g_autoptr (HearthMailBatcher) batcher = NULL;
  g_autoptr (HearthKnown) known = NULL;
  g_autoptr (Scan) scan = scan_open (path, error);
  GoneWalk walk = { NULL, NULL };
  gboolean racy;

  if (scan == NULL)
    return FALSE;
  racy = is_racy (scan->info);
  known = sink->load_known (mailbox, sink->user_data, error);
  if (known == NULL)
    return FALSE;
  if (sink->load_known_new != NULL) {
    scan->in_new = sink->load_known_new (mailbox, sink->user_data, error);
    if (scan->in_new == NULL)
      return FALSE;
  }
  batcher = hearth_mail_batcher_new (mailbox, sink);
  /* New first: a message that moves to cur meanwhile is seen once or twice, never not at all. */
  for (guint i = 0; i < 2; i++) {
    if (scan->dirs[i] >= 0 && !scan_read_dir (scan, i, known, batcher, sink, error))
      return FALSE;
  }
  if (!scan_still_there (scan, error))
    return FALSE;
  walk.batcher = batcher;
  hearth_known_foreach (known, report_gone_cb, &walk);
  if (walk.error != NULL) {
    g_propagate_error (error, walk.error);
    return FALSE;
  }
  return finish (scan, mailbox, batcher, sink, racy, cancellable, error);
}

/**
 * hearth_maildir_scan_sync:
 * @path: a folder with "new" and "cur"
 * @mailbox: its name
 * @token: (nullable): what the sink was last given for it
 * @sink: where to tell what changed
 * @cancellable: (nullable): a cancellable
 * @error: (out) (optional): `HEARTH_MAIL_ERROR`, or what the sink said
 *
 * Compares a folder with what is known of it. Two stats, and nothing else, where nothing changed;
 * only "new" is read where only that did. The newest messages come first; where the sink wants only
 * these and there are more, it gets no token.
 *
 * Returns: whether all that was wanted of it was read
 */
gboolean
hearth_maildir_scan_sync (const char *path, const char *mailbox, const char *token,
                          const HearthMailSink *sink, GCancellable *cancellable, GError **error)
{
  gboolean done = FALSE;

  if (is_unchanged (path, token))
    return TRUE;
  if (token != NULL && sink->load_known_new != NULL) {
    if (!sync_new (path, mailbox, token, sink, cancellable, &done, error))
      return FALSE;
    if (done)
      return TRUE;
  }
  return sync_all (path, mailbox, sink, cancellable, error);
}
