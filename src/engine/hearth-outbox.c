/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-outbox.h"

#include "hearth-clock.h"
#include "hearth-compose.h"
#include "hearth-login-gate.h"
#include "hearth-store-accounts.h"
#include "hearth-store-records.h"
#include "hearth-worker.h"

#include <glib/gi18n.h>

/**
 * HearthOutbox:
 *
 * Sends what was told to go: never twice by itself, and nothing is lost. Each item moves through
 * its states in the store, before the server is told and after it answered:
 *
 * - It waits until the server has taken sender and recipients. Up to there a crash costs a new try.
 * - Before the first byte of it leaves, the store says that the server may have it. Whatever ends
 *   this process then, the next one finds that and asks the owner.
 * - After the answer the store says what it was, together with what follows from it.
 *
 * Each account has a thread of its own, so that one whose server is silent holds up no other.
 *
 * Signals: `changed ()`; `answered (message, flag, in_file)`: a message was answered or forwarded;
 * the store says so unless it lies in a file; `login (source, problem)` after each attempt to sign
 * in where mail is sent: %NULL if the server let the owner in.
 */
struct _HearthOutbox {
  GObject parent_instance;

  HearthWriter *writer;              /* (owned) */
  HearthDatabase *reader;            /* (owned) (main) */
  HearthCredentialsFunc credentials; /* (nullable) */
  gpointer smtp_data;
  gpointer imap_data;
  const HearthRemoteMail *remote; /* (nullable) */
  HearthSmtpTimeouts timeouts;
  gboolean has_timeouts;
  GHashTable *workers;       /* (owned) (main) source_id -> HearthWorker */
  GHashTable *busy;          /* (owned) (main) ids of items that a worker has */
  GCancellable *cancellable; /* (owned) */
  GNetworkMonitor *monitor;  /* (owned) (nullable) (main) while something is tried again */
  gboolean had_network;      /* (main) */
  gboolean started;          /* (main) */
  guint timer;               /* (main) */
  gint64 rest_until;         /* (main) monotonic: the store failed, and nothing is tried before */
};

/* Seconds until the next try: doubled each time, up to an hour. */
#define FIRST_RETRY 30
#define LAST_RETRY 3600

/* A server that refuses a password locks an account that insists. */
#define AUTH_RETRY 3600

/* For so long a server may say "later"; then the owner decides, RFC 5321, section 4.5.4.1. */
#define GIVE_UP (4 * 86400)

/* What is done is kept for so long, for the owner to see. */
#define KEEP_DONE (7 * 86400)

/* Seconds until the store is tried again that could not be read or written, as when the disk is
 * full: what stands in it is due all the same, and would be tried without a pause. */
#define STORE_REST 10

/* A timer never sleeps longer: the clock may be set. */
#define LONGEST_SLEEP 3600

#define BIT(state) (1u << (state))

enum {
  SIGNAL_CHANGED,
  SIGNAL_ANSWERED,
  SIGNAL_LOGIN,
  SIGNAL_BUSY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HearthOutbox, hearth_outbox, G_TYPE_OBJECT)

/* One item in the hands of a worker. */
typedef struct {
  HearthOutbox *self; /* (unowned): waits for its workers before it ends */
  gint64 id;
  HearthOutboxItem *item;    /* (owned) (worker) as it was read last */
  HearthAccount *account;    /* (owned) (worker) */
  GBytes *content;           /* (owned) (worker) */
  HearthDraft *draft;        /* (owned) (nullable) (worker) */
  HearthOutboxChange change; /* (worker) what is written next */
  gint64 answered;           /* a message that was answered or forwarded, or 0 */
  gboolean in_file;          /* its file is still to be flagged */
  HearthMessageFlags flag;
  gint64 bytes_sent;     /* for the journal, or 0 */
  gboolean signed_in;    /* the server let the owner in */
  char *login_problem;   /* (owned) (nullable) why it did not */
  gboolean store_failed; /* it could not be read or written */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->item, hearth_outbox_item_free);
  g_clear_pointer (&job->account, hearth_account_free);
  g_clear_pointer (&job->content, g_bytes_unref);
  g_clear_pointer (&job->draft, hearth_draft_free);
  g_free (job->login_problem);
  g_free (job);
}

