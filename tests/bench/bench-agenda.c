/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "hearth-clock.h"
#include "hearth-store-events.h"

#define RUNS 101
#define ALL 1000000

static int
compare (const void *a, const void *b)
{
  const gint64 *x = a, *y = b;

  return *x < *y ? -1 : *x > *y;
}

/* Of this thread alone: what others do meanwhile on the same computer does not count. */
static gint64
cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static double
median (gint64 *times, int n)
{
  qsort (times, n, sizeof times[0], compare);
  return times[n / 2] / 1000.0;
}

/* The median time to read what is in @days days from now, in milliseconds, and how much that is. */
static gboolean
measure (HearthDatabase *db, const char *prefix, const char *name, int days, guint limit, int runs,
         GError **error)
{
  gint64 times[RUNS], cpu[RUNS];
  guint n = 0;

  for (int i = 0; i < runs; i++) {
    gint64 now = hearth_clock_now ();
    HearthSpan span = { now, now + (gint64) days * 24 * 3600 };
    gint64 start = g_get_monotonic_time ();
    gint64 cpu_start = cpu_time ();
    g_autoptr (GPtrArray) events = hearth_store_events_between (db, span, limit, error);

    if (events == NULL)
      return FALSE;
    cpu[i] = cpu_time () - cpu_start;
    times[i] = g_get_monotonic_time () - start;
    n = events->len;
  }
  printf ("%s_%s %.3f ms\n%s_%s_cpu %.3f ms\n%s_%s_events %u events\n", prefix, name,
          median (times, runs), prefix, name, median (cpu, runs), prefix, name, n);
  return TRUE;
}

/* bench-agenda STORE [PREFIX]: how long it takes to read a day, a month and a year of the stored
 * events, in process. A month is what a page of it can show, and once more all that it has. */
int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthDatabase) db = NULL;
  const char *prefix = argc > 2 ? argv[2] : "agenda";

  if (argc != 2 && argc != 3)
    return 2;
  db = hearth_database_open (argv[1], HEARTH_DATABASE_READER, &error);
  if (db == NULL || !measure (db, prefix, "today", 1, ALL, RUNS, &error) ||
      !measure (db, prefix, "month", 42, 500, RUNS, &error) ||
      !measure (db, prefix, "month_all", 42, ALL, 31, &error) ||
      !measure (db, prefix, "year", 366, ALL, 5, &error)) {
    fprintf (stderr, "%s\n", error->message);
    return 1;
  }
  return 0;
}
