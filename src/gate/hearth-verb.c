/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-verb.h"

#include <string.h>

static const char *const names[] = {
  [HEARTH_VERB_REPLY] = "reply",
  [HEARTH_VERB_SEND] = "send",
  [HEARTH_VERB_DRAFT] = "draft",
  [HEARTH_VERB_CREATE_EVENT] = "create_event",
  [HEARTH_VERB_MOVE_EVENT] = "move_event",
  [HEARTH_VERB_CANCEL_EVENT] = "cancel_event",
  [HEARTH_VERB_INVITE] = "invite",
  [HEARTH_VERB_RESPOND] = "respond",
  [HEARTH_VERB_ARCHIVE] = "archive",
  [HEARTH_VERB_TRASH] = "trash",
  [HEARTH_VERB_FLAG] = "flag",
  [HEARTH_VERB_REMIND] = "remind",
  [HEARTH_VERB_REMEMBER] = "remember",
};
G_STATIC_ASSERT (G_N_ELEMENTS (names) == HEARTH_N_VERBS);

/**
 * hearth_verb_to_string:
 * @verb: a verb
 *
 * Returns: its name in plans, cards and tools
 */
const char *
hearth_verb_to_string (HearthVerb verb)
{
  g_return_val_if_fail ((guint) verb < HEARTH_N_VERBS, "");

  return names[verb];
}

/**
 * hearth_verb_from_string:
 * @name: (nullable): a name
 * @verb: (out) (optional): its verb
 *
 * Returns: whether there is such a verb
 */
gboolean
hearth_verb_from_string (const char *name, HearthVerb *verb)
{
  for (guint i = 0; name != NULL && i < HEARTH_N_VERBS; i++) {
    if (strcmp (names[i], name) != 0)
      continue;
    if (verb != NULL)
      *verb = (HearthVerb) i;
    return TRUE;
  }
  return FALSE;
}
