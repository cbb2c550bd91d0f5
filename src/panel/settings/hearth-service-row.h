/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_SERVICE_ROW (hearth_service_row_get_type ())
G_DECLARE_FINAL_TYPE (HearthServiceRow, hearth_service_row, HEARTH, SERVICE_ROW, AdwExpanderRow)

GtkWidget  *hearth_service_row_new    (HearthClient *client, const char *id) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget  *hearth_service_row_new_speech (HearthClient *client, const char *id) G_GNUC_WARN_UNUSED_RESULT;
const char *hearth_service_row_get_id (HearthServiceRow *self);
void        hearth_service_row_show   (HearthServiceRow *self, GVariant *service);

G_END_DECLS
