/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-builtin-service.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-ask.h"
#include "hearth-clock.h"
#include "hearth-memory-answers.h"

#define MAX_CONVERSATIONS 64

/**
 * HearthBuiltinService:
 *
 * The companion that needs no network, no key and no model: sentences are understood by
 * templates and answered from the store.
 */
struct _HearthBuiltinService {
  GObject parent_instance;

  HearthDatabase *db;     /* (owned) */
  HearthEngine *engine;   /* (unowned) (nullable): it outlives the service */
  HearthIntents *intents; /* (owned) */
  HearthPersona *persona; /* (owned) */
  GHashTable *focuses;    /* (element-type utf8 HearthFocus) (owned) */
  guint turn;
};

G_DEFINE_FINAL_TYPE (HearthBuiltinService, hearth_builtin_service, G_TYPE_OBJECT)

static const struct {
  const char *intent;
  HearthAnswer answer;
} answers[] = {
  { "agenda.list", hearth_answer_agenda },
  { "agenda.count", hearth_answer_agenda_count },
  { "event.next", hearth_answer_next },
  { "event.with", hearth_answer_events_with },
  { "event.when", hearth_answer_event_when },
  { "event.where", hearth_answer_event_where },
  { "event.who", hearth_answer_event_who },
  { "event.describe", hearth_answer_event_describe },
  { "topic", hearth_answer_topic },
  { "event.length", hearth_answer_event_length },
  { "event.gap", hearth_answer_event_gap },
  { "event.create", hearth_answer_create },
  { "event.change", hearth_answer_event_change },
  { "free.check", hearth_answer_free_check },
  { "free.find", hearth_answer_free_find },
  { "agenda.edge", hearth_answer_edge },
  { "conflicts", hearth_answer_conflicts },
  { "mail.unread", hearth_answer_unread },
  { "mail.important", hearth_answer_important },
  { "mail.owed", hearth_answer_owed },
  { "mail.promised", hearth_answer_promised },
  { "mail.awaited", hearth_answer_awaited },
  { "mail.find", hearth_answer_find },
  { "mail.bulk", hearth_answer_bulk },
  { "mail.senders", hearth_answer_senders },
  { "mail.count", hearth_answer_mail_count },
  { "mail.last", hearth_answer_last },
  { "mail.told", hearth_answer_told },
  { "mail.read", hearth_answer_read },
  { "mail.summary", hearth_answer_summary },
  { "mail.sender", hearth_answer_sender },
  { "mail.date", hearth_answer_mail_date },
  { "mail.sent", hearth_answer_sent },
  { "mail.attachment", hearth_answer_attachment },
  { "mail.write", hearth_answer_act },
  { "fact.code", hearth_answer_fact },
  { "fact.link", hearth_answer_fact },
  { "fact.amount", hearth_answer_fact },
  { "fact.address", hearth_answer_address },
  { "announced.parcels", hearth_answer_parcels },
  { "announced.flights", hearth_answer_flights },
  { "announced.invoices", hearth_answer_invoices },
  { "remind.set", hearth_answer_remind },
  { "remind.list", hearth_answer_reminders },
  { "remind.cancel", hearth_answer_remind_cancel },
  { "remind.change", hearth_answer_remind_change },
  { "clock.time", hearth_answer_time },
  { "clock.date", hearth_answer_date },
  { "digest", hearth_answer_digest },
  { "people.keep", hearth_answer_keep },
  { "people.last", hearth_answer_contact },
  { "people.birthdays", hearth_answer_birthdays },
  { "people.list", hearth_answer_people },
  { "greet", hearth_answer_greet },
  { "help", hearth_answer_response },
  { "thanks", hearth_answer_response },
  { "bye", hearth_answer_response },
  { "ack", hearth_answer_response },
  { "mood", hearth_answer_response },
  { "who", hearth_answer_persona },
  { "persona.rename", hearth_answer_persona },
  { "persona.owner", hearth_answer_persona },
  { "persona.why", hearth_answer_persona },
  { "persona.program", hearth_answer_persona },
  { "persona.lonely", hearth_answer_persona },
  { "privacy", hearth_answer_response },
  { "hint.addresses", hearth_answer_addresses },
  { "hint.descriptions", hearth_answer_event_describe },
};

