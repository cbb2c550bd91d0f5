/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-memory-statements.h"

#include <string.h>

static char *
find (const char *text)
{
  g_autoptr (GPtrArray) found = hearth_memory_statements_find (text);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++) {
    const HearthMemory *memory = g_ptr_array_index (found, i);

    g_string_append_printf (out, "%s%s/%s: %s", i > 0 ? "|" : "", memory->kind, memory->subject,
                            memory->text);
    g_assert_nonnull (memory->quote);
    g_assert_nonnull (memory->reason);
    g_assert_cmpint (memory->state, ==, HEARTH_MEMORY_PROPOSED);
  }
  return g_string_free (out, FALSE);
}

static void
test_found (void)
{
  static const struct {
    const char *text, *found;
  } cases[] = {
    { "my sister's name is Ana", "fact/owner: my sister's name is Ana" },
    { "Find me a restaurant. I don't eat meat.", "preference/owner: I don't eat meat" },
    { "By the way, I live in Porto!", "fact/owner: I live in Porto" },
    { "I'm an architect", "fact/owner: I'm an architect" },
    { "I have two brothers.", "person/owner: I have two brothers" },
    { "My dentist's name is Dr. Weber.", "fact/owner: My dentist's name is Dr. Weber" },
    { "Ana's birthday is on 4 May. She is nice.", "person/Ana: Ana's birthday is on 4 May" },
    { "Marta likes tea", "person/Marta: Marta likes tea" },
    { "I prefer mornings for meetings", "preference/owner: I prefer mornings for meetings" },
    { "Ich esse kein Fleisch.", "preference/owner: Ich esse kein Fleisch" },
    { "Meine Schwester hei\303\237t Ana.", "fact/owner: Meine Schwester hei\303\237t Ana" },
    { "Ich wohne in Graz. Was steht morgen an?", "fact/owner: Ich wohne in Graz" },
    { "Ich habe einen Hund", "person/owner: Ich habe einen Hund" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *found = find (cases[i].text);

    g_assert_cmpstr (found, ==, cases[i].found);
  }
}

static void
test_not_found (void)
{
  static const char *const texts[] = {
    "What is on tomorrow?",
    "Where do I live?",
    "I live in fear of this meeting",
    "If I live in Porto, what then",
    "I like it",
    "I like that mail from Ana",
    "I am at home today",
    "She wrote \"I live in Porto\"",
    "> I live in Porto",
    "My meeting is at 3",
    "my flight is delayed",
    "I have two meetings",
    "I am allergic to nuts",
    "My wife's name is Ana",
    "I have a boyfriend",
    "Ich bin krank",
    "Mein Gehalt ist 3000",
    "Remind me to call Ana",
    "The train lives",
    "This works fine",
    "It works well now",
    "",
    "I",
    "My",
  };
  g_autofree char *huge = g_strnfill (1 << 20, 'x');
  g_autofree char *nothing = find (huge);

  g_assert_cmpstr (nothing, ==, "");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *found = find (texts[i]);

    g_test_message ("%s", texts[i]);
    g_assert_cmpstr (found, ==, "");
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/attention/memory-statements/found", test_found);
  g_test_add_func ("/attention/memory-statements/not-found", test_not_found);
  return g_test_run ();
}
