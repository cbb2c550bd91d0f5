/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-event-view.h"

#include "hearth-agenda.h"
#include "hearth-calendar-color.h"
#include "hearth-clock.h"
#include "hearth-event-briefing.h"
#include "hearth-event-deeds.h"
#include "hearth-event-editor.h"
#include "hearth-event-facts.h"
#include "hearth-link-text.h"
#include "hearth-rule-words.h"
#include "hearth-format.h"
#include "hearth-store-events.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define MAX_PEOPLE 60

/**
 * HearthEventView:
 *
 * An event, opened: what it is, who comes, what the mail says of it, and what can be done with
 * it.
 */
struct _HearthEventView {
  GtkWidget parent_instance;

  GtkWidget *stack;
  AdwStatusPage *trouble;
  GtkLabel *summary;
  GtkLabel *when;
  GtkLabel *distance;
  GtkListBox *facts;
  GtkWidget *people_title;
  GtkListBox *people;
  GtkLabel *description;
  AdwBin *deeds_bin;
  AdwBin *editor_bin;
  GtkWidget *about; /* what is known; out of sight while it is changed */
  GtkBox *briefing;
  gboolean asks_briefing; /* as soon as the event is read */
  GtkWidget *deeds;       /* (nullable): made with the desk */
  GtkWidget *editor;      /* (nullable): made when it is first wanted */

  HearthClient *client;      /* (owned) (nullable) */
  HearthCalendarDesk *desk;  /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): of the event that is being read */
  HearthEvent *event;        /* (owned) (nullable) */
  gint64 id;
  gint64 start;
};

/* An event with what tells what its owner may do with it. */
typedef struct {
  HearthEvent *event;
  GPtrArray *calendars; /* (element-type HearthAgendaCalendar) */
  GPtrArray *addresses; /* (element-type utf8): the owner's own */
} Reading;

G_DEFINE_FINAL_TYPE (HearthEventView, hearth_event_view, GTK_TYPE_WIDGET)

enum {
  TITLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void changed_cb (HearthEventView *self);

static void
clear_list (GtkListBox *list)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, row);
}

static GtkWidget *
add_fact (HearthEventView *self, const char *icon, const char *title, const char *text)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name (icon));
  gtk_list_box_append (self->facts, row);
  return row;
}

static void
add_person (HearthEventView *self, const HearthAddress *who, const char *answer)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *avatar = adw_avatar_new (28, hearth_address_get_label (who), TRUE);
  g_autofree char *name = g_markup_escape_text (hearth_address_get_label (who), -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), answer);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), avatar);
  gtk_widget_set_tooltip_text (row, who->address);
  gtk_list_box_append (self->people, row);
}

static void
show_people (HearthEventView *self, const HearthEvent *event)
{
  GPtrArray *attendees = event->attendees;
  gboolean organiser_listed = FALSE;
  guint n_more;

  clear_list (self->people);
  for (guint i = 0; attendees != NULL && i < attendees->len; i++) {
    const HearthAttendee *attendee = g_ptr_array_index (attendees, i);

    if (event->organizer != NULL &&
        g_strcmp0 (attendee->who->address, event->organizer->address) == 0)
      organiser_listed = TRUE;
  }
  if (event->organizer != NULL && !organiser_listed)
    add_person (self, event->organizer, _("invites"));
  for (guint i = 0; attendees != NULL && i < MIN (attendees->len, MAX_PEOPLE); i++) {
    const HearthAttendee *attendee = g_ptr_array_index (attendees, i);
    gboolean invites = event->organizer != NULL &&
                       g_strcmp0 (attendee->who->address, event->organizer->address) == 0;
    const char *answer = hearth_event_facts_partstat (attendee->partstat);
    g_autofree char *text = invites              ? g_strdup_printf (_("invites · %s"), answer)
                            : attendee->optional ? g_strdup_printf (_("%s · not required"), answer)
                                                 : g_strdup (answer);

    add_person (self, attendee->who, text);
  }
  n_more = attendees != NULL && attendees->len > MAX_PEOPLE ? attendees->len - MAX_PEOPLE : 0;
  if (n_more > 0) {
    GtkWidget *row = adw_action_row_new ();
    g_autofree char *text =
        g_strdup_printf (ngettext ("and %u more", "and %u more", n_more), n_more);

    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
    gtk_list_box_append (self->people, row);
  }
  gtk_widget_set_visible (self->people_title,
                          gtk_widget_get_first_child (GTK_WIDGET (self->people)) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->people), gtk_widget_get_visible (self->people_title));
}

