/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-imap-error.h"

G_BEGIN_DECLS

HearthImapCode         hearth_imap_code_from_name         (const char *name, gsize length);
char                  *hearth_imap_clean_text             (const char *text, gsize length) G_GNUC_WARN_UNUSED_RESULT;
GError                *hearth_imap_error_new              (HearthImapError code, HearthImapCode response, const char *text,
                                                           const char *format, ...) G_GNUC_PRINTF (4, 5);
GError                *hearth_imap_error_new_certificate  (const char *host, HearthImapCertificate *certificate);
GError                *hearth_imap_error_new_connect      (const char *host, const GError *cause);
GError                *hearth_imap_error_new_cut_off      (const char *host);
GError                *hearth_imap_error_new_silent       (const char *host);
GError                *hearth_imap_error_new_slow         (const char *host);
GError                *hearth_imap_error_new_protocol     (const char *host, const char *detail);
GError                *hearth_imap_error_new_limit        (const char *host);
GError                *hearth_imap_error_new_refused      (const char *host, HearthImapCode code, const char *text);
GError                *hearth_imap_error_new_unsupported  (const char *host, const char *what);
HearthImapCertificate *hearth_imap_certificate_new        (GTlsCertificate *certificate, GTlsCertificateFlags flags,
                                                           const char *host) G_GNUC_WARN_UNUSED_RESULT;
HearthImapCertificate *hearth_imap_certificate_copy       (const HearthImapCertificate *self) G_GNUC_WARN_UNUSED_RESULT;
void                   hearth_imap_certificate_free       (HearthImapCertificate *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthImapCertificate, hearth_imap_certificate_free)

G_END_DECLS
