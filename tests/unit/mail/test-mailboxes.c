/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mime-mailboxes.h"

#include <gmime/gmime.h>
#include <string.h>

/* What hearth_mime_split_mailboxes() takes upon itself has to be what GMime makes of it. */

static const char *const pieces[] = {
  "ana",
  "Ana Silva",
  "\"Silva, Ana\"",
  "<ana@silva.example>",
  "ana@silva.example",
  ",",
  " ",
  "\r\n ",
  "\t",
  "<",
  ">",
  "@",
  ".",
  "\"",
  "'",
  "O'Brien",
  "\"a \\\" b\"",
  "(comment)",
  ":",
  ";",
  "..",
  "-",
  "a.b",
  "x+tag@b-c.co.uk",
  "=?utf-8?q?a?=",
  "[1.2.3.4]",
  "\\",
  "é",
  "A.",
  "J. R.",
  "\"\"",
  "\"<x@y>\"",
  "group: a@b, c@d;",
  "=",
  "_",
};

static char *
make_value (GRand *rand)
{
  GString *value = g_string_new (NULL);
  guint n = (guint) g_rand_int_range (rand, 1, 8);

  for (guint i = 0; i < n; i++)
    g_string_append (value, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
  return g_string_free (value, FALSE);
}

/* White space in a name is folded later, whoever found it. */
static char *
dup_folded (const char *text)
{
  g_autofree char *copy = g_strdup (text != NULL ? text : "");
  g_auto (GStrv) words = g_strsplit_set (copy, " \t\r\n", -1);
  g_autoptr (GString) folded = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++) {
    if (*words[i] != '\0')
      g_string_append_printf (folded, "%s%s", folded->len > 0 ? " " : "", words[i]);
  }
  return g_strdup (folded->str);
}

static void
assert_as_gmime (const char *value, GArray *mailboxes)
{
  InternetAddressList *list = internet_address_list_parse (NULL, value);

  g_assert_nonnull (list);
  g_assert_cmpint (internet_address_list_length (list), ==, (int) mailboxes->len);
  for (guint i = 0; i < mailboxes->len; i++) {
    const HearthMimeMailbox *mailbox = &g_array_index (mailboxes, HearthMimeMailbox, i);
    InternetAddress *each = internet_address_list_get_address (list, (int) i);
    g_autofree char *address = g_strndup (mailbox->address, mailbox->address_size);
    g_autofree char *raw = g_strndup (mailbox->name, mailbox->name_size);
    g_autofree char *name = dup_folded (raw);
    g_autofree char *gmime_name = dup_folded (internet_address_get_name (each));

    g_assert_true (INTERNET_ADDRESS_IS_MAILBOX (each));
    g_assert_cmpstr (address, ==,
                     internet_address_mailbox_get_addr (INTERNET_ADDRESS_MAILBOX (each)));
    g_assert_cmpstr (name, ==, gmime_name);
  }
  g_object_unref (list);
}

static void
test_as_gmime (void)
{
  GRand *rand = g_rand_new_with_seed (5322);
  guint n_plain = 0;

  for (guint i = 0; i < 300000; i++) {
    g_autofree char *value = make_value (rand);
    g_autoptr (GArray) mailboxes = hearth_mime_split_mailboxes (value, G_MAXUINT);

    if (mailboxes == NULL)
      continue;
    n_plain++;
    g_test_message ("%s", value);
    assert_as_gmime (value, mailboxes);
  }
  g_rand_free (rand);
  /* Else it would compare nothing. */
  g_assert_cmpuint (n_plain, >, 1000);
}

static void
assert_mailbox (const char *value, guint index, guint n, const char *name, const char *address)
{
  g_autoptr (GArray) mailboxes = hearth_mime_split_mailboxes (value, G_MAXUINT);
  const HearthMimeMailbox *mailbox;

  g_assert_nonnull (mailboxes);
  g_assert_cmpuint (mailboxes->len, ==, n);
  mailbox = &g_array_index (mailboxes, HearthMimeMailbox, index);
  g_assert_cmpmem (mailbox->name, mailbox->name_size, name, strlen (name));
  g_assert_cmpmem (mailbox->address, mailbox->address_size, address, strlen (address));
}

static void
test_plain (void)
{
  assert_mailbox ("ana@silva.example", 0, 1, "", "ana@silva.example");
  assert_mailbox (" <ana@silva.example> ", 0, 1, "", "ana@silva.example");
  assert_mailbox ("Ana Silva <ana@silva.example>", 0, 1, "Ana Silva", "ana@silva.example");
  assert_mailbox ("\"Silva, Ana (home)\" <a.s+x@silva.example>,\r\n\tbo@b.example", 0, 2,
                  "Silva, Ana (home)", "a.s+x@silva.example");
  assert_mailbox ("\"Silva, Ana\" <ana@silva.example>,\r\n\tbo@b.example", 1, 2, "",
                  "bo@b.example");
}

static void
test_left_to_gmime (void)
{
  static const char *const values[] = {
    "",
    "ana",
    "ana@silva.example,",
    "ana@silva.example (Ana)",
    "=?utf-8?q?Ana?= <ana@silva.example>",
    "\"A \\\" B\" <ana@silva.example>",
    "\"Ana\" Silva <ana@silva.example>",
    "Ana Ñ <ana@silva.example>",
    "friends: ana@silva.example;",
    "<@route:ana@silva.example>",
    "ana@[127.0.0.1]",
    "ana..s@silva.example",
    "Ana <ana@silva.example",
    "\"Ana <ana@silva.example>",
    "ana@silva.example bo@b.example",
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
    g_autoptr (GArray) mailboxes = hearth_mime_split_mailboxes (values[i], G_MAXUINT);

    g_test_message ("%s", values[i]);
    g_assert_null (mailboxes);
  }
}

static void
test_many (void)
{
  g_autoptr (GString) value = g_string_new ("a@b.example");
  g_autoptr (GArray) mailboxes = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append (value, ", \"x\" <a@b.example>");
  mailboxes = hearth_mime_split_mailboxes (value->str, 1000);
  g_assert_cmpuint (mailboxes->len, ==, 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_mime_init ();
  g_test_add_func ("/mail/mailboxes/plain", test_plain);
  g_test_add_func ("/mail/mailboxes/left-to-gmime", test_left_to_gmime);
  g_test_add_func ("/mail/mailboxes/many", test_many);
  g_test_add_func ("/mail/mailboxes/as-gmime", test_as_gmime);
  return g_test_run ();
}
