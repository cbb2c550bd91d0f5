/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ask.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-provenance.h"
#include "hearth-text.h"
#include "hearth-today.h"

/* Mail: what came, what is unread, what matters, what someone said; reading it out. Nothing here
 * ever marks a mail as read. */

#define MAX_LISTED 8
#define MAX_READ 1400
#define MAX_UNREAD 100
#define MAX_NAME 30 /* characters */
#define MAX_NAME_WORDS 4

static char *
say_line (HearthAsk *ask, const HearthMessage *message, gboolean to)
{
  const HearthAddress *other =
      to && message->to->len > 0 ? g_ptr_array_index (message->to, 0) : message->from;
  g_autofree char *person = hearth_say_person (other, FALSE);
  g_autofree char *who = hearth_text_isolate (person);
  g_autofree char *line = hearth_text_one_line (message->subject, 90);
  g_autofree char *subject = hearth_text_isolate (line);
  g_autofree char *when = ask->task->format != NULL
                              ? hearth_say_as (message->date, ask->task->format)
                              : hearth_format_day_short (message->date, ask->now);

  return g_strdup_printf ("%s: %s (%s)", who, *subject != '\0' ? subject : _("no subject"), when);
}

static void
list_messages (HearthAsk *ask, GPtrArray *found, guint limit, gboolean to, gboolean reasons)
{
  hearth_focus_set (ask->focus, HEARTH_FOCUS_MESSAGES);
  for (guint i = 0; i < found->len; i++) {
    const HearthMessage *message = g_ptr_array_index (found, i);

    hearth_focus_add (ask->focus, message->id, 0);
    if (i < limit) {
      g_autofree char *line = say_line (ask, message, to);

      if (reasons && message->reason != NULL && *message->reason != '\0') {
        g_autofree char *reasoned = g_strdup_printf ("%s · %s", line, message->reason);

        hearth_reply_add_item (ask->reply, reasoned);
      } else {
        hearth_reply_add_item (ask->reply, line);
      }
      hearth_reply_add_message (ask->reply, message);
    }
  }
}

static void
set_range (HearthAsk *ask, HearthMailQuery *query)
{
  hearth_task_read_times (ask->task, ask->now, ask->zone, HEARTH_TENSE_PAST);
  if (!ask->task->has_when)
    return;
  query->since = ask->task->when.start;
  if (ask->task->when.bound == HEARTH_BOUND_SINCE)
    return;
  if (ask->task->when.kind == HEARTH_TIME_INSTANT)
    query->since = hearth_time_at (ask->zone, ask->task->when.julian, 0);
  query->before = MAX (ask->task->when.end, query->since + 86400);
}

/**
 * hearth_answer_list_mail:
 * @ask: a question
 * @messages: (element-type HearthMessage): mail
 *
 * Lists mail and makes it what is spoken of.
 */
void
hearth_answer_list_mail (HearthAsk *ask, GPtrArray *messages)
{
  list_messages (ask, messages, MAX_LISTED, FALSE, FALSE);
}

/**
 * hearth_answer_show_message:
 * @ask: a question
 * @message: a mail
 * @max_chars: how much of it at most
 *
 * Reads a mail out, in its own words, and makes it what is spoken of.
 */
