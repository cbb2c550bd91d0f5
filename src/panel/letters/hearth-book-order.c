/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-book-order.h"

#include "hearth-clock.h"
#include "hearth-letter-face.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HearthBookOrder:
 *
 * Which letters are in a book and in which order, and below them those that are not.
 */
struct _HearthBookOrder {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkListBox *inside;
  GtkListBox *outside;
  GtkWidget *inside_title;
  GtkWidget *outside_title;

  GPtrArray *letters; /* (owned) (element-type HearthLetter): all, the newest first */
  GArray *order;      /* (owned) (element-type gint64): those in the book */
};

G_DEFINE_FINAL_TYPE (HearthBookOrder, hearth_book_order, GTK_TYPE_WIDGET)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

typedef enum { UP, DOWN, OUT, IN } Deed;

static void show_rows (HearthBookOrder *self, gint64 chosen);

static const HearthLetter *
find_letter (HearthBookOrder *self, gint64 id)
{
  for (guint i = 0; i < self->letters->len; i++) {
    const HearthLetter *letter = g_ptr_array_index (self->letters, i);

    if (letter->id == id)
      return letter;
  }
  return NULL;
}

static gboolean
find_place (HearthBookOrder *self, gint64 id, guint *place)
{
  for (*place = 0; *place < self->order->len; (*place)++) {
    if (g_array_index (self->order, gint64, *place) == id)
      return TRUE;
  }
  return FALSE;
}

static void
swap (HearthBookOrder *self, guint one, guint other)
{
  gint64 id = g_array_index (self->order, gint64, one);

  g_array_index (self->order, gint64, one) = g_array_index (self->order, gint64, other);
  g_array_index (self->order, gint64, other) = id;
}

static void
deed_cb (GtkWidget *button, HearthBookOrder *self)
{
  gint64 id = *(gint64 *) g_object_get_data (G_OBJECT (button), "letter");
  Deed deed = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "deed"));
  guint place;
  gboolean in = find_place (self, id, &place);

  if (deed == IN && !in)
    g_array_append_val (self->order, id);
  else if (deed == OUT && in)
    g_array_remove_index (self->order, place);
  else if (deed == UP && in && place > 0)
    swap (self, place, place - 1);
  else if (deed == DOWN && in && place + 1 < self->order->len)
    swap (self, place, place + 1);
  else
    return;
  show_rows (self, id);
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
is_possible (HearthBookOrder *self, gint64 id, Deed deed)
{
  guint place;

  if (deed == UP)
    return find_place (self, id, &place) && place > 0;
  if (deed == DOWN)
    return find_place (self, id, &place) && place + 1 < self->order->len;
  return TRUE;
}

static void
add_button (HearthBookOrder *self, GtkWidget *box, const HearthLetter *letter, Deed deed)
{
  static const struct {
    const char *icon, *tooltip, *name;
  } deeds[] = {
    /* Translators: %s is the title of a letter */
    { "go-up-symbolic", N_("Earlier"), N_("Earlier in the book: %s") },
    /* Translators: %s is the title of a letter */
    { "go-down-symbolic", N_("Later"), N_("Later in the book: %s") },
    /* Translators: %s is the title of a letter */
    { "list-remove-symbolic", N_("Take Out of the Book"), N_("Take out of the book: %s") },
    /* Translators: %s is the title of a letter */
    { "list-add-symbolic", N_("Put into the Book"), N_("Put into the book: %s") },
  };
  GtkWidget *button = gtk_button_new_from_icon_name (deeds[deed].icon);
  g_autofree char *title = hearth_letter_dup_title (letter);
  g_autoptr (GString) name = g_string_new (_ (deeds[deed].name));

  g_string_replace (name, "%s", title, 1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ (deeds[deed].tooltip));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name->str,
                                  -1);
  g_object_set_data_full (G_OBJECT (button), "letter", g_memdup2 (&letter->id, sizeof letter->id),
                          g_free);
  g_object_set_data (G_OBJECT (button), "deed", GINT_TO_POINTER (deed));
  gtk_widget_set_sensitive (button, is_possible (self, letter->id, deed));
  g_signal_connect (button, "clicked", G_CALLBACK (deed_cb), self);
  gtk_box_append (GTK_BOX (box), button);
}

static GtkWidget *
make_row (HearthBookOrder *self, const HearthLetter *letter, gboolean in)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  g_autofree char *title = hearth_letter_dup_title (letter);
  g_autofree char *day = hearth_letter_dup_day (letter, hearth_clock_now ());
  g_autofree char *name = g_strdup_printf ("%s, %s", title, day);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *date = gtk_label_new (day);

  gtk_widget_set_margin_start (box, 10);
  gtk_widget_set_margin_end (box, 4);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (date, "dim-label");
  gtk_widget_set_margin_start (date, 6);
  gtk_widget_set_margin_end (date, 6);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), date);
  if (in) {
    add_button (self, box, letter, UP);
    add_button (self, box, letter, DOWN);
  }
  add_button (self, box, letter, in ? OUT : IN);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return row;
}

