/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-conversation-book.h"

#include <glib/gi18n.h>

#include "hearth-clock.h"
#include "hearth-conversations.h"
#include "hearth-private-cards.h"

/* So many conversations may have been begun and not spoken in. */
#define MAX_BEGUN 256

/* Of a private conversation so much is kept; what is older is forgotten. */
#define MAX_PRIVATE_TURNS 1000
#define MAX_PRIVATE_FILES (24 * 1024 * 1024)

typedef struct {
  HearthEngine *engine;     /* (unowned): the book's, whose cards end with it */
  HearthConversation *head; /* (owned) */
  GPtrArray *turns;         /* (owned) (element-type HearthTurn) */
} Private;

struct _HearthConversationBook {
  HearthEngine *engine; /* (owned) */
  GPtrArray *privates;  /* (owned) (element-type Private): oldest first */
  GHashTable *begun;    /* (owned) (element-type utf8 HearthConversation): not stored yet */
  gint64 last_turn;     /* of a private conversation */
};

static void
private_free (gpointer data)
{
  Private *private = data;

  hearth_private_cards_forget (private->engine, private->head->name, 0, G_MAXINT64);
  hearth_conversation_free (private->head);
  g_ptr_array_unref (private->turns);
  g_free (private);
}

/**
 * hearth_conversation_book_new:
 * @engine: where conversations are stored
 *
 * Returns: (transfer full): a book without private conversations
 */
HearthConversationBook *
hearth_conversation_book_new (HearthEngine *engine)
{
  HearthConversationBook *self = g_new0 (HearthConversationBook, 1);

  self->engine = g_object_ref (engine);
  self->privates = g_ptr_array_new_with_free_func (private_free);
  self->begun = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                       (GDestroyNotify) hearth_conversation_free);
  /* A number is not given twice, not even by the next process: somebody may still know it. */
  self->last_turn = HEARTH_PRIVATE_TURN + g_get_real_time () / 1000;
  return self;
}

/**
 * hearth_conversation_book_free:
 * @self: (transfer full): a book; its private conversations are lost
 */
void
hearth_conversation_book_free (HearthConversationBook *self)
{
  g_hash_table_unref (self->begun);
  g_ptr_array_unref (self->privates);
  g_object_unref (self->engine);
  g_free (self);
}

static Private *
find_private (HearthConversationBook *self, const char *name, GError **error)
{
  for (guint i = 0; i < self->privates->len; i++) {
    Private *private = g_ptr_array_index (self->privates, i);

    if (g_strcmp0 (private->head->name, name) == 0)
      return private;
  }
  g_set_error (
      error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
      _("This private conversation is gone: it was kept in memory only. Begin a new one."));
  return NULL;
}

/**
 * hearth_conversation_book_get_engine:
 * @self: a book
 *
 * Returns: (transfer none): what keeps the conversations that are not private
 */
HearthEngine *
hearth_conversation_book_get_engine (HearthConversationBook *self)
{
  return self->engine;
}

/**
 * hearth_conversation_book_begin:
 * @self: a book
 * @is_private: whether it is kept in memory only
 * @service: who answers in it, or "" for the service that is set
 *
 * Names a new conversation. It is stored with its first question, unless it is private.
 *
 * Returns: (transfer full): its name
 */
char *
hearth_conversation_book_begin (HearthConversationBook *self, gboolean is_private,
                                const char *service)
{
  g_autofree char *name =
      g_strdup_printf ("%s%" G_GINT64_FORMAT "-%08x", is_private ? HEARTH_CONVERSATION_PRIVATE : "",
                       hearth_clock_now (), g_random_int ());
  HearthConversation *head = hearth_conversation_new (name, "");

  g_free (head->service);
  head->service = g_strdup (service);
  head->created = head->changed = hearth_clock_now ();
  if (is_private) {
    Private *private = g_new0 (Private, 1);

    private->engine = self->engine;
    private->head = head;
    private->turns = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_turn_free);
    if (self->privates->len >= HEARTH_BOOK_MAX_PRIVATE)
      g_ptr_array_remove_index (self->privates, 0);
    g_ptr_array_add (self->privates, private);
  } else {
    if (g_hash_table_size (self->begun) >= MAX_BEGUN)
      g_hash_table_remove_all (self->begun);
    g_hash_table_insert (self->begun, head->name, head);
  }
  return g_steal_pointer (&name);
}

static HearthConversation *
copy_head (const HearthConversation *head)
{
  HearthConversation *copy = hearth_conversation_new (head->name, head->title);

  g_free (copy->service);
  copy->service = g_strdup (head->service);
  copy->label = head->label;
  copy->summary = g_strdup (head->summary);
  copy->summary_until = head->summary_until;
  copy->created = head->created;
  copy->changed = head->changed;
  return copy;
}

