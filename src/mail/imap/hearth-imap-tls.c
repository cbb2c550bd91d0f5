/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-tls.h"

#include "hearth-imap-async.h"
#include "hearth-imap-error-private.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <sys/socket.h>

typedef struct {
  GIOStream *base;
  const char *host;
  const char *pin;                /* (nullable) */
  HearthImapCertificate *refused; /* (owned) (nullable) */
} Judge;

static gboolean
accept_certificate_cb (GTlsConnection *connection, GTlsCertificate *certificate,
                       GTlsCertificateFlags flags, gpointer user_data)
{
  Judge *judge = user_data;

  g_clear_pointer (&judge->refused, hearth_imap_certificate_free);
  judge->refused = hearth_imap_certificate_new (certificate, flags, judge->host);
  /* The pin is of this one certificate, whatever its name, its signer and its dates are. */
  if (judge->pin == NULL || *judge->pin == '\0' || *judge->refused->sha256 == '\0' ||
      g_ascii_strcasecmp (judge->pin, judge->refused->sha256) != 0)
    return FALSE;
  g_clear_pointer (&judge->refused, hearth_imap_certificate_free);
  return TRUE;
}

/* Whether the other side has hung up: GLib says of that, too, that the server speaks no TLS. */
static gboolean
has_hung_up (GIOStream *base)
{
  GSocket *socket = g_socket_connection_get_socket (G_SOCKET_CONNECTION (base));
  char byte;
  gssize size = recv (g_socket_get_fd (socket), &byte, 1, MSG_PEEK | MSG_DONTWAIT);

  return size == 0 || (size < 0 && errno != EAGAIN);
}

static GError *
handshake_error (Judge *judge, const HearthImapAsync *async, GCancellable *cancellable,
                 const GError *cause)
{
  g_autofree char *reason = NULL;

  if (judge->refused != NULL)
    return hearth_imap_error_new_certificate (judge->host, g_steal_pointer (&judge->refused));
  if (async->timed_out)
    return hearth_imap_error_new_silent (judge->host);
  if (cancellable != NULL && g_cancellable_is_cancelled (cancellable))
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("It was stopped."));
  if (cause->domain != G_TLS_ERROR || cause->code == G_TLS_ERROR_EOF || has_hung_up (judge->base))
    return hearth_imap_error_new (HEARTH_IMAP_ERROR_CONNECT, HEARTH_IMAP_CODE_NONE, NULL,
                                  _("%s hung up before the connection was encrypted. Hearth will "
                                     "try again; if it stays so, check the port."),
                                  judge->host);
  reason = hearth_imap_clean_text (cause->message, strlen (cause->message));
  return hearth_imap_error_new (HEARTH_IMAP_ERROR_TLS, HEARTH_IMAP_CODE_NONE, NULL,
                                _("No trustworthy connection to %s could be made, so nothing was "
                                   "sent (%s). Check the port and the kind of encryption."),
                                judge->host, reason);
}

/**
 * hearth_imap_tls_start_sync:
 * @base: a connection
 * @host: the name that the certificate must hold
 * @port: the port
 * @pin: (nullable): SHA-256 in hex of a certificate that is taken although it fails the checks
 * @milliseconds: how long the handshake may take, as a whole
 * @cancellable: (nullable): a cancellable
 * @error: a %HEARTH_IMAP_ERROR_TLS with the certificate if it was refused,
 *   %HEARTH_IMAP_ERROR_TIMEOUT, %HEARTH_IMAP_ERROR_CONNECT
 *
 * Returns: (transfer full) (nullable): the encrypted connection
 */
GIOStream *
hearth_imap_tls_start_sync (GIOStream *base, const char *host, guint16 port, const char *pin,
                            guint milliseconds, GCancellable *cancellable, GError **error)
{
  g_autoptr (GSocketConnectable) identity = g_network_address_new (host, port);
  g_autoptr (GIOStream) stream = NULL;
  g_autoptr (GError) cause = NULL;
  Judge judge = { base, host, pin, NULL };
  HearthImapAsync async;
  gboolean done;
  gulong handler;

  stream = g_tls_client_connection_new (base, identity, &cause);
  if (stream == NULL) {
    async = (HearthImapAsync){ 0 };
    g_propagate_error (error, handshake_error (&judge, &async, cancellable, cause));
    return NULL;
  }
  handler =
      g_signal_connect (stream, "accept-certificate", G_CALLBACK (accept_certificate_cb), &judge);
  hearth_imap_async_begin (&async, milliseconds, cancellable);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (stream), G_PRIORITY_DEFAULT,
                                    async.cancellable, hearth_imap_async_cb, &async);
  done = g_tls_connection_handshake_finish (G_TLS_CONNECTION (stream),
                                            hearth_imap_async_run (&async), &cause);
  if (!done)
    g_propagate_error (error, handshake_error (&judge, &async, cancellable, cause));
  hearth_imap_async_end (&async);
  g_signal_handler_disconnect (stream, handler);
  g_clear_pointer (&judge.refused, hearth_imap_certificate_free);
  return done ? g_steal_pointer (&stream) : NULL;
}
