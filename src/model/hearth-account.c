/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-account.h"
#include "hearth-secret-memory.h"

#include <string.h>

static const char *const security_names[] = { "tls", "starttls", "none" };
static const char *const auth_names[] = { "password", "google", "microsoft", "goa" };

G_DEFINE_BOXED_TYPE (HearthAccount, hearth_account, hearth_account_copy, hearth_account_free)

/* Returns the place of a name, or -1. */
static int
find_name (const char *const *names, gsize n_names, const char *name)
{
  for (gsize i = 0; i < n_names; i++) {
    if (g_strcmp0 (names[i], name) == 0)
      return (int) i;
  }
  return -1;
}

/**
 * hearth_security_to_string:
 * @security: a protection
 *
 * Returns: (transfer none): its name in settings and on the command line
 */
const char *
hearth_security_to_string (HearthSecurity security)
{
  g_return_val_if_fail ((guint) security < G_N_ELEMENTS (security_names), "");
  return security_names[security];
}

/**
 * hearth_security_from_string:
 * @name: a name
 * @security: (out): what it names
 *
 * Returns: whether there is such a protection
 */
gboolean
hearth_security_from_string (const char *name, HearthSecurity *security)
{
  int found = find_name (security_names, G_N_ELEMENTS (security_names), name);

  if (found >= 0)
    *security = (HearthSecurity) found;
  return found >= 0;
}

/**
 * hearth_auth_to_string:
 * @auth: where credentials come from
 *
 * Returns: (transfer none): its name in the store and over D-Bus
 */
const char *
hearth_auth_to_string (HearthAuth auth)
{
  g_return_val_if_fail ((guint) auth < G_N_ELEMENTS (auth_names), "");
  return auth_names[auth];
}

/**
 * hearth_auth_from_string:
 * @name: a name
 * @auth: (out): what it names
 *
 * Returns: whether there is such a kind
 */
gboolean
hearth_auth_from_string (const char *name, HearthAuth *auth)
{
  int found = find_name (auth_names, G_N_ELEMENTS (auth_names), name);

  if (found >= 0)
    *auth = (HearthAuth) found;
  return found >= 0;
}

/**
 * hearth_mail_server_copy:
 * @from: a server
 * @to: (out caller-allocates): where it is copied, empty before
 */
void
hearth_mail_server_copy (const HearthMailServer *from, HearthMailServer *to)
{
  to->host = g_strdup (from->host);
  to->port = from->port;
  to->security = from->security;
  to->user = g_strdup (from->user);
  to->pin = g_strdup (from->pin);
}

/**
 * hearth_mail_server_clear:
 * @self: a server
 *
 * Frees what it holds, and not itself.
 */
void
hearth_mail_server_clear (HearthMailServer *self)
{
  g_clear_pointer (&self->host, g_free);
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->pin, g_free);
}

/**
 * hearth_identity_new:
 * @address: the address in From
 * @name: the name in From; "" for the account's
 * @signature: stands below what is written, perhaps ""
 *
 * Returns: (transfer full): an identity
 */
HearthIdentity *
hearth_identity_new (const char *address, const char *name, const char *signature)
{
  HearthIdentity *self = g_new0 (HearthIdentity, 1);

  self->address = g_strdup (address);
  self->name = g_strdup (name);
  self->signature = g_strdup (signature);
  return self;
}

/**
 * hearth_identity_free:
 * @self: (transfer full) (nullable): an identity
 */
void
hearth_identity_free (HearthIdentity *self)
{
  if (self == NULL)
    return;
  g_free (self->address);
  g_free (self->name);
  g_free (self->signature);
  g_free (self);
}

static GPtrArray *
make_identities (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_identity_free);
}

/**
 * hearth_account_new:
 * @address: the owner's address
 *
 * Returns: (transfer full): an account without servers that is not stored yet
 */
HearthAccount *
hearth_account_new (const char *address)
{
  HearthAccount *self = g_new0 (HearthAccount, 1);

  self->address = g_strdup (address);
  self->name = g_strdup ("");
  self->label = g_strdup (address);
  self->signature = g_strdup ("");
  self->identities = make_identities ();
  self->sent_copy = TRUE;
  self->thrifty = TRUE;
  self->imap.host = g_strdup ("");
  self->imap.user = g_strdup (address);
  self->imap.port = 993;
  self->smtp.host = g_strdup ("");
  self->smtp.user = g_strdup (address);
  self->smtp.port = 465;
  return self;
}

/**
 * hearth_account_copy:
 * @self: an account
 *
 * Returns: (transfer full): the same
 */
HearthAccount *
hearth_account_copy (const HearthAccount *self)
{
  HearthAccount *copy = g_new0 (HearthAccount, 1);

  copy->id = self->id;
  copy->address = g_strdup (self->address);
  copy->name = g_strdup (self->name);
  copy->label = g_strdup (self->label);
  copy->auth = self->auth;
  copy->goa_id = g_strdup (self->goa_id);
  hearth_mail_server_copy (&self->imap, &copy->imap);
  hearth_mail_server_copy (&self->smtp, &copy->smtp);
  copy->paused = self->paused;
  copy->keep_days = self->keep_days;
  copy->sent_copy = self->sent_copy;
  copy->thrifty = self->thrifty;
  copy->signature = g_strdup (self->signature);
  copy->identities = make_identities ();
  for (guint i = 0; i < self->identities->len; i++) {
    const HearthIdentity *each = g_ptr_array_index (self->identities, i);

    g_ptr_array_add (copy->identities,
                     hearth_identity_new (each->address, each->name, each->signature));
  }
  return copy;
}

