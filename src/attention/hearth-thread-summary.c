/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-thread-summary.h"

#include "hearth-sentences.h"
#include "hearth-store-messages.h"
#include "hearth-thread-sentence.h"
#include "hearth-values.h"

#include <string.h>

/* A thread is summed up by sentences of its own, never by other words. It is read to its newest
 * state: what a later message overturns is left out, what was answered is not open any more, and
 * the last message always has its say. */

#define MAX_LINES 5
#define MAX_OPEN 2
#define MAX_TEXT (8 * 1024) /* of a message */
#define MAX_OF_MESSAGE 40   /* sentences */
#define MAX_SENTENCES 4000  /* of the thread; the newest messages are read first */
#define MAX_COMPARED 300    /* sentences that hold a time, a date or an amount */
#define MIN_LENGTH 8
#define LONG_LENGTH 260
#define MAX_LINE 280

typedef struct {
  GPtrArray *messages; /* (element-type HearthMessage): those that are read, oldest first */
  GArray *sentences;   /* (element-type HearthThreadSentence): in their order */
  const HearthThreadSentence *chosen[MAX_LINES];
  guint n_chosen;
  GHashTable *counts; /* of words: in how many messages they are */
} Thread;

/**
 * hearth_summary_line_new:
 * @kind: why the sentence is in the summary
 * @message: the message that it is from, with its text
 * @start: where it begins, in bytes of the text
 * @length: bytes of it
 *
 * Returns: (transfer full): the sentence on one line, cut between words if it is long
 */
HearthSummaryLine *
hearth_summary_line_new (HearthSummaryKind kind, const HearthMessage *message, gsize start,
                         gsize length)
{
  HearthSummaryLine *self = g_new0 (HearthSummaryLine, 1);
  HearthSentence sentence = { .start = start, .length = length };
  g_autofree char *line = hearth_sentence_dup (message->text, &sentence);

  self->kind = kind;
  self->message_id = message->id;
  self->start = start;
  self->length = length;
  if (strlen (line) > MAX_LINE) {
    char *end = line + MAX_LINE;

    while (end > line && *end != ' ')
      end--;
    if (end == line)
      end = g_utf8_find_prev_char (line, line + MAX_LINE);
    *end = '\0';
    self->text = g_strconcat (line, " …", NULL);
  } else {
    self->text = g_steal_pointer (&line);
  }
  self->from = g_strdup (message->from != NULL ? hearth_address_get_label (message->from) : "");
  self->date = message->date;
  return self;
}

/**
 * hearth_summary_line_free:
 * @self: (transfer full): a sentence of a summary
 */
void
hearth_summary_line_free (HearthSummaryLine *self)
{
  g_free (self->text);
  g_free (self->from);
  g_free (self);
}

/**
 * hearth_summary_kind_to_string:
 * @kind: why a sentence is in a summary
 *
 * Returns: its name for programs
 */
const char *
hearth_summary_kind_to_string (HearthSummaryKind kind)
{
  static const char *const names[] = { "topic", "said", "decision", "open", "newest" };

  return names[kind];
}

/* "Ana" below a text is its writer. */
static gboolean
is_name_of_writer (const HearthMessage *message, const HearthSentence *span)
{
  g_autofree char *text = NULL;

  if (span->length > 40 || message->from == NULL || *message->from->name == '\0')
    return FALSE;
  text = g_strndup (message->text + span->start, span->length);
  g_strchomp (text);
  return strstr (message->from->name, text) != NULL;
}

/* The sentences of one message. "Hi Nora," and signatures were left out already. */
static void
read_message (Thread *self, const HearthMessage *message, guint index)
{
  g_autoptr (GArray) spans = hearth_sentences_split (message->text, MAX_TEXT);

  for (guint i = 0; i < MIN (spans->len, MAX_OF_MESSAGE); i++) {
    const HearthSentence *span = &g_array_index (spans, HearthSentence, i);
    HearthThreadSentence sentence;

    if (is_name_of_writer (message, span))
      continue;
    hearth_thread_sentence_read (&sentence, message, index, span->start, span->length);
    g_array_append_val (self->sentences, sentence);
  }
}

