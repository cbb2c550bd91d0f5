/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-remote-mail.h"

#include "hearth-imap-session.h"
#include "hearth-login-gate.h"

#include <glib/gi18n.h>
#include <string.h>

/* Copies of the owner's own mail on a server, over a connection of their own: they come seldom, and
 * the account's working connection may be busy with years of mail. */

static gboolean
sign_in (HearthImapSession *session, const HearthAccount *account, HearthCredentialsFunc func,
         gpointer user_data, gboolean refresh, GCancellable *cancellable, GError **error)
{
  g_autoptr (HearthCredentials) credentials =
      func (account, refresh, user_data, cancellable, error);

  return credentials != NULL &&
         hearth_login_gate_sign_in_sync (&account->imap, session, credentials,
                                         !refresh &&
                                             credentials->mechanism == HEARTH_MECHANISM_TOKEN,
                                         cancellable, error);
}

/* A token may have run out just now: another one is tried, once. */
static HearthImapSession *
connect_account (const HearthAccount *account, HearthCredentialsFunc func, gpointer user_data,
                 GCancellable *cancellable, GError **error)
{
  for (guint i = 0;; i++) {
    g_autoptr (HearthImapSession) session = NULL;
    g_autoptr (GError) local_error = NULL;

    if (!hearth_login_gate_check (&account->imap, error))
      return NULL;
    session = hearth_imap_session_open_sync (&account->imap, cancellable, error);
    if (session == NULL)
      return NULL;
    if (sign_in (session, account, func, user_data, i > 0, cancellable, &local_error))
      return g_steal_pointer (&session);
    hearth_imap_session_close (session);
    if (i > 0 || account->auth == HEARTH_AUTH_PASSWORD ||
        !g_error_matches (local_error, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_AUTH)) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  }
}

/* The mailbox of a role: the one that the server names, else one of that name, else a new one. */
static char *
find_mailbox (HearthImapSession *session, HearthMailboxRole role, GCancellable *cancellable,
              GError **error)
{
  gboolean sent = role == HEARTH_MAILBOX_SENT;
  HearthImapRole wanted = sent ? HEARTH_IMAP_ROLE_SENT : HEARTH_IMAP_ROLE_DRAFTS;
  g_autoptr (GPtrArray) mailboxes =
      hearth_imap_session_list_sync (session, FALSE, cancellable, error);
  const HearthImapMailbox *best = NULL;
  g_autofree char *wire = NULL;

  if (mailboxes == NULL)
    return NULL;
  for (guint i = 0; i < mailboxes->len; i++) {
    const HearthImapMailbox *each = g_ptr_array_index (mailboxes, i);

    if (each->role != wanted || (each->flags & HEARTH_IMAP_MAILBOX_NO_SELECT) != 0)
      continue;
    if (best == NULL || ((each->flags & HEARTH_IMAP_MAILBOX_ROLE_TOLD) != 0 &&
                         (best->flags & HEARTH_IMAP_MAILBOX_ROLE_TOLD) == 0))
      best = each;
  }
  if (best != NULL)
    return g_strdup (best->wire);
  wire = hearth_imap_session_dup_wire (session, sent ? "Sent" : "Drafts");
  return hearth_imap_session_create_sync (session, wire, wanted, cancellable, error)
             ? g_steal_pointer (&wire)
             : NULL;
}

/* Looks for a mail by its Message-ID. @key is NULL if it is not there. */
static gboolean
find_mail (HearthImapSession *session, const char *wire, const char *message_id, char **key,
           GCancellable *cancellable, GError **error)
{
  HearthImapSelected selected = { 0 };
  g_autofree char *value = g_strdup_printf ("<%s>", message_id);
  g_autoptr (HearthImapUidSet) found = NULL;

  *key = NULL;
  if (!hearth_imap_session_select_sync (session, wire, TRUE, NULL, &selected, cancellable, error))
    return FALSE;
  found = hearth_imap_session_search_sync (session, "HEADER Message-ID", value, cancellable, error);
  if (found == NULL)
    return FALSE;
  if (!hearth_imap_uid_set_is_empty (found))
    *key = g_strdup_printf ("%u.%u", selected.uid_validity, hearth_imap_uid_set_get_last (found));
  return TRUE;
}

