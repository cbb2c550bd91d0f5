/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-fact-reader.h"

#include "hearth-clock.h"
#include "hearth-zone-of-mail.h"

#include <string.h>

/* What a machine writes is said at its beginning. */
#define MAX_TEXT (24 * 1024)
/* A label that occurs more often is no label. */
#define MAX_OCCURRENCES 40
/* How far from its label a time may stand. */
#define MAX_TIME_DISTANCE 90
#define MAX_FINDINGS 24

/* Lower case in as many bytes as before, so that places stay what they are. */
static char *
lower (const char *text, gsize length)
{
  char *low = g_malloc (length + 1);

  for (gsize i = 0; i < length; i++) {
    low[i] = g_ascii_tolower (text[i]);
    /* "Ä" to "Ý" are two bytes that differ from their small letters in one bit. */
    if (i > 0 && (guchar) text[i - 1] == 0xc3 && (guchar) text[i] >= 0x80 &&
        (guchar) text[i] <= 0x9e && (guchar) text[i] != 0x97)
      low[i] = (char) ((guchar) text[i] | 0x20);
    /* A space that does not break is a space, but two bytes long. */
    if (i > 0 && (guchar) text[i - 1] == 0xc2 && (guchar) text[i] == 0xa0)
      low[i - 1] = low[i] = ' ';
  }
  low[length] = '\0';
  return low;
}

static gboolean
is_word_byte (char c)
{
  return g_ascii_isalnum (c) || ((guchar) c & 0x80) != 0;
}

/* The next place of @phrase as words of their own; "*" at its end lets the word go on. */
static const char *
find_phrase (const char *begin, const char *from, const char *phrase, gsize *length)
{
  gsize n = strlen (phrase);
  gboolean open = phrase[n - 1] == '*';
  char needle[64];

  n -= open ? 1 : 0;
  g_assert (n < sizeof needle);
  memcpy (needle, phrase, n);
  needle[n] = '\0';
  *length = n;
  for (const char *p = from; (p = strstr (p, needle)) != NULL; p++) {
    if (p > begin && is_word_byte (p[-1]) && is_word_byte (*p))
      continue;
    if (!open && is_word_byte (p[n - 1]) && is_word_byte (p[n]))
      continue;
    return p;
  }
  return NULL;
}

static gboolean
is_german (const char *low)
{
  static const char *const german[] = { "der",    "die",  "das",   "und", "ist",   "nicht", "wir",
                                        "sie",    "ihre", "ihr",   "du",  "ich",   "für",   "mit",
                                        "am",     "um",   "uns",   "von", "einen", "uhr",   "zum",
                                        "wollen", "dein", "deine", "dir", NULL };
  static const char *const english[] = { "the",  "you", "your", "and",  "is",  "we",
                                         "this", "for", "with", "of",   "to",  "have",
                                         "are",  "on",  "at",   "will", "our", NULL };
  int balance = 0;
  gsize length;

  for (guint i = 0; german[i] != NULL; i++)
    balance += find_phrase (low, low, german[i], &length) != NULL ? 1 : 0;
  for (guint i = 0; english[i] != NULL; i++)
    balance -= find_phrase (low, low, english[i], &length) != NULL ? 1 : 0;
  return balance > 0;
}

static gboolean
is_advert (const HearthFactReader *self)
{
  static const char *const words[] = {
    "% off",           "% discount",    "% rabatt",      "discount code", "promo code",
    "coupon",          "rabattcode",    "gutscheincode", "sale ends",     "limited time",
    "shop now",        "jetzt shoppen", "save up to",    "special offer", "best deals",
    "flash sale",      "black friday",  "nur heute",     "sparen sie",    "jetzt sparen",
    "exclusive offer", "angebot gilt",  "free trial",    "deals",         NULL
  };

  return g_strcmp0 (self->message->klass, "promotional") == 0 ||
         hearth_fact_reader_count (self, words) > 0;
}

