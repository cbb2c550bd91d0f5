/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-secrets.h"

#include <libsecret/secret.h>
#include <string.h>

#define HOST "ai.example.org"

static void
result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static GAsyncResult *
wait_result (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static gboolean
store (gboolean async, const char *host, const char *secret, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (!async)
    return hearth_secrets_store_sync (HEARTH_SECRET_AI_KEY, host, secret, NULL, error);
  hearth_secrets_store_async (HEARTH_SECRET_AI_KEY, host, secret, NULL, result_cb, &result);
  return hearth_secrets_store_finish (wait_result (&result), error);
}

static char *
lookup (gboolean async, const char *host, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (!async)
    return hearth_secrets_lookup_sync (HEARTH_SECRET_AI_KEY, host, NULL, error);
  hearth_secrets_lookup_async (HEARTH_SECRET_AI_KEY, host, NULL, result_cb, &result);
  return hearth_secrets_lookup_finish (wait_result (&result), error);
}

static gboolean
clear (gboolean async, const char *host, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (!async)
    return hearth_secrets_clear_sync (HEARTH_SECRET_AI_KEY, host, NULL, error);
  hearth_secrets_clear_async (HEARTH_SECRET_AI_KEY, host, NULL, result_cb, &result);
  return hearth_secrets_clear_finish (wait_result (&result), error);
}

static void
assert_secret (gboolean async, const char *host, const char *expected)
{
  g_autoptr (GError) error = NULL;
  char *secret = lookup (async, host, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (secret, ==, expected);
  hearth_secrets_free (secret);
}

static void
test_keep (gconstpointer data)
{
  gboolean async = GPOINTER_TO_INT (data);
  g_autoptr (GError) error = NULL;

  assert_secret (async, HOST, NULL);
  g_assert_true (store (async, HOST, "sk-one", &error));
  g_assert_no_error (error);
  g_assert_true (store (async, "other.example.org", "sk-other", &error));
  assert_secret (async, HOST, "sk-one");
  g_assert_true (store (async, HOST, "sk-twö", &error));
  assert_secret (!async, HOST, "sk-twö");
  g_assert_true (clear (async, HOST, &error));
  g_assert_no_error (error);
  assert_secret (async, HOST, NULL);
  assert_secret (async, "other.example.org", "sk-other");
  g_assert_true (clear (async, HOST, &error));
  g_assert_true (clear (async, "other.example.org", &error));
  g_assert_no_error (error);
}

static void
test_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hearth_secrets_lookup_async (HEARTH_SECRET_AI_KEY, HOST, cancellable, result_cb, &result);
  g_cancellable_cancel (cancellable);
  g_assert_null (hearth_secrets_lookup_finish (wait_result (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Each of the three says @code, and none says the secret. */
static void
assert_all_fail (HearthSecretsError code)
{
  for (int async = 0; async < 2; async++) {
    GError *errors[3] = { NULL, NULL, NULL };

    g_assert_false (store (async, HOST, "sk-three", &errors[0]));
    g_assert_null (lookup (async, HOST, &errors[1]));
    g_assert_false (clear (async, HOST, &errors[2]));
    for (guint i = 0; i < G_N_ELEMENTS (errors); i++) {
      g_assert_error (errors[i], HEARTH_SECRETS_ERROR, (int) code);
      g_test_message ("%s", errors[i]->message);
      g_assert_true (g_str_has_suffix (errors[i]->message, "."));
      g_assert_null (strstr (errors[i]->message, "sk-"));
      g_error_free (errors[i]);
    }
  }
}

static void
test_locked (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretService) service = NULL;
  g_autoptr (SecretCollection) collection = NULL;
  GList *locked = NULL;
  GList list = { 0 };

  g_assert_true (store (FALSE, HOST, "sk-one", &error));
  service = secret_service_get_sync (SECRET_SERVICE_NONE, NULL, &error);
  g_assert_no_error (error);
  collection = secret_collection_for_alias_sync (service, SECRET_COLLECTION_DEFAULT,
                                                 SECRET_COLLECTION_NONE, NULL, &error);
  g_assert_no_error (error);
  list.data = collection;
  g_assert_cmpint (secret_service_lock_sync (service, &list, NULL, &locked, &error), ==, 1);
  g_assert_no_error (error);
  g_list_free_full (locked, g_object_unref);
  assert_all_fail (HEARTH_SECRETS_ERROR_LOCKED);
}

static void
test_no_keyring (void)
{
  assert_all_fail (HEARTH_SECRETS_ERROR_NO_KEYRING);
}

/* Lets what has been let go free the last of itself. */
static int
run_and_settle (void)
{
  int status = g_test_run ();

  while (g_main_context_iteration (NULL, FALSE))
    continue;
  return status;
}

int
main (int argc, char *argv[])
{
  gboolean none = argc > 1 && g_str_equal (argv[1], "none");

  g_test_init (&argc, &argv, NULL);
  if (none) {
    g_test_add_func ("/secrets/no-keyring", test_no_keyring);
    return run_and_settle ();
  }
  g_test_add_data_func ("/secrets/keep-sync", GINT_TO_POINTER (FALSE), test_keep);
  g_test_add_data_func ("/secrets/keep-async", GINT_TO_POINTER (TRUE), test_keep);
  g_test_add_func ("/secrets/cancel", test_cancel);
  g_test_add_func ("/secrets/locked", test_locked);
  return run_and_settle ();
}
