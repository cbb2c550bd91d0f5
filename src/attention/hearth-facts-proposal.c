/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-fact-reader.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-sentences.h"

/* What is proposed is said near the beginning of a mail. */
#define MAX_TEXT (8 * 1024)
#define MAX_SLOTS 4
#define HOUR 3600

/** Activity: what people meet for, how long it takes and when it is if no time is said. */
typedef struct {
  const char *const words[12];
  const char *title; /* with %s for who */
  int minutes;
  int usual; /* minute of the day, or -1 */
} Activity;

static const Activity activities[] = {
  { { "lunch", "mittagessen", "mittag essen", "mittags essen", NULL },
    N_("Lunch with %s"),
    60,
    12 * 60 },
  { { "dinner", "supper", "abendessen", "abends essen", "zum essen", NULL },
    N_("Dinner with %s"),
    120,
    19 * 60 },
  { { "breakfast", "frühstück", "frühstücken", NULL }, N_("Breakfast with %s"), 60, 9 * 60 },
  { { "brunch", NULL }, N_("Brunch with %s"), 120, 11 * 60 },
  { { "coffee", "kaffee", "kaffeetrinken", "tea", NULL }, N_("Coffee with %s"), 60, -1 },
  { { "drinks", "a drink", "beer", "beers", "bier", "wine", NULL },
    N_("Drinks with %s"),
    120,
    -1 },
  { { "call", "phone", "phone call", "video call", "telefonieren", "telefonat", "anrufen", "talk",
      "zoom", "speak", NULL },
    N_("Call with %s"),
    60,
    -1 },
  { { "walk", "hike", "spaziergang", "spazieren", "wandern", NULL }, N_("Walk with %s"), 60, -1 },
  { { "movie", "cinema", "film", "kino", NULL }, N_("Cinema with %s"), 120, -1 },
  { { "interview", "vorstellungsgespräch", NULL }, N_("Interview with %s"), 60, -1 },
  { { "meet", "meeting", "treffen", "besprechung", "termin", "sync", "catch up", "catch-up",
      "gespräch", "review", "workshop", NULL },
    N_("Meeting with %s"),
    60,
    -1 },
};

/* Ask others whether a time suits them. */
static const char *const proposing[] = { "how about",
                                         "what about",
                                         "shall we",
                                         "should we",
                                         "can we",
                                         "could we",
                                         "let's",
                                         "let’s",
                                         "lets",
                                         "work for you",
                                         "works for you",
                                         "suit you",
                                         "suits you",
                                         "are you free",
                                         "are you available",
                                         "are you around",
                                         "would you be free",
                                         "would you be available",
                                         "would you like to",
                                         "do you want to",
                                         "want to",
                                         "wanna",
                                         "fancy",
                                         "up for",
                                         "can you make",
                                         "could you make",
                                         "can you do",
                                         "could you do",
                                         "could you join",
                                         "can you join",
                                         "can you come",
                                         "could you come",
                                         "care to join",
                                         "care for",
                                         "i propose",
                                         "i'd propose",
                                         "i would propose",
                                         "i suggest",
                                         "i'd suggest",
                                         "i would suggest",
                                         "join us for",
                                         "join me for",
                                         "come over",
                                         "do you have time",
                                         "have time",
                                         "we could meet",
                                         "meet up",
                                         "i can do",
                                         "i could do",
                                         "i'm free",
                                         "i am free",
                                         "be free",
                                         "free for",
                                         "available on",
                                         "wollen wir",
                                         "sollen wir",
                                         "wollt ihr",
                                         "wollen sie",
                                         "treffen wir uns",
                                         "lass uns",
                                         "lasst uns",
                                         "hast du zeit",
                                         "haben sie zeit",
                                         "habt ihr zeit",
                                         "hast du",
                                         "hättest du",
                                         "hätten sie",
                                         "hättet ihr",
                                         "passt dir",
                                         "passt es",
                                         "passt euch",
                                         "passt ihnen",
                                         "würde dir",
                                         "würde ihnen",
                                         "wie wäre es",
                                         "wie wäre",
                                         "wie wär's",
                                         "wie wär’s",
                                         "wie wärs",
                                         "wie sieht es",
                                         "können wir",
                                         "könnten wir",
                                         "magst du",
                                         "lust auf",
                                         "ich schlage",
                                         "schlage ich",
                                         "vorschlagen",
                                         "mein vorschlag",
                                         "kommst du",
                                         "kommt ihr",
                                         "möchtest du",
                                         "möchten sie",
                                         "geht bei dir",
                                         "kannst du",
                                         "können sie",
                                         "bist du frei",
                                         NULL };
