/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-choice.h"

#include <glib/gi18n.h>

/**
 * HearthLetterChoice:
 *
 * A chip that says what is chosen and lets something else be chosen.
 */
struct _HearthLetterChoice {
  GtkWidget parent_instance;

  GtkWidget *button;
  GtkLabel *label;
  GtkListBox *list;
  GtkWidget *popover;
  char *name; /* (owned): what is chosen here */
};

G_DEFINE_FINAL_TYPE (HearthLetterChoice, hearth_letter_choice, GTK_TYPE_WIDGET)

enum { CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
activated_cb (HearthLetterChoice *self, GtkListBoxRow *row)
{
  gtk_popover_popdown (GTK_POPOVER (self->popover));
  g_signal_emit (self, signals[CHOSEN], 0, g_object_get_data (G_OBJECT (row), "id"));
}

static void
hearth_letter_choice_dispose (GObject *object)
{
  HearthLetterChoice *self = HEARTH_LETTER_CHOICE (object);

  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_pointer (&self->name, g_free);
  G_OBJECT_CLASS (hearth_letter_choice_parent_class)->dispose (object);
}

static void
hearth_letter_choice_class_init (HearthLetterChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_letter_choice_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  /**
   * HearthLetterChoice::chosen:
   * @id: of what was chosen
   */
  signals[CHOSEN] = g_signal_new ("chosen", HEARTH_TYPE_LETTER_CHOICE, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
hearth_letter_choice_init (HearthLetterChoice *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *label = gtk_label_new ("");

  self->label = GTK_LABEL (label);
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (self->label, 24);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_SINGLE);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (activated_cb), self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 320);
  self->popover = gtk_popover_new ();
  gtk_widget_add_css_class (self->popover, "offers");
  gtk_popover_set_child (GTK_POPOVER (self->popover), scroller);
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), label);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), self->popover);
  gtk_widget_add_css_class (self->button, "chip");
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
}

/**
 * hearth_letter_choice_new:
 * @name: what is chosen here
 *
 * Returns: (transfer floating): a chip
 */
GtkWidget *
hearth_letter_choice_new (const char *name)
{
  HearthLetterChoice *self = g_object_new (HEARTH_TYPE_LETTER_CHOICE, NULL);

  self->name = g_strdup (name);
  gtk_widget_set_tooltip_text (self->button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  return GTK_WIDGET (self);
}

/**
 * hearth_letter_choice_clear:
 * @self: a chip
 *
 * Takes all of it away that could be chosen.
 */
void
hearth_letter_choice_clear (HearthLetterChoice *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
}

/**
 * hearth_letter_choice_add:
 * @self: a chip
 * @id: what names it
 * @shown: what it is called
 * @family: (nullable): the font that its name is shown in
 *
 * Adds something that can be chosen.
 */
void
hearth_letter_choice_add (HearthLetterChoice *self, const char *id, const char *shown,
                          const char *family)
{
  GtkWidget *label = gtk_label_new (shown);
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 32);
  if (family != NULL) {
    g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

    pango_attr_list_insert (attributes, pango_attr_family_new (family));
    gtk_label_set_attributes (GTK_LABEL (label), attributes);
  }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, shown, -1);
  g_object_set_data_full (G_OBJECT (row), "id", g_strdup (id), g_free);
  g_object_set_data_full (G_OBJECT (row), "shown", g_strdup (shown), g_free);
  gtk_list_box_append (self->list, row);
}

/**
 * hearth_letter_choice_set_chosen:
 * @self: a chip
 * @id: what is chosen
 *
 * Says what is chosen; "chosen" is not emitted.
 */
void
hearth_letter_choice_set_chosen (HearthLetterChoice *self, const char *id)
{
  for (int i = 0; gtk_list_box_get_row_at_index (self->list, i) != NULL; i++) {
    GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, i);
    const char *shown = g_object_get_data (G_OBJECT (row), "shown");
    g_autofree char *name = NULL;

    if (g_strcmp0 (g_object_get_data (G_OBJECT (row), "id"), id) != 0)
      continue;
    gtk_list_box_select_row (self->list, row);
    gtk_label_set_text (self->label, shown);
    /* Translators: the name of a setting and what is chosen: "Paper: A4" */
    name = g_strdup_printf (_("%s: %s"), self->name, shown);
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    name, -1);
    return;
  }
}
