/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

G_BEGIN_DECLS

/** HearthCertificateFacts: a certificate that failed the checks, as its server shows it. */
typedef struct {
  char *key;     /* "imap-pin", "smtp-pin" or "dav-pin": where its fingerprint goes when it is trusted */
  char *pin;
  char *subject;
  char *issuer;
  gint64 expires; /* seconds since 1970 UTC, or 0 */
} HearthCertificateFacts;

HearthCertificateFacts *hearth_certificate_facts_parse  (const char *message, char **sentence) G_GNUC_WARN_UNUSED_RESULT;
HearthCertificateFacts *hearth_certificate_facts_find   (GVariant *test) G_GNUC_WARN_UNUSED_RESULT;
void                    hearth_certificate_facts_free   (HearthCertificateFacts *self);
char                   *hearth_certificate_facts_dup_print (const HearthCertificateFacts *self) G_GNUC_WARN_UNUSED_RESULT;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthCertificateFacts, hearth_certificate_facts_free)

char     *hearth_account_dup_servers (GVariant *settings) G_GNUC_WARN_UNUSED_RESULT;
GVariant *hearth_account_make_settings (GVariant *choice, const char *name) G_GNUC_WARN_UNUSED_RESULT;
gboolean  hearth_account_error_is    (const GError *error, const char *name);

G_END_DECLS
