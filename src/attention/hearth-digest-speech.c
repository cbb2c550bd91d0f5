/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-digest.h"

#include "hearth-agenda.h"
#include "hearth-clock.h"
#include "hearth-speech-words.h"

#include <string.h>

/* A digest for the ear: sentences, no lists, few things. */

#define MAX_NAMED 3

/* The sentences of a language. Where there are two, the first is for one thing; "%s" is a number in
 * words, a name or a text. */
typedef struct {
  const char *greetings[HEARTH_N_DIGESTS];
  const char *no_needs;
  const char *needs[2];
  const char *is_urgent;
  const char *urgent[2];
  const char *writes;
  const char *more[2];
  const char *nothing_planned;
  const char *there_is;
  const char *at;
  const char *all_day;
  const char *to_do;
  const char *due;
  const char *answers[2];
  const char *waiting;
  const char *wrote[2];
  const char *thing;
  const char *no_mail;
  const char *mail[2];
  const char *aside[2];
  const char *week[2];
  const char *meetings[2];
  const char *ahead[2];
  const char *first;
  const char *trouble;
} Sentences;

static const Sentences sentences[HEARTH_N_SPEECH_LANGUAGES] = {
  {
      .greetings = { NULL, "Good morning.", "Good evening.", NULL },
      .no_needs = "Nothing needs you.",
      .needs = { "%s thing needs you.", "%s things need you." },
      .is_urgent = "It is urgent.",
      .urgent = { "%s of them is urgent.", "%s of them are urgent." },
      .writes = "%s writes: %s.",
      .more = { "And there is %s more.", "And there are %s more." },
      .nothing_planned = "Nothing more is planned today.",
      .there_is = "%s there is %s.",
      .at = "%s at %s",
      .all_day = "%s, all day",
      .to_do = "Still to do is %s.",
      .due = "%s, due %s",
      .answers = { "%s mail can be answered when you have time.",
                   "%s mails can be answered when you have time." },
      .waiting = "You are still waiting for %s.",
      .wrote = { "%s has written to you.", "%s have written to you." },
      .thing = "%s: %s.",
      .no_mail = "No mail has come since %s.",
      .mail = { "%s mail has come since %s.", "%s mails have come since %s." },
      .aside = { "%s of the mails can wait.", "%s of the mails can wait." },
      .week = { "In the last seven days you got %s mail and wrote %s.",
                "In the last seven days you got %s mails and wrote %s." },
      .meetings = { "You had %s meeting.", "You had %s meetings." },
      .ahead = { "The next seven days hold %s thing in your calendar.",
                 "The next seven days hold %s things in your calendar." },
      .first = "It begins with %s %s.",
      .trouble = "Not everything could be read, so something may be missing.",
  },
  {
      .greetings = { NULL, "Guten Morgen.", "Guten Abend.", NULL },
      .no_needs = "Nichts wartet auf Sie.",
      .needs = { "Eine Sache wartet auf Sie.", "%s Sachen warten auf Sie." },
      .is_urgent = "Sie ist dringend.",
      .urgent = { "Eine davon ist dringend.", "%s davon sind dringend." },
      .writes = "%s schreibt: %s.",
      .more = { "Und noch eine weitere.", "Und noch %s weitere." },
      .nothing_planned = "Heute ist nichts mehr geplant.",
      .there_is = "%s ist %s.",
      .at = "%s um %s",
      .all_day = "%s, den ganzen Tag",
      .to_do = "Zu erledigen ist noch %s.",
      .due = "%s, fällig %s",
      .answers = { "Eine Mail können Sie beantworten, wenn Sie Zeit haben.",
                   "%s Mails können Sie beantworten, wenn Sie Zeit haben." },
      .waiting = "Sie warten noch auf %s.",
      .wrote = { "%s hat Ihnen geschrieben.", "%s haben Ihnen geschrieben." },
      .thing = "%s: %s.",
      .no_mail = "Seit %s ist keine Mail gekommen.",
      .mail = { "Eine Mail ist seit %s gekommen.", "%s Mails sind seit %s gekommen." },
      .aside = { "Eine der Mails kann warten.", "%s der Mails können warten." },
      .week = { "In den letzten sieben Tagen kam %s Mail, und Sie schrieben %s.",
                "In den letzten sieben Tagen kamen %s Mails, und Sie schrieben %s." },
      .meetings = { "Sie hatten eine Besprechung.", "Sie hatten %s Besprechungen." },
      .ahead = { "In den nächsten sieben Tagen steht eine Sache im Kalender.",
                 "In den nächsten sieben Tagen stehen %s Sachen im Kalender." },
      .first = "Es beginnt mit %s %s.",
      .trouble = "Nicht alles konnte gelesen werden, es kann also etwas fehlen.",
  },
};

