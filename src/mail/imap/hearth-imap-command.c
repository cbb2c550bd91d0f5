/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-session-private.h"

#include "hearth-imap-utf7.h"

#include <glib/gi18n.h>
#include <string.h>

/* Answers to one command; nobody has so many messages. */
#define MAX_RESPONSES 5000000
/* What servers take in one line, RFC 7162 and RFC 9051 say 8192 bytes. */
#define MAX_SET 7500
/* The longest literal that LITERAL- sends without asking, RFC 7888. */
#define MAX_LITERAL_MINUS 4096
#define MAX_CONTINUATION 4096

/**
 * hearth_imap_line_init:
 * @self: (out caller-allocates): a command
 * @session: the session that it is for
 * @text: how it begins, behind the tag
 */
void
hearth_imap_line_init (HearthImapLine *self, HearthImapSession *session, const char *text)
{
  self->text = g_string_sized_new (1024);
  self->stops = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->number = ++session->last_number;
  g_string_append_printf (self->text, "%s%u %s", session->prefix, self->number, text);
}

/**
 * hearth_imap_line_clear:
 * @self: a command
 *
 * Wipes it: it may hold a password.
 */
void
hearth_imap_line_clear (HearthImapLine *self)
{
  if (self->text == NULL)
    return;
  explicit_bzero (self->text->str, self->text->allocated_len);
  g_string_free (g_steal_pointer (&self->text), TRUE);
  g_clear_pointer (&self->stops, g_array_unref);
}

/**
 * hearth_imap_line_reserve:
 * @self: a command
 * @size: how many bytes will be appended at most
 *
 * A secret that is appended after this leaves no copy where the text grew.
 */
void
hearth_imap_line_reserve (HearthImapLine *self, gsize size)
{
  gsize length = self->text->len;

  g_string_set_size (self->text, length + size);
  g_string_truncate (self->text, length);
}

/**
 * hearth_imap_line_add:
 * @self: a command
 * @text: what is appended as it stands
 */
void
hearth_imap_line_add (HearthImapLine *self, const char *text)
{
  g_string_append (self->text, text);
}

static gboolean
can_be_quoted (HearthImapSession *session, const char *text)
{
  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '\r' || *p == '\n' || ((guchar) *p >= 0x80 && !session->utf8))
      return FALSE;
  }
  return strlen (text) < 1000;
}

/**
 * hearth_imap_line_add_string:
 * @self: a command
 * @session: the session that it is for
 * @text: what is appended as a quoted string, or as a literal where that cannot be
 */
void
hearth_imap_line_add_string (HearthImapLine *self, HearthImapSession *session, const char *text)
{
  gsize size = strlen (text);
  gboolean at_once =
      (session->features & HEARTH_IMAP_FEATURE_LITERAL_PLUS) != 0 ||
      ((session->features & HEARTH_IMAP_FEATURE_LITERAL_MINUS) != 0 && size <= MAX_LITERAL_MINUS);

  if (can_be_quoted (session, text)) {
    g_string_append_c (self->text, '"');
    for (const char *p = text; *p != '\0'; p++) {
      if (*p == '"' || *p == '\\')
        g_string_append_c (self->text, '\\');
      g_string_append_c (self->text, *p);
    }
    g_string_append_c (self->text, '"');
    return;
  }
  g_string_append_printf (self->text, "{%" G_GSIZE_FORMAT "%s}\r\n", size, at_once ? "+" : "");
  if (!at_once)
    g_array_append_val (self->stops, self->text->len);
  g_string_append (self->text, text);
}

/**
 * hearth_imap_line_add_mailbox:
 * @self: a command
 * @session: the session that it is for
 * @wire: a mailbox in modified UTF-7, appended as the connection wants it
 */
void
hearth_imap_line_add_mailbox (HearthImapLine *self, HearthImapSession *session, const char *wire)
{
  g_autofree char *text = session->utf8 ? hearth_imap_utf7_decode (wire) : g_strdup (wire);

  hearth_imap_line_add_string (self, session, text);
}

/**
 * hearth_imap_command_clear:
 * @self: a command
 */
void
hearth_imap_command_clear (HearthImapCommand *self)
{
  g_clear_pointer (&self->text, g_free);
}

