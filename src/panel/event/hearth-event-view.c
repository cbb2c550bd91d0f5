/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-event-view.h"

#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-store-events.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define MAX_PEOPLE 60

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

  HearthClient *client;      /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): of the event that is being read */
  HearthEvent *event;        /* (owned) (nullable) */
  gint64 start;
};

G_DEFINE_FINAL_TYPE (HearthEventView, hearth_event_view, GTK_TYPE_WIDGET)

enum {
  TITLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

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

static const char *
name_partstat (HearthPartstat partstat)
{
  switch (partstat) {
  case HEARTH_PARTSTAT_ACCEPTED:
    return _("comes");
  case HEARTH_PARTSTAT_DECLINED:
    return _("does not come");
  case HEARTH_PARTSTAT_TENTATIVE:
    return _("may come");
  case HEARTH_PARTSTAT_DELEGATED:
    return _("sends somebody else");
  case HEARTH_PARTSTAT_NEEDS_ACTION:
  default:
    return _("has not answered");
  }
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
    const char *answer = name_partstat (attendee->partstat);
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

/* The occurrence that was asked for: the one that starts then, or the event as it was written. */
static HearthSpan
find_span (const HearthEvent *event, gint64 start)
{
  HearthSpan span = event->span;
  gint64 length = event->span.end - event->span.start;

  if (start != 0)
    span = (HearthSpan){ start, start + length };
  for (guint i = 0; event->occurrences != NULL && i < event->occurrences->len; i++) {
    const HearthSpan *one = &g_array_index (event->occurrences, HearthSpan, i);

    if (start != 0 && one->start == start)
      span = *one;
  }
  return span;
}

static char *
compose_when (const HearthEvent *event, HearthSpan span, gint64 now)
{
  g_autofree char *day = hearth_format_day (span.start, now);
  g_autofree char *last = hearth_format_day (event->all_day ? span.end - 1 : span.end, now);
  g_autofree char *start = hearth_format_time (span.start);
  g_autofree char *end = hearth_format_time (span.end);

  if (event->all_day && g_strcmp0 (day, last) == 0)
    return g_strdup_printf (_("%s, all day"), day);
  if (event->all_day)
    return g_strdup_printf (_("%s to %s"), day, last);
  if (span.end <= span.start)
    return g_strdup_printf (_("%s, %s"), day, start);
  if (g_strcmp0 (day, last) == 0)
    /* Translators: a day, a start and an end: “Today, 14:00 to 14:45” */
    return g_strdup_printf (_("%s, %s to %s"), day, start, end);
  return g_strdup_printf (_("%s, %s to %s, %s"), day, start, last, end);
}

/* The same time where the event was written, if that is elsewhere. */
static char *
compose_elsewhere (const HearthEvent *event, HearthSpan span)
{
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (GDateTime) here = hearth_clock_dup_at (span.start);
  g_autoptr (GDateTime) there = NULL;
  g_autofree char *text = NULL;

  if (event->tzid == NULL || event->all_day || here == NULL)
    return NULL;
  zone = g_time_zone_new_identifier (event->tzid);
  if (zone == NULL)
    return NULL;
  there = g_date_time_to_timezone (here, zone);
  if (there == NULL || g_date_time_get_utc_offset (there) == g_date_time_get_utc_offset (here))
    return NULL;
  text = g_date_time_format (there, "%-H:%M");
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
  button = gtk_button_new_with_label (_("Open"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, event->url);
  g_signal_connect (button, "clicked", G_CALLBACK (open_link_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
show_facts (HearthEventView *self, const HearthEvent *event, HearthSpan span)
{
  g_autofree char *elsewhere = compose_elsewhere (event, span);

  clear_list (self->facts);
  if (event->location != NULL && *event->location != '\0')
    add_fact (self, "mark-location-symbolic", _("Place"), event->location);
  show_link (self, event);
  if (elsewhere != NULL)
    add_fact (self, "preferences-system-time-symbolic", _("Where it was written"), elsewhere);
  if (event->rrule != NULL || event->recurrence_id != 0)
    add_fact (self, "media-playlist-repeat-symbolic", _("Repeats"),
              event->recurrence_id != 0 ? _("This one was moved or changed")
                                        : _("One of a series"));
  if (event->transparent)
    add_fact (self, "hearth-today-symbolic", _("Free"), _("This event leaves you free"));
  if (event->calendar_name != NULL && *event->calendar_name != '\0')
    add_fact (self, "x-office-calendar-symbolic", _("Calendar"), event->calendar_name);
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

static void
show_event (HearthEventView *self, HearthEvent *event)
{
  gint64 now = hearth_clock_now ();
  HearthSpan span = find_span (event, self->start);
  g_autofree char *when = compose_when (event, span, now);
  g_autofree char *distance = compose_distance (event, span, now);
  const char *summary = *event->summary != '\0' ? event->summary : _("Without a title");

  gtk_label_set_text (self->summary, summary);
  gtk_label_set_text (self->when, when);
  gtk_label_set_text (self->distance, distance != NULL ? distance : "");
  gtk_widget_set_visible (GTK_WIDGET (self->distance), distance != NULL);
  show_facts (self, event, span);
  show_people (self, event);
  gtk_label_set_text (self->description, event->description != NULL ? event->description : "");
  gtk_widget_set_visible (GTK_WIDGET (self->description),
                          event->description != NULL && *event->description != '\0');
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "event");
  g_signal_emit (self, signals[TITLED], 0, summary, when);
}

static gpointer
read_event (HearthDatabase *db, gpointer data, GError **error)
{
  return hearth_store_events_get (db, *(gint64 *) data, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthEventView *self = user_data;
  g_autoptr (GError) error = NULL;
  HearthEvent *event = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_pointer (&self->event, hearth_event_unref);
  self->event = event;
  if (event != NULL) {
    show_event (self, event);
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
  g_clear_object (&self->client);
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
}

static void
hearth_event_view_init (HearthEventView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hearth_event_view_new:
 * @client: the panel's client
 *
 * Returns: (transfer floating): a view that shows one event at a time
 */
GtkWidget *
hearth_event_view_new (HearthClient *client)
{
  HearthEventView *self = g_object_new (HEARTH_TYPE_EVENT_VIEW, NULL);

  self->client = g_object_ref (client);
  return GTK_WIDGET (self);
}

/**
 * hearth_event_view_show:
 * @self: a view
 * @id: an event's row
 * @start: the start of the occurrence, seconds since 1970 UTC, or 0 for the first
 *
 * Shows an event.
 */
void
hearth_event_view_show (HearthEventView *self, gint64 id, gint64 start)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->start = start;
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "wait");
  hearth_client_read_async (self->client, read_event, g_memdup2 (&id, sizeof id), g_free,
                            (GDestroyNotify) hearth_event_unref, self->cancellable, read_cb, self);
}
