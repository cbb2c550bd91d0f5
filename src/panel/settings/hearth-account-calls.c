/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-account-calls.h"

#include <glib/gi18n.h>
#include <string.h>

/* What the service says of accounts, as the panel shows it. */

/**
 * hearth_certificate_facts_free:
 * @self: (nullable) (transfer full): facts
 */
void
hearth_certificate_facts_free (HearthCertificateFacts *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  g_free (self->pin);
  g_free (self->subject);
  g_free (self->issuer);
  g_free (self);
}

static void
take_fact (HearthCertificateFacts *self, const char *key, const char *value)
{
  gsize prefix = (gsize) (strchr (key, '-') - key) + 1;
  const char *fact = key + prefix;

  /* Of two certificates the one of incoming mail comes first; the other is asked about next. */
  if (self->key != NULL && strncmp (key, self->key, prefix) != 0)
    return;
  if (g_str_equal (fact, "pin")) {
    g_free (self->key);
    self->key = g_strdup (key);
    g_free (self->pin);
    self->pin = g_strdup (value);
  } else if (g_str_equal (fact, "subject")) {
    g_free (self->subject);
    self->subject = g_strdup (value);
  } else if (g_str_equal (fact, "issuer")) {
    g_free (self->issuer);
    self->issuer = g_strdup (value);
  } else if (g_str_equal (fact, "expires")) {
    self->expires = g_ascii_strtoll (value, NULL, 10);
  }
}

/**
 * hearth_certificate_facts_parse:
 * @message: the message of an error of the kind Certificate
 * @sentence: (out) (transfer full): what is wrong, for the owner
 *
 * Reads a certificate out of an error: the first line is for the owner, the others are its facts.
 *
 * Returns: (transfer full) (nullable): the facts, or %NULL if there is no fingerprint to trust
 */
HearthCertificateFacts *
hearth_certificate_facts_parse (const char *message, char **sentence)
{
  g_autoptr (HearthCertificateFacts) self = g_new0 (HearthCertificateFacts, 1);
  g_auto (GStrv) lines = g_strsplit (message, "\n", 40);

  *sentence = g_strdup (lines[0] != NULL ? lines[0] : "");
  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++) {
    char *colon = strstr (lines[i], ": ");

    if (colon == NULL ||
        (!g_str_has_prefix (lines[i], "imap-") && !g_str_has_prefix (lines[i], "smtp-") &&
         !g_str_has_prefix (lines[i], "dav-")))
      continue;
    *colon = '\0';
    take_fact (self, lines[i], colon + 2);
  }
  return self->pin != NULL && *self->pin != '\0' ? g_steal_pointer (&self) : NULL;
}

/**
 * hearth_certificate_facts_find:
 * @test: what TestAccount returned
 *
 * Returns: (transfer full) (nullable): the certificate that failed, that of incoming mail first
 */
HearthCertificateFacts *
hearth_certificate_facts_find (GVariant *test)
{
  static const char *const protocols[] = { "imap", "smtp" };

  for (guint i = 0; i < G_N_ELEMENTS (protocols); i++) {
    g_autofree char *key = g_strconcat (protocols[i], "-certificate", NULL);
    g_autoptr (GVariant) facts = g_variant_lookup_value (test, key, G_VARIANT_TYPE_VARDICT);
    g_autoptr (HearthCertificateFacts) self = g_new0 (HearthCertificateFacts, 1);

    if (facts == NULL || !g_variant_lookup (facts, "pin", "s", &self->pin) || *self->pin == '\0')
      continue;
    self->key = g_strconcat (protocols[i], "-pin", NULL);
    g_variant_lookup (facts, "subject", "s", &self->subject);
    g_variant_lookup (facts, "issuer", "s", &self->issuer);
    g_variant_lookup (facts, "expires", "x", &self->expires);
    return g_steal_pointer (&self);
  }
  return NULL;
}

/**
 * hearth_certificate_facts_dup_print:
 * @self: facts
 *
 * Returns: (transfer full): the fingerprint in groups that can be compared by the eye
 */
char *
hearth_certificate_facts_dup_print (const HearthCertificateFacts *self)
{
  GString *out = g_string_new (NULL);

  for (gsize i = 0; self->pin[i] != '\0'; i++) {
    if (i > 0 && i % 4 == 0)
      g_string_append_c (out, ' ');
    g_string_append_c (out, g_ascii_toupper (self->pin[i]));
  }
  return g_string_free (out, FALSE);
}

static char *
dup_server (GVariant *settings, const char *protocol)
{
  g_autofree char *host_key = g_strconcat (protocol, "-host", NULL);
  g_autofree char *port_key = g_strconcat (protocol, "-port", NULL);
  g_autofree char *security_key = g_strconcat (protocol, "-security", NULL);
  const char *host = "";
  const char *security = "";
  guint32 port = 0;

  g_variant_lookup (settings, host_key, "&s", &host);
  g_variant_lookup (settings, port_key, "u", &port);
  g_variant_lookup (settings, security_key, "&s", &security);
  if (*host == '\0')
    return NULL;
  /* Translators: a server, its port, and how the connection is protected */
  return g_strdup_printf (_("%s, port %u, %s"), host, port,
                          g_str_equal (security, "tls")        ? _("encrypted (TLS)")
                          : g_str_equal (security, "starttls") ? _("encrypted (STARTTLS)")
                                                               : _("not encrypted"));
}

/**
 * hearth_account_dup_servers:
 * @settings: an `a{sv}` as Discover returns it
 *
 * Returns: (transfer full): its servers and where they were found, a line each
 */
char *
hearth_account_dup_servers (GVariant *settings)
{
  g_autofree char *imap = dup_server (settings, "imap");
  g_autofree char *smtp = dup_server (settings, "smtp");
  const char *origin = "";
  GString *out = g_string_new (NULL);

  g_variant_lookup (settings, "origin", "&s", &origin);
  if (imap != NULL)
    g_string_append_printf (out, _("Reads from %s"), imap);
  if (smtp != NULL) {
    g_string_append (out, out->len > 0 ? "\n" : "");
    g_string_append_printf (out, _("Sends through %s"), smtp);
  }
  if (*origin != '\0') {
    g_string_append (out, out->len > 0 ? "\n" : "");
    g_string_append_printf (out, _("Found: %s"), origin);
  }
  return g_string_free (out, FALSE);
}

/**
 * hearth_account_make_settings:
 * @choice: an `a{sv}` as Discover returns it
 * @name: the owner's name
 *
 * Returns: (transfer none): a floating `a{sv}` for AddAccount
 */
GVariant *
hearth_account_make_settings (GVariant *choice, const char *name)
{
  static const char *const told_only[] = { "origin", "help", "problem", "answered", "told" };
  GVariantDict dict;

  g_variant_dict_init (&dict, choice);
  for (guint i = 0; i < G_N_ELEMENTS (told_only); i++)
    g_variant_dict_remove (&dict, told_only[i]);
  if (*name != '\0')
    g_variant_dict_insert (&dict, "name", "s", name);
  return g_variant_dict_end (&dict);
}

/**
 * hearth_account_error_is:
 * @error: an error of a call
 * @name: the last part of its name on the bus: "Refused", "Certificate", …
 *
 * Returns: whether it is of that kind
 */
gboolean
hearth_account_error_is (const GError *error, const char *name)
{
  g_autofree char *remote = g_dbus_error_get_remote_error (error);
  const char *dot = remote != NULL ? strrchr (remote, '.') : NULL;

  return dot != NULL && g_str_equal (dot + 1, name);
}
