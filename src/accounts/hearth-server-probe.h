/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-account.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/** HearthProtocol: what a server of an account speaks. */
typedef enum {
  HEARTH_PROTOCOL_IMAP,
  HEARTH_PROTOCOL_SMTP,
} HearthProtocol;

/**
 * HearthServerCertificate: a certificate that failed the usual checks.
 * @pin: SHA-256 of it in DER, lower-case hex, as in #HearthMailServer
 * @subject: whom it names
 * @issuer: who signed it
 * @expires: until when it holds, seconds since 1970 UTC, or 0
 * @reason: a sentence that says what is wrong with it
 */
typedef struct {
  char *pin;
  char *subject;
  char *issuer;
  gint64 expires;
  char *reason;
} HearthServerCertificate;

HearthServerCertificate *hearth_server_certificate_new  (GTlsCertificate *certificate,
                                                         GTlsCertificateFlags errors,
                                                         const char *host) G_GNUC_WARN_UNUSED_RESULT;
void                     hearth_server_certificate_free (HearthServerCertificate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthServerCertificate, hearth_server_certificate_free)

/**
 * HearthProbe: what a server said before any login.
 * @certificate: (nullable): its certificate, if that fails
 * @password: whether it takes passwords, as far as it says
 */
typedef struct {
  HearthServerCertificate *certificate;
  gboolean password;
} HearthProbe;

void         hearth_server_probe_async  (const HearthMailServer *server, HearthProtocol protocol,
                                         GSocketConnectable *where, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
HearthProbe *hearth_server_probe_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthProbe *hearth_server_probe_sync   (const HearthMailServer *server, HearthProtocol protocol,
                                         GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void         hearth_probe_free          (HearthProbe *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthProbe, hearth_probe_free)

G_END_DECLS
