/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-prose-code.h"

#include <glib/gi18n.h>

/* Code in an answer: its lines are not broken, and a button copies all of it. */

static void
copy_cb (GtkButton *button, gpointer user_data)
{
  GtkLabel *label = user_data;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)),
                          gtk_label_get_text (label));
  gtk_widget_activate_action (GTK_WIDGET (button), "win.say", "s", _("Code copied"));
}

/**
 * hearth_prose_code_new:
 * @label: (transfer floating): the code
 *
 * Returns: (transfer floating): a block of code
 */
GtkWidget *
hearth_prose_code_new (GtkWidget *label)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_label_set_wrap (GTK_LABEL (label), FALSE);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), label);
  gtk_widget_set_hexpand (scroller, TRUE);
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "small-button");
  gtk_widget_set_tooltip_text (button, _("Copy This Code"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Copy This Code"), -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (copy_cb), label, 0);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_box_append (GTK_BOX (box), button);
  /* Code is read from left to right in every language. */
  gtk_widget_set_direction (box, GTK_TEXT_DIR_LTR);
  gtk_widget_set_direction (label, GTK_TEXT_DIR_LTR);
  gtk_widget_add_css_class (box, "code");
  return box;
}

/**
 * hearth_prose_code_get_label:
 * @code: a block of hearth_prose_code_new()
 *
 * Returns: (transfer none): the label that holds the code
 */
GtkWidget *
hearth_prose_code_get_label (GtkWidget *code)
{
  GtkWidget *scroller = gtk_widget_get_first_child (code);
  GtkWidget *viewport = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scroller));

  return gtk_viewport_get_child (GTK_VIEWPORT (viewport));
}