/* The same time where the event was written, if that is elsewhere. */
static char *
compose_elsewhere (const HearthEvent *event, HearthSpan span)
{
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (GDateTime) here = hearth_clock_dup_at (span.start);
  g_autoptr (GDateTime) there = NULL;
  g_autoptr (GDateTime) clock = NULL;
  g_autofree char *text = NULL;

  if (event->tzid == NULL || event->all_day || here == NULL)
    return NULL;
  zone = g_time_zone_new_identifier (event->tzid);
  if (zone == NULL)
    return NULL;
  there = g_date_time_to_timezone (here, zone);
  if (there == NULL || g_date_time_get_utc_offset (there) == g_date_time_get_utc_offset (here))
    return NULL;
  /* On a day without a change of the clocks, so that every time of day is there. */
  clock = g_date_time_new (g_date_time_get_timezone (here), 2000, 1, 15,
                           g_date_time_get_hour (there), g_date_time_get_minute (there), 0);
  text = hearth_format_time (g_date_time_to_unix (clock));
  /* Translators: a time and a time zone: “10:00 in America/New_York” */
  return g_strdup_printf (_("%s in %s"), text, event->tzid);
}

static void
open_link_cb (GtkButton *button, gpointer user_data)
{
  HearthEventView *self = user_data;
  g_autoptr (GdkAppLaunchContext) context =
      gdk_display_get_app_launch_context (gtk_widget_get_display (GTK_WIDGET (self)));

  if (self->event != NULL && self->event->url != NULL)
    g_app_info_launch_default_for_uri_async (self->event->url, G_APP_LAUNCH_CONTEXT (context), NULL,
                                             NULL, NULL);
}

