/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-ctl-letter.h"
#include "hearth-ctl-set.h"
#include "hearth-store-book.h"

/* A letter becomes the draft of a mail. */

static const char *as = "pdf";
static const char *to;

static char *
find_address (HearthCtl *ctl, const char *name)
{
  HearthCtlExit code;
  g_autoptr (HearthDatabase) db = hearth_ctl_open_store (ctl, &code);

  return db != NULL ? hearth_store_book_find_address (db, name, NULL) : NULL;
}

static char *
dup_to (HearthCtl *ctl, const HearthLetter *letter)
{
  if (to != NULL)
    return g_strdup (to);
  if (strchr (letter->address, '@') != NULL)
    return g_strdup (letter->address);
  return *letter->recipient != '\0' ? find_address (ctl, letter->recipient) : NULL;
}

static HearthCtlExit
mail_pdf (HearthCtl *ctl, const HearthLetter *letter, const char *id, const char *address,
          const char *title)
{
  const char *const make[] = { "pdf", id, NULL };
  HearthCtlMail mail = { address, title, _("The letter is attached as a PDF."), title, -1 };
  HearthCtlSet set;
  HearthCtlExit code;

  if (!hearth_ctl_set_make (ctl, make, &set, &code))
    return code;
  mail.file = set.file;
  code = hearth_ctl_letter_mail (ctl, &mail);
  if (code == HEARTH_CTL_DONE && !ctl->json)
    hearth_ctl_set_warn (&set);
  hearth_ctl_set_clear (&set);
  return code;
}

static const HearthCtlOption options[] = {
  { "--as", HEARTH_CTL_OPTION_STRING, &as, N_("pdf, attached, or text; a PDF if not said") },
  { "--to", HEARTH_CTL_OPTION_STRING, &to,
    N_("Where to; if not said, the letter’s address or that of its recipient") },
  { NULL },
};

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (HearthLetter) letter = NULL;
  g_autofree char *address = NULL;
  g_autofree char *title = NULL;

  if (strcmp (as, "pdf") != 0 && strcmp (as, "text") != 0)
    return hearth_ctl_usage (_("“%s” is not how a letter is mailed; say pdf or text"), as);
  letter = hearth_ctl_letter_load (ctl, args[0], &code);
  if (letter == NULL)
    return code;
  address = dup_to (ctl, letter);
  if (address == NULL)
    return hearth_ctl_usage (_("where shall it go? Nobody’s address is known; say it with --to"));
  title = hearth_letter_dup_title (letter);
  if (strcmp (as, "pdf") == 0)
    return mail_pdf (ctl, letter, args[0], address, title);
  return hearth_ctl_letter_mail (ctl, &(HearthCtlMail){ address, title, letter->text, NULL, -1 });
}

const HearthCtlCommand hearth_ctl_letter_mail_command = {
  .name = "letter mail",
  .usage = "ID [--as pdf|text] [--to ADDRESS]",
  .summary = N_("Begin a mail with a letter, as a draft; nothing is sent"),
  .options = options,
  .min_args = 1,
  .max_args = 1,
  .run = run,
};
