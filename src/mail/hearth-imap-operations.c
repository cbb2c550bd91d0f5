/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-source-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* Telling a server what the owner did: one command for all messages of a group. */

/* How long a server gets to end what it was told by a connection that is lost. */
#define SETTLE_MS 1500

/* A group of operations on its way. */
typedef struct {
  HearthImapSource *source;
  GPtrArray *operations;
  const HearthOperation *first; /* they are all the same change */
  guint32 *uids;                /* (owned) of each, 0 if it is not there */
  HearthImapUidSet *set;        /* (owned) of all that are there */
  HearthImapUidSet *seen;       /* (owned) of which the server spoke */
  GCancellable *cancellable;
} Group;

static void
group_clear (Group *self)
{
  g_free (self->uids);
  g_clear_pointer (&self->set, hearth_imap_uid_set_free);
  g_clear_pointer (&self->seen, hearth_imap_uid_set_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Group, group_clear)

static HearthOperation *
get_operation (Group *self, guint index)
{
  return g_ptr_array_index (self->operations, index);
}

static void
set_outcome_of_rest (Group *self, HearthOutcome outcome, const char *reason)
{
  for (guint i = 0; i < self->operations->len; i++) {
    HearthOperation *operation = get_operation (self, i);

    if (operation->outcome != HEARTH_OUTCOME_NONE)
      continue;
    operation->outcome = outcome;
    operation->reason = g_strdup (reason);
  }
}

/* What the server says no to now and may say yes to in a moment. */
static gboolean
is_passing (const GError *error)
{
  HearthImapCode code = hearth_imap_error_get_code (error);

  return code == HEARTH_IMAP_CODE_INUSE || code == HEARTH_IMAP_CODE_UNAVAILABLE ||
         code == HEARTH_IMAP_CODE_SERVERBUG || code == HEARTH_IMAP_CODE_EXPUNGEISSUED;
}

/* Takes @imap_error. The server said no to a command: what is left of the group is refused. Returns
 * FALSE if it is the connection that failed, or if it is to be tried again later. */
static gboolean
settle_refused (Group *self, GError *imap_error, GError **error)
{
  if ((g_error_matches (imap_error, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_NO) &&
       !is_passing (imap_error)) ||
      g_error_matches (imap_error, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_NOT_SUPPORTED)) {
    set_outcome_of_rest (self, HEARTH_OUTCOME_REFUSED, imap_error->message);
    g_error_free (imap_error);
    return TRUE;
  }
  hearth_imap_translate_error (error, imap_error);
  return FALSE;
}

/* The newest message of the selected mailbox with a Message-ID, or 0. */
static gboolean
search_message (Group *self, const char *header_id, guint32 *uid, GError **error)
{
  g_autoptr (HearthImapUidSet) found = NULL;
  GError *local = NULL;

  *uid = 0;
  if (*header_id == '\0')
    return TRUE;
  found = hearth_imap_session_search_sync (self->source->session, "HEADER Message-ID", header_id,
                                           self->cancellable, &local);
  if (found == NULL) {
    if (g_error_matches (local, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_NO)) {
      g_error_free (local);
      return TRUE;
    }
    hearth_imap_translate_error (error, local);
    return FALSE;
  }
  if (!hearth_imap_uid_set_is_empty (found))
    *uid = hearth_imap_uid_set_get_last (found);
  return TRUE;
}

/* Finds the messages in the selected mailbox. A key that does not say where one is (the mailbox was
 * numbered anew, or the message was moved there and the server did not say as what) is looked for
 * by its Message-ID. */
static gboolean
find_uids (Group *self, GError **error)
{
  self->uids = g_new0 (guint32, self->operations->len);
  for (guint i = 0; i < self->operations->len; i++) {
    const HearthOperation *operation = get_operation (self, i);

    self->uids[i] = hearth_imap_key_get_uid (operation->key, self->source->selected.uid_validity);
    if (self->uids[i] == 0 && !search_message (self, operation->header_id, &self->uids[i], error))
      return FALSE;
    if (self->uids[i] != 0)
      hearth_imap_uid_set_add (self->set, self->uids[i]);
  }
  return TRUE;
}

/* Leaves in the set what is in the selected mailbox now. */
static gboolean
keep_present (Group *self, GError **error)
{
  g_autofree char *text = hearth_imap_uid_set_to_string (self->set);
  g_autofree char *criteria = g_strconcat ("UID ", text, NULL);
  g_autoptr (HearthImapUidSet) present = NULL;
  GError *local = NULL;

  if (hearth_imap_uid_set_is_empty (self->set))
    return TRUE;
  present = hearth_imap_session_search_sync (self->source->session, criteria, NULL,
                                             self->cancellable, &local);
  if (present == NULL) {
    hearth_imap_translate_error (error, local);
    return FALSE;
  }
  hearth_imap_uid_set_free (self->set);
  self->set = g_steal_pointer (&present);
  return TRUE;
}

static void
changed_cb (const HearthImapMessage *message, gpointer user_data)
{
  Group *self = user_data;

  if (message->uid != 0)
    hearth_imap_uid_set_add (self->seen, message->uid);
}

static gboolean
store_flags (Group *self, GError **imap_error)
{
  const HearthImapListener listener = { .changed = changed_cb, .user_data = self };
  HearthImapSession *session = self->source->session;
  gboolean ok;

  hearth_imap_session_set_listener (session, &listener);
  ok = hearth_imap_session_store_sync (session, self->set,
                                       hearth_imap_flags_from_message (self->first->add_flags),
                                       hearth_imap_flags_from_message (self->first->remove_flags),
                                       0, NULL, self->cancellable, imap_error);
  hearth_imap_session_set_listener (session, NULL);
  return ok;
}

/* Servers pass over what is not there. Those of which the server did not speak are looked for. */
static gboolean
mark (Group *self, GError **error)
{
  g_autoptr (HearthImapUidSet) silent = NULL;
  GError *local = NULL;

  if (!hearth_imap_uid_set_is_empty (self->set) && !store_flags (self, &local))
    return settle_refused (self, local, error);
  silent = hearth_imap_uid_set_copy (self->set);
  hearth_imap_uid_set_remove_set (silent, self->seen);
  if (!hearth_imap_uid_set_is_empty (silent) && !keep_present (self, error))
    return FALSE;
  for (guint i = 0; i < self->operations->len; i++) {
    gboolean there = self->uids[i] != 0 && hearth_imap_uid_set_contains (self->set, self->uids[i]);

    get_operation (self, i)->outcome = there ? HEARTH_OUTCOME_DONE : HEARTH_OUTCOME_GONE;
  }
  return TRUE;
}

/* The name on the server of the mailbox that messages are moved to; made if it is not there. */
static char *
ensure_target (Group *self, gboolean again, GError **imap_error)
{
  HearthImapSource *source = self->source;
  const char *target = self->first->target;
  g_autofree char *wire = again ? NULL : hearth_imap_source_dup_wire (source, target, NULL);
  static const HearthImapRole roles[] = {
    [HEARTH_MAILBOX_OTHER] = HEARTH_IMAP_ROLE_NONE,
    [HEARTH_MAILBOX_INBOX] = HEARTH_IMAP_ROLE_NONE,
    [HEARTH_MAILBOX_SENT] = HEARTH_IMAP_ROLE_SENT,
    [HEARTH_MAILBOX_DRAFTS] = HEARTH_IMAP_ROLE_DRAFTS,
    [HEARTH_MAILBOX_TRASH] = HEARTH_IMAP_ROLE_TRASH,
    [HEARTH_MAILBOX_JUNK] = HEARTH_IMAP_ROLE_JUNK,
    [HEARTH_MAILBOX_ARCHIVE] = HEARTH_IMAP_ROLE_ARCHIVE,
  };

  if (wire != NULL)
    return g_steal_pointer (&wire);
  wire = hearth_imap_session_dup_wire (source->session, target);
  /* Whether it is new to the server or only to the list of some minutes ago. */
  if (!hearth_imap_session_create_sync (source->session, wire,
                                        roles[hearth_mailbox_role_from_name (target)],
                                        self->cancellable, imap_error)) {
    if (hearth_imap_error_get_code (*imap_error) != HEARTH_IMAP_CODE_ALREADYEXISTS)
      return NULL;
    g_clear_error (imap_error);
  }
  hearth_imap_source_list (source, self->cancellable, NULL);
  return g_steal_pointer (&wire);
}

static void
take_copied (Group *self, const HearthImapCopied *copied)
{
  g_autoptr (GHashTable) found = g_hash_table_new (NULL, NULL);

  if (copied->uid_validity == 0) {
    /* The next sync of the other mailbox tells as what they are there. */
    for (guint i = 0; i < self->operations->len; i++) {
      if (self->uids[i] != 0 && hearth_imap_uid_set_contains (self->set, self->uids[i]))
        get_operation (self, i)->outcome = HEARTH_OUTCOME_DONE;
    }
    return;
  }
  for (guint i = 0; i < copied->pairs->len; i++) {
    const HearthImapPair *pair = &g_array_index (copied->pairs, HearthImapPair, i);

    g_hash_table_insert (found, GUINT_TO_POINTER (pair->from), GUINT_TO_POINTER (pair->to));
  }
  for (guint i = 0; i < self->operations->len; i++) {
    guint to = GPOINTER_TO_UINT (g_hash_table_lookup (found, GUINT_TO_POINTER (self->uids[i])));

    if (self->uids[i] == 0 || to == 0)
      continue;
    get_operation (self, i)->new_key = hearth_imap_make_key (copied->uid_validity, to);
    get_operation (self, i)->outcome = HEARTH_OUTCOME_DONE;
  }
}

static gboolean
move_set (Group *self, char **wire, GError **imap_error)
{
  g_auto (HearthImapCopied) copied = { 0 };
  HearthImapSession *session = self->source->session;

  if (hearth_imap_uid_set_is_empty (self->set))
    return TRUE;
  if (!hearth_imap_session_move_sync (session, self->set, *wire, &copied, self->cancellable,
                                      imap_error)) {
    HearthImapCode code = hearth_imap_error_get_code (*imap_error);

    /* The mailbox went since the list. */
    if (code != HEARTH_IMAP_CODE_TRYCREATE && code != HEARTH_IMAP_CODE_NONEXISTENT)
      return FALSE;
    g_clear_error (imap_error);
    g_free (*wire);
    *wire = ensure_target (self, TRUE, imap_error);
    if (*wire == NULL || !hearth_imap_session_move_sync (session, self->set, *wire, &copied,
                                                         self->cancellable, imap_error))
      return FALSE;
  }
  take_copied (self, &copied);
  return TRUE;
}

/* Those that are not where they were: they are where they were to go, if they were moved there
 * before a crash or by another program, or they are gone. */
static gboolean
find_moved (Group *self, const char *wire, GError **error)
{
  gboolean opened = FALSE;

  for (guint i = 0; i < self->operations->len; i++) {
    HearthOperation *operation = get_operation (self, i);
    guint32 uid = 0;

    if (operation->outcome != HEARTH_OUTCOME_NONE)
      continue;
    if (!opened &&
        !hearth_imap_source_select (self->source, wire, NULL, NULL, self->cancellable, error))
      return FALSE;
    opened = TRUE;
    if (!search_message (self, operation->header_id, &uid, error))
      return FALSE;
    operation->outcome = uid != 0 ? HEARTH_OUTCOME_DONE : HEARTH_OUTCOME_GONE;
    if (uid != 0)
      operation->new_key = hearth_imap_make_key (self->source->selected.uid_validity, uid);
  }
  return TRUE;
}

/* A crash, here or of the server, may have come between the copy and the end of the original: also
 * MOVE is these two to some servers. What was copied is not copied again, and only its original
 * goes.
 */
static gboolean
finish_copied (Group *self, const char *from, const char *wire, GError **error)
{
  g_autoptr (HearthImapUidSet) copied = hearth_imap_uid_set_new ();
  GError *local = NULL;

  if (!hearth_imap_source_select (self->source, wire, NULL, NULL, self->cancellable, error))
    return FALSE;
  for (guint i = 0; i < self->operations->len; i++) {
    HearthOperation *operation = get_operation (self, i);
    guint32 uid = 0;

    if (self->uids[i] == 0 || !hearth_imap_uid_set_contains (self->set, self->uids[i]))
      continue;
    if (!search_message (self, operation->header_id, &uid, error))
      return FALSE;
    if (uid == 0)
      continue;
    operation->outcome = HEARTH_OUTCOME_DONE;
    operation->new_key = hearth_imap_make_key (self->source->selected.uid_validity, uid);
    hearth_imap_uid_set_add (copied, self->uids[i]);
  }
  if (!hearth_imap_source_select (self->source, from, NULL, NULL, self->cancellable, error))
    return FALSE;
  hearth_imap_uid_set_remove_set (self->set, copied);
  if (hearth_imap_uid_set_is_empty (copied) ||
      (hearth_imap_session_store_sync (self->source->session, copied, HEARTH_IMAP_FLAG_DELETED, 0,
                                       0, NULL, self->cancellable, &local) &&
       hearth_imap_session_expunge_sync (self->source->session, copied, self->cancellable, &local)))
    return TRUE;
  if (g_error_matches (local, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_NOT_SUPPORTED)) {
    g_error_free (local);
    return TRUE;
  }
  hearth_imap_translate_error (error, local);
  return FALSE;
}

static gboolean
move (Group *self, const char *from, GError **error)
{
  HearthImapFeature features = hearth_imap_session_get_features (self->source->session);
  g_autofree char *wire = NULL;
  GError *local = NULL;

  wire = ensure_target (self, FALSE, &local);
  if (wire == NULL)
    return settle_refused (self, local, error);
  /* A server with UIDPLUS says itself which were there. */
  if ((self->first->begun || (features & HEARTH_IMAP_FEATURE_UIDPLUS) == 0) &&
      !keep_present (self, error))
    return FALSE;
  if (self->first->begun && !hearth_imap_uid_set_is_empty (self->set) &&
      !finish_copied (self, from, wire, error))
    return FALSE;
  if (!move_set (self, &wire, &local))
    return settle_refused (self, local, error);
  return find_moved (self, wire, error);
}

/* A server may still be at the last command of a connection that was lost. What is looked up before
 * it has done that would be done twice. */
static gboolean
let_settle (GCancellable *cancellable, GError **error)
{
  GPollFD fd;

  if (g_cancellable_make_pollfd (cancellable, &fd)) {
    g_poll (&fd, 1, SETTLE_MS);
    g_cancellable_release_fd (cancellable);
  } else {
    g_usleep (SETTLE_MS * 1000);
  }
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* (holder) */
gboolean
hearth_imap_apply_operations (HearthImapSource *source, GPtrArray *operations,
                              GCancellable *cancellable, GError **error)
{
  g_auto (Group) self = { .source = source, .operations = operations, .cancellable = cancellable };
  g_autofree char *wire = NULL;
  g_autoptr (GError) local = NULL;

  if (operations->len == 0)
    return TRUE;
  self.first = g_ptr_array_index (operations, 0);
  if (self.first->begun && self.first->target != NULL && !let_settle (cancellable, error))
    return FALSE;
  self.set = hearth_imap_uid_set_new ();
  self.seen = hearth_imap_uid_set_new ();
  wire = hearth_imap_source_dup_wire (source, self.first->mailbox, &local);
  if (wire == NULL || !hearth_imap_source_ensure_selected (source, wire, cancellable, &local)) {
    /* The mailbox was deleted elsewhere, and its messages with it. */
    if (g_error_matches (local, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_NOT_FOUND)) {
      set_outcome_of_rest (&self, HEARTH_OUTCOME_GONE, NULL);
      return TRUE;
    }
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (!find_uids (&self, error))
    return FALSE;
  return self.first->target != NULL ? move (&self, wire, error) : mark (&self, error);
}
