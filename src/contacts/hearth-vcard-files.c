/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-vcard-files.h"

#include "hearth-vcard.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* No more files of one folder are looked at. */
#define MAX_FILES 10000

/* One look at an address book. */
typedef struct {
  GHashTable *known;   /* (unowned) */
  GHashTable *found;   /* (owned) (element-type utf8): hrefs that are there */
  GPtrArray *changes;  /* (owned) */
  GPtrArray *warnings; /* (unowned) */
} Look;

static void
warn (Look *self, const char *path, const char *sentence)
{
  /* Translators: a file, and what is wrong with it, a sentence */
  g_ptr_array_add (self->warnings, g_strdup_printf (_("“%s”: %s"), path, sentence));
}

static char *
dup_etag (const struct stat *st)
{
  return g_strdup_printf ("%lld-%lld.%09ld", (long long) st->st_size,
                          (long long) st->st_mtim.tv_sec, st->st_mtim.tv_nsec);
}

/* Reads at most one byte more than is allowed, whatever the file became since it was looked at. */
static GByteArray *
read_all (int fd)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 buffer[16384];

  while (bytes->len <= HEARTH_VCARD_MAX_BYTES) {
    gssize n = read (fd, buffer, sizeof buffer);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return NULL;
    if (n == 0)
      break;
    g_byte_array_append (bytes, buffer, n);
  }
  return g_steal_pointer (&bytes);
}

/* Reads a file that changed. One that cannot be used is known with its version from then on, so
 * that it is said once and not at each look. */
static void
look_at_file (Look *self, const char *path, const char *href)
{
  /* A pipe under that name must not make this wait. */
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (GPtrArray) contacts = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *etag = NULL;
  gboolean cut = FALSE;
  struct stat st;

  g_hash_table_add (self->found, g_strdup (href));
  if (fd < 0 || fstat (fd, &st) != 0 || !S_ISREG (st.st_mode)) {
    /* What is stored of it stays until it can be read or is gone. */
    warn (self, path, fd < 0 ? g_strerror (errno) : _("It is not a file."));
    if (fd >= 0)
      close (fd);
    return;
  }
  etag = dup_etag (&st);
  if (g_strcmp0 (g_hash_table_lookup (self->known, href), etag) != 0) {
    bytes = read_all (fd);
    if (bytes == NULL) {
      warn (self, path, g_strerror (errno));
      close (fd);
      return;
    }
    contacts = hearth_vcard_read ((const char *) bytes->data, bytes->len, &cut, &error);
    if (contacts == NULL) {
      warn (self, path, error->message);
      contacts = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_contact_free);
    }
    if (cut)
      warn (self, path, _("It holds too many cards; the rest was left out."));
    g_ptr_array_add (self->changes,
                     hearth_contact_changes_new (href, etag, g_steal_pointer (&contacts)));
  }
  close (fd);
}

static gboolean
look_at_folder (Look *self, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GDir) dir = g_dir_open (path, 0, &failure);
  const char *name;

  if (dir == NULL) {
    g_set_error (error, HEARTH_CONTACTS_ERROR, HEARTH_CONTACTS_ERROR_UNREADABLE,
                 _("“%s” cannot be read: %s"), path, failure->message);
    return FALSE;
  }
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);
    gsize length = strlen (name);

    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    if (*name == '.' || length < 4 || g_ascii_strcasecmp (name + length - 4, ".vcf") != 0 ||
        !g_utf8_validate (name, -1, NULL))
      continue;
    if (g_hash_table_size (self->found) >= MAX_FILES) {
      warn (self, path, _("It holds too many files; the rest was left out."));
      break;
    }
    look_at_file (self, child, name);
  }
  return TRUE;
}

static void
note_gone (Look *self)
{
  GHashTableIter iter;
  gpointer href;

  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, &href, NULL))
    if (!g_hash_table_contains (self->found, href))
      g_ptr_array_add (self->changes, hearth_contact_changes_new (href, NULL, NULL));
}

/**
 * hearth_vcard_files_sync_sync:
 * @path: a vCard file, or a folder of them (not of those below it)
 * @known: (element-type utf8 utf8): the version of each file that is stored, by its name
 * @warnings: (element-type utf8): gets a sentence for each file that could not be used
 * @cancellable: (nullable): ends it between two files
 * @error: a #HearthContactsError: %HEARTH_CONTACTS_ERROR_GONE if there is nothing at @path,
 *   %HEARTH_CONTACTS_ERROR_UNREADABLE; or %G_IO_ERROR_CANCELLED
 *
 * Finds what changed in an address book on this computer, by the size and the time of its files.
 *
 * Returns: (transfer full) (nullable) (element-type HearthContactChanges): the files that changed
 */
GPtrArray *
hearth_vcard_files_sync_sync (const char *path, GHashTable *known, GPtrArray *warnings,
                              GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) changes =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_contact_changes_free);
  Look look = { known, found, changes, warnings };

  if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_set_error (error, HEARTH_CONTACTS_ERROR, HEARTH_CONTACTS_ERROR_GONE,
                 _("There is nothing at “%s” any more."), path);
    return NULL;
  }
  if (g_file_test (path, G_FILE_TEST_IS_DIR)) {
    if (!look_at_folder (&look, path, cancellable, error))
      return NULL;
  } else {
    g_autofree char *name = g_path_get_basename (path);

    look_at_file (&look, path, name);
  }
  note_gone (&look);
  return g_steal_pointer (&changes);
}
