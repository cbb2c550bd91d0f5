/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"
#include "hearth-intents.h"
#include "hearth-persona.h"
#include "hearth-reply.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_BUILTIN_SERVICE (hearth_builtin_service_get_type ())
G_DECLARE_FINAL_TYPE (HearthBuiltinService, hearth_builtin_service, HEARTH, BUILTIN_SERVICE, GObject)

HearthBuiltinService *hearth_builtin_service_new           (HearthDatabase *db, HearthEngine *engine,
                                                            HearthIntents *intents) G_GNUC_WARN_UNUSED_RESULT;
HearthReply          *hearth_builtin_service_answer        (HearthBuiltinService *self, const char *conversation,
                                                            gint64 turn, const char *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean              hearth_builtin_service_understands   (HearthBuiltinService *self, const char *conversation,
                                                            const char *text);
HearthReply          *hearth_builtin_service_foresee       (HearthBuiltinService *self, const char *conversation,
                                                            const char *text) G_GNUC_WARN_UNUSED_RESULT;
void                  hearth_builtin_service_set_topic     (HearthBuiltinService *self, const char *conversation,
                                                            HearthChipKind kind, gint64 id);
void                  hearth_builtin_service_forget        (HearthBuiltinService *self, const char *conversation);
HearthPersona        *hearth_builtin_service_get_persona   (HearthBuiltinService *self);
gboolean              hearth_builtin_service_read_reminder (HearthBuiltinService *self, const char *text, char **what,
                                                            gint64 *due, GError **error);

G_END_DECLS
