/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-backups.h"

#include "hearth-backup-trust.h"
#include "hearth-clock.h"
#include "hearth-engine.h"
#include "hearth-paths.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A backup takes the place of what is there in three steps. First all of it is made ready in a
 * folder of its own, beside what is in use and in as much time as it takes. When that is on the
 * disk, a file in it says so, and names the folder in which what is there will be kept. Whoever
 * opens the data folder next moves both, file by file, before anything is opened; should that be
 * interrupted, the next one goes on. Last, the settings are taken over by who has them. */

#define FOLDER "restoring"
/* In it: the name of the folder that keeps what was there, once all is ready. */
#define READY "ready"
/* In it: settings as a{ss}, as text. */
#define SETTINGS "settings"
/* In it, to be kept: the settings until then. */
#define SETTINGS_BEFORE "settings-before"
/* What was there before a backup took its place, a folder for each. */
#define KEPT "kept"
/* So often something may be there already that is to be kept. */
#define STRAYS_MAX 100

/* They say which program is run on this computer, and where mail and speech may be sent. A file
 * cannot know that: its owner is asked again, or administrators set them. */
static const char *const own_settings[] = {
  "announce-aloud",  "autostart",    "hands-free",
  "ispdb-url",       "llama-server", "notification-privacy",
  "openai-base-url", "openai-model", "service-hosts",
  "speech-hosts",    NULL,
};

/* Without its log a store is another: they go with it. */
static const char *const store_parts[] = { "hearth.db-wal", "hearth.db-shm", "hearth.db-journal" };

static gboolean
fail (const char *path, int saved, GError **error)
{
  g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_FAILED,
               _("“%s” cannot be written: %s"), path, g_strerror (saved));
  return FALSE;
}

static gboolean
make_folder (const char *path, GError **error)
{
  return g_mkdir_with_parents (path, 0700) == 0 || fail (path, errno, error);
}

static gboolean
is_there (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* Does not follow links. */
static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK) && g_file_test (path, G_FILE_TEST_IS_DIR))
    dir = g_dir_open (path, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_tree (child);
  }
  g_remove (path);
}

/* Takes away what has not taken its place. Its settings go first: alone they would be those of a
 * backup that has. */
static void
discard (const char *folder)
{
  static const char *const names[] = { READY, SETTINGS };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (folder, names[i], NULL);

    g_remove (path);
  }
  remove_tree (folder);
}

/* All that was written to the disk that a folder is on is there. */
static gboolean
bring_to_disk (const char *path, GError **error)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean ok = fd >= 0 && syncfs (fd) == 0;
  int saved = errno;

  if (fd >= 0)
    close (fd);
  return ok || fail (path, saved, error);
}

/* Settings --------------------------------------------------------------------------------------
 */

static gboolean
is_own_setting (const char *name)
{
  return g_strv_contains (own_settings, name);
}

/**
 * hearth_backups_pack_settings:
 * @settings: Hearth's settings
 *
 * Returns: (transfer full): what the owner has set, `a{ss}`, for hearth_backup_write_sync(); there
 * is no secret among settings
 */
