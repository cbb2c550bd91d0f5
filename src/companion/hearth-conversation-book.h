/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-conversation.h"
#include "hearth-engine.h"

G_BEGIN_DECLS

/** HEARTH_PRIVATE_TURN: the numbers of turns of private conversations are larger than this one, and
 * no row of the store ever is. */
#define HEARTH_PRIVATE_TURN (G_GINT64_CONSTANT (1) << 52)

/** HEARTH_BOOK_MAX_PRIVATE: so many private conversations are kept; the oldest goes for a new one. */
#define HEARTH_BOOK_MAX_PRIVATE 32

/**
 * HearthConversationBook:
 *
 * Where conversations are: those in the store, and those that are private and in memory only. Whoever
 * uses it need not know which is which.
 */
typedef struct _HearthConversationBook HearthConversationBook;

HearthConversationBook *hearth_conversation_book_new    (HearthEngine *engine) G_GNUC_WARN_UNUSED_RESULT;
void                    hearth_conversation_book_free   (HearthConversationBook *self);
HearthEngine           *hearth_conversation_book_get_engine (HearthConversationBook *self);
char                   *hearth_conversation_book_begin  (HearthConversationBook *self, gboolean is_private,
                                                         const char *service) G_GNUC_WARN_UNUSED_RESULT;
HearthConversation     *hearth_conversation_book_get    (HearthConversationBook *self, const char *name,
                                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean                hearth_conversation_book_add    (HearthConversationBook *self, const char *title,
                                                         gint64 replace_from, HearthTurn *asked,
                                                         HearthTurn *answer, GError **error);
gboolean                hearth_conversation_book_save   (HearthConversationBook *self, HearthTurn *turn,
                                                         GError **error);
HearthTurn             *hearth_conversation_book_get_turn (HearthConversationBook *self, gint64 id,
                                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray              *hearth_conversation_book_list_turns (HearthConversationBook *self, const char *name,
                                                             gint64 below, guint limit,
                                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean                hearth_conversation_book_load_files (HearthConversationBook *self, HearthTurn *turn,
                                                             GError **error);
gboolean                hearth_conversation_book_rate   (HearthConversationBook *self, gint64 id,
                                                         HearthTurnRating rating, GError **error);
gint64                  hearth_conversation_book_restore (HearthConversationBook *self, gint64 by,
                                                          char **conversation,
                                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean                hearth_conversation_book_rename (HearthConversationBook *self, const char *name,
                                                         const char *title, GError **error);
gboolean                hearth_conversation_book_is_stored (HearthConversationBook *self, const char *name);
gboolean                hearth_conversation_book_remove (HearthConversationBook *self, const char *name,
                                                         GError **error);
gboolean                hearth_conversation_book_set_summary (HearthConversationBook *self, const char *name,
                                                              const char *summary, gint64 until,
                                                              HearthLabel label, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthConversationBook, hearth_conversation_book_free)

G_END_DECLS
