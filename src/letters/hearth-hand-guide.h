/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-hand.h"

G_BEGIN_DECLS

/** HearthHandGroup: what kind of thing the guided page asks for. */
typedef enum {
  HEARTH_HAND_GROUP_LETTERS,
  HEARTH_HAND_GROUP_CAPITALS,
  HEARTH_HAND_GROUP_PUNCTUATION,
  HEARTH_HAND_GROUP_DIGITS,
  HEARTH_HAND_GROUP_ACCENTS, /* of the language first, then of the others */
  HEARTH_HAND_GROUP_PAIRS,
} HearthHandGroup;

/**
 * HearthHandPrompt: something that the guided page asks for.
 * @glyph: one or two characters
 * @group: what it is
 * @written: how many samples the hand has
 */
typedef struct {
  const char *glyph;
  HearthHandGroup group;
  guint written;
} HearthHandPrompt;

/**
 * HearthHandProgress: how far a hand is.
 * @asked: how many characters the guided page asks for, pairs not counted
 * @begun: of how many there is a sample
 * @complete: of how many there are %HEARTH_HAND_SAMPLES
 * @pairs_asked: how many pairs it asks for
 * @pairs_complete: of how many there are %HEARTH_HAND_SAMPLES
 */
typedef struct {
  guint asked, begun, complete;
  guint pairs_asked, pairs_complete;
} HearthHandProgress;

GArray            *hearth_hand_guide_list     (const char *language, const HearthHand *hand) G_GNUC_WARN_UNUSED_RESULT;
HearthHandProgress hearth_hand_guide_progress (const char *language, const HearthHand *hand);

G_END_DECLS
