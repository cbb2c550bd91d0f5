/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-oauth.h"

#include "hearth-json.h"
#include "hearth-oauth-redirect.h"
#include "hearth-text.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/random.h>

/* Signing in through the owner's browser: RFC 6749 with PKCE (RFC 7636) as RFC 8252 says for
 * programs that anybody can install. Access tokens stay in memory. */

#define MAX_ANSWER (64 * 1024)
#define MAX_TOKEN 8192
#define ANSWER_MS 30000
/* What a provider does not say, RFC 6749, section 5.1. */
#define DEFAULT_EXPIRES 3600

static HearthOauthProvider providers[] = {
  [HEARTH_AUTH_GOOGLE] = {
      .authorize_url = "https://accounts.google.com/o/oauth2/v2/auth",
      .token_url = "https://oauth2.googleapis.com/token",
      .client_id = HEARTH_GOOGLE_CLIENT_ID,
      .client_secret = HEARTH_GOOGLE_CLIENT_SECRET,
      .scope = "https://mail.google.com/",
      .extra = "&access_type=offline&prompt=consent",
      .redirect_host = "127.0.0.1",
  },
  [HEARTH_AUTH_MICROSOFT] = {
      .authorize_url = "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
      .token_url = "https://login.microsoftonline.com/common/oauth2/v2.0/token",
      .client_id = HEARTH_MICROSOFT_CLIENT_ID,
      .client_secret = "",
      .scope = "https://outlook.office.com/IMAP.AccessAsUser.All "
               "https://outlook.office.com/SMTP.Send offline_access",
      .extra = "&prompt=select_account",
      .redirect_host = "localhost",
  },
};

/* A sign-in under way. */
typedef struct {
  HearthHttp *http; /* (owned) */
  const HearthOauthProvider *provider;
  HearthOauthRedirect *redirect; /* (owned) */
  char *verifier;                /* (owned) */
  char *redirect_uri;            /* (owned) */
} SignIn;

static void
sign_in_free (gpointer data)
{
  SignIn *sign_in = data;

  g_object_unref (sign_in->http);
  g_clear_object (&sign_in->redirect);
  if (sign_in->verifier != NULL)
    explicit_bzero (sign_in->verifier, strlen (sign_in->verifier));
  g_free (sign_in->verifier);
  g_free (sign_in->redirect_uri);
  g_free (sign_in);
}

static void
wipe (char *text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
  g_free (text);
}

/**
 * hearth_oauth_tokens_free:
 * @self: (nullable) (transfer full): tokens
 *
 * Wipes them from memory.
 */
void
hearth_oauth_tokens_free (HearthOauthTokens *self)
{
  if (self == NULL)
    return;
  wipe (self->access_token);
  wipe (self->refresh_token);
  g_free (self);
}

/* Base64 for addresses, without padding, RFC 7636, appendix A. */
static char *
encode (const guint8 *data, gsize length)
{
  char *text = g_base64_encode (data, length);
  char *end = strchr (text, '=');

  if (end != NULL)
    *end = '\0';
  return g_strdelimit (g_strdelimit (text, "+", '-'), "/", '_');
}

/* 256 random bits. */
static char *
dup_random (void)
{
  guint8 bytes[32];
  gsize length = 0;

  while (length < sizeof bytes) {
    gssize n = getrandom (bytes + length, sizeof bytes - length, 0);

    if (n < 0 && errno != EINTR)
      g_error ("The system has no random numbers: %s", g_strerror (errno));
    length += (gsize) MAX (n, 0);
  }
  return encode (bytes, sizeof bytes);
}

static char *
dup_challenge (const char *verifier)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *) verifier, -1);
  g_checksum_get_digest (checksum, digest, &length);
  return encode (digest, length);
}

static void
append_field (GString *form, const char *name, const char *value)
{
  if (form->len > 0)
    g_string_append_c (form, '&');
  g_string_append (form, name);
  g_string_append_c (form, '=');
  g_string_append_uri_escaped (form, value, NULL, FALSE);
}

