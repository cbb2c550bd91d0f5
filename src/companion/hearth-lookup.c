/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ask.h"

#include <string.h>

#include "hearth-clock.h"
#include "hearth-extract.h"
#include "hearth-text.h"

/* Finds the mail or the event that the owner's words mean. */

#define DAY ((gint64) 86400)

/**
 * hearth_lookup_number:
 * @said: "second", "2", "two" …
 *
 * Returns: the number, or 0
 */
guint
hearth_lookup_number (const char *said)
{
  static const char *const words[] = { "first", "second",  "third",  "fourth", "fifth",
                                       "sixth", "seventh", "eighth", "ninth",  "tenth" };
  static const char *const numbers[] = { "one", "two",   "three", "four", "five",
                                         "six", "seven", "eight", "nine", "ten" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    if (g_ascii_strcasecmp (said, words[i]) == 0 || g_ascii_strcasecmp (said, numbers[i]) == 0)
      return i + 1;
  }
  return (guint) CLAMP (g_ascii_strtoll (said, NULL, 10), 0, 1000);
}

/**
 * hearth_lookup_words:
 * @ask: the question
 * @topic: words that name something
 *
 * Returns: (transfer full) (element-type utf8): the folded words that say something; all of them if
 * none does ("the meeting")
 */
GPtrArray *
hearth_lookup_words (HearthAsk *ask, const char *topic)
{
  g_autofree char *folded = hearth_text_fold (topic);
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  for (guint round = 0; round < 2 && words->len == 0; round++) {
    for (const char *p = folded; *p != '\0';) {
      const char *start = p;
      g_autofree char *word = NULL;

      while (*p != '\0' && (g_unichar_isalnum (g_utf8_get_char (p)) ||
                            (p > start && strchr ("-@.", *p) != NULL && g_ascii_isalnum (p[1]))))
        p = g_utf8_next_char (p);
      if (p > start) {
        word = g_strndup (start, p - start);
        if ((round == 1 || !hearth_intents_is_stop_word (ask->intents, word)) && words->len < 10 &&
            !(strcmp (word, "s") == 0))
          g_ptr_array_add (words, g_steal_pointer (&word));
      } else {
        p = g_utf8_next_char (p);
      }
    }
  }
  return words;
}

/**
 * hearth_lookup_is_pronoun:
 * @ask: the question
 * @topic: (nullable): words
 *
 * Returns: whether they only point back ("it", "the meeting", "that one"), or are none
 */
