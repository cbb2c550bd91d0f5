/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_HANDS_FREE_GROUP (hearth_hands_free_group_get_type ())
G_DECLARE_FINAL_TYPE (HearthHandsFreeGroup, hearth_hands_free_group, HEARTH, HANDS_FREE_GROUP,
                      AdwPreferencesGroup)

GtkWidget *hearth_hands_free_group_new (HearthClient *client,
                                        GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
