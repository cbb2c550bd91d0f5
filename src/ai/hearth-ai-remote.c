/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-remote-private.h"

#include "hearth-secret-memory.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HearthAiRemote:
 *
 * A service that is asked over HTTP, on this machine or elsewhere, in whatever protocol. An answer
 * under way is in hearth-ai-call.c, the list of models in hearth-ai-models.c.
 */
static void hearth_ai_remote_service_init (HearthAiServiceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HearthAiRemote, hearth_ai_remote, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HEARTH_TYPE_AI_SERVICE,
                                                      hearth_ai_remote_service_init))

/* Wipes and frees a key. */
void
hearth_ai_remote_wipe_key (char **key)
{
  g_clear_pointer (key, hearth_secret_memory_free);
}

/* A request to an address after the base, with what the service wants to be told in each. */
HearthHttpRequest *
hearth_ai_remote_new_request (HearthAiRemote *self, const char *method, const char *path,
                              const char *key)
{
  g_autofree char *url = g_strconcat (self->url->text, path, NULL);
  HearthHttpRequest *request = hearth_http_request_new (method, url);

  request->flags = self->flags;
  request->limits = self->limits;
  self->protocol->add_headers (request, key);
  return request;
}

/* Takes the key over from whoever keeps it, without the space that comes along when one copies it
 * from a page. */
char *
hearth_ai_remote_take_key (HearthAiRemote *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  char *stored = self->key_funcs->lookup_finish (result, &local_error);
  char *key = NULL;

  if (local_error != NULL) {
    if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_propagate_error (error, g_steal_pointer (&local_error));
    else
      g_set_error_literal (error, HEARTH_AI_ERROR, HEARTH_AI_ERROR_KEY, local_error->message);
    return NULL;
  }
  if (stored == NULL)
    return NULL;
  key = g_strstrip (hearth_secret_memory_dup (stored));
  self->key_funcs->free (stored);
  if (*key == '\0')
    hearth_ai_remote_wipe_key (&key);
  return key;
}

/**
 * hearth_ai_add_bearer:
 * @request: a request
 * @key: (nullable): the key
 *
 * Adds the key as most services want it, RFC 6750 section 2.1.
 */
void
hearth_ai_add_bearer (HearthHttpRequest *request, const char *key)
{
  g_autofree char *value = NULL;

  if (key == NULL)
    return;
  value = g_strconcat ("Bearer ", key, NULL);
  hearth_http_request_add_header (request, "Authorization", value);
  explicit_bzero (value, strlen (value));
}

static const char *
hearth_ai_remote_get_name (HearthAiService *service)
{
  return HEARTH_AI_REMOTE (service)->name;
}

static const char *
get_model (HearthAiService *service)
{
  return HEARTH_AI_REMOTE (service)->model;
}

static const char *
hearth_ai_remote_get_host (HearthAiService *service)
{
  return HEARTH_AI_REMOTE (service)->url->host;
}

static gboolean
hearth_ai_remote_is_local (HearthAiService *service)
{
  return HEARTH_AI_REMOTE (service)->url->loopback;
}

static gboolean
hearth_ai_remote_takes (HearthAiService *service, const char *type)
{
  return g_strv_contains (HEARTH_AI_REMOTE (service)->protocol->types, type);
}

static void
hearth_ai_remote_service_init (HearthAiServiceInterface *iface)
{
  iface->start = hearth_ai_remote_start;
  iface->get_name = hearth_ai_remote_get_name;
  iface->get_host = hearth_ai_remote_get_host;
  iface->is_local = hearth_ai_remote_is_local;
  iface->get_model = get_model;
  iface->takes = hearth_ai_remote_takes;
  iface->list_models_async = hearth_ai_remote_list_models_async;
  iface->list_models_finish = hearth_ai_remote_list_models_finish;
}

static void
hearth_ai_remote_finalize (GObject *object)
{
  HearthAiRemote *self = HEARTH_AI_REMOTE (object);

  g_clear_object (&self->http);
  g_clear_pointer (&self->url, hearth_http_url_free);
  g_free (self->model);
  g_free (self->name);
  G_OBJECT_CLASS (hearth_ai_remote_parent_class)->finalize (object);
}

static void
hearth_ai_remote_class_init (HearthAiRemoteClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_ai_remote_finalize;
}

static void
hearth_ai_remote_init (HearthAiRemote *self)
{
  /* A local server may load its model, and a model may think, for minutes without a byte. An
   * answer may take as long as it wants: whoever waits for it can stop it. */
  self->limits = (HearthHttpLimits){ 64 * 1024 * 1024, 15 * 1000, 180 * 1000, 0 };
  self->patience = (HearthAiPatience) HEARTH_AI_PATIENCE_DEFAULT;
}

/* Whether some segment of the path names a version: "v1", "v1beta". */
static gboolean
has_version (const char *path)
{
  g_auto (GStrv) segments = g_strsplit (path, "/", -1);

  for (guint i = 0; segments[i] != NULL; i++) {
    if (segments[i][0] == 'v' && g_ascii_isdigit (segments[i][1]))
      return TRUE;
  }
  return FALSE;
}

