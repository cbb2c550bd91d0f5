/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-summary-card.h"

#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-label-wrap.h"

#include <glib/gi18n.h>

/* Two messages are read as quickly as what they come to. */
#define MIN_MESSAGES 3

/**
 * HearthSummaryCard:
 *
 * What the thread of a message came to. Each sentence leads to the message that it is from. A
 * service is asked only when the owner says so: the thread goes to it.
 */
struct _HearthSummaryCard {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *ask_button; /* (nullable) in the box */
  char *can_ask;         /* (owned) (nullable): whom the button asks */

  HearthClient *client;      /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable): of the message that is shown */
  gint64 message;
};

G_DEFINE_FINAL_TYPE (HearthSummaryCard, hearth_summary_card, GTK_TYPE_WIDGET)

static GtkWidget *
add_label (GtkWidget *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  hearth_label_wrap (GTK_LABEL (label));
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
add_sentence (HearthSummaryCard *self, GVariant *line)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  const char *kind = "";
  const char *from = "";
  const char *text = "";
  gint64 message = 0;
  gint64 date = 0;
  gint64 now = hearth_clock_now ();
  g_autofree char *day = NULL;
  g_autofree char *who = NULL;
  g_autofree char *spoken = NULL;

  g_variant_lookup (line, "kind", "&s", &kind);
  g_variant_lookup (line, "from", "&s", &from);
  g_variant_lookup (line, "text", "&s", &text);
  g_variant_lookup (line, "message_id", "x", &message);
  g_variant_lookup (line, "date", "x", &date);
  day = hearth_format_day_short (date, now);
  who = g_str_equal (kind, "open") ? g_strdup_printf (_("%s · %s · not answered yet"), from, day)
                                   : g_strdup_printf ("%s · %s", from, day);
  spoken = g_strdup_printf ("%s: %s", who, text);
  add_label (box, text, NULL);
  add_label (box, who, g_str_equal (kind, "open") ? "open" : "source");
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("Open the message that says so"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-message");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", message);
  gtk_box_append (GTK_BOX (self->box), button);
}

static void ask (HearthSummaryCard *self, gboolean service);

static void
offer_to_ask (HearthSummaryCard *self)
{
  g_autofree char *label = g_strdup_printf (_("Ask %s"), self->can_ask);

  gtk_button_set_label (GTK_BUTTON (self->ask_button), label);
  gtk_widget_set_sensitive (self->ask_button, TRUE);
}

static void
ask_clicked_cb (HearthSummaryCard *self)
{
  gtk_widget_set_sensitive (self->ask_button, FALSE);
  gtk_button_set_label (GTK_BUTTON (self->ask_button), _("Asking…"));
  ask (self, TRUE);
}

/* In whose words it is, or who could be asked. */
static void
add_service (HearthSummaryCard *self, GVariant *summary)
{
  const char *service = "";
  const char *can_ask = "";
  const char *problem = "";

  g_variant_lookup (summary, "service", "&s", &service);
  g_variant_lookup (summary, "can_ask", "&s", &can_ask);
  if (g_variant_lookup (summary, "problem", "&s", &problem))
    add_label (self->box, problem, "source");
  if (*service != '\0') {
    g_autofree char *text =
        g_strdup_printf (_("In the words of %s, checked against the mail."), service);

    add_label (self->box, text, "source");
  } else if (*can_ask != '\0') {
    g_free (self->can_ask);
    self->can_ask = g_strdup (can_ask);
    self->ask_button = gtk_button_new ();
    offer_to_ask (self);
    gtk_widget_add_css_class (self->ask_button, "chip");
    gtk_widget_set_halign (self->ask_button, GTK_ALIGN_START);
    gtk_widget_set_tooltip_text (self->ask_button,
                                 _("The texts of these messages are sent to it"));
    g_signal_connect_swapped (self->ask_button, "clicked", G_CALLBACK (ask_clicked_cb), self);
    gtk_box_append (GTK_BOX (self->box), self->ask_button);
  }
}

static void
clear (HearthSummaryCard *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
  self->ask_button = NULL;
}

/* Whether nothing is said by other messages than the one that is shown. */
static gboolean
is_all_here (HearthSummaryCard *self, GVariant *lines)
{
  for (gsize i = 0; i < g_variant_n_children (lines); i++) {
    g_autoptr (GVariant) line = g_variant_get_child_value (lines, i);
    gint64 message = 0;

    g_variant_lookup (line, "message_id", "x", &message);
    if (message != self->message)
      return FALSE;
  }
  return TRUE;
}

