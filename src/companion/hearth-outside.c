/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-outside.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "hearth-attached.h"
#include "hearth-clock.h"
#include "hearth-gate.h"
#include "hearth-memories.h"
#include "hearth-plan-call.h"
#include "hearth-plan-reader.h"
#include "hearth-prompt.h"
#include "hearth-sending.h"
#include "hearth-tools.h"
#include "hearth-writing.h"

/* One question to an outside service. First a plan is made of the owner's words alone: what they
 * ask to have done. Then come rounds of tools, that read, and of the plan's verbs, that go through
 * the gate; then its words. Whatever it reads, it can do no more than the plan says. */

#define MAX_ANSWER (64 * 1024)
#define MAX_CHIPS 6
#define MAX_CALLS 16
#define MAX_MEMORIES 12

typedef struct {
  HearthAiService *service;      /* (owned) */
  HearthAiService *plan_service; /* (owned) */
  HearthEngine *engine;          /* (owned) */
  HearthAiRequest *request;      /* (owned) of the round under way */
  HearthAiRequest *next;         /* (owned) (nullable) of the next round, while tools run */
  GCancellable *cancellable;     /* (owned) (nullable) */
  gulong cancelled_id;
  GCancellable *sending; /* (owned): what stops the service, also where nobody else stops */
  char *conversation;
  gint64 turn;
  gint64 line;            /* of the journal, on the round under way */
  GPtrArray *owner_words; /* (owned) (element-type utf8) */
  HearthLabel kept_label; /* of the conversation, as it is stored */
  HearthLabel label;      /* of all that the service is told at first */
  HearthGate *gate;       /* (owned) (nullable) once there is a plan */
  HearthToolContext tools;
  GPtrArray *calls;  /* (owned) (element-type HearthAiToolCall) of this round */
  GPtrArray *blobs;  /* (owned) (element-type utf8) of this round */
  guint next_call;   /* which of them is run next */
  gboolean running;  /* within the loop that runs them */
  gboolean returned; /* a tool returned at once */
  gboolean worked;   /* in this round something was read or done */
  GString *round_text;
  GString *answer;
  gboolean overlong;           /* there was more of the answer than is kept */
  gboolean delegated;          /* the plan is a service's */
  char *unplanned;             /* (owned) (nullable) why no plan could be had */
  guint planned;               /* bits of verbs that the owner asked for */
  guint met;                   /* and of those done or proposed */
  char *unmet[HEARTH_N_VERBS]; /* (owned) (nullable) why a verb was refused */
  guint round;
  guint refused;
  guint64 round_in;
  guint64 round_out;
  HearthOutsideResult result;
  HearthAnswerFunc func;
  HearthOutsideDone done;
  gpointer user_data;
} Outside;

static void start_round (Outside *self);
static void run_calls (Outside *self);

static void
outside_clear (gpointer data)
{
  Outside *self = data;

  g_object_unref (self->service);
  g_object_unref (self->plan_service);
  g_clear_pointer (&self->gate, hearth_gate_free);
  g_object_unref (self->engine);
  for (guint i = 0; i < HEARTH_N_VERBS; i++)
    g_free (self->unmet[i]);
  g_free (self->unplanned);
  g_clear_pointer (&self->request, hearth_ai_request_unref);
  g_clear_pointer (&self->next, hearth_ai_request_unref);
  if (self->cancelled_id != 0)
    g_cancellable_disconnect (self->cancellable, self->cancelled_id);
  g_clear_object (&self->cancellable);
  g_object_unref (self->sending);
  g_free (self->conversation);
  g_ptr_array_unref (self->owner_words);
  g_ptr_array_unref (self->tools.sources);
  g_ptr_array_unref (self->calls);
  g_ptr_array_unref (self->blobs);
  g_string_free (self->round_text, TRUE);
  g_string_free (self->answer, TRUE);
}

static void
outside_unref (gpointer data)
{
  g_rc_box_release_full (data, outside_clear);
}

static void
emit (Outside *self, HearthAnswerKind kind, const char *text)
{
  g_autoptr (HearthAnswerEvent) event = hearth_answer_event_new (kind, text);

  self->func (event, self->user_data);
}

