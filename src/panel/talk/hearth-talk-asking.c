/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mind-offer.h"
#include "hearth-talk-view-private.h"

#include <glib/gi18n.h>

/* Puts the owner's questions to the service and takes the answers as they come. */

typedef struct {
  gint64 turn;
  HearthAnswerEvent *event;
} Early;

static void
early_free (gpointer data)
{
  Early *early = data;

  hearth_answer_event_free (early->event);
  g_free (early);
}

/**
 * hearth_talk_view_set_answering:
 * @self: a view
 * @view: (nullable): the answer that streams
 *
 * Says which answer is being made.
 */
void
hearth_talk_view_set_answering (HearthTalkView *self, HearthTurnView *view)
{
  gboolean was = self->answering != NULL;

  self->answering = view;
  if (view == NULL)
    self->turn = 0;
  if (was != (view != NULL))
    g_object_notify (G_OBJECT (self), "busy");
}

static void
learned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthTalkPage) page = hearth_talk_reader_read_finish (result, &error);
  g_autoptr (HearthTurnView) answer = user_data;
  GtkWidget *question = gtk_widget_get_prev_sibling (GTK_WIDGET (answer));

  for (guint i = 0; page != NULL && i < page->turns->len; i++) {
    const HearthTurn *turn = g_ptr_array_index (page->turns, i);
    const HearthTurn *before = i > 0 ? g_ptr_array_index (page->turns, i - 1) : NULL;

    if (turn->id != hearth_turn_view_get_id (answer))
      continue;
    hearth_turn_view_set_origin (answer, turn);
    if (before != NULL && before->role == HEARTH_TURN_OWNER && question != NULL &&
        hearth_turn_view_get_role (HEARTH_TURN_VIEW (question)) == HEARTH_TURN_OWNER)
      hearth_turn_view_set_id (HEARTH_TURN_VIEW (question), before->id);
  }
}

/* What the service has stored of an answer and its question: their numbers, who answered, what it
 * took, and what the conversation is called. */
static void
learn (HearthTalkView *self, HearthTurnView *answer)
{
  gint64 id = hearth_turn_view_get_id (answer);

  if (id == 0 || *self->conversation == '\0')
    return;
  if (self->is_private)
    hearth_talk_reader_read_private (self->client, self->conversation, 2, self->cancellable,
                                     learned_cb, g_object_ref (answer));
  else
    hearth_talk_reader_read (self->client, self->conversation, id + 1, 2, self->cancellable,
                             learned_cb, g_object_ref (answer));
}

/**
 * hearth_talk_view_ask_again:
 * @self: a view
 * @answer: an answer
 *
 * Puts the question above it again, in place of all that came after it.
 */
void
hearth_talk_view_ask_again (HearthTalkView *self, HearthTurnView *answer)
{
  GtkWidget *question = gtk_widget_get_prev_sibling (GTK_WIDGET (answer));
  g_autofree char *text = NULL;

  if (question == NULL ||
      hearth_turn_view_get_role (HEARTH_TURN_VIEW (question)) != HEARTH_TURN_OWNER)
    return;
  text = g_strdup (hearth_turn_view_get_text (HEARTH_TURN_VIEW (question)));
  if (hearth_turn_view_get_id (HEARTH_TURN_VIEW (question)) != 0)
    self->editing = HEARTH_TURN_VIEW (question);
  hearth_talk_view_ask (self, text);
}

/* Something else answers now: the question below which it was offered is put again. What was said
 * since, or is being put in other words, is not given up for that: a download may take long. */
static void
ready_cb (GtkWidget *offer, gpointer user_data)
{
  HearthTalkView *self = user_data;
  GtkWidget *answer = gtk_widget_get_ancestor (offer, HEARTH_TYPE_TURN_VIEW);

  if (answer != NULL && answer == gtk_widget_get_last_child (self->turns) && self->editing == NULL)
    hearth_talk_view_ask_again (self, HEARTH_TURN_VIEW (answer));
}

static void
add_offer (HearthTalkView *self, HearthTurnView *answer, const HearthAnswerEvent *event)
{
  const char *text = event->text != NULL ? event->text : "";
  GtkWidget *offer = event->kind == HEARTH_ANSWER_AGREE
                         ? hearth_mind_offer_new_agree (self->client, text)
                         : hearth_mind_offer_new (self->client, text);

  g_signal_connect_object (offer, "ready", G_CALLBACK (ready_cb), self, 0);
  hearth_turn_view_add_deed (answer, offer);
}

