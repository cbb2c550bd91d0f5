/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-source-private.h"

/* A connection is left in IDLE for so long and then asked for a sign of life: one that died is
 * noticed within a minute, and none is silent for the 30 minutes after which servers and routers
 * forget it. */
#define IDLE_SECONDS 25
#define ANSWER_SECONDS 15

/* How soon a server that does not answer is asked whether it is back. */
#define PROBE_SECONDS 4

/* How often a server without IDLE is asked for news. */
#define POLL_MS (60 * 1000)

/* How often the other mailboxes are looked at: one command for all. */
#define LOOK_US (10 * 60 * G_USEC_PER_SEC)

/* Between two attempts to connect. A connection that held so long is made again at once. */
#define RETRY_FIRST_MS 1000
#define RETRY_LAST_MS (300 * 1000)
#define HELD_US (10 * G_USEC_PER_SEC)

/* How long an attempt may take: short at first, so that a server that is back is not waited for
 * behind an attempt that began before. */
#define ATTEMPT_FIRST_MS 3000
#define ATTEMPT_LAST_MS (60 * 1000)

/**
 * HearthImapWatch:
 *
 * The second connection of an account, on a thread of its own: it waits for the server to speak of
 * the inbox, and makes itself anew when it is lost. It only says that something is new; the working
 * connection fetches it.
 */
struct _HearthImapWatch {
  HearthImapSource *source;  /* (unowned): has this watch, and ends it before itself */
  GMainContext *context;     /* (owned) where news are told */
  GThread *thread;           /* (owned) */
  GCancellable *cancellable; /* (owned) */

  GMutex mutex;
  GCond cond;
  HearthImapSession *session; /* (mutex) (owned by the thread) (nullable) */
  gboolean woken;             /* (mutex) */

  guint failures;     /* (thread) in a row */
  gboolean refused;   /* (thread) the login was */
  gboolean listening; /* (thread) what the server says is news */
  gboolean news;      /* (thread) it said something of the inbox since the last IDLE */
  gboolean more_news; /* (thread) and something more after that was told */
  gint64 looked;      /* (thread) when the other mailboxes were asked for, monotonic */
};

typedef struct {
  HearthMailSource *source; /* (owned) */
  const char *mailbox;
} Notice;

static void
notice_free (gpointer data)
{
  Notice *notice = data;

  g_object_unref (notice->source);
  g_free (notice);
}

static gboolean
notice_cb (gpointer user_data)
{
  Notice *notice = user_data;

  hearth_mail_source_notice (notice->source, notice->mailbox);
  return G_SOURCE_REMOVE;
}

/* @mailbox is a literal. */
static void
tell (HearthImapWatch *self, const char *mailbox)
{
  GSource *source = g_idle_source_new ();
  Notice *notice = g_new0 (Notice, 1);

  notice->source = g_object_ref (HEARTH_MAIL_SOURCE (self->source));
  notice->mailbox = mailbox;
  g_source_set_priority (source, G_PRIORITY_HIGH);
  g_source_set_callback (source, notice_cb, notice, notice_free);
  g_source_set_static_name (source, "hearth-imap-notice");
  g_source_attach (source, self->context);
  g_source_unref (source);
}

