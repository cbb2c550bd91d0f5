/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-reminder-notices.h"

#include "hearth-actions.h"
#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-later.h"
#include "hearth-meeting-briefing.h"
#include "hearth-snooze.h"

#include <glib/gi18n.h>
#include <string.h>

#define KEY_PREFIX "reminder:"
#define MISSED_KEY "missed"

/* From so many seconds before its event on a bubble says how to join; and from so many on it is
 * about now. */
#define JOIN_BEFORE (10 * 60)
#define NOW_BEFORE (2 * 60)
/* What begins so soon is better put off until then than beyond. */
#define SNOOZE_TO_START (5 * 60)

/* So many missed ones are named; the rest is a number. */
#define MAX_LINES 4

/**
 * HearthReminderNotices:
 *
 * One bubble for each reminder that is due, under a name that stays over restarts. It goes when the
 * reminder is done, snoozed or taken back, wherever that happened.
 *
 * Signals: `open (gint64 event_id, gint64 start, gboolean briefed, token)`: the owner wants to see
 * that event, and what the mail says of it; `open-mail (gint64 id, token)`: that message.
 */
struct _HearthReminderNotices {
  GObject parent_instance;

  HearthEngine *engine;     /* (owned) */
  HearthNotifier *notifier; /* (owned) */
  GHashTable *shown;        /* (owned) key -> HearthReminder */
  GArray *missed;           /* (owned) of gint64: what the bubble of an absence tells and is open */
  gboolean tells_over;      /* whether it tells also of what is over */
};

enum {
  SIGNAL_OPEN,
  SIGNAL_OPEN_MAIL,
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
is_presented (const HearthReminder *reminder)
{
  return reminder->state == HEARTH_REMINDER_PRESENTING ||
         reminder->state == HEARTH_REMINDER_PRESENTED;
}

/* Who comes, and what they wrote about it last. */
static char *
make_briefing (HearthReminderNotices *self, const HearthReminder *reminder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthMeetingBriefing) briefing =
      hearth_meeting_briefing_new (hearth_engine_get_reader (self->engine), reminder->event_id,
                                   reminder->event_start, &error);

  if (briefing == NULL) {
    g_debug ("no briefing: %s", error->message);
    return NULL;
  }
  return g_strdup (briefing->sentence);
}

static gboolean
is_all_day (HearthReminderNotices *self, const HearthReminder *reminder)
{
  g_autoptr (HearthEvent) event =
      hearth_store_events_get (hearth_engine_get_reader (self->engine), reminder->event_id, NULL);

  return event != NULL && event->all_day;
}

/* Why mail is back. */
static char *
make_mail_reason (HearthReminderNotices *self, const HearthReminder *reminder)
{
  HearthDatabase *db = hearth_engine_get_reader (self->engine);
  g_autoptr (HearthLater) later = NULL;

  if (!hearth_store_later_find (db, hearth_reminder_get_message_id (reminder), &later, NULL) ||
      later == NULL)
    return NULL;
  return hearth_later_dup_sentence (later, db, hearth_clock_now ());
}

static char *
make_body (HearthReminderNotices *self, const HearthReminder *reminder)
{
  g_autofree char *at = NULL;
  gint64 minutes;

  if (reminder->kind == HEARTH_REMINDER_MAIL)
    return make_mail_reason (self, reminder);
  if (reminder->event_start == 0)
    return NULL;
  if (reminder->kind == HEARTH_REMINDER_MEETING)
    return make_briefing (self, reminder);
  if (is_all_day (self, reminder))
    return hearth_format_day (reminder->event_start, hearth_clock_now ());
  at = hearth_format_time (reminder->event_start);
  if (reminder->kind == HEARTH_REMINDER_LEAVE)
    return g_strdup_printf (_("Time to leave: it begins at %s"), at);
  if (reminder->kind == HEARTH_REMINDER_TASK)
    return g_strdup_printf (_("Due at %s"), at);
  minutes = (reminder->event_start - hearth_clock_now () + 30) / 60;
  if (minutes > 0 && minutes < 60)
    return g_strdup_printf (ngettext ("At %s, in %d minute", "At %s, in %d minutes", (int) minutes),
                            at, (int) minutes);
  if (minutes <= 0 && minutes > -60)
    return g_strdup_printf (_("Now, since %s"), at);
  return g_strdup_printf (_("At %s"), at);
}