static gsize
count_bytes (HearthAiRequest *request)
{
  gsize n = 0;

  for (guint i = 0; i < request->messages->len; i++) {
    const HearthAiMessage *message = g_ptr_array_index (request->messages, i);

    n += strlen (message->text);
    for (guint k = 0; message->calls != NULL && k < message->calls->len; k++) {
      const HearthAiToolCall *call = g_ptr_array_index (message->calls, k);

      n += strlen (call->name) + (call->arguments != NULL ? strlen (call->arguments) : 0);
    }
  }
  for (guint i = 0; i < request->tools->len; i++) {
    const HearthAiTool *tool = g_ptr_array_index (request->tools, i);

    n += strlen (tool->name) + strlen (tool->description) +
         (tool->parameters != NULL ? strlen (tool->parameters) : 0);
  }
  return n + hearth_ai_request_count_files (request);
}

/* Services say that they have done what they only tried: what the owner asked for and did not get
 * is said here, whatever the answer says. */
static void
emit_unmet (Outside *self)
{
  for (guint i = 0; i < HEARTH_N_VERBS; i++) {
    g_autofree char *sentence = NULL;

    if (self->unmet[i] == NULL || (self->met & 1u << i) != 0)
      continue;
    /* Translators: a sentence that says why */
    sentence = g_strdup_printf (_("One thing was not done. %s"), self->unmet[i]);
    emit (self, HEARTH_ANSWER_TEXT, self->answer->len > 0 ? "\n\n" : "");
    emit (self, HEARTH_ANSWER_TEXT, sentence);
    g_string_append (self->answer, sentence);
  }
}

/* Only of an answer that is there: whoever answers in place of this one makes a plan of their own.
 */
static void
emit_unplanned (Outside *self)
{
  g_autofree char *notice = NULL;

  if (self->unplanned == NULL)
    return;
  /* Translators: %s is a sentence that says why */
  notice = g_strdup_printf (_("%s So I could only look things up, and change nothing."),
                            self->unplanned);
  emit (self, HEARTH_ANSWER_NOTICE, notice);
}

static void
note_outcome (Outside *self, const char *tool, const HearthGateOutcome *outcome)
{
  HearthVerb verb;

  if (!hearth_verb_from_string (tool, &verb) || (self->planned & 1u << verb) == 0)
    return;
  if (outcome->result != HEARTH_GATE_REFUSED) {
    self->met |= 1u << verb;
  } else if (outcome->text != NULL) {
    g_free (self->unmet[verb]);
    self->unmet[verb] = g_strdup (outcome->text);
  }
}

static void
finish (Outside *self, const GError *error)
{
  emit_unmet (self);
  if (error == NULL) {
    g_autoptr (GPtrArray) chips =
        hearth_tools_find_used (self->tools.sources, self->answer->str, MAX_CHIPS);

    for (guint i = 0; i < chips->len; i++) {
      g_autoptr (HearthAnswerEvent) event =
          hearth_answer_event_new_chip (hearth_chip_copy (g_ptr_array_index (chips, i)));

      self->func (event, self->user_data);
    }
    emit_unplanned (self);
  }
  self->result.label = self->gate != NULL ? hearth_gate_get_context (self->gate) : self->label;
  self->done (&self->result, error, self->user_data);
}

static void
emit_outcome (Outside *self, const HearthGateOutcome *outcome)
{
  g_autoptr (HearthAnswerEvent) event = NULL;

  if (outcome->result == HEARTH_GATE_CARD)
    event = hearth_answer_event_new_id (HEARTH_ANSWER_CARD, outcome->card, outcome->text);
  else if (outcome->result == HEARTH_GATE_DONE)
    event = hearth_answer_event_new_id (HEARTH_ANSWER_DONE, outcome->action, outcome->text);
  if (event != NULL)
    self->func (event, self->user_data);
}

static void
add_result (Outside *self, const char *text)
{
  const HearthAiToolCall *call = g_ptr_array_index (self->calls, self->next_call);

  hearth_ai_request_add_tool_result (self->next, call->id, text);
  self->next_call++;
}

