/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-hands-view.h"

#include "hearth-hand-file.h"
#include "hearth-hand-files.h"
#include "hearth-letter-call.h"
#include "hearth-store-hands.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/**
 * HearthHandsView:
 *
 * The owner's handwritings: to go on with, to be called something else, to be taken out and in.
 */
struct _HearthHandsView {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkListBox *list;
  GtkWidget *empty;
  GtkWidget *first;

  HearthMailDesk *desk;      /* (owned) */
  HearthClient *client;      /* (owned) */
  GCancellable *cancellable; /* (owned) */
  gboolean opened;
};

G_DEFINE_FINAL_TYPE (HearthHandsView, hearth_hands_view, GTK_TYPE_WIDGET)

/* A hand as it stands in the list. */
typedef struct {
  gint64 id;
  char *name;      /* (owned) */
  gboolean sound;  /* its file can be read */
  guint n_written; /* characters and pairs with a sample */
} Item;

static void
item_free (gpointer data)
{
  Item *item = data;

  g_free (item->name);
  g_free (item);
}

static gpointer
read_hands (HearthDatabase *db, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) rows = hearth_store_hands_list (db, error);
  GPtrArray *items;

  if (rows == NULL)
    return NULL;
  items = g_ptr_array_new_with_free_func (item_free);
  for (guint i = 0; i < rows->len; i++) {
    const HearthHandRow *row = g_ptr_array_index (rows, i);
    g_autoptr (HearthHandRow) whole = hearth_store_hands_get (db, row->id, NULL);
    g_autoptr (HearthHand) hand = whole != NULL ? hearth_hand_file_read (whole->data, NULL) : NULL;
    Item *item = g_new0 (Item, 1);

    item->id = row->id;
    item->name = g_strdup (row->name);
    item->sound = hand != NULL;
    item->n_written = hand != NULL ? hearth_hand_get_n_glyphs (hand) : 0;
    g_ptr_array_add (items, item);
  }
  return items;
}

/* Deeds ---------------------------------------------------------------------------------------- */

static gint64
get_id (GtkWidget *row)
{
  return *(gint64 *) g_object_get_data (G_OBJECT (row), "hand");
}

static const char *
get_name (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "name");
}

static GtkWidget *
get_row (GtkWidget *inside)
{
  return gtk_widget_get_ancestor (inside, GTK_TYPE_LIST_BOX_ROW);
}

static void
called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthMailDesk) desk = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_letter_call_finish (HEARTH_CLIENT (source), result, &error);

  if (reply == NULL) {
    g_autofree char *message = hearth_client_dup_message (error);

    hearth_mail_desk_say (desk, message);
  }
}

static void
rename_cb (AdwEntryRow *row, HearthHandsView *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));

  hearth_letter_call_async (self->client, "RenameHand",
                            g_variant_new ("(xs)", get_id (GTK_WIDGET (row)), name), called_cb,
                            g_object_ref (self->desk));
}

static void
write_cb (GtkWidget *button, HearthHandsView *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.hand", "(xss)", get_id (get_row (button)), "",
                              "");
}

static void
export_cb (GtkWidget *button, HearthHandsView *self)
{
  GtkWidget *row = get_row (button);

  hearth_hand_files_export (GTK_WIDGET (self), self->desk, get_id (row), get_name (row));
}

static void
import_cb (HearthHandsView *self)
{
  hearth_hand_files_import (GTK_WIDGET (self), self->desk);
}

/* A hand whose removal is asked about. */
typedef struct {
  HearthHandsView *view; /* (owned) */
  gint64 id;
} Removal;

static void
removal_free (gpointer data, GClosure *closure)
{
  Removal *removal = data;

  g_object_unref (removal->view);
  g_free (removal);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, Removal *removal)
{
  if (!g_str_equal (response, "remove") || removal->view->client == NULL)
    return;
  hearth_letter_call_async (removal->view->client, "RemoveHand", g_variant_new ("(x)", removal->id),
                            called_cb, g_object_ref (removal->view->desk));
}

static void
remove_cb (GtkWidget *button, HearthHandsView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *row = get_row (button);
  Removal *removal = g_new0 (Removal, 1);
  /* Translators: %s is the name of a handwriting */
  g_autofree char *heading = g_strdup_printf (_("Remove “%s”?"), get_name (row));
  GtkWidget *dialog = adw_message_dialog_new (
      GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, heading,
      _("It is erased for good, and letters written in it are set in type. Save it to a file "
         "first if you may want it again."));

  removal->view = g_object_ref (self);
  removal->id = get_id (row);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "remove",
                                    _("_Remove"), NULL);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "remove",
                                              ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), removal, removal_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Rows ----------------------------------------------------------------------------------------- */

/* @name is taken. */
static void
add_icon (GtkWidget *row, const char *icon, const char *tooltip, char *name, GCallback callback,
          HearthHandsView *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  g_autofree char *label = name;

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_signal_connect (button, "clicked", callback, self);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), button);
}

