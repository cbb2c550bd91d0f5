/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-deeds.h"

#include "hearth-wrap-layout.h"

#include <glib/gi18n.h>

/* What can be done with a letter, below it: actions of its page. */

static void
add_button (GtkWidget *deeds, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (GTK_BOX (deeds), button);
}

static void
add_icon (GtkWidget *deeds, const char *icon, const char *tooltip, const char *name,
          const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (GTK_BOX (deeds), button);
}

static void
add_mail (GtkWidget *deeds)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();

  g_menu_append (menu, _("With the Letter as a _PDF"), "letter.mail::pdf");
  g_menu_append (menu, _("With the Letter as Its _Text"), "letter.mail::text");
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _("Mail"));
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_tooltip_text (button, _("Begin a mail with this letter; nothing is sent"));
  gtk_box_append (GTK_BOX (deeds), button);
}

/**
 * hearth_letter_deeds_new:
 * @wording: (transfer floating): what asks for help with the wording
 * @versions: (transfer floating): what shows older versions
 *
 * Returns: (transfer floating): a row of buttons for the actions "letter.print", "letter.pdf",
 *   "letter.mail", "letter.preview", "letter.start" and "letter.delete"
 */
GtkWidget *
hearth_letter_deeds_new (GtkWidget *wording, GtkWidget *versions)
{
  GtkWidget *deeds = hearth_wrap_box_new (6);

  add_button (deeds, _("Print…"), "letter.print");
  add_button (deeds, _("Save as PDF…"), "letter.pdf");
  add_mail (deeds);
  add_icon (deeds, "view-paged-symbolic", _("As It Prints"), _("Look at it as it prints"),
            "letter.preview");
  add_icon (deeds, "document-edit-symbolic", _("Start It for Me: a Letter of These Points"),
            _("Make a letter of these points"), "letter.start");
  gtk_box_append (GTK_BOX (deeds), wording);
  gtk_box_append (GTK_BOX (deeds), versions);
  add_icon (deeds, "user-trash-symbolic", _("Delete Letter"), _("Delete this letter"),
            "letter.delete");
  return deeds;
}
