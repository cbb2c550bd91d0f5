/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-error-private.h"

#include <glib/gi18n.h>

/* More names than that help nobody to judge a certificate. */
#define MAX_NAMES 20

static char *
clean (char *text)
{
  g_autofree char *owned = text;

  return owned != NULL ? hearth_imap_clean_text (owned, strlen (owned)) : NULL;
}

static char **
dup_names (GTlsCertificate *certificate)
{
  g_autoptr (GPtrArray) names = g_tls_certificate_get_dns_names (certificate);
  GStrvBuilder *builder = g_strv_builder_new ();
  char **result;

  for (guint i = 0; names != NULL && i < names->len && i < MAX_NAMES; i++) {
    gsize length;
    const char *data = g_bytes_get_data (g_ptr_array_index (names, i), &length);
    g_autofree char *name = hearth_imap_clean_text (data, length);

    g_strv_builder_add (builder, name);
  }
  result = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return result;
}

static char *
dup_reason (GTlsCertificateFlags flags, const char *host)
{
  /* What weighs most is said first; a person acts on one reason. */
  if ((flags & G_TLS_CERTIFICATE_REVOKED) != 0)
    return g_strdup (_("It was revoked."));
  if ((flags & G_TLS_CERTIFICATE_BAD_IDENTITY) != 0)
    return g_strdup_printf (_("It belongs to another server than %s."), host);
  if ((flags & G_TLS_CERTIFICATE_EXPIRED) != 0)
    return g_strdup (_("It has expired."));
  if ((flags & G_TLS_CERTIFICATE_NOT_ACTIVATED) != 0)
    return g_strdup (_("It is not valid yet."));
  if ((flags & G_TLS_CERTIFICATE_UNKNOWN_CA) != 0)
    return g_strdup (_("Nobody whom this computer trusts has signed it."));
  if ((flags & G_TLS_CERTIFICATE_INSECURE) != 0)
    return g_strdup (_("It is made in a way that is not safe any more."));
  return g_strdup (_("It could not be checked."));
}

/**
 * hearth_imap_certificate_new:
 * @certificate: what a server showed
 * @flags: what is wrong with it
 * @host: the server that was meant
 *
 * Returns: (transfer full): its facts
 */
HearthImapCertificate *
hearth_imap_certificate_new (GTlsCertificate *certificate, GTlsCertificateFlags flags,
                             const char *host)
{
  HearthImapCertificate *self = g_new0 (HearthImapCertificate, 1);
  g_autoptr (GByteArray) der = NULL;

  g_object_get (certificate, "certificate", &der, NULL);
  self->sha256 = der != NULL ? g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len)
                             : g_strdup ("");
  self->subject = clean (g_tls_certificate_get_subject_name (certificate));
  self->issuer = clean (g_tls_certificate_get_issuer_name (certificate));
  self->names = dup_names (certificate);
  self->not_before = g_tls_certificate_get_not_valid_before (certificate);
  self->not_after = g_tls_certificate_get_not_valid_after (certificate);
  self->flags = flags;
  self->reason = dup_reason (flags, host);
  return self;
}

/**
 * hearth_imap_certificate_copy:
 * @self: the facts of a certificate
 *
 * Returns: (transfer full): the same
 */
HearthImapCertificate *
hearth_imap_certificate_copy (const HearthImapCertificate *self)
{
  HearthImapCertificate *copy = g_new0 (HearthImapCertificate, 1);

  copy->sha256 = g_strdup (self->sha256);
  copy->subject = g_strdup (self->subject);
  copy->issuer = g_strdup (self->issuer);
  copy->names = g_strdupv (self->names);
  copy->not_before = self->not_before != NULL ? g_date_time_ref (self->not_before) : NULL;
  copy->not_after = self->not_after != NULL ? g_date_time_ref (self->not_after) : NULL;
  copy->flags = self->flags;
  copy->reason = g_strdup (self->reason);
  return copy;
}

/**
 * hearth_imap_certificate_free:
 * @self: (transfer full) (nullable): the facts of a certificate
 */
void
hearth_imap_certificate_free (HearthImapCertificate *self)
{
  if (self == NULL)
    return;
  g_free (self->sha256);
  g_free (self->subject);
  g_free (self->issuer);
  g_strfreev (self->names);
  g_clear_pointer (&self->not_before, g_date_time_unref);
  g_clear_pointer (&self->not_after, g_date_time_unref);
  g_free (self->reason);
  g_free (self);
}
