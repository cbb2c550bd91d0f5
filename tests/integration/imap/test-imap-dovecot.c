/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-session-private.h"

#include <string.h>

/* Against a real server, which with_dovecot.py has started. */

#define N_MESSAGES 60

static void
server_address (HearthSecurity security, HearthMailServer *server)
{
  const char *port = g_getenv (security == HEARTH_SECURITY_TLS ? "IMAP_TLS_PORT" : "IMAP_PORT");

  server->host = (char *) "127.0.0.1";
  server->port = (guint16) g_ascii_strtoull (port, NULL, 10);
  server->security = security;
  server->user = (char *) "alex";
  server->pin = security == HEARTH_SECURITY_NONE ? NULL : (char *) g_getenv ("IMAP_PIN");
}

static HearthImapSession *
open_session (HearthSecurity security)
{
  HearthMailServer server;
  g_autoptr (GError) error = NULL;
  HearthImapSession *session;

  server_address (security, &server);
  session = hearth_imap_session_open_sync (&server, NULL, &error);
  g_assert_no_error (error);
  return session;
}

static gboolean
login (HearthImapSession *session, HearthMechanism mechanism, const char *secret, GError **error)
{
  g_autoptr (HearthCredentials) credentials = hearth_credentials_new (mechanism, "alex", secret);

  return hearth_imap_session_login_sync (session, credentials, NULL, error);
}

static HearthImapSession *
open_inbox (HearthImapSelected *selected)
{
  HearthImapSession *session = open_session (HEARTH_SECURITY_NONE);
  HearthImapSelected ignored;
  g_autoptr (GError) error = NULL;

  login (session, HEARTH_MECHANISM_PASSWORD, "pässword \"1\\", &error);
  g_assert_no_error (error);
  hearth_imap_session_select_sync (session, "INBOX", FALSE, NULL,
                                   selected != NULL ? selected : &ignored, NULL, &error);
  g_assert_no_error (error);
  return session;
}

static GBytes *
make_message (guint number)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text,
                          "From: Marta <marta@example.org>\r\nTo: alex@example.org\r\n"
                          "Subject: Message %u\r\nMessage-ID: <m%u@example.org>\r\n"
                          "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n"
                          "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
                          "x1 OK done\r\n* 1 EXPUNGE\r\nText %u.\r\n"
                          "--b\r\nContent-Type: application/pdf; name=\"a.pdf\"\r\n"
                          "Content-Disposition: attachment; filename=\"a.pdf\"\r\n\r\nPDF\r\n"
                          "--b--\r\n",
                          number, number, number);
  return g_bytes_new (text->str, text->len);
}

/* Every way to connect, each with a way to log in. */
static void
test_login (void)
{
  static const struct {
    HearthSecurity security;
    HearthMechanism mechanism;
  } ways[] = {
    { HEARTH_SECURITY_NONE, HEARTH_MECHANISM_PASSWORD },
    { HEARTH_SECURITY_STARTTLS, HEARTH_MECHANISM_PASSWORD },
    { HEARTH_SECURITY_TLS, HEARTH_MECHANISM_PASSWORD },
    { HEARTH_SECURITY_TLS, HEARTH_MECHANISM_TOKEN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++) {
    gboolean token = ways[i].mechanism == HEARTH_MECHANISM_TOKEN;
    g_autoptr (HearthImapSession) session = open_session (ways[i].security);
    g_autoptr (GError) error = NULL;

    login (session, ways[i].mechanism, token ? g_getenv ("IMAP_TOKEN") : "pässword \"1\\", &error);
    g_assert_no_error (error);
    hearth_imap_session_noop_sync (session, 10, NULL, &error);
    g_assert_no_error (error);
    hearth_imap_session_logout_sync (session, NULL);
    g_assert_false (hearth_imap_session_is_open (session));
  }
}

static void
test_refused (void)
{
  static const HearthMechanism mechanisms[] = { HEARTH_MECHANISM_PASSWORD, HEARTH_MECHANISM_TOKEN,
                                                HEARTH_MECHANISM_TOKEN };
  const char *const secrets[] = { "not the word", g_getenv ("IMAP_OLD_TOKEN"), "no-token" };

  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++) {
    g_autoptr (HearthImapSession) session = open_session (HEARTH_SECURITY_TLS);
    g_autoptr (GError) error = NULL;

    g_assert_false (login (session, mechanisms[i], secrets[i], &error));
    g_assert_error (error, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_AUTH);
    g_test_message ("%s", error->message);
    g_assert_null (strstr (error->message, secrets[i]));
  }
}