/**
 * hearth_imap_session_fail:
 * @self: a session
 * @error: (transfer full): why it cannot go on
 *
 * Closes the session.
 *
 * Returns: (transfer full): @error
 */
GError *
hearth_imap_session_fail (HearthImapSession *self, GError *error)
{
  self->open = FALSE;
  if (self->stream != NULL)
    hearth_imap_stream_close (self->stream);
  g_clear_pointer (&self->selected, g_free);
  return error;
}

/**
 * hearth_imap_session_check:
 * @self: a session
 * @error: %HEARTH_IMAP_ERROR_CONNECT
 *
 * Returns: whether a command can be given
 */
gboolean
hearth_imap_session_check (HearthImapSession *self, GError **error)
{
  g_return_val_if_fail (!self->busy, FALSE);
  if (self->open)
    return TRUE;
  g_propagate_error (error, hearth_imap_error_new_cut_off (self->server.host));
  return FALSE;
}

static HearthImapCommand *
find_command (HearthImapSession *self, const HearthImapResponse *response)
{
  gsize length = strlen (self->prefix);

  if (response->tag_size <= length || response->tag_size > length + 10 ||
      strncmp (response->tag, self->prefix, length) != 0)
    return NULL;
  for (guint i = 0; i < self->commands->len; i++) {
    HearthImapCommand *command = g_ptr_array_index (self->commands, i);
    char number[12];

    g_snprintf (number, sizeof number, "%u", command->number);
    if (hearth_imap_word_is (response->tag + length, response->tag_size - length, number))
      return command;
  }
  return NULL;
}

static void
take_tagged (HearthImapSession *self, HearthImapResponse *response)
{
  HearthImapCommand *command = find_command (self, response);

  if (command == NULL)
    return;
  command->done = TRUE;
  command->status = response->status;
  command->code = response->code;
  if (response->status != HEARTH_IMAP_STATUS_OK)
    command->text = hearth_imap_clean_text (response->text, response->text_size);
  if (hearth_imap_response_is (response, "CAPABILITY"))
    hearth_imap_session_read_features (self, &response->rest);
  else if (command->tagged != NULL)
    command->tagged (self, response, command->user_data);
  g_ptr_array_remove_fast (self->commands, command);
  if (command == self->enable) {
    hearth_imap_command_clear (command);
    g_clear_pointer (&self->enable, g_free);
  }
}

static GError *
bye_error (HearthImapSession *self, const HearthImapResponse *response)
{
  g_autofree char *text = hearth_imap_clean_text (response->text, response->text_size);

  /* A server may echo anything before the login is done. */
  if (*text == '\0' || !self->logged_in)
    return hearth_imap_error_new (HEARTH_IMAP_ERROR_BYE, response->code, NULL,
                                  _("%s ended the connection. Hearth will try again."),
                                  self->server.host);
  return hearth_imap_error_new (HEARTH_IMAP_ERROR_BYE, response->code, text,
                                _("%s ended the connection: “%s”. Hearth will try again."),
                                self->server.host, text);
}

static gboolean
take_response (HearthImapSession *self, HearthImapResponse *response, GError **error)
{
  switch (response->kind) {
  case HEARTH_IMAP_RESPONSE_CONTINUE:
    self->continued = TRUE;
    g_free (self->continuation);
    self->continuation = g_strndup (response->text, MIN (response->text_size, MAX_CONTINUATION));
    return TRUE;
  case HEARTH_IMAP_RESPONSE_TAGGED:
    take_tagged (self, response);
    return TRUE;
  case HEARTH_IMAP_RESPONSE_STATUS:
    if (response->status == HEARTH_IMAP_STATUS_BYE && !self->leaving) {
      g_propagate_error (error, hearth_imap_session_fail (self, bye_error (self, response)));
      return FALSE;
    }
    break;
  case HEARTH_IMAP_RESPONSE_NUMBER:
  case HEARTH_IMAP_RESPONSE_DATA:
    break;
  case HEARTH_IMAP_RESPONSE_JUNK:
  default:
    return TRUE;
  }
  if (self->untagged == NULL || !self->untagged (self, response, self->untagged_data))
    hearth_imap_session_hear (self, response);
  return TRUE;
}