/* Without a scheme: plain to this machine, which has no certificate, and TLS to any other. */
static char *
add_scheme (char *text)
{
  g_autofree char *owned = text;
  g_autofree char *plain = NULL;
  g_autoptr (HearthHttpUrl) guess = NULL;

  if (strstr (text, "://") != NULL)
    return g_steal_pointer (&owned);
  plain = g_strconcat ("http://", text, NULL);
  guess = hearth_http_url_parse (plain, NULL);
  return g_strconcat (guess != NULL && guess->loopback ? "http://" : "https://", text, NULL);
}

/**
 * hearth_ai_remote_dup_normal_url:
 * @protocol: how the service speaks
 * @base_url: what the owner wrote: with or without "https://", the version, a slash at the end, or
 *   the whole way to where a chat is asked for
 *
 * Returns: (transfer full): the base of the service's addresses without a slash at the end, or
 *   %NULL with %HEARTH_AI_ERROR_SETTINGS
 */
char *
hearth_ai_remote_dup_normal_url (const HearthAiProtocol *protocol, const char *base_url,
                                 GError **error)
{
  g_autofree char *text = add_scheme (g_strstrip (g_strdup (base_url)));
  g_autoptr (HearthHttpUrl) url = NULL;
  g_autoptr (GError) local_error = NULL;
  const char *path;

  url = hearth_http_url_parse (text, &local_error);
  if (url == NULL) {
    g_set_error_literal (error, HEARTH_AI_ERROR, HEARTH_AI_ERROR_SETTINGS, local_error->message);
    return NULL;
  }
  g_free (text);
  text = g_strdup (url->text);
  if (strchr (text, '?') != NULL)
    *strchr (text, '?') = '\0';
  while (g_str_has_suffix (text, "/"))
    text[strlen (text) - 1] = '\0';
  for (guint i = 0; protocol->endings[i] != NULL; i++) {
    if (g_str_has_suffix (text, protocol->endings[i]))
      text[strlen (text) - strlen (protocol->endings[i])] = '\0';
  }
  path = strchr (strstr (text, "://") + 3, '/');
  if (protocol->version != NULL && (path == NULL || !has_version (path)))
    return g_strconcat (text, "/", protocol->version, NULL);
  return g_steal_pointer (&text);
}

/**
 * hearth_ai_remote_new:
 * @protocol: how the service speaks
 * @http: the client
 * @base_url: where the service is, see hearth_ai_remote_dup_normal_url()
 * @model: the model's name
 * @key_funcs: (nullable): static; where the key comes from, %NULL for a service without keys
 *
 * Returns: (transfer full): a service, or %NULL with %HEARTH_AI_ERROR_SETTINGS
 */
HearthAiRemote *
hearth_ai_remote_new (const HearthAiProtocol *protocol, HearthHttp *http, const char *base_url,
                      const char *model, const HearthAiKeyFuncs *key_funcs, GError **error)
{
  g_autofree char *normal = hearth_ai_remote_dup_normal_url (protocol, base_url, error);
  g_autoptr (HearthAiRemote) self = NULL;

  if (normal == NULL)
    return NULL;
  self = g_object_new (HEARTH_TYPE_AI_REMOTE, NULL);
  self->protocol = protocol;
  self->http = g_object_ref (http);
  self->url = hearth_http_url_parse (normal, error);
  if (self->url == NULL)
    return NULL;
  /* An address of nothing but a host gets a slash when it is parsed, and the paths have one. */
  g_free (self->url->text);
  self->url->text = g_steal_pointer (&normal);
  self->model = g_strdup (model);
  /* Translators: a model's name and the host where it runs. */
  self->name = g_strdup_printf (_("%s on %s"), model, self->url->place);
  self->key_funcs = key_funcs;
  return g_steal_pointer (&self);
}

/**
 * hearth_ai_remote_set_allow_plain:
 * @self: a service
 * @allow: whether the owner allows plain http to another machine, as to one in their own home
 */
void
hearth_ai_remote_set_allow_plain (HearthAiRemote *self, gboolean allow)
{
  self->flags = allow ? HEARTH_HTTP_ALLOW_PLAIN : HEARTH_HTTP_NO_FLAGS;
}

/**
 * hearth_ai_remote_set_limits:
 * @self: a service
 * @limits: bounds for each request
 */
void
hearth_ai_remote_set_limits (HearthAiRemote *self, const HearthHttpLimits *limits)
{
  self->limits = *limits;
}

/**
 * hearth_ai_remote_set_patience:
 * @self: a service
 * @patience: how often, and for how long, it is asked for one answer
 */
void
hearth_ai_remote_set_patience (HearthAiRemote *self, const HearthAiPatience *patience)
{
  self->patience = *patience;
}

/**
 * hearth_ai_remote_get_base_url:
 * @self: a service
 *
 * Returns: its address, normalised
 */
const char *
hearth_ai_remote_get_base_url (HearthAiRemote *self)
{
  return self->url->text;
}

/**
 * hearth_ai_remote_get_model:
 * @self: a service
 *
 * Returns: the model's name
 */
const char *
hearth_ai_remote_get_model (HearthAiRemote *self)
{
  return self->model;
}