static gboolean
load_job (HearthDatabase *db, gpointer user_data, GError **error)
{
  Job *job = user_data;
  g_autofree char *packed = NULL;
  g_autoptr (GError) local_error = NULL;

  job->item = hearth_store_outbox_get (db, job->id, error);
  if (job->item == NULL)
    return FALSE;
  job->content = hearth_store_outbox_dup_content (db, job->id, error);
  packed = hearth_store_outbox_dup_draft (db, job->id, error);
  if (job->content == NULL || packed == NULL)
    return FALSE;
  job->draft = *packed != '\0' ? hearth_draft_unpack (packed, NULL) : NULL;
  job->account = hearth_store_accounts_get (db, job->item->source_id, &local_error);
  if (job->account == NULL &&
      !g_error_matches (local_error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  return TRUE;
}

/* Together with the news that a mail has gone: the mail that it answers was answered, and so many
 * bytes left this computer. */
static gboolean
write_gone (HearthDatabase *db, Job *job, GError **error)
{
  gint64 original = ABS (job->item->answers);
  gboolean in_file = FALSE;

  job->flag = job->item->answers < 0 ? HEARTH_MESSAGE_FORWARDED : HEARTH_MESSAGE_ANSWERED;
  if (original != 0 &&
      !hearth_store_outbox_flag_original (db, original, job->flag, &in_file, error))
    return FALSE;
  job->answered = original;
  job->in_file = in_file;
  return hearth_store_journal_add (db, "send", job->item->subject, job->account->smtp.host,
                                   job->bytes_sent, error);
}

static gboolean
write_change (HearthDatabase *db, gpointer user_data, GError **error)
{
  Job *job = user_data;

  job->change.changed = FALSE;
  if (!hearth_store_outbox_change (db, &job->change, error))
    return FALSE;
  return !job->change.changed || job->bytes_sent == 0 || write_gone (db, job, error);
}

static gboolean
change (Job *job, guint from, HearthOutboxState state, gint64 not_before, const char *problem)
{
  g_autoptr (GError) error = NULL;

  job->change = (HearthOutboxChange){ .id = job->id,
                                      .from = from,
                                      .state = state,
                                      .not_before = not_before,
                                      .attempts = job->item->attempts,
                                      .problem = problem };
  if (hearth_writer_run_sync (job->self->writer, write_change, job, &error))
    return job->change.changed;
  /* What the store does not hold is found at the next start: as waiting if no byte of it has left,
   * and else as unknown. */
  job->store_failed = TRUE;
  g_warning ("The outbox could not be written: %s", error->message);
  return FALSE;
}

static gint64
next_try (guint attempts)
{
  gint64 wait = FIRST_RETRY << MIN (attempts > 0 ? attempts - 1 : 0, 10);

  wait = MIN (wait, LAST_RETRY);
  return hearth_clock_now () + wait + g_random_int_range (0, (gint32) wait / 4 + 1);
}

/* The server has taken sender and recipients and waits for the mail. */
static gboolean
begin_cb (gpointer user_data)
{
  Job *job = user_data;

  return change (job, BIT (HEARTH_OUTBOX_WAITING), HEARTH_OUTBOX_SENDING, job->item->not_before,
                 NULL);
}

static HearthSmtpResult *
hand_over (Job *job, const HearthCredentials *credentials)
{
  HearthOutbox *self = job->self;
  g_autoptr (GPtrArray) recipients = hearth_outbox_item_dup_recipients (job->item);
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
  HearthSmtpMail mail = { .server = &job->account->smtp,
                          .credentials = credentials,
                          .sender = job->item->sender,
                          .content = job->content,
                          .begin = begin_cb,
                          .user_data = job,
                          .timeouts = self->has_timeouts ? &self->timeouts : NULL };

  for (guint i = 0; i < recipients->len; i++)
    g_ptr_array_add (addresses, ((HearthAddress *) g_ptr_array_index (recipients, i))->address);
  g_ptr_array_add (addresses, NULL);
  mail.recipients = (const char *const *) addresses->pdata;
  return hearth_smtp_send_sync (&mail, self->cancellable);
}

static HearthCredentials *
find_credentials (Job *job, gboolean refresh, GError **error)
{
  HearthOutbox *self = job->self;

  if (self->credentials == NULL) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                         _("Nothing is known to sign in with."));
    return NULL;
  }
  return self->credentials (job->account, refresh, self->smtp_data, self->cancellable, error);
}

