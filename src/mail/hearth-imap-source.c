/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-source.h"

#include "hearth-imap-source-private.h"
#include "hearth-login-gate.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

/* A connection that was silent so long is asked whether it lives before it is relied on, and so
 * long is waited for its answer. */
#define SILENT_US (60 * G_USEC_PER_SEC)
#define ANSWER_SECONDS 5

/* What is handed out as a whole at most. */
#define MAX_HANDED_OUT (64 * 1024 * 1024)

G_DEFINE_FINAL_TYPE (HearthImapSource, hearth_imap_source, HEARTH_TYPE_MAIL_SOURCE)

static const struct {
  HearthImapFlags imap;
  HearthMessageFlags message;
} flag_names[] = {
  { HEARTH_IMAP_FLAG_SEEN, HEARTH_MESSAGE_SEEN },
  { HEARTH_IMAP_FLAG_ANSWERED, HEARTH_MESSAGE_ANSWERED },
  { HEARTH_IMAP_FLAG_FLAGGED, HEARTH_MESSAGE_FLAGGED },
  { HEARTH_IMAP_FLAG_DRAFT, HEARTH_MESSAGE_DRAFT },
  { HEARTH_IMAP_FLAG_DELETED, HEARTH_MESSAGE_DELETED },
  { HEARTH_IMAP_FLAG_FORWARDED, HEARTH_MESSAGE_FORWARDED },
};

HearthMessageFlags
hearth_imap_flags_to_message (HearthImapFlags flags)
{
  HearthMessageFlags result = 0;

  for (guint i = 0; i < G_N_ELEMENTS (flag_names); i++) {
    if ((flags & flag_names[i].imap) != 0)
      result |= flag_names[i].message;
  }
  return result;
}

HearthImapFlags
hearth_imap_flags_from_message (HearthMessageFlags flags)
{
  HearthImapFlags result = 0;

  for (guint i = 0; i < G_N_ELEMENTS (flag_names); i++) {
    if ((flags & flag_names[i].message) != 0)
      result |= flag_names[i].imap;
  }
  return result;
}

char *
hearth_imap_make_key (guint32 uid_validity, guint32 uid)
{
  return g_strdup_printf ("%u.%u", uid_validity, uid);
}

/* Returns 0 for a key that says nothing in this generation of its mailbox. */
guint32
hearth_imap_key_get_uid (const char *key, guint32 uid_validity)
{
  char *end;
  guint64 validity, uid;

  if (!g_ascii_isdigit (*key))
    return 0;
  validity = g_ascii_strtoull (key, &end, 10);
  if (*end != '.' || validity != uid_validity)
    return 0;
  uid = g_ascii_strtoull (end + 1, &end, 10);
  return *end == '\0' && uid <= G_MAXUINT32 ? (guint32) uid : 0;
}

/* Takes @imap_error. What a caller must tell apart is whether all of the server is meant. */
void
hearth_imap_translate_error (GError **error, GError *imap_error)
{
  HearthMailError code = HEARTH_MAIL_ERROR_OFFLINE;

  if (imap_error->domain != HEARTH_IMAP_ERROR) {
    g_propagate_error (error, imap_error);
    return;
  }
  switch ((HearthImapError) imap_error->code) {
  case HEARTH_IMAP_ERROR_AUTH:
  case HEARTH_IMAP_ERROR_AUTH_OWNER:
  case HEARTH_IMAP_ERROR_TLS:
    code = HEARTH_MAIL_ERROR_LOGIN;
    break;
  case HEARTH_IMAP_ERROR_NO:
    code = hearth_imap_error_get_code (imap_error) == HEARTH_IMAP_CODE_NONEXISTENT
               ? HEARTH_MAIL_ERROR_NOT_FOUND
               : HEARTH_MAIL_ERROR_FAILED;
    break;
  case HEARTH_IMAP_ERROR_LIMIT:
  case HEARTH_IMAP_ERROR_NOT_SUPPORTED:
    code = HEARTH_MAIL_ERROR_FAILED;
    break;
  case HEARTH_IMAP_ERROR_CONNECT:
  case HEARTH_IMAP_ERROR_AUTH_LATER:
  case HEARTH_IMAP_ERROR_BYE:
  case HEARTH_IMAP_ERROR_PROTOCOL:
  case HEARTH_IMAP_ERROR_TIMEOUT:
  default:
    break;
  }
  g_set_error_literal (error, HEARTH_MAIL_ERROR, code, imap_error->message);
  g_error_free (imap_error);
}

