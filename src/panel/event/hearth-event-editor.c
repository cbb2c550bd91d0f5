/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-event-editor.h"

#include "hearth-clock.h"
#include "hearth-entry-rows.h"
#include "hearth-event-deeds.h"
#include "hearth-event-facts.h"
#include "hearth-rule-words.h"
#include "hearth-time-row.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define DAY ((gint64) 24 * 3600)
#define MAX_GUESTS 60
#define MAX_DESCRIPTION (64 * 1024)

/* What the rows offer beside what is: "" and G_MAXINT are none. */
static const char *const rules[] = { "",
                                     "FREQ=DAILY",
                                     "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
                                     "FREQ=WEEKLY",
                                     "FREQ=WEEKLY;INTERVAL=2",
                                     "FREQ=MONTHLY",
                                     "FREQ=YEARLY" };
static const int alarms[] = { G_MAXINT, 0, -5 * 60, -15 * 60, -60 * 60, -24 * 60 * 60 };

/**
 * HearthEventEditor:
 *
 * An event as it can be changed in place. Only what was changed is told.
 */
struct _HearthEventEditor {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *title;
  GtkWidget *place;
  GtkWidget *all_day;
  HearthTimeRow *start;
  HearthTimeRow *end;
  AdwComboRow *repeat;
  AdwComboRow *alarm;
  GtkTextBuffer *description;
  GtkWidget *people_title;
  GtkListBox *people; /* who was invited, and a field for more */
  GtkWidget *guests;
  GtkLabel *problem;
  GtkWidget *save;

  HearthCalendarDesk *desk;  /* (owned) */
  GCancellable *cancellable; /* (owned) */
  HearthEvent *event;        /* (owned) (nullable) */
  HearthSpan span;           /* as it was when it was opened */
  gint64 original_start;
  GPtrArray *uninvited; /* (owned) (element-type utf8): addresses of guests who were taken out */
  GVariant *fields;     /* (owned) (nullable): what is to be told */
  gboolean writing;     /* neither saved nor given up */
  gboolean filling;     /* the fields are filled from here, and not by hand */
};

G_DEFINE_FINAL_TYPE (HearthEventEditor, hearth_event_editor, GTK_TYPE_WIDGET)

enum {
  DONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

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

/* The same day of the owner's at another hour. */
static gint64
find_hour (gint64 when, int hour)
{
  g_autoptr (GDateTime) time = hearth_clock_dup_at (when);
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GDateTime) found =
      time == NULL
          ? NULL
          : g_date_time_new (zone, g_date_time_get_year (time), g_date_time_get_month (time),
                             g_date_time_get_day_of_month (time), hour, 0, 0);

  return found != NULL ? g_date_time_to_unix (found) : when;
}

/* A span of whole days ends, for a person, on its last day. */
static void
show_times (HearthEventEditor *self)
{
  gboolean all_day = self->event->all_day;
  gint64 last = all_day ? MAX (self->span.start, self->span.end - 1) : self->span.end;

  hearth_time_row_set (self->start, self->span.start, all_day);
  hearth_time_row_set (self->end, last, all_day);
}

/* What was a whole day has no hours: it is given decent ones. */
static void
all_day_cb (HearthEventEditor *self)
{
  gboolean all_day = is_all_day (self);
  gint64 start = hearth_time_row_get (self->start);
  gint64 end = hearth_time_row_get (self->end);

  if (self->filling)
    return;
  if (!all_day && self->event->all_day) {
    start = find_hour (start, 9);
    end = find_hour (end, 10);
  } else if (!all_day) {
    start = find_hour (start, 0) + (self->span.start - find_hour (self->span.start, 0));
    end = MAX (start, find_hour (end, 0) + (self->span.end - find_hour (self->span.end, 0)));
  }
  hearth_time_row_set (self->start, start, all_day);
  hearth_time_row_set (self->end, end, all_day);
}

