/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"
#include "hearth-interrupt.h"

G_BEGIN_DECLS

/**
 * HearthDesktopState: what the desktop tells.
 * @do_not_disturb: whether it shows no bubbles
 * @busy_screen: whether a film, a call or a presentation keeps the screen
 * @locked: whether the screen is locked
 * @can_speak: whether something can be said aloud
 */
typedef struct {
  gboolean do_not_disturb;
  gboolean busy_screen;
  gboolean locked;
  gboolean can_speak;
} HearthDesktopState;

#define HEARTH_TYPE_TELLER (hearth_teller_get_type ())
G_DECLARE_FINAL_TYPE (HearthTeller, hearth_teller, HEARTH, TELLER, GObject)

HearthTeller *hearth_teller_new         (HearthEngine *engine) G_GNUC_WARN_UNUSED_RESULT;
void          hearth_teller_set_policy  (HearthTeller                *self,
                                         const HearthInterruptPolicy *policy);
void          hearth_teller_set_desktop (HearthTeller *self, const HearthDesktopState *state);
gboolean      hearth_teller_may_matter  (HearthTeller *self, const HearthMessage *message);
void          hearth_teller_consider    (HearthTeller *self, GPtrArray *messages);
void          hearth_teller_release     (HearthTeller *self);

G_END_DECLS
