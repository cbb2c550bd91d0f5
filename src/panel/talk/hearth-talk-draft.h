/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-talk-view.h"

G_BEGIN_DECLS

gboolean    hearth_talk_view_is_private (HearthTalkView *self);
const char *hearth_talk_view_get_draft  (HearthTalkView *self);

G_END_DECLS
