/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-message.h"
#include "hearth-imap-session-private.h"
#include "hearth-imap-utf7.h"

#include <string.h>

/* Walks over the numbers of a set in the order in which they are written, which tells the pairs of
 * COPYUID. */
typedef struct {
  HearthImapParser at;
  guint32 next;
  guint32 last;
  gboolean down;
  gboolean open;
} Walk;

static gboolean
walk_next (Walk *walk, guint32 *uid)
{
  if (!walk->open) {
    if (!hearth_imap_parser_number32 (&walk->at, &walk->next) || walk->next == 0)
      return FALSE;
    walk->last = walk->next;
    if (hearth_imap_parser_accept (&walk->at, ':') &&
        (!hearth_imap_parser_number32 (&walk->at, &walk->last) || walk->last == 0))
      return FALSE;
    hearth_imap_parser_accept (&walk->at, ',');
    walk->down = walk->last < walk->next;
    walk->open = TRUE;
  }
  *uid = walk->next;
  walk->open = walk->next != walk->last;
  walk->next += walk->down ? -1 : 1;
  return TRUE;
}

typedef struct {
  HearthImapCopied *copied;
  const HearthImapUidSet *asked;
} Copying;

static Walk
walk_begin (const char *word, gsize size)
{
  return (Walk){ .at = { word, word + size, word, NULL, 0 } };
}

/* COPYUID, RFC 4315, section 3. */
static void
take_copyuid (HearthImapResponse *response, Copying *copying)
{
  HearthImapParser *at = &response->rest;
  guint64 most = hearth_imap_uid_set_count (copying->asked);
  const char *from;
  const char *to;
  gsize from_size;
  gsize to_size;
  guint32 uid_validity;
  Walk before;
  Walk after;
  HearthImapPair pair;

  if (!hearth_imap_parser_number32 (at, &uid_validity))
    return;
  hearth_imap_parser_space (at);
  if (!hearth_imap_parser_atom (at, &from, &from_size))
    return;
  hearth_imap_parser_space (at);
  if (!hearth_imap_parser_atom (at, &to, &to_size))
    return;
  copying->copied->uid_validity = uid_validity;
  before = walk_begin (from, from_size);
  after = walk_begin (to, to_size);
  for (guint64 i = 0; i < most && walk_next (&before, &pair.from) && walk_next (&after, &pair.to);
       i++) {
    if (hearth_imap_uid_set_contains (copying->asked, pair.from))
      g_array_append_val (copying->copied->pairs, pair);
  }
}

static void
copied_cb (HearthImapSession *self, HearthImapResponse *response, gpointer user_data)
{
  if (hearth_imap_response_is (response, "COPYUID"))
    take_copyuid (response, user_data);
}

/* MOVE tells it before its end, RFC 6851, section 4.3. */
static gboolean
moved_cb (HearthImapSession *self, HearthImapResponse *response, gpointer user_data)
{
  if (response->kind != HEARTH_IMAP_RESPONSE_STATUS ||
      !hearth_imap_response_is (response, "COPYUID"))
    return FALSE;
  take_copyuid (response, user_data);
  return TRUE;
}

/* Runs "UID COPY" or "UID MOVE" for one line's worth of messages. */
static gboolean
run_copy (HearthImapSession *self, const char *verb, const char *set, const HearthImapUidSet *asked,
          const char *wire, HearthImapCopied *copied, GCancellable *cancellable, GError **error)
{
  Copying copying = { copied, asked };
  g_auto (HearthImapLine) line = { 0 };
  g_auto (HearthImapCommand) command = { .tagged = copied_cb, .user_data = &copying };
  gboolean done;

  hearth_imap_line_init (&line, self, verb);
  hearth_imap_line_add (&line, set);
  hearth_imap_line_add (&line, " ");
  hearth_imap_line_add_mailbox (&line, self, wire);
  self->untagged = moved_cb;
  self->untagged_data = &copying;
  done =
      hearth_imap_session_run (self, &line, HEARTH_IMAP_PACE_PATIENT, &command, cancellable, error);
  self->untagged = NULL;
  return done;
}

