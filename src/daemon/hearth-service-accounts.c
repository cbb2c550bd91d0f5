/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-accounts.h"

#include "hearth-account-setup.h"
#include "hearth-goa.h"
#include "hearth-paths.h"
#include "hearth-secret-pipe.h"
#include "hearth-service-error.h"
#include "hearth-settings.h"

#include <glib/gi18n.h>

/* The methods of the service that add and change accounts. */

/* The desktop says each of many changes of its accounts. */
#define WAKE_SECONDS 2

/* Lives as long as the skeleton that it answers for. */
typedef struct {
  HearthEngine *engine;      /* (owned) */
  HearthAccountSetup *setup; /* (owned) */
  HearthGoaWatch *watch;     /* (owned) (nullable) until the bus is known */
  GCancellable *cancellable; /* (owned) */
  guint wake_timer;
} Accounts;

static void
accounts_free (gpointer data)
{
  Accounts *self = data;

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->wake_timer, g_source_remove);
  if (self->watch != NULL)
    g_signal_handlers_disconnect_by_data (self->watch, self);
  g_clear_object (&self->watch);
  hearth_account_setup_stop (self->setup);
  g_object_unref (self->setup);
  g_object_unref (self->engine);
  g_object_unref (self->cancellable);
  g_free (self);
}

static gboolean
return_error (GDBusMethodInvocation *invocation, const GError *error)
{
  hearth_service_return_error (invocation, error);
  return TRUE;
}

static void
discovered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data; /* consumed by returning */
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) choices =
      hearth_account_setup_discover_finish (HEARTH_ACCOUNT_SETUP (object), result, &error);

  if (choices == NULL)
    return_error (invocation, error);
  else
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(@aa{sv})", choices));
}

static gboolean
discover_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, const char *address,
             Accounts *self)
{
  hearth_account_setup_discover_async (self->setup, address, discovered_cb, invocation);
  return TRUE;
}

/* A change of one account, and the engine that then reads it. */
typedef struct {
  GDBusMethodInvocation *invocation; /* (owned), consumed by returning */
  HearthEngine *engine;              /* (owned) */
} Change;

static Change *
change_new (Accounts *self, GDBusMethodInvocation *invocation)
{
  Change *change = g_new0 (Change, 1);

  change->invocation = invocation;
  change->engine = g_object_ref (self->engine);
  return change;
}

/* Ends a change: the account is read as it is now, if there is one. */
static void
change_end (Change *change, GVariant *reply, const GError *error)
{
  if (error != NULL) {
    return_error (change->invocation, error);
  } else {
    g_dbus_method_invocation_return_value (change->invocation, reply);
    hearth_engine_sync_async (change->engine, NULL, NULL, NULL);
  }
  g_object_unref (change->engine);
  g_free (change);
}

static void
added_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gint64 id = hearth_account_setup_add_finish (HEARTH_ACCOUNT_SETUP (object), result, &error);

  change_end (user_data, error == NULL ? g_variant_new ("(x)", id) : NULL, error);
}

static gboolean
add_account_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, GUnixFDList *fds,
                GVariant *settings, GVariant *handle, Accounts *self)
{
  g_autoptr (GError) error = NULL;
  char *password = hearth_secret_pipe_read (fds, g_variant_get_handle (handle), &error);

  if (password == NULL)
    return return_error (invocation, error);
  hearth_account_setup_add_async (self->setup, settings, password, added_cb,
                                  change_new (self, invocation));
  hearth_secret_pipe_wipe (password);
  return TRUE;
}

static void
tested_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data; /* consumed by returning */
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) test =
      hearth_account_setup_test_finish (HEARTH_ACCOUNT_SETUP (object), result, &error);

  if (test == NULL)
    return_error (invocation, error);
  else
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(@a{sv})", test));
}

static gboolean
test_account_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 id,
                 Accounts *self)
{
  hearth_account_setup_test_async (self->setup, id, tested_cb, invocation);
  return TRUE;
}

static void
changed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  hearth_account_setup_change_finish (HEARTH_ACCOUNT_SETUP (object), result, &error);
  change_end (user_data, NULL, error);
}

static gboolean
change_account_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation,
                   GUnixFDList *fds, gint64 id, GVariant *settings, GVariant *handle,
                   Accounts *self)
{
  g_autoptr (GError) error = NULL;
  char *password = hearth_secret_pipe_read (fds, g_variant_get_handle (handle), &error);

  if (password == NULL)
    return return_error (invocation, error);
  hearth_account_setup_change_async (self->setup, id, settings, password, changed_cb,
                                     change_new (self, invocation));
  hearth_secret_pipe_wipe (password);
  return TRUE;
}

static gboolean
wake_cb (gpointer user_data)
{
  Accounts *self = user_data;

  self->wake_timer = 0;
  hearth_engine_allow_logins (self->engine, 0);
  hearth_engine_wake (self->engine);
  return G_SOURCE_REMOVE;
}

/* The owner may just have signed in again over there. */
static void
online_accounts_changed_cb (Accounts *self)
{
  if (self->wake_timer == 0)
    self->wake_timer = g_timeout_add_seconds (WAKE_SECONDS, wake_cb, self);
}

static void
bus_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);
  Accounts *self = user_data; /* gone if there is no bus: then this was cancelled */

  if (bus == NULL)
    return;
  self->watch = hearth_goa_watch_new (bus);
  g_signal_connect_swapped (self->watch, "changed", G_CALLBACK (online_accounts_changed_cb), self);
}

/**
 * hearth_service_accounts_attach:
 * @skeleton: the service's face on the bus
 * @engine: the engine
 *
 * Answers Discover, AddAccount, TestAccount and ChangeAccount for as long as @skeleton lives, and
 * looks again when the desktop's online accounts change.
 */
void
hearth_service_accounts_attach (HearthDaemonDaemon1 *skeleton, HearthEngine *engine)
{
  static const struct {
    const char *signal;
    GCallback callback;
  } handlers[] = {
    { "handle-discover", G_CALLBACK (discover_cb) },
    { "handle-add-account", G_CALLBACK (add_account_cb) },
    { "handle-test-account", G_CALLBACK (test_account_cb) },
    { "handle-change-account", G_CALLBACK (change_account_cb) },
  };
  Accounts *self = g_new0 (Accounts, 1);
  g_autoptr (GSettings) settings = hearth_settings_new (NULL, NULL);

  self->engine = g_object_ref (engine);
  self->setup = hearth_account_setup_new (engine, settings);
  self->cancellable = g_cancellable_new ();
  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect (skeleton, handlers[i].signal, handlers[i].callback, self);
  g_object_set_data_full (G_OBJECT (skeleton), "hearth-accounts", self, accounts_free);
  g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, bus_cb, self);
}
