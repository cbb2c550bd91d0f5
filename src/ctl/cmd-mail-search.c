/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hearth-ctl-mail.h"
#include "hearth-store-search.h"

static gint64 limit = 50;

static const HearthCtlOption options[] = {
  { "--limit", HEARTH_CTL_OPTION_NUMBER, &limit, N_("At most so many; 50 if not said") },
  { NULL },
};

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  HearthCtlExit code = HEARTH_CTL_DONE;
  g_autoptr (HearthDatabase) db = hearth_ctl_open_store (ctl, &code);
  g_autofree char *query = g_strjoinv (" ", args);
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (GError) error = NULL;
  HearthSearchOptions search = { .limit = (guint) MIN (limit, G_MAXINT32) };

  if (db == NULL)
    return code;
  messages = hearth_store_search (db, query, &search, HEARTH_DETAIL_ENVELOPE, &error);
  if (messages == NULL) {
    if (g_error_matches (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_BAD_QUERY))
      return hearth_ctl_usage ("%s", error->message);
    return hearth_ctl_fail (error);
  }
  return hearth_ctl_print_messages (ctl, messages);
}

const HearthCtlCommand hearth_ctl_mail_search = {
  .name = "mail search",
  .usage = "QUERY… [--limit N]",
  .summary = N_("Search mail; see hearthctl(1) for what a query may hold"),
  .options = options,
  .min_args = 1,
  .max_args = -1,
  .run = run,
};
