/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-speech-setup.h"

#include "hearth-secret-pipe.h"
#include "hearth-service-error.h"
#include "hearth-voice-discovery.h"
#include "hearth-voice-list.h"
#include "hearth-voice-trial.h"

#include <glib/gi18n.h>

/* The methods on what hears and speaks of the interface for talking. */

#define MAX_PORTS 64

static gboolean
list_cb (HearthDaemonSpeech1 *skeleton, GDBusMethodInvocation *invocation, HearthVoiceSetup *setup)
{
  hearth_daemon_speech1_complete_list_speech_services (skeleton, invocation,
                                                       hearth_voice_setup_list (setup));
  return TRUE;
}

/* Takes a service and its key out of a message; answers it where that is not possible. */
static HearthVoiceConfig *
take_config (GDBusMethodInvocation *invocation, GUnixFDList *fds, GVariant *service,
             GVariant *handle, char **key)
{
  g_autoptr (HearthVoiceConfig) config = hearth_voice_config_from_variant (service);
  g_autoptr (GError) error = NULL;

  *key = hearth_secret_pipe_read (fds, g_variant_get_handle (handle), &error);
  if (*key != NULL && config != NULL)
    return g_steal_pointer (&config);
  g_clear_pointer (key, hearth_secret_pipe_wipe);
  if (error != NULL)
    hearth_service_return_error (invocation, error);
  else
    g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS,
                                           "This is not a service: it needs a kind and a use.");
  return NULL;
}

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data; /* consumed by returning */
  g_autoptr (GError) error = NULL;
  g_autofree char *id =
      hearth_voice_setup_save_finish (HEARTH_VOICE_SETUP (object), result, &error);

  if (id == NULL)
    hearth_service_return_error (invocation, error);
  else
    hearth_daemon_speech1_complete_save_speech_service (NULL, invocation, NULL, id);
}

static gboolean
save_cb (HearthDaemonSpeech1 *skeleton, GDBusMethodInvocation *invocation, GUnixFDList *fds,
         GVariant *service, GVariant *handle, HearthVoiceSetup *setup)
{
  char *key = NULL;
  g_autoptr (HearthVoiceConfig) config = take_config (invocation, fds, service, handle, &key);

  if (config != NULL)
    hearth_voice_setup_save_async (setup, config, key, saved_cb, invocation);
  hearth_secret_pipe_wipe (key);
  return TRUE;
}

static void
removed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data; /* consumed by returning */
  g_autoptr (GError) error = NULL;

  if (!hearth_voice_setup_remove_finish (HEARTH_VOICE_SETUP (object), result, &error))
    hearth_service_return_error (invocation, error);
  else
    hearth_daemon_speech1_complete_remove_speech_service (NULL, invocation);
}

static gboolean
remove_cb (HearthDaemonSpeech1 *skeleton, GDBusMethodInvocation *invocation, const char *id,
           HearthVoiceSetup *setup)
{
  hearth_voice_setup_remove_async (setup, id, removed_cb, invocation);
  return TRUE;
}

static gboolean
choose_cb (HearthDaemonSpeech1 *skeleton, GDBusMethodInvocation *invocation, const char *name,
           const char *choice, HearthVoiceSetup *setup)
{
  HearthVoiceUse use;
  g_autoptr (GError) error = NULL;

  if (!hearth_voice_use_from_name (name, &use))
    g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS,
                                           "There is no use called “%s”.", name);
  else if (!hearth_voice_setup_choose (setup, use, choice, &error))
    hearth_service_return_error (invocation, error);
  else
    hearth_daemon_speech1_complete_choose_speech (skeleton, invocation);
  return TRUE;
}

static gboolean
agree_cb (HearthDaemonSpeech1 *skeleton, GDBusMethodInvocation *invocation, const char *host,
          gboolean agreed, HearthVoiceSetup *setup)
{
  g_autoptr (GError) error = NULL;

  if (*host == '\0')
    g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS,
                                           "There is no host.");
  else if (!hearth_voice_setup_agree (setup, host, agreed, &error))
    hearth_service_return_error (invocation, error);
  else
    hearth_daemon_speech1_complete_agree_speech_host (skeleton, invocation);
  return TRUE;
}

static void
voices_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data; /* consumed by returning */
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) voices = hearth_voice_list_finish (result, &error);

  if (voices == NULL)
    hearth_service_return_error (invocation, error);
  else
    hearth_daemon_speech1_complete_list_voices (NULL, invocation, voices);
}

/**
 * hearth_service_speech_setup_list_voices:
 * @setup: what the settings say of what hears and speaks
 * @client: (nullable): what speaks on this computer; %NULL where nothing does
 * @invocation: the call; consumed
 *
 * Answers the method that lists voices.
 */
