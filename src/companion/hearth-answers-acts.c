/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ask.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-gate.h"
#include "hearth-plan-reader.h"
#include "hearth-provenance.h"
#include "hearth-recipients.h"
#include "hearth-text.h"
#include "hearth-writing.h"

/* What the owner asks to have done, without a service: "reply to Marta that I come", "archive the
 * newsletters", "cancel the dentist". It goes through the same gate as a service's calls, with a
 * plan from the same words; so mail to others is a card first, and the rest has an Undo. */

#define MAX_MAILS 50

/* An order in its parts. */
typedef struct {
  char *head;       /* whom and what it is about, without the verb */
  char *said;       /* (nullable) what shall be written */
  char *topic;      /* (nullable) what follows "about" */
  GPtrArray *names; /* (element-type utf8) who is named in the head */
} Order;

static void
order_clear (Order *self)
{
  g_free (self->head);
  g_free (self->said);
  g_free (self->topic);
  g_ptr_array_unref (self->names);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Order, order_clear)

/* What shall be written stands after "that", "saying" or a colon. */
static void
split_said (const char *text, char **head, char **said)
{
  g_autoptr (GRegex) regex = g_regex_new (
      "(?:,?\\s+(?:saying\\s+that|saying|that|dass|whether|if|ob)\\s+|:\\s+|,\\s+dass\\s+)",
      G_REGEX_CASELESS, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  int from, to;

  *said = NULL;
  if (!g_regex_match (regex, text, 0, &match) || !g_match_info_fetch_pos (match, 0, &from, &to)) {
    *head = g_strdup (text);
    return;
  }
  *head = g_strndup (text, (gsize) from);
  *said = g_strstrip (g_strdup (text + to));
  while (**said != '\0' && strchr (".!", (*said)[strlen (*said) - 1]) != NULL)
    (*said)[strlen (*said) - 1] = '\0';
  if (**said == '\0')
    g_clear_pointer (said, g_free);
}

/* The words that only make the sentence. */
static gboolean
is_small (const char *word)
{
  static const char *const small[] = {
    "please",     "could",    "can",     "you",        "would",     "reply",       "respond",
    "answer",     "write",    "send",    "tell",       "let",       "know",        "ask",
    "inform",     "email",    "e-mail",  "mail",       "mails",     "emails",      "message",
    "messages",   "to",       "a",       "an",         "the",       "back",        "from",
    "of",         "my",       "short",   "new",        "note",      "by",          "this",
    "these",      "those",    "all",     "archive",    "delete",    "trash",       "remove",
    "flag",       "star",     "mark",    "as",         "important", "move",        "cancel",
    "reschedule", "postpone", "invite",  "event",      "meeting's", "appointment", "add",
    "bitte",      "antworte", "schreib", "schreibe",   "schick",    "schicke",     "sag",
    "der",        "die",      "das",     "den",        "dem",       "eine",        "einen",
    "ein",        "von",      "an",      "archiviere", "losche",    "sage",        "verschiebe",
    "lade",       "und",      "thread",  "our",        "also",      "with",        "unread",
    "draft",      "drafts",   "text",    "response",   "entwirf",   "entwurf",     "antwort",
    "verschieb",  "verleg",   "verlege", "storniere",  "stornier",  "losch",       "lad",
    "leite",      "weiter",   "zu",      "zur",        "zum",       "ab",          "unseren",
    "unsere",     "unser",    "mein",    "meine",      "meinen",    "termin",      NULL
  };

  for (guint i = 0; small[i] != NULL; i++) {
    if (strcmp (word, small[i]) == 0)
      return TRUE;
  }
  return FALSE;
}

/* "Lars and Jonas", "Jonas's": who is named. */
static void
read_names (Order *order)
{
  g_autoptr (GRegex) between = g_regex_new ("\\s+(?:and|und)\\s+|,\\s*", G_REGEX_CASELESS, 0, NULL);
  g_auto (GStrv) parts = g_regex_split (between, order->head, 0);

  for (guint i = 0; parts[i] != NULL; i++) {
    g_auto (GStrv) words = g_strsplit_set (parts[i], " \t\n", 40);
    g_autoptr (GString) name = g_string_new (NULL);

    for (guint k = 0; words[k] != NULL; k++) {
      g_autofree char *folded = hearth_text_fold (words[k]);
      const char *tail = strstr (words[k], "'s");

      tail = tail != NULL ? tail : strstr (words[k], "’s");
      if (*words[k] == '\0' || is_small (folded))
        continue;
      g_string_append_printf (name, "%s%.*s", name->len > 0 ? " " : "",
                              tail != NULL ? (int) (tail - words[k]) : (int) strlen (words[k]),
                              words[k]);
    }
    while (name->len > 0 && strchr (".!?", name->str[name->len - 1]) != NULL)
      g_string_truncate (name, name->len - 1);
    if (name->len > 0)
      g_ptr_array_add (order->names, g_strdup (name->str));
  }
}

static void
read_order (Order *order, const char *text)
{
  g_autoptr (GRegex) about =
      g_regex_new ("\\s+(?:about|on|regarding|über|wegen)\\s+(.+)$", G_REGEX_CASELESS, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  int from;

  order->names = g_ptr_array_new_with_free_func (g_free);
  split_said (text, &order->head, &order->said);
  if (g_regex_match (about, order->head, 0, &match) &&
      g_match_info_fetch_pos (match, 0, &from, NULL)) {
    order->topic = g_match_info_fetch (match, 1);
    while (*order->topic != '\0' && strchr (".!?", order->topic[strlen (order->topic) - 1]) != NULL)
      order->topic[strlen (order->topic) - 1] = '\0';
    order->head[from] = '\0';
  }
  read_names (order);
}

/* A sentence begins with a capital and ends with a full stop. */
static char *
make_sentence (const char *said)
{
  g_autofree char *first = g_utf8_strup (said, (gssize) (g_utf8_next_char (said) - said));
  gunichar last = g_utf8_get_char (g_utf8_prev_char (said + strlen (said)));

  return g_strdup_printf ("%s%s%s", first, g_utf8_next_char (said),
                          g_unichar_ispunct (last) ? "" : ".");
}

static void
add_strings (JsonBuilder *builder, const char *name, GPtrArray *values)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < values->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (values, i));
  json_builder_end_array (builder);
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static HearthGate *
make_gate (HearthAsk *ask, const HearthPlan *plan)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  g_ptr_array_add (words, ask->task->text);
  return hearth_gate_new (ask->engine, ask->conversation, ask->turn_id, plan, words,
                          HEARTH_LABEL_OWNER);
}