static gboolean
is_stopped (HearthImapWatch *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

/* Returns whether it was woken before the time was over. */
static gboolean
rest (HearthImapWatch *self, guint ms)
{
  gint64 end = g_get_monotonic_time () + (gint64) ms * 1000;
  gboolean woken;

  g_mutex_lock (&self->mutex);
  while (!self->woken && !is_stopped (self)) {
    if (!g_cond_wait_until (&self->cond, &self->mutex, end))
      break;
  }
  woken = self->woken;
  self->woken = FALSE;
  g_mutex_unlock (&self->mutex);
  return woken;
}

/* So that not all who lost the same server come back at once. */
static guint
jitter (guint ms)
{
  return (guint) (ms * g_random_double_range (0.75, 1.25));
}

static guint
get_retry_ms (HearthImapWatch *self)
{
  if (self->refused)
    return RETRY_LAST_MS;
  return MIN (RETRY_FIRST_MS << MIN (self->failures, 9), RETRY_LAST_MS);
}

static guint
get_attempt_ms (HearthImapWatch *self)
{
  return MIN (ATTEMPT_FIRST_MS << MIN (self->failures / 2, 5), ATTEMPT_LAST_MS);
}

/* Told at once: to end the IDLE takes a round trip. What comes on that trip is told after it, once:
 * the sync that was begun by the first may have looked already. */
static void
note_news (HearthImapWatch *self)
{
  if (!self->news && self->listening)
    tell (self, "INBOX");
  self->more_news = self->news;
  self->news = TRUE;
}

static void
exists_cb (guint32 count, gpointer user_data)
{
  note_news (user_data);
}

static void
gone_cb (const HearthImapUidSet *uids, guint32 sequence, gboolean earlier, gpointer user_data)
{
  note_news (user_data);
}

static void
changed_cb (const HearthImapMessage *message, gpointer user_data)
{
  note_news (user_data);
}

static void
publish_session (HearthImapWatch *self, HearthImapSession *session)
{
  g_mutex_lock (&self->mutex);
  self->session = session;
  g_mutex_unlock (&self->mutex);
}

/* Waits until the server says something, or it is time to ask it. */
static gboolean
wait_once (HearthImapWatch *self, HearthImapSession *session, GError **error)
{
  HearthImapIdle why = HEARTH_IMAP_IDLE_TIMEOUT;
  gboolean woken;

  if ((hearth_imap_session_get_features (session) & HEARTH_IMAP_FEATURE_IDLE) == 0) {
    woken = rest (self, POLL_MS);
    return is_stopped (self) ||
           hearth_imap_session_noop_sync (session, woken ? PROBE_SECONDS : ANSWER_SECONDS,
                                          self->cancellable, error);
  }
  if (!hearth_imap_session_idle_sync (session, IDLE_SECONDS, &why, self->cancellable, error))
    return FALSE;
  if (why != HEARTH_IMAP_IDLE_WOKEN || is_stopped (self))
    return TRUE;
  rest (self, 0);
  return hearth_imap_session_noop_sync (session, PROBE_SECONDS, self->cancellable, error);
}

static gboolean
wait_for_news (HearthImapWatch *self, HearthImapSession *session, GError **error)
{
  HearthImapSelected selected;

  self->listening = FALSE;
  if (!hearth_imap_session_select_sync (session, "INBOX", TRUE, NULL, &selected, self->cancellable,
                                        error))
    return FALSE;
  self->listening = TRUE;
  self->refused = FALSE;
  /* What came while nobody listened: also between the sync that this watch was begun with and the
   * moment at which the server began to tell. */
  tell (self, "");
  self->looked = g_get_monotonic_time ();
  while (!is_stopped (self)) {
    self->news = FALSE;
    self->more_news = FALSE;
    if (!wait_once (self, session, error))
      return FALSE;
    /* One that takes the login and hangs up then is not asked each second. */
    self->failures = 0;
    if (self->more_news)
      tell (self, "INBOX");
    if (g_get_monotonic_time () - self->looked > LOOK_US) {
      self->looked = g_get_monotonic_time ();
      tell (self, "");
    }
  }
  return TRUE;
}

static gpointer
watch_thread (gpointer data)
{
  HearthImapWatch *self = data;
  const HearthImapListener listener = { exists_cb, gone_cb, changed_cb, self };

  while (!is_stopped (self)) {
    g_autoptr (GError) error = NULL;
    g_autoptr (HearthImapSession) session =
        hearth_imap_source_connect (self->source, get_attempt_ms (self), self->cancellable, &error);
    gint64 since = g_get_monotonic_time ();

    if (session != NULL) {
      GError *local = NULL;

      hearth_imap_session_set_listener (session, &listener);
      publish_session (self, session);
      if (!wait_for_news (self, session, &local))
        hearth_imap_translate_error (&error, local);
      publish_session (self, NULL);
      hearth_imap_session_set_listener (session, NULL);
      hearth_imap_session_close (session);
    }
    if (is_stopped (self) || error == NULL)
      continue;
    g_debug ("The watch of %s waits: %s", self->source->account->imap.host, error->message);
    self->refused = g_error_matches (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_LOGIN);
    if (session != NULL && g_get_monotonic_time () - since > HELD_US)
      continue;
    if (rest (self, jitter (get_retry_ms (self))))
      self->failures = 0;
    else
      self->failures++;
  }
  return NULL;
}

/**
 * hearth_imap_watch_new:
 * @source: a source
 *
 * Begins to tell of news of the inbox in this thread's default main context.
 *
 * Returns: (transfer full): a watch
 */
HearthImapWatch *
hearth_imap_watch_new (HearthImapSource *source)
{
  HearthImapWatch *self = g_new0 (HearthImapWatch, 1);

  self->source = source;
  self->context = g_main_context_ref_thread_default ();
  self->cancellable = g_cancellable_new ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("hearth-idle", watch_thread, self);
  return self;
}

/**
 * hearth_imap_watch_wake:
 * @self: a watch
 *
 * Has it look at once whether its connection lives, or try at once to make one.
 */
void
hearth_imap_watch_wake (HearthImapWatch *self)
{
  g_mutex_lock (&self->mutex);
  self->woken = TRUE;
  g_cond_signal (&self->cond);
  if (self->session != NULL)
    hearth_imap_session_wake (self->session);
  g_mutex_unlock (&self->mutex);
}

/**
 * hearth_imap_watch_free:
 * @self: (transfer full): a watch
 *
 * Ends it, and waits for its thread.
 */
void
hearth_imap_watch_free (HearthImapWatch *self)
{
  g_cancellable_cancel (self->cancellable);
  hearth_imap_watch_wake (self);
  g_thread_join (self->thread);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->mutex);
  g_object_unref (self->cancellable);
  g_main_context_unref (self->context);
  g_free (self);
}
