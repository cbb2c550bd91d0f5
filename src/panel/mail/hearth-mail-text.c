/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mail-text.h"

#include "hearth-quotes.h"

#include <glib/gi18n.h>

/* The body of a mail: what was written, what is quoted folded away, the signature aside. */

/* So much of a body is laid out at once; the rest waits for a click. */
#define FIRST_PASSAGES 24

static GtkWidget *
make_text (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "letter");
  return label;
}

static void
unfold_cb (GtkToggleButton *button, gpointer user_data)
{
  gtk_revealer_set_reveal_child (GTK_REVEALER (user_data), gtk_toggle_button_get_active (button));
}

static GtkWidget *
make_quote (const HearthPassage *passage)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *revealer = gtk_revealer_new ();
  GtkWidget *label = make_text (passage->text);
  GtkWidget *button;
  g_autofree char *title =
      g_strdup_printf (ngettext ("%u quoted line", "%u quoted lines", passage->n_lines),
                       passage->n_lines);

  button = gtk_toggle_button_new_with_label (title);
  gtk_widget_add_css_class (button, "chip");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (label, "quote");
  gtk_revealer_set_child (GTK_REVEALER (revealer), label);
  g_signal_connect_object (button, "toggled", G_CALLBACK (unfold_cb), revealer, 0);
  gtk_box_append (GTK_BOX (box), button);
  gtk_box_append (GTK_BOX (box), revealer);
  return box;
}

static void show_passages (GtkBox *box, GPtrArray *passages, guint first, guint last);

static void
show_rest_cb (GtkButton *button, gpointer user_data)
{
  GPtrArray *passages = user_data;
  GtkBox *box = GTK_BOX (gtk_widget_get_parent (GTK_WIDGET (button)));

  g_ptr_array_ref (passages);
  gtk_box_remove (box, GTK_WIDGET (button));
  show_passages (box, passages, FIRST_PASSAGES, passages->len);
  g_ptr_array_unref (passages);
}

static void
free_passages (gpointer data, GClosure *closure)
{
  g_ptr_array_unref (data);
}

static void
show_passages (GtkBox *box, GPtrArray *passages, guint first, guint last)
{
  for (guint i = first; i < MIN (last, passages->len); i++) {
    const HearthPassage *passage = g_ptr_array_index (passages, i);
    GtkWidget *child;

    if (passage->kind == HEARTH_PASSAGE_QUOTE) {
      child = make_quote (passage);
    } else {
      child = make_text (passage->text);
      if (passage->kind == HEARTH_PASSAGE_SIGNATURE)
        gtk_widget_add_css_class (child, "dim-label");
    }
    gtk_box_append (box, child);
  }
  if (last < passages->len) {
    GtkWidget *button = gtk_button_new_with_label (_("Show the Rest"));

    gtk_widget_set_halign (button, GTK_ALIGN_START);
    g_signal_connect_data (button, "clicked", G_CALLBACK (show_rest_cb), g_ptr_array_ref (passages),
                           free_passages, 0);
    gtk_box_append (box, button);
  }
}

/**
 * hearth_mail_text_fill:
 * @box: a box, whose children go
 * @message: a message
 *
 * Shows the text of a message.
 */
void
hearth_mail_text_fill (GtkBox *box, const HearthMessage *message)
{
  g_autoptr (GPtrArray) passages = hearth_quotes_split (message->text != NULL ? message->text : "");
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
  show_passages (box, passages, 0, FIRST_PASSAGES);
  if (passages->len == 0 && (message->marks & HEARTH_MARK_ENCRYPTED) == 0) {
    GtkWidget *label = make_text (_("This message has no text."));

    gtk_widget_add_css_class (label, "dim-label");
    gtk_box_append (box, label);
  }
}