gboolean
hearth_lookup_is_pronoun (HearthAsk *ask, const char *topic)
{
  g_auto (GStrv) words = NULL;

  if (topic == NULL)
    return TRUE;
  words = g_strsplit_set (topic, " \t", -1);
  for (guint i = 0; words[i] != NULL; i++) {
    if (!hearth_intents_is_stop_word (ask->intents, words[i]))
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_lookup_is_owner:
 * @ask: the question
 * @address: an addr-spec
 *
 * Returns: whether the owner sends mail from it
 */
gboolean
hearth_lookup_is_owner (HearthAsk *ask, const char *address)
{
  g_autoptr (GPtrArray) own = hearth_store_people_list_owner (ask->db, NULL);

  for (guint i = 0; own != NULL && i < own->len; i++) {
    if (g_ascii_strcasecmp (g_ptr_array_index (own, i), address) == 0)
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_lookup_span:
 * @ask: the question
 * @days: how many days from now if no time was said
 *
 * Returns: the time that the question is about; a moment means its day
 */
HearthSpan
hearth_lookup_span (HearthAsk *ask, guint days)
{
  const HearthTimePhrase *when = &ask->task->when;
  HearthSpan span = { ask->now, ask->now + days * DAY };

  if (!ask->task->has_when)
    return span;
  if (when->bound == HEARTH_BOUND_SINCE && when->has_clock) {
    /* "After five" is the rest of that day. */
    span.start = when->start;
    span.end =
        hearth_time_at (ask->zone, hearth_time_get_julian (ask->zone, when->start, NULL) + 1, 0);
  } else if (when->bound == HEARTH_BOUND_SINCE) {
    span.start = when->start;
    span.end = MAX (when->start, ask->now) + days * DAY;
  } else if (when->bound == HEARTH_BOUND_UNTIL && when->has_clock && when->end > ask->now) {
    gint64 midnight =
        hearth_time_at (ask->zone, hearth_time_get_julian (ask->zone, when->end - 1, NULL), 0);

    /* "Before noon tomorrow" is of that day, too. */
    span.start = when->has_date ? midnight : MAX (midnight, ask->now);
    span.end = when->end;
  } else if (when->bound == HEARTH_BOUND_UNTIL) {
    span.end = MAX (when->end, ask->now);
  } else if (when->kind == HEARTH_TIME_INSTANT) {
    span.start = hearth_time_at (ask->zone, when->julian, 0);
    span.end = hearth_time_at (ask->zone, when->julian + 1, 0);
  } else {
    span.start = when->start;
    span.end = when->end;
  }
  return span;
}

/**
 * hearth_lookup_from_today:
 * @ask: the question
 * @span: a time
 *
 * Returns: of a longer time that has begun, what is left: the days that are over are not asked for
 */
HearthSpan
hearth_lookup_from_today (HearthAsk *ask, HearthSpan span)
{
  gint64 today = hearth_time_at (ask->zone, hearth_time_get_julian (ask->zone, ask->now, NULL), 0);

  if (span.start < today && span.end > today)
    span.start = today;
  return span;
}

static void
append_query_word (GString *query, const char *prefix, const char *word)
{
  g_autofree char *bare = g_strdelimit (g_strdup (word), "\"", ' ');

  g_string_append_printf (query, "%s%s\"%s\"", query->len > 0 ? " " : "", prefix,
                          g_strstrip (bare));
}

static GPtrArray *
search (HearthAsk *ask, const char *query, guint limit, HearthMessageDetail detail)
{
  HearthSearchOptions options = { .limit = limit };
  g_autoptr (GError) error = NULL;
  GPtrArray *found = hearth_store_search (ask->db, query, &options, detail, &error);

  if (found == NULL) {
    g_debug ("Search for %s: %s", query, error->message);
    found = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
  }
  return found;
}

static gboolean
is_wanted (HearthAsk *ask, const HearthMessage *message, const HearthMailQuery *query)
{
  HearthMailboxRole role = hearth_mailbox_role_from_name (message->mailbox);
  gboolean out = role == HEARTH_MAILBOX_SENT || role == HEARTH_MAILBOX_DRAFTS;

  if (role == HEARTH_MAILBOX_TRASH || role == HEARTH_MAILBOX_JUNK)
    return FALSE;
  if (query->sent != out)
    return FALSE;
  if (query->attachments && message->attachments->len == 0)
    return FALSE;
  return (query->since == 0 || message->date >= query->since) &&
         (query->before == 0 || message->date < query->before);
}

/* The name as the store knows it: "Müller's" and a slip of the keyboard find Müller. */
static char *
find_person (HearthAsk *ask, const char *said)
{
  g_autofree char *name = g_strdup (said);
  gsize length = strlen (name);

  if (g_str_has_suffix (name, "'s"))
    name[length - 2] = '\0';
  else if (g_str_has_suffix (name, "’s"))
    name[length - strlen ("’s")] = '\0';
  else if (g_str_has_suffix (name, "'"))
    name[length - 1] = '\0';
  return g_strstrip (g_steal_pointer (&name));
}

static char *
make_query (HearthAsk *ask, const HearthMailQuery *query, gboolean any_word)
{
  g_autoptr (GPtrArray) words =
      query->topic != NULL ? hearth_lookup_words (ask, query->topic) : NULL;
  GString *text = g_string_new (NULL);

  for (guint i = 0; words != NULL && i < words->len; i++) {
    if (any_word && i > 0)
      g_string_append (text, " OR");
    append_query_word (text, "", g_ptr_array_index (words, i));
  }
  if (query->person != NULL) {
    g_autofree char *name = find_person (ask, query->person);
    g_auto (GStrv) parts = g_strsplit_set (name, " \t", -1);

    if (any_word && text->len > 0) {
      g_string_prepend_c (text, '(');
      g_string_append_c (text, ')');
    }
    for (guint i = 0; parts[i] != NULL; i++) {
      if (*parts[i] != '\0')
        append_query_word (text, query->sent ? "to:" : "from:", parts[i]);
    }
  }
  if (query->before != 0) {
    g_autoptr (GDateTime) day = hearth_clock_dup_at (query->before + DAY);
    g_autofree char *date = day != NULL ? g_date_time_format (day, "%Y-%m-%d") : NULL;

    if (date != NULL)
      g_string_append_printf (text, " before:%s", date);
  }
  return g_string_free (text, FALSE);
}

static GPtrArray *
list_all (HearthAsk *ask, const HearthMailQuery *query, HearthMessageDetail detail)
{
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;
  GPtrArray *found;

  filter.since = query->since;
  filter.before = query->before;
  filter.limit = query->attachments ? 200 : query->limit;
  if (query->sent)
    filter.role = HEARTH_MAILBOX_SENT;
  else
    filter.incoming = TRUE;
  found = hearth_store_messages_list (ask->db, &filter, detail, NULL);
  return found != NULL ? found
                       : g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
}

/**
 * hearth_lookup_mail:
 * @ask: the question
 * @query: which mail
 * @detail: how much of each
 *
 * Returns: (transfer full) (element-type HearthMessage): the newest that match
 */
GPtrArray *
hearth_lookup_mail (HearthAsk *ask, const HearthMailQuery *query, HearthMessageDetail detail)
{
  GPtrArray *wanted = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
  guint limit = query->limit > 0 ? query->limit : 20;

  if (query->person == NULL && query->topic == NULL) {
    g_autoptr (GPtrArray) found = list_all (ask, query, detail);

    for (guint i = 0; i < found->len && wanted->len < limit; i++) {
      if (is_wanted (ask, g_ptr_array_index (found, i), query))
        g_ptr_array_add (wanted, hearth_message_ref (g_ptr_array_index (found, i)));
    }
    return wanted;
  }
  {
    g_autofree char *text = make_query (ask, query, FALSE);
    g_autoptr (GPtrArray) found = search (ask, text, limit * 3, HEARTH_DETAIL_ENVELOPE);

    for (guint i = 0; i < found->len && wanted->len < limit; i++) {
      HearthMessage *message = g_ptr_array_index (found, i);
      HearthMessage *full;

      if (!is_wanted (ask, message, query))
        continue;
      /* Bodies are packed: only those that are read are unpacked. */
      full = detail == HEARTH_DETAIL_FULL ? hearth_store_messages_get (ask->db, message->id, NULL)
                                          : NULL;
      g_ptr_array_add (wanted, full != NULL ? full : hearth_message_ref (message));
    }
  }
  return wanted;
}

static gboolean
is_free_mail (const char *domain)
{
  static const char *const hosts[] = {
    "gmail.com", "googlemail.com", "aol.com",     "hotmail.com", "outlook.com",    "live.com",
    "msn.com",   "yahoo.com",      "yahoo.co.uk", "gmx.net",     "gmx.de",         "web.de",
    "mail.com",  "mail.ru",        "icloud.com",  "proton.me",   "protonmail.com", "yandex.ru",
    "qq.com",    "163.com",        NULL
  };

  return g_strv_contains (hosts, domain);
}

/**
 * hearth_lookup_trust:
 * @ask: the question
 * @message: a mail
 * @topic: what is looked for
 *
 * Weighs whether a mail is from the one that the topic names. Anyone can write "Your bank" into a
 * subject; fewer can send from the bank's domain. Used where a wrong mail would cost something:
 * codes and links.
 *
 * Returns: a weight, negative if something is odd
 */
double
hearth_lookup_trust (HearthAsk *ask, const HearthMessage *message, const char *topic)
{
  g_autoptr (GPtrArray) words = hearth_lookup_words (ask, topic);
  const char *at = message->from != NULL ? strrchr (message->from->address, '@') : NULL;
  g_autofree char *domain = at != NULL ? hearth_extract_domain (at + 1) : g_strdup ("");
  double trust = 0;

  for (guint i = 0; i < words->len; i++) {
    const char *word = g_ptr_array_index (words, i);
    gsize length = strlen (word);

    if (length < 4)
      continue;
    if (strncmp (domain, word, length) == 0 && domain[length] == '.')
      trust += 4;
    else if (is_free_mail (domain) && at != NULL && message->from != NULL) {
      g_autofree char *local = hearth_intents_is_stop_word (ask->intents, word)
                                   ? g_strdup ("")
                                   : hearth_text_fold (message->from->address);
      g_autofree char *bare = g_strdelimit (g_steal_pointer (&local), "._", '-');
      g_auto (GStrv) parts = g_strsplit (bare, "-", -1);
      g_autofree char *joined = g_strjoinv ("", parts);

      /* A company's name before the @ of a free mail service is the mark of someone else. */
      if (strstr (joined, word) != NULL)
        trust -= 3;
    }
  }
  if (message->marks & HEARTH_MARK_AUTH_FAILED)
    trust -= 5;
  if (message->marks & HEARTH_MARK_LINK_MISMATCH)
    trust -= 4;
  if (message->marks & HEARTH_MARK_REPLY_TO_DIFFERS)
    trust -= 1;
  if (message->flags & (HEARTH_MESSAGE_ANSWERED | HEARTH_MESSAGE_FLAGGED))
    trust += 1;
  return trust;
}

typedef struct {
  HearthMessage *message; /* (owned) */
  double score;
} Ranked;

static int
compare_ranked_cb (gconstpointer a, gconstpointer b)
{
  const Ranked *x = a;
  const Ranked *y = b;

  if (x->score != y->score)
    return x->score > y->score ? -1 : 1;
  return x->message->date > y->message->date ? -1 : x->message->date < y->message->date ? 1 : 0;
}

static guint
count_words (GPtrArray *words, const char *text)
{
  g_autofree char *folded = hearth_text_fold (text != NULL ? text : "");
  guint n = 0;

  for (guint i = 0; i < words->len; i++) {
    const char *word = g_ptr_array_index (words, i);
    g_autofree char *stem =
        strlen (word) > 5 ? g_strndup (word, strlen (word) - 1) : g_strdup (word);

    if (strstr (folded, stem) != NULL)
      n++;
  }
  return n;
}

static double
score_message (HearthAsk *ask, HearthMessage *message, GPtrArray *words, const char *topic)
{
  double n = MAX (words->len, 1);
  double score = 4.0 * count_words (words, message->subject) / n +
                 3.0 * count_words (words, message->text) / n;
  double days = ABS (ask->now - message->date) / (double) DAY;

  if (message->from != NULL) {
    g_autofree char *who = g_strdup_printf ("%s %s", message->from->name, message->from->address);

    score += 2.0 * count_words (words, who) / n;
  }
  score += hearth_lookup_trust (ask, message, topic);
  score += 2.0 / (1.0 + days / 14.0);
  if (message->marks & (HEARTH_MARK_LIST | HEARTH_MARK_BULK))
    score -= 1.5;
  if (g_strcmp0 (message->klass, "promotional") == 0)
    score -= 1.5;
  return score;
}

/* "The tracking number" is in a mail that speaks of a parcel. */
static void
add_by_synonyms (HearthAsk *ask, GPtrArray *words, GPtrArray *found)
{
  for (guint i = 0; i < words->len && found->len == 0; i++) {
    const char *const *group =
        hearth_intents_get_synonyms (ask->intents, g_ptr_array_index (words, i));
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (GPtrArray) more = NULL;
    HearthMailQuery query = { .limit = 8 };

    for (guint k = 0; group != NULL && group[k] != NULL; k++) {
      if (k > 0)
        g_string_append (text, " OR");
      append_query_word (text, "", group[k]);
    }
    if (text->len == 0)
      continue;
    more = search (ask, text->str, 8, HEARTH_DETAIL_FULL);
    for (guint k = 0; k < more->len; k++) {
      if (is_wanted (ask, g_ptr_array_index (more, k), &query))
        g_ptr_array_add (found, hearth_message_ref (g_ptr_array_index (more, k)));
    }
  }
}

/**
 * hearth_lookup_ranked:
 * @ask: the question
 * @topic: what is looked for
 * @limit: at most so many
 *
 * Finds received mail by what it is about, the likeliest first and not the newest: where the words
 * stand, who it is from, how old it is.
 *
 * Returns: (transfer full) (element-type HearthMessage): whole messages
 */
GPtrArray *
hearth_lookup_ranked (HearthAsk *ask, const char *topic, guint limit)
{
  g_autoptr (GPtrArray) words = hearth_lookup_words (ask, topic);
  g_autoptr (GArray) ranked = g_array_new (FALSE, TRUE, sizeof (Ranked));
  HearthMailQuery query = { .topic = topic, .limit = 16 };
  g_autoptr (GPtrArray) found = hearth_lookup_mail (ask, &query, HEARTH_DETAIL_FULL);
  GPtrArray *out = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);

  if (found->len == 0 && words->len > 1) {
    g_autofree char *text = make_query (ask, &query, TRUE);
    g_autoptr (GPtrArray) wider = search (ask, text, 8, HEARTH_DETAIL_FULL);

    for (guint i = 0; i < wider->len; i++) {
      HearthMessage *message = g_ptr_array_index (wider, i);
      guint n = MAX (count_words (words, message->subject), count_words (words, message->text));

      if (is_wanted (ask, message, &query) && n * 2 > words->len)
        g_ptr_array_add (found, hearth_message_ref (message));
    }
  }
  if (found->len == 0)
    add_by_synonyms (ask, words, found);
  for (guint i = 0; i < found->len; i++) {
    Ranked row = { g_ptr_array_index (found, i), 0 };

    row.score = score_message (ask, row.message, words, topic);
    g_array_append_val (ranked, row);
  }
  g_array_sort (ranked, compare_ranked_cb);
  for (guint i = 0; i < ranked->len && i < limit; i++)
    g_ptr_array_add (out, hearth_message_ref (g_array_index (ranked, Ranked, i).message));
  return out;
}

/**
 * hearth_lookup_agenda:
 * @ask: the question
 * @span: a time
 *
 * Returns: (transfer full) (element-type HearthOccurrence): what is in the calendars, without what
 * was cancelled
 */
GPtrArray *
hearth_lookup_agenda (HearthAsk *ask, HearthSpan span)
{
  g_autoptr (GPtrArray) found = NULL;
  GPtrArray *out = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_occurrence_free);

  if (ask->engine != NULL)
    (void) hearth_engine_ensure_window (ask->engine, span, NULL);
  found = hearth_store_events_between (ask->db, span, 300, NULL);
  for (guint i = 0; found != NULL && i < found->len; i++) {
    HearthOccurrence *occurrence = g_ptr_array_index (found, i);

    if (occurrence->event->status != HEARTH_EVENT_CANCELLED)
      g_ptr_array_add (out, hearth_occurrence_new (hearth_event_ref (occurrence->event),
                                                   occurrence->span));
  }
  return out;
}

static GPtrArray *
search_events (HearthAsk *ask, const char *words, HearthSpan span)
{
  GPtrArray *found = hearth_store_events_search (ask->db, words, span, 60, NULL);

  return found != NULL ? found
                       : g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_occurrence_free);
}

/* Events with most of the words, when none has all of them. */
static GPtrArray *
search_events_widely (HearthAsk *ask, GPtrArray *words, HearthSpan span)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GPtrArray) all =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_occurrence_free);
  GPtrArray *best = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_occurrence_free);
  guint most = 0;

  for (guint i = 0; i < MIN (words->len, 4); i++) {
    g_autoptr (GPtrArray) found = search_events (ask, g_ptr_array_index (words, i), span);
    g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);

    g_ptr_array_set_free_func (found, NULL);
    for (guint k = 0; k < found->len; k++) {
      HearthOccurrence *occurrence = g_ptr_array_index (found, k);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, &occurrence->event->id));

      if (g_hash_table_add (seen, &occurrence->event->id))
        g_hash_table_insert (counts, &occurrence->event->id, GUINT_TO_POINTER (++n));
      most = MAX (most, n);
      g_ptr_array_add (all, occurrence);
    }
  }
  if (most * 2 <= words->len)
    return best;
  for (guint i = 0; i < all->len; i++) {
    HearthOccurrence *occurrence = g_ptr_array_index (all, i);
    gboolean twice = FALSE;

    for (guint k = 0; k < best->len; k++) {
      HearthOccurrence *other = g_ptr_array_index (best, k);

      twice = twice || (other->event->id == occurrence->event->id &&
                        other->span.start == occurrence->span.start);
    }
    if (!twice && GPOINTER_TO_UINT (g_hash_table_lookup (counts, &occurrence->event->id)) == most)
      g_ptr_array_add (best, hearth_occurrence_new (hearth_event_ref (occurrence->event),
                                                    occurrence->span));
  }
  return best;
}