void
hearth_answer_show_message (HearthAsk *ask, HearthMessage *message, gsize max_chars)
{
  g_autoptr (HearthMessage) full = message->text == NULL
                                       ? hearth_store_messages_get (ask->db, message->id, NULL)
                                       : hearth_message_ref (message);
  g_autofree char *person = hearth_say_person (message->from, FALSE);
  g_autofree char *who = hearth_text_isolate (person);
  g_autofree char *subject = hearth_text_isolate (message->subject);
  g_autofree char *when = hearth_say_when (message->date, ask->now);
  g_autofree char *text = NULL;
  gboolean already =
      ask->focus->kind == HEARTH_FOCUS_MESSAGES && ask->focus->current < ask->focus->items->len &&
      g_array_index (ask->focus->items, HearthFocusItem, ask->focus->current).id == message->id;

  hearth_reply_addf (ask->reply, _("%s wrote %s, about “%s”:"), who, when, subject);
  text = full != NULL && full->text != NULL ? hearth_say_quote (full->text, max_chars) : NULL;
  if (text == NULL || *text == '\0')
    hearth_reply_add_paragraph (ask->reply, _("It has no text that I can read to you."));
  else
    hearth_reply_add_paragraph (ask->reply, text);
  if (full != NULL && full->attachments->len > 0) {
    g_autoptr (GPtrArray) names = g_ptr_array_new ();
    g_autofree char *list = NULL;

    for (guint i = 0; i < full->attachments->len && i < 6; i++) {
      const HearthAttachment *attachment = g_ptr_array_index (full->attachments, i);

      g_ptr_array_add (names, attachment->name);
      hearth_reply_add_attachment (ask->reply, full, attachment);
    }
    list = hearth_say_list (names);
    hearth_reply_add_paragraph (ask->reply, "");
    hearth_reply_addf (ask->reply, _("Attached: %s."), list);
  }
  hearth_reply_add_message (ask->reply, message);
  if (!already) {
    hearth_focus_set (ask->focus, HEARTH_FOCUS_MESSAGES);
    hearth_focus_add (ask->focus, message->id, 0);
  }
  hearth_reply_suggest (ask->reply, _("Who sent that?"));
}

/**
 * hearth_answer_unread:
 * @ask: a question for what is unread, and what of it matters
 */
void
hearth_answer_unread (HearthAsk *ask)
{
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) first = g_ptr_array_new ();
  g_autoptr (GPtrArray) rest = g_ptr_array_new ();
  gint64 n;

  filter.incoming = TRUE;
  filter.without_flags = HEARTH_MESSAGE_SEEN;
  filter.from = hearth_task_get_slot (ask->task, "person");
  filter.limit = MAX_UNREAD;
  found = hearth_store_messages_list (ask->db, &filter, HEARTH_DETAIL_ENVELOPE, NULL);
  if (found == NULL || found->len == 0) {
    hearth_reply_add (ask->reply, _("Nothing is unread."));
    return;
  }
  n = found->len;
  /* To count tens of thousands takes longer than to answer. */
  if (n == MAX_UNREAD && hearth_task_is (ask->task, "count", "yes"))
    n = hearth_store_messages_count (ask->db, &filter, NULL);
  if (n == MAX_UNREAD)
    hearth_reply_addf (ask->reply, _("More than %d mails are unread; these are among the newest."),
                       MAX_UNREAD - 1);
  else
    hearth_reply_addf (ask->reply, ngettext ("%d mail is unread.", "%d mails are unread.", n),
                       (int) n);
  for (guint i = 0; i < found->len; i++) {
    HearthMessage *message = g_ptr_array_index (found, i);

    g_ptr_array_add (message->priority >= 60 ? first : rest, message);
  }
  if (hearth_task_is (ask->task, "count", "yes") && n > MAX_UNREAD)
    return;
  if (first->len > 0 && rest->len > 0)
    hearth_reply_addf (ask->reply,
                       ngettext ("%d of them matters, I think; it comes first.",
                                 "%d of them matter, I think; they come first.", first->len),
                       first->len);
  for (guint i = 0; i < rest->len; i++)
    g_ptr_array_add (first, g_ptr_array_index (rest, i));
  list_messages (ask, first, 12, FALSE, TRUE);
  if (n > 12 && n != MAX_UNREAD) {
    g_autofree char *more =
        g_strdup_printf (ngettext ("and %d more", "and %d more", n - 12), (int) n - 12);

    hearth_reply_add_item (ask->reply, more);
  }
  hearth_reply_suggest (ask->reply, _("Read me the first one"));
}

/**
 * hearth_answer_important:
 * @ask: a question for what needs the owner
 */
