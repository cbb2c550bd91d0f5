/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mbox-source.h"

#include "hearth-file-monitor.h"
#include "hearth-mbox-file.h"
#include "hearth-mime.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Levels of folders that are looked into for mbox files. */
#define MAX_LEVELS 8

#define MAX_FILES 5000

/* A file written so shortly before it was read may be written again in the same tick. */
#define RACY_NS (G_GINT64_CONSTANT (2000000000))

#define PROGRESS_EVERY 100

/**
 * HearthMboxSource:
 *
 * An mbox file, or a folder of them (Thunderbird's "NAME.sbd" too). A message's key is a hash of
 * its header, so that it stays when the file is compacted; its path is "OFFSET+LENGTH". Read only:
 * marking a message would mean to rewrite the file under another program's feet.
 */
struct _HearthMboxSource {
  HearthMailSource parent_instance;

  char *path;          /* (owned) */
  GPtrArray *monitors; /* (owned) (nullable) (main context): while watched */
};

G_DEFINE_FINAL_TYPE (HearthMboxSource, hearth_mbox_source, HEARTH_TYPE_MAIL_SOURCE)

typedef struct {
  char *name; /* (owned) */
  char *path; /* (owned) */
} Box;

typedef struct {
  GPtrArray *boxes; /* of Box */
  GPtrArray *dirs;  /* (nullable): folders that were looked into */
} Listing;

/* What a token says of the file as it was. */
typedef struct {
  goffset size;
  gint64 mtime_ns;
  guint64 inode;
  goffset last; /* where the last message starts */
  char state[33];
  gboolean racy;
} State;

/* One run over a file. */
typedef struct {
  HearthMboxFile *file;
  const char *mailbox;
  const HearthMailSink *sink;
  HearthMailBatcher *batcher;
  HearthKnown *known;
  GHashTable *seen;     /* keys of this run */
  goffset replace_from; /* messages from here on changed, though their keys may be known */
  gboolean tell_paths;  /* places may have changed */
  gint64 mtime;
  guint n;
} Run;

static void
box_free (gpointer data)
{
  Box *self = data;

  g_free (self->name);
  g_free (self->path);
  g_free (self);
}

static char *
make_name (const char *file)
{
  g_autofree char *name = g_filename_display_name (file);

  if (g_str_has_suffix (name, ".mbox") && strlen (name) > 5)
    name[strlen (name) - 5] = '\0';
  return g_strdup (g_ascii_strcasecmp (name, "inbox") == 0 ? "INBOX" : name);
}

static gboolean
is_mbox (const char *path)
{
  char head[5];
  FILE *stream;
  struct stat info;
  gsize n;

  if (stat (path, &info) < 0 || !S_ISREG (info.st_mode))
    return FALSE;
  if (info.st_size == 0)
    return !g_str_has_suffix (path, ".lock");
  stream = fopen (path, "re");
  if (stream == NULL)
    return TRUE; /* that it cannot be read shows, with its name, when it is synced */
  n = fread (head, 1, sizeof head, stream);
  fclose (stream);
  return n == sizeof head && memcmp (head, "From ", 5) == 0;
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
add_box (Listing *listing, char *name, const char *path)
{
  Box *box = g_new0 (Box, 1);

  box->name = name;
  box->path = g_strdup (path);
  g_ptr_array_add (listing->boxes, box);
}

static void
list_dir (Listing *listing, const char *path, const char *prefix, guint level)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_free);
  const char *entry;

  if (dir == NULL)
    return;
  if (listing->dirs != NULL)
    g_ptr_array_add (listing->dirs, g_strdup (path));
  while ((entry = g_dir_read_name (dir)) != NULL) {
    if (entry[0] != '.' && !g_str_has_suffix (entry, ".msf") && entries->len < MAX_FILES)
      g_ptr_array_add (entries, g_strdup (entry));
  }
  g_ptr_array_sort (entries, compare_strings);
  for (guint i = 0; i < entries->len && listing->boxes->len < MAX_FILES; i++) {
    g_autofree char *full = g_build_filename (path, g_ptr_array_index (entries, i), NULL);
    g_autofree char *own = make_name (g_ptr_array_index (entries, i));

    if (g_file_test (full, G_FILE_TEST_IS_DIR)) {
      g_autofree char *below = NULL;

      if (g_str_has_suffix (own, ".sbd"))
        own[strlen (own) - 4] = '\0';
      below = g_strconcat (prefix, own, "/", NULL);
      if (level < MAX_LEVELS && !g_file_test (full, G_FILE_TEST_IS_SYMLINK))
        list_dir (listing, full, below, level + 1);
    } else if (is_mbox (full)) {
      add_box (listing, g_strconcat (prefix, own, NULL), full);
    }
  }
}