/**
 * hearth_fact_reader_init:
 * @self: a reader
 * @message: a message with its text; it must live as long as @self
 *
 * Makes ready to read facts from a message.
 */
void
hearth_fact_reader_init (HearthFactReader *self, const HearthMessage *message)
{
  const char *text = message->text != NULL ? message->text : "";
  gsize length = strnlen (text, MAX_TEXT);

  while (length > 0 && ((guchar) text[length] & 0xc0) == 0x80)
    length--;
  *self = (HearthFactReader){ .message = message, .length = length };
  self->text = g_strndup (text, length);
  self->low = lower (self->text, length);
  self->subject = message->subject != NULL ? lower (message->subject, strlen (message->subject))
                                           : g_strdup ("");
  self->zone = hearth_mail_dup_zone (message);
  self->german = is_german (self->low);
  self->sender = g_strdup (message->from != NULL ? hearth_address_get_label (message->from) : "");
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_finding_free);
  self->advert = is_advert (self);
}

/**
 * hearth_fact_reader_clear:
 * @self: a reader
 *
 * Frees what it owns.
 */
void
hearth_fact_reader_clear (HearthFactReader *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->low, g_free);
  g_clear_pointer (&self->subject, g_free);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->sender, g_free);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
}

/**
 * hearth_fact_has_word:
 * @low: text in lower case
 * @phrases: (array zero-terminated): phrases in lower case; one that ends with "*" may go on
 *
 * Returns: whether any of them stands there as words of their own
 */
