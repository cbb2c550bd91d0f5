/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-telling.h"

static const char *const outcomes[] = { NULL, "opened", "done", "later", "dismissed" };
static const char *const answers[] = { NULL, "always", "fewer", "never" };

/**
 * hearth_telling_free:
 * @self: (nullable) (transfer full): a telling
 */
void
hearth_telling_free (HearthTelling *self)
{
  if (self == NULL)
    return;
  g_free (self->sender);
  g_free (self->klass);
  g_free (self->reason);
  g_free (self);
}

/**
 * hearth_telling_outcome_to_string:
 * @outcome: what the owner did
 *
 * Returns: (nullable): its name; %NULL if nothing is known
 */
const char *
hearth_telling_outcome_to_string (HearthTellingOutcome outcome)
{
  return outcomes[outcome];
}

/**
 * hearth_telling_outcome_from_string:
 * @name: (nullable): a name
 *
 * Returns: the outcome; unknown for a name that a newer version wrote
 */
HearthTellingOutcome
hearth_telling_outcome_from_string (const char *name)
{
  for (guint i = 1; name != NULL && i < G_N_ELEMENTS (outcomes); i++) {
    if (g_str_equal (outcomes[i], name))
      return (HearthTellingOutcome) i;
  }
  return HEARTH_TELLING_UNKNOWN;
}

/**
 * hearth_telling_answer_to_string:
 * @answer: what the owner said
 *
 * Returns: (nullable): its name; %NULL if they said nothing
 */
const char *
hearth_telling_answer_to_string (HearthTellingAnswer answer)
{
  return answers[answer];
}

/**
 * hearth_telling_answer_from_string:
 * @name: (nullable): a name; "" and %NULL for none
 * @answer: (out): the answer
 *
 * Returns: whether there is such an answer
 */
gboolean
hearth_telling_answer_from_string (const char *name, HearthTellingAnswer *answer)
{
  *answer = HEARTH_ANSWER_NONE;
  if (name == NULL || name[0] == '\0')
    return TRUE;
  for (guint i = 1; i < G_N_ELEMENTS (answers); i++) {
    if (g_str_equal (answers[i], name)) {
      *answer = (HearthTellingAnswer) i;
      return TRUE;
    }
  }
  return FALSE;
}