/**
 * hearth_conversation_book_get:
 * @self: a book
 * @name: a conversation's name
 * @error: %HEARTH_STORE_ERROR_NOT_FOUND where nothing is known of it, or a #HearthStoreError
 *
 * Returns: (transfer full) (nullable): what is known of it
 */
HearthConversation *
hearth_conversation_book_get (HearthConversationBook *self, const char *name, GError **error)
{
  const HearthConversation *begun = g_hash_table_lookup (self->begun, name);
  Private *private;

  if (begun != NULL)
    return copy_head (begun);
  if (!hearth_conversation_is_private (name))
    return hearth_store_conversations_get (hearth_engine_get_reader (self->engine), name, error);
  private = find_private (self, name, error);
  return private != NULL ? copy_head (private->head) : NULL;
}

static void
replace_private (Private *private, gint64 from, gint64 by)
{
  for (guint i = 0; i < private->turns->len; i++) {
    HearthTurn *turn = g_ptr_array_index (private->turns, i);

    if (turn->id >= from && turn->replaced == 0)
      turn->replaced = by;
  }
  hearth_private_cards_forget (private->engine, private->head->name, from, G_MAXINT64);
  if (private->head->summary_until >= from) {
    g_clear_pointer (&private->head->summary, g_free);
    private->head->summary_until = 0;
  }
}

/* Memory is not the disk: of the older files only the names stay. */
static void
drop_old_files (Private *private)
{
  gsize used = 0;

  for (guint i = private->turns->len; i > 0; i--) {
    const HearthTurn *turn = g_ptr_array_index (private->turns, i - 1);

    for (guint k = 0; k < turn->files->len; k++) {
      HearthTurnFile *file = g_ptr_array_index (turn->files, k);

      used += file->size;
      if (used > MAX_PRIVATE_FILES)
        g_clear_pointer (&file->data, g_bytes_unref);
    }
  }
}

static gboolean
add_private (HearthConversationBook *self, const char *title, gint64 replace_from,
             HearthTurn *asked, HearthTurn *answer, GError **error)
{
  Private *private = find_private (self, asked->conversation, error);

  if (private == NULL)
    return FALSE;
  asked->id = ++self->last_turn;
  answer->id = ++self->last_turn;
  if (replace_from != 0)
    replace_private (private, replace_from, asked->id);
  if (*private->head->title == '\0') {
    g_free (private->head->title);
    private->head->title = g_strdup (title);
  }
  while (private->turns->len + 2 > MAX_PRIVATE_TURNS) {
    const HearthTurn *oldest = g_ptr_array_index (private->turns, 0);

    hearth_private_cards_forget (self->engine, private->head->name, 0, oldest->id + 1);
    g_ptr_array_remove_index (private->turns, 0);
  }
  g_ptr_array_add (private->turns, hearth_turn_copy (asked));
  g_ptr_array_add (private->turns, hearth_turn_copy (answer));
  private->head->changed = answer->created;
  private->head->label = hearth_label_join (private->head->label, asked->label);
  drop_old_files (private);
  return TRUE;
}

/**
 * hearth_conversation_book_add:
 * @self: a book
 * @title: for the conversation, if this is its first question
 * @replace_from: the turn from which on the conversation is replaced, or 0
 * @asked: (inout): what the owner said; its number is set
 * @answer: (inout): the answer, of which nothing is said yet; its number is set
 * @error: a #HearthStoreError
 *
 * Keeps a question, and that it is being answered.
 *
 * Returns: whether both are kept; otherwise nothing was changed
 */
gboolean
hearth_conversation_book_add (HearthConversationBook *self, const char *title, gint64 replace_from,
                              HearthTurn *asked, HearthTurn *answer, GError **error)
{
  const char *name = asked->conversation;
  const HearthConversation *begun = g_hash_table_lookup (self->begun, name);
  g_autoptr (HearthConversation) fresh = NULL;

  if (hearth_conversation_is_private (name))
    return add_private (self, title, replace_from, asked, answer, error);
  fresh = begun != NULL ? copy_head (begun) : hearth_conversation_new (name, "");
  g_free (fresh->title);
  fresh->title = g_strdup (title);
  fresh->created = fresh->changed = asked->created;
  if (!hearth_engine_begin_turn (self->engine, fresh, replace_from, asked, answer, error))
    return FALSE;
  g_hash_table_remove (self->begun, name);
  return TRUE;
}

