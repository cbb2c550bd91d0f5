/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-companion-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-clock.h"
#include "hearth-conversations.h"
#include "hearth-intents.h"
#include "hearth-memory-answers.h"
#include "hearth-text.h"

/* The room's front: a conversation. The owner's words are on disk before anything else happens; the
 * answer is on disk, marked as incomplete, while it streams. */

#define MAX_TEXT (16 * 1024)
static guint signal_answering;
static guint signal_offered;

G_DEFINE_FINAL_TYPE (HearthCompanion, hearth_companion, G_TYPE_OBJECT)

typedef HearthCompanionAnswer Answer;

static void
hearth_companion_finalize (GObject *object)
{
  HearthCompanion *self = HEARTH_COMPANION (object);

  g_clear_pointer (&self->book, hearth_conversation_book_free);
  g_clear_object (&self->usage);
  g_clear_object (&self->builtin);
  g_clear_object (&self->intents);
  g_clear_object (&self->service);
  g_clear_object (&self->plan_service);
  g_clear_object (&self->engine);
  g_hash_table_unref (self->answers);
  hearth_heard_free (self->heard);
  G_OBJECT_CLASS (hearth_companion_parent_class)->finalize (object);
}

static void
hearth_companion_class_init (HearthCompanionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_companion_finalize;
  /**
   * HearthCompanion::answering:
   * @self: the companion
   * @turn: the row of an answer's turn
   * @event: (type gpointer): a #HearthAnswerEvent, valid during the call
   *
   * More of an answer has come, whoever asked.
   */
  signal_answering = g_signal_new ("answering", HEARTH_TYPE_COMPANION, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_POINTER);
  signal_offered = g_signal_new ("offered", HEARTH_TYPE_COMPANION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
hearth_companion_init (HearthCompanion *self)
{
  self->answers = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->heard = hearth_heard_new ();
}

/**
 * hearth_companion_new:
 * @engine: where mail, events and conversations are
 *
 * Returns: (transfer full): a companion that thinks with the built-in service
 */
HearthCompanion *
hearth_companion_new (HearthEngine *engine)
{
  HearthCompanion *self = g_object_new (HEARTH_TYPE_COMPANION, NULL);
  g_autoptr (GError) error = NULL;

  self->engine = g_object_ref (engine);
  self->book = hearth_conversation_book_new (engine);
  self->usage = hearth_usage_new (engine);
  self->intents = hearth_intents_new_own (&error);
  if (self->intents == NULL) /* the built-in file is part of the program */
    g_error ("%s", error->message);
  self->builtin =
      hearth_builtin_service_new (hearth_engine_get_reader (engine), engine, self->intents);
  return self;
}

static void
outer_cancelled_cb (GCancellable *outer, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/* What the first question is about, in a few words. */
static char *
make_title (HearthCompanion *self, const char *text)
{
  g_autofree char *point = hearth_intents_dup_without_polite (self->intents, text);
  g_autofree char *title = NULL;
  gsize skipped = strlen (text) - MIN (strlen (text), strlen (point));
  gboolean polite = FALSE;

  /* It begins with the first word, whatever stands before that: a sign is no politeness. */
  for (const char *p = text; p < text + skipped; p = g_utf8_next_char (p))
    polite = polite || g_unichar_isalnum (g_utf8_get_char (p));
  title = hearth_conversation_make_title (polite ? point : text);
  return *title != '\0' ? g_steal_pointer (&title) : hearth_conversation_make_title (text);
}

/* What the owner says of themselves may be remembered, but nothing of a private conversation. */
static void
listen_for_memories (HearthCompanion *self, const char *name, const char *text)
{
  g_autoptr (HearthConversation) conversation =
      hearth_conversation_book_get (self->book, name, NULL);

  if (conversation != NULL && !hearth_conversation_is_private (name))
    hearth_memory_listen (self->engine, name, text);
}

/* What is in a file may be anybody's words: it labels the question, and with it the conversation,
 * as mail does. */
static void
attach (HearthTurn *asked, GPtrArray *files)
{
  if (files == NULL || files->len == 0)
    return;
  asked->label = hearth_label_join (asked->label, HEARTH_LABEL_EXTERNAL);
  for (guint i = 0; i < files->len; i++)
    g_ptr_array_add (asked->files, hearth_turn_file_copy (g_ptr_array_index (files, i)));
}

static Answer *
make_answer (HearthCompanion *self, const char *conversation, const char *text, GPtrArray *files,
             gint64 replace_from, GError **error)
{
  g_autoptr (HearthTurn) asked = hearth_turn_new (conversation, HEARTH_TURN_OWNER, text);
  g_autoptr (HearthTurn) turn = hearth_turn_new (conversation, HEARTH_TURN_COMPANION, "");
  g_autofree char *title = make_title (self, text);
  Answer *answer;

  asked->complete = TRUE;
  turn->complete = FALSE;
  turn->created = asked->created = hearth_clock_now ();
  attach (asked, files);
  if (!hearth_conversation_book_add (self->book, title, replace_from, asked, turn, error))
    return NULL;
  listen_for_memories (self, conversation, text);
  answer = g_new0 (Answer, 1);
  answer->companion = g_object_ref (self);
  answer->turn = g_steal_pointer (&turn);
  answer->question = g_strdup (text);
  answer->files = g_ptr_array_ref (asked->files);
  answer->text = g_string_new (NULL);
  answer->cancellable = g_cancellable_new ();
  answer->saved = g_get_monotonic_time ();
  return answer;
}

/* Returns the text as it is stored, or NULL if there is none. */
static char *
clean_question (const char *text, GError **error)
{
  g_autofree char *clean = hearth_text_clean (text, (gssize) strnlen (text, MAX_TEXT));

  g_strstrip (clean);
  if (*clean != '\0')
    return g_steal_pointer (&clean);
  g_set_error (error, HEARTH_COMPANION_ERROR, HEARTH_COMPANION_ERROR_EMPTY,
               _("Nothing was asked. Type a question first."));
  return NULL;
}

/* Asks what is clean. Takes user_data, also when it fails. */
static gint64
ask (HearthCompanion *self, const char *conversation, const char *text, GPtrArray *files,
     gint64 replace_from, GCancellable *cancellable, HearthAnswerFunc func, gpointer user_data,
     GDestroyNotify destroy, GError **error)
{
  Answer *answer = make_answer (self, conversation, text, files, replace_from, error);

  if (answer == NULL) {
    if (destroy != NULL)
      destroy (user_data);
    return 0;
  }
  answer->func = func;
  answer->user_data = user_data;
  answer->destroy = destroy;
  g_hash_table_insert (self->answers, &answer->turn->id, answer);
  if (cancellable != NULL) {
    answer->outer = g_object_ref (cancellable);
    answer->outer_id = g_cancellable_connect (cancellable, G_CALLBACK (outer_cancelled_cb),
                                              g_object_ref (answer->cancellable), g_object_unref);
  }
  g_idle_add_full (G_PRIORITY_DEFAULT, hearth_companion_answer_start_cb, answer, NULL);
  return answer->turn->id;
}

/**
 * hearth_companion_ask:
 * @self: the companion
 * @conversation: its name; "" begins a new one
 * @text: what the owner said
 * @cancellable: (nullable): stops the answer
 * @func: (nullable): receives the answer on the main context, never from within this call; END is
 * last
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data after the last event, or when this fails
 * @conversation_used: (out) (optional): the conversation's name
 * @error: return location; %HEARTH_COMPANION_ERROR_EMPTY, or why the question could not be stored;
 * %HEARTH_STORE_ERROR_NOT_FOUND for a private conversation that is gone
 *
 * Asks something. The question is stored before anything else happens. If the service that is set
 * fails, a notice says why and the built-in service answers. Any number of conversations may be
 * answered at once.
 *
 * Returns: the row of the answer's turn, or 0
 */
gint64
hearth_companion_ask (HearthCompanion *self, const char *conversation, const char *text,
                      GCancellable *cancellable, HearthAnswerFunc func, gpointer user_data,
                      GDestroyNotify destroy, char **conversation_used, GError **error)
{
  return hearth_companion_ask_with (self, conversation, text, NULL, cancellable, func, user_data,
                                    destroy, conversation_used, error);
}

/**
 * hearth_companion_ask_with:
 * @self: the companion
 * @conversation: its name; "" begins a new one
 * @text: what the owner said
 * @files: (nullable) (element-type HearthTurnFile): what goes with it, at most
 * %HEARTH_TURN_FILE_MAX
 * @cancellable: (nullable): stops the answer
 * @func: (nullable): as for hearth_companion_ask()
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data after the last event, or when this fails
 * @conversation_used: (out) (optional): the conversation's name
 * @error: return location; as hearth_companion_ask()
 *
 * Asks something about files. They are stored with the question. What the service does not take is
 * not sent, and a notice says so; the conversation is labelled as one that has read external words.
 *
 * Returns: the row of the answer's turn, or 0
 */
gint64
hearth_companion_ask_with (HearthCompanion *self, const char *conversation, const char *text,
                           GPtrArray *files, GCancellable *cancellable, HearthAnswerFunc func,
                           gpointer user_data, GDestroyNotify destroy, char **conversation_used,
                           GError **error)
{
  g_autofree char *clean = clean_question (text, error);
  g_autofree char *name = NULL;
  gint64 turn;

  if (clean == NULL) {
    if (destroy != NULL)
      destroy (user_data);
    return 0;
  }
  name = *conversation != '\0' ? g_strdup (conversation)
                               : hearth_conversation_book_begin (self->book, FALSE, "");
  turn = ask (self, name, clean, files, 0, cancellable, func, user_data, destroy, error);
  if (turn != 0 && conversation_used != NULL)
    *conversation_used = g_steal_pointer (&name);
  return turn;
}

/* Ends what is being answered in a conversation from a turn on, up to before another. */
static void
stop_answers (HearthCompanion *self, const char *conversation, gint64 from, gint64 before,
              gboolean drop)
{
  GHashTableIter iter;
  gpointer value;
  g_autoptr (GPtrArray) cancellables = g_ptr_array_new_with_free_func (g_object_unref);

  g_hash_table_iter_init (&iter, self->answers);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Answer *answer = value;

    if (answer->turn->id < from || answer->turn->id >= before ||
        strcmp (answer->turn->conversation, conversation) != 0)
      continue;
    answer->dropped = answer->dropped || drop;
    g_ptr_array_add (cancellables, g_object_ref (answer->cancellable));
  }
  for (guint i = 0; i < cancellables->len; i++) /* which may end the answer at once */
    g_cancellable_cancel (g_ptr_array_index (cancellables, i));
}

/**
 * hearth_companion_ask_again:
 * @self: the companion
 * @owner_turn: the row of a turn in which the owner said something
 * @text: what they say instead
 * @files: (nullable) (element-type HearthTurnFile): what goes with it, besides the files of that
 * turn, which stay with it
 * @cancellable: (nullable): stops the answer
 * @func: (nullable): as for hearth_companion_ask()
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data after the last event, or when this fails
 * @conversation_used: (out) (optional): the conversation's name
 * @error: return location; as hearth_companion_ask(), and %HEARTH_STORE_ERROR_NOT_FOUND if there is
 * no such turn, or it is not the owner's
 *
 * Asks something in other words: the conversation goes on from before @owner_turn, and what was
 * said from there on is no longer part of it. An answer to it that is under way ends.
 *
 * Returns: the row of the answer's turn, or 0; then nothing was changed
 */
gint64
hearth_companion_ask_again (HearthCompanion *self, gint64 owner_turn, const char *text,
                            GPtrArray *files, GCancellable *cancellable, HearthAnswerFunc func,
                            gpointer user_data, GDestroyNotify destroy, char **conversation_used,
                            GError **error)
{
  g_autofree char *clean = clean_question (text, error);
  g_autoptr (HearthTurn) old =
      clean != NULL ? hearth_conversation_book_get_turn (self->book, owner_turn, error) : NULL;
  gint64 turn;

  if (old != NULL && (old->role != HEARTH_TURN_OWNER || old->replaced)) {
    g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
                 _("Only a question of yours that is part of the conversation can be changed."));
    g_clear_pointer (&old, hearth_turn_free);
  }
  if (old != NULL && !hearth_conversation_book_load_files (self->book, old, error))
    g_clear_pointer (&old, hearth_turn_free);
  if (old == NULL) {
    if (destroy != NULL)
      destroy (user_data);
    return 0;
  }
  for (guint i = 0; files != NULL && i < files->len && old->files->len < HEARTH_TURN_FILE_MAX; i++)
    g_ptr_array_add (old->files, hearth_turn_file_copy (g_ptr_array_index (files, i)));
  turn = ask (self, old->conversation, clean, old->files, owner_turn, cancellable, func, user_data,
              destroy, error);
  if (turn == 0)
    return 0;
  hearth_builtin_service_forget (self->builtin, old->conversation);
  stop_answers (self, old->conversation, owner_turn, turn, FALSE);
  if (conversation_used != NULL)
    *conversation_used = g_strdup (old->conversation);
  return turn;
}

/* The question that an answer is to. */
static HearthTurn *
find_question (HearthCompanion *self, gint64 answer, GError **error)
{
  g_autoptr (HearthTurn) turn = hearth_conversation_book_get_turn (self->book, answer, error);
  g_autoptr (GPtrArray) before = NULL;

  if (turn == NULL)
    return NULL;
  before = hearth_conversation_book_list_turns (self->book, turn->conversation, answer, 1, error);
  if (before == NULL)
    return NULL;
  if (before->len == 0 || turn->replaced != 0) {
    g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
                 _("That is no longer part of the conversation."));
    return NULL;
  }
  return hearth_turn_copy (g_ptr_array_index (before, 0));
}

