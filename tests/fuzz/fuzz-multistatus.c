/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-dav-href.h"
#include "hearth-dav-multistatus.h"

#include <string.h>

/* Whatever a server sends as its answer: an answer, or a clear error; and no name of a member that
 * leads out of its collection. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char collection[] = "https://example.org/a/b/";
  g_autoptr (GBytes) body = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthDavMultistatus) answer =
      hearth_dav_multistatus_parse (body, "example.org", &error);

  if (answer == NULL) {
    g_assert_true (error->domain == HEARTH_DAV_ERROR);
    return 0;
  }
  g_assert_no_error (error);
  for (guint i = 0; i < answer->responses->len; i++) {
    const HearthDavResponse *response = g_ptr_array_index (answer->responses, i);
    g_autofree char *member = hearth_dav_href_dup_member (collection, response->href);
    g_autofree char *again = NULL;

    if (member == NULL)
      continue;
    g_assert_null (strchr (member, '/'));
    again = hearth_dav_href_dup_member (collection, member);
    g_assert_true (again == NULL || g_str_equal (again, member));
  }
  return 0;
}
