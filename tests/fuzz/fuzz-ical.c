/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ical.h"
#include "hearth-ical-write.h"

#include <string.h>

/* Any bytes as a calendar: what comes out is clean and bounded, and the text can be written to and
 * gives the same events again besides the new one. */

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

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const HearthSpan window = { 1767225600, 1798761600 };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  g_autoptr (GPtrArray) warnings = NULL;
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (HearthEvent) event = hearth_event_new ();
  g_autofree char *text = NULL;
  g_autofree char *removed = NULL;
  gsize length;
  guint n_left;

  events = hearth_ical_parse ((const char *) data, size, window, zone, &warnings, NULL, NULL);
  if (events == NULL)
    return 0;
  g_assert (warnings->len <= 202);
  for (guint i = 0; i < warnings->len; i++)
    check_text (warnings->pdata[i]);
  for (guint i = 0; i < events->len; i++)
    check_event (events->pdata[i]);
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
