/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-wording-card.h"

#include "hearth-word-diff.h"
#include "hearth-wrap-layout.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HearthWordingCard:
 *
 * What a service would word otherwise: words struck and added, why, and what to do about it.
 */
struct _HearthWordingCard {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *diff;
  GtkLabel *reason;
  GtkWidget *take;
  HearthLetterChange *change; /* (owned) */
};

G_DEFINE_FINAL_TYPE (HearthWordingCard, hearth_wording_card, GTK_TYPE_WIDGET)

enum { TAKEN, KEPT, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
add_attribute (PangoAttrList *list, PangoAttribute *attribute, gsize start, gsize end)
{
  attribute->start_index = (guint) start;
  attribute->end_index = (guint) end;
  pango_attr_list_insert (list, attribute);
}

/* By attributes, as nothing that a service wrote is read as markup. */
static void
show_diff (HearthWordingCard *self)
{
  g_autoptr (GPtrArray) pieces = hearth_word_diff (self->change->old, self->change->new);
  g_autoptr (GString) text = g_string_new (NULL);
  PangoAttrList *list = pango_attr_list_new ();

  for (guint i = 0; i < pieces->len; i++) {
    const HearthDiffPiece *piece = g_ptr_array_index (pieces, i);
    gsize start = text->len;

    g_string_append (text, piece->text);
    if (piece->kind == HEARTH_DIFF_STRUCK) {
      add_attribute (list, pango_attr_strikethrough_new (TRUE), start, text->len);
      g_string_append_c (text, ' ');
    } else if (piece->kind == HEARTH_DIFF_ADDED) {
      add_attribute (list, pango_attr_weight_new (PANGO_WEIGHT_BOLD), start, text->len);
      add_attribute (list, pango_attr_underline_new (PANGO_UNDERLINE_SINGLE), start, text->len);
    }
  }
  gtk_label_set_text (self->diff, text->str);
  gtk_label_set_attributes (self->diff, list);
  pango_attr_list_unref (list);
}

/* Struck words are told by ear, too. */
static void
describe (HearthWordingCard *self)
{
  g_autofree char *text =
      *self->change->new != '\0'
          /* Translators: words of a letter, and what would stand there */
          ? g_strdup_printf (_("“%s” becomes “%s”"), self->change->old, self->change->new)
          : g_strdup_printf (_("“%s” is left out"), self->change->old);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->diff), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  -1);
}

static void
take_cb (HearthWordingCard *self)
{
  g_signal_emit (self, signals[TAKEN], 0);
}

static void
keep_cb (HearthWordingCard *self)
{
  g_signal_emit (self, signals[KEPT], 0);
}

static gboolean
hearth_wording_card_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (HEARTH_WORDING_CARD (widget)->take);
}

static void
hearth_wording_card_dispose (GObject *object)
{
  HearthWordingCard *self = HEARTH_WORDING_CARD (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->change, hearth_letter_change_free);
  G_OBJECT_CLASS (hearth_wording_card_parent_class)->dispose (object);
}

static void
hearth_wording_card_class_init (HearthWordingCardClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_wording_card_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = hearth_wording_card_grab_focus;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  /**
   * HearthWordingCard::taken:
   */
  signals[TAKEN] =
      g_signal_new ("taken", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * HearthWordingCard::kept: what stands there stays
   */
  signals[KEPT] =
      g_signal_new ("kept", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkLabel *
add_label (GtkWidget *box, const char *css_class)
{
  GtkWidget *label = gtk_label_new ("");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
hearth_wording_card_init (HearthWordingCard *self)
{
  GtkWidget *deeds = hearth_wrap_box_new (6);
  GtkWidget *keep = gtk_button_new_with_label (_("Keep"));

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_add_css_class (self->box, "letter-card");
  self->diff = add_label (self->box, NULL);
  self->reason = add_label (self->box, "dim-label");
  self->take = gtk_button_new_with_label (_("Take"));
  gtk_widget_set_tooltip_text (keep, _("Keep what stands there"));
  gtk_box_append (GTK_BOX (deeds), self->take);
  gtk_box_append (GTK_BOX (deeds), keep);
  gtk_widget_set_margin_top (deeds, 6);
  gtk_box_append (GTK_BOX (self->box), deeds);
  g_signal_connect_swapped (self->take, "clicked", G_CALLBACK (take_cb), self);
  g_signal_connect_swapped (keep, "clicked", G_CALLBACK (keep_cb), self);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/**
 * hearth_wording_card_new:
 * @change: what it says; copied
 *
 * Returns: (transfer floating): a card
 */
GtkWidget *
hearth_wording_card_new (const HearthLetterChange *change)
{
  HearthWordingCard *self = g_object_new (HEARTH_TYPE_WORDING_CARD, NULL);

  self->change = hearth_letter_change_copy (change);
  gtk_label_set_text (self->reason, change->reason);
  show_diff (self);
  describe (self);
  return GTK_WIDGET (self);
}

/**
 * hearth_wording_card_get_change:
 * @self: a card
 *
 * Returns: (transfer none): what it says
 */
HearthLetterChange *
hearth_wording_card_get_change (HearthWordingCard *self)
{
  return self->change;
}
