/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-reminder-notices.h"

#include "hearth-clock.h"
#include "hearth-format.h"

#include <glib/gi18n.h>
#include <string.h>

#define KEY_PREFIX "reminder:"
#define MISSED_KEY "missed"
#define SNOOZE_SECONDS (5 * 60)

/* So many missed ones are named; the rest is a number. */
#define MAX_LINES 4

/**
 * HearthReminderNotices:
 *
 * One bubble for each reminder that is due, under a name that stays over restarts. It goes when the
 * reminder is done, snoozed or taken back, wherever that happened.
 *
 * Signal: `open (gint64 event_id, gint64 start, token)`: the owner wants to see that event.
 */
struct _HearthReminderNotices {
  GObject parent_instance;

  HearthEngine *engine;     /* (owned) */
  HearthNotifier *notifier; /* (owned) */
  GHashTable *shown;        /* (owned) key -> HearthReminder */
};

enum {
  SIGNAL_OPEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HearthReminderNotices, hearth_reminder_notices, G_TYPE_OBJECT)

static char *
make_key (gint64 id)
{
  return g_strdup_printf (KEY_PREFIX "%" G_GINT64_FORMAT, id);
}

static gboolean
is_all_day (HearthReminderNotices *self, const HearthReminder *reminder)
{
  g_autoptr (HearthEvent) event =
      hearth_store_events_get (hearth_engine_get_reader (self->engine), reminder->event_id, NULL);

  return event != NULL && event->all_day;
}

static char *
make_body (HearthReminderNotices *self, const HearthReminder *reminder)
{
  g_autofree char *at = NULL;
  gint64 minutes;

  if (reminder->event_start == 0)
    return NULL;
  if (is_all_day (self, reminder))
    return hearth_format_day (reminder->event_start, hearth_clock_now ());
  at = hearth_format_time (reminder->event_start);
  minutes = (reminder->event_start - hearth_clock_now () + 30) / 60;
  if (minutes > 0 && minutes < 60)
    return g_strdup_printf (ngettext ("At %s, in %d minute", "At %s, in %d minutes", (int) minutes),
                            at, (int) minutes);
  if (minutes <= 0 && minutes > -60)
    return g_strdup_printf (_("Now, since %s"), at);
  return g_strdup_printf (_("At %s"), at);
}

static void
due_cb (HearthReminderQueue *queue, const HearthReminder *reminder, HearthReminderNotices *self)
{
  char *key = make_key (reminder->id);
  g_autofree char *body = make_body (self, reminder);
  HearthBubble *bubble = hearth_bubble_new (reminder->text, body);

  bubble->locked_summary = g_strdup (_("A reminder"));
  bubble->icon = "alarm-symbolic";
  bubble->urgent = TRUE;
  hearth_bubble_add_action (bubble, "default", _("Open"));
  if (reminder->event_start != 0)
    hearth_bubble_add_action (bubble, "open", _("Open"));
  else
    hearth_bubble_add_action (bubble, "done", _("Done"));
  hearth_bubble_add_action (bubble, "snooze", _("Snooze 5 min"));
  g_hash_table_replace (self->shown, key, hearth_reminder_copy (reminder));
  hearth_notifier_show (self->notifier, key, bubble);
}

static void
missed_cb (HearthReminderQueue *queue, GPtrArray *reminders, HearthReminderNotices *self)
{
  g_autoptr (GString) body = g_string_new (NULL);
  HearthBubble *bubble;

  for (guint i = 0; i < MIN (reminders->len, MAX_LINES); i++) {
    const HearthReminder *reminder = g_ptr_array_index (reminders, i);
    g_autofree char *when =
        hearth_format_day_short (reminder->event_start != 0 ? reminder->event_start : reminder->due,
                                 hearth_clock_now ());

    g_string_append_printf (body, "%s%s · %s", i > 0 ? "\n" : "", reminder->text, when);
  }
  if (reminders->len > MAX_LINES)
    g_string_append_printf (body,
                            ngettext ("\nand %u more", "\nand %u more", reminders->len - MAX_LINES),
                            reminders->len - MAX_LINES);
  bubble = hearth_bubble_new (_("While you were away"), body->str);
  bubble->locked_summary = g_strdup (_("While you were away"));
  bubble->icon = "alarm-symbolic";
  hearth_bubble_add_action (bubble, "default", _("Open"));
  hearth_notifier_show (self->notifier, MISSED_KEY, bubble);
}

