/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_MIND_OFFER (hearth_mind_offer_get_type ())
G_DECLARE_FINAL_TYPE (HearthMindOffer, hearth_mind_offer, HEARTH, MIND_OFFER, GtkWidget)

GtkWidget *hearth_mind_offer_new       (HearthClient *client, const char *sentence);
GtkWidget *hearth_mind_offer_new_agree (HearthClient *client, const char *host);

G_END_DECLS