typedef struct {
  const HearthDigest *digest;
  HearthSpeechLanguage language;
  const Sentences *say;
  GString *out;
} Voice;

static void
add (Voice *self, const char *sentence)
{
  g_autofree char *first = NULL;

  if (sentence == NULL || *sentence == '\0')
    return;
  first = g_utf8_substring (sentence, 0, 1);
  if (self->out->len > 0)
    g_string_append_c (self->out, ' ');
  {
    g_autofree char *upper = g_utf8_strup (first, -1);

    g_string_append_printf (self->out, "%s%s", upper, g_utf8_next_char (sentence));
  }
}

/* Puts @words in place of each "%s" of a sentence in turn. */
static char *
fill (const char *pattern, const char *first, const char *second)
{
  GString *out = g_string_new (NULL);
  const char *words[] = { first, second };
  guint n = 0;

  for (const char *p = pattern; *p != '\0'; p++) {
    if (p[0] == '%' && p[1] == 's' && n < 2) {
      g_string_append (out, words[n] != NULL ? words[n] : "");
      n++;
      p++;
    } else {
      g_string_append_c (out, *p);
    }
  }
  return g_string_free (out, FALSE);
}

static void
add_filled (Voice *self, const char *pattern, const char *first, const char *second)
{
  g_autofree char *sentence = fill (pattern, first, second);

  add (self, sentence);
}

/* A sentence about so many. German says "one" in the sentence, where it depends on what is one. */
static void
add_count (Voice *self, const char *const pattern[2], gint64 n, const char *second)
{
  g_autofree char *amount = hearth_speech_amount (self->language, n);
  gboolean bare = n == 1 && self->language == HEARTH_SPEECH_GERMAN;

  if (n <= 0)
    return;
  add_filled (self, pattern[n == 1 ? 0 : 1], bare ? second : amount, bare ? NULL : second);
}

static void
add_needs (Voice *self)
{
  GPtrArray *items = self->digest->sections[HEARTH_DIGEST_NEEDS].items;
  guint named = MIN (items->len, MAX_NAMED);
  guint urgent = 0;

  if (items->len == 0)
    add (self, self->say->no_needs);
  add_count (self, self->say->needs, items->len, NULL);
  for (guint i = 0; i < items->len; i++)
    urgent += ((const HearthDigestItem *) g_ptr_array_index (items, i))->urgent;
  if (items->len == 1 && urgent == 1)
    add (self, self->say->is_urgent);
  else
    add_count (self, self->say->urgent, urgent, NULL);
  for (guint i = 0; i < named; i++) {
    const HearthDigestItem *item = g_ptr_array_index (items, i);
    g_autofree char *who = hearth_speech_name (self->language, item->who);
    g_autofree char *what = hearth_speech_text (self->language, item->text);

    add_filled (self, self->say->writes, who, what);
  }
  add_count (self, self->say->more, items->len - named, NULL);
}

