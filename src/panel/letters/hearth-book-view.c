/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-book-view.h"

#include "hearth-book-order.h"
#include "hearth-book-output.h"
#include "hearth-entry-rows.h"
#include "hearth-letter-call.h"
#include "hearth-letter-choice.h"
#include "hearth-letter-paper.h"
#include "hearth-store-books.h"
#include "hearth-store-hands.h"
#include "hearth-store-letters.h"
#include "hearth-wrap-layout.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* How long the owner has to pause in a title before it is kept. */
#define SAVE_MS 800

/**
 * HearthBookView:
 *
 * The page of one book: its title, whom it is for, in what it is written, and which letters are in
 * it. Whatever is changed is kept at once.
 */
struct _HearthBookView {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkEditable *title;
  GtkEditable *dedication;
  GtkEditable *author;
  HearthLetterChoice *face;
  HearthLetterChoice *paper;
  HearthBookOrder *order;
  GtkWidget *out[3]; /* buttons: what needs a letter in the book */

  HearthMailDesk *desk;      /* (owned) */
  HearthClient *client;      /* (owned) */
  GCancellable *cancellable; /* (owned) of the book that is being read */
  gint64 book;               /* the row, or 0 */
  char *face_name;           /* (owned) as in a book */
  char *paper_name;          /* (owned) the same */
  gboolean filling;          /* what changes is not the owner's */
  guint n_saving;            /* calls that are under way: what is read meanwhile is older */
  guint save_source;
  void (*then) (HearthBookView *self); /* (nullable): what waits until all is kept */
};

G_DEFINE_FINAL_TYPE (HearthBookView, hearth_book_view, GTK_TYPE_WIDGET)

enum { TITLED, N_SIGNALS };

static guint signals[N_SIGNALS];

typedef struct {
  HearthBookRow *book; /* (owned) */
  GPtrArray *letters;  /* (owned) (element-type HearthLetter) */
  GPtrArray *hands;    /* (owned) (element-type HearthHandRow) */
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_clear_pointer (&reading->book, hearth_book_row_free);
  g_clear_pointer (&reading->letters, g_ptr_array_unref);
  g_clear_pointer (&reading->hands, g_ptr_array_unref);
  g_free (reading);
}

static void
update_title (HearthBookView *self)
{
  const char *title = gtk_editable_get_text (self->title);

  g_signal_emit (self, signals[TITLED], 0, *title != '\0' ? title : _("A book of letters"),
                 _("Kept as you write"));
}

/* Keeping -------------------------------------------------------------------------------------- */

static void
go_on (HearthBookView *self)
{
  if (self->then == NULL || self->n_saving > 0 || self->box == NULL)
    return;
  g_steal_pointer (&self->then) (self);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthBookView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_letter_call_finish (HEARTH_CLIENT (source), result, &error);

  self->n_saving--;
  if (reply == NULL && self->desk != NULL) {
    g_autofree char *message = hearth_client_dup_message (error);

    self->then = NULL;
    hearth_mail_desk_say (self->desk, message);
  }
  go_on (self);
}

static GVariant *
make_fields (HearthBookView *self)
{
  GArray *letters = hearth_book_order_get_letters (self->order);
  GVariantDict fields;

  g_variant_dict_init (&fields, NULL);
  g_variant_dict_insert (&fields, "title", "s", gtk_editable_get_text (self->title));
  g_variant_dict_insert (&fields, "dedication", "s", gtk_editable_get_text (self->dedication));
  g_variant_dict_insert (&fields, "author", "s", gtk_editable_get_text (self->author));
  g_variant_dict_insert (&fields, "face", "s", self->face_name);
  g_variant_dict_insert (&fields, "paper", "s", self->paper_name);
  g_variant_dict_insert_value (&fields, "letters",
                               g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, letters->data,
                                                          letters->len, sizeof (gint64)));
  return g_variant_dict_end (&fields);
}

