/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-proof.h"

#include <stdio.h>

/* How long it takes to proofread a letter of a thousand words: with a dictionary whose words were
 * not looked up yet, and again after a change, when most were. */

#define RUNS 9
#define N_WORDS 1000

static char *
make_letter (void)
{
  static const char *const sentences[] = {
    "The garden is full of roses this year, and the apple tree gave us three baskets.",
    "We painted the kitchen in April because the old colour had faded.",
    "My neighbour brought a cake on Friday and told me about her journey to Lisbon.",
    "There was rain for a week, but the cellar stayed dry.",
    "When the train arrived we walked along the river until it was dark.",
    "Nobody knows what the council will decide about the old bridge.",
  };
  GString *text = g_string_new ("Dear Anja,\n\n");
  guint n = 0;

  for (guint i = 0; n < N_WORDS; i++) {
    g_auto (GStrv) words = g_strsplit (sentences[i % G_N_ELEMENTS (sentences)], " ", -1);

    n += g_strv_length (words);
    g_string_append (text, sentences[i % G_N_ELEMENTS (sentences)]);
    g_string_append (text, i % 5 == 4 ? "\n\n" : " ");
  }
  return g_string_free (text, FALSE);
}

int
main (void)
{
  g_autofree char *text = make_letter ();
  gint64 first = G_MAXINT64, again = G_MAXINT64, without = G_MAXINT64;

  for (guint run = 0; run < RUNS; run++) {
    g_autoptr (HearthSpeller) speller = hearth_speller_new ("en");
    HearthProofContext context = { .language = "en", .recipient = "Anja Weber" };
    gint64 begin;

    begin = g_get_monotonic_time ();
    g_ptr_array_unref (hearth_proof_check (text, &context));
    without = MIN (without, g_get_monotonic_time () - begin);
    context.speller = speller;
    begin = g_get_monotonic_time ();
    g_ptr_array_unref (hearth_proof_check (text, &context));
    first = MIN (first, g_get_monotonic_time () - begin);
    begin = g_get_monotonic_time ();
    g_ptr_array_unref (hearth_proof_check (text, &context));
    again = MIN (again, g_get_monotonic_time () - begin);
  }
  printf ("proof_1000_rules %.3f ms\nproof_1000_first %.3f ms\nproof_1000_again %.3f ms\n",
          (double) without / 1000, (double) first / 1000, (double) again / 1000);
  return 0;
}
