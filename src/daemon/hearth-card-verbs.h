/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

gboolean  hearth_card_verb_is (const char *method);
GVariant *hearth_card_verb_call (HearthEngine *engine, const char *method, GVariant *parameters,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
