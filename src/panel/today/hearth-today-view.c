/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-today-view.h"

#include "hearth-clock.h"
#include "hearth-day-picker.h"
#include "hearth-day-view.h"
#include "hearth-fact-rows.h"
#include "hearth-format.h"
#include "hearth-need-row.h"
#include "hearth-people-rows.h"
#include "hearth-quick-add.h"
#include "hearth-reminder-row.h"
#include "hearth-task-row.h"
#include "hearth-today-list.h"
#include "hearth-today-rows.h"
#include "hearth-today-words.h"
#include "hearth-today.h"
#include "hearth-week-view.h"
#include "hearth-welcome-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Today is composed anew at least so often while it is seen: free time moves with the clock. */
#define REFRESH_SECONDS 300

/* Days farther away than this are perhaps not expanded yet. */
#define NEAR ((gint64) 21 * 24 * 3600)

/* So far, in pixels, two fingers go sideways for a step. */
#define SWIPE 90

/**
 * HearthTodayView:
 *
 * A day, or a week, as a column: what needs its owner, what is planned, and how much time is
 * free.
 */
struct _HearthTodayView {
  GtkWidget parent_instance;

  GtkWidget *stack;
  GtkWidget *scroller;
  GtkWidget *spinner;
  AdwStatusPage *trouble;
  GtkLabel *headline;
  GtkLabel *detail;
  HearthTodayList *needs;
  HearthTodayList *awaited;
  HearthDayPicker *picker;
  GtkWidget *reminders_title;
  GtkListBox *reminders;
  HearthPeopleRows *people;
  GtkWidget *tasks_title;
  GtkListBox *tasks;
  GtkWidget *day_title;
  HearthDayView *day;
  AdwBin *week_bin;
  HearthQuickAdd *quick_add;
  GtkLabel *set_aside;
  GtkWidget *week; /* (nullable): made when it is first looked at */

  HearthClient *client;     /* (owned) (nullable) */
  HearthCalendarDesk *desk; /* (owned) (nullable) */
  gint64 shown;             /* within the day or week that is shown; 0 for today */
  gboolean shows_week;
  double swiped;             /* how far two fingers have gone sideways */
  GCancellable *cancellable; /* (owned) */
  guint refresh;
  gboolean loading;
  gboolean again; /* something changed while it was being read */
};

G_DEFINE_FINAL_TYPE (HearthTodayView, hearth_today_view, GTK_TYPE_WIDGET)

static void load_today (HearthTodayView *self);

static void
show_page (HearthTodayView *self, const char *name)
{
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), g_str_equal (name, "loading"));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), name);
}

static void
show_trouble (HearthTodayView *self, const char *title, const char *text)
{
  adw_status_page_set_title (self->trouble, title);
  adw_status_page_set_description (self->trouble, text);
  show_page (self, "error");
}

static gboolean
show_welcome (HearthTodayView *self, guint n_sources)
{
  return hearth_welcome_view_take_over (GTK_STACK (self->stack), self->client, n_sources,
                                        G_CALLBACK (load_today), self);
}

static void
show_error (HearthTodayView *self, const GError *error)
{
  HearthClientState state = hearth_client_get_state (self->client);
  g_autofree char *escaped = g_markup_escape_text (error->message, -1);

  if (g_error_matches (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND)) {
    /* There is no store before the service has run once. */
    if (state == HEARTH_CLIENT_READY)
      show_welcome (self, 0);
    else if (state == HEARTH_CLIENT_CONNECTING)
      show_page (self, "loading");
    else {
      g_autofree char *reason = g_markup_escape_text (hearth_client_get_reason (self->client), -1);

      show_trouble (self, _("The companion is away"), reason);
    }
  } else if (g_error_matches (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NEWER)) {
    show_trouble (self, _("A newer Hearth was here"), escaped);
  } else {
    show_trouble (self, _("What is stored cannot be read"), escaped);
  }
}

static void
show_reminders (HearthTodayView *self, GPtrArray *reminders)
{
  guint n = reminders != NULL ? reminders->len : 0;
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (rows, hearth_reminder_row_new (g_ptr_array_index (reminders, i)));
  hearth_today_rows_set (self->reminders, rows);
  gtk_widget_set_visible (self->reminders_title, n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->reminders), n > 0);
}