static void
show_link (HearthEventView *self, const HearthEvent *event)
{
  g_autoptr (GUri) uri = NULL;
  GtkWidget *row, *button;

  if (event->url == NULL)
    return;
  uri = g_uri_parse (event->url, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL ||
      (g_strcmp0 (g_uri_get_scheme (uri), "https") != 0 &&
       g_strcmp0 (g_uri_get_scheme (uri), "http") != 0))
    return;
  /* The host is what tells where a link leads. */
  row = add_fact (self, "web-browser-symbolic", _("Link"), g_uri_get_host (uri));
  button = gtk_button_new_with_label (_("Join"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, event->url);
  g_signal_connect (button, "clicked", G_CALLBACK (open_link_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
show_facts (HearthEventView *self, const HearthEvent *event, HearthSpan span,
            const HearthAgendaCalendar *calendar)
{
  g_autofree char *elsewhere = compose_elsewhere (event, span);
  g_autofree char *rule = event->rrule != NULL ? hearth_rule_words_describe (event->rrule) : NULL;
  g_autofree char *alarms = hearth_rule_words_alarms (event->alarms);

  clear_list (self->facts);
  if (event->location != NULL && *event->location != '\0')
    add_fact (self, "mark-location-symbolic", _("Place"), event->location);
  show_link (self, event);
  if (elsewhere != NULL)
    add_fact (self, "preferences-system-time-symbolic", _("Where it was written"), elsewhere);
  if (event->rrule != NULL || event->recurrence_id != 0)
    add_fact (self, "media-playlist-repeat-symbolic", _("Repeats"),
              event->recurrence_id != 0 ? _("This one was moved or changed") : rule);
  if (alarms != NULL)
    add_fact (self, "hearth-later-symbolic", _("Reminds"), alarms);
  if (event->transparent)
    add_fact (self, "hearth-today-symbolic", _("Free"), _("This event leaves you free"));
  if (calendar != NULL) {
    GtkWidget *row =
        add_fact (self, "x-office-calendar-symbolic", _("Calendar"), calendar->source->name);

    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               hearth_calendar_color_new_dot (calendar->calendar->color));
  }
  gtk_widget_set_visible (GTK_WIDGET (self->facts),
                          gtk_widget_get_first_child (GTK_WIDGET (self->facts)) != NULL);
}

static char *
compose_distance (const HearthEvent *event, HearthSpan span, gint64 now)
{
  if (event->status == HEARTH_EVENT_CANCELLED)
    return g_strdup (_("Cancelled"));
  if (event->all_day)
    return NULL;
  if (span.end <= now)
    return g_strdup (_("over"));
  if (span.start <= now)
    return g_strdup (_("now"));
  return hearth_format_distance (span.start - now);
}

static const HearthAgendaCalendar *
find_calendar (const Reading *reading)
{
  for (guint i = 0; i < reading->calendars->len; i++) {
    const HearthAgendaCalendar *calendar = g_ptr_array_index (reading->calendars, i);

    if (calendar->source->id == reading->event->source_id)
      return calendar;
  }
  return NULL;
}

static gboolean
is_own (const Reading *reading, const HearthAddress *who)
{
  for (guint i = 0; who != NULL && i < reading->addresses->len; i++) {
    if (g_ascii_strcasecmp (g_ptr_array_index (reading->addresses, i), who->address) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Whether somebody else asks the owner to come. */
static gboolean
is_invited (const Reading *reading)
{
  const HearthEvent *event = reading->event;

  if (event->organizer == NULL || is_own (reading, event->organizer) ||
      event->status == HEARTH_EVENT_CANCELLED)
    return FALSE;
  for (guint i = 0; event->attendees != NULL && i < event->attendees->len; i++) {
    const HearthAttendee *attendee = g_ptr_array_index (event->attendees, i);

    if (is_own (reading, attendee->who))
      return TRUE;
  }
  return FALSE;
}

static gint64
find_original_start (HearthEventView *self, HearthSpan span)
{
  HearthOccurrence occurrence = { self->event, span };

  return hearth_occurrence_get_original_start (&occurrence);
}

static void
close_editor (HearthEventView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  /* A field that is hidden with the focus in it is never told that it lost it. */
  if (root != NULL && gtk_widget_get_focus_child (GTK_WIDGET (self->editor_bin)) != NULL)
    gtk_root_set_focus (root, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->editor_bin), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->deeds_bin), TRUE);
  gtk_widget_set_visible (self->about, TRUE);
}

/* What changed meanwhile was not shown. */
static void
done_cb (HearthEventView *self)
{
  close_editor (self);
  changed_cb (self);
}

static void
open_editor (HearthEventView *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->deeds_bin), FALSE);
  gtk_widget_set_visible (self->about, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->editor_bin), TRUE);
}

static void
edit_cb (HearthEventView *self)
{
  HearthSpan span = hearth_event_facts_find_span (self->event, self->start);

  if (self->editor == NULL) {
    self->editor = hearth_event_editor_new (self->desk);
    g_signal_connect_swapped (self->editor, "done", G_CALLBACK (done_cb), self);
    adw_bin_set_child (self->editor_bin, self->editor);
  }
  open_editor (self);
  hearth_event_editor_edit (HEARTH_EVENT_EDITOR (self->editor), self->event, span,
                            find_original_start (self, span));
}

static void
briefed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthEventView *self = user_data;
  g_autoptr (GVariant) briefing = NULL;
  g_autoptr (GError) error = NULL;

  hearth_bus_daemon1_call_briefing_finish (HEARTH_BUS_DAEMON1 (source), &briefing, result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (briefing != NULL) {
    hearth_event_briefing_fill (self->briefing, briefing);
  } else {
    g_autofree char *message = hearth_client_dup_message (error);

    hearth_calendar_desk_say (self->desk, message);
  }
}

static void
brief_cb (HearthEventView *self)
{
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, &error);

  if (proxy == NULL)
    hearth_calendar_desk_say (self->desk, error->message);
  else
    hearth_bus_daemon1_call_briefing (proxy, self->event->id,
                                      hearth_event_facts_find_span (self->event, self->start).start,
                                      self->cancellable, briefed_cb, self);
}

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_clear_pointer (&reading->event, hearth_event_unref);
  g_clear_pointer (&reading->calendars, g_ptr_array_unref);
  g_clear_pointer (&reading->addresses, g_ptr_array_unref);
  g_free (reading);
}

