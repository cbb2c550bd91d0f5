/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-wyoming-info.h"

#include "hearth-text.h"

#include <string.h>

#define MAX_NAME 200
#define MAX_LANGUAGE 35 /* RFC 5646 section 4.4.1 */

/**
 * hearth_wyoming_info_free:
 * @self: (nullable) (transfer full): what a server says
 */
void
hearth_wyoming_info_free (HearthWyomingInfo *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->models);
  g_strfreev (self->voices);
  g_strfreev (self->languages);
  g_free (self->name);
  g_free (self);
}

/* The names that were found, in their order and each once. */
typedef struct {
  GPtrArray *installed;
  GPtrArray *others;
  GHashTable *seen;
} Names;

static void
names_init (Names *names)
{
  names->installed = g_ptr_array_new ();
  names->others = g_ptr_array_new ();
  names->seen = g_hash_table_new (g_str_hash, g_str_equal);
}

static void
names_add (Names *names, const char *name, gsize max, gboolean installed)
{
  g_autofree char *clean = name != NULL ? hearth_text_clean (name, -1) : NULL;

  if (clean == NULL || *clean == '\0' || strlen (clean) > max || strchr (clean, '\n') != NULL ||
      g_hash_table_size (names->seen) == HEARTH_WYOMING_INFO_MAX ||
      g_hash_table_contains (names->seen, clean))
    return;
  g_hash_table_add (names->seen, clean);
  g_ptr_array_add (installed ? names->installed : names->others, g_steal_pointer (&clean));
}

static char **
names_end (Names *names)
{
  g_ptr_array_extend_and_steal (names->installed, names->others);
  g_ptr_array_add (names->installed, NULL);
  g_hash_table_unref (names->seen);
  return (char **) g_ptr_array_free (names->installed, FALSE);
}

static gboolean
is_true (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_BOOLEAN && json_node_get_boolean (node);
}

static void
add_languages (Names *languages, JsonObject *artifact)
{
  JsonArray *array = hearth_json_get_array (artifact, "languages");

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    JsonNode *node = json_array_get_element (array, i);
    g_autofree char *tag = NULL;

    if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
      continue;
    /* Piper writes "en_US". */
    tag = g_strdelimit (g_strdup (json_node_get_string (node)), "_", '-');
    names_add (languages, tag, MAX_LANGUAGE, TRUE);
  }
}

/* The name of the first program of a kind, if it is a clean line. */
static char *
dup_program_name (JsonObject *data, const char *kind)
{
  JsonArray *programs = hearth_json_get_array (data, kind);
  JsonNode *first = programs != NULL && json_array_get_length (programs) > 0
                        ? json_array_get_element (programs, 0)
                        : NULL;
  const char *name = first != NULL && JSON_NODE_HOLDS_OBJECT (first)
                         ? hearth_json_get_string (json_node_get_object (first), "name")
                         : NULL;
  g_autofree char *clean = name != NULL ? hearth_text_clean (name, -1) : NULL;

  if (clean == NULL || *clean == '\0' || strlen (clean) > MAX_NAME || strchr (clean, '\n') != NULL)
    return NULL;
  return g_steal_pointer (&clean);
}

/* Reads the programs of one kind, each with its artifacts. Returns whether there is one. */
static gboolean
read_programs (JsonObject *data, const char *kind, const char *member, Names *names,
               Names *languages, gboolean *streams)
{
  JsonArray *programs = hearth_json_get_array (data, kind);
  gboolean any = FALSE;

  for (guint i = 0; programs != NULL && i < json_array_get_length (programs); i++) {
    JsonNode *node = json_array_get_element (programs, i);
    JsonObject *program = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
    JsonArray *artifacts = hearth_json_get_array (program, member);

    if (program == NULL)
      continue;
    any = TRUE;
    *streams |= is_true (program, "supports_synthesize_streaming");
    for (guint k = 0; artifacts != NULL && k < json_array_get_length (artifacts); k++) {
      JsonNode *each = json_array_get_element (artifacts, k);

      if (!JSON_NODE_HOLDS_OBJECT (each))
        continue;
      names_add (names, hearth_json_get_string (json_node_get_object (each), "name"), MAX_NAME,
                 is_true (json_node_get_object (each), "installed"));
      add_languages (languages, json_node_get_object (each));
    }
  }
  return any;
}

/**
 * hearth_wyoming_info_read:
 * @data: what an event "info" says, which may be anything
 *
 * Returns: (transfer full): what of it is used here
 */
HearthWyomingInfo *
hearth_wyoming_info_read (JsonObject *data)
{
  HearthWyomingInfo *self = g_new0 (HearthWyomingInfo, 1);
  gboolean ignored = FALSE;
  Names models, voices, languages;

  names_init (&models);
  names_init (&voices);
  names_init (&languages);
  self->hears = read_programs (data, "asr", "models", &models, &languages, &ignored);
  self->speaks = read_programs (data, "tts", "voices", &voices, &languages, &self->streams_text);
  self->name = dup_program_name (data, self->hears ? "asr" : "tts");
  self->n_installed_voices = voices.installed->len;
  self->models = names_end (&models);
  self->voices = names_end (&voices);
  self->languages = names_end (&languages);
  return self;
}