static HearthAnswer
find_answer (const char *intent)
{
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    if (strcmp (answers[i].intent, intent) == 0)
      return answers[i].answer;
  }
  return NULL;
}

static void
hearth_builtin_service_finalize (GObject *object)
{
  HearthBuiltinService *self = HEARTH_BUILTIN_SERVICE (object);

  g_object_unref (self->db);
  g_object_unref (self->intents);
  g_object_unref (self->persona);
  g_hash_table_unref (self->focuses);
  G_OBJECT_CLASS (hearth_builtin_service_parent_class)->finalize (object);
}

static void
hearth_builtin_service_class_init (HearthBuiltinServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_builtin_service_finalize;
}

static void
hearth_builtin_service_init (HearthBuiltinService *self)
{
  self->persona = hearth_persona_new ();
  self->focuses =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) hearth_focus_free);
}

/**
 * hearth_builtin_service_new:
 * @db: a connection to read the store with
 * @engine: (nullable): what reminders and events are written through; it must outlive the service
 * @intents: the language's templates
 *
 * Returns: (transfer full): the service
 */
HearthBuiltinService *
hearth_builtin_service_new (HearthDatabase *db, HearthEngine *engine, HearthIntents *intents)
{
  HearthBuiltinService *self = g_object_new (HEARTH_TYPE_BUILTIN_SERVICE, NULL);

  self->db = g_object_ref (db);
  self->engine = engine;
  self->intents = g_object_ref (intents);
  return self;
}

static HearthFocusKind
focus_kind_of_chip (const HearthChip *chip)
{
  switch (chip->kind) {
  case HEARTH_CHIP_EVENT:
    return HEARTH_FOCUS_EVENTS;
  case HEARTH_CHIP_REMINDER:
    return HEARTH_FOCUS_REMINDERS;
  case HEARTH_CHIP_MESSAGE:
  case HEARTH_CHIP_ATTACHMENT:
  default:
    return HEARTH_FOCUS_MESSAGES;
  }
}

/* A conversation that goes on after a restart, or after an outside service answered in it: "it" is
 * among what the last answer named. */
static void
recall_focus (HearthBuiltinService *self, const char *conversation, HearthFocus *focus)
{
  g_autoptr (GPtrArray) turns = hearth_store_turns_list (self->db, conversation, 0, 4, NULL);
  const HearthTurn *last = NULL;

  for (guint i = 0; turns != NULL && i < turns->len; i++) {
    const HearthTurn *turn = g_ptr_array_index (turns, i);

    if (turn->role == HEARTH_TURN_COMPANION && turn->complete && turn->chips->len > 0)
      last = turn;
  }
  if (last == NULL)
    return;
  hearth_focus_set (focus, focus_kind_of_chip (g_ptr_array_index (last->chips, 0)));
  for (guint i = 0; i < last->chips->len; i++) {
    const HearthChip *chip = g_ptr_array_index (last->chips, i);
    const HearthFocusItem *item =
        focus->items->len > 0
            ? &g_array_index (focus->items, HearthFocusItem, focus->items->len - 1)
            : NULL;

    /* A mail stands behind its attachments, and is one thing. */
    if (focus_kind_of_chip (chip) == focus->kind &&
        (item == NULL || item->id != chip->id || item->start != chip->start))
      hearth_focus_add (focus, chip->id, chip->start);
  }
}

/**
 * hearth_builtin_service_forget:
 * @self: the service
 * @conversation: a conversation's name
 *
 * Forgets what was spoken of in it.
 */
void
hearth_builtin_service_forget (HearthBuiltinService *self, const char *conversation)
{
  g_hash_table_remove (self->focuses, conversation);
}

static HearthFocus *
get_focus (HearthBuiltinService *self, const char *conversation)
{
  HearthFocus *focus = g_hash_table_lookup (self->focuses, conversation);

  if (focus == NULL) {
    /* A conversation that was left long ago has nothing that "it" could mean. */
    if (g_hash_table_size (self->focuses) >= MAX_CONVERSATIONS)
      g_hash_table_remove_all (self->focuses);
    focus = hearth_focus_new ();
    recall_focus (self, conversation, focus);
    g_hash_table_insert (self->focuses, g_strdup (conversation), focus);
  }
  return focus;
}

/**
 * hearth_builtin_service_set_topic:
 * @self: the service
 * @conversation: a conversation's name
 * @kind: what it is about
 * @id: its row
 *
 * Makes "it" mean one thing.
 */