/* Only what the calendar's reader takes for a meeting is ever opened from a bubble. */
static gboolean
can_join (const HearthReminder *reminder, gint64 now)
{
  return reminder->link != NULL && now >= reminder->event_start - JOIN_BEFORE &&
         (g_str_has_prefix (reminder->link, "https://") ||
          g_str_has_prefix (reminder->link, "http://") ||
          g_str_has_prefix (reminder->link, "tel:"));
}

static HearthSnooze
choose_snooze (const HearthReminder *reminder, gint64 now)
{
  return reminder->event_start > now && reminder->event_start <= now + SNOOZE_TO_START
             ? HEARTH_SNOOZE_START
             : HEARTH_SNOOZE_MINUTES;
}

/* What is about now, or what the owner asked to be told at this time, is worth a disturbance. */
static gboolean
is_urgent (const HearthReminder *reminder, gint64 now)
{
  switch (reminder->kind) {
  case HEARTH_REMINDER_OWN:
  case HEARTH_REMINDER_LEAVE:
    return TRUE;
  case HEARTH_REMINDER_TASK:
  case HEARTH_REMINDER_MEETING:
  case HEARTH_REMINDER_MAIL:
    return FALSE;
  case HEARTH_REMINDER_EVENT:
  default:
    return now >= reminder->event_start - NOW_BEFORE;
  }
}

static void
add_actions (HearthBubble *bubble, const HearthReminder *reminder, gint64 now)
{
  hearth_bubble_add_action (bubble, "default", _("Open"));
  if (can_join (reminder, now))
    hearth_bubble_add_action (bubble, "join", _("Join"));
  if (reminder->kind == HEARTH_REMINDER_MAIL)
    hearth_bubble_add_action (bubble, "snooze", _("Tomorrow"));
  else if (choose_snooze (reminder, now) == HEARTH_SNOOZE_START)
    hearth_bubble_add_action (bubble, "snooze", _("Snooze until it starts"));
  else
    hearth_bubble_add_action (bubble, "snooze", _("Snooze 5 min"));
  hearth_bubble_add_action (bubble, "done", _("Done"));
}

static void
due_cb (HearthReminderQueue *queue, const HearthReminder *reminder, HearthReminderNotices *self)
{
  char *key = make_key (reminder->id);
  g_autofree char *body = make_body (self, reminder);
  HearthBubble *bubble = hearth_bubble_new (reminder->text, body);
  gint64 now = hearth_clock_now ();

  bubble->locked_summary = g_strdup (
      reminder->kind == HEARTH_REMINDER_MAIL ? _("Mail that you put off") : _("A reminder"));
  bubble->icon = "alarm-symbolic";
  bubble->urgent = is_urgent (reminder, now);
  bubble->lasting = TRUE;
  bubble->sound = bubble->urgent ? "alarm-clock-elapsed" : "message-new-instant";
  add_actions (bubble, reminder, now);
  /* One that an earlier run told of among others stands by itself now. */
  if (reminder->shown != 0 && self->missed->len == 0 && !self->tells_over)
    hearth_notifier_withdraw (self->notifier, MISSED_KEY);
  g_hash_table_replace (self->shown, key, hearth_reminder_copy (reminder));
  hearth_notifier_show (self->notifier, key, bubble);
}

static void
add_line (GString *body, const HearthReminder *reminder)
{
  g_autofree char *when =
      hearth_format_day_short (reminder->event_start != 0 ? reminder->event_start : reminder->due,
                               hearth_clock_now ());

  g_string_append_printf (body, "%s%s · %s", body->len > 0 ? "\n" : "", reminder->text, when);
}

/* What is not over comes first, then what is over since a short time. */
static int
compare_worth (gconstpointer a, gconstpointer b)
{
  const HearthReminder *one = *(HearthReminder *const *) a;
  const HearthReminder *other = *(HearthReminder *const *) b;

  if ((one->event_start == 0) != (other->event_start == 0))
    return one->event_start == 0 ? -1 : 1;
  return one->due > other->due ? -1 : one->due < other->due;
}

