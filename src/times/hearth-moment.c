/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-moment.h"

#include "hearth-clock.h"
#include "hearth-time-reader.h"

#include <string.h>

/* Nobody says a moment in more words than fit here. */
#define MAX_TEXT 200
#define MAX_COUNT 3660

/* "3d", "2w", "12h", "90m": a number and a unit. */
static gboolean
read_short (const char *text, gint64 now, gint64 *when)
{
  g_autoptr (GDateTime) local = hearth_clock_dup_at (now);
  g_autoptr (GDateTime) then = NULL;
  char *end = NULL;
  gint64 count = g_ascii_strtoll (text, &end, 10);

  if (local == NULL || end == text || count < 1 || count > MAX_COUNT || end[0] == '\0' ||
      end[1] != '\0')
    return FALSE;
  switch (g_ascii_tolower (end[0])) {
  case 'm':
    *when = now + count * 60;
    return TRUE;
  case 'h':
    *when = now + count * 3600;
    return TRUE;
  case 'd':
    then = g_date_time_add_days (local, (int) count);
    break;
  case 'w':
    then = g_date_time_add_weeks (local, (int) count);
    break;
  default:
    return FALSE;
  }
  *when = then != NULL ? g_date_time_to_unix (then) : now;
  return then != NULL;
}

/* Words that are no time take its meaning away: "Friday or so" is not understood. */
static gboolean
covers_all (const char *text, const HearthTimePhrase *phrase)
{
  gsize length = strlen (text);

  return strspn (text, " \t.,!") >= phrase->from &&
         phrase->to + strspn (text + phrase->to, " \t.,!") >= length;
}

/**
 * hearth_moment_read:
 * @text: what somebody typed
 * @now: seconds since 1970 UTC
 * @when: (out): the moment that is meant, seconds since 1970 UTC
 *
 * Reads a moment that is to come: "in an hour", "this evening", "tomorrow morning", "weekend",
 * "next week", "3 days", "3d", a date with or without a time, in the languages of the reader of
 * times. A day without an hour is its morning.
 *
 * Returns: whether all of it was understood and is to come
 */
gboolean
hearth_moment_read (const char *text, gint64 now, gint64 *when)
{
  g_autofree char *trimmed = g_strstrip (g_strndup (text, MAX_TEXT + 1));
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  HearthTimeContext context = {
    .now = now, .zone = zone, .tense = HEARTH_TENSE_FUTURE, .day_first = hearth_time_is_day_first ()
  };
  g_autoptr (GArray) phrases = NULL;
  const HearthTimePhrase *phrase;

  if (*trimmed == '\0' || strlen (trimmed) > MAX_TEXT || !g_utf8_validate (trimmed, -1, NULL))
    return FALSE;
  if (g_ascii_strncasecmp (trimmed, "in ", 3) == 0 && read_short (trimmed + 3, now, when))
    return TRUE;
  if (read_short (trimmed, now, when))
    return TRUE;
  phrases = hearth_time_read_own (trimmed, &context);
  if (phrases->len != 1)
    return FALSE;
  phrase = &g_array_index (phrases, HearthTimePhrase, 0);
  if (!covers_all (trimmed, phrase))
    return FALSE;
  *when = phrase->kind == HEARTH_TIME_DURATION ? now + phrase->seconds : phrase->anchor;
  return *when > now;
}
