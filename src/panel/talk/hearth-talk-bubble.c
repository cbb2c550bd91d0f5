/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-talk-bubble.h"

#include "hearth-label-wrap.h"
#include "hearth-prose.h"

#include <glib/gi18n.h>

/* The owner's words, and beside them a menu with what can be done about them. The menu's actions
 * are those of the turn that holds the bubble. */

#define BUBBLE_CHARS 34

/**
 * HearthTalkBubble:
 *
 * What the owner said, in a conversation; it can be written anew.
 */
struct _HearthTalkBubble {
  GtkWidget parent_instance;

  GtkWidget *menu;
  GtkWidget *label;
};

G_DEFINE_FINAL_TYPE (HearthTalkBubble, hearth_talk_bubble, GTK_TYPE_WIDGET)

static GMenuModel *
make_menu (void)
{
  GMenu *menu = g_menu_new ();

  g_menu_append (menu, _("_Edit and Ask Again"), "turn.edit");
  g_menu_append (menu, _("_Copy"), "turn.copy");
  return G_MENU_MODEL (menu);
}

static void
hearth_talk_bubble_dispose (GObject *object)
{
  HearthTalkBubble *self = HEARTH_TALK_BUBBLE (object);

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->label, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_talk_bubble_parent_class)->dispose (object);
}

static void
hearth_talk_bubble_class_init (HearthTalkBubbleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_talk_bubble_dispose;
  gtk_widget_class_set_css_name (widget_class, "said");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
hearth_talk_bubble_init (HearthTalkBubble *self)
{
  g_autoptr (GMenuModel) menu = make_menu ();
  GtkWidget *label = gtk_label_new (NULL);

  self->menu = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->menu), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->menu), menu);
  gtk_widget_set_valign (self->menu, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->menu, "small-menu");
  gtk_widget_add_css_class (self->menu, "flat");
  gtk_widget_set_tooltip_text (self->menu, _("This question"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("This question"), -1);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));

  hearth_label_wrap (GTK_LABEL (label));
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), BUBBLE_CHARS);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_extra_menu (GTK_LABEL (label), menu);
  gtk_widget_add_css_class (label, "bubble");
  gtk_widget_set_parent (label, GTK_WIDGET (self));
  self->label = label;
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_END);
  gtk_widget_set_margin_start (GTK_WIDGET (self), 20);
}

/**
 * hearth_talk_bubble_new:
 * @text: what the owner said
 *
 * Returns: (transfer floating): the owner's words
 */
GtkWidget *
hearth_talk_bubble_new (const char *text)
{
  HearthTalkBubble *self = g_object_new (HEARTH_TYPE_TALK_BUBBLE, NULL);

  gtk_label_set_text (GTK_LABEL (self->label), text);
  /* Words in another script stand as that script does. */
  hearth_prose_apply_direction (self->label, text);
  return GTK_WIDGET (self);
}

/**
 * hearth_talk_bubble_set_editing:
 * @self: the owner's words
 * @editing: whether they are being said in other words
 *
 * Marks the words that are being changed.
 */
void
hearth_talk_bubble_set_editing (HearthTalkBubble *self, gboolean editing)
{
  if (editing)
    gtk_widget_add_css_class (GTK_WIDGET (self), "editing");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "editing");
}