static void
missed_cb (HearthReminderQueue *queue, GPtrArray *reminders, HearthReminderNotices *self)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_copy (reminders, NULL, NULL);
  g_autoptr (GString) body = g_string_new (NULL);
  HearthBubble *bubble;

  g_ptr_array_sort (sorted, compare_worth);
  for (guint i = 0; i < sorted->len; i++) {
    const HearthReminder *reminder = g_ptr_array_index (sorted, i);
    g_autofree char *key = make_key (reminder->id);

    if (i < MAX_LINES)
      add_line (body, reminder);
    /* A bubble of its own that an earlier run left. */
    if (reminder->shown != 0)
      hearth_notifier_withdraw (self->notifier, key);
    g_array_append_val (self->missed, reminder->id);
  }
  if (sorted->len > MAX_LINES)
    g_string_append_printf (body,
                            ngettext ("\nand %u more", "\nand %u more", sorted->len - MAX_LINES),
                            sorted->len - MAX_LINES);
  bubble = hearth_bubble_new (_("While you were away"), body->str);
  bubble->locked_summary = g_strdup (_("While you were away"));
  bubble->icon = "alarm-symbolic";
  bubble->lasting = TRUE;
  hearth_bubble_add_action (bubble, "default", _("Open"));
  hearth_notifier_show (self->notifier, MISSED_KEY, bubble);
}

/* What is over is closed by being told of; what is not stays open. */
static void
note_missed (HearthReminderNotices *self, HearthReminderQueue *queue)
{
  g_autoptr (GArray) ids = g_steal_pointer (&self->missed);
  g_autoptr (GArray) left = g_array_new (FALSE, FALSE, sizeof (gint64));

  self->missed = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < ids->len; i++) {
    gint64 id = g_array_index (ids, gint64, i);
    g_autoptr (HearthReminder) after = NULL;

    hearth_reminder_queue_shown (queue, id);
    after = hearth_reminder_queue_dup (queue, id);
    if (after != NULL)
      g_array_append_val (left, id);
    else
      self->tells_over = TRUE;
  }
  g_array_unref (self->missed);
  self->missed = g_steal_pointer (&left);
}

/* A server has taken a bubble. */
static void
shown_cb (HearthNotifier *notifier, const char *key, HearthReminderNotices *self)
{
  HearthReminderQueue *queue = hearth_engine_get_reminders (self->engine);
  const HearthReminder *shown = g_hash_table_lookup (self->shown, key);

  if (shown != NULL)
    hearth_reminder_queue_shown (queue, shown->id);
  else if (g_strcmp0 (key, MISSED_KEY) == 0)
    note_missed (self, queue);
}

/* The bubble of an absence has nothing to tell any more when all that it told of was dealt with. */
static void
drop_missed (HearthReminderNotices *self, HearthReminderQueue *queue)
{
  if (self->missed->len == 0 || self->tells_over)
    return;
  for (guint i = self->missed->len; i > 0; i--) {
    g_autoptr (HearthReminder) now =
        hearth_reminder_queue_dup (queue, g_array_index (self->missed, gint64, i - 1));

    if (now == NULL || !is_presented (now))
      g_array_remove_index (self->missed, i - 1);
  }
  if (self->missed->len == 0)
    hearth_notifier_withdraw (self->notifier, MISSED_KEY);
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

    if (now != NULL && is_presented (now))
      continue;
    hearth_notifier_withdraw (self->notifier, key);
    g_hash_table_iter_remove (&iter);
  }
  drop_missed (self, queue);
}

/* What the owner says of mail is said of its reminder too. */
static void
settle_mail (HearthReminderNotices *self, gint64 message_id, gboolean snooze)
{
  gint64 now = hearth_clock_now ();
  HearthReminder none = { 0 };
  g_autoptr (GError) error = NULL;
  gint64 action;
  gboolean ok;

  ok = snooze ? hearth_engine_put_off (self->engine, &message_id, 1,
                                       hearth_snooze_until (HEARTH_SNOOZE_TOMORROW, &none, now),
                                       NULL, &action, &error)
              : hearth_engine_act (self->engine, "done", &message_id, 1, NULL, &action, &error);
  if (!ok)
    g_warning ("%s", error->message);
}

static void
settle (HearthReminderNotices *self, const HearthReminder *reminder, gboolean snooze)
{
  HearthReminderQueue *queue = hearth_engine_get_reminders (self->engine);
  gint64 now = hearth_clock_now ();
  g_autoptr (GError) error = NULL;
  gboolean ok;

  if (snooze)
    ok = hearth_reminder_queue_snooze (
        queue, reminder->id, hearth_snooze_until (choose_snooze (reminder, now), reminder, now),
        &error);
  else
    ok = hearth_reminder_queue_done (queue, reminder->id, &error);
  if (!ok)
    g_warning ("%s", error->message);
}