static void
show_tasks (HearthTodayView *self, const HearthAgenda *agenda)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  for (guint i = 0; i < agenda->tasks->len; i++) {
    const HearthTodo *task = g_ptr_array_index (agenda->tasks, i);
    const HearthAgendaCalendar *calendar = hearth_agenda_find_calendar (agenda, task->source_id);

    g_ptr_array_add (rows, hearth_task_row_new (task, calendar != NULL ? calendar->calendar->color
                                                                       : NULL));
  }
  hearth_today_rows_set (self->tasks, rows);
  gtk_widget_set_visible (self->tasks_title, agenda->tasks->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->tasks), agenda->tasks->len > 0);
}

/* What is only of today: mail does not belong to another day. */
static void
show_mail (HearthTodayView *self, const HearthToday *today)
{
  g_autofree char *set_aside = today != NULL ? hearth_today_words_set_aside (today) : NULL;

  hearth_today_list_set (self->needs, _("Needs you"), today != NULL ? today->things : NULL,
                         hearth_need_row_new);
  hearth_today_list_set (self->awaited, _("Waiting for others"),
                         today != NULL ? today->awaited : NULL, hearth_need_row_new_awaited);
  if (set_aside != NULL)
    gtk_label_set_markup (self->set_aside, set_aside);
  gtk_widget_set_visible (GTK_WIDGET (self->set_aside), set_aside != NULL);
}

static void
show_days (HearthTodayView *self, const HearthAgenda *agenda)
{
  gboolean any = agenda->occurrences->len > 0;

  if (self->shows_week) {
    if (self->week == NULL) {
      self->week = hearth_week_view_new (self->client);
      adw_bin_set_child (self->week_bin, self->week);
    }
    hearth_week_view_set_agenda (HEARTH_WEEK_VIEW (self->week), agenda);
  } else {
    hearth_day_view_set_agenda (self->day, agenda);
  }
  gtk_widget_set_visible (self->day_title, any && !self->shows_week && self->shown == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->day), any && !self->shows_week);
  gtk_widget_set_visible (GTK_WIDGET (self->week_bin), self->shows_week);
  show_tasks (self, agenda);
  hearth_day_picker_set_shown (self->picker, self->shown != 0 ? self->shown : hearth_clock_now (),
                               self->shows_week);
}

static void
show_today (HearthTodayView *self, const HearthToday *today)
{
  gtk_label_set_text (self->headline, today->headline);
  gtk_label_set_text (self->detail, today->detail);
  show_mail (self, today);
  show_reminders (self, today->reminders);
  show_days (self, today->agenda);
  show_page (self, "today");
}

static void
show_agenda (HearthTodayView *self, const HearthAgenda *agenda)
{
  g_autofree char *headline = hearth_today_words_name_days (agenda, self->shows_week);
  g_autofree char *detail = hearth_today_words_count (agenda);

  gtk_label_set_text (self->headline, headline);
  gtk_label_set_text (self->detail, detail);
  show_mail (self, NULL);
  show_reminders (self, NULL);
  show_days (self, agenda);
  show_page (self, "today");
}

static gpointer
read_today (HearthDatabase *db, gpointer data, GError **error)
{
  g_autoptr (GDateTime) now = hearth_clock_dup_local ();

  return hearth_today_load (db, now, error);
}

static gpointer
read_agenda (HearthDatabase *db, gpointer data, GError **error)
{
  return hearth_agenda_load (db, *(HearthSpan *) data, error);
}

static void
finish_loading (HearthTodayView *self)
{
  self->loading = FALSE;
  if (self->again) {
    self->again = FALSE;
    load_today (self);
  }
}

static void
agenda_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthAgenda) agenda =
      hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);
  HearthTodayView *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (agenda == NULL)
    show_error (self, error);
  else if (!self->again)
    show_agenda (self, agenda);
  finish_loading (self);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthToday) today =
      hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);
  HearthTodayView *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (today == NULL)
    show_error (self, error);
  else if (today->n_sources == 0 && hearth_client_is_demo (self->client) &&
           hearth_client_get_state (self->client) != HEARTH_CLIENT_AWAY)
    /* The demo brings its own mail: it is being written. */
    show_page (self, "loading");
  else if (!show_welcome (self, today->n_sources) && self->shown == 0 && !self->shows_week)
    show_today (self, today);
  finish_loading (self);
}

static HearthSpan
find_shown (HearthTodayView *self)
{
  gint64 when = self->shown != 0 ? self->shown : hearth_clock_now ();

  return self->shows_week ? hearth_agenda_find_week (when, hearth_today_words_find_first_weekday ())
                          : hearth_agenda_find_day (when);
}