static GtkWidget *
make_row (HearthHandsView *self, const Item *item)
{
  GtkWidget *row = adw_entry_row_new ();
  g_autofree char *title =
      item->sound ? g_strdup_printf (ngettext ("%u character", "%u characters", item->n_written),
                                     item->n_written)
                  : g_strdup (_("This hand cannot be read"));

  g_object_set_data_full (G_OBJECT (row), "hand", g_memdup2 (&item->id, sizeof item->id), g_free);
  g_object_set_data_full (G_OBJECT (row), "name", g_strdup (item->name), g_free);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), item->name);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  g_signal_connect (row, "apply", G_CALLBACK (rename_cb), self);
  if (item->sound)
    add_icon (row, "list-add-symbolic", _("Write on it"),
              /* Translators: %s is the name of a handwriting */
              g_strdup_printf (_("Write on: %s"), item->name), G_CALLBACK (write_cb), self);
  add_icon (row, "document-save-symbolic", _("Save to a File…"),
            /* Translators: %s is the name of a handwriting */
            g_strdup_printf (_("Save to a file: %s"), item->name), G_CALLBACK (export_cb), self);
  add_icon (row, "user-trash-symbolic", _("Remove…"),
            /* Translators: %s is the name of a handwriting */
            g_strdup_printf (_("Remove: %s"), item->name), G_CALLBACK (remove_cb), self);
  return row;
}

static void
show_items (HearthHandsView *self, GPtrArray *items)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < items->len; i++)
    gtk_list_box_append (self->list, make_row (self, g_ptr_array_index (items, i)));
  gtk_widget_set_visible (GTK_WIDGET (self->list), items->len > 0);
  gtk_widget_set_visible (self->empty, items->len == 0);
  if (self->opened)
    gtk_widget_grab_focus (self->first);
  self->opened = FALSE;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthHandsView *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (items != NULL)
    show_items (self, items);
  else
    hearth_mail_desk_say (self->desk, error->message);
}

static void
read_now (HearthHandsView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  hearth_client_read_async (self->client, read_hands, NULL, NULL,
                            (GDestroyNotify) g_ptr_array_unref, self->cancellable, read_cb, self);
}

static void
changed_cb (HearthHandsView *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    read_now (self);
}

/* ---------------------------------------------------------------------------------------------- */

static void
hearth_hands_view_dispose (GObject *object)
{
  HearthHandsView *self = HEARTH_HANDS_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->client);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (hearth_hands_view_parent_class)->dispose (object);
}

static void
hearth_hands_view_finalize (GObject *object)
{
  g_object_unref (HEARTH_HANDS_VIEW (object)->cancellable);
  G_OBJECT_CLASS (hearth_hands_view_parent_class)->finalize (object);
}

static void
hearth_hands_view_class_init (HearthHandsViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_hands_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_hands_view_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
make_deeds (HearthHandsView *self)
{
  GtkWidget *deeds = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *take = gtk_button_new_with_label (_("Take Up from a File…"));

  self->first = gtk_button_new_with_label (_("Write Your Own Hand"));
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (self->first),
                                           "win.hand((int64 0, '', ''))");
  g_signal_connect_swapped (take, "clicked", G_CALLBACK (import_cb), self);
  gtk_box_append (GTK_BOX (deeds), self->first);
  gtk_box_append (GTK_BOX (deeds), take);
  return deeds;
}

static void
hearth_hands_view_init (HearthHandsView *self)
{
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);

  self->cancellable = g_cancellable_new ();
  gtk_widget_add_css_class (page, "page");
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Hands"), -1);
  self->empty =
      gtk_label_new (_("No hand yet. Write each letter three times, with a pen, a finger "
                        "or the mouse, and your letters are set as you write."));
  gtk_label_set_wrap (GTK_LABEL (self->empty), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->empty), 0);
  gtk_widget_add_css_class (self->empty, "dim-label");
  gtk_widget_set_visible (self->empty, FALSE);
  gtk_box_append (GTK_BOX (page), make_deeds (self));
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (page), self->empty);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 680);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), 640);
  adw_clamp_set_child (ADW_CLAMP (clamp), page);
  self->box = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->box), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->box), clamp);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/**
 * hearth_hands_view_new:
 * @desk: where what happens is told
 *
 * Returns: (transfer floating): the page of all hands
 */
GtkWidget *
hearth_hands_view_new (HearthMailDesk *desk)
{
  HearthHandsView *self = g_object_new (HEARTH_TYPE_HANDS_VIEW, NULL);

  self->desk = g_object_ref (desk);
  self->client = g_object_ref (hearth_mail_desk_get_client (desk));
  g_signal_connect_swapped (self->client, "changed::hands", G_CALLBACK (changed_cb), self);
  return GTK_WIDGET (self);
}

/**
 * hearth_hands_view_open:
 * @self: the page
 *
 * Reads all anew.
 */
void
hearth_hands_view_open (HearthHandsView *self)
{
  self->opened = TRUE;
  read_now (self);
}
