/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-service.h"
#include "hearth-answer.h"
#include "hearth-engine.h"
#include "hearth-usage.h"
#include "hearth-persona.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_COMPANION (hearth_companion_get_type ())
G_DECLARE_FINAL_TYPE (HearthCompanion, hearth_companion, HEARTH, COMPANION, GObject)

/** HEARTH_COMPANION_BUILTIN: names the built-in service. */
#define HEARTH_COMPANION_BUILTIN "builtin"

/**
 * HearthCompanionServiceFunc:
 * @name: what a conversation calls its service
 * @user_data: the owner's
 *
 * Returns: (transfer full) (nullable): the service, or %NULL if none is set up under this name
 */
typedef HearthAiService *(*HearthCompanionServiceFunc) (const char *name, gpointer user_data);

HearthCompanion *hearth_companion_new           (HearthEngine *engine) G_GNUC_WARN_UNUSED_RESULT;
gint64           hearth_companion_ask           (HearthCompanion *self, const char *conversation,
                                                 const char *text, GCancellable *cancellable,
                                                 HearthAnswerFunc func, gpointer user_data,
                                                 GDestroyNotify destroy, char **conversation_used,
                                                 GError **error);
gint64           hearth_companion_ask_with      (HearthCompanion *self, const char *conversation,
                                                 const char *text, GPtrArray *files,
                                                 GCancellable *cancellable,
                                                 HearthAnswerFunc func, gpointer user_data,
                                                 GDestroyNotify destroy, char **conversation_used,
                                                 GError **error);
gint64           hearth_companion_ask_again     (HearthCompanion *self, gint64 owner_turn,
                                                 const char *text, GPtrArray *files, GCancellable *cancellable,
                                                 HearthAnswerFunc func, gpointer user_data,
                                                 GDestroyNotify destroy, char **conversation_used,
                                                 GError **error);
char            *hearth_companion_undo_ask_again (HearthCompanion *self, gint64 turn,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean         hearth_companion_rate          (HearthCompanion *self, gint64 turn,
                                                 HearthTurnRating rating, GError **error);
char            *hearth_companion_begin         (HearthCompanion *self, gboolean is_private,
                                                 const char *service, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean         hearth_companion_rename        (HearthCompanion *self, const char *conversation,
                                                 const char *title, GError **error);
gboolean         hearth_companion_remove        (HearthCompanion *self, const char *conversation,
                                                 GError **error);
void             hearth_companion_remove_async  (HearthCompanion *self, const char *conversation,
                                                 GAsyncReadyCallback callback,
                                                 gpointer user_data);
gboolean         hearth_companion_remove_finish (HearthCompanion *self, GAsyncResult *result,
                                                 GError **error);
GPtrArray       *hearth_companion_list_private_turns (HearthCompanion *self, const char *conversation,
                                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
void             hearth_companion_stop          (HearthCompanion *self, gint64 turn);
gboolean         hearth_companion_understands   (HearthCompanion *self, const char *conversation,
                                                 const char *text);
char            *hearth_companion_foresee       (HearthCompanion *self, const char *conversation,
                                                 const char *text) G_GNUC_WARN_UNUSED_RESULT;
void             hearth_companion_set_heard     (HearthCompanion *self, gint64 turn,
                                                 gsize characters);
void             hearth_companion_set_topic     (HearthCompanion *self, const char *conversation,
                                                 HearthChipKind kind, gint64 id);
char            *hearth_companion_dup_answer    (HearthCompanion *self, gint64 turn,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean         hearth_companion_read_reminder (HearthCompanion *self, const char *text,
                                                 char **what, gint64 *due, GError **error);
void             hearth_companion_set_service   (HearthCompanion *self, HearthAiService *service);
void             hearth_companion_set_service_func (HearthCompanion *self,
                                                    HearthCompanionServiceFunc func, gpointer user_data);
void             hearth_companion_set_plan_service (HearthCompanion *self,
                                                    HearthAiService *service);
HearthUsage     *hearth_companion_get_usage     (HearthCompanion *self);
void             hearth_companion_set_offers    (HearthCompanion *self, gboolean offers);
HearthAiService *hearth_companion_get_service   (HearthCompanion *self);
HearthPersona   *hearth_companion_get_persona   (HearthCompanion *self);

G_END_DECLS
