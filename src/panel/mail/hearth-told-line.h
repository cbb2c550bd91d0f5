/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_TOLD_LINE (hearth_told_line_get_type ())
G_DECLARE_FINAL_TYPE (HearthToldLine, hearth_told_line, HEARTH, TOLD_LINE, GtkBox)

void hearth_told_line_show (HearthToldLine *self, HearthClient *client, gint64 message_id);

G_END_DECLS
