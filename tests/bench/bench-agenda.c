/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "hearth-clock.h"
#include "hearth-store-events.h"

#define RUNS 101

static int
compare (const void *a, const void *b)
{
  const gint64 *x = a, *y = b;

  return *x < *y ? -1 : *x > *y;
}

/* bench-agenda STORE: the median time to read today's events in process, in milliseconds. */
int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthDatabase) db = NULL;
  gint64 times[RUNS];
  guint n = 0;

  if (argc != 2)
    return 2;
  db = hearth_database_open (argv[1], HEARTH_DATABASE_READER, &error);
  for (int i = 0; db != NULL && i < RUNS; i++) {
    gint64 now = hearth_clock_now ();
    HearthSpan today = { now, now + 24 * 3600 };
    gint64 start = g_get_monotonic_time ();
    g_autoptr (GPtrArray) events = hearth_store_events_between (db, today, 1000, &error);

    if (events == NULL)
      break;
    times[i] = g_get_monotonic_time () - start;
    n = events->len;
  }
  if (error != NULL) {
    fprintf (stderr, "%s\n", error->message);
    return 1;
  }
  qsort (times, RUNS, sizeof times[0], compare);
  printf ("agenda_today %.3f ms\nagenda_events %u events\n", times[RUNS / 2] / 1000.0, n);
  return 0;
}
