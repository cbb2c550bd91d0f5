/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-account-settings.h"
#include "hearth-autoconfig.h"

#include <string.h>

/* Whatever a stranger's server sends as its file: servers that can be, or a clear error; never one
 * to which a password would go in the clear. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) choices =
      hearth_autoconfig_parse ((const char *) data, size, "ana@example.org",
                               HEARTH_CHOICE_AUTOCONFIG, "example.org", &error);

  if (choices == NULL) {
    g_assert_error (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_FAILED);
    return 0;
  }
  g_assert_no_error (error);
  for (guint i = 0; i < choices->len; i++) {
    const HearthAccountChoice *choice = g_ptr_array_index (choices, i);
    g_autoptr (GVariant) variant = g_variant_ref_sink (hearth_account_choice_to_variant (choice));

    g_assert_true (*choice->help == '\0' || g_str_has_prefix (choice->help, "https://"));
    g_assert_cmpint (choice->account->imap.security, !=, HEARTH_SECURITY_NONE);
    g_assert_cmpint (choice->account->smtp.security, !=, HEARTH_SECURITY_NONE);
    g_assert_true (strpbrk (choice->account->imap.user, "\r\n") == NULL);
    g_assert_true (g_utf8_validate (choice->account->imap.host, -1, NULL));
    g_assert_cmpuint (choice->account->imap.port, >, 0);
  }
  return 0;
}
