/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-html-text.h"
#include "hearth-text.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *html = hearth_text_clean ((const char *) data, size);
  HearthHtmlFindings findings;
  g_autofree char *text = hearth_html_to_text (html, strlen (html), 16 * 1024, &findings);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpuint (strlen (text), <=, 16 * 1024 + 64);
  hearth_html_may_mislead (html, strlen (html));
  return 0;
}
