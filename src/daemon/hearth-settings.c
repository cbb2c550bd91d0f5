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

/**
 * hearth_settings_read_policy:
 * @settings: Hearth's settings
 * @policy: (out): when mail may interrupt, as they say
 */
void
hearth_settings_read_policy (GSettings *settings, HearthInterruptPolicy *policy)
{
  *policy = (HearthInterruptPolicy) HEARTH_INTERRUPT_POLICY_INIT;
  policy->notify_mail = g_settings_get_boolean (settings, "notify-mail");
  policy->sounds = g_settings_get_boolean (settings, "notification-sounds");
  policy->speak = g_settings_get_boolean (settings, "announce-aloud");
  policy->level = (int) g_settings_get_uint (settings, "notification-level");
  policy->quiet_hours = g_settings_get_boolean (settings, "quiet-hours");
  policy->quiet_start = g_settings_get_uint (settings, "quiet-hours-start");
  policy->quiet_end = g_settings_get_uint (settings, "quiet-hours-end");
  policy->quiet_urgent = g_settings_get_boolean (settings, "quiet-hours-urgent");
  policy->meetings = g_settings_get_boolean (settings, "quiet-meetings");
  policy->free_days = g_settings_get_boolean (settings, "quiet-free-days");
  policy->working_days = g_settings_get_flags (settings, "working-days");
}
