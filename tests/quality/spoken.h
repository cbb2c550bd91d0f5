/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-local-synthesizer.h"

G_BEGIN_DECLS

GArray *spoken_new       (HearthLocalSynthesizer *voice, const char *name, double rate,
                          const char *text) G_GNUC_WARN_UNUSED_RESULT;
void    spoken_add_noise (GArray *samples, GRand *random, double decibels);
void    spoken_denoise   (GArray *samples);

G_END_DECLS
