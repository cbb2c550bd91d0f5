/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-talk-cards.h"

#include "hearth-card-edit.h"
#include "hearth-conversation.h"
#include "hearth-done-line.h"
#include "hearth-store-actions.h"
#include "hearth-store-cards.h"

#include <glib/gi18n.h>

/* Of one answer no more are drawn, whoever wrote them into the store. */
#define MAX_CARDS_PER_TURN 3

/**
 * HearthTalkCards:
 *
 * The cards of the conversation on the screen: they are read from the store, so that one that
 * waits is there again after a restart; those of a private conversation the service has in
 * memory. One of them is active, the first that waits in the newest answer with any; the
 * others stand there and do nothing.
 */
struct _HearthTalkCards {
  GObject parent_instance;

  HearthClient *client;      /* (owned) */
  char *conversation;        /* (owned) */
  GCancellable *cancellable; /* (owned): of the conversation */
  GPtrArray *views;          /* (owned) (element-type HearthCardView): oldest first */
  gint64 working;            /* the card that the service is busy with, or 0 */
  HearthCardStand stand;     /* how that one stands */
  gboolean reading, again;
};

G_DEFINE_FINAL_TYPE (HearthTalkCards, hearth_talk_cards, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

typedef struct {
  char *conversation; /* (owned) */
  GPtrArray *cards;   /* (owned) (nullable): those of a private conversation */
} Wanted;

typedef struct {
  GPtrArray *cards; /* (element-type HearthCard) */
  GArray *undone;   /* (element-type gboolean): of each */
} Reading;

/* A call about a card or a line that may be gone when its answer comes. */
typedef struct {
  HearthTalkCards *self; /* (owned) */
  GtkWidget *widget;     /* (owned) */
  gint64 id;
} Call;

static Wanted *
wanted_new (const char *conversation, GPtrArray *cards)
{
  Wanted *wanted = g_new0 (Wanted, 1);

  wanted->conversation = g_strdup (conversation);
  wanted->cards = cards;
  return wanted;
}

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_clear_pointer (&wanted->cards, g_ptr_array_unref);
  g_free (wanted->conversation);
  g_free (wanted);
}

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_ptr_array_unref (reading->cards);
  g_array_unref (reading->undone);
  g_free (reading);
}

static Call *
call_new (HearthTalkCards *self, GtkWidget *widget, gint64 id)
{
  Call *call = g_new0 (Call, 1);

  call->self = g_object_ref (self);
  call->widget = g_object_ref (widget);
  call->id = id;
  return call;
}

