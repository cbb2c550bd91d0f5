/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-vtimezone.h"

#include "hearth-civil.h"

#include <string.h>

/* libical would write a zone's whole history since 1893 and name it after itself; other programs
 * need the rules that hold at the time of the event. */

/* How many years the pattern of the changes must hold to be written as a rule, and how many are
 * written out one by one where there is none (Ramadan has no place in a Gregorian rule). */
#define PATTERN_YEARS 6
#define LISTED_YEARS 20
#define MAX_ONSETS (LISTED_YEARS * 6)

/* A moment at which the offset changes. */
typedef struct {
  gint64 utc;
  int from;
  int to;
  const char *name; /* of the offset after it; interned */
  gboolean is_daylight;
  HearthCivil date; /* on the wall clock before the change */
  int seconds;
  int weekday;
} Onset;

static int
offset_at (GTimeZone *zone, gint64 utc)
{
  return g_time_zone_get_offset (zone,
                                 g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, utc));
}

static Onset
make_onset (GTimeZone *zone, gint64 utc)
{
  int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, utc);
  Onset onset = {
    .utc = utc,
    .from = offset_at (zone, utc - 1),
    .to = g_time_zone_get_offset (zone, interval),
    .name = g_intern_string (g_time_zone_get_abbreviation (zone, interval)),
    .is_daylight = g_time_zone_is_dst (zone, interval),
  };
  gint64 local = utc + onset.from;
  gint64 day = hearth_civil_day_of (local);

  onset.date = hearth_civil_from_day (day);
  onset.seconds = (int) (local - day * HEARTH_DAY);
  onset.weekday = hearth_civil_weekday (day);
  return onset;
}

static guint
find_onsets (GTimeZone *zone, int first_year, int n_years, Onset *onsets)
{
  gint64 day = hearth_civil_to_day (first_year, 1, 1);
  gint64 end = hearth_civil_to_day (first_year + n_years, 1, 1);
  guint n = 0;

  for (; day < end && n < MAX_ONSETS; day++) {
    gint64 low = day * HEARTH_DAY;
    gint64 high = low + HEARTH_DAY;
    int before = offset_at (zone, low);

    if (offset_at (zone, high) == before)
      continue;
    while (high - low > 1) {
      gint64 middle = low + (high - low) / 2;

      if (offset_at (zone, middle) == before)
        low = middle;
      else
        high = middle;
    }
    onsets[n++] = make_onset (zone, high);
  }
  return n;
}

static gboolean
is_last (const Onset *onset)
{
  return onset->date.day > hearth_civil_month_days (onset->date.year, onset->date.month) - 7;
}

/* Finds the rule of every second change beginning at @index: the nth weekday of a month, or its
 * last. Returns 0 if there is none. */
static int
find_pattern (const Onset *onsets, guint n, guint index)
{
  const Onset *first = &onsets[index];
  gboolean all_last = TRUE;
  gboolean all_same = TRUE;

  for (guint i = index; i < n; i += 2) {
    const Onset *onset = &onsets[i];

    if (onset->date.month != first->date.month || onset->weekday != first->weekday ||
        onset->seconds != first->seconds || onset->from != first->from || onset->to != first->to)
      return 0;
    all_last &= is_last (onset);
    all_same &= (onset->date.day - 1) / 7 == (first->date.day - 1) / 7;
  }
  return all_last ? -1 : all_same ? (first->date.day - 1) / 7 + 1 : 0;
}

static void
append_offset (GString *out, const char *name, int offset)
{
  int seconds = ABS (offset);

  g_string_append_printf (out, "%s:%c%02d%02d", name, offset < 0 ? '-' : '+', seconds / 3600,
                          seconds / 60 % 60);
  if (seconds % 60 != 0)
    g_string_append_printf (out, "%02d", seconds % 60);
  g_string_append (out, "\r\n");
}

static void
append_observance (GString *out, const Onset *onset, gint64 start, int pattern)
{
  static const char *const days[] = { "SU", "MO", "TU", "WE", "TH", "FR", "SA" };
  const char *kind = onset->is_daylight ? "DAYLIGHT" : "STANDARD";
  g_autofree char *when = hearth_civil_format (start, FALSE);

  g_string_append_printf (out, "BEGIN:%s\r\n", kind);
  append_offset (out, "TZOFFSETFROM", onset->from);
  append_offset (out, "TZOFFSETTO", onset->to);
  if (onset->name != NULL && g_ascii_isalpha (onset->name[0]))
    g_string_append_printf (out, "TZNAME:%s\r\n", onset->name);
  g_string_append_printf (out, "DTSTART:%s\r\n", when);
  if (pattern != 0)
    g_string_append_printf (out, "RRULE:FREQ=YEARLY;BYMONTH=%d;BYDAY=%d%s\r\n", onset->date.month,
                            pattern, days[onset->weekday]);
  g_string_append_printf (out, "END:%s\r\n", kind);
}

/**
 * hearth_vtimezone_dup:
 * @tzid: an Olson name
 * @at: a time near which the zone must be right, in seconds since 1970 UTC
 *
 * Writes a VTIMEZONE, RFC 5545, section 3.6.5, from the system's tzdata, that holds from the year
 * before @at.
 *
 * Returns: (transfer full) (nullable): its lines, each ended with CR LF, or %NULL if the system
 *   does not know the zone
 */
char *
hearth_vtimezone_dup (const char *tzid, gint64 at)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (tzid);
  int year = hearth_civil_from_day (hearth_civil_day_of (at)).year - 1;
  g_autofree Onset *onsets = g_new (Onset, MAX_ONSETS);
  GString *out;
  guint n;
  int first;
  int second;

  if (zone == NULL)
    return NULL;
  out = g_string_new ("BEGIN:VTIMEZONE\r\n");
  g_string_append_printf (out, "TZID:%s\r\n", tzid);
  n = find_onsets (zone, year, PATTERN_YEARS, onsets);
  first = n == 2 * PATTERN_YEARS ? find_pattern (onsets, n, 0) : 0;
  second = n == 2 * PATTERN_YEARS ? find_pattern (onsets, n, 1) : 0;
  if (first != 0 && second != 0) {
    for (guint i = 0; i < 2; i++)
      append_observance (out, &onsets[i], onsets[i].utc + onsets[i].from, i == 0 ? first : second);
  } else {
    gint64 begin = hearth_civil_to_day (year, 1, 1) * HEARTH_DAY;
    Onset base = make_onset (zone, begin);

    base.from = base.to;
    append_observance (out, &base, begin, 0);
    n = find_onsets (zone, year, LISTED_YEARS, onsets);
    for (guint i = 0; i < n; i++)
      append_observance (out, &onsets[i], onsets[i].utc + onsets[i].from, 0);
  }
  g_string_append (out, "END:VTIMEZONE\r\n");
  return g_string_free (out, FALSE);
}