/* A token may have run out just now: another one is tried, once. A password that was refused is
 * not said again. */
static HearthSmtpResult *
sign_in_and_hand_over (Job *job, GError **error)
{
  g_autoptr (HearthCredentials) first = find_credentials (job, FALSE, error);
  g_autoptr (HearthCredentials) second = NULL;
  g_autoptr (HearthSmtpResult) result = NULL;

  if (first == NULL)
    return NULL;
  result = hand_over (job, first);
  if (result->outcome != HEARTH_SMTP_AUTH)
    return g_steal_pointer (&result);
  second = find_credentials (job, TRUE, NULL);
  if (second == NULL || g_strcmp0 (second->secret, first->secret) == 0)
    return g_steal_pointer (&result);
  return hand_over (job, second);
}

static HearthLoginVerdict
get_verdict (const HearthSmtpResult *result)
{
  if (result == NULL || result->outcome == HEARTH_SMTP_TRY_LATER)
    return HEARTH_LOGIN_OPEN;
  return result->outcome == HEARTH_SMTP_AUTH ? HEARTH_LOGIN_REFUSED : HEARTH_LOGIN_ACCEPTED;
}

/* However many mails wait, a password that was refused is not said for each of them. */
static HearthSmtpResult *
send_in_turn (Job *job, GError **error)
{
  const HearthMailServer *server = &job->account->smtp;
  HearthSmtpResult *result;

  /* A server without a login: one of a company's own network, or of this computer. */
  if (server->user == NULL || server->user[0] == '\0')
    return hand_over (job, NULL);
  if (!hearth_login_gate_enter_sync (server, job->self->cancellable, error))
    return NULL;
  result = sign_in_and_hand_over (job, error);
  hearth_login_gate_leave (server, get_verdict (result), result != NULL ? result->sentence : NULL);
  return result;
}

static void
record (Job *job, const HearthSmtpResult *result)
{
  const guint from = BIT (HEARTH_OUTBOX_WAITING) | BIT (HEARTH_OUTBOX_SENDING);
  gint64 now = hearth_clock_now ();

  switch (result->outcome) {
  case HEARTH_SMTP_SENT:
    job->bytes_sent = MAX ((gint64) result->n_bytes, 1);
    change (job, from, HEARTH_OUTBOX_SENT, now, NULL);
    job->bytes_sent = 0;
    break;
  case HEARTH_SMTP_REFUSED:
    change (job, from, HEARTH_OUTBOX_REFUSED, now, result->sentence);
    break;
  case HEARTH_SMTP_UNKNOWN:
    change (job, from, HEARTH_OUTBOX_UNKNOWN, now, result->sentence);
    break;
  case HEARTH_SMTP_AUTH:
    change (job, from, HEARTH_OUTBOX_WAITING, now + AUTH_RETRY, result->sentence);
    break;
  case HEARTH_SMTP_TRY_LATER:
  default:
    if (result->cancelled)
      change (job, from, HEARTH_OUTBOX_WAITING, job->item->not_before, NULL);
    else if (now > job->item->created + GIVE_UP)
      change (job, from, HEARTH_OUTBOX_REFUSED, now, result->sentence);
    else
      change (job, from, HEARTH_OUTBOX_WAITING, next_try (job->item->attempts), result->sentence);
    break;
  }
}

