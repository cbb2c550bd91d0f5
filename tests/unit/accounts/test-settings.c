/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-account-settings.h"
#include "hearth-oauth.h"
#include "hearth-provider.h"

#define PIN "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static gboolean
read_settings (HearthAccount *account, const char *text, GError **error)
{
  g_autoptr (GVariant) settings = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, NULL);

  g_assert_nonnull (settings);
  return hearth_account_settings_read (settings, account, error);
}

static void
test_round_trip (void)
{
  g_autoptr (HearthAccount) account = hearth_account_new ("ana@example.org");
  g_autoptr (HearthAccount) copy = hearth_account_new ("b@example.org");
  g_autoptr (GVariantDict) dict = g_variant_dict_new (NULL);
  g_autoptr (GVariant) settings = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (read_settings (account,
                                "{'imap-host': <'IMAP.Example.org'>, 'imap-port': <uint32 143>,"
                                " 'imap-security': <'starttls'>, 'imap-pin': <'" PIN "'>,"
                                " 'smtp-host': <'smtp.example.org'>, 'signature': <'Ana\nRuiz'>,"
                                " 'keep-days': <uint32 90>, 'sent-copy': <false>,"
                                " 'paused': <true>, 'unknown': <3>}",
                                &error));
  g_assert_no_error (error);
  g_assert_cmpstr (account->imap.host, ==, "imap.example.org");
  hearth_account_settings_write (account, dict);
  settings = g_variant_ref_sink (g_variant_dict_end (dict));
  g_assert_true (hearth_account_settings_read (settings, copy, &error));
  g_assert_cmpstr (copy->address, ==, "ana@example.org");
  g_assert_cmpint (copy->imap.port, ==, 143);
  g_assert_cmpint (copy->imap.security, ==, HEARTH_SECURITY_STARTTLS);
  g_assert_cmpstr (copy->imap.pin, ==, PIN);
  g_assert_cmpstr (copy->signature, ==, "Ana\nRuiz");
  g_assert_cmpint (copy->keep_days, ==, 90);
  g_assert_false (copy->sent_copy);
  g_assert_true (copy->paused);
  g_assert_true (hearth_account_check (copy, &error));
  g_assert_no_error (error);
  /* What was accepted of one server is not of another. */
  g_assert_true (read_settings (copy, "{'imap-host': <'other.example.org'>}", &error));
  g_assert_null (copy->imap.pin);
}

static void
test_bad (void)
{
  static const char *const bad[] = {
    "{'imap-port': <'993'>}",          "{'imap-port': <uint32 70000>}",
    "{'imap-security': <'ssl'>}",      "{'imap-pin': <'AB'>}",
    "{'imap-user': <'a\\r\\nb'>}",     "{'auth': <'magic'>}",
    "{'name': <'x\\nBcc: y'>}",        "{'address': <7>}",
    "{'keep-days': <uint32 4000000>}", "{'paused': <'yes'>}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (HearthAccount) account = hearth_account_new ("ana@example.org");
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", bad[i]);
    g_assert_false (read_settings (account, bad[i], &error));
    g_assert_error (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_INVALID);
  }
}