static gboolean
is_same_message (const HearthMessage *a, const HearthMessage *b)
{
  return a->message_id != NULL && *a->message_id != '\0' && b->message_id != NULL &&
         strcmp (a->message_id, b->message_id) == 0;
}

static gboolean
says_something (const HearthMessage *message)
{
  return message->text != NULL && *message->text != '\0' &&
         (message->flags & HEARTH_MESSAGE_DRAFT) == 0 &&
         (message->marks & HEARTH_MARK_ENCRYPTED) == 0;
}

/* Of a long thread the first message and the newest; one that lies in two mailboxes once. */
static void
choose_messages (Thread *self, GPtrArray *messages)
{
  guint first = messages->len > HEARTH_THREAD_MAX_MESSAGES
                    ? messages->len - HEARTH_THREAD_MAX_MESSAGES + 1
                    : 1;

  for (guint i = 0; i < messages->len; i = i == 0 ? first : i + 1) {
    HearthMessage *message = g_ptr_array_index (messages, i);
    gboolean known = !says_something (message);

    /* A copy has the same date, so that it stands beside it. */
    for (guint k = self->messages->len; !known && k > 0 && k + 3 > self->messages->len; k--)
      known = is_same_message (g_ptr_array_index (self->messages, k - 1), message);
    if (!known)
      g_ptr_array_add (self->messages, message);
  }
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const HearthThreadSentence *x = a;
  const HearthThreadSentence *y = b;

  if (x->index != y->index)
    return x->index < y->index ? -1 : 1;
  return x->start < y->start ? -1 : x->start > y->start;
}

/* The newest first, so that a bound takes from the middle of the thread. */
static void
read_messages (Thread *self)
{
  guint n = self->messages->len;

  if (n == 0)
    return;
  read_message (self, g_ptr_array_index (self->messages, 0), 0);
  for (guint i = n - 1; i > 0 && self->sentences->len < MAX_SENTENCES; i--)
    read_message (self, g_ptr_array_index (self->messages, i), i);
  g_array_sort (self->sentences, compare_places);
}

static HearthThreadSentence *
get (const Thread *self, guint i)
{
  return &g_array_index (self->sentences, HearthThreadSentence, i);
}

static gboolean
is_by_same (const HearthThreadSentence *a, const HearthThreadSentence *b)
{
  return a->message->from != NULL && b->message->from != NULL &&
         g_ascii_strcasecmp (a->message->from->address, b->message->from->address) == 0;
}

/* Counts in how many messages a word is; the last message that had it is in the high half. */
static void
count_words (Thread *self)
{
  for (guint i = 0; i < self->sentences->len; i++) {
    const HearthThreadSentence *sentence = get (self, i);

    for (guint k = 0; k < sentence->n_words; k++) {
      gpointer key = GUINT_TO_POINTER (sentence->words[k]);
      gsize old = GPOINTER_TO_SIZE (g_hash_table_lookup (self->counts, key));

      if ((old >> 16) == (gsize) sentence->index + 1)
        continue;
      g_hash_table_insert (self->counts, key,
                           GSIZE_TO_POINTER (((gsize) sentence->index + 1) << 16 |
                                             ((old & 0xffff) + 1)));
    }
  }
}

static void
weigh (Thread *self)
{
  guint n_messages = self->messages->len;

  count_words (self);
  for (guint i = 0; i < self->sentences->len; i++) {
    HearthThreadSentence *sentence = get (self, i);
    double sum = 0;

    for (guint k = 0; k < sentence->n_words; k++) {
      gsize count = GPOINTER_TO_SIZE (
          g_hash_table_lookup (self->counts, GUINT_TO_POINTER (sentence->words[k])));

      sum += (double) MIN (count & 0xffff, 5);
    }
    sentence->weight = sum / (sentence->n_words + 4);
    sentence->weight += 0.8 * (sentence->index + 1) / n_messages;
    sentence->weight += sentence->values != NULL ? 0.5 : 0;
    sentence->weight += (sentence->traits & HEARTH_SENTENCE_DECIDES) != 0 ? 0.5 : 0;
    sentence->weight += (sentence->traits & HEARTH_SENTENCE_ASKS) != 0 ? 0.4 : 0;
    if ((sentence->traits & HEARTH_SENTENCE_THANKS) != 0 || sentence->length < MIN_LENGTH)
      sentence->weight *= 0.2;
    if (sentence->length > LONG_LENGTH)
      sentence->weight *= 0.6;
  }
}

