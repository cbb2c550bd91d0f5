/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-talk-view-private.h"

#include "hearth-link-text.h"
#include "hearth-presence-mark.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define PAGE_TURNS 30
/* Who talks on at the end has so many turns on the screen. Those before them are in the store, and
 * are read when somebody goes up to them: a panel that is open for weeks neither grows nor slows
 * down. */
#define KEPT_TURNS (2 * PAGE_TURNS)
/* So near to the end counts as reading along. */
#define NEAR_END 48
/* What is brought into sight does not stick to the edge. */
#define SIGHT_MARGIN 40

G_DEFINE_FINAL_TYPE (HearthTalkView, hearth_talk_view, GTK_TYPE_WIDGET)

enum {
  PROP_BUSY = 1,
  N_PROPS,
};

enum {
  FILL,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void
scroll_to_end (HearthTalkView *self)
{
  GtkAdjustment *adjustment =
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));

  self->at_end = TRUE;
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
}

static HearthTurnView *
find_turn (HearthTalkView *self, gint64 id)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->turns); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    if (hearth_turn_view_get_id (HEARTH_TURN_VIEW (child)) == id)
      return HEARTH_TURN_VIEW (child);
  }
  return NULL;
}

/**
 * hearth_talk_view_place_cards:
 * @self: a view
 *
 * Puts each card into the answer that proposes it.
 */
void
hearth_talk_view_place_cards (HearthTalkView *self)
{
  g_autoptr (GPtrArray) unplaced = hearth_talk_cards_list_unplaced (self->cards);

  for (guint i = 0; i < unplaced->len; i++) {
    HearthCardView *card = g_ptr_array_index (unplaced, i);
    HearthTurnView *view = find_turn (self, hearth_card_view_get_turn (card));

    if (view != NULL)
      hearth_turn_view_add_deed (view, GTK_WIDGET (card));
  }
  hearth_talk_cards_arrange (self->cards);
}

/* Only the last turn offers what could be said next. */
static void
update_last (HearthTalkView *self)
{
  GtkWidget *last = gtk_widget_get_last_child (self->turns);

  for (GtkWidget *child = gtk_widget_get_first_child (self->turns); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    hearth_turn_view_set_last (HEARTH_TURN_VIEW (child), child == last);
}

static void retry_cb (HearthTurnView *view, gpointer user_data);
static void edit_cb (HearthTurnView *view, gpointer user_data);

static GtkWidget *
make_answer (HearthTalkView *self, const char *text)
{
  GtkWidget *view = hearth_turn_view_new (HEARTH_TURN_COMPANION, text);

  hearth_turn_view_set_context (HEARTH_TURN_VIEW (view), self->client, self->said_links);
  g_signal_connect (view, "retry", G_CALLBACK (retry_cb), self);
  g_signal_connect (view, "edit", G_CALLBACK (edit_cb), self);
  return view;
}

static GtkWidget *
make_question (HearthTalkView *self, const char *text)
{
  GtkWidget *view = hearth_turn_view_new (HEARTH_TURN_OWNER, text);

  hearth_link_text_collect (text, self->said_links);
  g_signal_connect (view, "edit", G_CALLBACK (edit_cb), self);
  return view;
}

static void
show_page (HearthTalkView *self, HearthTalkPage *page)
{
  GtkAdjustment *adjustment =
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  double from_end = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_value (adjustment);
  GtkWidget *after = NULL;
  gboolean first = self->oldest == 0;
  guint n_said = 0;

  /* All that the owner said may be linked to, also before they said it. */
  for (guint i = 0; i < page->turns->len; i++) {
    const HearthTurn *turn = g_ptr_array_index (page->turns, i);
    GtkWidget *view;

    if (turn->role == HEARTH_TURN_OWNER) {
      view = make_question (self, turn->text != NULL ? turn->text : "");
      hearth_turn_view_set_id (HEARTH_TURN_VIEW (view), turn->id);
      hearth_turn_view_add_files (HEARTH_TURN_VIEW (view), turn->files);
      g_ptr_array_insert (self->said, (int) n_said++, g_strdup (turn->text));
    } else {
      view = make_answer (self, turn->text != NULL ? turn->text : "");
      hearth_turn_view_set_turn (HEARTH_TURN_VIEW (view), turn);
    }
    gtk_box_insert_child_after (GTK_BOX (self->turns), view, after);
    after = view;
    if (i == 0)
      self->oldest = turn->id;
  }
  update_last (self);
  if (page->turns->len > 0)
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "turns");
  if (first)
    scroll_to_end (self);
  else
    /* The lines that were being read stay where they are. */
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment) - from_end);
  hearth_talk_view_place_cards (self);
}

