/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-setup.h"

#include "hearth-ai-keys.h"
#include "hearth-ai-kinds.h"
#include "hearth-ai-route.h"
#include "hearth-secrets.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define META_TRAFFIC "traffic"
/* How fast a service was, tokens a second; its identifier follows. */
#define META_SPEED "ai-speed:"

#define KEY_HOSTS "service-hosts"
#define MAX_HOSTS 256

/* What was counted is written down at most so often. */
#define SAVE_SECONDS 30

/**
 * HearthAiSetup:
 *
 * The services that the settings name, which of them is used for what, and the count of what left
 * this computer for them.
 *
 * Signals: `bytes-sent ()`: the count of today is different. `changed ()`: services, or what they
 * are used for, are different.
 */
struct _HearthAiSetup {
  GObject parent_instance;

  HearthEngine *engine;       /* (owned) */
  HearthCompanion *companion; /* (owned) */
  GSettings *settings;        /* (owned) */
  HearthHttpTraffic *traffic; /* (owned) */
  HearthHttp *http;           /* (owned) (nullable) made when a service is first used */
  HearthLlama *llama;         /* (owned) (nullable) likewise */
  GHashTable *routes;         /* (element-type utf8 HearthAiRoute) by identifier */
  gboolean demo;
  guint save_timer;
};

static guint signal_bytes_sent;
static guint signal_changed;

G_DEFINE_FINAL_TYPE (HearthAiSetup, hearth_ai_setup, G_TYPE_OBJECT)

/**
 * hearth_ai_setup_get_http:
 * @self: a set-up
 *
 * Returns: (transfer none): the client whose traffic is counted
 */
HearthHttp *
hearth_ai_setup_get_http (HearthAiSetup *self)
{
  if (self->http == NULL) {
    self->http = hearth_http_new (self->traffic);
    hearth_http_set_purpose (self->http, HEARTH_TRAFFIC_ANSWERS);
  }
  return self->http;
}

/**
 * hearth_ai_setup_get_llama:
 * @self: a set-up
 *
 * Returns: (transfer none): what runs a model's file
 */
HearthLlama *
hearth_ai_setup_get_llama (HearthAiSetup *self)
{
  if (self->llama == NULL)
    self->llama = hearth_llama_new (hearth_ai_setup_get_http (self), self->settings);
  return self->llama;
}

/**
 * hearth_ai_setup_get_settings:
 * @self: a set-up
 *
 * Returns: (transfer none): what the owner chose
 */
GSettings *
hearth_ai_setup_get_settings (HearthAiSetup *self)
{
  return self->settings;
}

/**
 * hearth_ai_setup_get_engine:
 * @self: a set-up
 *
 * Returns: (transfer none): the engine
 */
HearthEngine *
hearth_ai_setup_get_engine (HearthAiSetup *self)
{
  return self->engine;
}

/* What is in the demo account is nobody's. */
static gboolean
has_agreed (HearthAiSetup *self, const char *host)
{
  g_auto (GStrv) hosts = g_settings_get_strv (self->settings, KEY_HOSTS);

  return self->demo || g_strv_contains ((const char *const *) hosts, host);
}

static void
speed_cb (HearthAiSetup *self, double speed, HearthAiRoute *route)
{
  g_autofree char *name = g_strconcat (META_SPEED, hearth_ai_route_get_config (route)->id, NULL);
  g_autofree char *before = hearth_engine_dup_meta (self->engine, name);
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  double known = before != NULL ? g_ascii_strtod (before, NULL) : 0;
  g_autoptr (GError) error = NULL;

  /* One answer is slower, the next is faster: a mean that forgets, and is not written for nothing.
   */
  if (known > 0)
    speed = known * 0.7 + speed * 0.3;
  if (known > 0 && fabs (speed - known) < known * 0.05)
    return;
  g_ascii_formatd (text, sizeof text, "%.2f", speed);
  if (!hearth_engine_set_meta (self->engine, name, text, &error))
    g_warning ("%s", error->message);
  g_signal_emit (self, signal_changed, 0);
}

