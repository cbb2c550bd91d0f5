/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-settings.h"

#include "hearth-paths.h"

#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>
#include <glib/gi18n.h>

/**
 * hearth_settings_new:
 * @private_dir: (nullable): a folder that keeps its own settings, for the demo; %NULL for the
 * owner's
 * @error: %G_IO_ERROR_NOT_FOUND if the schema is not installed
 *
 * Opens Hearth's settings. GSettings itself would end the process where the schema is missing.
 *
 * Returns: (transfer full) (nullable): the settings
 */
GSettings *
hearth_settings_new (const char *private_dir, GError **error)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema =
      source != NULL ? g_settings_schema_source_lookup (source, HEARTH_APP_ID, TRUE) : NULL;
  g_autoptr (GSettingsBackend) backend = NULL;

  if (schema == NULL) {
    g_set_error (
        error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
        _("Hearth is not fully installed: the settings schema “%s” is missing. Install it "
           "with “meson install”, or set GSETTINGS_SCHEMA_DIR."),
        HEARTH_APP_ID);
    return NULL;
  }
  if (private_dir != NULL) {
    g_autofree char *path = g_build_filename (private_dir, "settings.ini", NULL);

    backend = g_keyfile_settings_backend_new (path, "/", NULL);
  }
  return g_settings_new_full (schema, backend, NULL);
}
