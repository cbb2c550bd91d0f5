/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-calendars.h"

#include "hearth-calendar-setup.h"
#include "hearth-paths.h"
#include "hearth-secret-pipe.h"
#include "hearth-service-error.h"

/* The methods of the service that find, add and change calendars on servers. */

/* Lives as long as the skeleton that it answers for. */
typedef struct {
  HearthEngine *engine;       /* (owned) */
  HearthCalendarSetup *setup; /* (owned) */
} Calendars;

/* A call on its way, and the engine that reads what comes of it. */
typedef struct {
  GDBusMethodInvocation *invocation; /* (owned), consumed by returning */
  HearthEngine *engine;              /* (owned) */
} Call;

static void
calendars_free (gpointer data)
{
  Calendars *self = data;

  hearth_calendar_setup_stop (self->setup);
  g_object_unref (self->setup);
  g_object_unref (self->engine);
  g_free (self);
}

static Call *
call_new (Calendars *self, GDBusMethodInvocation *invocation)
{
  Call *call = g_new0 (Call, 1);

  call->invocation = invocation;
  call->engine = g_object_ref (self->engine);
  return call;
}

/* Ends a call. Takes a floating @reply; whatever was added or changed is read at once. */
static void
call_end (Call *call, GVariant *reply, const GError *error, gboolean read)
{
  if (error != NULL) {
    hearth_service_return_error (call->invocation, error);
  } else {
    g_dbus_method_invocation_return_value (call->invocation, reply);
    if (read)
      hearth_engine_sync_async (call->engine, NULL, NULL, NULL);
  }
  g_object_unref (call->engine);
  g_free (call);
}

static void
discovered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) found =
      hearth_calendar_setup_discover_finish (HEARTH_CALENDAR_SETUP (object), result, &error);

  call_end (user_data, found != NULL ? g_variant_new ("(@aa{sv})", found) : NULL, error, FALSE);
}

static gboolean
discover_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, GUnixFDList *fds,
             GVariant *what, GVariant *handle, Calendars *self)
{
  g_autoptr (GError) error = NULL;
  char *password = hearth_secret_pipe_read (fds, g_variant_get_handle (handle), &error);

  if (password == NULL) {
    hearth_service_return_error (invocation, error);
    return TRUE;
  }
  hearth_calendar_setup_discover_async (self->setup, what, password, discovered_cb,
                                        call_new (self, invocation));
  hearth_secret_pipe_wipe (password);
  return TRUE;
}

static void
added_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) ids =
      hearth_calendar_setup_add_finish (HEARTH_CALENDAR_SETUP (object), result, &error);

  call_end (user_data, ids != NULL ? g_variant_new ("(@ax)", ids) : NULL, error, TRUE);
}

static gboolean
add_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, GUnixFDList *fds,
        GVariant *what, GVariant *chosen, GVariant *handle, Calendars *self)
{
  g_autoptr (GError) error = NULL;
  char *password = hearth_secret_pipe_read (fds, g_variant_get_handle (handle), &error);

  if (password == NULL) {
    hearth_service_return_error (invocation, error);
    return TRUE;
  }
  hearth_calendar_setup_add_async (self->setup, what, chosen, password, added_cb,
                                   call_new (self, invocation));
  hearth_secret_pipe_wipe (password);
  return TRUE;
}

static void
changed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  hearth_calendar_setup_change_finish (HEARTH_CALENDAR_SETUP (object), result, &error);
  call_end (user_data, NULL, error, TRUE);
}

static gboolean
change_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, GUnixFDList *fds,
           gint64 source, GVariant *settings, GVariant *handle, Calendars *self)
{
  g_autoptr (GError) error = NULL;
  char *password = hearth_secret_pipe_read (fds, g_variant_get_handle (handle), &error);

  if (password == NULL) {
    hearth_service_return_error (invocation, error);
    return TRUE;
  }
  hearth_calendar_setup_change_async (self->setup, source, settings, password, changed_cb,
                                      call_new (self, invocation));
  hearth_secret_pipe_wipe (password);
  return TRUE;
}

/**
 * hearth_service_calendars_attach:
 * @skeleton: the service's face on the bus
 * @engine: the engine
 *
 * Answers DiscoverCalendars, AddCalendars and ChangeCalendar for as long as @skeleton lives.
 */
void
hearth_service_calendars_attach (HearthDaemonDaemon1 *skeleton, HearthEngine *engine)
{
  Calendars *self = g_new0 (Calendars, 1);

  self->engine = g_object_ref (engine);
  self->setup = hearth_calendar_setup_new (engine);
  g_signal_connect (skeleton, "handle-discover-calendars", G_CALLBACK (discover_cb), self);
  g_signal_connect (skeleton, "handle-add-calendars", G_CALLBACK (add_cb), self);
  g_signal_connect (skeleton, "handle-change-calendar", G_CALLBACK (change_cb), self);
  g_object_set_data_full (G_OBJECT (skeleton), "hearth-calendars", self, calendars_free);
}