static double
get_speed (HearthAiSetup *self, const char *id)
{
  g_autofree char *name = g_strconcat (META_SPEED, id, NULL);
  g_autofree char *text = hearth_engine_dup_meta (self->engine, name);
  double speed = text != NULL ? g_ascii_strtod (text, NULL) : 0;

  return isfinite (speed) && speed > 0 ? speed : 0;
}

static gboolean
configs_equal (const HearthAiConfig *a, const HearthAiConfig *b)
{
  return g_str_equal (a->kind, b->kind) && g_str_equal (a->name, b->name) &&
         g_str_equal (a->base_url, b->base_url) && g_str_equal (a->model, b->model);
}

static HearthAiRoute *
make_route (HearthAiSetup *self, const HearthAiConfig *config)
{
  g_autoptr (GError) error = NULL;
  HearthAiRoute *route = hearth_ai_route_new (config, hearth_ai_setup_get_http (self),
                                              g_str_equal (config->kind, HEARTH_AI_KIND_LLAMA)
                                                  ? hearth_ai_setup_get_llama (self)
                                                  : NULL,
                                              &error);

  if (route == NULL)
    g_message ("%s", error->message);
  else
    g_signal_connect_object (route, "speed", G_CALLBACK (speed_cb), self, G_CONNECT_SWAPPED);
  return route;
}

/**
 * hearth_ai_setup_find_service:
 * @self: a set-up
 * @id: an identifier from the settings
 *
 * Returns: (transfer full) (nullable): the service; %NULL for the built-in one, and for one that is
 * not there or whose settings cannot be used
 */
HearthAiService *
hearth_ai_setup_find_service (HearthAiSetup *self, const char *id)
{
  g_autoptr (GPtrArray) configs = hearth_ai_configs_load (self->settings);
  const HearthAiConfig *config = hearth_ai_configs_find (configs, id);
  HearthAiRoute *route = g_hash_table_lookup (self->routes, id);

  if (config == NULL)
    return NULL;
  if (route == NULL || !configs_equal (hearth_ai_route_get_config (route), config)) {
    route = make_route (self, config);
    if (route == NULL) {
      g_hash_table_remove (self->routes, id);
      return NULL;
    }
    g_hash_table_insert (self->routes, g_strdup (id), route);
  }
  hearth_ai_route_set_agreed (route, has_agreed (self, hearth_ai_service_get_host (
                                                           HEARTH_AI_SERVICE (route))));
  return HEARTH_AI_SERVICE (g_object_ref (route));
}

/* What a purpose uses: an identifier. */
static char *
dup_choice (HearthAiSetup *self, HearthAiPurpose purpose)
{
  char *id = g_settings_get_string (self->settings, hearth_ai_purpose_get_key (purpose));

  if (*id != '\0')
    return id;
  g_free (id);
  return g_settings_get_string (self->settings, hearth_ai_purpose_get_key (HEARTH_AI_CONVERSATION));
}

/**
 * hearth_ai_setup_dup_service:
 * @self: a set-up
 * @purpose: a purpose
 *
 * Returns: (transfer full) (nullable): what is used for it, %NULL for the built-in one
 */
HearthAiService *
hearth_ai_setup_dup_service (HearthAiSetup *self, HearthAiPurpose purpose)
{
  g_autofree char *id = dup_choice (self, purpose);

  return hearth_ai_setup_find_service (self, id);
}

/* Hands the companion what the settings name; where that cannot be used it stays with the built-in
 * service, which needs nothing. */
static void
apply (HearthAiSetup *self)
{
  g_autoptr (HearthAiService) service = hearth_ai_setup_dup_service (self, HEARTH_AI_CONVERSATION);
  g_autoptr (HearthAiService) plan = hearth_ai_setup_dup_service (self, HEARTH_AI_PLAN);

  hearth_companion_set_service (self->companion, service);
  hearth_companion_set_plan_service (self->companion, plan);
  g_signal_emit (self, signal_changed, 0);
}

static void
apply_offers (HearthAiSetup *self)
{
  hearth_companion_set_offers (self->companion,
                               !g_settings_get_boolean (self->settings, "mind-offered"));
}