static void
page_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthTalkPage) page = hearth_talk_reader_read_finish (result, &error);
  HearthTalkView *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->loading = FALSE;
  if (page == NULL || page->turns->len == 0) {
    gboolean gone = self->oldest == 0 && *self->conversation != '\0' && self->said->len == 0;

    self->wanted = 0;
    if (gone && self->is_private)
      hearth_talk_view_begin_anew (self, FALSE);
    /* The one that was looked at last is gone: then the latest. */
    else if (gone && error == NULL)
      hearth_talk_view_begin (self, NULL, "", FALSE);
    return;
  }
  /* A new conversation may have begun while the old one was being read. */
  if (self->oldest == 0 ? self->said->len > 0
                        : g_strcmp0 (page->conversation->name, self->conversation) != 0)
    return;
  hearth_talk_view_set_name (self, page->conversation->name);
  hearth_talk_view_show_title (self, page->conversation->title);
  hearth_talk_cards_set_conversation (self->cards, self->conversation);
  show_page (self, page);
  if (self->wanted != 0 && self->wanted < self->oldest && page->turns->len == PAGE_TURNS)
    hearth_talk_view_load (self);
}

/**
 * hearth_talk_view_load:
 * @self: a view
 *
 * Reads the newest turns of the conversation, or those before the oldest that is shown.
 */
void
hearth_talk_view_load (HearthTalkView *self)
{
  if (self->loading || self->client == NULL ||
      hearth_client_get_state (self->client) != HEARTH_CLIENT_READY)
    return;
  /* A private one is there as a whole. */
  if (self->is_private && self->oldest != 0)
    return;
  self->loading = TRUE;
  if (self->is_private)
    hearth_talk_reader_read_private (self->client, self->conversation, G_MAXUINT, self->cancellable,
                                     page_read_cb, self);
  else
    hearth_talk_reader_read (self->client, *self->conversation != '\0' ? self->conversation : NULL,
                             self->oldest, PAGE_TURNS, self->cancellable, page_read_cb, self);
}

static void
edge_reached_cb (GtkScrolledWindow *scroller, GtkPositionType edge, gpointer user_data)
{
  HearthTalkView *self = user_data;

  if (edge == GTK_POS_TOP && self->oldest != 0)
    hearth_talk_view_load (self);
}

static void
value_changed_cb (GtkAdjustment *adjustment, gpointer user_data)
{
  HearthTalkView *self = user_data;

  self->at_end =
      gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment) >=
      gtk_adjustment_get_upper (adjustment) - NEAR_END;
}

/* Brings the turn that was looked for into sight. */
static void
show_wanted (HearthTalkView *self, GtkAdjustment *adjustment)
{
  GtkWidget *view = GTK_WIDGET (find_turn (self, self->wanted));
  graphene_point_t place;

  self->wanted = 0;
  self->place = 0;
  self->at_end = FALSE;
  gtk_widget_set_focusable (view, TRUE);
  gtk_widget_grab_focus (view);
  if (gtk_widget_compute_point (view, self->turns, &GRAPHENE_POINT_INIT (0, 0), &place))
    gtk_adjustment_set_value (adjustment, place.y - SIGHT_MARGIN);
}

static gboolean
follow_cb (GtkWidget *widget, GdkFrameClock *frame_clock, gpointer user_data)
{
  HearthTalkView *self = HEARTH_TALK_VIEW (widget);

  GtkAdjustment *adjustment =
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));

  self->follow = 0;
  if (self->wanted != 0 && find_turn (self, self->wanted) != NULL) {
    show_wanted (self, adjustment);
  } else if (self->place > 0) {
    self->at_end = FALSE;
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment) - self->place);
    self->place = 0;
  } else if (self->at_end) {
    scroll_to_end (self);
  }
  return G_SOURCE_REMOVE;
}

/* The extent changes in the middle of a layout, when it is too late to scroll: that is done before
 * the next frame. */
static void
extent_changed_cb (GtkAdjustment *adjustment, gpointer user_data)
{
  HearthTalkView *self = user_data;

  if ((self->at_end || self->wanted != 0 || self->place > 0) && self->follow == 0)
    self->follow = gtk_widget_add_tick_callback (GTK_WIDGET (self), follow_cb, NULL, NULL);
}

