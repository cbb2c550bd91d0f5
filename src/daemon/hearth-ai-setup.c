/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-setup.h"

#include "hearth-ai-kinds.h"
#include "hearth-http.h"
#include "hearth-secrets.h"

#include <glib/gi18n.h>

#define META_TRAFFIC "traffic"

/* What was counted is written down at most so often. */
#define SAVE_SECONDS 30

/**
 * HearthAiSetup:
 *
 * The service that the settings name, made and handed to the companion; the count of what left this
 * computer for it.
 *
 * Signal: `bytes-sent ()`: the count of today is different.
 */
struct _HearthAiSetup {
  GObject parent_instance;

  HearthEngine *engine;       /* (owned) */
  HearthCompanion *companion; /* (owned) */
  GSettings *settings;        /* (owned) */
  HearthHttpTraffic *traffic; /* (owned) */
  HearthHttp *http;           /* (owned) (nullable) made when a service is first used */
  guint save_timer;
};

static guint signal_bytes_sent;

G_DEFINE_FINAL_TYPE (HearthAiSetup, hearth_ai_setup, G_TYPE_OBJECT)

static void
lookup_key_async (const char *host, GCancellable *cancellable, GAsyncReadyCallback callback,
                  gpointer user_data)
{
  hearth_secrets_lookup_async (HEARTH_SECRET_AI_KEY, host, cancellable, callback, user_data);
}

/* Where there is no keyring there is no key: a service on this computer wants none, and any other
 * says so itself. */
static char *
lookup_key_finish (GAsyncResult *result, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  char *key = hearth_secrets_lookup_finish (result, &local_error);

  if (local_error != NULL &&
      !g_error_matches (local_error, HEARTH_SECRETS_ERROR, HEARTH_SECRETS_ERROR_NO_KEYRING))
    g_propagate_error (error, g_steal_pointer (&local_error));
  return key;
}

static const HearthAiKeyFuncs key_funcs = { lookup_key_async, lookup_key_finish,
                                            hearth_secrets_free };

static HearthAiService *
make_service (HearthAiSetup *self, const char *base_url, const char *model, GError **error)
{
  if (self->http == NULL)
    self->http = hearth_http_new (self->traffic);
  return hearth_ai_kind_make ("openai", self->http, base_url, model, &key_funcs, error);
}

/* Hands the companion what the settings name; where that cannot be used it stays with the
 * built-in service, which needs nothing. */
static void
apply (HearthAiSetup *self)
{
  g_autofree char *service = g_settings_get_string (self->settings, "service");
  g_autofree char *base_url = g_settings_get_string (self->settings, "openai-base-url");
  g_autofree char *model = g_settings_get_string (self->settings, "openai-model");
  g_autoptr (HearthAiService) made = NULL;
  g_autoptr (GError) error = NULL;

  if (g_strcmp0 (service, "openai") == 0) {
    made = make_service (self, base_url, model, &error);
    if (made == NULL)
      g_message ("%s", error->message);
  }
  hearth_companion_set_service (self->companion, made);
}

static gboolean
save_cb (gpointer user_data)
{
  HearthAiSetup *self = user_data;
  g_autoptr (GVariant) counts = g_variant_ref_sink (hearth_http_traffic_to_variant (self->traffic));
  g_autofree char *text = g_variant_print (counts, TRUE);
  g_autoptr (GError) error = NULL;

  self->save_timer = 0;
  if (!hearth_engine_set_meta (self->engine, META_TRAFFIC, text, &error))
    g_warning ("%s", error->message);
  return G_SOURCE_REMOVE;
}

static void
traffic_changed_cb (HearthAiSetup *self)
{
  if (self->save_timer == 0)
    self->save_timer = g_timeout_add_seconds (SAVE_SECONDS, save_cb, self);
  g_signal_emit (self, signal_bytes_sent, 0);
}

static void
restore_traffic (HearthAiSetup *self)
{
  g_autofree char *text = hearth_engine_dup_meta (self->engine, META_TRAFFIC);
  g_autoptr (GVariant) counts =
      text != NULL ? g_variant_parse (NULL, text, NULL, NULL, NULL) : NULL;

  if (counts != NULL)
    hearth_http_traffic_restore (self->traffic, counts);
}

static void
hearth_ai_setup_dispose (GObject *object)
{
  HearthAiSetup *self = HEARTH_AI_SETUP (object);

  if (self->save_timer != 0) {
    g_source_remove (self->save_timer);
    save_cb (self);
  }
  g_clear_object (&self->http);
  g_clear_object (&self->traffic);
  g_clear_object (&self->settings);
  g_clear_object (&self->companion);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (hearth_ai_setup_parent_class)->dispose (object);
}

