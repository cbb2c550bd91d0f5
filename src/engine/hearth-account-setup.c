/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-account-setup.h"

#include "hearth-account-credentials.h"
#include "hearth-account-settings.h"
#include "hearth-account-test.h"
#include "hearth-discovery.h"
#include "hearth-goa.h"
#include "hearth-secret-pipe.h"
#include "hearth-worker.h"
#include "hearth-secret-memory.h"

#include <glib/gi18n.h>
#include <string.h>

#define DEFAULT_ISPDB "https://autoconfig.thunderbird.net/v1.1/"

/**
 * HearthAccountSetup:
 *
 * Finds, adds, tries and changes accounts: what a person does once, and waits for. Lives on the
 * main thread; logins and the keyring are on a worker.
 *
 * A secret is in the keyring before the account is in the store, so that no account is ever without
 * its own.
 */
struct _HearthAccountSetup {
  GObject parent_instance;

  HearthEngine *engine;      /* (owned) */
  GSettings *settings;       /* (owned) (nullable) */
  HearthHttp *http;          /* (owned) (nullable) until it is needed */
  HearthWorker *worker;      /* (owned) */
  GCancellable *cancellable; /* (owned) */
};

G_DEFINE_FINAL_TYPE (HearthAccountSetup, hearth_account_setup, G_TYPE_OBJECT)

/* An account on its way in, or through a change. Its thread is the main one and the worker's in
 * turn. */
typedef struct {
  HearthAccount *account;    /* (owned) */
  HearthAccount *before;     /* (owned) (nullable): of a change */
  char *password;            /* (owned) "" for none */
  HearthOauthTokens *tokens; /* (owned) (nullable) */
  gboolean force;
  gboolean may_shorten; /* the login name may be the address without its domain */
} Plan;

static void
plan_free (gpointer data)
{
  Plan *plan = data;

  hearth_account_free (plan->account);
  hearth_account_free (plan->before);
  hearth_secret_pipe_wipe (plan->password);
  hearth_oauth_tokens_free (plan->tokens);
  g_free (plan);
}

static gboolean
is_browser (HearthAuth auth)
{
  return auth == HEARTH_AUTH_GOOGLE || auth == HEARTH_AUTH_MICROSOFT;
}

static HearthHttp *
ensure_http (HearthAccountSetup *self)
{
  if (self->http == NULL) {
    self->http = hearth_http_new (NULL);
    hearth_http_set_purpose (self->http, HEARTH_TRAFFIC_SETUP);
  }
  return self->http;
}

/* What was said over HTTP until now stands in the journal; what stays on this computer as nothing.
 */
