/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-account-setup.h"
#include "hearth-accounts-error.h"
#include "hearth-engine.h"

#include <glib/gstdio.h>

typedef struct {
  char *data;
  HearthEngine *engine;
  guint n_changed; /* signals for sources */
} Fixture;

static void
changed_cb (HearthEngine *engine, const char *table, Fixture *self)
{
  if (g_strcmp0 (table, "sources") == 0)
    self->n_changed++;
}

static void
open_engine (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  self->engine = hearth_engine_new (self->data, &error);
  g_assert_no_error (error);
  g_signal_connect (self->engine, "changed", G_CALLBACK (changed_cb), self);
}

static void
close_engine (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  /* Also waits for the keyring, which is not there. */
  g_assert_true (hearth_engine_finish_removals (self->engine, &error));
  hearth_engine_stop (self->engine);
  g_signal_handlers_disconnect_by_data (self->engine, self);
  g_clear_object (&self->engine);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->data = g_dir_make_tmp ("hearth-XXXXXX", NULL);
  open_engine (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  close_engine (self);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  dir = g_dir_open (self->data, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (self->data, name, NULL);

    g_remove (path);
  }
  g_rmdir (self->data);
  g_free (self->data);
}

static HearthAccount *
make_account (const char *user)
{
  HearthAccount *account = hearth_account_new ("ana@example.org");

  g_free (account->imap.host);
  account->imap.host = g_strdup ("imap.example.org");
  g_free (account->imap.user);
  account->imap.user = g_strdup (user);
  return account;
}

static void
test_life (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthAccount) account = make_account ("ana");
  g_autoptr (HearthAccount) other = make_account ("bob");
  g_autoptr (HearthAccount) stored = NULL;
  g_autoptr (HearthAccount) reopened = NULL;
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GPtrArray) sources = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = hearth_engine_add_account (self->engine, account, &error);

  g_assert_no_error (error);
  g_assert_cmpint (id, >, 0);
  g_assert_cmpint (account->id, ==, 0);
  g_assert_cmpuint (self->n_changed, ==, 1);
  /* The same login is the same account. */
  g_assert_cmpint (hearth_engine_add_account (self->engine, account, &error), ==, 0);
  g_assert_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_cmpint (hearth_engine_add_account (self->engine, other, &error), >, 0);
  accounts = hearth_engine_list_accounts (self->engine, &error);
  g_assert_cmpuint (accounts->len, ==, 2);

  stored = hearth_engine_get_account (self->engine, id, &error);
  g_assert_no_error (error);
  g_free (stored->imap.user);
  stored->imap.user = g_strdup ("bob");
  g_assert_false (hearth_engine_change_account (self->engine, stored, &error));
  g_assert_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_EXISTS);
  g_clear_error (&error);
  g_free (stored->imap.user);
  stored->imap.user = g_strdup ("ana.ruiz");
  stored->paused = TRUE;
  g_assert_true (hearth_engine_change_account (self->engine, stored, &error));
  g_assert_no_error (error);

  close_engine (self);
  open_engine (self);
  reopened = hearth_engine_get_account (self->engine, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (reopened->imap.user, ==, "ana.ruiz");
  g_assert_true (reopened->paused);
  sources = hearth_store_sources_list (hearth_engine_get_reader (self->engine), &error);
  g_assert_cmpuint (sources->len, ==, 2);
  g_assert_cmpstr (((HearthSource *) sources->pdata[0])->path, ==,
                   "imap://ana.ruiz@imap.example.org:993");

  g_assert_true (hearth_engine_remove_source (self->engine, id, &error));
  g_assert_null (hearth_engine_get_account (self->engine, id, &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (hearth_engine_change_account (self->engine, stored, &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
}

static void
result_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* What cannot be is said before anybody is asked, and leaves nothing. */
static void
test_refused_settings (Fixture *self, gconstpointer data)
{
  static const struct {
    const char *settings;
    HearthAccountsError code;
  } cases[] = {
    { "{'imap-host': <'imap.example.org'>}", HEARTH_ACCOUNTS_ERROR_INVALID },
    { "{'address': <'ana@example.org'>}", HEARTH_ACCOUNTS_ERROR_INVALID },
    { "{'address': <'ana@example.org'>, 'imap-host': <'imap.example.org'>}",
      HEARTH_ACCOUNTS_ERROR_NO_SECRET },
    { "{'address': <'ana@example.org'>, 'imap-host': <'imap.example.org'>,"
      " 'imap-security': <'none'>}",
      HEARTH_ACCOUNTS_ERROR_INVALID },
    { "{'address': <'ana@gmail.com'>, 'imap-host': <'imap.gmail.com'>, 'auth': <'google'>}",
      HEARTH_ACCOUNTS_ERROR_INVALID },
  };
  g_autoptr (HearthAccountSetup) setup = hearth_account_setup_new (self->engine, NULL);
  g_autoptr (GPtrArray) accounts = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GVariant) settings =
        g_variant_parse (G_VARIANT_TYPE_VARDICT, cases[i].settings, NULL, NULL, NULL);
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", cases[i].settings);
    hearth_account_setup_add_async (setup, settings, "", result_cb, &result);
    while (result == NULL)
      g_main_context_iteration (NULL, TRUE);
    g_assert_cmpint (hearth_account_setup_add_finish (setup, result, &error), ==, 0);
    g_assert_error (error, HEARTH_ACCOUNTS_ERROR, (int) cases[i].code);
    g_assert_true (g_str_has_suffix (error->message, "."));
  }
  accounts = hearth_engine_list_accounts (self->engine, NULL);
  g_assert_cmpuint (accounts->len, ==, 0);
  hearth_account_setup_stop (setup);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/engine/accounts/life", Fixture, NULL, set_up, test_life, tear_down);
  g_test_add ("/engine/accounts/refused-settings", Fixture, NULL, set_up, test_refused_settings,
              tear_down);

  return g_test_run ();
}
