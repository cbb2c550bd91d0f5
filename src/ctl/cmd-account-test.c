/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-ctl-account.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"

static const char *
get_text (GVariant *dict, const char *key)
{
  const char *text = "";

  g_variant_lookup (dict, key, "&s", &text);
  return text;
}

static GVariant *
dup_certificate (GVariant *result, const char *server)
{
  g_autofree char *key = g_strconcat (server, "-certificate", NULL);

  return g_variant_lookup_value (result, key, G_VARIANT_TYPE_VARDICT);
}

static void
print_server (GVariant *result, const char *server, const char *title)
{
  const char *problem = get_text (result, server);
  g_autoptr (GVariant) certificate = dup_certificate (result, server);

  hearth_ctl_print_cell (HEARTH_CTL_BOLD, title, 10);
  hearth_ctl_print (*problem != '\0' ? HEARTH_CTL_ACCENT : HEARTH_CTL_PLAIN,
                    *problem != '\0' ? problem : _("works"));
  putchar ('\n');
  if (certificate == NULL)
    return;
  printf (_("          for %s, by %s\n"), get_text (certificate, "subject"),
          get_text (certificate, "issuer"));
  printf (_("          To accept it all the same: hearthctl account change … --%s-pin %s\n"),
          server, get_text (certificate, "pin"));
}

static void
print_json_server (HearthCtlJson *json, GVariant *result, const char *server)
{
  g_autoptr (GVariant) certificate = dup_certificate (result, server);
  gint64 expires = 0;

  hearth_ctl_json_open (json, server, '{');
  hearth_ctl_json_string (json, "problem", get_text (result, server));
  if (certificate != NULL) {
    hearth_ctl_json_open (json, "certificate", '{');
    hearth_ctl_json_string (json, "pin", get_text (certificate, "pin"));
    hearth_ctl_json_string (json, "subject", get_text (certificate, "subject"));
    hearth_ctl_json_string (json, "issuer", get_text (certificate, "issuer"));
    hearth_ctl_json_string (json, "reason", get_text (certificate, "reason"));
    if (g_variant_lookup (certificate, "expires", "x", &expires) && expires != 0)
      hearth_ctl_json_time (json, "expires", expires);
    hearth_ctl_json_close (json, '}');
  }
  hearth_ctl_json_close (json, '}');
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (HearthAccount) account = hearth_ctl_account_find (ctl, args[0], &code);
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) result = NULL;
  HearthCtlJson json;

  if (account == NULL)
    return code;
  reply = hearth_ctl_account_call (ctl, "TestAccount", g_variant_new ("(x)", account->id), NULL,
                                   "(a{sv})", &code);
  if (reply == NULL)
    return code;
  result = g_variant_get_child_value (reply, 0);
  if (ctl->json) {
    hearth_ctl_json_init (&json);
    hearth_ctl_json_open (&json, NULL, '{');
    print_json_server (&json, result, "imap");
    if (*account->smtp.host != '\0')
      print_json_server (&json, result, "smtp");
    hearth_ctl_json_close (&json, '}');
    hearth_ctl_json_print (&json);
  } else {
    print_server (result, "imap", _("Reading"));
    if (*account->smtp.host != '\0')
      print_server (result, "smtp", _("Sending"));
  }
  return *get_text (result, "imap") == '\0' && *get_text (result, "smtp") == '\0'
             ? HEARTH_CTL_DONE
             : HEARTH_CTL_FAILED;
}

const HearthCtlCommand hearth_ctl_account_test = {
  .name = "account test",
  .usage = "ID|ADDRESS",
  .summary = N_("Try whether an account’s servers take its login"),
  .min_args = 1,
  .max_args = 1,
  .run = run,
};