static void
call_free (Call *call)
{
  g_object_unref (call->self);
  g_object_unref (call->widget);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

static HearthCardView *
find_view (HearthTalkCards *self, gint64 id)
{
  for (guint i = 0; i < self->views->len; i++) {
    HearthCardView *view = g_ptr_array_index (self->views, i);

    if (hearth_card_view_get_id (view) == id)
      return view;
  }
  return NULL;
}

/**
 * hearth_talk_cards_arrange:
 * @self: cards
 *
 * Says of each card that waits how it stands. One that is not on the screen, because its answer was
 * replaced or is further up, is never the active one.
 */
void
hearth_talk_cards_arrange (HearthTalkCards *self)
{
  HearthCardView *active = NULL;

  for (guint i = 0; i < self->views->len; i++) {
    HearthCardView *view = g_ptr_array_index (self->views, i);

    if (hearth_card_view_get_state (view) == HEARTH_CARD_WAITING &&
        gtk_widget_get_parent (GTK_WIDGET (view)) != NULL &&
        (active == NULL || hearth_card_view_get_turn (view) > hearth_card_view_get_turn (active)))
      active = view;
  }
  for (guint i = 0; i < self->views->len; i++) {
    HearthCardView *view = g_ptr_array_index (self->views, i);
    gint64 id = hearth_card_view_get_id (view);

    if (self->working != 0)
      hearth_card_view_set_stand (view, id == self->working ? self->stand : HEARTH_CARD_INERT);
    else
      hearth_card_view_set_stand (view, view == active ? HEARTH_CARD_ACTIVE : HEARTH_CARD_INERT);
  }
}

static gpointer
read_cards (HearthDatabase *db, gpointer data, GError **error)
{
  Reading *reading;
  const Wanted *wanted = data;
  GPtrArray *cards = wanted->cards != NULL
                         ? g_ptr_array_ref (wanted->cards)
                         : hearth_store_cards_list (db, wanted->conversation, error);

  if (cards == NULL)
    return NULL;
  reading = g_new0 (Reading, 1);
  reading->cards = cards;
  reading->undone = g_array_new (FALSE, FALSE, sizeof (gboolean));
  for (guint i = 0; i < cards->len; i++) {
    const HearthCard *card = g_ptr_array_index (cards, i);
    g_autoptr (HearthAction) action =
        card->action != 0 ? hearth_store_actions_get (db, card->action, NULL) : NULL;
    gboolean undone = action != NULL && action->undone != 0;

    g_array_append_val (reading->undone, undone);
  }
  return reading;
}

static void accept_cb (HearthTalkCards *self, HearthCardView *view);
static void decline_cb (HearthTalkCards *self, HearthCardView *view);
static void edit_cb (HearthTalkCards *self, HearthCardView *view);
static void undo_card_cb (HearthTalkCards *self, HearthCardView *view);

static void
add_view (HearthTalkCards *self, const HearthCard *card)
{
  GtkWidget *view;
  guint n = 0;

  for (guint i = 0; i < self->views->len; i++)
    n += hearth_card_view_get_turn (g_ptr_array_index (self->views, i)) == card->turn;
  if (n >= MAX_CARDS_PER_TURN)
    return;
  view = hearth_card_view_new (card);
  g_signal_connect_object (view, "accept", G_CALLBACK (accept_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "decline", G_CALLBACK (decline_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "edit", G_CALLBACK (edit_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "undo", G_CALLBACK (undo_card_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->views, g_object_ref_sink (view));
}

static void
cards_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthTalkCards) self = user_data;
  g_autoptr (GError) error = NULL;
  Reading *reading = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->reading = FALSE;
  if (reading != NULL) {
    for (guint i = 0; i < reading->cards->len; i++) {
      const HearthCard *card = g_ptr_array_index (reading->cards, i);
      HearthCardView *view = find_view (self, card->id);

      if (view == NULL)
        add_view (self, card);
      view = find_view (self, card->id);
      if (view != NULL)
        hearth_card_view_set_card (view, card, g_array_index (reading->undone, gboolean, i));
    }
    reading_free (reading);
    hearth_talk_cards_arrange (self);
    g_signal_emit (self, signals[CHANGED], 0);
  } else {
    g_warning ("The cards could not be read: %s", error->message);
  }
  if (self->again)
    hearth_talk_cards_refresh (self);
}

static void
read_rows (HearthTalkCards *self, GPtrArray *cards)
{
  hearth_client_read_async (self->client, read_cards, wanted_new (self->conversation, cards),
                            wanted_free, reading_free, self->cancellable, cards_read_cb,
                            g_object_ref (self));
}

static void
private_cards_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthTalkCards) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) list = NULL;
  g_autoptr (GPtrArray) cards = NULL;

  if (!hearth_bus_daemon1_call_private_cards_finish (HEARTH_BUS_DAEMON1 (source), &list, result,
                                                     &error)) {
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      return;
    g_warning ("The cards could not be read: %s", error->message);
    self->reading = FALSE;
    return;
  }
  cards = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_card_free);
  for (gsize i = 0; i < g_variant_n_children (list); i++) {
    g_autoptr (GVariant) item = g_variant_get_child_value (list, i);
    HearthCard *card = hearth_card_new_from_variant (item);

    if (card != NULL)
      g_ptr_array_add (cards, card);
  }
  read_rows (self, g_steal_pointer (&cards));
}

static HearthBusDaemon1 *
get_proxy (HearthTalkCards *self, HearthCardView *view)
{
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, &error);

  if (proxy == NULL)
    hearth_card_view_set_trouble (view, error->message);
  return proxy;
}

static void
finish_work (HearthTalkCards *self, Call *call, const GError *error)
{
  g_autofree char *message = error != NULL ? hearth_client_dup_message (error) : NULL;

  if (message != NULL)
    hearth_card_view_set_trouble (HEARTH_CARD_VIEW (call->widget), message);
  if (self->working == call->id)
    self->working = 0;
  /* What became of it stands in the store, whatever the call said. */
  hearth_talk_cards_refresh (self);
}

static void
accepted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  g_autoptr (GError) error = NULL;

  hearth_bus_daemon1_call_accept_card_finish (HEARTH_BUS_DAEMON1 (source), NULL, result, &error);
  finish_work (call->self, call, error);
}

