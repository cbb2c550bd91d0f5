/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-books-view.h"

#include "hearth-letter-call.h"
#include "hearth-store-books.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/**
 * HearthBooksView:
 *
 * The owner's books of letters: to begin one, to go on with one, to remove one.
 */
struct _HearthBooksView {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkListBox *list;
  GtkWidget *empty;
  GtkWidget *begin;

  HearthMailDesk *desk;      /* (owned) */
  HearthClient *client;      /* (owned) */
  GCancellable *cancellable; /* (owned) */
  gboolean opened;
};

G_DEFINE_FINAL_TYPE (HearthBooksView, hearth_books_view, GTK_TYPE_WIDGET)

static gint64
get_id (gpointer row)
{
  return *(gint64 *) g_object_get_data (G_OBJECT (row), "book");
}

static void
say_error (HearthMailDesk *desk, const GError *error)
{
  g_autofree char *message = hearth_client_dup_message (error);

  hearth_mail_desk_say (desk, message);
}

/* Deeds ---------------------------------------------------------------------------------------- */

static void
activated_cb (HearthBooksView *self, GtkListBoxRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.book", "x", get_id (row));
}

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthBooksView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_letter_call_finish (HEARTH_CLIENT (source), result, &error);
  gint64 id;

  if (self->desk == NULL)
    return;
  if (reply == NULL) {
    say_error (self->desk, error);
    return;
  }
  g_variant_get (reply, "(x)", &id);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.book", "x", id);
}

static void
begin_cb (HearthBooksView *self)
{
  GVariantDict fields;

  g_variant_dict_init (&fields, NULL);
  g_variant_dict_insert (&fields, "title", "s", _("Letters"));
  hearth_letter_call_async (self->client, "SaveBook",
                            g_variant_new ("(x@a{sv})", (gint64) 0, g_variant_dict_end (&fields)),
                            begun_cb, g_object_ref (self));
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthMailDesk) desk = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_letter_call_finish (HEARTH_CLIENT (source), result, &error);

  if (reply == NULL)
    say_error (desk, error);
}

typedef struct {
  HearthBooksView *view; /* (owned) */
  gint64 id;
} Removal;

static void
removal_free (gpointer data, GClosure *closure)
{
  g_object_unref (((Removal *) data)->view);
  g_free (data);
}

static void
answered_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Removal *removal = user_data;

  if (g_str_equal (response, "remove") && removal->view->client != NULL)
    hearth_letter_call_async (removal->view->client, "RemoveBook",
                              g_variant_new ("(x)", removal->id), removed_cb,
                              g_object_ref (removal->view->desk));
}

static void
remove_cb (GtkWidget *button, HearthBooksView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  const char *title = g_object_get_data (G_OBJECT (button), "title");
  g_autofree char *heading = g_strdup_printf (_("Remove “%s”?"), title);
  Removal *removal = g_new0 (Removal, 1);
  GtkWidget *dialog;

  removal->view = g_object_ref (self);
  removal->id = get_id (button);
  dialog = adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, heading,
                                   _("Its letters stay."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "remove",
                                    _("_Remove"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "remove",
                                              ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered_cb), removal, removal_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Reading -------------------------------------------------------------------------------------- */

static GtkWidget *
make_row (HearthBooksView *self, const HearthBookRow *book)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *remove = gtk_button_new_from_icon_name ("user-trash-symbolic");
  const char *title = *book->title != '\0' ? book->title : _("A book of letters");
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  g_autofree char *count =
      g_strdup_printf (ngettext ("%u letter", "%u letters", book->letters->len),
                       book->letters->len);
  /* Translators: %s is the title of a book */
  g_autofree char *remove_name = g_strdup_printf (_("Remove: %s"), title);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), count);
  g_object_set_data_full (G_OBJECT (row), "book", g_memdup2 (&book->id, sizeof book->id), g_free);
  g_object_set_data_full (G_OBJECT (remove), "book", g_memdup2 (&book->id, sizeof book->id),
                          g_free);
  g_object_set_data_full (G_OBJECT (remove), "title", g_strdup (title), g_free);
  gtk_widget_set_valign (remove, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (remove, _("Remove…"));
  gtk_widget_add_css_class (remove, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  remove_name, -1);
  g_signal_connect (remove, "clicked", G_CALLBACK (remove_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), remove);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  return row;
}

static void
show_books (HearthBooksView *self, GPtrArray *books)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < books->len; i++)
    gtk_list_box_append (self->list, make_row (self, g_ptr_array_index (books, i)));
  gtk_widget_set_visible (GTK_WIDGET (self->list), books->len > 0);
  gtk_widget_set_visible (self->empty, books->len == 0);
  if (self->opened)
    gtk_widget_grab_focus (self->begin);
  self->opened = FALSE;
}

static gpointer
read_books (HearthDatabase *db, gpointer data, GError **error)
{
  return hearth_store_books_list (db, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthBooksView *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) books = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (books != NULL)
    show_books (self, books);
  else
    hearth_mail_desk_say (self->desk, error->message);
}

static void
read_now (HearthBooksView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  hearth_client_read_async (self->client, read_books, NULL, NULL,
                            (GDestroyNotify) g_ptr_array_unref, self->cancellable, read_cb, self);
}

static void
changed_cb (HearthBooksView *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    read_now (self);
}

/* ---------------------------------------------------------------------------------------------- */

static void
hearth_books_view_dispose (GObject *object)
{
  HearthBooksView *self = HEARTH_BOOKS_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->client);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (hearth_books_view_parent_class)->dispose (object);
}

static void
hearth_books_view_finalize (GObject *object)
{
  g_object_unref (HEARTH_BOOKS_VIEW (object)->cancellable);
  G_OBJECT_CLASS (hearth_books_view_parent_class)->finalize (object);
}

static void
hearth_books_view_class_init (HearthBooksViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_books_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_books_view_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
hearth_books_view_init (HearthBooksView *self)
{
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);

  self->cancellable = g_cancellable_new ();
  gtk_widget_add_css_class (page, "page");
  self->begin = gtk_button_new_with_label (_("New Book"));
  gtk_widget_set_halign (self->begin, GTK_ALIGN_START);
  g_signal_connect_swapped (self->begin, "clicked", G_CALLBACK (begin_cb), self);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Books"), -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (activated_cb), self);
  self->empty = gtk_label_new (
      _("No book yet. Choose letters and put them in an order: they are typeset with a title, a "
         "dedication and a table of contents, in type or in your hand."));
  gtk_label_set_wrap (GTK_LABEL (self->empty), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->empty), 0);
  gtk_widget_add_css_class (self->empty, "dim-label");
  gtk_widget_set_visible (self->empty, FALSE);
  gtk_box_append (GTK_BOX (page), self->begin);
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
 * hearth_books_view_new:
 * @desk: where what happens is told
 *
 * Returns: (transfer floating): the page of all books
 */
GtkWidget *
hearth_books_view_new (HearthMailDesk *desk)
{
  HearthBooksView *self = g_object_new (HEARTH_TYPE_BOOKS_VIEW, NULL);

  self->desk = g_object_ref (desk);
  self->client = g_object_ref (hearth_mail_desk_get_client (desk));
  g_signal_connect_swapped (self->client, "changed::books", G_CALLBACK (changed_cb), self);
  return GTK_WIDGET (self);
}

/**
 * hearth_books_view_open:
 * @self: the page
 *
 * Reads all anew.
 */
void
hearth_books_view_open (HearthBooksView *self)
{
  self->opened = TRUE;
  read_now (self);
}