static void
take_event (HearthTalkView *self, const HearthAnswerEvent *event)
{
  HearthTurnView *answer = self->answering;

  if (event->kind == HEARTH_ANSWER_OFFER || event->kind == HEARTH_ANSWER_AGREE)
    add_offer (self, answer, event);
  else if (event->kind == HEARTH_ANSWER_CARD)
    hearth_talk_cards_refresh (self->cards);
  else if (event->kind == HEARTH_ANSWER_DONE)
    hearth_turn_view_add_deed (
        answer, hearth_talk_cards_make_done (self->cards, event->text != NULL ? event->text : "",
                                             event->id));
  else
    hearth_turn_view_take_event (answer, event);
  if (event->kind == HEARTH_ANSWER_END || event->kind == HEARTH_ANSWER_ERROR) {
    hearth_talk_view_set_answering (self, NULL);
    learn (self, answer);
  }
}

/**
 * hearth_talk_view_fail:
 * @self: a view
 * @message: why there is no answer
 *
 * Ends the answer that is being made with a sentence that says why.
 */
void
hearth_talk_view_fail (HearthTalkView *self, const char *message)
{
  g_autoptr (HearthAnswerEvent) event = hearth_answer_event_new (HEARTH_ANSWER_ERROR, message);

  if (self->answering != NULL)
    take_event (self, event);
}

/**
 * hearth_talk_view_take:
 * @client: the panel's client
 * @turn: the answer's turn
 * @event: (type gpointer): a #HearthAnswerEvent
 * @user_data: a view
 *
 * Takes more of an answer, as the client says it.
 */
void
hearth_talk_view_take (HearthClient *client, gint64 turn, gpointer event, gpointer user_data)
{
  HearthTalkView *self = user_data;

  /* What was asked by ear may be answered before it is known which turn that is. */
  if (self->answering == NULL &&
      hearth_speech_client_get_purpose (hearth_client_get_speech (client)) != HEARTH_SPEECH_ASK)
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
  char *text;           /* (owned) */
  GVariant *files;      /* (owned) (nullable): that go with it */
  gint64 instead;       /* the question that is put in other words, or 0 */
  gboolean undoable;    /* and there was an answer to it */
} Asking;

static void
asking_free (Asking *asking)
{
  g_object_unref (asking->self);
  g_object_unref (asking->view);
  g_free (asking->text);
  g_clear_pointer (&asking->files, g_variant_unref);
  g_free (asking);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asking, asking_free)

static void
fail_asking (Asking *asking, const GError *error)
{
  g_autofree char *message = hearth_client_dup_message (error);

  if (asking->self->answering == asking->view)
    hearth_talk_view_fail (asking->self, message);
}

/**
 * hearth_talk_view_take_number:
 * @self: a view whose answer is being made
 * @turn: the answer's turn
 * @conversation: to which it belongs
 *
 * Says which answer is being made: what came before that was known belongs to it or not.
 */
void
hearth_talk_view_take_number (HearthTalkView *self, gint64 turn, const char *conversation)
{
  HearthTurnView *answer = self->answering;

  if (!g_str_equal (self->conversation, conversation)) {
    g_autofree char *title = hearth_conversation_make_title (
        self->said->len > 0 ? g_ptr_array_index (self->said, self->said->len - 1) : "");

    hearth_talk_view_set_name (self, conversation);
    hearth_talk_view_show_title (self, self->is_private ? "" : title);
  }
  hearth_talk_cards_set_conversation (self->cards, conversation);
  self->turn = turn;
  hearth_turn_view_set_id (answer, turn);
  while (!g_queue_is_empty (&self->early)) {
    Early *early = g_queue_pop_head (&self->early);

    if (early->turn == turn && self->answering != NULL)
      take_event (self, early->event);
    early_free (early);
  }
  if (self->answering == answer)
    learn (self, answer);
  hearth_talk_view_place_cards (self);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Asking) asking = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *conversation = NULL;
  HearthBusDaemon1 *proxy = HEARTH_BUS_DAEMON1 (source);
  gint64 turn = 0;
  gboolean asked =
      asking->files != NULL
          ? hearth_bus_daemon1_call_ask_with_finish (proxy, &turn, &conversation, result, &error)
      : asking->instead != 0
          ? hearth_bus_daemon1_call_ask_again_finish (proxy, &turn, &conversation, result, &error)
          : hearth_bus_daemon1_call_ask_finish (proxy, &turn, &conversation, result, &error);

  if (!asked)
    fail_asking (asking, error);
  else if (asking->self->answering != asking->view)
    /* Stopped before the service had even named the answer. */
    hearth_bus_daemon1_call_stop_answer (proxy, turn, NULL, NULL, NULL);
  else
    hearth_talk_view_take_number (asking->self, turn, conversation);
  if (asked && asking->undoable)
    hearth_talk_view_offer_undo (asking->self, turn);
}

