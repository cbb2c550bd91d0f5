/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-hand-outline.h"

#include <cairo.h>

G_BEGIN_DECLS

/** HEARTH_HAND_SLANTS: in how many slants a sample is drawn; the middle one is as it was written. */
#define HEARTH_HAND_SLANTS 3
/** HEARTH_HAND_SIZES: in how many sizes a sample is drawn. */
#define HEARTH_HAND_SIZES 2
/** HEARTH_HAND_SPACE: the glyph that leaves no ink. */
#define HEARTH_HAND_SPACE 0

/** HEARTH_HAND_FONT_GLYPHS: how many glyphs, and a space, are in one font of a PDF. */
#define HEARTH_HAND_FONT_GLYPHS 250

/**
 * HearthHandFace:
 *
 * A hand in one size and with one pen. Each sample has a few forms, in which its slant and size
 * differ a little, and each form that was asked for is a glyph with a number and an outline. Being
 * numbered, a form stands in a PDF once, however often it is used. Counted by references; one
 * thread at a time may use it.
 */
typedef struct _HearthHandFace HearthHandFace;

/**
 * HearthHandForm: one form of a sample.
 * @sample: which, from 0
 * @slant: below %HEARTH_HAND_SLANTS
 * @size: below %HEARTH_HAND_SIZES
 */
typedef struct {
  guint sample;
  guint slant;
  guint size;
} HearthHandForm;

HearthHandFace          *hearth_hand_face_new         (HearthHand *hand, const HearthHandNib *nib, double em,
                                                       double unevenness) G_GNUC_WARN_UNUSED_RESULT;
HearthHandFace          *hearth_hand_face_ref         (HearthHandFace *self) G_GNUC_WARN_UNUSED_RESULT;
void                     hearth_hand_face_unref       (HearthHandFace *self);
HearthHand              *hearth_hand_face_get_hand    (HearthHandFace *self);
const HearthHandNib     *hearth_hand_face_get_nib     (const HearthHandFace *self);
guint                    hearth_hand_face_find        (HearthHandFace *self, const char *text,
                                                       const HearthHandForm *form);
const HearthHandOutline *hearth_hand_face_get_outline (const HearthHandFace *self, guint glyph);
void                     hearth_hand_face_add_path    (const HearthHandFace *self, guint glyph, cairo_t *cr,
                                                       double x, double y);
void                     hearth_hand_face_set_font    (HearthHandFace *self, cairo_t *cr, guint font);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthHandFace, hearth_hand_face_unref)

G_END_DECLS