static HearthTurn *
find_private_turn (HearthConversationBook *self, gint64 id, Private **found)
{
  for (guint i = 0; i < self->privates->len; i++) {
    Private *private = g_ptr_array_index (self->privates, i);

    for (guint k = 0; k < private->turns->len; k++) {
      HearthTurn *turn = g_ptr_array_index (private->turns, k);

      if (turn->id == id) {
        if (found != NULL)
          *found = private;
        return turn;
      }
    }
  }
  return NULL;
}

/**
 * hearth_conversation_book_save:
 * @self: a book
 * @turn: a turn that was added
 * @error: a #HearthStoreError
 *
 * Keeps a turn as it is now. One of a private conversation that was removed is not kept.
 *
 * Returns: whether that succeeded
 */
gboolean
hearth_conversation_book_save (HearthConversationBook *self, HearthTurn *turn, GError **error)
{
  HearthTurn *old;
  Private *private = NULL;

  if (!hearth_conversation_is_private (turn->conversation))
    return hearth_engine_save_turn (self->engine, turn, error);
  old = find_private_turn (self, turn->id, &private);
  if (old != NULL) {
    HearthTurn *copy = hearth_turn_copy (turn);
    guint i;

    private->head->label = hearth_label_join (private->head->label, turn->label);
    copy->replaced = old->replaced;
    copy->rating = old->rating;
    if (g_ptr_array_find (private->turns, old, &i))
    private->turns->pdata[i] = copy;
    hearth_turn_free (old);
  }
  return TRUE;
}

/**
 * hearth_conversation_book_get_turn:
 * @self: a book
 * @id: a turn's number
 * @error: a #HearthStoreError
 *
 * Returns: (transfer full) (nullable): the turn; %HEARTH_STORE_ERROR_NOT_FOUND if there is none
 */
HearthTurn *
hearth_conversation_book_get_turn (HearthConversationBook *self, gint64 id, GError **error)
{
  HearthTurn *turn = NULL;

  if (id < HEARTH_PRIVATE_TURN)
    return hearth_store_turns_get (hearth_engine_get_reader (self->engine), id, error);
  turn = find_private_turn (self, id, NULL);
  if (turn != NULL)
    return hearth_turn_copy (turn);
  find_private (self, "", error);
  return NULL;
}

/**
 * hearth_conversation_book_list_turns:
 * @self: a book
 * @name: a conversation's name
 * @below: only turns with a smaller number; 0 for the last ones
 * @limit: at most so many
 * @error: a #HearthStoreError
 *
 * Returns: (transfer full) (nullable) (element-type HearthTurn): the last turns, oldest first;
 * %NULL on an error
 */
GPtrArray *
hearth_conversation_book_list_turns (HearthConversationBook *self, const char *name, gint64 below,
                                     guint limit, GError **error)
{
  g_autoptr (GPtrArray) turns = NULL;
  Private *private;

  if (!hearth_conversation_is_private (name))
    return hearth_store_turns_list (hearth_engine_get_reader (self->engine), name, below, limit,
                                    error);
  private = find_private (self, name, error);
  if (private == NULL)
    return NULL;
  turns = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_turn_free);
  for (guint i = private->turns->len; i > 0 && turns->len < limit; i--) {
    const HearthTurn *turn = g_ptr_array_index (private->turns, i - 1);

    if (turn->replaced == 0 && (below == 0 || turn->id < below))
      g_ptr_array_insert (turns, 0, hearth_turn_copy (turn));
  }
  return g_steal_pointer (&turns);
}

/**
 * hearth_conversation_book_load_files:
 * @self: a book
 * @turn: a turn that it gave
 * @error: a #HearthStoreError
 *
 * Reads what is in the files of a turn, where that was not read yet.
 *
 * Returns: whether it is there
 */
gboolean
hearth_conversation_book_load_files (HearthConversationBook *self, HearthTurn *turn, GError **error)
{
  if (turn->files->len == 0 || turn->id >= HEARTH_PRIVATE_TURN)
    return TRUE;
  return hearth_store_turns_load_files (hearth_engine_get_reader (self->engine), turn, error);
}

/**
 * hearth_conversation_book_rate:
 * @self: a book
 * @id: a whole answer
 * @rating: what the owner thinks of it; %HEARTH_TURN_UNRATED takes that back
 * @error: a #HearthStoreError
 *
 * Returns: whether that is kept; %HEARTH_STORE_ERROR_NOT_FOUND if it is no whole answer
 */
