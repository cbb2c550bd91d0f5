/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_REHEARSAL_GROUP (hearth_rehearsal_group_get_type ())
G_DECLARE_FINAL_TYPE (HearthRehearsalGroup, hearth_rehearsal_group, HEARTH, REHEARSAL_GROUP, AdwPreferencesGroup)

GtkWidget *hearth_rehearsal_group_new (HearthClient *client, GSettings *settings);

G_END_DECLS
