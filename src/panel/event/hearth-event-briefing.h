/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void hearth_event_briefing_fill (GtkBox *box, GVariant *briefing);

G_END_DECLS
