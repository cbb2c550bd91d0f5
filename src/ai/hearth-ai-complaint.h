/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-service.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * HearthAiComplaint:
 *
 * What a service itself says about what went wrong.
 *
 * @text: one line of plain text, at most 200 characters, perhaps ""
 * @status: the HTTP status that it names or that its kind of error has, or 0
 */
typedef struct {
  char *text;
  guint status;
} HearthAiComplaint;

HearthAiComplaint *hearth_ai_complaint_read  (JsonNode *root) G_GNUC_WARN_UNUSED_RESULT;
HearthAiComplaint *hearth_ai_complaint_new   (const char *text, const char *kind) G_GNUC_WARN_UNUSED_RESULT;
void               hearth_ai_complaint_free  (HearthAiComplaint *self);

GError            *hearth_ai_error_new       (HearthAiError code, const char *sentence,
                                              const HearthAiComplaint *complaint);
GError            *hearth_ai_error_broken_off (const char *place,
                                               const HearthAiComplaint *complaint);
GError            *hearth_ai_error_from_http (const GError *http_error, const char *place,
                                              const char *model, gboolean has_key);
void               hearth_ai_error_redact    (GError *error, const char *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthAiComplaint, hearth_ai_complaint_free)

G_END_DECLS