void
hearth_answer_important (HearthAsk *ask)
{
  g_autoptr (GPtrArray) found = NULL;
  HearthMailQuery range = { 0 };

  set_range (ask, &range);
  found =
      hearth_today_list_needs (ask->db,
                               range.since > 0 ? range.since : ask->now - HEARTH_TODAY_DAYS * 86400,
                               range.before, NULL);
  if (found == NULL || found->len == 0) {
    hearth_reply_add (ask->reply, _("Nothing in your mail needs you just now."));
    hearth_reply_suggest (ask->reply, _("Show me my unread mail"));
    return;
  }
  hearth_reply_addf (ask->reply,
                     ngettext ("One mail needs you.", "%d mails need you, the most pressing first.",
                               found->len),
                     found->len);
  list_messages (ask, found, MAX_LISTED, FALSE, TRUE);
  hearth_reply_suggest (ask->reply, _("Read me the first one"));
}

static char *
describe_query (HearthAsk *ask, const HearthMailQuery *query)
{
  GString *out = g_string_new (NULL);

  if (query->person != NULL)
    g_string_append_printf (out, query->sent ? _(" to %s") : _(" from %s"), query->person);
  if (query->topic != NULL)
    g_string_append_printf (out, _(" about “%s”"), query->topic);
  if (query->since != 0 && query->before == 0) {
    g_autofree char *day = hearth_say_bare_day (query->since, ask->now);

    g_string_append_printf (out, _(" since %s"), day);
  } else if (query->before != 0) {
    g_autofree char *period = hearth_say_period (MAX (query->since, 1), query->before, ask->now);

    g_string_append_printf (out, " %s", period);
  }
  return g_string_free (out, FALSE);
}

/* Whether this is a few words of letters, all of which are seen: no sentence and no address. */
static gboolean
is_plain_name (const char *name)
{
  guint n_words = 1;

  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (!g_unichar_isalpha (c) && !g_unichar_ismark (c) && c != ' ' && c != '-' && c != '\'')
      return FALSE;
    n_words += c == ' ';
  }
  return *name != '\0' && n_words <= MAX_NAME_WORDS && g_utf8_strlen (name, -1) <= MAX_NAME;
}

/* Whoever clicks on it says it, and so it counts as the owner's own words. A name is its writer's
 * choice, so it is offered only of somebody known, whom others can still write as. */
static void
suggest_people (HearthAsk *ask, const char *person)
{
  g_autofree char *start = g_utf8_substring (person, 0, MIN (3, g_utf8_strlen (person, -1)));
  g_autoptr (GPtrArray) people = hearth_store_people_complete (ask->db, start, MAX_LISTED, NULL);
  guint n = 0;

  for (guint i = 0; people != NULL && i < people->len && n < 2; i++) {
    const HearthAddress *who = g_ptr_array_index (people, i);
    g_autofree char *text = NULL;

    if (!is_plain_name (who->name) ||
        hearth_provenance_find_address (ask->db, who->address) == HEARTH_ORIGIN_NONE)
      continue;
    /* Translators: what the owner may say next; %s is a person */
    text = g_strdup_printf (_("Any mail from %s?"), who->name);
    hearth_reply_suggest (ask->reply, text);
    n++;
  }
}

/* Nobody of that name wrote; but "the printer" and "the landlord" are in what others wrote. */
static gboolean
list_mentions (HearthAsk *ask, const HearthMailQuery *query)
{
  g_autofree char *both = query->topic != NULL
                              ? g_strdup_printf ("%s %s", query->person, query->topic)
                              : g_strdup (query->person);
  HearthMailQuery wider = *query;
  g_autoptr (GPtrArray) found = NULL;

  wider.person = NULL;
  wider.topic = both;
  found = hearth_lookup_mail (ask, &wider, HEARTH_DETAIL_ENVELOPE);
  if (found->len == 0)
    return FALSE;
  hearth_reply_addf (ask->reply, _("No mail is from “%s”, but this mentions it:"), query->person);
  list_messages (ask, found, MAX_LISTED, FALSE, FALSE);
  hearth_reply_suggest (ask->reply, found->len == 1 ? _("Read it") : _("Read me the first one"));
  return TRUE;
}

