/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-clock.h"
#include "hearth-memory-slot.h"
#include "hearth-memory.h"

#define NOW G_GINT64_CONSTANT (1715760000)

/* Two sentences about one thing have the same slot. */
static void
test_same (void)
{
  static const struct {
    const char *subject, *first, *second;
  } cases[] = {
    { "owner", "My sister's name is Ana", "my sister\342\200\231s name is Anna." },
    { "owner", "I live in Rome", "I'm happy, I live in Porto now" },
    { "owner", "I live in Rome", "I moved to Porto" },
    { "owner", "I work at ACME", "I work for Globex" },
    { "owner", "My favourite colour is green", "My favourite colour is blue" },
    { "owner", "My dentist is Dr. Weber", "My dentist is Dr. Kim" },
    { "owner", "My car is a Fiat", "My car is an Opel" },
    { "owner", "Meine Schwester hei\303\237t Ana", "Meine Schwester hei\303\237t Anna" },
    { "owner", "Ich wohne in Graz", "Ich wohne in Wien" },
    { "owner", "Meine Telefonnummer ist 0664 1", "Meine Telefonnummer lautet 0664 2" },
    { "Ana", "Ana's birthday is on 4 May", "Ana's birthday is on 5 May" },
    { "Ana", "Ana lives in Porto", "Ana lives in Rome" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *first = hearth_memory_dup_slot (cases[i].subject, cases[i].first);
    g_autofree char *second = hearth_memory_dup_slot (cases[i].subject, cases[i].second);

    g_test_message ("%s", cases[i].first);
    g_assert_cmpstr (first, !=, "");
    g_assert_cmpstr (first, ==, second);
  }
}

/* What may hold beside others has none. */
static void
test_none (void)
{
  static const char *const texts[] = {
    "I like tea",
    "I do not eat meat",
    "My sister is ill",
    "My dog is old",
    "Ana is a vegetarian",
    "I have two brothers",
    "Ich mag Tee",
    "Mein Bruder ist nett",
    "",
    "is",
    "I am 40 years old",
    "Porto",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *slot = hearth_memory_dup_slot ("owner", texts[i]);

    g_test_message ("%s", texts[i]);
    g_assert_cmpstr (slot, ==, "");
  }
}

static void
test_different (void)
{
  g_autofree char *mine = hearth_memory_dup_slot ("owner", "I live in Rome");
  g_autofree char *hers = hearth_memory_dup_slot ("owner", "My sister lives in Porto");
  g_autofree char *his = hearth_memory_dup_slot ("owner", "My brother lives in Porto");

  g_assert_cmpstr (mine, !=, hers);
  g_assert_cmpstr (hers, !=, his);
  g_assert_cmpstr (hers, !=, "");
}

static void
test_sensitive (void)
{
  static const char *const yes[] = {
    "I am allergic to nuts",  "My wife is Ana",
    "I earn 3000 a month",    "I voted for them",
    "I go to church",         "Ich bin schwanger",
    "Mein Gehalt ist hoch",   "Ich bin katholisch",
    "I have diabetes",        "I love Marta",
    "I'm Christian",          "Ich w\303\244hle gr\303\274n",
    "my doctor is Dr. Weber", "Ich habe Schulden",
    "I am divorced",          "I AM GAY",
  };
  static const char *const no[] = {
    "My sister's name is Ana",
    "I don't eat meat",
    "I live in Porto",
    "I prefer mornings",
    "Christina is my colleague",
    "Ich trinke keinen Kaffee",
    "",
    "My dog is called Milo",
    "Ich arbeite bei Siemens",
  };

  for (guint i = 0; i < G_N_ELEMENTS (yes); i++) {
    g_test_message ("%s", yes[i]);
    g_assert_true (hearth_memory_is_sensitive (yes[i]));
  }
  for (guint i = 0; i < G_N_ELEMENTS (no); i++) {
    g_test_message ("%s", no[i]);
    g_assert_false (hearth_memory_is_sensitive (no[i]));
  }
}

static void
test_holds (void)
{
  g_autoptr (HearthMemory) memory = hearth_memory_new ("fact", "Ana", "Lives in Porto");
  g_autofree char *plain = NULL;
  g_autofree char *past = NULL;

  memory->created = NOW;
  plain = hearth_memory_dup_line (memory, NOW);
  g_assert_cmpstr (plain, ==, "Ana: Lives in Porto (noted 2024-05-15)");
  g_assert_true (hearth_memory_holds (memory, 0));
  memory->valid_from = NOW - 86400;
  memory->valid_until = NOW;
  g_assert_false (hearth_memory_holds (memory, NOW - 86401));
  g_assert_true (hearth_memory_holds (memory, NOW - 1));
  g_assert_false (hearth_memory_holds (memory, NOW));
  past = hearth_memory_dup_line (memory, NOW);
  g_assert_cmpstr (past, ==,
                   "Ana: Lives in Porto (since 2024-05-14, only until 2024-05-15, noted "
                   "2024-05-15)");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/memory/slot/same", test_same);
  g_test_add_func ("/model/memory/slot/none", test_none);
  g_test_add_func ("/model/memory/slot/different", test_different);
  g_test_add_func ("/model/memory/sensitive", test_sensitive);
  g_test_add_func ("/model/memory/holds", test_holds);
  return g_test_run ();
}