/**
 * hearth_companion_undo_ask_again:
 * @self: the companion
 * @turn: the row that hearth_companion_ask_again() returned
 * @error: return location; %HEARTH_STORE_ERROR_NOT_FOUND if its question took the place of none
 *
 * Takes it back that something was asked in other words: the conversation is as it was before that,
 * and the answer to the other words, which is kept and not shown, ends.
 *
 * Returns: (transfer full) (nullable): the conversation's name, or %NULL; then nothing was changed
 */
char *
hearth_companion_undo_ask_again (HearthCompanion *self, gint64 turn, GError **error)
{
  g_autoptr (HearthTurn) asked = find_question (self, turn, error);
  g_autofree char *name = NULL;

  if (asked == NULL || hearth_conversation_book_restore (self->book, asked->id, &name, error) == 0)
    return NULL;
  hearth_builtin_service_forget (self->builtin, name);
  stop_answers (self, name, asked->id, G_MAXINT64, FALSE);
  return g_steal_pointer (&name);
}

/**
 * hearth_companion_rate:
 * @self: the companion
 * @turn: the row of an answer's turn
 * @rating: what the owner thinks of it; %HEARTH_TURN_UNRATED takes that back
 * @error: return location; %HEARTH_STORE_ERROR_NOT_FOUND if it is no whole answer
 *
 * Keeps what the owner thinks of an answer, on this computer and for them alone: no service is
 * told.
 *
 * Returns: whether it is kept
 */
