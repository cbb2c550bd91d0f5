/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ics-files.h"

#include "hearth-ical.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_DEPTH 8
#define MAX_FILES 200000
#define MAX_FOLDERS 20000

/* A walk over a source's folders. */
typedef struct {
  const char *root;
  HearthIcsListing *listing; /* (nullable) */
  GPtrArray *folders;        /* (nullable) */
  guint n_folders;
  GCancellable *cancellable; /* (nullable) */
} Walk;

static void
file_free (gpointer data)
{
  HearthIcsFile *self = data;

  g_free (self->href);
  g_free (self->etag);
  g_free (self);
}

static char *
dup_etag (const struct stat *st)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT ".%09ld-%" G_GINT64_FORMAT "-%" G_GUINT64_FORMAT,
                          (gint64) st->st_mtim.tv_sec, st->st_mtim.tv_nsec, (gint64) st->st_size,
                          (guint64) st->st_ino);
}

static void
set_error (GError **error, int code, const char *path, int number)
{
  if (number == ENOENT || number == ENOTDIR)
    g_set_error (error, HEARTH_CALENDAR_ERROR, code,
                 _("“%s” is not there. If it is on a disk or in a folder that is not mounted now, "
                    "mount it; else remove this calendar."),
                 path);
  else
    g_set_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_UNREADABLE,
                 _("“%s” cannot be read: %s. Check its permissions."), path, g_strerror (number));
}

static int
compare_files (gconstpointer a, gconstpointer b)
{
  const HearthIcsFile *x = *(HearthIcsFile *const *) a;
  const HearthIcsFile *y = *(HearthIcsFile *const *) b;

  return strcmp (x->href, y->href);
}

static void
add_file (HearthIcsListing *listing, const char *href, const struct stat *st)
{
  HearthIcsFile *file = g_new0 (HearthIcsFile, 1);

  file->href = g_strdup (href);
  file->etag = dup_etag (st);
  g_ptr_array_add (listing->files, file);
  g_hash_table_add (listing->by_href, file->href);
}

static void
hide (Walk *walk, const char *href, const char *reason)
{
  if (walk->listing == NULL)
    return;
  g_ptr_array_add (walk->listing->hidden, g_strconcat (href, "/", NULL));
  g_ptr_array_add (walk->listing->warnings,
                   g_strdup_printf (_("The folder “%s” is left out: %s."), href, reason));
}

static void walk_folder (Walk *walk, const char *href, guint depth);

static void
visit (Walk *walk, GDir *dir, const char *href, const char *name, guint depth)
{
  g_autofree char *child = href != NULL ? g_strconcat (href, "/", name, NULL) : g_strdup (name);
  g_autofree char *path = g_build_filename (walk->root, child, NULL);
  gboolean is_link;
  struct stat st;

  if (lstat (path, &st) != 0)
    return;
  is_link = S_ISLNK (st.st_mode);
  if (is_link && stat (path, &st) != 0)
    return;
  if (!g_utf8_validate (child, -1, NULL)) {
    if (walk->listing != NULL && (S_ISDIR (st.st_mode) || hearth_ics_files_is_calendar (name)))
      g_ptr_array_add (walk->listing->warnings,
                       g_strdup (_("A file whose name is not valid UTF-8 is left out.")));
  } else if (S_ISDIR (st.st_mode)) {
    /* A link to a folder may lead in a circle. */
    if (!is_link)
      walk_folder (walk, child, depth + 1);
  } else if (walk->listing != NULL && S_ISREG (st.st_mode) && hearth_ics_files_is_calendar (name)) {
    if (walk->listing->files->len < MAX_FILES)
      add_file (walk->listing, child, &st);
  }
}

