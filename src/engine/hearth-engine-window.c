/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-engine-private.h"

#include "hearth-clock.h"

#define DAY 86400

/* Occurrences are stored for the weeks behind and a year ahead; what lies beyond is expanded when
 * it is asked for. The window is moved when less than half a year is left of it, so that a calendar
 * is expanded anew twice a year and not at each start. */
#define WINDOW_BACK (92 * DAY)
#define WINDOW_AHEAD (400 * DAY)
#define WINDOW_LEAST_BACK (31 * DAY)
#define WINDOW_LEAST_AHEAD (200 * DAY)
#define WINDOW_FARTHEST ((gint64) 40 * 366 * DAY)

static gboolean
read_window (HearthDatabase *db, gpointer user_data, GError **error)
{
  return hearth_store_events_get_window (db, user_data, error);
}

static gboolean
write_window (HearthDatabase *db, gpointer user_data, GError **error)
{
  HearthEngine *self = user_data;

  return hearth_store_events_set_window (db, self->window, error);
}

/* Hands the window to all calendars. It is stored only once they have been read for it, so that a
 * crash in between is made good at the next start. */
void
hearth_engine_spread_window (HearthEngine *self, gboolean everything)
{
  for (guint i = 0; i < self->runners->len; i++)
    hearth_runner_set_window (g_ptr_array_index (self->runners, i), self->window, everything);
}

static gboolean
window_suffices (const HearthSpan *window, gint64 now)
{
  return window->start <= now - WINDOW_LEAST_BACK && window->end >= now + WINDOW_LEAST_AHEAD;
}

/* Returns whether the window still reaches far enough; if not, sets the one to use. */
gboolean
hearth_engine_choose_window (HearthEngine *self)
{
  gint64 now = hearth_clock_now ();

  if (window_suffices (&self->window, now))
    return TRUE;
  if (hearth_writer_call_sync (self->writer, read_window, &self->stored_window, NULL) &&
      window_suffices (&self->stored_window, now)) {
    self->window = self->stored_window;
    return TRUE;
  }
  self->window = (HearthSpan){ now - WINDOW_BACK, now + WINDOW_AHEAD };
  return FALSE;
}

static gboolean
same_span (const HearthSpan *a, const HearthSpan *b)
{
  return a->start == b->start && a->end == b->end;
}

/* Says for the next start how far the calendars have been read, unless more was asked meanwhile. */
void
hearth_engine_store_window (HearthEngine *self, const HearthSpan *read)
{
  g_autoptr (GError) error = NULL;

  if (self->writer == NULL || !same_span (read, &self->window) ||
      same_span (&self->window, &self->stored_window))
    return;
  if (hearth_writer_run_sync (self->writer, write_window, self, &error))
    self->stored_window = self->window;
  else
    g_warning ("%s", error->message);
}

/**
 * hearth_engine_ensure_window:
 * @self: an engine
 * @window: a time
 * @error: why a calendar could not be read again
 *
 * Makes the store hold all occurrences in @window (as far as forty years from now), and waits.
 *
 * Returns: whether it does
 */
gboolean
hearth_engine_ensure_window (HearthEngine *self, HearthSpan window, GError **error)
{
  gint64 now = hearth_clock_now ();
  gint64 start = MAX (window.start, now - WINDOW_FARTHEST);
  gint64 end = MIN (window.end, now + WINDOW_FARTHEST);
  gboolean ok = TRUE;

  if (start >= self->window.start && end <= self->window.end)
    return TRUE;
  self->window.start = MIN (self->window.start, start);
  self->window.end = MAX (self->window.end, end);
  for (guint i = 0; i < self->runners->len; i++) {
    HearthRunner *runner = g_ptr_array_index (self->runners, i);
    gboolean done;

    if (hearth_runner_get_calendar_source (runner) == NULL)
      continue;
    hearth_runner_set_window (runner, self->window, FALSE);
    done = hearth_runner_expand_sync (runner, ok ? error : NULL);
    /* A calendar that is away keeps no other from being read, and is read anew when it is back. */
    if (!done)
      hearth_runner_set_window (runner, self->window, TRUE);
    ok = ok && done;
  }
  if (!ok || !hearth_writer_run_sync (self->writer, write_window, self, error))
    return FALSE;
  self->stored_window = self->window;
  return TRUE;
}
