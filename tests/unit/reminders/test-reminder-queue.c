/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-clock.h"
#include "hearth-reminder-queue.h"

#include <gio/gio.h>

/* A storage in memory that outlives queues, and that can be told to fail. */
#define TEST_TYPE_STORAGE (test_storage_get_type ())
G_DECLARE_FINAL_TYPE (TestStorage, test_storage, TEST, STORAGE, GObject)

struct _TestStorage {
  GObject parent_instance;

  GPtrArray *reminders;
  GHashTable *by_key; /* key -> id */
  guint n_loads;      /* of what waits */
  gboolean fails;
};

static void test_storage_iface_init (HearthReminderStorageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestStorage, test_storage, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HEARTH_TYPE_REMINDER_STORAGE,
                                                      test_storage_iface_init))

static gboolean
check_disk (TestStorage *self, GError **error)
{
  if (self->fails)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "The disk is full.");
  return !self->fails;
}

static GPtrArray *
load (TestStorage *self, HearthReminderState state, HearthReminderState other, GError **error)
{
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_reminder_free);

  if (!check_disk (self, error))
    return NULL;
  for (guint i = 0; i < self->reminders->len; i++) {
    HearthReminder *reminder = g_ptr_array_index (self->reminders, i);

    if (reminder->state == state || reminder->state == other)
      g_ptr_array_add (found, hearth_reminder_copy (reminder));
  }
  return g_steal_pointer (&found);
}

static GPtrArray *
test_storage_load_shown (HearthReminderStorage *storage, GError **error)
{
  return load (TEST_STORAGE (storage), HEARTH_REMINDER_PRESENTING, HEARTH_REMINDER_PRESENTED,
               error);
}

static int
compare_due (gconstpointer a, gconstpointer b)
{
  const HearthReminder *one = *(HearthReminder *const *) a;
  const HearthReminder *other = *(HearthReminder *const *) b;

  if (one->due != other->due)
    return one->due < other->due ? -1 : 1;
  return one->id < other->id ? -1 : 1;
}

static GPtrArray *
test_storage_load_waiting (HearthReminderStorage *storage, guint limit, GError **error)
{
  GPtrArray *waiting =
      load (TEST_STORAGE (storage), HEARTH_REMINDER_SCHEDULED, HEARTH_REMINDER_SNOOZED, error);

  if (waiting == NULL)
    return NULL;
  TEST_STORAGE (storage)->n_loads++;
  g_ptr_array_sort (waiting, compare_due);
  if (limit > 0 && waiting->len > limit)
    g_ptr_array_set_size (waiting, (int) limit);
  return waiting;
}

static gboolean
test_storage_find (HearthReminderStorage *storage, gint64 id, const char *key,
                   HearthReminder **reminder, GError **error)
{
  TestStorage *self = TEST_STORAGE (storage);

  if (!check_disk (self, error))
    return FALSE;
  if (id == 0)
    id = GPOINTER_TO_INT (g_hash_table_lookup (self->by_key, key));
  if (id > 0 && id <= self->reminders->len)
    *reminder = hearth_reminder_copy (self->reminders->pdata[id - 1]);
  return TRUE;
}

static gboolean
test_storage_save (HearthReminderStorage *storage, HearthReminder *reminder, GError **error)
{
  TestStorage *self = TEST_STORAGE (storage);

  if (!check_disk (self, error))
    return FALSE;
  if (reminder->id == 0)
    reminder->id = GPOINTER_TO_INT (g_hash_table_lookup (self->by_key, reminder->key));
  if (reminder->id == 0) {
    reminder->id = self->reminders->len + 1;
    g_ptr_array_add (self->reminders, hearth_reminder_copy (reminder));
    g_hash_table_insert (self->by_key, g_strdup (reminder->key),
                         GINT_TO_POINTER ((int) reminder->id));
  } else {
    hearth_reminder_free (self->reminders->pdata[reminder->id - 1]);
    self->reminders->pdata[reminder->id - 1] = hearth_reminder_copy (reminder);
  }
  return TRUE;
}

static void
test_storage_iface_init (HearthReminderStorageInterface *iface)
{
  iface->load_shown = test_storage_load_shown;
  iface->load_waiting = test_storage_load_waiting;
  iface->find = test_storage_find;
  iface->save = test_storage_save;
}

