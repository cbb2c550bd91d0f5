/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-talk-view.h"

#include "hearth-chip-button.h"
#include "hearth-clock.h"
#include "hearth-presence-mark.h"
#include "hearth-store-conversations.h"
#include "hearth-turn-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define PAGE_TURNS 30
/* So near to the end counts as reading along. */
#define NEAR_END 48

struct _HearthTalkView {
  GtkWidget parent_instance;

  GtkWidget *stack;
  GtkWidget *scroller;
  GtkWidget *turns;
  GtkWidget *starters;
  GtkLabel *greeting;

  HearthClient *client;      /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) */
  char *conversation;        /* (owned): "" before the first question of a new one */
  GPtrArray *said;           /* (owned): the owner's words, oldest first */
  HearthTurnView *answering; /* (nullable): the answer that streams */
  gint64 turn;               /* its number, or 0 before the service has given one */
  GQueue early;              /* (owned): events that came before the number did */
  char *waiting;             /* (owned) (nullable): a question for a service that wakes up */
  gint64 oldest;             /* the oldest turn shown, or 0 */
  gboolean loading;
  gboolean at_end;
  guint follow; /* a frame's scrolling to the end */
};

G_DEFINE_FINAL_TYPE (HearthTalkView, hearth_talk_view, GTK_TYPE_WIDGET)

enum {
  PROP_BUSY = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

typedef struct {
  gint64 turn;
  HearthAnswerEvent *event;
} Early;

typedef struct {
  char *conversation; /* (nullable): the latest one */
  gint64 below;
} Wanted;

typedef struct {
  char *conversation;
  GPtrArray *turns;
} Page;

static void
early_free (gpointer data)
{
  Early *early = data;

  hearth_answer_event_free (early->event);
  g_free (early);
}

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->conversation);
  g_free (wanted);
}

static void
page_free (gpointer data)
{
  Page *page = data;

  g_free (page->conversation);
  g_clear_pointer (&page->turns, g_ptr_array_unref);
  g_free (page);
}

static void send_question (HearthTalkView *self, const char *text);

static void
set_answering (HearthTalkView *self, HearthTurnView *view)
{
  gboolean was = self->answering != NULL;

  self->answering = view;
  if (view == NULL)
    self->turn = 0;
  if (was != (view != NULL))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
}

static void
scroll_to_end (HearthTalkView *self)
{
  GtkAdjustment *adjustment =
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));

  self->at_end = TRUE;
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
}

static void load_page_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static int
compare_turns (gconstpointer a, gconstpointer b)
{
  const HearthTurn *one = *(HearthTurn *const *) a;
  const HearthTurn *two = *(HearthTurn *const *) b;

  return one->id < two->id ? -1 : one->id > two->id;
}

static gpointer
read_page (HearthDatabase *db, gpointer data, GError **error)
{
  Wanted *wanted = data;
  g_autofree char *conversation = g_strdup (wanted->conversation);
  GPtrArray *turns;
  Page *page;

  if (conversation == NULL) {
    g_autoptr (GError) failed = NULL;

    conversation = hearth_store_turns_dup_latest_conversation (db, &failed);
    if (failed != NULL) {
      g_propagate_error (error, g_steal_pointer (&failed));
      return NULL;
    }
    if (conversation == NULL)
      return NULL;
  }
  turns = hearth_store_turns_list (db, conversation, wanted->below, PAGE_TURNS, error);
  if (turns == NULL)
    return NULL;
  g_ptr_array_sort (turns, compare_turns);
  page = g_new0 (Page, 1);
  page->conversation = g_steal_pointer (&conversation);
  page->turns = turns;
  return page;
}

static void
load_page (HearthTalkView *self)
{
  Wanted *wanted;

  if (self->loading || self->client == NULL)
    return;
  self->loading = TRUE;
  wanted = g_new0 (Wanted, 1);
  wanted->conversation = self->oldest != 0 ? g_strdup (self->conversation) : NULL;
  wanted->below = self->oldest;
  hearth_client_read_async (self->client, read_page, wanted, wanted_free, page_free,
                            self->cancellable, load_page_cb, self);
}

