/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-calendar-desk.h"
#include "hearth-client.h"
#include "hearth-line.h"
#include "hearth-mail-page.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_MAIL_DESK (hearth_mail_desk_get_type ())
G_DECLARE_FINAL_TYPE (HearthMailDesk, hearth_mail_desk, HEARTH, MAIL_DESK, GObject)

HearthMailDesk    *hearth_mail_desk_new       (HearthClient *client, HearthLine *line) G_GNUC_WARN_UNUSED_RESULT;
HearthClient      *hearth_mail_desk_get_client (HearthMailDesk *self);
HearthCalendarDesk *hearth_mail_desk_make_calendar_desk (HearthMailDesk *self) G_GNUC_WARN_UNUSED_RESULT;
void               hearth_mail_desk_say       (HearthMailDesk *self, const char *text);
void               hearth_mail_desk_offer     (HearthMailDesk *self, const char *text,
                                               guint seconds, GFunc undo_func, gpointer data,
                                               GDestroyNotify data_free);
void               hearth_mail_desk_act       (HearthMailDesk *self, const char *kind,
                                               const gint64 *ids, gsize n_ids, const char *target);
void               hearth_mail_desk_later     (HearthMailDesk *self, const gint64 *ids, gsize n_ids,
                                               gint64 until, const char *awaits);
void               hearth_mail_desk_follow_up (HearthMailDesk *self, gint64 id, gint64 until);
void               hearth_mail_desk_bring_back (HearthMailDesk *self, const gint64 *ids,
                                                gsize n_ids);
void               hearth_mail_desk_allow     (HearthMailDesk *self, const char *verb,
                                               const char *field, const char *value,
                                               const char *name, gint64 expires,
                                               gboolean present);
void               hearth_mail_desk_teach     (HearthMailDesk *self, gint64 id, const char *what);
void               hearth_mail_desk_read      (HearthMailDesk *self, gint64 id);
void               hearth_mail_desk_offer_cancel (HearthMailDesk *self, gint64 item);
void               hearth_mail_desk_offer_undo (HearthMailDesk *self, const char *text,
                                                gint64 action);
gboolean           hearth_mail_desk_undo      (HearthMailDesk *self);
gboolean           hearth_mail_desk_is_gone   (HearthMailDesk *self, gint64 id, gboolean archived);
HearthMessageFlags hearth_mail_desk_adjust    (HearthMailDesk *self, gint64 id,
                                               HearthMessageFlags flags);

G_END_DECLS