static void
save (HearthBookView *self)
{
  if (self->save_source == 0 || self->book == 0)
    return;
  g_clear_handle_id (&self->save_source, g_source_remove);
  self->n_saving++;
  hearth_letter_call_async (self->client, "SaveBook",
                            g_variant_new ("(x@a{sv})", self->book, make_fields (self)), saved_cb,
                            g_object_ref (self));
}

static gboolean
save_cb (gpointer user_data)
{
  HearthBookView *self = user_data;

  save (self);
  return G_SOURCE_REMOVE;
}

static void
set_out_sensitive (HearthBookView *self)
{
  gboolean any = hearth_book_order_get_letters (self->order)->len > 0;

  for (guint i = 0; i < G_N_ELEMENTS (self->out); i++)
    gtk_widget_set_sensitive (self->out[i], any);
}

/* What is on its way from the store is older than this. */
static void
touched_cb (HearthBookView *self)
{
  if (self->filling)
    return;
  g_cancellable_cancel (self->cancellable);
  update_title (self);
  g_clear_handle_id (&self->save_source, g_source_remove);
  self->save_source = g_timeout_add (SAVE_MS, save_cb, self);
}

static void
ordered_cb (HearthBookView *self)
{
  touched_cb (self);
  save (self);
  set_out_sensitive (self);
}

static void
chosen_cb (HearthLetterChoice *choice, const char *id, HearthBookView *self)
{
  char **name = choice == self->face ? &self->face_name : &self->paper_name;

  g_free (*name);
  *name = g_strdup (id);
  hearth_letter_choice_set_chosen (choice, id);
  touched_cb (self);
  save (self);
}

/* Reading -------------------------------------------------------------------------------------- */

static gpointer
read_book (HearthDatabase *db, gpointer data, GError **error)
{
  HearthLetterFilter filter = { 0 };
  Reading *reading = g_new0 (Reading, 1);

  reading->book = hearth_store_books_get (db, *(gint64 *) data, error);
  if (reading->book != NULL)
    reading->letters = hearth_store_letters_list (db, &filter, error);
  if (reading->letters != NULL)
    reading->hands = hearth_store_hands_list (db, error);
  if (reading->hands == NULL)
    g_clear_pointer (&reading, reading_free);
  return reading;
}

static void
show_text (GtkEditable *editable, const char *text)
{
  if (!g_str_equal (gtk_editable_get_text (editable), text))
    gtk_editable_set_text (editable, text);
}

static void
show_faces (HearthBookView *self, GPtrArray *hands)
{
  gboolean known = *self->face_name == '\0';

  hearth_letter_choice_clear (self->face);
  hearth_letter_choice_add (self->face, "", _("In type"), NULL);
  for (guint i = 0; i < hands->len; i++) {
    const HearthHandRow *hand = g_ptr_array_index (hands, i);

    known = known || g_str_equal (hand->name, self->face_name);
    hearth_letter_choice_add (self->face, hand->name, hand->name, NULL);
  }
  /* A font, which only hearthctl chooses. */
  if (!known)
    hearth_letter_choice_add (self->face, self->face_name, self->face_name, NULL);
  hearth_letter_choice_set_chosen (self->face, self->face_name);
}

static void
show_paper (HearthBookView *self, const char *name)
{
  HearthLetterPaper paper;
  HearthLetterRuling ruling;

  hearth_letter_paper_read (name, &paper, &ruling);
  g_free (self->paper_name);
  self->paper_name = hearth_letter_paper_write (paper, ruling);
  hearth_letter_choice_set_chosen (self->paper, self->paper_name);
}

