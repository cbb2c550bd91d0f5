/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ical-alarm.h"

#include <glib/gi18n.h>

static gboolean
read_trigger (HearthIcalReader *reader, HearthZones *zones, HearthIcalWarnings *warnings,
              const char *uid, HearthIcalTrigger *trigger)
{
  g_autofree char *related = hearth_ical_reader_dup_param (reader, "RELATED");
  HearthIcalTime time;
  gint64 days;

  if (g_ascii_isdigit (reader->value[0])) {
    if (!hearth_ical_value_read_time (reader, zones, warnings, uid, &time) || time.is_date)
      return FALSE;
    trigger->kind = HEARTH_ICAL_TRIGGER_ABSOLUTE;
    trigger->seconds = hearth_zone_to_utc (time.zone, time.local);
    return TRUE;
  }
  if (!hearth_ical_value_parse_duration (reader->value, &days, &trigger->seconds)) {
    hearth_ical_warn (warnings, reader->number, uid, _("TRIGGER cannot be understood"));
    return FALSE;
  }
  trigger->seconds += days * HEARTH_DAY;
  trigger->kind = related != NULL && g_ascii_strcasecmp (related, "END") == 0
                      ? HEARTH_ICAL_TRIGGER_END
                      : HEARTH_ICAL_TRIGGER_START;
  return TRUE;
}

static void
read_property (HearthIcalReader *reader, HearthIcalTrigger *trigger, gboolean *is_shown)
{
  gint64 days;
  gint64 seconds;
  gboolean is_date;
  gboolean is_utc;

  if (g_str_equal (reader->name, "ACTION")) {
    *is_shown = g_ascii_strcasecmp (reader->value, "DISPLAY") == 0 ||
                g_ascii_strcasecmp (reader->value, "AUDIO") == 0;
  } else if (g_str_equal (reader->name, "REPEAT")) {
    trigger->repeat =
        (guint) CLAMP (g_ascii_strtoll (reader->value, NULL, 10), 0, HEARTH_ICAL_MAX_ALARMS);
  } else if (g_str_equal (reader->name, "DURATION")) {
    if (hearth_ical_value_parse_duration (reader->value, &days, &seconds))
      trigger->interval = MAX (days * HEARTH_DAY + seconds, 0);
  } else if (g_str_equal (reader->name, "ACKNOWLEDGED")) {
    if (hearth_civil_parse (reader->value, &seconds, &is_date, &is_utc))
      trigger->acknowledged = seconds;
  }
}

/**
 * hearth_ical_alarm_read:
 * @reader: a reader that stands on the BEGIN of a component inside an event or a task
 * @zones: the text's zones
 * @warnings: what is wrong
 * @uid: (nullable): the event, for a warning
 * @owner: the name of the component it is in, which an END that is missing must not swallow
 * @trigger: (out): the alarm
 *
 * Reads to the END of the component. Alarms that mail somebody or do nothing are none of Hearth's.
 *
 * Returns: whether it was a VALARM, RFC 5545, section 3.6.6, that is to be shown
 */
gboolean
hearth_ical_alarm_read (HearthIcalReader *reader, HearthZones *zones, HearthIcalWarnings *warnings,
                        const char *uid, const char *owner, HearthIcalTrigger *trigger)
{
  g_autofree char *name = g_strdup (reader->value);
  gboolean is_alarm = g_ascii_strcasecmp (name, "VALARM") == 0;
  gboolean has_trigger = FALSE;
  gboolean is_shown = TRUE;
  HearthIcalLineKind kind;

  *trigger = (HearthIcalTrigger){ 0 };
  while ((kind = hearth_ical_reader_next (reader)) != HEARTH_ICAL_END) {
    gboolean is_begin;

    if (kind == HEARTH_ICAL_BROKEN)
      continue;
    is_begin = g_str_equal (reader->name, "BEGIN");
    if (g_str_equal (reader->name, "END") && g_ascii_strcasecmp (reader->value, name) == 0)
      break;
    if (is_begin || g_str_equal (reader->name, "END")) {
      if (g_ascii_strcasecmp (reader->value, owner) == 0 ||
          g_ascii_strcasecmp (reader->value, "VEVENT") == 0 ||
          g_ascii_strcasecmp (reader->value, "VTODO") == 0 ||
          g_ascii_strcasecmp (reader->value, "VCALENDAR") == 0) {
        hearth_ical_reader_unread (reader);
        break;
      }
    } else if (is_alarm && g_str_equal (reader->name, "TRIGGER")) {
      has_trigger = read_trigger (reader, zones, warnings, uid, trigger);
    } else if (is_alarm) {
      read_property (reader, trigger, &is_shown);
    }
  }
  return is_alarm && has_trigger && is_shown;
}

static int
compare_ints (gconstpointer a, gconstpointer b)
{
  return *(const int *) a < *(const int *) b ? -1 : *(const int *) a > *(const int *) b;
}

static void
add_alarm (GArray *alarms, gint64 seconds)
{
  int alarm = (int) CLAMP (seconds, -HEARTH_ICAL_MAX_LENGTH / 2, HEARTH_ICAL_MAX_LENGTH / 2);

  for (guint i = 0; i < alarms->len; i++)
    if (g_array_index (alarms, int, i) == alarm)
      return;
  if (alarms->len < HEARTH_ICAL_MAX_ALARMS)
    g_array_append_val (alarms, alarm);
}

static void
add_moments (const HearthIcalTrigger *trigger, guint n, const HearthIcalAlarmBase *base)
{
  gint64 done = MAX (trigger->acknowledged, base->acknowledged);

  for (guint i = 0; i <= n && base->moments->len < HEARTH_ICAL_MAX_ALARMS; i++) {
    gint64 moment = trigger->seconds + i * trigger->interval;

    if (moment > done)
      g_array_append_val (base->moments, moment);
  }
}

/**
 * hearth_ical_alarm_settle:
 * @triggers: (nullable) (element-type HearthIcalTrigger): alarms as written
 * @base: what they belong to
 * @alarms: (element-type gint): where they are added, in seconds relative to the anchor, in order
 *
 * Makes every alarm relative to one moment. An absolute one of something that recurs has no place
 * there and becomes one of the base's moments. What the owner has acknowledged (RFC 9074, section
 * 6) is left out, but for a relative one of something that recurs, which comes again.
 */
void
hearth_ical_alarm_settle (const GArray *triggers, const HearthIcalAlarmBase *base, GArray *alarms)
{
  for (guint i = 0; triggers != NULL && i < triggers->len; i++) {
    const HearthIcalTrigger *trigger = &g_array_index (triggers, HearthIcalTrigger, i);
    gint64 done = base->is_single ? MAX (trigger->acknowledged, base->acknowledged) : 0;
    gint64 seconds = trigger->seconds;
    guint n = trigger->interval > 0 ? trigger->repeat : 0;

    if (trigger->kind == HEARTH_ICAL_TRIGGER_ABSOLUTE &&
        (base->moments != NULL || !base->is_single)) {
      if (base->moments != NULL)
        add_moments (trigger, n, base);
      continue;
    }
    if (trigger->kind == HEARTH_ICAL_TRIGGER_ABSOLUTE)
      seconds -= base->moment;
    else if (trigger->kind == HEARTH_ICAL_TRIGGER_END)
      seconds += base->end - base->anchor;
    else
      seconds += base->start - base->anchor;
    for (guint k = 0; k <= n; k++)
      if (done == 0 || base->moment + seconds + k * trigger->interval > done)
        add_alarm (alarms, seconds + k * trigger->interval);
  }
  g_array_sort (alarms, compare_ints);
}
