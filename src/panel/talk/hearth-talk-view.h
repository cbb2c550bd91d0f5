/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"
#include "hearth-mail-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_TALK_VIEW (hearth_talk_view_get_type ())
G_DECLARE_FINAL_TYPE (HearthTalkView, hearth_talk_view, HEARTH, TALK_VIEW, GtkWidget)

void        hearth_talk_view_set_desk         (HearthTalkView *self, HearthMailDesk *desk,
                                               const char *conversation);
void        hearth_talk_view_ask              (HearthTalkView *self, const char *text);
void        hearth_talk_view_ask_with         (HearthTalkView *self, const char *text,
                                               GPtrArray *files);
void        hearth_talk_view_listen           (HearthTalkView *self, gboolean held);
gboolean    hearth_talk_view_stop             (HearthTalkView *self);
gboolean    hearth_talk_view_escape           (HearthTalkView *self);
gboolean    hearth_talk_view_is_busy          (HearthTalkView *self);
void        hearth_talk_view_begin_anew       (HearthTalkView *self, gboolean is_private);
void        hearth_talk_view_show_conversation (HearthTalkView *self, const char *name, gint64 turn);
void        hearth_talk_view_show_list        (HearthTalkView *self);
const char *hearth_talk_view_get_conversation (HearthTalkView *self);
void        hearth_talk_view_note_draft       (HearthTalkView *self, const char *text);
const char *hearth_talk_view_recall           (HearthTalkView *self, guint steps);
gboolean    hearth_talk_view_copy_last_answer (HearthTalkView *self);

G_END_DECLS