static void
note_traffic (HearthAccountSetup *self, const char *what)
{
  g_autoptr (GPtrArray) counts = NULL;

  if (self->http == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  counts = hearth_http_traffic_dup_counts (hearth_http_get_traffic (self->http));
  for (guint i = 0; i < counts->len; i++) {
    const HearthHttpCount *count = g_ptr_array_index (counts, i);

    if (count->sent == 0)
      continue;
    (void) hearth_engine_add_journal (self->engine, "setup", what, count->host,
                                      count->loopback ? 0 : (gint64) count->sent, NULL);
  }
  /* The next one counts from nothing. */
  g_clear_object (&self->http);
}

static void
queue (GTask *task, GTaskThreadFunc func, GAsyncReadyCallback callback)
{
  HearthAccountSetup *self = g_task_get_source_object (task);
  g_autoptr (GTask) job = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  job = g_task_new (self, self->cancellable, callback, g_object_ref (task));

  g_task_set_task_data (job, g_task_get_task_data (task), NULL);
  hearth_worker_queue (self->worker, G_PRIORITY_DEFAULT, job, func);
}

/* (worker) A secret stands under the login that it had before a change. */
static HearthCredentials *
lookup_credentials (const Plan *plan, gboolean smtp, const char *user, GCancellable *cancellable,
                    GError **error)
{
  const HearthAccount *account = plan->before != NULL ? plan->before : plan->account;
  HearthCredentials *credentials =
      hearth_account_credentials_lookup_sync (account, FALSE, smtp ? HEARTH_CREDENTIALS_SMTP : NULL,
                                              cancellable, error);

  if (credentials != NULL && plan->before != NULL && account->auth != HEARTH_AUTH_GOA) {
    g_free (credentials->user);
    credentials->user = g_strdup (user);
  }
  return credentials;
}

/* (worker) */
static HearthCredentials *
make_credentials (const Plan *plan, gboolean smtp, GCancellable *cancellable, GError **error)
{
  const char *user = smtp ? plan->account->smtp.user : plan->account->imap.user;

  if (plan->account->auth == HEARTH_AUTH_PASSWORD && *plan->password != '\0')
    return hearth_credentials_new (HEARTH_MECHANISM_PASSWORD, user, plan->password);
  if (plan->tokens != NULL)
    return hearth_credentials_new (HEARTH_MECHANISM_TOKEN, user, plan->tokens->access_token);
  return lookup_credentials (plan, smtp, user, cancellable, error);
}

/* (worker) */
static HearthAccountTest *
run_test (const Plan *plan, GCancellable *cancellable, GError **error)
{
  g_autoptr (HearthCredentials) imap = make_credentials (plan, FALSE, cancellable, error);
  g_autoptr (HearthCredentials) smtp =
      imap != NULL ? make_credentials (plan, TRUE, cancellable, error) : NULL;
  HearthAccountTest *test;

  if (imap == NULL || smtp == NULL)
    return NULL;
  test = hearth_account_test_sync (plan->account, imap, smtp, cancellable);
  if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    return test;
  hearth_account_test_free (test);
  return NULL;
}

static void
set_test_error (const HearthAccountTest *test, GError **error)
{
  g_autofree char *words = hearth_account_test_dup_words (test);
  HearthAccountsError code = HEARTH_ACCOUNTS_ERROR_FAILED;

  if (test->imap.refused || test->smtp.refused)
    code = HEARTH_ACCOUNTS_ERROR_REFUSED;
  else if (test->imap.certificate != NULL || test->smtp.certificate != NULL)
    code = HEARTH_ACCOUNTS_ERROR_CERTIFICATE;
  g_set_error_literal (error, HEARTH_ACCOUNTS_ERROR, code, words);
}

/* (worker) Many small servers know their people by the first half of the address. */
static void
shorten_user (HearthMailServer *server, const char *address)
{
  if (g_strcmp0 (server->user, address) != 0)
    return;
  g_free (server->user);
  server->user = g_strndup (address, strcspn (address, "@"));
}

/* (worker) Tries the account and, once, the other usual login name. */
static gboolean
try_account (Plan *plan, GCancellable *cancellable, GError **error)
{
  g_autoptr (HearthAccountTest) test = run_test (plan, cancellable, error);
  g_autoptr (HearthAccountTest) second = NULL;

  if (test == NULL)
    return FALSE;
  if (hearth_account_test_is_good (test))
    return TRUE;
  if (test->imap.refused && plan->may_shorten) {
    g_autoptr (HearthAccount) whole = hearth_account_copy (plan->account);

    shorten_user (&plan->account->imap, plan->account->address);
    shorten_user (&plan->account->smtp, plan->account->address);
    second = run_test (plan, cancellable, error);
    if (second == NULL)
      return FALSE;
    if (hearth_account_test_is_good (second))
      return TRUE;
    /* If the short name got in, what is wrong is what was said of it. */
    if (second->imap.problem == NULL) {
      set_test_error (second, error);
      return FALSE;
    }
    hearth_account_free (plan->account);
    plan->account = g_steal_pointer (&whole);
  }
  set_test_error (test, error);
  return FALSE;
}

/* (worker) */
static void
try_job (GTask *job, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Plan *plan = task_data;
  GError *error = NULL;

  if (plan->force || try_account (plan, cancellable, &error))
    g_task_return_boolean (job, TRUE);
  else
    g_task_return_error (job, error);
}

/* (worker) */
static gboolean
store_secret (const Plan *plan, GCancellable *cancellable, GError **error)
{
  if (plan->tokens != NULL)
    return hearth_account_credentials_store_tokens_sync (plan->account, plan->tokens, cancellable,
                                                         error);
  if (plan->account->auth == HEARTH_AUTH_PASSWORD && *plan->password != '\0')
    return hearth_account_credentials_store_sync (plan->account, plan->password, cancellable,
                                                  error);
  return TRUE;
}

/* (worker) */
static void
store_job (GTask *job, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Plan *plan = task_data;
  GError *error = NULL;

  if ((plan->before == NULL ||
       hearth_account_credentials_move_sync (plan->before, plan->account, cancellable, &error)) &&
      store_secret (plan, cancellable, &error))
    g_task_return_boolean (job, TRUE);
  else
    g_task_return_error (job, error);
}

/* Whether another account has this login: its secret is not to be written over. */
static gboolean
check_new (HearthAccountSetup *self, const HearthAccount *account, GError **error)
{
  g_autoptr (GPtrArray) accounts = hearth_engine_list_accounts (self->engine, error);
  g_autofree char *path = hearth_account_dup_path (account);

  if (accounts == NULL)
    return FALSE;
  for (guint i = 0; i < accounts->len; i++) {
    const HearthAccount *other = g_ptr_array_index (accounts, i);
    g_autofree char *other_path = hearth_account_dup_path (other);

    if (other->id != account->id && g_strcmp0 (path, other_path) == 0) {
      g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_EXISTS,
                   _("This account is here already, as “%s”."), other->label);
      return FALSE;
    }
  }
  return TRUE;
}