static double
score_event (HearthAsk *ask, const HearthOccurrence *occurrence, GPtrArray *words,
             const char *folded)
{
  g_autofree char *summary = hearth_text_fold (occurrence->event->summary);
  double score = 6.0 * count_words (words, summary) / MAX (words->len, 1);
  gboolean over = occurrence->span.end <= ask->now;

  if (strcmp (summary, folded) == 0)
    score += 6;
  else if (g_str_has_prefix (summary, folded))
    score += 1;
  if (occurrence->event->status == HEARTH_EVENT_CANCELLED)
    score -= 3;
  if (over && !ask->task->has_when)
    score -= 8;
  return score;
}

/**
 * hearth_lookup_events:
 * @ask: the question
 * @topic: words that name an event
 *
 * Returns: (transfer full) (element-type HearthOccurrence): the events that are meant, the
 * likeliest first: by its name, then what comes next, then what was last
 */
GPtrArray *
hearth_lookup_events (HearthAsk *ask, const char *topic)
{
  g_autoptr (GPtrArray) words = hearth_lookup_words (ask, topic);
  g_autofree char *folded = hearth_text_fold (topic);
  g_autoptr (GPtrArray) found = NULL;
  GPtrArray *sorted = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_occurrence_free);
  g_autofree char *joined = NULL;
  HearthSpan span = hearth_lookup_span (ask, 2 * 366);

  if (!ask->task->has_when)
    span.start = ask->now - 366 * DAY;
  if (ask->engine != NULL)
    (void) hearth_engine_ensure_window (ask->engine, span, NULL);
  g_ptr_array_add (words, NULL);
  joined = g_strjoinv (" ", (char **) words->pdata);
  g_ptr_array_set_size (words, words->len - 1);
  found = search_events (ask, joined, span);
  if (found->len == 0 && words->len > 1) {
    g_ptr_array_unref (found);
    found = search_events_widely (ask, words, span);
  }
  while (found->len > 0) {
    guint best = 0;
    double best_score = -1000;

    for (guint i = 0; i < found->len; i++) {
      const HearthOccurrence *occurrence = g_ptr_array_index (found, i);
      double score = score_event (ask, occurrence, words, folded);
      const HearthOccurrence *other = g_ptr_array_index (found, best);
      gint64 distance = ABS (occurrence->span.start - ask->now);

      if (score > best_score ||
          (score == best_score && distance < ABS (other->span.start - ask->now))) {
        best = i;
        best_score = score;
      }
    }
    g_ptr_array_add (sorted, g_ptr_array_steal_index (found, best));
  }
  return sorted;
}

