/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-account-choice.h"

#include "hearth-account-settings.h"

#include <glib/gi18n.h>

/**
 * hearth_account_choice_new:
 * @address: the owner's address
 * @origin: how its servers were found
 * @place: the host or domain that said so
 *
 * Returns: (transfer full): a choice whose account has no servers yet
 */
HearthAccountChoice *
hearth_account_choice_new (const char *address, HearthChoiceOrigin origin, const char *place)
{
  HearthAccountChoice *self = g_new0 (HearthAccountChoice, 1);

  self->account = hearth_account_new (address);
  self->origin = origin;
  self->place = g_strdup (place);
  self->help = g_strdup ("");
  self->problem = g_strdup ("");
  return self;
}

/**
 * hearth_account_choice_free:
 * @self: (nullable) (transfer full): a choice
 */
void
hearth_account_choice_free (HearthAccountChoice *self)
{
  if (self == NULL)
    return;
  hearth_account_free (self->account);
  g_free (self->place);
  g_free (self->help);
  g_free (self->problem);
  g_free (self);
}

/**
 * hearth_account_choice_dup_origin:
 * @self: a choice
 *
 * Returns: (transfer full): where its servers were found, in the owner's language
 */
char *
hearth_account_choice_dup_origin (const HearthAccountChoice *self)
{
  switch (self->origin) {
  case HEARTH_CHOICE_GOA:
    return g_strdup (_("GNOME Online Accounts"));
  case HEARTH_CHOICE_KNOWN:
    return g_strdup_printf (_("known to Hearth (%s)"), self->place);
  case HEARTH_CHOICE_ISPDB:
    return g_strdup_printf (_("list of providers at %s"), self->place);
  case HEARTH_CHOICE_SRV:
    return g_strdup_printf (_("DNS records of %s"), self->place);
  case HEARTH_CHOICE_GUESS:
    return g_strdup_printf (_("a usual name, and %s answers"), self->place);
  case HEARTH_CHOICE_PLAIN:
    return g_strdup_printf (_("%s, over a connection that was not protected"), self->place);
  case HEARTH_CHOICE_AUTOCONFIG:
  case HEARTH_CHOICE_MX:
  default:
    return g_strdup (self->place);
  }
}

/* Lower is better. */
static int
rank_security (const HearthMailServer *server)
{
  return *server->host != '\0' ? (int) server->security : HEARTH_SECURITY_NONE + 1;
}

/**
 * hearth_account_choice_compare:
 * @a: a choice
 * @b: another
 *
 * Orders choices: what can be used before what cannot, then by who said it, then by how well the
 * connections are protected.
 *
 * Returns: below 0 if @a comes first, above 0 if @b does
 */
int
hearth_account_choice_compare (const HearthAccountChoice *a, const HearthAccountChoice *b)
{
  gboolean a_fails = *a->problem != '\0', b_fails = *b->problem != '\0';

  if (a_fails != b_fails)
    return a_fails ? 1 : -1;
  if (a->origin != b->origin)
    return a->origin < b->origin ? -1 : 1;
  if (rank_security (&a->account->imap) != rank_security (&b->account->imap))
    return rank_security (&a->account->imap) - rank_security (&b->account->imap);
  return rank_security (&a->account->smtp) - rank_security (&b->account->smtp);
}

static gboolean
same_place (const HearthMailServer *a, const HearthMailServer *b)
{
  return g_ascii_strcasecmp (a->host, b->host) == 0 && a->port == b->port &&
         a->security == b->security;
}

/**
 * hearth_account_choice_is_same:
 * @a: a choice
 * @b: another
 *
 * Returns: whether both lead to the same servers with the same kind of login
 */
gboolean
hearth_account_choice_is_same (const HearthAccountChoice *a, const HearthAccountChoice *b)
{
  return a->account->auth == b->account->auth &&
         same_place (&a->account->imap, &b->account->imap) &&
         g_strcmp0 (a->account->imap.user, b->account->imap.user) == 0 &&
         (same_place (&a->account->smtp, &b->account->smtp) || *b->account->smtp.host == '\0');
}

/**
 * hearth_account_choice_to_variant:
 * @self: a choice
 *
 * Returns: (transfer floating): an `a{sv}` as the method Discover returns it
 */
GVariant *
hearth_account_choice_to_variant (const HearthAccountChoice *self)
{
  g_autofree char *origin = hearth_account_choice_dup_origin (self);
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  hearth_account_settings_write (self->account, &dict);
  g_variant_dict_insert (&dict, "origin", "s", origin);
  g_variant_dict_insert (&dict, "help", "s", self->help);
  g_variant_dict_insert (&dict, "problem", "s", self->problem);
  g_variant_dict_insert (&dict, "answered", "b", self->answered);
  return g_variant_dict_end (&dict);
}
