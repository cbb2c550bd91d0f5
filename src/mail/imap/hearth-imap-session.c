/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-session-private.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* Empty lines before the greeting; a server that is none talks on. */
#define MAX_GREETING 20
#define LOGOUT_MILLISECONDS 5000

HearthImapLimits hearth_imap_limits = {
  .connect = 30 * 1000,
  .silence = 55 * 1000,
  .patience = 180 * 1000,
  .total = 600 * 1000,
  .window = 60 * 1000,
  .window_bytes = 2048,
  .probe = 15 * 1000,
};

gboolean hearth_imap_compress_always;

G_DEFINE_FINAL_TYPE (HearthImapSession, hearth_imap_session, G_TYPE_OBJECT)

static void
hearth_imap_session_finalize (GObject *object)
{
  HearthImapSession *self = HEARTH_IMAP_SESSION (object);

  g_clear_pointer (&self->stream, hearth_imap_stream_free);
  g_clear_pointer (&self->framer, hearth_imap_framer_free);
  hearth_imap_arena_clear (&self->arena);
  g_clear_pointer (&self->commands, g_ptr_array_unref);
  if (self->enable != NULL)
    hearth_imap_command_clear (self->enable);
  g_clear_pointer (&self->enable, g_free);
  if (self->wake_fd >= 0)
    close (self->wake_fd);
  g_clear_pointer (&self->continuation, g_free);
  g_clear_pointer (&self->personal_prefix, g_free);
  g_clear_pointer (&self->foreign, g_ptr_array_unref);
  g_clear_pointer (&self->selected, g_free);
  hearth_mail_server_clear (&self->server);
  G_OBJECT_CLASS (hearth_imap_session_parent_class)->finalize (object);
}

static void
hearth_imap_session_class_init (HearthImapSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_imap_session_finalize;
}

static void
hearth_imap_session_init (HearthImapSession *self)
{
  self->framer = hearth_imap_framer_new ();
  hearth_imap_arena_init (&self->arena);
  self->commands = g_ptr_array_new ();
  self->foreign = g_ptr_array_new_with_free_func (g_free);
  self->wake_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  g_snprintf (self->prefix, sizeof self->prefix, "h%08xx", g_random_int ());
}

/* Reads up to the greeting, RFC 9051, section 7.1. Afterwards the server is known to speak IMAP. */
static gboolean
read_greeting (HearthImapSession *self, GCancellable *cancellable, GError **error)
{
  HearthImapFrame frame = { 0 };
  HearthImapResponse response = { 0 };
  GError *cause = NULL;

  hearth_imap_stream_begin (self->stream, HEARTH_IMAP_PACE_QUICK);
  /* The first line tells: one that waits for more from an SMTP server waits in vain. */
  for (guint i = 0; i < MAX_GREETING && frame.size == 0; i++) {
    HearthImapFrameStatus status;

    while ((status = hearth_imap_framer_next (self->framer, &frame)) == HEARTH_IMAP_FRAME_MORE) {
      if (!hearth_imap_stream_read (self->stream, self->framer, cancellable, &cause)) {
        g_propagate_error (error, hearth_imap_session_fail (self, cause));
        return FALSE;
      }
    }
    if (status == HEARTH_IMAP_FRAME_TOO_LARGE)
      break;
    hearth_imap_response_parse (&response, &frame);
  }
  if (response.kind == HEARTH_IMAP_RESPONSE_STATUS &&
      (response.status == HEARTH_IMAP_STATUS_OK || response.status == HEARTH_IMAP_STATUS_PREAUTH)) {
    self->logged_in = response.status == HEARTH_IMAP_STATUS_PREAUTH;
    if (hearth_imap_response_is (&response, "CAPABILITY"))
      hearth_imap_session_read_features (self, &response.rest);
    return TRUE;
  }
  if (response.kind == HEARTH_IMAP_RESPONSE_STATUS && response.status == HEARTH_IMAP_STATUS_BYE)
    cause = hearth_imap_error_new (HEARTH_IMAP_ERROR_BYE, response.code, NULL,
                                   _("%s does not take connections now. Hearth will try again."),
                                   self->server.host);
  else
    cause = hearth_imap_error_new_protocol (self->server.host, NULL);
  g_propagate_error (error, hearth_imap_session_fail (self, cause));
  return FALSE;
}

/* RFC 9051, section 6.2.1. All that came before counts for nothing after, be it a capability or
 * what somebody between has put behind the server's OK. */
static gboolean
start_tls (HearthImapSession *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) refused = NULL;
  GError *cause = NULL;

  if (self->logged_in) {
    cause = hearth_imap_error_new (HEARTH_IMAP_ERROR_TLS, HEARTH_IMAP_CODE_NONE, NULL,
                                   _("%s greets without a login before the connection is "
                                      "encrypted, as an attacker would. Choose TLS."),
                                   self->server.host);
  } else if (!hearth_imap_session_run_text (self, "STARTTLS", HEARTH_IMAP_PACE_QUICK, cancellable,
                                            &refused)) {
    cause = g_error_matches (refused, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_NO) ||
                    g_error_matches (refused, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_PROTOCOL)
                ? hearth_imap_error_new (HEARTH_IMAP_ERROR_TLS, HEARTH_IMAP_CODE_NONE, NULL,
                                         _("%s does not offer an encrypted connection on this "
                                            "port, so nothing was sent. Choose TLS."),
                                         self->server.host)
                : g_steal_pointer (&refused);
  } else {
    hearth_imap_framer_drop (self->framer);
    self->features = 0;
    self->features_known = FALSE;
    self->continued = FALSE;
    self->utf8 = FALSE;
    self->qresync = FALSE;
    if (hearth_imap_stream_start_tls_sync (self->stream, cancellable, &cause))
      return TRUE;
  }
  g_propagate_error (error, hearth_imap_session_fail (self, cause));
  return FALSE;
}

