/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-answered.h"

#include "hearth-features.h"
#include "hearth-later.h"

/* Whoever says more than this besides being away says something. */
#define AWAY_WORDS 90

/**
 * hearth_answered_counts:
 * @answer: a whole message of whom an answer is awaited
 * @owner: (element-type utf8): the owner's addr-specs
 *
 * Tells an answer from what only says that somebody is away, or comes from a program, or pretends
 * to come from them.
 *
 * Returns: whether it is one
 */
gboolean
hearth_answered_counts (const HearthMessage *answer, GPtrArray *owner)
{
  HearthTriageContext context = { .owner = owner, .now = answer->date };
  HearthFeatures features;

  if ((answer->marks &
       (HEARTH_MARK_AUTO | HEARTH_MARK_BOUNCE | HEARTH_MARK_SPAM | HEARTH_MARK_PHISHING)) != 0)
    return FALSE;
  hearth_features_extract (&features, answer, &context);
  if (features.subject_cues[HEARTH_CUE_AWAY] > 0)
    return FALSE;
  return features.cues[HEARTH_CUE_AWAY] == 0 || features.n_words > AWAY_WORDS;
}

static const HearthMessage *
find_answer (GPtrArray *answers, GPtrArray *owner)
{
  for (guint i = 0; i < answers->len; i++) {
    const HearthMessage *answer = g_ptr_array_index (answers, i);

    if (hearth_answered_counts (answer, owner))
      return answer;
  }
  return NULL;
}

static gboolean
waits_for_answer (const HearthLater *later)
{
  return later->answer_id == 0 &&
         (later->kind == HEARTH_LATER_FOLLOW_UP || (later->awaits != NULL && later->told == 0));
}

/**
 * hearth_answered_look:
 * @engine: an engine
 *
 * Looks whether somebody has answered of whom the owner awaits it: what was put off comes back,
 * what was to be followed up is settled. To be called when what came in has been judged.
 */
void
hearth_answered_look (HearthEngine *engine)
{
  HearthDatabase *db = hearth_engine_get_reader (engine);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = hearth_store_later_list (db, &error);
  g_autoptr (GPtrArray) owner =
      list != NULL && list->len > 0 ? hearth_store_people_list_owner (db, &error) : NULL;

  for (guint i = 0; error == NULL && list != NULL && i < list->len; i++) {
    const HearthLater *later = g_ptr_array_index (list, i);
    g_autoptr (GPtrArray) answers = NULL;
    const HearthMessage *answer;

    if (!waits_for_answer (later))
      continue;
    answers = hearth_store_later_list_answers (db, later, &error);
    answer = answers != NULL ? find_answer (answers, owner) : NULL;
    if (answer != NULL)
      hearth_engine_note_answer (engine, later->message_id, answer->id, &error);
  }
  if (error != NULL)
    g_warning ("Answers could not be looked for: %s", error->message);
}
