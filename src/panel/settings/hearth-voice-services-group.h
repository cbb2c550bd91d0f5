/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_VOICE_SERVICES_GROUP (hearth_voice_services_group_get_type ())
G_DECLARE_FINAL_TYPE (HearthVoiceServicesGroup, hearth_voice_services_group, HEARTH,
                      VOICE_SERVICES_GROUP, AdwPreferencesGroup)

GtkWidget *hearth_voice_services_group_new  (HearthClient *client) G_GNUC_WARN_UNUSED_RESULT;
void       hearth_voice_services_group_show (HearthVoiceServicesGroup *self, GVariant *list);

G_END_DECLS