/**
 * hearth_lookup_is_ordinal:
 * @ask: the question
 * @topic: words
 * @number: (out): which of the things that were listed, from 1; 0 if nothing was
 *
 * Returns: whether the words are no name, but count: "the second one", "the last meeting"
 */
gboolean
hearth_lookup_is_ordinal (HearthAsk *ask, const char *topic, guint *number)
{
  g_auto (GStrv) words = g_strsplit_set (topic, " \t", -1);
  gboolean counts = FALSE;

  *number = 0;
  for (guint i = 0; words[i] != NULL; i++) {
    const char *word = hearth_intents_get_number (ask->intents, words[i]);
    guint n = hearth_lookup_number (word);

    if (n > 0 && !counts)
      *number = n;
    else if (g_ascii_strcasecmp (word, "last") == 0 && !counts)
      *number = ask->focus->items->len;
    else if (hearth_intents_is_stop_word (ask->intents, words[i]))
      continue;
    else
      return FALSE;
    counts = TRUE;
  }
  return counts;
}

/* What the owner points at: the event that is spoken of, or the one of that number in the list. */
static HearthOccurrence *
find_pointed_at (HearthAsk *ask, const char *topic)
{
  guint number;

  if (topic != NULL && ask->focus->kind == HEARTH_FOCUS_EVENTS &&
      hearth_lookup_is_ordinal (ask, topic, &number) && number > 0 &&
      number <= ask->focus->items->len) {
    ask->focus->current = number - 1;
    return hearth_lookup_focus_event (ask);
  }
  if (hearth_lookup_is_pronoun (ask, topic) && !ask->task->has_when)
    return hearth_lookup_focus_event (ask);
  return NULL;
}