/* Takes @form, which is wiped when it has been sent. */
static HearthHttpRequest *
new_request (const HearthOauthProvider *provider, GString *form)
{
  HearthHttpRequest *request = hearth_http_request_new ("POST", provider->token_url);
  gsize length = form->len;
  char *text = g_string_free (form, FALSE);
  g_autoptr (GBytes) body = g_bytes_new_with_free_func (text, length, (GDestroyNotify) wipe, text);

  hearth_http_request_set_body (request, body, "application/x-www-form-urlencoded");
  hearth_http_request_add_header (request, "Accept", "application/json");
  request->limits = (HearthHttpLimits){ MAX_ANSWER, ANSWER_MS, ANSWER_MS, ANSWER_MS };
  return request;
}

/* Returns: (transfer full) (nullable): what a provider answered, if it is an object. */
static JsonNode *
parse_object (GBytes *body)
{
  gsize size = 0;
  const char *data = body != NULL ? g_bytes_get_data (body, &size) : NULL;
  g_autoptr (JsonNode) root = data != NULL ? hearth_json_parse (data, size) : NULL;

  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? g_steal_pointer (&root) : NULL;
}

static const char *
get_text (JsonNode *root, const char *name)
{
  const char *text =
      root != NULL ? hearth_json_get_string (json_node_get_object (root), name) : NULL;

  return text != NULL && *text != '\0' && strlen (text) <= MAX_TOKEN ? text : NULL;
}

/* What stands in a login line must be what RFC 6750, section 2.1, lets a token be. */
static gboolean
is_token (const char *text)
{
  for (const char *p = text; *p != '\0'; p++) {
    if ((guchar) *p <= ' ' || (guchar) *p >= 0x7f)
      return FALSE;
  }
  return TRUE;
}

static GError *
new_answer_error (void)
{
  return g_error_new_literal (HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_FAILED,
                              _("The provider answered with something that is no token. Try again "
                                 "later."));
}

static HearthOauthTokens *
read_tokens (GBytes *body, GError **error)
{
  g_autoptr (JsonNode) root = parse_object (body);
  const char *access = get_text (root, "access_token");
  const char *refresh = get_text (root, "refresh_token");
  HearthOauthTokens *tokens;
  gint64 expires;

  if (access == NULL || !is_token (access)) {
    g_propagate_error (error, new_answer_error ());
    return NULL;
  }
  tokens = g_new0 (HearthOauthTokens, 1);
  tokens->access_token = g_strdup (access);
  tokens->refresh_token = g_strdup (refresh);
  expires = hearth_json_get_int (json_node_get_object (root), "expires_in", DEFAULT_EXPIRES);
  tokens->expires_in = CLAMP (expires, 0, 86400);
  return tokens;
}

/* @why is words of the provider, and goes into a sentence. */
static GError *
new_refusal (const char *why)
{
  g_autofree char *clean = hearth_text_clean (why, -1);
  g_autofree char *line = hearth_text_one_line (clean, 100);

  return g_error_new (HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_REFUSED,
                      _("The provider did not let Hearth in (%s)."), line);
}

/* Says what a refused request means. Takes @foreign. RFC 6749, section 5.2. */
static GError *
translate_error (GError *foreign)
{
  g_autoptr (JsonNode) root = parse_object (hearth_http_error_get_body (foreign));
  guint status = hearth_http_error_get_status (foreign);
  const char *code = get_text (root, "error");
  GError *error;

  if (g_error_matches (foreign, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return foreign;
  if (g_strcmp0 (code, "invalid_grant") == 0)
    error = g_error_new_literal (HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_REFUSED,
                                 _("The provider wants its owner to sign in again. Do so in the "
                                    "account’s settings."));
  else if (status >= 400 && status < 500 && status != 408 && status != 429)
    error = new_refusal (code != NULL ? code : foreign->message);
  else
    error = g_error_new_literal (HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_OFFLINE,
                                 foreign->message);
  g_error_free (foreign);
  return error;
}

static void
exchanged_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (HearthHttpResponse) response =
      hearth_http_send_finish (HEARTH_HTTP (object), result, &error);
  g_autoptr (HearthOauthTokens) tokens = NULL;

  if (response == NULL) {
    g_task_return_error (task, translate_error (error));
    return;
  }
  tokens = read_tokens (response->body, &error);
  /* Without one the owner would have to sign in every hour. */
  if (tokens != NULL && tokens->refresh_token == NULL)
    error = new_answer_error ();
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&tokens),
                           (GDestroyNotify) hearth_oauth_tokens_free);
}

