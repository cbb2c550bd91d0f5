/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-html-original.h"
#include "hearth-text.h"

#include <string.h>

static GBytes *
find_image (const char *id, const char **type, gpointer user_data)
{
  *type = "image/png";
  return g_bytes_new (id, strlen (id));
}

/* The end of the tag that begins at @p: a name, then attributes in double quotes. */
static const char *
check_tag (const char *p)
{
  gsize n;

  p += *p == '/';
  n = strspn (p, "abcdefghijklmnopqrstuvwxyz123456");
  g_assert_cmpuint (n, >, 0);
  for (p += n; *p == ' ';) {
    n = strspn (++p, "abcdefghijklmnopqrstuvwxyz");
    g_assert_cmpuint (n, >, 0);
    /* No attribute that is an event. */
    g_assert_false (n > 2 && p[0] == 'o' && p[1] == 'n');
    g_assert_true (g_str_has_prefix (p + n, "=\""));
    p += n + 2;
    p += strcspn (p, "\"<>");
    g_assert_true (*p == '"');
    p++;
  }
  g_assert_true (*p == '>');
  return p + 1;
}

static void
check (const char *html)
{
  static const char *const never[] = {
    "<script", "<style", "<iframe", "<object", "<embed", "<form",
    "<svg",    "<math",  "<base",   "<meta",   "<link",  "<input"
  };

  g_assert_true (g_utf8_validate (html, -1, NULL));
  for (const char *p = strchr (html, '<'); p != NULL; p = strchr (p, '<')) {
    if (g_str_has_prefix (p, "<style>")) {
      const char *end = strstr (p, "</style>");

      /* Nothing inside of a sheet ends it, and nothing of it fetches. */
      g_assert_nonnull (end);
      for (const char *q = p + 7; q < end; q++)
        g_assert_true (*q != '<' && *q != '\\' &&
                       (end - q < 4 || g_ascii_strncasecmp (q, "url(", 4) != 0));
      p = end + strlen ("</style>");
      continue;
    }
    for (guint i = 0; i < G_N_ELEMENTS (never); i++)
      g_assert_false (g_str_has_prefix (p, never[i]));
    p = check_tag (p + 1);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *html = hearth_text_clean ((const char *) data, size);
  g_autofree char *once = hearth_html_sanitize (html, strlen (html), find_image, NULL);

  check (once);
  return 0;
}