/* All calls have returned, in their order: the service is asked again. */
static void
end_calls (Outside *self)
{
  hearth_ai_request_unref (self->request);
  self->request = g_steal_pointer (&self->next);
  if (self->worked)
    self->round++;
  else
    self->refused++;
  start_round (self);
}

static void
tool_done_cb (const char *result, gpointer user_data)
{
  Outside *self = user_data;

  add_result (self, result);
  if (self->running)
    self->returned = TRUE;
  else
    run_calls (self);
  outside_unref (self);
}

/* What changes something goes through the gate, which knows the plan; what reads is run; what is
 * neither does not exist. */
static void
run_call (Outside *self, const HearthAiToolCall *call)
{
  g_autofree char *status = hearth_tools_dup_status (call->name);

  self->returned = TRUE;
  if (self->next_call >= MAX_CALLS) {
    add_result (self, "{\"error\":\"Refused: too many calls at once.\"}");
  } else if (hearth_gate_has_verb (call->name)) {
    g_auto (HearthGateOutcome) outcome = { 0 };
    g_autofree char *result = hearth_gate_run (self->gate, call->name, call->arguments, &outcome);

    self->worked = self->worked || outcome.result != HEARTH_GATE_REFUSED;
    note_outcome (self, call->name, &outcome);
    emit_outcome (self, &outcome);
    add_result (self, result);
  } else {
    self->worked = self->worked || hearth_tools_has (call->name);
    self->returned = FALSE;
    emit (self, HEARTH_ANSWER_STATUS, status);
    hearth_tools_run (&self->tools, call->name, call->arguments, tool_done_cb,
                      g_rc_box_acquire (self));
  }
}

/* One after another: a call may rest on what the one before it has shown. Goes on from
 * tool_done_cb() where a tool takes longer. */
static void
run_calls (Outside *self)
{
  self->running = TRUE;
  while (self->next_call < self->calls->len) {
    if (g_cancellable_is_cancelled (self->cancellable))
      break;
    run_call (self, g_ptr_array_index (self->calls, self->next_call));
    if (!self->returned) {
      self->running = FALSE;
      return;
    }
  }
  self->running = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable)) {
    g_autoptr (GError) error = NULL;

    (void) g_cancellable_set_error_if_cancelled (self->cancellable, &error);
    finish (self, error);
    return;
  }
  end_calls (self);
}

static void
begin_calls (Outside *self)
{
  self->next = hearth_ai_request_copy (self->request);
  hearth_ai_request_add_message (self->next, HEARTH_AI_ASSISTANT, self->round_text->str);
  for (guint i = 0; i < self->calls->len; i++)
    hearth_ai_request_add_call (self->next, g_ptr_array_index (self->calls, i));
  for (guint i = 0; i < self->blobs->len; i++)
    hearth_ai_request_add_blob (self->next, g_ptr_array_index (self->blobs, i));
  self->next_call = 0;
  self->worked = FALSE;
  run_calls (self);
}

static gboolean
is_last_round (Outside *self)
{
  return self->round + 1 >= HEARTH_OUTSIDE_MAX_ROUNDS ||
         self->refused >= HEARTH_OUTSIDE_MAX_REFUSED;
}

/* What looks whole and is not, is said to be so. Whoever declines says that with words of their
 * own.
 */
static void
note_cut (Outside *self, HearthAiFinish reason)
{
  const char *name = hearth_ai_service_get_name (self->service);
  g_autofree char *notice = NULL;

  if (self->overlong)
    notice = g_strdup_printf (_("The answer of %s is too long."), name);
  else if (reason == HEARTH_AI_FINISH_LENGTH)
    notice = g_strdup_printf (_("The answer of %s ended in the middle."), name);
  else if (reason == HEARTH_AI_FINISH_FILTERED)
    notice = g_strdup_printf (_("%s withheld the rest of its answer."), name);
  else
    return;
  self->result.cut = TRUE;
  emit (self, HEARTH_ANSWER_NOTICE, notice);
}