/* Ask the same of a time that stands beside them. */
static const char *const suiting[] = { "does", "would", "is",   "could", "ginge",
                                       "geht", "passt", "wäre", "würde", NULL };
static const char *const suits[] = { "work",     "works",   "suit",  "suits",  "good", "fine",
                                     "possible", "ok",      "okay",  "passen", "dir",  "ihnen",
                                     "euch",     "möglich", "recht", "gehen",  "bei",  NULL };
/* Questions about what is known or was. */
static const char *const asking[] = { "did",        "was",      "were",  "when",  "why",
                                      "who",        "have you", "has",   "which", "is it",
                                      "until when", "wann",     "warum", "wer",   "war",
                                      "waren",      "habt",     "hat",   NULL };
/* Ask for work, tell of what was, say no, or speak of what happens anyway. */
static const char *const not_proposing[] = {
  "deadline",       "can't",          "cannot",         "can’t",        "unable",
  "unfortunately",  "not available",  "doesn't work",   "doesn’t work", "does not work",
  "won't work",     "send me",        "send us",        "send it",      "let me know by",
  "report",         "submit",         "yesterday",      "we met",       "was moved",
  "has been moved", "was cancelled",  "works for me",   "suits me",     "maintenance",
  "will be down",   "closes",         "expires",        "last week",    "remind me",
  "as agreed",      "as discussed",   "register",       "webinar",      "deliver",
  "delivered",      "invoice",        "instead of",     "finish",       "review the",
  "take over",      "water the",      "prepare",        "have ready",   "pick up",
  "leider",         "kann nicht",     "können nicht",   "geht nicht",   "passt mir",
  "passt bei mir",  "abgesagt",       "verschoben",     "schick mir",   "schicken sie",
  "gestern",        "wie vereinbart", "wie besprochen", "wartung",      "erinnere",
  "abholen",        "fertig",         "zusenden",       "zukommen",     NULL
};

typedef struct {
  gint64 begin;
  gint64 end;
  gboolean loose; /* the time of day was not said */
  HearthFactSpan span;
} Slot;

typedef struct {
  const HearthFactReader *reader;
  HearthFactSpan sentence;
  char *low;                /* (owned): the sentence in lower case */
  const Activity *activity; /* (nullable) */
  gint64 length;            /* seconds that were said, or 0 */
  Slot slots[MAX_SLOTS];
  guint n_slots;
} Proposal;

static const Activity *
find_activity (const char *low)
{
  for (guint i = 0; i < G_N_ELEMENTS (activities); i++) {
    if (hearth_fact_has_word (low, activities[i].words))
      return &activities[i];
  }
  return NULL;
}

