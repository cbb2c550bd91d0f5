/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-line.h"

#include "hearth-label-wrap.h"

#include <glib/gi18n.h>

#define SAY_SECONDS 5

/**
 * HearthLine:
 *
 * The line that says what was just done, and offers for some seconds to take it back. There is
 * one at a time, the newest: libadwaita 1.2 queues its toasts and does not bear that one is
 * taken away for another.
 */
struct _HearthLine {
  GtkWidget parent_instance;

  GtkWidget *revealer;
  GtkLabel *label;
  GtkWidget *button;

  GFunc pressed;            /* (nullable) */
  gpointer data;            /* (owned) (nullable) */
  GDestroyNotify data_free; /* (nullable) */
  guint number;             /* of what is said now */
  guint timeout;
};

G_DEFINE_FINAL_TYPE (HearthLine, hearth_line, GTK_TYPE_WIDGET)

static void
drop_offer (HearthLine *self)
{
  gpointer data = g_steal_pointer (&self->data);
  GDestroyNotify data_free = g_steal_pointer (&self->data_free);

  self->pressed = NULL;
  if (data_free != NULL)
    data_free (data);
}

static void
hide (HearthLine *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  self->number++;
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), FALSE);
  gtk_widget_set_sensitive (self->button, FALSE);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  drop_offer (self);
}

/* It fades with what it says. What is not to be seen is not to be read aloud either. */
static void
faded_cb (HearthLine *self)
{
  GtkRevealer *revealer = GTK_REVEALER (self->revealer);

  if (gtk_revealer_get_reveal_child (revealer) || gtk_revealer_get_child_revealed (revealer))
    return;
  gtk_label_set_text (self->label, "");
  gtk_widget_set_visible (self->button, FALSE);
}

static gboolean
timeout_cb (gpointer user_data)
{
  HearthLine *self = user_data;

  self->timeout = 0;
  hide (self);
  return G_SOURCE_REMOVE;
}

static void
clicked_cb (HearthLine *self)
{
  GFunc pressed = self->pressed;
  gpointer data = g_steal_pointer (&self->data);
  GDestroyNotify data_free = g_steal_pointer (&self->data_free);

  hide (self);
  if (pressed != NULL)
    pressed (data, NULL);
  if (data_free != NULL)
    data_free (data);
}

static void
hearth_line_dispose (GObject *object)
{
  HearthLine *self = HEARTH_LINE (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  drop_offer (self);
  g_clear_pointer (&self->revealer, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_line_parent_class)->dispose (object);
}

static void
hearth_line_class_init (HearthLineClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_line_dispose;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "line");
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
hearth_line_init (HearthLine *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (NULL);

  self->label = GTK_LABEL (label);
  hearth_label_wrap (self->label);
  gtk_label_set_xalign (self->label, 0);
  gtk_widget_set_hexpand (label, TRUE);
  self->button = gtk_button_new ();
  gtk_widget_set_visible (self->button, FALSE);
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), self->button);
  self->revealer = gtk_revealer_new ();
  gtk_revealer_set_transition_type (GTK_REVEALER (self->revealer),
                                    GTK_REVEALER_TRANSITION_TYPE_CROSSFADE);
  gtk_revealer_set_child (GTK_REVEALER (self->revealer), box);
  gtk_widget_set_parent (self->revealer, GTK_WIDGET (self));
  g_signal_connect_swapped (self->revealer, "notify::child-revealed", G_CALLBACK (faded_cb), self);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (clicked_cb), self);
}

/**
 * hearth_line_say:
 * @self: a line
 * @text: a sentence
 *
 * Says something for some seconds, in place of what was said before.
 *
 * Returns: its number, for hearth_line_hide()
 */
guint
hearth_line_say (HearthLine *self, const char *text)
{
  return hearth_line_offer (self, text, NULL, SAY_SECONDS, NULL, NULL, NULL);
}

/**
 * hearth_line_offer:
 * @self: a line
 * @text: a sentence
 * @button: (nullable): what the button says
 * @seconds: for how long
 * @pressed: (nullable): called with @data when the button is pressed
 * @data: (nullable): for @pressed
 * @data_free: (nullable): frees @data
 *
 * Says something that can be answered.
 *
 * Returns: its number, for hearth_line_hide()
 */
guint
hearth_line_offer (HearthLine *self, const char *text, const char *button, guint seconds,
                   GFunc pressed, gpointer data, GDestroyNotify data_free)
{
  hide (self);
  self->pressed = pressed;
  self->data = data;
  self->data_free = data_free;
  gtk_label_set_text (self->label, text);
  if (button != NULL)
    gtk_button_set_label (GTK_BUTTON (self->button), button);
  gtk_widget_set_visible (self->button, button != NULL);
  gtk_widget_set_sensitive (self->button, TRUE);
  gtk_widget_set_can_target (GTK_WIDGET (self), TRUE);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), TRUE);
  self->timeout = g_timeout_add_seconds (seconds, timeout_cb, self);
  return self->number;
}

/**
 * hearth_line_hide:
 * @self: a line
 * @number: what was said
 *
 * Takes away what was said, unless something else is said by now.
 */
void
hearth_line_hide (HearthLine *self, guint number)
{
  if (self->number == number)
    hide (self);
}
