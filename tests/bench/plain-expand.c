/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>

/* What the library alone needs to read a calendar and expand a year of it: the measure beside which
 * Hearth's own reading, expanding and storing stands. */

static void
count_cb (icalcomponent *component, struct icaltime_span *span, void *data)
{
  (*(guint *) data)++;
}

int
main (int argc, char *argv[])
{
  g_autofree char *text = NULL;
  icalcomponent *calendar;
  icaltimetype start, end;
  guint n = 0;

  if (argc != 4 || !g_file_get_contents (argv[1], &text, NULL, NULL))
    return 2;
  start = icaltime_from_string (argv[2]);
  end = icaltime_from_string (argv[3]);
  calendar = icalparser_parse_string (text);
  if (calendar == NULL)
    return 1;
  for (icalcomponent *event = icalcomponent_get_first_component (calendar, ICAL_VEVENT_COMPONENT);
       event != NULL; event = icalcomponent_get_next_component (calendar, ICAL_VEVENT_COMPONENT))
    icalcomponent_foreach_recurrence (event, start, end, count_cb, &n);
  icalcomponent_free (calendar);
  printf ("%u\n", n);
  return 0;
}
