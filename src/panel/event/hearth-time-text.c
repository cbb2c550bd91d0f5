/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-time-text.h"

#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-time-reader.h"

#include <glib/gi18n.h>
#include <langinfo.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* What stands in a field for a day or a time, and what people write there. */

/**
 * hearth_time_text_write_day:
 * @when: a time, seconds since 1970 UTC
 *
 * Returns: (transfer full): the day in the owner's zone, as hearth_time_text_read() reads it:
 *   “28 November 2026”
 */
char *
hearth_time_text_write_day (gint64 when)
{
  g_autoptr (GDateTime) time = hearth_clock_dup_at (when);

  return time != NULL ? g_date_time_format (time, C_ ("date", "%-d %B %Y")) : g_strdup ("");
}

static gboolean
has_12_hours (void)
{
  g_autofree char *hour = hearth_format_hour (13);

  return !g_str_has_prefix (hour, "13");
}

/* “15”, “15:30”, “9.15”: what stands in a field for a time is a time, and is not guessed at. */
static gboolean
read_bare_clock (const char *text, int *minutes)
{
  int hour = 0;
  int minute = 0;
  int n = 0;
  char mark = ':';

  if (sscanf (text, "%2d %n", &hour, &n) != 1 || text[n] != '\0') {
    minute = -1;
    n = 0;
    if (sscanf (text, "%2d%c%2d %n", &hour, &mark, &minute, &n) != 3 || n == 0 || text[n] != '\0' ||
        strchr (":.h", mark) == NULL)
      return FALSE;
  }
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
    return FALSE;
  if (hour > 0 && hour < 7 && *text != '0' && has_12_hours ())
    hour += 12;
  *minutes = hour * 60 + minute;
  return TRUE;
}

/* A day as the locale writes it, with its own names of months. */
static gboolean
read_local_day (const char *text, guint *julian)
{
  const char *const formats[] = { C_ ("date", "%-d %B %Y"), nl_langinfo (D_FMT), "%Y-%m-%d" };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_auto (GStrv) parts = g_strsplit (formats[i], "%-", -1);
    g_autofree char *format = g_strjoinv ("%", parts);
    struct tm found = { 0 };
    const char *rest = strptime (text, format, &found);
    GDate date;

    if (rest == NULL || *rest != '\0' ||
        !g_date_valid_dmy ((GDateDay) found.tm_mday, (GDateMonth) (found.tm_mon + 1),
                           (GDateYear) (found.tm_year + 1900)))
      continue;
    g_date_clear (&date, 1);
    g_date_set_dmy (&date, (GDateDay) found.tm_mday, (GDateMonth) (found.tm_mon + 1),
                    (GDateYear) (found.tm_year + 1900));
    *julian = g_date_get_julian (&date);
    return TRUE;
  }
  return FALSE;
}

/* Whether there is nothing in a text but the times that were found in it. */
static gboolean
is_all_time (const char *text, GArray *phrases)
{
  gsize at = 0;

  for (guint i = 0; i <= phrases->len; i++) {
    gsize next =
        i < phrases->len ? g_array_index (phrases, HearthTimePhrase, i).from : strlen (text);

    for (; at < next; at++) {
      if (strchr (" \t,.;-", text[at]) == NULL)
        return FALSE;
    }
    if (i < phrases->len)
      at = g_array_index (phrases, HearthTimePhrase, i).to;
  }
  return phrases->len > 0;
}

static gboolean
read_words (const char *text, GTimeZone *zone, guint *julian, int *minutes)
{
  HearthTimeContext context = { .now = hearth_clock_now (),
                                .zone = zone,
                                .tense = HEARTH_TENSE_NEAREST,
                                .day_first = hearth_time_is_day_first () };
  g_autoptr (GArray) phrases = hearth_time_read_own (text, &context);
  HearthTimePhrase whole;

  if (!is_all_time (text, phrases) || !hearth_time_combine (phrases, &context, &whole, NULL) ||
      whole.kind == HEARTH_TIME_DURATION || whole.bound != HEARTH_BOUND_BOTH ||
      whole.grain > HEARTH_GRAIN_DAY)
    return FALSE;
  if (whole.grain == HEARTH_GRAIN_PART) {
    *julian = hearth_time_get_julian (zone, whole.anchor, minutes);
    return TRUE;
  }
  if (whole.has_date || !whole.has_clock)
    *julian = whole.julian;
  if (whole.has_clock)
    *minutes = whole.minute;
  return whole.has_date || whole.has_clock;
}

/**
 * hearth_time_text_read:
 * @text: what was written: “15:00”, “tomorrow 3 pm”, “Friday”, “27.11.2026”
 * @base: what was there before, seconds since 1970 UTC: a time alone is one of its day, a day alone
 *   keeps its time
 * @all_day: whether only the day counts
 * @when: (out): seconds since 1970 UTC; with @all_day the owner's midnight. Not set on failure
 *
 * Reads what somebody has written for a day or a time. Everything in it has to be understood.
 *
 * Returns: whether it could be read
 */
gboolean
hearth_time_text_read (const char *text, gint64 base, gboolean all_day, gint64 *when)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autofree char *line = g_strstrip (g_strdup (text));
  int minutes = 0;
  guint julian = hearth_time_get_julian (zone, base, &minutes);

  if (*line == '\0' || strlen (line) > 200)
    return FALSE;
  if (!read_local_day (line, &julian) && (all_day || !read_bare_clock (line, &minutes)) &&
      !read_words (line, zone, &julian, &minutes))
    return FALSE;
  if (julian == 0)
    return FALSE;
  *when = hearth_time_at (zone, julian, all_day ? 0 : minutes);
  return TRUE;
}