static void
add_slot (Proposal *self, const HearthTimePhrase *phrase, HearthFactSpan span)
{
  Slot slot = { .begin = phrase->start, .span = span, .loose = !phrase->has_clock };
  int minutes = self->activity != NULL ? self->activity->minutes : 60;

  if (self->n_slots == MAX_SLOTS || phrase->bound != HEARTH_BOUND_BOTH)
    return;
  if (!phrase->has_clock) {
    if (phrase->grain == HEARTH_GRAIN_PART)
      slot.begin = phrase->anchor;
    else if (self->activity != NULL && self->activity->usual >= 0)
      slot.begin = hearth_fact_reader_day (self->reader, phrase->julian) +
                   (gint64) self->activity->usual * 60;
    else
      return;
  }
  slot.end = slot.begin + (self->length > 0 ? self->length : (gint64) minutes * 60);
  if (phrase->has_clock && phrase->kind == HEARTH_TIME_RANGE && phrase->end > phrase->start)
    slot.end = phrase->end;
  /* What is over when it is written, or a year away, is told and not proposed. */
  if (slot.begin <= self->reader->message->date ||
      slot.begin > self->reader->message->date + (gint64) 300 * 86400 ||
      slot.end > slot.begin + 14 * HOUR)
    return;
  for (guint i = 0; i < self->n_slots; i++) {
    if (self->slots[i].begin == slot.begin)
      return;
  }
  self->slots[self->n_slots++] = slot;
}

static gboolean
combine (const Proposal *self, const HearthTimePhrase *date, const HearthTimePhrase *clock,
         HearthTimePhrase *whole)
{
  HearthTimeContext context = { .now = self->reader->message->date, .zone = self->reader->zone };
  g_autoptr (GArray) two = g_array_new (FALSE, FALSE, sizeof (HearthTimePhrase));

  g_array_append_val (two, *date);
  g_array_append_val (two, *clock);
  return hearth_time_combine (two, &context, whole, NULL) && whole->has_clock;
}

/* The clock of a phrase that has both, for a date that was named before it: "Tuesday or Wednesday
 * at ten". */
static HearthTimePhrase
clock_of (const HearthTimePhrase *phrase)
{
  HearthTimePhrase clock = *phrase;

  clock.has_date = FALSE;
  clock.either_half = FALSE;
  return clock;
}

/* Dates and times of day to pairs of both. */
static void
pair_times (Proposal *self, GArray *phrases)
{
  const HearthTimePhrase *date = NULL;
  gboolean used = FALSE; /* date has a slot already */

  for (guint i = 0; i < phrases->len; i++) {
    const HearthTimePhrase *phrase = &g_array_index (phrases, HearthTimePhrase, i);
    HearthTimePhrase whole;

    if (phrase->kind == HEARTH_TIME_DURATION || phrase->grain > HEARTH_GRAIN_DAY)
      continue;
    if (phrase->has_date && phrase->has_clock) {
      HearthTimePhrase clock = clock_of (phrase);

      if (date != NULL && !used && combine (self, date, &clock, &whole))
        add_slot (self, &whole, (HearthFactSpan){ date->from, date->to });
      add_slot (self, phrase, (HearthFactSpan){ phrase->from, phrase->to });
      date = phrase;
      used = TRUE;
    } else if (phrase->has_date) {
      if (date != NULL && !used)
        add_slot (self, date, (HearthFactSpan){ date->from, date->to });
      date = phrase;
      used = FALSE;
    } else if (phrase->has_clock && date != NULL) {
      HearthTimePhrase day = *date;

      day.has_clock = FALSE;
      day.grain = date->has_clock ? HEARTH_GRAIN_DAY : date->grain;
      if (combine (self, &day, phrase, &whole))
        add_slot (self, &whole,
                  (HearthFactSpan){ used ? phrase->from : MIN (date->from, phrase->from),
                                    MAX (date->to, phrase->to) });
      used = TRUE;
    } else if (phrase->has_clock && i + 1 < phrases->len) {
      /* "at three on Thursday": the date comes next. */
      const HearthTimePhrase *next = &g_array_index (phrases, HearthTimePhrase, i + 1);

      if (next->has_date && !next->has_clock && combine (self, next, phrase, &whole)) {
        add_slot (self, &whole, (HearthFactSpan){ phrase->from, next->to });
        date = next;
        used = TRUE;
        i++;
      }
    }
  }
  if (date != NULL && !used)
    add_slot (self, date, (HearthFactSpan){ date->from, date->to });
}