static void
offered_cb (HearthAiSetup *self)
{
  g_settings_set_boolean (self->settings, "mind-offered", TRUE);
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
  if (self->llama != NULL)
    hearth_llama_stop (self->llama);
  g_clear_pointer (&self->routes, g_hash_table_unref);
  g_clear_object (&self->llama);
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
  signal_changed = g_signal_new ("changed", HEARTH_TYPE_AI_SETUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
hearth_ai_setup_init (HearthAiSetup *self)
{
  self->routes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

/**
 * hearth_ai_setup_new:
 * @engine: where counts are kept
 * @companion: who uses the service for conversation
 * @settings: what the owner chose; followed when it changes
 * @demo: whether mail and events are the demo's, which may go anywhere
 *
 * Returns: (transfer full): a set-up
 */
HearthAiSetup *
hearth_ai_setup_new (HearthEngine *engine, HearthCompanion *companion, GSettings *settings,
                     gboolean demo)
{
  static const char *const keys[] = { "changed::service",     "changed::service-plan",
                                      "changed::services",    "changed::service-summaries",
                                      "changed::" KEY_HOSTS,  "changed::openai-base-url",
                                      "changed::openai-model" };
  HearthAiSetup *self = g_object_new (HEARTH_TYPE_AI_SETUP, NULL);

  self->engine = g_object_ref (engine);
  self->companion = g_object_ref (companion);
  self->settings = g_object_ref (settings);
  self->demo = demo;
  self->traffic = hearth_http_traffic_new ();
  restore_traffic (self);
  g_signal_connect_object (self->traffic, "changed", G_CALLBACK (traffic_changed_cb), self,
                           G_CONNECT_SWAPPED);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_signal_connect_object (settings, keys[i], G_CALLBACK (apply), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::mind-offered", G_CALLBACK (apply_offers), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (companion, "offered", G_CALLBACK (offered_cb), self, G_CONNECT_SWAPPED);
  apply_offers (self);
  apply (self);
  return self;
}

static guint64
get_file_size (const HearthAiConfig *config)
{
  GStatBuf status;

  return g_str_equal (config->kind, HEARTH_AI_KIND_LLAMA) && g_stat (config->model, &status) == 0
             ? (guint64) status.st_size
             : 0;
}

/* Names the purposes that use @id. */
static GVariant *
list_purposes (HearthAiSetup *self, const char *id)
{
  GVariantBuilder names;

  g_variant_builder_init (&names, G_VARIANT_TYPE_STRING_ARRAY);
  for (HearthAiPurpose purpose = 0; purpose < HEARTH_AI_N_PURPOSES; purpose++) {
    g_autofree char *choice = dup_choice (self, purpose);

    if (g_str_equal (choice, id))
      g_variant_builder_add (&names, "s", hearth_ai_purpose_get_name (purpose));
  }
  return g_variant_builder_end (&names);
}

static GVariant *
describe (HearthAiSetup *self, const HearthAiConfig *config)
{
  g_autoptr (HearthAiService) service = hearth_ai_setup_find_service (self, config->id);
  g_autoptr (GVariant) basic = g_variant_ref_sink (hearth_ai_config_to_variant (config));
  g_autofree char *title = hearth_ai_config_dup_title (config);
  g_autofree char *leaves = hearth_ai_config_dup_leaves (config);
  const char *host = service != NULL ? hearth_ai_service_get_host (service) : "";
  gboolean local = service == NULL || hearth_ai_service_is_local (service);
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (basic);

  g_variant_dict_insert (&dict, "title", "s", title);
  g_variant_dict_insert (&dict, "host", "s", host);
  g_variant_dict_insert (&dict, "local", "b", local);
  g_variant_dict_insert (&dict, "agreed", "b", local || has_agreed (self, host));
  g_variant_dict_insert (&dict, "leaves", "s", leaves);
  g_variant_dict_insert_value (&dict, "purposes", list_purposes (self, config->id));
  g_variant_dict_insert (&dict, "size", "t", get_file_size (config));
  g_variant_dict_insert (&dict, "speed", "d", get_speed (self, config->id));
  return g_variant_dict_end (&dict);
}

/**
 * hearth_ai_setup_list:
 * @self: a set-up
 *
 * Returns: (transfer floating): an aa{sv} of all services, the built-in one first; see ListServices
 * in the daemon's interface
 */
GVariant *
hearth_ai_setup_list (HearthAiSetup *self)
{
  g_autoptr (GPtrArray) configs = hearth_ai_configs_load (self->settings);
  g_autoptr (HearthAiConfig) builtin =
      hearth_ai_config_new (HEARTH_AI_BUILTIN, HEARTH_AI_BUILTIN, "", "");
  GVariantBuilder list;

  g_free (builtin->name);
  builtin->name = g_strdup (_("This computer, by rules"));
  g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
  g_variant_builder_add_value (&list, describe (self, builtin));
  for (guint i = 0; i < configs->len; i++)
    g_variant_builder_add_value (&list, describe (self, g_ptr_array_index (configs, i)));
  return g_variant_builder_end (&list);
}

static GError *
new_locked_error (void)
{
  return g_error_new_literal (HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                              _("Which service answers is set by this computer's administrator."));
}

static gboolean
check_file (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  char magic[4] = { 0 };
  gsize n = 0;

  if (stream == NULL)
    return FALSE;
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), magic, sizeof magic, &n, NULL, error))
    return FALSE;
  if (n == sizeof magic && memcmp (magic, "GGUF", sizeof magic) == 0)
    return TRUE;
  g_set_error (error, HEARTH_AI_ERROR, HEARTH_AI_ERROR_SETTINGS,
               _("“%s” is not a model’s file: such a file has the form GGUF."), path);
  return FALSE;
}

/* One that is being saved, while the keyring takes its key. */
typedef struct {
  HearthAiConfig *config; /* (owned) */
  char *key;              /* (owned) wiped */
  HearthAiService *made;  /* (owned) (nullable) */
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  hearth_ai_config_free (saving->config);
  hearth_secrets_free (saving->key);
  g_clear_object (&saving->made);
  g_free (saving);
}

static void
forget_speed (HearthAiSetup *self, const char *id)
{
  g_autofree char *name = g_strconcat (META_SPEED, id, NULL);

  (void) hearth_engine_set_meta (self->engine, name, NULL, NULL);
}

static void
write_config (GTask *task)
{
  HearthAiSetup *self = g_task_get_source_object (task);
  Saving *saving = g_task_get_task_data (task);
  g_autoptr (GPtrArray) configs = NULL;
  guint at;

  if (self->settings == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                             _("The request was stopped."));
    return;
  }
  configs = hearth_ai_configs_load (self->settings);
  if (*saving->config->id == '\0') {
    g_free (saving->config->id);
    saving->config->id = hearth_ai_configs_new_id (configs, saving->config);
  }
  for (at = 0; at < configs->len; at++) {
    HearthAiConfig *before = g_ptr_array_index (configs, at);

    if (!g_str_equal (before->id, saving->config->id))
      continue;
    if (!configs_equal (before, saving->config))
      forget_speed (self, before->id);
    hearth_ai_config_free (before);
    configs->pdata[at] = hearth_ai_config_copy (saving->config);
    break;
  }
  if (at == configs->len)
    g_ptr_array_add (configs, hearth_ai_config_copy (saving->config));
  if (!hearth_ai_configs_save (self->settings, configs))
    g_task_return_error (task, new_locked_error ());
  else
    g_task_return_pointer (task, g_strdup (saving->config->id), g_free);
}