static void
show_description (HearthEventView *self, const HearthEvent *event)
{
  g_autofree char *markup =
      hearth_link_text_to_markup (event->description != NULL ? event->description : "");

  gtk_label_set_markup (self->description, markup);
}

static void
emit_titled (HearthEventView *self)
{
  g_signal_emit (self, signals[TITLED], 0, gtk_label_get_text (self->summary),
                 gtk_label_get_text (self->when));
}

static void
show_event (HearthEventView *self, const Reading *reading)
{
  HearthEvent *event = reading->event;
  const HearthAgendaCalendar *calendar = find_calendar (reading);
  gint64 now = hearth_clock_now ();
  HearthSpan span = hearth_event_facts_find_span (event, self->start);
  g_autofree char *when = hearth_event_facts_when (event, span, now);
  g_autofree char *distance = compose_distance (event, span, now);
  const char *summary = *event->summary != '\0' ? event->summary : _("Without a title");

  gtk_label_set_text (self->summary, summary);
  gtk_label_set_text (self->when, when);
  gtk_label_set_text (self->distance, distance != NULL ? distance : "");
  gtk_widget_set_visible (GTK_WIDGET (self->distance), distance != NULL);
  show_facts (self, event, span, calendar);
  hearth_event_deeds_show (HEARTH_EVENT_DEEDS (self->deeds), event,
                           find_original_start (self, span), hearth_agenda_can_change (calendar),
                           is_invited (reading));
  show_people (self, event);
  show_description (self, event);
  gtk_widget_set_visible (GTK_WIDGET (self->description),
                          event->description != NULL && *event->description != '\0');
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "event");
  emit_titled (self);
}

static gpointer
read_event (HearthDatabase *db, gpointer data, GError **error)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->event = hearth_store_events_get (db, *(gint64 *) data, error);
  if (reading->event != NULL)
    reading->calendars = hearth_agenda_list_calendars (db, error);
  if (reading->calendars != NULL)
    reading->addresses = hearth_agenda_list_addresses (db, error);
  if (reading->addresses == NULL)
    g_clear_pointer (&reading, reading_free);
  return reading;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthEventView *self = user_data;
  g_autoptr (GError) error = NULL;
  Reading *reading = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_pointer (&self->event, hearth_event_unref);
  if (reading != NULL) {
    self->event = hearth_event_ref (reading->event);
    show_event (self, reading);
    reading_free (reading);
    if (self->asks_briefing)
      brief_cb (self);
    self->asks_briefing = FALSE;
  } else {
    g_autofree char *escaped =
        g_markup_escape_text (g_error_matches (error, HEARTH_STORE_ERROR,
                                               HEARTH_STORE_ERROR_NOT_FOUND)
                                  ? _("It is not in your calendars any more.")
                                  : error->message,
                              -1);

    adw_status_page_set_description (self->trouble, escaped);
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "error");
  }
}

static void
hearth_event_view_dispose (GObject *object)
{
  HearthEventView *self = HEARTH_EVENT_VIEW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->event, hearth_event_unref);
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_event_view_parent_class)->dispose (object);
}