static void
show_reading (HearthBookView *self, const Reading *reading)
{
  self->filling = TRUE;
  show_text (self->title, reading->book->title);
  show_text (self->dedication, reading->book->dedication);
  show_text (self->author, reading->book->author);
  g_free (self->face_name);
  self->face_name = g_strdup (reading->book->face);
  show_faces (self, reading->hands);
  show_paper (self, reading->book->paper);
  hearth_book_order_show (self->order, reading->letters, reading->book->letters);
  self->filling = FALSE;
  set_out_sensitive (self);
  update_title (self);
  if (!gtk_widget_get_sensitive (self->box)) {
    gtk_widget_set_sensitive (self->box, TRUE);
    gtk_widget_grab_focus (GTK_WIDGET (self->title));
  }
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthBookView *self = user_data;
  g_autoptr (GError) error = NULL;
  Reading *reading = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reading == NULL) {
    /* It has been deleted. */
    self->book = 0;
    gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
    return;
  }
  show_reading (self, reading);
  reading_free (reading);
}

static void
read_now (HearthBookView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  hearth_client_read_async (self->client, read_book, g_memdup2 (&self->book, sizeof self->book),
                            g_free, reading_free, self->cancellable, read_cb, self);
}

/* What is being written here is newer than what is read. */
static void
changed_cb (HearthBookView *self)
{
  if (self->book != 0 && self->save_source == 0 && self->n_saving == 0 &&
      gtk_widget_get_mapped (GTK_WIDGET (self)))
    read_now (self);
}

/* Putting out ---------------------------------------------------------------------------------- */

static void
save_pdf (HearthBookView *self)
{
  hearth_book_output_save (GTK_WIDGET (self), self->client, self->book,
                           gtk_editable_get_text (self->title), FALSE);
}

static void
save_for_printer (HearthBookView *self)
{
  hearth_book_output_save (GTK_WIDGET (self), self->client, self->book,
                           gtk_editable_get_text (self->title), TRUE);
}

static void
begin_mail (HearthBookView *self)
{
  hearth_book_output_mail (GTK_WIDGET (self), self->client, self->book,
                           gtk_editable_get_text (self->title));
}

static void
out_cb (GtkWidget *button, HearthBookView *self)
{
  static void (*const all[]) (HearthBookView * self) = { save_pdf, save_for_printer, begin_mail };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++) {
    if (button == self->out[i])
      self->then = all[i];
  }
  save (self);
  go_on (self);
}

/* ---------------------------------------------------------------------------------------------- */

static void
hearth_book_view_dispose (GObject *object)
{
  HearthBookView *self = HEARTH_BOOK_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->save_source, g_source_remove);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->face_name, g_free);
  g_clear_pointer (&self->paper_name, g_free);
  g_clear_object (&self->client);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (hearth_book_view_parent_class)->dispose (object);
}

static void
hearth_book_view_finalize (GObject *object)
{
  g_object_unref (HEARTH_BOOK_VIEW (object)->cancellable);
  G_OBJECT_CLASS (hearth_book_view_parent_class)->finalize (object);
}

static void
hearth_book_view_class_init (HearthBookViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_book_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_book_view_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  /**
   * HearthBookView::titled:
   * @title: what the book is called
   * @subtitle: what goes on
   */
  signals[TITLED] = g_signal_new ("titled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static GtkEditable *
add_entry (HearthBookView *self, GtkWidget *list, const char *title)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  hearth_entry_rows_name (row);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (touched_cb), self);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return GTK_EDITABLE (row);
}

static HearthLetterChoice *
add_choice (HearthBookView *self, GtkWidget *list, const char *title)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *choice = hearth_letter_choice_new (title);

  g_signal_connect (choice, "chosen", G_CALLBACK (chosen_cb), self);
  gtk_widget_set_valign (choice, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), choice);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return HEARTH_LETTER_CHOICE (choice);
}

