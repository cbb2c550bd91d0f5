/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-engine-private.h"

#include "hearth-account-credentials.h"
#include "hearth-login-gate.h"

#include <glib/gi18n.h>

/* Accounts are sources whose settings stand in a table of their own and whose secrets stand in the
 * keyring. */

static gboolean
write_account (HearthDatabase *db, gpointer user_data, GError **error)
{
  return hearth_store_accounts_add (db, user_data, error);
}

static gboolean
rewrite_account (HearthDatabase *db, gpointer user_data, GError **error)
{
  return hearth_store_accounts_save (db, user_data, error);
}

/* What was refused may be right from now on. */
static void
allow_login (const HearthAccount *account)
{
  hearth_login_gate_open (&account->imap);
  hearth_login_gate_open (&account->smtp);
}

/* Whether no other account has this login; @id is the account's own row, or 0. */
static gboolean
check_login (HearthEngine *self, const char *path, gint64 id, GError **error)
{
  for (guint i = 0; i < self->runners->len; i++) {
    HearthRunner *runner = g_ptr_array_index (self->runners, i);

    if (hearth_runner_get_id (runner) != id &&
        g_strcmp0 (hearth_runner_get_path (runner), path) == 0) {
      g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_EXISTS,
                   _("This account is here already, as “%s”."), hearth_runner_get_name (runner));
      return FALSE;
    }
  }
  return TRUE;
}

/* Begins to read an account whose row stands. */
static gboolean
attach (HearthEngine *self, const HearthAccount *account, GError **error)
{
  g_autoptr (GPtrArray) sources = hearth_store_sources_list (self->reader, error);

  for (guint i = 0; sources != NULL && i < sources->len; i++) {
    const HearthSource *source = g_ptr_array_index (sources, i);

    if (source->id == account->id)
      return hearth_engine_add_runner (self, source, error) != NULL;
  }
  return FALSE;
}

/**
 * hearth_engine_add_account:
 * @self: an engine
 * @account: an account that is not stored yet
 * @error: %HEARTH_ENGINE_ERROR_EXISTS, or a #HearthStoreError
 *
 * Records an account. It is read at the next sync, with the credentials that the keyring has then.
 *
 * Returns: the row of its source, or 0
 */
gint64
hearth_engine_add_account (HearthEngine *self, const HearthAccount *account, GError **error)
{
  g_autoptr (HearthAccount) copy = hearth_account_copy (account);
  g_autofree char *path = hearth_account_dup_path (account);

  if (!check_login (self, path, 0, error) ||
      !hearth_writer_run_sync (self->writer, write_account, copy, error) ||
      !attach (self, copy, error))
    return 0;
  allow_login (copy);
  hearth_engine_emit_changed (self, "sources");
  return copy->id;
}

static gboolean
same_server (const HearthMailServer *a, const HearthMailServer *b)
{
  return a->port == b->port && a->security == b->security && g_strcmp0 (a->host, b->host) == 0 &&
         g_strcmp0 (a->user, b->user) == 0 && g_strcmp0 (a->pin, b->pin) == 0;
}

/* Whether the account is read in the same way as before. */
static gboolean
reads_alike (const HearthAccount *a, const HearthAccount *b)
{
  return same_server (&a->imap, &b->imap) && a->auth == b->auth &&
         g_strcmp0 (a->goa_id, b->goa_id) == 0 && g_strcmp0 (a->label, b->label) == 0 &&
         g_strcmp0 (a->address, b->address) == 0 && !a->paused == !b->paused &&
         a->keep_days == b->keep_days && !a->thrifty == !b->thrifty;
}

/**
 * hearth_engine_change_account:
 * @self: an engine
 * @account: an account as it shall be, with the row that it has
 * @error: %HEARTH_ENGINE_ERROR_EXISTS if another has the new login, or a #HearthStoreError
 *
 * Changes the settings of an account. If it is read in another way from then on, what runs is ended
 * first, and the next sync reads it so. Its secrets are the caller's to bring along, see
 * hearth_account_credentials_move_sync().
 *
 * Returns: whether it is so now
 */
gboolean
hearth_engine_change_account (HearthEngine *self, const HearthAccount *account, GError **error)
{
  g_autoptr (HearthAccount) before = hearth_engine_get_account (self, account->id, error);
  g_autofree char *path = hearth_account_dup_path (account);
  HearthRunner *runner = hearth_engine_find_runner (self, account->id);
  gboolean alike;

  if (before == NULL || !check_login (self, path, account->id, error))
    return FALSE;
  alike = reads_alike (before, account);
  if (!alike && runner != NULL) {
    hearth_runner_stop (runner);
    g_ptr_array_remove (self->runners, runner);
  }
  if (!hearth_writer_run_sync (self->writer, rewrite_account, (gpointer) account, error)) {
    if (!alike)
      attach (self, before, NULL);
    return FALSE;
  }
  if (!alike && !attach (self, account, error))
    return FALSE;
  allow_login (account);
  if (alike && runner != NULL)
    hearth_runner_wake (runner);
  hearth_outbox_retry (self->outbox, account->id);
  hearth_engine_emit_changed (self, "sources");
  return TRUE;
}

/**
 * hearth_engine_allow_logins:
 * @self: an engine
 * @id: an account's row, or 0 for all
 *
 * Has logins tried again that a server refused, by what waits for it and at the next sync: the
 * owner says so, or put something right elsewhere.
 */
void
hearth_engine_allow_logins (HearthEngine *self, gint64 id)
{
  g_autoptr (GPtrArray) accounts = hearth_engine_list_accounts (self, NULL);

  for (guint i = 0; accounts != NULL && i < accounts->len; i++) {
    const HearthAccount *account = g_ptr_array_index (accounts, i);
    HearthRunner *runner = hearth_engine_find_runner (self, account->id);

    if (id != 0 && account->id != id)
      continue;
    allow_login (account);
    if (runner != NULL)
      hearth_runner_wake (runner);
  }
  hearth_outbox_retry (self->outbox, id);
}

/**
 * hearth_engine_get_account:
 * @self: an engine
 * @id: the row of a source
 * @error: %HEARTH_STORE_ERROR_NOT_FOUND if it is no account
 *
 * Returns: (transfer full) (nullable): the account
 */
HearthAccount *
hearth_engine_get_account (HearthEngine *self, gint64 id, GError **error)
{
  return hearth_store_accounts_get (self->reader, id, error);
}

/**
 * hearth_engine_list_accounts:
 * @self: an engine
 * @error: a #HearthStoreError
 *
 * Returns: (transfer full) (nullable) (element-type HearthAccount): the accounts, the oldest first
 */
GPtrArray *
hearth_engine_list_accounts (HearthEngine *self, GError **error)
{
  return hearth_store_accounts_list (self->reader, error);
}

static void
secrets_cleared_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthEngine) self = user_data;
  g_autoptr (GError) error = NULL;

  self->clearing--;
  if (!hearth_account_credentials_clear_finish (result, &error))
    g_message ("The secret of a removed account is still in the keyring: %s", error->message);
}

/* Takes what belongs to an account that is being removed out of the keyring, for which nobody
 * waits: the keyring may ask its owner to unlock it. */
void
hearth_engine_clear_secrets (HearthEngine *self, const HearthAccount *account)
{
  self->clearing++;
  hearth_account_credentials_clear_async (account, NULL, secrets_cleared_cb, g_object_ref (self));
}