static void
join (const char *link, const char *token)
{
  g_autoptr (GAppLaunchContext) context = g_app_launch_context_new ();
  g_autoptr (GError) error = NULL;

  if (token != NULL)
    g_app_launch_context_setenv (context, "XDG_ACTIVATION_TOKEN", token);
  if (!g_app_info_launch_default_for_uri (link, context, &error))
    g_warning ("The meeting could not be opened: %s", error->message);
}

static void
action_cb (HearthNotifier *notifier, const char *key, const char *action, const char *token,
           HearthReminderNotices *self)
{
  const HearthReminder *shown;
  g_autoptr (HearthReminder) reminder = NULL;
  gint64 message_id;

  if (g_strcmp0 (key, MISSED_KEY) == 0) {
    g_array_set_size (self->missed, 0);
    self->tells_over = FALSE;
    hearth_notifier_withdraw (notifier, key);
    g_signal_emit (self, signals[SIGNAL_OPEN], 0, (gint64) 0, (gint64) 0, FALSE, token);
    return;
  }
  shown = g_hash_table_lookup (self->shown, key);
  if (shown == NULL)
    return;
  reminder = hearth_reminder_copy (shown);
  message_id = hearth_reminder_get_message_id (reminder);
  if (message_id != 0 && g_strcmp0 (action, "default") != 0) {
    settle_mail (self, message_id, g_strcmp0 (action, "snooze") == 0);
    return;
  }
  settle (self, reminder, g_strcmp0 (action, "snooze") == 0);
  if (message_id != 0) {
    g_signal_emit (self, signals[SIGNAL_OPEN_MAIL], 0, message_id, token);
    return;
  }
  if (g_strcmp0 (action, "join") == 0)
    join (reminder->link, token);
  else if (g_strcmp0 (action, "default") == 0)
    g_signal_emit (self, signals[SIGNAL_OPEN], 0, reminder->event_id, reminder->event_start,
                   reminder->kind == HEARTH_REMINDER_MEETING, token);
}

static void
dismissed_cb (HearthNotifier *notifier, const char *key, HearthReminderNotices *self)
{
  const HearthReminder *shown = g_hash_table_lookup (self->shown, key);
  g_autoptr (HearthReminder) reminder = NULL;

  if (g_strcmp0 (key, MISSED_KEY) == 0) {
    g_array_set_size (self->missed, 0);
    self->tells_over = FALSE;
  }
  if (shown == NULL)
    return;
  reminder = hearth_reminder_copy (shown);
  settle (self, reminder, FALSE);
}

static void
hearth_reminder_notices_finalize (GObject *object)
{
  HearthReminderNotices *self = HEARTH_REMINDER_NOTICES (object);

  g_array_unref (self->missed);
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
                    G_TYPE_NONE, 4, G_TYPE_INT64, G_TYPE_INT64, G_TYPE_BOOLEAN, G_TYPE_STRING);
  signals[SIGNAL_OPEN_MAIL] =
      g_signal_new ("open-mail", HEARTH_TYPE_REMINDER_NOTICES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_STRING);
}

static void
hearth_reminder_notices_init (HearthReminderNotices *self)
{
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) hearth_reminder_free);
  self->missed = g_array_new (FALSE, FALSE, sizeof (gint64));
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
  g_signal_connect_object (notifier, "shown", G_CALLBACK (shown_cb), self, 0);
  g_signal_connect_object (notifier, "action", G_CALLBACK (action_cb), self, 0);
  g_signal_connect_object (notifier, "dismissed", G_CALLBACK (dismissed_cb), self, 0);
  return self;
}

/**
 * hearth_reminder_notices_tidy:
 * @self: notices
 *
 * Takes away what an earlier run left on the screen and is not open any more: it was killed between
 * the owner's word and the end of the bubble. To be called once, when the engine has started.
 */
void
hearth_reminder_notices_tidy (HearthReminderNotices *self)
{
  HearthReminderQueue *queue = hearth_engine_get_reminders (self->engine);
  g_autoptr (GPtrArray) keys = hearth_notifier_list_left (self->notifier, KEY_PREFIX);

  for (guint i = 0; i < keys->len; i++) {
    const char *key = g_ptr_array_index (keys, i);
    gint64 id = g_ascii_strtoll (key + strlen (KEY_PREFIX), NULL, 10);
    g_autoptr (HearthReminder) now = hearth_reminder_queue_dup (queue, id);

    if (now == NULL || !is_presented (now))
      hearth_notifier_withdraw (self->notifier, key);
  }
}
