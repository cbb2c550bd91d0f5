/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-review.h"
#include "hearth-unsubscribe.h"

G_BEGIN_DECLS

GVariant *hearth_review_to_variant (HearthReview *self, HearthEngine *engine) G_GNUC_WARN_UNUSED_RESULT;
GVariant *hearth_unsubscribe_to_variant (const HearthUnsubscribe *self, gint64 draft_id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
