/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-message-list.h"

#include "hearth-mail-row.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Of more chosen messages than this, not each is asked for its flags. */
#define MAX_ASKED 500

/**
 * HearthMessageList:
 *
 * A list of messages that is gone through by the keyboard, with marks for what is to be done
 * to many at once.
 */
struct _HearthMessageList {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *scroller;
  GtkListView *view;
  GtkRevealer *bar;
  GtkLabel *count;
  GtkWidget *unmark;

  HearthClient *client;         /* (owned) */
  HearthMessageModel *model;    /* (owned) */
  GtkSelectionModel *selection; /* (owned) */
  GPtrArray *bound; /* (owned) (element-type GtkListItem): those that show a row, lent */
  guint position;   /* of the chosen message; stays when that goes */
  gboolean marking; /* several are being chosen by the keyboard */
  gboolean refocus; /* the focus goes on to the next message */
  guint choose_source;
};

static void hearth_message_list_page_init (HearthMailPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HearthMessageList, hearth_message_list, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (HEARTH_TYPE_MAIL_PAGE,
                                                      hearth_message_list_page_init))

static guint
get_n (HearthMessageList *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->selection));
}

static guint
count_chosen (HearthMessageList *self)
{
  g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (self->selection);

  return (guint) gtk_bitset_get_size (chosen);
}

static void
update_item (HearthMessageList *self, GtkListItem *item, gboolean alone)
{
  GtkWidget *row = gtk_list_item_get_child (item);

  hearth_mail_row_set_chosen (HEARTH_MAIL_ROW (row), gtk_list_item_get_selected (item), alone);
}

static void
update_chosen (HearthMessageList *self)
{
  guint n = count_chosen (self);
  gboolean alone = n == 1 && !self->marking;

  for (guint i = 0; i < self->bound->len; i++)
    update_item (self, g_ptr_array_index (self->bound, i), alone);
  /* A label that slides away is still read aloud: it has to say nothing then. */
  if (n > 0 && !alone) {
    g_autofree char *text = g_strdup_printf (ngettext ("%u selected", "%u selected", n), n);

    gtk_label_set_text (self->count, text);
  } else {
    gtk_label_set_text (self->count, "");
  }
  gtk_revealer_set_reveal_child (self->bar, n > 1 || (n > 0 && self->marking));
}

static void
selection_changed_cb (HearthMessageList *self)
{
  g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (self->selection);

  if (gtk_bitset_is_empty (chosen))
    self->marking = FALSE;
  else
    self->position = gtk_bitset_get_minimum (chosen);
  update_chosen (self);
}

static void
show_position (HearthMessageList *self, guint position)
{
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
}

/* GtkListView does not give the focus to one of its rows; the row's widget takes it. */
static gboolean
focus_position (HearthMessageList *self, guint position)
{
  show_position (self, position);
  for (guint i = 0; i < self->bound->len; i++) {
    GtkListItem *item = g_ptr_array_index (self->bound, i);

    if (gtk_list_item_get_position (item) == position)
      return gtk_widget_grab_focus (gtk_widget_get_parent (gtk_list_item_get_child (item)));
  }
  return gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
choose (HearthMessageList *self, guint position, gboolean focus)
{
  gtk_selection_model_select_item (self->selection, position, TRUE);
  if (focus)
    focus_position (self, position);
  else
    show_position (self, position);
}

/* Where the chosen message was, the next one is chosen. */
static gboolean
choose_cb (gpointer user_data)
{
  HearthMessageList *self = user_data;
  guint n = get_n (self);

  self->choose_source = 0;
  if (n > 0 && self->position != GTK_INVALID_LIST_POSITION && count_chosen (self) == 0)
    choose (self, MIN (self->position, n - 1), self->refocus);
  self->refocus = FALSE;
  return G_SOURCE_REMOVE;
}

static void
items_changed_cb (HearthMessageList *self, guint position, guint removed, guint added)
{
  /* News above moves what was chosen down. */
  if (count_chosen (self) > 0)
    selection_changed_cb (self);
  else if (removed > 0 && self->choose_source == 0)
    self->choose_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, choose_cb, self, NULL);
}

static void
activate (HearthMessageList *self, guint position)
{
  gint64 id = hearth_message_model_get_id (self->model, position);

  if (id != 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-message", "x", id);
}

static void
activate_cb (GtkListView *view, guint position, gpointer user_data)
{
  activate (user_data, position);
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, gpointer user_data)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  GtkListItem *item = user_data;
  GtkWidget *picked = gtk_widget_pick (row, x, y, GTK_PICK_DEFAULT);
  GdkModifierType state =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  /* A press on what is chosen opens it; one on what is not chooses it. */
  if (gtk_widget_has_css_class (row, "chosen") && gtk_list_item_get_selected (item) &&
      (state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK)) == 0 &&
      (picked == NULL || gtk_widget_get_ancestor (picked, GTK_TYPE_BUTTON) == NULL))
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  else
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
}

