/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-smtp.h"

#include <glib-unix.h>
#include <stdio.h>
#include <string.h>

/* smtp-driver PORT SECURITY PIN|- MECHANISM|- SECRET|- CANCEL-MS HOST FILE SENDER RECIPIENT…
 *
 * One attempt, with short time-outs. Prints the outcome, the code, whether the bytes were begun,
 * and the sentence, a line each. The secret is one of a test. */

static gboolean
begin (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return TRUE;
}

static gpointer
cancel_thread (gpointer data)
{
  g_usleep (500 * 1000);
  g_cancellable_cancel (data);
  return NULL;
}

int
main (int argc, char **argv)
{
  static const char *const outcomes[] = { "sent", "refused", "later", "auth", "unknown" };
  HearthSmtpTimeouts timeouts = { 4, 2, 2, 2 };
  g_autoptr (HearthSmtpResult) result = NULL;
  g_autoptr (HearthCredentials) credentials = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GThread) thread = NULL;
  HearthMailServer server = { .host = argv[7], .port = atoi (argv[1]) };
  HearthSmtpMail mail = { .server = &server, .sender = argv[9], .timeouts = &timeouts };
  gboolean begun = FALSE;
  g_autofree char *content = NULL;
  gsize size;

  hearth_smtp_set_authorities (g_getenv ("HEARTH_TEST_AUTHORITIES"));
  if (argc < 11 || !hearth_security_from_string (argv[2], &server.security) ||
      !g_file_get_contents (argv[8], &content, &size, NULL))
    return 2;
  if (strcmp (argv[3], "-") != 0)
    server.pin = argv[3];
  if (strcmp (argv[4], "-") != 0)
    credentials =
        hearth_credentials_new (strcmp (argv[4], "token") == 0 ? HEARTH_MECHANISM_TOKEN
                                                               : HEARTH_MECHANISM_PASSWORD,
                                "nora", argv[5]);
  if (strcmp (argv[6], "0") != 0)
    thread = g_thread_new ("cancel", cancel_thread, cancellable);
  mail.credentials = credentials;
  mail.recipients = (const char *const *) argv + 10;
  mail.content = g_bytes_new (content, size);
  mail.begin = begin;
  mail.user_data = &begun;
  result = hearth_smtp_send_sync (&mail, cancellable);
  printf ("%s\n%u\n%d\n%s\n", outcomes[result->outcome], result->code, begun,
          result->sentence != NULL ? result->sentence : "");
  g_bytes_unref (mail.content);
  if (thread != NULL)
    g_thread_join (g_steal_pointer (&thread));
  return 0;
}
