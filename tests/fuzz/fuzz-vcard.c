/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-vcard.h"

#include <string.h>

static void
check_text (const char *text)
{
  g_assert (text == NULL || (*text != '\0' && g_utf8_validate (text, -1, NULL)));
}

/* Any bytes as an address book: what comes out is clean and bounded, and no two are the same. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GHashTable) uids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) contacts = NULL;
  g_autoptr (GError) error = NULL;
  gboolean cut;

  contacts = hearth_vcard_read ((const char *) data, size, &cut, &error);
  if (contacts == NULL) {
    g_assert (error->domain == HEARTH_CONTACTS_ERROR);
    return 0;
  }
  g_assert_no_error (error);
  g_assert (contacts->len <= HEARTH_VCARD_MAX_CARDS);
  for (guint i = 0; i < contacts->len; i++) {
    const HearthContact *contact = g_ptr_array_index (contacts, i);

    g_assert (contact->uid != NULL && contact->name != NULL);
    g_assert (g_hash_table_add (uids, contact->uid));
    check_text (contact->uid);
    check_text (contact->name);
    check_text (contact->nickname);
    check_text (contact->organisation);
    check_text (contact->birthday);
    g_assert (contact->addresses->len <= HEARTH_VCARD_MAX_VALUES);
    g_assert (contact->phones->len <= HEARTH_VCARD_MAX_VALUES);
    for (guint j = 0; j < contact->addresses->len; j++) {
      check_text (contact->addresses->pdata[j]);
      g_assert (strchr (contact->addresses->pdata[j], '@') != NULL);
    }
    for (guint j = 0; j < contact->phones->len; j++)
      check_text (contact->phones->pdata[j]);
  }
  return 0;
}