/* Those that a book can be bound of. */
static void
add_papers (HearthBookView *self)
{
  static const struct {
    HearthLetterPaper paper;
    HearthLetterRuling ruling;
    const char *shown;
  } papers[] = {
    { HEARTH_LETTER_PAPER_A5, HEARTH_LETTER_RULING_PLAIN, N_("A5") },
    { HEARTH_LETTER_PAPER_A5, HEARTH_LETTER_RULING_LINES, N_("A5, ruled") },
    { HEARTH_LETTER_PAPER_A4, HEARTH_LETTER_RULING_PLAIN, N_("A4") },
    { HEARTH_LETTER_PAPER_A4, HEARTH_LETTER_RULING_LINES, N_("A4, ruled") },
    { HEARTH_LETTER_PAPER_US_LETTER, HEARTH_LETTER_RULING_PLAIN, N_("US Letter") },
    { HEARTH_LETTER_PAPER_US_LETTER, HEARTH_LETTER_RULING_LINES, N_("US Letter, ruled") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (papers); i++) {
    g_autofree char *id = hearth_letter_paper_write (papers[i].paper, papers[i].ruling);

    hearth_letter_choice_add (self->paper, id, _ (papers[i].shown), NULL);
  }
}

static GtkWidget *
make_form (HearthBookView *self)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  self->title = add_entry (self, list, _("Title"));
  self->dedication = add_entry (self, list, _("Dedication"));
  self->author = add_entry (self, list, _("Author"));
  self->face = add_choice (self, list, _("Written"));
  self->paper = add_choice (self, list, _("Paper"));
  add_papers (self);
  return list;
}

static GtkWidget *
make_deeds (HearthBookView *self)
{
  static const struct {
    const char *label, *tooltip;
  } outs[G_N_ELEMENTS (self->out)] = {
    { N_("Save as PDF…"), N_("A file to read and to print at home") },
    { N_("For a Printer…"), N_("A PDF that can be cut: 3 mm larger on each side, with marks") },
    { N_("Mail…"), N_("Begin a mail with this book; nothing is sent") },
  };
  GtkWidget *deeds = hearth_wrap_box_new (6);

  for (guint i = 0; i < G_N_ELEMENTS (outs); i++) {
    self->out[i] = gtk_button_new_with_label (_ (outs[i].label));
    gtk_widget_set_tooltip_text (self->out[i], _ (outs[i].tooltip));
    g_signal_connect (self->out[i], "clicked", G_CALLBACK (out_cb), self);
    gtk_box_append (GTK_BOX (deeds), self->out[i]);
  }
  return deeds;
}

static void
hearth_book_view_init (HearthBookView *self)
{
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->cancellable = g_cancellable_new ();
  self->face_name = g_strdup ("");
  self->paper_name = g_strdup ("");
  gtk_widget_add_css_class (page, "page");
  gtk_box_append (GTK_BOX (page), make_form (self));
  gtk_box_append (GTK_BOX (page), make_deeds (self));
  self->order = HEARTH_BOOK_ORDER (hearth_book_order_new ());
  g_signal_connect_swapped (self->order, "changed", G_CALLBACK (ordered_cb), self);
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (self->order));
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 680);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), 640);
  adw_clamp_set_child (ADW_CLAMP (clamp), page);
  self->box = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->box), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->box), clamp);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  /* However it is left. */
  g_signal_connect (self, "unmap", G_CALLBACK (save), NULL);
}

/**
 * hearth_book_view_new:
 * @desk: where what happens is told
 *
 * Returns: (transfer floating): a page for books, one at a time
 */
GtkWidget *
hearth_book_view_new (HearthMailDesk *desk)
{
  HearthBookView *self = g_object_new (HEARTH_TYPE_BOOK_VIEW, NULL);

  self->desk = g_object_ref (desk);
  self->client = g_object_ref (hearth_mail_desk_get_client (desk));
  g_signal_connect_swapped (self->client, "changed::books", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->client, "changed::letters", G_CALLBACK (changed_cb), self);
  return GTK_WIDGET (self);
}

/**
 * hearth_book_view_edit:
 * @self: a page
 * @book: the row of a book
 *
 * Shows a book. What was changed in another is kept.
 */
void
hearth_book_view_edit (HearthBookView *self, gint64 book)
{
  save (self);
  self->book = book;
  gtk_widget_set_sensitive (self->box, FALSE);
  read_now (self);
}
