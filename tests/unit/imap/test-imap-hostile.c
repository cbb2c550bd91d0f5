/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "imap-server.h"

#include <string.h>

/* What servers do that are broken, or mean harm. Every wait is shortened. */

#define READY "* PREAUTH [CAPABILITY IMAP4rev1 IDLE] ready\r\n"

typedef struct {
  guint n_messages;
  guint n_too_large;
  guint n_changed;
  HearthImapUidSet *uids;
} Seen;

static gboolean
message_cb (const HearthImapMessage *message, gpointer user_data)
{
  Seen *seen = user_data;

  seen->n_messages++;
  seen->n_too_large += message->body.too_large;
  if (seen->uids != NULL)
    hearth_imap_uid_set_add (seen->uids, message->uid);
  return TRUE;
}

/* Fetches the bodies of the messages 1 to 9. */
static gboolean
fetch_all (HearthImapSession *session, Seen *seen, GCancellable *cancellable, GError **error)
{
  g_autoptr (HearthImapUidSet) uids = hearth_imap_uid_set_parse ("1:9", -1);
  HearthImapFetch fetch = { .items = HEARTH_IMAP_ITEM_BODY, .max_literal = 10000 };

  return hearth_imap_session_fetch_sync (session, uids, &fetch, message_cb, seen, cancellable,
                                         error);
}

/* Seven kinds of answers that were seen in the wild, and where the message in the middle must not
 * be lost. */
static const char *const wild[] = {
  "ENVELOPE (NIL \"s\" NIL NIL NIL NIL NIL NIL NIL \"<m@x>\")",
  "BODYSTRUCTURE (\"APPLICATION\" \"PDF\n NAME=x\" NIL NIL NIL \"base64\" 1) ENVELOPE (NIL)",
  "ENVELOPE (NIL \"caf\xe9 \x80\" NIL)",
  "ENVELOPE (NIL \"s\" () () NIL)",
  "X-FOO-BAR (\"a\" (1 2)) ENVELOPE (NIL)",
  "RFC822.SIZE -1 ENVELOPE (NIL)",
  "ENVELOPE (NIL NIL ((NIL NIL NIL NIL)) NIL)",
};

static void
wild_script (ImapServer *server, gpointer data)
{
  imap_server_say (server, READY);
  imap_server_expect (server, "UID FETCH");
  for (guint i = 1; i <= 3; i++)
    imap_server_say (server,
                     "* %u FETCH (UID %u FLAGS () INTERNALDATE \"01-Jan-2024 00:00:00 "
                     "+0000\" %s BODY[] \"text\")\r\n",
                     i, i, i == 2 ? (const char *) data : wild[0]);
  imap_server_answer (server, "OK done");
  imap_server_wait_end (server);
}

static void
test_wild (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (wild); i++) {
    g_autoptr (ImapServer) server = imap_server_new (wild_script, (gpointer) wild[i]);
    g_autoptr (HearthImapSession) session = imap_test_login (server);
    g_autoptr (GError) error = NULL;
    Seen seen = { 0 };

    fetch_all (session, &seen, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (seen.n_messages, ==, 3);
  }
}

/* A literal that is announced and never comes, in each size. */
static void
giant_script (ImapServer *server, gpointer data)
{
  imap_server_say (server, READY);
  imap_server_expect (server, "UID FETCH");
  imap_server_say (server, "* 1 FETCH (UID 1 BODY[] {%s}\r\n", (const char *) data);
  for (guint i = 0; i < 100; i++)
    imap_server_say (server, "%s OK done\r\n", server->tag);
  imap_server_wait_end (server);
}

