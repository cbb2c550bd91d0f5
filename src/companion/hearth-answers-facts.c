/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ask.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-extract.h"
#include "hearth-text.h"
#include "hearth-time-words.h"

/* Things that stand in a mail: codes, links, amounts, numbers; and when and where something is that
 * is in no calendar. Mail is anyone's word: the answer always says whose it is. */

typedef struct {
  HearthMessage *message; /* (owned) */
  HearthFact *fact;       /* (owned) */
  double score;
} Candidate;

static void
candidate_clear (gpointer data)
{
  Candidate *candidate = data;

  hearth_message_unref (candidate->message);
  hearth_fact_free (candidate->fact);
}

static int
compare_candidates_cb (gconstpointer a, gconstpointer b)
{
  double x = ((const Candidate *) a)->score;
  double y = ((const Candidate *) b)->score;

  return x > y ? -1 : x < y ? 1 : 0;
}

static HearthFactKind
fact_kind (HearthAsk *ask)
{
  const char *kind = hearth_task_get_slot (ask->task, "kind");

  if (g_strcmp0 (kind, "link") == 0)
    return HEARTH_FACT_LINK;
  if (g_strcmp0 (kind, "amount") == 0)
    return HEARTH_FACT_AMOUNT;
  if (g_strcmp0 (kind, "phone") == 0)
    return HEARTH_FACT_PHONE;
  if (g_strcmp0 (kind, "number") == 0)
    return HEARTH_FACT_NUMBER;
  return HEARTH_FACT_CODE;
}

static const char *
get_domain (const HearthMessage *message)
{
  const char *at = message->from != NULL ? strrchr (message->from->address, '@') : NULL;

  return at != NULL ? at + 1 : "";
}

/* A link weighs more when it leads to where the mail came from, or to what the topic names. */
static double
score_link (HearthAsk *ask, const HearthMessage *message, const char *url, const char *topic)
{
  g_autofree char *host = hearth_extract_host (url);
  g_autofree char *target = hearth_extract_domain (host);
  g_autofree char *sender = hearth_extract_domain (get_domain (message));
  g_autoptr (GPtrArray) words = hearth_lookup_words (ask, topic);
  g_autofree char *folded = hearth_text_fold (url);
  double score = strcmp (target, sender) == 0 ? 2.5 : 0;

  for (guint i = 0; i < words->len; i++) {
    const char *word = g_ptr_array_index (words, i);

    if (strlen (word) >= 4 && strncmp (target, word, strlen (word)) == 0 &&
        target[strlen (word)] == '.')
      score += 1.5;
    else if (strlen (word) >= 4 && strstr (folded, word) != NULL)
      score += 0.8;
  }
  if (strstr (folded, "unsubscribe") != NULL || strstr (folded, "privacy") != NULL)
    score -= 2;
  return score;
}

static GArray *
collect (HearthAsk *ask, const char *topic, HearthFactKind kind)
{
  GArray *candidates = g_array_new (FALSE, TRUE, sizeof (Candidate));
  g_autoptr (GPtrArray) messages = hearth_lookup_ranked (ask, topic, 12);

  g_array_set_clear_func (candidates, candidate_clear);
  for (guint i = 0; i < messages->len; i++) {
    HearthMessage *message = g_ptr_array_index (messages, i);
    g_autoptr (GPtrArray) facts = NULL;

    /* Nobody sends a code to a mailing list. */
    if (kind == HEARTH_FACT_CODE && (message->marks & (HEARTH_MARK_LIST | HEARTH_MARK_BULK)))
      continue;
    facts = hearth_extract (message->text != NULL ? message->text : "", kind);

    for (guint k = 0; k < facts->len && k < 12; k++) {
      Candidate candidate = { hearth_message_ref (message), g_ptr_array_index (facts, k), 0 };

      candidate.score =
          2 * candidate.fact->score - 0.4 * i + hearth_lookup_trust (ask, message, topic);
      if (kind == HEARTH_FACT_LINK)
        candidate.score += score_link (ask, message, candidate.fact->text, topic) - 0.05 * k;
      g_array_append_val (candidates, candidate);
    }
    for (guint k = MIN (facts->len, 12); k < facts->len; k++)
      hearth_fact_free (g_ptr_array_index (facts, k));
    g_ptr_array_set_free_func (facts, NULL);
  }
  g_array_sort (candidates, compare_candidates_cb);
  return candidates;
}

