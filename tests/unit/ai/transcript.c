/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transcript.h"

#include "hearth-ai-protocol.h"

#include <json-glib/json-glib.h>
#include <string.h>

void
transcript_init (Transcript *self)
{
  *self = (Transcript){ 0 };
  self->text = g_string_new (NULL);
  self->thinking = g_string_new (NULL);
  self->calls = g_string_new (NULL);
  self->usage = g_string_new (NULL);
  self->begun = g_string_new (NULL);
  self->blobs = g_string_new (NULL);
  self->finish = -1;
}

void
transcript_clear (Transcript *self)
{
  g_string_free (self->text, TRUE);
  g_string_free (self->thinking, TRUE);
  g_string_free (self->calls, TRUE);
  g_string_free (self->usage, TRUE);
  g_string_free (self->begun, TRUE);
  g_string_free (self->blobs, TRUE);
  g_clear_error (&self->error);
}

/* A #HearthAiEventFunc that also checks what holds for every service. */
void
transcript_event (const HearthAiEvent *event, gpointer user_data)
{
  Transcript *self = user_data;

  g_assert_false (self->done);
  g_assert_false (self->destroyed);
  switch (event->kind) {
  case HEARTH_AI_EVENT_START:
    g_assert_false (self->started);
    self->started = TRUE;
    break;
  case HEARTH_AI_EVENT_TOOL_BEGIN:
    g_assert_cmpstr (event->text, !=, "");
    g_string_append_printf (self->begun, "%s;", event->text);
    break;
  case HEARTH_AI_EVENT_BLOB:
    g_string_append_printf (self->blobs, "%s;", event->text);
    break;
  case HEARTH_AI_EVENT_TEXT:
  case HEARTH_AI_EVENT_THINKING:
    g_assert_true (g_utf8_validate (event->text, -1, NULL));
    g_assert_cmpstr (event->text, !=, "");
    g_string_append (event->kind == HEARTH_AI_EVENT_TEXT ? self->text : self->thinking,
                     event->text);
    if (event->kind == HEARTH_AI_EVENT_TEXT)
      self->n_text++;
    if (self->cancel_at_text != NULL)
      g_cancellable_cancel (self->cancel_at_text);
    break;
  case HEARTH_AI_EVENT_TOOL_CALL:
    g_assert_cmpstr (event->call->id, !=, "");
    g_assert_cmpstr (event->call->name, !=, "");
    g_string_append_printf (self->calls, "%s %s %s;", event->call->id, event->call->name,
                            event->call->arguments != NULL ? event->call->arguments : "-");
    break;
  case HEARTH_AI_EVENT_USAGE:
    g_string_append_printf (self->usage, "%" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT,
                            event->tokens_in, event->tokens_out);
    break;
  case HEARTH_AI_EVENT_END:
    self->finish = (int) event->finish;
    self->done = TRUE;
    break;
  case HEARTH_AI_EVENT_ERROR:
    self->error = g_error_copy (event->error);
    self->done = TRUE;
    break;
  default:
    g_assert_not_reached ();
  }
}

char *
transcript_to_str (const Transcript *self)
{
  g_autofree char *end =
      self->error != NULL ? g_strdup_printf ("error %d %s", self->error->code, self->error->message)
                          : g_strdup_printf ("end %d", self->finish);

  return g_strdup_printf ("text{%s} thinking{%s} calls{%s} usage{%s} %s", self->text->str,
                          self->thinking->str, self->calls->str, self->usage->str, end);
}

static void
recording_free (gpointer data)
{
  Recording *recording = data;

  g_free (recording->name);
  g_free (recording->content_type);
  g_free (recording->body);
  g_free (recording);
}

static const HearthAiProtocol *
protocol_of (const char *uri)
{
  static const struct {
    const char *part;
    const HearthAiProtocol *protocol;
  } parts[] = {
    { "/chat/completions", &hearth_ai_openai_protocol },
    { "/messages", &hearth_ai_anthropic_protocol },
    { ":streamGenerateContent", &hearth_ai_gemini_protocol },
    { ":generateContent", &hearth_ai_gemini_protocol },
    { "/api/chat", &hearth_ai_ollama_protocol },
    { "/responses", &hearth_ai_responses_protocol },
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    if (strstr (uri, parts[i].part) != NULL)
      return parts[i].protocol;
  }
  return NULL;
}

static void
load_file (GPtrArray *recordings, const char *folder, const char *name,
           const HearthAiProtocol *protocol)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonArray *exchanges;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  exchanges = json_node_get_array (json_parser_get_root (parser));
  for (guint i = 0; i < json_array_get_length (exchanges); i++) {
    JsonObject *exchange = json_array_get_object_element (exchanges, i);
    Recording *recording;

    if (protocol != NULL &&
        protocol_of (json_object_get_string_member (exchange, "uri")) != protocol)
      continue;
    recording = g_new0 (Recording, 1);
    recording->name = g_strdup_printf ("%s-%u", name, i);
    recording->protocol = protocol_of (json_object_get_string_member (exchange, "uri"));
    recording->content_type = g_strdup (json_object_get_string_member (exchange, "content_type"));
    recording->body = g_strdup (json_object_get_string_member (exchange, "body"));
    recording->length = strlen (recording->body);
    g_ptr_array_add (recordings, recording);
  }
}

static void
load_folder (GPtrArray *recordings, const char *folder, const HearthAiProtocol *protocol)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    if (g_str_has_suffix (name, ".json"))
      load_file (recordings, folder, name, protocol);
  }
}

/* The recordings beside this file, and more where a folder of them is at hand; of all services, or
 * of one. */
GPtrArray *
recordings_load (const HearthAiProtocol *protocol)
{
  GPtrArray *recordings = g_ptr_array_new_with_free_func (recording_free);
  g_autofree char *own = g_test_build_filename (G_TEST_DIST, "streams", NULL);
  g_autofree char *more =
      g_build_filename (g_getenv ("HEARTH_SUITES") != NULL ? g_getenv ("HEARTH_SUITES") : ".",
                        "ai-streams", NULL);

  load_folder (recordings, own, protocol);
  g_assert_cmpuint (recordings->len, >=, 2);
  load_folder (recordings, more, protocol);
  return recordings;
}
