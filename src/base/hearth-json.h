/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * HEARTH_JSON_DEPTH:
 *
 * How deep arrays and objects of a service may be nested.
 */
#define HEARTH_JSON_DEPTH 64

char       *hearth_json_dup_valid  (const char *text, gsize length) G_GNUC_WARN_UNUSED_RESULT;
gboolean    hearth_json_is_cut_off (const char *text, gsize length);
JsonNode   *hearth_json_parse      (const char *text, gsize length) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *hearth_json_get_object (JsonObject *object, const char *member);
JsonArray  *hearth_json_get_array  (JsonObject *object, const char *member);
const char *hearth_json_get_string (JsonObject *object, const char *member);
gint64      hearth_json_get_int    (JsonObject *object, const char *member, gint64 otherwise);

G_END_DECLS
