/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-list-headers.h"

#include <string.h>

static void
check_uri (const char *uri, const char *scheme)
{
  g_assert (strlen (uri) <= 4096 && g_ascii_strncasecmp (uri, scheme, strlen (scheme)) == 0);
  for (const char *p = uri; *p != '\0'; p++)
    g_assert (*p > ' ' && *p < 0x7f);
}

/* Any bytes as a mail: what is found is bounded, one line where it must be, and nothing in it can
 * pass for a line of its own. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (HearthListHeaders) found = hearth_list_headers_parse (data, size);

  if (found->post_uri != NULL)
    check_uri (found->post_uri, "https://");
  if (found->web_uri != NULL)
    check_uri (found->web_uri, "http");
  if (found->mail_address != NULL)
    g_assert (strlen (found->mail_address) <= 320 &&
              strpbrk (found->mail_address, " \r\n,;<>\"") == NULL);
  if (found->mail_subject != NULL)
    g_assert (g_utf8_validate (found->mail_subject, -1, NULL) &&
              strpbrk (found->mail_subject, "\r\n") == NULL);
  if (found->mail_text != NULL)
    g_assert (g_utf8_validate (found->mail_text, -1, NULL) && strlen (found->mail_text) <= 2048);
  g_assert (found->post_uri == NULL || found->web_uri != NULL);
  return 0;
}
