/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ical-value.h"

#include "hearth-ical-people.h"
#include "hearth-text.h"

#include <glib/gi18n.h>
#include <libical/ical.h>
#include <string.h>

#define MAX_WARNINGS 200

/**
 * hearth_ical_warn:
 * @self: warnings
 * @line: the line, or 0
 * @uid: (nullable): the event
 * @what: what is wrong, without a full stop
 *
 * Adds a warning that names its place.
 */
void
hearth_ical_warn (HearthIcalWarnings *self, guint line, const char *uid, const char *what)
{
  if (self->list->len >= MAX_WARNINGS) {
    self->n_more++;
    return;
  }
  if (line == 0) {
    g_ptr_array_add (self->list, g_strdup_printf ("%s.", what));
  } else if (uid == NULL) {
    g_ptr_array_add (self->list, g_strdup_printf (_("Line %u: %s."), line, what));
  } else {
    g_autofree char *name = hearth_text_one_line (uid, 100);

    g_ptr_array_add (self->list,
                     g_strdup_printf (_("Line %u, event “%s”: %s."), line, name, what));
  }
}

/**
 * hearth_ical_time_to_utc:
 * @self: a time that is set
 *
 * Returns: seconds since 1970 UTC; of a DATE, its midnight in UTC
 */
gint64
hearth_ical_time_to_utc (const HearthIcalTime *self)
{
  return self->is_date ? self->local : hearth_zone_to_utc (self->zone, self->local);
}

/**
 * hearth_ical_value_get_zone:
 * @reader: a reader on a line
 * @zones: the text's zones
 *
 * Returns: (transfer none): the zone that its TZID names, or that of times without one
 */
HearthZone *
hearth_ical_value_get_zone (HearthIcalReader *reader, HearthZones *zones)
{
  g_autofree char *tzid = hearth_ical_people_dup_param (reader, "TZID", 200);

  return tzid != NULL ? hearth_zones_get (zones, tzid) : hearth_zones_get_floating (zones);
}

/**
 * hearth_ical_value_parse_time:
 * @reader: a reader on the line that holds it
 * @value: a DATE or DATE-TIME
 * @zone: the zone that it is written in if it is not UTC
 * @zones: the text's zones
 * @warnings: what is wrong
 * @uid: (nullable): the event, for a warning
 * @time: (out): the time; left as it is if @value is none
 *
 * Returns: whether it is a time that exists
 */
gboolean
hearth_ical_value_parse_time (HearthIcalReader *reader, const char *value, HearthZone *zone,
                              HearthZones *zones, HearthIcalWarnings *warnings, const char *uid,
                              HearthIcalTime *time)
{
  HearthIcalTime parsed = { .zone = zone };
  gboolean is_utc;

  if (!hearth_civil_parse (value, &parsed.local, &parsed.is_date, &is_utc)) {
    g_autofree char *clean = hearth_text_clean (value, strnlen (value, 60));
    g_autofree char *what =
        g_strdup_printf (_("%s “%s” is not a date that exists"), reader->name, clean);

    hearth_ical_warn (warnings, reader->number, uid, what);
    return FALSE;
  }
  if (is_utc)
    parsed.zone = hearth_zones_get_utc (zones);
  *time = parsed;
  return TRUE;
}

/**
 * hearth_ical_value_read_time:
 * @reader: a reader on a line whose value is a DATE or DATE-TIME
 * @zones: the text's zones
 * @warnings: what is wrong
 * @uid: (nullable): the event, for a warning
 * @time: (out): the time; left as it is if there is none
 *
 * Returns: whether it is a time that exists
 */
gboolean
hearth_ical_value_read_time (HearthIcalReader *reader, HearthZones *zones,
                             HearthIcalWarnings *warnings, const char *uid, HearthIcalTime *time)
{
  return hearth_ical_value_parse_time (reader, reader->value,
                                       hearth_ical_value_get_zone (reader, zones), zones, warnings,
                                       uid, time);
}

/**
 * hearth_ical_value_parse_duration:
 * @value: a DURATION, RFC 5545, section 3.3.6
 * @days: (out): its weeks and days, in days
 * @seconds: (out): the rest; of the same sign
 *
 * Returns: whether it is one
 */
gboolean
hearth_ical_value_parse_duration (const char *value, gint64 *days, gint64 *seconds)
{
  struct icaldurationtype duration = icaldurationtype_from_string (value);
  gint64 sign = duration.is_neg ? -1 : 1;

  if (icaldurationtype_is_bad_duration (duration))
    return FALSE;
  *days = sign * CLAMP ((gint64) duration.weeks * 7 + duration.days, 0, 36525);
  *seconds = sign * CLAMP ((gint64) duration.hours * 3600 + (gint64) duration.minutes * 60 +
                               duration.seconds,
                           0, HEARTH_ICAL_MAX_LENGTH);
  return TRUE;
}
