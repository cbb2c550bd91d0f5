/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-clock.h"
#include "hearth-memories.h"
#include "hearth-store-memories.h"
#include "hearth-store-records.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* bench-memory FOLDER: makes a store of 5,000 memories and 50,000 turns there and says how long it
 * takes to find what is remembered of a question, in milliseconds: the median and what 95 of 100
 * stay below. */

#define N_MEMORIES 5000
#define N_TURNS 50000
#define N_ROUNDS 400

static const char *const names[] = { "Ana",  "Marta", "Tom",   "Nora", "Luis", "Jon",
                                     "Mira", "Pete",  "Greta", "Sam",  "Ida",  "Ben" };
static const char *const verbs[] = { "likes", "prefers", "works on", "met", "remembers", "bought" };
static const char *const things[] = { "tea",
                                      "oranges",
                                      "meetings in the morning",
                                      "the garden",
                                      "Porto",
                                      "a dog",
                                      "the red bicycle",
                                      "chess",
                                      "dinner",
                                      "hiking",
                                      "the choir",
                                      "old maps" };
static const char *const questions[] = {
  "What does Ana like?",
  "Where do I live?",
  "What shall I cook for dinner tonight?",
  "Who bought the red bicycle last year?",
  "When does Marta have time for a meeting in the morning?",
  "Was mag Greta?",
  "Write to Tom that we meet in the garden, and bring the old maps and tea for Ida",
  "How are you?",
};

static gboolean
fill (HearthDatabase *db, GError **error)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  if (!hearth_database_begin (db, error))
    return FALSE;
  for (guint i = 0; i < N_MEMORIES; i++) {
    const char *name = names[g_rand_int_range (rand, 0, G_N_ELEMENTS (names))];
    g_autofree char *text =
        g_strdup_printf ("%s %s %s, number %u of street %d", name,
                         verbs[g_rand_int_range (rand, 0, G_N_ELEMENTS (verbs))],
                         things[g_rand_int_range (rand, 0, G_N_ELEMENTS (things))], i,
                         g_rand_int_range (rand, 0, 500));
    g_autoptr (HearthMemory) memory = hearth_memory_new ("fact", i % 3 == 0 ? name : "owner", text);

    memory->pinned = i % 500 == 0;
    if (!hearth_store_memories_add (db, memory, error))
      return FALSE;
  }
  for (guint i = 0; i < N_TURNS; i++) {
    g_autofree char *conversation = g_strdup_printf ("c%u", i / 50);
    g_autofree char *text =
        g_strdup_printf ("%s and %s, said for the %u. time in a sentence of a usual length",
                         things[g_rand_int_range (rand, 0, G_N_ELEMENTS (things))],
                         names[g_rand_int_range (rand, 0, G_N_ELEMENTS (names))], i);
    g_autoptr (HearthTurn) turn =
        hearth_turn_new (conversation, i % 2 == 0 ? HEARTH_TURN_OWNER : HEARTH_TURN_COMPANION,
                         text);

    turn->complete = TRUE;
    if (!hearth_store_turns_save (db, turn, error))
      return FALSE;
  }
  return hearth_database_commit (db, error);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const gint64 first = *(const gint64 *) a;
  const gint64 second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

static gboolean
measure (HearthEngine *engine, GError **error)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  clock_t computed = clock ();

  for (guint i = 0; i < N_ROUNDS; i++) {
    gint64 start = g_get_monotonic_time ();
    g_autoptr (GPtrArray) found =
        hearth_memories_recall (engine, questions[i % G_N_ELEMENTS (questions)],
                                hearth_clock_now (), 0, error);
    gint64 took = g_get_monotonic_time () - start;

    if (found == NULL)
      return FALSE;
    g_array_append_val (times, took);
  }
  printf ("memory.recall_cpu_ms %.3f ms\n",
          1000.0 * (double) (clock () - computed) / CLOCKS_PER_SEC / N_ROUNDS);
  g_array_sort (times, compare);
  printf ("memory.recall_ms %.3f ms\nmemory.recall_95_ms %.3f ms\n",
          (double) g_array_index (times, gint64, N_ROUNDS / 2) / 1000,
          (double) g_array_index (times, gint64, N_ROUNDS * 95 / 100) / 1000);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autofree char *path = g_build_filename (argc > 1 ? argv[1] : ".", "hearth.db", NULL);
  g_autoptr (HearthDatabase) db = NULL;
  g_autoptr (HearthEngine) engine = NULL;
  g_autoptr (GError) error = NULL;

  db = hearth_database_open (path, HEARTH_DATABASE_WRITER, &error);
  if (db == NULL || !fill (db, &error)) {
    fprintf (stderr, "%s\n", error->message);
    return EXIT_FAILURE;
  }
  g_clear_object (&db);
  engine = hearth_engine_new (argc > 1 ? argv[1] : ".", &error);
  if (engine == NULL || !measure (engine, &error)) {
    fprintf (stderr, "%s\n", error->message);
    return EXIT_FAILURE;
  }
  hearth_engine_stop (engine);
  return EXIT_SUCCESS;
}