/* Words beside the times: few of them and a question mark are a proposal by themselves. */
static guint
count_words (const Proposal *self, GArray *phrases)
{
  guint n = 0;
  gboolean inside = FALSE;

  for (gsize i = self->sentence.from; i < self->sentence.to; i++) {
    gboolean letter = g_ascii_isalnum (self->reader->text[i]);

    for (guint k = 0; k < phrases->len && letter; k++) {
      const HearthTimePhrase *phrase = &g_array_index (phrases, HearthTimePhrase, k);

      if (i >= phrase->from && i < phrase->to)
        letter = FALSE;
    }
    n += letter && !inside ? 1 : 0;
    inside = letter || (inside && ((guchar) self->reader->text[i] & 0x80) != 0);
  }
  return n;
}

/* "by Friday", and "on Friday by six" */
static gboolean
is_deadline (const Proposal *self, const HearthTimePhrase *phrase)
{
  static const char *const words[] = { "by", "until", "before", "till", "bis", "spätestens", NULL };
  g_autofree char *said = g_strndup (self->reader->low + phrase->from, phrase->to - phrase->from);

  return phrase->bound == HEARTH_BOUND_UNTIL || hearth_fact_has_word (said, words);
}

/* "Would Thursday at three work?", "Passt Ihnen Dienstag um zehn?": the verb beside the time. */
static gboolean
asks_if_it_suits (const Proposal *self, GArray *phrases)
{
  if (!hearth_fact_has_word (self->low, suiting))
    return FALSE;
  for (guint i = 0; i < phrases->len; i++) {
    const HearthTimePhrase *phrase = &g_array_index (phrases, HearthTimePhrase, i);
    gsize begin = MAX (self->sentence.from, phrase->from > 14 ? phrase->from - 14 : 0);
    g_autofree char *after =
        g_strndup (self->reader->low + phrase->to, MIN (14, self->sentence.to - phrase->to));
    g_autofree char *before = g_strndup (self->reader->low + begin, phrase->from - begin);

    if (hearth_fact_has_word (after, suits) || hearth_fact_has_word (before, suits))
      return TRUE;
  }
  return FALSE;
}

static gboolean
proposes (const Proposal *self, GArray *phrases)
{
  gboolean question = memchr (self->reader->text + self->sentence.from, '?',
                              self->sentence.to - self->sentence.from) != NULL;
  gboolean asks = hearth_fact_has_word (self->low, proposing);

  if (hearth_fact_has_word (self->low, not_proposing))
    return FALSE;
  for (guint i = 0; i < phrases->len; i++) {
    if (is_deadline (self, &g_array_index (phrases, HearthTimePhrase, i)))
      return FALSE;
  }
  if (asks && self->activity != NULL)
    return TRUE;
  if (!question || hearth_fact_has_word (self->low, asking))
    return FALSE;
  return count_words (self, phrases) <= (asks ? 9u : 6u) || asks_if_it_suits (self, phrases);
}

static char *
dup_place (const Proposal *self)
{
  static const char *const homes[] = {
    "at your place", "at my place",   "at our place",   "at your office", "at my office",
    "at our office", "at the office", "in your office", "in my office",   "in the office",
    "at yours",      "at mine",       "bei dir",        "bei mir",        "bei uns",
    "bei euch",      "bei ihnen",     "im büro",        "in meinem büro", NULL
  };
  HearthFactSpan span;
  gsize at = self->sentence.from;

  if (hearth_fact_reader_find (self->reader, homes, &at, &span) && span.from < self->sentence.to) {
    g_autofree char *home = hearth_fact_reader_dup (self->reader, span);

    /* "bei dir" is a place as it stands; "at your place" without its preposition. */
    return g_strdup (g_str_has_prefix (home, "at ") || g_str_has_prefix (home, "in ") ? home + 3
                                                                                      : home);
  }
  return hearth_fact_reader_dup_place (self->reader, self->sentence.from, self->sentence.to);
}

