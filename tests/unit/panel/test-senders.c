/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-senders.h"

/* As whom the owner writes. */

static HearthAccount *
make_account (gint64 id, const char *address, const char *identity)
{
  HearthAccount *account = hearth_account_new (address);

  account->id = id;
  account->signature = (g_free (account->signature), g_strdup ("Nora"));
  if (identity != NULL)
    g_ptr_array_add (account->identities, hearth_identity_new (identity, "Choir", "La la"));
  return account;
}

static void
test_find (void)
{
  g_autoptr (GPtrArray) accounts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_account_free);
  g_autoptr (GPtrArray) senders = NULL;
  g_autofree char *name = NULL;
  const HearthAccount *choir;

  g_ptr_array_add (accounts, make_account (3, "nora@lind.example", "chair@choir.example"));
  g_ptr_array_add (accounts, make_account (5, "nora@work.example", NULL));
  senders = hearth_senders_new (accounts);
  g_assert_cmpuint (senders->len, ==, 3);
  choir = g_ptr_array_index (senders, 1);
  name = hearth_sender_dup_name (choir);
  g_assert_cmpstr (name, ==, "Choir <chair@choir.example>");
  g_assert_cmpint (choir->id, ==, 3);
  g_assert_cmpstr (choir->signature, ==, "La la");
  g_assert_cmpstr (hearth_sender_get_address (choir), ==, "chair@choir.example");
  g_assert_cmpstr (hearth_sender_get_address (senders->pdata[0]), ==, "");

  g_assert_cmpuint (hearth_senders_find (senders, 3, ""), ==, 0);
  g_assert_cmpuint (hearth_senders_find (senders, 3, "Chair@choir.example"), ==, 1);
  g_assert_cmpuint (hearth_senders_find (senders, 5, ""), ==, 2);
  /* What is gone is not kept up: who writes is what is shown. */
  g_assert_cmpuint (hearth_senders_find (senders, 3, "old@choir.example"), ==, 0);
  g_assert_cmpuint (hearth_senders_find (senders, 5, "chair@choir.example"), ==, 2);
  g_assert_cmpuint (hearth_senders_find (senders, 9, ""), ==, 0);
}

static void
assert_swapped (const HearthAccount *from, const HearthAccount *to, const char *text,
                const char *expected)
{
  g_autofree char *swapped = hearth_account_swap_signature (from, to, text);

  g_assert_cmpstr (swapped, ==, expected);
}

static void
test_signature (void)
{
  g_autoptr (HearthAccount) nora = make_account (1, "nora@lind.example", "chair@choir.example");
  g_autoptr (HearthAccount) choir = hearth_account_copy (nora);
  g_autoptr (HearthAccount) bare = hearth_account_new ("bare@lind.example");

  g_assert_true (hearth_account_write_as (choir, "chair@choir.example"));
  assert_swapped (nora, choir, "Hello\n\n-- \nNora\n", "Hello\n\n-- \nLa la\n");
  assert_swapped (nora, bare, "Hello\n\n-- \nNora\n", "Hello\n");
  assert_swapped (bare, nora, "Hello\n", "Hello\n\n-- \nNora\n");
  assert_swapped (bare, bare, "Hello\n", "Hello\n");
  /* Changed by hand. */
  assert_swapped (nora, choir, "Hello\n\n-- \nYour Nora\n", "Hello\n\n-- \nYour Nora\n");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/senders/find", test_find);
  g_test_add_func ("/senders/signature", test_signature);
  return g_test_run ();
}
