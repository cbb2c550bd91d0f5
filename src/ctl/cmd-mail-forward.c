/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "hearth-ctl-draft.h"

static HearthCtlDraft draft = { .kind = "forward", .to = "", .cc = "", .bcc = "", .subject = "" };
static gboolean whole;

static const HearthCtlOption options[] = {
  { "--whole", HEARTH_CTL_OPTION_FLAG, &whole, N_("Attach the mail as it is") },
  { "--to", HEARTH_CTL_OPTION_STRING, &draft.to, N_("Recipients, separated by commas") },
  { "--cc", HEARTH_CTL_OPTION_STRING, &draft.cc, N_("Copies") },
  { "--bcc", HEARTH_CTL_OPTION_STRING, &draft.bcc, N_("Copies that nobody else sees") },
  { "--subject", HEARTH_CTL_OPTION_STRING, &draft.subject, N_("What it is about") },
  { "--attach", HEARTH_CTL_OPTION_LIST, &draft.files, N_("A file to attach; may be repeated") },
  { "--from", HEARTH_CTL_OPTION_STRING, &draft.from,
    N_("The account or identity to write as: a number, address or label") },
  { "--send", HEARTH_CTL_OPTION_FLAG, &draft.send, N_("Send it; otherwise it stays a draft") },
  { NULL },
};

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  if (!hearth_ctl_parse_id (args[0], &draft.message))
    return hearth_ctl_usage (_("“%s” is not the number of a mail; see hearthctl mail list"),
                             args[0]);
  if (whole)
    draft.kind = "forward-attached";
  return hearth_ctl_write_draft (ctl, &draft);
}

const HearthCtlCommand hearth_ctl_mail_forward = {
  .name = "mail forward",
  .usage = "ID --to ADDRESSES [--whole] [--send]",
  .summary = N_("Forward a mail; a text is read from the standard input"),
  .options = options,
  .min_args = 1,
  .max_args = 1,
  .run = run,
};