static void
state_changed_cb (HearthTalkView *self)
{
  HearthClientState state = hearth_client_get_state (self->client);

  if (state == HEARTH_CLIENT_READY) {
    if (self->waiting != NULL && self->answering != NULL) {
      g_autofree char *text = g_steal_pointer (&self->waiting);

      g_autoptr (GPtrArray) files = g_steal_pointer (&self->waiting_files);

      hearth_talk_view_send (self, text, 0, files);
    }
    if (self->said->len == 0 && self->oldest == 0 && !self->fresh)
      hearth_talk_view_load (self);
    hearth_talk_cards_refresh (self->cards);
  } else if (state == HEARTH_CLIENT_AWAY && self->answering != NULL) {
    g_clear_pointer (&self->waiting, g_free);
    hearth_talk_view_fail (self, hearth_client_get_reason (self->client));
  }
}

/* The same question once more, in place of what came of it. */
static void
retry_cb (HearthTurnView *view, gpointer user_data)
{
  HearthTalkView *self = user_data;
  GtkWidget *question = gtk_widget_get_prev_sibling (GTK_WIDGET (view));

  if (self->answering != NULL || question == NULL)
    return;
  if (hearth_client_get_state (self->client) == HEARTH_CLIENT_AWAY)
    hearth_client_start (self->client);
  if (hearth_turn_view_get_id (HEARTH_TURN_VIEW (question)) != 0) {
    hearth_talk_view_ask_again (self, view);
  } else {
    GtkWidget *answer = make_answer (self, NULL);

    gtk_box_remove (GTK_BOX (self->turns), GTK_WIDGET (view));
    gtk_box_append (GTK_BOX (self->turns), answer);
    hearth_talk_view_set_answering (self, HEARTH_TURN_VIEW (answer));
    hearth_talk_view_send (self, hearth_turn_view_get_text (HEARTH_TURN_VIEW (question)), 0,
                           hearth_turn_view_get_files (HEARTH_TURN_VIEW (question)));
  }
}

/* The owner's words go back into the entry; what was said after them goes when they are sent. */
static void
edit_cb (HearthTurnView *view, gpointer user_data)
{
  HearthTalkView *self = user_data;

  if (hearth_turn_view_get_role (view) != HEARTH_TURN_OWNER)
    view = HEARTH_TURN_VIEW (gtk_widget_get_prev_sibling (GTK_WIDGET (view)));
  if (view == NULL || hearth_turn_view_get_id (view) == 0)
    return;
  hearth_talk_view_stop_editing (self);
  self->editing = view;
  hearth_turn_view_set_editing (view, TRUE);
  gtk_widget_set_visible (self->changing, TRUE);
  g_signal_emit (self, signals[FILL], 0, hearth_turn_view_get_text (view));
}

/**
 * hearth_talk_view_stop_editing:
 * @self: a view
 *
 * Leaves the question that is being changed as it was.
 */
void
hearth_talk_view_stop_editing (HearthTalkView *self)
{
  if (self->editing != NULL)
    hearth_turn_view_set_editing (self->editing, FALSE);
  self->editing = NULL;
  gtk_widget_set_visible (self->changing, FALSE);
}

static void
keep_cb (HearthTalkView *self)
{
  hearth_talk_view_stop_editing (self);
  g_signal_emit (self, signals[FILL], 0, "");
}

/* Takes a question and all after it off the screen. */
static gint64
take_back (HearthTalkView *self, HearthTurnView *view)
{
  gint64 id = hearth_turn_view_get_id (view);
  GtkWidget *child = GTK_WIDGET (view);

  self->took_back = FALSE;
  while (child != NULL) {
    GtkWidget *next = gtk_widget_get_next_sibling (child);

    if (hearth_turn_view_get_role (HEARTH_TURN_VIEW (child)) != HEARTH_TURN_OWNER)
      self->took_back =
          self->took_back || *hearth_turn_view_get_text (HEARTH_TURN_VIEW (child)) != '\0';
    else if (self->said->len > 0)
      g_ptr_array_remove_index (self->said, self->said->len - 1);
    gtk_box_remove (GTK_BOX (self->turns), child);
    child = next;
  }
  return id;
}