/* Ends an attempt when its time is over. */
typedef struct {
  GCancellable *outer; /* (nullable) */
  GCancellable *inner; /* (owned) */
  gulong handler;
  GSource *timer; /* (owned) (nullable) */
} Deadline;

static gboolean
deadline_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
cancel_cb (GCancellable *outer, GCancellable *inner)
{
  g_cancellable_cancel (inner);
}

static void
deadline_begin (Deadline *self, guint ms, GCancellable *outer)
{
  self->outer = outer;
  self->inner = g_cancellable_new ();
  if (outer != NULL)
    self->handler = g_cancellable_connect (outer, G_CALLBACK (cancel_cb), self->inner, NULL);
  if (ms == 0)
    return;
  self->timer = g_timeout_source_new (ms);
  g_source_set_callback (self->timer, deadline_cb, g_object_ref (self->inner), g_object_unref);
  g_source_set_static_name (self->timer, "hearth-imap-deadline");
  g_source_attach (self->timer, NULL);
}

static void
deadline_end (Deadline *self)
{
  if (self->outer != NULL)
    g_cancellable_disconnect (self->outer, self->handler);
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  g_clear_object (&self->inner);
}

/* Takes @imap_error. */
static void
translate_attempt (HearthImapSource *self, GError *imap_error, GCancellable *cancellable,
                   GError **error)
{
  if (!g_error_matches (imap_error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      g_cancellable_is_cancelled (cancellable)) {
    hearth_imap_translate_error (error, imap_error);
    return;
  }
  g_error_free (imap_error);
  g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_OFFLINE,
               _("%s did not answer in time. Hearth will try again."), self->account->imap.host);
}

static HearthImapSession *
open_and_login (HearthImapSource *self, guint within_ms, gboolean refresh, gboolean *refused,
                GCancellable *cancellable, GError **error)
{
  g_autoptr (HearthImapSession) session = NULL;
  g_autoptr (HearthCredentials) credentials = NULL;
  Deadline deadline = { 0 };
  GError *local = NULL;
  gboolean ok;

  /* What was refused a moment ago is not worth a connection. */
  if (!hearth_login_gate_check (&self->account->imap, error))
    return NULL;
  /* Before the connection, so that no server waits while a keyring is unlocked. */
  credentials =
      self->credentials (self->account, refresh, self->credentials_data, cancellable, &local);
  if (credentials == NULL) {
    if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
      g_propagate_error (error, local);
    } else {
      g_set_error_literal (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_LOGIN, local->message);
      g_error_free (local);
    }
    return NULL;
  }
  deadline_begin (&deadline, within_ms, cancellable);
  session = hearth_imap_session_open_sync (&self->account->imap, deadline.inner, &local);
  ok = session != NULL &&
       hearth_login_gate_sign_in_sync (&self->account->imap, session, credentials,
                                       !refresh && credentials->mechanism == HEARTH_MECHANISM_TOKEN,
                                       deadline.inner, &local);
  deadline_end (&deadline);
  if (ok)
    return g_steal_pointer (&session);
  *refused = g_error_matches (local, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_AUTH) &&
             credentials->mechanism == HEARTH_MECHANISM_TOKEN;
  translate_attempt (self, local, cancellable, error);
  return NULL;
}

/* A connection on which the owner is logged in, made within a time if that is not 0. A token that
 * is refused may only be too old. */
HearthImapSession *
hearth_imap_source_connect (HearthImapSource *self, guint within_ms, GCancellable *cancellable,
                            GError **error)
{
  gboolean refused = FALSE;
  GError *local = NULL;
  HearthImapSession *session =
      open_and_login (self, within_ms, FALSE, &refused, cancellable, &local);

  if (session == NULL && refused) {
    g_clear_error (&local);
    session = open_and_login (self, within_ms, TRUE, &refused, cancellable, &local);
  }
  if (session == NULL)
    g_propagate_error (error, local);
  return session;
}

static void
drop_session (HearthImapSource *self)
{
  if (self->session != NULL)
    hearth_imap_session_close (self->session);
  g_clear_object (&self->session);
}

