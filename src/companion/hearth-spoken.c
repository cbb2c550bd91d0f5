/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-spoken.h"

#include <string.h>

/* The few words that answers cut from what the owner said, one table a language. */

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static const HearthSpoken tables[] = {
  {
      .code = "en",
      .openers = WORDS ("to ", "that ", "about ", "of ", "for ", "and ", ", ", ": ", "- ",
                        "i need to ", "i have to ", "i should "),
      .remind = WORDS ("remind"),
      .alarm = WORDS ("timer", "wake", "alarm", "ping"),
      .wake = WORDS ("wake"),
      .day_before = WORDS ("the day before"),
      .before = WORDS ("before "),
      .before_end = WORDS ("before", "in advance", "ahead"),
      .after = WORDS ("after "),
      .to_end = WORDS (" to"),
      .title_marks = WORDS ("called", "titled", "named", "title"),
      .title_ends = WORDS (" with description", " with the description", " and description",
                           " at the location", " location ", " for all day"),
      .title_small = WORDS ("for ", "to ", "about ", "a ", "an ", "the ", "at ", "on ", "in ", "- ",
                            ", ", ": "),
      .title_tails = WORDS (" at", " on", " for"),
      .places = WORDS ("at the location", "location", "in room"),
      .descriptions = WORDS ("with the description", "with description", "description"),
      .guests = WORDS ("invite", "participants", "attendees", "guests"),
  },
  {
      .code = "de",
      .openers = WORDS ("daran ", "dran ", "dass ", "das ich ", "an ", "ans ", "und ", ", ", ": ",
                        "- ", "ich muss ", "ich soll ", "bitte "),
      .remind = WORDS ("rinner", "wecker", "timer"),
      .alarm = WORDS ("timer", "weck", "alarm"),
      .wake = WORDS ("weck"),
      .day_before = WORDS ("am tag davor", "den tag davor", "am tag vorher", "einen tag vorher"),
      .before = WORDS ("vor der ", "vor dem ", "vor den ", "vor meinem ", "vor meiner ", "vor "),
      .before_end = WORDS ("vorher", "davor", "im voraus"),
      .after =
          WORDS ("nach der ", "nach dem ", "nach den ", "nach meinem ", "nach meiner ", "nach "),
      .to_end = WORDS (" auf", " um", " zu"),
      .title_marks = WORDS ("namens", "mit dem titel", "mit dem namen", "titel"),
      .title_ends =
          WORDS (" mit der beschreibung", " mit beschreibung", " am ort ", " ort ", " ganztägig",
                 " in meinen kalender", " in den kalender", " in meinem kalender", " im kalender"),
      .title_small =
          WORDS ("für die ", "für den ", "für das ", "für ", "einen ", "eine ", "ein ", "den ",
                 "die ", "das ", "mit dem ", "um ", "am ", "im ", "- ", ", ", ": "),
      .title_tails = WORDS (" ein", " hinzu", " an", " um", " am", " für", " frei", " von", " ab",
                            " eintragen", " einplanen"),
      .places = WORDS ("am ort", "ort:", "im raum", "in raum"),
      .descriptions = WORDS ("mit der beschreibung", "mit beschreibung", "beschreibung"),
      .guests = WORDS ("einladen", "lade ", "teilnehmer", "gäste"),
  },
};

/**
 * hearth_spoken_get:
 * @language: (nullable): the code of a language
 *
 * Returns: (transfer none): its table; that of English where it has none
 */
const HearthSpoken *
hearth_spoken_get (const char *language)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    if (g_strcmp0 (tables[i].code, language) == 0)
      return &tables[i];
  }
  return &tables[0];
}

/**
 * hearth_spoken_has:
 * @text: a sentence
 * @words: (array zero-terminated=1): words or parts of them
 *
 * Returns: whether one of the words is in the text
 */
gboolean
hearth_spoken_has (const char *text, const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++) {
    if (strcasestr (text, words[i]) != NULL)
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_spoken_strip:
 * @text: (inout): words
 * @openers: (array zero-terminated=1): what may stand before them
 *
 * Cuts one of the openers from the beginning of a text.
 *
 * Returns: whether there was one
 */
gboolean
hearth_spoken_strip (char *text, const char *const *openers)
{
  for (guint i = 0; openers[i] != NULL; i++) {
    gsize length = strlen (openers[i]);

    if (g_ascii_strncasecmp (text, openers[i], length) == 0) {
      memmove (text, text + length, strlen (text + length) + 1);
      return TRUE;
    }
  }
  return FALSE;
}
