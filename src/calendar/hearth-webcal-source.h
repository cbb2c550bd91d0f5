/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-calendar-source.h"
#include "hearth-dav-client.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_WEBCAL_SOURCE (hearth_webcal_source_get_type ())
G_DECLARE_FINAL_TYPE (HearthWebcalSource, hearth_webcal_source, HEARTH, WEBCAL_SOURCE,
                      HearthCalendarSource)

HearthCalendarSource *hearth_webcal_source_new     (const char *url,
                                                    const HearthDavAccount *account,
                                                    HearthDavCredentialsFunc credentials,
                                                    gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
char                 *hearth_webcal_source_dup_url (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