static void
load_today (HearthTodayView *self)
{
  HearthSpan span;

  if (self->client == NULL)
    return;
  if (self->loading) {
    self->again = TRUE;
    return;
  }
  self->loading = TRUE;
  if (self->shown == 0 && !self->shows_week) {
    hearth_client_read_async (self->client, read_today, NULL, NULL,
                              (GDestroyNotify) hearth_today_free, self->cancellable, loaded_cb,
                              self);
    return;
  }
  span = find_shown (self);
  hearth_client_read_async (self->client, read_agenda, g_memdup2 (&span, sizeof span), g_free,
                            (GDestroyNotify) hearth_agenda_free, self->cancellable,
                            agenda_loaded_cb, self);
}

/* Occurrences of a time far away are made when somebody looks there. */
static void
ensure_window (HearthTodayView *self, HearthSpan span)
{
  gint64 now = hearth_clock_now ();
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, NULL);

  if (proxy != NULL && (span.start < now - NEAR || span.end > now + NEAR))
    hearth_bus_daemon1_call_ensure_window (proxy, span.start, span.end, NULL, NULL, NULL);
}

static void
show_when (HearthTodayView *self, gint64 when, gboolean week)
{
  HearthSpan today = hearth_agenda_find_day (hearth_clock_now ());

  self->shown = when >= today.start && when < today.end ? 0 : when;
  self->shows_week = week;
  gtk_adjustment_set_value (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
  if (self->client == NULL)
    return;
  ensure_window (self, find_shown (self));
  load_today (self);
}

static void
step (HearthTodayView *self, int steps)
{
  g_autoptr (GDateTime) from =
      hearth_clock_dup_at (self->shown != 0 ? self->shown : hearth_clock_now ());
  /* At noon no change of the clock leads to another day. */
  g_autoptr (GDateTime) noon =
      g_date_time_new (g_date_time_get_timezone (from), g_date_time_get_year (from),
                       g_date_time_get_month (from), g_date_time_get_day_of_month (from), 12, 0, 0);
  g_autoptr (GDateTime) then = g_date_time_add_days (noon, steps * (self->shows_week ? 7 : 1));

  if (then != NULL)
    show_when (self, g_date_time_to_unix (then), self->shows_week);
}

static void
step_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  step (HEARTH_TODAY_VIEW (widget), g_variant_get_int32 (parameter));
}

static void
show_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  show_when (HEARTH_TODAY_VIEW (widget), g_variant_get_int64 (parameter), FALSE);
}

static void
show_today_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  show_when (HEARTH_TODAY_VIEW (widget), hearth_clock_now (), FALSE);
}

static void
show_week_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthTodayView *self = HEARTH_TODAY_VIEW (widget);

  show_when (self, self->shown != 0 ? self->shown : hearth_clock_now (), !self->shows_week);
}

static void
complete_task_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthTodayView *self = HEARTH_TODAY_VIEW (widget);
  const char *summary;
  gint64 id;

  g_variant_get (parameter, "(x&s)", &id, &summary);
  hearth_calendar_desk_complete_task (self->desk, id, summary);
}

static void
finish_reminder_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  hearth_calendar_desk_finish_reminder (HEARTH_TODAY_VIEW (widget)->desk,
                                        g_variant_get_int64 (parameter));
}

static void
snooze_reminder_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  gint64 id, until;

  g_variant_get (parameter, "(xx)", &id, &until);
  hearth_calendar_desk_snooze_reminder (HEARTH_TODAY_VIEW (widget)->desk, id, until);
}

static void
settle_finding_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  const char *text;
  gboolean done;
  gint64 id;

  g_variant_get (parameter, "(xb&s)", &id, &done, &text);
  hearth_calendar_desk_settle_finding (HEARTH_TODAY_VIEW (widget)->desk, id, done, text);
}

static void
nudge_composed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthTodayView) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 draft = 0;

  if (hearth_bus_daemon1_call_compose_finish (HEARTH_BUS_DAEMON1 (source), &draft, result,
                                              &error)) {
    gtk_widget_activate_action (GTK_WIDGET (self), "win.begin-draft", "x", draft);
  } else {
    g_autofree char *message = hearth_client_dup_message (error);

    hearth_calendar_desk_say (self->desk, message);
  }
}

