/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-calendar-desk.h"

#include "hearth-clock.h"
#include "hearth-format.h"

#include <glib/gi18n.h>

#define UNDO_SECONDS 10

/**
 * HearthCalendarDesk:
 *
 * What the owner does to calendars, tasks and reminders: told to the service, said in a line,
 * and taken back from there.
 */
struct _HearthCalendarDesk {
  GObject parent_instance;

  HearthClient *client; /* (owned) */
  HearthLine *line;     /* (nullable): weak */
  gint64 last;          /* the action that can be taken back, or 0 */
};

G_DEFINE_FINAL_TYPE (HearthCalendarDesk, hearth_calendar_desk, G_TYPE_OBJECT)

enum {
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

typedef struct {
  HearthCalendarDesk *desk; /* (owned) */
  gint64 action;
} Offer;

static void
offer_free (gpointer data)
{
  Offer *offer = data;

  g_object_unref (offer->desk);
  g_free (offer);
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthCalendarDesk) self = user_data;
  g_autoptr (GError) error = NULL;

  if (hearth_bus_daemon1_call_undo_finish (HEARTH_BUS_DAEMON1 (source), result, &error)) {
    hearth_calendar_desk_say (self, _("Taken back"));
  } else {
    g_autofree char *message = hearth_client_dup_message (error);

    hearth_calendar_desk_say (self, message);
  }
}

static void
undo_action (HearthCalendarDesk *self, gint64 action)
{
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, &error);

  if (self->last == action)
    self->last = 0;
  if (proxy == NULL)
    hearth_calendar_desk_say (self, error->message);
  else
    hearth_bus_daemon1_call_undo (proxy, action, NULL, undone_cb, g_object_ref (self));
}

static void
undo_pressed_cb (gpointer data, gpointer user_data)
{
  const Offer *offer = data;

  undo_action (offer->desk, offer->action);
}

/* The action is the last thing that a method answers with; some have none. */
static gint64
read_action (GVariant *reply)
{
  gsize n = g_variant_n_children (reply);
  g_autoptr (GVariant) last = n > 0 ? g_variant_get_child_value (reply, n - 1) : NULL;

  return last != NULL && g_variant_is_of_type (last, G_VARIANT_TYPE_INT64)
             ? g_variant_get_int64 (last)
             : 0;
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HearthCalendarDesk *self = g_task_get_source_object (task);
  const char *sentence = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_proxy_call_finish (G_DBUS_PROXY (source), result, &error);
  gint64 action = reply != NULL ? read_action (reply) : 0;

  if (reply == NULL) {
    g_autofree char *message = hearth_client_dup_message (error);

    hearth_calendar_desk_say (self, message);
    g_signal_emit (self, signals[FAILED], 0);
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  if (sentence != NULL)
    hearth_calendar_desk_offer_undo (self, sentence, action);
  g_task_return_boolean (task, TRUE);
}

static void
hearth_calendar_desk_dispose (GObject *object)
{
  HearthCalendarDesk *self = HEARTH_CALENDAR_DESK (object);

  g_clear_weak_pointer (&self->line);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_calendar_desk_parent_class)->dispose (object);
}

