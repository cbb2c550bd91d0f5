/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_FACT_ROWS (hearth_fact_rows_get_type ())
G_DECLARE_FINAL_TYPE (HearthFactRows, hearth_fact_rows, HEARTH, FACT_ROWS, GtkWidget)

void hearth_fact_rows_insert (GtkWidget *sibling, HearthClient *client);

G_END_DECLS