static char *
dup_first_name (const HearthFactReader *reader)
{
  const char *label = reader->sender;
  gsize n = strcspn (label, " ");

  /* "Morris, Dana" and "Dr. Weber" are not cut. */
  if (strchr (label, ',') != NULL || strchr (label, '@') != NULL || n < 3 || label[n - 1] == '.')
    return g_strdup (label);
  return g_strndup (label, n);
}

static char *
describe (const Proposal *self)
{
  g_autofree char *name = dup_first_name (self->reader);
  const char *title = self->activity != NULL ? _ (self->activity->title) : _("Meeting with %s");
  g_auto (GStrv) parts = g_strsplit (title, "%s", 2);

  /* A translation is no format: it may be anything. */
  return g_strconcat (parts[0], name, parts[0] != NULL ? parts[1] : NULL, NULL);
}

static void
add_findings (HearthFactReader *reader, const Proposal *self)
{
  g_autofree char *words = describe (self);
  g_autofree char *place = dup_place (self);

  for (guint i = 0; i < self->n_slots; i++) {
    const Slot *slot = &self->slots[i];
    HearthFinding *finding =
        hearth_fact_reader_add (reader, HEARTH_FINDING_PROPOSAL, words,
                                self->n_slots == 1 ? self->sentence : slot->span);

    if (finding == NULL)
      return;
    finding->place = g_strdup (place);
    finding->due = slot->begin;
    finding->due_is_date = slot->loose;
    finding->until = slot->end;
  }
}

static gboolean
is_person (const HearthFactReader *self)
{
  if ((self->message->marks & (HEARTH_MARK_BULK | HEARTH_MARK_AUTO | HEARTH_MARK_CALENDAR)) != 0)
    return FALSE;
  return !self->advert && self->message->from != NULL &&
         strstr (self->message->from->address, "reply@") == NULL;
}

/**
 * hearth_facts_read_proposals:
 * @self: a reader
 *
 * Finds the events that a person proposes in prose: when they begin and end, where, and what for.
 * Two times to choose from are two findings. A call, a lunch and what has no name take an hour, a
 * dinner two.
 */
void
hearth_facts_read_proposals (HearthFactReader *self)
{
  g_autoptr (GArray) sentences = NULL;
  const Activity *activity = NULL;

  if (!is_person (self))
    return;
  activity = find_activity (self->subject);
  sentences = hearth_sentences_split (self->text, MAX_TEXT);
  for (guint i = 0; i < sentences->len; i++) {
    const HearthSentence *sentence = &g_array_index (sentences, HearthSentence, i);
    Proposal proposal = {
      .reader = self,
      .sentence = { sentence->start, sentence->start + sentence->length },
    };
    g_autoptr (GArray) phrases = NULL;

    proposal.low = g_strndup (self->low + sentence->start, sentence->length);
    /* Only what names a time costs the reader of times. */
    if (strpbrk (proposal.low, "0123456789") == NULL && !hearth_fact_has_time_word (proposal.low)) {
      g_free (proposal.low);
      continue;
    }
    phrases = hearth_fact_reader_times (self, proposal.sentence.from, proposal.sentence.to);
    proposal.activity = find_activity (proposal.low);
    for (guint k = 0; k < phrases->len; k++) {
      const HearthTimePhrase *phrase = &g_array_index (phrases, HearthTimePhrase, k);

      if (phrase->kind == HEARTH_TIME_DURATION && phrase->seconds <= 12 * HOUR)
        proposal.length = phrase->seconds;
    }
    /* The subject says what for where the sentence does not, but it makes no proposal. */
    if (proposes (&proposal, phrases)) {
      if (proposal.activity == NULL)
        proposal.activity = activity;
      pair_times (&proposal, phrases);
      add_findings (self, &proposal);
    }
    g_free (proposal.low);
  }
}
