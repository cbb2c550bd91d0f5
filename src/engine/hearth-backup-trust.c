/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-backup-trust.h"

#include "hearth-clock.h"
#include "hearth-paths.h"
#include "hearth-store-accounts.h"
#include "hearth-store-calendars.h"
#include "hearth-store-permissions.h"

#include <string.h>

/* A backup is a file that anybody may have made. What it says of where secrets go, and of what may
 * be done unasked, is held against what is there now. */

static gboolean
same_login (const HearthAccount *a, const HearthAccount *b)
{
  return a->imap.port == b->imap.port && g_strcmp0 (a->imap.host, b->imap.host) == 0 &&
         g_strcmp0 (a->imap.user, b->imap.user) == 0 && g_strcmp0 (a->goa_id, b->goa_id) == 0;
}

static void
take_server (const HearthMailServer *from, HearthMailServer *to)
{
  hearth_mail_server_clear (to);
  hearth_mail_server_copy (from, to);
}

/* A secret belongs to the login for reading: whatever a file says, it goes for sending where it
 * goes now. Nobody knows to whom the secrets of an account of the desktop belong, nor whose are in
 * the keyring if the store is @unknown: an account that is not here now waits then until its owner
 * has looked at it. */
static void
trust (HearthAccount *account, GPtrArray *present, gboolean unknown)
{
  for (guint i = 0; present != NULL && i < present->len; i++) {
    const HearthAccount *each = g_ptr_array_index (present, i);

    if (!same_login (each, account))
      continue;
    account->auth = each->auth;
    take_server (&each->imap, &account->imap);
    take_server (&each->smtp, &account->smtp);
    return;
  }
  g_clear_pointer (&account->imap.pin, g_free);
  g_clear_pointer (&account->smtp.pin, g_free);
  if (account->goa_id != NULL || unknown) {
    account->paused = TRUE;
    g_free (account->smtp.host);
    account->smtp.host = g_strdup ("");
  }
}

static gboolean
trust_accounts (HearthDatabase *db, HearthDatabase *before, gboolean unknown, GError **error)
{
  g_autoptr (GPtrArray) present = before != NULL ? hearth_store_accounts_list (before, NULL) : NULL;
  g_autoptr (GPtrArray) accounts = hearth_store_accounts_list (db, error);
  gboolean ok = accounts != NULL;

  for (guint i = 0; ok && i < accounts->len; i++) {
    HearthAccount *account = g_ptr_array_index (accounts, i);

    trust (account, present, unknown);
    ok = hearth_store_accounts_save (db, account, error);
  }
  return ok;
}

/* The keyring has a password for a server and a name, and gives it for nothing else. What the
 * desktop would give for an account of its own it would give for any address: one that is not here
 * now is no longer tied to it, and its owner signs in anew. */
static void
trust_dav (HearthDavAccount *account, GPtrArray *present)
{
  g_clear_pointer (&account->pin, g_free);
  for (guint i = 0; present != NULL && i < present->len; i++) {
    const HearthDavAccount *each = g_ptr_array_index (present, i);

    if (g_str_equal (each->url, account->url) && g_str_equal (each->user, account->user) &&
        g_strcmp0 (each->goa_id, account->goa_id) == 0) {
      account->auth = each->auth;
      account->pin = g_strdup (each->pin);
      return;
    }
  }
  g_clear_pointer (&account->goa_id, g_free);
}

static gboolean
trust_dav_accounts (HearthDatabase *db, HearthDatabase *before, GError **error)
{
  g_autoptr (GPtrArray) present =
      before != NULL ? hearth_store_dav_accounts_list (before, NULL) : NULL;
  g_autoptr (GPtrArray) accounts = hearth_store_dav_accounts_list (db, error);
  gboolean ok = accounts != NULL;

  for (guint i = 0; ok && i < accounts->len; i++) {
    HearthDavAccount *account = g_ptr_array_index (accounts, i);

    trust_dav (account, present);
    ok = hearth_store_dav_accounts_save (db, account, error);
  }
  return ok;
}

static gboolean
has_permission (GPtrArray *permissions, const HearthPermission *permission, gint64 now)
{
  for (guint i = 0; permissions != NULL && i < permissions->len; i++) {
    const HearthPermission *each = g_ptr_array_index (permissions, i);

    if (hearth_permission_is_active (each, now) && g_str_equal (each->verb, permission->verb) &&
        g_str_equal (each->field, permission->field) &&
        g_str_equal (each->value, permission->value) && each->expires == permission->expires)
      return TRUE;
  }
  return FALSE;
}

/* A file gives nobody leave to do something to mail unasked, and an old one does not give again
 * what was taken back since. */
static gboolean
trust_permissions (HearthDatabase *db, HearthDatabase *before, GError **error)
{
  g_autoptr (GPtrArray) present =
      before != NULL ? hearth_store_permissions_list (before, NULL) : NULL;
  g_autoptr (GPtrArray) permissions = hearth_store_permissions_list (db, error);
  gint64 now = hearth_clock_now ();
  gboolean ok = permissions != NULL;

  for (guint i = 0; ok && i < permissions->len; i++) {
    const HearthPermission *permission = g_ptr_array_index (permissions, i);

    if (hearth_permission_is_active (permission, now) && !has_permission (present, permission, now))
      ok = hearth_store_permissions_revoke (db, permission->id, error);
  }
  return ok;
}

/**
 * hearth_backup_trust:
 * @db: a writer, of the store of a backup
 * @data_dir: the data folder that it will stand in
 * @error: return location for a #HearthStoreError
 *
 * Takes out of a store what only the owner could have said. Secrets are not in it: those that the
 * keyring and the desktop have go nowhere where they do not go now, and nobody gets leave to do
 * something unasked.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_backup_trust (HearthDatabase *db, const char *data_dir, GError **error)
{
  g_autofree char *path = hearth_paths_dup_store (data_dir);
  g_autoptr (HearthDatabase) present = hearth_database_open (path, HEARTH_DATABASE_READER, NULL);
  /* One that cannot be read may have logins that nobody can tell. */
  gboolean unknown = present == NULL && g_file_test (path, G_FILE_TEST_EXISTS);

  return trust_accounts (db, present, unknown, error) && trust_dav_accounts (db, present, error) &&
         trust_permissions (db, present, error);
}
