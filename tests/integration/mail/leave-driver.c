/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-unsubscribe.h"

#include <stdio.h>
#include <string.h>

/* Sends the request that leaves a list: leave-driver URI PIN. With a PIN of "-" to the internet
 * only, as the engine does; with one to a server of the test's own on this machine. Says "done" or
 * the error's code and message. */

static void
sent_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthHttpResponse) response =
      hearth_http_send_finish (HEARTH_HTTP (object), result, &error);

  if (response != NULL)
    printf ("done %u\n", response->status);
  else
    printf ("%d %s\n", error->code, error->message);
  g_main_loop_quit (user_data);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (HearthHttp) http = hearth_http_new (NULL);
  g_autoptr (HearthHttpRequest) request = hearth_unsubscribe_make_request (argv[1]);

  if (argc != 3)
    return 2;
  if (strcmp (argv[2], "-") != 0) {
    request->flags &= ~HEARTH_HTTP_PUBLIC_ONLY;
    hearth_http_request_set_pin (request, argv[2]);
  }
  hearth_http_send_async (http, request, NULL, sent_cb, loop);
  g_main_loop_run (loop);
  return 0;
}