void
hearth_service_speech_setup_list_voices (HearthVoiceSetup *setup, HearthVoiceClient *client,
                                         GDBusMethodInvocation *invocation)
{
  hearth_voice_list_async (setup, client, voices_cb, invocation);
}

static void
add_names (GVariantBuilder *list, const char *key, char **names)
{
  g_variant_builder_add (list, "{sv}", key, g_variant_new_strv ((const char *const *) names, -1));
}

static GVariant *
write_found (GPtrArray *found)
{
  GVariantBuilder list;

  g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < found->len; i++) {
    const HearthVoiceFound *each = g_ptr_array_index (found, i);

    g_variant_builder_open (&list, G_VARIANT_TYPE_VARDICT);
    g_variant_builder_add (&list, "{sv}", "name", g_variant_new_string (each->name));
    g_variant_builder_add (&list, "{sv}", "kind", g_variant_new_string (each->kind));
    g_variant_builder_add (&list, "{sv}", "address", g_variant_new_string (each->address));
    g_variant_builder_add (&list, "{sv}", "hears", g_variant_new_boolean (each->hears));
    g_variant_builder_add (&list, "{sv}", "speaks", g_variant_new_boolean (each->speaks));
    g_variant_builder_add (&list, "{sv}", "foreign", g_variant_new_boolean (each->foreign));
    add_names (&list, "models", each->models);
    add_names (&list, "speech-models", each->speech_models);
    add_names (&list, "voices", each->voices);
    g_variant_builder_close (&list);
  }
  return g_variant_builder_end (&list);
}

static void
found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data; /* consumed by returning */
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = hearth_voice_discovery_find_finish (result, &error);

  if (found == NULL)
    hearth_service_return_error (invocation, error);
  else
    hearth_daemon_speech1_complete_find_speech_services (NULL, invocation, write_found (found));
}

static gboolean
find_cb (HearthDaemonSpeech1 *skeleton, GDBusMethodInvocation *invocation, HearthVoiceSetup *setup)
{
  g_autoptr (GVariant) list =
      g_settings_get_value (hearth_voice_setup_get_settings (setup), "speech-service-ports");
  gsize n = 0;
  const guint16 *ports = g_variant_get_fixed_array (list, &n, sizeof (guint16));

  hearth_voice_discovery_find_async (hearth_voice_setup_get_http (setup), ports, MIN (n, MAX_PORTS),
                                     NULL, found_cb, invocation);
  return TRUE;
}

static void
tried_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data; /* consumed by returning */
  g_autoptr (GError) error = NULL;
  g_autofree char *outcome = hearth_voice_trial_finish (result, &error);

  if (outcome == NULL)
    hearth_service_return_error (invocation, error);
  else
    hearth_daemon_speech1_complete_try_speech_service (NULL, invocation, NULL, outcome);
}

static gboolean
try_cb (HearthDaemonSpeech1 *skeleton, GDBusMethodInvocation *invocation, GUnixFDList *fds,
        GVariant *service, GVariant *handle, HearthVoiceSetup *setup)
{
  char *key = NULL;
  g_autoptr (HearthVoiceConfig) config = take_config (invocation, fds, service, handle, &key);

  if (config != NULL)
    hearth_voice_trial_async (setup, config, key, tried_cb, invocation);
  hearth_secret_pipe_wipe (key);
  return TRUE;
}

static void
changed_cb (HearthVoiceSetup *setup, HearthDaemonSpeech1 *skeleton)
{
  hearth_daemon_speech1_emit_speech_changed (skeleton);
}

/**
 * hearth_service_speech_setup_connect:
 * @skeleton: the interface for talking
 * @setup: what the settings say of what hears and speaks
 *
 * Answers the methods on speech services.
 */
void
hearth_service_speech_setup_connect (HearthDaemonSpeech1 *skeleton, HearthVoiceSetup *setup)
{
  static const struct {
    const char *signal;
    GCallback callback;
  } handlers[] = {
    { "handle-list-speech-services", G_CALLBACK (list_cb) },
    { "handle-save-speech-service", G_CALLBACK (save_cb) },
    { "handle-remove-speech-service", G_CALLBACK (remove_cb) },
    { "handle-choose-speech", G_CALLBACK (choose_cb) },
    { "handle-agree-speech-host", G_CALLBACK (agree_cb) },
    { "handle-find-speech-services", G_CALLBACK (find_cb) },
    { "handle-try-speech-service", G_CALLBACK (try_cb) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_object (skeleton, handlers[i].signal, handlers[i].callback, setup, 0);
  g_signal_connect_object (setup, "changed", G_CALLBACK (changed_cb), skeleton, 0);
}
