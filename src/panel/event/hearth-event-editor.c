/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-event-editor.h"

#include "hearth-clock.h"
#include "hearth-event-deeds.h"
#include "hearth-rule-words.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <stdio.h>

/* An event as it can be changed in place. Only what was changed is told. */

#define DAY ((gint64) 24 * 3600)

/* What the rows offer after “as it is”. */
static const char *const rules[] = {
  "", "FREQ=DAILY", "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY", "FREQ=YEARLY"
};
static const int alarms[] = { G_MAXINT, 0, -5 * 60, -15 * 60, -60 * 60, -24 * 60 * 60 };

struct _HearthEventEditor {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *title;
  GtkWidget *place;
  GtkWidget *all_day;
  GtkWidget *start;
  GtkWidget *end;
  AdwComboRow *repeat;
  AdwComboRow *alarm;
  GtkWidget *guests;
  GtkLabel *problem;
  GtkWidget *save;

  HearthCalendarDesk *desk;  /* (owned) */
  GCancellable *cancellable; /* (owned) */
  HearthEvent *event;        /* (owned) (nullable) */
  HearthSpan span;           /* as it was when it was opened */
  gint64 original_start;
  GVariant *fields; /* (owned) (nullable): what is to be told */
};

G_DEFINE_FINAL_TYPE (HearthEventEditor, hearth_event_editor, GTK_TYPE_WIDGET)

enum {
  DONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static char *
write_time (gint64 when, gboolean all_day)
{
  g_autoptr (GDateTime) time = hearth_clock_dup_at (when);

  if (time == NULL)
    return g_strdup ("");
  return g_date_time_format (time, all_day ? "%Y-%m-%d" : "%Y-%m-%d %H:%M");
}

/* A day and a time as they are written here; a day that does not exist is refused. */
static gboolean
read_time (const char *text, gboolean all_day, gint64 *when)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GDateTime) time = NULL;
  int year, month, day;
  int hour = 0;
  int minute = 0;
  char rest;

  if (all_day ? sscanf (text, "%4d-%2d-%2d %c", &year, &month, &day, &rest) != 3
              : sscanf (text, "%4d-%2d-%2d %2d:%2d %c", &year, &month, &day, &hour, &minute,
                        &rest) != 5)
    return FALSE;
  time = g_date_time_new (zone, year, month, day, hour, minute, 0);
  if (time == NULL)
    return FALSE;
  *when = g_date_time_to_unix (time);
  return TRUE;
}

/* Dates go over the bus as UTC midnights. */
static gint64
make_date (gint64 when)
{
  g_autoptr (GDateTime) time = hearth_clock_dup_at (when);
  g_autoptr (GDateTime) date =
      g_date_time_new_utc (g_date_time_get_year (time), g_date_time_get_month (time),
                           g_date_time_get_day_of_month (time), 0, 0, 0);

  return g_date_time_to_unix (date);
}

