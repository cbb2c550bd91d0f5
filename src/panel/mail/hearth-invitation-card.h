/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-calendar-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_INVITATION_CARD (hearth_invitation_card_get_type ())
G_DECLARE_FINAL_TYPE (HearthInvitationCard, hearth_invitation_card, HEARTH, INVITATION_CARD, GtkWidget)

GtkWidget *hearth_invitation_card_new  (HearthCalendarDesk *desk);
void       hearth_invitation_card_show (HearthInvitationCard *self, gint64 message);

G_END_DECLS