static void
nudge_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthTodayView *self = HEARTH_TODAY_VIEW (widget);
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, &error);

  if (proxy == NULL)
    hearth_calendar_desk_say (self->desk, error->message);
  else
    hearth_bus_daemon1_call_compose (proxy, "nudge", g_variant_get_int64 (parameter), NULL,
                                     nudge_composed_cb, g_object_ref (self));
}

static void
moved_cb (HearthDayView *view, gpointer data, gint64 offset, gpointer user_data)
{
  HearthTodayView *self = user_data;
  const HearthOccurrence *occurrence = data;
  gboolean repeats = occurrence->event->rrule != NULL || occurrence->event->recurrence_id != 0;
  g_autofree char *start = hearth_format_time (occurrence->span.start + offset);
  g_autofree char *end = hearth_format_time (occurrence->span.end + offset);
  /* Translators: an event, its new start and its new end. */
  g_autofree char *sentence =
      g_strdup_printf (_("Moved: %s, %s to %s"), occurrence->event->summary, start, end);
  GVariantDict fields;

  g_variant_dict_init (&fields, NULL);
  g_variant_dict_insert (&fields, "start", "x", occurrence->span.start + offset);
  g_variant_dict_insert (&fields, "end", "x", occurrence->span.end + offset);
  hearth_calendar_desk_do_async (
      self->desk, "EditEvent",
      g_variant_new ("(xxs@a{sv})", occurrence->event->id,
                     repeats ? hearth_occurrence_get_original_start (occurrence) : (gint64) 0,
                     repeats ? "this" : "all", g_variant_dict_end (&fields)),
      sentence, NULL, NULL, NULL);
}

/* What lies ahead comes from where one reads to. */
static int
get_direction (HearthTodayView *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? -1 : 1;
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, gpointer user_data)
{
  HearthTodayView *self = user_data;

  if (ABS (dx) <= ABS (dy))
    return GDK_EVENT_PROPAGATE;
  self->swiped += dx;
  return GDK_EVENT_STOP;
}

static void
scroll_begin_cb (HearthTodayView *self)
{
  self->swiped = 0;
}

static void
scroll_end_cb (HearthTodayView *self)
{
  if (ABS (self->swiped) >= SWIPE)
    step (self, self->swiped > 0 ? get_direction (self) : -get_direction (self));
  self->swiped = 0;
}

static void
swipe_cb (GtkGestureSwipe *gesture, double x, double y, gpointer user_data)
{
  HearthTodayView *self = user_data;

  if (ABS (x) < 400 || ABS (x) < 2 * ABS (y))
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  step (self, x < 0 ? get_direction (self) : -get_direction (self));
}

static gboolean
step_key_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  HearthTodayView *self = HEARTH_TODAY_VIEW (widget);
  int steps = g_variant_get_int32 (arguments);

  if (!gtk_widget_get_mapped (widget) ||
      g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (self->stack)), "today") != 0)
    return FALSE;
  if (steps == 0)
    show_when (self, hearth_clock_now (), FALSE);
  else
    step (self, ABS (steps) == 2 ? steps / 2 * get_direction (self) : steps);
  return TRUE;
}

