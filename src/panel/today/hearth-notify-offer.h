/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_NOTIFY_OFFER (hearth_notify_offer_get_type ())
G_DECLARE_FINAL_TYPE (HearthNotifyOffer, hearth_notify_offer, HEARTH, NOTIFY_OFFER, GtkBox)

G_END_DECLS
