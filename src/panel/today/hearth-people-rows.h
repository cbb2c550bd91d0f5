/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_PEOPLE_ROWS (hearth_people_rows_get_type ())
G_DECLARE_FINAL_TYPE (HearthPeopleRows, hearth_people_rows, HEARTH, PEOPLE_ROWS, GtkBox)

void hearth_people_rows_set_client (HearthPeopleRows *self, HearthClient *client);

G_END_DECLS