static gboolean
list_boxes (HearthMboxSource *self, Listing *listing, GError **error)
{
  g_autofree char *shown = g_filename_display_name (self->path);
  struct stat info;

  if (stat (self->path, &info) < 0) {
    if (errno != ENOENT && errno != ENOTDIR) {
      hearth_mail_error_set_from_errno (error, errno, self->path);
      return FALSE;
    }
    g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_GONE,
                 _("The mail file “%s” is not there (any more). Nothing was removed; it is read "
                    "again when it is back."),
                 shown);
    return FALSE;
  }
  if (!S_ISDIR (info.st_mode)) {
    g_autofree char *base = g_path_get_basename (self->path);

    add_box (listing, make_name (base), self->path);
    return TRUE;
  }
  list_dir (listing, self->path, "", 0);
  if (listing->boxes->len > 0)
    return TRUE;
  g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_GONE,
               _("“%s” holds no mbox file: none in it begins with a “From ” line."), shown);
  return FALSE;
}

static char *
dup_box_path (HearthMboxSource *self, const char *mailbox, GError **error)
{
  g_autoptr (GPtrArray) boxes = g_ptr_array_new_with_free_func (box_free);
  Listing listing = { boxes, NULL };
  g_autofree char *shown = NULL;

  if (!list_boxes (self, &listing, error))
    return NULL;
  for (guint i = 0; i < boxes->len; i++) {
    Box *box = g_ptr_array_index (boxes, i);

    if (g_str_equal (box->name, mailbox))
      return g_strdup (box->path);
  }
  shown = g_filename_display_name (self->path);
  g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_NOT_FOUND,
               _("“%s” has no mailbox “%s” (any more)."), shown, mailbox);
  return NULL;
}

static gboolean
hearth_mbox_source_list_mailboxes_sync (HearthMailSource *source, GPtrArray **names,
                                        GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) boxes = g_ptr_array_new_with_free_func (box_free);
  Listing listing = { boxes, NULL };

  if (!list_boxes (HEARTH_MBOX_SOURCE (source), &listing, error))
    return FALSE;
  *names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < boxes->len; i++) {
    Box *box = g_ptr_array_index (boxes, i);

    g_ptr_array_insert (*names, g_str_equal (box->name, "INBOX") ? 0 : -1, g_strdup (box->name));
  }
  return TRUE;
}

static gint64
get_mtime_ns (const struct stat *info)
{
  return (gint64) info->st_mtim.tv_sec * 1000000000 + info->st_mtim.tv_nsec;
}

static gboolean
state_parse (const char *token, State *state)
{
  g_auto (GStrv) words = g_strsplit (token != NULL ? token : "", " ", 8);

  *state = (State){ 0 };
  if (g_strv_length (words) < 6 || !g_str_equal (words[0], "1"))
    return FALSE;
  state->size = g_ascii_strtoll (words[1], NULL, 10);
  state->mtime_ns = g_ascii_strtoll (words[2], NULL, 10);
  state->inode = g_ascii_strtoull (words[3], NULL, 10);
  state->last = g_ascii_strtoll (words[4], NULL, 10);
  g_strlcpy (state->state, words[5], sizeof state->state);
  state->racy = words[6] != NULL;
  return TRUE;
}

/* Where reading must begin again in a file of which only the end is new: where new messages start;
 * -1 if the file was rewritten. @grown is whether the message that was last has become longer. */
static goffset
find_tail (HearthMboxFile *file, const State *state, gboolean *grown)
{
  goffset size = hearth_mbox_file_get_size (file);
  g_autofree char *now = NULL;

  *grown = FALSE;
  if (state->size <= 0 || size < state->size || (size == state->size && state->racy))
    return -1;
  now = hearth_mbox_file_dup_state (file, state->size);
  if (!g_str_equal (now, state->state))
    return -1;
  if (size == state->size || hearth_mbox_file_starts (file, state->size))
    return state->size;
  if (hearth_mbox_file_starts (file, state->size + 1)) /* the blank line between was missing */
    return state->size + 1;
  *grown = TRUE;
  return -1;
}