static void
came_back_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SignIn *sign_in = g_task_get_task_data (task);
  GError *error = NULL;
  char *code = hearth_oauth_redirect_wait_finish (HEARTH_OAUTH_REDIRECT (object), result, &error);
  g_autoptr (HearthHttpRequest) request = NULL;
  GString *form;

  if (code == NULL) {
    g_task_return_error (task, error);
    return;
  }
  form = g_string_sized_new (4096);
  append_field (form, "grant_type", "authorization_code");
  append_field (form, "code", code);
  append_field (form, "redirect_uri", sign_in->redirect_uri);
  append_field (form, "client_id", sign_in->provider->client_id);
  append_field (form, "code_verifier", sign_in->verifier);
  if (*sign_in->provider->client_secret != '\0')
    append_field (form, "client_secret", sign_in->provider->client_secret);
  wipe (code);
  request = new_request (sign_in->provider, form);
  hearth_http_send_async (sign_in->http, request, g_task_get_cancellable (task), exchanged_cb,
                          g_object_ref (task));
}

static gboolean
open_in_browser (const char *uri, gpointer user_data, GError **error)
{
  return g_app_info_launch_default_for_uri (uri, NULL, error);
}

static char *
dup_page (const SignIn *sign_in, const char *address, const char *state)
{
  g_autofree char *challenge = dup_challenge (sign_in->verifier);
  g_autoptr (GString) query = g_string_new (NULL);

  append_field (query, "response_type", "code");
  append_field (query, "client_id", sign_in->provider->client_id);
  append_field (query, "redirect_uri", sign_in->redirect_uri);
  append_field (query, "scope", sign_in->provider->scope);
  append_field (query, "state", state);
  append_field (query, "code_challenge", challenge);
  append_field (query, "code_challenge_method", "S256");
  append_field (query, "login_hint", address);
  return g_strconcat (sign_in->provider->authorize_url, "?", query->str, sign_in->provider->extra,
                      NULL);
}

static const HearthOauthProvider *
get_provider (HearthAuth auth)
{
  return auth < G_N_ELEMENTS (providers) && providers[auth].client_id != NULL &&
                 *providers[auth].client_id != '\0'
             ? &providers[auth]
             : NULL;
}

static GError *
new_unavailable_error (void)
{
  return g_error_new_literal (
      HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_INVALID,
      _("This copy of Hearth was built without that provider’s sign-in. Add "
         "the account to GNOME’s online accounts; Hearth then finds it "
         "there."));
}

/**
 * hearth_oauth_is_available:
 * @auth: where credentials come from
 *
 * Returns: whether this build can sign in there through the browser
 */
gboolean
hearth_oauth_is_available (HearthAuth auth)
{
  return get_provider (auth) != NULL;
}

/**
 * hearth_oauth_set_provider:
 * @auth: %HEARTH_AUTH_GOOGLE or %HEARTH_AUTH_MICROSOFT
 * @provider: what stands for the provider from then on
 *
 * For tests, before anything else is called.
 */
void
hearth_oauth_set_provider (HearthAuth auth, const HearthOauthProvider *provider)
{
  g_return_if_fail (auth < G_N_ELEMENTS (providers));
  providers[auth] = *provider;
}

/**
 * hearth_oauth_sign_in_async:
 * @http: what asks for the tokens
 * @auth: %HEARTH_AUTH_GOOGLE or %HEARTH_AUTH_MICROSOFT
 * @address: the owner's address there
 * @open: (nullable): shows a page; %NULL for the owner's browser
 * @open_data: for @open
 * @cancellable: (nullable): a cancellable
 * @callback: called when the owner is back and the tokens are there
 * @user_data: for @callback
 *
 * Opens the provider's page in the browser, waits until it comes back, and gets tokens. On the
 * thread of @http.
 */