static void
released_cb (GtkGestureClick *gesture, int n_press, double x, double y, gpointer user_data)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  GtkWidget *list = gtk_widget_get_ancestor (row, HEARTH_TYPE_MESSAGE_LIST);

  if (list != NULL && gtk_widget_contains (row, x, y))
    activate (HEARTH_MESSAGE_LIST (list), gtk_list_item_get_position (user_data));
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  HearthMessageList *self = user_data;
  GtkWidget *row = hearth_mail_row_new (self->client);
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), item);
  g_signal_connect (click, "released", G_CALLBACK (released_cb), item);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (click));
  g_object_set_data (G_OBJECT (row), "list-item", item);
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  HearthMessageList *self = user_data;
  GtkWidget *row = gtk_list_item_get_child (item);

  hearth_mail_row_set_item (HEARTH_MAIL_ROW (row), gtk_list_item_get_item (item));
  g_ptr_array_add (self->bound, item);
  update_item (self, item, !self->marking && count_chosen (self) == 1);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  HearthMessageList *self = user_data;

  g_ptr_array_remove_fast (self->bound, item);
  hearth_mail_row_set_item (HEARTH_MAIL_ROW (gtk_list_item_get_child (item)), NULL);
}

static guint
find_focus (HearthMessageList *self)
{
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (self->view));
  GtkWidget *row = child != NULL ? gtk_widget_get_first_child (child) : NULL;
  GtkListItem *item =
      HEARTH_IS_MAIL_ROW (row) ? g_object_get_data (G_OBJECT (row), "list-item") : NULL;

  return item != NULL ? gtk_list_item_get_position (item) : GTK_INVALID_LIST_POSITION;
}

static GArray *
hearth_message_list_dup_chosen (HearthMailPage *page, HearthMessageFlags *flags)
{
  HearthMessageList *self = HEARTH_MESSAGE_LIST (page);
  g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (self->selection);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean asked = gtk_bitset_get_size (chosen) <= MAX_ASKED;
  GtkBitsetIter iter;
  guint position;

  *flags = asked && !gtk_bitset_is_empty (chosen) ? (HearthMessageFlags) ~0 : 0;
  for (gboolean more = gtk_bitset_iter_init_first (&iter, chosen, &position); more;
       more = gtk_bitset_iter_next (&iter, &position)) {
    gint64 id = hearth_message_model_get_id (self->model, position);

    g_array_append_val (ids, id);
    if (asked) {
      g_autoptr (HearthMessageItem) item =
          g_list_model_get_item (G_LIST_MODEL (self->model), position);

      *flags &= hearth_message_item_get_flags (item);
    }
  }
  return ids;
}

static void
hearth_message_list_step (HearthMailPage *page, int step)
{
  HearthMessageList *self = HEARTH_MESSAGE_LIST (page);
  guint n = get_n (self);
  guint focused = find_focus (self);
  guint from = focused != GTK_INVALID_LIST_POSITION && self->marking ? focused : self->position;
  gint64 to;

  if (n == 0)
    return;
  if (from == GTK_INVALID_LIST_POSITION || (!self->marking && count_chosen (self) == 0))
    to = from == GTK_INVALID_LIST_POSITION ? 0 : from;
  else
    to = (gint64) from + step;
  to = CLAMP (to, 0, (gint64) n - 1);
  if (self->marking) {
    focus_position (self, (guint) to);
  } else {
    choose (self, (guint) to, TRUE);
  }
}

static void
hearth_message_list_mark (HearthMailPage *page)
{
  HearthMessageList *self = HEARTH_MESSAGE_LIST (page);
  guint position = find_focus (self);

  if (position == GTK_INVALID_LIST_POSITION)
    position = self->position;
  if (position == GTK_INVALID_LIST_POSITION || position >= get_n (self))
    return;
  if (self->marking && gtk_selection_model_is_selected (self->selection, position)) {
    gtk_selection_model_unselect_item (self->selection, position);
  } else {
    self->marking = TRUE;
    gtk_selection_model_select_item (self->selection, position, FALSE);
    update_chosen (self);
  }
}

static void
hearth_message_list_open (HearthMailPage *page)
{
  gint64 id = hearth_message_list_get_chosen (HEARTH_MESSAGE_LIST (page));

  if (id != 0)
    gtk_widget_activate_action (GTK_WIDGET (page), "win.show-message", "x", id);
}

static void
hearth_message_list_leave (HearthMailPage *page)
{
  HearthMessageList *self = HEARTH_MESSAGE_LIST (page);

  self->refocus = TRUE;
  self->marking = FALSE;
}

static HearthMailboxRole
hearth_message_list_get_role (HearthMailPage *page)
{
  switch (hearth_message_model_get_kind (HEARTH_MESSAGE_LIST (page)->model)) {
  case HEARTH_MESSAGES_JUNK:
    return HEARTH_MAILBOX_JUNK;
  case HEARTH_MESSAGES_TRASH:
    return HEARTH_MAILBOX_TRASH;
  case HEARTH_MESSAGES_ARCHIVE:
    return HEARTH_MAILBOX_ARCHIVE;
  case HEARTH_MESSAGES_SENT:
    return HEARTH_MAILBOX_SENT;
  case HEARTH_MESSAGES_INBOX:
  case HEARTH_MESSAGES_NEEDS_YOU:
  case HEARTH_MESSAGES_PEOPLE:
  case HEARTH_MESSAGES_SET_ASIDE:
  case HEARTH_MESSAGES_STARRED:
  case HEARTH_MESSAGES_LATER:
  case HEARTH_MESSAGES_ALL:
  case HEARTH_MESSAGES_SEARCH:
  default:
    return HEARTH_MAILBOX_OTHER;
  }
}

