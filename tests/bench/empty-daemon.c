/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <curl/curl.h>
#include <gio/gio.h>
#include <gmime/gmime.h>
#include <json-glib/json-glib.h>
#include <libical/ical.h>
#include <libsecret/secret.h>
#include <libxml/parser.h>
#include <sqlite3.h>
#include <stdio.h>

/* A program that links what hearthd links, initialises it, owns nothing and waits: what a companion
 * weighs before it does anything. */
int
main (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();

  g_mime_init ();
  xmlInitParser ();
  curl_global_init (CURL_GLOBAL_DEFAULT);
  printf ("%s %p %d\n", sqlite3_libversion (), (void *) icaltimezone_get_utc_timezone (),
          (int) SECRET_SCHEMA_NONE);
  fflush (stdout);
  g_main_loop_run (loop);
  return 0;
}
