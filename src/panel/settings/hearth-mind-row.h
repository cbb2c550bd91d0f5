/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_MIND_ROW (hearth_mind_row_get_type ())
G_DECLARE_FINAL_TYPE (HearthMindRow, hearth_mind_row, HEARTH, MIND_ROW, AdwActionRow)

GtkWidget  *hearth_mind_row_new    (HearthClient *client, const char *id) G_GNUC_WARN_UNUSED_RESULT;
const char *hearth_mind_row_get_id (HearthMindRow *self);
void        hearth_mind_row_show   (HearthMindRow *self, GVariant *mind);

G_END_DECLS