/* Equal headers happen: the second is numbered. */
static char *
make_key (Run *run, const HearthMboxEntry *entry, gboolean among_known)
{
  char *key = g_strdup (entry->key);

  for (guint n = 2; g_hash_table_contains (run->seen, key) ||
                    (among_known && hearth_known_lookup (run->known, key) != NULL);
       n++) {
    g_free (key);
    key = g_strdup_printf ("%s-%u", entry->key, n);
  }
  g_hash_table_add (run->seen, g_strdup (key));
  return key;
}

static gboolean
take_entry (Run *run, const HearthMboxEntry *entry, gboolean is_tail, GError **error)
{
  g_autofree char *key = make_key (run, entry, is_tail);
  g_autofree char *path =
      g_strdup_printf ("%" G_GINT64_FORMAT "+%" G_GINT64_FORMAT, (gint64) entry->offset,
                       (gint64) (entry->end - entry->offset));
  HearthKnownEntry *known = hearth_known_lookup (run->known, key);
  g_autoptr (GByteArray) raw = NULL;
  HearthMessage *message;

  if (known != NULL && entry->offset < run->replace_from) {
    known->met = TRUE;
    if (known->flags == entry->flags && !run->tell_paths)
      return TRUE;
    return hearth_mail_batcher_add_reflagged (run->batcher, known->id, entry->flags, path, error);
  }
  if (known != NULL) {
    /* Its old row must be out of the way before the key comes again. */
    known->met = TRUE;
    if (!hearth_mail_batcher_add_gone (run->batcher, known->id, error) ||
        !hearth_mail_batcher_flush (run->batcher, error))
      return FALSE;
  }
  raw = hearth_mbox_file_dup_message (run->file, entry->offset, entry->end, error);
  if (raw == NULL)
    return FALSE;
  message = hearth_mime_parse_bytes (raw->data, raw->len, run->mtime);
  if (entry->end - entry->offset > HEARTH_MBOX_MAX_MESSAGE) {
    message->marks |= HEARTH_MARK_TRUNCATED;
    message->size = entry->end - entry->offset;
  }
  message->mailbox = g_strdup (run->mailbox);
  message->key = g_steal_pointer (&key);
  message->path = g_steal_pointer (&path);
  message->flags = entry->flags;
  return hearth_mail_batcher_add_created (run->batcher, message, error);
}

static gboolean
run_over (Run *run, goffset from, goffset *last, GCancellable *cancellable, GError **error)
{
  goffset size = hearth_mbox_file_get_size (run->file);
  goffset at = from;
  gboolean is_tail = from > 0;

  while (at < size) {
    HearthMboxEntry entry;

    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !hearth_mbox_file_read_entry (run->file, at, &entry, error))
      return FALSE;
    *last = at;
    if (!entry.expunged && !take_entry (run, &entry, is_tail, error))
      return FALSE;
    at = entry.end;
    /* How many there are shows at the end only: progress counts kilobytes. */
    if (run->sink->progress != NULL && run->n++ % PROGRESS_EVERY == 0)
      run->sink->progress (at / 1024, size / 1024, run->sink->user_data);
  }
  return TRUE;
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

static char *
make_token (HearthMboxFile *file, const struct stat *info, goffset last)
{
  goffset size = hearth_mbox_file_get_size (file);
  g_autofree char *state = hearth_mbox_file_dup_state (file, size);
  gboolean racy = get_mtime_ns (info) > g_get_real_time () * 1000 - RACY_NS;

  return g_strdup_printf ("1 %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GUINT64_FORMAT
                          " %" G_GINT64_FORMAT " %s%s",
                          (gint64) size, get_mtime_ns (info), (guint64) info->st_ino, (gint64) last,
                          state, racy ? " racy" : "");
}

