/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "imap-server.h"

#include <string.h>

/* What servers do that mean no harm, and that break in the middle. */

#define GREETING "* PREAUTH [CAPABILITY IMAP4rev1 " CAPABILITIES "] ready\r\n"
#define CAPABILITIES                                                                               \
  "IDLE NAMESPACE UIDPLUS MOVE CONDSTORE QRESYNC ENABLE LIST-EXTENDED SPECIAL-USE LIST-STATUS "    \
  "ESEARCH LITERAL+"

/* A whole, healthy conversation. */
static void
healthy_script (ImapServer *server, gpointer data)
{
  imap_server_say (server, GREETING);
  imap_server_take (server, "ENABLE QRESYNC", "* ENABLED QRESYNC\r\n", "OK enabled");
  imap_server_expect (server, "NAMESPACE");
  imap_server_say (server, "* NAMESPACE ((\"INBOX.\" \".\")) ((\"user.\" \".\")) NIL\r\n");
  imap_server_answer (server, "OK done");
  imap_server_take (
      server, "LIST \"\" \"*\" RETURN (SUBSCRIBED SPECIAL-USE STATUS (MESSAGES",
      "* LIST (\\HasChildren) \".\" INBOX\r\n"
      "* STATUS INBOX (MESSAGES 2 UNSEEN 1 UIDNEXT 9 UIDVALIDITY 77 HIGHESTMODSEQ 5)\r\n"
      "* LIST (\\Subscribed \\Sent) \".\" {10}\r\nINBOX.Sent\r\n"
      "* LIST (\\Noselect) \".\" \"user.eve\"\r\n",
      "OK listed");
  imap_server_take (server, "SELECT \"INBOX\" (QRESYNC (77 3 1:8))",
                    "* 2 EXISTS\r\n* 0 RECENT\r\n* FLAGS (\\Seen)\r\n"
                    "* OK [PERMANENTFLAGS (\\Seen \\*)] ok\r\n* OK [UIDVALIDITY 77] ok\r\n"
                    "* OK [UIDNEXT 9] ok\r\n* OK [HIGHESTMODSEQ 5] ok\r\n"
                    "* VANISHED (EARLIER) 1:3,5\r\n"
                    "* 2 FETCH (UID 8 FLAGS (\\Seen) MODSEQ (5))\r\n",
                    "OK [READ-WRITE] selected");
  imap_server_expect (server, "UID FETCH 4,8 (UID FLAGS BODYSTRUCTURE BODY.PEEK[HEADER])");
  imap_server_say (server,
                   "* 1 FETCH (UID 4 X-UNKNOWN (a (b \"c\")) FLAGS () BODY[HEADER] {%zu}\r\n"
                   "Subject: \r\n%s OK done\r\n* BYE\r\n BODYSTRUCTURE (\"text\" \"plain\" NIL NIL "
                   "NIL \"8bit\" 5 1))\r\n",
                   strlen ("Subject: \r\n OK done\r\n* BYE\r\n") + strlen (server->tag),
                   server->tag);
  imap_server_say (server, "* 3 EXISTS\r\n* 1 FETCH (UID 4 FLAGS (\\Seen))\r\n"
                           "* 2 FETCH (UID 8 FLAGS () BODY[HEADER] \"\" BODYSTRUCTURE (NIL NIL NIL "
                           "NIL NIL NIL NIL))\r\n");
  imap_server_answer (server, "OK fetched");
  imap_server_take (server, "UID MOVE 4,8 \"INBOX.Sent\"",
                    "* OK [COPYUID 12 8,4 31:32] moved\r\n* VANISHED 4,8\r\n", "OK moved");
  imap_server_take (server, "UID SEARCH RETURN (ALL) ALL",
                    "* ESEARCH (TAG \"x\") UID COUNT 3 ALL 9:11\r\n", "OK found");
  imap_server_wait_end (server);
}

typedef struct {
  guint n_messages;
  guint n_exists;
  guint n_changed;
  GString *gone;
  gsize header_size;
} Seen;

static void
exists_cb (guint32 count, gpointer user_data)
{
  ((Seen *) user_data)->n_exists++;
}