static void
secret_stored_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  HearthAccountSetup *self = HEARTH_ACCOUNT_SETUP (object);
  g_autoptr (GTask) task = user_data;
  Plan *plan = g_task_get_task_data (task);
  GError *error = NULL;
  gint64 id = plan->account->id;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    g_task_return_error (task, error);
    return;
  }
  if (plan->before == NULL)
    id = hearth_engine_add_account (self->engine, plan->account, &error);
  else if (!hearth_engine_change_account (self->engine, plan->account, &error))
    id = 0;
  /* Of one that came in between, the secret is its own. */
  if (id == 0 && plan->before == NULL &&
      !g_error_matches (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_EXISTS))
    hearth_account_credentials_clear_async (plan->account, NULL, NULL, NULL);
  if (id == 0)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, (gssize) id);
}

static void
tried_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  HearthAccountSetup *self = HEARTH_ACCOUNT_SETUP (object);
  g_autoptr (GTask) task = user_data;
  Plan *plan = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error) ||
      !check_new (self, plan->account, &error))
    g_task_return_error (task, error);
  else
    queue (task, store_job, secret_stored_cb);
}

static void
signed_in_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Plan *plan = g_task_get_task_data (task);
  GError *error = NULL;

  plan->tokens = hearth_oauth_sign_in_finish (result, &error);
  note_traffic (g_task_get_source_object (task), "sign-in");
  if (plan->tokens == NULL)
    g_task_return_error (task, error);
  else
    queue (task, try_job, tried_cb);
}

/* Goes on with a plan that can be: sign in, try, keep the secret, write the account. */
static void
carry_out (GTask *task, gboolean sign_in)
{
  HearthAccountSetup *self = g_task_get_source_object (task);
  Plan *plan = g_task_get_task_data (task);

  if (sign_in)
    hearth_oauth_sign_in_async (ensure_http (self), plan->account->auth, plan->account->address,
                                NULL, NULL, self->cancellable, signed_in_cb, g_object_ref (task));
  else
    queue (task, try_job, tried_cb);
}

static void
hearth_account_setup_dispose (GObject *object)
{
  HearthAccountSetup *self = HEARTH_ACCOUNT_SETUP (object);

  hearth_account_setup_stop (self);
  g_clear_object (&self->http);
  g_clear_object (&self->settings);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (hearth_account_setup_parent_class)->dispose (object);
}