static gboolean
append (HearthImapSession *session, HearthMailboxRole role, GBytes *content, const char *message_id,
        char **key, GCancellable *cancellable, GError **error)
{
  g_autofree char *wire = find_mailbox (session, role, cancellable, error);
  g_autofree char *found = NULL;
  guint32 uid_validity = 0, uid = 0;
  HearthImapFlags flags = HEARTH_IMAP_FLAG_SEEN;

  if (role == HEARTH_MAILBOX_DRAFTS)
    flags |= HEARTH_IMAP_FLAG_DRAFT;
  /* The answer to an earlier try may have been lost; some servers keep a copy by themselves. */
  if (wire == NULL || !find_mail (session, wire, message_id, &found, cancellable, error))
    return FALSE;
  if (found == NULL) {
    if (!hearth_imap_session_append_sync (session, wire, content, flags, 0, &uid_validity, &uid,
                                          cancellable, error))
      return FALSE;
    if (uid != 0)
      found = g_strdup_printf ("%u.%u", uid_validity, uid);
    else if (key != NULL && !find_mail (session, wire, message_id, &found, cancellable, error))
      return FALSE;
  }
  if (key != NULL)
    *key = g_steal_pointer (&found);
  return TRUE;
}

static gboolean
append_sync (const HearthAccount *account, HearthCredentialsFunc credentials, gpointer user_data,
             HearthMailboxRole role, GBytes *content, const char *message_id, char **key,
             GCancellable *cancellable, GError **error)
{
  g_autoptr (HearthImapSession) session =
      connect_account (account, credentials, user_data, cancellable, error);
  gboolean ok;

  if (session == NULL)
    return FALSE;
  ok = append (session, role, content, message_id, key, cancellable, error);
  hearth_imap_session_logout_sync (session, cancellable);
  return ok;
}

static gboolean
remove_mail (HearthImapSession *session, HearthMailboxRole role, guint32 uid_validity, guint32 uid,
             GCancellable *cancellable, GError **error)
{
  g_autofree char *wire = find_mailbox (session, role, cancellable, error);
  g_autoptr (HearthImapUidSet) uids = hearth_imap_uid_set_new ();
  HearthImapSelected selected = { 0 };

  if (wire == NULL ||
      !hearth_imap_session_select_sync (session, wire, FALSE, NULL, &selected, cancellable, error))
    return FALSE;
  /* Another generation of the mailbox: the number is another mail's, or nobody's. */
  if (selected.uid_validity != uid_validity)
    return TRUE;
  hearth_imap_uid_set_add (uids, uid);
  return hearth_imap_session_store_sync (session, uids, HEARTH_IMAP_FLAG_DELETED, 0, 0, NULL,
                                         cancellable, error) &&
         hearth_imap_session_expunge_sync (session, uids, cancellable, error);
}

static gboolean
remove_sync (const HearthAccount *account, HearthCredentialsFunc credentials, gpointer user_data,
             HearthMailboxRole role, const char *key, GCancellable *cancellable, GError **error)
{
  g_autoptr (HearthImapSession) session = NULL;
  g_auto (GStrv) numbers = g_strsplit (key, ".", 2);
  guint64 uid_validity, uid;
  gboolean ok;

  if (!g_ascii_string_to_unsigned (numbers[0], 10, 1, G_MAXUINT32, &uid_validity, NULL) ||
      numbers[1] == NULL ||
      !g_ascii_string_to_unsigned (numbers[1], 10, 1, G_MAXUINT32, &uid, NULL))
    return TRUE;
  session = connect_account (account, credentials, user_data, cancellable, error);
  if (session == NULL)
    return FALSE;
  ok = remove_mail (session, role, (guint32) uid_validity, (guint32) uid, cancellable, error);
  hearth_imap_session_logout_sync (session, cancellable);
  return ok;
}

/**
 * hearth_remote_mail_get_imap:
 *
 * Returns: (transfer none): copies over IMAP
 */
const HearthRemoteMail *
hearth_remote_mail_get_imap (void)
{
  static const HearthRemoteMail imap = { append_sync, remove_sync };

  return &imap;
}