gboolean
hearth_fact_has_word (const char *low, const char *const *phrases)
{
  gsize length;

  for (guint i = 0; phrases[i] != NULL; i++) {
    if (find_phrase (low, low, phrases[i], &length) != NULL)
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_fact_has_time_word:
 * @low: text in lower case
 *
 * Returns: whether it names a day; a cheap look before the reader of times
 */
gboolean
hearth_fact_has_time_word (const char *low)
{
  static const char *const words[] = { "monday*",   "tuesday*",    "wednesday*", "thursday*",
                                       "friday*",   "saturday*",   "sunday*",    "tomorrow*",
                                       "today",     "tonight",     "montag*",    "dienstag*",
                                       "mittwoch*", "donnerstag*", "freitag*",   "samstag*",
                                       "sonntag*",  "heute",       "morgen",     "übermorgen",
                                       "weekend",   "wochenende",  "noon",       NULL };

  return hearth_fact_has_word (low, words);
}

/**
 * hearth_fact_reader_has:
 * @self: a reader
 * @phrases: (array zero-terminated): as of hearth_fact_has_word()
 *
 * Returns: whether any of them stands in the subject or the text
 */
gboolean
hearth_fact_reader_has (const HearthFactReader *self, const char *const *phrases)
{
  return hearth_fact_has_word (self->subject, phrases) || hearth_fact_has_word (self->low, phrases);
}

/**
 * hearth_fact_reader_count:
 * @self: a reader
 * @phrases: (array zero-terminated): as of hearth_fact_has_word()
 *
 * Returns: how many of them stand in the subject or the text
 */
guint
hearth_fact_reader_count (const HearthFactReader *self, const char *const *phrases)
{
  guint n = 0;
  gsize length;

  for (guint i = 0; phrases[i] != NULL; i++) {
    if (find_phrase (self->subject, self->subject, phrases[i], &length) != NULL ||
        find_phrase (self->low, self->low, phrases[i], &length) != NULL)
      n++;
  }
  return n;
}

/**
 * hearth_fact_reader_find:
 * @self: a reader
 * @phrases: (array zero-terminated): as of hearth_fact_has_word()
 * @at: (inout): where to begin; set to where to go on
 * @found: (out): where the next of them stands in the text
 *
 * Returns: whether there is one
 */
gboolean
hearth_fact_reader_find (const HearthFactReader *self, const char *const *phrases, gsize *at,
                         HearthFactSpan *found)
{
  const char *best = NULL;
  gsize best_length = 0;

  if (*at >= self->length)
    return FALSE;
  for (guint i = 0; phrases[i] != NULL; i++) {
    gsize length;
    const char *p = find_phrase (self->low, self->low + *at, phrases[i], &length);

    if (p != NULL && (best == NULL || p < best || (p == best && length > best_length))) {
      best = p;
      best_length = length;
    }
  }
  if (best == NULL)
    return FALSE;
  found->from = (gsize) (best - self->low);
  found->to = found->from + best_length;
  *at = found->to;
  return TRUE;
}

/* From the end of a label to what it names: past ":", "is" and at most one line break or two. */
static gsize
skip_to_value (const HearthFactReader *self, gsize at)
{
  static const char *const links[] = { "is", "ist",    "lautet", "no.", "no",  "nr.",
                                       "nr", "number", "was",    "are", "für", NULL };
  guint lines = 0;

  for (;;) {
    gboolean moved = FALSE;

    while (at < self->length && strchr (" \t:#*|-=\n.\"'(", self->low[at]) != NULL) {
      if (self->low[at] == '\n' && ++lines > 2)
        return self->length;
      at++;
      moved = TRUE;
    }
    for (guint i = 0; moved && i < G_N_ELEMENTS (links) - 1; i++) {
      gsize n = strlen (links[i]);

      if (at + n < self->length && strncmp (self->low + at, links[i], n) == 0 &&
          !is_word_byte (self->low[at + n])) {
        at += n;
        break;
      }
      moved = i + 2 < G_N_ELEMENTS (links);
    }
    if (!moved)
      return at;
  }
}

/**
 * hearth_fact_reader_labelled:
 * @self: a reader
 * @labels: (array zero-terminated): what a value is called, the best name first
 * @value: what a value looks like
 * @found: (out): where the value stands
 *
 * Finds a value beside its name: "Order number: 1234", or in the line below.
 *
 * Returns: whether there is one
 */
gboolean
hearth_fact_reader_labelled (const HearthFactReader *self, const char *const *labels,
                             HearthFactValue value, HearthFactSpan *found)
{
  for (guint i = 0; labels[i] != NULL; i++) {
    const char *const label[] = { labels[i], NULL };
    HearthFactSpan span;
    gsize at = 0;

    for (guint n = 0; n < MAX_OCCURRENCES && hearth_fact_reader_find (self, label, &at, &span);
         n++) {
      gsize begin = skip_to_value (self, span.to);
      gsize length;

      if (begin < self->length && value (self->text + begin, &length)) {
        found->from = begin;
        found->to = begin + length;
        return TRUE;
      }
    }
  }
  return FALSE;
}

/**
 * hearth_fact_reader_line_of:
 * @self: a reader
 * @labels: (array zero-terminated): what a value is called, the best name first; each is taken only
 *   where a colon or the end of the line follows
 * @max: bytes; a longer line is prose
 * @found: (out): the rest of its line, or the next line
 *
 * Returns: whether there is one
 */
gboolean
hearth_fact_reader_line_of (const HearthFactReader *self, const char *const *labels, gsize max,
                            HearthFactSpan *found)
{
  for (guint i = 0; labels[i] != NULL; i++) {
    const char *const label[] = { labels[i], NULL };
    HearthFactSpan span;
    gsize at = 0;

    for (guint n = 0; n < MAX_OCCURRENCES && hearth_fact_reader_find (self, label, &at, &span);
         n++) {
      gsize begin = span.to + strspn (self->low + span.to, " \t*");
      gsize length;

      if (self->low[begin] != ':' && self->low[begin] != '\n')
        continue;
      begin += strspn (self->low + begin, " \t:*\n|");
      length = strcspn (self->low + begin, "\n");
      while (length > 0 && g_ascii_isspace (self->low[begin + length - 1]))
        length--;
      if (length < 2 || length > max)
        continue;
      found->from = begin;
      found->to = begin + length;
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * hearth_fact_reader_times:
 * @self: a reader
 * @from: where in the text to begin, in bytes
 * @to: where to end
 *
 * Returns: (transfer full) (element-type HearthTimePhrase): the times in a piece of the text, their
 *   places counted from the beginning of the text
 */
GArray *
hearth_fact_reader_times (const HearthFactReader *self, gsize from, gsize to)
{
  HearthTimeContext context = {
    .now = self->message->date,
    .zone = self->zone,
    .tense = HEARTH_TENSE_FUTURE,
    .day_first = self->german || hearth_time_is_day_first (),
    .language = self->german ? "de" : "en",
  };
  g_autofree char *piece = NULL;
  GArray *phrases;

  while (from > 0 && ((guchar) self->text[from] & 0xc0) == 0x80)
    from--;
  while (to < self->length && ((guchar) self->text[to] & 0xc0) == 0x80)
    to++;
  piece = g_strndup (self->text + from, to > from ? to - from : 0);
  phrases = hearth_time_read (piece, &context);
  for (guint i = 0; i < phrases->len; i++) {
    HearthTimePhrase *phrase = &g_array_index (phrases, HearthTimePhrase, i);

    phrase->from += from;
    phrase->to += from;
  }
  return phrases;
}

/**
 * hearth_fact_reader_time:
 * @self: a reader
 * @from: where in the text to begin, in bytes
 * @to: where to end
 * @phrase: (out): the first date there, with the time of day that belongs to it
 * @found: (out): where both stand
 *
 * Returns: whether there is a date
 */
gboolean
hearth_fact_reader_time (const HearthFactReader *self, gsize from, gsize to,
                         HearthTimePhrase *phrase, HearthFactSpan *found)
{
  g_autoptr (GArray) phrases = hearth_fact_reader_times (self, from, to);
  HearthTimeContext context = { .now = self->message->date, .zone = self->zone };
  const HearthTimePhrase *date = NULL;

  for (guint i = 0; i < phrases->len; i++) {
    HearthTimePhrase *one = &g_array_index (phrases, HearthTimePhrase, i);

    if (one->kind == HEARTH_TIME_DURATION)
      continue;
    if (date == NULL && one->has_date && one->grain <= HEARTH_GRAIN_DAY) {
      date = one;
      *phrase = *one;
      found->from = one->from;
      found->to = one->to;
    } else if (date != NULL && !date->has_clock && one->has_clock && !one->has_date &&
               one->from < date->to + 40) {
      g_autoptr (GArray) two = g_array_new (FALSE, FALSE, sizeof (HearthTimePhrase));

      g_array_append_val (two, *date);
      g_array_append_val (two, *one);
      if (hearth_time_combine (two, &context, phrase, NULL))
        found->to = one->to;
      break;
    }
  }
  /* Nobody announces what is long past, or years away. */
  if (date != NULL && phrase->bound == HEARTH_BOUND_UNTIL)
    phrase->start = phrase->anchor =
        phrase->has_clock ? phrase->end : hearth_time_at (self->zone, phrase->julian, 0);
  return date != NULL && phrase->start > self->message->date - 2 * 86400 &&
         phrase->start < self->message->date + (gint64) 500 * 86400;
}

/**
 * hearth_fact_reader_time_of:
 * @self: a reader
 * @labels: (array zero-terminated): what the time is called, the best name first
 * @phrase: (out): the time
 * @found: (out): where it stands
 *
 * Finds the date that follows a label within the line or the next.
 *
 * Returns: whether there is one
 */
gboolean
hearth_fact_reader_time_of (const HearthFactReader *self, const char *const *labels,
                            HearthTimePhrase *phrase, HearthFactSpan *found)
{
  for (guint i = 0; labels[i] != NULL; i++) {
    const char *const label[] = { labels[i], NULL };
    HearthFactSpan span;
    gsize at = 0;

    for (guint n = 0; n < MAX_OCCURRENCES && hearth_fact_reader_find (self, label, &at, &span);
         n++) {
      gsize to = MIN (span.to + MAX_TIME_DISTANCE + 60, self->length);

      if (hearth_fact_reader_time (self, span.to, to, phrase, found) &&
          found->from < span.to + MAX_TIME_DISTANCE) {
        /* What stands beyond a blank line is another matter. */
        g_autofree char *between = g_strndup (self->low + span.to, found->from - span.to);

        if (strstr (between, "\n\n") == NULL || strspn (between, " \t:\n*") == strlen (between))
          return TRUE;
      }
    }
  }
  return FALSE;
}

/**
 * hearth_fact_reader_line_at:
 * @self: a reader
 * @at: a place in the text, in bytes
 *
 * Returns: its line, without white space around it
 */
HearthFactSpan
hearth_fact_reader_line_at (const HearthFactReader *self, gsize at)
{
  HearthFactSpan span = { at, at };

  while (span.from > 0 && self->text[span.from - 1] != '\n')
    span.from--;
  while (span.to < self->length && self->text[span.to] != '\n')
    span.to++;
  while (span.from < span.to && g_ascii_isspace (self->text[span.from]))
    span.from++;
  while (span.to > span.from && g_ascii_isspace (self->text[span.to - 1]))
    span.to--;
  return span;
}

/**
 * hearth_fact_reader_dup:
 * @self: a reader
 * @span: a piece of its text
 *
 * Returns: (transfer full): its words on one line, at most 120 bytes
 */
char *
hearth_fact_reader_dup (const HearthFactReader *self, HearthFactSpan span)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (gsize i = span.from; i < span.to && line->len < 120; i++) {
    if (!g_ascii_isspace (self->text[i]))
      g_string_append_c (line, self->text[i]);
    else if (line->len > 0 && line->str[line->len - 1] != ' ')
      g_string_append_c (line, ' ');
  }
  while (line->len > 0 && strchr (" .,;*|", line->str[line->len - 1]) != NULL)
    g_string_truncate (line, line->len - 1);
  return g_utf8_make_valid (line->str, (gssize) line->len);
}

/**
 * hearth_fact_reader_dup_place:
 * @self: a reader
 * @from: where in the text to begin, in bytes
 * @to: where to end
 *
 * Finds a place in prose: "at Luigi's", "in der Praxis Dr. Weber". It begins with a capital.
 *
 * Returns: (transfer full) (nullable): its name
 */
char *
hearth_fact_reader_dup_place (const HearthFactReader *self, gsize from, gsize to)
{
  static const char *const openers[] = { "at", "im", "in der", "in", "bei", "beim", "@", NULL };
  gsize at = from;
  HearthFactSpan span;

  while (hearth_fact_reader_find (self, openers, &at, &span) && span.from < to) {
    const char *p = self->text + span.to;
    gsize n = 0;
    gsize end = 0;

    p += strspn (p, " \t");
    if (g_ascii_strncasecmp (p, "the ", 4) == 0)
      p += 4;
    if (!g_ascii_isupper (*p) && (guchar) *p < 0x80)
      continue;
    while (n < 60 && p[n] != '\0' && strchr (",;!?()\n", p[n]) == NULL) {
      gboolean abbreviation =
          p[n] == '.' && n >= 2 && n <= 60 && p[n + 1] == ' ' &&
          (g_str_has_prefix (p + n - 2, "Dr") || g_str_has_prefix (p + n - 2, "St"));

      if (p[n] == '.' && (g_ascii_isspace (p[n + 1]) || p[n + 1] == '\0') && !abbreviation)
        break;
      if (p[n] == ' ' && !g_ascii_isupper (p[n + 1]) && (guchar) p[n + 1] < 0x80 &&
          p[n + 1] != '&' && strncmp (p + n + 1, "of ", 3) != 0)
        break;
      n++;
      end = n;
    }
    if (end >= 3) {
      g_autoptr (GArray) times =
          hearth_fact_reader_times (self, (gsize) (p - self->text), (gsize) (p - self->text) + end);

      if (times->len == 0)
        return hearth_fact_reader_dup (self, (HearthFactSpan){ (gsize) (p - self->text),
                                                               (gsize) (p - self->text) + end });
    }
  }
  return NULL;
}

/**
 * hearth_fact_reader_day:
 * @self: a reader
 * @julian: a day as in g_date_get_julian()
 *
 * Returns: the beginning of that day for the owner, wherever it was written of, seconds since 1970
 *   UTC
 */
gint64
hearth_fact_reader_day (const HearthFactReader *self, guint julian)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();

  return hearth_time_at (zone, julian, 0);
}

/**
 * hearth_fact_reader_set_due:
 * @self: a reader
 * @phrase: a time that has a date
 * @finding: a finding
 *
 * Sets when something begins, and ends if that was said too.
 */
void
hearth_fact_reader_set_due (const HearthFactReader *self, const HearthTimePhrase *phrase,
                            HearthFinding *finding)
{
  finding->due_is_date = !phrase->has_clock;
  if (finding->due_is_date) {
    finding->due = hearth_fact_reader_day (self, phrase->julian);
    return;
  }
  /* "by 9 pm" has its end only. */
  finding->due = phrase->bound == HEARTH_BOUND_UNTIL ? phrase->end : phrase->start;
  if (phrase->bound == HEARTH_BOUND_BOTH && phrase->end > phrase->start)
    finding->until = phrase->end;
}

/**
 * hearth_fact_reader_add:
 * @self: a reader
 * @kind: what was found
 * @text: what it is, in words
 * @span: what it rests on
 *
 * Returns: (transfer none) (nullable): the new finding, to be filled in; %NULL if there are too
 * many
 */
HearthFinding *
hearth_fact_reader_add (HearthFactReader *self, HearthFindingKind kind, const char *text,
                        HearthFactSpan span)
{
  HearthFinding *finding;

  if (self->findings->len >= MAX_FINDINGS)
    return NULL;
  finding = hearth_finding_new (kind, text, span.from, span.to - span.from);
  g_ptr_array_add (self->findings, finding);
  return finding;
}

/**
 * hearth_fact_is_number:
 * @text: where a number may begin
 * @length: (out): how long it is, in bytes
 *
 * Returns: whether the number of an order, a parcel or a booking begins there: letters and digits,
 *   perhaps in groups, with at least one digit or six capitals
 */
gboolean
hearth_fact_is_number (const char *text, gsize *length)
{
  gsize n = 0;
  guint digits = 0;
  guint capitals = 0;
  guint small = 0;

  for (;;) {
    gsize begin = n;

    while (g_ascii_isalnum (text[n]) || (n > begin && strchr ("-/_.", text[n]) != NULL &&
                                         text[n] != '\0' && g_ascii_isalnum (text[n + 1]))) {
      /* A point stands between digits only: "3.14", not the end of a sentence. */
      if (text[n] == '.' && (!g_ascii_isdigit (text[n - 1]) || !g_ascii_isdigit (text[n + 1])))
        break;
      digits += g_ascii_isdigit (text[n]) ? 1 : 0;
      capitals += g_ascii_isupper (text[n]) ? 1 : 0;
      small += g_ascii_islower (text[n]) ? 1 : 0;
      n++;
      if (n > 40)
        return FALSE;
    }
    /* Groups of digits: "0034 0434 1234". */
    if (n - begin < 2 || text[n] != ' ' || !g_ascii_isdigit (text[n + 1]) ||
        !g_ascii_isdigit (text[n + 2]) || !g_ascii_isdigit (text[n - 1]))
      break;
    n++;
  }
  *length = n;
  if (n < 3 || small > digits + 2 || is_word_byte (text[n]))
    return FALSE;
  return digits >= 2 || (digits == 1 && capitals >= 3) || (digits == 0 && small == 0 && n == 6);
}
