/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** HEARTH_HAND_SAMPLES: how often the guided page asks for each character. */
#define HEARTH_HAND_SAMPLES 3
/** HEARTH_HAND_MAX_SAMPLES: of one character, at most. */
#define HEARTH_HAND_MAX_SAMPLES 12
/** HEARTH_HAND_MAX_GLYPHS: characters and pairs of a hand, at most. */
#define HEARTH_HAND_MAX_GLYPHS 1024
/** HEARTH_HAND_MAX_STROKES: of one sample, at most. */
#define HEARTH_HAND_MAX_STROKES 16
/** HEARTH_HAND_MAX_POINTS: of one sample, at most. */
#define HEARTH_HAND_MAX_POINTS 1024
/** HEARTH_HAND_MAX_ALL_POINTS: of a whole hand, at most; three to four times what it needs. */
#define HEARTH_HAND_MAX_ALL_POINTS 150000
/** HEARTH_HAND_MAX_UNITS: how far from its origin a point may be, in x-heights. */
#define HEARTH_HAND_MAX_UNITS 16.0

/** HearthPen: what a hand was or is written with. */
typedef enum {
  HEARTH_PEN_BALLPOINT, /* nearly the same width everywhere */
  HEARTH_PEN_FOUNTAIN,  /* thin upwards, thick downwards, wider with pressure */
  HEARTH_PEN_FELT,      /* wide, and round */
  HEARTH_PEN_PENCIL,    /* thin, wider with pressure */
} HearthPen;

const char *hearth_pen_get_name  (HearthPen pen);
gboolean    hearth_pen_from_name (const char *name, HearthPen *pen);

/**
 * HearthHandPoint:
 * @x: to the right of the character's origin, in x-heights
 * @y: above the baseline, in x-heights
 * @pressure: 0 to 1; 0.5 gives the pen's nominal width
 * @time: seconds since the sample was begun
 */
typedef struct {
  float x, y;
  float pressure;
  float time;
} HearthHandPoint;

/**
 * HearthHandStroke: from pen down to pen up.
 * @first: its first point, of the points of the sample
 * @n: how many there are, at least one
 */
typedef struct {
  guint first, n;
} HearthHandStroke;

/**
 * HearthHandSample: one way that somebody writes a character or a pair. Immutable.
 * @advance: from its origin to that of what comes next, in x-heights
 * @n_strokes: how many strokes
 * @n_points: how many points they have together
 * @strokes: (array length=n_strokes): in the order of writing
 * @points: (array length=n_points): of all strokes
 */
typedef struct {
  float advance;
  guint n_strokes, n_points;
  HearthHandStroke *strokes;
  HearthHandPoint *points;
} HearthHandSample;

HearthHandSample *hearth_hand_sample_new  (float advance, const HearthHandStroke *strokes, guint n_strokes,
                                           const HearthHandPoint *points,
                                           guint n_points) G_GNUC_WARN_UNUSED_RESULT;
HearthHandSample *hearth_hand_sample_copy (const HearthHandSample *self) G_GNUC_WARN_UNUSED_RESULT;
void              hearth_hand_sample_free (HearthHandSample *self);
gboolean          hearth_hand_sample_is_sound (const HearthHandSample *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthHandSample, hearth_hand_sample_free)

/**
 * HearthHand:
 *
 * A handwriting: samples of characters and of pairs of them, as strokes. Immutable and counted by
 * references, so that threads share it; #HearthHandBuilder makes one. A glyph is named by its text:
 * one or two characters in normalization form C.
 */
typedef struct _HearthHand HearthHand;

#define HEARTH_TYPE_HAND (hearth_hand_get_type ())
GType                   hearth_hand_get_type        (void);
HearthHand             *hearth_hand_ref             (HearthHand *self) G_GNUC_WARN_UNUSED_RESULT;
void                    hearth_hand_unref           (HearthHand *self);
const char             *hearth_hand_get_name        (const HearthHand *self);
HearthPen               hearth_hand_get_pen         (const HearthHand *self);
gboolean                hearth_hand_is_joined       (const HearthHand *self);
guint                   hearth_hand_get_n_glyphs    (const HearthHand *self);
const char             *hearth_hand_get_glyph       (const HearthHand *self, guint n);
guint                   hearth_hand_get_n_samples   (const HearthHand *self, const char *glyph);
const HearthHandSample *hearth_hand_get_sample      (const HearthHand *self, const char *glyph, guint n);
char                   *hearth_hand_dup_missing     (const HearthHand *self, const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthHand, hearth_hand_unref)

/** HearthHandBuilder: a hand while it is written. */
typedef struct _HearthHandBuilder HearthHandBuilder;

HearthHandBuilder *hearth_hand_builder_new        (HearthHand *hand) G_GNUC_WARN_UNUSED_RESULT;
void               hearth_hand_builder_free       (HearthHandBuilder *self);
void               hearth_hand_builder_set_name   (HearthHandBuilder *self, const char *name);
void               hearth_hand_builder_set_pen    (HearthHandBuilder *self, HearthPen pen);
void               hearth_hand_builder_set_joined (HearthHandBuilder *self, gboolean joined);
gboolean           hearth_hand_builder_add        (HearthHandBuilder *self, const char *glyph,
                                                   const HearthHandSample *sample);
void               hearth_hand_builder_remove     (HearthHandBuilder *self, const char *glyph, int n);
HearthHand        *hearth_hand_builder_build      (HearthHandBuilder *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthHandBuilder, hearth_hand_builder_free)

G_END_DECLS
