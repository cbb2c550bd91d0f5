/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-demo-account.h"

#include "hearth-clock.h"
#include "hearth-demo.h"
#include "hearth-paths.h"

#include <glib/gi18n.h>

#define MAIL_DIR "mail"
#define CALENDAR_DIR "calendar"

/**
 * hearth_demo_account_prepare:
 * @data_dir: the demo's own data folder
 * @error: why it could not be written
 *
 * Writes the demo's mailbox and calendar, with dates around today, if they are not of today.
 *
 * Returns: whether they are there
 */
gboolean
hearth_demo_account_prepare (const char *data_dir, GError **error)
{
  g_autofree char *templates = hearth_paths_dup_resource ("demo");
  g_autoptr (GDateTime) now = hearth_clock_dup_local ();

  return hearth_demo_write (templates, data_dir, now, error);
}

static gboolean
attach_one (HearthEngine *engine, HearthSourceKind kind, const char *folder, const char *name,
            GError **error)
{
  g_autofree char *path = g_build_filename (hearth_engine_get_data_dir (engine), folder, NULL);
  g_autoptr (GError) local_error = NULL;

  if (hearth_engine_add_source (engine, kind, path, name, &local_error) != 0 ||
      g_error_matches (local_error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_EXISTS))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * hearth_demo_account_attach:
 * @engine: an engine on the demo's data folder
 * @error: a #HearthEngineError or #HearthStoreError
 *
 * Makes the demo's mailbox and calendar sources, if they are not.
 *
 * Returns: whether they are
 */
gboolean
hearth_demo_account_attach (HearthEngine *engine, GError **error)
{
  return attach_one (engine, HEARTH_SOURCE_MAILDIR, MAIL_DIR, _("Mail"), error) &&
         attach_one (engine, HEARTH_SOURCE_ICS, CALENDAR_DIR, _("Calendar"), error);
}
