/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-letter-help.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_SERVICE_LETTERS (hearth_service_letters_get_type ())
G_DECLARE_FINAL_TYPE (HearthServiceLetters, hearth_service_letters, HEARTH, SERVICE_LETTERS,
                      GObject)

HearthServiceLetters *
hearth_service_letters_new (HearthEngine *engine, HearthLetterHelp *help) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_service_letters_export (HearthServiceLetters *self, GDBusConnection *bus, GError **error);

G_END_DECLS