static void
test_giant_literal (void)
{
  static const struct {
    const char *size;
    HearthImapError code;
  } giants[] = {
    { "9000", HEARTH_IMAP_ERROR_TIMEOUT },
    { "1000000", HEARTH_IMAP_ERROR_TIMEOUT },
    { "2000000000", HEARTH_IMAP_ERROR_TIMEOUT },
    { "4294967296", HEARTH_IMAP_ERROR_LIMIT },
    { "9223372036854775807", HEARTH_IMAP_ERROR_LIMIT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (giants); i++) {
    g_autoptr (ImapServer) server = imap_server_new (giant_script, (gpointer) giants[i].size);
    g_autoptr (HearthImapSession) session = imap_test_login (server);
    g_autoptr (GError) error = NULL;
    Seen seen = { 0 };

    g_assert_false (fetch_all (session, &seen, NULL, &error));
    g_assert_error (error, HEARTH_IMAP_ERROR, (int) giants[i].code);
    g_assert_cmpuint (seen.n_messages, ==, 0);
    g_assert_false (hearth_imap_session_is_open (session));
  }
}

/* Literals hold protocol, with the right tag; some are too large to keep. */
static void
injection_script (ImapServer *server, gpointer data)
{
  imap_server_say (server, READY);
  imap_server_expect (server, "UID FETCH");
  for (guint i = 1; i <= 9; i++) {
    g_autoptr (GString) body = g_string_new ("\r\n");

    while (body->len < (i % 3 == 0 ? 70000u : i * 500u))
      g_string_append_printf (body, "%s OK done {5}\r\n* 7 EXPUNGE\r\n* BYE\r\n)\r\n", server->tag);
    imap_server_say (server, "* %u FETCH (UID %u BODY[] {%" G_GSIZE_FORMAT "}\r\n%s)\r\n", i, i,
                     body->len, body->str);
  }
  imap_server_answer (server, "OK done");
  imap_server_take (server, "NOOP", "", "OK done");
  imap_server_wait_end (server);
}

G_NORETURN static void
never_gone_cb (const HearthImapUidSet *uids, guint32 sequence, gboolean earlier, gpointer user_data)
{
  g_assert_not_reached ();
}

static void
test_injection (void)
{
  for (gsize chunk = 0; chunk < 30000; chunk = chunk * 3 + 7) {
    g_autoptr (ImapServer) server = imap_server_new (injection_script, NULL);
    g_autoptr (HearthImapSession) session = NULL;
    g_autoptr (GError) error = NULL;
    HearthImapListener listener = { .gone = never_gone_cb };
    Seen seen = { 0 };

    server->chunk = chunk;
    session = imap_test_login (server);
    hearth_imap_session_set_listener (session, &listener);
    fetch_all (session, &seen, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (seen.n_messages, ==, 9);
    g_assert_cmpuint (seen.n_too_large, ==, 3);
    hearth_imap_session_noop_sync (session, 0, NULL, &error);
    g_assert_no_error (error);
  }
}

static void
flood_script (ImapServer *server, gpointer data)
{
  guint n_lines = GPOINTER_TO_UINT (data);
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < 1000; i++)
    g_string_append (lines, i % 3 == 0   ? "* 5 EXISTS\r\n"
                            : i % 3 == 1 ? "* OK hm\r\n"
                                         : "junk\r\n");
  imap_server_say (server, READY);
  imap_server_expect (server, "NOOP");
  for (guint i = 0; (n_lines == 0 || i < n_lines / 1000) && !server->over; i++)
    imap_server_say_bytes (server, lines->str, lines->len);
  imap_server_answer (server, "OK done");
  imap_server_wait_end (server);
}

/* A million lines are read; lines without an end are not. */
static void
test_flood (void)
{
  g_autoptr (ImapServer) server = imap_server_new (flood_script, GUINT_TO_POINTER (1000000));
  g_autoptr (ImapServer) endless = imap_server_new (flood_script, GUINT_TO_POINTER (0));
  g_autoptr (HearthImapSession) session = imap_test_login (server);
  g_autoptr (HearthImapSession) other = NULL;
  g_autoptr (GError) error = NULL;

  hearth_imap_session_noop_sync (session, 0, NULL, &error);
  g_assert_no_error (error);
  other = imap_test_login (endless);
  g_assert_false (hearth_imap_session_noop_sync (other, 1, NULL, &error));
  /* By its time or by its number, whichever is over first. */
  if (!g_error_matches (error, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_LIMIT))
    g_assert_error (error, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_TIMEOUT);
}

/* One byte now and then is no answer. */
static void
slow_script (ImapServer *server, gpointer data)
{
  imap_server_say (server, READY);
  imap_server_expect (server, "UID FETCH");
  server->chunk = 1;
  server->pause = 20000;
  while (!server->over)
    imap_server_say (server, "* 1 FETCH (UID 1 FLAGS ())\r\n");
}

static void
test_slow (void)
{
  g_autoptr (ImapServer) server = imap_server_new (slow_script, NULL);
  g_autoptr (HearthImapSession) session = imap_test_login (server);
  g_autoptr (GError) error = NULL;
  gint64 begin = g_get_monotonic_time ();
  Seen seen = { 0 };

  g_assert_false (fetch_all (session, &seen, NULL, &error));
  g_assert_error (error, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_TIMEOUT);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_USEC_PER_SEC);
}

/* Each answer that is not the one to the command. */
static const char *const wrong[] = { "a1 OK done\r\n",       "h00000000x1 OK done\r\n",
                                     "OK done\r\n",          "* OK done\r\n",
                                     "+ OK done\r\n",        "\r\n\r\n\r\n",
                                     "\x00\xff\x80 garbage", "" };

static void
wrong_script (ImapServer *server, gpointer data)
{
  imap_server_say (server, READY);
  imap_server_expect (server, "NOOP");
  imap_server_say (server, "%s", (const char *) data);
  imap_server_wait_end (server);
}

static void
test_wrong_answers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (ImapServer) server = imap_server_new (wrong_script, (gpointer) wrong[i]);
    g_autoptr (HearthImapSession) session = imap_test_login (server);
    g_autoptr (GError) error = NULL;

    g_assert_false (hearth_imap_session_noop_sync (session, 0, NULL, &error));
    g_assert_error (error, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_TIMEOUT);
    g_assert_false (hearth_imap_session_is_open (session));
    g_assert_false (hearth_imap_session_noop_sync (session, 0, NULL, NULL));
  }
}

/* What is no mail server at all. */
static void
greeting_script (ImapServer *server, gpointer data)
{
  imap_server_say (server, "%s", (const char *) data);
  imap_server_wait_end (server);
}