static void
attempt (Job *job)
{
  g_autoptr (HearthSmtpResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (job->account == NULL) {
    change (job, BIT (HEARTH_OUTBOX_WAITING), HEARTH_OUTBOX_REFUSED, 0,
            _("The account that it was to be sent from was removed."));
    return;
  }
  /* The record before the attempt; the owner may have taken it back meanwhile. */
  job->item->attempts++;
  if (!change (job, BIT (HEARTH_OUTBOX_WAITING), HEARTH_OUTBOX_WAITING, job->item->not_before,
               job->item->problem))
    return;
  result = send_in_turn (job, &error);
  if (result == NULL && g_cancellable_is_cancelled (job->self->cancellable))
    return;
  job->signed_in = get_verdict (result) == HEARTH_LOGIN_ACCEPTED;
  if (result == NULL || get_verdict (result) == HEARTH_LOGIN_REFUSED)
    job->login_problem = g_strdup (result != NULL ? result->sentence : error->message);
  if (result != NULL)
    record (job, result);
  else
    change (job, BIT (HEARTH_OUTBOX_WAITING), HEARTH_OUTBOX_WAITING, next_try (job->item->attempts),
            error->message);
}

/* The copy in Sent; found by its Message-ID it is not made twice. Then the draft goes from Drafts.
 */
static void
copy (Job *job)
{
  HearthOutbox *self = job->self;
  gboolean has_imap = job->account != NULL && job->account->imap.host[0] != '\0' &&
                      self->remote != NULL && self->credentials != NULL;
  g_autoptr (HearthDraft) people = hearth_draft_new (HEARTH_DRAFT_NEW);
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GError) error = NULL;

  if (has_imap && job->account->sent_copy) {
    hearth_draft_set_recipients (people, job->item->recipients);
    content = hearth_compose_add_bcc (job->content, people->bcc);
    if (!self->remote->append_sync (job->account, self->credentials, self->imap_data,
                                    HEARTH_MAILBOX_SENT, content, job->item->message_id, NULL,
                                    self->cancellable, &error)) {
      if (g_cancellable_is_cancelled (self->cancellable))
        return;
      job->item->attempts++;
      change (job, BIT (HEARTH_OUTBOX_SENT), HEARTH_OUTBOX_SENT, next_try (job->item->attempts),
              error->message);
      return;
    }
  }
  if (has_imap && job->draft != NULL && job->draft->remote_key != NULL &&
      !self->remote->remove_sync (job->account, self->credentials, self->imap_data,
                                  HEARTH_MAILBOX_DRAFTS, job->draft->remote_key, self->cancellable,
                                  &error)) {
    g_message ("The draft of a mail that was sent is still in Drafts: %s", error->message);
  }
  change (job, BIT (HEARTH_OUTBOX_SENT), HEARTH_OUTBOX_DONE, hearth_clock_now (), NULL);
}

static void
run_job (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  g_autoptr (GError) error = NULL;

  if (!hearth_writer_call_sync (job->self->writer, load_job, job, &error)) {
    /* Taken back a moment ago, perhaps. */
    if (!g_error_matches (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND)) {
      job->store_failed = TRUE;
      g_warning ("The outbox could not be read: %s", error->message);
    }
  } else {
    if (job->item->state == HEARTH_OUTBOX_WAITING)
      attempt (job);
    else if (job->item->state == HEARTH_OUTBOX_SENT)
      copy (job);
  }
  g_task_return_boolean (task, TRUE);
}

static void
job_done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  HearthOutbox *self = HEARTH_OUTBOX (object);
  Job *job = g_task_get_task_data (G_TASK (result));

  g_hash_table_remove (self->busy, &job->id);
  if (g_hash_table_size (self->busy) == 0)
    g_signal_emit (self, signals[SIGNAL_BUSY], 0, FALSE);
  if (job->store_failed)
    self->rest_until = g_get_monotonic_time () + STORE_REST * G_USEC_PER_SEC;
  if (job->answered != 0)
    g_signal_emit (self, signals[SIGNAL_ANSWERED], 0, job->answered, (guint) job->flag,
                   job->in_file);
  if (job->signed_in || job->login_problem != NULL)
    g_signal_emit (self, signals[SIGNAL_LOGIN], 0, job->account->id, job->login_problem);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  if (self->started)
    hearth_outbox_look (self);
}

static HearthWorker *
ensure_worker (HearthOutbox *self, gint64 source_id)
{
  HearthWorker *worker = g_hash_table_lookup (self->workers, &source_id);

  if (worker == NULL) {
    worker = hearth_worker_new ("hearth-outbox");
    g_hash_table_insert (self->workers, g_memdup2 (&source_id, sizeof source_id), worker);
  }
  return worker;
}

