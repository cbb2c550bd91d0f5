/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-find.h"

#include <stdio.h>
#include <stdlib.h>

#define RUNS 30

static const char *const texts[] = { "l",    "li",        "lin",
                                     "linu", "linux",     "linux kernel",
                                     "the",  "from:list", "zyxwvutsr" };

static int
compare (const void *a, const void *b)
{
  const gint64 *x = a, *y = b;

  return *x < *y ? -1 : *x > *y;
}

/* bench-find STORE: the median time and the longest to find the first 60 of everything in process,
 * as somebody types. */
int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthDatabase) db = NULL;
  HearthFindOptions options = { .as_typed = TRUE };

  if (argc != 2)
    return 2;
  db = hearth_database_open (argv[1], HEARTH_DATABASE_READER, &error);
  for (gsize i = 0; db != NULL && error == NULL && i < G_N_ELEMENTS (texts); i++) {
    gint64 times[RUNS];
    guint n = 0;

    for (guint run = 0; run < RUNS && error == NULL; run++) {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (GPtrArray) found = hearth_find (db, texts[i], &options, &error);

      times[run] = g_get_monotonic_time () - start;
      n = found != NULL ? found->len : 0;
    }
    qsort (times, RUNS, sizeof times[0], compare);
    printf ("find_%s %.3f ms\nfind_%s_longest %.3f ms\nfind_%s_hits %u rows\n", texts[i],
            times[RUNS / 2] / 1000.0, texts[i], times[RUNS - 1] / 1000.0, texts[i], n);
  }
  if (error != NULL) {
    fprintf (stderr, "%s\n", error->message);
    return 1;
  }
  return 0;
}