static void
declined_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  g_autoptr (GError) error = NULL;

  hearth_bus_daemon1_call_decline_card_finish (HEARTH_BUS_DAEMON1 (source), result, &error);
  finish_work (call->self, call, error);
}

static void
begin_work (HearthTalkCards *self, HearthCardView *view, HearthCardStand stand)
{
  self->stand = stand;
  hearth_card_view_set_trouble (view, NULL);
  self->working = hearth_card_view_get_id (view);
  hearth_talk_cards_arrange (self);
}

static void
accept_cb (HearthTalkCards *self, HearthCardView *view)
{
  HearthBusDaemon1 *proxy = get_proxy (self, view);

  if (proxy == NULL)
    return;
  begin_work (self, view, HEARTH_CARD_WORKING);
  hearth_bus_daemon1_call_accept_card (proxy, hearth_card_view_get_id (view),
                                       hearth_card_view_get_hash (view), NULL, accepted_cb,
                                       call_new (self, GTK_WIDGET (view), self->working));
}

static void
decline_cb (HearthTalkCards *self, HearthCardView *view)
{
  HearthBusDaemon1 *proxy = get_proxy (self, view);

  if (proxy == NULL)
    return;
  begin_work (self, view, HEARTH_CARD_LEAVING);
  hearth_bus_daemon1_call_decline_card (proxy, hearth_card_view_get_id (view), NULL, declined_cb,
                                        call_new (self, GTK_WIDGET (view), self->working));
}

/* The owner goes on by hand: what was proposed is settled with a no, once the draft is there. */
static void
edited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  g_autoptr (GError) error = NULL;
  gint64 draft = hearth_card_edit_finish (result, &error);

  if (draft == 0) {
    finish_work (call->self, call, error);
    return;
  }
  hearth_bus_daemon1_call_decline_card (HEARTH_BUS_DAEMON1 (source), call->id, NULL, declined_cb,
                                        call_new (call->self, call->widget, call->id));
  gtk_widget_activate_action (call->widget, "win.edit-draft", "x", draft);
}

static void
edit_cb (HearthTalkCards *self, HearthCardView *view)
{
  HearthBusDaemon1 *proxy = get_proxy (self, view);

  if (proxy == NULL)
    return;
  begin_work (self, view, HEARTH_CARD_LEAVING);
  hearth_card_edit_begin (proxy, hearth_card_view_get_verb (view),
                          hearth_card_view_get_content (view), NULL, edited_cb,
                          call_new (self, GTK_WIDGET (view), self->working));
}

static void
card_undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  g_autoptr (GError) error = NULL;

  hearth_bus_daemon1_call_undo_finish (HEARTH_BUS_DAEMON1 (source), result, &error);
  finish_work (call->self, call, error);
}

static void
undo_card_cb (HearthTalkCards *self, HearthCardView *view)
{
  HearthBusDaemon1 *proxy = get_proxy (self, view);

  if (proxy == NULL)
    return;
  hearth_card_view_set_trouble (view, NULL);
  hearth_bus_daemon1_call_undo (proxy, hearth_card_view_get_action (view), NULL, card_undone_cb,
                                call_new (self, GTK_WIDGET (view), 0));
}

static void
line_undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  g_autoptr (GError) error = NULL;
  HearthDoneLine *line = HEARTH_DONE_LINE (call->widget);

  if (hearth_bus_daemon1_call_undo_finish (HEARTH_BUS_DAEMON1 (source), result, &error)) {
    hearth_done_line_set_state (line, HEARTH_DONE_UNDONE);
  } else {
    g_autofree char *message = hearth_client_dup_message (error);

    hearth_done_line_set_state (line, HEARTH_DONE_FINAL);
    hearth_done_line_set_trouble (line, message);
  }
}

static void
undo_line_cb (HearthTalkCards *self, HearthDoneLine *line)
{
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, &error);
  gint64 *action = g_object_get_data (G_OBJECT (line), "action");

  hearth_done_line_set_trouble (line, proxy == NULL ? error->message : NULL);
  if (proxy == NULL)
    return;
  hearth_done_line_set_state (line, HEARTH_DONE_BUSY);
  hearth_bus_daemon1_call_undo (proxy, *action, NULL, line_undone_cb,
                                call_new (self, GTK_WIDGET (line), *action));
}