/**
 * hearth_lookup_event:
 * @ask: the question
 * @topic: (nullable): words that name an event, or that point back
 *
 * Returns: (transfer full) (nullable): the event that is meant
 */
HearthOccurrence *
hearth_lookup_event (HearthAsk *ask, const char *topic)
{
  g_autoptr (GPtrArray) found = NULL;
  HearthOccurrence *occurrence = find_pointed_at (ask, topic);

  if (occurrence != NULL)
    return occurrence;
  if (hearth_lookup_is_pronoun (ask, topic)) {
    HearthSpan span = hearth_lookup_span (ask, 60);

    found = hearth_lookup_agenda (ask, span);
    for (guint i = 0; i < found->len; i++) {
      HearthOccurrence *next = g_ptr_array_index (found, i);

      if (!next->event->all_day && (next->span.start >= ask->now || ask->task->has_when))
        return g_ptr_array_steal_index (found, i);
    }
    return NULL;
  }
  found = hearth_lookup_events (ask, topic);
  if (found->len == 0 && ask->task->has_when) {
    /* The time may belong to the name ("the Friday lunch"), or be wrong by a day. */
    ask->task->has_when = FALSE;
    g_ptr_array_unref (found);
    found = hearth_lookup_events (ask, topic);
    ask->task->has_when = TRUE;
  }
  return found->len > 0 ? g_ptr_array_steal_index (found, 0) : NULL;
}

