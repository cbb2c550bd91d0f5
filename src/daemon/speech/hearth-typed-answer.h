/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-exchange.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_TYPED_ANSWER (hearth_typed_answer_get_type ())
G_DECLARE_FINAL_TYPE (HearthTypedAnswer, hearth_typed_answer, HEARTH, TYPED_ANSWER, GObject)

HearthTypedAnswer *hearth_typed_answer_new (HearthCompanion *companion, HearthExchange *exchange,
                                            GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
