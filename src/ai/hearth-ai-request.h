/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** HearthAiRole: who speaks. */
typedef enum {
  HEARTH_AI_SYSTEM,
  HEARTH_AI_USER,
  HEARTH_AI_ASSISTANT,
  HEARTH_AI_TOOL,
} HearthAiRole;

/**
 * HearthAiToolCall:
 *
 * @id: names the call within its conversation; never empty
 * @name: the tool
 * @arguments: (nullable): a JSON object as text; %NULL where the model wrote something else
 */
typedef struct {
  char *id;
  char *name;
  char *arguments;
} HearthAiToolCall;

HearthAiToolCall *hearth_ai_tool_call_new  (const char *id, const char *name,
                                            const char *arguments) G_GNUC_WARN_UNUSED_RESULT;
HearthAiToolCall *hearth_ai_tool_call_copy (const HearthAiToolCall *self) G_GNUC_WARN_UNUSED_RESULT;
void              hearth_ai_tool_call_free (HearthAiToolCall *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthAiToolCall, hearth_ai_tool_call_free)

/**
 * HearthAiFile:
 *
 * A picture or document that goes with the user's words.
 *
 * @name: what it is called
 * @type: its media type
 * @data: what is in it
 */
typedef struct {
  char *name;
  char *type;
  GBytes *data;
} HearthAiFile;

/**
 * HearthAiMessage:
 *
 * @role: who speaks
 * @text: what they say, perhaps ""; of a tool, its result
 * @calls: (element-type HearthAiToolCall): of the assistant, the calls it asked for
 * @call_id: (nullable): of a tool, the call that it answers
 * @blobs: (element-type utf8): of the assistant, what its service alone understands (signatures of
 * thoughts, …), each a JSON value as it came in an event BLOB; goes back to it unchanged
 * @files: (element-type HearthAiFile): of the user, what goes before their words; only what the
 * service takes, see hearth_ai_service_takes()
 */
typedef struct {
  HearthAiRole role;
  char *text;
  GPtrArray *calls;
  char *call_id;
  GPtrArray *blobs;
  GPtrArray *files;
} HearthAiMessage;

/**
 * HearthAiTool:
 *
 * @name: letters, digits, "_" and "-", at most 64
 * @description: for the model
 * @parameters: (nullable): a JSON schema of an object, as text
 */
typedef struct {
  char *name;
  char *description;
  char *parameters;
} HearthAiTool;

/**
 * HearthAiRequest:
 *
 * What a service is asked. Not to be changed once it has been started; may be read from any thread.
 *
 * @messages: (element-type HearthAiMessage): the conversation, oldest first
 * @tools: (element-type HearthAiTool): what the model may call
 * @max_tokens: the longest answer, or 0 for the service's own bound
 */
typedef struct {
  GPtrArray *messages;
  GPtrArray *tools;
  guint max_tokens;
} HearthAiRequest;

#define HEARTH_TYPE_AI_REQUEST (hearth_ai_request_get_type ())
GType            hearth_ai_request_get_type        (void);
HearthAiRequest *hearth_ai_request_new             (void) G_GNUC_WARN_UNUSED_RESULT;
HearthAiRequest *hearth_ai_request_ref             (HearthAiRequest *self) G_GNUC_WARN_UNUSED_RESULT;
void             hearth_ai_request_unref           (HearthAiRequest *self);
void             hearth_ai_request_add_message     (HearthAiRequest *self, HearthAiRole role,
                                                    const char *text);
void             hearth_ai_request_extend_system   (HearthAiRequest *self, const char *text);
void             hearth_ai_request_add_call        (HearthAiRequest *self,
                                                    const HearthAiToolCall *call);
void             hearth_ai_request_add_blob        (HearthAiRequest *self, const char *json);
void             hearth_ai_request_add_file        (HearthAiRequest *self, const char *name,
                                                    const char *type, GBytes *data);
gsize            hearth_ai_request_count_files     (HearthAiRequest *self);
HearthAiRequest *hearth_ai_request_copy            (HearthAiRequest *self) G_GNUC_WARN_UNUSED_RESULT;
void             hearth_ai_request_add_tool_result (HearthAiRequest *self, const char *call_id,
                                                    const char *text);
void             hearth_ai_request_add_tool        (HearthAiRequest *self, const char *name,
                                                    const char *description,
                                                    const char *parameters);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthAiRequest, hearth_ai_request_unref)

G_END_DECLS
