/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-card.h"
#include "hearth-ctl.h"

G_BEGIN_DECLS

gboolean hearth_ctl_card_ask        (HearthCtl *ctl, const HearthCard *card, HearthCtlExit *code);
void     hearth_ctl_card_print_done (HearthCtl *ctl, gint64 action);

G_END_DECLS