static gboolean
hearth_mbox_source_sync_mailbox_sync (HearthMailSource *source, const char *mailbox,
                                      const char *token, const HearthMailSink *sink,
                                      GCancellable *cancellable, GError **error)
{
  g_autofree char *path = dup_box_path (HEARTH_MBOX_SOURCE (source), mailbox, error);
  g_autoptr (HearthMboxFile) file = NULL;
  g_autoptr (HearthKnown) known = NULL;
  g_autoptr (HearthMailBatcher) batcher = NULL;
  g_autoptr (GHashTable) seen = NULL;
  g_autofree char *new_token = NULL;
  gboolean has_state, grown = FALSE;
  struct stat info;
  goffset tail = -1, last;
  State state;
  Run run;

  if (path == NULL)
    return FALSE;
  has_state = state_parse (token, &state);
  if (stat (path, &info) < 0) {
    hearth_mail_error_set_from_errno (error, errno, path);
    return FALSE;
  }
  if (has_state && !state.racy && state.size == info.st_size && state.inode == info.st_ino &&
      state.mtime_ns == get_mtime_ns (&info))
    return TRUE;
  file = hearth_mbox_file_open (path, error);
  if (file == NULL)
    return FALSE;
  known = sink->load_known (mailbox, sink->user_data, error);
  if (known == NULL)
    return FALSE;
  batcher = hearth_mail_batcher_new (mailbox, sink);
  seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (has_state)
    tail = find_tail (file, &state, &grown);
  run = (Run){ .file = file,
               .mailbox = mailbox,
               .sink = sink,
               .batcher = batcher,
               .known = known,
               .seen = seen,
               .replace_from = grown ? state.last : G_MAXINT64,
               .tell_paths = has_state,
               .mtime = info.st_mtime };
  last = tail > 0 ? state.last : 0;
  if (!run_over (&run, MAX (tail, 0), &last, cancellable, error))
    return FALSE;
  if (tail < 0) {
    GoneWalk walk = { batcher, NULL };

    hearth_known_foreach (known, report_gone_cb, &walk);
    if (walk.error != NULL) {
      g_propagate_error (error, walk.error);
      return FALSE;
    }
  }
  new_token = make_token (file, &info, last);
  return hearth_mail_batcher_finish (batcher, new_token, error);
}

static GBytes *
read_message (HearthMboxFile *file, const HearthMboxEntry *entry, const char *path, GError **error)
{
  GByteArray *raw;

  if (entry->end - entry->offset > HEARTH_MBOX_MAX_MESSAGE) {
    g_autofree char *shown = g_filename_display_name (path);

    g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_TOO_BIG,
                 _("The message in “%s” is larger than %d MB and is not read as a whole."), shown,
                 (int) (HEARTH_MBOX_MAX_MESSAGE / 1024 / 1024));
    return NULL;
  }
  raw = hearth_mbox_file_dup_message (file, entry->offset, entry->end, error);
  return raw != NULL ? g_byte_array_free_to_bytes (raw) : NULL;
}

/* Whether @key is this entry's, perhaps numbered. */
static gboolean
is_key_of (const HearthMboxEntry *entry, const char *key, guint *number)
{
  gsize n = strlen (entry->key);

  if (strncmp (entry->key, key, n) != 0)
    return FALSE;
  *number = key[n] == '-' ? atoi (key + n + 1) : 1;
  return key[n] == '\0' || key[n] == '-';
}

static GBytes *
hearth_mbox_source_dup_raw_sync (HearthMailSource *source, const char *mailbox, const char *key,
                                 const char *place, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = dup_box_path (HEARTH_MBOX_SOURCE (source), mailbox, error);
  g_autoptr (HearthMboxFile) file = path != NULL ? hearth_mbox_file_open (path, error) : NULL;
  HearthMboxEntry entry;
  goffset at = place != NULL ? g_ascii_strtoll (place, NULL, 10) : -1;
  guint number, met = 0;

  if (file == NULL)
    return NULL;
  if (at >= 0 && at < hearth_mbox_file_get_size (file) &&
      hearth_mbox_file_read_entry (file, at, &entry, NULL) && is_key_of (&entry, key, &number))
    return read_message (file, &entry, path, error);
  for (at = 0; at < hearth_mbox_file_get_size (file); at = entry.end) {
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !hearth_mbox_file_read_entry (file, at, &entry, error))
      return NULL;
    if (!entry.expunged && is_key_of (&entry, key, &number) && ++met == number)
      return read_message (file, &entry, path, error);
  }
  g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_NOT_FOUND,
               _("The message is not in “%s” any more; it was moved or deleted elsewhere."),
               mailbox);
  return NULL;
}

static void watch_files (HearthMboxSource *self);