static void
hearth_calendar_desk_class_init (HearthCalendarDeskClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_calendar_desk_dispose;
  /**
   * HearthCalendarDesk::failed:
   *
   * Something was not done. Why not was said.
   */
  signals[FAILED] = g_signal_new ("failed", HEARTH_TYPE_CALENDAR_DESK, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
hearth_calendar_desk_init (HearthCalendarDesk *self)
{
}

/**
 * hearth_calendar_desk_new:
 * @client: the panel's client
 * @line: (nullable): where to say what was done
 *
 * Returns: (transfer full): a desk
 */
HearthCalendarDesk *
hearth_calendar_desk_new (HearthClient *client, HearthLine *line)
{
  HearthCalendarDesk *self = g_object_new (HEARTH_TYPE_CALENDAR_DESK, NULL);

  self->client = g_object_ref (client);
  if (line != NULL)
    g_set_weak_pointer (&self->line, line);
  return self;
}

/**
 * hearth_calendar_desk_get_client:
 * @self: a desk
 *
 * Returns: (transfer none): the panel's client
 */
HearthClient *
hearth_calendar_desk_get_client (HearthCalendarDesk *self)
{
  return self->client;
}

/**
 * hearth_calendar_desk_say:
 * @self: a desk
 * @text: a sentence
 *
 * Tells the owner something, in place of what was told before.
 */
void
hearth_calendar_desk_say (HearthCalendarDesk *self, const char *text)
{
  if (self->line != NULL)
    hearth_line_say (self->line, text);
}

/**
 * hearth_calendar_desk_offer_undo:
 * @self: a desk
 * @sentence: what was done
 * @action: the action, as the service named it, or 0 if it cannot be taken back
 *
 * Says what was done, and offers to take it back.
 */
void
hearth_calendar_desk_offer_undo (HearthCalendarDesk *self, const char *sentence, gint64 action)
{
  Offer *offer;

  if (action == 0 || self->line == NULL) {
    hearth_calendar_desk_say (self, sentence);
    return;
  }
  offer = g_new0 (Offer, 1);
  offer->desk = g_object_ref (self);
  offer->action = self->last = action;
  hearth_line_offer (self->line, sentence, _("Undo"), UNDO_SECONDS, undo_pressed_cb, offer,
                     offer_free);
}

/**
 * hearth_calendar_desk_do_async:
 * @self: a desk
 * @method: a method of the service that changes a calendar
 * @parameters: (transfer floating): its arguments
 * @sentence: (nullable): what to say when it is done
 * @cancellable: (nullable): says that nobody waits for it any more; it is done all the same
 * @callback: (nullable): called when it is done
 * @user_data: for @callback
 *
 * Does something to a calendar and offers to take it back. What goes wrong is said.
 */
void
hearth_calendar_desk_do_async (HearthCalendarDesk *self, const char *method, GVariant *parameters,
                               const char *sentence, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GVariant) arguments = g_variant_ref_sink (parameters);
  GError *error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, &error);

  g_task_set_source_tag (task, hearth_calendar_desk_do_async);
  g_task_set_task_data (task, g_strdup (sentence), g_free);
  if (proxy == NULL) {
    hearth_calendar_desk_say (self, error->message);
    g_signal_emit (self, signals[FAILED], 0);
    g_task_return_error (task, error);
    return;
  }
  g_dbus_proxy_call (G_DBUS_PROXY (proxy), method, arguments, G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                     done_cb, g_steal_pointer (&task));
}

/**
 * hearth_calendar_desk_do_finish:
 * @self: a desk
 * @result: a result
 * @error: (nullable): where to put the service's error, which was said already
 *
 * Ends hearth_calendar_desk_do_async().
 *
 * Returns: whether it was done
 */
