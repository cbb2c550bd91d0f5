/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ctl-progress.h"

#include <stdio.h>
#include <unistd.h>

#include "hearth-paths.h"

/* How often it is looked how far something is, in milliseconds. */
#define INTERVAL 200

/**
 * HearthCtlProgress:
 *
 * How far the service is with something, on one line of a terminal.
 */
struct _HearthCtlProgress {
  GDBusConnection *bus;       /* (owned) */
  char *service;              /* (owned) its name on the bus */
  char *property;             /* (owned) */
  HearthCtlProgressFunc func; /* (nullable) once it is over */
  guint timer;                /* 0 where nothing is drawn */
  gboolean drawn;
};

static void
clear (gpointer data)
{
  HearthCtlProgress *self = data;

  g_object_unref (self->bus);
  g_free (self->service);
  g_free (self->property);
}

static void
asked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  HearthCtlProgress *self = user_data;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, NULL);
  g_autoptr (GVariant) value = NULL;
  guint64 done = 0, total = 0;

  if (reply != NULL)
    g_variant_get (reply, "(v)", &value);
  if (value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE ("(tt)")))
    g_variant_get (value, "(tt)", &done, &total);
  if (total > 0 && self->func != NULL) {
    fputs ("\r\033[K", stderr);
    self->func (done, total);
    fflush (stderr);
    self->drawn = TRUE;
  }
  g_rc_box_release_full (self, clear);
}

static gboolean
ask_cb (gpointer user_data)
{
  HearthCtlProgress *self = user_data;

  g_dbus_connection_call (self->bus, self->service, HEARTH_DAEMON_PATH,
                          "org.freedesktop.DBus.Properties", "Get",
                          g_variant_new ("(ss)", HEARTH_DAEMON_INTERFACE, self->property),
                          G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, 1000, NULL,
                          asked_cb, g_rc_box_acquire (self));
  return G_SOURCE_CONTINUE;
}

/**
 * hearth_ctl_progress_begin:
 * @ctl: what is meant
 * @bus: the session bus
 * @property: of the service, `(tt)`: how much is done, of how much
 * @func: how that is said
 *
 * Shows it again and again while a main loop runs; not with --json, nor where no terminal is.
 *
 * Returns: (transfer full): it, for hearth_ctl_progress_end()
 */
HearthCtlProgress *
hearth_ctl_progress_begin (HearthCtl *ctl, GDBusConnection *bus, const char *property,
                           HearthCtlProgressFunc func)
{
  HearthCtlProgress *self = g_rc_box_new0 (HearthCtlProgress);

  self->bus = g_object_ref (bus);
  self->service = g_strdup (hearth_paths_daemon_name (ctl->demo));
  self->property = g_strdup (property);
  self->func = func;
  if (!ctl->json && isatty (STDERR_FILENO))
    self->timer = g_timeout_add (INTERVAL, ask_cb, self);
  return self;
}

/**
 * hearth_ctl_progress_end:
 * @self: (transfer full): what is shown
 *
 * Takes it away from the terminal. What was asked still is answered to nobody.
 */
void
hearth_ctl_progress_end (HearthCtlProgress *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  self->func = NULL;
  if (self->drawn)
    fputs ("\r\033[K", stderr);
  g_rc_box_release_full (self, clear);
}
