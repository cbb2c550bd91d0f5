/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-recognizer.h"
#include "hearth-wyoming-connection.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_WYOMING_RECOGNIZER (hearth_wyoming_recognizer_get_type ())
G_DECLARE_FINAL_TYPE (HearthWyomingRecognizer, hearth_wyoming_recognizer, HEARTH,
                      WYOMING_RECOGNIZER, GObject)

HearthWyomingRecognizer *hearth_wyoming_recognizer_new (const HearthWyomingPlace *place,
                                                        const char *model) G_GNUC_WARN_UNUSED_RESULT;
void                     hearth_wyoming_recognizer_set_patience (HearthWyomingRecognizer *self,
                                                                 guint milliseconds);

G_END_DECLS