/* (holder) Makes sure that the working connection works. */
gboolean
hearth_imap_source_ensure_open (HearthImapSource *self, GCancellable *cancellable, GError **error)
{
  gint64 now = g_get_monotonic_time ();
  gboolean suspect;

  g_mutex_lock (&self->mutex);
  suspect = self->suspect;
  self->suspect = FALSE;
  g_mutex_unlock (&self->mutex);
  if (self->session != NULL && !hearth_imap_session_is_open (self->session))
    drop_session (self);
  if (self->session != NULL && (suspect || now - self->used > SILENT_US)) {
    g_autoptr (GError) local = NULL;

    if (!hearth_imap_session_noop_sync (self->session, ANSWER_SECONDS, cancellable, &local)) {
      g_debug ("A connection was lost: %s", local->message);
      drop_session (self);
    }
  }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  self->fresh = self->session == NULL;
  if (self->fresh)
    self->session = hearth_imap_source_connect (self, 0, cancellable, error);
  self->used = g_get_monotonic_time ();
  return self->session != NULL;
}

/* (holder) Takes @imap_error, of the first command of a holder. That a connection was lost while
 * nobody used it shows only then: returns whether there is a new one, and it is worth a try. */
static gboolean
make_again (HearthImapSource *self, GError *imap_error, GCancellable *cancellable, GError **error)
{
  if (self->fresh || hearth_imap_session_is_open (self->session) ||
      g_cancellable_is_cancelled (cancellable)) {
    hearth_imap_translate_error (error, imap_error);
    return FALSE;
  }
  g_debug ("A connection was lost: %s", imap_error->message);
  g_error_free (imap_error);
  return hearth_imap_source_ensure_open (self, cancellable, error);
}

/* Takes the working connection, as soon as who has it makes room, in the order of those who ask. */
void
hearth_imap_source_take (HearthImapSource *self)
{
  guint64 ticket;

  g_mutex_lock (&self->mutex);
  ticket = self->tickets++;
  while (self->held || ticket != self->turn)
    g_cond_wait (&self->cond, &self->mutex);
  self->turn++;
  self->held = TRUE;
  g_mutex_unlock (&self->mutex);
}

/* Takes the working connection and makes sure that it works. */
gboolean
hearth_imap_source_hold (HearthImapSource *self, GCancellable *cancellable, GError **error)
{
  hearth_imap_source_take (self);
  if (hearth_imap_source_ensure_open (self, cancellable, error))
    return TRUE;
  hearth_imap_source_release (self);
  return FALSE;
}

void
hearth_imap_source_release (HearthImapSource *self)
{
  self->used = g_get_monotonic_time ();
  g_mutex_lock (&self->mutex);
  self->held = FALSE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/* Whether who has the working connection should make room. */
gboolean
hearth_imap_source_is_wanted (HearthImapSource *self)
{
  gboolean wanted;

  g_mutex_lock (&self->mutex);
  wanted = self->tickets != self->turn;
  g_mutex_unlock (&self->mutex);
  return wanted;
}

/* Virtual mailboxes show again what lies elsewhere. Gmail's All Mail is where its archive is; what
 * lies in no other mailbox is read from there. */
static gboolean
is_wanted_mailbox (HearthImapSession *session, const HearthImapMailbox *mailbox)
{
  gboolean gmail = (hearth_imap_session_get_features (session) & HEARTH_IMAP_FEATURE_GMAIL) != 0;

  if ((mailbox->flags & HEARTH_IMAP_MAILBOX_NO_SELECT) != 0)
    return FALSE;
  if (mailbox->role == HEARTH_IMAP_ROLE_FLAGGED || mailbox->role == HEARTH_IMAP_ROLE_IMPORTANT)
    return FALSE;
  return mailbox->role != HEARTH_IMAP_ROLE_ALL || gmail;
}

/* (holder) Asks for the mailboxes and how they stand. */
gboolean
hearth_imap_source_list (HearthImapSource *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) list = NULL;
  GHashTable *mailboxes;
  GError *local = NULL;

  list = hearth_imap_session_list_sync (self->session, TRUE, cancellable, &local);
  if (list == NULL) {
    if (!make_again (self, local, cancellable, error))
      return FALSE;
    local = NULL;
    list = hearth_imap_session_list_sync (self->session, TRUE, cancellable, &local);
  }
  if (list == NULL) {
    hearth_imap_translate_error (error, local);
    return FALSE;
  }
  mailboxes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                     (GDestroyNotify) hearth_imap_mailbox_free);
  g_ptr_array_set_free_func (list, NULL);
  for (guint i = 0; i < list->len; i++) {
    HearthImapMailbox *mailbox = g_ptr_array_index (list, i);

    /* Of the one that is open servers tell how it stood when they last told of changes in it:
     * clients shall not ask, RFC 9051, section 6.3.11. */
    if (g_strcmp0 (hearth_imap_session_get_selected (self->session), mailbox->wire) == 0)
      mailbox->flags &= ~HEARTH_IMAP_MAILBOX_HAS_STATUS;
    if (is_wanted_mailbox (self->session, mailbox))
      g_hash_table_replace (mailboxes, mailbox->name, mailbox);
    else
      hearth_imap_mailbox_free (mailbox);
  }
  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->mailboxes, g_hash_table_unref);
  self->mailboxes = mailboxes;
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

