/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-link-scan.h"
#include "hearth-text.h"

#include <string.h>

/* Whatever a text is, what is found in it stands in it, and nothing is found in what is left when
 * all that was found is taken away but what was too much. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = hearth_text_clean ((const char *) data, (gssize) size);
  g_autoptr (GPtrArray) links = hearth_link_scan (text);

  g_assert_cmpuint (links->len, <=, 200);
  for (guint i = 0; i < links->len; i++) {
    const HearthLink *link = g_ptr_array_index (links, i);

    g_assert_nonnull (strstr (text, link->text));
    g_assert_true (g_utf8_validate (link->text, -1, NULL));
    g_assert_true (link->host == NULL || g_utf8_validate (link->host, -1, NULL));
  }
  /* An address that anybody would click is found wherever it stands. */
  if (links->len < 200) {
    g_autofree char *more = g_strconcat (text, " https://example.org ", NULL);
    g_autoptr (GPtrArray) again = hearth_link_scan (more);

    g_assert_cmpuint (again->len, ==, links->len + 1);
  }
  return 0;
}