static void
test_check (void)
{
  static const struct {
    const char *settings;
    gboolean good;
  } cases[] = {
    { "{'imap-host': <'imap.example.org'>}", TRUE },
    { "{'imap-host': <'127.0.0.1'>, 'imap-security': <'none'>}", TRUE },
    { "{'imap-host': <'localhost'>, 'imap-security': <'none'>}", TRUE },
    { "{'imap-host': <'::1'>, 'imap-security': <'none'>}", TRUE },
    { "{'imap-host': <'imap.example.org'>, 'imap-security': <'none'>}", FALSE },
    { "{'imap-host': <'localhost.example.org'>, 'imap-security': <'none'>}", FALSE },
    { "{'imap-host': <'imap.example.org'>, 'smtp-host': <'10.0.0.1'>,"
      " 'smtp-security': <'none'>}",
      FALSE },
    { "{'imap-host': <''>}", FALSE },
    { "{'imap-host': <'a b'>}", FALSE },
    { "{'imap-host': <'imap.example.org'>, 'imap-port': <uint32 0>}", FALSE },
    { "{'imap-host': <'imap.example.org'>, 'imap-user': <''>}", FALSE },
    { "{'imap-host': <'imap.example.org'>, 'address': <'nobody'>}", FALSE },
    { "{'imap-host': <'imap.example.org'>, 'auth': <'goa'>}", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (HearthAccount) account = hearth_account_new ("ana@example.org");
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", cases[i].settings);
    g_assert_true (read_settings (account, cases[i].settings, &error));
    g_assert_cmpint (hearth_account_check (account, &error), ==, cases[i].good);
    g_assert_cmpint (error == NULL, ==, cases[i].good);
  }
}

static void
test_addresses (void)
{
  static const struct {
    const char *text;
    const char *address;
  } cases[] = {
    { " Ana.Ruiz@Example.ORG ", "Ana.Ruiz@example.org" },
    { "ana@bücher.example", "ana@xn--bcher-kva.example" },
    { "ana", NULL },
    { "@example.org", NULL },
    { "ana@", NULL },
    { "ana@ex ample.org", NULL },
    { "Ana <ana@example.org>", NULL },
    { "a@b@example.org", NULL },
    { "a\r\nb@example.org", NULL },
    { "ana@..", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *address = hearth_account_dup_address (cases[i].text, NULL);

    g_assert_cmpstr (address, ==, cases[i].address);
  }
}

/* Never a password field that cannot work. */
static void
test_providers (void)
{
  static const HearthOauthProvider made_up = {
    "https://login.example/a", "https://login.example/t", "client", "", "mail", "", "127.0.0.1"
  };
  const HearthProvider *google = hearth_provider_find_domain ("gmail.com");
  const HearthProvider *microsoft = hearth_provider_find_domain ("hotmail.co.uk");
  g_autoptr (HearthAccountChoice) by_password =
      hearth_provider_dup_choice (google, "ana@gmail.com");
  g_autoptr (HearthAccountChoice) not_at_all =
      hearth_provider_dup_choice (microsoft, "ana@hotmail.co.uk");
  g_autoptr (HearthAccountChoice) by_browser = NULL;

  g_assert_cmpint (by_password->account->auth, ==, HEARTH_AUTH_PASSWORD);
  g_assert_true (g_str_has_prefix (by_password->help, "https://support.google.com/"));
  g_assert_false (by_password->account->sent_copy);
  g_assert_cmpint (not_at_all->account->auth, ==, HEARTH_AUTH_MICROSOFT);
  g_assert_cmpstr (not_at_all->problem, !=, "");

  hearth_oauth_set_provider (HEARTH_AUTH_MICROSOFT, &made_up);
  by_browser = hearth_provider_dup_choice (microsoft, "ana@hotmail.co.uk");
  g_assert_cmpint (by_browser->account->auth, ==, HEARTH_AUTH_MICROSOFT);
  g_assert_cmpstr (by_browser->problem, ==, "");

  g_assert_true (hearth_provider_find_mx ("aspmx.l.google.com") == google);
  g_assert_true (hearth_provider_find_mx ("example-org.mail.protection.outlook.com") == microsoft);
  g_assert_null (hearth_provider_find_mx ("google.com.example.org"));
  g_assert_null (hearth_provider_find_domain ("hotmail.example.org"));
  g_assert_null (hearth_provider_find_domain ("notgmail.com"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/accounts/settings/round-trip", test_round_trip);
  g_test_add_func ("/accounts/settings/bad", test_bad);
  g_test_add_func ("/accounts/settings/check", test_check);
  g_test_add_func ("/accounts/settings/addresses", test_addresses);
  g_test_add_func ("/accounts/settings/providers", test_providers);

  return g_test_run ();
}
