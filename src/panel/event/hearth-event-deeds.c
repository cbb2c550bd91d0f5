/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-event-deeds.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/**
 * HearthEventDeeds:
 *
 * What can be done with an event: answer, change, delete.
 */
struct _HearthEventDeeds {
  GtkWidget parent_instance;

  GtkWidget *answers;
  GtkWidget *changes;

  HearthCalendarDesk *desk;  /* (owned) */
  GCancellable *cancellable; /* (owned) */
  HearthEvent *event;        /* (owned) (nullable) */
  gint64 original_start;
};

G_DEFINE_FINAL_TYPE (HearthEventDeeds, hearth_event_deeds, GTK_TYPE_WIDGET)

enum {
  EDIT,
  BRIEF,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
repeats (const HearthEvent *event)
{
  return event->rrule != NULL || event->recurrence_id != 0;
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  GTask *task = user_data;

  g_task_return_pointer (task, g_str_equal (response, "cancel") ? NULL : g_strdup (response),
                         g_free);
  g_object_unref (task);
}

/**
 * hearth_event_deeds_ask_scope:
 * @widget: in the window that asks
 * @heading: what is about to be done
 * @body: more about it, perhaps ""
 * @destroys: whether something is taken away
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks for how much of a series something is meant.
 */
void
hearth_event_deeds_ask_scope (GtkWidget *widget, const char *heading, const char *body,
                              gboolean destroys, GAsyncReadyCallback callback, gpointer user_data)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (root), heading, body);
  GTask *task = g_task_new (widget, NULL, callback, user_data);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "this",
                                    _("Only _This One"), "future", _("This and All _Later Ones"),
                                    "all", _("_All"), NULL);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  if (destroys) {
    adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "future",
                                                ADW_RESPONSE_DESTRUCTIVE);
    adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "all",
                                                ADW_RESPONSE_DESTRUCTIVE);
  }
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), task);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * hearth_event_deeds_ask_scope_finish:
 * @result: a result
 *
 * Returns: (transfer none) (nullable): "this", "future" or "all"; %NULL if nothing is to be done
 */
const char *
hearth_event_deeds_ask_scope_finish (GAsyncResult *result)
{
  g_autofree char *scope = g_task_propagate_pointer (G_TASK (result), NULL);

  return scope != NULL ? g_intern_string (scope) : NULL;
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GtkWidget *self = user_data;
  g_autoptr (GError) error = NULL;

  hearth_calendar_desk_do_finish (HEARTH_CALENDAR_DESK (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_widget_set_sensitive (self, TRUE);
  if (error == NULL)
    gtk_widget_activate_action (self, "win.back", NULL);
}

static void
delete_event (HearthEventDeeds *self, const char *scope)
{
  /* Translators: %s is an event. */
  g_autofree char *sentence = g_strdup_printf (_("Deleted: %s"), self->event->summary);
  gint64 occurrence = g_str_equal (scope, "all") ? 0 : self->original_start;

  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  hearth_calendar_desk_do_async (self->desk, "CancelEvent",
                                 g_variant_new ("(xxs)", self->event->id, occurrence, scope),
                                 sentence, self->cancellable, deleted_cb, self);
}

static void
scope_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  const char *scope = hearth_event_deeds_ask_scope_finish (result);

  if (scope != NULL)
    delete_event (HEARTH_EVENT_DEEDS (source), scope);
}

static void
guests_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  if (g_str_equal (response, "delete"))
    delete_event (user_data, "all");
}

/* What can be taken back is not asked about; a message to guests cannot. */
static void
delete_cb (HearthEventDeeds *self)
{
  gboolean guests = self->event->attendees != NULL && self->event->attendees->len > 0;
  const char *body =
      guests ? _("Those who were invited are told, if it was you who invited them.") : "";

  if (repeats (self->event)) {
    hearth_event_deeds_ask_scope (GTK_WIDGET (self), _("Delete which ones?"), body, TRUE, scope_cb,
                                  NULL);
  } else if (guests) {
    GtkWidget *dialog =
        adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                _("Delete this event?"), body);

    adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"),
                                      "delete", _("_Delete"), NULL);
    adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "delete",
                                                ADW_RESPONSE_DESTRUCTIVE);
    adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
    g_signal_connect_object (dialog, "response", G_CALLBACK (guests_cb), self, 0);
    gtk_window_present (GTK_WINDOW (dialog));
  } else {
    delete_event (self, "all");
  }
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  hearth_calendar_desk_do_finish (HEARTH_CALENDAR_DESK (source), result, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_widget_set_sensitive (GTK_WIDGET (user_data), TRUE);
}