static void
gone_cb (const HearthImapUidSet *uids, guint32 sequence, gboolean earlier, gpointer user_data)
{
  Seen *seen = user_data;
  g_autofree char *text =
      uids != NULL ? hearth_imap_uid_set_to_string (uids) : g_strdup_printf ("#%u", sequence);

  g_string_append_printf (seen->gone, "%s%s;", earlier ? "earlier " : "", text);
}

static void
changed_cb (const HearthImapMessage *message, gpointer user_data)
{
  ((Seen *) user_data)->n_changed++;
}

static gboolean
message_cb (const HearthImapMessage *message, gpointer user_data)
{
  Seen *seen = user_data;

  seen->n_messages++;
  if (message->uid == 4)
    seen->header_size = message->header.size;
  return TRUE;
}

/* Runs the client's side of healthy_script() as far as it goes. */
static gboolean
healthy_client (ImapServer *server, Seen *seen, GError **error)
{
  g_autoptr (HearthCredentials) credentials =
      hearth_credentials_new (HEARTH_MECHANISM_PASSWORD, "alex", "s3cret-word");
  g_autoptr (HearthImapSession) session = imap_test_open (server, error);
  g_autoptr (HearthImapUidSet) known_uids = hearth_imap_uid_set_parse ("1:8", -1);
  g_autoptr (HearthImapUidSet) uids = hearth_imap_uid_set_parse ("4,8", -1);
  g_autoptr (HearthImapUidSet) found = NULL;
  g_autoptr (GPtrArray) mailboxes = NULL;
  g_auto (HearthImapCopied) copied = { 0 };
  HearthImapListener listener = { exists_cb, gone_cb, changed_cb, seen };
  HearthImapKnown known = { 77, 3, known_uids };
  HearthImapFetch fetch = { .items = HEARTH_IMAP_ITEM_FLAGS | HEARTH_IMAP_ITEM_HEADER |
                                     HEARTH_IMAP_ITEM_STRUCTURE };
  HearthImapSelected selected;

  if (session == NULL)
    return FALSE;
  hearth_imap_session_set_listener (session, &listener);
  if (!hearth_imap_session_login_sync (session, credentials, NULL, error) ||
      !(mailboxes = hearth_imap_session_list_sync (session, TRUE, NULL, error)) ||
      !hearth_imap_session_select_sync (session, "INBOX", FALSE, &known, &selected, NULL, error) ||
      !hearth_imap_session_fetch_sync (session, uids, &fetch, message_cb, seen, NULL, error) ||
      !hearth_imap_session_move_sync (session, uids, "INBOX.Sent", &copied, NULL, error) ||
      !(found = hearth_imap_session_search_sync (session, "ALL", NULL, NULL, error)))
    return FALSE;
  g_assert_cmpuint (mailboxes->len, ==, 3);
  g_assert_cmpstr (((HearthImapMailbox *) mailboxes->pdata[1])->name, ==, "Sent");
  g_assert_cmpint (((HearthImapMailbox *) mailboxes->pdata[1])->role, ==, HEARTH_IMAP_ROLE_SENT);
  g_assert_cmpuint (((HearthImapMailbox *) mailboxes->pdata[0])->uid_next, ==, 9);
  g_assert_true (((HearthImapMailbox *) mailboxes->pdata[2])->flags & HEARTH_IMAP_MAILBOX_SHARED);
  g_assert_true (selected.resynced);
  g_assert_cmpuint (selected.exists, ==, 2);
  g_assert_cmpuint (copied.uid_validity, ==, 12);
  g_assert_cmpuint (copied.pairs->len, ==, 2);
  g_assert_cmpuint (g_array_index (copied.pairs, HearthImapPair, 0).from, ==, 8);
  g_assert_cmpuint (g_array_index (copied.pairs, HearthImapPair, 0).to, ==, 31);
  g_assert_cmpuint (hearth_imap_uid_set_count (found), ==, 3);
  return TRUE;
}

static void
assert_healthy (const Seen *seen)
{
  g_assert_cmpuint (seen->n_messages, ==, 2);
  g_assert_cmpuint (seen->n_exists, ==, 2);
  g_assert_cmpuint (seen->n_changed, ==, 2);
  g_assert_cmpstr (seen->gone->str, ==, "earlier 1:3,5;4,8;");
  g_assert_cmpuint (seen->header_size, >, 25);
}

