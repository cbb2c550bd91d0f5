/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-talk-draft.h"

#include "hearth-talk-view-private.h"

/**
 * hearth_talk_view_is_private:
 * @self: a view
 *
 * Returns: whether the conversation on the screen is kept in memory only, and with it what is typed
 *   in it
 */
gboolean
hearth_talk_view_is_private (HearthTalkView *self)
{
  return self->is_private;
}

/**
 * hearth_talk_view_get_draft:
 * @self: a view
 *
 * Returns: (transfer none): what was typed in the conversation on the screen and not sent, also
 *   while the entry has the words of a question that is changed; "" if nothing was
 */
const char *
hearth_talk_view_get_draft (HearthTalkView *self)
{
  const char *draft = g_hash_table_lookup (self->drafts, self->conversation);

  return draft != NULL ? draft : "";
}
