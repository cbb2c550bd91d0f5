/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-session-private.h"

#include <unistd.h>

/**
 * hearth_imap_session_noop_sync:
 * @self: a session that is logged in
 * @timeout: seconds that the answer may take, or 0 for the usual bound
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthImapError, or `G_IO_ERROR_CANCELLED`
 *
 * Lets the server say what is new, and finds out whether the connection lives.
 *
 * Returns: whether it does
 */
gboolean
hearth_imap_session_noop_sync (HearthImapSession *self, guint timeout, GCancellable *cancellable,
                               GError **error)
{
  g_auto (HearthImapLine) line = { 0 };
  g_auto (HearthImapCommand) command = { 0 };

  g_return_val_if_fail (HEARTH_IS_IMAP_SESSION (self), FALSE);
  if (!hearth_imap_session_check (self, error))
    return FALSE;
  hearth_imap_line_init (&line, self, "NOOP");
  if (!hearth_imap_session_send (self, &line, HEARTH_IMAP_PACE_QUICK, &command, cancellable, error))
    return FALSE;
  if (timeout > 0)
    hearth_imap_stream_begin_within (self->stream, timeout * 1000);
  return hearth_imap_session_wait (self, &command, cancellable, error) &&
         hearth_imap_session_judge (self, &command, error);
}

/* Takes the responses that are there, without waiting for more. */
static gboolean
take_what_is_there (HearthImapSession *self, HearthImapCommand *command, GCancellable *cancellable,
                    GError **error)
{
  /* One response at least is begun; a server that leaves it unfinished is waited for as usual. */
  hearth_imap_stream_begin (self->stream, HEARTH_IMAP_PACE_QUICK);
  while (!command->done && hearth_imap_framer_get_pending (self->framer) > 0) {
    if (!hearth_imap_session_step (self, cancellable, error))
      return FALSE;
  }
  return TRUE;
}

static void
clear_wake (HearthImapSession *self)
{
  guint64 count;

  while (read (self->wake_fd, &count, sizeof count) > 0)
    continue;
}

/* Waits until something happens, with the IDLE under way. */
static gboolean
wait_in_idle (HearthImapSession *self, HearthImapCommand *command, gint64 deadline,
              HearthImapIdle *why, GCancellable *cancellable, GError **error)
{
  guint news = self->news;

  for (;;) {
    gint64 left = (deadline - g_get_monotonic_time ()) / 1000;
    GError *cause = NULL;

    if (!take_what_is_there (self, command, cancellable, error))
      return FALSE;
    if (self->news != news || command->done) {
      *why = HEARTH_IMAP_IDLE_NEWS;
      return TRUE;
    }
    switch (hearth_imap_stream_wait (self->stream, self->framer, self->wake_fd,
                                     (guint) CLAMP (left, 0, G_MAXINT), cancellable, &cause)) {
    case HEARTH_IMAP_WAIT_WOKEN:
      clear_wake (self);
      *why = HEARTH_IMAP_IDLE_WOKEN;
      return TRUE;
    case HEARTH_IMAP_WAIT_TIMEOUT:
      *why = HEARTH_IMAP_IDLE_TIMEOUT;
      return TRUE;
    case HEARTH_IMAP_WAIT_FAILED:
      g_propagate_error (error, hearth_imap_session_fail (self, cause));
      return FALSE;
    case HEARTH_IMAP_WAIT_READABLE:
    default:
      break;
    }
  }
}

/* Ends the IDLE, RFC 2177. */
static gboolean
end_idle (HearthImapSession *self, HearthImapCommand *command, GCancellable *cancellable,
          GError **error)
{
  if (command->done)
    return hearth_imap_session_judge (self, command, error);
  hearth_imap_stream_begin_within (self->stream, hearth_imap_limits.probe);
  return hearth_imap_session_write (self, "DONE\r\n", 6, cancellable, error) &&
         hearth_imap_session_wait (self, command, cancellable, error) &&
         hearth_imap_session_judge (self, command, error);
}

/**
 * hearth_imap_session_idle_sync:
 * @self: a session with a selected mailbox
 * @timeout: seconds after which it returns though nothing happened; at most 29 minutes, RFC 2177
 * @why: (out): why it returned
 * @cancellable: (nullable): a cancellable, which closes the session
 * @error: %HEARTH_IMAP_ERROR_NOT_SUPPORTED, another #HearthImapError, or `G_IO_ERROR_CANCELLED`
 *
 * Waits for news. However it returns, the server has answered to the end of the IDLE within
 * 15 seconds, so the connection was alive; if not, the error is %HEARTH_IMAP_ERROR_TIMEOUT. To
 * probe a connection call hearth_imap_session_wake().
 *
 * Returns: whether the session goes on
 */
gboolean
hearth_imap_session_idle_sync (HearthImapSession *self, guint timeout, HearthImapIdle *why,
                               GCancellable *cancellable, GError **error)
{
  gint64 deadline = g_get_monotonic_time () + (gint64) MIN (timeout, 29 * 60) * G_USEC_PER_SEC;
  g_auto (HearthImapLine) line = { 0 };
  g_auto (HearthImapCommand) command = { 0 };
  guint news;

  g_return_val_if_fail (HEARTH_IS_IMAP_SESSION (self) && why != NULL, FALSE);
  if (!hearth_imap_session_check (self, error))
    return FALSE;
  if ((self->features & HEARTH_IMAP_FEATURE_IDLE) == 0) {
    g_propagate_error (error, hearth_imap_error_new_unsupported (self->server.host, "IDLE"));
    return FALSE;
  }
  hearth_imap_line_init (&line, self, "IDLE");
  news = self->news;
  if (!hearth_imap_session_send (self, &line, HEARTH_IMAP_PACE_QUICK, &command, cancellable, error))
    return FALSE;
  if (hearth_imap_session_wait_continue (self, &command, cancellable, error)) {
    /* What was said before the "+" is news too. */
    *why = HEARTH_IMAP_IDLE_NEWS;
    if ((self->news != news || command.done ||
         wait_in_idle (self, &command, deadline, why, cancellable, error)) &&
        end_idle (self, &command, cancellable, error))
      return TRUE;
  }
  hearth_imap_session_forget (self, &command);
  return FALSE;
}

/**
 * hearth_imap_session_wake:
 * @self: a session
 *
 * Ends the IDLE that runs, or the next one as soon as it begins. Thread-safe; the caller holds a
 * reference.
 */
void
hearth_imap_session_wake (HearthImapSession *self)
{
  guint64 one = 1;

  g_return_if_fail (HEARTH_IS_IMAP_SESSION (self));
  if (write (self->wake_fd, &one, sizeof one) < 0)
    g_debug ("IMAP: a wake-up was already pending");
}
