/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-server-probe.h"

#include "hearth-accounts-error.h"

#include <glib/gi18n.h>
#include <string.h>

/* Looks whether a mail server answers at a place, and what it offers: greeting and capabilities,
 * nothing that says who asks. */

/* More is said by no server before a login. */
#define MAX_SAID (16 * 1024)
#define TIMEOUT_SECONDS 8

#define IMAP_ASK "a CAPABILITY\r\n"
#define IMAP_END "b LOGOUT\r\n"
#define SMTP_ASK "EHLO [127.0.0.1]\r\n"
#define SMTP_END "QUIT\r\n"

typedef struct {
  HearthMailServer server; /* (owned) */
  HearthProtocol protocol;
  GIOStream *stream; /* (owned) (nullable) until it is connected */
  char said[MAX_SAID + 1];
  gsize length;
  gboolean asked;
  HearthProbe probe;
} Asking;

static void read_more (GTask *task);

static void
asking_free (gpointer data)
{
  Asking *asking = data;

  hearth_mail_server_clear (&asking->server);
  g_clear_object (&asking->stream);
  g_free (asking);
}

static void
return_not_mail (GTask *task)
{
  Asking *asking = g_task_get_task_data (task);

  g_task_return_new_error (task, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_FAILED,
                           _("What answers at %s, port %u, is not a mail server."),
                           asking->server.host, asking->server.port);
}

/* The line that begins at or after @from with @prefix, if it has come whole. */
static const char *
find_line (const Asking *asking, const char *prefix)
{
  const char *line = asking->said;

  for (;;) {
    const char *end = strstr (line, "\r\n");

    if (end == NULL)
      return NULL;
    if (g_ascii_strncasecmp (line, prefix, strlen (prefix)) == 0)
      return line;
    line = end + 2;
  }
}

/* Whether @word is among what the server offers. */
static gboolean
offers (const Asking *asking, const char *word)
{
  gsize length = strlen (word);

  for (const char *p = asking->said; *p != '\0'; p++) {
    gboolean begins = p == asking->said || strchr (" -\r\n[", p[-1]) != NULL;

    if (begins && g_ascii_strncasecmp (p, word, length) == 0 &&
        (p[length] == '\0' || strchr (" ]\r\n=", p[length]) != NULL))
      return TRUE;
  }
  return FALSE;
}

/* SMTP lists its mechanisms in one line, RFC 4954, section 3. */
static gboolean
offers_smtp_password (const Asking *asking)
{
  return offers (asking, "AUTH") && (offers (asking, "PLAIN") || offers (asking, "LOGIN"));
}

static gboolean
offers_imap_password (const Asking *asking)
{
  return offers (asking, "AUTH=PLAIN") || !offers (asking, "LOGINDISABLED");
}

static void
judge (GTask *task)
{
  Asking *asking = g_task_get_task_data (task);
  gboolean upgrade = asking->server.security == HEARTH_SECURITY_STARTTLS;
  HearthProbe *probe;

  if (upgrade && !offers (asking, "STARTTLS")) {
    g_task_return_new_error (task, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_FAILED,
                             _("%s, port %u, offers no TLS."), asking->server.host,
                             asking->server.port);
    return;
  }
  /* Before the upgrade many servers hide what they take afterwards. */
  asking->probe.password =
      upgrade || (asking->protocol == HEARTH_PROTOCOL_IMAP ? offers_imap_password (asking)
                                                           : offers_smtp_password (asking));
  probe = g_new (HearthProbe, 1);
  *probe = asking->probe;
  g_task_return_pointer (task, probe, g_free);
}

static void
asked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (object), result, NULL, &error))
    read_more (task);
  else
    g_task_return_error (task, error);
}

static void
ask (GTask *task)
{
  Asking *asking = g_task_get_task_data (task);
  const char *words =
      asking->protocol == HEARTH_PROTOCOL_IMAP ? IMAP_ASK IMAP_END : SMTP_ASK SMTP_END;

  asking->asked = TRUE;
  g_output_stream_write_all_async (g_io_stream_get_output_stream (asking->stream), words,
                                   strlen (words), G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), asked_cb, g_object_ref (task));
}