/* Does it, and says what came of it. */
static void
run (HearthAsk *ask, HearthGate *gate, HearthVerb verb, JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *arguments = json_to_string (root, FALSE);
  g_auto (HearthGateOutcome) outcome = { 0 };
  g_autofree char *result =
      hearth_gate_run (gate, hearth_verb_to_string (verb), arguments, &outcome);

  switch (outcome.result) {
  case HEARTH_GATE_CARD:
    hearth_reply_add (ask->reply, _("Here it is. It is done when you say yes."));
    hearth_reply_add_event_id (ask->reply, HEARTH_ANSWER_CARD, outcome.card, outcome.text);
    return;
  case HEARTH_GATE_DONE:
    hearth_reply_add (ask->reply, outcome.text != NULL ? outcome.text : _("Done."));
    hearth_reply_add_event_id (ask->reply, HEARTH_ANSWER_DONE, outcome.action, outcome.text);
    return;
  case HEARTH_GATE_REFUSED:
  default:
    hearth_reply_add (ask->reply, outcome.text != NULL ? outcome.text : _("That cannot be done."));
    return;
  }
}

/* What is found is only named: not a word of it goes into what is done, so that it is the owner's
 * words that lead, and nothing external. */
static void
see (HearthGate *gate, HearthSeenKind kind, gint64 id)
{
  hearth_gate_see (gate, kind, id, HEARTH_LABEL_OWNER, TRUE);
}

/* The mails that are meant: "it", those of somebody, those about something; the newest first. */
static GPtrArray *
find_mails (HearthAsk *ask, const Order *order, guint limit)
{
  const char *name = order->names->len > 0 ? g_ptr_array_index (order->names, 0) : NULL;
  HearthMailQuery query = { .limit = limit };
  g_autoptr (HearthMessage) current = NULL;
  GPtrArray *found;

  if (name == NULL || hearth_lookup_is_pronoun (ask, name)) {
    found = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
    current = hearth_lookup_focus_mail (ask);
    if (current != NULL)
      g_ptr_array_add (found, g_steal_pointer (&current));
    return found;
  }
  query.person = name;
  query.topic = order->topic;
  found = hearth_lookup_mail (ask, &query, HEARTH_DETAIL_ENVELOPE);
  if (found->len > 0)
    return found;
  g_ptr_array_unref (found);
  query.person = NULL;
  query.topic = name;
  return hearth_lookup_mail (ask, &query, HEARTH_DETAIL_ENVELOPE);
}