static const char *
get_text (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static gboolean
is_all_day (HearthEventEditor *self)
{
  return gtk_switch_get_active (GTK_SWITCH (self->all_day));
}

/* A span of whole days ends, for a person, on its last day. */
static void
show_times (HearthEventEditor *self)
{
  gboolean all_day = is_all_day (self);
  gint64 last = all_day ? MAX (self->span.start, self->span.end - 1) : self->span.end;
  g_autofree char *start = write_time (self->span.start, all_day);
  g_autofree char *end = write_time (last, all_day);

  gtk_editable_set_text (GTK_EDITABLE (self->start), start);
  gtk_editable_set_text (GTK_EDITABLE (self->end), end);
}

static void
complain (HearthEventEditor *self, const char *text)
{
  gtk_label_set_text (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

static gboolean
collect_times (HearthEventEditor *self, GVariantDict *fields)
{
  gboolean all_day = is_all_day (self);
  gint64 start, end;

  if (!read_time (get_text (self->start), all_day, &start) ||
      !read_time (get_text (self->end), all_day, &end)) {
    complain (self, all_day ? _("Write a day like this: 2026-11-27")
                            : _("Write a time like this: 2026-11-27 14:30"));
    return FALSE;
  }
  if (all_day) {
    start = make_date (start);
    end = make_date (end) + DAY;
  }
  if (end < start) {
    complain (self, _("It would end before it begins."));
    return FALSE;
  }
  if (all_day != self->event->all_day)
    g_variant_dict_insert (fields, "all-day", "b", all_day);
  if (all_day != self->event->all_day ||
      start != (all_day ? make_date (self->span.start) : self->span.start) ||
      end != (all_day ? make_date (self->span.end - 1) + DAY : self->span.end)) {
    g_variant_dict_insert (fields, "start", "x", start);
    g_variant_dict_insert (fields, "end", "x", end);
  }
  return TRUE;
}

static void
collect_choices (HearthEventEditor *self, GVariantDict *fields)
{
  guint repeat = adw_combo_row_get_selected (self->repeat);
  guint alarm = adw_combo_row_get_selected (self->alarm);

  if (repeat > 0 && repeat <= G_N_ELEMENTS (rules))
    g_variant_dict_insert (fields, "rrule", "s", rules[repeat - 1]);
  if (alarm > 0 && alarm <= G_N_ELEMENTS (alarms)) {
    gint32 seconds = alarms[alarm - 1];

    g_variant_dict_insert_value (fields, "alarms",
                                 g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, &seconds,
                                                            seconds == G_MAXINT ? 0 : 1,
                                                            sizeof seconds));
  }
}

static void
collect_guests (HearthEventEditor *self, GVariantDict *fields)
{
  g_auto (GStrv) parts = g_strsplit (get_text (self->guests), ",", 100);
  g_autoptr (GPtrArray) guests = g_ptr_array_new ();

  for (guint i = 0; parts[i] != NULL; i++) {
    if (*g_strstrip (parts[i]) != '\0')
      g_ptr_array_add (guests, parts[i]);
  }
  if (guests->len > 0)
    g_variant_dict_insert_value (fields, "invite",
                                 g_variant_new_strv ((const char *const *) guests->pdata,
                                                     (gssize) guests->len));
}

/* What was changed; NULL if something cannot be read. */
static GVariant *
collect (HearthEventEditor *self)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  const char *place = self->event->location != NULL ? self->event->location : "";

  if (!g_str_equal (get_text (self->title), self->event->summary))
    g_variant_dict_insert (&fields, "summary", "s", get_text (self->title));
  if (!g_str_equal (get_text (self->place), place))
    g_variant_dict_insert (&fields, "location", "s", get_text (self->place));
  if (!collect_times (self, &fields))
    return NULL;
  collect_choices (self, &fields);
  collect_guests (self, &fields);
  return g_variant_ref_sink (g_variant_dict_end (&fields));
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthEventEditor *self = user_data;
  g_autoptr (GError) error = NULL;

  hearth_calendar_desk_do_finish (HEARTH_CALENDAR_DESK (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_widget_set_sensitive (self->box, TRUE);
  if (error == NULL) {
    g_signal_emit (self, signals[DONE], 0);
  } else {
    g_autofree char *message = hearth_client_dup_message (error);

    complain (self, message);
  }
}

static void
tell (HearthEventEditor *self, const char *scope)
{
  /* Translators: %s is an event. */
  g_autofree char *sentence = g_strdup_printf (_("Changed: %s"), get_text (self->title));
  gint64 occurrence = g_str_equal (scope, "all") ? 0 : self->original_start;

  gtk_widget_set_sensitive (self->box, FALSE);
  hearth_calendar_desk_do_async (self->desk, "EditEvent",
                                 g_variant_new ("(xxs@a{sv})", self->event->id, occurrence, scope,
                                                self->fields),
                                 sentence, self->cancellable, saved_cb, self);
}

static void
scope_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  const char *scope = hearth_event_deeds_ask_scope_finish (result);

  if (scope != NULL)
    tell (HEARTH_EVENT_EDITOR (source), scope);
}

static void
save_cb (HearthEventEditor *self)
{
  complain (self, NULL);
  g_clear_pointer (&self->fields, g_variant_unref);
  self->fields = collect (self);
  if (self->fields == NULL)
    return;
  if (g_variant_n_children (self->fields) == 0)
    g_signal_emit (self, signals[DONE], 0);
  else if (self->event->rrule != NULL || self->event->recurrence_id != 0)
    hearth_event_deeds_ask_scope (GTK_WIDGET (self), _("Change which ones?"), "", FALSE, scope_cb,
                                  NULL);
  else
    tell (self, "all");
}

static void
cancel_cb (HearthEventEditor *self)
{
  g_signal_emit (self, signals[DONE], 0);
}

static void
hearth_event_editor_dispose (GObject *object)
{
  HearthEventEditor *self = HEARTH_EVENT_EDITOR (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->event, hearth_event_unref);
  g_clear_pointer (&self->fields, g_variant_unref);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_event_editor_parent_class)->dispose (object);
}

static void
hearth_event_editor_finalize (GObject *object)
{
  g_object_unref (HEARTH_EVENT_EDITOR (object)->cancellable);
  G_OBJECT_CLASS (hearth_event_editor_parent_class)->finalize (object);
}

static void
hearth_event_editor_class_init (HearthEventEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hearth_event_editor_dispose;
  object_class->finalize = hearth_event_editor_finalize;
  /**
   * HearthEventEditor::done:
   *
   * The owner has saved or given up.
   */
  signals[DONE] = g_signal_new ("done", HEARTH_TYPE_EVENT_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
add_entry (GtkWidget *list, const char *title)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return row;
}

static AdwComboRow *
add_combo (GtkWidget *list, const char *title)
{
  GtkWidget *row = adw_combo_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return ADW_COMBO_ROW (row);
}

static void
add_buttons (HearthEventEditor *self)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *cancel = gtk_button_new_with_label (_("Cancel"));

  self->save = gtk_button_new_with_label (_("Save"));
  gtk_widget_set_halign (buttons, GTK_ALIGN_END);
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (cancel_cb), self);
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (save_cb), self);
  gtk_box_append (GTK_BOX (buttons), cancel);
  gtk_box_append (GTK_BOX (buttons), self->save);
  gtk_box_append (GTK_BOX (self->box), buttons);
}