static void
key_stored_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!hearth_secrets_store_finish (result, &error))
    g_task_return_error (task, error);
  else
    write_config (task);
}

static void
store_key (GTask *task)
{
  Saving *saving = g_task_get_task_data (task);

  if (*saving->key == '\0' || saving->made == NULL)
    write_config (task);
  else
    hearth_secrets_store_async (HEARTH_SECRET_AI_KEY, hearth_ai_service_get_host (saving->made),
                                saving->key, NULL, key_stored_cb, g_object_ref (task));
}

/* The service as it would be, and its address as it is kept: that of its kind where none was given.
 */
static gboolean
make_saved (HearthAiSetup *self, Saving *saving, GError **error)
{
  HearthAiConfig *config = saving->config;
  char *url;

  if (g_str_equal (config->kind, HEARTH_AI_KIND_LLAMA))
    return check_file (config->model, error);
  url = hearth_ai_kind_dup_normal_url (config->kind, config->base_url, error);
  if (url == NULL)
    return FALSE;
  g_free (config->base_url);
  config->base_url = url;
  saving->made = hearth_ai_kind_make (config->kind, hearth_ai_setup_get_http (self), url,
                                      config->model, &hearth_ai_keys, error);
  return saving->made != NULL;
}

/**
 * hearth_ai_setup_save_async:
 * @self: a set-up
 * @config: a service; one without an identifier is a new one
 * @key: a new key, or "" to leave the one that is kept
 * @callback: called when it is so, or why not is known
 * @user_data: for @callback
 *
 * Adds or changes a service. The key goes to the keyring and nowhere else; that may have to ask its
 * owner to be unlocked, for which nothing else waits.
 */