char *
hearth_imap_source_dup_wire (HearthImapSource *self, const char *mailbox, GError **error)
{
  const HearthImapMailbox *found;
  char *wire = NULL;

  g_mutex_lock (&self->mutex);
  found = self->mailboxes != NULL ? g_hash_table_lookup (self->mailboxes, mailbox) : NULL;
  if (found != NULL)
    wire = g_strdup (found->wire);
  g_mutex_unlock (&self->mutex);
  if (wire == NULL && strcmp (mailbox, "INBOX") == 0)
    wire = g_strdup ("INBOX");
  if (wire == NULL)
    g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_NOT_FOUND,
                 _("“%s” has no mailbox “%s” (any more)."), self->account->address, mailbox);
  return wire;
}

static gboolean
select_once (HearthImapSource *self, const char *wire, const HearthImapKnown *known,
             const HearthImapListener *listener, GCancellable *cancellable, GError **imap_error)
{
  gboolean ok;

  hearth_imap_session_set_listener (self->session, listener);
  ok = hearth_imap_session_select_sync (self->session, wire, FALSE, known, &self->selected,
                                        cancellable, imap_error);
  hearth_imap_session_set_listener (self->session, NULL);
  return ok;
}

/* (holder) @listener hears what changed since @known. */
gboolean
hearth_imap_source_select (HearthImapSource *self, const char *wire, const HearthImapKnown *known,
                           const HearthImapListener *listener, GCancellable *cancellable,
                           GError **error)
{
  GError *local = NULL;

  if (select_once (self, wire, known, listener, cancellable, &local))
    return TRUE;
  /* What a server keeps of a connection may be what it cannot go on with. */
  if (g_error_matches (local, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_NO) && !self->fresh)
    hearth_imap_session_close (self->session);
  if (!make_again (self, local, cancellable, error))
    return FALSE;
  local = NULL;
  if (select_once (self, wire, known, listener, cancellable, &local))
    return TRUE;
  hearth_imap_translate_error (error, local);
  return FALSE;
}

/* (holder) */
gboolean
hearth_imap_source_ensure_selected (HearthImapSource *self, const char *wire,
                                    GCancellable *cancellable, GError **error)
{
  return g_strcmp0 (hearth_imap_session_get_selected (self->session), wire) == 0 ||
         hearth_imap_source_select (self, wire, NULL, NULL, cancellable, error);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const char *x = *(const char *const *) a;
  const char *y = *(const char *const *) b;
  gboolean x_inbox = strcmp (x, "INBOX") == 0;

  if (x_inbox != (strcmp (y, "INBOX") == 0))
    return x_inbox ? -1 : 1;
  return strcmp (x, y);
}

static gboolean
hearth_imap_source_list_mailboxes_sync (HearthMailSource *source, GPtrArray **names,
                                        GCancellable *cancellable, GError **error)
{
  HearthImapSource *self = HEARTH_IMAP_SOURCE (source);
  GHashTableIter iter;
  gpointer name;
  gboolean ok;

  if (!hearth_imap_source_hold (self, cancellable, error))
    return FALSE;
  ok = hearth_imap_source_list (self, cancellable, error);
  hearth_imap_source_release (self);
  if (!ok)
    return FALSE;
  *names = g_ptr_array_new_with_free_func (g_free);
  g_mutex_lock (&self->mutex);
  g_hash_table_iter_init (&iter, self->mailboxes);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (*names, g_strdup (name));
  g_mutex_unlock (&self->mutex);
  g_ptr_array_sort (*names, compare_names);
  return TRUE;
}

