/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-clock.h"
#include "hearth-reminder-queue.h"
#include "hearth-reminder-table.h"
#include "hearth-store-records.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* bench-reminders FOLDER: what a hundred thousand scheduled reminders cost, and how late one is
 * shown. Prints one JSON object. */

#define N 100000
#define ARMED 200
#define SHOWN 20

typedef struct {
  GMainLoop *loop;
  GArray *late; /* of gint64: microseconds */
} Show;

static gint64
get_memory (void)
{
  g_autofree char *text = NULL;
  long pages = 0;

  if (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    sscanf (text, "%*d %ld", &pages);
  return (gint64) pages * sysconf (_SC_PAGESIZE);
}

static gboolean
fill (HearthDatabase *db, gpointer user_data, GError **error)
{
  gint64 now = hearth_clock_now ();

  for (guint i = 0; i < N; i++) {
    g_autofree char *key = g_strdup_printf ("user:%u", i);
    g_autoptr (HearthReminder) reminder =
        hearth_reminder_new (key, "Water the plants on the balcony", now + 86400 + (i * 7919) % N);

    if (!hearth_store_reminders_save (db, reminder, error))
      return FALSE;
  }
  return TRUE;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 one = *(const gint64 *) a;
  gint64 other = *(const gint64 *) b;

  return one < other ? -1 : one > other;
}

static void
due_cb (HearthReminderQueue *queue, const HearthReminder *reminder, Show *show)
{
  gint64 late = hearth_clock_now_us () - reminder->due * G_USEC_PER_SEC;

  g_array_append_val (show->late, late);
  hearth_reminder_queue_shown (queue, reminder->id);
  if (show->late->len == SHOWN)
    g_main_loop_quit (show->loop);
}

static void
fail (const GError *error)
{
  fprintf (stderr, "bench-reminders: %s\n", error->message);
  exit (1);
}

int
main (int argc, char *argv[])
{
  g_autofree char *path = g_build_filename (argc > 1 ? argv[1] : ".", "reminders.db", NULL);
  g_autoptr (GArray) arming = g_array_new (FALSE, FALSE, sizeof (gint64));
  Show show = { g_main_loop_new (NULL, FALSE), g_array_new (FALSE, FALSE, sizeof (gint64)) };
  g_autoptr (HearthReminderStorage) table = NULL;
  g_autoptr (HearthReminderQueue) queue = NULL;
  g_autoptr (HearthWriter) writer = NULL;
  g_autoptr (GError) error = NULL;
  gint64 before, loading, memory;

  writer = hearth_writer_new (path, &error);
  if (writer == NULL || !hearth_writer_run_sync (writer, fill, NULL, &error))
    fail (error);
  hearth_writer_stop (writer);
  g_object_unref (writer);
  writer = hearth_writer_new (path, &error);
  if (writer == NULL)
    fail (error);

  memory = get_memory ();
  before = g_get_monotonic_time ();
  table = hearth_reminder_table_new (writer);
  queue = hearth_reminder_queue_new (table);
  g_signal_connect (queue, "due", G_CALLBACK (due_cb), &show);
  if (!hearth_reminder_queue_start (queue, &error))
    fail (error);
  loading = g_get_monotonic_time () - before;
  memory = get_memory () - memory;

  for (guint i = 0; i < ARMED; i++) {
    gint64 took;

    before = g_get_monotonic_time ();
    hearth_reminder_queue_wake (queue);
    took = g_get_monotonic_time () - before;
    g_array_append_val (arming, took);
  }
  for (guint i = 0; i < SHOWN; i++) {
    g_autofree char *key = g_strdup_printf ("soon:%u", i);
    g_autoptr (HearthReminder) soon =
        hearth_reminder_new (key, "Tea", hearth_clock_now () + 1 + i / 4);

    if (hearth_reminder_queue_add (queue, soon, &error) == 0)
      fail (error);
  }
  g_main_loop_run (show.loop);
  g_array_sort (arming, compare);
  g_array_sort (show.late, compare);
  printf ("{\"reminders\": %d, \"loading_us\": %d, \"memory_bytes\": %ld, \"arming_us\": %d,"
          " \"arming_worst_us\": %d, \"late_us\": %d, \"late_worst_us\": %d}\n",
          N, (int) loading, (long) memory, (int) g_array_index (arming, gint64, ARMED / 2),
          (int) g_array_index (arming, gint64, ARMED - 1),
          (int) g_array_index (show.late, gint64, SHOWN / 2),
          (int) g_array_index (show.late, gint64, SHOWN - 1));
  g_clear_object (&queue);
  hearth_writer_stop (writer);
  g_array_unref (show.late);
  g_main_loop_unref (show.loop);
  return 0;
}
