/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libecal/libecal.h>
#include <stdio.h>

/* As plain-expand.c, with the library that GNOME Calendar and Evolution expand with. */

static gboolean
count_cb (ICalComponent *component, ICalTime *start, ICalTime *end, gpointer user_data,
          GCancellable *cancellable, GError **error)
{
  (*(guint *) user_data)++;
  return TRUE;
}

static ICalTimezone *
find_zone_cb (const char *tzid, gpointer user_data, GCancellable *cancellable, GError **error)
{
  ICalTimezone *zone = i_cal_timezone_get_builtin_timezone_from_tzid (tzid);

  return zone != NULL ? zone : i_cal_timezone_get_builtin_timezone (tzid);
}

/* Returns how many occurrences there are, or -1. */
static int
expand (ICalComponent *calendar, ICalTime *start, ICalTime *end)
{
  ICalComponent *event = i_cal_component_get_first_component (calendar, I_CAL_VEVENT_COMPONENT);
  guint n = 0;

  while (event != NULL) {
    g_autoptr (GError) error = NULL;

    if (!e_cal_recur_generate_instances_sync (event, start, end, count_cb, &n, find_zone_cb, NULL,
                                              i_cal_timezone_get_utc_timezone (), NULL, &error)) {
      fprintf (stderr, "%s\n", error != NULL ? error->message : "it stopped");
      return -1;
    }
    g_object_unref (event);
    event = i_cal_component_get_next_component (calendar, I_CAL_VEVENT_COMPONENT);
  }
  return (int) n;
}

int
main (int argc, char *argv[])
{
  g_autofree char *text = NULL;
  ICalComponent *calendar;
  ICalTime *start, *end;
  int n;

  if (argc != 4 || !g_file_get_contents (argv[1], &text, NULL, NULL))
    return 2;
  calendar = i_cal_component_new_from_string (text);
  if (calendar == NULL)
    return 1;
  start = i_cal_time_new_from_string (argv[2]);
  end = i_cal_time_new_from_string (argv[3]);
  n = expand (calendar, start, end);
  g_object_unref (start);
  g_object_unref (end);
  g_object_unref (calendar);
  printf ("%d\n", n);
  return n < 0;
}