/**
 * hearth_account_free:
 * @self: (transfer full) (nullable): an account
 */
void
hearth_account_free (HearthAccount *self)
{
  if (self == NULL)
    return;
  g_free (self->address);
  g_free (self->name);
  g_free (self->label);
  g_free (self->goa_id);
  hearth_mail_server_clear (&self->imap);
  hearth_mail_server_clear (&self->smtp);
  g_free (self->signature);
  g_ptr_array_unref (self->identities);
  g_free (self);
}

/**
 * hearth_account_find_identity:
 * @self: an account
 * @address: an address
 *
 * Returns: (transfer none) (nullable): the identity that has it; %NULL also for the account's own
 */
const HearthIdentity *
hearth_account_find_identity (const HearthAccount *self, const char *address)
{
  for (guint i = 0; i < self->identities->len; i++) {
    const HearthIdentity *each = g_ptr_array_index (self->identities, i);

    if (g_ascii_strcasecmp (each->address, address) == 0)
      return each;
  }
  return NULL;
}

/**
 * hearth_account_write_as:
 * @self: an account that was not handed on yet
 * @address: the address to write as; "" for the account's own
 *
 * Puts an identity's address, name and signature in the place of the account's.
 *
 * Returns: whether its owner writes as @address; if not, nothing is changed
 */
gboolean
hearth_account_write_as (HearthAccount *self, const char *address)
{
  const HearthIdentity *identity;

  if (*address == '\0' || g_ascii_strcasecmp (self->address, address) == 0)
    return TRUE;
  identity = hearth_account_find_identity (self, address);
  if (identity == NULL)
    return FALSE;
  g_free (self->address);
  self->address = g_strdup (identity->address);
  if (*identity->name != '\0') {
    g_free (self->name);
    self->name = g_strdup (identity->name);
  }
  g_free (self->signature);
  self->signature = g_strdup (identity->signature);
  return TRUE;
}

/**
 * hearth_account_dup_signature_block:
 * @self: an account
 *
 * Returns: (transfer full): the signature as it stands in a text, behind its mark (RFC 3676,
 * section 4.3); "" without one
 */
char *
hearth_account_dup_signature_block (const HearthAccount *self)
{
  g_autofree char *signature = g_strstrip (g_strdup (self->signature));

  return *signature != '\0' ? g_strdup_printf ("\n-- \n%s\n", signature) : g_strdup ("");
}

/**
 * hearth_account_swap_signature:
 * @self: the account that wrote it, as hearth_account_write_as() left it
 * @to: the account that shall
 * @text: a text
 *
 * Returns: (transfer full): @text with the signature of @to in place of that of @self; one that was
 *   changed by hand stays
 */
char *
hearth_account_swap_signature (const HearthAccount *self, const HearthAccount *to, const char *text)
{
  g_autofree char *before = hearth_account_dup_signature_block (self);
  g_autofree char *after = hearth_account_dup_signature_block (to);
  const char *at = strstr (text, before);
  GString *swapped;

  if (at == NULL)
    return g_strdup (text);
  if (*before == '\0')
    return g_strconcat (text, after, NULL);
  swapped = g_string_new_len (text, at - text);
  g_string_append (swapped, after);
  g_string_append (swapped, at + strlen (before));
  return g_string_free (swapped, FALSE);
}

/**
 * hearth_account_dup_path:
 * @self: an account
 *
 * Returns: (transfer full): what stands for a path in the list of sources, "imap://USER@HOST:PORT"
 *   with the user percent-encoded, RFC 5092, section 3; two accounts with the same are the same
 */
char *
hearth_account_dup_path (const HearthAccount *self)
{
  g_autofree char *user = g_uri_escape_string (self->imap.user, NULL, FALSE);

  return g_strdup_printf ("imap://%s@%s:%u", user, self->imap.host, self->imap.port);
}

/**
 * hearth_credentials_new:
 * @mechanism: what @secret is
 * @user: the login name
 * @secret: the password or access token
 *
 * Returns: (transfer full): credentials
 */
HearthCredentials *
hearth_credentials_new (HearthMechanism mechanism, const char *user, const char *secret)
{
  HearthCredentials *self = g_new0 (HearthCredentials, 1);

  self->mechanism = mechanism;
  self->user = g_strdup (user);
  self->secret = hearth_secret_memory_dup (secret);
  return self;
}

/**
 * hearth_credentials_free:
 * @self: (transfer full) (nullable): credentials
 *
 * Overwrites the secret before it is freed.
 */
void
hearth_credentials_free (HearthCredentials *self)
{
  if (self == NULL)
    return;
  hearth_secret_memory_free (self->secret);
  g_free (self->user);
  g_free (self);
}
