/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-maildir-folders.h"

#include "hearth-mail-error.h"
#include "hearth-text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Levels of nested folders that are looked into. */
#define MAX_LEVELS 12

/* Folders in one Maildir; more is a mistake, such as a home folder taken for a Maildir. */
#define MAX_FOLDERS 5000

/* Other folders that are looked through in the search for Maildirs. */
#define MAX_VISITS 20000

typedef struct {
  GPtrArray *folders;
  GHashTable *names;   /* of the mailboxes that were found */
  GHashTable *visited; /* "device:inode", against links in a circle */
  const char *top;
  GPtrArray *dirs; /* (nullable): what was looked through */
  guint visits;
  GCancellable *cancellable;
} Search;

static void
folder_free (gpointer data)
{
  HearthMaildirFolder *self = data;

  g_free (self->name);
  g_free (self->dir);
  g_free (self);
}

/* Modified UTF-7, RFC 3501, section 5.1.3: what IMAP servers name folders in. */
static char *
decode_name (const char *raw)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  g_autofree char *clean = NULL;

  for (const char *p = raw; *p != '\0';) {
    gsize n = strcspn (p + 1, "-");
    g_autofree char *base64 = NULL;
    g_autofree guchar *bytes = NULL;
    g_autofree char *text = NULL;
    gsize size = 0;

    if (*p != '&' || p[n + 1] != '-') {
      g_string_append_c (plain, *p++);
      continue;
    }
    if (n == 0) {
      g_string_append_c (plain, '&');
      p += 2;
      continue;
    }
    base64 = g_strdup_printf ("%.*s%.*s", (int) n, p + 1, (int) ((4 - n % 4) % 4), "===");
    for (char *c = base64; *c != '\0'; c++) {
      if (*c == ',')
        *c = '/';
    }
    bytes = g_base64_decode (base64, &size);
    text = size > 0 ? g_convert ((char *) bytes, size & ~(gsize) 1, "UTF-8", "UTF-16BE", NULL, NULL,
                                 NULL)
                    : NULL;
    if (text == NULL) {
      g_string_append_c (plain, *p++);
      continue;
    }
    g_string_append (plain, text);
    p += n + 2;
  }
  clean = hearth_text_clean (plain->str, -1);
  return hearth_text_one_line (clean, 400);
}

static char *
make_name (const char *dir)
{
  g_autoptr (GString) path = g_string_new (NULL);
  g_auto (GStrv) levels = NULL;
  g_autoptr (GString) name = g_string_new (NULL);

  if (*dir == '\0')
    return g_strdup ("INBOX");
  /* "a/.b.c" is a nested folder that holds Maildir++ folders. */
  for (const char *p = dir; *p != '\0'; p++) {
    if (*p == '.' && (p == dir || p[-1] == '/'))
      continue;
    g_string_append_c (path, *p);
  }
  if (*dir == '.' || strstr (dir, "/.") != NULL) {
    for (char *p = path->str; *p != '\0'; p++) {
      if (*p == '.')
        *p = '/';
    }
  }
  levels = g_strsplit (path->str, "/", -1);
  for (guint i = 0; levels[i] != NULL; i++) {
    g_autofree char *level = decode_name (levels[i]);

    if (name->len > 0)
      g_string_append_c (name, '/');
    g_string_append (name, level);
  }
  if (g_ascii_strcasecmp (name->str, "INBOX") == 0)
    return g_strdup ("INBOX");
  return g_string_free (g_steal_pointer (&name), FALSE);
}

static void
add_folder (Search *self, const char *dir)
{
  g_autofree char *base = make_name (dir);
  g_autofree char *name = g_strdup (base);
  HearthMaildirFolder *folder;

  for (guint n = 2; g_hash_table_contains (self->names, name); n++) {
    g_free (name);
    name = g_strdup_printf ("%s (%u)", base, n);
  }
  folder = g_new0 (HearthMaildirFolder, 1);
  folder->name = g_steal_pointer (&name);
  folder->dir = g_strdup (dir);
  g_hash_table_add (self->names, folder->name);
  g_ptr_array_add (self->folders, folder);
}

