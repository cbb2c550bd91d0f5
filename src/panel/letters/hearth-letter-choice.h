/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_LETTER_CHOICE (hearth_letter_choice_get_type ())
G_DECLARE_FINAL_TYPE (HearthLetterChoice, hearth_letter_choice, HEARTH, LETTER_CHOICE, GtkWidget)

GtkWidget  *hearth_letter_choice_new        (const char *name) G_GNUC_WARN_UNUSED_RESULT;
void        hearth_letter_choice_clear      (HearthLetterChoice *self);
void        hearth_letter_choice_add        (HearthLetterChoice *self, const char *id, const char *shown,
                                             const char *family);
void        hearth_letter_choice_set_chosen (HearthLetterChoice *self, const char *id);

G_END_DECLS