/* MODIFIED, RFC 7162, section 3.1.3. */
static void
stored_cb (HearthImapSession *self, HearthImapResponse *response, gpointer user_data)
{
  const char *word;
  gsize size;
  g_autoptr (HearthImapUidSet) modified = NULL;

  if (!hearth_imap_response_is (response, "MODIFIED") ||
      !hearth_imap_parser_atom (&response->rest, &word, &size))
    return;
  modified = hearth_imap_uid_set_parse (word, (gssize) size);
  if (modified != NULL)
    hearth_imap_uid_set_add_set (user_data, modified);
}

/* Runs "UID STORE" with @what for one line's worth of messages. */
static gboolean
run_store (HearthImapSession *self, const char *set, guint64 unchanged_since, const char *what,
           HearthImapUidSet *modified, GCancellable *cancellable, GError **error)
{
  g_auto (HearthImapLine) line = { 0 };
  g_auto (HearthImapCommand) command = { .tagged = stored_cb, .user_data = modified };
  guint64 before = hearth_imap_uid_set_count (modified);

  hearth_imap_line_init (&line, self, "UID STORE ");
  hearth_imap_line_add (&line, set);
  if (unchanged_since > 0)
    g_string_append_printf (line.text, " (UNCHANGEDSINCE %" G_GUINT64_FORMAT ")", unchanged_since);
  hearth_imap_line_add (&line, what);
  if (!hearth_imap_session_send (self, &line, HEARTH_IMAP_PACE_PATIENT, &command, cancellable,
                                 error) ||
      !hearth_imap_session_wait (self, &command, cancellable, error))
    return FALSE;
  /* Some say NO where only MODIFIED is the reason. */
  if (command.status == HEARTH_IMAP_STATUS_NO && hearth_imap_uid_set_count (modified) > before)
    return TRUE;
  return hearth_imap_session_judge (self, &command, error);
}

/* Runs run_store() for a set of any size. */
static gboolean
store_all (HearthImapSession *self, const HearthImapUidSet *uids, guint64 unchanged_since,
           const char *what, HearthImapUidSet *modified, GCancellable *cancellable, GError **error)
{
  g_autoptr (HearthImapUidSet) left = hearth_imap_uid_set_copy (uids);

  while (!hearth_imap_uid_set_is_empty (left)) {
    g_autoptr (HearthImapUidSet) taken = NULL;
    g_autofree char *set = hearth_imap_session_take_uids (left, G_MAXUINT32, &taken);

    if (!run_store (self, set, unchanged_since, what, modified, cancellable, error))
      return FALSE;
  }
  return TRUE;
}

static char *
dup_flags_change (const char *sign, HearthImapFlags flags)
{
  GString *text = g_string_new (" ");

  g_string_append_printf (text, "%sFLAGS.SILENT ", sign);
  hearth_imap_flags_append (text, flags);
  return g_string_free (text, FALSE);
}

/**
 * hearth_imap_session_store_sync:
 * @self: a session with a selected mailbox
 * @uids: which messages; those that are not there are passed over
 * @add: flags that they get
 * @remove: flags that they lose
 * @unchanged_since: only messages that did not change since this MODSEQ, or 0 for all; not looked
 *   at where the mailbox keeps none
 * @modified: (out) (optional) (transfer full): those that were left alone as they had changed
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthImapError, or `G_IO_ERROR_CANCELLED`
 *
 * All other flags stay as they are. With CONDSTORE the listener hears the new MODSEQs.
 *
 * Returns: whether it was done
 */
gboolean
hearth_imap_session_store_sync (HearthImapSession *self, const HearthImapUidSet *uids,
                                HearthImapFlags add, HearthImapFlags remove,
                                guint64 unchanged_since, HearthImapUidSet **modified,
                                GCancellable *cancellable, GError **error)
{
  g_autoptr (HearthImapUidSet) left = NULL;
  g_autoptr (HearthImapUidSet) changed = NULL;
  g_autofree char *plus = dup_flags_change ("+", add);
  g_autofree char *minus = dup_flags_change ("-", remove);

  g_return_val_if_fail (HEARTH_IS_IMAP_SESSION (self) && uids != NULL, FALSE);
  if (!hearth_imap_session_check (self, error))
    return FALSE;
  left = hearth_imap_uid_set_copy (uids);
  changed = hearth_imap_uid_set_new ();
  if (!self->selected_modseq)
    unchanged_since = 0;
  if (add != 0) {
    if (!store_all (self, left, unchanged_since, plus, changed, cancellable, error))
      return FALSE;
    /* The first change is one itself. */
    hearth_imap_uid_set_remove_set (left, changed);
    unchanged_since = 0;
  }
  if (remove != 0 && !store_all (self, left, unchanged_since, minus, changed, cancellable, error))
    return FALSE;
  if (modified != NULL)
    *modified = g_steal_pointer (&changed);
  return TRUE;
}