/* What is said, as the owner would write it to them. */
static char *
write_text (HearthAsk *ask, HearthGate *gate, const char *address, const char *name,
            const char *said)
{
  g_autofree char *sentence = make_sentence (said);

  hearth_gate_note (gate, HEARTH_LABEL_KNOWN);
  return hearth_writing_compose (hearth_engine_get_reader (ask->engine), address, name, sentence,
                                 ask->task->text);
}

/* The name that the owner called somebody, or NULL for "it" and "him". */
static const char *
get_name (HearthAsk *ask, const Order *order)
{
  const char *name = order->names->len > 0 ? g_ptr_array_index (order->names, 0) : NULL;

  return name != NULL && !hearth_lookup_is_pronoun (ask, name) ? name : NULL;
}

/* Of those that a name finds the newest of somebody known: anybody can call themselves so, and
 * write last. */
static const HearthMessage *
choose_to_answer (HearthAsk *ask, GPtrArray *found)
{
  for (guint i = 0; i < found->len; i++) {
    const HearthMessage *message = g_ptr_array_index (found, i);

    if (message->from != NULL &&
        hearth_provenance_find_address (ask->db, message->from->address) != HEARTH_ORIGIN_NONE)
      return message;
  }
  return g_ptr_array_index (found, 0);
}

static void
act_reply (HearthAsk *ask, const HearthPlan *plan, const Order *order, HearthVerb verb)
{
  g_autoptr (GPtrArray) found = find_mails (ask, order, MAX_MAILS);
  g_autoptr (HearthGate) gate = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;
  const HearthMessage *message;

  if (found->len == 0) {
    hearth_reply_add (ask->reply, _("I do not find the mail that you want to answer. Say whom it "
                                     "is from: “Reply to Ana that I come”."));
    return;
  }
  message = choose_to_answer (ask, found);
  hearth_reply_add_message (ask->reply, message);
  if (order->said == NULL) {
    hearth_reply_addf (ask->reply,
                       _("What shall I write about “%s”? Say it in one sentence: “Reply "
                          "to Ana that I come”."),
                       message->subject);
    return;
  }
  gate = make_gate (ask, plan);
  see (gate, HEARTH_SEEN_MESSAGE, message->id);
  text = write_text (ask, gate, message->from != NULL ? message->from->address : NULL,
                     get_name (ask, order), order->said);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "message");
  json_builder_add_int_value (builder, message->id);
  add_string (builder, "text", text);
  json_builder_end_object (builder);
  run (ask, gate, verb, builder);
}

/* The address of the only one who is named, if it is known. */
static char *
find_address (HearthAsk *ask, const Order *order)
{
  const char *name = g_ptr_array_index (order->names, 0);
  g_autoptr (GPtrArray) found = NULL;

  if (order->names->len > 1)
    return NULL;
  if (strchr (name, '@') != NULL)
    return hearth_addr_spec_normalize (name, NULL);
  found = hearth_provenance_find_people (hearth_engine_get_reader (ask->engine), name);
  return found->len == 1 ? g_strdup (((HearthAddress *) found->pdata[0])->address) : NULL;
}

static void
act_send (HearthAsk *ask, const HearthPlan *plan, const Order *order, HearthVerb verb)
{
  g_autoptr (HearthGate) gate = make_gate (ask, plan);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *address = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *text = NULL;
  g_autofree char *subject = NULL;

  if (order->names->len == 0 || order->said == NULL) {
    hearth_reply_add (ask->reply,
                      _("Say to whom and what in one sentence: “Send Ana a mail saying "
                         "that I come on Friday”."));
    return;
  }
  address = find_address (ask, order);
  sentence = make_sentence (order->said);
  text = write_text (ask, gate, address, get_name (ask, order), order->said);
  subject =
      order->topic != NULL ? make_sentence (order->topic) : hearth_text_one_line (sentence, 60);
  while (*subject != '\0' && subject[strlen (subject) - 1] == '.')
    subject[strlen (subject) - 1] = '\0';
  json_builder_begin_object (builder);
  add_strings (builder, "to", order->names);
  add_string (builder, "subject", subject);
  add_string (builder, "text", text);
  json_builder_end_object (builder);
  run (ask, gate, verb, builder);
}

