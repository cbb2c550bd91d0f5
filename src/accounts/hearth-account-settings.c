/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-account-settings.h"

#include "hearth-http-url.h"

#include <glib/gi18n.h>
#include <string.h>

/* Longer is no host, RFC 1035, section 2.3.4, and no address, RFC 5321, section 4.5.3.1. */
#define MAX_HOST 253
#define MAX_ADDRESS 254
#define MAX_TEXT 1000
#define MAX_SIGNATURE 20000
#define MAX_KEEP_DAYS 36500
#define MAX_IDENTITIES 100

static void
write_text (GVariantDict *dict, const char *key, const char *value)
{
  g_variant_dict_insert (dict, key, "s", value != NULL ? value : "");
}

static void
write_server (GVariantDict *dict, const char *prefix, const HearthMailServer *server)
{
  g_autofree char *host = g_strconcat (prefix, "-host", NULL);
  g_autofree char *port = g_strconcat (prefix, "-port", NULL);
  g_autofree char *security = g_strconcat (prefix, "-security", NULL);
  g_autofree char *user = g_strconcat (prefix, "-user", NULL);
  g_autofree char *pin = g_strconcat (prefix, "-pin", NULL);

  write_text (dict, host, server->host);
  g_variant_dict_insert (dict, port, "u", (guint32) server->port);
  write_text (dict, security, hearth_security_to_string (server->security));
  write_text (dict, user, server->user);
  if (server->pin != NULL)
    write_text (dict, pin, server->pin);
}

static void
write_identities (GVariantDict *dict, GPtrArray *identities)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sss)"));
  for (guint i = 0; i < identities->len; i++) {
    const HearthIdentity *each = g_ptr_array_index (identities, i);

    g_variant_builder_add (&builder, "(sss)", each->address, each->name, each->signature);
  }
  g_variant_dict_insert_value (dict, "identities", g_variant_builder_end (&builder));
}

/**
 * hearth_account_settings_write:
 * @account: an account
 * @dict: gets its settings, as the method AddAccount takes them
 */
void
hearth_account_settings_write (const HearthAccount *account, GVariantDict *dict)
{
  write_text (dict, "address", account->address);
  write_text (dict, "name", account->name);
  write_text (dict, "label", account->label);
  write_text (dict, "auth", hearth_auth_to_string (account->auth));
  if (account->goa_id != NULL)
    write_text (dict, "goa-id", account->goa_id);
  write_server (dict, "imap", &account->imap);
  write_server (dict, "smtp", &account->smtp);
  write_text (dict, "signature", account->signature);
  g_variant_dict_insert (dict, "keep-days", "u", (guint32) account->keep_days);
  g_variant_dict_insert (dict, "sent-copy", "b", account->sent_copy);
  write_text (dict, "fetch-when", account->thrifty ? "careful" : "always");
  g_variant_dict_insert (dict, "paused", "b", account->paused);
  write_identities (dict, account->identities);
}

static gboolean
set_bad_setting (const char *key, GError **error)
{
  g_set_error (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_INVALID,
               _("The setting “%s” of an account cannot be that."), key);
  return FALSE;
}

/* Takes a text into *@field if it is among the settings. Only what is marked so has lines. */
static gboolean
read_text (GVariantDict *dict, const char *key, gsize max, char **field, GError **error)
{
  g_autoptr (GVariant) value = g_variant_dict_lookup_value (dict, key, NULL);
  const char *text;

  if (value == NULL)
    return TRUE;
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return set_bad_setting (key, error);
  text = g_variant_get_string (value, NULL);
  if (strlen (text) > max || (max != MAX_SIGNATURE && strpbrk (text, "\r\n") != NULL))
    return set_bad_setting (key, error);
  g_free (*field);
  *field = g_strdup (text);
  return TRUE;
}

static gboolean
read_number (GVariantDict *dict, const char *key, guint32 max, guint32 *number, GError **error)
{
  g_autoptr (GVariant) value = g_variant_dict_lookup_value (dict, key, NULL);

  if (value == NULL)
    return TRUE;
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_UINT32) || g_variant_get_uint32 (value) > max)
    return set_bad_setting (key, error);
  *number = g_variant_get_uint32 (value);
  return TRUE;
}

static gboolean
read_flag (GVariantDict *dict, const char *key, gboolean *flag, GError **error)
{
  g_autoptr (GVariant) value = g_variant_dict_lookup_value (dict, key, NULL);

  if (value == NULL)
    return TRUE;
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    return set_bad_setting (key, error);
  *flag = g_variant_get_boolean (value);
  return TRUE;
}

/* As the setting of that name for all accounts. */
static gboolean
read_fetch_when (GVariantDict *dict, gboolean *thrifty, GError **error)
{
  g_autofree char *when = NULL;

  if (!read_text (dict, "fetch-when", MAX_TEXT, &when, error))
    return FALSE;
  if (when == NULL)
    return TRUE;
  *thrifty = g_str_equal (when, "careful");
  return *thrifty || g_str_equal (when, "always") || set_bad_setting ("fetch-when", error);
}