/**
 * hearth_imap_session_step:
 * @self: a session
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthImapError, or `G_IO_ERROR_CANCELLED`
 *
 * Reads one response and acts on it.
 *
 * Returns: whether it was read; if not, the session is closed
 */
gboolean
hearth_imap_session_step (HearthImapSession *self, GCancellable *cancellable, GError **error)
{
  HearthImapFrame frame;
  HearthImapFrameStatus status;
  HearthImapResponse response;

  while ((status = hearth_imap_framer_next (self->framer, &frame)) == HEARTH_IMAP_FRAME_MORE) {
    GError *cause = NULL;

    if (!hearth_imap_stream_read (self->stream, self->framer, cancellable, &cause)) {
      g_propagate_error (error, hearth_imap_session_fail (self, cause));
      return FALSE;
    }
  }
  if (status == HEARTH_IMAP_FRAME_TOO_LARGE) {
    g_propagate_error (error, hearth_imap_session_fail (self, hearth_imap_error_new_limit (
                                                                  self->server.host)));
    return FALSE;
  }
  hearth_imap_arena_reset (&self->arena);
  hearth_imap_response_parse (&response, &frame);
  return take_response (self, &response, error);
}

/**
 * hearth_imap_session_write:
 * @self: a session
 * @data: (array length=size): what to write as it stands
 * @size: in bytes
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthImapError, or `G_IO_ERROR_CANCELLED`
 *
 * Returns: whether it was written; if not, the session is closed
 */
gboolean
hearth_imap_session_write (HearthImapSession *self, gconstpointer data, gsize size,
                           GCancellable *cancellable, GError **error)
{
  GError *cause = NULL;

  if (hearth_imap_stream_write (self->stream, self->framer, data, size, cancellable, &cause))
    return TRUE;
  g_propagate_error (error, hearth_imap_session_fail (self, cause));
  return FALSE;
}

/**
 * hearth_imap_session_wait_continue:
 * @self: a session
 * @command: what was sent
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthImapError, or `G_IO_ERROR_CANCELLED`
 *
 * Waits for "+", or for the end of @command instead.
 *
 * Returns: whether one of them came; if not, the session is closed
 */