/* Letters are keys where nothing is being written. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode,
                GdkModifierType state, gpointer user_data)
{
  HearthTodayView *self = user_data;

  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (keyval) {
  case GDK_KEY_Left:
  case GDK_KEY_KP_Left:
    step (self, -get_direction (self));
    return GDK_EVENT_STOP;
  case GDK_KEY_Right:
  case GDK_KEY_KP_Right:
    step (self, get_direction (self));
    return GDK_EVENT_STOP;
  case GDK_KEY_Home:
  case GDK_KEY_KP_Home:
  case GDK_KEY_t:
    show_when (self, hearth_clock_now (), FALSE);
    return GDK_EVENT_STOP;
  case GDK_KEY_w:
    show_week_action_cb (GTK_WIDGET (self), NULL, NULL);
    return GDK_EVENT_STOP;
  case GDK_KEY_a:
    gtk_widget_grab_focus (GTK_WIDGET (self->quick_add));
    return GDK_EVENT_STOP;
  case GDK_KEY_z:
    return hearth_calendar_desk_undo (self->desk);
  default:
    return GDK_EVENT_PROPAGATE;
  }
}

static gboolean
refresh_cb (gpointer user_data)
{
  load_today (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
activate_link_cb (GtkLabel *label, const char *uri, gpointer user_data)
{
  gtk_widget_activate_action (GTK_WIDGET (label), "win.show-set-aside", NULL);
  return TRUE;
}

static void
changed_cb (HearthClient *client, const char *table, gpointer user_data)
{
  HearthTodayView *self = user_data;

  if (g_strcmp0 (table, "turns") != 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    load_today (self);
}

static void
hearth_today_view_map (GtkWidget *widget)
{
  HearthTodayView *self = HEARTH_TODAY_VIEW (widget);

  load_today (self);
  self->refresh = g_timeout_add_seconds (REFRESH_SECONDS, refresh_cb, self);
  GTK_WIDGET_CLASS (hearth_today_view_parent_class)->map (widget);
}

static void
hearth_today_view_unmap (GtkWidget *widget)
{
  HearthTodayView *self = HEARTH_TODAY_VIEW (widget);

  g_clear_handle_id (&self->refresh, g_source_remove);
  GTK_WIDGET_CLASS (hearth_today_view_parent_class)->unmap (widget);
}

static void
hearth_today_view_dispose (GObject *object)
{
  HearthTodayView *self = HEARTH_TODAY_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->refresh, g_source_remove);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_today_view_parent_class)->dispose (object);
}

static void
hearth_today_view_finalize (GObject *object)
{
  HearthTodayView *self = HEARTH_TODAY_VIEW (object);

  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (hearth_today_view_parent_class)->finalize (object);
}

static void
hearth_today_view_class_init (HearthTodayViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hearth_today_view_dispose;
  object_class->finalize = hearth_today_view_finalize;
  widget_class->map = hearth_today_view_map;
  widget_class->unmap = hearth_today_view_unmap;

  gtk_widget_class_install_action (widget_class, "day.step", "i", step_action_cb);
  gtk_widget_class_install_action (widget_class, "day.show", "x", show_action_cb);
  gtk_widget_class_install_action (widget_class, "day.show-today", NULL, show_today_action_cb);
  gtk_widget_class_install_action (widget_class, "day.show-week", NULL, show_week_action_cb);
  gtk_widget_class_install_action (widget_class, "day.complete-task", "(xs)",
                                   complete_task_action_cb);
  gtk_widget_class_install_action (widget_class, "day.finish-reminder", "x",
                                   finish_reminder_action_cb);
  gtk_widget_class_install_action (widget_class, "day.settle-finding", "(xbs)",
                                   settle_finding_action_cb);
  gtk_widget_class_install_action (widget_class, "day.nudge", "x", nudge_action_cb);
  gtk_widget_class_install_action (widget_class, "day.snooze-reminder", "(xx)",
                                   snooze_reminder_action_cb);

  g_type_ensure (HEARTH_TYPE_DAY_PICKER);
  g_type_ensure (HEARTH_TYPE_DAY_VIEW);
  g_type_ensure (HEARTH_TYPE_PEOPLE_ROWS);
  g_type_ensure (HEARTH_TYPE_QUICK_ADD);
  g_type_ensure (HEARTH_TYPE_TODAY_LIST);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/hearthdesktop/Hearth/today/hearth-today-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HearthTodayView, stack);
  gtk_widget_class_bind_template_child (widget_class, HearthTodayView, scroller);
  gtk_widget_class_bind_template_child (widget_class, HearthTodayView, spinner);
  gtk_widget_class_bind_template_child (widget_class, HearthTodayView, trouble);
  gtk_widget_class_bind_template_child (widget_class, HearthTodayView, headline);
  gtk_widget_class_bind_template_child (widget_class, HearthTodayView, detail);
  gtk_widget_class_bind_template_child (widget_class, HearthTodayView, needs);
  gtk_widget_class_bind_template_child (widget_class, HearthTodayView, awaited);
  gtk_widget_class_bind_template_child (widget_class, HearthTodayView, day_title);
  gtk_widget_class_bind_template_child (widget_class, HearthTodayView, day);
  gtk_widget_class_bind_template_child (widget_class, HearthTodayView, picker);
  gtk_widget_class_bind_template_child (widget_class, HearthTodayView, reminders_title);
  gtk_widget_class_bind_template_child (widget_class, HearthTodayView, reminders);
  gtk_widget_class_bind_template_child (widget_class, HearthTodayView, people);
  gtk_widget_class_bind_template_child (widget_class, HearthTodayView, tasks_title);
  gtk_widget_class_bind_template_child (widget_class, HearthTodayView, tasks);
  gtk_widget_class_bind_template_child (widget_class, HearthTodayView, week_bin);
  gtk_widget_class_bind_template_child (widget_class, HearthTodayView, quick_add);
  gtk_widget_class_bind_template_child (widget_class, HearthTodayView, set_aside);
}

static void
add_key (GtkShortcutController *keys, guint keyval, GdkModifierType modifiers, int steps)
{
  GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (keyval, modifiers),
                                            gtk_callback_action_new (step_key_cb, NULL, NULL));

  gtk_shortcut_set_arguments (shortcut, g_variant_new_int32 (steps));
  gtk_shortcut_controller_add_shortcut (keys, shortcut);
}

/* Steps work from the entry too: that is where the hand rests. 2 is a step to the right, 0 to
 * today. */
