/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-senders.h"

/* As whom the owner can write: each account, and after it each of its identities, as an account
 * that has taken on the identity's address, name and signature. */

/**
 * hearth_senders_new:
 * @accounts: (element-type HearthAccount): accounts
 *
 * Returns: (transfer full) (element-type HearthAccount): as whom their owner can write
 */
GPtrArray *
hearth_senders_new (GPtrArray *accounts)
{
  GPtrArray *senders = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_account_free);

  for (guint i = 0; i < accounts->len; i++) {
    const HearthAccount *account = g_ptr_array_index (accounts, i);

    g_ptr_array_add (senders, hearth_account_copy (account));
    for (guint k = 0; k < account->identities->len; k++) {
      const HearthIdentity *identity = g_ptr_array_index (account->identities, k);
      HearthAccount *sender = hearth_account_copy (account);

      hearth_account_write_as (sender, identity->address);
      g_ptr_array_add (senders, sender);
    }
  }
  return senders;
}

/**
 * hearth_senders_find:
 * @senders: (element-type HearthAccount): what hearth_senders_new() returned
 * @source_id: an account's row
 * @address: the address of an identity, or "" for the account's own
 *
 * Returns: the place of the sender; that of the account itself if it has no such identity (any
 *   more), and 0 if there is no such account
 */
guint
hearth_senders_find (GPtrArray *senders, gint64 source_id, const char *address)
{
  guint found = 0;

  for (guint i = senders->len; i > 0; i--) {
    const HearthAccount *sender = g_ptr_array_index (senders, i - 1);

    if (sender->id != source_id)
      continue;
    found = i - 1;
    if (g_ascii_strcasecmp (hearth_sender_get_address (sender), address) == 0)
      break;
  }
  return found;
}

/**
 * hearth_sender_get_address:
 * @sender: a sender
 *
 * Returns: (transfer none): its address as a draft has it: "" for the account's own
 */
const char *
hearth_sender_get_address (const HearthAccount *sender)
{
  return hearth_account_find_identity (sender, sender->address) != NULL ? sender->address : "";
}

/**
 * hearth_sender_dup_name:
 * @sender: a sender
 *
 * Returns: (transfer full): name and address, for a person to read
 */
char *
hearth_sender_dup_name (const HearthAccount *sender)
{
  return *sender->name != '\0' ? g_strdup_printf ("%s <%s>", sender->name, sender->address)
                               : g_strdup (sender->address);
}