void
hearth_builtin_service_set_topic (HearthBuiltinService *self, const char *conversation,
                                  HearthChipKind kind, gint64 id)
{
  const HearthChip chip = { .kind = kind, .id = id };
  HearthFocus *focus = get_focus (self, conversation);

  hearth_focus_set (focus, focus_kind_of_chip (&chip));
  hearth_focus_add (focus, id, 0);
}

static void
copy_slots (GHashTable *from, GHashTable *to)
{
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    if (!g_hash_table_contains (to, key))
      g_hash_table_insert (to, g_strdup (key), g_strdup (value));
  }
}

static void
set_days_after (HearthAsk *ask, int days)
{
  HearthTimePhrase *when = &ask->task->when;

  *when = ask->focus->when;
  when->julian += days;
  when->start = hearth_time_at (ask->zone, when->julian, 0);
  when->end = hearth_time_at (ask->zone, when->julian + 1, 0);
  when->kind = HEARTH_TIME_DAY;
  when->grain = HEARTH_GRAIN_DAY;
  when->bound = HEARTH_BOUND_BOTH;
  when->has_clock = FALSE;
  ask->task->has_when = TRUE;
}

/* "And tomorrow?" asks the last question again about another time. */
static void
answer_follow_time (HearthAsk *ask)
{
  HearthAnswer answer;

  if (ask->focus->pending != NULL) {
    hearth_answer_remind (ask);
    return;
  }
  if (!ask->task->has_when && ask->focus->has_when)
    set_days_after (ask, 1);
  if (ask->focus->intent != NULL) {
    ask->task->match->intent = ask->focus->intent;
    copy_slots (ask->focus->slots, ask->task->match->slots);
  } else {
    ask->task->match->intent = "agenda.list";
  }
  answer = find_answer (ask->task->match->intent);
  /* "Where is it?" is about one event, and has no other day. */
  if (answer == NULL || !ask->task->has_when ||
      (g_str_has_prefix (ask->task->match->intent, "event.") &&
       strcmp (ask->task->match->intent, "event.next") != 0))
    answer = hearth_answer_agenda;
  answer (ask);
}

/* "The second one" of what was listed last */
static void
answer_follow_nth (HearthAsk *ask)
{
  HearthFocus *focus = ask->focus;
  const char *said = hearth_task_get_slot (ask->task, "number");
  int n = said != NULL ? (int) hearth_lookup_number (said) : 0;

  if (said != NULL && g_ascii_strcasecmp (said, "last") == 0)
    n = focus->items->len;
  else if (said != NULL &&
           (g_ascii_strcasecmp (said, "next") == 0 || g_ascii_strcasecmp (said, "other") == 0))
    n = focus->current + 2;
  else if (said != NULL && g_ascii_strcasecmp (said, "previous") == 0)
    n = focus->current;
  else if (said != NULL && g_ascii_strcasecmp (said, "latest") == 0)
    n = 1;
  if (n < 1 || (guint) n > focus->items->len) {
    hearth_reply_add (ask->reply, focus->items->len == 0
                                      ? _("I have listed nothing that I could count.")
                                      : _("There are not so many."));
    return;
  }
  focus->current = n - 1;
  if (focus->kind == HEARTH_FOCUS_MESSAGES) {
    g_autoptr (HearthMessage) message = hearth_lookup_focus_mail (ask);

    if (message != NULL)
      hearth_answer_show_message (ask, message, 1400);
  } else if (focus->kind == HEARTH_FOCUS_EVENTS) {
    hearth_answer_event_describe (ask);
  } else if (focus->kind == HEARTH_FOCUS_REMINDERS) {
    g_autoptr (HearthReminder) reminder = hearth_store_reminders_get (
        ask->db, g_array_index (focus->items, HearthFocusItem, focus->current).id, NULL);

    if (reminder != NULL) {
      g_autofree char *when = hearth_say_when (reminder->due, ask->now);

      hearth_reply_addf (ask->reply, _("%s: %s."), reminder->text, when);
      hearth_reply_add_reminder (ask->reply, reminder);
    }
  }
}