static void
show_page (HearthTalkView *self, Page *page)
{
  GtkAdjustment *adjustment =
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  double from_end = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_value (adjustment);
  GtkWidget *after = NULL;
  const char *words = NULL;
  gboolean first = self->oldest == 0;
  guint n_said = 0;

  for (guint i = 0; i < page->turns->len; i++) {
    const HearthTurn *turn = g_ptr_array_index (page->turns, i);
    GtkWidget *view = hearth_turn_view_new (turn->role, turn->text != NULL ? turn->text : "");

    if (turn->role == HEARTH_TURN_OWNER) {
      words = turn->text;
      g_ptr_array_insert (self->said, (int) n_said++, g_strdup (turn->text));
    } else {
      hearth_turn_view_set_owner (HEARTH_TURN_VIEW (view), words);
      hearth_turn_view_set_turn (HEARTH_TURN_VIEW (view), turn);
    }
    gtk_box_insert_child_after (GTK_BOX (self->turns), view, after);
    after = view;
    if (i == 0)
      self->oldest = turn->id;
  }
  if (page->turns->len > 0)
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "turns");
  if (first)
    scroll_to_end (self);
  else
    /* The lines that were being read stay where they are. */
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment) - from_end);
}

static void
load_page_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  Page *page = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);
  HearthTalkView *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->loading = FALSE;
  /* A new conversation may have begun while the old one was being read. */
  if (page != NULL && page->turns->len > 0 &&
      (self->oldest == 0 ? self->said->len == 0
                         : g_strcmp0 (page->conversation, self->conversation) == 0)) {
    g_free (self->conversation);
    self->conversation = g_strdup (page->conversation);
    show_page (self, page);
  }
  g_clear_pointer (&page, page_free);
}

static void
edge_reached_cb (GtkScrolledWindow *scroller, GtkPositionType edge, gpointer user_data)
{
  HearthTalkView *self = user_data;

  if (edge == GTK_POS_TOP && self->oldest != 0)
    load_page (self);
}

static void
value_changed_cb (GtkAdjustment *adjustment, gpointer user_data)
{
  HearthTalkView *self = user_data;

  self->at_end =
      gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment) >=
      gtk_adjustment_get_upper (adjustment) - NEAR_END;
}

static gboolean
follow_cb (GtkWidget *widget, GdkFrameClock *frame_clock, gpointer user_data)
{
  HearthTalkView *self = HEARTH_TALK_VIEW (widget);

  self->follow = 0;
  if (self->at_end)
    scroll_to_end (self);
  return G_SOURCE_REMOVE;
}

/* The extent changes in the middle of a layout, when it is too late to scroll: that is done before
 * the next frame. */
static void
extent_changed_cb (GtkAdjustment *adjustment, gpointer user_data)
{
  HearthTalkView *self = user_data;

  if (self->at_end && self->follow == 0)
    self->follow = gtk_widget_add_tick_callback (GTK_WIDGET (self), follow_cb, NULL, NULL);
}

static void
take_event (HearthTalkView *self, const HearthAnswerEvent *event)
{
  hearth_turn_view_take_event (self->answering, event);
  if (event->kind == HEARTH_ANSWER_END || event->kind == HEARTH_ANSWER_ERROR)
    set_answering (self, NULL);
}

static void
fail_answer (HearthTalkView *self, const char *message)
{
  g_autoptr (HearthAnswerEvent) event = hearth_answer_event_new (HEARTH_ANSWER_ERROR, message);

  if (self->answering != NULL)
    take_event (self, event);
}

static void
answer_cb (HearthClient *client, gint64 turn, gpointer event, gpointer user_data)
{
  HearthTalkView *self = user_data;

  if (self->answering == NULL)
    return;
  if (self->turn == 0) {
    g_autoptr (GVariant) variant = g_variant_ref_sink (hearth_answer_event_to_variant (event));
    Early *early = g_new0 (Early, 1);

    early->turn = turn;
    early->event = hearth_answer_event_from_variant (variant);
    g_queue_push_tail (&self->early, early);
  } else if (turn == self->turn) {
    take_event (self, event);
  }
}