static void
changed_cb (GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event,
            gpointer user_data)
{
  HearthMboxSource *self = user_data;
  g_autofree char *changed = g_file_get_path (file);
  g_autoptr (GPtrArray) boxes = g_ptr_array_new_with_free_func (box_free);
  Listing listing = { boxes, NULL };
  gboolean came_or_went = event != G_FILE_MONITOR_EVENT_CHANGES_DONE_HINT;

  /* While it is written nothing is whole: the hint comes when the writer closes it. */
  if (event == G_FILE_MONITOR_EVENT_CHANGED || event == G_FILE_MONITOR_EVENT_ATTRIBUTE_CHANGED)
    return;
  if (list_boxes (self, &listing, NULL)) {
    g_autofree char *moved_to = other != NULL ? g_file_get_path (other) : NULL;

    for (guint i = 0; i < boxes->len; i++) {
      Box *box = g_ptr_array_index (boxes, i);

      if (g_strcmp0 (box->path, changed) == 0 || g_strcmp0 (box->path, moved_to) == 0)
        hearth_mail_source_notice (HEARTH_MAIL_SOURCE (self), box->name);
    }
  }
  if (came_or_went) {
    watch_files (self);
    hearth_mail_source_notice (HEARTH_MAIL_SOURCE (self), "");
  }
}

static void
monitor_free (gpointer data)
{
  g_signal_handlers_disconnect_matched (data, G_SIGNAL_MATCH_FUNC, 0, 0, NULL,
                                        G_CALLBACK (changed_cb), NULL);
  g_file_monitor_cancel (data);
  g_object_unref (data);
}

static void
add_monitor (HearthMboxSource *self, const char *path)
{
  GFileMonitor *monitor = hearth_file_monitor_new (path, HEARTH_WATCH_CONTENTS, NULL);

  if (monitor == NULL)
    return;
  g_signal_connect (monitor, "changed", G_CALLBACK (changed_cb), self);
  g_ptr_array_add (self->monitors, monitor);
}

static void
watch_files (HearthMboxSource *self)
{
  GPtrArray *old = g_steal_pointer (&self->monitors);
  g_autoptr (GPtrArray) boxes = g_ptr_array_new_with_free_func (box_free);
  g_autoptr (GPtrArray) dirs = g_ptr_array_new_with_free_func (g_free);
  Listing listing = { boxes, dirs };

  self->monitors = g_ptr_array_new_with_free_func (monitor_free);
  list_boxes (self, &listing, NULL);
  if (dirs->len == 0)
    add_monitor (self, self->path);
  for (guint i = 0; i < dirs->len; i++)
    add_monitor (self, g_ptr_array_index (dirs, i));
  /* Only now, so that nothing passes unseen in between. */
  g_clear_pointer (&old, g_ptr_array_unref);
}

static gboolean
hearth_mbox_source_watch (HearthMailSource *source, GError **error)
{
  watch_files (HEARTH_MBOX_SOURCE (source));
  return TRUE;
}

static void
hearth_mbox_source_unwatch (HearthMailSource *source)
{
  g_clear_pointer (&HEARTH_MBOX_SOURCE (source)->monitors, g_ptr_array_unref);
}

static void
hearth_mbox_source_finalize (GObject *object)
{
  g_free (HEARTH_MBOX_SOURCE (object)->path);
  G_OBJECT_CLASS (hearth_mbox_source_parent_class)->finalize (object);
}

static void
hearth_mbox_source_class_init (HearthMboxSourceClass *klass)
{
  HearthMailSourceClass *source_class = HEARTH_MAIL_SOURCE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hearth_mbox_source_finalize;
  source_class->list_mailboxes_sync = hearth_mbox_source_list_mailboxes_sync;
  source_class->sync_mailbox_sync = hearth_mbox_source_sync_mailbox_sync;
  source_class->dup_raw_sync = hearth_mbox_source_dup_raw_sync;
  source_class->watch = hearth_mbox_source_watch;
  source_class->unwatch = hearth_mbox_source_unwatch;
}

static void
hearth_mbox_source_init (HearthMboxSource *self)
{
}

/**
 * hearth_mbox_source_new:
 * @path: (type filename): an mbox file, or a folder of them
 *
 * Returns: (transfer full): a source; whether anything is there shows when it is used
 */
HearthMailSource *
hearth_mbox_source_new (const char *path)
{
  HearthMboxSource *self = g_object_new (HEARTH_TYPE_MBOX_SOURCE, NULL);

  self->path = g_canonicalize_filename (path, NULL);
  return HEARTH_MAIL_SOURCE (self);
}

/**
 * hearth_mbox_source_get_path:
 * @self: a source
 *
 * Returns: (transfer none) (type filename): its absolute path
 */
const char *
hearth_mbox_source_get_path (HearthMboxSource *self)
{
  return self->path;
}
