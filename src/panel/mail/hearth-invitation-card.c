/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-invitation-card.h"

#include "hearth-agenda.h"
#include "hearth-calendar-color.h"
#include "hearth-clock.h"
#include "hearth-entry-rows.h"
#include "hearth-format.h"
#include "hearth-label-wrap.h"
#include "hearth-wrap-layout.h"

#include <glib/gi18n.h>

/**
 * HearthInvitationCard:
 *
 * What a mail with an invitation asks, how it fits into the day, and the answers to it. The
 * answer is sent: no button stands out.
 */
struct _HearthInvitationCard {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *comment;   /* (nullable) */
  GtkWidget *calendars; /* (nullable): a GtkDropDown */
  GArray *ids;          /* (owned) (element-type gint64): of the calendars in it */

  HearthCalendarDesk *desk;  /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable): of the message that is shown */
  GVariant *invitation;      /* (owned) (nullable) */
  gint64 message;
};

G_DEFINE_FINAL_TYPE (HearthInvitationCard, hearth_invitation_card, GTK_TYPE_WIDGET)

static void ask (HearthInvitationCard *self);

static const char *
look_up (HearthInvitationCard *self, const char *key)
{
  const char *text = "";

  g_variant_lookup (self->invitation, key, "&s", &text);
  return text;
}

static gint64
look_up_time (HearthInvitationCard *self, const char *key)
{
  gint64 when = 0;

  g_variant_lookup (self->invitation, key, "x", &when);
  return when;
}

static gboolean
look_up_flag (HearthInvitationCard *self, const char *key)
{
  gboolean flag = FALSE;

  g_variant_lookup (self->invitation, key, "b", &flag);
  return flag;
}

static GtkWidget *
add_label (HearthInvitationCard *self, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  hearth_label_wrap (GTK_LABEL (label));
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (self->box), label);
  return label;
}

/* An all-day time is a UTC midnight of its date; the owner's day begins at theirs. */
static HearthSpan
find_span (HearthInvitationCard *self)
{
  HearthSpan span = { look_up_time (self, "start"), look_up_time (self, "end") };
  g_autoptr (GTimeZone) zone = NULL;
  gint64 *times[] = { &span.start, &span.end };

  if (!look_up_flag (self, "all-day"))
    return span;
  zone = hearth_clock_dup_zone ();
  for (guint i = 0; i < G_N_ELEMENTS (times); i++) {
    g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (*times[i]);
    g_autoptr (GDateTime) local =
        date == NULL
            ? NULL
            : g_date_time_new (zone, g_date_time_get_year (date), g_date_time_get_month (date),
                               g_date_time_get_day_of_month (date), 0, 0, 0);

    if (local != NULL)
      *times[i] = g_date_time_to_unix (local);
  }
  return span;
}

static char *
compose_when (HearthInvitationCard *self)
{
  gint64 now = hearth_clock_now ();
  HearthSpan span = find_span (self);
  g_autofree char *day = hearth_format_day (span.start, now);
  g_autofree char *last = hearth_format_day (MAX (span.end - 1, span.start), now);
  g_autofree char *start = hearth_format_time (span.start);
  g_autofree char *end = hearth_format_time (span.end);

  if (look_up_flag (self, "all-day"))
    return g_str_equal (day, last) ? g_strdup_printf (_("%s, all day"), day)
                                   : g_strdup_printf (_("%s to %s"), day, last);
  if (g_str_equal (day, last))
    return g_strdup_printf (_("%s, %s to %s"), day, start, end);
  return g_strdup_printf (_("%s, %s to %s, %s"), day, start, last, end);
}

static void
add_facts (HearthInvitationCard *self)
{
  g_autofree char *when = NULL;
  g_autofree char *where = NULL;
  g_auto (GStrv) sentence = g_strsplit (look_up (self, "sentence"), "\n", 2);

  /* What is so, and then what can be done about it. */
  add_label (self, sentence[0] != NULL ? sentence[0] : "", "need-title");
  if (sentence[0] != NULL && sentence[1] != NULL)
    add_label (self, sentence[1], NULL);
  if (look_up_time (self, "start") == 0)
    return;
  when = compose_when (self);
  where = *look_up (self, "location") != '\0'
              ? g_strdup_printf ("%s · %s", when, look_up (self, "location"))
              : g_strdup (when);
  if (*look_up (self, "rrule") != '\0') {
    g_autofree char *longer = g_strdup_printf ("%s · %s", where, _("repeats"));

    add_label (self, longer, NULL);
  } else {
    add_label (self, where, NULL);
  }
}

