/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-letter-output.h"

G_BEGIN_DECLS

void hearth_letter_preview_open (GtkWidget *widget, HearthClient *client, const HearthLetter *letter,
                                 const HearthLetterFace *face);

G_END_DECLS