static char *
say_event (Voice *self, const HearthDigestItem *item)
{
  g_autofree char *what = hearth_speech_text (self->language, item->text);
  g_autofree char *time = hearth_speech_time (self->language, item->when);

  return item->is_date ? fill (self->say->all_day, what, NULL) : fill (self->say->at, what, time);
}

/* The events of one day in a sentence. Returns how many there are. */
static guint
add_one_day (Voice *self, HearthSpan day)
{
  GPtrArray *items = self->digest->sections[HEARTH_DIGEST_DAY].items;
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  guint n = 0;

  for (guint i = 0; i < items->len; i++) {
    const HearthDigestItem *item = g_ptr_array_index (items, i);

    if (item->when < day.start || item->when >= day.end)
      continue;
    if (n < MAX_NAMED)
      g_ptr_array_add (parts, say_event (self, item));
    n++;
  }
  if (n > 0) {
    g_autofree char *name = hearth_speech_day (self->language, day.start, self->digest->now);
    g_autofree char *all = hearth_speech_join (self->language, parts);

    add_filled (self, self->say->there_is, name, all);
    add_count (self, self->say->more, n - parts->len, NULL);
  }
  return n;
}

/* How much the days to come hold, and what is first. */
static void
add_week_ahead (Voice *self)
{
  GPtrArray *items = self->digest->sections[HEARTH_DIGEST_DAY].items;
  g_autofree char *what = NULL;
  g_autofree char *day = NULL;

  if (items->len > 0) {
    const HearthDigestItem *first = g_ptr_array_index (items, 0);

    what = hearth_speech_text (self->language, first->reason);
    day = hearth_speech_day (self->language, first->when, self->digest->now);
  }
  add_count (self, self->say->ahead, self->digest->week.n_ahead, NULL);
  if (items->len > 0)
    add_filled (self, self->say->first, what, day);
}

static void
add_days (Voice *self)
{
  HearthSpan day = hearth_agenda_find_day (self->digest->now);

  if (self->digest->kind == HEARTH_DIGEST_WEEKLY) {
    add_week_ahead (self);
    return;
  }
  if (add_one_day (self, day) == 0)
    add (self, self->say->nothing_planned);
  (void) add_one_day (self, hearth_agenda_find_day (day.end + 3600));
}

static void
add_due (Voice *self)
{
  const HearthDigestSection *section = &self->digest->sections[HEARTH_DIGEST_DUE];
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *all = NULL;

  for (guint i = 0; i < MIN (section->items->len, MAX_NAMED); i++) {
    const HearthDigestItem *item = g_ptr_array_index (section->items, i);
    g_autofree char *what = hearth_speech_text (self->language, item->text);
    g_autofree char *day = hearth_speech_day (self->language, item->when, self->digest->now);

    g_ptr_array_add (parts,
                     item->when != 0 ? fill (self->say->due, what, day) : g_steal_pointer (&what));
  }
  if (parts->len == 0)
    return;
  all = hearth_speech_join (self->language, parts);
  add_filled (self, self->say->to_do, all, NULL);
  add_count (self, self->say->more, section->items->len - parts->len, NULL);
}

/* The names of those whom a section is about, each once. */
static char *
say_names (Voice *self, HearthDigestPart part, guint *n)
{
  const HearthDigestSection *section = &self->digest->sections[part];
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < section->items->len && names->len < MAX_NAMED; i++) {
    const HearthDigestItem *item = g_ptr_array_index (section->items, i);
    g_autofree char *name = hearth_speech_name (self->language, item->who);

    if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
      g_ptr_array_add (names, g_steal_pointer (&name));
  }
  *n = names->len;
  return names->len > 0 ? hearth_speech_join (self->language, names) : NULL;
}