static void
answer_unknown (HearthAsk *ask)
{
  g_auto (GStrv) near = NULL;

  if (hearth_memory_answer_recall (ask->engine, ask->task->text, ask->reply))
    return;
  near = hearth_intents_dup_near (ask->intents, ask->task->text, 3);
  ask->reply->understood = FALSE;
  hearth_reply_add (ask->reply, _("I did not understand that. Here is what I could do instead:"));
  for (guint i = 0; near[i] != NULL; i++) {
    hearth_reply_add_item (ask->reply, near[i]);
    hearth_reply_suggest (ask->reply, near[i]);
  }
}

static void
remember_task (HearthAsk *ask)
{
  HearthFocus *focus = ask->focus;
  const char *intent = ask->task->match->intent;

  if (g_str_has_prefix (intent, "follow.") || g_str_has_prefix (intent, "hint."))
    return;
  if (intent != focus->intent) {
    g_free (focus->intent);
    focus->intent = g_strdup (intent);
  }
  g_clear_pointer (&focus->slots, g_hash_table_unref);
  focus->slots = g_hash_table_ref (ask->task->match->slots);
  if (ask->task->has_when) {
    focus->when = ask->task->when;
    focus->has_when = TRUE;
  }
}

/* "Annas Adresse": German puts an s to a name, and no apostrophe before it. */
static void
cut_genitive (HearthAsk *ask, const char *said)
{
  gsize length = strlen (said);
  g_autofree char *name = g_strndup (said, length > 0 ? length - 1 : 0);
  g_autoptr (GPtrArray) as_said = NULL;
  g_autoptr (GPtrArray) without = NULL;

  if (strcmp (ask->task->match->language, "de") != 0 || length < 3 || said[length - 1] != 's')
    return;
  as_said = hearth_store_people_find (ask->db, said, 1, NULL);
  if (as_said == NULL || as_said->len > 0)
    return;
  without = hearth_store_people_find (ask->db, name, 1, NULL);
  if (without != NULL && without->len > 0)
    g_hash_table_replace (ask->task->match->slots, g_strdup ("person"), g_steal_pointer (&name));
}

/* "When did she write?" is about who sent the mail that is spoken of. */
static void
resolve_person (HearthAsk *ask)
{
  const char *said = hearth_task_get_slot (ask->task, "person");
  g_autoptr (HearthMessage) message = NULL;

  if (said == NULL)
    return;
  if (!hearth_lookup_is_pronoun (ask, said)) {
    cut_genitive (ask, said);
    return;
  }
  message = hearth_lookup_focus_mail (ask);
  if (message != NULL && message->from != NULL)
    g_hash_table_replace (ask->task->match->slots, g_strdup ("person"),
                          g_strdup (message->from->address));
}

static void
answer_task (HearthAsk *ask)
{
  const char *intent = ask->task->match != NULL ? ask->task->match->intent : NULL;
  gboolean knew_pending = ask->focus->pending != NULL;
  HearthAnswer answer;

  if (ask->focus->pending_due != 0 && (intent == NULL || strcmp (intent, "topic") == 0)) {
    hearth_answer_remind_of (ask);
    return;
  }
  if (ask->focus->pending_due != 0 && strcmp (intent, "remind.set") != 0)
    ask->focus->pending_due = 0;
  if (intent == NULL) {
    answer_unknown (ask);
    return;
  }
  resolve_person (ask);
  if (strcmp (intent, "follow.time") == 0) {
    answer_follow_time (ask);
  } else if (strcmp (intent, "follow.nth") == 0) {
    answer_follow_nth (ask);
  } else {
    answer = find_answer (intent);
    if (answer == NULL) {
      answer_unknown (ask);
      return;
    }
    answer (ask);
  }
  if (knew_pending && !g_str_has_prefix (ask->task->match->intent, "follow.") &&
      !g_str_has_prefix (ask->task->match->intent, "remind."))
    g_clear_pointer (&ask->focus->pending, g_free);
  remember_task (ask);
}

/**
 * hearth_builtin_service_answer:
 * @self: the service
 * @conversation: which conversation, for "it" and "the second one"
 * @turn: the row of the answer's turn, for what is proposed in it
 * @text: what the owner said
 *
 * Answers everything that is asked in @text, in its order. Nothing is ever marked as read.
 *
 * Returns: (transfer full): the answer
 */