/* Whether nobody of that name ever wrote. */
static gboolean
is_nobody (HearthAsk *ask, const char *person)
{
  HearthMailQuery query = { .person = person, .limit = 1 };
  g_autoptr (GPtrArray) found = hearth_lookup_mail (ask, &query, HEARTH_DETAIL_ENVELOPE);

  return found->len == 0;
}

/**
 * hearth_answer_find:
 * @ask: a question for mail from someone, about something or since some time
 */
void
hearth_answer_find (HearthAsk *ask)
{
  HearthMailQuery query = { .limit = 30 };
  g_autoptr (GPtrArray) found = NULL;
  gboolean did = hearth_task_is (ask->task, "ask", "did");
  g_autofree char *said = NULL;

  query.person = hearth_task_get_slot (ask->task, "person");
  query.topic = hearth_task_get_slot (ask->task, "topic");
  if (hearth_task_get_slot (ask->task, "number") != NULL)
    query.limit =
        CLAMP (hearth_lookup_number (hearth_task_get_slot (ask->task, "number")), 1, MAX_LISTED);
  set_range (ask, &query);
  if (hearth_task_is (ask->task, "new", "yes") && query.since == 0)
    query.since = ask->now - 86400;
  said = describe_query (ask, &query);
  found = hearth_lookup_mail (ask, &query, HEARTH_DETAIL_ENVELOPE);
  if (found->len == 0 && query.person != NULL && is_nobody (ask, query.person) &&
      list_mentions (ask, &query))
    return;
  if (found->len == 0) {
    hearth_reply_addf (ask->reply, did ? _("No, I find no mail%s.") : _("I find no mail%s."),
                       said);
    if (query.person != NULL)
      suggest_people (ask, query.person);
    return;
  }
  if (did) {
    hearth_reply_add (ask->reply, _("Yes."));
    hearth_answer_show_message (ask, g_ptr_array_index (found, 0), 400);
    return;
  }
  if (hearth_task_get_slot (ask->task, "number") != NULL && found->len == query.limit)
    hearth_reply_addf (ask->reply, _("The last ones%s:"), said);
  else if (found->len == 1)
    hearth_reply_addf (ask->reply, _("There is one mail%s."), said);
  else if (found->len >= query.limit)
    hearth_reply_addf (ask->reply, _("There are many mails%s; these are the newest."), said);
  else
    hearth_reply_addf (ask->reply,
                       ngettext ("There is %d mail%s.", "There are %d mails%s, the newest first.",
                                 found->len),
                       found->len, said);
  list_messages (ask, found, MAX_LISTED, FALSE, FALSE);
  hearth_reply_suggest (ask->reply, found->len == 1 ? _("Read it") : _("Read me the first one"));
}

/**
 * hearth_answer_bulk:
 * @ask: a question for newsletters and advertisements
 */
void
hearth_answer_bulk (HearthAsk *ask)
{
  HearthMailQuery query = { .limit = 200 };
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) bulk = g_ptr_array_new ();
  g_autofree char *said = NULL;

  set_range (ask, &query);
  if (query.since == 0)
    query.since = ask->now - 14 * 86400;
  said = describe_query (ask, &query);
  found = hearth_lookup_mail (ask, &query, HEARTH_DETAIL_ENVELOPE);
  for (guint i = 0; i < found->len; i++) {
    HearthMessage *message = g_ptr_array_index (found, i);

    /* What only looks like a circular is not among them. */
    if (message->marks & (HEARTH_MARK_AUTH_FAILED | HEARTH_MARK_LINK_MISMATCH))
      continue;
    if (message->marks & (HEARTH_MARK_LIST | HEARTH_MARK_BULK) ||
        g_strcmp0 (message->klass, "promotional") == 0)
      g_ptr_array_add (bulk, message);
  }
  if (bulk->len == 0) {
    hearth_reply_addf (ask->reply, _("No newsletters came%s."), said);
    return;
  }
  hearth_reply_addf (ask->reply,
                     ngettext ("%d mail went to many%s.", "%d mails went to many%s.", bulk->len),
                     bulk->len, said);
  list_messages (ask, bulk, MAX_LISTED, FALSE, FALSE);
}

/**
 * hearth_answer_mail_count:
 * @ask: a question for how many mails came
 */