/* Takes away the bubbles of reminders that do not present themselves any more. */
static void
queue_changed_cb (HearthReminderQueue *queue, HearthReminderNotices *self)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    const HearthReminder *shown = value;
    g_autoptr (HearthReminder) now = hearth_reminder_queue_dup (queue, shown->id);

    if (now != NULL && now->state == HEARTH_REMINDER_PRESENTING)
      continue;
    hearth_notifier_withdraw (self->notifier, key);
    g_hash_table_iter_remove (&iter);
  }
}

static void
settle (HearthReminderNotices *self, gint64 id, gboolean snooze)
{
  HearthReminderQueue *queue = hearth_engine_get_reminders (self->engine);
  g_autoptr (GError) error = NULL;
  gboolean ok;

  if (snooze)
    ok = hearth_reminder_queue_snooze (queue, id, hearth_clock_now () + SNOOZE_SECONDS, &error);
  else
    ok = hearth_reminder_queue_done (queue, id, &error);
  if (!ok)
    g_warning ("%s", error->message);
}

static void
action_cb (HearthNotifier *notifier, const char *key, const char *action, const char *token,
           HearthReminderNotices *self)
{
  const HearthReminder *shown;
  g_autoptr (HearthReminder) reminder = NULL;

  if (g_strcmp0 (key, MISSED_KEY) == 0) {
    hearth_notifier_withdraw (notifier, key);
    g_signal_emit (self, signals[SIGNAL_OPEN], 0, (gint64) 0, (gint64) 0, token);
    return;
  }
  shown = g_hash_table_lookup (self->shown, key);
  if (shown == NULL)
    return;
  reminder = hearth_reminder_copy (shown);
  settle (self, reminder->id, g_strcmp0 (action, "snooze") == 0);
  if (g_strcmp0 (action, "open") == 0 || g_strcmp0 (action, "default") == 0)
    g_signal_emit (self, signals[SIGNAL_OPEN], 0, reminder->event_id, reminder->event_start, token);
}

static void
dismissed_cb (HearthNotifier *notifier, const char *key, HearthReminderNotices *self)
{
  const HearthReminder *shown = g_hash_table_lookup (self->shown, key);

  if (shown != NULL)
    settle (self, shown->id, FALSE);
}

static void
hearth_reminder_notices_finalize (GObject *object)
{
  HearthReminderNotices *self = HEARTH_REMINDER_NOTICES (object);

  g_hash_table_unref (self->shown);
  g_object_unref (self->notifier);
  g_object_unref (self->engine);
  G_OBJECT_CLASS (hearth_reminder_notices_parent_class)->finalize (object);
}

static void
hearth_reminder_notices_class_init (HearthReminderNoticesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_reminder_notices_finalize;
  signals[SIGNAL_OPEN] =
      g_signal_new ("open", HEARTH_TYPE_REMINDER_NOTICES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, G_TYPE_INT64, G_TYPE_INT64, G_TYPE_STRING);
}

static void
hearth_reminder_notices_init (HearthReminderNotices *self)
{
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) hearth_reminder_free);
}

/**
 * hearth_reminder_notices_new:
 * @engine: the engine; to be started afterwards, so that nothing falls due unheard
 * @notifier: where to show
 *
 * Returns: (transfer full): notices
 */
HearthReminderNotices *
hearth_reminder_notices_new (HearthEngine *engine, HearthNotifier *notifier)
{
  HearthReminderNotices *self = g_object_new (HEARTH_TYPE_REMINDER_NOTICES, NULL);
  HearthReminderQueue *queue = hearth_engine_get_reminders (engine);

  self->engine = g_object_ref (engine);
  self->notifier = g_object_ref (notifier);
  g_signal_connect_object (queue, "due", G_CALLBACK (due_cb), self, 0);
  g_signal_connect_object (queue, "missed", G_CALLBACK (missed_cb), self, 0);
  g_signal_connect_object (queue, "changed", G_CALLBACK (queue_changed_cb), self, 0);
  g_signal_connect_object (notifier, "action", G_CALLBACK (action_cb), self, 0);
  g_signal_connect_object (notifier, "dismissed", G_CALLBACK (dismissed_cb), self, 0);
  return self;
}