HearthReply *
hearth_builtin_service_answer (HearthBuiltinService *self, const char *conversation, gint64 turn,
                               const char *text)
{
  HearthReply *reply = hearth_reply_new ();
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  gint64 now = hearth_clock_now ();
  g_autofree char *bounded = g_utf8_make_valid (text, strnlen (text, 8 * 1024));
  g_autoptr (GPtrArray) tasks = hearth_request_read (self->intents, bounded, now, zone);
  HearthAsk ask = { .db = self->db,
                    .plan = HEARTH_DAY_PLAN_INIT,
                    .engine = self->engine,
                    .conversation = conversation,
                    .turn_id = turn,
                    .intents = self->intents,
                    .persona = self->persona,
                    .reply = reply,
                    .now = now,
                    .zone = zone };

  if (self->engine != NULL)
    ask.plan = *hearth_engine_get_day_plan (self->engine);
  ask.focus = get_focus (self, conversation);
  ask.turn = self->turn++;
  if (hearth_memory_answer (self->engine, conversation, bounded, reply))
    return reply;
  if (tasks->len == 0) {
    reply->understood = FALSE;
    hearth_reply_add (reply, _("I am listening."));
    return reply;
  }
  for (guint i = 0; i < tasks->len; i++) {
    ask.task = g_ptr_array_index (tasks, i);
    if (i > 0)
      hearth_reply_add_paragraph (reply, "");
    if (ask.task->number > 0) {
      const HearthTask *before = i > 0 ? g_ptr_array_index (tasks, i - 1) : NULL;

      if (before == NULL || before->number != ask.task->number)
        g_string_append_printf (reply->text, "%u.", ask.task->number);
    }
    answer_task (&ask);
  }
  while (reply->text->len > 0 && g_ascii_isspace (reply->text->str[reply->text->len - 1]))
    g_string_truncate (reply->text, reply->text->len - 1);
  return reply;
}

/* Questions that change nothing, and whose words are all there once they are understood. */
static gboolean
is_foreseeable (const HearthTask *task)
{
  static const char *const intents[] = {
    "agenda.list",        "agenda.count",      "agenda.edge",
    "event.next",         "event.when",        "event.where",
    "event.who",          "event.length",      "conflicts",
    "free.check",         "mail.unread",       "mail.important",
    "mail.owed",          "mail.last",         "mail.promised",
    "mail.awaited",       "mail.count",        "announced.flights",
    "clock.time",         "announced.parcels", "clock.date",
    "announced.invoices", "remind.list",       "digest",
    "people.birthdays",   "follow.time",       NULL,
  };

  return task->match != NULL && g_strv_contains (intents, task->match->intent);
}

/* "What is my": the rest is still being said. */
static gboolean
is_dangling (const char *text)
{
  static const char words[] =
      " a an the my your his her our their this that these those next last first any some no "
      "is are was were do does did have has am can will at on in of to for from with by about and "
      "or not what when where who how which "
      "der die das den dem ein eine einen einem mein meine meinen meinem nächster nächste nächsten "
      "ist sind war habe hat am im um zu zum für von mit bei und oder was wann wo wer wie welche ";
  g_autofree char *small = g_strstrip (g_utf8_strdown (text, -1));
  const char *space = strrchr (small, ' ');
  g_autofree char *framed = g_strdup_printf (" %s ", space != NULL ? space + 1 : small);

  return strstr (words, framed) != NULL;
}

/**
 * hearth_builtin_service_foresee:
 * @self: the service
 * @conversation: which conversation
 * @text: what the owner may be about to have said
 *
 * Answers a question that may still change, so that the beginning can be made ready. Nothing is
 * changed by it: what could is not reached, and the conversation is about what it was.
 *
 * Returns: (transfer full) (nullable): what hearth_builtin_service_answer() would say now; %NULL
 *   where it is no single question
 */
