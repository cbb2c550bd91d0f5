/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-calendar-expand.h"

#include "hearth-calendar-batches.h"
#include "hearth-clock.h"
#include "hearth-ical.h"
#include "hearth-store-event-edits.h"

#include <glib/gi18n.h>

/* So many texts are read in one go: the writer has others to serve. */
#define PAGE 200

typedef struct {
  HearthWriter *writer; /* (unowned) */
  gint64 source_id;
  HearthSpan window;
  const HearthSyncSink *sink;     /* (unowned) */
  GTimeZone *zone;                /* (owned) */
  HearthCalendarBatches *batches; /* (owned) */
  GPtrArray *page;                /* (owned) (nullable) of HearthCalendarChanges */
  char *after;                    /* (owned) the last resource that was read */
  gboolean complete;
} Run;

static void
run_clear (Run *run)
{
  g_clear_pointer (&run->batches, hearth_calendar_batches_free);
  g_clear_pointer (&run->page, g_ptr_array_unref);
  g_clear_pointer (&run->zone, g_time_zone_unref);
  g_clear_pointer (&run->after, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static gboolean
read_complete (HearthDatabase *db, gpointer user_data, GError **error)
{
  Run *run = user_data;

  return hearth_store_resource_texts_are_complete (db, run->source_id, &run->complete, error);
}

static gboolean
read_page (HearthDatabase *db, gpointer user_data, GError **error)
{
  Run *run = user_data;

  g_clear_pointer (&run->page, g_ptr_array_unref);
  run->page = hearth_store_resource_texts_list (db, run->source_id, run->after, PAGE, error);
  return run->page != NULL;
}

static void
warn (Run *run, const char *href, const char *sentence)
{
  /* Translators: a file, and what is wrong with it, a sentence */
  g_autofree char *line = g_strdup_printf (_("“%s”: %s"), href, sentence);

  run->sink->warning (line, run->sink->user_data);
}

/* Fills in what a text gives in the window. What cannot be read holds nothing, as when it came. */
static gboolean
expand (Run *run, HearthCalendarChanges *changes, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) warnings = NULL;
  g_autoptr (GError) failure = NULL;
  gsize size;
  const char *text = g_bytes_get_data (changes->content, &size);

  changes->events = hearth_ical_read (text != NULL ? text : "", size, run->window, run->zone,
                                      &changes->tasks, &warnings, cancellable, &failure);
  if (changes->events == NULL) {
    if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
    warn (run, changes->href, failure->message);
    changes->events = g_ptr_array_new ();
  }
  for (guint i = 0; warnings != NULL && i < warnings->len; i++)
    warn (run, changes->href, g_ptr_array_index (warnings, i));
  return TRUE;
}

/* Returns whether to go on. */
static gboolean
expand_page (Run *run, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < run->page->len; i++) {
    HearthCalendarChanges *changes = g_ptr_array_index (run->page, i);

    if (i == run->page->len - 1) {
      g_free (run->after);
      run->after = g_strdup (changes->href);
    }
    if (!expand (run, changes, cancellable, error))
      return FALSE;
    g_ptr_array_index (run->page, i) = NULL;
    if (!hearth_calendar_batches_add (run->batches, changes))
      return FALSE;
  }
  return TRUE;
}

static gboolean
expand_all (Run *run, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;

  do {
    if (!hearth_writer_call_sync (run->writer, read_page, run, error))
      return FALSE;
  } while (run->page->len > 0 && expand_page (run, cancellable, &failure));
  if (!hearth_calendar_batches_finish (run->batches, error))
    return FALSE;
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/**
 * hearth_calendar_expand_run:
 * @writer: the store's writer
 * @source_id: a calendar
 * @window: where occurrences are wanted
 * @sink: where to report
 * @expanded: (out): whether they are there now; otherwise its source has to be read again
 * @cancellable: (nullable): ends it between two resources
 * @error: a #HearthStoreError, or %G_IO_ERROR_CANCELLED
 *
 * Finds the occurrences for another window, or in another zone of the owner, in the texts that the
 * store keeps, if it keeps all of them: their server is not asked for what it told already.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_calendar_expand_run (HearthWriter *writer, gint64 source_id, HearthSpan window,
                            const HearthSyncSink *sink, gboolean *expanded,
                            GCancellable *cancellable, GError **error)
{
  g_auto (Run) run = { .writer = writer, .source_id = source_id, .window = window, .sink = sink };

  *expanded = FALSE;
  if (!hearth_writer_call_sync (writer, read_complete, &run, error))
    return FALSE;
  if (!run.complete)
    return TRUE;
  run.zone = hearth_clock_dup_zone ();
  run.after = g_strdup ("");
  run.batches = hearth_calendar_batches_new (writer, source_id, window, TRUE, sink);
  *expanded = expand_all (&run, cancellable, error);
  return *expanded;
}
