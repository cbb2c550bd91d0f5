/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hearth-ctl-mail.h"
#include "hearth-store-messages.h"

static gboolean unread;
static gint64 limit = 50;
static const char *mailbox;

static const HearthCtlOption options[] = {
  { "--unread", HEARTH_CTL_OPTION_FLAG, &unread, N_("Only mail that you have not read") },
  { "--limit", HEARTH_CTL_OPTION_NUMBER, &limit, N_("At most so many; 50 if not said") },
  { "--in", HEARTH_CTL_OPTION_STRING, &mailbox, N_("Only in this mailbox") },
  { NULL },
};

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  HearthCtlExit code = HEARTH_CTL_DONE;
  g_autoptr (HearthDatabase) db = hearth_ctl_open_store (ctl, &code);
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (GError) error = NULL;
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;

  if (db == NULL)
    return code;
  filter.mailbox = mailbox;
  filter.incoming = mailbox == NULL;
  filter.without_flags = unread ? HEARTH_MESSAGE_SEEN : 0;
  filter.limit = (guint) MIN (limit, G_MAXINT32);
  messages = hearth_store_messages_list (db, &filter, HEARTH_DETAIL_ENVELOPE, &error);
  if (messages == NULL)
    return hearth_ctl_fail (error);
  return hearth_ctl_print_messages (ctl, messages);
}

const HearthCtlCommand hearth_ctl_mail_list = {
  .name = "mail list",
  .usage = "[--unread] [--limit N] [--in MAILBOX]",
  .summary = N_("List mail, newest first"),
  .options = options,
  .run = run,
};