static void
clear (GtkListBox *list)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, row);
}

/* Where the focus was, it is again: on the row of the letter that was moved. */
static void
show_rows (HearthBookOrder *self, gint64 chosen)
{
  gboolean any_outside = FALSE;

  clear (self->inside);
  clear (self->outside);
  for (guint i = 0; i < self->order->len; i++) {
    gint64 id = g_array_index (self->order, gint64, i);
    const HearthLetter *letter = find_letter (self, id);
    GtkWidget *row;

    if (letter == NULL)
      continue;
    row = make_row (self, letter, TRUE);
    gtk_list_box_append (self->inside, row);
    if (id == chosen)
      gtk_widget_grab_focus (row);
  }
  for (guint i = 0; i < self->letters->len; i++) {
    const HearthLetter *letter = g_ptr_array_index (self->letters, i);
    GtkWidget *row;
    guint place;

    if (find_place (self, letter->id, &place))
      continue;
    any_outside = TRUE;
    row = make_row (self, letter, FALSE);
    gtk_list_box_append (self->outside, row);
    if (letter->id == chosen)
      gtk_widget_grab_focus (row);
  }
  gtk_widget_set_visible (self->inside_title, self->order->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->inside), self->order->len > 0);
  gtk_widget_set_visible (self->outside_title, any_outside);
  gtk_widget_set_visible (GTK_WIDGET (self->outside), any_outside);
}

static void
hearth_book_order_dispose (GObject *object)
{
  g_clear_pointer (&HEARTH_BOOK_ORDER (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_book_order_parent_class)->dispose (object);
}

static void
hearth_book_order_finalize (GObject *object)
{
  HearthBookOrder *self = HEARTH_BOOK_ORDER (object);

  g_ptr_array_unref (self->letters);
  g_array_unref (self->order);
  G_OBJECT_CLASS (hearth_book_order_parent_class)->finalize (object);
}

static void
hearth_book_order_class_init (HearthBookOrderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_book_order_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_book_order_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  /**
   * HearthBookOrder::changed:
   *
   * The owner has put letters in, out or elsewhere.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static GtkListBox *
add_list (HearthBookOrder *self, const char *name, GtkWidget **title)
{
  GtkWidget *list = gtk_list_box_new ();

  *title = gtk_label_new (name);
  gtk_label_set_xalign (GTK_LABEL (*title), 0);
  gtk_widget_add_css_class (*title, "heading");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (GTK_BOX (self->box), *title);
  gtk_box_append (GTK_BOX (self->box), list);
  return GTK_LIST_BOX (list);
}

static void
hearth_book_order_init (HearthBookOrder *self)
{
  self->letters = g_ptr_array_new ();
  self->order = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  self->inside = add_list (self, _("In the book"), &self->inside_title);
  self->outside = add_list (self, _("Not in the book"), &self->outside_title);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/**
 * hearth_book_order_new:
 *
 * Returns: (transfer floating): two lists with nothing in them
 */
GtkWidget *
hearth_book_order_new (void)
{
  return g_object_new (HEARTH_TYPE_BOOK_ORDER, NULL);
}

/* Rows that are made anew lose the focus. */
static gboolean
shows_same (HearthBookOrder *self, GPtrArray *letters, GArray *order)
{
  if (self->letters->len != letters->len || self->order->len != order->len ||
      memcmp (self->order->data, order->data, order->len * sizeof (gint64)) != 0)
    return FALSE;
  for (guint i = 0; i < letters->len; i++) {
    const HearthLetter *one = g_ptr_array_index (self->letters, i);
    const HearthLetter *other = g_ptr_array_index (letters, i);
    g_autofree char *title = hearth_letter_dup_title (one);
    g_autofree char *other_title = hearth_letter_dup_title (other);

    if (one->id != other->id || !g_str_equal (title, other_title) ||
        !g_str_equal (one->date, other->date))
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_book_order_show:
 * @self: the lists
 * @letters: (element-type HearthLetter): all letters
 * @order: (element-type gint64): the rows of those that are in the book
 *
 * Shows a book; "changed" is not emitted.
 */
void
hearth_book_order_show (HearthBookOrder *self, GPtrArray *letters, GArray *order)
{
  gboolean same = shows_same (self, letters, order);

  g_ptr_array_unref (self->letters);
  self->letters = g_ptr_array_ref (letters);
  if (same)
    return;
  g_array_set_size (self->order, 0);
  g_array_append_vals (self->order, order->data, order->len);
  show_rows (self, 0);
}

/**
 * hearth_book_order_get_letters:
 * @self: the lists
 *
 * Returns: (transfer none) (element-type gint64): the rows of the letters in the book
 */
GArray *
hearth_book_order_get_letters (HearthBookOrder *self)
{
  return self->order;
}