/**
 * hearth_imap_session_open_sync:
 * @server: where to; the user in it is not looked at
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthImapError, or `G_IO_ERROR_CANCELLED`
 *
 * Connects, encrypts as @server says, and learns what the server can do. Nothing secret has been
 * sent when this returns. A certificate that fails the checks is refused unless it is the one that
 * @server pins; hearth_imap_error_get_certificate() tells its facts.
 *
 * Returns: (transfer full) (nullable): a session to log in on
 */
HearthImapSession *
hearth_imap_session_open_sync (const HearthMailServer *server, GCancellable *cancellable,
                               GError **error)
{
  g_autoptr (HearthImapSession) self = NULL;

  g_return_val_if_fail (server != NULL && server->host != NULL, NULL);
  self = g_object_new (HEARTH_TYPE_IMAP_SESSION, NULL);
  hearth_mail_server_copy (server, &self->server);
  self->stream = hearth_imap_stream_connect_sync (server, &hearth_imap_limits, cancellable, error);
  if (self->stream == NULL)
    return NULL;
  self->open = TRUE;
  if (!read_greeting (self, cancellable, error))
    return NULL;
  if (server->security == HEARTH_SECURITY_STARTTLS && !start_tls (self, cancellable, error))
    return NULL;
  if (!self->features_known && !hearth_imap_session_ask_features (self, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * hearth_imap_session_logout_sync:
 * @self: a session
 * @cancellable: (nullable): a cancellable
 *
 * Says farewell, for five seconds at most, and closes the session.
 */
void
hearth_imap_session_logout_sync (HearthImapSession *self, GCancellable *cancellable)
{
  g_auto (HearthImapLine) line = { 0 };
  g_auto (HearthImapCommand) command = { 0 };
  g_autoptr (GError) error = NULL;

  g_return_if_fail (HEARTH_IS_IMAP_SESSION (self) && !self->busy);
  if (!self->open)
    return;
  self->leaving = TRUE;
  hearth_imap_line_init (&line, self, "LOGOUT");
  if (hearth_imap_session_send (self, &line, HEARTH_IMAP_PACE_QUICK, &command, cancellable,
                                &error)) {
    hearth_imap_stream_begin_within (self->stream, LOGOUT_MILLISECONDS);
    if (!hearth_imap_session_wait (self, &command, cancellable, &error))
      g_debug ("IMAP: %s", error->message);
  }
  hearth_imap_session_close (self);
}

/**
 * hearth_imap_session_close:
 * @self: a session
 *
 * Closes the connection at once.
 */
void
hearth_imap_session_close (HearthImapSession *self)
{
  g_return_if_fail (HEARTH_IS_IMAP_SESSION (self));
  self->open = FALSE;
  if (self->stream != NULL)
    hearth_imap_stream_close (self->stream);
  g_clear_pointer (&self->selected, g_free);
}

/**
 * hearth_imap_session_is_open:
 * @self: a session
 *
 * Returns: whether commands can be given; a dead connection may not be noticed yet
 */
gboolean
hearth_imap_session_is_open (HearthImapSession *self)
{
  g_return_val_if_fail (HEARTH_IS_IMAP_SESSION (self), FALSE);
  return self->open;
}

/**
 * hearth_imap_session_get_features:
 * @self: a session
 *
 * Returns: what the server can do; after the login more than before
 */
HearthImapFeature
hearth_imap_session_get_features (HearthImapSession *self)
{
  g_return_val_if_fail (HEARTH_IS_IMAP_SESSION (self), 0);
  return self->features;
}

/**
 * hearth_imap_session_get_selected:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the wire name of the mailbox that is selected
 */
const char *
hearth_imap_session_get_selected (HearthImapSession *self)
{
  g_return_val_if_fail (HEARTH_IS_IMAP_SESSION (self), NULL);
  return self->selected;
}

/**
 * hearth_imap_session_set_listener:
 * @self: a session
 * @listener: (nullable): who hears of changes from now on; it is copied
 */
void
hearth_imap_session_set_listener (HearthImapSession *self, const HearthImapListener *listener)
{
  g_return_if_fail (HEARTH_IS_IMAP_SESSION (self));
  self->listener = listener != NULL ? *listener : (HearthImapListener){ 0 };
}

/**
 * hearth_imap_session_get_received:
 * @self: a session
 *
 * Returns: bytes that came over the connection, without those of TLS
 */
guint64
hearth_imap_session_get_received (HearthImapSession *self)
{
  g_return_val_if_fail (HEARTH_IS_IMAP_SESSION (self), 0);
  return hearth_imap_stream_get_received (self->stream);
}

/**
 * hearth_imap_session_get_sent:
 * @self: a session
 *
 * Returns: bytes that went over the connection, without those of TLS
 */
guint64
hearth_imap_session_get_sent (HearthImapSession *self)
{
  g_return_val_if_fail (HEARTH_IS_IMAP_SESSION (self), 0);
  return hearth_imap_stream_get_sent (self->stream);
}