static void
test_healthy (gconstpointer data)
{
  g_autoptr (ImapServer) server = imap_server_new (healthy_script, NULL);
  g_autoptr (GString) gone = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  Seen seen = { .gone = gone };

  server->chunk = (gsize) GPOINTER_TO_UINT (data);
  g_assert_true (healthy_client (server, &seen, &error));
  g_assert_no_error (error);
  assert_healthy (&seen);
}

/* The server hangs up after each byte of the conversation in turn. */
static void
test_cut_everywhere (void)
{
  gint64 size = 0;

  for (gint64 limit = -1; limit < size; limit++) {
    g_autoptr (ImapServer) server = imap_server_new (healthy_script, NULL);
    g_autoptr (GString) gone = g_string_new (NULL);
    g_autoptr (GError) error = NULL;
    Seen seen = { .gone = gone };
    gboolean done;

    server->limit = limit;
    done = healthy_client (server, &seen, &error);
    if (limit < 0) {
      g_assert_no_error (error);
      size = server->said;
      continue;
    }
    g_assert_false (done);
    g_assert_error (error, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_CONNECT);
    g_assert_null (strstr (error->message, "s3cret"));
    g_assert_nonnull (strstr (error->message, "127.0.0.1"));
  }
  g_assert_cmpint (size, >, 1000);
}

/* The server says BYE instead of its N-th answer. */
static void
bye_script (ImapServer *server, gpointer data)
{
  guint steps = GPOINTER_TO_UINT (data);

  if (steps == 0) {
    imap_server_say (server, "* BYE [UNAVAILABLE] go away\r\n");
    return;
  }
  imap_server_say (server, GREETING);
  for (guint i = 1; i < steps; i++) {
    g_autofree char *line = imap_server_hear (server);

    if (line != NULL && g_str_has_prefix (line, "SELECT"))
      imap_server_say (server, "* OK [UIDVALIDITY 77] ok\r\n* OK [HIGHESTMODSEQ 9] ok\r\n");
    imap_server_answer (server, "OK done");
  }
  g_free (imap_server_hear (server));
  imap_server_say (server, "* BYE server goes down\r\n");
  imap_server_wait_end (server);
}

static void
test_bye (void)
{
  for (guint steps = 0; steps <= 5; steps++) {
    g_autoptr (ImapServer) server = imap_server_new (bye_script, GUINT_TO_POINTER (steps));
    g_autoptr (GString) gone = g_string_new (NULL);
    g_autoptr (GError) error = NULL;
    Seen seen = { .gone = gone };

    g_assert_false (healthy_client (server, &seen, &error));
    g_assert_error (error, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_BYE);
    g_test_message ("%s", error->message);
  }
}

/* Each way to say no to a login, and what becomes of it. */
typedef struct {
  const char *capabilities;
  const char *heard;
  const char *answer;
  HearthMechanism mechanism;
  HearthImapError code;
} Login;

static const Login logins[] = {
  { "", "LOGIN \"alex\" \"s3cret-word\"", "NO [AUTHENTICATIONFAILED] no s3cret-word",
    HEARTH_MECHANISM_PASSWORD, HEARTH_IMAP_ERROR_AUTH },
  { "", "LOGIN", "NO [UNAVAILABLE] database down", HEARTH_MECHANISM_PASSWORD,
    HEARTH_IMAP_ERROR_AUTH_LATER },
  { "", "LOGIN", "NO [ALERT] Too many simultaneous connections. (Failure)",
    HEARTH_MECHANISM_PASSWORD, HEARTH_IMAP_ERROR_AUTH_LATER },
  { "", "LOGIN", "NO [ALERT] Application-specific password required: s3cret-word",
    HEARTH_MECHANISM_PASSWORD, HEARTH_IMAP_ERROR_AUTH_OWNER },
  { "", "LOGIN", "NO [EXPIRED] old", HEARTH_MECHANISM_PASSWORD, HEARTH_IMAP_ERROR_AUTH_OWNER },
  { "", "LOGIN", "NO [CONTACTADMIN] call us", HEARTH_MECHANISM_PASSWORD,
    HEARTH_IMAP_ERROR_AUTH_OWNER },
  { "", "LOGIN", "NO [PRIVACYREQUIRED] tls", HEARTH_MECHANISM_PASSWORD, HEARTH_IMAP_ERROR_TLS },
  { "", "LOGIN", "BAD LOGIN \"alex\" \"s3cret-word\"?", HEARTH_MECHANISM_PASSWORD,
    HEARTH_IMAP_ERROR_PROTOCOL },
  { "AUTH=PLAIN SASL-IR", "AUTHENTICATE PLAIN AGFsZXgAczNjcmV0LXdvcmQ=",
    "NO AGFsZXgAczNjcmV0LXdvcmQ= is wrong", HEARTH_MECHANISM_PASSWORD, HEARTH_IMAP_ERROR_AUTH },
  { "AUTH=XOAUTH2 SASL-IR", "AUTHENTICATE XOAUTH2 dXNlcj1hbGV4AWF1dGg9QmVhcmVyIHMzY3JldC13b3JkAQE=",
    "NO [AUTHENTICATIONFAILED] bad token", HEARTH_MECHANISM_TOKEN, HEARTH_IMAP_ERROR_AUTH },
  { "LOGINDISABLED", NULL, NULL, HEARTH_MECHANISM_PASSWORD, HEARTH_IMAP_ERROR_NOT_SUPPORTED },
  { "AUTH=PLAIN", NULL, NULL, HEARTH_MECHANISM_TOKEN, HEARTH_IMAP_ERROR_NOT_SUPPORTED },
};

