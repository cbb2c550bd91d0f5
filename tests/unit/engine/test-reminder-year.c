/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-clock.h"
#include "hearth-database.h"
#include "hearth-reminder-queue.h"
#include "hearth-reminder-table.h"
#include "hearth-store-records.h"

#include <glib/gstdio.h>
#include <stdlib.h>

/* A year of an owner who suspends the computer, flies, has the clock set, and whose power fails: by
 * a turned clock, with the store as it is. Not a second of it is waited for. */

/* 1 January 2024, 00:00 UTC. */
#define YEAR_START G_GINT64_CONSTANT (1704067200)
#define YEAR (366 * 86400)
#define HOUR 3600
#define REMINDERS 500

/* What happened to one reminder. */
typedef struct {
  gint64 id;
  gint64 due;      /* when it is to come next */
  guint n_shown;   /* since it was last due */
  guint n_crashes; /* since it was last due, after which it may come once more each */
  gboolean done;
} Fate;

typedef struct {
  char *dir;
  char *path;
  HearthWriter *writer;
  HearthReminderQueue *queue;
  GRand *rand;
  GHashTable *fates; /* id -> Fate */
  gint64 now;
  guint n_shown;
  guint n_repeated;
  guint n_crashes;
  gboolean power_fails; /* before the next is noted as shown */
  guint crash_in;       /* shown ones from now, when it does */
} Year;

static void
note (Year *self, const HearthReminder *reminder)
{
  Fate *fate = g_hash_table_lookup (self->fates, &reminder->id);

  g_assert_nonnull (fate);
  g_assert_false (fate->done);
  /* None early. */
  g_assert_cmpint (hearth_clock_now (), >=, fate->due - 1);
  fate->n_shown++;
  self->n_shown++;
  if (fate->n_shown > 1)
    self->n_repeated++;
  /* At most once again for each crash. */
  g_assert_cmpuint (fate->n_shown, <=, 1 + fate->n_crashes);
}

/* Shows one; its owner does something about it, or nothing, or the power fails meanwhile. */
static void
due_cb (HearthReminderQueue *queue, const HearthReminder *reminder, Year *self)
{
  Fate *fate;
  gint64 now = hearth_clock_now ();

  if (self->power_fails)
    return;
  note (self, reminder);
  if (self->crash_in > 0 && --self->crash_in == 0) {
    self->power_fails = TRUE;
    return;
  }
  hearth_reminder_queue_shown (queue, reminder->id);
  fate = g_hash_table_lookup (self->fates, &reminder->id);
  switch (g_rand_int_range (self->rand, 0, 4)) {
  case 0:
    fate->due = now + g_rand_int_range (self->rand, 60, 30 * HOUR);
    fate->n_shown = fate->n_crashes = 0;
    g_assert_true (hearth_reminder_queue_snooze (queue, reminder->id, fate->due, NULL));
    break;
  case 1:
  case 2:
    fate->done = TRUE;
    g_assert_true (hearth_reminder_queue_done (queue, reminder->id, NULL));
    break;
  default:
    /* Not acknowledged: it stands on the screen. */
    break;
  }
}

static void
missed_cb (HearthReminderQueue *queue, GPtrArray *reminders, Year *self)
{
  if (self->power_fails)
    return;
  for (guint i = 0; i < reminders->len; i++)
    note (self, g_ptr_array_index (reminders, i));
  if (self->crash_in > 0 && --self->crash_in == 0) {
    self->power_fails = TRUE;
    return;
  }
  for (guint i = 0; i < reminders->len; i++) {
    const HearthReminder *reminder = g_ptr_array_index (reminders, i);
    Fate *fate = g_hash_table_lookup (self->fates, &reminder->id);
    g_autoptr (HearthReminder) after = NULL;

    hearth_reminder_queue_shown (queue, reminder->id);
    after = hearth_reminder_queue_dup (queue, reminder->id);
    fate->done = after == NULL;
  }
}

static void
fail_cb (HearthReminderQueue *queue, const GError *error, Year *self)
{
  g_error ("%s", error->message);
}

static void
boot (Year *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthReminderStorage) table = NULL;

  self->writer = hearth_writer_new (self->path, &error);
  g_assert_no_error (error);
  table = hearth_reminder_table_new (self->writer);
  self->queue = hearth_reminder_queue_new (table);
  g_signal_connect (self->queue, "due", G_CALLBACK (due_cb), self);
  g_signal_connect (self->queue, "missed", G_CALLBACK (missed_cb), self);
  g_signal_connect (self->queue, "failed", G_CALLBACK (fail_cb), self);
  g_assert_true (hearth_reminder_queue_start (self->queue, &error));
  g_assert_no_error (error);
}

/* Nothing more is written: what is stored is what was stored at that moment. */
static void
crash (Year *self)
{
  GHashTableIter iter;
  gpointer value;

  g_signal_handlers_disconnect_by_data (self->queue, self);
  g_clear_object (&self->queue);
  hearth_writer_stop (self->writer);
  g_clear_object (&self->writer);
  g_hash_table_iter_init (&iter, self->fates);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    ((Fate *) value)->n_crashes++;
  self->power_fails = FALSE;
  self->crash_in = 0;
  self->n_crashes++;
  boot (self);
}

static void
turn_to (Year *self, gint64 now)
{
  self->now = now;
  hearth_clock_turn_to (now);
  hearth_reminder_queue_wake (self->queue);
  if (self->power_fails) {
    crash (self);
    hearth_reminder_queue_wake (self->queue);
  }
}

