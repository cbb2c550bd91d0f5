/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-cards.h"

#include "hearth-clock.h"
#include "hearth-database-private.h"

#include <glib/gi18n.h>

/* What was proposed in conversations and waits for its owner, or did. */

#define COLUMNS                                                                                    \
  "id, conversation, turn_id, verb, content, hash, label, state, action_id, problem, created,"     \
  " settled"

/* The newest are what anybody looks at. */
#define MAX_CARDS 500

/**
 * hearth_store_cards_add:
 * @db: a writer
 * @card: (inout): a card that waits; its row and its time are set
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_cards_add (HearthDatabase *db, HearthCard *card, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  card->created = hearth_clock_now ();
  statement = hearth_statement_new (
      db,
      "INSERT INTO cards (conversation, turn_id, verb, content, hash, label, state, created)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, card->conversation);
  hearth_statement_bind_int (statement, card->turn);
  hearth_statement_bind_text (statement, card->verb);
  hearth_statement_bind_text (statement, card->content);
  hearth_statement_bind_text (statement, card->hash);
  hearth_statement_bind_int (statement, hearth_label_to_int (card->label));
  hearth_statement_bind_int (statement, card->state);
  hearth_statement_bind_int (statement, card->created);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  card->id = sqlite3_last_insert_rowid (hearth_database_get_handle (db));
  return TRUE;
}

static HearthCard *
read_card (HearthStatement *statement)
{
  HearthCard *card = g_new0 (HearthCard, 1);

  card->id = hearth_statement_get_int (statement, 0);
  card->conversation = g_strdup (hearth_statement_get_text (statement, 1));
  card->turn = hearth_statement_get_int (statement, 2);
  card->verb = g_strdup (hearth_statement_get_text (statement, 3));
  card->content = g_strdup (hearth_statement_get_text (statement, 4));
  card->hash = g_strdup (hearth_statement_get_text (statement, 5));
  card->label = hearth_label_from_int (hearth_statement_get_int (statement, 6));
  card->state = (HearthCardState) CLAMP (hearth_statement_get_int (statement, 7),
                                         HEARTH_CARD_WAITING, HEARTH_CARD_EXPIRED);
  card->action = hearth_statement_get_int (statement, 8);
  card->problem = g_strdup (hearth_statement_get_text (statement, 9));
  card->created = hearth_statement_get_int (statement, 10);
  card->settled = hearth_statement_get_int (statement, 11);
  return card;
}

static GPtrArray *
read_cards (HearthStatement *statement, GError **error)
{
  g_autoptr (GPtrArray) cards = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_card_free);
  gboolean row;

  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&cards);
    g_ptr_array_add (cards, read_card (statement));
  }
}

/**
 * hearth_store_cards_get:
 * @db: a database
 * @id: a card's row
 * @error: %HEARTH_STORE_ERROR_NOT_FOUND or another #HearthStoreError
 *
 * Returns: (transfer full) (nullable): the card
 */
HearthCard *
hearth_store_cards_get (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "SELECT " COLUMNS " FROM cards WHERE id = ?", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_next (statement, &row, error))
    return NULL;
  if (row)
    return read_card (statement);
  g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
               _("There is no proposal with the number %lld."), (long long) id);
  return NULL;
}

/**
 * hearth_store_cards_list:
 * @db: a database
 * @conversation: (nullable): only those of this conversation
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthCard): the newest 500, oldest first;
 * %NULL on an error
 */
GPtrArray *
hearth_store_cards_list (HearthDatabase *db, const char *conversation, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  statement = hearth_statement_new (
      db,
      conversation != NULL ? "SELECT * FROM (SELECT " COLUMNS " FROM cards WHERE conversation = ?"
                             " ORDER BY id DESC LIMIT " G_STRINGIFY (MAX_CARDS) ") ORDER BY id"
                           : "SELECT * FROM (SELECT " COLUMNS " FROM cards"
                             " ORDER BY id DESC LIMIT " G_STRINGIFY (MAX_CARDS) ") ORDER BY id",
      error);
  if (statement == NULL)
    return NULL;
  if (conversation != NULL)
    hearth_statement_bind_text (statement, conversation);
  return read_cards (statement, error);
}

/**
 * hearth_store_cards_list_waiting:
 * @db: a database
 * @limit: at most so many
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthCard): those that wait for the owner,
 *   oldest first; %NULL on an error
 */
GPtrArray *
hearth_store_cards_list_waiting (HearthDatabase *db, guint limit, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  G_STATIC_ASSERT (HEARTH_CARD_WAITING == 0);
  statement =
      hearth_statement_new (db, "SELECT " COLUMNS " FROM cards WHERE state = 0 ORDER BY id LIMIT ?",
                            error);
  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, limit);
  return read_cards (statement, error);
}

/**
 * hearth_store_cards_settle:
 * @db: a writer
 * @card: a card as it was read
 * @state: what becomes of it
 * @action_id: what it did, or 0
 * @problem: (nullable): why it failed
 * @settled: (out): whether it was this call that settled it
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Settles a card that still waits and is the one that was read, byte by byte: for the transaction
 * that does what it proposes. Of two that try, one does.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_cards_settle (HearthDatabase *db, const HearthCard *card, HearthCardState state,
                           gint64 action_id, const char *problem, gboolean *settled, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  *settled = FALSE;
  statement =
      hearth_statement_new (db,
                            "UPDATE cards SET state = ?, action_id = ?, problem = ?, settled = ?"
                            " WHERE id = ? AND state = 0 AND hash = ? AND verb = ? AND content = ?",
                            error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, state);
  hearth_statement_bind_int (statement, action_id);
  hearth_statement_bind_text (statement, problem);
  hearth_statement_bind_int (statement, hearth_clock_now ());
  hearth_statement_bind_int (statement, card->id);
  hearth_statement_bind_text (statement, card->hash);
  hearth_statement_bind_text (statement, card->verb);
  hearth_statement_bind_text (statement, card->content);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  *settled = sqlite3_changes (hearth_database_get_handle (db)) == 1;
  return TRUE;
}
