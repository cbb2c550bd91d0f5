/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-autoconfig.h"

#include <string.h>

#define ADDRESS "ana.ruiz@example.org"

static char *
read_sample (const char *name, gsize *size)
{
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "..", "..", "fuzz", "corpus", "autoconfig", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, size, &error);
  g_assert_no_error (error);
  return text;
}

static GPtrArray *
parse (const char *text, gssize size, GError **error)
{
  return hearth_autoconfig_parse (text, size < 0 ? strlen (text) : (gsize) size, ADDRESS,
                                  HEARTH_CHOICE_AUTOCONFIG, "autoconfig.example.org", error);
}

static void
test_provider (void)
{
  gsize size;
  g_autofree char *text = read_sample ("provider.xml", &size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) choices = parse (text, (gssize) size, &error);
  const HearthAccountChoice *choice;

  g_assert_no_error (error);
  /* Neither POP3 nor the server to which a password would go in the clear. */
  g_assert_cmpuint (choices->len, ==, 2);
  choice = choices->pdata[0];
  g_assert_cmpstr (choice->account->imap.host, ==, "imap.example.org");
  g_assert_cmpint (choice->account->imap.port, ==, 143);
  g_assert_cmpint (choice->account->imap.security, ==, HEARTH_SECURITY_STARTTLS);
  g_assert_cmpstr (choice->account->imap.user, ==, "ana.ruiz");
  choice = choices->pdata[1];
  g_assert_cmpstr (choice->account->imap.host, ==, "imap.example.org");
  g_assert_cmpint (choice->account->imap.port, ==, 993);
  g_assert_cmpint (choice->account->imap.security, ==, HEARTH_SECURITY_TLS);
  g_assert_cmpstr (choice->account->smtp.host, ==, "smtp.example.org");
  g_assert_cmpint (choice->account->smtp.port, ==, 465);
  g_assert_cmpint (choice->account->smtp.security, ==, HEARTH_SECURITY_TLS);
  g_assert_cmpstr (choice->account->smtp.user, ==, ADDRESS);
  g_assert_cmpstr (choice->help, ==, "https://example.org/help/imap");
  g_assert_cmpstr (choice->problem, ==, "");
  /* TLS from the first byte is put first. */
  g_assert_cmpint (hearth_account_choice_compare (choices->pdata[1], choices->pdata[0]), <, 0);
}

static void
test_oauth_only (void)
{
  gsize size;
  g_autofree char *text = read_sample ("oauth-only.xml", &size);
  g_autoptr (GPtrArray) choices = parse (text, (gssize) size, NULL);

  /* No password field that cannot work. */
  g_assert_cmpuint (choices->len, ==, 1);
  g_assert_cmpstr (((HearthAccountChoice *) choices->pdata[0])->problem, !=, "");
}

static void
test_refused (void)
{
  static const char *const samples[] = { "entities.xml", "page.html" };

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++) {
    gsize size;
    g_autofree char *text = read_sample (samples[i], &size);
    g_autoptr (GError) error = NULL;

    g_assert_null (parse (text, (gssize) size, &error));
    g_assert_error (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_FAILED);
  }
}

static void
test_wrong (void)
{
  gsize size;
  g_autofree char *text = read_sample ("wrong.xml", &size);
  g_autoptr (GPtrArray) choices = parse (text, (gssize) size, NULL);

  g_assert_cmpuint (choices->len, ==, 0);
}

/* Cut anywhere it is an error, or what stands before the cut; never more. */
static void
test_cut (void)
{
  gsize size;
  g_autofree char *text = read_sample ("provider.xml", &size);

  for (gsize length = 0; length < size; length += 3) {
    g_autoptr (GPtrArray) choices = parse (text, (gssize) length, NULL);

    g_assert_true (choices == NULL || choices->len <= 2);
  }
}

static void
test_huge (void)
{
  g_autofree char *spaces = g_strnfill (HEARTH_AUTOCONFIG_MAX, ' ');
  g_autofree char *text = g_strconcat ("<clientConfig><emailProvider>", spaces,
                                       "</emailProvider></clientConfig>", NULL);
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) choices = NULL;

  g_assert_null (parse (text, -1, &error));
  g_assert_error (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_FAILED);
  for (guint i = 0; i < 10000; i++)
    g_string_append (deep, "<a>");
  choices = parse (deep->str, (gssize) deep->len, NULL);
  g_assert_null (choices);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/accounts/autoconfig/provider", test_provider);
  g_test_add_func ("/accounts/autoconfig/oauth-only", test_oauth_only);
  g_test_add_func ("/accounts/autoconfig/refused", test_refused);
  g_test_add_func ("/accounts/autoconfig/wrong", test_wrong);
  g_test_add_func ("/accounts/autoconfig/cut", test_cut);
  g_test_add_func ("/accounts/autoconfig/huge", test_huge);

  return g_test_run ();
}
