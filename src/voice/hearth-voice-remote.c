/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-voice-remote.h"

#include "hearth-secret-memory.h"

#include <glib/gi18n.h>
#include <string.h>

/* What people copy along with the base. */
static const char *const endings[] = { "/audio/transcriptions", "/audio/speech", "/audio" };

/* Whether some segment of the path names a version: "v1". */
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
dup_with_scheme (const char *base_url)
{
  g_autofree char *text = g_strstrip (g_strdup (base_url));
  g_autofree char *plain = g_strconcat ("http://", text, NULL);
  g_autoptr (HearthHttpUrl) guess = NULL;

  if (strstr (text, "://") != NULL)
    return g_steal_pointer (&text);
  guess = hearth_http_url_parse (plain, NULL);
  return g_strconcat (guess != NULL && guess->loopback ? "http://" : "https://", text, NULL);
}

/**
 * hearth_voice_remote_dup_normal_url:
 * @base_url: what the owner wrote: with or without "https://", the version, a slash at the end, or
 *   the whole way to where speech is asked for
 * @error: %HEARTH_VOICE_ERROR_SETTINGS, also for another machine without TLS
 *
 * Returns: (transfer full): the base of the service's addresses, without a slash at the end
 */
char *
hearth_voice_remote_dup_normal_url (const char *base_url, GError **error)
{
  g_autofree char *text = dup_with_scheme (base_url);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (HearthHttpUrl) url = hearth_http_url_parse (text, &local_error);
  const char *path;

  if (url == NULL) {
    g_set_error_literal (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_SETTINGS,
                         local_error->message);
    return NULL;
  }
  if (!url->loopback && !g_str_equal (url->scheme, "https")) {
    g_set_error (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_SETTINGS,
                 _("%s is asked for without encryption (“http://”), so that everyone on the way "
                    "could read along. Use “https://”."),
                 url->place);
    return NULL;
  }
  g_free (text);
  text = g_strdup (url->text);
  text[strcspn (text, "?")] = '\0';
  while (g_str_has_suffix (text, "/"))
    text[strlen (text) - 1] = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    if (g_str_has_suffix (text, endings[i]))
      text[strlen (text) - strlen (endings[i])] = '\0';
  }
  path = strchr (strstr (text, "://") + 3, '/');
  if (path == NULL || !has_version (path))
    return g_strconcat (text, "/v1", NULL);
  return g_steal_pointer (&text);
}

/**
 * hearth_voice_remote_new:
 * @http: the client
 * @base_url: where it is, see hearth_voice_remote_dup_normal_url()
 * @model: (nullable): its model
 * @key: (nullable): its key; copied
 * @limits: bounds of each request
 * @error: %HEARTH_VOICE_ERROR_SETTINGS
 *
 * Returns: (transfer full): the service
 */
HearthVoiceRemote *
hearth_voice_remote_new (HearthHttp *http, const char *base_url, const char *model, const char *key,
                         const HearthHttpLimits *limits, GError **error)
{
  g_autofree char *normal = hearth_voice_remote_dup_normal_url (base_url, error);
  g_autoptr (HearthVoiceRemote) self = NULL;

  if (normal == NULL)
    return NULL;
  self = g_new0 (HearthVoiceRemote, 1);
  self->http = g_object_ref (http);
  self->url = hearth_http_url_parse (normal, error);
  if (self->url == NULL)
    return NULL;
  g_free (self->url->text);
  self->url->text = g_steal_pointer (&normal);
  self->model = g_strdup (model != NULL ? model : "");
  self->limits = *limits;
  /* Without the space that comes along when one copies it from a page. */
  if (key != NULL && *g_strstrip (self->key = hearth_secret_memory_dup (key)) == '\0')
    g_clear_pointer (&self->key, hearth_secret_memory_free);
  return g_steal_pointer (&self);
}

/**
 * hearth_voice_remote_free:
 * @self: (nullable) (transfer full): a service
 */
void
hearth_voice_remote_free (HearthVoiceRemote *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->http);
  g_clear_pointer (&self->url, hearth_http_url_free);
  g_clear_pointer (&self->key, hearth_secret_memory_free);
  g_free (self->model);
  g_free (self);
}

/**
 * hearth_voice_remote_new_request:
 * @self: a service
 * @method: the method
 * @path: after the base, beginning with a slash
 *
 * Returns: (transfer full): a request with the key, RFC 6750 section 2.1
 */
HearthHttpRequest *
hearth_voice_remote_new_request (const HearthVoiceRemote *self, const char *method,
                                 const char *path)
{
  g_autofree char *url = g_strconcat (self->url->text, path, NULL);
  HearthHttpRequest *request = hearth_http_request_new (method, url);

  request->limits = self->limits;
  if (self->key != NULL) {
    g_autofree char *value = g_strconcat ("Bearer ", self->key, NULL);

    hearth_http_request_add_header (request, "Authorization", value);
    explicit_bzero (value, strlen (value));
  }
  return request;
}
