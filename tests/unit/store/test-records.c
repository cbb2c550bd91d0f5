/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"

#include "hearth-answer.h"
#include "hearth-clock.h"
#include "hearth-database-private.h"
#include "hearth-store-accounts.h"

#define NOON G_GINT64_CONSTANT (1700000000)

static void
test_sources (void)
{
  gint64 id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&id);
  g_autoptr (GPtrArray) sources = NULL;
  g_autoptr (GError) error = NULL;
  const HearthSource *source;

  g_assert_true (hearth_store_sources_set_state (db, id, NOON, NULL, &error));
  g_assert_true (hearth_store_sources_set_state (db, id, 0, "The folder is gone.", &error));
  sources = hearth_store_sources_list (db, &error);
  g_assert_cmpuint (sources->len, ==, 1);
  source = sources->pdata[0];
  g_assert_cmpint (source->id, ==, id);
  g_assert_cmpint (source->kind, ==, HEARTH_SOURCE_MAILDIR);
  g_assert_cmpstr (source->path, ==, "/mail");
  g_assert_cmpint (source->last_sync, ==, NOON);
  g_assert_cmpstr (source->last_error, ==, "The folder is gone.");
  g_assert_false (hearth_store_sources_set_state (db, id + 1, NOON, NULL, &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
}

static void
set_text (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

static gboolean
remove_all (HearthDatabase *db, GError **error)
{
  gboolean more = TRUE;

  while (more) {
    if (!hearth_store_sources_remove_some (db, &more, error))
      return FALSE;
  }
  return TRUE;
}

static void
test_accounts (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (HearthAccount) account = hearth_account_new ("ana@example.org");
  g_autoptr (HearthAccount) second = hearth_account_new ("b@example.org");
  g_autoptr (HearthAccount) read = NULL;
  g_autoptr (HearthAccount) changed = NULL;
  g_autoptr (HearthAccount) as_club = NULL;
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GPtrArray) sources = NULL;
  g_autoptr (GError) error = NULL;

  set_text (&account->name, "Ana Ruiz");
  set_text (&account->imap.host, "imap.example.org");
  set_text (&account->imap.user, "ana@example.org");
  set_text (&account->smtp.host, "smtp.example.org");
  set_text (&account->smtp.pin, "ab01");
  account->smtp.port = 587;
  account->smtp.security = HEARTH_SECURITY_STARTTLS;
  account->keep_days = 90;
  account->sent_copy = FALSE;
  g_ptr_array_add (account->identities, hearth_identity_new ("club@example.org", "", "The club"));
  g_assert_true (hearth_store_accounts_add (db, account, &error));
  g_assert_no_error (error);
  g_assert_cmpint (account->id, >, source_id);
  second->auth = HEARTH_AUTH_GOA;
  second->goa_id = g_strdup ("account_1");
  g_assert_true (hearth_store_accounts_add (db, second, &error));

  read = hearth_store_accounts_get (db, account->id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read->address, ==, "ana@example.org");
  g_assert_cmpstr (read->name, ==, "Ana Ruiz");
  g_assert_cmpstr (read->label, ==, "ana@example.org");
  g_assert_cmpstr (read->goa_id, ==, NULL);
  g_assert_cmpstr (read->imap.host, ==, "imap.example.org");
  g_assert_cmpint (read->imap.port, ==, 993);
  g_assert_cmpint (read->imap.security, ==, HEARTH_SECURITY_TLS);
  g_assert_cmpstr (read->imap.pin, ==, NULL);
  g_assert_cmpstr (read->smtp.host, ==, "smtp.example.org");
  g_assert_cmpint (read->smtp.port, ==, 587);
  g_assert_cmpint (read->smtp.security, ==, HEARTH_SECURITY_STARTTLS);
  g_assert_cmpstr (read->smtp.pin, ==, "ab01");
  g_assert_cmpint (read->keep_days, ==, 90);
  g_assert_false (read->sent_copy);
  g_assert_false (read->paused);

  g_assert_cmpuint (read->identities->len, ==, 1);
  g_assert_true (hearth_account_write_as (read, ""));
  g_assert_false (hearth_account_write_as (read, "other@example.org"));
  g_assert_cmpstr (read->address, ==, "ana@example.org");
  as_club = hearth_account_copy (read);
  g_assert_true (hearth_account_write_as (as_club, "CLUB@example.org"));
  g_assert_cmpstr (as_club->address, ==, "club@example.org");
  g_assert_cmpstr (as_club->name, ==, "Ana Ruiz");
  g_assert_cmpstr (as_club->signature, ==, "The club");

  set_text (&read->label, "Home");
  g_ptr_array_add (read->identities, hearth_identity_new ("a@example.org", "A", ""));
  set_text (&read->imap.host, "mail.example.org");
  read->paused = TRUE;
  g_assert_true (hearth_store_accounts_save (db, read, &error));
  g_assert_no_error (error);
  accounts = hearth_store_accounts_list (db, &error);
  g_assert_cmpuint (accounts->len, ==, 2);
  changed = hearth_account_copy (accounts->pdata[0]);
  g_assert_cmpstr (changed->label, ==, "Home");
  g_assert_true (changed->paused);
  g_assert_cmpuint (changed->identities->len, ==, 2);
  g_assert_cmpstr (((HearthIdentity *) changed->identities->pdata[0])->name, ==, "A");
  g_assert_cmpstr (((HearthAccount *) accounts->pdata[1])->goa_id, ==, "account_1");
  sources = hearth_store_sources_list (db, &error);
  g_assert_cmpstr (((HearthSource *) sources->pdata[1])->path, ==,
                   "imap://ana%40example.org@mail.example.org:993");
  g_assert_cmpstr (((HearthSource *) sources->pdata[1])->name, ==, "Home");

  /* The account is gone at once, whatever is left of its mail. */
  g_assert_true (hearth_store_sources_remove (db, account->id, &error));
  g_clear_pointer (&accounts, g_ptr_array_unref);
  accounts = hearth_store_accounts_list (db, &error);
  g_assert_cmpuint (accounts->len, ==, 1);
  g_assert_false (hearth_store_accounts_save (db, read, &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (remove_all (db, &error));
  g_assert_null (hearth_store_accounts_get (db, account->id, &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
}

static void
test_reminders (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (HearthReminder) first = hearth_reminder_new ("user:1", "Call Bob", NOON + 100);
  g_autoptr (HearthReminder) second = hearth_reminder_new ("event:x:1:-900", "Stand-up", NOON);
  g_autoptr (HearthReminder) same = hearth_reminder_new ("user:1", "Call Bob back", NOON + 200);
  g_autoptr (HearthReminder) read = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) open = NULL;
  g_autoptr (GError) error = NULL;

  second->event_id = 7;
  second->event_start = NOON + 900;
  g_assert_true (hearth_store_reminders_save (db, first, &error));
  g_assert_true (hearth_store_reminders_save (db, second, &error));
  g_assert_cmpint (first->id, !=, 0);
  g_assert_cmpint (first->id, !=, second->id);
  /* The same key is the same reminder. */
  g_assert_true (hearth_store_reminders_save (db, same, &error));
  g_assert_cmpint (same->id, ==, first->id);
  all = hearth_store_reminders_list (db, FALSE, &error);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpstr (((HearthReminder *) all->pdata[0])->text, ==, "Stand-up");
  second->state = HEARTH_REMINDER_DONE;
  g_assert_true (hearth_store_reminders_save (db, second, &error));
  open = hearth_store_reminders_list (db, TRUE, &error);
  g_assert_cmpuint (open->len, ==, 1);
  read = hearth_store_reminders_get (db, second->id, &error);
  g_assert_cmpint (read->state, ==, HEARTH_REMINDER_DONE);
  g_assert_cmpint (read->event_id, ==, 7);
  g_assert_cmpint (read->event_start, ==, NOON + 900);
  g_assert_cmpint (read->original_due, ==, NOON);
  g_assert_true (hearth_store_reminders_remove (db, second->id, &error));
  g_assert_false (hearth_store_reminders_remove (db, second->id, &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (hearth_store_reminders_save (db, second, &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/records/sources", test_sources);
  g_test_add_func ("/store/records/accounts", test_accounts);
  g_test_add_func ("/store/records/reminders", test_reminders);

  return g_test_run ();
}
