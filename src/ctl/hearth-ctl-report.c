/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ctl-health.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "hearth-ctl-json.h"
#include "hearth-paths.h"
#include "hearth-store-check.h"
#include "hearth-store-records.h"

/* A report of a fault that can be shown to anybody. Only what is listed here goes into it:
 * versions, numbers, and words that Hearth or the system chose. What its owner or somebody else
 * wrote, names, addresses, hosts and paths do not, not even in the sentences of errors. */

/* What a data folder may hold. */
static const char *const parts[] = {
  "hearth.db", "hearth.db-wal", "drafts", "own", "minds", "listening", "kept", "restoring",
};

/**
 * hearth_ctl_report_measure:
 * @path: a file or folder
 * @n_files: (inout): to which the number of its files is added
 *
 * Returns: how large it is with all that is in it, bytes; links are not followed
 */
guint64
hearth_ctl_report_measure (const char *path, guint *n_files)
{
  g_autoptr (GDir) dir = NULL;
  guint64 size = 0;
  const char *name;
  GStatBuf st;

  if (g_lstat (path, &st) != 0)
    return 0;
  if (!S_ISDIR (st.st_mode)) {
    *n_files += 1;
    return (guint64) st.st_size;
  }
  dir = g_dir_open (path, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    size += hearth_ctl_report_measure (child, n_files);
  }
  return size;
}

static void
add_system (HearthCtlJson *json)
{
  g_autofree char *os = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  const char *desktop = g_getenv ("XDG_CURRENT_DESKTOP");
  const char *session = g_getenv ("XDG_SESSION_TYPE");
  g_autofree char *glib =
      g_strdup_printf ("%u.%u.%u", glib_major_version, glib_minor_version, glib_micro_version);
  struct utsname kernel;

  hearth_ctl_json_open (json, "system", '{');
  hearth_ctl_json_string (json, "hearth", HEARTH_VERSION);
  hearth_ctl_json_string (json, "glib", glib);
  hearth_ctl_json_string (json, "sqlite", hearth_store_get_library_version ());
  hearth_ctl_json_string (json, "os", os != NULL ? os : "");
  if (uname (&kernel) == 0) {
    hearth_ctl_json_string (json, "kernel", kernel.release);
    hearth_ctl_json_string (json, "machine", kernel.machine);
  }
  hearth_ctl_json_string (json, "desktop", desktop != NULL ? desktop : "");
  hearth_ctl_json_string (json, "session", session != NULL ? session : "");
  hearth_ctl_json_string (json, "language", g_get_language_names ()[0]);
  hearth_ctl_json_boolean (json, "sandbox", g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS));
  hearth_ctl_json_close (json, '}');
}

static void
add_files (HearthCtlJson *json, HearthCtl *ctl, const HearthCtlHealth *health)
{
  hearth_ctl_json_open (json, "files", '{');
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autofree char *path = g_build_filename (ctl->data_dir, parts[i], NULL);
    guint n = 0;
    guint64 size = hearth_ctl_report_measure (path, &n);

    if (n == 0)
      continue;
    hearth_ctl_json_open (json, parts[i], '{');
    hearth_ctl_json_number (json, "files", n);
    hearth_ctl_json_number (json, "bytes", (gint64) size);
    hearth_ctl_json_close (json, '}');
  }
  hearth_ctl_json_close (json, '}');
  hearth_ctl_json_number (json, "free_bytes", (gint64) health->free_bytes);
}

static void
add_counts (HearthCtlJson *json, HearthDatabase *db)
{
  g_autoptr (GArray) counts = NULL;
  const char *const *tables;

  hearth_ctl_json_open (json, "rows", '{');
  if (hearth_store_count_rows (db, &tables, &counts, NULL)) {
    for (guint i = 0; tables[i] != NULL; i++)
      hearth_ctl_json_number (json, tables[i], g_array_index (counts, gint64, i));
  }
  hearth_ctl_json_close (json, '}');
}

