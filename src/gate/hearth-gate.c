/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-gate-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-card-text.h"
#include "hearth-moment.h"
#include "hearth-clock.h"
#include "hearth-conversation.h"
#include "hearth-json.h"
#include "hearth-post.h"
#include "hearth-private-cards.h"
#include "hearth-store-cards.h"
#include "hearth-store-provenance.h"
#include "hearth-text.h"

/* A call is bounded before it is read. */
#define MAX_ARGUMENTS (128 * 1024)
#define MAX_DEPTH 5

/* What is shown of one turn is bounded by the tools that read; this is a last stop. */
#define MAX_SEEN 5000

static guint
seen_hash (gconstpointer data)
{
  const HearthSeen *seen = data;

  return g_int64_hash (&seen->id) ^ (guint) seen->kind;
}

static gboolean
seen_equal (gconstpointer a, gconstpointer b)
{
  const HearthSeen *first = a;
  const HearthSeen *second = b;

  return first->kind == second->kind && first->id == second->id;
}

/**
 * hearth_gate_outcome_clear:
 * @self: an outcome
 */
void
hearth_gate_outcome_clear (HearthGateOutcome *self)
{
  g_clear_pointer (&self->text, g_free);
}

/**
 * hearth_gate_new:
 * @engine: what acts
 * @conversation: the conversation's name
 * @turn: the row of the answer that is being made
 * @plan: (nullable): what the owner's words allow; %NULL allows reading only
 * @owner_words: (nullable) (element-type utf8): all that the owner said in this conversation, and
 *   nothing that anybody else did
 * @context: the conversation's label so far
 *
 * Returns: (transfer full): a gate for one turn
 */
HearthGate *
hearth_gate_new (HearthEngine *engine, const char *conversation, gint64 turn,
                 const HearthPlan *plan, GPtrArray *owner_words, HearthLabel context)
{
  HearthGate *self = g_new0 (HearthGate, 1);

  self->engine = g_object_ref (engine);
  self->conversation = g_strdup (conversation);
  self->turn = turn;
  self->plan = plan != NULL ? hearth_plan_copy (plan) : NULL;
  self->words = hearth_owner_words_new (owner_words);
  self->context = context;
  self->seen = g_hash_table_new_full (seen_hash, seen_equal, g_free, NULL);
  return self;
}

/**
 * hearth_gate_free:
 * @self: (transfer full): a gate
 */
void
hearth_gate_free (HearthGate *self)
{
  g_object_unref (self->engine);
  g_free (self->conversation);
  g_clear_pointer (&self->plan, hearth_plan_free);
  hearth_owner_words_free (self->words);
  g_hash_table_unref (self->seen);
  g_free (self);
}

HearthDatabase *
hearth_gate_get_reader (HearthGate *self)
{
  return hearth_engine_get_reader (self->engine);
}

typedef struct {
  const char *conversation;
  HearthLabel label;
} Context;

static gboolean
write_context (HearthDatabase *db, gpointer user_data, GError **error)
{
  Context *context = user_data;

  return hearth_store_provenance_note_context (db, context->conversation, context->label, error);
}

/**
 * hearth_gate_note:
 * @self: a gate
 * @label: of something that was handed to the service
 *
 * Joins it with the label of the conversation, there and in the store: it stays until a new
 * conversation is begun.
 */
void
hearth_gate_note (HearthGate *self, HearthLabel label)
{
  HearthLabel joined = hearth_label_join (self->context, label);
  Context context = { self->conversation, joined };
  g_autoptr (GError) error = NULL;

  if (hearth_label_to_int (joined) == hearth_label_to_int (self->context))
    return;
  self->context = joined;
  if (!hearth_engine_write (self->engine, write_context, &context, &error))
    g_warning ("What came into a conversation could not be noted: %s", error->message);
}

/**
 * hearth_gate_get_context:
 * @self: a gate
 *
 * Returns: the label of all that the service has seen
 */
HearthLabel
hearth_gate_get_context (HearthGate *self)
{
  return self->context;
}

/**
 * hearth_gate_are_owners_words:
 * @self: a gate
 * @text: the words of a search, without operators
 *
 * Returns: whether the owner said every one of them, and one tells something from others: "the" and
 *   "mail" are in any sentence
 */
gboolean
hearth_gate_are_owners_words (HearthGate *self, const char *text)
{
  return hearth_owner_words_have_all (self->words, text) &&
         hearth_owner_words_have_any (self->words, text);
}

