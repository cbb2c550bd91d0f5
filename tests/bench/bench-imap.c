/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-session.h"

#include <arpa/inet.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

/* How long the headers of 20,000 messages take from a Dovecot on this computer, beside a program
 * that asks for the same and only reads away what comes. with_dovecot.py starts the server. */

#define N_MESSAGES 20000

static void
fill_maildir (void)
{
  const char *root = g_getenv ("IMAP_MAIL");
  g_autofree char *cur = g_build_filename (root, "cur", NULL);
  g_autofree char *filler = g_strnfill (70, 'r');
  g_autoptr (GString) text = g_string_new (NULL);

  g_mkdir_with_parents (cur, 0700);
  for (guint i = 1; i <= N_MESSAGES; i++) {
    g_autofree char *name =
        g_strdup_printf ("%s/%u.M%uP1.bench:2,%s", cur, 1700000000 + i, i, i % 3 == 0 ? "S" : "");

    g_string_printf (text, "Return-Path: <list-%u@example.org>\r\n", i);
    for (guint j = 0; j < 18; j++)
      g_string_append_printf (text, "X-Trace-%u: %s %u\r\n", j, filler, i);
    g_string_append_printf (text,
                            "From: \"Sender %u\" <s%u@example.org>\r\nTo: alex@example.org\r\n"
                            "Subject: About number %u\r\nMessage-ID: <%u@example.org>\r\n"
                            "Date: Tue, 14 Nov 2023 22:13:20 +0000\r\n\r\nShort text.\r\n",
                            i, i, i, i);
    g_file_set_contents_full (name, text->str, (gssize) text->len, G_FILE_SET_CONTENTS_NONE, 0600,
                              NULL);
  }
}

static double
seconds_since (gint64 begin)
{
  return (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
}

static gsize
drain (int fd, const char *text, const char *tag)
{
  static char buffer[260 * 1024];
  gsize total = 0;
  gsize kept = 0;
  g_autofree char *end = g_strdup_printf ("\r\n%s OK", tag);

  if (write (fd, text, strlen (text)) < 0)
    return 0;
  for (;;) {
    gssize got = read (fd, buffer + kept, 256 * 1024);

    if (got <= 0)
      return total;
    total += (gsize) got;
    kept += (gsize) got;
    buffer[kept] = '\0';
    /* The end is looked for only in the last bytes. */
    if (strstr (buffer + (kept > 2000 ? kept - 2000 : 0), end) != NULL)
      return total;
    if (kept > 2000) {
      memmove (buffer, buffer + kept - 2000, 2000);
      kept = 2000;
    }
  }
}

/* Asks for the same in one command and parses nothing. */
static double
raw_drain (gsize *size)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  struct timeval patience = { .tv_sec = 60 };
  int fd = socket (AF_INET, SOCK_STREAM, 0);
  gint64 begin;
  double took;

  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  address.sin_port = htons ((guint16) g_ascii_strtoull (g_getenv ("IMAP_PORT"), NULL, 10));
  if (connect (fd, (struct sockaddr *) &address, sizeof address) < 0)
    g_error ("the server is not there");
  drain (fd, "a1 LOGIN alex {13+}\r\np\xc3\xa4ssword \"1\\\r\n", "a1");
  drain (fd, "a2 SELECT INBOX\r\n", "a2");
  /* The first FETCH makes the server look through its folder, which is not what is measured. */
  drain (fd, "a4 UID FETCH 1 (RFC822.SIZE BODY.PEEK[HEADER])\r\n", "a4");
  begin = g_get_monotonic_time ();
  *size = drain (fd, "a3 UID FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER])\r\n",
                 "a3");
  took = seconds_since (begin);
  if (*size < N_MESSAGES)
    g_error ("the server did not answer");
  close (fd);
  return took;
}

typedef struct {
  guint n_messages;
  gint64 begin;
  double first_200;
  double cpu;
} Seen;

