/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-letter-change.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_WORDING_CARD (hearth_wording_card_get_type ())
G_DECLARE_FINAL_TYPE (HearthWordingCard, hearth_wording_card, HEARTH, WORDING_CARD, GtkWidget)

GtkWidget          *hearth_wording_card_new        (const HearthLetterChange *change) G_GNUC_WARN_UNUSED_RESULT;
HearthLetterChange *hearth_wording_card_get_change (HearthWordingCard *self);

G_END_DECLS
