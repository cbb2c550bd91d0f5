/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-message.h"
#include "hearth-imap-session-private.h"

#include <glib/gi18n.h>

/* The longest literal that LITERAL- sends without asking, RFC 7888. */
#define MAX_LITERAL_MINUS 4096

typedef struct {
  guint32 uid_validity;
  guint32 uid;
} Appended;

/* APPENDUID, RFC 4315, section 3. */
static void
appended_cb (HearthImapSession *self, HearthImapResponse *response, gpointer user_data)
{
  Appended *appended = user_data;
  Appended read = { 0 };

  if (!hearth_imap_response_is (response, "APPENDUID") ||
      !hearth_imap_parser_number32 (&response->rest, &read.uid_validity))
    return;
  hearth_imap_parser_space (&response->rest);
  if (hearth_imap_parser_number32 (&response->rest, &read.uid) && read.uid != 0)
    *appended = read;
}

/* Writes the message behind its announcement, once the server wants it. */
static gboolean
write_message (HearthImapSession *self, HearthImapCommand *command, GBytes *message, gboolean ask,
               GCancellable *cancellable, GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (message, &size);

  if (ask && !hearth_imap_session_wait_continue (self, command, cancellable, error))
    return FALSE;
  if (command->done)
    return TRUE;
  hearth_imap_stream_begin (self->stream, HEARTH_IMAP_PACE_TRANSFER);
  if (!hearth_imap_session_write (self, data, size, cancellable, error) ||
      !hearth_imap_session_write (self, "\r\n", 2, cancellable, error))
    return FALSE;
  hearth_imap_stream_begin (self->stream, HEARTH_IMAP_PACE_PATIENT);
  return TRUE;
}

/**
 * hearth_imap_session_append_sync:
 * @self: a session that is logged in
 * @wire: a mailbox
 * @message: a whole message, with CRLF line ends
 * @flags: flags that it gets
 * @internal_date: when it came or went, UTC, in seconds; 0 for now
 * @uid_validity: (out) (optional): the mailbox's generation; 0 if the server did not say it
 * @uid: (out) (optional): the message's UID there; 0 if the server did not say it
 * @cancellable: (nullable): a cancellable
 * @error: %HEARTH_IMAP_ERROR_LIMIT if the server takes none so large, and nothing was sent; another
 *   #HearthImapError, or `G_IO_ERROR_CANCELLED`
 *
 * After an error that closes the session it is not known whether the message is there.
 *
 * Returns: whether it is there
 */
gboolean
hearth_imap_session_append_sync (HearthImapSession *self, const char *wire, GBytes *message,
                                 HearthImapFlags flags, gint64 internal_date, guint32 *uid_validity,
                                 guint32 *uid, GCancellable *cancellable, GError **error)
{
  Appended appended = { 0 };
  g_auto (HearthImapLine) line = { 0 };
  g_auto (HearthImapCommand) command = { .tagged = appended_cb, .user_data = &appended };
  gsize size;
  gboolean at_once;

  g_return_val_if_fail (HEARTH_IS_IMAP_SESSION (self) && wire != NULL && message != NULL, FALSE);
  if (!hearth_imap_session_check (self, error))
    return FALSE;
  size = g_bytes_get_size (message);
  if (self->append_limit > 0 && size > self->append_limit) {
    g_propagate_error (error,
                       hearth_imap_error_new (HEARTH_IMAP_ERROR_LIMIT, HEARTH_IMAP_CODE_TOOBIG,
                                              NULL, _("%s does not take mail of that size."),
                                              self->server.host));
    return FALSE;
  }
  at_once =
      (self->features & HEARTH_IMAP_FEATURE_LITERAL_PLUS) != 0 ||
      ((self->features & HEARTH_IMAP_FEATURE_LITERAL_MINUS) != 0 && size <= MAX_LITERAL_MINUS);
  hearth_imap_line_init (&line, self, "APPEND ");
  hearth_imap_line_add_mailbox (&line, self, wire);
  hearth_imap_line_add (&line, " ");
  hearth_imap_flags_append (line.text, flags);
  if (internal_date != 0) {
    g_autofree char *date = hearth_imap_internal_date_make (internal_date);

    g_string_append_printf (line.text, " \"%s\"", date);
  }
  g_string_append_printf (line.text, " {%" G_GSIZE_FORMAT "%s}", size, at_once ? "+" : "");
  if (!hearth_imap_session_send (self, &line, HEARTH_IMAP_PACE_PATIENT, &command, cancellable,
                                 error))
    return FALSE;
  if (!write_message (self, &command, message, !at_once, cancellable, error)) {
    hearth_imap_session_forget (self, &command);
    return FALSE;
  }
  if (!hearth_imap_session_wait (self, &command, cancellable, error) ||
      !hearth_imap_session_judge (self, &command, error))
    return FALSE;
  if (uid_validity != NULL)
    *uid_validity = appended.uid_validity;
  if (uid != NULL)
    *uid = appended.uid;
  return TRUE;
}