static double
cpu_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static gboolean
message_cb (const HearthImapMessage *message, gpointer user_data)
{
  Seen *seen = user_data;

  g_assert_nonnull (message->header.data);
  if (++seen->n_messages == 200)
    seen->first_200 = seconds_since (seen->begin);
  return TRUE;
}

static double
fetch_headers (HearthSecurity security, Seen *seen)
{
  HearthMailServer server = { (char *) "127.0.0.1", 0, security, (char *) "alex",
                              (char *) g_getenv ("IMAP_PIN") };
  g_autoptr (HearthCredentials) credentials =
      hearth_credentials_new (HEARTH_MECHANISM_PASSWORD, "alex", "pässword \"1\\");
  g_autoptr (HearthImapSession) session = NULL;
  g_autoptr (HearthImapUidSet) all = hearth_imap_uid_set_new ();
  g_autoptr (GError) error = NULL;
  HearthImapSelected selected;
  HearthImapFetch fetch = { .items = HEARTH_IMAP_ITEM_FLAGS | HEARTH_IMAP_ITEM_INTERNAL_DATE |
                                     HEARTH_IMAP_ITEM_SIZE | HEARTH_IMAP_ITEM_HEADER };
  gint64 begin;
  double cpu;

  server.port = (guint16) g_ascii_strtoull (
      g_getenv (security == HEARTH_SECURITY_TLS ? "IMAP_TLS_PORT" : "IMAP_PORT"), NULL, 10);
  session = hearth_imap_session_open_sync (&server, NULL, &error);
  if (session == NULL || !hearth_imap_session_login_sync (session, credentials, NULL, &error))
    g_error ("%s", error->message);
  if (!hearth_imap_session_select_sync (session, "INBOX", TRUE, NULL, &selected, NULL, &error))
    g_error ("%s", error->message);
  hearth_imap_uid_set_add (all, 1);
  if (!hearth_imap_session_fetch_sync (session, all, &fetch, message_cb, seen, NULL, &error))
    g_error ("%s", error->message);
  hearth_imap_uid_set_add_range (all, 1, selected.uid_next - 1);
  begin = g_get_monotonic_time ();
  cpu = cpu_seconds ();
  *seen = (Seen){ .begin = begin };
  if (!hearth_imap_session_fetch_sync (session, all, &fetch, message_cb, seen, NULL, &error))
    g_error ("%s", error->message);
  g_assert_cmpuint (seen->n_messages, ==, N_MESSAGES);
  seen->cpu = cpu_seconds () - cpu;
  return seconds_since (begin);
}

static double
median_of_three (double a, double b, double c)
{
  return MAX (MIN (a, b), MIN (MAX (a, b), c));
}

int
main (void)
{
  double raw[3], plain[3], tls[3];
  struct rusage usage;
  double cpu;
  gsize size = 0;
  Seen seen = { 0 };

  fill_maildir ();
  raw_drain (&size); /* the server reads the folder and fills its caches */
  for (guint i = 0; i < 3; i++) {
    raw[i] = raw_drain (&size);
    plain[i] = fetch_headers (HEARTH_SECURITY_NONE, &seen);
  }
  getrusage (RUSAGE_SELF, &usage);
  cpu = seen.cpu;
  for (guint i = 0; i < 3; i++)
    tls[i] = fetch_headers (HEARTH_SECURITY_TLS, &seen);
  printf ("imap_headers_20000 %.3f s\n", median_of_three (plain[0], plain[1], plain[2]));
  printf ("imap_headers_20000_raw %.3f s\n", median_of_three (raw[0], raw[1], raw[2]));
  printf ("imap_headers_20000_tls %.3f s\n", median_of_three (tls[0], tls[1], tls[2]));
  printf ("imap_headers_20000_size %.1f MB\n", (double) size / 1e6);
  printf ("imap_headers_20000_client_cpu %.3f s\n", cpu);
  printf ("imap_newest_200 %.3f s\n", seen.first_200);
  printf ("imap_peak_memory %.1f MB\n", (double) usage.ru_maxrss / 1024);
  return 0;
}