GVariant *
hearth_backups_pack_settings (GSettings *settings)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  g_auto (GStrv) keys = NULL;
  GVariantBuilder builder;

  g_object_get (settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  for (gsize i = 0; keys[i] != NULL; i++) {
    g_autoptr (GVariant) value = g_settings_get_user_value (settings, keys[i]);
    g_autofree char *text = value != NULL ? g_variant_print (value, TRUE) : NULL;

    if (text != NULL && !is_own_setting (keys[i]))
      g_variant_builder_add (&builder, "{ss}", keys[i], text);
  }
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static void
take_setting (GSettings *settings, GSettingsSchema *schema, const char *name, const char *text)
{
  g_autoptr (GSettingsSchemaKey) key = g_settings_schema_get_key (schema, name);
  g_autoptr (GVariant) value = NULL;

  if (text == NULL) {
    g_settings_reset (settings, name);
    return;
  }
  value = g_variant_parse (g_settings_schema_key_get_value_type (key), text, NULL, NULL, NULL);
  if (value != NULL && g_settings_schema_key_range_check (key, value))
    g_settings_set_value (settings, name, value);
}

/**
 * hearth_backups_take_settings:
 * @data_dir: a data folder
 * @settings: Hearth's settings
 *
 * Takes over the settings of a backup that has taken the place of what was there, if one has since
 * the last time. What is not a setting of this version, or has not a value that it can have, is
 * left out; so is where things may be sent, which is asked anew.
 */
void
hearth_backups_take_settings (const char *data_dir, GSettings *settings)
{
  g_autofree char *folder = g_build_filename (data_dir, FOLDER, NULL);
  g_autofree char *path = g_build_filename (folder, SETTINGS, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GVariant) taken = NULL;
  g_autoptr (GSettingsSchema) schema = NULL;
  g_auto (GStrv) keys = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;
  taken = g_variant_parse (G_VARIANT_TYPE ("a{ss}"), text, NULL, NULL, NULL);
  g_object_get (settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  for (gsize i = 0; taken != NULL && keys[i] != NULL; i++) {
    const char *value = NULL;

    if (is_own_setting (keys[i]) || !g_settings_is_writable (settings, keys[i]))
      continue;
    g_variant_lookup (taken, keys[i], "&s", &value);
    take_setting (settings, schema, keys[i], value);
  }
  g_settings_sync ();
  remove_tree (folder);
}

/* Making ready ----------------------------------------------------------------------------------
 */

/* Brings the store up to this version, and makes it one of this folder. */
static gboolean
bring_up_to_date (const char *folder, const char *data_dir, const HearthBackup *backup,
                  GError **error)
{
  g_autofree char *path = hearth_paths_dup_store (folder);
  g_autoptr (HearthDatabase) db = hearth_database_open (path, HEARTH_DATABASE_WRITER, error);

  return db != NULL && hearth_backup_adapt (db, backup->data_dir, data_dir, error) &&
         hearth_backup_trust (db, data_dir, error);
}

static char *
dup_kept_name (const char *data_dir)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (hearth_clock_now ());
  g_autofree char *day = g_date_time_format (now, "%Y-%m-%d");

  for (guint i = 1;; i++) {
    g_autofree char *name = i == 1 ? g_strdup (day) : g_strdup_printf ("%s-%u", day, i);
    g_autofree char *path = g_build_filename (data_dir, KEPT, name, NULL);

    if (!g_file_test (path, G_FILE_TEST_EXISTS))
      return g_steal_pointer (&name);
  }
}

static gboolean
write_file (const char *folder, const char *name, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_set_contents_full (path, text, -1,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error);
}

static gboolean
fill_folder (const char *folder, const char *data_dir, int fd, GVariant *present,
             const HearthBackupWatch *watch, GError **error)
{
  g_autoptr (HearthBackup) backup = hearth_backup_read_sync (fd, folder, watch, error);
  g_autofree char *settings = NULL;
  g_autofree char *before = NULL;

  if (backup == NULL || !bring_up_to_date (folder, data_dir, backup, error))
    return FALSE;
  /* What could not be brought into the store for want of room is still in its log. */
  if (is_there (folder, "hearth.db-wal"))
    return fail (folder, ENOSPC, error);
  if (present != NULL) {
    settings = g_variant_print (backup->settings, FALSE);
    before = g_variant_print (present, FALSE);
    if (!write_file (folder, SETTINGS, settings, error) ||
        !write_file (folder, SETTINGS_BEFORE, before, error))
      return FALSE;
  }
  return bring_to_disk (folder, error);
}

/**
 * hearth_backups_prepare_sync:
 * @data_dir: a data folder, which may be in use
 * @fd: a backup that anybody may have made
 * @present: (nullable): what hearth_backups_pack_settings() made of the settings of now, which are
 *   kept as well; %NULL if those of the backup are not to be taken over
 * @watch: who looks on
 * @error: as of hearth_backup_read_sync(); what is there is then as it was
 *
 * Unpacks a backup beside what is there. It does not take its place before
 * hearth_backups_agree_sync().
 *
 * Returns: (transfer full) (nullable): the folder in which what is there will be kept
 */
char *
hearth_backups_prepare_sync (const char *data_dir, int fd, GVariant *present,
                             const HearthBackupWatch *watch, GError **error)
{
  g_autofree char *folder = g_build_filename (data_dir, FOLDER, NULL);
  g_autofree char *name = NULL;

  if (is_there (folder, READY)) {
    g_set_error (
        error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_FAILED,
        _("Another backup is about to take its place. Start Hearth once, and try again."));
    return NULL;
  }
  discard (folder);
  if (!make_folder (folder, error))
    return NULL;
  name = dup_kept_name (data_dir);
  if (!fill_folder (folder, data_dir, fd, present, watch, error) ||
      !hearth_backup_tell (watch, 1, 1, error)) {
    discard (folder);
    return NULL;
  }
  return g_build_filename (data_dir, KEPT, name, NULL);
}

/**
 * hearth_backups_agree_sync:
 * @data_dir: a data folder
 * @kept: what hearth_backups_prepare_sync() returned
 * @error: a #GFileError
 *
 * Lets a backup that was unpacked take the place of what is there when the folder is opened the
 * next time. Until then whoever asked for it may be told that nothing was changed.
 *
 * Returns: whether it will
 */
gboolean
hearth_backups_agree_sync (const char *data_dir, const char *kept, GError **error)
{
  g_autofree char *folder = g_build_filename (data_dir, FOLDER, NULL);
  g_autofree char *name = g_path_get_basename (kept);

  return write_file (folder, READY, name, error);
}

/**
 * hearth_backups_discard:
 * @data_dir: a data folder
 *
 * Takes away a backup that was unpacked, and that is not to take the place of what is there. Does
 * nothing if there is none.
 */
void
hearth_backups_discard (const char *data_dir)
{
  g_autofree char *folder = g_build_filename (data_dir, FOLDER, NULL);

  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    discard (folder);
}

/* Taking the place ------------------------------------------------------------------------------
 */

/* Nothing that is there is overwritten: it is moved behind a number, should it be there already. */
static gboolean
move (const char *from, const char *to, const char *name, GError **error)
{
  g_autofree char *old_path = g_build_filename (from, name, NULL);

  for (guint i = 0;; i++) {
    g_autofree char *numbered = i > 0 ? g_strdup_printf ("%s.%u", name, i) : g_strdup (name);
    g_autofree char *new_path = g_build_filename (to, numbered, NULL);

    if (renameat2 (AT_FDCWD, old_path, AT_FDCWD, new_path, RENAME_NOREPLACE) == 0 ||
        errno == ENOENT)
      return TRUE;
    /* Not every file system knows of it. */
    if (errno == EINVAL && !g_file_test (new_path, G_FILE_TEST_EXISTS) &&
        g_rename (old_path, new_path) == 0)
      return TRUE;
    if (errno != EEXIST || i >= STRAYS_MAX)
      return fail (new_path, errno, error);
  }
}

/* What is still in @folder has not taken its place yet. */
static gboolean
move_all (const char *folder, const char *data_dir, const char *kept, GError **error)
{
  const char *const *names = hearth_backup_get_folders ();

  if (is_there (folder, "hearth.db")) {
    /* Nobody makes a new log for a store that is not there. */
    if (!move (data_dir, kept, "hearth.db", error))
      return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS (store_parts); i++) {
      if (!move (data_dir, kept, store_parts[i], error))
        return FALSE;
    }
    if (!move (folder, data_dir, "hearth.db", error))
      return FALSE;
  }
  for (guint i = 0; names[i] != NULL; i++) {
    if (is_there (folder, names[i]) &&
        (!move (data_dir, kept, names[i], error) || !move (folder, data_dir, names[i], error)))
      return FALSE;
  }
  return !is_there (folder, SETTINGS_BEFORE) || move (folder, kept, SETTINGS_BEFORE, error);
}