static void
hearth_account_setup_finalize (GObject *object)
{
  HearthAccountSetup *self = HEARTH_ACCOUNT_SETUP (object);

  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (hearth_account_setup_parent_class)->finalize (object);
}

static void
hearth_account_setup_class_init (HearthAccountSetupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hearth_account_setup_dispose;
  object_class->finalize = hearth_account_setup_finalize;
}

static void
hearth_account_setup_init (HearthAccountSetup *self)
{
  self->cancellable = g_cancellable_new ();
  self->worker = hearth_worker_new ("hearth-accounts");
}

/**
 * hearth_account_setup_new:
 * @engine: where accounts are
 * @settings: (nullable): says which list of providers is asked; %NULL for the usual one
 *
 * Returns: (transfer full): a set-up
 */
HearthAccountSetup *
hearth_account_setup_new (HearthEngine *engine, GSettings *settings)
{
  HearthAccountSetup *self = g_object_new (HEARTH_TYPE_ACCOUNT_SETUP, NULL);

  self->engine = g_object_ref (engine);
  g_set_object (&self->settings, settings);
  return self;
}

/**
 * hearth_account_setup_stop:
 * @self: a set-up
 *
 * Ends what is under way, without waiting for owners or servers.
 */
void
hearth_account_setup_stop (HearthAccountSetup *self)
{
  g_cancellable_cancel (self->cancellable);
  if (self->worker != NULL)
    hearth_worker_stop (self->worker);
  g_clear_object (&self->worker);
}

static void
discovered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_auto (GStrv) told = NULL;
  g_autoptr (GPtrArray) choices =
      hearth_discovery_find_finish (HEARTH_DISCOVERY (object), result, &told, &error);
  GVariantBuilder builder;

  note_traffic (g_task_get_source_object (task), "discovery");
  if (choices == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < choices->len; i++) {
    g_autoptr (GVariantDict) dict =
        g_variant_dict_new (hearth_account_choice_to_variant (g_ptr_array_index (choices, i)));

    g_variant_dict_insert (dict, "told", "^as", told);
    g_variant_builder_add_value (&builder, g_variant_dict_end (dict));
  }
  g_task_return_pointer (task, g_variant_ref_sink (g_variant_builder_end (&builder)),
                         (GDestroyNotify) g_variant_unref);
}

static void
online_accounts_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) accounts = hearth_goa_list_finish (result, &error);
  GVariantBuilder builder;

  if (accounts == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < accounts->len; i++) {
    const HearthAccount *account = g_ptr_array_index (accounts, i);
    g_autoptr (HearthAccountChoice) choice =
        hearth_account_choice_new (account->address, HEARTH_CHOICE_GOA, "");

    hearth_account_free (choice->account);
    choice->account = hearth_account_copy (account);
    g_variant_builder_add_value (&builder, hearth_account_choice_to_variant (choice));
  }
  g_task_return_pointer (task, g_variant_ref_sink (g_variant_builder_end (&builder)),
                         (GDestroyNotify) g_variant_unref);
}

/**
 * hearth_account_setup_discover_async:
 * @self: a set-up
 * @address: the owner's address; "" for the desktop's online accounts
 * @callback: called within ten seconds
 * @user_data: for @callback
 *
 * Looks for the servers of an address.
 */
void
hearth_account_setup_discover_async (HearthAccountSetup *self, const char *address,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, callback, user_data);
  g_autofree char *ispdb = NULL;
  g_autoptr (HearthDiscovery) discovery = NULL;

  g_task_set_source_tag (task, hearth_account_setup_discover_async);
  if (*address == '\0') {
    hearth_goa_list_async (self->cancellable, online_accounts_cb, g_object_ref (task));
    return;
  }
  ispdb = self->settings != NULL ? g_settings_get_string (self->settings, "ispdb-url")
                                 : g_strdup (DEFAULT_ISPDB);
  discovery = hearth_discovery_new (ensure_http (self), ispdb);
  hearth_discovery_find_async (discovery, address, self->cancellable, discovered_cb,
                               g_object_ref (task));
}