/**
 * hearth_gate_see:
 * @self: a gate
 * @kind: what it is
 * @id: its row
 * @label: of what stands in it
 * @by_owners_words: whether the owner's words led to it: it was found by words that the owner said,
 *   or before anything external came into the conversation
 *
 * Notes that a tool returned something. What led to it once by the owner's words stays so.
 */
void
hearth_gate_see (HearthGate *self, HearthSeenKind kind, gint64 id, HearthLabel label,
                 gboolean by_owners_words)
{
  HearthSeen wanted = { .kind = kind, .id = id };
  HearthSeen *seen = g_hash_table_lookup (self->seen, &wanted);

  hearth_gate_note (self, label);
  if (seen == NULL) {
    if (g_hash_table_size (self->seen) >= MAX_SEEN)
      return;
    seen = g_memdup2 (&wanted, sizeof wanted);
    g_hash_table_add (self->seen, seen);
    seen->label = label;
  }
  seen->label = hearth_label_join (seen->label, label);
  seen->by_owners_words = seen->by_owners_words || by_owners_words;
}

/**
 * hearth_gate_set_delegated:
 * @self: a gate
 *
 * Says that the owner's words leave it to others what is to be done ("do what the mail says"), so
 * that a service made the plan of them. Then no new mail goes to and no event invites anybody whom
 * these words do not name, known or not.
 */
void
hearth_gate_set_delegated (HearthGate *self)
{
  self->delegated = TRUE;
}

const HearthSeen *
hearth_gate_find_seen (HearthGate *self, HearthSeenKind kind, gint64 id)
{
  HearthSeen wanted = { .kind = kind, .id = id };

  return g_hash_table_lookup (self->seen, &wanted);
}

/**
 * hearth_gate_declare:
 * @self: a gate
 * @request: a request
 *
 * Offers the tools that the plan allows.
 */
void
hearth_gate_declare (HearthGate *self, HearthAiRequest *request)
{
  for (guint i = 0; i < HEARTH_N_VERBS; i++) {
    HearthVerb verb = (HearthVerb) i;

    if (hearth_plan_get_count (self->plan, verb) > 0)
      hearth_ai_request_add_tool (request, hearth_verb_to_string (verb),
                                  hearth_arguments_get_description (verb),
                                  hearth_arguments_get_parameters (verb));
  }
}

/**
 * hearth_gate_has_verb:
 * @tool: the name of a tool that a service calls
 *
 * Returns: whether hearth_gate_run() is to be asked: it is a verb, allowed or not
 */
gboolean
hearth_gate_has_verb (const char *tool)
{
  return hearth_verb_from_string (tool, NULL);
}

void
hearth_proposal_set_detail (HearthProposal *self, HearthRefusal why, const char *detail)
{
  if (self->details[why] == NULL)
    self->details[why] = hearth_text_one_line (detail, 120);
}

