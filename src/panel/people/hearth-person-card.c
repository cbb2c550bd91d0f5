/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-person-card.h"

#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-label-wrap.h"

#include <glib/gi18n.h>

/* What lies between the owner and one person, over the name that was pressed. */

#define WIDTH 300
#define MAX_HEIGHT 420

typedef struct {
  GtkBox *box;               /* (unowned) in the popover */
  GtkPopover *popover;       /* (unowned) */
  GCancellable *cancellable; /* (owned) */
} Card;

static void
card_free (gpointer data)
{
  Card *card = data;

  g_cancellable_cancel (card->cancellable);
  g_object_unref (card->cancellable);
  g_free (card);
}

static void
add_label (Card *card, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  hearth_label_wrap (GTK_LABEL (label));
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (card->box, label);
}

static GtkWidget *
add_button (Card *card, const char *text)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (gtk_popover_popdown), card->popover);
  gtk_box_append (card->box, button);
  return button;
}

/* "Tuesday, 12 May" of an ISO 8601 time. */
static char *
dup_day (GVariant *person, const char *key)
{
  const char *iso;
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (GDateTime) time = NULL;

  if (!g_variant_lookup (person, key, "&s", &iso))
    return NULL;
  zone = hearth_clock_dup_zone ();
  time = g_date_time_new_from_iso8601 (iso, zone);
  return time != NULL ? hearth_format_day (g_date_time_to_unix (time), hearth_clock_now ()) : NULL;
}

static void
add_fact (Card *card, const char *what, const char *value)
{
  g_autofree char *text = NULL;

  if (value == NULL || *value == '\0')
    return;
  text = g_strdup_printf ("%s: %s", what, value);
  add_label (card, text, "small");
}

/* A section of things that open messages. */
static void
add_things (Card *card, GVariant *person, const char *key, const char *text_key, const char *title)
{
  g_autoptr (GVariant) things = g_variant_lookup_value (person, key, G_VARIANT_TYPE ("aa{sv}"));
  GVariantIter iter;
  GVariant *thing;

  if (things == NULL || g_variant_n_children (things) == 0)
    return;
  add_label (card, title, "section");
  g_variant_iter_init (&iter, things);
  while (g_variant_iter_loop (&iter, "@a{sv}", &thing)) {
    const char *text = "";
    gint64 message = 0;
    GtkWidget *button;

    g_variant_lookup (thing, text_key, "&s", &text);
    g_variant_lookup (thing, "message", "x", &message);
    button = add_button (card, *text != '\0' ? text : _("Without a subject"));
    /* In this order: the button stands in its place already, and the action wants a number. */
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", message);
    gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-message");
  }
}

static void
add_meeting (Card *card, GVariant *person)
{
  g_autofree char *day = dup_day (person, "next-meeting-start");
  g_autofree char *text = NULL;
  const char *summary;
  gint64 event = 0;
  gint64 start = 0;
  GtkWidget *button;

  if (day == NULL || !g_variant_lookup (person, "next-meeting", "&s", &summary))
    return;
  g_variant_lookup (person, "next-event", "x", &event);
  g_variant_lookup (person, "next-event-start", "x", &start);
  text = g_strdup_printf ("%s: %s", day, summary);
  add_label (card, _("You meet"), "section");
  button = add_button (card, text);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(xx)", event, start);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-event");
}

static void
add_person (Card *card, GVariant *person)
{
  g_autoptr (GVariant) phones =
      g_variant_lookup_value (person, "phones", G_VARIANT_TYPE_STRING_ARRAY);
  g_autofree char *last = dup_day (person, "last-contact");
  g_autofree const char **numbers = phones != NULL ? g_variant_get_strv (phones, NULL) : NULL;
  const char *reason = NULL;
  const char *birthday = NULL;

  g_variant_lookup (person, "reason", "&s", &reason);
  g_variant_lookup (person, "birthday", "&s", &birthday);
  if (reason != NULL)
    add_label (card, reason, "reason");
  add_fact (card, _("Last contact"), last);
  for (guint i = 0; numbers != NULL && numbers[i] != NULL; i++)
    add_fact (card, _("Phone"), numbers[i]);
  add_fact (card, _("Birthday"), birthday);
  add_things (card, person, "asks", "text", _("Asks you"));
  add_things (card, person, "promises", "text", _("You promised"));
  add_meeting (card, person);
  add_things (card, person, "mails", "subject", _("Mail from them"));
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) people = NULL;
  g_autoptr (GVariant) person = NULL;
  Card *card;

  hearth_bus_daemon1_call_people_finish (HEARTH_BUS_DAEMON1 (source), &people, result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  card = user_data;
  if (people == NULL || g_variant_n_children (people) == 0) {
    add_label (card, _("Nothing more is known of this sender."), "reason");
    return;
  }
  person = g_variant_get_child_value (people, 0);
  add_person (card, person);
}

/**
 * hearth_person_popover_new:
 * @client: the panel's client
 * @address: somebody's addr-spec
 * @name: what they are called
 *
 * Returns: (transfer floating): a popover that says who they are to the owner: the last contact,
 * what they ask, what was promised to them, the next meeting, their mails
 */
GtkWidget *
hearth_person_popover_new (HearthClient *client, const char *address, const char *name)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (client, NULL);
  Card *card = g_new0 (Card, 1);

  card->box = GTK_BOX (box);
  card->popover = GTK_POPOVER (popover);
  card->cancellable = g_cancellable_new ();
  g_object_set_data_full (G_OBJECT (popover), "card", card, card_free);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_widget_set_margin_start (box, 6);
  gtk_widget_set_margin_end (box, 6);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), MAX_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_widget_set_size_request (scrolled, WIDTH, -1);
  gtk_popover_set_child (GTK_POPOVER (popover), scrolled);
  gtk_accessible_update_property (GTK_ACCESSIBLE (popover), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  add_label (card, name, "need-title");
  if (proxy != NULL)
    hearth_bus_daemon1_call_people (proxy, "show", address, card->cancellable, answered_cb, card);
  else
    add_label (card, _("The companion’s service does not answer."), "reason");
  return popover;
}
