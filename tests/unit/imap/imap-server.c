/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "imap-server.h"

#include <glib/gstdio.h>
#include <string.h>

static void
set_io (ImapServer *self, GIOStream *io)
{
  g_set_object (&self->io, io);
  g_clear_object (&self->in);
  self->in = g_data_input_stream_new (g_io_stream_get_input_stream (io));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (self->in), FALSE);
  g_data_input_stream_set_newline_type (self->in, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
}

static gpointer
serve (gpointer data)
{
  ImapServer *self = data;
  g_autoptr (GSocketConnection) connection =
      g_socket_listener_accept (self->listener, NULL, NULL, NULL);

  if (connection == NULL)
    return NULL;
  g_socket_set_option (g_socket_connection_get_socket (connection), 6 /* TCP */, 1 /* NODELAY */, 1,
                       NULL);
  self->base = g_object_ref (G_IO_STREAM (connection));
  set_io (self, self->base);
  if (self->certificate == NULL || self->later || imap_server_start_tls (self))
    self->script (self, self->data);
  g_socket_close (g_socket_connection_get_socket (connection), NULL);
  return NULL;
}

static ImapServer *
server_new (ImapScript script, gpointer data, GInetAddress *where)
{
  ImapServer *self = g_new0 (ImapServer, 1);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (where, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  self->limit = -1;
  self->script = script;
  self->data = data;
  self->heard = g_string_new (NULL);
  self->tag = g_strdup ("");
  self->listener = g_socket_listener_new ();
  g_socket_listener_add_address (self->listener, address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  return self;
}

ImapServer *
imap_server_new (ImapScript script, gpointer data)
{
  g_autoptr (GInetAddress) where = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);

  return server_new (script, data, where);
}

/* At every address of this computer. */
ImapServer *
imap_server_new_anywhere (ImapScript script, gpointer data)
{
  g_autoptr (GInetAddress) where = g_inet_address_new_any (G_SOCKET_FAMILY_IPV4);

  return server_new (script, data, where);
}

void
imap_server_start (ImapServer *self)
{
  self->thread = g_thread_new ("imap-server", serve, self);
}

void
imap_server_free (ImapServer *self)
{
  if (self->thread != NULL)
    g_thread_join (self->thread);
  g_socket_listener_close (self->listener);
  g_clear_object (&self->listener);
  g_clear_object (&self->in);
  g_clear_object (&self->io);
  g_clear_object (&self->base);
  g_clear_object (&self->certificate);
  g_string_free (self->heard, TRUE);
  g_free (self->tag);
  g_free (self);
}

void
imap_server_address (ImapServer *self, HearthSecurity security, HearthMailServer *address)
{
  address->host = (char *) "127.0.0.1";
  address->port = self->port;
  address->security = security;
  address->user = (char *) "alex";
  address->pin = NULL;
}

void
imap_server_use_tls (ImapServer *self, GTlsCertificate *certificate)
{
  g_set_object (&self->certificate, certificate);
}

void
imap_server_say_bytes (ImapServer *self, const char *data, gsize size)
{
  GOutputStream *out = g_io_stream_get_output_stream (self->io);

  while (size > 0 && !self->over) {
    gsize part = self->chunk > 0 ? MIN (size, self->chunk) : size;

    if (self->limit >= 0)
      part = (gsize) MIN ((gint64) part, self->limit - self->said);
    if (part == 0 || !g_output_stream_write_all (out, data, part, NULL, NULL, NULL)) {
      self->over = TRUE;
      g_socket_shutdown (g_socket_connection_get_socket (G_SOCKET_CONNECTION (self->base)), FALSE,
                         TRUE, NULL);
      return;
    }
    self->said += (gint64) part;
    data += part;
    size -= part;
    if (self->pause > 0)
      g_usleep (self->pause);
  }
}

void
imap_server_say (ImapServer *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  imap_server_say_bytes (self, text, strlen (text));
}

/* Returns the next line without its tag, or NULL at the end. */
char *
imap_server_hear (ImapServer *self)
{
  g_autofree char *line = NULL;
  char *space;

  if (self->over)
    return NULL;
  line = g_data_input_stream_read_line (self->in, NULL, NULL, NULL);
  if (line == NULL) {
    self->over = TRUE;
    return NULL;
  }
  if (self->io == self->base)
    g_string_append_printf (self->heard, "%s\n", line);
  space = strchr (line, ' ');
  if (space == NULL)
    return g_steal_pointer (&line);
  g_free (self->tag);
  self->tag = g_strndup (line, space - line);
  return g_strdup (space + 1);
}

/* Returns bytes that are part of no line. */
char *
imap_server_hear_raw (ImapServer *self, gsize size)
{
  char *data = g_malloc0 (size + 1);
  gsize got = 0;

  g_input_stream_read_all (G_INPUT_STREAM (self->in), data, size, &got, NULL, NULL);
  return data;
}

void
imap_server_expect (ImapServer *self, const char *prefix)
{
  g_autofree char *line = imap_server_hear (self);

  if (self->over)
    return;
  if (!g_str_has_prefix (line, prefix))
    g_error ("heard “%s” instead of “%s”", line, prefix);
}

void
imap_server_answer (ImapServer *self, const char *text)
{
  if (!self->over)
    imap_server_say (self, "%s %s\r\n", self->tag, text);
}

/* Hears a command, says what is untagged, and answers. */
void
imap_server_take (ImapServer *self, const char *prefix, const char *untagged, const char *text)
{
  imap_server_expect (self, prefix);
  imap_server_say_bytes (self, untagged, strlen (untagged));
  imap_server_answer (self, text);
}

gboolean
imap_server_start_tls (ImapServer *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GIOStream) tls = g_tls_server_connection_new (self->base, self->certificate, &error);

  g_assert_no_error (error);
  if (!g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, &error)) {
    g_test_message ("handshake: %s", error->message);
    self->over = TRUE;
    return FALSE;
  }
  set_io (self, tls);
  return TRUE;
}