void
hearth_answer_mail_count (HearthAsk *ask)
{
  HearthMailQuery query = { .limit = 200 };
  g_autofree char *said = NULL;
  gint64 n;

  query.person = hearth_task_get_slot (ask->task, "person");
  query.topic = hearth_task_get_slot (ask->task, "topic");
  set_range (ask, &query);
  said = describe_query (ask, &query);
  if (query.topic == NULL && query.person == NULL) {
    HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;

    filter.incoming = TRUE;
    filter.since = query.since;
    filter.before = query.before;
    n = hearth_store_messages_count (ask->db, &filter, NULL);
  } else {
    g_autoptr (GPtrArray) found = hearth_lookup_mail (ask, &query, HEARTH_DETAIL_ENVELOPE);

    n = found->len;
    hearth_focus_set (ask->focus, HEARTH_FOCUS_MESSAGES);
    for (guint i = 0; i < found->len; i++)
      hearth_focus_add (ask->focus, ((HearthMessage *) g_ptr_array_index (found, i))->id, 0);
    if (n >= (gint64) query.limit) {
      hearth_reply_addf (ask->reply, _("More than %d mails%s."), (int) n, said);
      return;
    }
  }
  hearth_reply_addf (ask->reply, ngettext ("%d mail%s.", "%d mails%s.", n), (int) MAX (n, 0), said);
}

/**
 * hearth_answer_last:
 * @ask: a question for what someone said last
 */
void
hearth_answer_last (HearthAsk *ask)
{
  HearthMailQuery query = { .limit = 5 };
  g_autoptr (GPtrArray) found = NULL;

  query.person = hearth_task_get_slot (ask->task, "person");
  query.topic = hearth_task_get_slot (ask->task, "topic");
  set_range (ask, &query);
  found = hearth_lookup_mail (ask, &query, HEARTH_DETAIL_FULL);
  if (found->len == 0) {
    g_autofree char *said = describe_query (ask, &query);

    hearth_reply_addf (ask->reply, _("I find no mail%s."), said);
    if (query.person != NULL)
      suggest_people (ask, query.person);
    return;
  }
  hearth_answer_show_message (ask, g_ptr_array_index (found, 0), 600);
}

/**
 * hearth_answer_read:
 * @ask: an order to read a mail out
 */
void
hearth_answer_read (HearthAsk *ask)
{
  HearthMailQuery query = { .limit = 5 };
  g_autoptr (HearthMessage) message = NULL;
  g_autoptr (GPtrArray) found = NULL;

  query.person = hearth_task_get_slot (ask->task, "person");
  query.topic = hearth_task_get_slot (ask->task, "topic");
  if (query.person == NULL && query.topic == NULL && !hearth_task_is (ask->task, "latest", "yes")) {
    message = hearth_lookup_focus_mail (ask);
    if (message == NULL && ask->focus->kind == HEARTH_FOCUS_EVENTS && ask->focus->items->len > 0) {
      hearth_answer_event_describe (ask);
      return;
    }
    if (message == NULL) {
      hearth_reply_add (ask->reply, _("Which mail shall I read to you?"));
      hearth_reply_suggest (ask->reply, _("Show me my unread mail"));
      hearth_reply_suggest (ask->reply, _("Read me the last mail"));
      return;
    }
  } else {
    set_range (ask, &query);
    found = hearth_lookup_mail (ask, &query, HEARTH_DETAIL_FULL);
    if (found->len == 0) {
      g_autofree char *said = describe_query (ask, &query);

      hearth_reply_addf (ask->reply, _("I find no mail%s."), said);
      return;
    }
    message = hearth_message_ref (g_ptr_array_index (found, 0));
  }
  hearth_answer_show_message (ask, message, MAX_READ);
}

/**
 * hearth_answer_sender:
 * @ask: a question for who wrote the mail that is spoken of
 */