typedef struct {
  HearthTalkView *self; /* (owned) */
  HearthTurnView *view; /* (owned) */
} Asking;

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Asking *asking = user_data;
  g_autoptr (HearthTalkView) self = asking->self;
  g_autoptr (HearthTurnView) view = asking->view;
  g_autoptr (GError) error = NULL;
  g_autofree char *conversation = NULL;
  gint64 turn = 0;

  if (!hearth_bus_daemon1_call_ask_finish (HEARTH_BUS_DAEMON1 (source), &turn, &conversation,
                                           result, &error)) {
    if (self->answering == view) {
      g_autofree char *message = hearth_client_dup_message (error);

      fail_answer (self, message);
    }
    return;
  }
  if (self->answering != view) {
    /* Stopped before the service had even named the answer. */
    hearth_bus_daemon1_call_stop_answer (HEARTH_BUS_DAEMON1 (source), turn, NULL, NULL, NULL);
    return;
  }
  g_free (self->conversation);
  self->conversation = g_steal_pointer (&conversation);
  self->turn = turn;
  while (!g_queue_is_empty (&self->early)) {
    Early *early = g_queue_pop_head (&self->early);

    if (early->turn == self->turn && self->answering != NULL)
      take_event (self, early->event);
    early_free (early);
  }
}

static void
send_question (HearthTalkView *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, &error);
  Asking *asking;

  if (proxy == NULL) {
    if (hearth_client_get_state (self->client) == HEARTH_CLIENT_CONNECTING) {
      g_free (self->waiting);
      self->waiting = g_strdup (text);
    } else {
      fail_answer (self, error->message);
    }
    return;
  }
  asking = g_new0 (Asking, 1);
  asking->self = g_object_ref (self);
  asking->view = g_object_ref (self->answering);
  g_queue_clear_full (&self->early, early_free);
  hearth_bus_daemon1_call_ask (proxy, self->conversation, text, NULL, asked_cb, asking);
}

static void
state_changed_cb (HearthTalkView *self)
{
  HearthClientState state = hearth_client_get_state (self->client);

  if (state == HEARTH_CLIENT_READY) {
    if (self->waiting != NULL && self->answering != NULL) {
      g_autofree char *text = g_steal_pointer (&self->waiting);

      send_question (self, text);
    }
    if (self->said->len == 0 && self->oldest == 0)
      load_page (self);
  } else if (state == HEARTH_CLIENT_AWAY && self->answering != NULL) {
    g_clear_pointer (&self->waiting, g_free);
    fail_answer (self, hearth_client_get_reason (self->client));
  }
}

static void
drop_all_suggestions (HearthTalkView *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->turns); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    hearth_turn_view_drop_suggestions (HEARTH_TURN_VIEW (child));
}

static void
retry_cb (HearthTurnView *view, gpointer user_data)
{
  HearthTalkView *self = user_data;

  if (self->answering != NULL || self->said->len == 0)
    return;
  if (hearth_client_get_state (self->client) == HEARTH_CLIENT_AWAY)
    hearth_client_start (self->client);
  {
    g_autofree char *text = g_strdup (g_ptr_array_index (self->said, self->said->len - 1));
    GtkWidget *answer = hearth_turn_view_new (HEARTH_TURN_COMPANION, NULL);

    gtk_box_remove (GTK_BOX (self->turns), GTK_WIDGET (view));
    hearth_turn_view_set_owner (HEARTH_TURN_VIEW (answer), text);
    g_signal_connect (answer, "retry", G_CALLBACK (retry_cb), self);
    gtk_box_append (GTK_BOX (self->turns), answer);
    set_answering (self, HEARTH_TURN_VIEW (answer));
    send_question (self, text);
  }
}

static void
update_greeting (HearthTalkView *self)
{
  g_autoptr (GDateTime) now = hearth_clock_dup_local ();
  int hour = g_date_time_get_hour (now);

  if (hour >= 5 && hour < 12)
    gtk_label_set_text (self->greeting, _("Good morning."));
  else if (hour >= 12 && hour < 18)
    gtk_label_set_text (self->greeting, _("Good afternoon."));
  else
    gtk_label_set_text (self->greeting, _("Good evening."));
}

static void
hearth_talk_view_map (GtkWidget *widget)
{
  update_greeting (HEARTH_TALK_VIEW (widget));
  GTK_WIDGET_CLASS (hearth_talk_view_parent_class)->map (widget);
}

static void
hearth_talk_view_dispose (GObject *object)
{
  HearthTalkView *self = HEARTH_TALK_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
  g_queue_clear_full (&self->early, early_free);
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_talk_view_parent_class)->dispose (object);
}