static void
add_conflicts (HearthInvitationCard *self)
{
  g_autoptr (GVariant) conflicts =
      g_variant_lookup_value (self->invitation, "conflicts", G_VARIANT_TYPE ("aa{sv}"));
  gsize n = conflicts != NULL ? g_variant_n_children (conflicts) : 0;

  for (gsize i = 0; i < MIN (n, 3); i++) {
    g_autoptr (GVariant) one = g_variant_get_child_value (conflicts, i);
    const char *summary = "";
    gint64 start = 0;
    gint64 end = 0;
    g_autofree char *from = NULL;
    g_autofree char *to = NULL;
    g_autofree char *text = NULL;

    g_variant_lookup (one, "summary", "&s", &summary);
    g_variant_lookup (one, "start", "x", &start);
    g_variant_lookup (one, "end", "x", &end);
    from = hearth_format_time (start);
    to = hearth_format_time (end);
    /* Translators: an event, its start and its end. */
    text = g_strdup_printf (_("Overlaps with %s, %s to %s"), summary, from, to);
    add_label (self, text, "reason");
  }
}

/* What comes before and after on that day, so that one knows what one says yes to. */
static void
add_neighbours (HearthInvitationCard *self, const HearthAgenda *agenda)
{
  HearthSpan span = find_span (self);
  gint64 known = look_up_time (self, "event");
  const HearthOccurrence *before = NULL;
  const HearthOccurrence *after = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < agenda->occurrences->len; i++) {
    const HearthOccurrence *one = g_ptr_array_index (agenda->occurrences, i);

    if (one->event->all_day || one->event->transparent || one->event->id == known)
      continue;
    if (one->span.end <= span.start)
      before = one;
    else if (one->span.start >= span.end && after == NULL)
      after = one;
  }
  if (before != NULL) {
    g_autofree char *time = hearth_format_time (before->span.end);

    /* Translators: an event before an invitation, and its end. */
    g_string_append_printf (text, _("Before: %s, until %s"), before->event->summary, time);
  }
  if (after != NULL) {
    g_autofree char *time = hearth_format_time (after->span.start);

    g_string_append (text, text->len > 0 ? "\n" : "");
    /* Translators: an event after an invitation, and its start. */
    g_string_append_printf (text, _("After: %s, from %s"), after->event->summary, time);
  }
  if (text->len == 0)
    g_string_append (text, _("Nothing else is planned that day."));
  gtk_widget_add_css_class (add_label (self, text->str, "dim-label"), "small");
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthInvitationCard *self = user_data;
  g_autoptr (GError) error = NULL;

  hearth_calendar_desk_do_finish (HEARTH_CALENDAR_DESK (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_widget_set_sensitive (self->box, TRUE);
  if (error == NULL)
    ask (self);
}

static const char *
name_deed (const char *answer)
{
  if (g_str_equal (answer, "accepted"))
    return _("You accepted");
  if (g_str_equal (answer, "tentative"))
    return _("You accepted tentatively");
  if (g_str_equal (answer, "declined"))
    return _("You declined");
  return g_str_equal (answer, "noted") ? _("Noted in your calendar")
                                       : _("Removed from your calendar");
}

static void
answer_cb (GtkButton *button, gpointer user_data)
{
  HearthInvitationCard *self = user_data;
  const char *answer = g_object_get_data (G_OBJECT (button), "answer");
  const char *comment =
      self->comment != NULL ? gtk_editable_get_text (GTK_EDITABLE (self->comment)) : "";
  guint chosen = self->calendars != NULL
                     ? gtk_drop_down_get_selected (GTK_DROP_DOWN (self->calendars))
                     : GTK_INVALID_LIST_POSITION;
  gint64 calendar = chosen < self->ids->len ? g_array_index (self->ids, gint64, chosen) : 0;

  gtk_widget_set_sensitive (self->box, FALSE);
  hearth_calendar_desk_do_async (self->desk, "AnswerInvitation",
                                 g_variant_new ("(xssx)", self->message, answer, comment, calendar),
                                 name_deed (answer), self->cancellable, answered_cb, self);
}

static void
add_answer (HearthInvitationCard *self, GtkWidget *deeds, const char *answer, const char *label)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  g_autofree char *name = g_strdup_printf ("%s: %s", label, look_up (self, "summary"));

  g_object_set_data_full (G_OBJECT (button), "answer", g_strdup (answer), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (answer_cb), self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (GTK_BOX (deeds), button);
}

static void
add_calendars (HearthInvitationCard *self, const HearthAgenda *agenda)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  gint64 usual = look_up_time (self, "calendar");
  guint selected = 0;

  for (guint i = 0; i < agenda->calendars->len; i++) {
    const HearthAgendaCalendar *calendar = g_ptr_array_index (agenda->calendars, i);

    if (!hearth_agenda_can_change (calendar) || calendar->calendar->hidden)
      continue;
    if (calendar->source->id == usual)
      selected = self->ids->len;
    g_array_append_val (self->ids, calendar->source->id);
    gtk_string_list_append (names, calendar->source->name);
  }
  if (self->ids->len < 2)
    return;
  self->calendars = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&names)), NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->calendars), selected);
  gtk_widget_set_halign (self->calendars, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (self->calendars, _("The calendar that it goes into"));
  hearth_entry_rows_name_inside (self->calendars, _("The calendar that it goes into"));
  gtk_box_append (GTK_BOX (self->box), self->calendars);
}

