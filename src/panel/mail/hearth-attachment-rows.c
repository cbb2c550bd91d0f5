/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-attachment-rows.h"

#include "hearth-attachment-content.h"

#include <adwaita.h>
#include <glib/gi18n.h>

static void
set_actions (GtkActionable *open, GtkActionable *save, const HearthMessage *message,
             const HearthAttachment *attachment, gboolean in_file)
{
  gtk_actionable_set_action_name (open, in_file ? "file.open-part" : "mail.open-attachment");
  gtk_actionable_set_action_name (save, in_file ? "file.save-part" : "mail.save-attachment");
  if (in_file) {
    gtk_actionable_set_action_target (open, "s", attachment->part);
    gtk_actionable_set_action_target (save, "(ss)", attachment->part, attachment->name);
  } else {
    gtk_actionable_set_action_target (open, "(xs)", message->id, attachment->part);
    gtk_actionable_set_action_target (save, "(xss)", message->id, attachment->part,
                                      attachment->name);
  }
}

/* Without a client the message is in a file. */
static GtkWidget *
make_row (HearthClient *client, const HearthMessage *message, const HearthAttachment *attachment)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *open = gtk_button_new_with_label (_("Open"));
  GtkWidget *save = gtk_button_new_from_icon_name ("document-save-symbolic");
  g_autoptr (GIcon) icon = g_content_type_get_symbolic_icon (attachment->content_type);
  g_autofree char *title = g_markup_escape_text (attachment->name, -1);
  g_autofree char *size = attachment->size >= 0 ? g_format_size ((guint64) attachment->size)
                                                : g_strdup (attachment->content_type);
  g_autofree char *open_name = g_strdup_printf (_("Open: %s"), attachment->name);
  g_autofree char *save_name = g_strdup_printf (_("Save: %s"), attachment->name);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), size);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_gicon (icon));
  set_actions (GTK_ACTIONABLE (open), GTK_ACTIONABLE (save), message, attachment, client == NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (open), GTK_ACCESSIBLE_PROPERTY_LABEL, open_name,
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (save), GTK_ACCESSIBLE_PROPERTY_LABEL, save_name,
                                  -1);
  gtk_widget_set_tooltip_text (save, _("Save…"));
  gtk_widget_add_css_class (save, "flat");
  gtk_widget_set_valign (open, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (save, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), save);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), open);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), open);
  if (client != NULL)
    hearth_attachment_content_drag (row, client, message->id, attachment);
  return row;
}

static void
fill (GtkListBox *list, HearthClient *client, const HearthMessage *message)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);
  for (guint i = 0; i < message->attachments->len; i++)
    gtk_list_box_append (list,
                         make_row (client, message, g_ptr_array_index (message->attachments, i)));
}

/**
 * hearth_attachment_rows_fill:
 * @list: a list
 * @client: the panel's client
 * @message: a message
 *
 * Lists the attachments of a message, each to be opened, saved, or dragged to where it is wanted.
 */
void
hearth_attachment_rows_fill (GtkListBox *list, HearthClient *client, const HearthMessage *message)
{
  fill (list, client, message);
}

/**
 * hearth_attachment_rows_fill_from_file:
 * @list: a list
 * @message: a message that is in no store
 *
 * Lists the attachments of a message, for a widget with the actions "file.open-part" and
 * "file.save-part".
 */
void
hearth_attachment_rows_fill_from_file (GtkListBox *list, const HearthMessage *message)
{
  fill (list, NULL, message);
}
