/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

#include <gio/gunixfdlist.h>

G_BEGIN_DECLS

gboolean  hearth_letter_verb_is   (const char *method);
GVariant *hearth_letter_verb_call (HearthEngine *engine, const char *method, GVariant *parameters,
                                   GUnixFDList *fds, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char     *hearth_letter_verb_dup_input (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
