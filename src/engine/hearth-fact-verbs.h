/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

gboolean        hearth_engine_forget_codes      (HearthEngine *self, gint64 *next, GError **error);
HearthReminder *hearth_engine_remind_of_finding (HearthEngine *self, gint64 finding_id,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
