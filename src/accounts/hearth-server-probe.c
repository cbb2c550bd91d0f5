/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-server-probe.h"

#include "hearth-accounts-error.h"
#include "hearth-sockets.h"
#include "hearth-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* Looks whether a mail server answers at a place, what it offers and whether its certificate is
 * good: greeting and capabilities, nothing that says who asks. */

/* More is said by no server before a login. */
#define MAX_SAID (16 * 1024)
#define TIMEOUT_SECONDS 8

/* What is said at each step, and the line that ends the answer. */
typedef enum {
  STEP_GREETING,
  STEP_ASK,
  STEP_UPGRADE,
  N_STEPS,
} Step;

typedef struct {
  const char *words;
  const char *begins; /* any answer begins so */
  const char *ends;   /* the line that ends it begins so */
} Words;

static const Words words[2][N_STEPS] = {
  [HEARTH_PROTOCOL_IMAP] = { { NULL, "* OK", "* OK" },
                             { "a CAPABILITY\r\n", "", "a OK" },
                             { "b STARTTLS\r\n", "", "b OK" } },
  [HEARTH_PROTOCOL_SMTP] = { { NULL, "220", "220 " },
                             { "EHLO [127.0.0.1]\r\n", "250", "250 " },
                             { "STARTTLS\r\n", "220", "220 " } },
};

typedef struct {
  HearthMailServer server; /* (owned) */
  HearthProtocol protocol;
  HearthSocketTally *tally;
  GIOStream *stream; /* (owned) (nullable) until it is connected */
  Step step;
  char said[MAX_SAID + 1]; /* in answer to this step */
  gsize length;
  HearthServerCertificate *certificate; /* (owned) (nullable) */
} Asking;

static void read_more (GTask *task);
static void shake_hands (GTask *task, GIOStream *base);

static void
asking_free (gpointer data)
{
  Asking *asking = data;

  hearth_mail_server_clear (&asking->server);
  g_clear_object (&asking->stream);
  hearth_server_certificate_free (asking->certificate);
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
return_probe (GTask *task)
{
  Asking *asking = g_task_get_task_data (task);
  HearthProbe *probe = g_new0 (HearthProbe, 1);

  /* Before an upgrade many servers hide what they take after it. */
  probe->password = asking->step == STEP_UPGRADE ||
                    (asking->protocol == HEARTH_PROTOCOL_IMAP ? offers_imap_password (asking)
                                                              : offers_smtp_password (asking));
  probe->certificate = g_steal_pointer (&asking->certificate);
  g_task_return_pointer (task, probe, (GDestroyNotify) hearth_probe_free);
}

static void
asked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Asking *asking = g_task_get_task_data (task);
  GError *error = NULL;
  gsize written = 0;
  gboolean asked =
      g_output_stream_write_all_finish (G_OUTPUT_STREAM (object), result, &written, &error);

  hearth_sockets_tell (asking->tally, written, 0);
  if (asked)
    read_more (task);
  else
    g_task_return_error (task, error);
}

static void
ask (GTask *task, Step step)
{
  Asking *asking = g_task_get_task_data (task);
  const char *text = words[asking->protocol][step].words;

  asking->step = step;
  asking->length = 0;
  memset (asking->said, 0, sizeof asking->said);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (asking->stream), text,
                                   strlen (text), G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                                   asked_cb, g_object_ref (task));
}

/* The answer to what was asked is whole. */
static void
take_answer (GTask *task)
{
  Asking *asking = g_task_get_task_data (task);
  gboolean upgrade = asking->server.security == HEARTH_SECURITY_STARTTLS;

  if (asking->step == STEP_GREETING)
    ask (task, STEP_ASK);
  else if (asking->step == STEP_UPGRADE)
    shake_hands (task, asking->stream);
  else if (!upgrade)
    return_probe (task);
  else if (offers (asking, "STARTTLS"))
    ask (task, STEP_UPGRADE);
  else
    g_task_return_new_error (task, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_FAILED,
                             _("%s, port %u, offers no TLS."), asking->server.host,
                             asking->server.port);
}

/* Goes on with what has come so far. */
static void
look (GTask *task)
{
  Asking *asking = g_task_get_task_data (task);
  const Words *step = &words[asking->protocol][asking->step];
  gsize known = MIN (asking->length, strlen (step->begins));

  if (g_ascii_strncasecmp (asking->said, step->begins, known) != 0)
    return_not_mail (task);
  else if (find_line (asking, step->ends) != NULL)
    take_answer (task);
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
  hearth_sockets_tell (asking->tally, 0, (guint64) n);
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
  Asking *asking = user_data;

  hearth_server_certificate_free (asking->certificate);
  asking->certificate = hearth_server_certificate_new (certificate, errors, asking->server.host);
  return TRUE;
}

static void
shaken_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Asking *asking = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_tls_connection_handshake_finish (G_TLS_CONNECTION (object), result, &error))
    g_task_return_error (task, error);
  else if (asking->step == STEP_UPGRADE)
    return_probe (task);
  else
    read_more (task);
}