/* "Yes, 4 pm works" and "OK": what somebody else proposed last holds from then on. */
static void
accept_proposals (Thread *self)
{
  for (guint i = 0; i < self->sentences->len; i++) {
    const HearthThreadSentence *answer = get (self, i);

    if ((answer->traits & HEARTH_SENTENCE_AGREES) == 0 ||
        (answer->traits & (HEARTH_SENTENCE_NEGATES | HEARTH_SENTENCE_ASKS)) != 0)
      continue;
    for (guint k = i; k > 0; k--) {
      HearthThreadSentence *proposal = get (self, k - 1);

      if (proposal->index == answer->index)
        continue;
      if (proposal->values == NULL || (proposal->traits & HEARTH_SENTENCE_ASKS) == 0 ||
          is_by_same (proposal, answer)) {
        /* What was proposed before the message that is answered is not what is meant. */
        if (proposal->index + 2 < answer->index)
          break;
        continue;
      }
      proposal->holds_from = answer->index;
      proposal->answered = TRUE;
      break;
    }
  }
}

/* Whether both have a value of one kind, and none of that kind in common. */
static gboolean
differ_in_value (const HearthThreadSentence *old, const HearthThreadSentence *new)
{
  gboolean comparable = FALSE;

  for (guint i = 0; i < old->values->len; i++) {
    const HearthValue *a = &g_array_index (old->values, HearthValue, i);

    for (guint k = 0; k < new->values->len; k++) {
      const HearthValue *b = &g_array_index (new->values, HearthValue, k);

      if (a->kind != b->kind || memcmp (a->unit, b->unit, sizeof a->unit) != 0)
        continue;
      comparable = TRUE;
      if (hearth_value_equal (a, b))
        return FALSE;
    }
  }
  return comparable;
}

