/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-calendar-source.h"
#include "hearth-dav-client.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_CALDAV_SOURCE (hearth_caldav_source_get_type ())
G_DECLARE_FINAL_TYPE (HearthCaldavSource, hearth_caldav_source, HEARTH, CALDAV_SOURCE,
                      HearthCalendarSource)

HearthCalendarSource *hearth_caldav_source_new (const char *url, const HearthDavAccount *account,
                                                gboolean writable, const char *token,
                                                HearthDavCredentialsFunc credentials,
                                                gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
void                  hearth_caldav_translate_error (GError *foreign, GError **error);

G_END_DECLS