/* Takes @asking. */
static void
put (HearthBusDaemon1 *proxy, const char *conversation, Asking *asking)
{
  if (asking->files != NULL)
    hearth_bus_daemon1_call_ask_with (proxy, conversation, asking->instead, asking->text,
                                      asking->files, NULL, asked_cb, asking);
  else if (asking->instead != 0)
    hearth_bus_daemon1_call_ask_again (proxy, asking->instead, asking->text, NULL, asked_cb,
                                       asking);
  else
    hearth_bus_daemon1_call_ask (proxy, conversation, asking->text, NULL, asked_cb, asking);
}

/* NULL if there are none. */
static GVariant *
pack_files (GPtrArray *files)
{
  GVariantBuilder builder;

  if (files == NULL || files->len == 0)
    return NULL;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < files->len; i++) {
    const HearthTurnFile *file = g_ptr_array_index (files, i);
    GVariantDict dict;

    if (file->data == NULL) /* the service has it */
      continue;
    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "name", "s", file->name);
    g_variant_dict_insert_value (
        &dict, "data", g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, file->data, TRUE));
    g_variant_builder_add_value (&builder, g_variant_dict_end (&dict));
  }
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Asking) asking = user_data;
  HearthTalkView *self = asking->self;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  if (!hearth_bus_daemon1_call_begin_conversation_finish (HEARTH_BUS_DAEMON1 (source), &name,
                                                          result, &error)) {
    fail_asking (asking, error);
    return;
  }
  if (self->answering != asking->view)
    return;
  g_ptr_array_insert (self->private_names, 0, g_strdup (name));
  hearth_talk_view_set_name (self, name);
  put (HEARTH_BUS_DAEMON1 (source), name, g_steal_pointer (&asking));
}

/**
 * hearth_talk_view_send:
 * @self: a view
 * @text: the owner's words
 * @instead: the row of the question that they replace, or 0
 * @files: (nullable) (element-type HearthTurnFile): what goes with them
 *
 * Puts a question to the service, for the answer that was set. While the service wakes up it waits.
 */
void
hearth_talk_view_send (HearthTalkView *self, const char *text, gint64 instead, GPtrArray *files)
{
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, &error);
  Asking *asking;

  if (proxy == NULL) {
    if (hearth_client_get_state (self->client) == HEARTH_CLIENT_CONNECTING) {
      g_free (self->waiting);
      self->waiting = g_strdup (text);
      g_clear_pointer (&self->waiting_files, g_ptr_array_unref);
      self->waiting_files = files != NULL ? g_ptr_array_ref (files) : NULL;
    } else {
      hearth_talk_view_fail (self, error->message);
    }
    return;
  }
  asking = g_new0 (Asking, 1);
  asking->self = g_object_ref (self);
  asking->view = g_object_ref (self->answering);
  asking->text = g_strdup (text);
  asking->files = pack_files (files);
  asking->instead = instead;
  asking->undoable = instead != 0 && self->took_back;
  g_queue_clear_full (&self->early, early_free);
  if (instead == 0 && self->is_private && *self->conversation == '\0')
    hearth_bus_daemon1_call_begin_conversation (proxy, TRUE, "", NULL, begun_cb, asking);
  else
    put (proxy, self->conversation, asking);
}

/**
 * hearth_talk_view_forget_early:
 * @self: a view
 *
 * Lets go of what came before its answer was known.
 */
void
hearth_talk_view_forget_early (HearthTalkView *self)
{
  g_queue_clear_full (&self->early, early_free);
}