/* The answer of a round is whole. Calls of one that was cut or withheld are not run. */
static void
end_round (Outside *self, HearthAiFinish reason)
{
  g_autoptr (GError) error = NULL;

  self->result.tokens_in += self->round_in;
  self->result.tokens_out += self->round_out;
  if (self->calls->len > 0 && !is_last_round (self) && !self->overlong &&
      (reason == HEARTH_AI_FINISH_STOP || reason == HEARTH_AI_FINISH_TOOLS)) {
    begin_calls (self);
    return;
  }
  if (self->answer->len == 0)
    error = g_error_new (HEARTH_AI_ERROR, HEARTH_AI_ERROR_BAD_REPLY, _("%s gave no answer."),
                         hearth_ai_service_get_name (self->service));
  else
    note_cut (self, reason);
  finish (self, error);
}

static void
add_text (Outside *self, const char *text)
{
  if (self->overlong)
    return;
  self->overlong = self->answer->len + strlen (text) > MAX_ANSWER;
  if (self->overlong) {
    /* The rest is not shown, and would be paid for. */
    g_cancellable_cancel (self->sending);
    return;
  }
  /* What it says after it has looked something up is a paragraph of its own. */
  if (self->round_text->len == 0 && self->answer->len > 0 && *text != '\0') {
    g_string_append (self->answer, "\n\n");
    emit (self, HEARTH_ANSWER_TEXT, "\n\n");
  }
  g_string_append (self->round_text, text);
  g_string_append (self->answer, text);
  emit (self, HEARTH_ANSWER_TEXT, text);
}

static void
service_event_cb (const HearthAiEvent *event, gpointer user_data)
{
  Outside *self = user_data;

  switch (event->kind) {
  case HEARTH_AI_EVENT_TEXT:
    add_text (self, event->text);
    return;
  case HEARTH_AI_EVENT_TOOL_CALL:
    g_ptr_array_add (self->calls, hearth_ai_tool_call_copy (event->call));
    return;
  case HEARTH_AI_EVENT_BLOB:
    g_ptr_array_add (self->blobs, g_strdup (event->text));
    return;
  case HEARTH_AI_EVENT_USAGE:
    self->round_in = event->tokens_in;
    self->round_out = event->tokens_out;
    return;
  case HEARTH_AI_EVENT_ERROR:
    hearth_engine_end_sending (self->engine, self->line);
    if (self->overlong && !g_cancellable_is_cancelled (self->cancellable)) {
      end_round (self, HEARTH_AI_FINISH_LENGTH);
      return;
    }
    self->result.tokens_in += self->round_in;
    self->result.tokens_out += self->round_out;
    finish (self, event->error);
    return;
  case HEARTH_AI_EVENT_END:
    hearth_engine_end_sending (self->engine, self->line);
    end_round (self, event->finish);
    return;
  case HEARTH_AI_EVENT_THINKING:
  case HEARTH_AI_EVENT_START:
  case HEARTH_AI_EVENT_TOOL_BEGIN:
  default:
    return;
  }
}

static void
start_round (Outside *self)
{
  g_autofree char *what = g_strdup_printf ("chat, round %u", self->round + self->refused + 1);

  /* The last round has no tools, so that it must answer. */
  if (!is_last_round (self)) {
    hearth_tools_declare (self->request);
    hearth_gate_declare (self->gate, self->request);
  }
  g_string_truncate (self->round_text, 0);
  g_ptr_array_set_size (self->calls, 0);
  g_ptr_array_set_size (self->blobs, 0);
  self->round_in = 0;
  self->round_out = 0;
  self->line =
      hearth_sending_start (&(HearthSending){ self->engine, self->service, self->conversation, what,
                                              count_bytes (self->request), self->tools.sources },
                            self->request, self->sending, service_event_cb, g_rc_box_acquire (self),
                            outside_unref);
}