static void
set_reminder (Year *self, guint n)
{
  g_autofree char *key = g_strdup_printf ("user:%u", n);
  g_autoptr (HearthReminder) reminder =
      hearth_reminder_new (key, "Tea", self->now + g_rand_int_range (self->rand, 1, 40 * 86400));
  g_autoptr (GError) error = NULL;
  Fate *fate = g_new0 (Fate, 1);

  if (g_rand_boolean (self->rand)) {
    reminder->kind = HEARTH_REMINDER_EVENT;
    reminder->event_start = reminder->due + 600;
    reminder->event_end = reminder->event_start + g_rand_int_range (self->rand, 600, 8 * HOUR);
  }
  fate->due = reminder->due;
  fate->id = hearth_reminder_queue_add (self->queue, reminder, &error);
  g_assert_no_error (error);
  g_hash_table_insert (self->fates, &fate->id, fate);
}

static void
fly (Year *self)
{
  static const char *const zones[] = { "Europe/Berlin", "America/New_York", "Asia/Kathmandu",
                                       "Pacific/Apia", "Australia/Lord_Howe" };
  g_autoptr (GTimeZone) zone =
      g_time_zone_new_identifier (zones[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (zones))]);

  hearth_clock_set_zone (zone);
}

/* The owner deals with all that waits for them. */
static void
look_at_today (Year *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->fates);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Fate *fate = value;

    if (fate->done || fate->n_shown == 0)
      continue;
    fate->done = TRUE;
    g_assert_true (hearth_reminder_queue_done (self->queue, fate->id, NULL));
  }
}

static void
live (Year *self)
{
  switch (g_rand_int_range (self->rand, 0, 16)) {
  case 0:
    crash (self);
    break;
  case 1:
    self->crash_in = (guint) g_rand_int_range (self->rand, 1, 4);
    break;
  case 2:
    fly (self);
    break;
  case 5:
    look_at_today (self);
    break;
  case 3: /* set forward or back by hours */
    turn_to (self, self->now + g_rand_int_range (self->rand, -6 * HOUR, 6 * HOUR));
    return;
  case 4: /* asleep for a night, or a journey */
    turn_to (self, self->now + g_rand_int_range (self->rand, HOUR, 60 * HOUR));
    return;
  default:
    break;
  }
  /* Awake: the timer wakes at each due time. */
  for (gint64 until = self->now + g_rand_int_range (self->rand, 60, 3 * HOUR); self->now < until;)
    turn_to (self, CLAMP (hearth_reminder_queue_get_next (self->queue), self->now + 1, until));
}

/* Nothing that was due is left that was not shown, and nothing waits that is not to. */
static void
check (Year *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthDatabase) db = NULL;
  g_autoptr (GPtrArray) open = NULL;
  guint n_open = 0;
  GHashTableIter iter;
  gpointer value;

  db = hearth_database_open (self->path, HEARTH_DATABASE_READER, &error);
  g_assert_no_error (error);
  open = hearth_store_reminders_list (db, TRUE, &error);
  g_assert_no_error (error);
  g_hash_table_iter_init (&iter, self->fates);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const Fate *fate = value;

    n_open += !fate->done;
    if (!fate->done && fate->due <= self->now)
      g_assert_cmpuint (fate->n_shown, >, 0);
  }
  g_assert_cmpuint (open->len, ==, n_open);
}

static void
test_year (gconstpointer data)
{
  static const char *const names[] = { "", "-wal", "-shm" };
  Year year = { 0 };
  gint64 begin = g_get_monotonic_time ();
  guint n = 0;

  year.rand = g_rand_new_with_seed (GPOINTER_TO_UINT (data));
  /* In memory where there is room for it: a year waits for the disk thousands of times. */
  year.dir = g_strdup ("/dev/shm/hearth-XXXXXX");
  if (g_mkdtemp (year.dir) == NULL) {
    g_free (year.dir);
    year.dir = g_dir_make_tmp ("hearth-XXXXXX", NULL);
  }
  year.path = g_build_filename (year.dir, "hearth.db", NULL);
  year.fates = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  year.now = YEAR_START;
  hearth_clock_turn_to (year.now);
  boot (&year);
  for (guint i = 0; year.now < YEAR_START + YEAR; i++) {
    if (n < REMINDERS && year.now - YEAR_START > (gint64) n * (YEAR - 60 * 86400) / REMINDERS)
      set_reminder (&year, n++);
    live (&year);
  }
  g_assert_cmpuint (n, ==, REMINDERS);
  check (&year);
  g_test_message ("%u reminders shown %u times, %u of them again after one of %u crashes, %d ms", n,
                  year.n_shown, year.n_repeated, year.n_crashes,
                  (int) ((g_get_monotonic_time () - begin) / 1000));
  g_assert_cmpuint (year.n_crashes, >, 50);
  g_assert_cmpuint (year.n_repeated, >, 0);

  g_signal_handlers_disconnect_by_data (year.queue, &year);
  g_clear_object (&year.queue);
  hearth_writer_stop (year.writer);
  g_clear_object (&year.writer);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_strconcat (year.path, names[i], NULL);

    g_remove (path);
  }
  g_assert_cmpint (g_rmdir (year.dir), ==, 0);
  g_free (year.path);
  g_free (year.dir);
  g_hash_table_unref (year.fates);
  g_rand_free (year.rand);
}

int
main (int argc, char *argv[])
{
  static const guint seeds[] = { 1, 2, 3, 4711 };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (seeds); i++) {
    g_autofree char *name = g_strdup_printf ("/engine/reminder-year/%u", seeds[i]);

    g_test_add_data_func (name, GUINT_TO_POINTER (seeds[i]), test_year);
  }
  return g_test_run ();
}
