/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ask.h"
#include "hearth-store-review.h"

#include <glib/gi18n.h>

/* Who writes most, and what of it is never read. */

#define MAX_NAMED 8

/**
 * hearth_answer_senders:
 * @ask: a question for who writes most
 */
void
hearth_answer_senders (HearthAsk *ask)
{
  gboolean never = g_hash_table_contains (ask->task->match->slots, "never");
  g_autoptr (GPtrArray) senders = hearth_store_senders_list (ask->db, never, MAX_NAMED, NULL);

  if (senders == NULL || senders->len == 0) {
    hearth_reply_add (ask->reply, never ? _("There is nobody of whom you never read anything.")
                                        : _("Nobody has written to you yet."));
    return;
  }
  hearth_reply_add (ask->reply, never ? _("These write most, and you never read them:")
                                      : _("These write to you most:"));
  for (guint i = 0; i < senders->len; i++) {
    const HearthSender *sender = g_ptr_array_index (senders, i);
    const char *name = *sender->name != '\0' ? sender->name : sender->address;
    g_autofree char *item =
        never ? g_strdup_printf (ngettext ("%s: %lld mail", "%s: %lld mails",
                                           (unsigned long) sender->n_received),
                                 name, (long long) sender->n_received)
              /* Translators: a sender, how many mails came, how many were read */
              : g_strdup_printf (_("%s: %lld, %lld of them read"), name,
                                 (long long) sender->n_received, (long long) sender->n_read);

    hearth_reply_add_item (ask->reply, item);
  }
}