/* An event that begins later ends later, too. */
static void
start_changed_cb (HearthEventEditor *self, gint64 before)
{
  gint64 moved = hearth_time_row_get (self->start) - before;

  hearth_time_row_set (self->end, hearth_time_row_get (self->end) + moved, is_all_day (self));
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
  gboolean read = hearth_time_row_read (self->start);
  gint64 start, end;

  read = hearth_time_row_read (self->end) && read;
  if (!read)
    return FALSE;
  start = hearth_time_row_get (self->start);
  end = hearth_time_row_get (self->end);
  if (all_day) {
    start = make_date (start);
    end = make_date (end) + DAY;
  }
  if (end < start || (all_day && end == start)) {
    hearth_time_row_complain (self->end, _("It would end before it begins."));
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
  guint rule_at = self->event->rrule != NULL ? repeat - 1 : repeat;
  guint alarm_at = self->event->alarms != NULL && self->event->alarms->len > 0 ? alarm - 1 : alarm;

  /* The first one is what is there. */
  if (repeat > 0 && rule_at < G_N_ELEMENTS (rules))
    g_variant_dict_insert (fields, "rrule", "s", rules[rule_at]);
  if (alarm > 0 && alarm_at < G_N_ELEMENTS (alarms)) {
    gint32 seconds = alarms[alarm_at];

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
  if (self->uninvited->len > 0)
    g_variant_dict_insert_value (fields, "uninvite",
                                 g_variant_new_strv ((const char *const *) self->uninvited->pdata,
                                                     (gssize) self->uninvited->len));
}

static gboolean
collect_description (HearthEventEditor *self, GVariantDict *fields)
{
  const char *before = self->event->description != NULL ? self->event->description : "";
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (self->description, &start, &end);
  text = gtk_text_buffer_get_text (self->description, &start, &end, FALSE);
  if (g_str_equal (text, before))
    return TRUE;
  if (strlen (text) > MAX_DESCRIPTION) {
    g_autofree char *sentence =
        g_strdup_printf (_("“%s” is too long: a text may have 64 KiB."), _("Description"));

    complain (self, sentence);
    return FALSE;
  }
  g_variant_dict_insert (fields, "description", "s", text);
  return TRUE;
}

/* What was changed; NULL if something cannot be read or kept. */
static GVariant *
collect (HearthEventEditor *self)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  const char *place = self->event->location != NULL ? self->event->location : "";

  if (!g_str_equal (get_text (self->title), self->event->summary))
    g_variant_dict_insert (&fields, "summary", "s", get_text (self->title));
  if (!g_str_equal (get_text (self->place), place))
    g_variant_dict_insert (&fields, "location", "s", get_text (self->place));
  if (!collect_times (self, &fields) || !collect_description (self, &fields))
    return NULL;
  collect_choices (self, &fields);
  collect_guests (self, &fields);
  return g_variant_ref_sink (g_variant_dict_end (&fields));
}

static void
finish (HearthEventEditor *self)
{
  self->writing = FALSE;
  g_signal_emit (self, signals[DONE], 0);
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
    finish (self);
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
    finish (self);
  else if (self->event->rrule != NULL || self->event->recurrence_id != 0)
    hearth_event_deeds_ask_scope (GTK_WIDGET (self), _("Change which ones?"), "", FALSE, scope_cb,
                                  NULL);
  else
    tell (self, "all");
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
  HearthEventEditor *self = HEARTH_EVENT_EDITOR (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->uninvited);
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
  hearth_entry_rows_name (row);
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
  gtk_widget_set_margin_top (buttons, 12);
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (finish), self);
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (save_cb), self);
  gtk_box_append (GTK_BOX (buttons), cancel);
  gtk_box_append (GTK_BOX (buttons), self->save);
  gtk_box_append (GTK_BOX (self->box), buttons);
}

static GtkWidget *
add_list (HearthEventEditor *self)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_box_append (GTK_BOX (self->box), list);
  return list;
}

static GtkWidget *
add_title (HearthEventEditor *self, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "section");
  gtk_box_append (GTK_BOX (self->box), label);
  return label;
}

static HearthTimeRow *
add_time (GtkWidget *list, const char *title)
{
  GtkWidget *row = hearth_time_row_new (title);

  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return HEARTH_TIME_ROW (row);
}

static void
add_all_day (HearthEventEditor *self, GtkWidget *list)
{
  GtkWidget *row = adw_action_row_new ();

  self->all_day = gtk_switch_new ();
  gtk_widget_set_valign (self->all_day, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("All day"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->all_day);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), self->all_day);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
}

static void
add_description (HearthEventEditor *self)
{
  GtkWidget *view = gtk_text_view_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  add_title (self, _("Description"));
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), 8);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (view), 8);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (view), 12);
  gtk_widget_add_css_class (scroller, "notes");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Description"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), 84);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 220);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_box_append (GTK_BOX (self->box), scroller);
  self->description = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
}