/* Of each kind how many there are, and how many could not be read the last time. */
static void
add_sources (HearthCtlJson *json, HearthDatabase *db)
{
  g_autoptr (GPtrArray) sources = hearth_store_sources_list (db, NULL);

  hearth_ctl_json_open (json, "sources", '[');
  for (guint i = 0; sources != NULL && i < sources->len; i++) {
    const HearthSource *source = g_ptr_array_index (sources, i);

    hearth_ctl_json_open (json, NULL, '{');
    hearth_ctl_json_string (json, "kind", hearth_source_kind_to_string (source->kind));
    hearth_ctl_json_number (json, "items", source->n_items);
    hearth_ctl_json_boolean (json, "failed", source->last_error != NULL);
    hearth_ctl_json_close (json, '}');
  }
  hearth_ctl_json_close (json, ']');
}

static void
add_store (HearthCtlJson *json, const HearthCtlHealth *health)
{
  hearth_ctl_json_open (json, "store", '{');
  hearth_ctl_json_boolean (json, "readable", health->db != NULL);
  if (health->db != NULL)
    hearth_ctl_json_number (json, "version", hearth_database_get_version (health->db));
  for (guint i = 0; health->faults != NULL && i < health->faults->len; i++) {
    const HearthStoreFault *fault = g_ptr_array_index (health->faults, i);

    hearth_ctl_json_number (json, fault->name, fault->count);
  }
  hearth_ctl_json_boolean (json, "indexes_wrong", health->indexes_wrong);
  hearth_ctl_json_number (json, "missing_sources", health->missing_sources);
  hearth_ctl_json_number (json, "missing_files", health->missing_files);
  if (health->db != NULL) {
    add_counts (json, health->db);
    add_sources (json, health->db);
  }
  hearth_ctl_json_close (json, '}');
}

static void
add_reaches (HearthCtlJson *json, const HearthCtlHealth *health)
{
  if (health->reached == NULL)
    return;
  hearth_ctl_json_open (json, "reachable", '{');
  for (guint i = 0; hearth_ctl_reaches[i].name != NULL; i++)
    hearth_ctl_json_boolean (json, hearth_ctl_reaches[i].name, health->reached[i]);
  hearth_ctl_json_close (json, '}');
}

/* Numbers, switches and choices among given words; of all others only whether they are set. */
static gboolean
is_harmless (GSettingsSchemaKey *key, GVariant *value)
{
  g_autoptr (GVariant) range = g_settings_schema_key_get_range (key);
  const char *kind;

  g_variant_get (range, "(&sv)", &kind, NULL);
  return g_str_equal (kind, "enum") || g_str_equal (kind, "flags") ||
         (g_variant_type_is_basic (g_variant_get_type (value)) &&
          !g_variant_is_of_type (value, G_VARIANT_TYPE_STRING));
}

static void
add_settings (HearthCtlJson *json)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema =
      source != NULL ? g_settings_schema_source_lookup (source, HEARTH_APP_ID, TRUE) : NULL;
  g_autoptr (GSettings) settings = NULL;
  g_auto (GStrv) names = NULL;

  if (schema == NULL)
    return;
  settings = g_settings_new_full (schema, NULL, NULL);
  names = g_settings_schema_list_keys (schema);
  hearth_ctl_json_open (json, "settings", '{');
  for (guint i = 0; names[i] != NULL; i++) {
    g_autoptr (GSettingsSchemaKey) key = g_settings_schema_get_key (schema, names[i]);
    g_autoptr (GVariant) value = g_settings_get_user_value (settings, names[i]);
    g_autofree char *text = NULL;

    if (value == NULL)
      continue;
    text = is_harmless (key, value) ? g_variant_print (value, FALSE) : g_strdup ("set");
    hearth_ctl_json_string (json, names[i], text);
  }
  hearth_ctl_json_close (json, '}');
}

/**
 * hearth_ctl_report_make:
 * @ctl: what is meant
 * @health: what was found
 *
 * Returns: (transfer full): what may help whoever looks for a fault, and nothing about anybody, as
 * a line of JSON
 */
char *
hearth_ctl_report_make (HearthCtl *ctl, const HearthCtlHealth *health)
{
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  add_system (&json);
  add_files (&json, ctl, health);
  add_store (&json, health);
  add_reaches (&json, health);
  if (!ctl->standalone && !ctl->demo)
    add_settings (&json);
  hearth_ctl_json_close (&json, '}');
  g_string_append_c (json.out, '\n');
  return g_string_free (json.out, FALSE);
}
