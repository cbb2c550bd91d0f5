/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-plan-call.h"

#include <string.h>

#include "hearth-sending.h"

/* Asks a service what the owner wants to have done. It sees what the owner typed in this
 * conversation and nothing else, neither an answer nor a mail, and has no tool; so nothing that
 * somebody else wrote can be in its plan. */

#define MAX_ANSWER 16384
#define MAX_WORDS 8000
#define MAX_TURNS 12

/* Its first words name it for whoever looks at what a service is asked. */
static const char prompt[] =
    "You write a plan. You are given what the owner of a mailbox and calendar said to their "
    "assistant, the newest last. Say which of these verbs the newest words ask the assistant to "
    "carry out now, and how often at most:\n"
    "reply (answer a mail), send (a new mail), draft (write a mail and keep it), create_event "
    "(also "
    "with guests), move_event, cancel_event, invite (guests to an event that exists), respond (to "
    "an "
    "invitation), archive, trash, flag (mails), remind, remember (a fact).\n"
    "What is not asked for is left out. A question, a search or a summary needs none. Counts of "
    "archive, trash and flag are of mails; where the number is not said but several are meant, "
    "use 20.\n"
    "Answer with one JSON object and nothing else, such as "
    "{\"plan\":[{\"verb\":\"reply\",\"count\":1}]} or {\"plan\":[]}.";

typedef struct {
  HearthEngine *engine; /* (owned) */
  gint64 line;          /* of the journal */
  GString *text;
  guint64 tokens_in;
  guint64 tokens_out;
  HearthPlanDone done;
  gpointer user_data;
} PlanCall;

static void
plan_call_free (gpointer data)
{
  PlanCall *self = data;

  g_string_free (self->text, TRUE);
  g_object_unref (self->engine);
  g_free (self);
}

/* Models put a fence around JSON. */
static HearthPlan *
read_plan (const char *text)
{
  const char *first = strchr (text, '{');
  const char *last = strrchr (text, '}');
  g_autofree char *json = NULL;

  if (first == NULL || last == NULL || last < first)
    return NULL;
  json = g_strndup (first, (gsize) (last + 1 - first));
  return hearth_plan_parse (json, NULL);
}

static void
plan_event_cb (const HearthAiEvent *event, gpointer user_data)
{
  PlanCall *self = user_data;
  g_autoptr (HearthPlan) plan = NULL;

  switch (event->kind) {
  case HEARTH_AI_EVENT_TEXT:
    if (self->text->len + strlen (event->text) <= MAX_ANSWER)
      g_string_append (self->text, event->text);
    return;
  case HEARTH_AI_EVENT_USAGE:
    self->tokens_in = event->tokens_in;
    self->tokens_out = event->tokens_out;
    return;
  case HEARTH_AI_EVENT_END:
    hearth_engine_end_sending (self->engine, self->line);
    if (event->finish == HEARTH_AI_FINISH_STOP)
      plan = read_plan (self->text->str);
    self->done (plan, NULL, self->tokens_in, self->tokens_out, self->user_data);
    return;
  case HEARTH_AI_EVENT_ERROR:
    hearth_engine_end_sending (self->engine, self->line);
    self->done (NULL, event->error, self->tokens_in, self->tokens_out, self->user_data);
    return;
  case HEARTH_AI_EVENT_START:
  case HEARTH_AI_EVENT_TOOL_BEGIN:
  case HEARTH_AI_EVENT_TOOL_CALL:
  case HEARTH_AI_EVENT_BLOB:
  case HEARTH_AI_EVENT_THINKING:
  default:
    return;
  }
}

/**
 * hearth_plan_call:
 * @service: who is asked
 * @engine: for the journal
 * @conversation: its name, for the journal
 * @owner_words: (element-type utf8): all that the owner said in the conversation, oldest first
 * @cancellable: (nullable): stops it
 * @done: called once, never from within this call
 * @user_data: for @done
 *
 * Asks for a plan. A service that says something else than a plan leaves none, without an error.
 */
void
hearth_plan_call (HearthAiService *service, HearthEngine *engine, const char *conversation,
                  GPtrArray *owner_words, GCancellable *cancellable, HearthPlanDone done,
                  gpointer user_data)
{
  g_autoptr (HearthAiRequest) request = hearth_ai_request_new ();
  g_autoptr (GString) words = g_string_new (NULL);
  PlanCall *self = g_new0 (PlanCall, 1);
  guint first = owner_words->len > MAX_TURNS ? owner_words->len - MAX_TURNS : 0;

  for (guint i = first; i < owner_words->len; i++) {
    g_autofree char *bounded =
        g_utf8_substring (g_ptr_array_index (owner_words, i), 0,
                          MIN (g_utf8_strlen (g_ptr_array_index (owner_words, i), -1), MAX_WORDS));

    g_string_append_printf (words, "%s%s",
                            i + 1 < owner_words->len ? "Before: " : "Newest: ", bounded);
    if (i + 1 < owner_words->len)
      g_string_append (words, "\n\n");
  }
  hearth_ai_request_add_message (request, HEARTH_AI_SYSTEM, prompt);
  hearth_ai_request_add_message (request, HEARTH_AI_USER, words->str);
  self->text = g_string_new (NULL);
  self->done = done;
  self->user_data = user_data;
  self->engine = g_object_ref (engine);
  self->line = hearth_sending_start (&(HearthSending){ engine, service, conversation, "chat, plan",
                                                       sizeof prompt - 1 + words->len, NULL },
                                     request, cancellable, plan_event_cb, self, plan_call_free);
}