/* Who may write mail is told how the owner writes to whom they name. */
static void
add_style (Outside *self)
{
  const char *newest = self->owner_words->len > 0
                           ? g_ptr_array_index (self->owner_words, self->owner_words->len - 1)
                           : "";
  g_autoptr (GArray) shown = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *style =
      hearth_writing_describe (hearth_engine_get_reader (self->engine), newest, shown);

  if (*style == '\0')
    return;
  hearth_ai_request_extend_system (self->request, style);
  hearth_tools_note_shown (self->tools.sources, shown);
  self->label = hearth_label_join (self->label, HEARTH_LABEL_KNOWN);
}

/* From here on nothing is allowed that the plan does not say. What is told of the memory labels the
 * conversation before a word of an answer that rests on it can be kept. */
static void
start_work (Outside *self, const HearthPlan *plan)
{
  self->tools.writes = hearth_writing_is_planned (plan);
  if (self->tools.writes)
    add_style (self);
  self->gate = hearth_gate_new (self->engine, self->conversation, self->turn, plan,
                                self->owner_words, self->kept_label);
  hearth_gate_note (self->gate, self->label);
  if (self->delegated)
    hearth_gate_set_delegated (self->gate);
  self->tools.gate = self->gate;
  for (guint i = 0; i < HEARTH_N_VERBS; i++)
    self->planned |= hearth_plan_get_count (plan, (HearthVerb) i) > 0 ? 1u << i : 0;
  start_round (self);
}

static void
plan_done_cb (const HearthPlan *plan, const GError *failure, guint64 tokens_in, guint64 tokens_out,
              gpointer user_data)
{
  Outside *self = user_data;

  self->delegated = TRUE;
  self->unplanned = failure != NULL ? g_strdup (failure->message) : NULL;
  self->result.tokens_in += tokens_in;
  self->result.tokens_out += tokens_out;
  if (g_cancellable_is_cancelled (self->cancellable)) {
    g_autoptr (GError) error = NULL;

    (void) g_cancellable_set_error_if_cancelled (self->cancellable, &error);
    finish (self, error);
  } else {
    start_work (self, plan);
  }
  outside_unref (self);
}

static void
make_plan (Outside *self)
{
  const char *newest = self->owner_words->len > 0
                           ? g_ptr_array_index (self->owner_words, self->owner_words->len - 1)
                           : "";
  g_autoptr (HearthPlan) plan = hearth_plan_read (newest);

  if (plan == NULL)
    hearth_plan_call (self->plan_service, self->engine, self->conversation, self->owner_words,
                      self->cancellable, plan_done_cb, g_rc_box_acquire (self));
  else
    start_work (self, plan);
}

static GPtrArray *
gather_owner_words (const HearthOutsideQuestion *question)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; question->owner_words != NULL && i < question->owner_words->len; i++)
    g_ptr_array_add (words, g_strdup (g_ptr_array_index (question->owner_words, i)));
  for (guint i = 0; question->owner_words == NULL && i < question->turns->len; i++) {
    const HearthTurn *turn = g_ptr_array_index (question->turns, i);

    if (turn->role == HEARTH_TURN_OWNER && turn->text != NULL)
      g_ptr_array_add (words, g_strdup (turn->text));
  }
  return words;
}

/* What is remembered of the question, each with its time; their labels join the conversation's. */
static void
add_memories (Outside *self, GString *text)
{
  const char *newest = self->owner_words->len > 0
                           ? g_ptr_array_index (self->owner_words, self->owner_words->len - 1)
                           : "";
  gint64 now = hearth_clock_now ();
  g_autoptr (GPtrArray) memories =
      hearth_memories_recall (self->engine, newest, now, MAX_MEMORIES, NULL);

  if (memories == NULL || memories->len == 0)
    return;
  g_string_append (text, "\nWhat you remember of your owner:");
  for (guint i = 0; i < memories->len; i++) {
    const HearthMemory *memory = g_ptr_array_index (memories, i);
    g_autofree char *line = hearth_memory_dup_line (memory, now);

    g_string_append_printf (text, "\n- %s", line);
    self->label = hearth_label_join (self->label, memory->label);
  }
  (void) hearth_memories_note_use (self->engine, memories, self->turn, NULL);
}