/**
 * hearth_imap_session_label_sync:
 * @self: a session with a selected mailbox
 * @uids: which messages
 * @add: whether they get the label, or lose it
 * @label: one of Gmail's labels, UTF-8; system ones with their backslash, as "\Inbox"
 * @cancellable: (nullable): a cancellable
 * @error: %HEARTH_IMAP_ERROR_NOT_SUPPORTED, another #HearthImapError, or `G_IO_ERROR_CANCELLED`
 *
 * Returns: whether it was done
 */
gboolean
hearth_imap_session_label_sync (HearthImapSession *self, const HearthImapUidSet *uids, gboolean add,
                                const char *label, GCancellable *cancellable, GError **error)
{
  g_autoptr (HearthImapUidSet) modified = hearth_imap_uid_set_new ();
  g_autofree char *encoded = NULL;
  g_autoptr (GString) what = NULL;

  g_return_val_if_fail (HEARTH_IS_IMAP_SESSION (self) && uids != NULL && label != NULL, FALSE);
  if (!hearth_imap_session_check (self, error))
    return FALSE;
  if ((self->features & HEARTH_IMAP_FEATURE_GMAIL) == 0) {
    g_propagate_error (error, hearth_imap_error_new_unsupported (self->server.host, "X-GM-EXT-1"));
    return FALSE;
  }
  what = g_string_new (add ? " +X-GM-LABELS.SILENT (" : " -X-GM-LABELS.SILENT (");
  encoded = self->utf8 ? g_strdup (label) : hearth_imap_utf7_encode (label);
  /* A system label is no string; and a label cannot hold a line end. */
  if (g_ascii_isalpha (label[0] == '\\' ? label[1] : '\0') &&
      strpbrk (label, " \"()\r\n") == NULL) {
    g_string_append (what, label);
  } else {
    g_string_append_c (what, '"');
    for (const char *p = encoded; *p != '\0'; p++) {
      if (*p == '"' || *p == '\\')
        g_string_append_c (what, '\\');
      if (*p != '\r' && *p != '\n')
        g_string_append_c (what, *p);
    }
    g_string_append_c (what, '"');
  }
  g_string_append_c (what, ')');
  return store_all (self, uids, 0, what->str, modified, cancellable, error);
}

/**
 * hearth_imap_session_copy_sync:
 * @self: a session with a selected mailbox
 * @uids: which messages
 * @wire: where they are copied to
 * @copied: (out caller-allocates): where they are there; to be cleared also after a failure, when
 *   it holds those that were copied
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthImapError, or `G_IO_ERROR_CANCELLED`
 *
 * Returns: whether all were copied
 */
gboolean
hearth_imap_session_copy_sync (HearthImapSession *self, const HearthImapUidSet *uids,
                               const char *wire, HearthImapCopied *copied,
                               GCancellable *cancellable, GError **error)
{
  g_autoptr (HearthImapUidSet) left = NULL;

  g_return_val_if_fail (HEARTH_IS_IMAP_SESSION (self) && uids != NULL && wire != NULL, FALSE);
  *copied = (HearthImapCopied){ 0, g_array_new (FALSE, FALSE, sizeof (HearthImapPair)), FALSE };
  if (!hearth_imap_session_check (self, error))
    return FALSE;
  left = hearth_imap_uid_set_copy (uids);
  while (!hearth_imap_uid_set_is_empty (left)) {
    g_autoptr (HearthImapUidSet) taken = NULL;
    g_autofree char *set = hearth_imap_session_take_uids (left, G_MAXUINT32, &taken);

    if (!run_copy (self, "UID COPY ", set, taken, wire, copied, cancellable, error))
      return FALSE;
  }
  return TRUE;
}

/* Moves without MOVE: each copied, marked, and expunged by its UID. Without UIDPLUS the last step
 * would take all that are marked, also what others have marked, and so it is left out. */