/* Takes the oldest turns off the screen, if there are too many. */
static void
drop_oldest (HearthTalkView *self)
{
  GtkWidget *child = gtk_widget_get_last_child (self->turns);

  if (self->is_private || self->loading)
    return;
  for (guint i = 1; child != NULL && i < KEPT_TURNS; i++)
    child = gtk_widget_get_prev_sibling (child);
  /* A question may not have learned its row: it is read again with what came before it. */
  while (child != NULL && hearth_turn_view_get_id (HEARTH_TURN_VIEW (child)) == 0)
    child = gtk_widget_get_next_sibling (child);
  if (child == NULL)
    return;
  self->oldest = hearth_turn_view_get_id (HEARTH_TURN_VIEW (child));
  self->wanted = 0;
  while ((child = gtk_widget_get_first_child (self->turns)) != NULL &&
         hearth_turn_view_get_id (HEARTH_TURN_VIEW (child)) != self->oldest) {
    if (hearth_turn_view_get_role (HEARTH_TURN_VIEW (child)) == HEARTH_TURN_OWNER &&
        self->said->len > 0)
      g_ptr_array_remove_index (self->said, 0);
    gtk_box_remove (GTK_BOX (self->turns), child);
  }
}

static void
hearth_talk_view_map (GtkWidget *widget)
{
  hearth_talk_view_greet (HEARTH_TALK_VIEW (widget));
  GTK_WIDGET_CLASS (hearth_talk_view_parent_class)->map (widget);
}

static void
hearth_talk_view_dispose (GObject *object)
{
  HearthTalkView *self = HEARTH_TALK_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  if (self->client != NULL) {
    g_signal_handlers_disconnect_by_data (hearth_client_get_speech (self->client), self);
    g_signal_handlers_disconnect_by_data (self->client, self);
  }
  g_clear_object (&self->cards);
  g_clear_object (&self->client);
  g_clear_object (&self->desk);
  hearth_talk_view_forget_early (self);
  if (self->follow != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->follow);
  self->follow = 0;
  g_clear_pointer ((GtkWidget **) &self->pages, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_talk_view_parent_class)->dispose (object);
}

static void
hearth_talk_view_finalize (GObject *object)
{
  HearthTalkView *self = HEARTH_TALK_VIEW (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->said);
  g_ptr_array_unref (self->private_names);
  g_hash_table_unref (self->said_links);
  g_hash_table_unref (self->drafts);
  g_hash_table_unref (self->places);
  g_free (self->conversation);
  g_free (self->title);
  g_free (self->waiting);
  g_clear_pointer (&self->waiting_files, g_ptr_array_unref);
  G_OBJECT_CLASS (hearth_talk_view_parent_class)->finalize (object);
}

static void
hearth_talk_view_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_BUSY:
    g_value_set_boolean (value, hearth_talk_view_is_busy (HEARTH_TALK_VIEW (object)));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
