/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-service.h"
#include "hearth-answer.h"
#include "hearth-engine.h"
#include "hearth-persona.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_COMPANION (hearth_companion_get_type ())
G_DECLARE_FINAL_TYPE (HearthCompanion, hearth_companion, HEARTH, COMPANION, GObject)

HearthCompanion *hearth_companion_new           (HearthEngine *engine) G_GNUC_WARN_UNUSED_RESULT;
gint64           hearth_companion_ask           (HearthCompanion *self, const char *conversation,
                                                 const char *text, GCancellable *cancellable,
                                                 HearthAnswerFunc func, gpointer user_data,
                                                 GDestroyNotify destroy, char **conversation_used,
                                                 GError **error);
void             hearth_companion_stop          (HearthCompanion *self, gint64 turn);
gboolean         hearth_companion_read_reminder (HearthCompanion *self, const char *text,
                                                 char **what, gint64 *due, GError **error);
void             hearth_companion_set_service   (HearthCompanion *self, HearthAiService *service);
HearthAiService *hearth_companion_get_service   (HearthCompanion *self);
HearthPersona   *hearth_companion_get_persona   (HearthCompanion *self);

G_END_DECLS
