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
