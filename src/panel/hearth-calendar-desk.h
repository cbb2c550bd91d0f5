/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"
#include "hearth-line.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_CALENDAR_DESK (hearth_calendar_desk_get_type ())
G_DECLARE_FINAL_TYPE (HearthCalendarDesk, hearth_calendar_desk, HEARTH, CALENDAR_DESK, GObject)

HearthCalendarDesk *hearth_calendar_desk_new        (HearthClient *client, HearthLine *line) G_GNUC_WARN_UNUSED_RESULT;
HearthClient       *hearth_calendar_desk_get_client (HearthCalendarDesk *self);
void                hearth_calendar_desk_offer_undo (HearthCalendarDesk *self,
                                                     const char *sentence, gint64 action);
void                hearth_calendar_desk_say        (HearthCalendarDesk *self, const char *text);
void                hearth_calendar_desk_do_async   (HearthCalendarDesk *self, const char *method,
                                                     GVariant *parameters, const char *sentence,
                                                     GCancellable *cancellable,
                                                     GAsyncReadyCallback callback,
                                                     gpointer user_data);
gboolean            hearth_calendar_desk_do_finish  (HearthCalendarDesk *self, GAsyncResult *result,
                                                     GError **error);
gboolean            hearth_calendar_desk_undo       (HearthCalendarDesk *self);

void                hearth_calendar_desk_settle_finding  (HearthCalendarDesk *self, gint64 finding,
                                                          gboolean done, const char *text);
void                hearth_calendar_desk_complete_task   (HearthCalendarDesk *self, gint64 task,
                                                          const char *summary);
void                hearth_calendar_desk_finish_reminder (HearthCalendarDesk *self, gint64 reminder);
void                hearth_calendar_desk_snooze_reminder (HearthCalendarDesk *self, gint64 reminder,
                                                          gint64 until);
void                hearth_calendar_desk_dismiss_finding (HearthCalendarDesk *self, gint64 finding,
                                                          const char *sentence);

G_END_DECLS
