/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-request.h"

G_DEFINE_BOXED_TYPE (HearthAiRequest, hearth_ai_request, hearth_ai_request_ref,
                     hearth_ai_request_unref)

static void
file_free (gpointer data)
{
  HearthAiFile *file = data;

  g_free (file->name);
  g_free (file->type);
  g_bytes_unref (file->data);
  g_free (file);
}

static void
add_file (HearthAiMessage *message, const char *name, const char *type, GBytes *data)
{
  HearthAiFile *file = g_new (HearthAiFile, 1);

  file->name = g_strdup (name);
  file->type = g_strdup (type);
  file->data = g_bytes_ref (data);
  g_ptr_array_add (message->files, file);
}

static void
message_free (gpointer data)
{
  HearthAiMessage *message = data;

  g_free (message->text);
  g_ptr_array_unref (message->calls);
  g_free (message->call_id);
  g_ptr_array_unref (message->blobs);
  g_ptr_array_unref (message->files);
  g_free (message);
}

static void
tool_free (gpointer data)
{
  HearthAiTool *tool = data;

  g_free (tool->name);
  g_free (tool->description);
  g_free (tool->parameters);
  g_free (tool);
}

static void
request_clear (gpointer data)
{
  HearthAiRequest *self = data;

  g_ptr_array_unref (self->messages);
  g_ptr_array_unref (self->tools);
}

static HearthAiMessage *
add_message (HearthAiRequest *self, HearthAiRole role, const char *text)
{
  HearthAiMessage *message = g_new0 (HearthAiMessage, 1);

  message->role = role;
  message->text = g_utf8_make_valid (text != NULL ? text : "", -1);
  message->calls = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_ai_tool_call_free);
  message->blobs = g_ptr_array_new_with_free_func (g_free);
  message->files = g_ptr_array_new_with_free_func (file_free);
  g_ptr_array_add (self->messages, message);
  return message;
}

/**
 * hearth_ai_tool_call_new:
 * @id: names the call
 * @name: the tool
 * @arguments: (nullable): a JSON object as text
 *
 * Returns: (transfer full): a call
 */
HearthAiToolCall *
hearth_ai_tool_call_new (const char *id, const char *name, const char *arguments)
{
  HearthAiToolCall *self = g_new (HearthAiToolCall, 1);

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->arguments = g_strdup (arguments);
  return self;
}

/**
 * hearth_ai_tool_call_copy:
 * @self: a call
 *
 * Returns: (transfer full): a copy
 */
HearthAiToolCall *
hearth_ai_tool_call_copy (const HearthAiToolCall *self)
{
  return hearth_ai_tool_call_new (self->id, self->name, self->arguments);
}

/**
 * hearth_ai_tool_call_free:
 * @self: (nullable) (transfer full): a call
 */
void
hearth_ai_tool_call_free (HearthAiToolCall *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->name);
  g_free (self->arguments);
  g_free (self);
}

/**
 * hearth_ai_request_new:
 *
 * Returns: (transfer full): a request without messages and tools
 */
HearthAiRequest *
hearth_ai_request_new (void)
{
  HearthAiRequest *self = g_atomic_rc_box_new0 (HearthAiRequest);

  self->messages = g_ptr_array_new_with_free_func (message_free);
  self->tools = g_ptr_array_new_with_free_func (tool_free);
  return self;
}

/**
 * hearth_ai_request_ref:
 * @self: a request
 *
 * Returns: (transfer full): @self
 */