static void
add_keys (HearthTodayView *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();
  GtkEventController *letters = gtk_event_controller_key_new ();

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (keys), GTK_SHORTCUT_SCOPE_GLOBAL);
  add_key (GTK_SHORTCUT_CONTROLLER (keys), GDK_KEY_Left, GDK_ALT_MASK, -2);
  add_key (GTK_SHORTCUT_CONTROLLER (keys), GDK_KEY_Right, GDK_ALT_MASK, 2);
  add_key (GTK_SHORTCUT_CONTROLLER (keys), GDK_KEY_Left, GDK_CONTROL_MASK, -2);
  add_key (GTK_SHORTCUT_CONTROLLER (keys), GDK_KEY_Right, GDK_CONTROL_MASK, 2);
  add_key (GTK_SHORTCUT_CONTROLLER (keys), GDK_KEY_Page_Up, 0, -1);
  add_key (GTK_SHORTCUT_CONTROLLER (keys), GDK_KEY_Page_Down, 0, 1);
  add_key (GTK_SHORTCUT_CONTROLLER (keys), GDK_KEY_Home, GDK_ALT_MASK, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect (letters, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), letters);
}

static void
add_swipes (HearthTodayView *self)
{
  GtkEventController *scroll =
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *swipe = gtk_gesture_swipe_new ();

  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect_swapped (scroll, "scroll-begin", G_CALLBACK (scroll_begin_cb), self);
  g_signal_connect_swapped (scroll, "scroll-end", G_CALLBACK (scroll_end_cb), self);
  gtk_widget_add_controller (self->scroller, scroll);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (swipe), TRUE);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (swipe), GTK_PHASE_CAPTURE);
  g_signal_connect (swipe, "swipe", G_CALLBACK (swipe_cb), self);
  gtk_widget_add_controller (self->scroller, GTK_EVENT_CONTROLLER (swipe));
}

static void
hearth_today_view_init (HearthTodayView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_keys (self);
  add_swipes (self);
  g_signal_connect (self->day, "moved", G_CALLBACK (moved_cb), self);
  self->cancellable = g_cancellable_new ();
  g_signal_connect (self->set_aside, "activate-link", G_CALLBACK (activate_link_cb), self);
}

/**
 * hearth_today_view_set_desk:
 * @self: a view
 * @desk: where what is done to calendars is told
 *
 * Gives the view its desk, and with it the panel's client, once.
 */
void
hearth_today_view_set_desk (HearthTodayView *self, HearthCalendarDesk *desk)
{
  g_return_if_fail (HEARTH_IS_TODAY_VIEW (self));

  self->desk = g_object_ref (desk);
  self->client = g_object_ref (hearth_calendar_desk_get_client (desk));
  hearth_quick_add_set_desk (self->quick_add, desk);
  hearth_people_rows_set_client (self->people, self->client);
  hearth_day_picker_set_client (self->picker, self->client);
  hearth_fact_rows_insert (self->day_title, self->client);
  g_signal_connect (self->client, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->client, "notify::state", G_CALLBACK (load_today), self);
  g_signal_connect_object (desk, "failed", G_CALLBACK (hearth_today_rows_untick), self->scroller,
                           G_CONNECT_SWAPPED);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    load_today (self);
}

/**
 * hearth_today_view_get_shown:
 * @self: a view
 * @span: (out): the day or the week that it shows
 * @week: (out): whether it is a week
 *
 * Returns: whether it is today
 */
gboolean
hearth_today_view_get_shown (HearthTodayView *self, HearthSpan *span, gboolean *week)
{
  *span = find_shown (self);
  *week = self->shows_week;
  return self->shown == 0 && !self->shows_week;
}