static void
hearth_talk_cards_dispose (GObject *object)
{
  HearthTalkCards *self = HEARTH_TALK_CARDS (object);

  g_cancellable_cancel (self->cancellable);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
  g_ptr_array_set_size (self->views, 0);
  G_OBJECT_CLASS (hearth_talk_cards_parent_class)->dispose (object);
}

static void
hearth_talk_cards_finalize (GObject *object)
{
  HearthTalkCards *self = HEARTH_TALK_CARDS (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->views);
  g_free (self->conversation);
  G_OBJECT_CLASS (hearth_talk_cards_parent_class)->finalize (object);
}

static void
hearth_talk_cards_class_init (HearthTalkCardsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_talk_cards_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_talk_cards_finalize;
  /**
   * HearthTalkCards::changed:
   *
   * There may be cards that have no place yet, and others may stand differently.
   */
  signals[CHANGED] = g_signal_new ("changed", HEARTH_TYPE_TALK_CARDS, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
hearth_talk_cards_init (HearthTalkCards *self)
{
  self->conversation = g_strdup ("");
  self->cancellable = g_cancellable_new ();
  self->views = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * hearth_talk_cards_new:
 * @client: the panel's client
 *
 * Returns: (transfer full): the cards of no conversation yet
 */
HearthTalkCards *
hearth_talk_cards_new (HearthClient *client)
{
  HearthTalkCards *self = g_object_new (HEARTH_TYPE_TALK_CARDS, NULL);

  self->client = g_object_ref (client);
  /* Undo, too, says that of actions. */
  g_signal_connect_object (client, "changed::cards", G_CALLBACK (hearth_talk_cards_refresh), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "changed::actions", G_CALLBACK (hearth_talk_cards_refresh), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * hearth_talk_cards_set_conversation:
 * @self: cards
 * @name: the conversation that is shown, or ""
 *
 * Lets go of the cards of the one before and reads those of this one.
 */
void
hearth_talk_cards_set_conversation (HearthTalkCards *self, const char *name)
{
  if (g_str_equal (self->conversation, name))
    return;
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->reading = FALSE;
  self->working = 0;
  g_ptr_array_set_size (self->views, 0);
  g_free (self->conversation);
  self->conversation = g_strdup (name);
  hearth_talk_cards_refresh (self);
}

/**
 * hearth_talk_cards_refresh:
 * @self: cards
 *
 * Reads again what became of the cards, and whether there are more.
 */
void
hearth_talk_cards_refresh (HearthTalkCards *self)
{
  HearthBusDaemon1 *proxy;

  if (self->client == NULL || *self->conversation == '\0')
    return;
  self->again = self->reading;
  if (self->reading)
    return;
  if (!hearth_conversation_is_private (self->conversation)) {
    self->reading = TRUE;
    read_rows (self, NULL);
    return;
  }
  proxy = hearth_client_get_proxy (self->client, NULL);
  if (proxy == NULL)
    return;
  self->reading = TRUE;
  hearth_bus_daemon1_call_private_cards (proxy, self->conversation, self->cancellable,
                                         private_cards_cb, g_object_ref (self));
}

/**
 * hearth_talk_cards_list_unplaced:
 * @self: cards
 *
 * Returns: (transfer container) (element-type HearthCardView): the cards that stand nowhere, oldest
 *   first
 */
GPtrArray *
hearth_talk_cards_list_unplaced (HearthTalkCards *self)
{
  GPtrArray *unplaced = g_ptr_array_new ();

  for (guint i = 0; i < self->views->len; i++) {
    if (gtk_widget_get_parent (g_ptr_array_index (self->views, i)) == NULL)
      g_ptr_array_add (unplaced, g_ptr_array_index (self->views, i));
  }
  return unplaced;
}

/**
 * hearth_talk_cards_make_done:
 * @self: cards
 * @text: what was done at once
 * @action: what takes it back, or 0
 *
 * Returns: (transfer floating): a line that says so and offers Undo
 */
GtkWidget *
hearth_talk_cards_make_done (HearthTalkCards *self, const char *text, gint64 action)
{
  GtkWidget *line = hearth_done_line_new (text, NULL);

  hearth_done_line_set_state (HEARTH_DONE_LINE (line),
                              action != 0 ? HEARTH_DONE_UNDOABLE : HEARTH_DONE_FINAL);
  g_object_set_data_full (G_OBJECT (line), "action", g_memdup2 (&action, sizeof action), g_free);
  g_signal_connect_object (line, "undo", G_CALLBACK (undo_line_cb), self, G_CONNECT_SWAPPED);
  return line;
}
