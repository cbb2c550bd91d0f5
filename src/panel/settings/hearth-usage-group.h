/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_USAGE_GROUP (hearth_usage_group_get_type ())
G_DECLARE_FINAL_TYPE (HearthUsageGroup, hearth_usage_group, HEARTH, USAGE_GROUP, AdwPreferencesGroup)

GtkWidget *hearth_usage_group_new (HearthClient *client) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