static void
shake_hands (GTask *task, GIOStream *base)
{
  Asking *asking = g_task_get_task_data (task);
  g_autoptr (GSocketConnectable) identity =
      g_network_address_new (asking->server.host, asking->server.port);
  GError *error = NULL;
  GIOStream *tls = g_tls_client_connection_new (base, identity, &error);

  if (tls == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_signal_connect (tls, "accept-certificate", G_CALLBACK (accept_cb), asking);
  g_set_object (&asking->stream, tls);
  g_object_unref (tls);
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
    shake_hands (task, G_IO_STREAM (connection));
  } else {
    asking->stream = G_IO_STREAM (g_steal_pointer (&connection));
    read_more (task);
  }
}

static char *
dup_reason (GTlsCertificateFlags errors, const char *host)
{
  if (errors & G_TLS_CERTIFICATE_REVOKED)
    return g_strdup_printf (_("The certificate of %s was revoked."), host);
  if (errors & G_TLS_CERTIFICATE_EXPIRED)
    return g_strdup_printf (_("The certificate of %s has expired."), host);
  if (errors & G_TLS_CERTIFICATE_NOT_ACTIVATED)
    return g_strdup_printf (
        _("The certificate of %s is not valid yet. Check this computer’s date."), host);
  if (errors & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return g_strdup_printf (_("The certificate that %s showed is for another name."), host);
  if (errors & G_TLS_CERTIFICATE_UNKNOWN_CA)
    return g_strdup_printf (
        _("The certificate of %s was signed by nobody whom this computer trusts."), host);
  return g_strdup_printf (_("The certificate of %s is not secure."), host);
}

/* What a certificate says is shown to a person, and anybody can write one. */
static char *
dup_name (GTlsCertificate *certificate, const char *property)
{
  g_autofree char *name = NULL;

  g_object_get (certificate, property, &name, NULL);
  return hearth_text_one_line (name != NULL ? name : "", 200);
}

/**
 * hearth_server_certificate_new:
 * @certificate: a certificate that failed
 * @errors: what is wrong with it
 * @host: who showed it
 *
 * Returns: (transfer full): what can be said of it
 */
HearthServerCertificate *
hearth_server_certificate_new (GTlsCertificate *certificate, GTlsCertificateFlags errors,
                               const char *host)
{
  HearthServerCertificate *self = g_new0 (HearthServerCertificate, 1);
  g_autoptr (GByteArray) der = NULL;
  g_autoptr (GDateTime) expires = g_tls_certificate_get_not_valid_after (certificate);

  g_object_get (certificate, "certificate", &der, NULL);
  self->pin = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
  self->subject = dup_name (certificate, "subject-name");
  self->issuer = dup_name (certificate, "issuer-name");
  self->expires = expires != NULL ? g_date_time_to_unix (expires) : 0;
  self->reason = dup_reason (errors, host);
  return self;
}

/**
 * hearth_server_certificate_free:
 * @self: (nullable) (transfer full): facts of a certificate
 */
void
hearth_server_certificate_free (HearthServerCertificate *self)
{
  if (self == NULL)
    return;
  g_free (self->pin);
  g_free (self->subject);
  g_free (self->issuer);
  g_free (self->reason);
  g_free (self);
}

/**
 * hearth_probe_free:
 * @self: (nullable) (transfer full): what a server said
 */
void
hearth_probe_free (HearthProbe *self)
{
  if (self == NULL)
    return;
  hearth_server_certificate_free (self->certificate);
  g_free (self);
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
  HearthSocketTally *tally = hearth_sockets_get_tally (server->host, HEARTH_TRAFFIC_TEST);
  g_autoptr (GSocketClient) client = hearth_sockets_client_new (tally);
  g_autoptr (GSocketConnectable) address =
      where != NULL ? g_object_ref (where) : g_network_address_new (server->host, server->port);
  Asking *asking = g_new0 (Asking, 1);

  hearth_mail_server_copy (server, &asking->server);
  asking->protocol = protocol;
  asking->tally = tally;
  g_task_set_source_tag (task, hearth_server_probe_async);
  g_task_set_task_data (task, asking, asking_free);
  g_socket_client_set_timeout (client, TIMEOUT_SECONDS);
  g_socket_client_connect_async (client, address, cancellable, connected_cb, g_object_ref (task));
}

/**
 * hearth_server_probe_finish:
 * @result: what the callback got
 * @error: a #HearthAccountsError, or why nobody answers
 *
 * Returns: (transfer full) (nullable): what the server offers; %NULL if none such is there
 */
HearthProbe *
hearth_server_probe_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
result_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/**
 * hearth_server_probe_sync:
 * @server: where a server may be
 * @protocol: what it would speak
 * @cancellable: (nullable): ends it
 * @error: as hearth_server_probe_finish()
 *
 * Does what hearth_server_probe_async() does and waits.
 *
 * Returns: (transfer full) (nullable): what the server offers
 */
HearthProbe *
hearth_server_probe_sync (const HearthMailServer *server, HearthProtocol protocol,
                          GCancellable *cancellable, GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GAsyncResult) result = NULL;
  HearthProbe *probe;

  g_main_context_push_thread_default (context);
  hearth_server_probe_async (server, protocol, NULL, cancellable, result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (context, TRUE);
  probe = hearth_server_probe_finish (result, error);
  g_main_context_pop_thread_default (context);
  return probe;
}