static void
add_answers (HearthInvitationCard *self, const HearthAgenda *agenda)
{
  const char *method = look_up (self, "method");
  GtkWidget *deeds = hearth_wrap_box_new (6);

  gtk_widget_add_css_class (deeds, "deeds");
  if (g_str_equal (method, "reply") || g_str_equal (method, "counter")) {
    add_answer (self, deeds, "noted", _("Note It"));
  } else if (g_str_equal (method, "cancel")) {
    add_answer (self, deeds, "removed", _("Remove from Calendar"));
  } else {
    self->comment = gtk_entry_new ();
    gtk_entry_set_placeholder_text (GTK_ENTRY (self->comment), _("A word with your answer"));
    gtk_entry_set_max_length (GTK_ENTRY (self->comment), 1000);
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->comment), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _("A word with your answer"), -1);
    gtk_box_append (GTK_BOX (self->box), self->comment);
    if (look_up_time (self, "event") == 0)
      add_calendars (self, agenda);
    add_answer (self, deeds, "accepted", _("Accept"));
    add_answer (self, deeds, "tentative", _("Tentative"));
    add_answer (self, deeds, "declined", _("Decline"));
  }
  gtk_box_append (GTK_BOX (self->box), deeds);
}

static void
add_event (HearthInvitationCard *self)
{
  gint64 event = look_up_time (self, "event");
  GtkWidget *button;

  if (event == 0)
    return;
  button = gtk_button_new_with_label (_("Show in Calendar"));
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-event");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(xx)", event,
                                    look_up_time (self, "start"));
  gtk_box_append (GTK_BOX (self->box), button);
}

static void
clear (HearthInvitationCard *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
  self->comment = NULL;
  self->calendars = NULL;
  g_array_set_size (self->ids, 0);
}

static void
fill (HearthInvitationCard *self, const HearthAgenda *agenda)
{
  const char *state = look_up (self, "state");

  clear (self);
  add_facts (self);
  if (!g_str_equal (state, "answered") && look_up_flag (self, "can-answer")) {
    add_conflicts (self);
    add_neighbours (self, agenda);
  }
  if (look_up_flag (self, "can-answer"))
    add_answers (self, agenda);
  add_event (self);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

static gpointer
read_day (HearthDatabase *db, gpointer data, GError **error)
{
  return hearth_agenda_load (db, hearth_agenda_find_day (*(gint64 *) data), error);
}

static void
day_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthInvitationCard *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthAgenda) agenda =
      hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (agenda != NULL)
    fill (self, agenda);
}