static gboolean
shares_value (const HearthThreadSentence *a, const HearthThreadSentence *b)
{
  for (guint i = 0; i < a->values->len; i++) {
    if (hearth_value_is_in (&g_array_index (a->values, HearthValue, i), b->values))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_firm (const HearthThreadSentence *sentence)
{
  return (sentence->traits & HEARTH_SENTENCE_ASKS) == 0 || sentence->holds_from > sentence->index;
}

/* Whether what is said in @new makes what was said in @old untrue. */
static gboolean
overturns (const HearthThreadSentence *new, const HearthThreadSentence *old)
{
  gboolean differs;
  guint overlap;
  gboolean near;

  if (new->holds_from <= old->holds_from || !is_firm (new))
    return FALSE;
  differs = old->values != NULL && new->values != NULL &&differ_in_value (old, new);
  overlap = hearth_thread_sentence_overlap (old, new);
  /* "Let's do 4 instead" names nothing; it is about what was spoken of. */
  near = overlap > 0 || new->n_words <= 2;
  if ((new->traits &HEARTH_SENTENCE_CANCELS) != 0 && near)
    return new->values == NULL || old->values == NULL || differs || shares_value (new, old);
  if (old->values == NULL || new->values == NULL)
    return FALSE;
  if ((new->traits &HEARTH_SENTENCE_NEGATES) != 0)
    return (old->traits & HEARTH_SENTENCE_NEGATES) == 0 && shares_value (new, old);
  if (!differs)
    return FALSE;
  if ((new->traits &HEARTH_SENTENCE_CHANGES) != 0 || new->holds_from > new->index)
    return near;
  return overlap >= 2 || (overlap == 1 && MIN (old->n_words, new->n_words) <= 2);
}

/* Marks what does not hold any more. Only sentences with a time, a date or an amount, and those
 * that cancel something, are compared: the newest some hundred of them. */
static void
find_outdated (Thread *self)
{
  g_autoptr (GArray) compared = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = self->sentences->len; i > 0 && compared->len < MAX_COMPARED; i--) {
    const HearthThreadSentence *sentence = get (self, i - 1);
    guint place = i - 1;

    if (sentence->values != NULL ||
        (sentence->traits & (HEARTH_SENTENCE_CANCELS | HEARTH_SENTENCE_DECIDES)) != 0)
      g_array_append_val (compared, place);
  }
  for (guint i = 0; i < compared->len; i++) {
    const HearthThreadSentence *new = get (self, g_array_index (compared, guint, i));

    for (guint k = 0; k < compared->len; k++) {
      HearthThreadSentence *old = get (self, g_array_index (compared, guint, k));

      if (!old->outdated && old != new &&overturns (new, old))
        old->outdated = TRUE;
    }
  }
}

static gboolean
has_kind (GArray *values, HearthValueKind kind)
{
  for (guint i = 0; values != NULL && i < values->len; i++) {
    if (g_array_index (values, HearthValue, i).kind == kind)
      return TRUE;
  }
  return FALSE;
}

/* Whether a sentence gives what another asks for, in its words or by what is asked. */
static gboolean
answers (const HearthThreadSentence *answer, const HearthThreadSentence *question)
{
  g_autofree char *folded = g_ascii_strdown (question->message->text + question->start,
                                             (gssize) MIN (question->length, 200));

  if ((answer->traits & HEARTH_SENTENCE_ASKS) != 0 && answer->values == NULL)
    return FALSE;
  if (hearth_thread_sentence_overlap (answer, question) > 0)
    return TRUE;
  if (strstr (folded, "when") != NULL || strstr (folded, "what time") != NULL ||
      strstr (folded, "wann") != NULL || strstr (folded, "quand") != NULL)
    return has_kind (answer->values, HEARTH_VALUE_TIME) ||
           has_kind (answer->values, HEARTH_VALUE_DATE) ||
           has_kind (answer->values, HEARTH_VALUE_DAY);
  if (strstr (folded, "how much") != NULL || strstr (folded, "cost") != NULL ||
      strstr (folded, "wie viel") != NULL || strstr (folded, "kostet") != NULL)
    return has_kind (answer->values, HEARTH_VALUE_AMOUNT);
  return FALSE;
}

/* "Who", "when": neither yes nor no is an answer. */
static gboolean
asks_for_something (const HearthThreadSentence *question)
{
  static const char *const words[] = { "who ", "what ",  "when ",  "where ", "which ",
                                       "why ", "how ",   "wer ",   "was ",   "wann ",
                                       "wo ",  "welche", "warum ", "wie ",   NULL };
  const char *text = question->message->text + question->start;

  for (guint i = 0; words[i] != NULL; i++) {
    if (question->length > strlen (words[i]) &&
        g_ascii_strncasecmp (text, words[i], strlen (words[i])) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Whether the message in [@begin, @end) is an answer to what its writer was asked, though it does
 * not name it: "Yes, gladly.", or one sentence alone. */
static gboolean
is_plain_answer (const Thread *self, guint begin, guint end, const HearthThreadSentence *question)
{
  guint n_statements = 0;
  gboolean decided = FALSE;

  for (guint i = begin; i < end; i++) {
    const HearthThreadSentence *sentence = get (self, i);

    if ((sentence->traits & (HEARTH_SENTENCE_THANKS | HEARTH_SENTENCE_ASKS)) != 0)
      continue;
    n_statements++;
    decided = decided || (sentence->traits & (HEARTH_SENTENCE_AGREES | HEARTH_SENTENCE_NEGATES |
                                              HEARTH_SENTENCE_DECIDES)) != 0;
  }
  return n_statements == 1 || (decided && !asks_for_something (question));
}

/* The questions of a message are answered by what somebody else wrote later. Where the next message
 * (@first) answers some of them by name, the others stay open. */
static void
find_answers_in (Thread *self, guint question_begin, guint question_end, guint begin, guint end,
                 gboolean first)
{
  gboolean some = FALSE;

  for (guint k = begin; k < end; k++) {
    for (guint i = question_begin; i < question_end; i++) {
      HearthThreadSentence *question = get (self, i);

      if ((question->traits & HEARTH_SENTENCE_ASKS) != 0 && answers (get (self, k), question)) {
        question->answered = TRUE;
        some = TRUE;
      }
    }
  }
  for (guint i = question_begin; first && !some && i < question_end; i++) {
    HearthThreadSentence *question = get (self, i);

    question->answered = question->answered || is_plain_answer (self, begin, end, question);
  }
}

static guint
find_end (const Thread *self, guint begin)
{
  guint end = begin;

  while (end < self->sentences->len && get (self, end)->index == get (self, begin)->index)
    end++;
  return end;
}

/* Each message's questions are looked for in the next few that others wrote. */
static void
find_answered (Thread *self)
{
  for (guint begin = 0, end; begin < self->sentences->len; begin = end) {
    guint n_looked = 0;
    gboolean asks = FALSE;

    end = find_end (self, begin);
    for (guint i = begin; i < end; i++)
      asks = asks || (get (self, i)->traits & HEARTH_SENTENCE_ASKS) != 0;
    for (guint k = end; asks && k < self->sentences->len && n_looked < 8;) {
      guint next = find_end (self, k);

      if (!is_by_same (get (self, k), get (self, begin))) {
        find_answers_in (self, begin, end, k, next, n_looked == 0);
        n_looked++;
      }
      k = next;
    }
  }
}

/* Whether most of what a sentence says was chosen already. */
static gboolean
repeats (const Thread *self, const HearthThreadSentence *sentence)
{
  for (guint i = 0; i < self->n_chosen; i++) {
    const HearthThreadSentence *other = self->chosen[i];
    guint overlap;

    /* What names other times or amounts says something new. */
    if (sentence->values != NULL && (other->values == NULL || differ_in_value (other, sentence)))
      continue;
    overlap = hearth_thread_sentence_overlap (sentence, other);
    if (sentence->n_words > 0 && overlap * 5 >= MIN (sentence->n_words, other->n_words) * 4 &&
        overlap * 2 >= MAX (sentence->n_words, other->n_words))
      return TRUE;
  }
  return FALSE;
}

typedef gboolean (*Test) (const Thread *self, const HearthThreadSentence *sentence);

static HearthThreadSentence *
find_heaviest (Thread *self, Test test)
{
  HearthThreadSentence *best = NULL;

  for (guint i = 0; i < self->sentences->len; i++) {
    HearthThreadSentence *sentence = get (self, i);

    if (!sentence->chosen && !sentence->outdated && test (self, sentence) &&
        (best == NULL || sentence->weight > best->weight) && !repeats (self, sentence))
      best = sentence;
  }
  return best;
}

static gboolean
is_substance (const HearthThreadSentence *sentence)
{
  return (sentence->traits & HEARTH_SENTENCE_THANKS) == 0 && sentence->length >= 3;
}

static gboolean
is_open (const Thread *self, const HearthThreadSentence *sentence)
{
  return (sentence->traits & HEARTH_SENTENCE_ASKS) != 0 && !sentence->answered &&
         sentence->length >= MIN_LENGTH;
}

static gboolean
is_decision (const Thread *self, const HearthThreadSentence *sentence)
{
  return is_substance (sentence) && sentence->length >= MIN_LENGTH &&
         ((sentence->values != NULL && is_firm (sentence)) ||
          (sentence->traits & (HEARTH_SENTENCE_DECIDES | HEARTH_SENTENCE_CANCELS)) != 0) &&
         ((sentence->traits & HEARTH_SENTENCE_ASKS) == 0 || sentence->holds_from > sentence->index);
}

static gboolean
is_topic (const Thread *self, const HearthThreadSentence *sentence)
{
  return sentence->index == 0 && is_substance (sentence) && sentence->length >= MIN_LENGTH;
}

static gboolean
is_said (const Thread *self, const HearthThreadSentence *sentence)
{
  return is_substance (sentence) && sentence->length >= 3 * MIN_LENGTH && sentence->n_words > 0 &&
         ((sentence->traits & HEARTH_SENTENCE_ASKS) == 0 || !sentence->answered);
}

/* Of the newest message that says anything; of the last one, if all are thanks. */
static gboolean
is_newest (const Thread *self, const HearthThreadSentence *sentence)
{
  for (guint i = self->sentences->len; i > 0; i--) {
    const HearthThreadSentence *other = get (self, i - 1);

    if (is_substance (other))
      return sentence->index == other->index && is_substance (sentence);
  }
  return sentence->index + 1 == self->messages->len;
}

typedef struct {
  HearthThreadSentence *sentence;
  HearthSummaryKind kind;
} Choice;

static gboolean
choose (Thread *self, GArray *choices, HearthSummaryKind kind, Test test)
{
  Choice choice = { .kind = kind };

  if (choices->len == MAX_LINES)
    return FALSE;
  choice.sentence = find_heaviest (self, test);
  if (choice.sentence == NULL)
    return FALSE;
  choice.sentence->chosen = TRUE;
  self->chosen[self->n_chosen++] = choice.sentence;
  if (kind != HEARTH_SUMMARY_OPEN && is_open (self, choice.sentence))
    choice.kind = HEARTH_SUMMARY_OPEN;
  g_array_append_val (choices, choice);
  return TRUE;
}

static int
compare_choices (gconstpointer a, gconstpointer b)
{
  return compare_places (((const Choice *) a)->sentence, ((const Choice *) b)->sentence);
}

static void
choose_all (Thread *self, GArray *choices)
{
  (void) choose (self, choices, HEARTH_SUMMARY_NEWEST, is_newest);
  for (guint i = 0; i < MAX_OPEN; i++)
    (void) choose (self, choices, HEARTH_SUMMARY_OPEN, is_open);
  (void) choose (self, choices, HEARTH_SUMMARY_DECISION, is_decision);
  if (self->messages->len > 1)
    (void) choose (self, choices, HEARTH_SUMMARY_TOPIC, is_topic);
  /* A short thread needs few words. */
  while (choices->len < MIN (self->messages->len + 1, MAX_LINES) &&
         choose (self, choices, HEARTH_SUMMARY_SAID, is_said))
    ;
  g_array_sort (choices, compare_choices);
}

static HearthSummaryLine *
make_line (const HearthThreadSentence *sentence, HearthSummaryKind kind)
{
  return hearth_summary_line_new (kind, sentence->message, sentence->start, sentence->length);
}

static void
thread_clear (Thread *self)
{
  for (guint i = 0; i < self->sentences->len; i++)
    hearth_thread_sentence_clear (get (self, i));
  g_array_unref (self->sentences);
  g_ptr_array_unref (self->messages);
  g_hash_table_unref (self->counts);
}

/**
 * hearth_thread_summary_new:
 * @messages: (element-type HearthMessage): the messages of a thread with their texts, oldest first
 *
 * Sums a thread up by its own sentences: what it is about, what holds, what is open, and what was
 * said last. Quotes and signatures are left out; what a later message overturns is too. Pure; the
 * time that it takes is bounded, whatever the thread.
 *
 * Returns: (transfer full): at most five sentences
 */
HearthThreadSummary *
hearth_thread_summary_new (GPtrArray *messages)
{
  HearthThreadSummary *self = g_new0 (HearthThreadSummary, 1);
  g_autoptr (GArray) choices = g_array_new (FALSE, FALSE, sizeof (Choice));
  Thread thread = { .messages = g_ptr_array_new (),
                    .sentences = g_array_new (FALSE, FALSE, sizeof (HearthThreadSentence)),
                    .counts = g_hash_table_new (NULL, NULL) };

  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_summary_line_free);
  self->outdated = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_summary_line_free);
  choose_messages (&thread, messages);
  read_messages (&thread);
  weigh (&thread);
  accept_proposals (&thread);
  find_outdated (&thread);
  find_answered (&thread);
  choose_all (&thread, choices);
  for (guint i = 0; i < choices->len; i++) {
    const Choice *choice = &g_array_index (choices, Choice, i);

    g_ptr_array_add (self->lines, make_line (choice->sentence, choice->kind));
  }
  for (guint i = 0; i < thread.sentences->len; i++) {
    if (get (&thread, i)->outdated)
      g_ptr_array_add (self->outdated, make_line (get (&thread, i), HEARTH_SUMMARY_SAID));
  }
  self->n_messages = thread.messages->len;
  if (messages->len > 0)
    self->last_id = ((HearthMessage *) g_ptr_array_index (messages, messages->len - 1))->id;
  thread_clear (&thread);
  return self;
}

/**
 * hearth_thread_summary_free:
 * @self: (transfer full): a summary
 */
void
hearth_thread_summary_free (HearthThreadSummary *self)
{
  g_ptr_array_unref (self->lines);
  g_ptr_array_unref (self->outdated);
  g_free (self->service);
  g_free (self->can_ask);
  g_free (self->problem);
  g_free (self);
}

static GVariant *
line_to_variant (const HearthSummaryLine *line)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&dict, "kind", "s", hearth_summary_kind_to_string (line->kind));
  g_variant_dict_insert (&dict, "text", "s", line->text);
  g_variant_dict_insert (&dict, "from", "s", line->from);
  g_variant_dict_insert (&dict, "date", "x", line->date);
  g_variant_dict_insert (&dict, "message_id", "x", line->message_id);
  g_variant_dict_insert (&dict, "start", "x", (gint64) line->start);
  g_variant_dict_insert (&dict, "length", "x", (gint64) line->length);
  return g_variant_dict_end (&dict);
}

