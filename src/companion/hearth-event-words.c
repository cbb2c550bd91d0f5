/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-event-words.h"

#include "hearth-text.h"
#include "hearth-time-reader.h"

#include <string.h>

/* How long an event is of which only the beginning was said. */
#define USUAL_SECONDS 3600

#define MAX_TEXT 2000

/* What is left when the times are taken out. */
static char *
cut_times (const char *text, GArray *phrases)
{
  GString *rest = g_string_new (NULL);
  gsize at = 0;

  for (guint i = 0; i < phrases->len; i++) {
    const HearthTimePhrase *phrase = &g_array_index (phrases, HearthTimePhrase, i);

    if (phrase->from < at)
      continue;
    g_string_append_len (rest, text + at, phrase->from - at);
    g_string_append_c (rest, ' ');
    at = phrase->to;
  }
  g_string_append (rest, text + at);
  return g_string_free (rest, FALSE);
}

/* "lunch with Ana at Roma": what stands last behind one of these is where. */
static void
split_place (char *rest, char **place)
{
  static const char *const marks[] = { " at ", " @ ", " in " };
  char *best = NULL;
  gsize length = 0;

  *place = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++) {
    char *found = NULL;

    for (char *p = strstr (rest, marks[i]); p != NULL; p = strstr (p + 1, marks[i]))
      found = p;
    if (found != NULL && (best == NULL || found > best)) {
      best = found;
      length = strlen (marks[i]);
    }
  }
  /* A place needs something that takes place there. */
  if (best == NULL || best == rest || best[length] == '\0')
    return;
  *place = g_strstrip (g_strdup (best + length));
  *best = '\0';
}

/* Takes off what belonged to a time: "lunch on" */
static char *
tidy (const char *text)
{
  static const char *const ends[] = { " on", " at", " for", " from", " in", ",", " -" };
  g_autofree char *line = hearth_text_one_line (text, 500);
  gboolean cut = TRUE;

  g_strstrip (line);
  while (cut) {
    cut = FALSE;
    for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
      if (!g_str_has_suffix (line, ends[i]))
        continue;
      line[strlen (line) - strlen (ends[i])] = '\0';
      g_strchomp (line);
      cut = TRUE;
    }
  }
  if (*line == '\0')
    return g_strdup ("");
  {
    g_autofree char *first = g_utf8_strup (line, g_utf8_next_char (line) - line);

    return g_strconcat (first, g_utf8_next_char (line), NULL);
  }
}

static void
take_time (HearthEventEdit *edit, const HearthTimePhrase *whole, gint64 seconds, GTimeZone *zone)
{
  gint64 length = seconds > 0 ? seconds : USUAL_SECONDS;

  edit->has_span = TRUE;
  if (whole->has_clock) {
    gboolean both = whole->kind == HEARTH_TIME_RANGE && whole->bound == HEARTH_BOUND_BOTH;

    edit->span.start = whole->start;
    edit->span.end = both && whole->end > whole->start ? whole->end : whole->start + length;
  } else if (whole->grain == HEARTH_GRAIN_PART) {
    edit->span.start = whole->anchor;
    edit->span.end = whole->anchor + length;
  } else {
    g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
    guint last = hearth_time_get_julian (zone, whole->end - 1, NULL);

    edit->all_day = TRUE;
    edit->span.start = hearth_time_at (utc, whole->julian, 0);
    edit->span.end = hearth_time_at (utc, last + 1, 0);
  }
  if (!edit->all_day && strchr (g_time_zone_get_identifier (zone), '/') != NULL)
    edit->tzid = g_strdup (g_time_zone_get_identifier (zone));
}

/**
 * hearth_event_words_read:
 * @text: an event said in words: "lunch with Ana Friday 12:30 at Roma"
 * @now: seconds since 1970 UTC
 * @zone: the owner's time zone
 *
 * Returns: (transfer full): the event, of which only what was understood is set
 */
HearthEventEdit *
hearth_event_words_read (const char *text, gint64 now, GTimeZone *zone)
{
  g_autofree char *line = hearth_text_one_line (text, MAX_TEXT);
  HearthTimeContext context = {
    .now = now, .zone = zone, .tense = HEARTH_TENSE_FUTURE, .day_first = hearth_time_is_day_first ()
  };
  g_autoptr (GArray) phrases = hearth_time_read_own (line, &context);
  HearthEventEdit *edit = hearth_event_edit_new (HEARTH_EDIT_CREATE, NULL);
  g_autofree char *rest = cut_times (line, phrases);
  g_autofree char *place = NULL;
  HearthTimePhrase whole;
  gint64 seconds = 0;

  if (hearth_time_combine (phrases, &context, &whole, &seconds) &&
      whole.kind != HEARTH_TIME_DURATION && whole.bound == HEARTH_BOUND_BOTH)
    take_time (edit, &whole, seconds, zone);
  g_strstrip (rest);
  split_place (rest, &place);
  edit->summary = tidy (rest);
  if (place != NULL && *place != '\0')
    edit->location = tidy (place);
  return edit;
}