static void
proposal_clear (HearthProposal *self)
{
  g_clear_object (&self->content);
  for (guint i = 0; i < G_N_ELEMENTS (self->details); i++)
    g_free (self->details[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HearthProposal, proposal_clear)

static gboolean
take_reminder (HearthProposal *self, GError **error)
{
  g_autofree char *text = hearth_arguments_dup_line (self->arguments, "text");
  g_autofree char *at = hearth_arguments_dup_line (self->arguments, "at");
  g_autofree char *key = g_uuid_string_random ();
  gint64 now = hearth_clock_now ();
  gint64 when;

  if (*text == '\0')
    return hearth_arguments_fail (error, _("Say what the reminder is for."));
  if (!hearth_arguments_get_time (self->arguments, "at", FALSE, &when, NULL) &&
      !hearth_moment_read (at, now, &when))
    return hearth_arguments_get_time (self->arguments, "at", FALSE, &when, error);
  if (when <= now)
    return hearth_arguments_fail (error, _("That time is over already."));
  hearth_content_add_string (self->content, "key", key);
  hearth_content_add_string (self->content, "text", text);
  hearth_content_add_int (self->content, "at", when);
  hearth_content_add_int (self->content, "label", hearth_label_to_int (self->gate->context));
  return TRUE;
}

static gboolean
take_memory (HearthProposal *self, GError **error)
{
  static const char *const kinds[] = { "fact", "preference", "person", "habit", NULL };
  g_autofree char *text = hearth_arguments_dup_line (self->arguments, "text");
  g_autofree char *subject = hearth_arguments_dup_line (self->arguments, "subject");
  g_autofree char *kind = hearth_arguments_dup_line (self->arguments, "kind");

  if (*text == '\0')
    return hearth_arguments_fail (error, _("Say what is to be remembered."));
  if (*kind != '\0' && !g_strv_contains (kinds, kind))
    return hearth_arguments_fail (error, _("It is a fact, a preference, a person or a habit."));
  hearth_content_add_string (self->content, "kind", *kind != '\0' ? kind : "fact");
  hearth_content_add_string (self->content, "subject", *subject != '\0' ? subject : "owner");
  hearth_content_add_string (self->content, "text", text);
  /* What is remembered stands in the store; of what was private it does not say where it was said.
   */
  hearth_content_add_string (self->content, "conversation",
                             hearth_conversation_is_private (self->gate->conversation)
                                 ? ""
                                 : self->gate->conversation);
  hearth_content_add_int (self->content, "label", hearth_label_to_int (self->gate->context));
  return TRUE;
}

static gboolean
take_arguments (HearthProposal *self, GError **error)
{
  switch (self->verb) {
  case HEARTH_VERB_REPLY:
    return hearth_proposal_take_reply (self, error);
  case HEARTH_VERB_SEND:
  case HEARTH_VERB_DRAFT:
    return hearth_proposal_take_mail (self, error);
  case HEARTH_VERB_CREATE_EVENT:
    return hearth_proposal_take_new_event (self, error);
  case HEARTH_VERB_MOVE_EVENT:
  case HEARTH_VERB_CANCEL_EVENT:
  case HEARTH_VERB_INVITE:
    return hearth_proposal_take_event (self, error);
  case HEARTH_VERB_RESPOND:
    return hearth_proposal_take_answer (self, error);
  case HEARTH_VERB_ARCHIVE:
  case HEARTH_VERB_TRASH:
  case HEARTH_VERB_FLAG:
    return hearth_proposal_take_messages (self, error);
  case HEARTH_VERB_REMIND:
    return take_reminder (self, error);
  case HEARTH_VERB_REMEMBER:
  default:
    return take_memory (self, error);
  }
}

static char *
make_result (const char *member, const char *text, const char *more)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  hearth_content_add_string (builder, member, text);
  if (more != NULL)
    hearth_content_add_string (builder, "note", more);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static char *
refuse (HearthGateOutcome *outcome, const char *sentence)
{
  outcome->result = HEARTH_GATE_REFUSED;
  outcome->text = g_strdup (sentence);
  return make_result ("error", sentence, NULL);
}

static gboolean
write_card (HearthDatabase *db, gpointer user_data, GError **error)
{
  return hearth_store_cards_add (db, user_data, error);
}

static char *
propose (HearthGate *self, HearthVerb verb, const char *content, HearthGateOutcome *outcome)
{
  g_autoptr (HearthCard) card =
      hearth_card_new (self->conversation, self->turn, hearth_verb_to_string (verb), content,
                       self->context);
  g_autofree char *title = hearth_card_dup_title (card);
  g_autoptr (GError) error = NULL;

  if (hearth_conversation_is_private (self->conversation))
    hearth_private_cards_add (self->engine, card);
  else if (!hearth_engine_write (self->engine, write_card, card, &error))
    return refuse (outcome, error->message);
  hearth_engine_tell_changed (self->engine, "cards");
  self->n_cards++;
  outcome->result = HEARTH_GATE_CARD;
  outcome->card = card->id;
  outcome->text = g_strdup (title);
  return make_result ("proposed", title,
                      "Nothing is done yet. The owner sees it in full and decides; do not ask.");
}

static gboolean
take_action (HearthDatabase *db, gint64 action_id, gpointer user_data, GError **error)
{
  *(gint64 *) user_data = action_id;
  return TRUE;
}

static char *
do_at_once (HearthGate *self, HearthVerb verb, const char *content, HearthGateOutcome *outcome)
{
  g_autoptr (GError) error = NULL;
  gint64 action = 0, ridden = 0;
  gboolean ok;

  hearth_engine_set_rider (self->engine, take_action, &ridden);
  ok = hearth_deed_run (self->engine, verb, content, &action, &error);
  hearth_engine_set_rider (self->engine, NULL, NULL);
  if (!ok)
    return refuse (outcome, error->message);
  outcome->result = HEARTH_GATE_DONE;
  outcome->action = action != 0 ? action : ridden;
  outcome->text = hearth_deed_dup_sentence (verb, content);
  return make_result ("done", outcome->text, NULL);
}

/* Rules on a call whose arguments were taken, and lets it through or not. */
static char *
pass (HearthProposal *proposal, HearthGateOutcome *outcome)
{
  HearthGate *self = proposal->gate;
  HearthRefusal why;
  HearthRuling ruling = hearth_gate_rule (&proposal->input, &why);
  g_autoptr (JsonNode) root = json_builder_get_root (proposal->content);
  g_autofree char *content = json_to_string (root, FALSE);
  g_autofree char *sentence = NULL;
  char *result;

  if (ruling == HEARTH_RULING_REFUSED) {
    sentence = hearth_refusal_dup_sentence (why, proposal->verb, proposal->details[why]);
    return refuse (outcome, sentence);
  }
  result = ruling == HEARTH_RULING_CARD ? propose (self, proposal->verb, content, outcome)
                                        : do_at_once (self, proposal->verb, content, outcome);
  if (outcome->result == HEARTH_GATE_REFUSED)
    return result;
  self->used[proposal->verb] += proposal->input.n;
  if (proposal->verb == HEARTH_VERB_TRASH)
    self->n_trashed += proposal->input.n;
  return result;
}

/* Whether a text is shallow enough for a parser that recurses. */
static gboolean
is_bounded (const char *json)
{
  guint depth = 0;
  gboolean quoted = FALSE;

  if (strnlen (json, MAX_ARGUMENTS + 1) > MAX_ARGUMENTS)
    return FALSE;
  for (const char *at = json; *at != '\0'; at++) {
    if (quoted) {
      if (*at == '\\' && at[1] != '\0')
        at++;
      else if (*at == '"')
        quoted = FALSE;
    } else if (*at == '"') {
      quoted = TRUE;
    } else if (*at == '{' || *at == '[') {
      if (++depth > MAX_DEPTH)
        return FALSE;
    } else if ((*at == '}' || *at == ']') && depth > 0) {
      depth--;
    }
  }
  return TRUE;
}

static void
begin_case (HearthProposal *proposal)
{
  HearthGate *self = proposal->gate;

  proposal->input.verb = proposal->verb;
  proposal->input.n_planned = hearth_plan_get_count (self->plan, proposal->verb);
  proposal->input.n_used = self->used[proposal->verb];
  proposal->input.n = 1;
  proposal->input.n_cards = self->n_cards;
  proposal->input.n_trashed = self->n_trashed;
  proposal->input.context = self->context.integrity;
}

/**
 * hearth_gate_run:
 * @self: a gate
 * @tool: the name of a verb
 * @arguments: (nullable): a JSON object, as the service wrote it
 * @outcome: (out): what came of it, for the owner
 *
 * Decides on a call and does it, or proposes it, or refuses it.
 *
 * Returns: (transfer full): a JSON object for the service: "done", "proposed", or "error" with a
 *   sentence that says what may be done instead
 */
char *
hearth_gate_run (HearthGate *self, const char *tool, const char *arguments,
                 HearthGateOutcome *outcome)
{
  g_auto (HearthProposal) proposal = { .gate = self };
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;

  *outcome = (HearthGateOutcome){ 0 };
  if (!hearth_verb_from_string (tool, &proposal.verb))
    return refuse (outcome, _("There is no such tool."));
  begin_case (&proposal);
  /* Nothing is looked up for what may not be done at all. */
  if (proposal.input.n_planned == 0 || proposal.input.n_used >= proposal.input.n_planned) {
    g_autofree char *sentence =
        hearth_refusal_dup_sentence (proposal.input.n_planned == 0 ? HEARTH_REFUSAL_NOT_PLANNED
                                                                   : HEARTH_REFUSAL_COUNT,
                                     proposal.verb, NULL);

    return refuse (outcome, sentence);
  }
  if (arguments == NULL || !is_bounded (arguments) ||
      (root = hearth_json_parse (arguments, strlen (arguments))) == NULL ||
      !JSON_NODE_HOLDS_OBJECT (root))
    return refuse (outcome,
                   _("The arguments of a call are a JSON object, which is not too long."));
  proposal.arguments = json_node_get_object (root);
  proposal.content = json_builder_new ();
  json_builder_begin_object (proposal.content);
  if (!hearth_arguments_check (proposal.verb, proposal.arguments, &error) ||
      !take_arguments (&proposal, &error))
    return refuse (outcome, error->message);
  json_builder_end_object (proposal.content);
  return pass (&proposal, outcome);
}
