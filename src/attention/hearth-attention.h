/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"
#include "hearth-interrupt.h"
#include "hearth-teller.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_ATTENTION (hearth_attention_get_type ())
G_DECLARE_FINAL_TYPE (HearthAttention, hearth_attention, HEARTH, ATTENTION, GObject)

HearthAttention *
hearth_attention_new (HearthEngine *engine) G_GNUC_WARN_UNUSED_RESULT;
void
hearth_attention_start (HearthAttention *self);
void
hearth_attention_finish (HearthAttention *self);
void
hearth_attention_finish_within (HearthAttention *self, guint milliseconds);
gboolean
hearth_attention_is_busy (HearthAttention *self);
void
hearth_attention_set_policy (HearthAttention *self, const HearthInterruptPolicy *policy);
void
hearth_attention_set_desktop (HearthAttention *self, const HearthDesktopState *state);
void
hearth_attention_set_thorough (HearthAttention *self, gboolean thorough);

G_END_DECLS
