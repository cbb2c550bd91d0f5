/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-event-edit.h"
#include "hearth-ical-part.h"

G_BEGIN_DECLS

/* ORGANIZER and ATTENDEEs of a component that is being changed. */

gboolean hearth_ical_guests_is_own    (const HearthIcalPart *part, const HearthAddress *organizer);
void     hearth_ical_guests_invite    (HearthIcalPart *part, const GPtrArray *invite,
                                       const HearthAddress *organizer);
void     hearth_ical_guests_uninvite  (HearthIcalPart *part, const GPtrArray *uninvite);
gboolean hearth_ical_guests_answer    (HearthIcalPart *part, const HearthEventEdit *edit);
void     hearth_ical_guests_ask_again (HearthIcalPart *part);

G_END_DECLS
