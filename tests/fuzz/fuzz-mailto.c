/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-mailto.h"

#include <string.h>

static void
check_line (const char *text)
{
  g_assert (g_utf8_validate (text, -1, NULL) && strpbrk (text, "\r\n") == NULL);
}

static void
check_people (GPtrArray *people)
{
  for (guint i = 0; i < people->len; i++) {
    const HearthAddress *who = g_ptr_array_index (people, i);

    check_line (who->name);
    check_line (who->address);
    g_assert (*who->name != '\0' || *who->address != '\0');
  }
}

/* Any bytes as an address: what is found is bounded, and nothing in it can pass for a header of its
 * own. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *rest = g_strndup ((const char *) data, size);
  g_autofree char *uri = g_strconcat ("mailto:", rest, NULL);
  g_autoptr (HearthMailto) mailto = hearth_mailto_parse (uri, NULL);

  if (mailto == NULL)
    return 0;
  g_assert (mailto->to->len + mailto->cc->len <= HEARTH_RECIPIENTS_MAX);
  check_people (mailto->to);
  check_people (mailto->cc);
  check_line (mailto->subject);
  check_line (mailto->in_reply_to);
  g_assert (strpbrk (mailto->in_reply_to, "<> ") == NULL);
  g_assert (g_utf8_validate (mailto->body, -1, NULL) && strchr (mailto->body, '\r') == NULL &&
            strlen (mailto->body) <= 3 * HEARTH_MAILTO_MAX_BYTES);
  return 0;
}