HearthReply *
hearth_builtin_service_foresee (HearthBuiltinService *self, const char *conversation,
                                const char *text)
{
  g_autoptr (HearthReply) reply = hearth_reply_new ();
  g_autoptr (HearthFocus) focus = NULL;
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  gint64 now = hearth_clock_now ();
  g_autoptr (GPtrArray) tasks = hearth_request_read (self->intents, text, now, zone);
  HearthAsk ask = { .db = self->db,
                    .plan = HEARTH_DAY_PLAN_INIT,
                    .conversation = conversation,
                    .intents = self->intents,
                    .persona = self->persona,
                    .reply = reply,
                    .now = now,
                    .zone = zone,
                    .turn = self->turn };

  if (is_dangling (text) || tasks->len != 1 || !is_foreseeable (g_ptr_array_index (tasks, 0)))
    return NULL;
  if (self->engine != NULL)
    ask.plan = *hearth_engine_get_day_plan (self->engine);
  focus = hearth_focus_copy (get_focus (self, conversation));
  /* A reminder that waits for its time would be made. */
  if (focus->pending != NULL || focus->pending_due != 0)
    return NULL;
  ask.focus = focus;
  ask.task = g_ptr_array_index (tasks, 0);
  answer_task (&ask);
  return reply->understood ? g_steal_pointer (&reply) : NULL;
}

/**
 * hearth_builtin_service_understands:
 * @self: the service
 * @conversation: which conversation
 * @text: what the owner may have said
 *
 * Returns: whether each part of it is something that can be asked for, or it may answer a question
 * of this service
 */
gboolean
hearth_builtin_service_understands (HearthBuiltinService *self, const char *conversation,
                                    const char *text)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GPtrArray) tasks =
      hearth_request_read (self->intents, text, hearth_clock_now (), zone);
  const HearthFocus *focus = get_focus (self, conversation);

  if (focus->pending != NULL || focus->pending_due != 0)
    return TRUE;
  for (guint i = 0; i < tasks->len; i++) {
    const HearthTask *task = g_ptr_array_index (tasks, i);

    if (task->match == NULL)
      return FALSE;
  }
  return tasks->len > 0;
}

/**
 * hearth_builtin_service_get_persona:
 * @self: the service
 *
 * Returns: (transfer none): who it speaks as
 */
HearthPersona *
hearth_builtin_service_get_persona (HearthBuiltinService *self)
{
  return self->persona;
}

/**
 * hearth_builtin_service_read_reminder:
 * @self: the service
 * @text: "call home tomorrow at nine", with or without "remind me to"
 * @what: (out) (transfer full): what to remind of
 * @due: (out): when, seconds since 1970 UTC
 * @error: return location; %HEARTH_COMPANION_ERROR_NOT_UNDERSTOOD says what is missing
 *
 * Returns: whether both were said
 */
gboolean
hearth_builtin_service_read_reminder (HearthBuiltinService *self, const char *text, char **what,
                                      gint64 *due, GError **error)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  gint64 now = hearth_clock_now ();
  g_autofree char *bounded = g_utf8_make_valid (text, strnlen (text, HEARTH_INTENTS_MAX_TEXT));
  g_autoptr (HearthTask) task = g_new0 (HearthTask, 1);
  gboolean has_due;

  task->text = g_strdup (bounded);
  hearth_task_read_times (task, now, zone, HEARTH_TENSE_FUTURE);
  task->match = hearth_intents_match (self->intents, task->text, task->times);
  if (task->match == NULL || strcmp (task->match->intent, "remind.set") != 0) {
    g_clear_pointer (&task->match, hearth_intent_match_free);
    task->match = g_new0 (HearthIntentMatch, 1);
    task->match->intent = "remind.set";
    task->match->language = hearth_intents_get_language (self->intents);
    task->match->slots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    g_hash_table_insert (task->match->slots, g_strdup ("what"), g_strdup (task->text));
  }
  if (!hearth_remind_read (task, now, zone, what, due, &has_due)) {
    g_set_error (error, HEARTH_COMPANION_ERROR, HEARTH_COMPANION_ERROR_NOT_UNDERSTOOD,
                 _("“%s” does not say what to remind you of. Try “call home tomorrow at nine”."),
                 bounded);
    return FALSE;
  }
  if (!has_due) {
    g_set_error (error, HEARTH_COMPANION_ERROR, HEARTH_COMPANION_ERROR_NOT_UNDERSTOOD,
                 _("“%s” does not say when. Try “%s tomorrow at nine”."), bounded, *what);
    g_clear_pointer (what, g_free);
    return FALSE;
  }
  if (*due <= now) {
    g_set_error (error, HEARTH_COMPANION_ERROR, HEARTH_COMPANION_ERROR_NOT_UNDERSTOOD,
                 _("“%s” names a time that is over. Name one that is still to come."), bounded);
    g_clear_pointer (what, g_free);
    return FALSE;
  }
  return TRUE;
}