hearth_talk_view_class_init (HearthTalkViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hearth_talk_view_dispose;
  object_class->finalize = hearth_talk_view_finalize;
  object_class->get_property = hearth_talk_view_get_property;
  widget_class->map = hearth_talk_view_map;

  /**
   * HearthTalkView:busy:
   *
   * Whether an answer is being made.
   */
  props[PROP_BUSY] =
      g_param_spec_boolean ("busy", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  /**
   * HearthTalkView::fill:
   * @text: words
   *
   * What stands in the entry is to be these words: a question that is changed, or what was typed
   * in the conversation that is shown now.
   */
  signals[FILL] = g_signal_new ("fill", HEARTH_TYPE_TALK_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (HEARTH_TYPE_PRESENCE_MARK);
  g_type_ensure (HEARTH_TYPE_TALK_BAR);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/hearthdesktop/Hearth/talk/hearth-talk-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HearthTalkView, stack);
  gtk_widget_class_bind_template_child (widget_class, HearthTalkView, private_note);
  gtk_widget_class_bind_template_child (widget_class, HearthTalkView, changing);
  gtk_widget_class_bind_template_child (widget_class, HearthTalkView, bar);
  gtk_widget_class_bind_template_child (widget_class, HearthTalkView, pages);
  gtk_widget_class_bind_template_child (widget_class, HearthTalkView, scroller);
  gtk_widget_class_bind_template_child (widget_class, HearthTalkView, turns);
  gtk_widget_class_bind_template_child (widget_class, HearthTalkView, hearing);
  gtk_widget_class_bind_template_child (widget_class, HearthTalkView, starters);
  gtk_widget_class_bind_template_child (widget_class, HearthTalkView, greeting);
  gtk_widget_class_bind_template_callback (widget_class, keep_cb);
}

static void
hearth_talk_view_init (HearthTalkView *self)
{
  GtkAdjustment *adjustment;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->conversation = g_strdup ("");
  self->title = g_strdup ("");
  self->said = g_ptr_array_new_with_free_func (g_free);
  self->private_names = g_ptr_array_new_with_free_func (g_free);
  self->said_links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->drafts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->at_end = TRUE;
  g_queue_init (&self->early);
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  g_signal_connect (adjustment, "value-changed", G_CALLBACK (value_changed_cb), self);
  g_signal_connect (adjustment, "changed", G_CALLBACK (extent_changed_cb), self);
  g_signal_connect (self->scroller, "edge-reached", G_CALLBACK (edge_reached_cb), self);
}

/**
 * hearth_talk_view_set_desk:
 * @self: a view
 * @desk: the panel's desk
 * @conversation: the one that was looked at last, or ""
 *
 * Gives the view its desk, once, and shows that conversation, or the latest.
 */
void
hearth_talk_view_set_desk (HearthTalkView *self, HearthMailDesk *desk, const char *conversation)
{
  g_return_if_fail (HEARTH_IS_TALK_VIEW (self));

  self->desk = g_object_ref (desk);
  self->client = g_object_ref (hearth_mail_desk_get_client (desk));
  self->cards = hearth_talk_cards_new (self->client);
  g_signal_connect_object (self->cards, "changed", G_CALLBACK (hearth_talk_view_place_cards), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self->client, "answer", G_CALLBACK (hearth_talk_view_take), self);
  g_signal_connect_swapped (self->client, "notify::state", G_CALLBACK (state_changed_cb), self);
  hearth_talk_view_set_up_hearing (self);
  hearth_talk_view_set_up_list (self);
  g_free (self->conversation);
  self->conversation = g_strdup (conversation);
  hearth_talk_view_load (self);
}

/**
 * hearth_talk_view_ask:
 * @self: a view
 * @text: the owner's words
 *
 * Puts a question and shows its answer as it comes, in place of the question that is being changed,
 * if one is. An answer that is still being made is stopped.
 */
void
hearth_talk_view_ask (HearthTalkView *self, const char *text)
{
  hearth_talk_view_ask_with (self, text, NULL);
}

/* The files of the question that is asked in other words stay with it. */
static void
keep_files (HearthTurnView *question, HearthTurnView *instead)
{
  if (instead != NULL)
    hearth_turn_view_add_files (question, hearth_turn_view_get_files (instead));
}

/**
 * hearth_talk_view_add_question:
 * @self: a view
 * @words: the owner's
 * @files: (nullable) (element-type HearthTurnFile): what goes with them
 *
 * Shows a question at the end, or in place of the one that is being changed, and below it the
 * answer that is to come. An answer that is still being made is stopped.
 *
 * Returns: the row of the question that it replaces, or 0
 */
gint64
hearth_talk_view_add_question (HearthTalkView *self, const char *words, GPtrArray *files)
{
  HearthTurnView *instead = self->editing;
  gint64 replaced = 0;
  GtkWidget *question, *answer;

  hearth_talk_view_stop (self);
  hearth_talk_view_stop_editing (self);
  question = make_question (self, words);
  keep_files (HEARTH_TURN_VIEW (question), instead);
  if (files != NULL)
    hearth_turn_view_add_files (HEARTH_TURN_VIEW (question), files);
  if (instead != NULL)
    replaced = take_back (self, instead);
  drop_oldest (self);
  g_ptr_array_add (self->said, g_strdup (words));
  gtk_box_append (GTK_BOX (self->turns), question);
  answer = make_answer (self, NULL);
  gtk_box_append (GTK_BOX (self->turns), answer);
  update_last (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "turns");
  gtk_stack_set_visible_child_name (self->pages, "talk");
  hearth_talk_view_set_answering (self, HEARTH_TURN_VIEW (answer));
  scroll_to_end (self);
  return replaced;
}

/**
 * hearth_talk_view_ask_with:
 * @self: a view
 * @text: the owner's words
 * @files: (nullable) (element-type HearthTurnFile): what goes with them
 *
 * As hearth_talk_view_ask(), with files.
 */
void
hearth_talk_view_ask_with (HearthTalkView *self, const char *text, GPtrArray *files)
{
  g_autofree char *words = g_strstrip (g_strdup (text));

  if (*words == '\0')
    return;
  hearth_talk_view_stop_hearing (self);
  hearth_talk_view_send (self, words, hearth_talk_view_add_question (self, words, files), files);
}

/**
 * hearth_talk_view_stop:
 * @self: a view
 *
 * Stops the answer that is being made.
 *
 * Returns: whether there was one
 */
gboolean
hearth_talk_view_stop (HearthTalkView *self)
{
  HearthBusDaemon1 *proxy;

  if (self->answering == NULL)
    return FALSE;
  proxy = hearth_client_get_proxy (self->client, NULL);
  if (self->turn != 0 && proxy != NULL)
    hearth_bus_daemon1_call_stop_answer (proxy, self->turn, NULL, NULL, NULL);
  g_clear_pointer (&self->waiting, g_free);
  hearth_turn_view_stop (self->answering);
  hearth_talk_view_set_answering (self, NULL);
  return TRUE;
}

/**
 * hearth_talk_view_escape:
 * @self: a view
 *
 * Stops the answer that is being made, or leaves the list, or the question that is being changed.
 *
 * Returns: whether there was one of these
 */
gboolean
hearth_talk_view_escape (HearthTalkView *self)
{
  if (hearth_talk_view_stop (self))
    return TRUE;
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return FALSE;
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), "list") == 0) {
    gtk_stack_set_visible_child_name (self->pages, "talk");
    return TRUE;
  }
  if (self->editing == NULL)
    return FALSE;
  keep_cb (self);
  return TRUE;
}