/**
 * hearth_lookup_focus_mail:
 * @ask: the question
 *
 * Returns: (transfer full) (nullable): the mail that is spoken of
 */
HearthMessage *
hearth_lookup_focus_mail (HearthAsk *ask)
{
  const HearthFocus *focus = ask->focus;

  if (focus->kind != HEARTH_FOCUS_MESSAGES || focus->current >= focus->items->len)
    return NULL;
  return hearth_store_messages_get (
      ask->db, g_array_index (focus->items, HearthFocusItem, focus->current).id, NULL);
}

/**
 * hearth_lookup_focus_event:
 * @ask: the question
 *
 * Returns: (transfer full) (nullable): the event that is spoken of
 */
HearthOccurrence *
hearth_lookup_focus_event (HearthAsk *ask)
{
  const HearthFocus *focus = ask->focus;
  const HearthFocusItem *item;
  g_autoptr (GPtrArray) found = NULL;
  HearthSpan span;

  if (focus->kind != HEARTH_FOCUS_EVENTS || focus->current >= focus->items->len)
    return NULL;
  item = &g_array_index (focus->items, HearthFocusItem, focus->current);
  span.start = item->start;
  span.end = item->start + 1;
  found = hearth_store_events_between (ask->db, span, 100, NULL);
  for (guint i = 0; found != NULL && i < found->len; i++) {
    HearthOccurrence *occurrence = g_ptr_array_index (found, i);

    if (occurrence->event->id == item->id && occurrence->span.start == item->start)
      return g_ptr_array_steal_index (found, i);
  }
  return NULL;
}
