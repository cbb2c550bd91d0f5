/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-transcription-reader.h"

#include "hearth-sse.h"
#include "hearth-voice-complaint.h"

#include <glib/gi18n.h>
#include <string.h>

/* Bytes of one event, and of an answer without events: words may have times and more with them. */
#define MAX_SIZE (1024 * 1024)

#define TYPE_DELTA "transcript.text.delta"
#define TYPE_DONE "transcript.text.done"

struct _HearthTranscriptionReader {
  char *place;
  HearthSse *sse;    /* (nullable) of a stream of events */
  GByteArray *body;  /* (nullable) of an answer without */
  GString *text;     /* what was understood so far */
  GError *error;     /* (nullable) */
  gboolean open;     /* pieces came, and their end has not */
  gboolean finished; /* the whole text came */
};

static void
fail_form (HearthTranscriptionReader *self)
{
  if (self->error == NULL)
    self->error = g_error_new (HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_BAD_REPLY,
                               _("%s does not answer as a speech service does. Check its address "
                                  "in the settings."),
                               self->place);
}

static void
fail_size (HearthTranscriptionReader *self)
{
  if (self->error == NULL)
    self->error = g_error_new (HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_TOO_LARGE,
                               _("%s sent more than Hearth accepts, so the rest was not read."),
                               self->place);
}

static void
append (HearthTranscriptionReader *self, const char *text)
{
  if (self->text->len + strlen (text) > HEARTH_VOICE_LINE_MAX)
    fail_size (self);
  else
    g_string_append (self->text, text);
}

/* A segment is words of their own. */
static void
append_segment (HearthTranscriptionReader *self, const char *text)
{
  if (self->text->len > 0 && !g_ascii_isspace (self->text->str[self->text->len - 1]))
    g_string_append_c (self->text, ' ');
  append (self, text);
}

static void
set_whole (HearthTranscriptionReader *self, const char *text)
{
  g_string_truncate (self->text, 0);
  append (self, text);
  self->open = FALSE;
  self->finished = TRUE;
}

static void
read_event (HearthTranscriptionReader *self, JsonNode *root)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  const char *type = hearth_json_get_string (object, "type");
  const char *text = hearth_json_get_string (object, "text");
  const char *delta = hearth_json_get_string (object, "delta");
  g_autofree char *complaint = hearth_voice_dup_complaint (root);

  if (self->finished || object == NULL)
    return;
  if (g_strcmp0 (type, TYPE_DELTA) == 0 && delta != NULL) {
    self->open = TRUE;
    append (self, delta);
  } else if (g_strcmp0 (type, TYPE_DONE) == 0 && text != NULL) {
    set_whole (self, text);
  } else if (type == NULL && text != NULL) {
    append_segment (self, text);
  } else if (complaint != NULL && self->error == NULL) {
    self->error = hearth_voice_error_new_refusal (self->place, complaint);
  }
}

static void
event_cb (const char *type, const char *data, gsize length, gpointer user_data)
{
  HearthTranscriptionReader *self = user_data;
  g_autoptr (JsonNode) root = NULL;

  if (self->error != NULL || g_str_equal (data, "[DONE]"))
    return;
  root = hearth_json_parse (data, length);
  if (root != NULL)
    read_event (self, root);
  else
    fail_form (self);
}

/**
 * hearth_transcription_reader_new:
 * @place: the host, for errors
 * @events: whether the answer is `text/event-stream`
 *
 * Returns: (transfer full): a reader
 */
HearthTranscriptionReader *
hearth_transcription_reader_new (const char *place, gboolean events)
{
  HearthTranscriptionReader *self = g_new0 (HearthTranscriptionReader, 1);

  self->place = g_strdup (place);
  self->text = g_string_new (NULL);
  if (events)
    self->sse = hearth_sse_new (MAX_SIZE, event_cb, self);
  else
    self->body = g_byte_array_new ();
  return self;
}

/**
 * hearth_transcription_reader_free:
 * @self: (nullable) (transfer full): a reader
 */
void
hearth_transcription_reader_free (HearthTranscriptionReader *self)
{
  if (self == NULL)
    return;
  g_free (self->place);
  g_clear_pointer (&self->sse, hearth_sse_free);
  g_clear_pointer (&self->body, g_byte_array_unref);
  g_string_free (self->text, TRUE);
  g_clear_error (&self->error);
  g_free (self);
}

/**
 * hearth_transcription_reader_feed:
 * @self: a reader
 * @data: (array length=length): the next bytes
 * @length: how many
 * @error: %HEARTH_VOICE_ERROR_TOO_LARGE, %HEARTH_VOICE_ERROR_SERVICE for what the service says went
 *   wrong, %HEARTH_VOICE_ERROR_BAD_REPLY
 *
 * Returns: whether to go on
 */
gboolean
hearth_transcription_reader_feed (HearthTranscriptionReader *self, const char *data, gsize length,
                                  GError **error)
{
  if (self->error == NULL && self->sse != NULL) {
    if (!hearth_sse_feed (self->sse, data, length))
      fail_size (self);
  } else if (self->error == NULL) {
    if (self->body->len + length > MAX_SIZE)
      fail_size (self);
    else
      g_byte_array_append (self->body, (const guint8 *) data, (guint) length);
  }
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (self->error));
  return FALSE;
}

/**
 * hearth_transcription_reader_dup_text:
 * @self: a reader
 *
 * Returns: (transfer full): what was understood so far, as one line
 */
char *
hearth_transcription_reader_dup_text (HearthTranscriptionReader *self)
{
  return hearth_voice_dup_line (self->text->str);
}

static void
read_body (HearthTranscriptionReader *self)
{
  g_autoptr (JsonNode) root = hearth_json_parse ((const char *) self->body->data, self->body->len);
  JsonObject *object =
      root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  const char *text = hearth_json_get_string (object, "text");
  g_autofree char *complaint = root != NULL ? hearth_voice_dup_complaint (root) : NULL;

  if (complaint != NULL)
    self->error = hearth_voice_error_new_refusal (self->place, complaint);
  else if (text == NULL)
    fail_form (self);
  else
    set_whole (self, text);
}

/**
 * hearth_transcription_reader_end:
 * @self: a reader
 * @error: as of hearth_transcription_reader_feed(), and %HEARTH_VOICE_ERROR_CUT_OFF for pieces of a
 *   text whose end did not come
 *
 * Returns: (transfer full): all that was understood, as one line; "" where no words were heard
 */
char *
hearth_transcription_reader_end (HearthTranscriptionReader *self, GError **error)
{
  if (self->error == NULL && self->sse != NULL)
    hearth_sse_end (self->sse);
  else if (self->error == NULL)
    read_body (self);
  if (self->error == NULL && self->open)
    self->error =
        g_error_new (HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_CUT_OFF,
                     _("The connection to %s was cut off in the middle. Try again."), self->place);
  if (self->error != NULL) {
    g_propagate_error (error, g_error_copy (self->error));
    return NULL;
  }
  return hearth_voice_dup_line (self->text->str);
}