static void
act_mails (HearthAsk *ask, const HearthPlan *plan, const Order *order, HearthVerb verb)
{
  guint most = MIN (hearth_plan_get_count (plan, verb), MAX_MAILS);
  g_autoptr (GPtrArray) found = find_mails (ask, order, most);
  g_autoptr (HearthGate) gate = make_gate (ask, plan);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (found->len == 0) {
    hearth_reply_add (ask->reply, _("I find no such mail."));
    return;
  }
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "messages");
  json_builder_begin_array (builder);
  for (guint i = 0; i < found->len; i++) {
    const HearthMessage *message = g_ptr_array_index (found, i);

    see (gate, HEARTH_SEEN_MESSAGE, message->id);
    hearth_reply_add_message (ask->reply, message);
    json_builder_add_int_value (builder, message->id);
  }
  json_builder_end_array (builder);
  if (verb == HEARTH_VERB_FLAG) {
    json_builder_set_member_name (builder, "on");
    json_builder_add_boolean_value (builder, TRUE);
  }
  json_builder_end_object (builder);
  run (ask, gate, verb, builder);
}

static char *
write_event_id (const HearthOccurrence *occurrence)
{
  return occurrence->event->rrule != NULL
             ? g_strdup_printf ("%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT, occurrence->event->id,
                                occurrence->span.start)
             : g_strdup_printf ("%" G_GINT64_FORMAT, occurrence->event->id);
}

static char *
write_time (gint64 when)
{
  g_autoptr (GDateTime) local = hearth_clock_dup_at (when);

  return g_date_time_format (local, "%Y-%m-%d %H:%M");
}

/* When an event shall be: what was said, and the rest as it was. 0 where no time was said. */
static gint64
read_new_start (HearthAsk *ask, const char *said, const HearthOccurrence *occurrence)
{
  HearthTimeContext context = { .now = ask->now, .zone = ask->zone };
  g_autoptr (GArray) times = hearth_time_read_own (said, &context);
  g_autoptr (GDateTime) before = hearth_clock_dup_at (occurrence->span.start);
  guint julian = hearth_time_get_julian (ask->zone, occurrence->span.start, NULL);
  int minute = g_date_time_get_hour (before) * 60 + g_date_time_get_minute (before);
  gboolean any = FALSE;

  for (guint i = 0; i < times->len; i++) {
    const HearthTimePhrase *time = &g_array_index (times, HearthTimePhrase, i);

    if (time->has_date && time->julian != 0)
      julian = time->julian;
    if (time->has_clock && time->minute >= 0)
      minute = time->minute;
    any = any || time->has_date || time->has_clock;
  }
  return any ? hearth_time_at (ask->zone, julian, minute) : 0;
}

/* "Move the dentist to Friday at ten": what stands before the last "to" names the event. */
static char *
split_target (char *head)
{
  static const char *const marks[] = { " to ", " until ", " till ", " auf ", NULL };
  char *last = NULL;
  gsize length = 0;

  for (guint i = 0; marks[i] != NULL; i++) {
    char *found = g_strrstr (head, marks[i]);

    if (found != NULL && (last == NULL || found > last)) {
      last = found;
      length = strlen (marks[i]);
    }
  }
  if (last == NULL)
    return NULL;
  *last = '\0';
  return last + length;
}

static HearthOccurrence *
find_event (HearthAsk *ask, const char *text, gboolean by_time)
{
  g_auto (Order) order = { 0 };
  g_autofree char *topic = NULL;
  HearthOccurrence *found;
  gboolean has_when = ask->task->has_when;

  read_order (&order, text);
  g_ptr_array_add (order.names, NULL);
  topic = g_strjoinv (" ", (char **) order.names->pdata);
  g_ptr_array_set_size (order.names, order.names->len - 1);
  ask->task->has_when = by_time && has_when;
  found = hearth_lookup_event (ask, *topic != '\0' ? topic : NULL);
  ask->task->has_when = has_when;
  if (found == NULL)
    hearth_reply_add (ask->reply, _("I find no such event."));
  else
    hearth_reply_add_event (ask->reply, found);
  return found;
}