gboolean
hearth_companion_rate (HearthCompanion *self, gint64 turn, HearthTurnRating rating, GError **error)
{
  return hearth_conversation_book_rate (self->book, turn, rating, error);
}

/**
 * hearth_companion_begin:
 * @self: the companion
 * @is_private: whether the conversation is kept in memory only, and lost when this process ends
 * @service: who answers in it: "" for the service that is set, %HEARTH_COMPANION_BUILTIN, or a name
 * that the function of hearth_companion_set_service_func() knows
 * @error: return location; %HEARTH_COMPANION_ERROR_FAILED if it is no service that is set up
 *
 * Names a new conversation, which is stored with its first question.
 *
 * Returns: (transfer full) (nullable): its name
 */
char *
hearth_companion_begin (HearthCompanion *self, gboolean is_private, const char *service,
                        GError **error)
{
  if (*service != '\0' && strcmp (service, HEARTH_COMPANION_BUILTIN) != 0) {
    g_autoptr (HearthAiService) found =
        self->find_service != NULL ? self->find_service (service, self->find_service_data) : NULL;

    if (found == NULL) {
      g_set_error (error, HEARTH_COMPANION_ERROR, HEARTH_COMPANION_ERROR_FAILED,
                   _("There is no service “%s” that is set up."), service);
      return NULL;
    }
  }
  return hearth_conversation_book_begin (self->book, is_private, service);
}