/* Says that another mail about the same exists whose sender looks like someone else's. */
static void
warn_of_others (HearthAsk *ask, GArray *candidates, const char *topic)
{
  const Candidate *best = &g_array_index (candidates, Candidate, 0);
  g_autofree char *domain = hearth_extract_domain (get_domain (best->message));

  for (guint i = 1; i < candidates->len; i++) {
    const Candidate *other = &g_array_index (candidates, Candidate, i);
    g_autofree char *there = hearth_extract_domain (get_domain (other->message));

    if (strcmp (domain, there) != 0 && hearth_lookup_trust (ask, other->message, topic) < 0) {
      g_autofree char *who = hearth_say_person (other->message->from, TRUE);

      hearth_reply_addf (
          ask->reply,
          _("Beware of another mail about this, from %s: its sender is not who it says."), who);
      return;
    }
  }
}

static void
say_fact (HearthAsk *ask, HearthFactKind kind, const Candidate *best)
{
  g_autofree char *who = hearth_say_person (best->message->from, TRUE);
  g_autofree char *when = hearth_say_when (best->message->date, ask->now);
  const char *fact = best->fact->text;

  switch (kind) {
  case HEARTH_FACT_LINK:
    hearth_reply_addf (ask->reply, _("The link is %s"), fact);
    hearth_reply_add_paragraph (ask->reply, "");
    hearth_reply_addf (ask->reply, _("It is in the mail “%s” from %s, sent %s."),
                       best->message->subject, who, when);
    return;
  case HEARTH_FACT_AMOUNT:
    hearth_reply_addf (ask->reply, _("It says %s."), fact);
    break;
  case HEARTH_FACT_PHONE:
    hearth_reply_addf (ask->reply, _("The number is %s."), fact);
    break;
  case HEARTH_FACT_NUMBER:
    hearth_reply_addf (ask->reply, _("The number is %s."), fact);
    break;
  case HEARTH_FACT_CODE:
  case HEARTH_FACT_PLACE:
  default:
    hearth_reply_addf (ask->reply, _("The code is %s."), fact);
    break;
  }
  hearth_reply_addf (ask->reply, _("It is in the mail “%s” from %s, sent %s."),
                     best->message->subject, who, when);
}

/**
 * hearth_answer_fact:
 * @ask: a question for a code, a link, an amount or a number in a mail
 */
void
hearth_answer_fact (HearthAsk *ask)
{
  static const char *const any[] = { "code", "link", "total", "phone", "number" };
  HearthFactKind kind = fact_kind (ask);
  const char *topic = hearth_task_get_slot (ask->task, "topic");
  const char *more = hearth_task_get_slot (ask->task, "topic2");
  g_autofree char *both = more != NULL ? g_strdup_printf ("%s %s", topic, more) : NULL;
  g_autoptr (GArray) candidates = NULL;
  const Candidate *best;

  if (both != NULL)
    topic = both;
  if (topic == NULL && kind == HEARTH_FACT_CODE && hearth_answer_fresh_code (ask))
    return;
  if (topic == NULL)
    topic = any[MIN (kind, G_N_ELEMENTS (any) - 1)];
  candidates = collect (ask, topic, kind);
  if (candidates->len == 0) {
    g_autoptr (GPtrArray) messages = hearth_lookup_ranked (ask, topic, 5);

    if (messages->len == 0) {
      hearth_reply_addf (ask->reply, _("I find no mail about “%s”."), topic);
      return;
    }
    hearth_reply_addf (ask->reply, _("I find mail about “%s”, but not that in it."), topic);
    hearth_focus_set (ask->focus, HEARTH_FOCUS_MESSAGES);
    for (guint i = 0; i < messages->len; i++) {
      hearth_reply_add_message (ask->reply, g_ptr_array_index (messages, i));
      hearth_focus_add (ask->focus, ((HearthMessage *) g_ptr_array_index (messages, i))->id, 0);
    }
    hearth_reply_suggest (ask->reply, _("Read it"));
    return;
  }
  best = &g_array_index (candidates, Candidate, 0);
  say_fact (ask, kind, best);
  hearth_reply_add_message (ask->reply, best->message);
  if (best->message->marks & (HEARTH_MARK_AUTH_FAILED | HEARTH_MARK_LINK_MISMATCH) ||
      hearth_lookup_trust (ask, best->message, topic) < 0)
    hearth_reply_add (ask->reply, _("Be careful with it: that sender could not be confirmed."));
  else
    warn_of_others (ask, candidates, topic);
  hearth_focus_set (ask->focus, HEARTH_FOCUS_MESSAGES);
  hearth_focus_add (ask->focus, best->message->id, 0);
}

typedef struct {
  HearthMessage *message; /* lent */
  HearthTimePhrase when;
  gboolean has_when;
  char *place; /* (owned) (nullable) */
  double score;
} Found;

static gboolean
mentions (GPtrArray *words, const char *text)
{
  g_autofree char *folded = hearth_text_fold (text);

  for (guint i = 0; i < words->len; i++) {
    if (strstr (folded, g_ptr_array_index (words, i)) != NULL)
      return TRUE;
  }
  return FALSE;
}

