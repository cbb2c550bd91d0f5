/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-cancel-watch.h"

#include <malloc.h>

#define ROUNDS 1000

/* A watch that is freed while the thread that cancelled is still telling others. */
typedef struct {
  GCancellable *cancellable;
  HearthCancelWatch *watch;
  GMutex mutex;
  GCond cond;
  gboolean freed;
  guint n_called;
} Race;

static gboolean
free_cb (GCancellable *cancellable, gpointer user_data)
{
  Race *race = user_data;

  g_assert_true (cancellable == race->cancellable);
  race->n_called++;
  g_clear_pointer (&race->watch, hearth_cancel_watch_free);
  g_mutex_lock (&race->mutex);
  race->freed = TRUE;
  g_cond_signal (&race->cond);
  g_mutex_unlock (&race->mutex);
  return G_SOURCE_REMOVE;
}

/* (canceller) Who is told after the watch. */
static void
wait_for_free_cb (GCancellable *cancellable, gpointer user_data)
{
  Race *race = user_data;

  g_mutex_lock (&race->mutex);
  while (!race->freed)
    g_cond_wait (&race->cond, &race->mutex);
  g_mutex_unlock (&race->mutex);
}

static gpointer
cancel_thread (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return NULL;
}

static void
run_race (void)
{
  Race race = { .cancellable = g_cancellable_new () };
  GThread *thread;

  g_mutex_init (&race.mutex);
  g_cond_init (&race.cond);
  race.watch =
      hearth_cancel_watch_new (race.cancellable, NULL, G_PRIORITY_HIGH, free_cb, &race, NULL);
  g_signal_connect (race.cancellable, "cancelled", G_CALLBACK (wait_for_free_cb), &race);
  thread = g_thread_new ("cancel", cancel_thread, race.cancellable);
  while (race.n_called == 0)
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
  g_assert_cmpuint (race.n_called, ==, 1);
  g_assert_finalize_object (race.cancellable);
  g_mutex_clear (&race.mutex);
  g_cond_clear (&race.cond);
}

/* Where each kept its source these would be 120 KB. Under a sanitizer, which counts itself, the
 * numbers are 0. */
static void
test_freed_while_told (void)
{
  struct mallinfo2 before, after;

  run_race ();
  before = mallinfo2 ();
  for (guint i = 0; i < ROUNDS; i++)
    run_race ();
  after = mallinfo2 ();
  g_assert_cmpuint (after.uordblks, <, before.uordblks + ROUNDS * 40);
}

static gboolean
count_cb (GCancellable *cancellable, gpointer user_data)
{
  (*(guint *) user_data)++;
  return G_SOURCE_REMOVE;
}

static void
iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
count_destroyed (gpointer user_data)
{
  (*(guint *) user_data) += 100;
}

static void
test_told (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  guint n = 0, late = 0, never = 0;
  HearthCancelWatch *watch = hearth_cancel_watch_new (cancellable, NULL, G_PRIORITY_DEFAULT,
                                                      count_cb, &n, count_destroyed);
  HearthCancelWatch *freed =
      hearth_cancel_watch_new (cancellable, NULL, G_PRIORITY_DEFAULT, count_cb, &never, NULL);
  HearthCancelWatch *second;

  iterate ();
  g_assert_cmpuint (n, ==, 0);
  hearth_cancel_watch_free (freed);
  g_cancellable_cancel (cancellable);
  g_assert_cmpuint (n, ==, 0);
  second = hearth_cancel_watch_new (cancellable, NULL, G_PRIORITY_DEFAULT, count_cb, &late, NULL);
  g_assert_cmpuint (late, ==, 0);
  iterate ();
  g_assert_cmpuint (n, ==, 101);
  g_assert_cmpuint (late, ==, 1);
  g_assert_cmpuint (never, ==, 0);
  hearth_cancel_watch_free (watch);
  hearth_cancel_watch_free (second);
  hearth_cancel_watch_free (NULL);
  g_assert_cmpuint (n, ==, 101);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cancel-watch/told", test_told);
  g_test_add_func ("/cancel-watch/freed-while-told", test_freed_while_told);
  return g_test_run ();
}