void
hearth_ai_setup_save_async (HearthAiSetup *self, const HearthAiConfig *config, const char *key,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Saving *saving = g_new0 (Saving, 1);
  GError *error = NULL;

  saving->config = hearth_ai_config_copy (config);
  saving->key = g_strdup (key);
  g_task_set_source_tag (task, hearth_ai_setup_save_async);
  g_task_set_task_data (task, saving, saving_free);
  if (!g_settings_is_writable (self->settings, "services")) {
    g_task_return_error (task, new_locked_error ());
    return;
  }
  if (!make_saved (self, saving, &error))
    g_task_return_error (task, error);
  else
    store_key (task);
}

/**
 * hearth_ai_setup_save_finish:
 * @self: a set-up
 * @result: from the callback
 * @error: a #HearthAiError or #HearthSecretsError, %HEARTH_ENGINE_ERROR_INVALID where an
 * administrator has the say, or why a model's file cannot be read
 *
 * Returns: (transfer full) (nullable): its identifier; otherwise nothing was changed
 */
char *
hearth_ai_setup_save_finish (HearthAiSetup *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static GError *
new_unknown_error (const char *id)
{
  return g_error_new (HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_NOT_FOUND,
                      _("There is no service called “%s”."), id);
}

/**
 * hearth_ai_setup_choose:
 * @self: a set-up
 * @purpose: a purpose
 * @id: the service for it, %HEARTH_AI_BUILTIN, or "" for the one that is used for conversation
 * @error: %HEARTH_ENGINE_ERROR_NOT_FOUND, or %HEARTH_ENGINE_ERROR_INVALID where an administrator
 * has the say
 *
 * Returns: whether it is used from now on
 */
gboolean
hearth_ai_setup_choose (HearthAiSetup *self, HearthAiPurpose purpose, const char *id,
                        GError **error)
{
  const char *key = hearth_ai_purpose_get_key (purpose);
  g_autoptr (GPtrArray) configs = hearth_ai_configs_load (self->settings);

  if (*id == '\0' && purpose == HEARTH_AI_CONVERSATION)
    id = HEARTH_AI_BUILTIN;
  if (*id != '\0' && !g_str_equal (id, HEARTH_AI_BUILTIN) &&
      hearth_ai_configs_find (configs, id) == NULL) {
    g_propagate_error (error, new_unknown_error (id));
    return FALSE;
  }
  if (g_settings_is_writable (self->settings, key) &&
      g_settings_set_string (self->settings, key, id))
    return TRUE;
  g_propagate_error (error, new_locked_error ());
  return FALSE;
}

/**
 * hearth_ai_setup_agree:
 * @self: a set-up
 * @host: a service's host
 * @agreed: whether mail and events may go there
 * @error: %HEARTH_ENGINE_ERROR_INVALID where an administrator has the say
 *
 * Returns: whether it is so now
 */
gboolean
hearth_ai_setup_agree (HearthAiSetup *self, const char *host, gboolean agreed, GError **error)
{
  g_auto (GStrv) before = g_settings_get_strv (self->settings, KEY_HOSTS);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) after = NULL;

  for (guint i = 0; before[i] != NULL && i < MAX_HOSTS; i++) {
    if (!g_str_equal (before[i], host))
      g_strv_builder_add (builder, before[i]);
  }
  if (agreed)
    g_strv_builder_add (builder, host);
  after = g_strv_builder_end (builder);
  if (g_settings_is_writable (self->settings, KEY_HOSTS) &&
      g_settings_set_strv (self->settings, KEY_HOSTS, (const char *const *) after))
    return TRUE;
  g_propagate_error (error, new_locked_error ());
  return FALSE;
}

