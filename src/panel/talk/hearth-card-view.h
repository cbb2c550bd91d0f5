/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-card.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** HearthCardStand: how a waiting card stands among the others. */
typedef enum {
  HEARTH_CARD_ACTIVE,
  HEARTH_CARD_INERT,   /* another one comes first */
  HEARTH_CARD_WORKING, /* it was accepted here, and the service does it */
  HEARTH_CARD_LEAVING, /* it was declined here, or goes on as a draft */
} HearthCardStand;

#define HEARTH_TYPE_CARD_VIEW (hearth_card_view_get_type ())
G_DECLARE_FINAL_TYPE (HearthCardView, hearth_card_view, HEARTH, CARD_VIEW, GtkWidget)

GtkWidget  *hearth_card_view_new         (const HearthCard *card);
void        hearth_card_view_set_card    (HearthCardView *self, const HearthCard *card,
                                          gboolean undone);
void        hearth_card_view_set_stand   (HearthCardView *self, HearthCardStand stand);
void        hearth_card_view_set_trouble (HearthCardView *self, const char *sentence);
gint64      hearth_card_view_get_id      (HearthCardView *self);
gint64      hearth_card_view_get_turn    (HearthCardView *self);
gint64      hearth_card_view_get_action  (HearthCardView *self);
const char *hearth_card_view_get_hash    (HearthCardView *self);
const char *hearth_card_view_get_verb    (HearthCardView *self);
const char *hearth_card_view_get_content (HearthCardView *self);
HearthCardState hearth_card_view_get_state (HearthCardView *self);

G_END_DECLS
