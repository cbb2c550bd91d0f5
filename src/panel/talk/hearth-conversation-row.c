/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-conversation-row.h"

#include "hearth-clock.h"
#include "hearth-format.h"

#include <glib/gi18n.h>

/**
 * HearthConversationRow:
 *
 * One conversation in the list of them, or a place in one where what was looked for was said.
 */
struct _HearthConversationRow {
  GtkListBoxRow parent_instance;

  GtkWidget *stack;
  GtkWidget *title;
  GtkWidget *entry; /* (nullable) */

  char *name; /* (owned) */
  gint64 turn;
  gboolean is_private;
};

G_DEFINE_FINAL_TYPE (HearthConversationRow, hearth_conversation_row, GTK_TYPE_LIST_BOX_ROW)

enum {
  RENAMED,
  REMOVE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
end_renaming (HearthConversationRow *self, gboolean keep)
{
  g_autofree char *title = NULL;

  if (self->entry == NULL || gtk_stack_get_visible_child (GTK_STACK (self->stack)) != self->entry)
    return;
  title = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->title);
  if (!keep || *title == '\0' || g_str_equal (title, hearth_conversation_row_get_title (self)))
    return;
  gtk_label_set_text (GTK_LABEL (self->title), title);
  g_signal_emit (self, signals[RENAMED], 0, title);
}

