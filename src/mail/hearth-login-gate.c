/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-login-gate.h"

#include "hearth-clock.h"
#include "hearth-mail-error.h"

/* Whoever logs in to a server passes here: the two connections of an account, the copies of its
 * drafts and of what it sent, its outbox. One login at a time, so that a wrong password is not said
 * by all of them at once; and after a refusal none for a while, longer each time, because servers
 * lock out accounts and addresses that insist. The owner, who may have put it right, opens it. */

/* Seconds for which nobody tries again, after one refusal, two, and so on. */
static const gint64 pauses[] = { 5 * 60, 15 * 60, 60 * 60, 4 * 60 * 60 };

typedef struct {
  gboolean held;  /* somebody logs in */
  guint refusals; /* in a row */
  gint64 since;   /* when the last one was */
  char *sentence; /* (owned) (nullable) what was said then */
} Gate;

static GMutex mutex;
static GCond cond;
static GHashTable *gates; /* (mutex) (owned) (nullable) by server and login name */

/* (mutex) */
static Gate *
ensure_gate (const HearthMailServer *server)
{
  g_autofree char *key = g_strdup_printf ("%s\n%u\n%s", server->host, server->port,
                                          server->user != NULL ? server->user : "");
  Gate *gate;

  if (gates == NULL)
    gates = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gate = g_hash_table_lookup (gates, key);
  if (gate == NULL) {
    gate = g_new0 (Gate, 1);
    g_hash_table_insert (gates, g_steal_pointer (&key), gate);
  }
  return gate;
}

/* (mutex) */
static gboolean
check_gate (Gate *gate, GError **error)
{
  gint64 now = hearth_clock_now ();

  if (gate->refusals == 0)
    return TRUE;
  /* The clock may have been set back. */
  gate->since = MIN (gate->since, now);
  if (now - gate->since >= pauses[MIN (gate->refusals, G_N_ELEMENTS (pauses)) - 1])
    return TRUE;
  g_set_error_literal (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_LOGIN, gate->sentence);
  return FALSE;
}

/**
 * hearth_login_gate_check:
 * @server: a server
 * @error: %HEARTH_MAIL_ERROR_LOGIN, with what the server said when it refused
 *
 * Returns: whether a login may be tried now
 */
gboolean
hearth_login_gate_check (const HearthMailServer *server, GError **error)
{
  gboolean open;

  g_mutex_lock (&mutex);
  open = check_gate (ensure_gate (server), error);
  g_mutex_unlock (&mutex);
  return open;
}

static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_mutex_lock (&mutex);
  g_cond_broadcast (&cond);
  g_mutex_unlock (&mutex);
}

/**
 * hearth_login_gate_enter_sync:
 * @server: a server
 * @cancellable: (nullable): to stop waiting
 * @error: as hearth_login_gate_check(), or %G_IO_ERROR_CANCELLED
 *
 * Waits until nobody else logs in with that name on @server. To be followed by
 * hearth_login_gate_leave().
 *
 * Returns: whether a login may be tried now
 */
gboolean
hearth_login_gate_enter_sync (const HearthMailServer *server, GCancellable *cancellable,
                              GError **error)
{
  gulong handler = cancellable != NULL
                       ? g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), NULL, NULL)
                       : 0;
  gboolean entered;
  Gate *gate;

  g_mutex_lock (&mutex);
  gate = ensure_gate (server);
  while (gate->held && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&cond, &mutex);
  entered = !g_cancellable_set_error_if_cancelled (cancellable, error) && check_gate (gate, error);
  if (entered)
    gate->held = TRUE;
  g_mutex_unlock (&mutex);
  g_cancellable_disconnect (cancellable, handler);
  return entered;
}

/**
 * hearth_login_gate_leave:
 * @server: the server whose gate was entered
 * @verdict: what it said
 * @sentence: (nullable): what it said, for a person to read, if it refused
 *
 * Lets the next one try, or nobody for a while.
 */
void
hearth_login_gate_leave (const HearthMailServer *server, HearthLoginVerdict verdict,
                         const char *sentence)
{
  Gate *gate;

  g_mutex_lock (&mutex);
  gate = ensure_gate (server);
  gate->held = FALSE;
  if (verdict == HEARTH_LOGIN_REFUSED) {
    gate->refusals++;
    gate->since = hearth_clock_now ();
    g_free (gate->sentence);
    gate->sentence = g_strdup (sentence);
  } else if (verdict == HEARTH_LOGIN_ACCEPTED) {
    gate->refusals = 0;
  }
  g_cond_broadcast (&cond);
  g_mutex_unlock (&mutex);
}

/**
 * hearth_login_gate_open:
 * @server: a server
 *
 * Forgets what it refused: the owner changed the login, or wants it tried.
 */
void
hearth_login_gate_open (const HearthMailServer *server)
{
  g_mutex_lock (&mutex);
  ensure_gate (server)->refusals = 0;
  g_mutex_unlock (&mutex);
}

/**
 * hearth_login_gate_sign_in_sync:
 * @server: a server
 * @session: an open connection to it
 * @credentials: what proves the login
 * @may_be_old: whether they are a token that may only have run out, so that a refusal means nothing
 *   yet
 * @cancellable: (nullable): to stop
 * @error: as hearth_login_gate_enter_sync() or hearth_imap_session_login_sync()
 *
 * Logs in when it is this connection's turn.
 *
 * Returns: whether the owner is in
 */
gboolean
hearth_login_gate_sign_in_sync (const HearthMailServer *server, HearthImapSession *session,
                                const HearthCredentials *credentials, gboolean may_be_old,
                                GCancellable *cancellable, GError **error)
{
  HearthLoginVerdict verdict = HEARTH_LOGIN_ACCEPTED;
  GError *local = NULL;

  if (!hearth_login_gate_enter_sync (server, cancellable, error))
    return FALSE;
  if (!hearth_imap_session_login_sync (session, credentials, cancellable, &local))
    verdict =
        !may_be_old && (g_error_matches (local, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_AUTH) ||
                        g_error_matches (local, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_AUTH_OWNER))
            ? HEARTH_LOGIN_REFUSED
            : HEARTH_LOGIN_OPEN;
  hearth_login_gate_leave (server, verdict, local != NULL ? local->message : NULL);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}