static void
answer (HearthEventDeeds *self, const char *what, const char *sentence)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  hearth_calendar_desk_do_async (self->desk, "AnswerEvent",
                                 g_variant_new ("(xxsss)", self->event->id, (gint64) 0, "all", what,
                                                ""),
                                 sentence, self->cancellable, answered_cb, self);
}

static void
accept_cb (HearthEventDeeds *self)
{
  answer (self, "accepted", _("You accepted"));
}

static void
tentative_cb (HearthEventDeeds *self)
{
  answer (self, "tentative", _("You accepted tentatively"));
}

static void
decline_cb (HearthEventDeeds *self)
{
  answer (self, "declined", _("You declined"));
}

static void
edit_cb (HearthEventDeeds *self)
{
  g_signal_emit (self, signals[EDIT], 0);
}

static void
brief_cb (HearthEventDeeds *self)
{
  g_signal_emit (self, signals[BRIEF], 0);
}

static void
hearth_event_deeds_dispose (GObject *object)
{
  HearthEventDeeds *self = HEARTH_EVENT_DEEDS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->event, hearth_event_unref);
  g_clear_pointer (&self->answers, gtk_widget_unparent);
  g_clear_pointer (&self->changes, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_event_deeds_parent_class)->dispose (object);
}

static void
hearth_event_deeds_finalize (GObject *object)
{
  g_object_unref (HEARTH_EVENT_DEEDS (object)->cancellable);
  G_OBJECT_CLASS (hearth_event_deeds_parent_class)->finalize (object);
}

static void
hearth_event_deeds_class_init (HearthEventDeedsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hearth_event_deeds_dispose;
  object_class->finalize = hearth_event_deeds_finalize;
  /**
   * HearthEventDeeds::edit:
   *
   * The owner wants to change the event.
   */
  signals[EDIT] = g_signal_new ("edit", HEARTH_TYPE_EVENT_DEEDS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  /**
   * HearthEventDeeds::brief:
   *
   * The owner wants to know what there is to know before it.
   */
  signals[BRIEF] = g_signal_new ("brief", HEARTH_TYPE_EVENT_DEEDS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
add_button (HearthEventDeeds *self, GtkWidget *box, const char *label, GCallback callback)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  g_signal_connect_swapped (button, "clicked", callback, self);
  gtk_box_append (GTK_BOX (box), button);
}

static void
hearth_event_deeds_init (HearthEventDeeds *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 8);
  self->cancellable = g_cancellable_new ();
  self->answers = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  add_button (self, self->answers, _("Accept"), G_CALLBACK (accept_cb));
  add_button (self, self->answers, _("Tentative"), G_CALLBACK (tentative_cb));
  add_button (self, self->answers, _("Decline"), G_CALLBACK (decline_cb));
  gtk_widget_set_parent (self->answers, GTK_WIDGET (self));
  self->changes = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_parent (self->changes, GTK_WIDGET (self));
}

/**
 * hearth_event_deeds_new:
 * @desk: where what is done is told
 *
 * Returns: (transfer floating): deeds
 */
GtkWidget *
hearth_event_deeds_new (HearthCalendarDesk *desk)
{
  HearthEventDeeds *self = g_object_new (HEARTH_TYPE_EVENT_DEEDS, NULL);

  self->desk = g_object_ref (desk);
  return GTK_WIDGET (self);
}

/**
 * hearth_event_deeds_show:
 * @self: deeds
 * @event: an event
 * @original_start: which of its occurrences, seconds since 1970 UTC
 * @can_change: whether its calendar can be written into
 * @invited: whether somebody else invites the owner to it
 *
 * Offers what can be done with an event.
 */
void
hearth_event_deeds_show (HearthEventDeeds *self, HearthEvent *event, gint64 original_start,
                         gboolean can_change, gboolean invited)
{
  HearthEvent *before = self->event;
  GtkWidget *child;

  self->event = hearth_event_ref (event);
  g_clear_pointer (&before, hearth_event_unref);
  self->original_start = original_start;
  while ((child = gtk_widget_get_first_child (self->changes)) != NULL)
    gtk_box_remove (GTK_BOX (self->changes), child);
  if (event->attendees != NULL && event->attendees->len > 0)
    add_button (self, self->changes, _("Briefing"), G_CALLBACK (brief_cb));
  if (can_change) {
    add_button (self, self->changes, _("Edit"), G_CALLBACK (edit_cb));
    add_button (self, self->changes, _("Delete"), G_CALLBACK (delete_cb));
  }
  gtk_widget_set_visible (self->answers, invited);
  gtk_widget_set_visible (self->changes, gtk_widget_get_first_child (self->changes) != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
}