static void
hearth_event_editor_init (HearthEventEditor *self)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = adw_action_row_new ();

  self->cancellable = g_cancellable_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  self->title = add_entry (list, _("Title"));
  self->place = add_entry (list, _("Place"));
  self->all_day = gtk_switch_new ();
  gtk_widget_set_valign (self->all_day, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("All day"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->all_day);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), self->all_day);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  self->start = add_entry (list, _("Begins"));
  self->end = add_entry (list, _("Ends"));
  self->repeat = add_combo (list, _("Repeats"));
  self->alarm = add_combo (list, _("Reminds"));
  self->guests = add_entry (list, _("Invite (addresses, with commas)"));
  gtk_box_append (GTK_BOX (self->box), list);
  self->problem = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->problem, 0);
  gtk_label_set_wrap (self->problem, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->problem), "error");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->problem));
  add_buttons (self);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  g_signal_connect_swapped (self->all_day, "notify::active", G_CALLBACK (show_times), self);
}

/**
 * hearth_event_editor_new:
 * @desk: where changes are told
 *
 * Returns: (transfer floating): an editor
 */
GtkWidget *
hearth_event_editor_new (HearthCalendarDesk *desk)
{
  HearthEventEditor *self = g_object_new (HEARTH_TYPE_EVENT_EDITOR, NULL);

  self->desk = g_object_ref (desk);
  return GTK_WIDGET (self);
}

static void
show_repeat (HearthEventEditor *self)
{
  g_autofree char *now = self->event->rrule != NULL
                             ? hearth_rule_words_describe (self->event->rrule)
                             : g_strdup (_("as it is"));
  const char *names[] = { now,
                          _("never"),
                          _("every day"),
                          _("every week"),
                          _("every 2 weeks"),
                          _("every month"),
                          _("every year"),
                          NULL };
  g_autoptr (GtkStringList) model = gtk_string_list_new (names);

  adw_combo_row_set_model (self->repeat, G_LIST_MODEL (model));
}

static void
show_alarm (HearthEventEditor *self)
{
  g_autofree char *now = hearth_rule_words_alarms (self->event->alarms);
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);

  gtk_string_list_append (model, now != NULL ? now : _("as it is"));
  gtk_string_list_append (model, _("never"));
  for (guint i = 1; i < G_N_ELEMENTS (alarms); i++)
    gtk_string_list_take (model, hearth_rule_words_alarm (alarms[i]));
  adw_combo_row_set_model (self->alarm, G_LIST_MODEL (model));
}

/**
 * hearth_event_editor_edit:
 * @self: an editor
 * @event: an event
 * @span: the occurrence that is open; of an event of whole days, the owner's midnights
 * @original_start: which occurrence that is, seconds since 1970 UTC
 *
 * Begins to change an event.
 */
void
hearth_event_editor_edit (HearthEventEditor *self, HearthEvent *event, HearthSpan span,
                          gint64 original_start)
{
  HearthEvent *before = self->event;

  self->event = hearth_event_ref (event);
  g_clear_pointer (&before, hearth_event_unref);
  self->span = span;
  self->original_start = original_start;
  gtk_widget_set_sensitive (self->box, TRUE);
  complain (self, NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->title), event->summary);
  gtk_editable_set_text (GTK_EDITABLE (self->place),
                         event->location != NULL ? event->location : "");
  gtk_editable_set_text (GTK_EDITABLE (self->guests), "");
  gtk_switch_set_active (GTK_SWITCH (self->all_day), event->all_day);
  show_times (self);
  show_repeat (self);
  show_alarm (self);
  gtk_widget_grab_focus (self->title);
}