static gboolean
is_kept_name (const char *name)
{
  return *name != '\0' && strspn (name, "0123456789-") == strlen (name);
}

/**
 * hearth_backups_switch:
 * @data_dir: a data folder that this process has locked, and of which nothing is open
 * @error: why that failed; it goes on with the next call
 *
 * Lets a backup that was made ready take the place of what is there, which is moved aside, or takes
 * away one that was not finished. Nothing is done if there is none.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_backups_switch (const char *data_dir, GError **error)
{
  g_autofree char *folder = g_build_filename (data_dir, FOLDER, NULL);
  g_autofree char *ready = g_build_filename (folder, READY, NULL);
  g_autofree char *name = NULL;
  g_autofree char *kept = NULL;

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;
  if (!g_file_get_contents (ready, &name, NULL, NULL)) {
    /* The settings of one that has taken its place wait for who has them. */
    if (!is_there (folder, SETTINGS) || is_there (folder, "hearth.db"))
      discard (folder);
    return TRUE;
  }
  if (!is_kept_name (g_strstrip (name))) {
    discard (folder);
    return TRUE;
  }
  kept = g_build_filename (data_dir, KEPT, name, NULL);
  if (!make_folder (kept, error) || !move_all (folder, data_dir, kept, error) ||
      !bring_to_disk (data_dir, error))
    return FALSE;
  g_remove (ready);
  if (!is_there (folder, SETTINGS))
    remove_tree (folder);
  return TRUE;
}