static void
test_greeting (void)
{
  static const struct {
    const char *text;
    HearthImapError code;
  } greetings[] = {
    { "HTTP/1.1 400 Bad Request\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n"
      "\r\n\r\n\r\n\r\n\r\n\r\n\r\n",
      HEARTH_IMAP_ERROR_PROTOCOL },
    { "220 mail.example.org ESMTP\r\n", HEARTH_IMAP_ERROR_TIMEOUT },
    { "* NO not now\r\n", HEARTH_IMAP_ERROR_PROTOCOL },
    { "", HEARTH_IMAP_ERROR_TIMEOUT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (greetings); i++) {
    g_autoptr (ImapServer) server = imap_server_new (greeting_script, (gpointer) greetings[i].text);
    g_autoptr (GError) error = NULL;

    g_assert_null (imap_test_open (server, &error));
    g_assert_error (error, HEARTH_IMAP_ERROR, (int) greetings[i].code);
  }
}

/* A server that is silent from some moment on. */
static void
idle_script (ImapServer *server, gpointer data)
{
  imap_server_say (server, READY);
  imap_server_expect (server, "IDLE");
  imap_server_say (server, "+ idling\r\n");
  imap_server_wait_end (server);
}

static gpointer
wake_thread (gpointer data)
{
  g_usleep (50000);
  hearth_imap_session_wake (data);
  return NULL;
}

static gpointer
cancel_thread (gpointer data)
{
  g_usleep (50000);
  g_cancellable_cancel (data);
  return NULL;
}

/* An IDLE that is ended on purpose finds a dead connection soon. */
static void
test_dead_idle (void)
{
  g_autoptr (ImapServer) server = imap_server_new (idle_script, NULL);
  g_autoptr (HearthImapSession) session = imap_test_login (server);
  g_autoptr (GError) error = NULL;
  g_autoptr (GThread) thread = g_thread_new ("wake", wake_thread, session);
  gint64 begin = g_get_monotonic_time ();
  HearthImapIdle why;

  g_assert_false (hearth_imap_session_idle_sync (session, 600, &why, NULL, &error));
  g_assert_error (error, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_TIMEOUT);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_USEC_PER_SEC);
  g_thread_join (g_steal_pointer (&thread));
}

static void
test_cancel (void)
{
  for (guint i = 0; i < 2; i++) {
    g_autoptr (ImapServer) server =
        imap_server_new (i == 0 ? idle_script : giant_script, (gpointer) "9000");
    g_autoptr (HearthImapSession) session = imap_test_login (server);
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (GError) error = NULL;
    GThread *thread = g_thread_new ("cancel", cancel_thread, cancellable);
    gint64 begin = g_get_monotonic_time ();
    HearthImapIdle why;
    Seen seen = { 0 };

    if (i == 0)
      g_assert_false (hearth_imap_session_idle_sync (session, 600, &why, cancellable, &error));
    else
      g_assert_false (fetch_all (session, &seen, cancellable, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_assert_cmpint (g_get_monotonic_time () - begin, <, 300000);
    g_assert_false (hearth_imap_session_is_open (session));
    g_thread_join (thread);
  }
}

/* A server that reads nothing while mail is sent to it, and talks instead. */
static void
deaf_script (ImapServer *server, gpointer data)
{
  imap_server_say (server, "* PREAUTH [CAPABILITY IMAP4rev1 LITERAL+] ready\r\n");
  while (!server->over) {
    imap_server_say (server, "* OK still here\r\n");
    g_usleep (20000);
  }
}

static void
test_deaf (void)
{
  g_autoptr (ImapServer) server = imap_server_new (deaf_script, NULL);
  g_autoptr (HearthImapSession) session = imap_test_login (server);
  g_autofree char *data = g_strnfill (50000000, 'x');
  g_autoptr (GBytes) message = g_bytes_new_static (data, 50000000);
  g_autoptr (GError) error = NULL;
  gint64 begin = g_get_monotonic_time ();

  g_assert_false (
      hearth_imap_session_append_sync (session, "INBOX", message, 0, 0, NULL, NULL, NULL, &error));
  g_assert_error (error, HEARTH_IMAP_ERROR, HEARTH_IMAP_ERROR_TIMEOUT);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 10 * G_USEC_PER_SEC);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  imap_test_short_limits ();
  g_test_add_func ("/imap-hostile/wild", test_wild);
  g_test_add_func ("/imap-hostile/giant-literal", test_giant_literal);
  g_test_add_func ("/imap-hostile/injection", test_injection);
  g_test_add_func ("/imap-hostile/flood", test_flood);
  g_test_add_func ("/imap-hostile/slow", test_slow);
  g_test_add_func ("/imap-hostile/wrong-answers", test_wrong_answers);
  g_test_add_func ("/imap-hostile/greeting", test_greeting);
  g_test_add_func ("/imap-hostile/dead-idle", test_dead_idle);
  g_test_add_func ("/imap-hostile/cancel", test_cancel);
  g_test_add_func ("/imap-hostile/deaf", test_deaf);
  return g_test_run ();
}
