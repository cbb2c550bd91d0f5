/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"
#include "hearth-interest.h"

G_BEGIN_DECLS

typedef struct _HearthInterestWatch HearthInterestWatch;

HearthInterestWatch *
hearth_interest_watch_new (HearthEngine *engine) G_GNUC_WARN_UNUSED_RESULT;
void
hearth_interest_watch_free (HearthInterestWatch *self);
const HearthInterest *
hearth_interest_watch_get (HearthInterestWatch *self);
void
hearth_interest_watch_relearn (HearthInterestWatch *self);
GPtrArray *
hearth_interest_watch_catch_up (HearthInterestWatch *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthInterestWatch, hearth_interest_watch_free)

G_END_DECLS
