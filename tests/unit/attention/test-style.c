/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-sent-letters.h"
#include "hearth-style.h"

#include <string.h>

static HearthStyle *
read_texts (const char *const *texts, guint n)
{
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_sent_letter_free);

  for (guint i = 0; i < n; i++) {
    g_autoptr (HearthMessage) message = hearth_message_new ();
    HearthSentLetter *letter;

    message->subject = g_strdup ("Thursday");
    message->text = g_strdup (texts[i]);
    g_ptr_array_add (message->to, hearth_address_new ("Marta Lind", "marta@lind.example"));
    letter = hearth_sent_letter_new (message);
    if (letter != NULL)
      g_ptr_array_add (list, letter);
  }
  return hearth_style_read (list);
}

static void
test_english (void)
{
  static const char *const texts[] = {
    "Hi Marta,\n\nThursday works for me, and I will bring the plans that we spoke "
    "of.\n\nCheers,\nT.\n",
    "Hi Marta,\n\nno news from the printer yet. I will call them again tomorrow morning.\n\n"
    "Cheers,\nT.\n\nOn Monday, Marta Lind wrote:\n> Sehr geehrter Herr, have you heard?\n> "
    "Thanks\n",
    "Could you send me the number again? I lost it in the move.\n\nT.\n-- \nTheo Example\nExample "
    "Ltd\n",
  };
  g_autoptr (HearthStyle) style = read_texts (texts, G_N_ELEMENTS (texts));
  g_autofree char *words = NULL;

  g_assert_cmpuint (style->n_mails, ==, 3);
  g_assert_cmpstr (style->greeting, ==, "Hi Marta,");
  g_assert_cmpstr (style->closing, ==, "Cheers,\nT.");
  g_assert_false (style->formal);
  g_assert_cmpstr (style->language, ==, "en");
  g_assert_cmpuint (style->median_words, >=, 12);
  g_assert_cmpuint (style->median_words, <=, 16);
  g_assert_cmpstr (style->greeting_form, ==, "Hi NAME,");
  /* Of a mail that quotes somebody nothing is shown. */
  g_assert_cmpuint (style->excerpts->len, ==, 2);
  /* Nothing that another wrote, and no signature, is the owner's style. */
  style->to_person = TRUE;
  words = hearth_style_describe (style, "marta@lind.example");
  g_assert_nonnull (strstr (words, "begins: Hi Marta,\n"));
  g_assert_null (strstr (words, "geehrter"));
  g_assert_null (strstr (words, "Example Ltd"));
  g_assert_nonnull (strstr (words, "Thursday works for me"));
}

static void
test_german (void)
{
  static const char *const texts[] = {
    "Sehr geehrte Frau Brandt,\n\nvielen Dank für Ihre Nachricht. Ich sende Ihnen die Unterlagen "
    "bis Freitag zu.\n\nMit freundlichen Grüßen\nTheo Beispiel\n",
    "Sehr geehrte Frau Brandt,\n\nanbei finden Sie den Vertrag, wie wir es besprochen haben.\n\n"
    "Mit freundlichen Grüßen\nTheo Beispiel\n",
  };
  g_autoptr (HearthStyle) style = read_texts (texts, G_N_ELEMENTS (texts));

  g_assert_cmpstr (style->greeting, ==, "Sehr geehrte Frau Brandt,");
  g_assert_cmpstr (style->closing, ==, "Mit freundlichen Grüßen\nTheo Beispiel");
  g_assert_true (style->formal);
  g_assert_cmpstr (style->language, ==, "de");
}

/* To somebody else the greeting has another name, and what was written once is no habit. */
static void
test_others (void)
{
  static const char *const texts[] = {
    "Hi Marta,\n\nThursday works for me, and I will bring the plans.\n\nT.",
    "Hi Marta,\n\nno news from the printer yet, I will call them.\n\nBest, Theo",
    "Hey,\n\nhave you seen the number that I sent you before?\n\nCheers",
  };
  g_autoptr (HearthStyle) style = read_texts (texts, G_N_ELEMENTS (texts));
  g_autofree char *words = hearth_style_describe (style, "Ben");

  g_assert_nonnull (strstr (words, "begins: Hi NAME,\n"));
  g_assert_null (style->closing);
  g_assert_null (strstr (words, "ends:"));
}

static void
test_plain (void)
{
  static const char *const texts[] = { "ok, will do. see you there at nine in the morning then",
                                       "no idea, ask Ben about it when he is back from his trip" };
  g_autoptr (HearthStyle) style = read_texts (texts, G_N_ELEMENTS (texts));

  g_assert_null (style->greeting);
  g_assert_null (style->closing);
  g_assert_true (style->without_greeting);
}

static void
test_bounds (void)
{
  g_autofree char *flood = g_strnfill (1000000, 'a');
  g_autofree char *lines = g_strnfill (300000, '\n');
  const char *texts[] = { flood, lines, "", ">quote\n>quote", "\xff\xfe broken \xc3" };
  g_autoptr (HearthStyle) style = read_texts (texts, G_N_ELEMENTS (texts));
  g_autofree char *words = hearth_style_describe (style, "a@b.example");
  g_autoptr (HearthStyle) none = read_texts (NULL, 0);
  g_autofree char *nothing = hearth_style_describe (none, "a@b.example");

  g_assert_cmpuint (strlen (words), <, 4000);
  g_assert_true (g_utf8_validate (words, -1, NULL));
  g_assert_cmpstr (nothing, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/attention/style/english", test_english);
  g_test_add_func ("/attention/style/german", test_german);
  g_test_add_func ("/attention/style/others", test_others);
  g_test_add_func ("/attention/style/plain", test_plain);
  g_test_add_func ("/attention/style/bounds", test_bounds);
  return g_test_run ();
}
