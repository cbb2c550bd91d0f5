/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-need-row.h"

#include <glib/gi18n.h>

static GtkWidget *
make_label (const char *text, int lines)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_lines (GTK_LABEL (label), lines);
  gtk_label_set_wrap (GTK_LABEL (label), lines > 1);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  return label;
}

/**
 * hearth_need_row_new:
 * @message: what needs its owner
 *
 * Makes a row that says what it is, why it needs somebody, and opens it.
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
hearth_need_row_new (HearthMessage *message)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *button = gtk_button_new_with_label (_("Open"));
  const char *subject = *message->subject != '\0' ? message->subject : _("Without a subject");
  const char *sender =
      message->from != NULL ? hearth_address_get_label (message->from) : _("Unknown sender");
  const char *reason = message->reason != NULL ? message->reason : "";
  /* Translators: who wrote, and why it matters: “Marta Keller · asks for a number by Friday” */
  g_autofree char *why =
      *reason != '\0' ? g_strdup_printf (_("%s · %s"), sender, reason) : g_strdup (sender);
  g_autofree char *name = g_strdup_printf ("%s, %s", subject, why);
  g_autofree char *open_name = g_strdup_printf (_("Open: %s"), subject);
  GtkWidget *title = make_label (subject, 1);
  GtkWidget *detail = make_label (why, 2);

  gtk_widget_add_css_class (title, "need-title");
  gtk_widget_add_css_class (detail, "reason");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), title);
  gtk_box_append (GTK_BOX (words), detail);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), button);
  gtk_widget_add_css_class (box, "need");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, open_name,
                                  -1);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.show-message");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "x", message->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-message");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", message->id);
  return row;
}
