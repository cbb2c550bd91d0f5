/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-event-briefing.h"

#include "hearth-label-wrap.h"
#include "hearth-wrap-layout.h"

#include <glib/gi18n.h>

#define MAX_PEOPLE 12
#define MAX_ATTACHMENTS 12
#define MAX_MAILS 3

static GtkWidget *
add_label (GtkBox *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  hearth_label_wrap (GTK_LABEL (label));
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);
  return label;
}

static GtkWidget *
add_chip (GtkBox *box, const char *text, const char *tooltip)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "chip");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_box_append (box, button);
  return button;
}

static void
add_mail (GtkBox *box, const char *text, gint64 message)
{
  GtkWidget *button = add_chip (box, text, _("Open this message"));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-message");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", message);
}

/* Returns the message that this person wrote last, or 0. */
static gint64
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
  gtk_widget_set_margin_top (add_label (box, *name != '\0' ? name : address, "need-title"), 4);
  if (last != 0)
    add_mail (box, *subject != '\0' ? subject : _("Without a subject"), last);
  return last;
}

/* What somebody wrote last stands with their name already. */
static void
add_mails (GtkBox *box, GVariant *mails, const gint64 *known, guint n_known)
{
  gsize n;
  const gint64 *ids = g_variant_get_fixed_array (mails, &n, sizeof (gint64));
  guint n_others = 0;

  for (gsize i = 0; i < n && n_others < MAX_MAILS; i++) {
    g_autofree char *label = NULL;
    guint k = 0;

    while (k < n_known && known[k] != ids[i])
      k++;
    if (k < n_known)
      continue;
    /* Translators: the number of a mail in a list that a button opens. */
    label = g_strdup_printf (_("Mail %u"), ++n_others);
    add_mail (box, label, ids[i]);
  }
}

static void
add_attachments (GtkBox *box, GVariant *attachments)
{
  gsize n = g_variant_n_children (attachments);

  for (gsize i = 0; i < MIN (n, MAX_ATTACHMENTS); i++) {
    g_autoptr (GVariant) one = g_variant_get_child_value (attachments, i);
    const char *name = "";
    const char *part = "";
    gint64 message = 0;
    GtkWidget *button;
    g_autofree char *title = NULL;

    g_variant_lookup (one, "name", "&s", &name);
    g_variant_lookup (one, "message", "x", &message);
    g_variant_lookup (one, "part", "&s", &part);
    title = g_strdup_printf (_("Open: %s"), name);
    button = add_chip (box, name, title);
    gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "mail.open-attachment");
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(xs)", message, part);
  }
}

/**
 * hearth_event_briefing_fill:
 * @box: where it goes: its first child, a label, says the sentence; what else is in it is taken
 * away
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
  gint64 known[MAX_PEOPLE];
  guint n_known = 0;
  GtkWidget *first = gtk_widget_get_first_child (GTK_WIDGET (box));
  GtkWidget *chips, *child;

  while ((child = gtk_widget_get_next_sibling (first)) != NULL)
    gtk_box_remove (box, child);
  g_variant_lookup (briefing, "sentence", "&s", &sentence);
  gtk_label_set_text (GTK_LABEL (first),
                      *sentence != '\0' ? sentence : _("There is nothing in your mail about it."));
  for (gsize i = 0; people != NULL && i < MIN (g_variant_n_children (people), MAX_PEOPLE); i++) {
    g_autoptr (GVariant) person = g_variant_get_child_value (people, i);

    known[n_known++] = add_person (box, person);
  }
  chips = hearth_wrap_box_new (6);
  gtk_widget_set_margin_top (chips, 6);
  if (mails != NULL)
    add_mails (GTK_BOX (chips), mails, known, n_known);
  if (attachments != NULL)
    add_attachments (GTK_BOX (chips), attachments);
  gtk_box_append (box, chips);
  gtk_widget_set_visible (GTK_WIDGET (box), TRUE);
}
