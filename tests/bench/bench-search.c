/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-search.h"

#include <stdio.h>
#include <stdlib.h>

#define RUNS 50

static const struct {
  const char *name;
  const char *query;
  gboolean as_typed;
} queries[] = {
  { "word", "linux", FALSE },
  { "common_word", "the", FALSE },
  { "rare_word", "gcc-3.2", FALSE },
  { "from", "from:example.com", FALSE },
  { "from_common_word", "from:list", FALSE },
  { "date_range", "after:2022-01 before:2023-01", FALSE },
  { "word_date_range", "linux after:2022-01 before:2023-01", FALSE },
  { "phrase", "\"mailing list\"", FALSE },
  { "two_words", "linux kernel", FALSE },
  { "word_unread", "linux is:unread", FALSE },
  { "without", "linux -kernel", FALSE },
  { "nothing", "zyxwvutsr", FALSE },
  { "typed_1", "l", TRUE },
  { "typed_2", "li", TRUE },
  { "typed_3", "lin", TRUE },
  { "typed_4", "linu", TRUE },
};

static int
compare (const void *a, const void *b)
{
  const gint64 *x = a, *y = b;

  return *x < *y ? -1 : *x > *y;
}

static gboolean
measure (HearthDatabase *db, gsize i, GError **error)
{
  HearthSearchOptions options = { .as_typed = queries[i].as_typed };
  gint64 times[RUNS];
  guint n = 0;

  for (guint run = 0; run < RUNS; run++) {
    gint64 start = g_get_monotonic_time ();
    g_autoptr (GPtrArray) found =
        hearth_store_search (db, queries[i].query, &options, HEARTH_DETAIL_ENVELOPE, error);

    if (found == NULL)
      return FALSE;
    times[run] = g_get_monotonic_time () - start;
    n = found->len;
  }
  qsort (times, RUNS, sizeof times[0], compare);
  printf ("search_%s %.3f ms\nsearch_%s_hits %u messages\n", queries[i].name,
          times[RUNS / 2] / 1000.0, queries[i].name, n);
  return TRUE;
}

/* bench-search STORE: the median time to read the newest 50 hits in process, for each kind of
 * query, in milliseconds. */
int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthDatabase) db = NULL;

  if (argc != 2)
    return 2;
  db = hearth_database_open (argv[1], HEARTH_DATABASE_READER, &error);
  for (gsize i = 0; db != NULL && i < G_N_ELEMENTS (queries); i++) {
    if (!measure (db, i, &error))
      break;
  }
  if (error != NULL) {
    fprintf (stderr, "%s\n", error->message);
    return 1;
  }
  return 0;
}