static void
hearth_event_editor_init (HearthEventEditor *self)
{
  GtkWidget *list;

  self->cancellable = g_cancellable_new ();
  self->uninvited = g_ptr_array_new_with_free_func (g_free);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  list = add_list (self);
  self->title = add_entry (list, _("Title"));
  self->place = add_entry (list, _("Place"));
  add_all_day (self, list);
  self->start = add_time (list, _("Begins"));
  self->end = add_time (list, _("Ends"));
  self->repeat = add_combo (list, _("Repeats"));
  self->alarm = add_combo (list, _("Reminds"));
  add_description (self);
  self->people_title = add_title (self, _("People"));
  self->people = GTK_LIST_BOX (add_list (self));
  self->guests = add_entry (GTK_WIDGET (self->people), _("Invite (addresses, with commas)"));
  self->problem = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->problem, 0);
  gtk_label_set_wrap (self->problem, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->problem), "error");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->problem));
  add_buttons (self);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  g_signal_connect_swapped (self->all_day, "notify::active", G_CALLBACK (all_day_cb), self);
  g_signal_connect_swapped (self->start, "changed", G_CALLBACK (start_changed_cb), self);
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
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);

  if (self->event->rrule != NULL)
    gtk_string_list_take (model, hearth_rule_words_describe (self->event->rrule));
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    gtk_string_list_take (model, *rules[i] != '\0' ? hearth_rule_words_describe (rules[i])
                                                   : g_strdup (_("never")));
  adw_combo_row_set_model (self->repeat, G_LIST_MODEL (model));
  /* One that was moved out of its series has no rule of its own. */
  gtk_widget_set_visible (GTK_WIDGET (self->repeat), self->event->recurrence_id == 0);
}

static void
show_alarm (HearthEventEditor *self)
{
  g_autofree char *now = hearth_rule_words_alarms (self->event->alarms);
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);

  if (now != NULL)
    gtk_string_list_append (model, now);
  for (guint i = 0; i < G_N_ELEMENTS (alarms); i++)
    gtk_string_list_take (model, alarms[i] != G_MAXINT ? hearth_rule_words_alarm (alarms[i])
                                                       : g_strdup (_("never")));
  adw_combo_row_set_model (self->alarm, G_LIST_MODEL (model));
}

static void
uninvite_cb (GtkWidget *button, gpointer user_data)
{
  HearthEventEditor *self = user_data;
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW);

  g_ptr_array_add (self->uninvited, g_strdup (g_object_get_data (G_OBJECT (button), "address")));
  gtk_widget_grab_focus (self->guests);
  gtk_list_box_remove (self->people, row);
}

static void
show_guest (HearthEventEditor *self, const HearthAddress *who, int position)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *title = g_markup_escape_text (hearth_address_get_label (who), -1);
  g_autofree char *subtitle = g_markup_escape_text (who->address, -1);
  /* Translators: %s is a guest of an event. */
  g_autofree char *name = g_strdup_printf (_("Take out: %s"), hearth_address_get_label (who));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (*who->name != '\0')
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "address", g_strdup (who->address), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (uninvite_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  gtk_list_box_insert (self->people, row, position);
}

/* Whoever invites cannot be taken out. */
static void
show_guests (HearthEventEditor *self)
{
  GPtrArray *attendees = self->event->attendees;
  GtkListBoxRow *row;
  int position = 0;

  g_ptr_array_set_size (self->uninvited, 0);
  while ((row = gtk_list_box_get_row_at_index (self->people, 0)) != NULL &&
         GTK_WIDGET (row) != self->guests)
    gtk_list_box_remove (self->people, GTK_WIDGET (row));
  for (guint i = 0; attendees != NULL && i < MIN (attendees->len, MAX_GUESTS); i++) {
    const HearthAttendee *attendee = g_ptr_array_index (attendees, i);

    if (self->event->organizer == NULL ||
        g_ascii_strcasecmp (attendee->who->address, self->event->organizer->address) != 0)
      show_guest (self, attendee->who, position++);
  }
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

  /* Whatever is being saved does not end this. */
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
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
  gtk_text_buffer_set_text (self->description, event->description != NULL ? event->description : "",
                            -1);
  self->filling = TRUE;
  gtk_switch_set_active (GTK_SWITCH (self->all_day), event->all_day);
  self->filling = FALSE;
  show_times (self);
  show_repeat (self);
  show_alarm (self);
  show_guests (self);
  self->writing = TRUE;
  gtk_widget_grab_focus (self->title);
}

/**
 * hearth_event_editor_is_writing:
 * @self: an editor
 * @id: an event's row
 * @start: the start of the occurrence, seconds since 1970 UTC, or 0 for the first
 *
 * Returns: whether that occurrence was changed here and neither saved nor given up
 */
gboolean
hearth_event_editor_is_writing (HearthEventEditor *self, gint64 id, gint64 start)
{
  g_autoptr (GVariant) fields = NULL;

  if (!self->writing || self->event->id != id ||
      hearth_event_facts_find_span (self->event, start).start != self->span.start)
    return FALSE;
  fields = collect (self);
  /* What cannot be read was written by somebody, too. */
  return fields == NULL || g_variant_n_children (fields) > 0;
}
