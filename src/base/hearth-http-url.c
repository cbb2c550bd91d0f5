/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-http-url.h"

#include "hearth-http.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <gio/gio.h>
#include <glib/gi18n.h>

/* Addresses are read by what connects to them, so that both mean the same host. The panel does not
 * connect: there libcurl, which brings two dozen libraries along, is loaded with the first
 * address that is read, and not before its window can be shown. */
typedef struct {
  CURLU *(*create) (void);
  void (*cleanup) (CURLU *handle);
  CURLUcode (*get) (const CURLU *handle, CURLUPart part, char **text, unsigned int flags);
  CURLUcode (*set) (CURLU *handle, CURLUPart part, const char *text, unsigned int flags);
  void (*release) (void *text);
} Reader;

static Reader reader;

static gboolean
find_reader (void *library)
{
  reader.create = (CURLU * (*) (void) ) dlsym (library, "curl_url");
  reader.cleanup = (void (*) (CURLU *)) dlsym (library, "curl_url_cleanup");
  reader.get = (CURLUcode (*) (const CURLU *, CURLUPart, char **,
                               unsigned int)) dlsym (library, "curl_url_get");
  reader.set = (CURLUcode (*) (CURLU *, CURLUPart, const char *,
                               unsigned int)) dlsym (library, "curl_url_set");
  reader.release = (void (*) (void *)) dlsym (library, "curl_free");
  return reader.create != NULL && reader.cleanup != NULL && reader.get != NULL &&
         reader.set != NULL && reader.release != NULL;
}

/* Whether there is one. It stays for as long as the program runs. */
static gboolean
load_reader (void)
{
  static const char *const names[] = { "libcurl.so.4", "libcurl-gnutls.so.4" };
  static gsize loaded = 0;

  if (g_once_init_enter (&loaded)) {
    gboolean found = find_reader (RTLD_DEFAULT);

    for (guint i = 0; !found && i < G_N_ELEMENTS (names); i++) {
      void *library = dlopen (names[i], RTLD_NOW | RTLD_LOCAL);

      found = library != NULL && find_reader (library);
    }
    if (!found)
      g_warning ("No address can be read, as libcurl is not there: %s", dlerror ());
    g_once_init_leave (&loaded, found ? 1 : 2);
  }
  return loaded == 1;
}

static void
url_cleanup (CURLU *handle)
{
  reader.cleanup (handle);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CURLU, url_cleanup)

static char *
dup_part (CURLU *handle, CURLUPart part, unsigned int flags)
{
  char *text = NULL;
  char *copy;

  if (reader.get (handle, part, &text, flags) != CURLUE_OK)
    return NULL;
  copy = g_strdup (text);
  reader.release (text);
  return copy;
}

static HearthHttpUrl *
url_from_handle (CURLU *handle, GError **error)
{
  g_autoptr (HearthHttpUrl) self = g_new0 (HearthHttpUrl, 1);
  g_autofree char *host = NULL;
  g_autofree char *port = NULL;
  gsize length;

  /* A fragment is never sent. */
  reader.set (handle, CURLUPART_FRAGMENT, NULL, 0);
  self->text = dup_part (handle, CURLUPART_URL, 0);
  self->scheme = dup_part (handle, CURLUPART_SCHEME, 0);
  host = dup_part (handle, CURLUPART_HOST, 0);
  port = dup_part (handle, CURLUPART_PORT, CURLU_DEFAULT_PORT);
  if (self->text == NULL || self->scheme == NULL || host == NULL || *host == '\0' || port == NULL ||
      (!g_str_equal (self->scheme, "http") && !g_str_equal (self->scheme, "https"))) {
    g_set_error_literal (error, HEARTH_HTTP_ERROR, HEARTH_HTTP_ERROR_INVALID,
                         _("The address is not one of the web: it must begin with “https://” "
                            "and name a host."));
    return NULL;
  }
  length = strlen (host);
  if (host[0] == '[' && host[length - 1] == ']') {
    host[length - 1] = '\0';
    self->host = g_ascii_strdown (host + 1, -1);
  } else {
    self->host = g_ascii_strdown (host, -1);
  }
  self->port = (guint) g_ascii_strtoull (port, NULL, 10);
  self->loopback = hearth_host_is_loopback (self->host);
  if (self->port == (g_str_equal (self->scheme, "https") ? 443 : 80))
    self->place = g_strdup (self->host);
  else if (strchr (self->host, ':') != NULL)
    self->place = g_strdup_printf ("[%s]:%u", self->host, self->port);
  else
    self->place = g_strdup_printf ("%s:%u", self->host, self->port);
  return g_steal_pointer (&self);
}

/**
 * hearth_http_url_parse:
 * @text: an absolute address
 *
 * Reads an address. One that carries a user name or password is refused, because addresses are
 * stored and shown where secrets are not.
 *
 * Returns: (transfer full): the address, or %NULL with %HEARTH_HTTP_ERROR_INVALID
 */
HearthHttpUrl *
hearth_http_url_parse (const char *text, GError **error)
{
  g_autoptr (CURLU) handle = load_reader () ? reader.create () : NULL;
  CURLUcode code = CURLUE_OUT_OF_MEMORY;

  if (handle != NULL)
    code = reader.set (handle, CURLUPART_URL, text, CURLU_DISALLOW_USER);
  if (code == CURLUE_USER_NOT_ALLOWED) {
    g_set_error_literal (error, HEARTH_HTTP_ERROR, HEARTH_HTTP_ERROR_INVALID,
                         _("The address holds a user name or password. Leave them out: they "
                            "belong in the keyring."));
    return NULL;
  }
  if (code != CURLUE_OK) {
    g_set_error_literal (error, HEARTH_HTTP_ERROR, HEARTH_HTTP_ERROR_INVALID,
                         _("The address cannot be read. It should look like "
                            "“https://example.org/”."));
    return NULL;
  }
  return url_from_handle (handle, error);
}

/**
 * hearth_http_url_resolve:
 * @base: the address that @reference was found at
 * @reference: an absolute or relative reference, RFC 3986, section 4.1
 *
 * Returns: (transfer full): the address that is meant, or %NULL with %HEARTH_HTTP_ERROR_INVALID
 */
HearthHttpUrl *
hearth_http_url_resolve (const HearthHttpUrl *base, const char *reference, GError **error)
{
  g_autoptr (CURLU) handle = load_reader () ? reader.create () : NULL;

  if (handle == NULL ||
      reader.set (handle, CURLUPART_URL, base->text, CURLU_DISALLOW_USER) != CURLUE_OK ||
      reader.set (handle, CURLUPART_URL, reference, CURLU_DISALLOW_USER) != CURLUE_OK) {
    g_set_error (error, HEARTH_HTTP_ERROR, HEARTH_HTTP_ERROR_INVALID,
                 _("%s named an address that cannot be read."), base->place);
    return NULL;
  }
  return url_from_handle (handle, error);
}

/**
 * hearth_http_url_same_origin:
 * @a: an address
 * @b: another
 *
 * Returns: whether scheme, host and port are equal, RFC 6454, section 5
 */
gboolean
hearth_http_url_same_origin (const HearthHttpUrl *a, const HearthHttpUrl *b)
{
  return a->port == b->port && g_str_equal (a->scheme, b->scheme) && g_str_equal (a->host, b->host);
}

/**
 * hearth_http_url_free:
 * @self: (nullable) (transfer full): an address
 */
void
hearth_http_url_free (HearthHttpUrl *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self->scheme);
  g_free (self->host);
  g_free (self->place);
  g_free (self);
}