static void
add_others (Voice *self)
{
  const HearthDigest *digest = self->digest;
  guint n;
  g_autofree char *waiting = say_names (self, HEARTH_DIGEST_WAITING, &n);
  g_autofree char *people = say_names (self, HEARTH_DIGEST_PEOPLE, &n);

  add_count (self, self->say->answers, digest->sections[HEARTH_DIGEST_ANSWERS].items->len, NULL);
  if (waiting != NULL)
    add_filled (self, self->say->waiting, waiting, NULL);
  if (people != NULL)
    add_filled (self, self->say->wrote[n == 1 ? 0 : 1], people, NULL);
  for (guint i = 0; i < digest->sections[HEARTH_DIGEST_THINGS].n_shown; i++) {
    const HearthDigestItem *item =
        g_ptr_array_index (digest->sections[HEARTH_DIGEST_THINGS].items, i);
    g_autofree char *what = hearth_speech_text (self->language, item->text);
    g_autofree char *day = hearth_speech_day (self->language, item->when, digest->now);

    add_filled (self, self->say->thing, day, what);
  }
  for (guint i = 0; i < digest->sections[HEARTH_DIGEST_TOUCH].n_shown; i++) {
    const HearthDigestItem *item =
        g_ptr_array_index (digest->sections[HEARTH_DIGEST_TOUCH].items, i);
    g_autofree char *what = hearth_speech_text (self->language, item->text);

    add_filled (self, "%s.", what, NULL);
  }
}

/* How many mails, as the object of a sentence. */
static char *
say_mails (Voice *self, gint64 n, const char *none)
{
  if (n == 0)
    return g_strdup (self->language == HEARTH_SPEECH_GERMAN ? "keine" : none);
  if (n == 1 && self->language == HEARTH_SPEECH_GERMAN)
    return g_strdup ("eine");
  return hearth_speech_amount (self->language, n);
}

static void
add_mail (Voice *self)
{
  const HearthDigest *digest = self->digest;
  HearthSpan today = hearth_agenda_find_day (digest->now);
  g_autofree char *since = digest->since >= today.start
                               ? hearth_speech_time (self->language, digest->since)
                               : hearth_speech_day (self->language, digest->since, digest->now);
  const char *bare = since;

  if (g_str_has_prefix (since, "am letzten "))
    bare = since + strlen ("am letzten ");
  if (digest->kind == HEARTH_DIGEST_WEEKLY) {
    g_autofree char *received = say_mails (self, digest->week.n_received, "no");
    g_autofree char *sent = say_mails (self, digest->week.n_sent, "none");

    add_filled (self, self->say->week[digest->week.n_received == 1 ? 0 : 1], received, sent);
    add_count (self, self->say->meetings, digest->week.n_meetings, NULL);
    return;
  }
  if (digest->n_new == 0)
    add_filled (self, self->say->no_mail, bare, NULL);
  add_count (self, self->say->mail, digest->n_new, bare);
  add_count (self, self->say->aside, digest->n_aside, NULL);
}

/**
 * hearth_digest_to_speech:
 * @self: a digest
 * @language: (nullable): the code of the language to speak, "en" or "de"; another, or %NULL, is
 *   English
 *
 * Says a digest in sentences for the ear: few things, times and numbers in words, nothing that
 * nobody reads aloud. Subjects stay in the language that they are written in.
 *
 * Returns: (transfer full): it in one paragraph
 */
char *
hearth_digest_to_speech (const HearthDigest *self, const char *language)
{
  Voice voice = { .digest = self, .language = hearth_speech_find_language (language) };

  voice.say = &sentences[voice.language];
  voice.out = g_string_new (NULL);
  add (&voice, voice.say->greetings[self->kind]);
  if (self->kind == HEARTH_DIGEST_WEEKLY)
    add_mail (&voice);
  add_needs (&voice);
  add_days (&voice);
  add_due (&voice);
  add_others (&voice);
  if (self->kind != HEARTH_DIGEST_WEEKLY)
    add_mail (&voice);
  if (self->trouble != NULL)
    add (&voice, voice.say->trouble);
  return g_string_free (voice.out, FALSE);
}