static void
queue_job (HearthOutbox *self, const HearthOutboxItem *item)
{
  Job *job = g_new0 (Job, 1);
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, job_done_cb, NULL);

  job->self = self;
  job->id = item->id;
  if (g_hash_table_size (self->busy) == 0)
    g_signal_emit (self, signals[SIGNAL_BUSY], 0, TRUE);
  g_hash_table_add (self->busy, g_memdup2 (&item->id, sizeof item->id));
  g_task_set_source_tag (task, queue_job);
  g_task_set_task_data (task, job, job_free);
  hearth_worker_queue (ensure_worker (self, item->source_id), G_PRIORITY_DEFAULT, task, run_job);
}

static gboolean
timer_cb (gpointer user_data)
{
  HearthOutbox *self = user_data;

  self->timer = 0;
  hearth_outbox_look (self);
  return G_SOURCE_REMOVE;
}

static void
network_changed_cb (HearthOutbox *self, gboolean available)
{
  gboolean is_back = available && !self->had_network;

  self->had_network = available;
  if (is_back)
    hearth_outbox_retry (self, 0);
}

/* Only for who has something to try again: to ask for the network takes memory. */
static void
watch_network (HearthOutbox *self)
{
  if (self->monitor != NULL)
    return;
  self->monitor = g_object_ref (g_network_monitor_get_default ());
  self->had_network = g_network_monitor_get_network_available (self->monitor);
  g_signal_connect_object (self->monitor, "network-changed", G_CALLBACK (network_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
hearth_outbox_dispose (GObject *object)
{
  HearthOutbox *self = HEARTH_OUTBOX (object);

  hearth_outbox_stop (self);
  g_clear_object (&self->writer);
  g_clear_object (&self->reader);
  G_OBJECT_CLASS (hearth_outbox_parent_class)->dispose (object);
}

static void
hearth_outbox_finalize (GObject *object)
{
  HearthOutbox *self = HEARTH_OUTBOX (object);

  g_hash_table_unref (self->workers);
  g_hash_table_unref (self->busy);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (hearth_outbox_parent_class)->finalize (object);
}

static void
hearth_outbox_class_init (HearthOutboxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hearth_outbox_dispose;
  object_class->finalize = hearth_outbox_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", HEARTH_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ANSWERED] =
      g_signal_new ("answered", HEARTH_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, G_TYPE_INT64, G_TYPE_UINT, G_TYPE_BOOLEAN);
  signals[SIGNAL_LOGIN] = g_signal_new ("login", HEARTH_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_STRING);
  /**
   * HearthOutbox::busy:
   * @busy: whether something is being sent or copied now
   */
  signals[SIGNAL_BUSY] = g_signal_new ("busy", HEARTH_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
hearth_outbox_init (HearthOutbox *self)
{
  self->workers = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  self->busy = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
}

/**
 * hearth_outbox_new:
 * @writer: the store's writer
 * @reader: a connection for the main thread
 *
 * Returns: (transfer full): an outbox that sends nothing before hearth_outbox_start()
 */
HearthOutbox *
hearth_outbox_new (HearthWriter *writer, HearthDatabase *reader)
{
  HearthOutbox *self = g_object_new (HEARTH_TYPE_OUTBOX, NULL);

  self->writer = g_object_ref (writer);
  self->reader = g_object_ref (reader);
  return self;
}

/**
 * hearth_outbox_set_credentials:
 * @self: an outbox that was not started
 * @func: finds what proves a login
 * @smtp_data: for @func, where mail is sent
 * @imap_data: for @func, where copies are kept
 */
void
hearth_outbox_set_credentials (HearthOutbox *self, HearthCredentialsFunc func, gpointer smtp_data,
                               gpointer imap_data)
{
  self->credentials = func;
  self->smtp_data = smtp_data;
  self->imap_data = imap_data;
}

/**
 * hearth_outbox_set_remote:
 * @self: an outbox that was not started
 * @remote: (nullable): keeps copies on the server
 */
void
hearth_outbox_set_remote (HearthOutbox *self, const HearthRemoteMail *remote)
{
  self->remote = remote;
}

/**
 * hearth_outbox_set_timeouts:
 * @self: an outbox that was not started
 * @timeouts: how long servers are waited for, for tests
 */
void
hearth_outbox_set_timeouts (HearthOutbox *self, const HearthSmtpTimeouts *timeouts)
{
  self->timeouts = *timeouts;
  self->has_timeouts = TRUE;
}

static gboolean
write_start (HearthDatabase *db, gpointer user_data, GError **error)
{
  guint *n_items = user_data;

  return hearth_store_outbox_mark_crashed (
             db,
             _("Hearth ended while this mail was being handed to the server. It may have been "
                "sent."),
             n_items, error) &&
         hearth_store_outbox_forget_done (db, hearth_clock_now () - KEEP_DONE, error);
}

/**
 * hearth_outbox_start:
 * @self: an outbox
 * @error: a #HearthStoreError
 *
 * Looks at what the last process left: of what was with a server it cannot be known whether it
 * arrived, and the owner is asked. Then sends what is due, and goes on with it.
 *
 * Returns: whether it works
 */
gboolean
hearth_outbox_start (HearthOutbox *self, GError **error)
{
  guint n_items = 0;

  if (self->started)
    return TRUE;
  if (!hearth_writer_run_sync (self->writer, write_start, &n_items, error))
    return FALSE;
  self->started = TRUE;
  if (n_items > 0)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  hearth_outbox_look (self);
  return TRUE;
}

/**
 * hearth_outbox_look:
 * @self: an outbox
 *
 * Sends what is due, and sleeps until the next is. To be called when something was put into it.
 */
void
hearth_outbox_look (HearthOutbox *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = NULL;
  gint64 now = hearth_clock_now (), next = now + LONGEST_SLEEP;
  gint64 rest = MAX (self->rest_until - g_get_monotonic_time (), 0);
  gint64 earliest = now + (rest + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;
  gboolean waits = FALSE;

  g_clear_handle_id (&self->timer, g_source_remove);
  if (!self->started)
    return;
  items = hearth_store_outbox_list (self->reader, TRUE, &error);
  if (items == NULL)
    g_warning ("The outbox could not be read: %s", error->message);
  for (guint i = 0; items != NULL && i < items->len; i++) {
    const HearthOutboxItem *item = g_ptr_array_index (items, i);
    gint64 due = MAX (item->not_before, earliest);

    if ((item->state != HEARTH_OUTBOX_WAITING && item->state != HEARTH_OUTBOX_SENT) ||
        g_hash_table_contains (self->busy, &item->id))
      continue;
    if (due <= now) {
      queue_job (self, item);
    } else {
      waits = TRUE;
      if (item->problem != NULL)
        watch_network (self);
      next = MIN (next, due);
    }
  }
  if (waits || items == NULL)
    self->timer = g_timeout_add_seconds ((guint) MAX (next - now, 1), timer_cb, self);
}

typedef struct {
  gint64 source_id;
} Retry;

static gboolean
write_retry (HearthDatabase *db, gpointer user_data, GError **error)
{
  return hearth_store_outbox_retry (db, ((Retry *) user_data)->source_id, hearth_clock_now (),
                                    error);
}

/**
 * hearth_outbox_retry:
 * @self: an outbox
 * @source_id: an account, or 0 for all
 *
 * Tries at once what failed before: the network is back, or the account was put right.
 */
void
hearth_outbox_retry (HearthOutbox *self, gint64 source_id)
{
  Retry retry = { source_id };
  g_autoptr (GError) error = NULL;

  if (!self->started)
    return;
  if (!hearth_writer_run_sync (self->writer, write_retry, &retry, &error))
    g_warning ("The outbox could not be written: %s", error->message);
  hearth_outbox_look (self);
}

/**
 * hearth_outbox_is_busy:
 * @self: an outbox
 * @id: an item
 *
 * Returns: whether it is being sent or copied now
 */
gboolean
hearth_outbox_is_busy (HearthOutbox *self, gint64 id)
{
  return g_hash_table_contains (self->busy, &id);
}

/**
 * hearth_outbox_stop:
 * @self: an outbox
 *
 * Stops sending. Where a server may have a mail already, its answer is waited for some seconds.
 */
void
hearth_outbox_stop (HearthOutbox *self)
{
  GHashTableIter iter;
  gpointer worker;

  self->started = FALSE;
  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);
  g_hash_table_iter_init (&iter, self->workers);
  while (g_hash_table_iter_next (&iter, NULL, &worker))
    hearth_worker_stop (worker);
  g_hash_table_remove_all (self->workers);
}