static gboolean
is_pin (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

/* Names are compared and shown in the letters that DNS has; what is no name is refused later. */
static void
normalise_host (HearthMailServer *server)
{
  char *host = hearth_account_dup_host (server->host);

  if (host == NULL)
    return;
  g_free (server->host);
  server->host = host;
}

/* A pin is one certificate at one server: at another server it says nothing. */
static void
forget_pin_elsewhere (HearthMailServer *server, const char *host, guint16 port)
{
  if (g_strcmp0 (server->host, host) != 0 || server->port != port)
    g_clear_pointer (&server->pin, g_free);
}

static gboolean
read_server (GVariantDict *dict, const char *prefix, HearthMailServer *server, GError **error)
{
  g_autofree char *host_key = g_strconcat (prefix, "-host", NULL);
  g_autofree char *port_key = g_strconcat (prefix, "-port", NULL);
  g_autofree char *security_key = g_strconcat (prefix, "-security", NULL);
  g_autofree char *user_key = g_strconcat (prefix, "-user", NULL);
  g_autofree char *pin_key = g_strconcat (prefix, "-pin", NULL);
  g_autofree char *security = NULL;
  g_autofree char *old_host = g_strdup (server->host);
  g_autofree char *pin = NULL;
  guint32 port = server->port;
  guint16 old_port = server->port;

  if (!read_text (dict, host_key, MAX_HOST, &server->host, error) ||
      !read_number (dict, port_key, G_MAXUINT16, &port, error) ||
      !read_text (dict, security_key, MAX_TEXT, &security, error) ||
      !read_text (dict, user_key, MAX_TEXT, &server->user, error) ||
      !read_text (dict, pin_key, MAX_TEXT, &pin, error))
    return FALSE;
  server->port = (guint16) port;
  if (security != NULL && !hearth_security_from_string (security, &server->security))
    return set_bad_setting (security_key, error);
  normalise_host (server);
  forget_pin_elsewhere (server, old_host, old_port);
  if (pin == NULL)
    return TRUE;
  if (*pin != '\0' && !is_pin (pin))
    return set_bad_setting (pin_key, error);
  g_free (server->pin);
  server->pin = *pin != '\0' ? g_steal_pointer (&pin) : NULL;
  return TRUE;
}

static gboolean
read_identities (GVariantDict *dict, HearthAccount *account, GError **error)
{
  g_autoptr (GVariant) list = g_variant_dict_lookup_value (dict, "identities", NULL);
  GVariantIter iter;
  const char *given, *name, *signature;

  if (list == NULL)
    return TRUE;
  if (!g_variant_is_of_type (list, G_VARIANT_TYPE ("a(sss)")) ||
      g_variant_n_children (list) > MAX_IDENTITIES)
    return set_bad_setting ("identities", error);
  g_ptr_array_set_size (account->identities, 0);
  g_variant_iter_init (&iter, list);
  while (g_variant_iter_next (&iter, "(&s&s&s)", &given, &name, &signature)) {
    g_autofree char *address = hearth_account_dup_address (given, error);

    if (address == NULL)
      return FALSE;
    if (strlen (name) > MAX_TEXT || strpbrk (name, "\r\n") != NULL ||
        strlen (signature) > MAX_SIGNATURE ||
        hearth_account_find_identity (account, address) != NULL)
      return set_bad_setting ("identities", error);
    g_ptr_array_add (account->identities, hearth_identity_new (address, name, signature));
  }
  return TRUE;
}

/**
 * hearth_account_settings_read:
 * @settings: an `a{sv}` as the method AddAccount takes it
 * @account: (inout): takes what is named; the rest stays
 * @error: %HEARTH_ACCOUNTS_ERROR_INVALID
 *
 * Returns: whether every setting is of its type and possible; see also hearth_account_check()
 */
gboolean
hearth_account_settings_read (GVariant *settings, HearthAccount *account, GError **error)
{
  g_autoptr (GVariantDict) dict = g_variant_dict_new (settings);
  g_autofree char *auth = NULL;
  guint32 keep_days = account->keep_days;

  if (!read_text (dict, "address", MAX_ADDRESS, &account->address, error) ||
      !read_text (dict, "name", MAX_TEXT, &account->name, error) ||
      !read_text (dict, "label", MAX_TEXT, &account->label, error) ||
      !read_text (dict, "goa-id", MAX_TEXT, &account->goa_id, error) ||
      !read_text (dict, "signature", MAX_SIGNATURE, &account->signature, error) ||
      !read_text (dict, "auth", MAX_TEXT, &auth, error) ||
      !read_server (dict, "imap", &account->imap, error) ||
      !read_server (dict, "smtp", &account->smtp, error) ||
      !read_number (dict, "keep-days", MAX_KEEP_DAYS, &keep_days, error) ||
      !read_flag (dict, "sent-copy", &account->sent_copy, error) ||
      !read_flag (dict, "paused", &account->paused, error) ||
      !read_fetch_when (dict, &account->thrifty, error) || !read_identities (dict, account, error))
    return FALSE;
  account->keep_days = keep_days;
  return auth == NULL || hearth_auth_from_string (auth, &account->auth) ||
         set_bad_setting ("auth", error);
}

static gboolean
check_server (const HearthMailServer *server, GError **error)
{
  g_autofree char *host = hearth_account_dup_host (server->host);

  if (host == NULL || g_strcmp0 (host, server->host) != 0) {
    g_set_error (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_INVALID,
                 _("“%s” is not the name of a server."), server->host);
    return FALSE;
  }
  if (server->port == 0) {
    g_set_error (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_INVALID,
                 _("The port of %s is missing."), server->host);
    return FALSE;
  }
  if (server->security == HEARTH_SECURITY_NONE && !hearth_host_is_loopback (server->host)) {
    g_set_error (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_INVALID,
                 _("Without TLS anybody on the way to %s could read the password, so Hearth does "
                    "not connect so. Choose TLS or STARTTLS."),
                 server->host);
    return FALSE;
  }
  if (*server->user == '\0') {
    g_set_error (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_INVALID,
                 _("The user name for %s is missing."), server->host);
    return FALSE;
  }
  return TRUE;
}

/**
 * hearth_account_check:
 * @account: an account
 * @error: %HEARTH_ACCOUNTS_ERROR_INVALID
 *
 * Returns: whether such an account can be: an address, a server, and no connection on which a
 *   password could be read
 */
gboolean
hearth_account_check (const HearthAccount *account, GError **error)
{
  g_autofree char *address = hearth_account_dup_address (account->address, error);

  if (address == NULL)
    return FALSE;
  if (account->auth == HEARTH_AUTH_GOA && (account->goa_id == NULL || *account->goa_id == '\0')) {
    g_set_error_literal (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_INVALID,
                         _("It is not said which of the desktop’s online accounts is meant."));
    return FALSE;
  }
  if (*account->imap.host == '\0') {
    g_set_error (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_INVALID,
                 _("It is not known where the mail of %s is. Name the server."), account->address);
    return FALSE;
  }
  return check_server (&account->imap, error) &&
         (*account->smtp.host == '\0' || check_server (&account->smtp, error));
}

static gboolean
is_name (const char *ascii)
{
  static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-.";

  return *ascii != '\0' && strlen (ascii) <= MAX_HOST &&
         strspn (ascii, allowed) == strlen (ascii) && *ascii != '.' && *ascii != '-' &&
         strstr (ascii, "..") == NULL;
}

/**
 * hearth_account_dup_host:
 * @text: what may name a host
 *
 * Returns: (transfer full) (nullable): the host in lower case, in the letters that DNS has (RFC
 *   5890); %NULL if it names none
 */
char *
hearth_account_dup_host (const char *text)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);
  g_autofree char *ascii = NULL;
  g_autofree char *lower = NULL;
  gsize length;

  if (address != NULL)
    return g_inet_address_to_string (address);
  if (strlen (text) > MAX_HOST * 4 || !g_utf8_validate (text, -1, NULL))
    return NULL;
  ascii = g_hostname_to_ascii (text);
  if (ascii == NULL)
    return NULL;
  lower = g_ascii_strdown (ascii, -1);
  /* A name that ends in a dot is the same, but certificates do not have it. */
  length = strlen (lower);
  if (length > 1 && lower[length - 1] == '.')
    lower[length - 1] = '\0';
  return is_name (lower) ? g_steal_pointer (&lower) : NULL;
}

/**
 * hearth_account_dup_address:
 * @text: what may be an address
 * @error: %HEARTH_ACCOUNTS_ERROR_INVALID
 *
 * Returns: (transfer full) (nullable): the address without the spaces around it, its domain in
 *   lower case
 */
char *
hearth_account_dup_address (const char *text, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  const char *at = strrchr (stripped, '@');
  g_autofree char *host = at != NULL ? hearth_account_dup_host (at + 1) : NULL;
  gboolean possible = host != NULL && at > stripped && strlen (stripped) <= MAX_ADDRESS &&
                      g_utf8_validate (stripped, -1, NULL);

  for (const char *p = stripped; possible && p < at; p++)
    possible = (guchar) *p > ' ' && *p != 0x7f && strchr ("<>,;:\\\"()[]", *p) == NULL && *p != '@';
  if (!possible) {
    g_set_error (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_INVALID,
                 _("“%s” is not a mail address. It looks like ana@example.org."), stripped);
    return NULL;
  }
  *strrchr (stripped, '@') = '\0';
  return g_strconcat (stripped, "@", host, NULL);
}
