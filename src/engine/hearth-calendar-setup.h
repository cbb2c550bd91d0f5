/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_CALENDAR_SETUP (hearth_calendar_setup_get_type ())
G_DECLARE_FINAL_TYPE (HearthCalendarSetup, hearth_calendar_setup, HEARTH, CALENDAR_SETUP, GObject)

HearthCalendarSetup *hearth_calendar_setup_new             (HearthEngine *engine) G_GNUC_WARN_UNUSED_RESULT;
void                 hearth_calendar_setup_stop            (HearthCalendarSetup *self);
void                 hearth_calendar_setup_discover_async  (HearthCalendarSetup *self,
                                                            GVariant *what, const char *password,
                                                            GAsyncReadyCallback callback,
                                                            gpointer user_data);
GVariant            *hearth_calendar_setup_discover_finish (HearthCalendarSetup *self,
                                                            GAsyncResult *result,
                                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                 hearth_calendar_setup_add_async       (HearthCalendarSetup *self,
                                                            GVariant *what, GVariant *chosen,
                                                            const char *password,
                                                            GAsyncReadyCallback callback,
                                                            gpointer user_data);
GVariant            *hearth_calendar_setup_add_finish      (HearthCalendarSetup *self,
                                                            GAsyncResult *result,
                                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                 hearth_calendar_setup_change_async    (HearthCalendarSetup *self,
                                                            gint64 source, GVariant *settings,
                                                            const char *password,
                                                            GAsyncReadyCallback callback,
                                                            gpointer user_data);
gboolean             hearth_calendar_setup_change_finish   (HearthCalendarSetup *self,
                                                            GAsyncResult *result, GError **error);

G_END_DECLS