static HearthMailboxRole
translate_role (HearthImapRole role)
{
  switch (role) {
  case HEARTH_IMAP_ROLE_INBOX:
    return HEARTH_MAILBOX_INBOX;
  case HEARTH_IMAP_ROLE_SENT:
    return HEARTH_MAILBOX_SENT;
  case HEARTH_IMAP_ROLE_DRAFTS:
    return HEARTH_MAILBOX_DRAFTS;
  case HEARTH_IMAP_ROLE_TRASH:
    return HEARTH_MAILBOX_TRASH;
  case HEARTH_IMAP_ROLE_JUNK:
    return HEARTH_MAILBOX_JUNK;
  case HEARTH_IMAP_ROLE_ARCHIVE:
  case HEARTH_IMAP_ROLE_ALL: /* where Gmail's archive is */
    return HEARTH_MAILBOX_ARCHIVE;
  case HEARTH_IMAP_ROLE_NONE:
  case HEARTH_IMAP_ROLE_FLAGGED:
  case HEARTH_IMAP_ROLE_IMPORTANT:
  default:
    return HEARTH_MAILBOX_OTHER;
  }
}

static gboolean
hearth_imap_source_describe_mailbox (HearthMailSource *source, const char *mailbox,
                                     HearthMailboxInfo *info)
{
  HearthImapSource *self = HEARTH_IMAP_SOURCE (source);
  const HearthImapMailbox *found;

  g_mutex_lock (&self->mutex);
  found = self->mailboxes != NULL ? g_hash_table_lookup (self->mailboxes, mailbox) : NULL;
  if (found != NULL) {
    info->wire = g_strdup (found->wire);
    info->role = translate_role (found->role);
    /* Names that the client does not know may still be known in one of the owner's languages. */
    if (found->role == HEARTH_IMAP_ROLE_NONE)
      info->role = hearth_mailbox_role_from_name (mailbox);
    info->n_messages =
        (found->flags & HEARTH_IMAP_MAILBOX_HAS_STATUS) != 0 ? (gint64) found->messages : -1;
  }
  g_mutex_unlock (&self->mutex);
  return found != NULL;
}

static gboolean
hearth_imap_source_sync_mailbox_sync (HearthMailSource *source, const char *mailbox,
                                      const char *token, const HearthMailSink *sink,
                                      GCancellable *cancellable, GError **error)
{
  return hearth_imap_sync_mailbox (HEARTH_IMAP_SOURCE (source), mailbox, token, sink, cancellable,
                                   error);
}

static gboolean
take_body (const HearthImapMessage *message, gpointer user_data)
{
  GBytes **bytes = user_data;

  if ((message->has & HEARTH_IMAP_ITEM_BODY) != 0 && !message->body.too_large && *bytes == NULL)
    *bytes = hearth_imap_section_dup_bytes (&message->body);
  return TRUE;
}

/* (holder) */
static GBytes *
fetch_raw (HearthImapSource *self, const char *mailbox, const char *key, GCancellable *cancellable,
           GError **error)
{
  const HearthImapFetch fetch = { .items = HEARTH_IMAP_ITEM_BODY, .max_literal = MAX_HANDED_OUT };
  g_autofree char *wire = hearth_imap_source_dup_wire (self, mailbox, error);
  g_autoptr (HearthImapUidSet) uids = hearth_imap_uid_set_new ();
  GBytes *bytes = NULL;
  GError *local = NULL;
  guint32 uid;

  if (wire == NULL || !hearth_imap_source_ensure_selected (self, wire, cancellable, error))
    return NULL;
  uid = hearth_imap_key_get_uid (key, self->selected.uid_validity);
  if (uid != 0) {
    hearth_imap_uid_set_add (uids, uid);
    if (!hearth_imap_session_fetch_sync (self->session, uids, &fetch, take_body, &bytes,
                                         cancellable, &local)) {
      hearth_imap_translate_error (error, local);
      return NULL;
    }
  }
  if (bytes == NULL)
    g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_NOT_FOUND,
                 _("The message is not in “%s” any more, or is larger than %d MB."), mailbox,
                 MAX_HANDED_OUT / 1024 / 1024);
  return bytes;
}