static void
activated_cb (HearthConversationRow *self)
{
  end_renaming (self, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
left_cb (HearthConversationRow *self)
{
  end_renaming (self, TRUE);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state,
        gpointer user_data)
{
  HearthConversationRow *self = user_data;

  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  end_renaming (self, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  return GDK_EVENT_STOP;
}

static void
rename_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  hearth_conversation_row_rename (HEARTH_CONVERSATION_ROW (widget));
}

static void
remove_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_signal_emit (widget, signals[REMOVE], 0);
}

static void
hearth_conversation_row_finalize (GObject *object)
{
  g_free (HEARTH_CONVERSATION_ROW (object)->name);
  G_OBJECT_CLASS (hearth_conversation_row_parent_class)->finalize (object);
}

static void
hearth_conversation_row_class_init (HearthConversationRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hearth_conversation_row_finalize;
  /**
   * HearthConversationRow::renamed:
   * @title: the owner's title
   */
  signals[RENAMED] = g_signal_new ("renamed", HEARTH_TYPE_CONVERSATION_ROW, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * HearthConversationRow::remove:
   *
   * The owner wants it to be gone.
   */
  signals[REMOVE] = g_signal_new ("remove", HEARTH_TYPE_CONVERSATION_ROW, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "conversation.rename", NULL, rename_cb);
  gtk_widget_class_install_action (widget_class, "conversation.remove", NULL, remove_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "conversation.rename", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "conversation.remove",
                                       NULL);
}

static void
hearth_conversation_row_init (HearthConversationRow *self)
{
}

static GtkWidget *
make_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
make_menu (const char *title)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();
  g_autofree char *name = g_strdup_printf (_("More: %s"), title);

  g_menu_append (menu, _("_Rename"), "conversation.rename");
  g_menu_append (menu, _("Re_move"), "conversation.remove");
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return button;
}

/* A title, when it was, and a line below. */
static HearthConversationRow *
make_row (const char *name, const char *title, gint64 when, const char *below, gboolean is_private)
{
  HearthConversationRow *self = g_object_new (HEARTH_TYPE_CONVERSATION_ROW, NULL);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->name = g_strdup (name);
  self->is_private = is_private;
  if (is_private) {
    GtkWidget *lock = gtk_image_new_from_icon_name ("channel-secure-symbolic");

    gtk_accessible_update_property (GTK_ACCESSIBLE (lock), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _("Private"), -1);
    gtk_box_append (GTK_BOX (head), lock);
  }
  self->stack = gtk_stack_new ();
  self->title = make_label (*title != '\0' ? title : _("Untitled"), "need-title");
  gtk_stack_add_child (GTK_STACK (self->stack), self->title);
  gtk_widget_set_hexpand (self->stack, TRUE);
  gtk_box_append (GTK_BOX (head), self->stack);
  if (when != 0) {
    g_autofree char *date = hearth_format_day_short (when, hearth_clock_now ());

    gtk_box_append (GTK_BOX (head), make_label (date, "origin"));
  }
  gtk_box_append (GTK_BOX (text), head);
  if (below != NULL && *below != '\0')
    gtk_box_append (GTK_BOX (text), make_label (below, "origin"));
  gtk_widget_set_hexpand (text, TRUE);
  gtk_box_append (GTK_BOX (row), text);
  gtk_widget_add_css_class (row, "conversation-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), row);
  return self;
}

static void
name_row (HearthConversationRow *self, const char *below)
{
  const char *title = hearth_conversation_row_get_title (self);
  g_autofree char *name =
      below != NULL && *below != '\0' ? g_strdup_printf ("%s. %s", title, below) : g_strdup (title);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/**
 * hearth_conversation_row_new:
 * @conversation: one of the list
 * @current: whether it is the one on the screen
 *
 * Returns: (transfer floating): its row, with a menu
 */
GtkWidget *
hearth_conversation_row_new (const HearthConversation *conversation, gboolean current)
{
  gboolean own = *conversation->service == '\0';
  g_autofree char *below =
      own ? g_strdup (conversation->preview)
          : g_strdup_printf ("%s · %s",
                             g_str_equal (conversation->service, "builtin") ? _("on rules alone")
                                                                            : conversation->service,
                             conversation->preview != NULL ? conversation->preview : "");
  HearthConversationRow *self =
      make_row (conversation->name, conversation->title, conversation->changed, below, FALSE);

  gtk_box_append (GTK_BOX (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (self))),
                  make_menu (hearth_conversation_row_get_title (self)));
  if (current)
    gtk_widget_add_css_class (GTK_WIDGET (self), "current");
  name_row (self, below);
  return GTK_WIDGET (self);
}

/**
 * hearth_conversation_row_new_private:
 * @name: of a conversation that is kept in memory only
 * @current: whether it is the one on the screen
 *
 * Returns: (transfer floating): its row
 */
GtkWidget *
hearth_conversation_row_new_private (const char *name, gboolean current)
{
  const char *below = _("In memory only; it is forgotten when the service ends");
  HearthConversationRow *self = make_row (name, _("Private conversation"), 0, below, TRUE);

  if (current)
    gtk_widget_add_css_class (GTK_WIDGET (self), "current");
  name_row (self, below);
  return GTK_WIDGET (self);
}

/**
 * hearth_conversation_row_new_hit:
 * @hit: where what was looked for was said
 *
 * Returns: (transfer floating): its row
 */
GtkWidget *
hearth_conversation_row_new_hit (const HearthTurnHit *hit)
{
  g_autofree char *below = hit->role == HEARTH_TURN_OWNER && *hit->snippet != '\0'
                               ? g_strdup_printf (_("You: %s"), hit->snippet)
                               : g_strdup (hit->snippet);
  HearthConversationRow *self =
      make_row (hit->conversation, hit->title, hit->created, below, FALSE);

  self->turn = hit->turn;
  name_row (self, below);
  return GTK_WIDGET (self);
}

/**
 * hearth_conversation_row_rename:
 * @self: a row
 *
 * Lets the owner type another title in its place.
 */
void
hearth_conversation_row_rename (HearthConversationRow *self)
{
  if (self->is_private || self->turn != 0)
    return;
  if (self->entry == NULL) {
    GtkEventController *keys = gtk_event_controller_key_new ();
    GtkEventController *focus = gtk_event_controller_focus_new ();

    self->entry = gtk_entry_new ();
    gtk_entry_set_max_length (GTK_ENTRY (self->entry), HEARTH_CONVERSATION_MAX_TITLE);
    gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 8);
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _("Title"), -1);
    g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (activated_cb), self);
    g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
    gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
    gtk_widget_add_controller (self->entry, keys);
    g_signal_connect_swapped (focus, "leave", G_CALLBACK (left_cb), self);
    gtk_widget_add_controller (self->entry, focus);
    gtk_stack_add_child (GTK_STACK (self->stack), self->entry);
  }
  gtk_editable_set_text (GTK_EDITABLE (self->entry), hearth_conversation_row_get_title (self));
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->entry);
  gtk_widget_grab_focus (self->entry);
}

/**
 * hearth_conversation_row_get_name:
 * @self: a row
 *
 * Returns: (transfer none): the conversation's name
 */
const char *
hearth_conversation_row_get_name (HearthConversationRow *self)
{
  return self->name;
}

/**
 * hearth_conversation_row_get_title:
 * @self: a row
 *
 * Returns: (transfer none): the conversation's title
 */
const char *
hearth_conversation_row_get_title (HearthConversationRow *self)
{
  return gtk_label_get_text (GTK_LABEL (self->title));
}

/**
 * hearth_conversation_row_get_turn:
 * @self: a row
 *
 * Returns: the turn in which what was looked for was said, or 0
 */
gint64
hearth_conversation_row_get_turn (HearthConversationRow *self)
{
  return self->turn;
}

/**
 * hearth_conversation_row_is_private:
 * @self: a row
 *
 * Returns: whether the conversation is kept in memory only
 */
gboolean
hearth_conversation_row_is_private (HearthConversationRow *self)
{
  return self->is_private;
}
