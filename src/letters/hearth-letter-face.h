/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-letter-style.h"
#include "hearth-letter.h"

#include <pango/pango.h>

G_BEGIN_DECLS

/**
 * HearthLetterFace: a font that letters are written in.
 * @family: the font's family, which is also its name in the store
 * @name: what it is called, if that is not its family's name; a proper name
 * @scale: how large it has to be beside others, to be read as well
 * @is_type: whether it is that of books, and not like a hand
 */
typedef struct {
  const char *family;
  const char *name;
  double scale;
  gboolean is_type;
} HearthLetterFace;

GPtrArray              *hearth_letter_faces_list (PangoFontMap *map) G_GNUC_WARN_UNUSED_RESULT;
const HearthLetterFace *hearth_letter_faces_find (GPtrArray *faces, const char *family);
const HearthLetterFace *hearth_letter_faces_find_type (GPtrArray *faces);
const char             *hearth_letter_face_get_name (const HearthLetterFace *self);
void                    hearth_letter_face_style (const HearthLetterFace *self, const HearthLetter *letter,
                                                  HearthLetterStyle *style);
void                    hearth_letter_style_take_hand (HearthLetterStyle *style, HearthHand *hand);
char                   *hearth_letter_dup_day    (const HearthLetter *letter, gint64 now) G_GNUC_WARN_UNUSED_RESULT;
HearthLetter           *hearth_letter_begin      (void) G_GNUC_WARN_UNUSED_RESULT;
gint64                  hearth_letter_get_day    (const HearthLetter *letter);

G_END_DECLS