/* What used it uses what is always there. */
static void
unchoose (HearthAiSetup *self, const char *id)
{
  for (HearthAiPurpose purpose = 0; purpose < HEARTH_AI_N_PURPOSES; purpose++) {
    const char *key = hearth_ai_purpose_get_key (purpose);
    g_autofree char *choice = g_settings_get_string (self->settings, key);

    if (g_str_equal (choice, id))
      g_settings_set_string (self->settings, key,
                             purpose == HEARTH_AI_CONVERSATION ? HEARTH_AI_BUILTIN : "");
  }
}

static gboolean
uses_host (HearthAiSetup *self, GPtrArray *configs, const char *host)
{
  for (guint i = 0; i < configs->len; i++) {
    const HearthAiConfig *config = g_ptr_array_index (configs, i);
    g_autoptr (HearthAiService) service = hearth_ai_setup_find_service (self, config->id);

    if (service != NULL && g_str_equal (hearth_ai_service_get_host (service), host))
      return TRUE;
  }
  return FALSE;
}

static void
key_cleared_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  /* Where there is no keyring there was no key. */
  if (!hearth_secrets_clear_finish (result, &error) &&
      !g_error_matches (error, HEARTH_SECRETS_ERROR, HEARTH_SECRETS_ERROR_NO_KEYRING)) {
    g_task_return_error (task, error);
    return;
  }
  g_clear_error (&error);
  g_task_return_boolean (task, TRUE);
}

/**
 * hearth_ai_setup_remove_async:
 * @self: a set-up
 * @id: a service
 * @callback: called when it is gone
 * @user_data: for @callback
 *
 * Removes a service, and with the last one of its host its key and the word that mail may go there.
 * What used it uses the built-in service.
 */
void
hearth_ai_setup_remove_async (HearthAiSetup *self, const char *id, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GPtrArray) configs = hearth_ai_configs_load (self->settings);
  const HearthAiConfig *config = hearth_ai_configs_find (configs, id);
  g_autoptr (HearthAiService) service = hearth_ai_setup_find_service (self, id);
  g_autofree char *host = g_strdup (service != NULL ? hearth_ai_service_get_host (service) : NULL);

  g_task_set_source_tag (task, hearth_ai_setup_remove_async);
  if (config == NULL) {
    g_task_return_error (task, new_unknown_error (id));
    return;
  }
  g_ptr_array_remove (configs, (gpointer) config);
  if (!hearth_ai_configs_save (self->settings, configs)) {
    g_task_return_error (task, new_locked_error ());
    return;
  }
  unchoose (self, id);
  forget_speed (self, id);
  g_hash_table_remove (self->routes, id);
  if (host == NULL || uses_host (self, configs, host)) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  if (has_agreed (self, host) && !self->demo)
    (void) hearth_ai_setup_agree (self, host, FALSE, NULL);
  hearth_secrets_clear_async (HEARTH_SECRET_AI_KEY, host, NULL, key_cleared_cb,
                              g_steal_pointer (&task));
}

/**
 * hearth_ai_setup_remove_finish:
 * @self: a set-up
 * @result: from the callback
 * @error: %HEARTH_ENGINE_ERROR_NOT_FOUND, %HEARTH_ENGINE_ERROR_INVALID where an administrator has
 * the say, or a #HearthSecretsError: then the service is gone and its key is still in the keyring
 *
 * Returns: whether all of it is gone
 */
gboolean
hearth_ai_setup_remove_finish (HearthAiSetup *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * hearth_ai_setup_get_bytes_sent_today:
 * @self: a set-up
 *
 * Returns: bytes that left this computer for a service since midnight, as the kernel counts them
 */
guint64
hearth_ai_setup_get_bytes_sent_today (HearthAiSetup *self)
{
  return hearth_engine_get_bytes_sent_today (self->engine, HEARTH_TRAFFIC_ANSWERS);
}
