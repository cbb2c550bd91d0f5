/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-time-private.h"

#include <string.h>

/* Wall clocks and what was read from a text put together: the rules are at the head of
 * hearth-time-reader.c. */

#define JULIAN_OF_1970 719163

/**
 * hearth_time_get_julian:
 * @zone: a zone
 * @seconds: a time, seconds since 1970 UTC
 * @minute: (out) (optional): minutes after midnight
 *
 * Returns: the day there as in g_date_get_julian()
 */
guint
hearth_time_get_julian (GTimeZone *zone, gint64 seconds, int *minute)
{
  int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, seconds);
  gint64 local = seconds + g_time_zone_get_offset (zone, interval);
  gint64 days = local / 86400 - (local % 86400 < 0 ? 1 : 0);

  if (minute != NULL)
    *minute = (local - days * 86400) / 60;
  return CLAMP (days + JULIAN_OF_1970, 1, 2000000);
}

/**
 * hearth_time_at:
 * @zone: a zone
 * @julian: a day as in g_date_get_julian()
 * @minute: minutes after its midnight; 1440 and more are in the next day
 *
 * Finds when the clocks of @zone show a time, as RFC 5545, section 3.3.5 says it for times that are
 * skipped or happen twice.
 *
 * Returns: seconds since 1970 UTC
 */
gint64
hearth_time_at (GTimeZone *zone, guint julian, int minute)
{
  gint64 local = ((gint64) julian - JULIAN_OF_1970) * 86400 + minute * 60;
  gint64 first = G_MAXINT64;
  gint64 before = 0;

  for (int side = -1; side <= 1; side += 2) {
    int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, local + side * 86400);
    gint64 utc = local - g_time_zone_get_offset (zone, interval);
    int there = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, utc);

    if (side < 0)
      before = utc;
    if (local - g_time_zone_get_offset (zone, there) == utc)
      first = MIN (first, utc);
  }
  return first != G_MAXINT64 ? first : before;
}

/**
 * hearth_time_after:
 * @self: a parser
 * @base: a time, seconds since 1970 UTC
 * @length: how much later
 * @sign: 1, or -1 for earlier
 *
 * Adds months and days by the calendar and the rest by the clock.
 *
 * Returns: seconds since 1970 UTC
 */
gint64
hearth_time_after (HearthTimeParser *self, gint64 base, const HearthTimeLength *length, int sign)
{
  gint64 result = base;

  if (length->months != 0 || length->days != 0) {
    int minute;
    guint day = hearth_time_get_julian (self->context->zone, base, &minute);
    gint64 seconds = base % 60;

    day = hearth_time_add_months (day, sign * length->months) + sign * length->days;
    result = hearth_time_at (self->context->zone, day, minute) + seconds;
  }
  return result + sign * (gint64) length->seconds;
}

/* Chooses the half of the day for "at eight" (the rules are at the head of this file). */
static int
settle_minute (HearthTimeParser *self, const HearthTimePoint *point, guint day, guint today,
               int now)
{
  int minute = point->clock.minute;
  int morning = minute % 720;
  gboolean waking_morning = morning >= 7 * 60;

  if (point->part >= 0) {
    const HearthTimePart *part = &self->language->parts[point->part];

    if (!point->clock.ambiguous)
      return minute;
    if (part->end >= 1440 && morning < 5 * 60)
      return morning + 1440; /* "at one on Friday night" is Saturday; twelve is its end */
    return part->start >= 720 ? morning + 720 : morning;
  }
  if (!point->clock.ambiguous)
    return minute;
  if (day == today && self->tense == HEARTH_TENSE_FUTURE) {
    if (waking_morning && morning > now)
      return morning;
    if (morning + 720 > now && morning + 720 < 23 * 60)
      return morning + 720;
  }
  if (day == today && self->tense == HEARTH_TENSE_PAST) {
    if (morning + 720 <= now)
      return morning + 720;
    return morning;
  }
  return waking_morning ? morning : morning + 720;
}

