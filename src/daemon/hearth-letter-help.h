/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-setup.h"
#include "hearth-engine.h"
#include "hearth-usage.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_LETTER_HELP (hearth_letter_help_get_type ())
G_DECLARE_FINAL_TYPE (HearthLetterHelp, hearth_letter_help, HEARTH, LETTER_HELP, GObject)

HearthLetterHelp *hearth_letter_help_new  (HearthEngine *engine, HearthAiSetup *setup,
                                           HearthUsage *usage) G_GNUC_WARN_UNUSED_RESULT;
gboolean          hearth_letter_help_call (HearthLetterHelp *self, const char *method,
                                           GVariant *parameters, GDBusMethodInvocation *invocation);
void              hearth_letter_help_stop (HearthLetterHelp *self, const char *sender);

G_END_DECLS