static void
walk_folder (Walk *walk, const char *href, guint depth)
{
  g_autofree char *path =
      href != NULL ? g_build_filename (walk->root, href, NULL) : g_strdup (walk->root);
  g_autoptr (GError) error = NULL;
  GDir *dir;
  const char *name;

  if (depth > MAX_DEPTH || ++walk->n_folders > MAX_FOLDERS) {
    hide (walk, href != NULL ? href : "", _("there are too many folders"));
    return;
  }
  dir = g_dir_open (path, 0, &error);
  if (dir == NULL) {
    if (href != NULL && !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
      hide (walk, href, error->message);
    return;
  }
  if (walk->folders != NULL)
    g_ptr_array_add (walk->folders, g_strdup (path));
  while (!g_cancellable_is_cancelled (walk->cancellable) && (name = g_dir_read_name (dir)) != NULL)
    if (name[0] != '.')
      visit (walk, dir, href, name, depth);
  g_dir_close (dir);
}

/**
 * hearth_ics_listing_new:
 * @root: the path of a file or folder
 * @cancellable: (nullable): to stop it
 * @error: return location
 *
 * Lists the calendar files, by one stat each. Hidden files and folders are left out, as are links
 * to folders.
 *
 * Fails with %HEARTH_CALENDAR_ERROR_GONE or %HEARTH_CALENDAR_ERROR_UNREADABLE for the root itself,
 * or %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full) (nullable): a listing
 */
HearthIcsListing *
hearth_ics_listing_new (const char *root, GCancellable *cancellable, GError **error)
{
  g_autoptr (HearthIcsListing) self = g_new0 (HearthIcsListing, 1);
  Walk walk = { .root = root, .listing = self, .cancellable = cancellable };
  struct stat st;

  self->files = g_ptr_array_new_with_free_func (file_free);
  self->warnings = g_ptr_array_new_with_free_func (g_free);
  self->by_href = g_hash_table_new (g_str_hash, g_str_equal);
  self->hidden = g_ptr_array_new_with_free_func (g_free);
  if (stat (root, &st) != 0) {
    set_error (error, HEARTH_CALENDAR_ERROR_GONE, root, errno);
    return NULL;
  }
  if (!S_ISDIR (st.st_mode)) {
    g_autofree char *name = g_path_get_basename (root);

    add_file (self, name, &st);
    return g_steal_pointer (&self);
  }
  if (access (root, R_OK | X_OK) != 0) {
    set_error (error, HEARTH_CALENDAR_ERROR_GONE, root, errno);
    return NULL;
  }
  walk_folder (&walk, NULL, 0);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  /* Between the first look and the walk a disk may have gone. */
  if (access (root, R_OK | X_OK) != 0) {
    set_error (error, HEARTH_CALENDAR_ERROR_GONE, root, errno);
    return NULL;
  }
  g_ptr_array_sort (self->files, compare_files);
  return g_steal_pointer (&self);
}

/**
 * hearth_ics_listing_free:
 * @self: (nullable) (transfer full): a listing
 */
void
hearth_ics_listing_free (HearthIcsListing *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->by_href);
  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->warnings);
  g_ptr_array_unref (self->hidden);
  g_free (self);
}

/**
 * hearth_ics_listing_has:
 * @self: a listing
 * @href: a resource
 *
 * Returns: whether it was found
 */
gboolean
hearth_ics_listing_has (HearthIcsListing *self, const char *href)
{
  return g_hash_table_contains (self->by_href, href);
}

/**
 * hearth_ics_listing_is_hidden:
 * @self: a listing
 * @href: a resource
 *
 * Returns: whether it may be in a folder that could not be listed
 */
gboolean
hearth_ics_listing_is_hidden (HearthIcsListing *self, const char *href)
{
  for (guint i = 0; i < self->hidden->len; i++)
    if (g_str_has_prefix (href, g_ptr_array_index (self->hidden, i)))
      return TRUE;
  return FALSE;
}

/**
 * hearth_ics_files_is_calendar:
 * @name: a file's name
 *
 * Returns: whether it is one of a calendar
 */
gboolean
hearth_ics_files_is_calendar (const char *name)
{
  const char *dot = strrchr (name, '.');

  return name[0] != '.' && dot != NULL &&
         (g_ascii_strcasecmp (dot, ".ics") == 0 || g_ascii_strcasecmp (dot, ".ical") == 0 ||
          g_ascii_strcasecmp (dot, ".icalendar") == 0);
}

/**
 * hearth_ics_files_dup_path:
 * @root: the path of a source
 * @href: a resource in it
 *
 * Returns: (transfer full): the path of the resource; never one outside of @root
 */
char *
hearth_ics_files_dup_path (const char *root, const char *href)
{
  g_autofree char *path = NULL;
  g_autofree char *prefix = NULL;

  if (!g_file_test (root, G_FILE_TEST_IS_DIR))
    return g_strdup (root);
  prefix = g_str_has_suffix (root, "/") ? g_strdup (root) : g_strconcat (root, "/", NULL);
  path = g_canonicalize_filename (href, root);
  if (g_path_is_absolute (href) || !g_str_has_prefix (path, prefix)) {
    g_autofree char *name = g_path_get_basename (href);

    return g_strconcat (prefix, g_str_equal (name, "..") ? "." : name, NULL);
  }
  return g_steal_pointer (&path);
}

/**
 * hearth_ics_files_list_folders:
 * @root: the path of a source
 *
 * Returns: (transfer full) (element-type filename): the paths of its folders, itself among them
 */
GPtrArray *
hearth_ics_files_list_folders (const char *root)
{
  GPtrArray *folders = g_ptr_array_new_with_free_func (g_free);
  Walk walk = { .root = root, .folders = folders };

  walk_folder (&walk, NULL, 0);
  return folders;
}

static char *
read_all (int fd, gsize size, gsize *length)
{
  g_autofree char *text = g_malloc (size + 1);
  gsize n = 0;

  while (n < size) {
    gssize got = read (fd, text + n, size - n);

    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return NULL;
    if (got == 0)
      break;
    n += got;
  }
  text[n] = '\0';
  *length = n;
  return g_steal_pointer (&text);
}