static void
resolve_clock (HearthTimeParser *self, const HearthTimePoint *point, HearthTimePhrase *out)
{
  GTimeZone *zone = point->clock.zone != NULL ? point->clock.zone : self->context->zone;
  int now = 0;
  guint today = hearth_time_get_julian (zone, self->context->now, &now);
  guint day = point->has_date ? point->day : today;
  int minute;

  if (!point->has_date &&
      self->today != hearth_time_get_julian (self->context->zone, self->context->now, NULL))
    day = self->today; /* the date was said elsewhere in the phrase */
  minute = settle_minute (self, point, day, today, now);
  out->start = hearth_time_at (zone, day, minute);
  if (!point->has_date) {
    /* The last waking hour may be over as well: then it is the first of tomorrow. */
    if (self->tense == HEARTH_TENSE_FUTURE && out->start <= self->context->now) {
      minute = settle_minute (self, point, ++day, today, now);
      out->start = hearth_time_at (zone, day, minute);
    } else if (self->tense == HEARTH_TENSE_PAST && out->start > self->context->now) {
      minute = settle_minute (self, point, --day, today, now);
      out->start = hearth_time_at (zone, day, minute);
    }
  } else if (point->is_weekday && self->tense == HEARTH_TENSE_PAST &&
             out->start > self->context->now) {
    out->start = hearth_time_at (zone, day -= 7, minute);
  }
  out->end = out->anchor = out->start;
  out->kind = HEARTH_TIME_INSTANT;
  out->grain = HEARTH_GRAIN_MINUTE;
  out->julian = hearth_time_get_julian (self->context->zone, out->start, &out->minute);
}

static void
resolve_days (HearthTimeParser *self, const HearthTimePoint *point, HearthTimePhrase *out)
{
  GTimeZone *zone = self->context->zone;
  guint day = point->has_date ? point->day : self->today;

  if (point->part >= 0) {
    const HearthTimePart *part = &self->language->parts[point->part];

    if (!point->has_date && self->tense == HEARTH_TENSE_FUTURE && part->end <= self->minute)
      day++;
    out->kind = HEARTH_TIME_RANGE;
    out->grain = HEARTH_GRAIN_PART;
    out->start = hearth_time_at (zone, day, part->start);
    out->end = hearth_time_at (zone, day, part->end);
    out->anchor = hearth_time_at (zone, day, part->anchor);
    /* "This evening" said at half past eight is not over. */
    if (out->anchor <= self->context->now && out->end > self->context->now)
      out->anchor = (self->context->now + out->end) / 2 / 900 * 900;
  } else {
    out->kind = point->end_day - day == 1 ? HEARTH_TIME_DAY : HEARTH_TIME_RANGE;
    out->grain = point->grain;
    out->start = hearth_time_at (zone, day, 0);
    out->end = hearth_time_at (zone, point->end_day, 0);
    out->anchor = hearth_time_at (zone, day, 9 * 60);
    /* A day that has begun takes the next full hour, while it is one. */
    if (out->anchor <= self->context->now && out->end > self->context->now)
      out->anchor = MIN ((self->context->now / 3600 + 1) * 3600, out->end - 60);
  }
  out->julian = day;
}

/**
 * hearth_time_resolve:
 * @self: a parser
 * @point: what was read
 * @out: (out caller-allocates): when it is; its place in the text is not set
 *
 * Finds when a date, a time of day or both are, by the rules of hearth-time-reader.c.
 */
void
hearth_time_resolve (HearthTimeParser *self, const HearthTimePoint *point, HearthTimePhrase *out)
{
  memset (out, 0, sizeof *out);
  out->has_date = point->has_date || point->is_instant;
  out->has_clock = point->has_clock || point->is_instant;
  out->either_half = point->has_clock && point->clock.ambiguous;
  out->minute = -1;
  if (point->is_instant) {
    out->kind = HEARTH_TIME_INSTANT;
    out->start = out->end = out->anchor = point->instant;
    out->grain = HEARTH_GRAIN_MINUTE;
    out->julian = hearth_time_get_julian (self->context->zone, out->start, &out->minute);
  } else if (point->has_clock) {
    resolve_clock (self, point, out);
  } else {
    resolve_days (self, point, out);
  }
}