static GBytes *
hearth_imap_source_dup_raw_sync (HearthMailSource *source, const char *mailbox, const char *key,
                                 const char *path, GCancellable *cancellable, GError **error)
{
  HearthImapSource *self = HEARTH_IMAP_SOURCE (source);
  GBytes *bytes;

  if (!hearth_imap_source_hold (self, cancellable, error))
    return NULL;
  bytes = fetch_raw (self, mailbox, key, cancellable, error);
  hearth_imap_source_release (self);
  return bytes;
}

static gboolean
hearth_imap_source_begin_operations_sync (HearthMailSource *source, GCancellable *cancellable,
                                          GError **error)
{
  HearthImapSource *self = HEARTH_IMAP_SOURCE (source);
  gboolean listed;

  if (!hearth_imap_source_hold (self, cancellable, error))
    return FALSE;
  g_mutex_lock (&self->mutex);
  listed = self->mailboxes != NULL;
  g_mutex_unlock (&self->mutex);
  if (listed || hearth_imap_source_list (self, cancellable, error))
    return TRUE;
  hearth_imap_source_release (self);
  return FALSE;
}

static gboolean
hearth_imap_source_apply_operations_sync (HearthMailSource *source, GPtrArray *operations,
                                          GCancellable *cancellable, GError **error)
{
  return hearth_imap_apply_operations (HEARTH_IMAP_SOURCE (source), operations, cancellable, error);
}

static void
hearth_imap_source_end_operations (HearthMailSource *source)
{
  hearth_imap_source_release (HEARTH_IMAP_SOURCE (source));
}

static void
hearth_imap_source_wake (HearthMailSource *source)
{
  HearthImapSource *self = HEARTH_IMAP_SOURCE (source);

  g_mutex_lock (&self->mutex);
  self->suspect = TRUE;
  g_mutex_unlock (&self->mutex);
  if (self->watch != NULL)
    hearth_imap_watch_wake (self->watch);
}

static gboolean
hearth_imap_source_watch (HearthMailSource *source, GError **error)
{
  HearthImapSource *self = HEARTH_IMAP_SOURCE (source);

  self->watch = hearth_imap_watch_new (self);
  return TRUE;
}

static void
hearth_imap_source_unwatch (HearthMailSource *source)
{
  g_clear_pointer (&HEARTH_IMAP_SOURCE (source)->watch, hearth_imap_watch_free);
}

static void
hearth_imap_source_finalize (GObject *object)
{
  HearthImapSource *self = HEARTH_IMAP_SOURCE (object);

  drop_session (self);
  g_clear_pointer (&self->mailboxes, g_hash_table_unref);
  hearth_account_free (self->account);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (hearth_imap_source_parent_class)->finalize (object);
}

static void
hearth_imap_source_class_init (HearthImapSourceClass *klass)
{
  HearthMailSourceClass *source_class = HEARTH_MAIL_SOURCE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hearth_imap_source_finalize;
  source_class->list_mailboxes_sync = hearth_imap_source_list_mailboxes_sync;
  source_class->describe_mailbox = hearth_imap_source_describe_mailbox;
  source_class->sync_mailbox_sync = hearth_imap_source_sync_mailbox_sync;
  source_class->dup_raw_sync = hearth_imap_source_dup_raw_sync;
  source_class->begin_operations_sync = hearth_imap_source_begin_operations_sync;
  source_class->apply_operations_sync = hearth_imap_source_apply_operations_sync;
  source_class->end_operations = hearth_imap_source_end_operations;
  source_class->wake = hearth_imap_source_wake;
  source_class->watch = hearth_imap_source_watch;
  source_class->unwatch = hearth_imap_source_unwatch;
  source_class->newest_first = TRUE;
  source_class->is_remote = TRUE;
  source_class->reconnects = TRUE;
  source_class->notice_ms = 1;
}

static void
hearth_imap_source_init (HearthImapSource *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
}

/**
 * hearth_imap_source_new:
 * @account: an account
 * @credentials: finds what proves the login
 * @user_data: for @credentials
 *
 * Returns: (transfer full): a source that connects when it is used or watched
 */
HearthMailSource *
hearth_imap_source_new (const HearthAccount *account, HearthCredentialsFunc credentials,
                        gpointer user_data)
{
  HearthImapSource *self = g_object_new (HEARTH_TYPE_IMAP_SOURCE, NULL);

  self->account = hearth_account_copy (account);
  self->credentials = credentials;
  self->credentials_data = user_data;
  return HEARTH_MAIL_SOURCE (self);
}
