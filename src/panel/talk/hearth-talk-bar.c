/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-talk-bar.h"

#include "hearth-conversation.h"

#include <glib/gi18n.h>

/**
 * HearthTalkBar:
 *
 * The line above a conversation: all conversations, the title of this one, which is changed in
 * place, and a new one.
 */
struct _HearthTalkBar {
  GtkWidget parent_instance;

  GtkWidget *list;
  GtkWidget *stack;
  GtkWidget *title;
  GtkWidget *lock;
  GtkWidget *label;
  GtkWidget *entry;
  GtkWidget *begin;
};

G_DEFINE_FINAL_TYPE (HearthTalkBar, hearth_talk_bar, GTK_TYPE_WIDGET)

enum {
  LIST,
  RENAMED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
list_cb (HearthTalkBar *self)
{
  g_signal_emit (self, signals[LIST], 0);
}

static gboolean
is_renaming (HearthTalkBar *self)
{
  return gtk_stack_get_visible_child (GTK_STACK (self->stack)) == self->entry;
}

static void
end_renaming (HearthTalkBar *self, gboolean keep)
{
  g_autofree char *title = NULL;

  if (!is_renaming (self))
    return;
  title = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->title);
  if (!keep || *title == '\0' || g_str_equal (title, gtk_label_get_text (GTK_LABEL (self->label))))
    return;
  gtk_label_set_text (GTK_LABEL (self->label), title);
  g_signal_emit (self, signals[RENAMED], 0, title);
}

static void
activated_cb (HearthTalkBar *self)
{
  end_renaming (self, TRUE);
  gtk_widget_grab_focus (self->title);
}

static void
left_cb (HearthTalkBar *self)
{
  end_renaming (self, TRUE);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state,
        gpointer user_data)
{
  HearthTalkBar *self = user_data;

  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  end_renaming (self, FALSE);
  gtk_widget_grab_focus (self->title);
  return GDK_EVENT_STOP;
}

static void
hearth_talk_bar_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (hearth_talk_bar_parent_class)->dispose (object);
}

static void
hearth_talk_bar_class_init (HearthTalkBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_talk_bar_dispose;
  /**
   * HearthTalkBar::list:
   *
   * The owner wants to see all conversations.
   */
  signals[LIST] = g_signal_new ("list", HEARTH_TYPE_TALK_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  /**
   * HearthTalkBar::renamed:
   * @title: the owner's title
   *
   * The owner has given this conversation a title.
   */
  signals[RENAMED] = g_signal_new ("renamed", HEARTH_TYPE_TALK_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_css_name (widget_class, "talkbar");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static GtkWidget *
make_icon_button (const char *icon, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_add_css_class (button, "flat");
  return button;
}

static void
make_title (HearthTalkBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->lock = gtk_image_new_from_icon_name ("channel-secure-symbolic");
  self->label = gtk_label_new (NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->lock), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Private"), -1);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), self->lock);
  gtk_box_append (GTK_BOX (box), self->label);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  self->title = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->title), box);
  gtk_widget_add_css_class (self->title, "flat");
  gtk_widget_add_css_class (self->title, "conversation");
  g_signal_connect_swapped (self->title, "clicked", G_CALLBACK (hearth_talk_bar_rename), self);

  self->entry = gtk_entry_new ();
  gtk_entry_set_max_length (GTK_ENTRY (self->entry), HEARTH_CONVERSATION_MAX_TITLE);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 8);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Title of this conversation"), -1);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (activated_cb), self);
  self->stack = gtk_stack_new ();
  gtk_stack_add_child (GTK_STACK (self->stack), self->title);
  gtk_stack_add_child (GTK_STACK (self->stack), self->entry);
  gtk_widget_set_hexpand (self->stack, TRUE);
}

static void
hearth_talk_bar_init (HearthTalkBar *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->list = make_icon_button ("document-open-recent-symbolic", _("All conversations"));
  g_signal_connect_swapped (self->list, "clicked", G_CALLBACK (list_cb), self);
  make_title (self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (self->entry, keys);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (left_cb), self);
  gtk_widget_add_controller (self->entry, focus);
  self->begin = make_icon_button ("list-add-symbolic", _("New conversation"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->begin), "win.begin-anew");
  gtk_widget_set_parent (self->list, GTK_WIDGET (self));
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));
  gtk_widget_set_parent (self->begin, GTK_WIDGET (self));
  hearth_talk_bar_set_title (self, "", FALSE, FALSE);
}

/**
 * hearth_talk_bar_new:
 *
 * Returns: (transfer floating): the line above a conversation
 */
GtkWidget *
hearth_talk_bar_new (void)
{
  return g_object_new (HEARTH_TYPE_TALK_BAR, NULL);
}

/**
 * hearth_talk_bar_set_title:
 * @self: a bar
 * @title: of the conversation; "" of one that has none yet
 * @is_private: whether it is kept in memory only
 * @can_rename: whether the owner may change it
 *
 * Names the conversation on the screen. A title that is being typed stays.
 */
void
hearth_talk_bar_set_title (HearthTalkBar *self, const char *title, gboolean is_private,
                           gboolean can_rename)
{
  const char *shown = *title != '\0' ? title
                      : is_private   ? _("Private conversation")
                                     : _("New conversation");
  g_autofree char *name = can_rename ? g_strdup_printf (_("Rename: %s"), shown) : g_strdup (shown);

  gtk_label_set_text (GTK_LABEL (self->label), shown);
  gtk_widget_set_visible (self->lock, is_private);
  gtk_widget_set_can_target (self->title, can_rename);
  gtk_widget_set_focusable (self->title, can_rename);
  gtk_widget_set_tooltip_text (self->title, can_rename ? shown : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->title), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
}

/**
 * hearth_talk_bar_rename:
 * @self: a bar
 *
 * Lets the owner type another title in its place.
 */
void
hearth_talk_bar_rename (HearthTalkBar *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), gtk_label_get_text (GTK_LABEL (self->label)));
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->entry);
  gtk_widget_grab_focus (self->entry);
}
