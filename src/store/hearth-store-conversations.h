/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-conversation.h"
#include "hearth-database.h"

G_BEGIN_DECLS

/* Conversations */
GPtrArray *
hearth_store_conversations_list (HearthDatabase *db, guint offset, guint limit,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthConversation *
hearth_store_conversations_get (HearthDatabase *db, const char *name,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *
hearth_store_conversations_search (HearthDatabase *db, const char *words, guint limit,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_store_conversations_add (HearthDatabase *db, const HearthConversation *conversation,
                                GError **error);
gboolean
hearth_store_conversations_rename (HearthDatabase *db, const char *name, const char *title,
                                   GError **error);
gboolean
hearth_store_conversations_note_label (HearthDatabase *db, const char *name, HearthLabel label,
                                       GError **error);
gboolean
hearth_store_conversations_set_summary (HearthDatabase *db, const char *name, const char *summary,
                                        gint64 until, HearthLabel label, GError **error);
gboolean
hearth_store_conversations_remove (HearthDatabase *db, const char *name, GError **error);

/* Their turns */
gboolean
hearth_store_turns_save (HearthDatabase *db, HearthTurn *turn, GError **error);
gboolean
hearth_store_turns_replace (HearthDatabase *db, const char *conversation, gint64 from, gint64 by,
                            GError **error);
gint64
hearth_store_turns_restore (HearthDatabase *db, gint64 by, char **conversation, GError **error);
gboolean
hearth_store_turns_rate (HearthDatabase *db, gint64 id, HearthTurnRating rating, GError **error);
gboolean
hearth_store_turns_load_files (HearthDatabase *db, HearthTurn *turn, GError **error);
GPtrArray *
hearth_store_turns_list_misunderstood (HearthDatabase *db, guint limit,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthTurn *
hearth_store_turns_get (HearthDatabase *db, gint64 id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *
hearth_store_turns_list (HearthDatabase *db, const char *conversation, gint64 below_id, guint limit,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *
hearth_store_turns_dup_latest_conversation (HearthDatabase *db,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