HearthAiRequest *
hearth_ai_request_ref (HearthAiRequest *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * hearth_ai_request_unref:
 * @self: (transfer full): a request
 */
void
hearth_ai_request_unref (HearthAiRequest *self)
{
  g_atomic_rc_box_release_full (self, request_clear);
}

/**
 * hearth_ai_request_add_message:
 * @self: a request
 * @role: who speaks; a tool's result is added with hearth_ai_request_add_tool_result()
 * @text: (nullable): what they say
 *
 * Adds to the end of the conversation.
 */
void
hearth_ai_request_add_message (HearthAiRequest *self, HearthAiRole role, const char *text)
{
  g_return_if_fail (role != HEARTH_AI_TOOL);

  add_message (self, role, text);
}

/**
 * hearth_ai_request_extend_system:
 * @self: a request that was not started yet
 * @text: what its last message of the system says besides
 *
 * Adds a paragraph to it. A request without one gets none.
 */
void
hearth_ai_request_extend_system (HearthAiRequest *self, const char *text)
{
  for (guint i = self->messages->len; i > 0; i--) {
    HearthAiMessage *message = g_ptr_array_index (self->messages, i - 1);
    char *extended;

    if (message->role != HEARTH_AI_SYSTEM)
      continue;
    extended = g_strconcat (message->text, "\n", text, NULL);
    g_free (message->text);
    message->text = extended;
    return;
  }
}

/**
 * hearth_ai_request_add_call:
 * @self: a request whose last message is the assistant's
 * @call: a call that the assistant made in that message
 */
void
hearth_ai_request_add_call (HearthAiRequest *self, const HearthAiToolCall *call)
{
  HearthAiMessage *last;

  g_return_if_fail (self->messages->len > 0);

  last = g_ptr_array_index (self->messages, self->messages->len - 1);
  g_return_if_fail (last->role == HEARTH_AI_ASSISTANT);
  g_ptr_array_add (last->calls, hearth_ai_tool_call_copy (call));
}

/**
 * hearth_ai_request_add_blob:
 * @self: a request whose last message is the assistant's
 * @json: what came in an event BLOB of that message
 */
void
hearth_ai_request_add_blob (HearthAiRequest *self, const char *json)
{
  HearthAiMessage *last;

  g_return_if_fail (self->messages->len > 0);

  last = g_ptr_array_index (self->messages, self->messages->len - 1);
  g_return_if_fail (last->role == HEARTH_AI_ASSISTANT);
  g_ptr_array_add (last->blobs, g_strdup (json));
}

/**
 * hearth_ai_request_add_file:
 * @self: a request whose last message is the user's
 * @name: what the file is called
 * @type: its media type, which the service takes
 * @data: what is in it
 */
void
hearth_ai_request_add_file (HearthAiRequest *self, const char *name, const char *type, GBytes *data)
{
  HearthAiMessage *last;

  g_return_if_fail (self->messages->len > 0);

  last = g_ptr_array_index (self->messages, self->messages->len - 1);
  g_return_if_fail (last->role == HEARTH_AI_USER);
  add_file (last, name, type, data);
}

/**
 * hearth_ai_request_count_files:
 * @self: a request
 *
 * Returns: how many bytes its files are when they are sent, as base64
 */
gsize
hearth_ai_request_count_files (HearthAiRequest *self)
{
  gsize n = 0;

  for (guint i = 0; i < self->messages->len; i++) {
    const HearthAiMessage *message = g_ptr_array_index (self->messages, i);

    for (guint k = 0; k < message->files->len; k++) {
      const HearthAiFile *file = g_ptr_array_index (message->files, k);

      n += (g_bytes_get_size (file->data) + 2) / 3 * 4;
    }
  }
  return n;
}

/**
 * hearth_ai_request_copy:
 * @self: a request
 *
 * A request is not changed once it was started: the next round gets a copy to add to.
 *
 * Returns: (transfer full): a request with the same messages and bound, and no tools
 */
HearthAiRequest *
hearth_ai_request_copy (HearthAiRequest *self)
{
  HearthAiRequest *copy = hearth_ai_request_new ();

  copy->max_tokens = self->max_tokens;
  for (guint i = 0; i < self->messages->len; i++) {
    const HearthAiMessage *message = g_ptr_array_index (self->messages, i);
    HearthAiMessage *added = add_message (copy, message->role, message->text);

    added->call_id = g_strdup (message->call_id);
    for (guint k = 0; k < message->calls->len; k++)
      g_ptr_array_add (added->calls,
                       hearth_ai_tool_call_copy (g_ptr_array_index (message->calls, k)));
    for (guint k = 0; k < message->blobs->len; k++)
      g_ptr_array_add (added->blobs, g_strdup (g_ptr_array_index (message->blobs, k)));
    for (guint k = 0; k < message->files->len; k++) {
      const HearthAiFile *file = g_ptr_array_index (message->files, k);

      add_file (added, file->name, file->type, file->data);
    }
  }
  return copy;
}

/**
 * hearth_ai_request_add_tool_result:
 * @self: a request
 * @call_id: the call that is answered
 * @text: the result
 */
void
hearth_ai_request_add_tool_result (HearthAiRequest *self, const char *call_id, const char *text)
{
  HearthAiMessage *message = add_message (self, HEARTH_AI_TOOL, text);

  message->call_id = g_strdup (call_id);
}

/**
 * hearth_ai_request_add_tool:
 * @self: a request
 * @name: letters, digits, "_" and "-"
 * @description: for the model
 * @parameters: (nullable): a JSON schema of an object; %NULL for a tool without parameters
 */
void
hearth_ai_request_add_tool (HearthAiRequest *self, const char *name, const char *description,
                            const char *parameters)
{
  HearthAiTool *tool = g_new (HearthAiTool, 1);

  tool->name = g_strdup (name);
  tool->description = g_strdup (description);
  tool->parameters = g_strdup (parameters);
  g_ptr_array_add (self->tools, tool);
}
