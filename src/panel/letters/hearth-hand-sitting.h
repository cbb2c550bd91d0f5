/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-hand-guide.h"

G_BEGIN_DECLS

/**
 * HearthHandSitting:
 *
 * Where somebody is on the way through the guided page: what is asked for now, and the hand so far.
 */
typedef struct _HearthHandSitting HearthHandSitting;

/**
 * HearthHandCount: how far it is.
 * @asked: how many characters and pairs are asked for
 * @done: of how many there are %HEARTH_HAND_SAMPLES
 * @missing: how many of the characters that are wanted have no sample yet
 */
typedef struct {
  guint asked, done, missing;
} HearthHandCount;

HearthHandSitting *hearth_hand_sitting_new         (HearthHand *hand, const char *language,
                                                    const char *wanted) G_GNUC_WARN_UNUSED_RESULT;
void               hearth_hand_sitting_free        (HearthHandSitting *self);
const char        *hearth_hand_sitting_get_glyph   (const HearthHandSitting *self);
HearthHandGroup    hearth_hand_sitting_get_group   (const HearthHandSitting *self);
gboolean           hearth_hand_sitting_is_wanted   (const HearthHandSitting *self);
guint              hearth_hand_sitting_get_written (const HearthHandSitting *self);
HearthHandCount    hearth_hand_sitting_get_count   (const HearthHandSitting *self);
HearthHand        *hearth_hand_sitting_get_hand    (HearthHandSitting *self);
gboolean           hearth_hand_sitting_add         (HearthHandSitting *self, const HearthHandSample *sample);
gboolean           hearth_hand_sitting_undo        (HearthHandSitting *self);
gboolean           hearth_hand_sitting_again       (HearthHandSitting *self);
gboolean           hearth_hand_sitting_next        (HearthHandSitting *self);
gboolean           hearth_hand_sitting_back        (HearthHandSitting *self);
void               hearth_hand_sitting_set_name    (HearthHandSitting *self, const char *name);
void               hearth_hand_sitting_set_pen     (HearthHandSitting *self, HearthPen pen);
void               hearth_hand_sitting_set_joined  (HearthHandSitting *self, gboolean joined);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthHandSitting, hearth_hand_sitting_free)

G_END_DECLS
