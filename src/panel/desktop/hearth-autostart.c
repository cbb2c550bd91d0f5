/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-autostart.h"

#include "hearth-autostart-file.h"
#include "hearth-background-portal.h"
#include "hearth-client.h"
#include "hearth-paths.h"
#include "hearth-sandbox.h"

#include <glib/gi18n.h>

/**
 * HearthAutostart:
 *
 * Whether the desktop starts the companion's service at login: by a file that every desktop reads,
 * or in a sandbox, which cannot write there, by the portal Background.
 */
struct _HearthAutostart {
  GObject parent_instance;

  GSettings *settings;       /* (owned): what the portal answered the last time */
  GCancellable *cancellable; /* (owned) */
  GFileMonitor *monitor;     /* (owned) (nullable): of the file */
  char *path;                /* (owned) */
  char *problem;             /* (owned) (nullable): why it could not be set */
  gboolean sandboxed;
  gboolean busy; /* the portal is being asked */
  gboolean wish; /* for what */
};

G_DEFINE_FINAL_TYPE (HearthAutostart, hearth_autostart, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
fail (HearthAutostart *self, const char *reason)
{
  g_free (self->problem);
  /* Translators: %s is why */
  self->problem = g_strdup_printf (_("This could not be changed: %s"), reason);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthAutostart) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean background, autostart;
  gboolean answered = hearth_background_portal_request_finish (G_DBUS_CONNECTION (source), result,
                                                               &background, &autostart, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->busy = FALSE;
  if (answered)
    g_settings_set_boolean (self->settings, "autostart", autostart);
  if (answered && self->wish && !autostart)
    fail (self, _("The desktop did not allow it."));
  else if (!answered)
    fail (self, error->message);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthAutostart) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (bus != NULL) {
    hearth_background_portal_request_async (bus, self->wish, "hearthd", self->cancellable,
                                            answered_cb, g_object_ref (self));
    return;
  }
  self->busy = FALSE;
  fail (self, error->message);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
set_file (HearthAutostart *self, gboolean on)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *program = on ? hearth_client_dup_service_path () : NULL;

  if (on && program == NULL)
    fail (self, _("The companion’s service, hearthd, was not found. Install Hearth again."));
  else if (on ? !hearth_autostart_file_write (self->path, program, &error)
              : !hearth_autostart_file_remove (self->path, &error))
    fail (self, error->message);
}

static void
file_changed_cb (HearthAutostart *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
hearth_autostart_dispose (GObject *object)
{
  HearthAutostart *self = HEARTH_AUTOSTART (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->monitor);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (hearth_autostart_parent_class)->dispose (object);
}

static void
hearth_autostart_finalize (GObject *object)
{
  HearthAutostart *self = HEARTH_AUTOSTART (object);

  g_clear_object (&self->cancellable);
  g_free (self->path);
  g_free (self->problem);
  G_OBJECT_CLASS (hearth_autostart_parent_class)->finalize (object);
}

static void
hearth_autostart_class_init (HearthAutostartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hearth_autostart_dispose;
  object_class->finalize = hearth_autostart_finalize;
  /**
   * HearthAutostart::changed:
   *
   * Something else is so now, here or by another program.
   */
  signals[CHANGED] = g_signal_new ("changed", HEARTH_TYPE_AUTOSTART, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
hearth_autostart_init (HearthAutostart *self)
{
  g_autoptr (GFile) file = NULL;

  self->cancellable = g_cancellable_new ();
  self->path = hearth_paths_dup_autostart ();
  self->sandboxed = hearth_sandbox_is_flatpak ();
  if (self->sandboxed)
    return;
  file = g_file_new_for_path (self->path);
  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (file_changed_cb), self,
                             G_CONNECT_SWAPPED);
}

/**
 * hearth_autostart_new:
 * @settings: Hearth's settings
 *
 * Returns: (transfer full): what knows whether the companion is started at login
 */
HearthAutostart *
hearth_autostart_new (GSettings *settings)
{
  HearthAutostart *self = g_object_new (HEARTH_TYPE_AUTOSTART, NULL);

  self->settings = g_object_ref (settings);
  return self;
}

/**
 * hearth_autostart_set:
 * @self: an autostart
 * @on: whether the companion is to be started at login
 *
 * Has the desktop do so; #HearthAutostart::changed tells what came of it.
 */
void
hearth_autostart_set (HearthAutostart *self, gboolean on)
{
  if (self->busy)
    return;
  g_clear_pointer (&self->problem, g_free);
  if (self->sandboxed) {
    self->busy = TRUE;
    self->wish = on;
    g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, bus_cb, g_object_ref (self));
  } else {
    set_file (self, on);
  }
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * hearth_autostart_keep:
 * @self: an autostart
 *
 * Tells a desktop that looks after programs in sandboxes that the companion goes on without a
 * window, and is started at login or not as before. Elsewhere nobody has to be told.
 */
void
hearth_autostart_keep (HearthAutostart *self)
{
  if (self->sandboxed)
    hearth_autostart_set (self, hearth_autostart_is_on (self));
}

/**
 * hearth_autostart_is_on:
 * @self: an autostart
 *
 * Returns: whether the companion is started at login, as far as is known
 */
gboolean
hearth_autostart_is_on (HearthAutostart *self)
{
  if (self->sandboxed)
    return g_settings_get_boolean (self->settings, "autostart");
  return hearth_autostart_file_read (self->path, NULL) == HEARTH_AUTOSTART_ON;
}

/**
 * hearth_autostart_is_busy:
 * @self: an autostart
 *
 * Returns: whether the desktop is being asked
 */
gboolean
hearth_autostart_is_busy (HearthAutostart *self)
{
  return self->busy;
}

/**
 * hearth_autostart_explain:
 * @self: an autostart
 *
 * Returns: (transfer full): what is so, and what went wrong, in a sentence
 */
char *
hearth_autostart_explain (HearthAutostart *self)
{
  g_autofree char *program = NULL;

  if (self->busy)
    return g_strdup (_("The desktop is being asked…"));
  if (self->problem != NULL)
    return g_strdup (self->problem);
  if (!self->sandboxed &&
      hearth_autostart_file_read (self->path, &program) == HEARTH_AUTOSTART_BROKEN)
    /* Translators: %s is the path of a program */
    return g_strdup_printf (_("It would start %s, which is not there. Switch it on again."),
                            program != NULL ? program : self->path);
  if (hearth_autostart_is_on (self))
    return g_strdup (_("Reminders and new mail come from the moment you log in."));
  return g_strdup (_("Reminders and new mail come once you have opened Hearth."));
}
