/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-dav-trouble.h"

#include "hearth-accounts-error.h"
#include "hearth-dav-error.h"
#include "hearth-http-url.h"
#include "hearth-server-probe.h"
#include "hearth-sockets.h"

static gboolean
take_certificate_cb (GTlsConnection *connection, GTlsCertificate *certificate,
                     GTlsCertificateFlags errors, gpointer user_data)
{
  HearthServerCertificate **refused = user_data;
  GSocketConnectable *identity =
      g_tls_client_connection_get_server_identity (G_TLS_CLIENT_CONNECTION (connection));

  hearth_server_certificate_free (*refused);
  *refused =
      hearth_server_certificate_new (certificate, errors,
                                     g_network_address_get_hostname (G_NETWORK_ADDRESS (identity)));
  return FALSE;
}

static void
handshake_event_cb (GSocketClient *client, GSocketClientEvent event, GSocketConnectable *where,
                    GIOStream *connection, gpointer user_data)
{
  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING)
    g_signal_connect (connection, "accept-certificate", G_CALLBACK (take_certificate_cb),
                      user_data);
}

/* What is known of the certificate that was not trusted. Nothing is said to the server. */
static HearthServerCertificate *
look_at_certificate (const char *url, GCancellable *cancellable)
{
  g_autoptr (HearthHttpUrl) parsed = hearth_http_url_parse (url, NULL);
  g_autoptr (GSocketClient) client = NULL;
  g_autoptr (GSocketConnection) connection = NULL;
  HearthServerCertificate *refused = NULL;

  if (parsed == NULL)
    return NULL;
  client = hearth_sockets_client_new (hearth_sockets_get_tally (parsed->host, HEARTH_TRAFFIC_TEST));
  g_socket_client_set_tls (client, TRUE);
  g_socket_client_set_timeout (client, 15);
  g_signal_connect (client, "event", G_CALLBACK (handshake_event_cb), &refused);
  connection = g_socket_client_connect_to_uri (client, url, 443, cancellable, NULL);
  return refused;
}

/**
 * hearth_dav_trouble_translate:
 * @url: where it was
 * @foreign: (transfer full): a #HearthDavError, or any other
 * @cancellable: (nullable): ends looking at a certificate
 *
 * Says in the words of accounts what a server said. Of a certificate that was not trusted the lines
 * after the first are its facts, for which the server is asked once more. Blocks.
 *
 * Returns: (transfer full): a #HearthAccountsError, or @foreign if it is of another domain
 */
GError *
hearth_dav_trouble_translate (const char *url, GError *foreign, GCancellable *cancellable)
{
  HearthAccountsError code = HEARTH_ACCOUNTS_ERROR_FAILED;
  g_autoptr (HearthServerCertificate) certificate = NULL;
  GError *error;

  if (foreign->domain != HEARTH_DAV_ERROR)
    return foreign;
  switch ((HearthDavError) foreign->code) {
  case HEARTH_DAV_ERROR_LOGIN:
  case HEARTH_DAV_ERROR_REFUSED:
    code = HEARTH_ACCOUNTS_ERROR_REFUSED;
    break;
  case HEARTH_DAV_ERROR_OFFLINE:
    code = HEARTH_ACCOUNTS_ERROR_OFFLINE;
    break;
  case HEARTH_DAV_ERROR_CERTIFICATE:
    certificate = look_at_certificate (url, cancellable);
    code = HEARTH_ACCOUNTS_ERROR_CERTIFICATE;
    break;
  case HEARTH_DAV_ERROR_NOT_FOUND:
  case HEARTH_DAV_ERROR_CONFLICT:
  case HEARTH_DAV_ERROR_TOO_LARGE:
  case HEARTH_DAV_ERROR_PROTOCOL:
  case HEARTH_DAV_ERROR_FAILED:
  default:
    break;
  }
  if (certificate != NULL)
    error = g_error_new (
        HEARTH_ACCOUNTS_ERROR, (int) code,
        "%s\ndav-pin: %s\ndav-subject: %s\ndav-issuer: %s\ndav-expires: %" G_GINT64_FORMAT,
        foreign->message, certificate->pin, certificate->subject, certificate->issuer,
        certificate->expires);
  else
    error = g_error_new_literal (HEARTH_ACCOUNTS_ERROR, (int) code, foreign->message);
  g_error_free (foreign);
  return error;
}