gboolean
hearth_conversation_book_rate (HearthConversationBook *self, gint64 id, HearthTurnRating rating,
                               GError **error)
{
  HearthTurn *turn;

  if (id < HEARTH_PRIVATE_TURN)
    return hearth_engine_rate_turn (self->engine, id, rating, error);
  turn = find_private_turn (self, id, NULL);
  if (turn == NULL || turn->role != HEARTH_TURN_COMPANION || !turn->complete) {
    g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
                 _("Only a whole answer can be rated."));
    return FALSE;
  }
  turn->rating = rating;
  return TRUE;
}

static gint64
restore_private (Private *private, gint64 by)
{
  gint64 first = 0;

  for (guint i = 0; i < private->turns->len; i++) {
    HearthTurn *turn = g_ptr_array_index (private->turns, i);

    if (turn->replaced == by && turn->id < by && first == 0)
      first = turn->id;
  }
  if (first == 0)
    return 0;
  replace_private (private, by, first);
  for (guint i = 0; i < private->turns->len; i++) {
    HearthTurn *turn = g_ptr_array_index (private->turns, i);

    if (turn->replaced == by && turn->id < by)
      turn->replaced = 0;
  }
  return first;
}

/**
 * hearth_conversation_book_restore:
 * @self: a book
 * @by: a question that took the place of another
 * @conversation: (out) (transfer full): the name of their conversation
 * @error: a #HearthStoreError
 *
 * Makes what was said before part of the conversation again, and what was said instead no longer.
 * What was proposed in a private one stays forgotten.
 *
 * Returns: the first turn that is part of it again, or 0; %HEARTH_STORE_ERROR_NOT_FOUND if @by took
 *   the place of none
 */
gint64
hearth_conversation_book_restore (HearthConversationBook *self, gint64 by, char **conversation,
                                  GError **error)
{
  Private *private = NULL;
  gint64 first;

  if (by < HEARTH_PRIVATE_TURN)
    return hearth_engine_restore_turns (self->engine, by, conversation, error);
  first = find_private_turn (self, by, &private) != NULL ? restore_private (private, by) : 0;
  if (first == 0) {
    g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
                 _("That question took the place of no other."));
    return 0;
  }
  *conversation = g_strdup (private->head->name);
  return first;
}

/**
 * hearth_conversation_book_rename:
 * @self: a book
 * @name: a conversation's name
 * @title: what it shall be called
 * @error: a #HearthStoreError, or %HEARTH_ENGINE_ERROR_INVALID for a title of nothing
 *
 * Returns: whether it is called so
 */
gboolean
hearth_conversation_book_rename (HearthConversationBook *self, const char *name, const char *title,
                                 GError **error)
{
  Private *private;

  if (!hearth_conversation_is_private (name))
    return hearth_engine_rename_conversation (self->engine, name, title, error);
  private = find_private (self, name, error);
  if (private == NULL)
    return FALSE;
  g_free (private->head->title);
  private->head->title = hearth_conversation_clean_title (title);
  return TRUE;
}

/**
 * hearth_conversation_book_is_stored:
 * @self: a book
 * @name: a conversation's name
 *
 * Returns: whether the conversation, if there is one, is in the store and not in memory only
 */
gboolean
hearth_conversation_book_is_stored (HearthConversationBook *self, const char *name)
{
  return !hearth_conversation_is_private (name) && !g_hash_table_contains (self->begun, name);
}

/**
 * hearth_conversation_book_remove:
 * @self: a book
 * @name: a conversation's name
 * @error: a #HearthStoreError
 *
 * Returns: whether nothing is left of it
 */
gboolean
hearth_conversation_book_remove (HearthConversationBook *self, const char *name, GError **error)
{
  Private *private;

  if (g_hash_table_remove (self->begun, name))
    return TRUE;
  if (!hearth_conversation_is_private (name))
    return hearth_engine_remove_conversation (self->engine, name, error);
  private = find_private (self, name, error);
  return private != NULL && g_ptr_array_remove (self->privates, private);
}

/**
 * hearth_conversation_book_set_summary:
 * @self: a book
 * @name: a conversation's name
 * @summary: what was said in it so far, in short
 * @until: the last turn that is in it
 * @label: of all that is in it
 * @error: a #HearthStoreError
 *
 * Returns: whether it is kept
 */
gboolean
hearth_conversation_book_set_summary (HearthConversationBook *self, const char *name,
                                      const char *summary, gint64 until, HearthLabel label,
                                      GError **error)
{
  Private *private;

  if (!hearth_conversation_is_private (name))
    return hearth_engine_set_summary (self->engine, name, summary, until, label, error);
  private = find_private (self, name, error);
  if (private == NULL)
    return FALSE;
  g_free (private->head->summary);
  private->head->summary = g_strdup (summary);
  private->head->summary_until = until;
  private->head->label = hearth_label_join (private->head->label, label);
  return TRUE;
}