/**
 * hearth_companion_rename:
 * @self: the companion
 * @conversation: its name
 * @title: what it shall be called
 * @error: return location; a #HearthStoreError, or %HEARTH_ENGINE_ERROR_INVALID
 *
 * Returns: whether it is called so
 */
gboolean
hearth_companion_rename (HearthCompanion *self, const char *conversation, const char *title,
                         GError **error)
{
  return hearth_conversation_book_rename (self->book, conversation, title, error);
}

/**
 * hearth_companion_remove:
 * @self: the companion
 * @conversation: its name
 * @error: return location; a #HearthStoreError
 *
 * Removes a conversation for good. What is being answered in it ends.
 *
 * Returns: whether nothing is left of it
 */
gboolean
hearth_companion_remove (HearthCompanion *self, const char *conversation, GError **error)
{
  if (!hearth_conversation_book_remove (self->book, conversation, error))
    return FALSE;
  hearth_builtin_service_forget (self->builtin, conversation);
  stop_answers (self, conversation, 0, G_MAXINT64, TRUE);
  return TRUE;
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HearthCompanion *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!hearth_engine_remove_conversation_finish (HEARTH_ENGINE (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  hearth_builtin_service_forget (self->builtin, g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
}

/**
 * hearth_companion_remove_async:
 * @self: the companion
 * @conversation: its name
 * @callback: called when nothing is left of it
 * @user_data: for @callback
 *
 * As hearth_companion_remove(), while the main thread does something else.
 */
void
hearth_companion_remove_async (HearthCompanion *self, const char *conversation,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  GError *error = NULL;

  g_task_set_source_tag (task, hearth_companion_remove_async);
  if (!hearth_conversation_book_is_stored (self->book, conversation)) {
    if (hearth_companion_remove (self, conversation, &error))
      g_task_return_boolean (task, TRUE);
    else
      g_task_return_error (task, error);
    return;
  }
  /* An answer that goes on would write into what is being removed. */
  stop_answers (self, conversation, 0, G_MAXINT64, TRUE);
  g_task_set_task_data (task, g_strdup (conversation), g_free);
  hearth_engine_remove_conversation_async (self->engine, conversation, removed_cb,
                                           g_steal_pointer (&task));
}

/**
 * hearth_companion_remove_finish:
 * @self: the companion
 * @result: from the callback
 * @error: a #HearthStoreError
 *
 * Returns: whether nothing is left of it
 */
gboolean
hearth_companion_remove_finish (HearthCompanion *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * hearth_companion_list_private_turns:
 * @self: the companion
 * @conversation: the name of a private conversation
 * @error: return location; %HEARTH_STORE_ERROR_NOT_FOUND if it is none, or is gone
 *
 * Returns: (transfer full) (nullable) (element-type HearthTurn): what was said in it, oldest first
 */
GPtrArray *
hearth_companion_list_private_turns (HearthCompanion *self, const char *conversation,
                                     GError **error)
{
  if (hearth_conversation_is_private (conversation))
    return hearth_conversation_book_list_turns (self->book, conversation, 0, G_MAXUINT, error);
  g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
               _("This conversation is not private."));
  return NULL;
}

/**
 * hearth_companion_stop:
 * @self: the companion
 * @turn: the row of an answer's turn
 *
 * Stops an answer. What was said of it stays, marked as incomplete. Without effect once it has
 * ended.
 */
void
hearth_companion_stop (HearthCompanion *self, gint64 turn)
{
  Answer *answer = g_hash_table_lookup (self->answers, &turn);

  if (answer != NULL)
    g_cancellable_cancel (answer->cancellable);
}

/**
 * hearth_companion_read_reminder:
 * @self: the companion
 * @text: "call home tomorrow at nine", with or without "remind me to"
 * @what: (out) (transfer full): what to remind of
 * @due: (out): when, seconds since 1970 UTC
 * @error: return location; %HEARTH_COMPANION_ERROR_NOT_UNDERSTOOD says what is missing
 *
 * Returns: whether both were said
 */
gboolean
hearth_companion_read_reminder (HearthCompanion *self, const char *text, char **what, gint64 *due,
                                GError **error)
{
  return hearth_builtin_service_read_reminder (self->builtin, text, what, due, error);
}

/**
 * hearth_companion_set_service:
 * @self: the companion
 * @service: (nullable): an outside service, or %NULL for the built-in one
 *
 * Chooses who thinks from the next question on.
 */
void
hearth_companion_set_service (HearthCompanion *self, HearthAiService *service)
{
  g_set_object (&self->service, service);
}

/**
 * hearth_companion_set_plan_service:
 * @self: the companion
 * @service: (nullable): an outside service, or %NULL for the one that answers
 *
 * Chooses who is asked what the owner wants to have done, where the words alone do not say it. It
 * sees these words and nothing else.
 */
void
hearth_companion_set_plan_service (HearthCompanion *self, HearthAiService *service)
{
  g_set_object (&self->plan_service, service);
}

/**
 * hearth_companion_get_usage:
 * @self: the companion
 *
 * Returns: (transfer none): what services are counted in, and their limit
 */
HearthUsage *
hearth_companion_get_usage (HearthCompanion *self)
{
  return self->usage;
}

/**
 * hearth_companion_set_offers:
 * @self: the companion
 * @offers: whether a service may be offered, once, where a question is not understood and none is
 * set; the signal `offered` is told then
 */
void
hearth_companion_set_offers (HearthCompanion *self, gboolean offers)
{
  self->offers = offers;
}

/**
 * hearth_companion_get_service:
 * @self: the companion
 *
 * Returns: (transfer none) (nullable): the outside service that is set, or %NULL
 */
HearthAiService *
hearth_companion_get_service (HearthCompanion *self)
{
  return self->service;
}

/**
 * hearth_companion_set_service_func:
 * @self: the companion
 * @func: (nullable): finds a service by the name that a conversation has for it
 * @user_data: for @func; outlives the companion
 *
 * Without it, every conversation has the service that is set, or the built-in one.
 */
void
hearth_companion_set_service_func (HearthCompanion *self, HearthCompanionServiceFunc func,
                                   gpointer user_data)
{
  self->find_service = func;
  self->find_service_data = user_data;
}

/**
 * hearth_companion_get_persona:
 * @self: the companion
 *
 * Returns: (transfer none): who it speaks as; may be changed
 */
HearthPersona *
hearth_companion_get_persona (HearthCompanion *self)
{
  return hearth_builtin_service_get_persona (self->builtin);
}

/**
 * hearth_companion_tell_offered:
 * @self: the companion
 *
 * Says that something which understands more was offered.
 */
void
hearth_companion_tell_offered (HearthCompanion *self)
{
  g_signal_emit (self, signal_offered, 0);
}

/**
 * hearth_companion_tell_event:
 * @self: the companion
 * @turn: the row of an answer's turn
 * @event: more of it
 */
void
hearth_companion_tell_event (HearthCompanion *self, gint64 turn, const HearthAnswerEvent *event)
{
  g_signal_emit (self, signal_answering, 0, turn, event);
}
