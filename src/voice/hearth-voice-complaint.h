/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-http.h"
#include "hearth-json.h"
#include "hearth-voice-error.h"

G_BEGIN_DECLS

/** The longest text of one hearing that is kept, in bytes: five minutes of fast speech are 6000. */
#define HEARTH_VOICE_LINE_MAX (32 * 1024)

char   *hearth_voice_dup_line             (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char   *hearth_voice_dup_primary_language (const char *language) G_GNUC_WARN_UNUSED_RESULT;
char   *hearth_voice_dup_complaint        (JsonNode *root) G_GNUC_WARN_UNUSED_RESULT;
GError *hearth_voice_error_new_refusal    (const char *place, const char *words) G_GNUC_WARN_UNUSED_RESULT;
GError *hearth_voice_error_from_http      (const GError *http_error, const char *place,
                                           const char *key) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