static void
login_script (ImapServer *server, gpointer data)
{
  const Login *login = data;

  imap_server_say (server, "* OK [CAPABILITY IMAP4rev1 %s] ready\r\n", login->capabilities);
  if (login->heard != NULL)
    imap_server_take (server, login->heard, "", login->answer);
  imap_server_wait_end (server);
}

static void
test_login_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (logins); i++) {
    g_autoptr (ImapServer) server = imap_server_new (login_script, (gpointer) &logins[i]);
    g_autoptr (HearthCredentials) credentials =
        hearth_credentials_new (logins[i].mechanism, "alex", "s3cret-word");
    g_autoptr (GError) error = NULL;
    g_autoptr (HearthImapSession) session = imap_test_open (server, &error);

    g_assert_no_error (error);
    g_assert_false (hearth_imap_session_login_sync (session, credentials, NULL, &error));
    g_test_message ("%s", error->message);
    g_assert_error (error, HEARTH_IMAP_ERROR, (int) logins[i].code);
    g_assert_null (strstr (error->message, "s3cret"));
    g_assert_null (strstr (error->message, "czNjcmV0"));
    g_assert_true (hearth_imap_error_get_text (error) == NULL ||
                   strstr (hearth_imap_error_get_text (error), "s3cret") == NULL);
    g_assert_true (hearth_imap_session_is_open (session));
  }
}

/* Without SASL-IR, with an error in a continuation that has to be answered; and a name and a word
 * that can only go as literals, which must be asked for. */
static void
continuation_script (ImapServer *server, gpointer data)
{
  if (GPOINTER_TO_INT (data) == HEARTH_MECHANISM_TOKEN) {
    g_autofree char *response = NULL;
    g_autofree char *dummy = NULL;
    g_autofree guchar *plain = NULL;
    g_autofree char *tag = NULL;
    gsize size;

    imap_server_say (server, "* OK [CAPABILITY IMAP4rev1 AUTH=OAUTHBEARER AUTH=XOAUTH2] hi\r\n");
    imap_server_expect (server, "AUTHENTICATE OAUTHBEARER");
    tag = g_strdup (server->tag);
    imap_server_say (server, "+ \r\n");
    response = imap_server_hear (server);
    plain = g_base64_decode (response, &size);
    g_assert_true (g_str_has_prefix ((char *) plain, "n,a=al=2Cex=3D,\001host=127.0.0.1\001port="));
    g_assert_nonnull (
        g_strstr_len ((char *) plain, (gssize) size, "\001auth=Bearer pass wörd\001\001"));
    imap_server_say (server, "+ eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=\r\n");
    dummy = imap_server_hear (server);
    g_assert_cmpstr (dummy, ==, "AQ==");
    imap_server_say (server, "%s NO [AUTHENTICATIONFAILED] no\r\n", tag);
  } else {
    g_autofree char *secret = NULL;
    g_autofree char *tag = NULL;

    imap_server_say (server, "* OK [CAPABILITY IMAP4rev1] hi\r\n");
    imap_server_expect (server, "LOGIN \"al,ex=\" {10}");
    tag = g_strdup (server->tag);
    imap_server_say (server, "* OK wait\r\n+ go\r\n");
    secret = imap_server_hear_raw (server, 10);
    g_assert_cmpstr (secret, ==, "pass wörd");
    imap_server_say (server, "%s OK [CAPABILITY IMAP4rev1] welcome\r\n", tag);
  }
  imap_server_wait_end (server);
}

