/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mail-warnings.h"

#include "hearth-label-wrap.h"
#include "hearth-message-warnings.h"

#include <glib/gi18n.h>

static void
tell (GtkBox *list, const char *icon_name, const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);
  GtkWidget *label = gtk_label_new (text);

  hearth_label_wrap (GTK_LABEL (label));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_add_css_class (box, "warning-card");
  gtk_box_append (list, box);
}

/**
 * hearth_mail_warnings_add:
 * @box: a box
 * @text: a sentence
 *
 * Adds a warning.
 */
void
hearth_mail_warnings_add (GtkBox *box, const char *text)
{
  tell (box, "dialog-warning-symbolic", text);
}

/**
 * hearth_mail_warnings_fill:
 * @box: a box, whose children go
 * @message: a message
 *
 * Says what its reader should know of a message. The box is not seen where there is nothing.
 */
void
hearth_mail_warnings_fill (GtkBox *box, const HearthMessage *message)
{
  g_autoptr (GPtrArray) warnings = hearth_message_warnings_list (message);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
  for (guint i = 0; i < warnings->len; i++)
    hearth_mail_warnings_add (box, g_ptr_array_index (warnings, i));
  if ((message->marks & (HEARTH_MARK_SIGNED | HEARTH_MARK_ENCRYPTED)) == HEARTH_MARK_SIGNED)
    tell (box, "dialog-information-symbolic",
          _("This message is signed. Hearth does not check the signature."));
  gtk_widget_set_visible (GTK_WIDGET (box), gtk_widget_get_first_child (GTK_WIDGET (box)) != NULL);
}
