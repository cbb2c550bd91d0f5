/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-spoken-form.h"

#include <string.h>

#define MAX_SPOKEN (96 * 1024)

/* Any bytes as an answer: what is said of it is valid text of bounded length, and however much of
 * it was spoken, more spoken is never less heard, and all of it never more than the answer. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const languages[] = { "en", "de" };
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  gsize length = (gsize) g_utf8_strlen (valid, -1);

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++) {
    g_autoptr (HearthSpokenForm) form = hearth_spoken_form_new (text, languages[i]);
    const char *spoken = hearth_spoken_form_get_text (form);
    gsize n = (gsize) g_utf8_strlen (spoken, -1);
    gsize step = n / 64 + 1;
    gsize before = 0;

    g_assert_true (g_utf8_validate (spoken, -1, NULL));
    g_assert_cmpuint (strlen (spoken), <=, MAX_SPOKEN);
    g_assert_null (strstr (spoken, "://"));
    for (gsize k = 0; k <= n; k += step) {
      gsize heard = hearth_spoken_form_get_heard (form, k);

      g_assert_cmpuint (heard, >=, before);
      g_assert_cmpuint (heard, <=, length);
      before = heard;
    }
  }
  return 0;
}
