/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-account-test.h"

#include "hearth-imap-session.h"
#include "hearth-smtp.h"

#include <glib/gi18n.h>

/* Tries the servers of an account: a connection and a login, and nothing read or sent. */

/* A person waits for it. Seconds. */
#define SMTP_CONNECT_SECONDS 20

static HearthServerCertificate *
copy_certificate (const HearthImapCertificate *from)
{
  HearthServerCertificate *self;

  if (from == NULL)
    return NULL;
  self = g_new0 (HearthServerCertificate, 1);
  self->pin = g_strdup (from->sha256);
  self->subject = g_strdup (from->subject != NULL ? from->subject : "");
  self->issuer = g_strdup (from->issuer != NULL ? from->issuer : "");
  self->expires = from->not_after != NULL ? g_date_time_to_unix (from->not_after) : 0;
  self->reason = g_strdup (from->reason);
  return self;
}

static gboolean
is_refusal (const GError *error)
{
  return g_error_matches (error, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_AUTH);
}

static void
test_imap (const HearthMailServer *server, const HearthCredentials *credentials,
           GCancellable *cancellable, HearthServerTest *test)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthImapSession) session =
      hearth_imap_session_open_sync (server, cancellable, &error);

  if (session != NULL &&
      hearth_imap_session_login_sync (session, credentials, cancellable, &error)) {
    hearth_imap_session_logout_sync (session, cancellable);
    return;
  }
  test->problem = g_strdup (error->message);
  test->refused = is_refusal (error);
  test->certificate = copy_certificate (hearth_imap_error_get_certificate (error));
}

/* Whether the server shows a certificate that may be trusted. The owner is told of another before
 * anything is sent. What else is wrong, the login says. */
static gboolean
check_certificate (const HearthMailServer *server, GCancellable *cancellable,
                   HearthServerTest *test)
{
  g_autoptr (HearthProbe) probe =
      hearth_server_probe_sync (server, HEARTH_PROTOCOL_SMTP, cancellable, NULL);

  if (probe == NULL || probe->certificate == NULL ||
      g_strcmp0 (probe->certificate->pin, server->pin) == 0)
    return TRUE;
  test->problem = g_strdup (probe->certificate->reason);
  test->certificate = g_steal_pointer (&probe->certificate);
  return FALSE;
}

static void
test_smtp (const HearthMailServer *server, const HearthCredentials *credentials,
           GCancellable *cancellable, HearthServerTest *test)
{
  const HearthSmtpTimeouts timeouts = { SMTP_CONNECT_SECONDS, SMTP_CONNECT_SECONDS,
                                        SMTP_CONNECT_SECONDS, SMTP_CONNECT_SECONDS };
  g_autoptr (HearthSmtpResult) result = NULL;

  if (!check_certificate (server, cancellable, test))
    return;
  result = hearth_smtp_test_sync (server, credentials, &timeouts, cancellable);
  if (result->sentence == NULL)
    return;
  test->problem = g_strdup (result->sentence);
  test->refused = result->outcome == HEARTH_SMTP_AUTH;
}

/**
 * hearth_account_test_sync:
 * @account: an account
 * @imap: proves the login where mail is read
 * @smtp: proves the login where mail is sent
 * @cancellable: (nullable): a cancellable
 *
 * Connects to both servers and logs in. Where the first refuses the login, the second is not asked:
 * the same password twice brings an account nearer to being locked. Blocks, for less than a minute.
 *
 * Returns: (transfer full): how that went
 */
HearthAccountTest *
hearth_account_test_sync (const HearthAccount *account, const HearthCredentials *imap,
                          const HearthCredentials *smtp, GCancellable *cancellable)
{
  HearthAccountTest *self = g_new0 (HearthAccountTest, 1);

  test_imap (&account->imap, imap, cancellable, &self->imap);
  if (*account->smtp.host == '\0')
    return self;
  if (self->imap.refused) {
    self->smtp.skipped = TRUE;
    self->smtp.problem = g_strdup_printf (
        _("Not tried, so that the same password is not refused twice: first %s has to take it."),
        account->imap.host);
    return self;
  }
  test_smtp (&account->smtp, smtp, cancellable, &self->smtp);
  return self;
}

/**
 * hearth_account_test_is_good:
 * @self: how a test went
 *
 * Returns: whether nothing is wrong
 */
gboolean
hearth_account_test_is_good (const HearthAccountTest *self)
{
  return self->imap.problem == NULL && self->smtp.problem == NULL;
}

static void
insert_server (GVariantDict *dict, const char *name, const HearthServerTest *test)
{
  g_autofree char *key = g_strconcat (name, "-certificate", NULL);
  GVariantDict facts;

  g_variant_dict_insert (dict, name, "s", test->problem != NULL ? test->problem : "");
  if (test->certificate == NULL)
    return;
  g_variant_dict_init (&facts, NULL);
  g_variant_dict_insert (&facts, "pin", "s", test->certificate->pin);
  g_variant_dict_insert (&facts, "subject", "s", test->certificate->subject);
  g_variant_dict_insert (&facts, "issuer", "s", test->certificate->issuer);
  g_variant_dict_insert (&facts, "expires", "x", test->certificate->expires);
  g_variant_dict_insert (&facts, "reason", "s", test->certificate->reason);
  g_variant_dict_insert_value (dict, key, g_variant_dict_end (&facts));
}

/**
 * hearth_account_test_to_variant:
 * @self: how a test went
 *
 * Returns: (transfer floating): an `a{sv}` as the method TestAccount returns it
 */
GVariant *
hearth_account_test_to_variant (const HearthAccountTest *self)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  insert_server (&dict, "imap", &self->imap);
  insert_server (&dict, "smtp", &self->smtp);
  return g_variant_dict_end (&dict);
}

static void
append_certificate (GString *words, const char *name, const HearthServerCertificate *certificate)
{
  if (certificate == NULL)
    return;
  g_string_append_printf (
      words, "\n%s-pin: %s\n%s-subject: %s\n%s-issuer: %s\n%s-expires: %" G_GINT64_FORMAT, name,
      certificate->pin, name, certificate->subject, name, certificate->issuer, name,
      certificate->expires);
}

/**
 * hearth_account_test_dup_words:
 * @self: a test that found something wrong
 *
 * Returns: (transfer full): what is wrong, in the first line; then of each certificate that failed
 *   what is known, a "KEY: VALUE" a line
 */
char *
hearth_account_test_dup_words (const HearthAccountTest *self)
{
  g_autoptr (GString) words = g_string_new (self->imap.problem);
  gboolean same_certificate =
      self->imap.certificate != NULL && self->smtp.certificate != NULL &&
      g_strcmp0 (self->imap.certificate->pin, self->smtp.certificate->pin) == 0;

  if (self->smtp.problem != NULL && !self->smtp.skipped && !same_certificate) {
    if (words->len > 0)
      g_string_append_c (words, ' ');
    g_string_append (words, self->smtp.problem);
  }
  g_strdelimit (words->str, "\r\n", ' ');
  append_certificate (words, "imap", self->imap.certificate);
  append_certificate (words, "smtp", self->smtp.certificate);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/**
 * hearth_account_test_free:
 * @self: (nullable) (transfer full): how a test went
 */
void
hearth_account_test_free (HearthAccountTest *self)
{
  if (self == NULL)
    return;
  g_free (self->imap.problem);
  hearth_server_certificate_free (self->imap.certificate);
  g_free (self->smtp.problem);
  hearth_server_certificate_free (self->smtp.certificate);
  g_free (self);
}
