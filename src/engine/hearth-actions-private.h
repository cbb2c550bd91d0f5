/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-actions.h"

G_BEGIN_DECLS

/* What actions at once and actions in portions share. */

gboolean hearth_action_perform_on_file (HearthMailSource *source, HearthActionItem *item,
                                        GError **error);

G_END_DECLS
