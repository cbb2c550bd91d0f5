/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-proof.h"

#include <string.h>

/* Any bytes as a letter, in each language: marks lie in the text and in their order, and what is
 * made of them is text. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const languages[] = { "en", "de", "fr", "pt" };
  static const char *const people[] = { "Anja Weber", "Marie Dubois", NULL };
  static const HearthProofEvent events[] = { { "Garden party", 739000 } };
  HearthProofContext context = { .recipient = "Anja Weber",
                                 .people = people,
                                 .events = events,
                                 .n_events = G_N_ELEMENTS (events),
                                 .day = 739010 };
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  glong n_chars = g_utf8_strlen (valid, -1);

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++) {
    g_autoptr (GPtrArray) marks = NULL;
    g_autofree char *changed = NULL;
    guint before = 0;

    context.language = languages[i];
    marks = hearth_proof_check (text, &context);
    for (guint k = 0; k < marks->len; k++) {
      const HearthProofMark *mark = g_ptr_array_index (marks, k);

      g_assert (mark->start >= before && mark->end > mark->start && mark->end <= n_chars);
      g_assert (g_utf8_validate (mark->reason, -1, NULL) && *mark->key != '\0');
      g_assert (strlen (mark->key) <= 500);
      before = mark->start;
    }
    changed = hearth_proof_apply (valid, marks);
    g_assert (g_utf8_validate (changed, -1, NULL));
  }
  return 0;
}