static void
act_event (HearthAsk *ask, const HearthPlan *plan, const char *text, HearthVerb verb)
{
  g_autofree char *head = g_strdup (text);
  char *target = verb == HEARTH_VERB_CANCEL_EVENT ? NULL : split_target (head);
  g_autoptr (HearthOccurrence) occurrence = NULL;
  g_autoptr (HearthGate) gate = make_gate (ask, plan);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_auto (Order) guests = { 0 };
  g_autofree char *id = NULL;
  gint64 start;

  hearth_task_read_times (ask->task, ask->now, ask->zone, HEARTH_TENSE_FUTURE);
  read_order (&guests, head);
  occurrence = find_event (ask, verb == HEARTH_VERB_INVITE && target != NULL ? target : head,
                           verb == HEARTH_VERB_CANCEL_EVENT);
  if (occurrence == NULL)
    return;
  see (gate, HEARTH_SEEN_EVENT, occurrence->event->id);
  id = write_event_id (occurrence);
  json_builder_begin_object (builder);
  add_string (builder, "event", id);
  if (verb == HEARTH_VERB_INVITE) {
    add_strings (builder, "guests", guests.names);
  } else if (verb == HEARTH_VERB_MOVE_EVENT) {
    g_autofree char *from = NULL;
    g_autofree char *to = NULL;

    start = target != NULL ? read_new_start (ask, target, occurrence) : 0;
    if (start == 0) {
      hearth_reply_addf (ask->reply,
                         _("When shall “%s” be? Say both in one sentence: “Move the "
                            "dentist to Friday at ten”."),
                         occurrence->event->summary);
      return;
    }
    from = write_time (start);
    to = write_time (start + (occurrence->span.end - occurrence->span.start));
    add_string (builder, "start", from);
    add_string (builder, "end", to);
  }
  json_builder_end_object (builder);
  run (ask, gate, verb, builder);
}

/* "Draft a reply to Marta", "Entwirf eine Antwort an Marta" */
static gboolean
is_answer (const char *text)
{
  return g_regex_match_simple (
      "\\b(?:reply|replying|answer|answering|response|antwort|antworte)\\b", text, G_REGEX_CASELESS,
      0);
}

/* The verb that a sentence is about; a sentence with several is done by its first. */
static gboolean
find_verb (const HearthPlan *plan, HearthVerb *verb)
{
  for (guint i = 0; i < HEARTH_N_VERBS; i++) {
    if (hearth_plan_get_count (plan, i) > 0) {
      *verb = (HearthVerb) i;
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * hearth_answer_act:
 * @ask: an order
 *
 * Does what was asked, or proposes it; says what is missing where something is.
 */
void
hearth_answer_act (HearthAsk *ask)
{
  g_autoptr (HearthPlan) plan = hearth_plan_read (ask->task->text);
  g_auto (Order) order = { 0 };
  HearthVerb verb;

  if (plan == NULL || !find_verb (plan, &verb) || ask->engine == NULL) {
    hearth_answer_cannot (ask);
    return;
  }
  read_order (&order, ask->task->text);
  switch (verb) {
  case HEARTH_VERB_REPLY:
    act_reply (ask, plan, &order, verb);
    return;
  case HEARTH_VERB_SEND:
    act_send (ask, plan, &order, verb);
    return;
  case HEARTH_VERB_DRAFT:
    if (is_answer (ask->task->text))
      act_reply (ask, plan, &order, verb);
    else
      act_send (ask, plan, &order, verb);
    return;
  case HEARTH_VERB_ARCHIVE:
  case HEARTH_VERB_TRASH:
  case HEARTH_VERB_FLAG:
    act_mails (ask, plan, &order, verb);
    return;
  case HEARTH_VERB_MOVE_EVENT:
  case HEARTH_VERB_CANCEL_EVENT:
  case HEARTH_VERB_INVITE:
    act_event (ask, plan, ask->task->text, verb);
    return;
  case HEARTH_VERB_CREATE_EVENT:
  case HEARTH_VERB_RESPOND:
  case HEARTH_VERB_REMIND:
  case HEARTH_VERB_REMEMBER:
  default:
    hearth_answer_cannot (ask);
    return;
  }
}