static gboolean
is_dir (int fd, const char *name)
{
  struct stat info;

  return fstatat (fd, name, &info, 0) == 0 && S_ISDIR (info.st_mode);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
search (Search *self, const char *dir, guint level, GError **error)
{
  g_autofree char *path =
      *dir != '\0' ? g_build_filename (self->top, dir, NULL) : g_strdup (self->top);
  g_autoptr (GPtrArray) subs = g_ptr_array_new_with_free_func (g_free);
  struct dirent *entry;
  struct stat info;
  DIR *stream;
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0 || fstat (fd, &info) < 0 || (stream = fdopendir (fd)) == NULL) {
    int saved = errno;

    if (fd >= 0)
      close (fd);
    if (level > 0) /* one closed folder is no reason not to read the others */
      return TRUE;
    if (saved == ENOENT || saved == ENOTDIR) {
      g_autofree char *shown = g_filename_display_name (path);

      g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_GONE,
                   _("The mail folder “%s” is not there (any more). Nothing was removed; "
                      "it is read again when it is back."),
                   shown);
    } else {
      hearth_mail_error_set_from_errno (error, saved, path);
    }
    return FALSE;
  }
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
      !g_hash_table_add (self->visited,
                         g_strdup_printf ("%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT,
                                          (guint64) info.st_dev, (guint64) info.st_ino))) {
    closedir (stream);
    return error == NULL || *error == NULL;
  }
  self->visits++;
  if (self->dirs != NULL)
    g_ptr_array_add (self->dirs, g_strdup (path));
  if (is_dir (fd, "cur"))
    add_folder (self, dir);
  while ((entry = readdir (stream)) != NULL) {
    const char *name = entry->d_name;

    if (entry->d_type != DT_DIR && entry->d_type != DT_LNK && entry->d_type != DT_UNKNOWN)
      continue;
    if (g_str_equal (name, ".") || g_str_equal (name, "..") || g_str_equal (name, "cur") ||
        g_str_equal (name, "new") || g_str_equal (name, "tmp"))
      continue;
    if (entry->d_type == DT_DIR || is_dir (fd, name))
      g_ptr_array_add (subs, *dir != '\0' ? g_build_filename (dir, name, NULL) : g_strdup (name));
  }
  closedir (stream);
  g_ptr_array_sort (subs, compare_names);
  for (guint i = 0; i < subs->len && level < MAX_LEVELS; i++) {
    if (self->folders->len >= MAX_FOLDERS || self->visits >= MAX_VISITS)
      break;
    if (!search (self, g_ptr_array_index (subs, i), level + 1, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_maildir_folders_list:
 * @top: (type filename): the Maildir, or a folder of Maildirs
 * @dirs: (nullable) (element-type filename): where to add every folder that may get a Maildir in it
 * @cancellable: (nullable): to stop
 * @error: (out) (optional): `HEARTH_MAIL_ERROR`; `GONE` if @top is not there or holds no Maildir
 *
 * Finds Maildir++ folders (".Lists.dev") and nested ones ("Lists/dev").
 *
 * Returns: (transfer full) (element-type HearthMaildirFolder): the folders, INBOX first
 */
GPtrArray *
hearth_maildir_folders_list (const char *top, GPtrArray *dirs, GCancellable *cancellable,
                             GError **error)
{
  Search self = { .top = top, .dirs = dirs, .cancellable = cancellable };
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) visited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (folder_free);
  GError *local = NULL;

  self.folders = folders;
  self.names = names;
  self.visited = visited;
  if (!search (&self, "", 0, &local)) {
    g_propagate_error (error, local);
    return NULL;
  }
  if (folders->len == 0) {
    g_autofree char *shown = g_filename_display_name (top);

    g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_GONE,
                 _("“%s” holds no mail folder: there is no “cur” in it or below it."), shown);
    return NULL;
  }
  return g_steal_pointer (&folders);
}