/* Goes on with what has come so far. */
static void
look (GTask *task)
{
  Asking *asking = g_task_get_task_data (task);
  gboolean imap = asking->protocol == HEARTH_PROTOCOL_IMAP;
  const char *greeting = imap ? "* OK" : "220";
  const char *end = imap ? "a " : "250 ";
  gsize known = MIN (asking->length, strlen (greeting));

  if (g_ascii_strncasecmp (asking->said, greeting, known) != 0)
    return_not_mail (task);
  else if (!asking->asked && find_line (asking, imap ? greeting : "220 ") != NULL)
    ask (task);
  else if (asking->asked && find_line (asking, end) != NULL)
    judge (task);
  else
    read_more (task);
}

static void
read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Asking *asking = g_task_get_task_data (task);
  GError *error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (object), result, &error);

  if (n < 0) {
    g_task_return_error (task, error);
    return;
  }
  /* Nothing in a greeting is NUL. */
  if (n == 0 || memchr (asking->said + asking->length, '\0', (gsize) n) != NULL) {
    return_not_mail (task);
    return;
  }
  asking->length += (gsize) n;
  look (task);
}

static void
read_more (GTask *task)
{
  Asking *asking = g_task_get_task_data (task);

  if (asking->length == MAX_SAID) {
    return_not_mail (task);
    return;
  }
  g_input_stream_read_async (g_io_stream_get_input_stream (asking->stream),
                             asking->said + asking->length, MAX_SAID - asking->length,
                             G_PRIORITY_DEFAULT, g_task_get_cancellable (task), read_cb,
                             g_object_ref (task));
}

/* Nothing is said that matters: a bad certificate is noted, and the owner hears of it. */
static gboolean
accept_cb (GTlsConnection *tls, GTlsCertificate *certificate, GTlsCertificateFlags errors,
           gpointer user_data)
{
  ((Asking *) user_data)->probe.trusted = FALSE;
  return TRUE;
}

static void
shaken_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_tls_connection_handshake_finish (G_TLS_CONNECTION (object), result, &error))
    read_more (task);
  else
    g_task_return_error (task, error);
}

static void
shake_hands (GTask *task, GSocketConnection *connection)
{
  Asking *asking = g_task_get_task_data (task);
  g_autoptr (GSocketConnectable) identity =
      g_network_address_new (asking->server.host, asking->server.port);
  GError *error = NULL;
  GIOStream *tls = g_tls_client_connection_new (G_IO_STREAM (connection), identity, &error);

  if (tls == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_signal_connect (tls, "accept-certificate", G_CALLBACK (accept_cb), asking);
  asking->stream = tls;
  g_tls_connection_handshake_async (G_TLS_CONNECTION (tls), G_PRIORITY_DEFAULT,
                                    g_task_get_cancellable (task), shaken_cb, g_object_ref (task));
}

static void
connected_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Asking *asking = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_finish (G_SOCKET_CLIENT (object), result, &error);

  if (connection == NULL) {
    g_task_return_error (task, error);
  } else if (asking->server.security == HEARTH_SECURITY_TLS) {
    shake_hands (task, connection);
  } else {
    asking->stream = G_IO_STREAM (g_steal_pointer (&connection));
    read_more (task);
  }
}

/**
 * hearth_server_probe_async:
 * @server: where a server may be
 * @protocol: what it would speak
 * @where: (nullable): what is connected to instead, for tests
 * @cancellable: (nullable): ends it
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Connects, reads the greeting and asks what the server offers. No name, address or password is
 * sent.
 */
void
hearth_server_probe_async (const HearthMailServer *server, HearthProtocol protocol,
                           GSocketConnectable *where, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnectable) address =
      where != NULL ? g_object_ref (where) : g_network_address_new (server->host, server->port);
  Asking *asking = g_new0 (Asking, 1);

  hearth_mail_server_copy (server, &asking->server);
  asking->protocol = protocol;
  asking->probe.trusted = TRUE;
  g_task_set_source_tag (task, hearth_server_probe_async);
  g_task_set_task_data (task, asking, asking_free);
  g_socket_client_set_timeout (client, TIMEOUT_SECONDS);
  g_socket_client_connect_async (client, address, cancellable, connected_cb, g_object_ref (task));
}

/**
 * hearth_server_probe_finish:
 * @result: what the callback got
 * @probe: (out caller-allocates): what the server offers
 * @error: a #HearthAccountsError, or why nobody answers
 *
 * Returns: whether such a server is there
 */
gboolean
hearth_server_probe_finish (GAsyncResult *result, HearthProbe *probe, GError **error)
{
  g_autofree HearthProbe *found = g_task_propagate_pointer (G_TASK (result), error);

  if (found == NULL)
    return FALSE;
  *probe = *found;
  return TRUE;
}