/**
 * hearth_account_setup_discover_finish:
 * @self: a set-up
 * @result: what the callback got
 * @error: a #HearthAccountsError
 *
 * Returns: (transfer full) (nullable): choices as the method Discover returns them, `aa{sv}`
 */
GVariant *
hearth_account_setup_discover_finish (HearthAccountSetup *self, GAsyncResult *result,
                                      GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
names (GVariant *settings, const char *key)
{
  g_autoptr (GVariant) value = g_variant_lookup_value (settings, key, NULL);

  return value != NULL;
}

static gboolean
is_set (GVariant *settings, const char *key)
{
  gboolean set = FALSE;

  return g_variant_lookup (settings, key, "b", &set) && set;
}

/* What stands in for what the owner did not say. */
static gboolean
make_account (GVariant *settings, HearthAccount **account, GError **error)
{
  const char *given = "";
  g_autofree char *address = NULL;

  g_variant_lookup (settings, "address", "&s", &given);
  address = hearth_account_dup_address (given, error);
  if (address == NULL)
    return FALSE;
  *account = hearth_account_new (address);
  if (!hearth_account_settings_read (settings, *account, error))
    return FALSE;
  g_free ((*account)->address);
  (*account)->address = g_steal_pointer (&address);
  if (*(*account)->label == '\0') {
    g_free ((*account)->label);
    (*account)->label = g_strdup ((*account)->address);
  }
  return hearth_account_check (*account, error);
}

static gboolean
check_secret (const Plan *plan, GError **error)
{
  if (plan->account->auth != HEARTH_AUTH_PASSWORD || *plan->password != '\0')
    return TRUE;
  g_set_error (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_NO_SECRET,
               _("The password of %s is missing."), plan->account->address);
  return FALSE;
}

/**
 * hearth_account_setup_add_async:
 * @self: a set-up
 * @settings: `a{sv}` as the method AddAccount takes it
 * @password: the password, or ""
 * @callback: called when the account is there, or it is known why not
 * @user_data: for @callback
 *
 * Tries the servers with the password, or after the owner signed in through the browser, and adds
 * the account if both take it, or if "force" is among the settings.
 */
void
hearth_account_setup_add_async (HearthAccountSetup *self, GVariant *settings, const char *password,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, callback, user_data);
  Plan *plan = g_new0 (Plan, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, hearth_account_setup_add_async);
  g_task_set_task_data (task, plan, plan_free);
  plan->password = hearth_secret_memory_dup (password);
  plan->force = is_set (settings, "force");
  if (!make_account (settings, &plan->account, &error) || !check_secret (plan, &error) ||
      !check_new (self, plan->account, &error)) {
    g_task_return_error (task, error);
    return;
  }
  plan->may_shorten = plan->account->auth == HEARTH_AUTH_PASSWORD &&
                      g_strcmp0 (plan->account->imap.user, plan->account->address) == 0;
  carry_out (task, is_browser (plan->account->auth));
}

/**
 * hearth_account_setup_add_finish:
 * @self: a set-up
 * @result: what the callback got
 * @error: a #HearthAccountsError, #HearthSecretsError, #HearthEngineError or #HearthStoreError; of
 *   %HEARTH_ACCOUNTS_ERROR_CERTIFICATE the lines after the first are facts of the certificate
 *
 * Returns: the account's row, or 0
 */
gint64
hearth_account_setup_add_finish (HearthAccountSetup *self, GAsyncResult *result, GError **error)
{
  gssize id = g_task_propagate_int (G_TASK (result), error);

  return id > 0 ? id : 0;
}

/* (worker) */
static void
test_job (GTask *job, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  HearthAccountTest *test = run_test (task_data, cancellable, &error);

  if (test != NULL)
    g_task_return_pointer (job, test, (GDestroyNotify) hearth_account_test_free);
  else
    g_task_return_error (job, error);
}

