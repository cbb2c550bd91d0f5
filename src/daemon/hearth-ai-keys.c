/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-keys.h"

#include "hearth-secret-memory.h"
#include "hearth-secret-pipe.h"
#include "hearth-secrets.h"

#include <string.h>

/* Where the keys of services come from: the keyring; for a service that is only being tried, what
 * was typed; for a server that Hearth started itself, what was made for it. The latter two are in
 * memory only and wiped. */

typedef struct {
  char *key; /* (owned) wiped */
  guint n;   /* who lends */
} Loan;

static GHashTable *loans; /* (element-type utf8 Loan) by host */
static char *llama_key;   /* (owned) (nullable) wiped */

static void
loan_free (gpointer data)
{
  Loan *loan = data;

  hearth_secret_pipe_wipe (loan->key);
  g_free (loan);
}

/**
 * hearth_ai_keys_lend:
 * @host: a service's host, see hearth_ai_service_get_host()
 * @key: its key
 *
 * Makes @key the one that hearth_ai_trial_keys finds for @host until hearth_ai_keys_return();
 * nothing of it is written anywhere.
 */
void
hearth_ai_keys_lend (const char *host, const char *key)
{
  Loan *loan;

  if (loans == NULL)
    loans = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, loan_free);
  loan = g_hash_table_lookup (loans, host);
  if (loan == NULL) {
    loan = g_new0 (Loan, 1);
    g_hash_table_insert (loans, g_strdup (host), loan);
  }
  hearth_secret_pipe_wipe (loan->key);
  loan->key = key != NULL ? hearth_secret_memory_dup (key) : NULL;
  loan->n++;
}

/**
 * hearth_ai_keys_return:
 * @host: a service's host
 *
 * Ends one hearth_ai_keys_lend().
 */
void
hearth_ai_keys_return (const char *host)
{
  Loan *loan = loans != NULL ? g_hash_table_lookup (loans, host) : NULL;

  if (loan != NULL && --loan->n == 0)
    g_hash_table_remove (loans, host);
}

static void
found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *key = hearth_secrets_lookup_finish (result, &error);

  /* Where there is no keyring there is no key: a service on this computer wants none, and any other
   * says so itself. */
  if (g_error_matches (error, HEARTH_SECRETS_ERROR, HEARTH_SECRETS_ERROR_NO_KEYRING))
    g_clear_error (&error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, key, (GDestroyNotify) hearth_secrets_free);
}

static void
lookup_async (const char *host, GCancellable *cancellable, GAsyncReadyCallback callback,
              gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, lookup_async);
  hearth_secrets_lookup_async (HEARTH_SECRET_AI_KEY, host, cancellable, found_cb, task);
}

static void
return_key (const char *key, GCancellable *cancellable, GAsyncReadyCallback callback,
            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, return_key);
  g_task_return_pointer (task, key != NULL ? hearth_secret_memory_dup (key) : NULL,
                         (GDestroyNotify) hearth_secrets_free);
}

static void
lookup_trial_async (const char *host, GCancellable *cancellable, GAsyncReadyCallback callback,
                    gpointer user_data)
{
  Loan *loan = loans != NULL ? g_hash_table_lookup (loans, host) : NULL;

  return_key (loan != NULL ? loan->key : NULL, cancellable, callback, user_data);
}

static void
lookup_llama_async (const char *host, GCancellable *cancellable, GAsyncReadyCallback callback,
                    gpointer user_data)
{
  return_key (llama_key, cancellable, callback, user_data);
}

static char *
lookup_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * hearth_ai_keys_set_llama:
 * @key: (nullable): the key of the server that Hearth started, or %NULL when it has ended
 */
void
hearth_ai_keys_set_llama (const char *key)
{
  hearth_secret_pipe_wipe (llama_key);
  llama_key = key != NULL ? hearth_secret_memory_dup (key) : NULL;
}

/**
 * hearth_ai_keys:
 *
 * Looks a service's key up in the keyring, for hearth_ai_kind_make().
 */
const HearthAiKeyFuncs hearth_ai_keys = { lookup_async, lookup_finish, hearth_secrets_free };

/**
 * hearth_ai_trial_keys:
 *
 * Finds what hearth_ai_keys_lend() was given.
 */
const HearthAiKeyFuncs hearth_ai_trial_keys = { lookup_trial_async, lookup_finish,
                                                hearth_secrets_free };

/**
 * hearth_ai_llama_keys:
 *
 * Finds what hearth_ai_keys_set_llama() was given.
 */
const HearthAiKeyFuncs hearth_ai_llama_keys = { lookup_llama_async, lookup_finish,
                                                hearth_secrets_free };
