/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

GVariant *hearth_standalone_review (HearthEngine *engine, guint days, const char *const *keys,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
GVariant *hearth_standalone_unsubscribe (HearthEngine *engine, gint64 message_id, gboolean yes,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
