/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-ctl.h"
#include "hearth-store-review.h"

#define DEFAULT_LIMIT 20
#define COUNT_WIDTH 8

static gboolean never_read;
static gint64 limit;

static const HearthCtlOption options[] = {
  { "--never-read", HEARTH_CTL_OPTION_FLAG, &never_read,
    N_("Only those of whom you never read anything") },
  { "--limit", HEARTH_CTL_OPTION_NUMBER, &limit, N_("At most so many, 20 if not said") },
  { NULL },
};

static void
print_json (const HearthSender *sender)
{
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  hearth_ctl_json_string (&json, "name", sender->name);
  hearth_ctl_json_string (&json, "address", sender->address);
  hearth_ctl_json_number (&json, "received", sender->n_received);
  hearth_ctl_json_number (&json, "read", sender->n_read);
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

static void
print_row (const HearthSender *sender)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, sender->n_received);

  hearth_ctl_print_cell (HEARTH_CTL_BOLD, number, COUNT_WIDTH);
  if (*sender->name != '\0') {
    hearth_ctl_print (HEARTH_CTL_PLAIN, sender->name);
    putchar (' ');
  }
  hearth_ctl_print (HEARTH_CTL_DIM, sender->address);
  if (!never_read)
    printf (_(" · %lld read"), (long long) sender->n_read);
  putchar ('\n');
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (HearthDatabase) db = hearth_ctl_open_store (ctl, &code);
  g_autoptr (GPtrArray) senders = NULL;
  g_autoptr (GError) error = NULL;

  if (db == NULL)
    return code;
  senders = hearth_store_senders_list (db, never_read,
                                       limit > 0 ? (guint) MIN (limit, G_MAXINT32) : DEFAULT_LIMIT,
                                       &error);
  if (senders == NULL)
    return hearth_ctl_fail (error);
  for (guint i = 0; i < senders->len; i++) {
    if (ctl->json)
      print_json (g_ptr_array_index (senders, i));
    else
      print_row (g_ptr_array_index (senders, i));
  }
  return senders->len > 0 ? HEARTH_CTL_DONE : HEARTH_CTL_NOTHING;
}

const HearthCtlCommand hearth_ctl_mail_senders = {
  .name = "mail senders",
  .usage = "[--never-read] [--limit N]",
  .summary = N_("Who writes you most, and of whom you never read anything"),
  .options = options,
  .run = run,
};
