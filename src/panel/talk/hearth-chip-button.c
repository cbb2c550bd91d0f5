/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-chip-button.h"

#include <glib/gi18n.h>

#define MAX_CHARS 34

static GtkWidget *
make_pill (const char *icon, const char *text)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_CHARS);
  if (icon != NULL) {
    GtkWidget *image = gtk_image_new_from_icon_name (icon);

    gtk_accessible_update_state (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
    gtk_box_append (GTK_BOX (box), image);
  }
  gtk_box_append (GTK_BOX (box), label);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "chip");
  return button;
}

/* What a screen reader says of a chip. */
static char *
describe (const HearthChip *chip)
{
  switch (chip->kind) {
  case HEARTH_CHIP_EVENT:
    return g_strdup_printf (_("Event: %s"), chip->label);
  case HEARTH_CHIP_ATTACHMENT:
    return g_strdup_printf (_("Attachment: %s"), chip->label);
  case HEARTH_CHIP_REMINDER:
    return g_strdup_printf (_("Reminder: %s"), chip->label);
  case HEARTH_CHIP_MESSAGE:
  default:
    return g_strdup_printf (_("Message: %s"), chip->label);
  }
}

static const char *
find_icon (HearthChipKind kind)
{
  switch (kind) {
  case HEARTH_CHIP_EVENT:
    return "hearth-today-symbolic";
  case HEARTH_CHIP_ATTACHMENT:
    return "mail-attachment-symbolic";
  case HEARTH_CHIP_REMINDER:
    return "alarm-symbolic";
  case HEARTH_CHIP_MESSAGE:
  default:
    return "hearth-mail-symbolic";
  }
}

/**
 * hearth_chip_button_new:
 * @chip: a source
 *
 * Makes a pill that names a source of an answer and opens it.
 *
 * Returns: (transfer floating): a button
 */
GtkWidget *
hearth_chip_button_new (const HearthChip *chip)
{
  GtkWidget *button = make_pill (find_icon (chip->kind), chip->label);
  GtkActionable *actionable = GTK_ACTIONABLE (button);
  g_autofree char *name = describe (chip);

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_tooltip_text (button, name);
  switch (chip->kind) {
  case HEARTH_CHIP_EVENT:
    gtk_actionable_set_action_name (actionable, "win.show-event");
    gtk_actionable_set_action_target (actionable, "(xx)", chip->id, chip->start);
    break;
  case HEARTH_CHIP_ATTACHMENT:
    gtk_actionable_set_action_name (actionable, "mail.open-attachment");
    gtk_actionable_set_action_target (actionable, "(xs)", chip->id,
                                      chip->detail != NULL ? chip->detail : "");
    break;
  case HEARTH_CHIP_REMINDER:
    /* A reminder has no page of its own: its words are the chip. */
    gtk_widget_set_can_target (button, FALSE);
    gtk_widget_set_focusable (button, FALSE);
    break;
  case HEARTH_CHIP_MESSAGE:
  default:
    gtk_actionable_set_action_name (actionable, "win.show-message");
    gtk_actionable_set_action_target (actionable, "x", chip->id);
    break;
  }
  return button;
}

/**
 * hearth_chip_button_new_suggest:
 * @text: what the owner may want to say
 *
 * Makes a pill that says its text to the companion.
 *
 * Returns: (transfer floating): a button
 */
GtkWidget *
hearth_chip_button_new_suggest (const char *text)
{
  GtkWidget *button = make_pill (NULL, text);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.ask");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_add_css_class (button, "suggestion");
  return button;
}
