/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"
#include "hearth-letter.h"
#include "hearth-letter-face.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void hearth_letter_beginning_ask (GtkWidget *widget, HearthClient *client, const HearthLetter *letter,
                                  const HearthLetterFace *face);

G_END_DECLS
