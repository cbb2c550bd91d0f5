/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ctl-occurrences.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-ctl-date.h"
#include "hearth-ctl-output.h"
#include "hearth-format.h"

static const char *
status_name (const HearthEvent *event)
{
  switch (event->status) {
  case HEARTH_EVENT_TENTATIVE:
    return "tentative";
  case HEARTH_EVENT_CANCELLED:
    return "cancelled";
  case HEARTH_EVENT_CONFIRMED:
  default:
    return "confirmed";
  }
}

/**
 * hearth_ctl_json_occurrence:
 * @json: a writer
 * @occurrence: an occurrence
 *
 * Writes an occurrence as an object.
 */
void
hearth_ctl_json_occurrence (HearthCtlJson *json, const HearthOccurrence *occurrence)
{
  const HearthEvent *event = occurrence->event;

  hearth_ctl_json_open (json, NULL, '{');
  hearth_ctl_json_number (json, "id", event->id);
  hearth_ctl_json_string (json, "uid", event->uid);
  hearth_ctl_json_time (json, "start", occurrence->span.start);
  hearth_ctl_json_time (json, "end", occurrence->span.end);
  hearth_ctl_json_number (json, "start_timestamp", occurrence->span.start);
  hearth_ctl_json_number (json, "end_timestamp", occurrence->span.end);
  hearth_ctl_json_boolean (json, "all_day", event->all_day);
  hearth_ctl_json_string (json, "summary", event->summary != NULL ? event->summary : "");
  hearth_ctl_json_string (json, "location", event->location);
  hearth_ctl_json_string (json, "url", event->url);
  hearth_ctl_json_string (json, "status", status_name (event));
  hearth_ctl_json_boolean (json, "busy", !event->transparent);
  hearth_ctl_json_boolean (json, "recurring", event->rrule != NULL || event->recurrence_id != 0);
  hearth_ctl_json_address (json, "organizer", event->organizer);
  hearth_ctl_json_open (json, "attendees", '[');
  for (guint i = 0; i < event->attendees->len; i++) {
    const HearthAttendee *attendee = g_ptr_array_index (event->attendees, i);

    hearth_ctl_json_address (json, NULL, attendee->who);
  }
  hearth_ctl_json_close (json, ']');
  hearth_ctl_json_string (json, "calendar", event->calendar_name);
  hearth_ctl_json_close (json, '}');
}

/**
 * hearth_ctl_print_occurrence:
 * @occurrence: an occurrence
 * @day: the local midnight of the day under which it stands, seconds since 1970 UTC
 *
 * Prints an occurrence as a line.
 */
void
hearth_ctl_print_occurrence (const HearthOccurrence *occurrence, gint64 day)
{
  const HearthEvent *event = occurrence->event;
  guint width = hearth_ctl_get_width ();
  g_autofree char *when = NULL;

  if (event->all_day ||
      (occurrence->span.start <= day && occurrence->span.end >= hearth_ctl_add_days (day, 1))) {
    when = g_strdup (_("all day"));
  } else {
    g_autofree char *start = hearth_format_time (occurrence->span.start);
    g_autofree char *end = hearth_format_time (occurrence->span.end);

    when = g_strdup_printf ("%s–%s", start, end);
  }
  fputs ("  ", stdout);
  hearth_ctl_print_cell (HEARTH_CTL_ACCENT, when, 19);
  if (event->status == HEARTH_EVENT_CANCELLED) {
    /* Translators: an event that was called off, in a list */
    g_autofree char *line = g_strdup_printf (_("%s (cancelled)"), event->summary);

    hearth_ctl_print_cut (HEARTH_CTL_DIM, line, width > 40 ? width - 22 : 20);
  } else if (event->location != NULL && *event->location != '\0') {
    g_autofree char *line = g_strdup_printf ("%s · %s", event->summary, event->location);

    hearth_ctl_print_cut (HEARTH_CTL_PLAIN, line, width > 40 ? width - 22 : 20);
  } else {
    hearth_ctl_print_cut (HEARTH_CTL_PLAIN, event->summary, width > 40 ? width - 22 : 20);
  }
  putchar ('\n');
}
