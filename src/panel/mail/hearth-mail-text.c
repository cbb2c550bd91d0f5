/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mail-text.h"

#include "hearth-column-layout.h"
#include "hearth-label-wrap.h"
#include "hearth-quotes.h"

#include <glib/gi18n.h>
#include <string.h>

/* The body of a mail: what was written, what is quoted folded away, the signature aside. */

/* So many bytes of a body are laid out before it is first seen, and so many at a time after that,
 * below what is seen; what is longer than the last waits for a click. */
#define FIRST_BYTES 2000
#define MORE_BYTES 4000
#define LONGEST_BYTES 60000
/* What a passage takes besides its letters: a mail of single words and quotes in turn is bounded,
 * too. */
#define PASSAGE_BYTES 250

#define PASSAGE_GAP 12

/* The passages of a body that are not there yet. */
typedef struct {
  GtkBox *box; /* it owns this */
  GPtrArray *passages;
  guint next;
  gsize bytes; /* that are there */
  guint source;
} Rest;

#define REST "hearth-rest"
/* The text of a quote that is folded away. */
#define QUOTED "hearth-quoted"

static void
rest_free (gpointer data)
{
  Rest *rest = data;

  g_clear_handle_id (&rest->source, g_source_remove);
  g_ptr_array_unref (rest->passages);
  g_free (rest);
}

static GtkWidget *
make_text (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  hearth_label_wrap (GTK_LABEL (label));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "letter");
  return label;
}

/* A quote is laid out when it is first looked at: a revealer measures what it hides. */
static void
unfold_cb (GtkToggleButton *button, gpointer user_data)
{
  GtkRevealer *revealer = GTK_REVEALER (user_data);

  if (gtk_revealer_get_child (revealer) == NULL) {
    GtkWidget *label = make_text (g_object_get_data (G_OBJECT (revealer), QUOTED));

    gtk_widget_add_css_class (label, "quote");
    gtk_revealer_set_child (revealer, label);
  }
  gtk_revealer_set_reveal_child (revealer, gtk_toggle_button_get_active (button));
}

static GtkWidget *
make_quote (const HearthPassage *passage)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *revealer = gtk_revealer_new ();
  GtkWidget *button;
  g_autofree char *title =
      g_strdup_printf (ngettext ("%u quoted line", "%u quoted lines", passage->n_lines),
                       passage->n_lines);

  button = gtk_toggle_button_new_with_label (title);
  gtk_widget_add_css_class (button, "chip");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_object_set_data_full (G_OBJECT (revealer), QUOTED, g_strdup (passage->text), g_free);
  g_signal_connect_object (button, "toggled", G_CALLBACK (unfold_cb), revealer, 0);
  gtk_box_append (GTK_BOX (box), button);
  gtk_box_append (GTK_BOX (box), revealer);
  return box;
}

/* Shows the next passages, about as many bytes as that. */
static void
show_more (Rest *rest, gsize bytes)
{
  gsize end = rest->bytes + bytes;

  while (rest->next < rest->passages->len && rest->bytes < end) {
    const HearthPassage *passage = g_ptr_array_index (rest->passages, rest->next++);
    GtkWidget *child;

    if (passage->kind == HEARTH_PASSAGE_QUOTE) {
      child = make_quote (passage);
    } else {
      child = make_text (passage->text);
      if (passage->kind == HEARTH_PASSAGE_SIGNATURE)
        gtk_widget_add_css_class (child, "dim-label");
      rest->bytes += strlen (passage->text);
    }
    rest->bytes += PASSAGE_BYTES;
    gtk_box_append (rest->box, child);
  }
}

static gboolean go_on_cb (gpointer user_data);

static void
show_rest_cb (GtkButton *button, gpointer user_data)
{
  Rest *rest = g_object_get_data (G_OBJECT (user_data), REST);

  gtk_box_remove (GTK_BOX (user_data), GTK_WIDGET (button));
  rest->bytes = 0;
  rest->source = g_idle_add_full (G_PRIORITY_LOW, go_on_cb, rest, NULL);
}

static gboolean
go_on_cb (gpointer user_data)
{
  Rest *rest = user_data;

  show_more (rest, MORE_BYTES);
  if (rest->next < rest->passages->len && rest->bytes < LONGEST_BYTES)
    return G_SOURCE_CONTINUE;
  rest->source = 0;
  if (rest->next < rest->passages->len) {
    GtkWidget *button = gtk_button_new_with_label (_("Show the Rest"));

    gtk_widget_set_halign (button, GTK_ALIGN_START);
    gtk_widget_set_valign (button, GTK_ALIGN_START);
    g_signal_connect_object (button, "clicked", G_CALLBACK (show_rest_cb), rest->box, 0);
    gtk_box_append (rest->box, button);
  }
  return G_SOURCE_REMOVE;
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
  Rest *rest = g_new0 (Rest, 1);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
  gtk_widget_set_layout_manager (GTK_WIDGET (box), hearth_column_layout_new (PASSAGE_GAP));
  rest->box = box;
  rest->passages = hearth_quotes_split (message->text != NULL ? message->text : "");
  g_object_set_data_full (G_OBJECT (box), REST, rest, rest_free);
  show_more (rest, FIRST_BYTES);
  if (rest->next < rest->passages->len)
    rest->source = g_idle_add_full (G_PRIORITY_LOW, go_on_cb, rest, NULL);
  if (rest->passages->len == 0 && (message->marks & HEARTH_MARK_ENCRYPTED) == 0) {
    GtkWidget *label = make_text (_("This message has no text."));

    gtk_widget_add_css_class (label, "dim-label");
    gtk_box_append (box, label);
  }
}