/**
 * hearth_thread_summary_to_variant:
 * @self: a summary
 *
 * Returns: (transfer floating): an `a{sv}` as the method Summarize of the service returns it
 */
GVariant *
hearth_thread_summary_to_variant (HearthThreadSummary *self)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  g_auto (GVariantBuilder) lines = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; i < self->lines->len; i++)
    g_variant_builder_add_value (&lines, line_to_variant (g_ptr_array_index (self->lines, i)));
  g_variant_dict_insert_value (&dict, "sentences", g_variant_builder_end (&lines));
  g_variant_dict_insert (&dict, "messages", "u", self->n_messages);
  g_variant_dict_insert (&dict, "service", "s", self->service != NULL ? self->service : "");
  g_variant_dict_insert (&dict, "can_ask", "s", self->can_ask != NULL ? self->can_ask : "");
  if (self->problem != NULL)
    g_variant_dict_insert (&dict, "problem", "s", self->problem);
  return g_variant_dict_end (&dict);
}

static GArray *
list_thread (HearthDatabase *db, const HearthMessage *message, GError **error)
{
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;

  filter.thread_id = message->thread_id;
  return hearth_store_messages_list_ids (db, &filter, error);
}

/**
 * hearth_thread_load:
 * @db: a database
 * @message_id: a message
 * @error: return location for a #HEARTH_STORE_ERROR; %HEARTH_STORE_ERROR_NOT_FOUND if there is none
 *
 * Reads the thread of a message: of a long one the first message and the newest.
 *
 * Returns: (transfer full) (nullable) (element-type HearthMessage): oldest first
 */
GPtrArray *
hearth_thread_load (HearthDatabase *db, gint64 message_id, GError **error)
{
  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
  g_autoptr (HearthMessage) asked = hearth_store_messages_get (db, message_id, error);
  g_autoptr (GArray) ids = NULL;

  if (asked == NULL)
    return NULL;
  if (asked->thread_id == 0) {
    g_ptr_array_add (messages, g_steal_pointer (&asked));
    return g_steal_pointer (&messages);
  }
  ids = list_thread (db, asked, error);
  if (ids == NULL)
    return NULL;
  for (guint i = ids->len; i > 0; i--) {
    HearthMessage *message;

    if (i < ids->len && i > HEARTH_THREAD_MAX_MESSAGES - 1)
      continue;
    /* One that is gone meanwhile is not missed. */
    message = hearth_store_messages_get (db, g_array_index (ids, gint64, i - 1), NULL);
    if (message != NULL)
      g_ptr_array_add (messages, message);
  }
  return g_steal_pointer (&messages);
}