static gboolean
speaks_of_evening (const char *text)
{
  const char *const *words = hearth_time_language_get ("en")->evening;
  g_autofree char *folded = hearth_text_fold (text);

  for (guint i = 0; words[i] != NULL; i++) {
    if (strstr (folded, words[i]) != NULL)
      return TRUE;
  }
  return FALSE;
}

/* The best time in a mail: read with the day it was sent as today. */
static void
read_times (HearthAsk *ask, HearthMessage *message, GPtrArray *words, gboolean want_place,
            Found *found)
{
  HearthTimeContext context = { .now = message->date,
                                .zone = ask->zone,
                                .tense = HEARTH_TENSE_FUTURE,
                                .day_first = hearth_time_is_day_first () };
  g_autofree char *quote = hearth_say_quote (message->text != NULL ? message->text : "", 4000);
  g_auto (GStrv) sentences = NULL;
  g_autofree char *split = NULL;
  gboolean in_subject = mentions (words, message->subject);
  double best = 0;

  /* A line break ends a sentence only after an empty line: mail is wrapped. */
  split = g_strdup (quote);
  for (char *p = split; *p != '\0'; p++) {
    if ((*p == '.' || *p == '!' || *p == '?') && (p[1] == ' ' || p[1] == '\n') &&
        !(p > split + 1 && p[-2] == '.'))
      *p = '\001';
    else if (*p == '\n' && p[1] == '\n')
      *p = '\001';
  }
  sentences = g_strsplit (split, "\001", 200);
  for (guint i = 0; sentences[i] != NULL; i++) {
    g_autoptr (GArray) times = hearth_time_read (sentences[i], &context);
    HearthTimePhrase whole;
    double score = 0;

    if (!hearth_time_combine (times, &context, &whole, NULL) || whole.bound != HEARTH_BOUND_BOTH)
      continue;
    score = (whole.has_date && whole.grain <= HEARTH_GRAIN_DAY ? 2 : 0) +
            (whole.has_clock ? 2 : 0) - (whole.grain >= HEARTH_GRAIN_WEEK ? 1 : 0);
    /* A date elsewhere in the mail is another thing's. */
    if (!in_subject && !mentions (words, sentences[i]) &&
        !(i > 0 && mentions (words, sentences[i - 1])))
      continue;
    score += mentions (words, sentences[i]) ? 2 : in_subject ? 1 : 0;
    if (score > best) {
      g_autoptr (GPtrArray) places =
          want_place ? hearth_extract (sentences[i], HEARTH_FACT_PLACE) : NULL;

      /* Nobody asks to supper at seven in the morning. */
      if (whole.either_half && whole.minute < 720 &&
          (speaks_of_evening (sentences[i]) || speaks_of_evening (message->subject)))
        whole.start = whole.end = whole.start + 12 * 3600;
      best = score;
      found->when = whole;
      found->has_when = TRUE;
      g_clear_pointer (&found->place, g_free);
      if (places != NULL && places->len > 0 &&
          ((HearthFact *) g_ptr_array_index (places, 0))->score > 0.5)
        found->place = g_strdup (((HearthFact *) g_ptr_array_index (places, 0))->text);
    }
  }
  found->score += best;
  if (want_place && found->place == NULL) {
    g_autoptr (GPtrArray) places = hearth_extract (quote, HEARTH_FACT_PLACE);

    if (places->len > 0 && ((HearthFact *) g_ptr_array_index (places, 0))->score > 0.8)
      found->place = g_strdup (((HearthFact *) g_ptr_array_index (places, 0))->text);
  }
}

/* Whether the owner takes part in the conversation that a mail belongs to. */
static gboolean
is_answered (HearthAsk *ask, const HearthMessage *message)
{
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;

  if (message->flags & HEARTH_MESSAGE_ANSWERED)
    return TRUE;
  if (message->thread_id == 0)
    return FALSE;
  filter.thread_id = message->thread_id;
  filter.role = HEARTH_MAILBOX_SENT;
  filter.limit = 1;
  return hearth_store_messages_count (ask->db, &filter, NULL) > 0;
}

static gboolean
fits_when (HearthAsk *ask, const Found *found)
{
  guint wanted;

  if (!ask->task->has_when || ask->task->when.grain != HEARTH_GRAIN_DAY || !found->when.has_date)
    return TRUE;
  wanted = ask->task->when.julian;
  return found->when.julian == wanted;
}

/**
 * hearth_answer_from_mail:
 * @ask: a question for when or where something is
 * @topic: what
 * @want_place: whether the place is asked for
 * @want_time: whether the time is asked for
 *
 * Answers from the text of the mail about it: the mail that says most, and of several the newest.
 *
 * Returns: whether a mail says it
 */