static void
hearth_event_view_class_init (HearthEventViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_event_view_dispose;
  /**
   * HearthEventView::titled:
   * @title: what it is
   * @subtitle: when
   */
  signals[TITLED] = g_signal_new ("titled", HEARTH_TYPE_EVENT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/hearthdesktop/Hearth/event/hearth-event-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HearthEventView, stack);
  gtk_widget_class_bind_template_child (widget_class, HearthEventView, trouble);
  gtk_widget_class_bind_template_child (widget_class, HearthEventView, summary);
  gtk_widget_class_bind_template_child (widget_class, HearthEventView, when);
  gtk_widget_class_bind_template_child (widget_class, HearthEventView, distance);
  gtk_widget_class_bind_template_child (widget_class, HearthEventView, facts);
  gtk_widget_class_bind_template_child (widget_class, HearthEventView, people_title);
  gtk_widget_class_bind_template_child (widget_class, HearthEventView, people);
  gtk_widget_class_bind_template_child (widget_class, HearthEventView, description);
  gtk_widget_class_bind_template_child (widget_class, HearthEventView, deeds_bin);
  gtk_widget_class_bind_template_child (widget_class, HearthEventView, editor_bin);
  gtk_widget_class_bind_template_child (widget_class, HearthEventView, about);
  gtk_widget_class_bind_template_child (widget_class, HearthEventView, briefing);
}

static void
hearth_event_view_init (HearthEventView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
read_again (HearthEventView *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  hearth_client_read_async (self->client, read_event, g_memdup2 (&self->id, sizeof self->id),
                            g_free, reading_free, self->cancellable, read_cb, self);
}

/* What is being written is not taken away from under the hand. */
static void
changed_cb (HearthEventView *self)
{
  if (self->id != 0 && gtk_widget_get_mapped (GTK_WIDGET (self)) &&
      !gtk_widget_get_visible (GTK_WIDGET (self->editor_bin)))
    read_again (self);
}

/**
 * hearth_event_view_new:
 * @desk: where what is done to calendars is told
 *
 * Returns: (transfer floating): a view that shows one event at a time
 */
GtkWidget *
hearth_event_view_new (HearthCalendarDesk *desk)
{
  HearthEventView *self = g_object_new (HEARTH_TYPE_EVENT_VIEW, NULL);

  self->desk = g_object_ref (desk);
  self->client = g_object_ref (hearth_calendar_desk_get_client (desk));
  self->deeds = hearth_event_deeds_new (desk);
  adw_bin_set_child (self->deeds_bin, self->deeds);
  g_signal_connect_swapped (self->deeds, "edit", G_CALLBACK (edit_cb), self);
  g_signal_connect_swapped (self->deeds, "brief", G_CALLBACK (brief_cb), self);
  g_signal_connect_swapped (self->client, "changed::events", G_CALLBACK (changed_cb), self);
  return GTK_WIDGET (self);
}

/**
 * hearth_event_view_show:
 * @self: a view
 * @id: an event's row
 * @start: the start of the occurrence, seconds since 1970 UTC, or 0 for the first
 * @briefed: whether what the mail says of it is asked for at once
 *
 * Shows an event. What was changed of it and is not saved yet stays as it is.
 */
void
hearth_event_view_show (HearthEventView *self, gint64 id, gint64 start, gboolean briefed)
{
  gboolean writing = self->editor != NULL &&
                     hearth_event_editor_is_writing (HEARTH_EVENT_EDITOR (self->editor), id, start);

  self->id = id;
  self->start = start;
  if (writing && gtk_widget_get_visible (GTK_WIDGET (self->editor_bin))) {
    emit_titled (self);
    return;
  }
  self->asks_briefing = briefed;
  close_editor (self);
  if (writing)
    open_editor (self);
  gtk_widget_set_visible (GTK_WIDGET (self->briefing), FALSE);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "wait");
  read_again (self);
}
