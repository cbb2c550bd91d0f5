/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-goodbye.h"

#include "hearth-goodbye.h"
#include "hearth-paths.h"

#include <gio/gunixfdlist.h>
#include <glib/gi18n.h>
#include <string.h>

/* The methods by which all of it is taken along, or erased. */

typedef struct {
  HearthEngine *engine; /* (owned) */
  GSettings *settings;  /* (owned) */
  GObject *service;     /* (unowned): the skeleton goes before it */
} Attached;

static void
attached_free (gpointer data, GClosure *closure)
{
  Attached *self = data;

  g_object_unref (self->engine);
  g_object_unref (self->settings);
  g_free (self);
}

static void
return_error (GDBusMethodInvocation *invocation, const char *name, const char *text)
{
  g_autofree char *error = g_strconcat (HEARTH_APP_ID ".Error.", name, NULL);

  g_dbus_method_invocation_return_dbus_error (invocation, error, text);
}

static void
exported_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data;
  g_autoptr (GError) error = NULL;
  gint64 n = hearth_goodbye_export_finish (result, &error);

  if (n < 0)
    return_error (invocation, "Failed", error->message);
  else
    hearth_daemon_daemon1_complete_export (NULL, invocation, NULL, n);
}

static gboolean
export_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, GUnixFDList *fds,
           GVariant *handle, Attached *self)
{
  g_autoptr (GError) error = NULL;
  int fd = fds != NULL ? g_unix_fd_list_get (fds, g_variant_get_handle (handle), &error) : -1;

  if (fd < 0)
    return_error (invocation, "Invalid",
                  error != NULL ? error->message : _("There is no file to write to."));
  else
    hearth_goodbye_export_async (G_OBJECT (self->engine), hearth_engine_get_data_dir (self->engine),
                                 self->settings, fd, exported_cb, invocation);
  return TRUE;
}

static gboolean
goodbye_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation,
            const char *confirmation, Attached *self)
{
  if (strcmp (confirmation, HEARTH_GOODBYE_CONFIRMATION) != 0)
    return_error (invocation, "Invalid", _("Nothing was erased: that was not confirmed."));
  else
    g_signal_emit_by_name (self->service, "goodbye", invocation);
  return TRUE;
}

/**
 * hearth_service_goodbye_attach:
 * @skeleton: the daemon's interface
 * @engine: the engine
 * @settings: Hearth's settings
 * @service: what emits `goodbye (invocation)`, whose receiver answers the call
 *
 * Answers the methods by which all is exported and erased.
 */
void
hearth_service_goodbye_attach (HearthDaemonDaemon1 *skeleton, HearthEngine *engine,
                               GSettings *settings, GObject *service)
{
  const struct {
    const char *signal;
    GCallback callback;
  } handlers[] = {
    { "handle-export", G_CALLBACK (export_cb) },
    { "handle-goodbye", G_CALLBACK (goodbye_cb) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++) {
    Attached *self = g_new0 (Attached, 1);

    self->engine = g_object_ref (engine);
    self->settings = g_object_ref (settings);
    self->service = service;
    g_signal_connect_data (skeleton, handlers[i].signal, handlers[i].callback, self, attached_free,
                           0);
  }
}
