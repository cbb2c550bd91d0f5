/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-goodbye.h"

#include "hearth-clock.h"
#include "hearth-paths.h"
#include "hearth-sandbox.h"
#include "hearth-secrets.h"
#include "hearth-store-export.h"
#include "hearth-worker.h"

#include <errno.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

/* To take all of it along, and to leave nothing behind. */

#define PORTAL_MS 10000

/* What a data folder holds; anything else in it is not Hearth's and stays. */
static const char *const parts[] = {
  "hearth.db", "hearth.db-wal", "hearth.db-shm", "hearth.db-journal", "lock",
  "drafts",    "minds",         "own",           "settings.ini",      "mail",
  "calendar",  "demo-made-for", "listening",     "restoring",         "kept",
};

/* Exporting ----------------------------------------------------------------------------------- */

typedef struct {
  char *data_dir;
  char *settings; /* a line */
  GOutputStream *out;
  gint64 n_records;
} Export;

static void
export_free (gpointer data)
{
  Export *self = data;

  g_free (self->data_dir);
  g_free (self->settings);
  g_object_unref (self->out);
  g_free (self);
}

static gboolean
write_line (const char *line, gpointer user_data, GError **error)
{
  Export *self = user_data;

  self->n_records++;
  return g_output_stream_write_all (self->out, line, strlen (line), NULL, NULL, error) &&
         g_output_stream_write_all (self->out, "\n", 1, NULL, NULL, error);
}

static char *
take_line (JsonBuilder *builder)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  json_generator_set_root (generator, root);
  return json_generator_to_data (generator, NULL);
}

static void
add (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

/* The settings hold no secret: those are in the keyring alone. */
static char *
write_settings (GSettings *settings)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GSettingsSchema) schema = NULL;
  g_auto (GStrv) keys = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  json_builder_begin_object (builder);
  add (builder, "table", "settings");
  for (gsize i = 0; keys[i] != NULL; i++) {
    g_autoptr (GVariant) value = g_settings_get_user_value (settings, keys[i]);
    g_autofree char *text = value != NULL ? g_variant_print (value, TRUE) : NULL;

    if (text != NULL)
      add (builder, keys[i], text);
  }
  json_builder_end_object (builder);
  return take_line (builder);
}

static gboolean
write_head (Export *self, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (hearth_clock_now ());
  g_autofree char *date = g_date_time_format_iso8601 (now);
  g_autofree char *line = NULL;

  json_builder_begin_object (builder);
  add (builder, "table", "export");
  add (builder, "program", "Hearth " HEARTH_VERSION);
  add (builder, "at", date);
  json_builder_end_object (builder);
  line = take_line (builder);
  return write_line (line, self, error);
}

/* The events that stand in no calendar but Hearth's own. */
static gboolean
write_calendar (Export *self, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *path = g_build_filename (self->data_dir, "own", "Hearth.ics", NULL);
  g_autofree char *content = NULL;
  g_autofree char *valid = NULL;
  g_autofree char *line = NULL;
  gsize length;

  if (!g_file_get_contents (path, &content, &length, NULL))
    return TRUE;
  valid = g_utf8_make_valid (content, (gssize) length);
  json_builder_begin_object (builder);
  add (builder, "table", "calendar");
  add (builder, "text", valid);
  json_builder_end_object (builder);
  line = take_line (builder);
  return write_line (line, self, error);
}

static void
export_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Export *self = task_data;
  g_autofree char *path = hearth_paths_dup_store (self->data_dir);
  g_autoptr (HearthDatabase) db = NULL;
  GError *error = NULL;

  db = hearth_database_open (path, HEARTH_DATABASE_READER, &error);
  if (db != NULL && write_head (self, &error) && write_line (self->settings, self, &error) &&
      write_calendar (self, &error) && hearth_store_export (db, write_line, self, &error) &&
      g_output_stream_close (self->out, NULL, &error))
    g_task_return_int (task, (gssize) self->n_records);
  else
    g_task_return_error (task, error);
}

/**
 * hearth_goodbye_export_async:
 * @owner: with what the thread that writes ends
 * @data_dir: the folder of the store
 * @settings: the settings
 * @fd: (transfer full): what to write to
 * @callback: called when all is written
 * @user_data: for @callback
 *
 * Writes all that exists nowhere else as JSON, one record a line: conversations, what is
 * remembered, reminders, drafts, the journal, what was decided, the own calendar and the settings.
 * There is no secret in it.
 */
void
hearth_goodbye_export_async (GObject *owner, const char *data_dir, GSettings *settings, int fd,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  HearthWorker *worker = g_object_get_data (owner, "hearth-export-worker");
  Export *self = g_new0 (Export, 1);

  self->data_dir = g_strdup (data_dir);
  self->settings = write_settings (settings);
  self->out = g_unix_output_stream_new (fd, TRUE);
  g_task_set_source_tag (task, hearth_goodbye_export_async);
  g_task_set_task_data (task, self, export_free);
  if (worker == NULL) {
    worker = hearth_worker_new ("hearth-export");
    g_object_set_data_full (owner, "hearth-export-worker", worker, g_object_unref);
  }
  hearth_worker_queue (worker, G_PRIORITY_DEFAULT, task, export_thread);
}