static void
show (HearthSummaryCard *self, GVariant *summary)
{
  g_autoptr (GVariant) lines =
      g_variant_lookup_value (summary, "sentences", G_VARIANT_TYPE ("aa{sv}"));
  g_autofree char *title = NULL;
  guint32 n_messages = 0;
  gboolean all_here;

  clear (self);
  g_variant_lookup (summary, "messages", "u", &n_messages);
  if (lines == NULL || g_variant_n_children (lines) == 0 || n_messages < MIN_MESSAGES)
    return;
  all_here = is_all_here (self, lines);
  title = g_strdup_printf (ngettext ("In Short · %u message", "In Short · %u messages", n_messages),
                           n_messages);
  add_label (self->box, title, "title");
  for (gsize i = 0; i < g_variant_n_children (lines); i++) {
    g_autoptr (GVariant) line = g_variant_get_child_value (lines, i);
    gint64 message = 0;

    /* What the message itself says stands below. */
    g_variant_lookup (line, "message_id", "x", &message);
    if (message != self->message || all_here)
      add_sentence (self, line);
  }
  add_service (self, summary);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

/* Without the service there is no summary; the message itself says all of it. Who pressed the
 * button hears why not, and can press it again. */
static void
fail (HearthSummaryCard *self, const GError *error)
{
  g_autofree char *message = hearth_client_dup_message (error);

  if (self->ask_button == NULL)
    return;
  offer_to_ask (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "s", message);
}

static void
summarized_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  HearthSummaryCard *self = user_data;
  g_autoptr (GVariant) summary = NULL;
  g_autoptr (GError) error = NULL;

  if (hearth_bus_daemon1_call_summarize_finish (HEARTH_BUS_DAEMON1 (object), &summary, result,
                                                &error))
    show (self, summary);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    fail (self, error);
}

/* Whoever is asked may take long to answer, and the service itself ends that. */
static void
ask (HearthSummaryCard *self, gboolean service)
{
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, &error);

  if (proxy == NULL)
    fail (self, error);
  else
    g_dbus_proxy_call (G_DBUS_PROXY (proxy), "Summarize",
                       g_variant_new ("(xb)", self->message, service), G_DBUS_CALL_FLAGS_NONE,
                       G_MAXINT, self->cancellable, summarized_cb, self);
}

static GtkSizeRequestMode
hearth_summary_card_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
hearth_summary_card_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                             int *minimum, int *natural, int *minimum_baseline,
                             int *natural_baseline)
{
  gtk_widget_measure (HEARTH_SUMMARY_CARD (widget)->box, orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
}

static void
hearth_summary_card_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (HEARTH_SUMMARY_CARD (widget)->box, width, height, baseline, NULL);
}

static void
hearth_summary_card_dispose (GObject *object)
{
  HearthSummaryCard *self = HEARTH_SUMMARY_CARD (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);
  g_clear_pointer (&self->can_ask, g_free);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_summary_card_parent_class)->dispose (object);
}

static void
hearth_summary_card_class_init (HearthSummaryCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_summary_card_dispose;
  widget_class->get_request_mode = hearth_summary_card_get_request_mode;
  widget_class->measure = hearth_summary_card_measure;
  widget_class->size_allocate = hearth_summary_card_size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
hearth_summary_card_init (HearthSummaryCard *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_add_css_class (self->box, "summary");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("What this conversation came to"), -1);
}

/**
 * hearth_summary_card_new:
 * @client: whom it asks
 *
 * Returns: (transfer floating): a card that is not seen yet
 */
GtkWidget *
hearth_summary_card_new (HearthClient *client)
{
  HearthSummaryCard *self = g_object_new (HEARTH_TYPE_SUMMARY_CARD, NULL);

  self->client = g_object_ref (client);
  return GTK_WIDGET (self);
}

/**
 * hearth_summary_card_show:
 * @self: a card
 * @message: the row of a message; 0 hides the card
 *
 * Asks what the thread of a message came to, and shows itself if it is long enough.
 */
void
hearth_summary_card_show (HearthSummaryCard *self, gint64 message)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->message = message;
  clear (self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  if (message != 0)
    ask (self, FALSE);
}
