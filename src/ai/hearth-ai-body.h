/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-request.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

void      hearth_ai_body_add_string  (JsonBuilder *builder, const char *member, const char *value);
void      hearth_ai_body_add_int     (JsonBuilder *builder, const char *member, gint64 value);
void      hearth_ai_body_add_boolean (JsonBuilder *builder, const char *member, gboolean value);
void      hearth_ai_body_add_object  (JsonBuilder *builder, const char *member, const char *json);
void      hearth_ai_body_add_schema  (JsonBuilder *builder, const char *member,
                                      const HearthAiTool *tool);
void      hearth_ai_body_add_base64  (JsonBuilder *builder, const char *member, const char *prefix,
                                      GBytes *data);
void      hearth_ai_body_add_data_url (JsonBuilder *builder, const char *member,
                                       const HearthAiFile *file);
gboolean  hearth_ai_body_is_image    (const HearthAiFile *file);
void      hearth_ai_body_begin_array (JsonBuilder *builder, const char *member);
void      hearth_ai_body_begin_object (JsonBuilder *builder, const char *member);
JsonNode *hearth_ai_body_read_blob   (const char *blob) G_GNUC_WARN_UNUSED_RESULT;
GBytes   *hearth_ai_body_finish      (JsonBuilder *builder) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
