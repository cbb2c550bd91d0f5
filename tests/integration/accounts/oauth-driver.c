/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-oauth.h"

#include <stdio.h>

/* Signs in at a test's server and refreshes once: oauth-driver BASE-ADDRESS. Prints the page to
 * open, then what came of it, a line each. */

static gboolean
open_cb (const char *uri, gpointer user_data, GError **error)
{
  printf ("%s\n", uri);
  fflush (stdout);
  return TRUE;
}

static void
result_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
print_tokens (const HearthOauthTokens *tokens, const GError *error)
{
  if (tokens == NULL)
    printf ("error %d %s\n", error->code, error->message);
  else
    printf ("tokens %s %s %d\n", tokens->access_token,
            tokens->refresh_token != NULL ? tokens->refresh_token : "-", (int) tokens->expires_in);
  fflush (stdout);
}

int
main (int argc, char *argv[])
{
  g_autofree char *authorize = g_strconcat (argv[1], "/authorize", NULL);
  g_autofree char *token = g_strconcat (argv[1], "/token", NULL);
  HearthOauthProvider provider = { authorize, token, "hearth-test", "no-secret",
                                   "mail",    "",    "127.0.0.1" };
  g_autoptr (HearthHttp) http = hearth_http_new (NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HearthOauthTokens) tokens = NULL;
  g_autoptr (HearthOauthTokens) second = NULL;
  g_autoptr (GError) error = NULL;

  hearth_oauth_set_provider (HEARTH_AUTH_GOOGLE, &provider);
  hearth_oauth_sign_in_async (http, HEARTH_AUTH_GOOGLE, "ana@example.org", open_cb, NULL, NULL,
                              result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  tokens = hearth_oauth_sign_in_finish (result, &error);
  print_tokens (tokens, error);
  if (tokens == NULL)
    return 0;
  second = hearth_oauth_refresh_sync (HEARTH_AUTH_GOOGLE, tokens->refresh_token, NULL, &error);
  print_tokens (second, error);
  return 0;
}
