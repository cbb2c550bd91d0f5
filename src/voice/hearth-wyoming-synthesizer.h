/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-synthesizer.h"
#include "hearth-wyoming-connection.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_WYOMING_SYNTHESIZER (hearth_wyoming_synthesizer_get_type ())
G_DECLARE_FINAL_TYPE (HearthWyomingSynthesizer, hearth_wyoming_synthesizer, HEARTH,
                      WYOMING_SYNTHESIZER, GObject)

HearthWyomingSynthesizer *hearth_wyoming_synthesizer_new (const HearthWyomingPlace *place,
                                                          const char *voice) G_GNUC_WARN_UNUSED_RESULT;
void                      hearth_wyoming_synthesizer_set_patience (HearthWyomingSynthesizer *self,
                                                                   guint milliseconds);

G_END_DECLS
