/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-ctl-account.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-store-accounts.h"
#include "hearth-store-records.h"

static const HearthSource *
find_source (GPtrArray *sources, gint64 id)
{
  for (guint i = 0; i < sources->len; i++) {
    const HearthSource *source = g_ptr_array_index (sources, i);

    if (source->id == id)
      return source;
  }
  return NULL;
}

static void
print_json_server (HearthCtlJson *json, const char *name, const HearthMailServer *server)
{
  if (*server->host == '\0')
    return;
  hearth_ctl_json_open (json, name, '{');
  hearth_ctl_json_string (json, "host", server->host);
  hearth_ctl_json_number (json, "port", server->port);
  hearth_ctl_json_string (json, "security", hearth_security_to_string (server->security));
  hearth_ctl_json_string (json, "user", server->user);
  if (server->pin != NULL)
    hearth_ctl_json_string (json, "pin", server->pin);
  hearth_ctl_json_close (json, '}');
}

static void
print_json (GPtrArray *accounts, GPtrArray *sources)
{
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '[');
  for (guint i = 0; i < accounts->len; i++) {
    const HearthAccount *account = g_ptr_array_index (accounts, i);
    const HearthSource *source = find_source (sources, account->id);

    hearth_ctl_json_open (&json, NULL, '{');
    hearth_ctl_json_number (&json, "id", account->id);
    hearth_ctl_json_string (&json, "address", account->address);
    hearth_ctl_json_string (&json, "name", account->name);
    hearth_ctl_json_string (&json, "label", account->label);
    hearth_ctl_json_string (&json, "auth", hearth_auth_to_string (account->auth));
    print_json_server (&json, "imap", &account->imap);
    print_json_server (&json, "smtp", &account->smtp);
    hearth_ctl_json_number (&json, "keep_days", account->keep_days);
    hearth_ctl_json_string (&json, "fetch_when", account->thrifty ? "careful" : "always");
    hearth_ctl_json_boolean (&json, "sent_copy", account->sent_copy);
    hearth_ctl_json_boolean (&json, "paused", account->paused);
    if (source != NULL)
      hearth_ctl_json_number (&json, "items", source->n_items);
    if (source != NULL && source->last_sync != 0)
      hearth_ctl_json_time (&json, "last_sync", source->last_sync);
    if (source != NULL && source->last_error != NULL)
      hearth_ctl_json_string (&json, "error", source->last_error);
    hearth_ctl_json_close (&json, '}');
  }
  hearth_ctl_json_close (&json, ']');
  hearth_ctl_json_print (&json);
}

static void
print_account (const HearthAccount *account, const HearthSource *source)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, account->id);
  g_autofree char *imap = hearth_ctl_account_dup_server (&account->imap);
  g_autofree char *smtp = hearth_ctl_account_dup_server (&account->smtp);

  hearth_ctl_print_cell (HEARTH_CTL_BOLD, id, 4);
  hearth_ctl_print_cell (HEARTH_CTL_PLAIN, account->address, 30);
  hearth_ctl_print_cell (HEARTH_CTL_DIM,
                         account->paused ? _("paused") : hearth_auth_to_string (account->auth),
                         11);
  hearth_ctl_print_cell (HEARTH_CTL_PLAIN, imap, 34);
  hearth_ctl_print (HEARTH_CTL_PLAIN, smtp);
  putchar ('\n');
  if (source != NULL && source->last_error != NULL) {
    fputs ("    ", stdout);
    hearth_ctl_print (HEARTH_CTL_ACCENT, source->last_error);
    putchar ('\n');
  }
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  HearthCtlExit code = HEARTH_CTL_DONE;
  g_autoptr (HearthDatabase) db = hearth_ctl_open_store (ctl, &code);
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GPtrArray) sources = NULL;
  g_autoptr (GError) error = NULL;

  if (db == NULL)
    return code;
  accounts = hearth_store_accounts_list (db, &error);
  sources = accounts != NULL ? hearth_store_sources_list (db, &error) : NULL;
  if (sources == NULL)
    return hearth_ctl_fail (error);
  if (ctl->json) {
    print_json (accounts, sources);
  } else {
    for (guint i = 0; i < accounts->len; i++) {
      const HearthAccount *account = g_ptr_array_index (accounts, i);

      print_account (account, find_source (sources, account->id));
    }
  }
  return accounts->len > 0 ? HEARTH_CTL_DONE : HEARTH_CTL_NOTHING;
}

const HearthCtlCommand hearth_ctl_account_list = {
  .name = "account list",
  .usage = "",
  .summary = N_("List the mail accounts"),
  .run = run,
};