void
hearth_answer_sender (HearthAsk *ask)
{
  g_autoptr (HearthMessage) message = hearth_lookup_focus_mail (ask);
  g_autofree char *who = NULL;
  g_autofree char *when = NULL;

  if (message == NULL) {
    if (ask->focus->kind == HEARTH_FOCUS_EVENTS && ask->focus->items->len > 0)
      hearth_answer_event_who (ask);
    else
      hearth_reply_add (ask->reply, _("I am not sure which mail you mean."));
    return;
  }
  who = hearth_say_person (message->from, TRUE);
  when = hearth_say_when (message->date, ask->now);
  hearth_reply_addf (ask->reply, _("It is from %s, sent %s."), who, when);
  if (message->marks & HEARTH_MARK_AUTH_FAILED)
    hearth_reply_add (ask->reply, _("The mail servers could not confirm that sender."));
  if (message->marks & HEARTH_MARK_REPLY_TO_DIFFERS && message->reply_to != NULL) {
    g_autofree char *reply = hearth_say_person (message->reply_to, TRUE);

    hearth_reply_addf (ask->reply, _("An answer would go elsewhere, to %s."), reply);
  }
  hearth_reply_add_message (ask->reply, message);
}

/**
 * hearth_answer_mail_date:
 * @ask: a question for when a mail came
 */
void
hearth_answer_mail_date (HearthAsk *ask)
{
  HearthMailQuery query = { .limit = 1 };
  g_autoptr (HearthMessage) message = NULL;
  g_autofree char *who = NULL;
  g_autofree char *when = NULL;

  query.person = hearth_task_get_slot (ask->task, "person");
  query.topic = hearth_task_get_slot (ask->task, "topic");
  if (query.person == NULL) {
    message = hearth_lookup_focus_mail (ask);
  } else {
    g_autoptr (GPtrArray) found = hearth_lookup_mail (ask, &query, HEARTH_DETAIL_ENVELOPE);

    if (found->len > 0)
      message = hearth_message_ref (g_ptr_array_index (found, 0));
  }
  if (message == NULL) {
    hearth_reply_add (ask->reply, _("I find no such mail."));
    return;
  }
  who = hearth_say_person (message->from, FALSE);
  when = ask->task->format != NULL ? hearth_say_as (message->date, ask->task->format)
                                   : hearth_say_when (message->date, ask->now);
  hearth_reply_addf (ask->reply, _("%s wrote %s, about “%s”."), who, when, message->subject);
  hearth_reply_add_message (ask->reply, message);
  hearth_focus_set (ask->focus, HEARTH_FOCUS_MESSAGES);
  hearth_focus_add (ask->focus, message->id, 0);
}

/**
 * hearth_answer_sent:
 * @ask: a question for what the owner wrote to someone
 */
void
hearth_answer_sent (HearthAsk *ask)
{
  HearthMailQuery query = { .sent = TRUE, .limit = 20 };
  g_autoptr (GPtrArray) found = NULL;
  g_autofree char *said = NULL;

  query.person = hearth_task_get_slot (ask->task, "person");
  query.topic = hearth_task_get_slot (ask->task, "topic");
  set_range (ask, &query);
  said = describe_query (ask, &query);
  found = hearth_lookup_mail (ask, &query, HEARTH_DETAIL_FULL);
  if (found->len == 0) {
    hearth_reply_addf (ask->reply, _("I find nothing that you wrote%s."), said);
    return;
  }
  {
    const HearthMessage *last = g_ptr_array_index (found, 0);
    g_autofree char *when = hearth_say_when (last->date, ask->now);
    g_autofree char *text = last->text != NULL ? hearth_say_quote (last->text, 500) : g_strdup ("");

    hearth_reply_addf (ask->reply, _("You last wrote%s %s, about “%s”:"), said, when,
                       last->subject);
    hearth_reply_add_paragraph (ask->reply, text);
    hearth_reply_add_message (ask->reply, last);
  }
  hearth_focus_set (ask->focus, HEARTH_FOCUS_MESSAGES);
  for (guint i = 0; i < found->len; i++)
    hearth_focus_add (ask->focus, ((HearthMessage *) g_ptr_array_index (found, i))->id, 0);
}