static void
invitation_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthInvitationCard *self = user_data;
  g_autoptr (GVariant) invitation = NULL;
  g_autoptr (GError) error = NULL;
  gint64 day;

  hearth_bus_daemon1_call_invitation_finish (HEARTH_BUS_DAEMON1 (source), &invitation, result,
                                             &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL) {
    g_autofree char *message = hearth_client_dup_message (error);

    clear (self);
    add_label (self, message, NULL);
    gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
    return;
  }
  if (g_variant_n_children (invitation) == 0)
    return;
  g_clear_pointer (&self->invitation, g_variant_unref);
  self->invitation = g_steal_pointer (&invitation);
  day = find_span (self).start;
  hearth_client_read_async (hearth_calendar_desk_get_client (self->desk), read_day,
                            g_memdup2 (&day, sizeof day), g_free,
                            (GDestroyNotify) hearth_agenda_free, self->cancellable, day_read_cb,
                            self);
}

static void
ask (HearthInvitationCard *self)
{
  HearthBusDaemon1 *proxy =
      hearth_client_get_proxy (hearth_calendar_desk_get_client (self->desk), NULL);

  if (proxy != NULL)
    hearth_bus_daemon1_call_invitation (proxy, self->message, self->cancellable, invitation_cb,
                                        self);
}

/* A message can be open before the service is there. */
static void
state_changed_cb (HearthInvitationCard *self)
{
  if (self->message != 0 && self->invitation == NULL)
    ask (self);
}

/* GTK asks a widget for its request mode before it has noticed that something new is in it. Asked
 * while it is hidden and empty, a layout manager says that no height follows from a width, and the
 * parent keeps that for the first layout: lines that wrap would then have no room. */
static GtkSizeRequestMode
hearth_invitation_card_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
hearth_invitation_card_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                                int *minimum, int *natural, int *minimum_baseline,
                                int *natural_baseline)
{
  gtk_widget_measure (HEARTH_INVITATION_CARD (widget)->box, orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
}

static void
hearth_invitation_card_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (HEARTH_INVITATION_CARD (widget)->box, width, height, baseline, NULL);
}

static void
hearth_invitation_card_dispose (GObject *object)
{
  HearthInvitationCard *self = HEARTH_INVITATION_CARD (object);

  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_data (hearth_calendar_desk_get_client (self->desk), self);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_invitation_card_parent_class)->dispose (object);
}

static void
hearth_invitation_card_finalize (GObject *object)
{
  HearthInvitationCard *self = HEARTH_INVITATION_CARD (object);

  g_clear_pointer (&self->invitation, g_variant_unref);
  g_array_unref (self->ids);
  G_OBJECT_CLASS (hearth_invitation_card_parent_class)->finalize (object);
}

static void
hearth_invitation_card_class_init (HearthInvitationCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hearth_invitation_card_dispose;
  object_class->finalize = hearth_invitation_card_finalize;
  widget_class->get_request_mode = hearth_invitation_card_get_request_mode;
  widget_class->measure = hearth_invitation_card_measure;
  widget_class->size_allocate = hearth_invitation_card_size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
hearth_invitation_card_init (HearthInvitationCard *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_add_css_class (self->box, "invitation");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Invitation"), -1);
}

/**
 * hearth_invitation_card_new:
 * @desk: where answers are told
 *
 * Returns: (transfer floating): a card that is not seen yet
 */
GtkWidget *
hearth_invitation_card_new (HearthCalendarDesk *desk)
{
  HearthInvitationCard *self = g_object_new (HEARTH_TYPE_INVITATION_CARD, NULL);

  self->desk = g_object_ref (desk);
  g_signal_connect_swapped (hearth_calendar_desk_get_client (desk), "notify::state",
                            G_CALLBACK (state_changed_cb), self);
  return GTK_WIDGET (self);
}

/**
 * hearth_invitation_card_show:
 * @self: a card
 * @message: the row of a message that has a calendar part; 0 hides the card
 *
 * Asks what a message invites to, and shows itself when there is something.
 */
void
hearth_invitation_card_show (HearthInvitationCard *self, gint64 message)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->invitation, g_variant_unref);
  self->cancellable = g_cancellable_new ();
  self->message = message;
  gtk_widget_set_sensitive (self->box, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  if (message != 0)
    ask (self);
}
