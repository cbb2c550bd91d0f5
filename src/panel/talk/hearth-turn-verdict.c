/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-turn-verdict.h"

#include <glib/gi18n.h>

/* Two small buttons that say what the owner thinks of an answer. They show what is stored: pressing
 * one changes nothing on the screen before that is. */

/**
 * HearthTurnVerdict:
 *
 * Two buttons that say whether an answer was good.
 */
struct _HearthTurnVerdict {
  GtkWidget parent_instance;

  GtkWidget *good;
  GtkWidget *bad;
  HearthClient *client;      /* (owned) */
  GCancellable *cancellable; /* (owned) */
  gint64 turn;               /* the answer's row, or 0 while that is not known */
  HearthTurnRating rating;   /* as it is stored */
  HearthTurnRating wanted;   /* as it is being stored */
  gboolean showing;          /* the buttons are being set, not pressed */
};

G_DEFINE_FINAL_TYPE (HearthTurnVerdict, hearth_turn_verdict, GTK_TYPE_WIDGET)

enum {
  RATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
show_rating (HearthTurnVerdict *self)
{
  self->showing = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->good), self->rating == HEARTH_TURN_GOOD);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->bad), self->rating == HEARTH_TURN_BAD);
  self->showing = FALSE;
  if (self->rating == HEARTH_TURN_UNRATED)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "rated");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "rated");
}

static void
rated_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthTurnVerdict *self = user_data;
  g_autoptr (GError) error = NULL;

  if (hearth_bus_daemon1_call_rate_answer_finish (HEARTH_BUS_DAEMON1 (source), result, &error)) {
    self->rating = self->wanted;
    show_rating (self);
    g_signal_emit (self, signals[RATED], 0);
  } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_autofree char *message = hearth_client_dup_message (error);

    show_rating (self);
    gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "s", message);
  }
}

static void
rate (HearthTurnVerdict *self, HearthTurnRating rating)
{
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, &error);

  if (proxy == NULL) {
    show_rating (self);
    gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "s", error->message);
    return;
  }
  /* Only what was pressed last counts. */
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->wanted = rating;
  hearth_bus_daemon1_call_rate_answer (proxy, self->turn, hearth_turn_rating_get_name (rating),
                                       self->cancellable, rated_cb, self);
}

static void
toggled_cb (GtkToggleButton *button, gpointer user_data)
{
  HearthTurnVerdict *self = user_data;
  HearthTurnRating meant = GTK_WIDGET (button) == self->good ? HEARTH_TURN_GOOD : HEARTH_TURN_BAD;

  if (!self->showing)
    rate (self, gtk_toggle_button_get_active (button) ? meant : HEARTH_TURN_UNRATED);
}

static GtkWidget *
add_button (HearthTurnVerdict *self, const char *icon, const char *name)
{
  GtkWidget *button = gtk_toggle_button_new ();

  gtk_button_set_icon_name (GTK_BUTTON (button), icon);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "small-button");
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  g_signal_connect (button, "toggled", G_CALLBACK (toggled_cb), self);
  return button;
}

static void
hearth_turn_verdict_dispose (GObject *object)
{
  HearthTurnVerdict *self = HEARTH_TURN_VERDICT (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->client);
  g_clear_pointer (&self->good, gtk_widget_unparent);
  g_clear_pointer (&self->bad, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_turn_verdict_parent_class)->dispose (object);
}

static void
hearth_turn_verdict_finalize (GObject *object)
{
  g_object_unref (HEARTH_TURN_VERDICT (object)->cancellable);
  G_OBJECT_CLASS (hearth_turn_verdict_parent_class)->finalize (object);
}

static void
hearth_turn_verdict_class_init (HearthTurnVerdictClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_turn_verdict_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_turn_verdict_finalize;
  /**
   * HearthTurnVerdict::rated:
   *
   * What the owner thinks of the answer is stored.
   */
  signals[RATED] = g_signal_new ("rated", HEARTH_TYPE_TURN_VERDICT, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "verdict");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
hearth_turn_verdict_init (HearthTurnVerdict *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 2);
  self->cancellable = g_cancellable_new ();
  self->good = add_button (self, "hearth-good-symbolic", _("Good Answer"));
  self->bad = add_button (self, "hearth-bad-symbolic", _("Not a Good Answer"));
}

/**
 * hearth_turn_verdict_new:
 * @client: the panel's client
 *
 * Returns: (transfer floating): two buttons that rate an answer; not seen before its row is known
 */
GtkWidget *
hearth_turn_verdict_new (HearthClient *client)
{
  HearthTurnVerdict *self = g_object_new (HEARTH_TYPE_TURN_VERDICT, "visible", FALSE, NULL);

  self->client = g_object_ref (client);
  return GTK_WIDGET (self);
}

/**
 * hearth_turn_verdict_set_turn:
 * @self: a verdict
 * @turn: the answer's row
 *
 * Says which answer is rated.
 */
void
hearth_turn_verdict_set_turn (HearthTurnVerdict *self, gint64 turn)
{
  self->turn = turn;
  gtk_widget_set_visible (GTK_WIDGET (self), turn != 0);
}

/**
 * hearth_turn_verdict_set_rating:
 * @self: a verdict
 * @rating: what is stored
 *
 * Shows what the owner thinks of the answer.
 */
void
hearth_turn_verdict_set_rating (HearthTurnVerdict *self, HearthTurnRating rating)
{
  self->rating = rating;
  show_rating (self);
}

/**
 * hearth_turn_verdict_get_rating:
 * @self: a verdict
 *
 * Returns: what is stored
 */
HearthTurnRating
hearth_turn_verdict_get_rating (HearthTurnVerdict *self)
{
  return self->rating;
}