/**
 * hearth_ics_files_read:
 * @path: a file
 * @length: (out): bytes of the text
 * @etag: (out) (transfer full) (nullable): the version that was read; also set if the file is
 *   there and cannot be used
 * @error: return location
 *
 * Reads a calendar file. Fails with %HEARTH_CALENDAR_ERROR_NOT_FOUND,
 * %HEARTH_CALENDAR_ERROR_UNREADABLE or %HEARTH_CALENDAR_ERROR_TOO_LARGE.
 *
 * Returns: (transfer full) (nullable): the text
 */
char *
hearth_ics_files_read (const char *path, gsize *length, char **etag, GError **error)
{
  /* A pipe under that name must not make this wait. */
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  char *text = NULL;
  struct stat st;

  *etag = NULL;
  *length = 0;
  if (fd < 0) {
    set_error (error, HEARTH_CALENDAR_ERROR_NOT_FOUND, path, errno);
    return NULL;
  }
  if (fstat (fd, &st) != 0) {
    set_error (error, HEARTH_CALENDAR_ERROR_NOT_FOUND, path, errno);
  } else if (!S_ISREG (st.st_mode)) {
    *etag = dup_etag (&st);
    g_set_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_UNREADABLE,
                 _("“%s” is not a file."), path);
  } else if (st.st_size > HEARTH_ICAL_MAX_BYTES) {
    *etag = dup_etag (&st);
    g_set_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_TOO_LARGE,
                 _("“%s” is larger than %d MiB and was left out. Export a part of the calendar "
                    "only."),
                 path, HEARTH_ICAL_MAX_BYTES / (1024 * 1024));
  } else {
    *etag = dup_etag (&st);
    text = read_all (fd, st.st_size, length);
    if (text == NULL)
      set_error (error, HEARTH_CALENDAR_ERROR_NOT_FOUND, path, errno);
  }
  close (fd);
  return text;
}

/**
 * hearth_ics_files_dup_etag:
 * @path: a file
 * @length: its bytes as it was written
 *
 * Returns: (transfer full) (nullable): its version; %NULL if somebody else wrote it since
 */
char *
hearth_ics_files_dup_etag (const char *path, gsize length)
{
  struct stat st;

  return stat (path, &st) == 0 && (gsize) st.st_size == length ? dup_etag (&st) : NULL;
}

/* Another program may have written since the file was read. */
static gboolean
check_unchanged (const char *path, const char *etag, struct stat *st, GError **error)
{
  g_autofree char *now = stat (path, st) == 0 ? dup_etag (st) : NULL;

  if (g_strcmp0 (now, etag) == 0)
    return TRUE;
  g_set_error (
      error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_CONFLICT,
      _("“%s” was changed by another program at the same moment. Nothing was written; try "
         "again."),
      path);
  return FALSE;
}

/**
 * hearth_ics_files_replace:
 * @path: a file, or a link to one
 * @text: the new content
 * @length: its bytes
 * @etag: (nullable): the version that the new content was made from; %NULL if there was none
 * @error: return location
 *
 * Replaces a file as a whole, so that a loss of power leaves the old content or the new. Keeps its
 * permissions; a new file belongs to its owner only. Fails with %HEARTH_CALENDAR_ERROR_CONFLICT if
 * it has another version, and %HEARTH_CALENDAR_ERROR_UNREADABLE.
 *
 * Returns: whether it is written
 */
gboolean
hearth_ics_files_replace (const char *path, const char *text, gsize length, const char *etag,
                          GError **error)
{
  g_autofree char *real = realpath (path, NULL);
  g_autoptr (GError) failure = NULL;
  const char *target = real != NULL ? real : path;
  struct stat st;

  if (!check_unchanged (target, etag, &st, error))
    return FALSE;
  if (!g_file_set_contents_full (target, text, length,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                 &failure)) {
    g_set_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_UNREADABLE,
                 _("“%s” could not be written: %s"), path, failure->message);
    return FALSE;
  }
  if (etag != NULL)
    g_chmod (target, st.st_mode & 0777);
  return TRUE;
}

/**
 * hearth_ics_files_remove:
 * @path: a file
 * @etag: the version that is meant
 * @error: return location
 *
 * Removes a file. Fails with %HEARTH_CALENDAR_ERROR_CONFLICT if it has another version, and
 * %HEARTH_CALENDAR_ERROR_UNREADABLE.
 *
 * Returns: whether it is gone
 */
gboolean
hearth_ics_files_remove (const char *path, const char *etag, GError **error)
{
  struct stat st;

  if (!check_unchanged (path, etag, &st, error))
    return FALSE;
  if (g_unlink (path) == 0)
    return TRUE;
  g_set_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_UNREADABLE,
               _("“%s” could not be removed: %s"), path, g_strerror (errno));
  return FALSE;
}
