/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-event-briefing.h"

#include "hearth-clock.h"
#include "hearth-format.h"

#include <glib/gi18n.h>

#define MAX_PEOPLE 12
#define MAX_ATTACHMENTS 12

static GtkWidget *
add_label (GtkBox *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);
  return label;
}

static void
add_person (GtkBox *box, GVariant *person)
{
  const char *name = "";
  const char *address = "";
  const char *subject = "";
  gint64 last = 0;

  g_variant_lookup (person, "name", "&s", &name);
  g_variant_lookup (person, "address", "&s", &address);
  g_variant_lookup (person, "last-subject", "&s", &subject);
  g_variant_lookup (person, "last-mail", "x", &last);
  add_label (box, *name != '\0' ? name : address, "need-title");
  if (*subject != '\0') {
    g_autofree char *day = last != 0 ? hearth_format_day (last, hearth_clock_now ()) : NULL;
    g_autofree char *text =
        day != NULL ? g_strdup_printf ("%s · %s", subject, day) : g_strdup (subject);

    gtk_widget_add_css_class (add_label (box, text, "dim-label"), "small");
  }
}

static void
add_mails (GtkBox *box, GVariant *mails)
{
  gsize n;
  const gint64 *ids = g_variant_get_fixed_array (mails, &n, sizeof (gint64));

  for (gsize i = 0; i < MIN (n, 3); i++) {
    /* Translators: the number of a mail in a list that a button opens. */
    g_autofree char *label = g_strdup_printf (_("Mail %u"), (guint) i + 1);
    GtkWidget *button = gtk_button_new_with_label (label);

    gtk_widget_add_css_class (button, "chip");
    gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-message");
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", ids[i]);
    gtk_box_append (box, button);
  }
}

static void
add_attachments (GtkBox *box, GVariant *attachments)
{
  gsize n = g_variant_n_children (attachments);

  for (gsize i = 0; i < MIN (n, MAX_ATTACHMENTS); i++) {
    g_autoptr (GVariant) one = g_variant_get_child_value (attachments, i);
    const char *name = "";
    gint64 message = 0;
    GtkWidget *button;
    g_autofree char *title = NULL;

    g_variant_lookup (one, "name", "&s", &name);
    g_variant_lookup (one, "message", "x", &message);
    title = g_strdup_printf (_("Open the mail with %s"), name);
    button = gtk_button_new_with_label (name);
    gtk_widget_add_css_class (button, "chip");
    gtk_widget_set_halign (button, GTK_ALIGN_START);
    gtk_widget_set_tooltip_text (button, title);
    gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-message");
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", message);
    gtk_box_append (box, button);
  }
}

/**
 * hearth_event_briefing_fill:
 * @box: where it goes; what was there is taken away
 * @briefing: what the service's Briefing has answered
 *
 * Shows who comes, what they wrote last and what was attached to it.
 */
void
hearth_event_briefing_fill (GtkBox *box, GVariant *briefing)
{
  g_autoptr (GVariant) people =
      g_variant_lookup_value (briefing, "people", G_VARIANT_TYPE ("aa{sv}"));
  g_autoptr (GVariant) mails = g_variant_lookup_value (briefing, "mails", G_VARIANT_TYPE ("ax"));
  g_autoptr (GVariant) attachments =
      g_variant_lookup_value (briefing, "attachments", G_VARIANT_TYPE ("aa{sv}"));
  const char *sentence = "";
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
  g_variant_lookup (briefing, "sentence", "&s", &sentence);
  add_label (box, *sentence != '\0' ? sentence : _("There is nothing in your mail about it."),
             NULL);
  for (gsize i = 0; people != NULL && i < MIN (g_variant_n_children (people), MAX_PEOPLE); i++) {
    g_autoptr (GVariant) person = g_variant_get_child_value (people, i);

    add_person (box, person);
  }
  if (mails != NULL && g_variant_n_children (mails) > 0) {
    GtkWidget *chips = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

    add_mails (GTK_BOX (chips), mails);
    gtk_box_append (box, chips);
  }
  if (attachments != NULL)
    add_attachments (box, attachments);
  gtk_widget_set_visible (GTK_WIDGET (box), TRUE);
}