/**
 * hearth_talk_view_is_busy:
 * @self: a view
 *
 * Returns: whether an answer is being made
 */
gboolean
hearth_talk_view_is_busy (HearthTalkView *self)
{
  return self->answering != NULL;
}

/**
 * hearth_talk_view_begin:
 * @self: a view
 * @name: (nullable): a conversation, "" for a new one, or %NULL for the latest
 * @title: its title, if it is known
 * @is_private: whether it is kept in memory only
 *
 * Shows another conversation. The one before stays where it is kept, with the place in it and what
 * was typed.
 */
void
hearth_talk_view_begin (HearthTalkView *self, const char *name, const char *title,
                        gboolean is_private)
{
  GtkWidget *child;

  hearth_talk_view_stop_hearing (self);
  hearth_talk_view_stop (self);
  hearth_talk_view_stop_editing (self);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  while ((child = gtk_widget_get_first_child (self->turns)) != NULL)
    gtk_box_remove (GTK_BOX (self->turns), child);
  g_free (self->conversation);
  self->conversation = g_strdup (name != NULL ? name : "");
  self->is_private = is_private;
  self->fresh = name != NULL && *name == '\0';
  self->oldest = 0;
  self->wanted = 0;
  self->place = 0;
  self->loading = FALSE;
  g_hash_table_unref (self->said_links);
  self->said_links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  hearth_talk_cards_set_conversation (self->cards, self->conversation);
  hearth_talk_view_show_title (self, title);
  gtk_widget_set_visible (self->private_note, is_private);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "empty");
  gtk_stack_set_visible_child_name (self->pages, "talk");
  hearth_talk_view_greet (self);
  /* Words said before can still be recalled in a new one. */
  if (self->fresh)
    return;
  g_ptr_array_set_size (self->said, 0);
  hearth_talk_view_load (self);
}

/**
 * hearth_talk_view_recall:
 * @self: a view
 * @steps: how far back, from 1
 *
 * Returns: (transfer none) (nullable): what the owner said then
 */
const char *
hearth_talk_view_recall (HearthTalkView *self, guint steps)
{
  if (steps == 0 || steps > self->said->len)
    return NULL;
  return g_ptr_array_index (self->said, self->said->len - steps);
}

/**
 * hearth_talk_view_copy_last_answer:
 * @self: a view
 *
 * Puts the last answer on the clipboard, as it was written.
 *
 * Returns: whether there is one
 */
gboolean
hearth_talk_view_copy_last_answer (HearthTalkView *self)
{
  GtkWidget *last = gtk_widget_get_last_child (self->turns);

  if (last == NULL || *hearth_turn_view_get_text (HEARTH_TURN_VIEW (last)) == '\0')
    return FALSE;
  return gtk_widget_activate_action (last, "turn.copy", NULL);
}
