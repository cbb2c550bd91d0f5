/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-ctl-account.h"
#include "hearth-secret-pipe.h"

static const char *imap;
static const char *smtp;
static const char *user;
static const char *name;
static const char *label;
static const char *signature;
static const char *imap_pin;
static const char *smtp_pin;
static const char *fetch_when;
static gint64 keep_days;
static gboolean keep_all;
static gboolean new_password;
static gboolean sign_in;
static gboolean pause_it;
static gboolean resume_it;
static gboolean force;

static const HearthCtlOption options[] = {
  { "--password", HEARTH_CTL_OPTION_FLAG, &new_password,
    N_("Ask for a new password, or read it from the standard input") },
  { "--sign-in", HEARTH_CTL_OPTION_FLAG, &sign_in,
    N_("Sign in again through the browser (Google, Microsoft)") },
  { "--imap", HEARTH_CTL_OPTION_STRING, &imap,
    N_("Where mail is read, HOST:PORT:tls|starttls|none") },
  { "--smtp", HEARTH_CTL_OPTION_STRING, &smtp,
    N_("Where mail is sent, HOST:PORT:tls|starttls|none") },
  { "--user", HEARTH_CTL_OPTION_STRING, &user, N_("The login name") },
  { "--name", HEARTH_CTL_OPTION_STRING, &name, N_("The name that stands in From") },
  { "--label", HEARTH_CTL_OPTION_STRING, &label, N_("What the account is called here") },
  { "--signature", HEARTH_CTL_OPTION_STRING, &signature, N_("Stands below what is written") },
  { "--imap-pin", HEARTH_CTL_OPTION_STRING, &imap_pin,
    N_("Accept this certificate (SHA-256) although it fails the checks") },
  { "--smtp-pin", HEARTH_CTL_OPTION_STRING, &smtp_pin,
    N_("Accept this certificate (SHA-256) although it fails the checks") },
  { "--keep-days", HEARTH_CTL_OPTION_NUMBER, &keep_days,
    N_("How many days of mail stand on this computer") },
  { "--keep-all", HEARTH_CTL_OPTION_FLAG, &keep_all, N_("All mail stands on this computer") },
  { "--fetch", HEARTH_CTL_OPTION_STRING, &fetch_when,
    N_("“careful” or “always”: whether older mail waits on a metered network and with a low "
        "battery") },
  { "--pause", HEARTH_CTL_OPTION_FLAG, &pause_it, N_("Fetch nothing for now") },
  { "--resume", HEARTH_CTL_OPTION_FLAG, &resume_it, N_("Fetch again") },
  { "--force", HEARTH_CTL_OPTION_FLAG, &force, N_("Change it without trying the servers") },
  { NULL },
};

static void
insert_text (GVariantDict *settings, const char *key, const char *value)
{
  if (value != NULL)
    g_variant_dict_insert (settings, key, "s", value);
}

static GVariantDict *
make_settings (const HearthAccount *account)
{
  g_autoptr (GVariantDict) settings = g_variant_dict_new (NULL);

  if ((imap != NULL && !hearth_ctl_account_take_server ("--imap", imap, "imap", settings)) ||
      (smtp != NULL && !hearth_ctl_account_take_server ("--smtp", smtp, "smtp", settings)))
    return NULL;
  insert_text (settings, "imap-user", user);
  insert_text (settings, "smtp-user", user);
  insert_text (settings, "name", name);
  insert_text (settings, "label", label);
  insert_text (settings, "signature", signature);
  insert_text (settings, "fetch-when", fetch_when);
  insert_text (settings, "imap-pin", imap_pin);
  insert_text (settings, "smtp-pin", smtp_pin);
  if (sign_in)
    insert_text (settings, "auth", hearth_auth_to_string (account->auth));
  if (keep_days > 0 || keep_all)
    g_variant_dict_insert (settings, "keep-days", "u",
                           (guint32) (keep_all ? 0 : MIN (keep_days, G_MAXUINT32)));
  if (pause_it || resume_it)
    g_variant_dict_insert (settings, "paused", "b", pause_it);
  if (force)
    g_variant_dict_insert (settings, "force", "b", TRUE);
  return g_steal_pointer (&settings);
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (HearthAccount) account = NULL;
  g_autoptr (GVariantDict) settings = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autofree char *prompt = NULL;
  char *password;

  if (pause_it && resume_it)
    return hearth_ctl_usage ("%s", _("--pause and --resume exclude each other"));
  account = hearth_ctl_account_find (ctl, args[0], &code);
  if (account == NULL)
    return code;
  settings = make_settings (account);
  if (settings == NULL)
    return HEARTH_CTL_USAGE;
  prompt = g_strdup_printf (_("New password of %s:"), account->address);
  password = new_password ? hearth_ctl_account_read_password (prompt) : g_strdup ("");
  if (password == NULL || (new_password && *password == '\0')) {
    hearth_secret_pipe_wipe (password);
    return hearth_ctl_usage ("%s", _("there is no password on the standard input"));
  }
  reply = hearth_ctl_account_call (
      ctl, "ChangeAccount", g_variant_new ("(x@a{sv})", account->id, g_variant_dict_end (settings)),
      password, "()", &code);
  hearth_secret_pipe_wipe (password);
  return code;
}

const HearthCtlCommand hearth_ctl_account_change = {
  .name = "account change",
  .usage = "ID|ADDRESS [--password] [--imap HOST:PORT] [--pause|--resume] …",
  .summary = N_("Change the settings of an account"),
  .options = options,
  .min_args = 1,
  .max_args = 1,
  .run = run,
};
