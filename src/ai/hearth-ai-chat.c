/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-chat.h"

/* What the system says after its first words, or NULL. */
static char *
join_later_words (const HearthAiRequest *request)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean first = TRUE;

  for (guint i = 0; i < request->messages->len; i++) {
    const HearthAiMessage *message = g_ptr_array_index (request->messages, i);

    if (message->role != HEARTH_AI_SYSTEM)
      continue;
    if (!first && *message->text != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", message->text);
    first = FALSE;
  }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static void
copy_message (HearthAiRequest *copy, const HearthAiMessage *message)
{
  if (message->role == HEARTH_AI_TOOL) {
    hearth_ai_request_add_tool_result (copy, message->call_id, message->text);
    return;
  }
  hearth_ai_request_add_message (copy, message->role, message->text);
  for (guint i = 0; i < message->files->len; i++) {
    const HearthAiFile *file = g_ptr_array_index (message->files, i);

    hearth_ai_request_add_file (copy, file->name, file->type, file->data);
  }
  if (message->role != HEARTH_AI_ASSISTANT)
    return;
  for (guint i = 0; i < message->calls->len; i++)
    hearth_ai_request_add_call (copy, g_ptr_array_index (message->calls, i));
  for (guint i = 0; i < message->blobs->len; i++)
    hearth_ai_request_add_blob (copy, g_ptr_array_index (message->blobs, i));
}

static gint64
find_last_user (const GPtrArray *messages)
{
  for (guint i = messages->len; i > 0; i--) {
    const HearthAiMessage *message = g_ptr_array_index (messages, i - 1);

    if (message->role == HEARTH_AI_USER)
      return i - 1;
  }
  return -1;
}

static void
append_to (char **text, const char *before, const char *after)
{
  char *joined = g_strconcat (before, *text, after, NULL);

  g_free (*text);
  *text = joined;
}

/**
 * hearth_ai_chat_new:
 * @request: what is asked
 *
 * Returns: (transfer full): the same as a chat
 */
HearthAiChat *
hearth_ai_chat_new (const HearthAiRequest *request)
{
  HearthAiChat *self = g_new0 (HearthAiChat, 1);
  g_autoptr (HearthAiRequest) copy = hearth_ai_request_new ();
  g_autofree char *later = join_later_words (request);
  gint64 last;

  for (guint i = 0; i < request->messages->len; i++) {
    const HearthAiMessage *message = g_ptr_array_index (request->messages, i);

    if (message->role != HEARTH_AI_SYSTEM)
      copy_message (copy, message);
    else if (self->system == NULL)
      self->system = g_strdup (message->text);
  }
  if (self->system == NULL)
    self->system = g_strdup ("");
  last = find_last_user (copy->messages);
  self->n_stable = copy->messages->len;
  if (later != NULL && last >= 0) {
    HearthAiMessage *message = g_ptr_array_index (copy->messages, last);
    g_autofree char *context = g_strconcat ("<context>\n", later, "\n</context>\n\n", NULL);

    append_to (&message->text, context, NULL);
    self->n_stable = (guint) last;
  } else if (later != NULL) {
    append_to (&self->system, "", "\n");
    append_to (&self->system, "", later);
  }
  self->messages = g_ptr_array_ref (copy->messages);
  self->tools = g_ptr_array_ref (request->tools);
  self->max_tokens = request->max_tokens;
  return self;
}

/**
 * hearth_ai_chat_free:
 * @self: (nullable) (transfer full): a chat
 */
void
hearth_ai_chat_free (HearthAiChat *self)
{
  if (self == NULL)
    return;
  g_free (self->system);
  g_ptr_array_unref (self->messages);
  g_ptr_array_unref (self->tools);
  g_free (self);
}

/**
 * hearth_ai_chat_find_tool:
 * @self: a chat
 * @before: the place of a message
 * @call_id: (nullable): the call that it answers
 *
 * Returns: (transfer none): the tool that was called, as the nearest message before has it; "" if
 *   none does
 */
const char *
hearth_ai_chat_find_tool (const HearthAiChat *self, guint before, const char *call_id)
{
  for (guint i = before; i > 0; i--) {
    const HearthAiMessage *message = g_ptr_array_index (self->messages, i - 1);

    for (guint k = 0; k < message->calls->len; k++) {
      const HearthAiToolCall *call = g_ptr_array_index (message->calls, k);

      if (g_strcmp0 (call->id, call_id) == 0)
        return call->name;
    }
  }
  return "";
}
