/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-cards.h"

#include <glib/gi18n.h>

#include "hearth-card-text.h"
#include "hearth-gate-private.h"
#include "hearth-post.h"
#include "hearth-private-cards.h"
#include "hearth-store-cards.h"
#include "hearth-store-journal.h"

/* What the owner decides on a card. It is settled in the transaction that does it: whoever ends the
 * process in between, it was either accepted and done, or it waits still. */

typedef struct {
  const HearthCard *card;
  gboolean is_private; /* the card is in memory only */
  HearthCardState state;
  const char *problem;
  gint64 action_id;
} Settling;

static char *
dup_deed (const Settling *settling)
{
  g_autofree char *title = hearth_card_dup_title (settling->card);

  if (settling->state == HEARTH_CARD_ACCEPTED)
    /* Translators: %s is what a card proposes, "Reply to Nora" */
    return g_strdup_printf (_("%s: accepted"), title);
  return settling->state == HEARTH_CARD_DECLINED ? g_strdup_printf (_("%s: declined"), title)
                                                 : g_strdup_printf (_("%s: not done"), title);
}

/* Of a private conversation no words stand in the journal. */
static gboolean
write_journal (HearthDatabase *db, const Settling *settling, GError **error)
{
  g_autofree char *what = settling->is_private ? NULL : dup_deed (settling);
  HearthJournalEntry entry = {
    .kind = (char *) "card",
    .what = what,
    .action_id = settling->action_id,
    .conversation = settling->is_private ? NULL : settling->card->conversation,
  };

  return hearth_store_journal_write (db, &entry, NULL, error);
}

/* One that is in memory is settled there when this has been written; see note_settled(). */
static gboolean
settle (HearthDatabase *db, gint64 action_id, gpointer user_data, GError **error)
{
  Settling *settling = user_data;
  gboolean settled;

  settling->action_id = action_id;
  if (settling->is_private)
    return write_journal (db, settling, error);
  if (!hearth_store_cards_settle (db, settling->card, settling->state, action_id, settling->problem,
                                  &settled, error))
    return FALSE;
  if (settled)
    return write_journal (db, settling, error);
  g_set_error_literal (error, HEARTH_GATE_ERROR, HEARTH_GATE_ERROR_SETTLED,
                       _("That was decided already."));
  return FALSE;
}

static gboolean
write_settling (HearthDatabase *db, gpointer user_data, GError **error)
{
  return settle (db, 0, user_data, error);
}

static void
note_settled (HearthEngine *engine, const Settling *settling)
{
  if (settling->is_private)
    hearth_private_cards_settle (engine, settling->card->id, settling->state, settling->action_id,
                                 settling->problem);
}

/* Settles what does nothing. What was not done in private is nobody's business: it stands nowhere.
 */
static gboolean
settle_alone (HearthEngine *engine, Settling *settling, GError **error)
{
  if (!settling->is_private && !hearth_engine_write (engine, write_settling, settling, error))
    return FALSE;
  note_settled (engine, settling);
  return TRUE;
}

static HearthCard *
find_waiting (HearthEngine *engine, gint64 id, GError **error)
{
  g_autoptr (HearthCard) card =
      id < 0 ? hearth_private_cards_get (engine, id, error)
             : hearth_store_cards_get (hearth_engine_get_reader (engine), id, error);

  if (card == NULL || card->state == HEARTH_CARD_WAITING)
    return g_steal_pointer (&card);
  g_set_error_literal (error, HEARTH_GATE_ERROR, HEARTH_GATE_ERROR_SETTLED,
                       _("That was decided already."));
  return NULL;
}

/* Whether who accepts it saw this very card. */
static gboolean
check_hash (const HearthCard *card, const char *hash, GError **error)
{
  g_autofree char *made = hearth_card_make_hash (card->verb, card->content);

  if (g_strcmp0 (hash, card->hash) == 0 && g_strcmp0 (made, card->hash) == 0)
    return TRUE;
  g_set_error_literal (error, HEARTH_GATE_ERROR, HEARTH_GATE_ERROR_OTHER_CARD,
                       _("This is not the proposal that was shown. Look at it again."));
  return FALSE;
}

