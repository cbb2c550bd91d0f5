/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-day-layout.h"

/* The hours that a day shows at least. */
#define MORNING 9
#define EVENING 18

/* An hour is between so many lines high: enough to read short events, not so much that the day
 * leaves the screen. */
#define LEAST_LINES_PER_HOUR 0.74
#define MOST_LINES_PER_HOUR 2.0

/* Hours since the day's midnight by elapsed time: on the two days a year on which the clock
 * changes, the scale is as long as the day is. */
static double
hours_at (HearthSpan day, gint64 when)
{
  return (double) (CLAMP (when, day.start, day.end) - day.start) / 3600.0;
}

static void
find_hours (HearthDayLayout *self, HearthSpan day, GPtrArray *occurrences, gint64 now)
{
  int length = (int) ((day.end - day.start) / 3600);
  double first = MORNING;
  double last = EVENING;

  for (guint i = 0; i < occurrences->len; i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (occurrences, i);

    first = MIN (first, hours_at (day, occurrence->span.start));
    last = MAX (last, hours_at (day, occurrence->span.end));
  }
  if (now >= day.start && now < day.end) {
    first = MIN (first, hours_at (day, now));
    last = MAX (last, hours_at (day, now));
  }
  self->first_hour = (int) first;
  self->last_hour = MIN (length, (int) last + (last > (int) last ? 1 : 0));
}

/* The scale at which events that follow each other do not cover each other's words. */
static double
find_hour_height (GPtrArray *occurrences, int line_height)
{
  double height = LEAST_LINES_PER_HOUR * line_height;

  for (guint i = 0; i < occurrences->len; i++) {
    const HearthOccurrence *one = g_ptr_array_index (occurrences, i);

    for (guint k = i + 1; k < occurrences->len; k++) {
      const HearthOccurrence *two = g_ptr_array_index (occurrences, k);
      gint64 apart = two->span.start - one->span.start;

      if (two->span.start >= one->span.end && apart > 0) {
        height = MAX (height, (line_height + 2) * 3600.0 / (double) apart);
        break;
      }
    }
  }
  return MIN (height, MOST_LINES_PER_HOUR * line_height);
}

static HearthDayPlace *
get_place (HearthDayLayout *self, guint i)
{
  return &g_array_index (self->places, HearthDayPlace, i);
}

/* Gives each event of a cluster the first column in which it fits. */
static void
set_columns (HearthDayLayout *self)
{
  guint first = 0;

  while (first < self->places->len) {
    int end = get_place (self, first)->top + get_place (self, first)->height;
    guint last = first + 1;
    int n_columns = 1;

    while (last < self->places->len && get_place (self, last)->top < end) {
      end = MAX (end, get_place (self, last)->top + get_place (self, last)->height);
      last++;
    }
    for (guint i = first; i < last; i++) {
      gboolean free_column = FALSE;

      for (int column = 0; !free_column; column++) {
        free_column = TRUE;
        for (guint k = first; k < i && free_column; k++) {
          const HearthDayPlace *other = get_place (self, k);

          if (other->column == column && other->top + other->height > get_place (self, i)->top)
            free_column = FALSE;
        }
        if (free_column) {
          get_place (self, i)->column = column;
          n_columns = MAX (n_columns, column + 1);
        }
      }
    }
    for (guint i = first; i < last; i++)
      get_place (self, i)->n_columns = n_columns;
    first = last;
  }
}

/**
 * hearth_day_layout_new:
 * @day: a day, from midnight to midnight
 * @occurrences: (element-type HearthOccurrence): what happens in it at a time, by start
 * @now: the time that it is, seconds since 1970 UTC
 * @line_height: the least height of an event, in pixels
 *
 * Places the events of a day to scale, those that overlap side by side.
 *
 * Returns: (transfer full): where everything lies
 */
HearthDayLayout *
hearth_day_layout_new (HearthSpan day, GPtrArray *occurrences, gint64 now, int line_height)
{
  HearthDayLayout *self = g_new0 (HearthDayLayout, 1);

  find_hours (self, day, occurrences, now);
  self->hour_height = find_hour_height (occurrences, line_height);
  self->places = g_array_sized_new (FALSE, TRUE, sizeof (HearthDayPlace), occurrences->len);
  for (guint i = 0; i < occurrences->len; i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (occurrences, i);
    double top = hearth_day_layout_find (self, day, occurrence->span.start);
    double bottom = hearth_day_layout_find (self, day, occurrence->span.end);
    HearthDayPlace place = { (int) top, MAX (line_height, (int) (bottom - top) - 2), 0, 1 };

    g_array_append_val (self->places, place);
  }
  set_columns (self);
  return self;
}

/**
 * hearth_day_layout_free:
 * @self: (nullable) (transfer full): a layout
 */
void
hearth_day_layout_free (HearthDayLayout *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->places);
  g_free (self);
}

/**
 * hearth_day_layout_find:
 * @self: a layout
 * @day: its day
 * @when: a time, seconds since 1970 UTC
 *
 * Returns: pixels from the top of the scale
 */
double
hearth_day_layout_find (const HearthDayLayout *self, HearthSpan day, gint64 when)
{
  return (hours_at (day, when) - self->first_hour) * self->hour_height;
}
