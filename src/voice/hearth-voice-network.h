/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-http.h"
#include "hearth-recognizer.h"
#include "hearth-synthesizer.h"

G_BEGIN_DECLS

gboolean           hearth_voice_network_has_kind        (const char *kind);
char              *hearth_voice_network_dup_address     (const char *kind, const char *address,
                                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthRecognizer  *hearth_voice_network_new_recognizer  (HearthHttp *http, const char *kind,
                                                         GVariant *options, const char *key,
                                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthSynthesizer *hearth_voice_network_new_synthesizer (HearthHttp *http, const char *kind,
                                                         GVariant *options, const char *key,
                                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