static void
test_certificate (void)
{
  HearthSecurity securities[] = { HEARTH_SECURITY_TLS, HEARTH_SECURITY_STARTTLS };

  for (guint i = 0; i < G_N_ELEMENTS (securities); i++) {
    HearthMailServer server;
    g_autoptr (GError) error = NULL;

    server_address (securities[i], &server);
    server.pin = NULL;
    g_assert_null (hearth_imap_session_open_sync (&server, NULL, &error));
    g_assert_error (error, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_TLS);
    g_test_message ("%s", error->message);
    g_assert_cmpstr (hearth_imap_error_get_certificate (error)->sha256, ==, g_getenv ("IMAP_PIN"));
  }
}

static void
test_append (void)
{
  g_autoptr (HearthImapSession) session = open_inbox (NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 1; i <= N_MESSAGES; i++) {
    g_autoptr (GBytes) message = make_message (i);
    guint32 uid_validity;
    guint32 uid;

    hearth_imap_session_append_sync (session, "INBOX", message,
                                     i % 2 == 0 ? HEARTH_IMAP_FLAG_SEEN : 0, 1700000000 + i,
                                     &uid_validity, &uid, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (uid, ==, i);
    g_assert_cmpuint (uid_validity, >, 0);
  }
  {
    g_autoptr (GBytes) message = make_message (1);

    g_assert_false (hearth_imap_session_append_sync (session, "Nowhere", message, 0, 0, NULL, NULL,
                                                     NULL, &error));
    g_assert_error (error, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_NO);
    g_assert_cmpint (hearth_imap_error_get_code (error), ==, HEARTH_IMAP_CODE_TRYCREATE);
    g_assert_true (hearth_imap_session_is_open (session));
  }
}

static const HearthImapMailbox *
find (GPtrArray *mailboxes, const char *name)
{
  for (guint i = 0; i < mailboxes->len; i++) {
    const HearthImapMailbox *mailbox = g_ptr_array_index (mailboxes, i);

    if (g_str_equal (mailbox->name, name))
      return mailbox;
  }
  g_error ("no mailbox %s", name);
}

static void
test_list (void)
{
  g_autoptr (HearthImapSession) session = open_inbox (NULL);
  g_autoptr (GPtrArray) mailboxes = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *wire = NULL;
  const HearthImapMailbox *inbox;

  g_ptr_array_unref (hearth_imap_session_list_sync (session, FALSE, NULL, &error));
  wire = hearth_imap_session_dup_wire (session, "Größe & mehr/日本");
  hearth_imap_session_create_sync (session, wire, HEARTH_IMAP_ROLE_NONE, NULL, &error);
  g_assert_no_error (error);
  /* Once more is no failure. */
  hearth_imap_session_create_sync (session, wire, HEARTH_IMAP_ROLE_NONE, NULL, &error);
  g_assert_no_error (error);
  mailboxes = hearth_imap_session_list_sync (session, TRUE, NULL, &error);
  g_assert_no_error (error);
  inbox = find (mailboxes, "INBOX");
  g_assert_cmpint (inbox->role, ==, HEARTH_IMAP_ROLE_INBOX);
  g_assert_true (inbox->flags & HEARTH_IMAP_MAILBOX_HAS_STATUS);
  g_assert_cmpuint (inbox->messages, ==, N_MESSAGES);
  g_assert_cmpuint (inbox->unseen, ==, N_MESSAGES / 2);
  g_assert_cmpuint (inbox->uid_next, ==, N_MESSAGES + 1);
  g_assert_cmpuint (inbox->highest_modseq, >, 0);
  g_assert_cmpint (find (mailboxes, "Trash")->role, ==, HEARTH_IMAP_ROLE_TRASH);
  g_assert_true (find (mailboxes, "Sent")->flags & HEARTH_IMAP_MAILBOX_ROLE_TOLD);
  g_assert_cmpstr (find (mailboxes, "Größe & mehr/日本")->wire, ==, wire);
}

typedef struct {
  guint n_messages;
  guint32 last_uid;
  HearthImapUidSet *gone;
  HearthImapUidSet *changed;
  HearthImapFlags flags;
  guint32 exists;
  GBytes *body;
} Seen;

static gboolean
message_cb (const HearthImapMessage *message, gpointer user_data)
{
  Seen *seen = user_data;
  g_autofree char *subject = g_strdup_printf ("Subject: Message %u\r\n", message->uid);
  HearthImapText text;

  seen->n_messages++;
  g_assert_true (message->has & HEARTH_IMAP_ITEM_HEADER);
  g_assert_nonnull (g_strstr_len (message->header.data, (gssize) message->header.size, subject));
  g_assert_cmpint (message->internal_date, ==, 1700000000 + message->uid);
  g_assert_cmpuint (message->size, >, message->header.size);
  g_assert_cmpuint (message->modseq, >, 0);
  g_assert_cmpint (message->flags & HEARTH_IMAP_FLAG_SEEN, ==, message->uid % 2 == 0);
  hearth_imap_message_choose_text (message, &text);
  g_assert_cmpstr (text.plain->number, ==, "1");
  g_assert_cmpuint (text.attachments, ==, 1);
  return TRUE;
}

static void
test_fetch (void)
{
  HearthImapSelected selected;
  g_autoptr (HearthImapSession) session = open_inbox (&selected);
  g_autoptr (HearthImapUidSet) all = hearth_imap_uid_set_parse ("1:60,90:100", -1);
  HearthImapFetch fetch = { .items = HEARTH_IMAP_ITEM_FLAGS | HEARTH_IMAP_ITEM_MODSEQ |
                                     HEARTH_IMAP_ITEM_INTERNAL_DATE | HEARTH_IMAP_ITEM_SIZE |
                                     HEARTH_IMAP_ITEM_HEADER | HEARTH_IMAP_ITEM_STRUCTURE,
                            .batch = 7 };
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthImapUidSet) found = NULL;
  Seen seen = { 0 };

  g_assert_cmpuint (selected.exists, ==, N_MESSAGES);
  g_assert_true (selected.permanent_flags & HEARTH_IMAP_FLAG_ANY_KEYWORD);
  hearth_imap_session_fetch_sync (session, all, &fetch, message_cb, &seen, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (seen.n_messages, ==, N_MESSAGES);
  found = hearth_imap_session_search_sync (session, "HEADER Message-ID", "<m17@example.org>", NULL,
                                           &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hearth_imap_uid_set_get_first (found), ==, 17);
  g_assert_cmpuint (hearth_imap_uid_set_count (found), ==, 1);
  g_clear_pointer (&found, hearth_imap_uid_set_free);
  found = hearth_imap_session_search_sync (session, "SUBJECT", "größe", NULL, &error);
  g_assert_no_error (error);
  g_assert_true (hearth_imap_uid_set_is_empty (found));
}

static gboolean
body_cb (const HearthImapMessage *message, gpointer user_data)
{
  Seen *seen = user_data;

  seen->n_messages++;
  if (message->body.too_large)
    g_assert_null (message->body.data);
  else
    seen->body = hearth_imap_section_dup_bytes (&message->body);
  return TRUE;
}

static void
test_bodies (void)
{
  g_autoptr (HearthImapSession) session = open_inbox (NULL);
  g_autoptr (HearthImapUidSet) one = hearth_imap_uid_set_parse ("5", -1);
  g_autoptr (HearthImapUidSet) all = hearth_imap_uid_set_parse ("1:*", -1);
  g_autoptr (GBytes) expected = make_message (5);
  HearthImapFetch fetch = { .items = HEARTH_IMAP_ITEM_BODY };
  g_autoptr (GError) error = NULL;
  Seen seen = { 0 };

  hearth_imap_session_fetch_sync (session, one, &fetch, body_cb, &seen, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (seen.body, expected));
  g_clear_pointer (&seen.body, g_bytes_unref);
  seen.n_messages = 0;
  fetch.max_literal = 100;
  hearth_imap_session_fetch_sync (session, all, &fetch, body_cb, &seen, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (seen.n_messages, ==, N_MESSAGES);
  g_assert_null (seen.body);
}

/* The same inside DEFLATE: what is received is a fraction of the mail. */
static void
test_compress (void)
{
  g_autoptr (HearthImapSession) session = NULL;
  g_autoptr (HearthImapUidSet) all = hearth_imap_uid_set_parse ("1:*", -1);
  g_autoptr (HearthImapUidSet) one = hearth_imap_uid_set_parse ("5", -1);
  g_autoptr (GBytes) expected = make_message (5);
  HearthImapFetch fetch = { .items = HEARTH_IMAP_ITEM_BODY, .batch = 9 };
  g_autoptr (GError) error = NULL;
  Seen seen = { 0 };

  hearth_imap_compress_always = TRUE;
  session = open_inbox (NULL);
  hearth_imap_compress_always = FALSE;
  hearth_imap_session_fetch_sync (session, one, &fetch, body_cb, &seen, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (seen.body, expected));
  g_clear_pointer (&seen.body, g_bytes_unref);
  fetch.max_literal = 1;
  hearth_imap_session_fetch_sync (session, all, &fetch, body_cb, &seen, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (seen.n_messages, ==, N_MESSAGES + 1);
  g_assert_cmpuint (hearth_imap_session_get_received (session), <,
                    N_MESSAGES * g_bytes_get_size (expected) / 2);
  hearth_imap_session_append_sync (session, "Sent", expected, HEARTH_IMAP_FLAG_SEEN, 0, NULL, NULL,
                                   NULL, &error);
  g_assert_no_error (error);
}

static void
gone_cb (const HearthImapUidSet *uids, guint32 sequence, gboolean earlier, gpointer user_data)
{
  Seen *seen = user_data;

  g_assert_nonnull (uids);
  hearth_imap_uid_set_add_set (seen->gone, uids);
}

static void
changed_cb (const HearthImapMessage *message, gpointer user_data)
{
  Seen *seen = user_data;

  g_assert_cmpuint (message->uid, >, 0);
  hearth_imap_uid_set_add (seen->changed, message->uid);
  seen->flags = message->flags;
}

static void
exists_cb (guint32 count, gpointer user_data)
{
  ((Seen *) user_data)->exists = count;
}

static void
listen (HearthImapSession *session, Seen *seen)
{
  HearthImapListener listener = { exists_cb, gone_cb, changed_cb, seen };

  *seen = (Seen){ .gone = hearth_imap_uid_set_new (), .changed = hearth_imap_uid_set_new () };
  hearth_imap_session_set_listener (session, &listener);
}

static void
seen_clear (Seen *seen)
{
  hearth_imap_uid_set_free (seen->gone);
  hearth_imap_uid_set_free (seen->changed);
}

/* Two sessions: what one changes, the other learns by QRESYNC, at once on its next SELECT. */
static void
test_changes (void)
{
  HearthImapSelected before;
  HearthImapSelected after;
  g_autoptr (HearthImapSession) session = open_inbox (&before);
  g_autoptr (HearthImapSession) other = NULL;
  g_autoptr (HearthImapUidSet) flagged = hearth_imap_uid_set_parse ("1:3", -1);
  g_autoptr (HearthImapUidSet) moved = hearth_imap_uid_set_parse ("10:14,20", -1);
  g_autoptr (HearthImapUidSet) modified = NULL;
  g_auto (HearthImapCopied) copied = { 0 };
  HearthImapKnown known = { before.uid_validity, before.highest_modseq, NULL };
  g_autoptr (GError) error = NULL;
  Seen seen;

  hearth_imap_session_store_sync (session, flagged,
                                  HEARTH_IMAP_FLAG_FLAGGED | HEARTH_IMAP_FLAG_FORWARDED,
                                  HEARTH_IMAP_FLAG_SEEN, before.highest_modseq, NULL, NULL, &error);
  g_assert_no_error (error);
  hearth_imap_session_store_sync (session, flagged, HEARTH_IMAP_FLAG_ANSWERED, 0,
                                  before.highest_modseq, &modified, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hearth_imap_uid_set_count (modified), ==, 3);
  hearth_imap_session_move_sync (session, moved, "Trash", &copied, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (copied.pairs->len, ==, 6);
  g_assert_cmpuint (copied.uid_validity, >, 0);
  g_assert_false (copied.left_deleted);
  g_assert_cmpuint (g_array_index (copied.pairs, HearthImapPair, 5).from, ==, 20);
  g_assert_cmpuint (g_array_index (copied.pairs, HearthImapPair, 5).to, ==, 6);

  other = open_session (HEARTH_SECURITY_TLS);
  login (other, HEARTH_MECHANISM_PASSWORD, "pässword \"1\\", &error);
  g_assert_no_error (error);
  listen (other, &seen);
  hearth_imap_session_select_sync (other, "INBOX", FALSE, &known, &after, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (after.resynced);
  g_assert_cmpuint (after.exists, ==, N_MESSAGES - 6);
  g_assert_cmpuint (after.highest_modseq, >, before.highest_modseq);
  g_assert_cmpuint (hearth_imap_uid_set_count (seen.gone), ==, 6);
  g_assert_true (hearth_imap_uid_set_contains (seen.gone, 20));
  g_assert_cmpuint (hearth_imap_uid_set_count (seen.changed), ==, 3);
  g_assert_cmpint (seen.flags, ==, HEARTH_IMAP_FLAG_FLAGGED | HEARTH_IMAP_FLAG_FORWARDED);
  seen_clear (&seen);

  /* Another mailbox, and back: nothing of the one is heard as of the other. */
  known.highest_modseq = after.highest_modseq;
  listen (other, &seen);
  hearth_imap_session_select_sync (other, "Trash", TRUE, NULL, &after, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (after.read_only);
  hearth_imap_session_select_sync (other, "INBOX", FALSE, &known, &after, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (after.resynced);
  g_assert_true (hearth_imap_uid_set_is_empty (seen.gone));
  g_assert_true (hearth_imap_uid_set_is_empty (seen.changed));
  seen_clear (&seen);
}

static gpointer
deliver_thread (gpointer data)
{
  g_autoptr (HearthImapSession) session = open_inbox (NULL);
  g_autoptr (GBytes) message = make_message (1000);
  g_autoptr (GError) error = NULL;

  g_usleep (100000);
  hearth_imap_session_append_sync (session, "INBOX", message, 0, 0, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return NULL;
}

static gpointer
wake_thread (gpointer data)
{
  g_usleep (100000);
  hearth_imap_session_wake (data);
  return NULL;
}

static void
test_idle (void)
{
  g_autoptr (HearthImapSession) session = open_inbox (NULL);
  g_autoptr (GError) error = NULL;
  HearthImapIdle why;
  GThread *thread;
  gint64 begin;
  Seen seen;

  listen (session, &seen);
  thread = g_thread_new ("wake", wake_thread, session);
  begin = g_get_monotonic_time ();
  hearth_imap_session_idle_sync (session, 60, &why, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (why, ==, HEARTH_IMAP_IDLE_WOKEN);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_USEC_PER_SEC);
  g_thread_join (thread);
  hearth_imap_session_idle_sync (session, 1, &why, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (why, ==, HEARTH_IMAP_IDLE_TIMEOUT);
  thread = g_thread_new ("deliver", deliver_thread, NULL);
  hearth_imap_session_idle_sync (session, 60, &why, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (why, ==, HEARTH_IMAP_IDLE_NEWS);
  g_assert_cmpuint (seen.exists, ==, N_MESSAGES - 6 + 1);
  g_thread_join (thread);
  seen_clear (&seen);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* In this order: each builds on what the one before has left on the server. */
  g_test_add_func ("/imap-dovecot/login/taken", test_login);
  g_test_add_func ("/imap-dovecot/login/refused", test_refused);
  g_test_add_func ("/imap-dovecot/certificate", test_certificate);
  g_test_add_func ("/imap-dovecot/append", test_append);
  g_test_add_func ("/imap-dovecot/list", test_list);
  g_test_add_func ("/imap-dovecot/fetch", test_fetch);
  g_test_add_func ("/imap-dovecot/bodies", test_bodies);
  g_test_add_func ("/imap-dovecot/compress", test_compress);
  g_test_add_func ("/imap-dovecot/changes", test_changes);
  g_test_add_func ("/imap-dovecot/idle", test_idle);
  return g_test_run ();
}
