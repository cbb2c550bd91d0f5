/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-provider.h"

#include "hearth-oauth.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_NAMES 6

struct _HearthProvider {
  const char *name;
  HearthAuth auth;    /* the way to sign in that the provider wants */
  gboolean passwords; /* whether it takes passwords made for programs */
  const char *imap_host;
  const char *smtp_host;
  guint16 smtp_port;
  HearthSecurity smtp_security;
  gboolean keeps_sent; /* puts what is sent into its Sent mailbox itself */
  const char *help;
  const char *domains[MAX_NAMES]; /* whole, or with all ends after a last dot: "hotmail." */
  const char *mx_suffixes[MAX_NAMES];
};

static const HearthProvider providers[] = {
  {
      "Google",
      HEARTH_AUTH_GOOGLE,
      TRUE,
      "imap.gmail.com",
      "smtp.gmail.com",
      465,
      HEARTH_SECURITY_TLS,
      TRUE,
      "https://support.google.com/accounts/answer/185833",
      { "gmail.com", "googlemail.com" },
      { ".google.com", ".googlemail.com" },
  },
  {
      "Microsoft",
      HEARTH_AUTH_MICROSOFT,
      FALSE,
      "outlook.office365.com",
      "smtp.office365.com",
      587,
      HEARTH_SECURITY_STARTTLS,
      FALSE,
      "https://support.microsoft.com/office/d088b986-291d-42b8-9564-9c414e2aa040",
      { "outlook.", "hotmail.", "live.", "msn.com", "passport.com" },
      { ".protection.outlook.com", ".mx.microsoft" },
  },
  {
      "Yahoo",
      HEARTH_AUTH_PASSWORD,
      TRUE,
      "imap.mail.yahoo.com",
      "smtp.mail.yahoo.com",
      465,
      HEARTH_SECURITY_TLS,
      TRUE,
      "https://help.yahoo.com/kb/SLN15241.html",
      { "yahoo.", "ymail.com", "rocketmail.com" },
      { ".yahoodns.net" },
  },
  {
      "AOL",
      HEARTH_AUTH_PASSWORD,
      TRUE,
      "imap.aol.com",
      "smtp.aol.com",
      465,
      HEARTH_SECURITY_TLS,
      TRUE,
      "https://help.aol.com/articles/Create-and-manage-app-password",
      { "aol.com", "aim.com" },
      { NULL },
  },
  {
      "iCloud",
      HEARTH_AUTH_PASSWORD,
      TRUE,
      "imap.mail.me.com",
      "smtp.mail.me.com",
      587,
      HEARTH_SECURITY_STARTTLS,
      FALSE,
      "https://support.apple.com/102654",
      { "icloud.com", "me.com", "mac.com" },
      { ".mail.icloud.com" },
  },
  {
      "Fastmail",
      HEARTH_AUTH_PASSWORD,
      TRUE,
      "imap.fastmail.com",
      "smtp.fastmail.com",
      465,
      HEARTH_SECURITY_TLS,
      FALSE,
      "https://www.fastmail.help/hc/articles/360058752854",
      { "fastmail.com", "fastmail.fm" },
      { ".messagingengine.com" },
  },
};

static gboolean
is_domain (const char *domain, const char *known)
{
  gsize length = strlen (known);

  /* A name of many countries: "hotmail.co.uk", but not "hotmail.example.org". */
  if (known[length - 1] == '.')
    return g_str_has_prefix (domain, known) && strlen (domain + length) <= 6;
  return strcmp (domain, known) == 0;
}

/**
 * hearth_provider_find_domain:
 * @domain: the domain of an address, in lower case
 *
 * Returns: (transfer none) (nullable): who has such addresses, if Hearth knows
 */
const HearthProvider *
hearth_provider_find_domain (const char *domain)
{
  for (guint i = 0; i < G_N_ELEMENTS (providers); i++) {
    for (guint j = 0; j < MAX_NAMES && providers[i].domains[j] != NULL; j++) {
      if (is_domain (domain, providers[i].domains[j]))
        return &providers[i];
    }
  }
  return NULL;
}

/**
 * hearth_provider_find_mx:
 * @host: a host that takes mail for a domain, in lower case
 *
 * Returns: (transfer none) (nullable): whose host it is, if Hearth knows
 */
const HearthProvider *
hearth_provider_find_mx (const char *host)
{
  for (guint i = 0; i < G_N_ELEMENTS (providers); i++) {
    for (guint j = 0; j < MAX_NAMES && providers[i].mx_suffixes[j] != NULL; j++) {
      if (g_str_has_suffix (host, providers[i].mx_suffixes[j]))
        return &providers[i];
    }
  }
  return NULL;
}

/* A password field that cannot work is never shown: the way to sign in that this build has, a
 * password made for programs, or a sentence. */
static void
choose_auth (const HearthProvider *self, HearthAccountChoice *choice)
{
  if (self->auth != HEARTH_AUTH_PASSWORD && hearth_oauth_is_available (self->auth)) {
    choice->account->auth = self->auth;
    return;
  }
  if (self->passwords) {
    choice->account->auth = HEARTH_AUTH_PASSWORD;
    g_free (choice->help);
    choice->help = g_strdup (self->help);
    return;
  }
  choice->account->auth = self->auth;
  g_free (choice->help);
  choice->help = g_strdup (self->help);
  g_free (choice->problem);
  choice->problem = g_strdup_printf (
      _("%s takes no passwords, and this copy of Hearth was built without its sign-in. Add the "
         "account to GNOME’s online accounts; Hearth then finds it there."),
      self->name);
}

/**
 * hearth_provider_dup_choice:
 * @self: a provider
 * @address: an address that it has
 *
 * Returns: (transfer full): its servers, and the way to sign in that works with this build
 */
HearthAccountChoice *
hearth_provider_dup_choice (const HearthProvider *self, const char *address)
{
  HearthAccountChoice *choice =
      hearth_account_choice_new (address, HEARTH_CHOICE_KNOWN, self->name);
  HearthAccount *account = choice->account;

  g_free (account->imap.host);
  account->imap.host = g_strdup (self->imap_host);
  g_free (account->smtp.host);
  account->smtp.host = g_strdup (self->smtp_host);
  account->smtp.port = self->smtp_port;
  account->smtp.security = self->smtp_security;
  account->sent_copy = !self->keeps_sent;
  choose_auth (self, choice);
  return choice;
}