static void
hearth_message_list_page_init (HearthMailPageInterface *iface)
{
  iface->dup_chosen = hearth_message_list_dup_chosen;
  iface->step = hearth_message_list_step;
  iface->mark = hearth_message_list_mark;
  iface->open = hearth_message_list_open;
  iface->leave = hearth_message_list_leave;
  iface->get_role = hearth_message_list_get_role;
}

static gboolean
hearth_message_list_grab_focus (GtkWidget *widget)
{
  HearthMessageList *self = HEARTH_MESSAGE_LIST (widget);

  return self->position < get_n (self) ? focus_position (self, self->position)
                                       : gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
unmark_cb (HearthMessageList *self)
{
  hearth_message_list_unmark (self);
}

static void
hearth_message_list_dispose (GObject *object)
{
  HearthMessageList *self = HEARTH_MESSAGE_LIST (object);

  g_clear_handle_id (&self->choose_source, g_source_remove);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_message_list_parent_class)->dispose (object);
}

static void
hearth_message_list_finalize (GObject *object)
{
  g_ptr_array_unref (HEARTH_MESSAGE_LIST (object)->bound);
  G_OBJECT_CLASS (hearth_message_list_parent_class)->finalize (object);
}

static void
hearth_message_list_class_init (HearthMessageListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hearth_message_list_dispose;
  object_class->finalize = hearth_message_list_finalize;
  widget_class->grab_focus = hearth_message_list_grab_focus;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/hearthdesktop/Hearth/mail/hearth-message-list.ui");
  gtk_widget_class_bind_template_child (widget_class, HearthMessageList, box);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageList, scroller);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageList, view);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageList, bar);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageList, count);
  gtk_widget_class_bind_template_child (widget_class, HearthMessageList, unmark);
}

static void
hearth_message_list_init (HearthMessageList *self)
{
  self->bound = g_ptr_array_new ();
  self->position = GTK_INVALID_LIST_POSITION;
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->unmark, "clicked", G_CALLBACK (unmark_cb), self);
}

/**
 * hearth_message_list_new:
 * @desk: where the owner's actions are carried out
 *
 * Makes a list of mail. The message that is chosen alone says more and is opened by a second press
 * or Enter; when several are chosen, a bar says what can be done with them.
 *
 * Returns: (transfer floating): a list
 */
GtkWidget *
hearth_message_list_new (HearthMailDesk *desk)
{
  HearthMessageList *self = g_object_new (HEARTH_TYPE_MESSAGE_LIST, NULL);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->client = g_object_ref (hearth_mail_desk_get_client (desk));
  self->model = hearth_message_model_new (desk);
  self->selection =
      GTK_SELECTION_MODEL (gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (self->model))));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  gtk_list_view_set_factory (self->view, factory);
  gtk_list_view_set_model (self->view, self->selection);
  g_signal_connect (self->view, "activate", G_CALLBACK (activate_cb), self);
  g_signal_connect_swapped (self->selection, "selection-changed", G_CALLBACK (selection_changed_cb),
                            self);
  g_signal_connect_swapped (self->selection, "items-changed", G_CALLBACK (items_changed_cb), self);
  return GTK_WIDGET (self);
}

/**
 * hearth_message_list_get_model:
 * @self: a list
 *
 * Returns: (transfer none): the messages
 */
HearthMessageModel *
hearth_message_list_get_model (HearthMessageList *self)
{
  return self->model;
}

/**
 * hearth_message_list_look:
 * @self: a list
 * @kind: which messages
 * @query: (nullable): the words of a search
 *
 * Shows other messages, from the first one on.
 */
void
hearth_message_list_look (HearthMessageList *self, HearthMessageKind kind, const char *query)
{
  gtk_selection_model_unselect_all (self->selection);
  self->position = GTK_INVALID_LIST_POSITION;
  gtk_adjustment_set_value (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
  hearth_message_model_look (self->model, kind, query);
}

/**
 * hearth_message_list_get_chosen:
 * @self: a list
 *
 * Returns: the first of the chosen messages, or 0
 */
gint64
hearth_message_list_get_chosen (HearthMessageList *self)
{
  return count_chosen (self) > 0 ? hearth_message_model_get_id (self->model, self->position) : 0;
}

/**
 * hearth_message_list_unmark:
 * @self: a list
 *
 * Ends the choice of several messages; the first of them stays chosen.
 *
 * Returns: whether there were several
 */
gboolean
hearth_message_list_unmark (HearthMessageList *self)
{
  if (!gtk_revealer_get_reveal_child (self->bar))
    return FALSE;
  self->marking = FALSE;
  choose (self, self->position, TRUE);
  update_chosen (self);
  return TRUE;
}
