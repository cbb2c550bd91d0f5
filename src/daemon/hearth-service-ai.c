/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-ai.h"

#include "hearth-ai-kinds.h"
#include "hearth-ai-trial.h"
#include "hearth-local-services.h"
#include "hearth-secret-pipe.h"
#include "hearth-service-error.h"

#include <glib/gi18n.h>

/* The methods on services that answer of the daemon's interface. */

#define OLD_ID "openai"
#define MAX_PORTS 64

static gboolean
list_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, HearthAiSetup *setup)
{
  hearth_daemon_daemon1_complete_list_services (skeleton, invocation, hearth_ai_setup_list (setup));
  return TRUE;
}

static gboolean
kinds_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, HearthAiSetup *setup)
{
  guint n = 0;
  const HearthAiKind *kinds = hearth_ai_kinds_list (&n);
  GVariantBuilder list;

  g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < n; i++) {
    g_variant_builder_open (&list, G_VARIANT_TYPE_VARDICT);
    g_variant_builder_add (&list, "{sv}", "id", g_variant_new_string (kinds[i].id));
    g_variant_builder_add (&list, "{sv}", "name", g_variant_new_string (_ (kinds[i].name)));
    g_variant_builder_add (&list, "{sv}", "base-url", g_variant_new_string (kinds[i].base_url));
    g_variant_builder_add (&list, "{sv}", "needs-key", g_variant_new_boolean (kinds[i].needs_key));
    g_variant_builder_close (&list);
  }
  hearth_daemon_daemon1_complete_list_service_kinds (skeleton, invocation,
                                                     g_variant_builder_end (&list));
  return TRUE;
}

/* Takes a service and its key out of a message; answers it where that is not possible. */
static HearthAiConfig *
take_config (GDBusMethodInvocation *invocation, GUnixFDList *fds, GVariant *service,
             GVariant *handle, char **key)
{
  g_autoptr (HearthAiConfig) config = hearth_ai_config_from_variant (service);
  g_autoptr (GError) error = NULL;

  *key = hearth_secret_pipe_read (fds, g_variant_get_handle (handle), &error);
  if (*key != NULL && config != NULL)
    return g_steal_pointer (&config);
  g_clear_pointer (key, hearth_secret_pipe_wipe);
  if (error != NULL)
    hearth_service_return_error (invocation, error);
  else
    g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS,
                                           "This is not a service: it needs a kind.");
  return NULL;
}

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data; /* consumed by returning */
  g_autoptr (GError) error = NULL;
  g_autofree char *id = hearth_ai_setup_save_finish (HEARTH_AI_SETUP (object), result, &error);

  if (id == NULL)
    hearth_service_return_error (invocation, error);
  else
    hearth_daemon_daemon1_complete_save_service (NULL, invocation, NULL, id);
}

static gboolean
save_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, GUnixFDList *fds,
         GVariant *service, GVariant *handle, HearthAiSetup *setup)
{
  char *key = NULL;
  g_autoptr (HearthAiConfig) config = take_config (invocation, fds, service, handle, &key);

  if (config != NULL)
    hearth_ai_setup_save_async (setup, config, key, saved_cb, invocation);
  hearth_secret_pipe_wipe (key);
  return TRUE;
}

static void
set_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data; /* consumed by returning */
  HearthAiSetup *setup = HEARTH_AI_SETUP (object);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = hearth_ai_setup_save_finish (setup, result, &error);

  if (id == NULL || !hearth_ai_setup_choose (setup, HEARTH_AI_CONVERSATION, id, &error))
    hearth_service_return_error (invocation, error);
  else
    hearth_daemon_daemon1_complete_set_service (NULL, invocation, NULL);
}

static void
choose_builtin (GDBusMethodInvocation *invocation, HearthAiSetup *setup)
{
  g_autoptr (GError) error = NULL;

  if (hearth_ai_setup_choose (setup, HEARTH_AI_CONVERSATION, HEARTH_AI_BUILTIN, &error))
    hearth_daemon_daemon1_complete_set_service (NULL, invocation, NULL);
  else
    hearth_service_return_error (invocation, error);
}

static gboolean
set_service_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, GUnixFDList *fds,
                const char *service, const char *base_url, const char *model, GVariant *handle,
                HearthAiSetup *setup)
{
  g_autoptr (HearthAiConfig) config = hearth_ai_config_new (OLD_ID, service, base_url, model);
  g_autoptr (GError) error = NULL;
  char *key;

  if (g_str_equal (service, HEARTH_AI_BUILTIN)) {
    choose_builtin (invocation, setup);
    return TRUE;
  }
  key = hearth_secret_pipe_read (fds, g_variant_get_handle (handle), &error);
  if (key == NULL)
    hearth_service_return_error (invocation, error);
  else if (!g_settings_is_writable (hearth_ai_setup_get_settings (setup),
                                    hearth_ai_purpose_get_key (HEARTH_AI_CONVERSATION)))
    /* Nothing is saved that could not be used. */
    choose_builtin (invocation, setup);
  else
    hearth_ai_setup_save_async (setup, config, key, set_cb, invocation);
  hearth_secret_pipe_wipe (key);
  return TRUE;
}

static void
removed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data; /* consumed by returning */
  g_autoptr (GError) error = NULL;

  if (!hearth_ai_setup_remove_finish (HEARTH_AI_SETUP (object), result, &error))
    hearth_service_return_error (invocation, error);
  else
    hearth_daemon_daemon1_complete_remove_service (NULL, invocation);
}

static gboolean
remove_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, const char *id,
           HearthAiSetup *setup)
{
  hearth_ai_setup_remove_async (setup, id, removed_cb, invocation);
  return TRUE;
}