gboolean
hearth_calendar_desk_do_finish (HearthCalendarDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * hearth_calendar_desk_undo:
 * @self: a desk
 *
 * Takes the last change back, unless it was taken back.
 *
 * Returns: whether there was one
 */
gboolean
hearth_calendar_desk_undo (HearthCalendarDesk *self)
{
  if (self->last == 0)
    return FALSE;
  undo_action (self, self->last);
  return TRUE;
}

/**
 * hearth_calendar_desk_complete_task:
 * @self: a desk
 * @task: a task's row
 * @summary: what it is
 *
 * Marks a task as done.
 */
void
hearth_calendar_desk_complete_task (HearthCalendarDesk *self, gint64 task, const char *summary)
{
  /* Translators: %s is a task that was just done. */
  g_autofree char *sentence = g_strdup_printf (_("Done: %s"), summary);

  hearth_calendar_desk_do_async (self, "CompleteTask", g_variant_new ("(xb)", task, TRUE), sentence,
                                 NULL, NULL, NULL);
}

/**
 * hearth_calendar_desk_finish_reminder:
 * @self: a desk
 * @reminder: a reminder's row
 *
 * Says that a reminder was heeded.
 */
void
hearth_calendar_desk_finish_reminder (HearthCalendarDesk *self, gint64 reminder)
{
  hearth_calendar_desk_do_async (self, "FinishReminder", g_variant_new ("(x)", reminder), NULL,
                                 NULL, NULL, NULL);
}

/**
 * hearth_calendar_desk_snooze_reminder:
 * @self: a desk
 * @reminder: a reminder's row
 * @until: until when, seconds since 1970 UTC, or 0 for until its event begins
 *
 * Puts a reminder off.
 */
void
hearth_calendar_desk_snooze_reminder (HearthCalendarDesk *self, gint64 reminder, gint64 until)
{
  g_autofree char *day = hearth_format_day (until, hearth_clock_now ());
  g_autofree char *time = hearth_format_time (until);
  /* Translators: a day and a time: “Today, 20:00” */
  g_autofree char *sentence = until == 0
                                  ? g_strdup (_("I remind you when it starts."))
                                  : g_strdup_printf (_("I remind you again: %s, %s"), day, time);

  hearth_calendar_desk_do_async (self, "SnoozeReminder", g_variant_new ("(xx)", reminder, until),
                                 sentence, NULL, NULL, NULL);
}

/* What was said of a finding, until it is taken back or for good. */
typedef struct {
  HearthCalendarDesk *desk; /* (owned) */
  gint64 finding;
  char *sentence; /* (owned) */
} Settling;

static void
settling_free (gpointer data)
{
  Settling *settling = data;

  g_object_unref (settling->desk);
  g_free (settling->sentence);
  g_free (settling);
}

static void
reopen_cb (gpointer data, gpointer user_data)
{
  const Settling *settling = data;

  hearth_calendar_desk_do_async (settling->desk, "SettleFinding",
                                 g_variant_new ("(xs)", settling->finding, "open"),
                                 _("Taken back"), NULL, NULL, NULL);
}

static void
settled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Settling *settling = user_data;
  HearthCalendarDesk *self = HEARTH_CALENDAR_DESK (source);

  if (hearth_calendar_desk_do_finish (self, result, NULL) && self->line != NULL)
    hearth_line_offer (self->line, settling->sentence, _("Undo"), UNDO_SECONDS, reopen_cb,
                       settling, settling_free);
  else
    settling_free (settling);
}

static void
settle (HearthCalendarDesk *self, gint64 finding, const char *state, char *sentence)
{
  Settling *settling = g_new0 (Settling, 1);

  settling->desk = g_object_ref (self);
  settling->finding = finding;
  settling->sentence = sentence;
  hearth_calendar_desk_do_async (self, "SettleFinding", g_variant_new ("(xs)", finding, state),
                                 NULL, NULL, settled_cb, settling);
}

/**
 * hearth_calendar_desk_settle_finding:
 * @self: a desk
 * @finding: the row of something that was found in mail
 * @done: whether it is done; else it was none
 * @text: what it is
 *
 * Says of something that was asked, promised or awaited that it is done, or that it is none, and
 * offers to take that back.
 */
void
hearth_calendar_desk_settle_finding (HearthCalendarDesk *self, gint64 finding, gboolean done,
                                     const char *text)
{
  /* Translators: %s is what was to be done. */
  settle (self, finding, done ? "done" : "dismissed",
          g_strdup_printf (done ? _("Done: %s") : _("Not a task: %s"), text));
}

/**
 * hearth_calendar_desk_dismiss_finding:
 * @self: a desk
 * @finding: what was found in a mail
 * @sentence: what to say when it is done
 *
 * Says of what was found that it is none, and offers to take that back.
 */
void
hearth_calendar_desk_dismiss_finding (HearthCalendarDesk *self, gint64 finding,
                                      const char *sentence)
{
  settle (self, finding, "dismissed", g_strdup (sentence));
}
