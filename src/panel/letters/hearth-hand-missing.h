/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"
#include "hearth-letter-look.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_HAND_MISSING (hearth_hand_missing_get_type ())
G_DECLARE_FINAL_TYPE (HearthHandMissing, hearth_hand_missing, HEARTH, HAND_MISSING, GtkWidget)

GtkWidget *hearth_hand_missing_new (HearthClient *client, GtkTextBuffer *buffer,
                                    HearthLetterLook *look) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
