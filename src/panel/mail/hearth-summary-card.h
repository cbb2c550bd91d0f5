/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_SUMMARY_CARD (hearth_summary_card_get_type ())
G_DECLARE_FINAL_TYPE (HearthSummaryCard, hearth_summary_card, HEARTH, SUMMARY_CARD, GtkWidget)

GtkWidget *hearth_summary_card_new  (HearthClient *client) G_GNUC_WARN_UNUSED_RESULT;
void       hearth_summary_card_show (HearthSummaryCard *self, gint64 message);

G_END_DECLS