void
hearth_oauth_sign_in_async (HearthHttp *http, HearthAuth auth, const char *address,
                            HearthOauthOpenFunc open, gpointer open_data, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *state = dup_random ();
  g_autofree char *page = NULL;
  GError *error = NULL;
  SignIn *sign_in;

  g_task_set_source_tag (task, hearth_oauth_sign_in_async);
  if (!hearth_oauth_is_available (auth)) {
    g_task_return_error (task, new_unavailable_error ());
    return;
  }
  sign_in = g_new0 (SignIn, 1);
  sign_in->http = g_object_ref (http);
  sign_in->provider = get_provider (auth);
  sign_in->verifier = dup_random ();
  g_task_set_task_data (task, sign_in, sign_in_free);
  sign_in->redirect = hearth_oauth_redirect_new (state, &error);
  if (sign_in->redirect == NULL) {
    g_task_return_error (task, error);
    return;
  }
  sign_in->redirect_uri = g_strdup_printf ("http://%s:%u/", sign_in->provider->redirect_host,
                                           hearth_oauth_redirect_get_port (sign_in->redirect));
  page = dup_page (sign_in, address, state);
  if (!(open != NULL ? open : open_in_browser) (page, open_data, &error)) {
    g_task_return_new_error (task, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_FAILED,
                             _("The provider’s page could not be opened in a browser: %s"),
                             error->message);
    g_error_free (error);
    return;
  }
  hearth_oauth_redirect_wait_async (sign_in->redirect, cancellable, came_back_cb,
                                    g_object_ref (task));
}

/**
 * hearth_oauth_sign_in_finish:
 * @result: what the callback got
 * @error: a #HearthAccountsError, or `G_IO_ERROR_CANCELLED`
 *
 * Returns: (transfer full) (nullable): both tokens
 */
HearthOauthTokens *
hearth_oauth_sign_in_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
result_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/**
 * hearth_oauth_refresh_sync:
 * @auth: %HEARTH_AUTH_GOOGLE or %HEARTH_AUTH_MICROSOFT
 * @refresh_token: what the keyring has
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthAccountsError: %HEARTH_ACCOUNTS_ERROR_REFUSED if the owner must sign in again,
 *   %HEARTH_ACCOUNTS_ERROR_OFFLINE if nobody could be asked
 *
 * Gets a new access token, RFC 6749, section 6. Blocks.
 *
 * Returns: (transfer full) (nullable): an access token, and a refresh token if it is a new one
 */
HearthOauthTokens *
hearth_oauth_refresh_sync (HearthAuth auth, const char *refresh_token, GCancellable *cancellable,
                           GError **error)
{
  const HearthOauthProvider *provider = get_provider (auth);
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (HearthHttpRequest) request = NULL;
  g_autoptr (HearthHttpResponse) response = NULL;
  g_autoptr (HearthHttp) http = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  GError *foreign = NULL;
  GString *form;

  if (provider == NULL) {
    g_propagate_error (error, new_unavailable_error ());
    return NULL;
  }
  form = g_string_sized_new (4096);
  append_field (form, "grant_type", "refresh_token");
  append_field (form, "refresh_token", refresh_token);
  append_field (form, "client_id", provider->client_id);
  if (*provider->client_secret != '\0')
    append_field (form, "client_secret", provider->client_secret);
  request = new_request (provider, form);

  g_main_context_push_thread_default (context);
  http = hearth_http_new (NULL);
  hearth_http_set_purpose (http, HEARTH_TRAFFIC_SIGN_IN);
  hearth_http_send_async (http, request, cancellable, result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (context, TRUE);
  response = hearth_http_send_finish (http, result, &foreign);
  g_clear_object (&result);
  g_clear_object (&http);
  g_main_context_pop_thread_default (context);

  if (response != NULL)
    return read_tokens (response->body, error);
  g_propagate_error (error, translate_error (foreign));
  return NULL;
}