static gboolean
move_in_steps (HearthImapSession *self, const char *set, const HearthImapUidSet *taken,
               const char *wire, HearthImapCopied *copied, GCancellable *cancellable,
               GError **error)
{
  g_autoptr (HearthImapUidSet) modified = hearth_imap_uid_set_new ();
  g_autofree char *expunge = g_strdup_printf ("UID EXPUNGE %s", set);

  if (!run_copy (self, "UID COPY ", set, taken, wire, copied, cancellable, error) ||
      !run_store (self, set, 0, " +FLAGS.SILENT (\\Deleted)", modified, cancellable, error))
    return FALSE;
  if ((self->features & HEARTH_IMAP_FEATURE_UIDPLUS) == 0) {
    copied->left_deleted = TRUE;
    return TRUE;
  }
  return hearth_imap_session_run_text (self, expunge, HEARTH_IMAP_PACE_PATIENT, cancellable, error);
}

/**
 * hearth_imap_session_move_sync:
 * @self: a session with a selected mailbox
 * @uids: which messages
 * @wire: where they are moved to
 * @copied: (out caller-allocates): where they are there; to be cleared also after a failure, when
 *   it holds those that were moved, or at least copied
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthImapError, or `G_IO_ERROR_CANCELLED`
 *
 * By MOVE, RFC 6851, or else copied, marked \Deleted and expunged by UID. The listener hears that
 * they are gone.
 *
 * Returns: whether all were moved
 */
gboolean
hearth_imap_session_move_sync (HearthImapSession *self, const HearthImapUidSet *uids,
                               const char *wire, HearthImapCopied *copied,
                               GCancellable *cancellable, GError **error)
{
  g_autoptr (HearthImapUidSet) left = NULL;

  g_return_val_if_fail (HEARTH_IS_IMAP_SESSION (self) && uids != NULL && wire != NULL, FALSE);
  *copied = (HearthImapCopied){ 0, g_array_new (FALSE, FALSE, sizeof (HearthImapPair)), FALSE };
  if (!hearth_imap_session_check (self, error))
    return FALSE;
  left = hearth_imap_uid_set_copy (uids);
  while (!hearth_imap_uid_set_is_empty (left)) {
    g_autoptr (HearthImapUidSet) taken = NULL;
    g_autofree char *set = hearth_imap_session_take_uids (left, G_MAXUINT32, &taken);
    gboolean moved;

    if ((self->features & HEARTH_IMAP_FEATURE_MOVE) != 0)
      moved = run_copy (self, "UID MOVE ", set, taken, wire, copied, cancellable, error);
    else
      moved = move_in_steps (self, set, taken, wire, copied, cancellable, error);
    if (!moved)
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_imap_session_expunge_sync:
 * @self: a session with a selected mailbox
 * @uids: which messages; only those that are marked \Deleted go
 * @cancellable: (nullable): a cancellable
 * @error: %HEARTH_IMAP_ERROR_NOT_SUPPORTED without UIDPLUS, another #HearthImapError, or
 *   `G_IO_ERROR_CANCELLED`
 *
 * Returns: whether it was done
 */
gboolean
hearth_imap_session_expunge_sync (HearthImapSession *self, const HearthImapUidSet *uids,
                                  GCancellable *cancellable, GError **error)
{
  g_autoptr (HearthImapUidSet) left = NULL;

  g_return_val_if_fail (HEARTH_IS_IMAP_SESSION (self) && uids != NULL, FALSE);
  if (!hearth_imap_session_check (self, error))
    return FALSE;
  if ((self->features & HEARTH_IMAP_FEATURE_UIDPLUS) == 0) {
    g_propagate_error (error, hearth_imap_error_new_unsupported (self->server.host, "UIDPLUS"));
    return FALSE;
  }
  left = hearth_imap_uid_set_copy (uids);
  while (!hearth_imap_uid_set_is_empty (left)) {
    g_autoptr (HearthImapUidSet) taken = NULL;
    g_autofree char *set = hearth_imap_session_take_uids (left, G_MAXUINT32, &taken);
    g_autofree char *text = g_strdup_printf ("UID EXPUNGE %s", set);

    if (!hearth_imap_session_run_text (self, text, HEARTH_IMAP_PACE_PATIENT, cancellable, error))
      return FALSE;
  }
  return TRUE;
}
