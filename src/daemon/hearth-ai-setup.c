/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-setup-private.h"

#include "hearth-ai-kinds.h"
#include "hearth-ai-route.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <math.h>

/* How fast a service was, tokens a second; its identifier follows. */
#define META_SPEED "ai-speed:"

static guint signal_bytes_sent;
static guint signal_changed;

/**
 * HearthAiSetup:
 *
 * The services that the settings name, and which of them is used for what.
 *
 * Signals: `bytes-sent ()`: what left this computer for them today is more. `changed ()`: services,
 * or what they are used for, are different.
 */
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
gboolean
hearth_ai_setup_has_agreed (HearthAiSetup *self, const char *host)
{
  g_auto (GStrv) hosts = g_settings_get_strv (self->settings, HEARTH_AI_SETUP_KEY_HOSTS);

  return self->demo || g_strv_contains ((const char *const *) hosts, host);
}

/* What is known of @id's speed is no longer true. */
void
hearth_ai_setup_forget_speed (HearthAiSetup *self, const char *id)
{
  g_autofree char *name = g_strconcat (META_SPEED, id, NULL);

  (void) hearth_engine_set_meta (self->engine, name, NULL, NULL);
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

/* Whether what was measured with one holds for the other. */
gboolean
hearth_ai_setup_is_same (const HearthAiConfig *a, const HearthAiConfig *b)
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
  if (route == NULL || !hearth_ai_setup_is_same (hearth_ai_route_get_config (route), config)) {
    route = make_route (self, config);
    if (route == NULL) {
      g_hash_table_remove (self->routes, id);
      return NULL;
    }
    g_hash_table_insert (self->routes, g_strdup (id), route);
  }
  hearth_ai_route_set_agreed (route,
                              hearth_ai_setup_has_agreed (self, hearth_ai_service_get_host (
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

static void
traffic_changed_cb (HearthAiSetup *self)
{
  g_signal_emit (self, signal_bytes_sent, 0);
}

static void
hearth_ai_setup_dispose (GObject *object)
{
  HearthAiSetup *self = HEARTH_AI_SETUP (object);

  if (self->llama != NULL)
    hearth_llama_kill (self->llama);
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
  static const char *const keys[] = { "changed::service",
                                      "changed::service-plan",
                                      "changed::services",
                                      "changed::service-summaries",
                                      "changed::" HEARTH_AI_SETUP_KEY_HOSTS,
                                      "changed::openai-base-url",
                                      "changed::openai-model" };
  HearthAiSetup *self = g_object_new (HEARTH_TYPE_AI_SETUP, NULL);

  self->engine = g_object_ref (engine);
  self->companion = g_object_ref (companion);
  self->settings = g_object_ref (settings);
  self->demo = demo;
  self->traffic = hearth_http_traffic_new ();
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
  g_variant_dict_insert (&dict, "agreed", "b", local || hearth_ai_setup_has_agreed (self, host));
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
