/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-letter-face.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_LETTER_LOOK (hearth_letter_look_get_type ())
G_DECLARE_FINAL_TYPE (HearthLetterLook, hearth_letter_look, HEARTH, LETTER_LOOK, GObject)

HearthLetterLook       *hearth_letter_look_new      (GtkWidget *chips) G_GNUC_WARN_UNUSED_RESULT;
void                    hearth_letter_look_show     (HearthLetterLook *self, const HearthLetter *letter,
                                                     GPtrArray *hands);
void                    hearth_letter_look_take     (HearthLetterLook *self, HearthLetter *letter);
const HearthLetterFace *hearth_letter_look_get_face (HearthLetterLook *self);
gboolean                hearth_letter_look_is_ruled (HearthLetterLook *self);

G_END_DECLS
