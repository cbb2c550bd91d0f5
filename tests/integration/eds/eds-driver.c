/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-eds-source.h"

#include <locale.h>
#include <string.h>

/* Drives the source of one calendar of the desktop, as the engine does.
 *
 *   eds-driver CALENDAR read HREF
 *   eds-driver CALENDAR write HREF|- UID ETAG|-   < TEXT
 *   eds-driver CALENDAR remove HREF ETAG|-
 *
 * The first line that comes out is the version; after it comes the text, or where it went. */

static const char *
optional (const char *argument)
{
  return strcmp (argument, "-") == 0 ? NULL : argument;
}

static gboolean
read_resource (HearthCalendarSource *source, char **args, GError **error)
{
  g_autofree char *etag = NULL;
  g_autoptr (GBytes) content =
      hearth_calendar_source_read_resource_sync (source, args[0], &etag, NULL, error);

  if (content == NULL)
    return FALSE;
  g_print ("%s\n%.*s", etag, (int) g_bytes_get_size (content),
           (const char *) g_bytes_get_data (content, NULL));
  return TRUE;
}

static gboolean
write_resource (HearthCalendarSource *source, char **args, GError **error)
{
  g_autoptr (GIOChannel) input = g_io_channel_unix_new (0);
  g_autoptr (GBytes) content = NULL;
  g_autofree char *href = NULL;
  g_autofree char *etag = NULL;
  char *text;
  gsize length;

  g_io_channel_set_encoding (input, NULL, NULL);
  if (g_io_channel_read_to_end (input, &text, &length, error) != G_IO_STATUS_NORMAL)
    return FALSE;
  content = g_bytes_new_take (text, length);
  if (!hearth_calendar_source_write_resource_sync (source, optional (args[0]), args[1], content,
                                                   optional (args[2]), &href, &etag, NULL, error))
    return FALSE;
  g_print ("%s\n%s\n", etag, href);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (HearthCalendarSource) source = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ok = FALSE;

  setlocale (LC_ALL, "");
  g_return_val_if_fail (argc > 3, 2);
  source = hearth_eds_source_new (argv[1]);
  if (strcmp (argv[2], "read") == 0)
    ok = read_resource (source, argv + 3, &error);
  else if (strcmp (argv[2], "write") == 0 && argc == 6)
    ok = write_resource (source, argv + 3, &error);
  else if (strcmp (argv[2], "remove") == 0 && argc == 5)
    ok = hearth_calendar_source_remove_resource_sync (source, argv[3], "", optional (argv[4]), NULL,
                                                      &error);
  if (ok)
    return 0;
  g_printerr ("%s %d %s\n", g_quark_to_string (error->domain), error->code, error->message);
  return 1;
}