static void
test_continuation (void)
{
  static const HearthMechanism mechanisms[] = { HEARTH_MECHANISM_PASSWORD, HEARTH_MECHANISM_TOKEN };

  for (guint i = 0; i < 2; i++) {
    g_autoptr (ImapServer) server =
        imap_server_new (continuation_script, GINT_TO_POINTER (mechanisms[i]));
    g_autoptr (HearthCredentials) credentials =
        hearth_credentials_new (mechanisms[i], "al,ex=", "pass wörd");
    g_autoptr (GError) error = NULL;
    g_autoptr (HearthImapSession) session = imap_test_open (server, &error);

    g_assert_no_error (error);
    g_assert_cmpint (hearth_imap_session_login_sync (session, credentials, NULL, &error), ==,
                     mechanisms[i] == HEARTH_MECHANISM_PASSWORD);
    if (mechanisms[i] == HEARTH_MECHANISM_TOKEN)
      g_assert_error (error, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_AUTH);
    else
      g_assert_no_error (error);
  }
}

/* A server without MOVE and UIDPLUS is never told to expunge all. */
static void
old_script (ImapServer *server, gpointer data)
{
  gboolean uidplus = GPOINTER_TO_INT (data);

  imap_server_say (server, "* PREAUTH [CAPABILITY IMAP4rev1%s] hi\r\n", uidplus ? " UIDPLUS" : "");
  imap_server_take (server, "SELECT \"INBOX\"", "* 1 EXISTS\r\n", "OK done");
  imap_server_take (server, "UID COPY 5 \"Trash\"", "",
                    uidplus ? "OK [COPYUID 1 5 9] ok" : "OK ok");
  imap_server_take (server, "UID STORE 5 +FLAGS.SILENT (\\Deleted)", "", "OK ok");
  if (uidplus)
    imap_server_take (server, "UID EXPUNGE 5", "* 1 EXPUNGE\r\n", "OK ok");
  imap_server_expect (server, "NOOP");
  imap_server_answer (server, "OK ok");
  imap_server_wait_end (server);
}

static void
test_move_without_move (void)
{
  for (int uidplus = 0; uidplus < 2; uidplus++) {
    g_autoptr (ImapServer) server = imap_server_new (old_script, GINT_TO_POINTER (uidplus));
    g_autoptr (HearthImapSession) session = imap_test_login (server);
    g_autoptr (HearthImapUidSet) uids = hearth_imap_uid_set_parse ("5", -1);
    g_auto (HearthImapCopied) copied = { 0 };
    g_autoptr (GError) error = NULL;
    HearthImapSelected selected;

    hearth_imap_session_select_sync (session, "INBOX", FALSE, NULL, &selected, NULL, &error);
    g_assert_no_error (error);
    hearth_imap_session_move_sync (session, uids, "Trash", &copied, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpint (copied.left_deleted, ==, !uidplus);
    g_assert_cmpuint (copied.pairs->len, ==, (guint) uidplus);
    if (!uidplus) {
      g_assert_false (hearth_imap_session_expunge_sync (session, uids, NULL, &error));
      g_assert_error (error, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_NOT_SUPPORTED);
      g_clear_error (&error);
    }
    hearth_imap_session_noop_sync (session, 0, NULL, &error);
    g_assert_no_error (error);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/imap-session/healthy", GUINT_TO_POINTER (0), test_healthy);
  g_test_add_data_func ("/imap-session/byte-by-byte", GUINT_TO_POINTER (1), test_healthy);
  g_test_add_func ("/imap-session/cut-everywhere", test_cut_everywhere);
  g_test_add_func ("/imap-session/bye", test_bye);
  g_test_add_func ("/imap-session/login-refused", test_login_refused);
  g_test_add_func ("/imap-session/continuation", test_continuation);
  g_test_add_func ("/imap-session/move-without-move", test_move_without_move);
  return g_test_run ();
}
