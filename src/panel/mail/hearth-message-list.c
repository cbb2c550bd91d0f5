/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-message-list.h"

#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-today.h"

#include <glib/gi18n.h>

/* The next page is read when a row so near to the end comes into view. */
#define NEAR_END 15

typedef struct {
  GtkWidget *sender;
  GtkWidget *date;
  GtkWidget *subject;
  GtkWidget *reason;
  GtkWidget *clip;
} Row;

static GtkWidget *
make_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *first = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  Row *row = g_new0 (Row, 1);

  row->sender = make_label ("sender");
  row->date = make_label ("date");
  row->subject = make_label (NULL);
  row->reason = make_label (NULL);
  row->clip = gtk_image_new_from_icon_name ("mail-attachment-symbolic");
  gtk_widget_set_hexpand (row->sender, TRUE);
  gtk_box_append (GTK_BOX (first), row->sender);
  gtk_box_append (GTK_BOX (first), row->clip);
  gtk_box_append (GTK_BOX (first), row->date);
  gtk_box_append (GTK_BOX (box), first);
  gtk_box_append (GTK_BOX (box), row->subject);
  gtk_box_append (GTK_BOX (box), row->reason);
  gtk_widget_add_css_class (box, "message-row");
  g_object_set_data_full (G_OBJECT (item), "row", row, g_free);
  gtk_list_item_set_child (item, box);
}

static void
set_class (GtkWidget *widget, const char *name, gboolean has)
{
  if (has)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  HearthMessageModel *model = user_data;
  Row *row = g_object_get_data (G_OBJECT (item), "row");
  const HearthMessage *message =
      hearth_message_item_get_message (HEARTH_MESSAGE_ITEM (gtk_list_item_get_item (item)));
  g_autofree char *date = hearth_format_day_short (message->date, hearth_clock_now ());
  const char *sender =
      message->from != NULL ? hearth_address_get_label (message->from) : _("Unknown sender");
  const char *subject = *message->subject != '\0' ? message->subject : _("Without a subject");
  gboolean needs = message->priority >= HEARTH_TODAY_NEEDS_YOU && message->reason != NULL;
  gboolean unread = (message->flags & HEARTH_MESSAGE_SEEN) == 0;
  const char *detail = needs ? message->reason : message->preview;
  g_autofree char *name = unread ? g_strdup_printf (_("Unread, %s, %s, %s, %s"), sender, subject,
                                                    detail != NULL ? detail : "", date)
                                 : g_strdup_printf ("%s, %s, %s, %s", sender, subject,
                                                    detail != NULL ? detail : "", date);

  gtk_label_set_text (GTK_LABEL (row->sender), sender);
  gtk_label_set_text (GTK_LABEL (row->date), date);
  gtk_label_set_text (GTK_LABEL (row->subject), subject);
  gtk_label_set_text (GTK_LABEL (row->reason), detail != NULL ? detail : "");
  gtk_widget_set_visible (row->reason, detail != NULL && *detail != '\0');
  gtk_widget_set_visible (row->clip, message->attachments->len > 0);
  set_class (row->reason, "reason", needs);
  set_class (row->reason, "preview", !needs);
  set_class (gtk_list_item_get_child (item), "unread", unread);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_list_item_get_child (item)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (gtk_list_item_get_position (item) + NEAR_END >=
      g_list_model_get_n_items (G_LIST_MODEL (model)))
    hearth_message_model_load_more (model);
}

static void
activate_cb (GtkListView *list, guint position, gpointer user_data)
{
  g_autoptr (HearthMessageItem) item = g_list_model_get_item (G_LIST_MODEL (user_data), position);

  if (item != NULL)
    gtk_widget_activate_action (GTK_WIDGET (list), "win.show-message", "x",
                                hearth_message_item_get_message (item)->id);
}

/**
 * hearth_message_list_new:
 * @model: messages
 *
 * Makes a list that opens a message when its row is pressed, and reads further as one scrolls.
 *
 * Returns: (transfer floating): a list
 */
GtkWidget *
hearth_message_list_new (HearthMessageModel *model)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkSelectionModel *selection =
      GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (model))));
  GtkWidget *list;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), model, 0);
  list = gtk_list_view_new (selection, factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (list), TRUE);
  gtk_widget_add_css_class (list, "messages");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Messages"), -1);
  g_signal_connect_object (list, "activate", G_CALLBACK (activate_cb), model, 0);
  return list;
}