/**
 * hearth_goodbye_export_finish:
 * @result: from the callback
 * @error: why not all of it could be written
 *
 * Returns: the number of records, or -1
 */
gint64
hearth_goodbye_export_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}

/* Erasing ------------------------------------------------------------------------------------- */

static void
note_left (GPtrArray *left, const char *what, const char *why)
{
  g_ptr_array_add (left, g_strdup_printf (_("%s: %s"), what, why));
}

/* Does not follow links: what they lead to is not Hearth's. */
static void
remove_tree (const char *path, GPtrArray *left)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK) && g_file_test (path, G_FILE_TEST_IS_DIR))
    dir = g_dir_open (path, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_tree (child, left);
  }
  if (g_remove (path) != 0 && errno != ENOENT)
    note_left (left, path, g_strerror (errno));
}

static void
remove_files (const char *data_dir, GPtrArray *left)
{
  g_autofree char *runtime = g_build_filename (g_get_user_runtime_dir (), "hearth", NULL);
  g_autofree char *cache = g_build_filename (g_get_user_cache_dir (), "hearth", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autofree char *path = g_build_filename (data_dir, parts[i], NULL);

    remove_tree (path, left);
  }
  remove_tree (runtime, left);
  remove_tree (cache, left);
  if (g_rmdir (data_dir) != 0 && errno != ENOENT)
    note_left (left, data_dir, _("It holds files that are not Hearth’s."));
}

/* The portal knows what is started at login in a sandbox. */
static void
tell_portal (GPtrArray *left)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_autoptr (GVariant) reply = NULL;
  GVariantBuilder options;

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string ("hearthgoodbye"));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (FALSE));
  if (bus != NULL)
    reply = g_dbus_connection_call_sync (bus, "org.freedesktop.portal.Desktop",
                                         "/org/freedesktop/portal/desktop",
                                         "org.freedesktop.portal.Background", "RequestBackground",
                                         g_variant_new ("(sa{sv})", "", &options), NULL,
                                         G_DBUS_CALL_FLAGS_NONE, PORTAL_MS, NULL, &error);
  if (reply == NULL)
    note_left (left, _("Start with the desktop"), error->message);
}

/* What starts the companion at login would begin a new store. */
static void
forget_autostart (GSettings *settings, GPtrArray *left)
{
  g_autofree char *path = hearth_paths_dup_autostart ();

  if (!hearth_sandbox_is_flatpak ())
    remove_tree (path, left);
  else if (g_settings_get_boolean (settings, "autostart"))
    tell_portal (left);
}

static void
reset_settings (GSettings *settings, GPtrArray *left)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  g_auto (GStrv) keys = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  for (gsize i = 0; keys[i] != NULL; i++) {
    if (g_settings_is_writable (settings, keys[i]))
      g_settings_reset (settings, keys[i]);
  }
  g_settings_sync ();
}

static void
secrets_cleared_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GPtrArray *left = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!hearth_secrets_forget_finish (result, &error))
    note_left (left, _("The keys and passwords in the keyring"), error->message);
  g_task_return_boolean (task, TRUE);
}

/**
 * hearth_goodbye_erase_async:
 * @data_dir: the folder of a store that nobody has open any more
 * @settings: the settings
 * @owned: whether it is the owner's, not the demo's: then what is in the keyring goes as well, and
 *   what starts the companion at login
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Erases all that Hearth keeps on this computer. Mail and calendars that it read stay where they
 * are.
 */
void
hearth_goodbye_erase_async (const char *data_dir, GSettings *settings, gboolean owned,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  GPtrArray *left = g_ptr_array_new_with_free_func (g_free);

  g_task_set_source_tag (task, hearth_goodbye_erase_async);
  g_task_set_task_data (task, left, (GDestroyNotify) g_ptr_array_unref);
  if (owned)
    forget_autostart (settings, left);
  reset_settings (settings, left);
  remove_files (data_dir, left);
  if (owned)
    hearth_secrets_clear_async (NULL, NULL, NULL, secrets_cleared_cb, g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * hearth_goodbye_erase_finish:
 * @result: from the callback
 *
 * Returns: (transfer full) (array zero-terminated=1): what could not be erased, and why, in words
 */
char **
hearth_goodbye_erase_finish (GAsyncResult *result)
{
  GPtrArray *left = g_task_get_task_data (G_TASK (result));
  GPtrArray *copy = g_ptr_array_new ();

  for (guint i = 0; i < left->len; i++)
    g_ptr_array_add (copy, g_strdup (g_ptr_array_index (left, i)));
  g_ptr_array_add (copy, NULL);
  return (char **) g_ptr_array_free (copy, FALSE);
}