static void
hearth_talk_view_finalize (GObject *object)
{
  HearthTalkView *self = HEARTH_TALK_VIEW (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->said);
  g_free (self->conversation);
  g_free (self->waiting);
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

  g_type_ensure (HEARTH_TYPE_PRESENCE_MARK);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/hearthdesktop/Hearth/talk/hearth-talk-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HearthTalkView, stack);
  gtk_widget_class_bind_template_child (widget_class, HearthTalkView, scroller);
  gtk_widget_class_bind_template_child (widget_class, HearthTalkView, turns);
  gtk_widget_class_bind_template_child (widget_class, HearthTalkView, starters);
  gtk_widget_class_bind_template_child (widget_class, HearthTalkView, greeting);
}

static void
hearth_talk_view_init (HearthTalkView *self)
{
  const char *const starters[] = { N_("What needs me today?"), N_("When am I free this week?"),
                                   N_("Any mail since yesterday?") };
  GtkAdjustment *adjustment;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->conversation = g_strdup ("");
  self->said = g_ptr_array_new_with_free_func (g_free);
  self->at_end = TRUE;
  g_queue_init (&self->early);
  for (guint i = 0; i < G_N_ELEMENTS (starters); i++) {
    GtkWidget *chip = hearth_chip_button_new_suggest (_ (starters[i]));

    gtk_widget_set_halign (chip, GTK_ALIGN_CENTER);
    gtk_box_append (GTK_BOX (self->starters), chip);
  }
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  g_signal_connect (adjustment, "value-changed", G_CALLBACK (value_changed_cb), self);
  g_signal_connect (adjustment, "changed", G_CALLBACK (extent_changed_cb), self);
  g_signal_connect (self->scroller, "edge-reached", G_CALLBACK (edge_reached_cb), self);
}

/**
 * hearth_talk_view_set_client:
 * @self: a view
 * @client: the panel's client
 *
 * Gives the view its client, once, and shows the latest conversation.
 */
void
hearth_talk_view_set_client (HearthTalkView *self, HearthClient *client)
{
  g_return_if_fail (HEARTH_IS_TALK_VIEW (self));

  self->client = g_object_ref (client);
  g_signal_connect (client, "answer", G_CALLBACK (answer_cb), self);
  g_signal_connect_swapped (client, "notify::state", G_CALLBACK (state_changed_cb), self);
  load_page (self);
}

/**
 * hearth_talk_view_ask:
 * @self: a view
 * @text: the owner's words
 *
 * Puts a question and shows its answer as it comes. An answer that is still being made is stopped.
 */
void
hearth_talk_view_ask (HearthTalkView *self, const char *text)
{
  g_autofree char *words = g_strstrip (g_strdup (text));
  GtkWidget *answer;

  if (*words == '\0')
    return;
  hearth_talk_view_stop (self);
  drop_all_suggestions (self);
  g_ptr_array_add (self->said, g_strdup (words));
  gtk_box_append (GTK_BOX (self->turns), hearth_turn_view_new (HEARTH_TURN_OWNER, words));
  answer = hearth_turn_view_new (HEARTH_TURN_COMPANION, NULL);
  hearth_turn_view_set_owner (HEARTH_TURN_VIEW (answer), words);
  g_signal_connect (answer, "retry", G_CALLBACK (retry_cb), self);
  gtk_box_append (GTK_BOX (self->turns), answer);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "turns");
  set_answering (self, HEARTH_TURN_VIEW (answer));
  scroll_to_end (self);
  send_question (self, words);
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
  set_answering (self, NULL);
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
 * hearth_talk_view_begin_anew:
 * @self: a view
 *
 * Begins a new conversation. The old one stays in the store.
 */
void
hearth_talk_view_begin_anew (HearthTalkView *self)
{
  GtkWidget *child;

  hearth_talk_view_stop (self);
  while ((child = gtk_widget_get_first_child (self->turns)) != NULL)
    gtk_box_remove (GTK_BOX (self->turns), child);
  g_free (self->conversation);
  self->conversation = g_strdup ("");
  self->oldest = 0;
  /* Words already said can still be recalled. */
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "empty");
  update_greeting (self);
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
  gtk_widget_activate_action (last, "turn.copy", NULL);
  return TRUE;
}