static void
test_storage_finalize (GObject *object)
{
  g_ptr_array_unref (TEST_STORAGE (object)->reminders);
  g_hash_table_unref (TEST_STORAGE (object)->by_key);
  G_OBJECT_CLASS (test_storage_parent_class)->finalize (object);
}

static void
test_storage_class_init (TestStorageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_storage_finalize;
}

static void
test_storage_init (TestStorage *self)
{
  self->reminders = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_reminder_free);
  self->by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

#define START G_GINT64_CONSTANT (1773000000)

typedef struct {
  TestStorage *storage;
  HearthReminderQueue *queue;
  GString *log;
  gboolean snoozes;
  gboolean hides; /* nothing gets onto the screen */
} Fixture;

static HearthReminderState
state_in_storage (Fixture *fixture, gint64 id)
{
  return ((HearthReminder *) fixture->storage->reminders->pdata[id - 1])->state;
}

static void
due_cb (HearthReminderQueue *queue, HearthReminder *reminder, Fixture *fixture)
{
  g_string_append_printf (fixture->log, "due:%d ", (int) reminder->id);
  g_assert_cmpint (reminder->state, ==, HEARTH_REMINDER_PRESENTING);
  /* Written before it is shown. */
  if (!fixture->storage->fails && reminder->shown == 0)
    g_assert_cmpint (state_in_storage (fixture, reminder->id), ==, HEARTH_REMINDER_PRESENTING);
  if (fixture->snoozes)
    g_assert_true (
        hearth_reminder_queue_snooze (queue, reminder->id, hearth_clock_now () + 300, NULL));
  if (!fixture->hides)
    hearth_reminder_queue_shown (queue, reminder->id);
}

static void
missed_cb (HearthReminderQueue *queue, GPtrArray *missed, Fixture *fixture)
{
  g_string_append (fixture->log, "missed");
  for (guint i = 0; i < missed->len; i++) {
    const HearthReminder *reminder = missed->pdata[i];

    g_string_append_printf (fixture->log, ":%d", (int) reminder->id);
    if (!fixture->hides)
      hearth_reminder_queue_shown (queue, reminder->id);
  }
  g_string_append_c (fixture->log, ' ');
}

static void
failed_cb (HearthReminderQueue *queue, GError *error, Fixture *fixture)
{
  g_assert_error (error, HEARTH_REMINDER_ERROR, HEARTH_REMINDER_ERROR_STORAGE);
  g_string_append (fixture->log, "failed ");
}

static void
start_queue (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->queue = hearth_reminder_queue_new (HEARTH_REMINDER_STORAGE (fixture->storage));
  g_signal_connect (fixture->queue, "due", G_CALLBACK (due_cb), fixture);
  g_signal_connect (fixture->queue, "missed", G_CALLBACK (missed_cb), fixture);
  g_signal_connect (fixture->queue, "failed", G_CALLBACK (failed_cb), fixture);
  g_assert_true (hearth_reminder_queue_start (fixture->queue, &error));
  g_assert_no_error (error);
}

static void
restart_queue (Fixture *fixture)
{
  g_object_unref (fixture->queue);
  start_queue (fixture);
}

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  hearth_clock_turn_to (START);
  fixture->storage = g_object_new (TEST_TYPE_STORAGE, NULL);
  fixture->log = g_string_new (NULL);
  start_queue (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  g_object_unref (fixture->queue);
  g_object_unref (fixture->storage);
  g_string_free (fixture->log, TRUE);
}

static gint64
add (Fixture *fixture, const char *key, gint64 due, gint64 event_start)
{
  g_autoptr (HearthReminder) reminder = hearth_reminder_new (key, "Tea", due);
  g_autoptr (GError) error = NULL;
  gint64 id;

  reminder->event_start = event_start;
  id = hearth_reminder_queue_add (fixture->queue, reminder, &error);
  g_assert_no_error (error);
  return id;
}

