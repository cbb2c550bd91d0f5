/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-contact-source.h"
#include "hearth-dav-client.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_CARDDAV_SOURCE (hearth_carddav_source_get_type ())
G_DECLARE_FINAL_TYPE (HearthCarddavSource, hearth_carddav_source, HEARTH, CARDDAV_SOURCE,
                      HearthContactSource)

HearthContactSource *hearth_carddav_source_new (const char *url, const HearthDavAccount *account,
                                                const char *token,
                                                HearthDavCredentialsFunc credentials,
                                                gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