static gboolean
choose_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, const char *name,
           const char *id, HearthAiSetup *setup)
{
  HearthAiPurpose purpose;
  g_autoptr (GError) error = NULL;

  if (!hearth_ai_purpose_from_name (name, &purpose))
    g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS,
                                           "There is no purpose called “%s”.", name);
  else if (!hearth_ai_setup_choose (setup, purpose, id, &error))
    hearth_service_return_error (invocation, error);
  else
    hearth_daemon_daemon1_complete_choose_purpose (skeleton, invocation);
  return TRUE;
}

static gboolean
agree_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, const char *host,
          gboolean agreed, HearthAiSetup *setup)
{
  g_autoptr (GError) error = NULL;

  if (*host == '\0')
    g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS,
                                           "There is no host.");
  else if (!hearth_ai_setup_agree (setup, host, agreed, &error))
    hearth_service_return_error (invocation, error);
  else
    hearth_daemon_daemon1_complete_agree_to_host (skeleton, invocation);
  return TRUE;
}

static void
models_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data; /* consumed by returning */
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) models = hearth_ai_list_models_finish (result, &error);

  if (models == NULL)
    hearth_service_return_error (invocation, error);
  else
    hearth_daemon_daemon1_complete_list_models (NULL, invocation, NULL,
                                                (const char *const *) models);
}

static gboolean
list_models_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, GUnixFDList *fds,
                GVariant *service, GVariant *handle, HearthAiSetup *setup)
{
  char *key = NULL;
  g_autoptr (HearthAiConfig) config = take_config (invocation, fds, service, handle, &key);

  if (config != NULL)
    hearth_ai_list_models_async (setup, config, key, models_cb, invocation);
  hearth_secret_pipe_wipe (key);
  return TRUE;
}

static void
tested_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data; /* consumed by returning */
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) outcome = hearth_ai_test_finish (result, &error);

  if (outcome == NULL)
    hearth_service_return_error (invocation, error);
  else
    hearth_daemon_daemon1_complete_test_service (NULL, invocation, NULL, outcome);
}

static gboolean
test_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, GUnixFDList *fds,
         GVariant *service, GVariant *handle, HearthAiSetup *setup)
{
  char *key = NULL;
  g_autoptr (HearthAiConfig) config = take_config (invocation, fds, service, handle, &key);

  if (config != NULL)
    hearth_ai_test_async (setup, config, key, tested_cb, invocation);
  hearth_secret_pipe_wipe (key);
  return TRUE;
}

static GVariant *
write_found (GPtrArray *found)
{
  GVariantBuilder list;

  g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < found->len; i++) {
    const HearthLocalService *service = g_ptr_array_index (found, i);
    guint n = g_strv_length (service->models);

    g_variant_builder_open (&list, G_VARIANT_TYPE_VARDICT);
    g_variant_builder_add (&list, "{sv}", "name", g_variant_new_string (service->name));
    g_variant_builder_add (&list, "{sv}", "kind", g_variant_new_string (service->kind));
    g_variant_builder_add (&list, "{sv}", "base-url", g_variant_new_string (service->base_url));
    g_variant_builder_add (&list, "{sv}", "foreign", g_variant_new_boolean (service->foreign));
    g_variant_builder_add (&list, "{sv}", "models",
                           g_variant_new_strv ((const char *const *) service->models, n));
    g_variant_builder_add (&list, "{sv}", "sizes",
                           g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, service->sizes, n,
                                                      sizeof (guint64)));
    g_variant_builder_close (&list);
  }
  return g_variant_builder_end (&list);
}

static void
found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data; /* consumed by returning */
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = hearth_local_services_find_finish (result, &error);

  if (found == NULL)
    hearth_service_return_error (invocation, error);
  else
    hearth_daemon_daemon1_complete_find_local_services (NULL, invocation, write_found (found));
}

static gboolean
find_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, HearthAiSetup *setup)
{
  g_autoptr (GVariant) list =
      g_settings_get_value (hearth_ai_setup_get_settings (setup), "local-service-ports");
  gsize n = 0;
  const guint16 *ports = g_variant_get_fixed_array (list, &n, sizeof (guint16));

  hearth_local_services_find_async (hearth_ai_setup_get_http (setup), ports, MIN (n, MAX_PORTS),
                                    NULL, found_cb, invocation);
  return TRUE;
}

static void
changed_cb (HearthAiSetup *setup, HearthDaemonDaemon1 *skeleton)
{
  hearth_daemon_daemon1_emit_changed (skeleton, "services");
}

/**
 * hearth_service_ai_connect:
 * @skeleton: the daemon's interface
 * @setup: the services that the settings name
 *
 * Answers the methods on services.
 */
void
hearth_service_ai_connect (HearthDaemonDaemon1 *skeleton, HearthAiSetup *setup)
{
  static const struct {
    const char *signal;
    GCallback callback;
  } handlers[] = {
    { "handle-list-services", G_CALLBACK (list_cb) },
    { "handle-list-service-kinds", G_CALLBACK (kinds_cb) },
    { "handle-save-service", G_CALLBACK (save_cb) },
    { "handle-set-service", G_CALLBACK (set_service_cb) },
    { "handle-remove-service", G_CALLBACK (remove_cb) },
    { "handle-choose-purpose", G_CALLBACK (choose_cb) },
    { "handle-agree-to-host", G_CALLBACK (agree_cb) },
    { "handle-list-models", G_CALLBACK (list_models_cb) },
    { "handle-test-service", G_CALLBACK (test_cb) },
    { "handle-find-local-services", G_CALLBACK (find_cb) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_object (skeleton, handlers[i].signal, handlers[i].callback, setup, 0);
  g_signal_connect_object (setup, "changed", G_CALLBACK (changed_cb), skeleton, 0);
}
