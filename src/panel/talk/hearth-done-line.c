/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-done-line.h"

#include "hearth-label-wrap.h"

#include <glib/gi18n.h>

/**
 * HearthDoneLine:
 *
 * One line that says what was done, with a button that takes it back.
 */
struct _HearthDoneLine {
  GtkWidget parent_instance;

  GtkWidget *icon;
  GtkWidget *label;
  GtkWidget *undo;
  GtkWidget *trouble; /* (nullable) */
  GtkWidget *box;
  char *text;   /* (owned) */
  char *undone; /* (owned) */
};

G_DEFINE_FINAL_TYPE (HearthDoneLine, hearth_done_line, GTK_TYPE_WIDGET)

enum {
  UNDO,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
clicked_cb (HearthDoneLine *self)
{
  g_signal_emit (self, signals[UNDO], 0);
}

static void
hearth_done_line_dispose (GObject *object)
{
  HearthDoneLine *self = HEARTH_DONE_LINE (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->trouble, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_done_line_parent_class)->dispose (object);
}

static void
hearth_done_line_finalize (GObject *object)
{
  g_free (HEARTH_DONE_LINE (object)->text);
  g_free (HEARTH_DONE_LINE (object)->undone);
  G_OBJECT_CLASS (hearth_done_line_parent_class)->finalize (object);
}

static void
hearth_done_line_class_init (HearthDoneLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_done_line_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_done_line_finalize;
  /**
   * HearthDoneLine::undo:
   *
   * The owner wants it to be taken back.
   */
  signals[UNDO] = g_signal_new ("undo", HEARTH_TYPE_DONE_LINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "done");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
hearth_done_line_init (HearthDoneLine *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  self->icon = gtk_image_new_from_icon_name ("object-select-symbolic");
  self->label = gtk_label_new (NULL);
  self->undo = gtk_button_new_with_label (_("Undo"));
  hearth_label_wrap (GTK_LABEL (self->label));
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_widget_set_hexpand (self->label, TRUE);
  gtk_widget_set_valign (self->undo, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Done"), -1);
  g_signal_connect_swapped (self->undo, "clicked", G_CALLBACK (clicked_cb), self);
  gtk_box_append (GTK_BOX (self->box), self->icon);
  gtk_box_append (GTK_BOX (self->box), self->label);
  gtk_box_append (GTK_BOX (self->box), self->undo);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/**
 * hearth_done_line_new:
 * @text: what was done
 * @title: (nullable): what stands above the line and says it already; %NULL if nothing does
 *
 * Returns: (transfer floating): a line that offers to take it back
 */
GtkWidget *
hearth_done_line_new (const char *text, const char *title)
{
  HearthDoneLine *self = g_object_new (HEARTH_TYPE_DONE_LINE, NULL);
  g_autofree char *name = g_strdup_printf (_("Undo: %s"), title != NULL ? title : text);

  self->text = g_strdup (text);
  self->undone =
      title != NULL ? g_strdup (_("Taken back")) : g_strdup_printf (_("Taken back: %s"), text);
  gtk_label_set_text (GTK_LABEL (self->label), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->undo), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  return GTK_WIDGET (self);
}

/**
 * hearth_done_line_set_state:
 * @self: a line
 * @state: how far it stands
 *
 * Shows whether it can be, or was, taken back.
 */
void
hearth_done_line_set_state (HearthDoneLine *self, HearthDoneState state)
{
  gboolean undone = state == HEARTH_DONE_UNDONE;

  gtk_label_set_text (GTK_LABEL (self->label), undone ? self->undone : self->text);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon),
                                undone ? "edit-undo-symbolic" : "object-select-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  undone ? _("Taken back") : _("Done"), -1);
  gtk_widget_set_visible (self->undo, state == HEARTH_DONE_UNDOABLE || state == HEARTH_DONE_BUSY);
  gtk_widget_set_sensitive (self->undo, state == HEARTH_DONE_UNDOABLE);
  if (undone)
    gtk_widget_add_css_class (GTK_WIDGET (self), "undone");
}

/**
 * hearth_done_line_set_trouble:
 * @self: a line
 * @sentence: (nullable): why it could not be taken back
 *
 * Says what went wrong.
 */
void
hearth_done_line_set_trouble (HearthDoneLine *self, const char *sentence)
{
  if (sentence == NULL) {
    g_clear_pointer (&self->trouble, gtk_widget_unparent);
    return;
  }
  if (self->trouble == NULL) {
    self->trouble = gtk_label_new (NULL);
    gtk_label_set_wrap (GTK_LABEL (self->trouble), TRUE);
    gtk_label_set_xalign (GTK_LABEL (self->trouble), 0);
    gtk_widget_add_css_class (self->trouble, "error");
    gtk_widget_set_parent (self->trouble, GTK_WIDGET (self));
  }
  gtk_label_set_text (GTK_LABEL (self->trouble), sentence);
}