static void
add_turn (HearthAiRequest *request, const HearthTurn *turn, HearthAiService *service)
{
  g_autofree char *text = NULL;

  if (turn->role != HEARTH_TURN_OWNER) {
    hearth_ai_request_add_message (request, HEARTH_AI_ASSISTANT, turn->text);
    return;
  }
  text = hearth_attached_join (turn->text, turn->files, service);
  hearth_ai_request_add_message (request, HEARTH_AI_USER, text);
  hearth_attached_add (request, turn->files, service);
}

static HearthAiRequest *
make_request (Outside *self, const HearthOutsideQuestion *question)
{
  g_autofree char *prompt = hearth_prompt_write (question->persona);
  g_autofree char *present = hearth_prompt_write_present (question->engine, question->persona);
  g_autoptr (GString) changing = g_string_new (present);
  HearthAiRequest *request = hearth_ai_request_new ();

  /* What is the same in each turn and what is not stand apart, so that a service can keep the
   * first. */
  hearth_ai_request_add_message (request, HEARTH_AI_SYSTEM, prompt);
  if (question->background != NULL && *question->background != '\0')
    g_string_append_printf (changing, "\n%s", question->background);
  add_memories (self, changing);
  hearth_ai_request_add_message (request, HEARTH_AI_SYSTEM, changing->str);
  for (guint i = 0; i < question->turns->len; i++) {
    const HearthTurn *turn = g_ptr_array_index (question->turns, i);

    if (turn->text != NULL && *turn->text != '\0')
      add_turn (request, turn, question->service);
  }
  return request;
}

/* What was said before keeps its label: an answer that rests on mail is as external as the mail. */
static HearthLabel
join_labels (const HearthOutsideQuestion *question)
{
  HearthLabel label = question->label;

  for (guint i = 0; i < question->turns->len; i++)
    label =
        hearth_label_join (label, ((HearthTurn *) g_ptr_array_index (question->turns, i))->label);
  return label;
}

static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static void
connect_cancellable (Outside *self, GCancellable *cancellable)
{
  self->sending = g_cancellable_new ();
  if (cancellable == NULL)
    return;
  self->cancellable = g_object_ref (cancellable);
  self->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb),
                                              g_object_ref (self->sending), g_object_unref);
}

/**
 * hearth_outside_ask:
 * @question: what is asked, and whom; copied where it is needed longer
 * @cancellable: (nullable): stops it, down to the socket
 * @func: receives text, status, cards, what was done, and chips
 * @done: called once, last, never from within this call
 * @user_data: for both
 *
 * Asks a service. The plan is read from the owner's words, or asked for in a call of its own that
 * sees nothing else; without one nothing can be changed. Calls are run after a round has ended
 * well, in their order.
 */
void
hearth_outside_ask (const HearthOutsideQuestion *question, GCancellable *cancellable,
                    HearthAnswerFunc func, HearthOutsideDone done, gpointer user_data)
{
  Outside *self = g_rc_box_new0 (Outside);

  self->service = g_object_ref (question->service);
  /* What the owner has not agreed to is not asked; the one that answers was looked at before. */
  self->plan_service = g_object_ref (question->plan_service != NULL &&
                                             hearth_ai_service_check (question->plan_service, NULL)
                                         ? question->plan_service
                                         : question->service);
  self->engine = g_object_ref (question->engine);
  connect_cancellable (self, cancellable);
  self->conversation = g_strdup (question->conversation);
  self->turn = question->turn;
  self->owner_words = gather_owner_words (question);
  self->kept_label = question->label;
  self->label = join_labels (question);
  self->tools.engine = self->engine;
  self->tools.cancellable = self->cancellable;
  self->tools.sources = hearth_tools_new_sources ();
  self->calls = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_ai_tool_call_free);
  self->blobs = g_ptr_array_new_with_free_func (g_free);
  self->round_text = g_string_new (NULL);
  self->answer = g_string_new (NULL);
  self->func = func;
  self->done = done;
  self->user_data = user_data;
  self->request = make_request (self, question);
  make_plan (self);
  outside_unref (self);
}
