/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-help.h"
#include "hearth-persona.h"
#include "hearth-prompt.h"

#include <locale.h>
#include <string.h>

static void
test_choose (void)
{
  g_autoptr (HearthPersona) persona = hearth_persona_new ();
  g_autofree char *first = NULL;

  g_assert_cmpstr (hearth_persona_get_name (persona), ==, "Hearth");
  g_assert_true (hearth_persona_choose (persona, NULL, "de_DE", 3));
  g_assert_true (hearth_persona_get_chosen (persona));
  first = g_strdup (hearth_persona_get_name (persona));
  g_assert_cmpstr (first, !=, "Hearth");
  /* It stays what it is. */
  g_assert_false (hearth_persona_choose (persona, NULL, "de_DE", 4));
  g_assert_cmpstr (hearth_persona_get_name (persona), ==, first);
}

static void
test_owner_names_it (void)
{
  g_autoptr (HearthPersona) persona = hearth_persona_new ();
  g_autofree char *overlong = g_strnfill (100000, 'x');

  g_assert_false (hearth_persona_rename (persona, " \n "));
  g_assert_true (hearth_persona_rename (persona, " Sam\nantha "));
  g_assert_cmpstr (hearth_persona_get_name (persona), ==, "Sam antha");
  g_assert_false (hearth_persona_get_chosen (persona));
  g_assert_false (hearth_persona_choose (persona, NULL, "en", 0));
  g_assert_true (hearth_persona_rename (persona, "<b>&"));
  g_assert_cmpstr (hearth_persona_get_name (persona), ==, "<b>&");
  g_assert_true (hearth_persona_rename (persona, overlong));
  g_assert_cmpuint (strlen (hearth_persona_get_name (persona)), ==, 40);
  g_assert_true (hearth_persona_set_owner (persona, "Alex"));
  g_assert_cmpstr (hearth_persona_get_owner (persona), ==, "Alex");
  g_assert_true (hearth_persona_set_owner (persona, ""));
  g_assert_cmpstr (hearth_persona_get_owner (persona), ==, "");
}

static void
test_country (void)
{
  g_autoptr (HearthPersona) persona = hearth_persona_new ();
  g_autofree char *locale = hearth_persona_dup_country (persona);
  g_autofree char *set = NULL;

  g_assert_cmpstr (locale, ==, ""); /* the locale of the tests is C */
  g_object_set (persona, "country", "at", NULL);
  set = hearth_persona_dup_country (persona);
  g_assert_cmpstr (set, ==, "AT");
}

static void
test_prompt (void)
{
  g_autoptr (HearthPersona) persona = hearth_persona_new ();
  g_autofree char *text = NULL;

  g_assert_true (hearth_persona_rename (persona, "Juno"));
  g_assert_true (hearth_persona_set_owner (persona, "Alex"));
  text = hearth_prompt_write (persona);
  g_assert_nonnull (strstr (text, "You are Juno"));
  g_assert_nonnull (strstr (text, "called Alex"));
}

static void
test_help_is_needed (void)
{
  static const char *const yes[] = {
    "I want to kill myself",
    "i've been thinking about suicide for weeks.",
    "I don't want to live any more",
    "Everyone would be better off without me",
    "Manchmal möchte ich sterben. Ich will nicht mehr leben!",
    "ich denke an Selbstmord",
    "Quiero morir",
    "I have been hurting so much that I could hurt myself",
  };
  static const char *const no[] = {
    "Find the mail about the suicide prevention training",
    "This deadline is killing me",
    "I nearly killed myself laughing",
    "I could kill myself laughing at this",
    "How do I end my subscription?",
    "Remind me to kill the build job",
    "When did grandfather die?",
    "",
  };

  for (guint i = 0; i < G_N_ELEMENTS (yes); i++)
    g_assert_true (hearth_help_is_needed (yes[i]));
  for (guint i = 0; i < G_N_ELEMENTS (no); i++)
    g_assert_false (hearth_help_is_needed (no[i]));
}

static void
test_help_has_numbers (void)
{
  g_autofree char *german = hearth_help_write ("DE");
  g_autofree char *american = hearth_help_write ("US");
  g_autofree char *unknown = hearth_help_write ("");

  g_assert_nonnull (strstr (german, "0800 111 0 111"));
  g_assert_nonnull (strstr (german, "112"));
  g_assert_nonnull (strstr (american, "988"));
  g_assert_nonnull (strstr (american, "911"));
  g_assert_nonnull (strstr (unknown, "findahelpline.com"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C");
  g_test_add_func ("/companion/persona/choose", test_choose);
  g_test_add_func ("/companion/persona/owner-names-it", test_owner_names_it);
  g_test_add_func ("/companion/persona/country", test_country);
  g_test_add_func ("/companion/persona/prompt", test_prompt);
  g_test_add_func ("/companion/help/is-needed", test_help_is_needed);
  g_test_add_func ("/companion/help/has-numbers", test_help_has_numbers);
  return g_test_run ();
}