static void
hearth_ai_setup_class_init (HearthAiSetupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_ai_setup_dispose;
  signal_bytes_sent = g_signal_new ("bytes-sent", HEARTH_TYPE_AI_SETUP, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
}

static void
hearth_ai_setup_init (HearthAiSetup *self)
{
}

/**
 * hearth_ai_setup_new:
 * @engine: where the count is kept
 * @companion: who uses the service
 * @settings: what the owner chose; followed when it changes
 *
 * Returns: (transfer full): a set-up
 */
HearthAiSetup *
hearth_ai_setup_new (HearthEngine *engine, HearthCompanion *companion, GSettings *settings)
{
  static const char *const keys[] = { "changed::service", "changed::openai-base-url",
                                      "changed::openai-model" };
  HearthAiSetup *self = g_object_new (HEARTH_TYPE_AI_SETUP, NULL);

  self->engine = g_object_ref (engine);
  self->companion = g_object_ref (companion);
  self->settings = g_object_ref (settings);
  self->traffic = hearth_http_traffic_new ();
  restore_traffic (self);
  g_signal_connect_object (self->traffic, "changed", G_CALLBACK (traffic_changed_cb), self,
                           G_CONNECT_SWAPPED);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_signal_connect_object (settings, keys[i], G_CALLBACK (apply), self, G_CONNECT_SWAPPED);
  apply (self);
  return self;
}

/* What was asked for, while the keyring takes the key. */
typedef struct {
  char *service;
  char *base_url;
  char *model;
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_free (change->service);
  g_free (change->base_url);
  g_free (change->model);
  g_free (change);
}

static void
write_settings (HearthAiSetup *self, const Change *change)
{
  if (g_strcmp0 (change->service, "builtin") != 0) {
    g_settings_set_string (self->settings, "openai-base-url", change->base_url);
    g_settings_set_string (self->settings, "openai-model", change->model);
  }
  g_settings_set_string (self->settings, "service", change->service);
}

static void
key_stored_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HearthAiSetup *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!hearth_secrets_store_finish (result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  if (self->settings != NULL)
    write_settings (self, g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
}

/**
 * hearth_ai_setup_change_async:
 * @self: a set-up
 * @service: "builtin" or "openai"
 * @base_url: of an OpenAI-compatible service
 * @model: its model
 * @key: a new key, or "" to leave the one that is kept
 * @callback: called when it is so, or why not is known
 * @user_data: for @callback
 *
 * Chooses what answers. The key goes to the keyring and nowhere else; that may have to ask its
 * owner to be unlocked, for which nothing else waits.
 */
void
hearth_ai_setup_change_async (HearthAiSetup *self, const char *service, const char *base_url,
                              const char *model, const char *key, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (HearthAiService) made = NULL;
  Change *change = g_new0 (Change, 1);
  GError *error = NULL;

  change->service = g_strdup (service);
  change->base_url = g_strdup (base_url);
  change->model = g_strdup (model);
  g_task_set_source_tag (task, hearth_ai_setup_change_async);
  g_task_set_task_data (task, change, change_free);
  if (!g_settings_is_writable (self->settings, "service")) {
    g_task_return_new_error (task, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                             _("Which service answers is set by this computer's administrator."));
    return;
  }
  if (g_strcmp0 (service, "openai") == 0) {
    made = make_service (self, base_url, model, &error);
    if (made == NULL) {
      g_task_return_error (task, error);
      return;
    }
    if (key[0] != '\0') {
      hearth_secrets_store_async (HEARTH_SECRET_AI_KEY, hearth_ai_service_get_host (made), key,
                                  NULL, key_stored_cb, g_steal_pointer (&task));
      return;
    }
  } else if (g_strcmp0 (service, "builtin") != 0) {
    g_task_return_new_error (task, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                             _("“%s” is not a service that Hearth knows."), service);
    return;
  }
  write_settings (self, change);
  g_task_return_boolean (task, TRUE);
}

/**
 * hearth_ai_setup_change_finish:
 * @self: a set-up
 * @result: from the callback
 * @error: a #HearthAiError or #HearthSecretsError, or %HEARTH_ENGINE_ERROR_INVALID
 *
 * Returns: whether it is so now; otherwise nothing was changed
 */
gboolean
hearth_ai_setup_change_finish (HearthAiSetup *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * hearth_ai_setup_get_bytes_sent_today:
 * @self: a set-up
 *
 * Returns: bytes that left this computer for a service since midnight
 */
guint64
hearth_ai_setup_get_bytes_sent_today (HearthAiSetup *self)
{
  return hearth_http_traffic_get_bytes_sent_today (self->traffic);
}