gboolean
hearth_imap_session_wait_continue (HearthImapSession *self, HearthImapCommand *command,
                                   GCancellable *cancellable, GError **error)
{
  for (guint i = 0; !self->continued && !command->done; i++) {
    if (i >= MAX_RESPONSES) {
      g_propagate_error (error, hearth_imap_session_fail (self, hearth_imap_error_new_limit (
                                                                    self->server.host)));
      return FALSE;
    }
    if (!hearth_imap_session_step (self, cancellable, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_imap_session_forget:
 * @self: a session
 * @command: a command that goes out of scope
 */
void
hearth_imap_session_forget (HearthImapSession *self, HearthImapCommand *command)
{
  g_ptr_array_remove_fast (self->commands, command);
}

/**
 * hearth_imap_session_send:
 * @self: a session
 * @line: a command without its line end
 * @pace: what is to be expected of the answer
 * @command: (out caller-allocates): the command, to be waited for or forgotten
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthImapError, or `G_IO_ERROR_CANCELLED`
 *
 * Returns: whether it was sent, or was refused in its middle; if not, the session is closed
 */
gboolean
hearth_imap_session_send (HearthImapSession *self, HearthImapLine *line, HearthImapPace pace,
                          HearthImapCommand *command, GCancellable *cancellable, GError **error)
{
  gsize from = 0;

  command->number = line->number;
  command->done = FALSE;
  g_ptr_array_add (self->commands, command);
  hearth_imap_line_add (line, "\r\n");
  hearth_imap_stream_begin (self->stream, pace);
  for (guint i = 0; i <= line->stops->len; i++) {
    gsize to = i < line->stops->len ? g_array_index (line->stops, gsize, i) : line->text->len;

    self->continued = FALSE;
    if (!hearth_imap_session_write (self, line->text->str + from, to - from, cancellable, error) ||
        (i < line->stops->len &&
         !hearth_imap_session_wait_continue (self, command, cancellable, error))) {
      hearth_imap_session_forget (self, command);
      return FALSE;
    }
    if (command->done)
      return TRUE;
    from = to;
  }
  return TRUE;
}

/**
 * hearth_imap_session_wait:
 * @self: a session
 * @command: a command that was sent
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthImapError, or `G_IO_ERROR_CANCELLED`
 *
 * Returns: whether its end came, whatever it says; if not, the session is closed
 */
gboolean
hearth_imap_session_wait (HearthImapSession *self, HearthImapCommand *command,
                          GCancellable *cancellable, GError **error)
{
  for (guint i = 0; !command->done; i++) {
    gboolean too_many = i >= MAX_RESPONSES;

    if (too_many)
      g_propagate_error (error, hearth_imap_session_fail (self, hearth_imap_error_new_limit (
                                                                    self->server.host)));
    if (too_many || !hearth_imap_session_step (self, cancellable, error)) {
      hearth_imap_session_forget (self, command);
      return FALSE;
    }
  }
  return TRUE;
}

/**
 * hearth_imap_session_judge:
 * @self: a session
 * @command: a command that has come to its end
 * @error: %HEARTH_IMAP_ERROR_NO, or %HEARTH_IMAP_ERROR_PROTOCOL for BAD
 *
 * Returns: whether it was done
 */
gboolean
hearth_imap_session_judge (HearthImapSession *self, const HearthImapCommand *command,
                           GError **error)
{
  if (command->status == HEARTH_IMAP_STATUS_OK)
    return TRUE;
  if (command->status == HEARTH_IMAP_STATUS_NO)
    g_propagate_error (error, hearth_imap_error_new_refused (self->server.host, command->code,
                                                             command->text));
  else
    g_propagate_error (error, hearth_imap_error_new_protocol (self->server.host, command->text));
  return FALSE;
}

/**
 * hearth_imap_session_run:
 * @self: a session
 * @line: a command without its line end
 * @pace: what is to be expected of the answer
 * @command: a command, cleared or with its callback set
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthImapError, or `G_IO_ERROR_CANCELLED`
 *
 * Sends a command and waits for its end.
 *
 * Returns: whether it was done
 */
gboolean
hearth_imap_session_run (HearthImapSession *self, HearthImapLine *line, HearthImapPace pace,
                         HearthImapCommand *command, GCancellable *cancellable, GError **error)
{
  return hearth_imap_session_send (self, line, pace, command, cancellable, error) &&
         hearth_imap_session_wait (self, command, cancellable, error) &&
         hearth_imap_session_judge (self, command, error);
}

/**
 * hearth_imap_session_run_text:
 * @self: a session
 * @text: a whole command
 * @pace: what is to be expected of the answer
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthImapError, or `G_IO_ERROR_CANCELLED`
 *
 * Returns: whether it was done
 */
gboolean
hearth_imap_session_run_text (HearthImapSession *self, const char *text, HearthImapPace pace,
                              GCancellable *cancellable, GError **error)
{
  g_auto (HearthImapLine) line = { 0 };
  g_auto (HearthImapCommand) command = { 0 };

  hearth_imap_line_init (&line, self, text);
  return hearth_imap_session_run (self, &line, pace, &command, cancellable, error);
}

/**
 * hearth_imap_session_take_uids:
 * @left: a set that is not empty
 * @n_uids: how many UIDs to take at most
 * @taken: (out) (transfer full): what was taken out of @left, from its end
 *
 * Returns: (transfer full): @taken as text, short enough for one line
 */
char *
hearth_imap_session_take_uids (HearthImapUidSet *left, guint n_uids, HearthImapUidSet **taken)
{
  /* "5:*" cannot be counted. */
  gboolean open_ended = hearth_imap_uid_set_get_last (left) == G_MAXUINT32;

  for (;;) {
    HearthImapUidSet *part =
        hearth_imap_uid_set_take_last (left, open_ended ? G_MAXUINT32 : n_uids);
    char *text = hearth_imap_uid_set_to_string (part);

    if (strlen (text) <= MAX_SET || n_uids <= 1 || open_ended) {
      *taken = part;
      return text;
    }
    g_free (text);
    hearth_imap_uid_set_add_set (left, part);
    hearth_imap_uid_set_free (part);
    n_uids = (guint) MIN ((guint64) n_uids, hearth_imap_uid_set_count (left)) / 2;
  }
}
