/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

gboolean hearth_standalone_ask (HearthEngine *engine, GMainLoop *loop, const char *conversation,
                                const char *text, gboolean json, GError **error);
gboolean hearth_standalone_change_conversation (HearthEngine *engine, const char *verb,
                                                const char *name, const char *title,
                                                GError **error);

G_END_DECLS
