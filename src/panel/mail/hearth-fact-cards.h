/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-calendar-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_FACT_CARDS (hearth_fact_cards_get_type ())
G_DECLARE_FINAL_TYPE (HearthFactCards, hearth_fact_cards, HEARTH, FACT_CARDS, GtkWidget)

GtkWidget *hearth_fact_cards_new  (HearthCalendarDesk *desk);
void       hearth_fact_cards_show (HearthFactCards *self, gint64 message);

G_END_DECLS
