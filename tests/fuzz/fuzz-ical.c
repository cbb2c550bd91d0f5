/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ical.h"
#include "hearth-ical-edit.h"
#include "hearth-ical-write.h"

#include <string.h>

/* Any bytes as a calendar: what comes out is clean and bounded, and the text can be written to and
 * gives the same events again besides the new one. Every kind of edit leaves a calendar, and made
 * again leaves it as it is. */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_text (const char *text)
{
  g_assert (text == NULL || g_utf8_validate (text, -1, NULL));
}

static void
check_event (const HearthEvent *event)
{
  gint64 last = G_MININT64;

  g_assert (event->uid != NULL && *event->uid != '\0' && event->summary != NULL);
  check_text (event->uid);
  check_text (event->summary);
  check_text (event->description);
  check_text (event->location);
  check_text (event->url);
  check_text (event->tzid);
  check_text (event->rrule);
  g_assert (event->span.end >= event->span.start);
  g_assert (event->description == NULL || strlen (event->description) <= 64 * 1024);
  g_assert (event->occurrences->len <= 5000);
  for (guint i = 0; i < event->occurrences->len; i++) {
    const HearthSpan *span = &g_array_index (event->occurrences, HearthSpan, i);

    g_assert (span->start >= last && span->end >= span->start);
    last = span->start;
  }
}

/* Makes an edit, and makes it again. */
static void
check_edit (GBytes *content, HearthEventEditKind kind, HearthEditScope scope, const char *uid,
            gint64 occurrence, GTimeZone *zone)
{
  g_autoptr (HearthEventEdit) edit = hearth_event_edit_new (kind, uid);
  g_autoptr (GBytes) once = NULL;
  g_autoptr (GBytes) twice = NULL;
  g_autoptr (GError) error = NULL;

  edit->at = 1780000000;
  edit->scope = scope;
  edit->recurrence_id = scope != HEARTH_EDIT_ALL ? occurrence : 0;
  edit->summary =
      g_strdup ("New, and longer than seventy-five bytes when it is written in one line");
  edit->description = g_strdup ("");
  edit->has_span = TRUE;
  edit->span = (HearthSpan){ occurrence + 90000, occurrence + 93600 };
  edit->tzid = g_strdup ("America/New_York");
  edit->attendee = g_strdup ("bob@example.org");
  edit->partstat = HEARTH_PARTSTAT_ACCEPTED;
  edit->done = TRUE;
  once = hearth_ical_edit_apply (content, edit, zone, &error);
  if (once == NULL)
    return;
  g_assert_no_error (error);
  /* What follows the first time may be over when it is meant again, and is then not there. */
  twice = hearth_ical_edit_apply (once, edit, zone, NULL);
  g_assert (twice == NULL || kind == HEARTH_EDIT_COMPLETE || g_bytes_equal (once, twice));
}

static void
check_edits (const guint8 *data, gsize size, GPtrArray *events, GPtrArray *tasks, GTimeZone *zone)
{
  g_autoptr (GBytes) content = g_bytes_new (data, size);

  for (guint i = 0; i < MIN (events->len, 3); i++) {
    HearthEvent *event = events->pdata[i];
    guint last = event->occurrences->len;
    gint64 occurrence =
        last > 0 ? g_array_index (event->occurrences, HearthSpan, last / 2).start : 1780000000;

    for (int kind = HEARTH_EDIT_CHANGE; kind <= HEARTH_EDIT_ANSWER; kind++)
      for (int scope = HEARTH_EDIT_ALL; scope <= HEARTH_EDIT_FUTURE; scope++)
        check_edit (content, kind, scope, event->uid, occurrence, zone);
  }
  for (guint i = 0; i < MIN (tasks->len, 3); i++)
    check_edit (content, HEARTH_EDIT_COMPLETE, HEARTH_EDIT_ALL,
                ((HearthTodo *) tasks->pdata[i])->uid, 0, zone);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const HearthSpan window = { 1767225600, 1798761600 };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  g_autoptr (GPtrArray) warnings = NULL;
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GPtrArray) tasks = NULL;
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (HearthEvent) event = hearth_event_new ();
  g_autofree char *text = NULL;
  g_autofree char *removed = NULL;
  gsize length;
  guint n_left;

  events =
      hearth_ical_read ((const char *) data, size, window, zone, &tasks, &warnings, NULL, NULL);
  if (events == NULL)
    return 0;
  g_assert (warnings->len <= 202);
  for (guint i = 0; i < warnings->len; i++)
    check_text (warnings->pdata[i]);
  for (guint i = 0; i < events->len; i++)
    check_event (events->pdata[i]);
  check_edits (data, size, events, tasks, zone);
  event->uid = g_strdup ("hearth-fuzz");
  event->summary = g_strdup ("Fuzz");
  event->tzid = g_strdup ("America/New_York");
  event->span = (HearthSpan){ 1773042000, 1773045600 };
  text = hearth_ical_write_put ((const char *) data, size, event, &length, NULL);
  g_assert (text != NULL);
  again = hearth_ical_parse (text, length, window, zone, NULL, NULL, NULL);
  g_assert (again != NULL && again->len >= 1);
  removed = hearth_ical_write_remove (text, length, "hearth-fuzz", &n_left, &length, NULL);
  g_assert (removed != NULL || memmem (data, size, "hearth-fuzz", 11) != NULL);
  return 0;
}