/* A full disk or a busy store is no reason to take a proposal away. */
static gboolean
may_be_tried_again (const GError *error)
{
  return error->domain == HEARTH_STORE_ERROR ||
         g_error_matches (error, HEARTH_GATE_ERROR, HEARTH_GATE_ERROR_SETTLED);
}

static void
note_failure (HearthEngine *engine, const HearthCard *card, GError **error)
{
  gboolean expired = g_error_matches (*error, HEARTH_GATE_ERROR, HEARTH_GATE_ERROR_EXPIRED);
  Settling settling = { .card = card,
                        .is_private = card->id < 0,
                        .state = expired ? HEARTH_CARD_EXPIRED : HEARTH_CARD_FAILED,
                        .problem = (*error)->message };
  g_autoptr (GError) problem = NULL;

  if (!settle_alone (engine, &settling, &problem))
    g_warning ("A proposal could not be settled: %s", problem->message);
  if (!expired) {
    (*error)->domain = HEARTH_GATE_ERROR;
    (*error)->code = HEARTH_GATE_ERROR_FAILED;
  }
}

/* Does what a card says, and settles it. */
static gboolean
run (HearthEngine *engine, const HearthCard *card, HearthVerb verb, Settling *settling,
     gint64 *action, GError **error)
{
  gboolean ok;

  hearth_engine_set_rider (engine, settle, settling);
  ok = hearth_deed_run (engine, verb, card->content, action, error);
  /* What is so already needs no transaction, and neither does what keeps no action. */
  if (ok && hearth_engine_is_waited_for (engine))
    ok = hearth_engine_write (engine, write_settling, settling, error);
  hearth_engine_set_rider (engine, NULL, NULL);
  if (!ok)
    return FALSE;
  if (*action == 0)
    *action = settling->action_id;
  note_settled (engine, settling);
  return TRUE;
}

/**
 * hearth_cards_accept:
 * @engine: an engine
 * @id: a card's row
 * @hash: (nullable): of the card that was shown
 * @action: (out): what hearth_engine_undo() takes back, or 0
 * @error: %HEARTH_GATE_ERROR_SETTLED, %HEARTH_GATE_ERROR_OTHER_CARD, %HEARTH_GATE_ERROR_EXPIRED or
 *   %HEARTH_GATE_ERROR_FAILED; a #HearthStoreError, and the card then waits still
 *
 * Does what a card proposes, exactly and once, on the owner's word.
 *
 * Returns: whether it is done
 */
gboolean
hearth_cards_accept (HearthEngine *engine, gint64 id, const char *hash, gint64 *action,
                     GError **error)
{
  g_autoptr (HearthCard) card = find_waiting (engine, id, error);
  Settling settling = { .card = card, .is_private = id < 0, .state = HEARTH_CARD_ACCEPTED };
  GError *problem = NULL;
  HearthVerb verb;
  gboolean ok;

  *action = 0;
  if (card == NULL || !check_hash (card, hash, error))
    return FALSE;
  ok = hearth_verb_from_string (card->verb, &verb)
           ? run (engine, card, verb, &settling, action, &problem)
           : hearth_deed_expire (&problem, _("It cannot be read any more."));
  if (!ok && !may_be_tried_again (problem))
    note_failure (engine, card, &problem);
  if (!ok) {
    *action = 0;
    g_propagate_error (error, problem);
  }
  hearth_engine_tell_changed (engine, "cards");
  return ok;
}

/**
 * hearth_cards_decline:
 * @engine: an engine
 * @id: a card's row
 * @error: %HEARTH_GATE_ERROR_SETTLED or a #HearthStoreError
 *
 * Notes that the owner does not want what a card proposes.
 *
 * Returns: whether it is noted
 */
gboolean
hearth_cards_decline (HearthEngine *engine, gint64 id, GError **error)
{
  g_autoptr (HearthCard) card = find_waiting (engine, id, error);
  Settling settling = { .card = card, .is_private = id < 0, .state = HEARTH_CARD_DECLINED };

  if (card == NULL || !settle_alone (engine, &settling, error))
    return FALSE;
  hearth_engine_tell_changed (engine, "cards");
  return TRUE;
}
