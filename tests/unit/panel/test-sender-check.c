/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-sender-check.h"

#include <string.h>

static char *
check (const char *name, const char *address)
{
  g_autoptr (HearthAddress) from = hearth_address_new (name, address);

  return hearth_sender_check (from);
}

static void
test_honest (void)
{
  g_assert_null (check ("Marta Keller", "marta@keller-events.example"));
  g_assert_null (check ("", ""));
  g_assert_null (check ("Иван Петров", "ivan@почта.example"));
  g_assert_null (check ("Νίκη Lind", "niki@lind.example"));
  g_assert_null (check ("marta@keller.example", "marta@keller.example"));
  g_assert_null (check ("Team @ Keller", "team@keller.example"));
}

static void
test_name_is_another_address (void)
{
  g_autofree char *problem = check ("\"service@bank.example\" (Bank)", "x1@mail.example");

  g_assert_nonnull (problem);
  g_assert_nonnull (strstr (problem, "service@bank.example"));
  g_assert_nonnull (strstr (problem, "x1@mail.example"));
}

static void
test_two_alphabets (void)
{
  g_autofree char *domain = check ("Bank", "info@b\xd0\xb0nk.example"); /* Cyrillic а */
  g_autofree char *encoded = check ("Bank", "info@xn--bnk-6cd.example");
  g_autofree char *name = check ("P\xd0\xb0ypal", "info@pay.example");

  g_assert_nonnull (domain);
  g_assert_nonnull (encoded);
  g_assert_nonnull (name);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/panel/sender-check/honest", test_honest);
  g_test_add_func ("/panel/sender-check/name", test_name_is_another_address);
  g_test_add_func ("/panel/sender-check/alphabets", test_two_alphabets);
  return g_test_run ();
}