gboolean
hearth_answer_from_mail (HearthAsk *ask, const char *topic, gboolean want_place, gboolean want_time)
{
  g_autoptr (GPtrArray) messages = hearth_lookup_ranked (ask, topic, 8);
  g_autoptr (GPtrArray) words = hearth_lookup_words (ask, topic);
  Found best = { .score = -1000 };
  g_autofree char *who = NULL;
  g_autofree char *when = NULL;

  for (guint i = 0; i < messages->len; i++) {
    HearthMessage *message = g_ptr_array_index (messages, i);
    Found found = { .message = message, .score = -0.3 * i + (is_answered (ask, message) ? 2 : 0) };

    read_times (ask, message, words, want_place, &found);
    if (found.has_when && !fits_when (ask, &found))
      found.score -= 3;
    if (want_place && found.place != NULL)
      found.score += 2;
    if ((want_time && found.has_when ? TRUE : want_place && found.place != NULL) &&
        found.score > best.score) {
      g_free (best.place);
      best = found;
    } else {
      g_free (found.place);
    }
  }
  if (best.message == NULL)
    return FALSE;
  who = hearth_say_person (best.message->from, FALSE);
  if (best.has_when && want_time) {
    if (ask->task->format != NULL)
      when = hearth_say_as (best.when.start, ask->task->format);
    else
      when = best.when.has_clock ? hearth_say_when (best.when.start, ask->now)
                                 : hearth_say_period (best.when.start, best.when.end, ask->now);
  }
  if (when != NULL && want_place && best.place != NULL)
    hearth_reply_addf (ask->reply, _("It is %s, at %s. So wrote %s, about “%s”."), when,
                       best.place, who, best.message->subject);
  else if (when != NULL)
    hearth_reply_addf (ask->reply, _("It is %s. So wrote %s, about “%s”."), when, who,
                       best.message->subject);
  else
    hearth_reply_addf (ask->reply, _("It is at %s. So wrote %s, about “%s”."), best.place, who,
                       best.message->subject);
  hearth_reply_add_message (ask->reply, best.message);
  hearth_focus_set (ask->focus, HEARTH_FOCUS_MESSAGES);
  hearth_focus_add (ask->focus, best.message->id, 0);
  g_free (best.place);
  return TRUE;
}

/**
 * hearth_answer_topic:
 * @ask: a question for anything about something
 *
 * Answers with what the calendar and the mail hold about it.
 */
void
hearth_answer_topic (HearthAsk *ask)
{
  const char *topic = hearth_task_get_slot (ask->task, "topic");
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GPtrArray) messages = NULL;

  if (hearth_lookup_is_pronoun (ask, topic)) {
    hearth_answer_event_describe (ask);
    return;
  }
  events = hearth_lookup_events (ask, topic);
  messages = hearth_lookup_ranked (ask, topic, 4);
  if (events->len == 0 && messages->len == 0) {
    g_auto (GStrv) near = hearth_intents_dup_near (ask->intents, ask->task->text, 3);

    ask->reply->understood = FALSE;
    hearth_reply_addf (ask->reply,
                       _("Neither your mail nor your calendar holds anything about “%s”."), topic);
    for (guint i = 0; near[i] != NULL; i++)
      hearth_reply_suggest (ask->reply, near[i]);
    return;
  }
  if (events->len > 0) {
    const HearthOccurrence *first = g_ptr_array_index (events, 0);
    g_autofree char *when = hearth_say_span (first, ask->now, TRUE);

    hearth_reply_addf (ask->reply, _("%s is in your calendar, %s."), first->event->summary, when);
    hearth_reply_add_event (ask->reply, first);
    hearth_focus_set (ask->focus, HEARTH_FOCUS_EVENTS);
    hearth_focus_add (ask->focus, first->event->id, first->span.start);
  }
  if (messages->len > 0) {
    hearth_reply_add (ask->reply, events->len > 0 ? _("And there is mail about it:")
                                                  : _("There is mail about it:"));
    hearth_focus_set (ask->focus, HEARTH_FOCUS_MESSAGES);
    for (guint i = 0; i < messages->len; i++) {
      const HearthMessage *message = g_ptr_array_index (messages, i);
      g_autofree char *person = hearth_say_person (message->from, FALSE);
      g_autofree char *who = hearth_text_isolate (person);
      g_autofree char *subject = hearth_text_isolate (message->subject);
      g_autofree char *when = hearth_say_bare_day (message->date, ask->now);
      g_autofree char *line = g_strdup_printf ("%s: %s (%s)", who, subject, when);

      hearth_reply_add_item (ask->reply, line);
      hearth_reply_add_message (ask->reply, message);
      hearth_focus_add (ask->focus, message->id, 0);
    }
    hearth_reply_suggest (ask->reply, _("Read me the first one"));
  }
}
