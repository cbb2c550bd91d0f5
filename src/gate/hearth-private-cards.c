/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-private-cards.h"

#include <glib/gi18n.h>

#include "hearth-clock.h"
#include "hearth-database.h"

/* The cards of private conversations. They stand in memory as what was said does, belong to one
 * engine, and are gone with the conversation or the process. All of it is for the main thread. */

/* So many are kept, of all private conversations together; the oldest goes for a new one. */
#define MAX_CARDS 256

typedef struct {
  GPtrArray *cards; /* (owned) (element-type HearthCard): oldest first */
  gint64 last;      /* the number that was given last */
} Cards;

static void
cards_free (gpointer data)
{
  Cards *self = data;

  g_ptr_array_unref (self->cards);
  g_free (self);
}

static Cards *
get_cards (HearthEngine *engine)
{
  static GQuark quark;
  Cards *self;

  if (quark == 0)
    quark = g_quark_from_static_string ("hearth-private-cards");
  self = g_object_get_qdata (G_OBJECT (engine), quark);
  if (self != NULL)
    return self;
  self = g_new0 (Cards, 1);
  self->cards = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_card_free);
  /* Below 0, where no row is; and not given twice, not even by the next process: somebody may still
   * know it. */
  self->last = -(g_get_real_time () / 1000);
  g_object_set_qdata_full (G_OBJECT (engine), quark, self, cards_free);
  return self;
}

static HearthCard *
find_card (HearthEngine *engine, gint64 id)
{
  Cards *self = get_cards (engine);

  for (guint i = 0; i < self->cards->len; i++) {
    HearthCard *card = g_ptr_array_index (self->cards, i);

    if (card->id == id)
      return card;
  }
  return NULL;
}

/**
 * hearth_private_cards_add:
 * @engine: the engine
 * @card: (inout): a card that waits, of a private conversation; its number and time are set
 *
 * Keeps a copy of a card in memory.
 */
void
hearth_private_cards_add (HearthEngine *engine, HearthCard *card)
{
  Cards *self = get_cards (engine);

  card->id = --self->last;
  card->created = hearth_clock_now ();
  if (self->cards->len >= MAX_CARDS)
    g_ptr_array_remove_index (self->cards, 0);
  g_ptr_array_add (self->cards, hearth_card_copy (card));
}

/**
 * hearth_private_cards_get:
 * @engine: the engine
 * @id: a number below 0
 * @error: %HEARTH_STORE_ERROR_NOT_FOUND: its conversation has ended
 *
 * Returns: (transfer full) (nullable): the card as it is now
 */
HearthCard *
hearth_private_cards_get (HearthEngine *engine, gint64 id, GError **error)
{
  const HearthCard *card = find_card (engine, id);

  if (card != NULL)
    return hearth_card_copy (card);
  g_set_error_literal (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
                       _("This proposal is gone: it was private, and kept in memory only."));
  return NULL;
}

/**
 * hearth_private_cards_list:
 * @engine: the engine
 * @conversation: the name of a private conversation
 *
 * Returns: (transfer full) (element-type HearthCard): its cards, oldest first
 */
GPtrArray *
hearth_private_cards_list (HearthEngine *engine, const char *conversation)
{
  Cards *self = get_cards (engine);
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_card_free);

  for (guint i = 0; i < self->cards->len; i++) {
    const HearthCard *card = g_ptr_array_index (self->cards, i);

    if (g_strcmp0 (card->conversation, conversation) == 0)
      g_ptr_array_add (list, hearth_card_copy (card));
  }
  return list;
}

/**
 * hearth_private_cards_settle:
 * @engine: the engine
 * @id: a card that waits; nothing happens where it is gone
 * @state: what became of it
 * @action: what it did, or 0
 * @problem: (nullable): why it could not be done
 *
 * Notes what became of a card, after it happened.
 */
void
hearth_private_cards_settle (HearthEngine *engine, gint64 id, HearthCardState state, gint64 action,
                             const char *problem)
{
  HearthCard *card = find_card (engine, id);

  if (card == NULL)
    return;
  card->state = state;
  card->action = action;
  card->settled = hearth_clock_now ();
  g_free (card->problem);
  card->problem = g_strdup (problem);
}

/**
 * hearth_private_cards_forget:
 * @engine: the engine
 * @conversation: the name of a private conversation
 * @from: the first of its turns that is gone
 * @until: the first one after it that is not, or %G_MAXINT64
 *
 * Lets go of the cards of turns that are not kept any longer.
 */
void
hearth_private_cards_forget (HearthEngine *engine, const char *conversation, gint64 from,
                             gint64 until)
{
  Cards *self = get_cards (engine);

  for (guint i = self->cards->len; i > 0; i--) {
    const HearthCard *card = g_ptr_array_index (self->cards, i - 1);

    if (g_strcmp0 (card->conversation, conversation) == 0 && card->turn >= from &&
        card->turn < until)
      g_ptr_array_remove_index (self->cards, i - 1);
  }
}