static gboolean
mark_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Runs the main loop for a moment and checks what was said in it. */
static void
assert_log (Fixture *fixture, guint ms, const char *expected)
{
  gboolean over = FALSE;

  g_timeout_add (ms, mark_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (fixture->log->str, ==, expected);
  g_string_truncate (fixture->log, 0);
}

static void
test_order (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  add (fixture, "user:1", START + 30, 0);
  add (fixture, "user:2", START + 10, 0);
  add (fixture, "user:3", START + 20, 0);
  g_assert_cmpint (hearth_reminder_queue_get_next (fixture->queue), ==, START + 10);
  assert_log (fixture, 20, "");
  hearth_clock_turn_to (START + 25);
  hearth_reminder_queue_wake (fixture->queue);
  assert_log (fixture, 20, "due:2 due:3 ");
  g_assert_true (hearth_reminder_queue_done (fixture->queue, 2, NULL));
  g_assert_cmpint (state_in_storage (fixture, 2), ==, HEARTH_REMINDER_DONE);
  list = hearth_reminder_queue_list (fixture->queue);
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_cmpint (((HearthReminder *) list->pdata[0])->id, ==, 3);
  g_assert_false (hearth_reminder_queue_done (fixture->queue, 2, &error));
  g_assert_error (error, HEARTH_REMINDER_ERROR, HEARTH_REMINDER_ERROR_NOT_FOUND);
}

/* The timer itself, without a nudge. */
static void
test_timer (Fixture *fixture, gconstpointer user_data)
{
  add (fixture, "user:1", START + 1, 0);
  assert_log (fixture, 300, "");
  assert_log (fixture, 1000, "due:1 ");
  assert_log (fixture, 100, "");
}

static void
test_snooze (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (HearthReminder) reminder = NULL;

  fixture->snoozes = TRUE;
  add (fixture, "user:1", START - 5, 0);
  assert_log (fixture, 50, "due:1 ");
  g_assert_cmpint (state_in_storage (fixture, 1), ==, HEARTH_REMINDER_SNOOZED);
  reminder = hearth_reminder_queue_dup (fixture->queue, 1);
  g_assert_cmpint (reminder->due, >=, START + 300);
  g_assert_cmpint (reminder->original_due, ==, START - 5);
  restart_queue (fixture);
  hearth_clock_turn_to (START + 400);
  hearth_reminder_queue_wake (fixture->queue);
  assert_log (fixture, 20, "due:1 ");
}

static void
test_restart (Fixture *fixture, gconstpointer user_data)
{
  add (fixture, "user:1", START, 0);
  add (fixture, "user:2", START + 50, 0);
  assert_log (fixture, 50, "due:1 ");
  restart_queue (fixture);
  g_assert_cmpstr (fixture->log->str, ==, "");
  assert_log (fixture, 50, "due:1 ");
  g_assert_true (hearth_reminder_queue_done (fixture->queue, 1, NULL));
  /* Off for a day: what came due meanwhile comes. */
  hearth_clock_turn_to (START + 86400);
  restart_queue (fixture);
  assert_log (fixture, 50, "due:2 ");
  g_assert_true (hearth_reminder_queue_cancel (fixture->queue, 2, NULL));
  restart_queue (fixture);
  assert_log (fixture, 50, "");
}

static void
test_missed (Fixture *fixture, gconstpointer user_data)
{
  add (fixture, "event:a:1:-600", START + 100, START + 700);
  add (fixture, "event:b:1:-600", START + 200, START + 800);
  add (fixture, "event:c:1:-600", START + 7000, START + 7600);
  add (fixture, "user:4", START + 300, 0);
  hearth_clock_turn_to (START + 7700);
  restart_queue (fixture);
  assert_log (fixture, 50, "due:4 due:3 missed:1:2 ");
  g_assert_cmpint (state_in_storage (fixture, 1), ==, HEARTH_REMINDER_MISSED);
  g_assert_cmpint (state_in_storage (fixture, 2), ==, HEARTH_REMINDER_MISSED);
  /* Told once. */
  restart_queue (fixture);
  assert_log (fixture, 50, "due:4 due:3 ");
  hearth_clock_turn_to (START + 7600 + 3600);
  restart_queue (fixture);
  assert_log (fixture, 50, "due:4 missed:3 ");
}

/* What did not get onto the screen before a crash comes again, as what it was. */
static void
test_crash (Fixture *fixture, gconstpointer user_data)
{
  fixture->hides = TRUE;
  add (fixture, "event:a:1:-600", START + 100, START + 700);
  add (fixture, "user:2", START + 7650, 0);
  hearth_clock_turn_to (START + 7700);
  restart_queue (fixture);
  assert_log (fixture, 50, "due:2 missed:1 ");
  g_assert_cmpint (state_in_storage (fixture, 1), ==, HEARTH_REMINDER_PRESENTING);
  fixture->hides = FALSE;
  restart_queue (fixture);
  assert_log (fixture, 50, "due:2 missed:1 ");
  g_assert_cmpint (state_in_storage (fixture, 1), ==, HEARTH_REMINDER_MISSED);
  g_assert_cmpint (state_in_storage (fixture, 2), ==, HEARTH_REMINDER_PRESENTED);
  /* Not again while it runs, whatever happens to the clock. */
  hearth_clock_turn_to (START);
  hearth_reminder_queue_wake (fixture->queue);
  hearth_clock_turn_to (START + 7700);
  hearth_reminder_queue_wake (fixture->queue);
  assert_log (fixture, 50, "");
}

/* After an absence much is told at once; what has just come, by itself. */
static void
test_away (Fixture *fixture, gconstpointer user_data)
{
  for (guint i = 0; i < 6; i++) {
    g_autofree char *key = g_strdup_printf ("user:%u", i);

    add (fixture, key, START + 10 * i, 0);
  }
  add (fixture, "user:new", START + 7000, 0);
  hearth_clock_turn_to (START + 7100);
  restart_queue (fixture);
  assert_log (fixture, 50, "due:7 missed:1:2:3:4:5:6 ");
  for (gint64 id = 1; id <= 7; id++)
    g_assert_cmpint (state_in_storage (fixture, id), ==, HEARTH_REMINDER_PRESENTED);
  /* What was put off was asked for. */
  for (gint64 id = 1; id <= 7; id++)
    g_assert_true (hearth_reminder_queue_snooze (fixture->queue, id, START + 7200, NULL));
  hearth_clock_turn_to (START + 7200);
  hearth_reminder_queue_wake (fixture->queue);
  assert_log (fixture, 50, "due:1 due:2 due:3 due:4 due:5 due:6 due:7 ");
}

static void
test_over (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (HearthReminder) day = hearth_reminder_new ("event:day:1:0", "Fair", START);
  g_autoptr (HearthReminder) task = hearth_reminder_new ("task:t:1:0", "Tax", START);

  day->event_start = task->event_start = START;
  day->kind = HEARTH_REMINDER_EVENT;
  day->event_end = START + 86400;
  task->kind = HEARTH_REMINDER_TASK;
  hearth_reminder_queue_add (fixture->queue, day, NULL);
  hearth_reminder_queue_add (fixture->queue, task, NULL);
  hearth_clock_turn_to (START + 80000);
  restart_queue (fixture);
  assert_log (fixture, 50, "due:1 due:2 ");
  hearth_clock_turn_to (START + 90000);
  restart_queue (fixture);
  assert_log (fixture, 50, "due:2 missed:1 ");
}

static void
test_change (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (HearthReminder) reminder = NULL;

  add (fixture, "user:1", START + 100, 0);
  g_assert_true (hearth_reminder_queue_change (fixture->queue, 1, "Coffee", START + 50, NULL));
  g_assert_cmpint (hearth_reminder_queue_get_next (fixture->queue), ==, START + 50);
  /* The same key is the same reminder. */
  g_assert_cmpint (add (fixture, "user:1", START + 70, 0), ==, 1);
  g_assert_cmpint (hearth_reminder_queue_lookup_key (fixture->queue, "user:1"), ==, 1);
  g_assert_cmpint (hearth_reminder_queue_lookup_key (fixture->queue, "user:2"), ==, 0);
  reminder = hearth_reminder_queue_dup (fixture->queue, 1);
  g_assert_cmpint (reminder->due, ==, START + 70);
  g_assert_cmpint (reminder->original_due, ==, START + 70);
  g_assert_cmpstr (reminder->text, ==, "Tea");
  g_assert_cmpuint (fixture->storage->reminders->len, ==, 1);
}

static void
test_full_disk (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (HearthReminder) reminder = hearth_reminder_new ("user:2", "Milk", START);
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  add (fixture, "user:1", START + 10, 0);
  fixture->storage->fails = TRUE;
  g_assert_cmpint (hearth_reminder_queue_add (fixture->queue, reminder, &error), ==, 0);
  g_assert_error (error, HEARTH_REMINDER_ERROR, HEARTH_REMINDER_ERROR_STORAGE);
  hearth_clock_turn_to (START + 10);
  hearth_reminder_queue_wake (fixture->queue);
  assert_log (fixture, 50, "failed ");
  fixture->storage->fails = FALSE;
  assert_log (fixture, 3200, "due:1 ");
  /* What is closed while nothing can be stored stays closed, and is stored when it can be. */
  fixture->storage->fails = TRUE;
  g_assert_true (hearth_reminder_queue_done (fixture->queue, 1, NULL));
  assert_log (fixture, 50, "failed ");
  list = hearth_reminder_queue_list (fixture->queue);
  g_assert_cmpuint (list->len, ==, 0);
  fixture->storage->fails = FALSE;
  hearth_reminder_queue_wake (fixture->queue);
  g_assert_cmpint (state_in_storage (fixture, 1), ==, HEARTH_REMINDER_DONE);
}

/* A disk that stays full must not silence a reminder for good. */
static void
test_full_for_long (Fixture *fixture, gconstpointer user_data)
{
  add (fixture, "user:1", START, 0);
  fixture->storage->fails = TRUE;
  for (guint i = 0; i < 4; i++)
    hearth_reminder_queue_wake (fixture->queue);
  assert_log (fixture, 20, "failed due:1 ");
  hearth_reminder_queue_wake (fixture->queue);
  assert_log (fixture, 20, "");
}

static void
test_load_fails (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (HearthReminderQueue) queue = NULL;
  g_autoptr (GError) error = NULL;

  fixture->storage->fails = TRUE;
  queue = hearth_reminder_queue_new (HEARTH_REMINDER_STORAGE (fixture->storage));
  g_assert_false (hearth_reminder_queue_start (queue, &error));
  g_assert_error (error, HEARTH_REMINDER_ERROR, HEARTH_REMINDER_ERROR_STORAGE);
}

static void
test_many (Fixture *fixture, gconstpointer user_data)
{
  const guint n = 100000;
  gint64 begin;
  gint64 worst = 0;
  gint64 last = 0;

  for (guint i = 0; i < n; i++) {
    g_autofree char *key = g_strdup_printf ("user:%u", i);

    add (fixture, key, START + 1000 + (i * 7919) % n, 0);
  }
  for (guint i = 0; i < 200; i++) {
    begin = g_get_monotonic_time ();
    g_assert_true (hearth_reminder_queue_snooze (fixture->queue, 1 + i * 499,
                                                 START + 999 + (i % 2 == 0 ? 0 : n), NULL));
    worst = MAX (worst, g_get_monotonic_time () - begin);
  }
  g_test_message ("arming among 100,000: at most %d us", (int) worst);
  g_assert_cmpint (hearth_reminder_queue_get_next (fixture->queue), ==, START + 999);
  begin = g_get_monotonic_time ();
  restart_queue (fixture);
  g_test_message ("loading 100,000: %d us", (int) (g_get_monotonic_time () - begin));
  fixture->storage->n_loads = 0;
  /* The queue comes out in the order of time. */
  for (guint i = 0; i < 1000; i++) {
    gint64 next = hearth_reminder_queue_get_next (fixture->queue);

    g_assert_cmpint (next, >, last);
    last = next;
    hearth_clock_turn_to (next);
    hearth_reminder_queue_wake (fixture->queue);
  }
  /* What is far away is not held, and what comes next is not read each time. */
  g_assert_cmpuint (fixture->storage->n_loads, <=, 4);
  g_assert_cmpint (hearth_reminder_queue_lookup_key (fixture->queue, "user:99999"), ==, 100000);
  g_assert_true (hearth_reminder_queue_done (fixture->queue, 100000, NULL));
  g_assert_cmpint (hearth_reminder_queue_lookup_key (fixture->queue, "user:99999"), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/reminders/queue/order", test_order);
  ADD ("/reminders/queue/timer", test_timer);
  ADD ("/reminders/queue/snooze", test_snooze);
  ADD ("/reminders/queue/restart", test_restart);
  ADD ("/reminders/queue/missed", test_missed);
  ADD ("/reminders/queue/crash", test_crash);
  ADD ("/reminders/queue/away", test_away);
  ADD ("/reminders/queue/over", test_over);
  ADD ("/reminders/queue/change", test_change);
  ADD ("/reminders/queue/full-disk", test_full_disk);
  ADD ("/reminders/queue/full-for-long", test_full_for_long);
  ADD ("/reminders/queue/load-fails", test_load_fails);
  ADD ("/reminders/queue/many", test_many);
#undef ADD
  return g_test_run ();
}