static void
tested_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HearthAccountSetup *self = HEARTH_ACCOUNT_SETUP (object);
  const Plan *plan = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (HearthAccountTest) test = g_task_propagate_pointer (G_TASK (result), &error);

  /* What was refused before is not any more, and need not wait. */
  if (test != NULL && hearth_account_test_is_good (test)) {
    hearth_engine_allow_logins (self->engine, plan->account->id);
    hearth_engine_sync_async (self->engine, NULL, NULL, NULL);
  }
  if (test != NULL)
    g_task_return_pointer (task, g_variant_ref_sink (hearth_account_test_to_variant (test)),
                           (GDestroyNotify) g_variant_unref);
  else
    g_task_return_error (task, error);
}

/**
 * hearth_account_setup_test_async:
 * @self: a set-up
 * @id: an account's row
 * @callback: called when it is known, within a minute
 * @user_data: for @callback
 *
 * Tries the servers of an account with the secret that the keyring has.
 */
void
hearth_account_setup_test_async (HearthAccountSetup *self, gint64 id, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, callback, user_data);
  Plan *plan = g_new0 (Plan, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, hearth_account_setup_test_async);
  g_task_set_task_data (task, plan, plan_free);
  plan->password = g_strdup ("");
  plan->account = hearth_engine_get_account (self->engine, id, &error);
  if (plan->account == NULL)
    g_task_return_error (task, error);
  else
    queue (task, test_job, tested_cb);
}

/**
 * hearth_account_setup_test_finish:
 * @self: a set-up
 * @result: what the callback got
 * @error: %HEARTH_STORE_ERROR_NOT_FOUND, or why there is nothing to log in with
 *
 * Returns: (transfer full) (nullable): `a{sv}` as the method TestAccount returns it
 */
GVariant *
hearth_account_setup_test_finish (HearthAccountSetup *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
same_server (const HearthMailServer *a, const HearthMailServer *b)
{
  return a->port == b->port && a->security == b->security && g_strcmp0 (a->host, b->host) == 0 &&
         g_strcmp0 (a->user, b->user) == 0 && g_strcmp0 (a->pin, b->pin) == 0;
}

/* Whether an account will log in otherwise than before. */
static gboolean
logs_in_anew (const Plan *plan)
{
  return *plan->password != '\0' || plan->account->auth != plan->before->auth ||
         !same_server (&plan->account->imap, &plan->before->imap) ||
         !same_server (&plan->account->smtp, &plan->before->smtp);
}

/**
 * hearth_account_setup_change_async:
 * @self: a set-up
 * @id: an account's row
 * @settings: `a{sv}` as the method ChangeAccount takes it
 * @password: a new password, or "" to leave it
 * @callback: called when it is so
 * @user_data: for @callback
 *
 * Changes an account. A new password, server or certificate is tried first and changes nothing if
 * the servers do not take it, unless "force" is among the settings. That the browser's sign-in is
 * named among them means that the owner signs in again.
 */
void
hearth_account_setup_change_async (HearthAccountSetup *self, gint64 id, GVariant *settings,
                                   const char *password, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, callback, user_data);
  Plan *plan = g_new0 (Plan, 1);
  GError *error = NULL;
  gboolean sign_in;

  g_task_set_source_tag (task, hearth_account_setup_change_async);
  g_task_set_task_data (task, plan, plan_free);
  plan->password = hearth_secret_memory_dup (password);
  plan->before = hearth_engine_get_account (self->engine, id, &error);
  if (plan->before != NULL)
    plan->account = hearth_account_copy (plan->before);
  if (plan->account == NULL || !hearth_account_settings_read (settings, plan->account, &error) ||
      !hearth_account_check (plan->account, &error) || !check_new (self, plan->account, &error)) {
    g_task_return_error (task, error);
    return;
  }
  sign_in = is_browser (plan->account->auth) && names (settings, "auth");
  plan->force = is_set (settings, "force") || (!sign_in && !logs_in_anew (plan));
  carry_out (task, sign_in);
}

/**
 * hearth_account_setup_change_finish:
 * @self: a set-up
 * @result: what the callback got
 * @error: as hearth_account_setup_add_finish()
 *
 * Returns: whether it is so now
 */
gboolean
hearth_account_setup_change_finish (HearthAccountSetup *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error) > 0;
}
