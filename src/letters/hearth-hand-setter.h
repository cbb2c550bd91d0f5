/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-hand-face.h"

#include <pango/pango.h>

G_BEGIN_DECLS

/**
 * HearthSetGlyph: a glyph of a word.
 * @glyph: its number in the face
 * @text: where its text begins, in bytes of the text of #HearthSetText
 * @length: how many bytes of text it is
 * @x: right of the beginning of its word, in points
 * @y: below the word's baseline, in points
 */
typedef struct {
  guint glyph;
  guint text;
  guint length;
  float x, y;
} HearthSetGlyph;

/** HearthSetJoin: a stroke between two glyphs, as a Bézier curve of eight numbers, like the glyphs. */
typedef struct {
  float x[4], y[4];
} HearthSetJoin;

/**
 * HearthSetMark: characters that the hand has not, set in a font.
 * @layout: (owned): they
 * @x: right of the beginning of the word, in points; their baseline is that of the word
 */
typedef struct {
  PangoLayout *layout;
  float x;
} HearthSetMark;

/**
 * HearthSetText: what was set in a hand so far.
 * @text: the words, in normalization form C
 * @glyphs: (element-type HearthSetGlyph)
 * @joins: (element-type HearthSetJoin)
 * @marks: (element-type HearthSetMark)
 */
typedef struct {
  GString *text;
  GArray *glyphs;
  GArray *joins;
  GArray *marks;
} HearthSetText;

/**
 * HearthSetWord: some of that.
 * @glyph: the first glyph
 * @n_glyphs: how many
 * @join: the first join
 * @n_joins: how many
 * @mark: the first mark
 * @n_marks: how many
 * @width: to the end of the word, in points
 */
typedef struct {
  guint glyph, n_glyphs;
  guint join, n_joins;
  guint mark, n_marks;
  float width;
} HearthSetWord;

HearthSetText *hearth_set_text_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void           hearth_set_text_free (HearthSetText *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthSetText, hearth_set_text_free)

/**
 * HearthHandSetter: sets words in a hand, and remembers which sample of a character came last.
 */
typedef struct _HearthHandSetter HearthHandSetter;

HearthHandSetter *hearth_hand_setter_new       (HearthHandFace *face, HearthSetText *out,
                                                PangoContext *context,
                                                const PangoFontDescription *fallback,
                                                double unevenness) G_GNUC_WARN_UNUSED_RESULT;
void              hearth_hand_setter_free      (HearthHandSetter *self);
void              hearth_hand_setter_set_word  (HearthHandSetter *self, const char *word, gsize length,
                                                guint64 seed, HearthSetWord *set);
double            hearth_hand_setter_get_space (HearthHandSetter *self, guint64 seed);
const char       *hearth_hand_setter_get_missing (const HearthHandSetter *self);

guint64           hearth_hand_seed             (guint64 seed, guint64 part);
double            hearth_hand_chance           (guint64 *seed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthHandSetter, hearth_hand_setter_free)

G_END_DECLS