/* Stays until the client goes. */
void
imap_server_wait_end (ImapServer *self)
{
  while (!self->over)
    g_free (imap_server_hear (self));
}

GTlsCertificate *
imap_server_certificate (char **sha256)
{
  static GTlsCertificate *certificate;
  static char *pin;

  if (certificate == NULL) {
    g_autofree char *folder = g_dir_make_tmp ("hearth-imap-XXXXXX", NULL);
    g_autofree char *key = g_build_filename (folder, "key.pem", NULL);
    g_autofree char *cert = g_build_filename (folder, "cert.pem", NULL);
    const char *argv[] = { "openssl", "req",   "-x509", "-newkey", "rsa:2048",
                           "-nodes",  "-days", "2",     "-subj",   "/CN=mail.example.org",
                           "-keyout", key,     "-out",  cert,      NULL };
    g_autoptr (GByteArray) der = NULL;
    g_autoptr (GError) error = NULL;
    int status = -1;

    g_spawn_sync (NULL, (char **) argv, NULL,
                  G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL | G_SPAWN_STDOUT_TO_DEV_NULL,
                  NULL, NULL, NULL, NULL, &status, &error);
    g_assert_no_error (error);
    g_assert_cmpint (status, ==, 0);
    certificate = g_tls_certificate_new_from_files (cert, key, &error);
    g_assert_no_error (error);
    g_object_get (certificate, "certificate", &der, NULL);
    pin = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
    g_unlink (key);
    g_unlink (cert);
    g_rmdir (folder);
  }
  if (sha256 != NULL)
    *sha256 = pin;
  return certificate;
}

void
imap_test_short_limits (void)
{
  hearth_imap_limits = (HearthImapLimits){
    .connect = 1000,
    .silence = 400,
    .patience = 600,
    .total = 20000,
    .window = 500,
    .window_bytes = 2048,
    .probe = 300,
  };
}

HearthImapSession *
imap_test_open (ImapServer *server, GError **error)
{
  HearthMailServer address;

  imap_server_address (server, HEARTH_SECURITY_NONE, &address);
  imap_server_start (server);
  return hearth_imap_session_open_sync (&address, NULL, error);
}

/* For servers whose script logs in without a word, by PREAUTH. */
HearthImapSession *
imap_test_login (ImapServer *server)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthCredentials) credentials =
      hearth_credentials_new (HEARTH_MECHANISM_PASSWORD, "alex", "s3cret-word");
  HearthImapSession *session = imap_test_open (server, &error);

  g_assert_no_error (error);
  hearth_imap_session_login_sync (session, credentials, NULL, &error);
  g_assert_no_error (error);
  return session;
}