static gboolean
attachment_fits (HearthAsk *ask, const HearthAttachment *attachment, GPtrArray *words)
{
  g_autofree char *folded = hearth_text_fold (attachment->name);

  for (guint i = 0; words != NULL && i < words->len; i++) {
    if (strstr (folded, g_ptr_array_index (words, i)) != NULL)
      return TRUE;
  }
  return words == NULL || words->len == 0;
}

/**
 * hearth_answer_attachment:
 * @ask: a question for an attachment
 */
void
hearth_answer_attachment (HearthAsk *ask)
{
  HearthMailQuery query = { .attachments = TRUE, .limit = 40 };
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) words = NULL;
  guint listed = 0;

  query.person = hearth_task_get_slot (ask->task, "person");
  query.topic = hearth_task_get_slot (ask->task, "topic");
  if (hearth_lookup_is_pronoun (ask, query.topic))
    query.topic = NULL; /* "in it" */
  set_range (ask, &query);
  if (query.person == NULL && query.topic == NULL && !hearth_task_is (ask->task, "all", "yes")) {
    g_autoptr (HearthMessage) message = hearth_lookup_focus_mail (ask);

    if (message != NULL) {
      found = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
      g_ptr_array_add (found, g_steal_pointer (&message));
    }
  }
  if (found == NULL)
    found = hearth_lookup_mail (ask, &query, HEARTH_DETAIL_ENVELOPE);
  if (query.topic != NULL)
    words = hearth_lookup_words (ask, query.topic);
  /* Names that fit first; if none does, the words are in the mail and everything attached to it
   * counts. */
  for (guint round = 0; round < 2 && listed == 0; round++) {
    for (guint i = 0; i < found->len && listed < MAX_LISTED; i++) {
      const HearthMessage *message = g_ptr_array_index (found, i);

      for (guint k = 0; k < message->attachments->len && listed < MAX_LISTED; k++) {
        const HearthAttachment *attachment = g_ptr_array_index (message->attachments, k);
        g_autofree char *line = NULL;
        g_autofree char *from = NULL;

        if (!attachment_fits (ask, attachment, round == 0 ? words : NULL))
          continue;
        if (listed == 0) {
          hearth_reply_add (ask->reply, _("Here is what I find, the newest first."));
          hearth_focus_set (ask->focus, HEARTH_FOCUS_MESSAGES);
        }
        from = say_line (ask, message, FALSE);
        line = g_strdup_printf ("%s. %s", attachment->name, from);
        hearth_reply_add_item (ask->reply, line);
        hearth_reply_add_attachment (ask->reply, message, attachment);
        hearth_focus_add (ask->focus, message->id, 0);
        listed++;
      }
    }
  }
  if (listed == 0) {
    g_autofree char *said = describe_query (ask, &query);

    hearth_reply_addf (ask->reply, _("I find no attachment%s."), said);
  }
}

/**
 * hearth_answer_address:
 * @ask: a question for someone's address
 */
void
hearth_answer_address (HearthAsk *ask)
{
  const char *said = hearth_task_get_slot (ask->task, "person");
  g_autofree char *name = g_strdup (said != NULL ? said : "");
  g_autoptr (GPtrArray) people = NULL;
  char *mark = strstr (name, "'s");

  if (mark == NULL)
    mark = strstr (name, "’s");
  if (mark != NULL)
    *mark = '\0';
  people = *name != '\0' ? hearth_store_people_complete (ask->db, name, 4, NULL) : NULL;
  if (people == NULL || people->len == 0) {
    hearth_reply_addf (ask->reply, _("I know nobody called %s."), name);
    return;
  }
  if (people->len == 1) {
    g_autofree char *who = hearth_say_person (g_ptr_array_index (people, 0), TRUE);

    hearth_reply_addf (ask->reply, _("It is %s."), who);
    return;
  }
  hearth_reply_addf (ask->reply,
                     _("There is more than one, the one you have most to do with first."));
  for (guint i = 0; i < people->len; i++) {
    g_autofree char *who = hearth_say_person (g_ptr_array_index (people, i), TRUE);

    hearth_reply_add_item (ask->reply, who);
  }
}
