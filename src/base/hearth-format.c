/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-format.h"

#include "hearth-clock.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <langinfo.h>
#include <string.h>

#define DESKTOP_SCHEMA "org.gnome.desktop.interface"

static HearthHours chosen;

static gboolean
locale_has_24_hours (void)
{
  const char *format = nl_langinfo (T_FMT);

  return strstr (format, "%p") == NULL && strstr (format, "%r") == NULL &&
         strstr (format, "%I") == NULL;
}

static gboolean
has_24_hours (void)
{
  static GSettings *desktop; /* (owned) (nullable) */
  static gsize once;

  if (chosen != HEARTH_HOURS_DESKTOP)
    return chosen == HEARTH_HOURS_24;
  if (g_once_init_enter (&once)) {
    GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
    g_autoptr (GSettingsSchema) schema = NULL;

    if (source != NULL)
      schema = g_settings_schema_source_lookup (source, DESKTOP_SCHEMA, TRUE);
    if (schema != NULL && g_settings_schema_has_key (schema, "clock-format"))
      desktop = g_settings_new (DESKTOP_SCHEMA);
    g_once_init_leave (&once, 1);
  }
  if (desktop != NULL) {
    g_autofree char *format = g_settings_get_string (desktop, "clock-format");

    /* The desktop's default says 24 hours to everybody: it counts only where somebody chose it. */
    g_autoptr (GVariant) chosen_value = g_settings_get_user_value (desktop, "clock-format");

    if (chosen_value != NULL)
      return g_strcmp0 (format, "12h") != 0;
  }
  return locale_has_24_hours ();
}

/**
 * hearth_format_set_hours:
 * @hours: how hours are written
 *
 * Chooses how hours are written in this process, for tests and for programs without a desktop.
 */
void
hearth_format_set_hours (HearthHours hours)
{
  chosen = hours;
}

/**
 * hearth_format_clock:
 * @time: a time, in the zone whose clocks are meant
 *
 * Writes a time of day in the owner's hours, wherever it is: "14:45" or "2:45 PM".
 *
 * Returns: (transfer full): the time
 */
char *
hearth_format_clock (GDateTime *time)
{
  g_autofree char *text = NULL;

  if (has_24_hours ())
    /* Translators: a time on a 24-hour clock, as in g_date_time_format() */
    text = g_date_time_format (time, C_ ("time", "%-H:%M"));
  else
    /* Translators: a time on a 12-hour clock, as in g_date_time_format() */
    text = g_date_time_format (time, C_ ("time", "%-I:%M %p"));
  return g_strdup (text != NULL ? g_strstrip (text) : "");
}

/**
 * hearth_format_time:
 * @when: a time, seconds since 1970 UTC
 *
 * Writes a time of day in the owner's zone and hours: "14:45" or "2:45 PM".
 *
 * Returns: (transfer full): the time
 */
char *
hearth_format_time (gint64 when)
{
  g_autoptr (GDateTime) time = hearth_clock_dup_at (when);

  return time != NULL ? hearth_format_clock (time) : g_strdup ("");
}

/**
 * hearth_format_hour:
 * @hour: an hour of the day, from 0 to 24
 *
 * Writes a full hour for the scale of a day: "9:00" or "9 AM".
 *
 * Returns: (transfer full): the hour
 */
char *
hearth_format_hour (int hour)
{
  g_autoptr (GDateTime) time = g_date_time_new_utc (2000, 1, 1, hour % 24, 0, 0);
  g_autofree char *text = NULL;

  if (has_24_hours ())
    return hearth_format_clock (time);
  /* Translators: a full hour on a 12-hour clock, as in g_date_time_format() */
  text = g_date_time_format (time, C_ ("time", "%-I %p"));
  return g_strdup (text != NULL ? g_strstrip (text) : "");
}

/* How many midnights of the owner's lie between two times. */
static int
days_between (GDateTime *from, GDateTime *to)
{
  GDate a, b;

  g_date_clear (&a, 1);
  g_date_clear (&b, 1);
  g_date_set_dmy (&a, g_date_time_get_day_of_month (from), g_date_time_get_month (from),
                  g_date_time_get_year (from));
  g_date_set_dmy (&b, g_date_time_get_day_of_month (to), g_date_time_get_month (to),
                  g_date_time_get_year (to));
  return g_date_days_between (&a, &b);
}

static char *
format_date (GDateTime *time, GDateTime *now, gboolean full)
{
  gboolean same_year = g_date_time_get_year (time) == g_date_time_get_year (now);

  if (full && same_year)
    /* Translators: a weekday and a date in this year, as in g_date_time_format() */
    return g_date_time_format (time, C_ ("date", "%A, %-d %B"));
  if (full)
    /* Translators: a date in another year, as in g_date_time_format() */
    return g_date_time_format (time, C_ ("date", "%-d %B %Y"));
  if (same_year)
    /* Translators: a short date in this year, as in g_date_time_format() */
    return g_date_time_format (time, C_ ("date", "%-d %b"));
  /* Translators: a short date in another year, as in g_date_time_format() */
  return g_date_time_format (time, C_ ("date", "%-d %b %Y"));
}

/**
 * hearth_format_day:
 * @when: a time, seconds since 1970 UTC
 * @now: the time that it is, seconds since 1970 UTC
 *
 * Writes a day as one says it: "Today", "Tomorrow", "Thursday, 26 November".
 *
 * Returns: (transfer full): the day
 */
char *
hearth_format_day (gint64 when, gint64 now)
{
  g_autoptr (GDateTime) time = hearth_clock_dup_at (when);
  g_autoptr (GDateTime) today = hearth_clock_dup_at (now);
  int days;

  if (time == NULL || today == NULL)
    return g_strdup ("");
  days = days_between (today, time);
  if (days == 0)
    return g_strdup (_("Today"));
  if (days == 1)
    return g_strdup (_("Tomorrow"));
  if (days == -1)
    return g_strdup (_("Yesterday"));
  return format_date (time, today, TRUE);
}

/**
 * hearth_format_due:
 * @due: until when something is to be done, seconds since 1970 UTC
 * @is_date: whether only the day was named
 * @now: the time that it is, seconds since 1970 UTC
 *
 * Writes it as it follows a thing: "today", "today, 16:00", "by tomorrow", "by Friday, 4 December",
 * and of what is over "was due yesterday".
 *
 * Returns: (transfer full): until when
 */
char *
hearth_format_due (gint64 due, gboolean is_date, gint64 now)
{
  g_autoptr (GDateTime) at = hearth_clock_dup_at (due);
  g_autoptr (GDateTime) today = hearth_clock_dup_at (now);
  g_autofree char *day = hearth_format_day (due, now);
  g_autofree char *time = NULL;
  int days;

  if (at == NULL || today == NULL)
    return g_strdup ("");
  days = days_between (today, at);
  time = hearth_format_clock (at);
  if (days == 0)
    return is_date ? g_strdup (_("today"))
                   /* Translators: until when, today: “today, 16:00” */
                   : g_strdup_printf (_("today, %s"), time);
  if (days == -1)
    return g_strdup (_("was due yesterday"));
  if (days < 0)
    /* Translators: “was due Thursday, 26 November” */
    return g_strdup_printf (_("was due %s"), day);
  if (days == 1)
    return is_date ? g_strdup (_("by tomorrow"))
                   /* Translators: until when, tomorrow: “by tomorrow, 16:00” */
                   : g_strdup_printf (_("by tomorrow, %s"), time);
  if (is_date)
    /* Translators: until when something is wanted: “by Friday, 27 November” */
    return g_strdup_printf (_("by %s"), day);
  /* Translators: until when something is wanted: a day and a time */
  return g_strdup_printf (_("by %s, %s"), day, time);
}

/**
 * hearth_format_asked:
 * @when: when somebody was asked, seconds since 1970 UTC
 * @now: the time that it is, seconds since 1970 UTC
 *
 * Returns: (transfer full): "asked today", "asked yesterday", "asked Wednesday, 25 November"
 */
char *
hearth_format_asked (gint64 when, gint64 now)
{
  g_autoptr (GDateTime) at = hearth_clock_dup_at (when);
  g_autoptr (GDateTime) today = hearth_clock_dup_at (now);
  g_autofree char *day = hearth_format_day (when, now);

  if (at == NULL || today == NULL)
    return g_strdup ("");
  switch (days_between (today, at)) {
  case 0:
    return g_strdup (_("asked today"));
  case -1:
    return g_strdup (_("asked yesterday"));
  default:
    /* Translators: the day on which somebody was asked: “asked Wednesday, 25 November” */
    return g_strdup_printf (_("asked %s"), day);
  }
}

/**
 * hearth_format_day_short:
 * @when: a time, seconds since 1970 UTC
 * @now: the time that it is, seconds since 1970 UTC
 *
 * Writes when something came, for a list: the time today, the weekday in the week before, else
 * a short date.
 *
 * Returns: (transfer full): the day or time
 */
char *
hearth_format_day_short (gint64 when, gint64 now)
{
  g_autoptr (GDateTime) time = hearth_clock_dup_at (when);
  g_autoptr (GDateTime) today = hearth_clock_dup_at (now);
  int days;

  if (time == NULL || today == NULL)
    return g_strdup ("");
  days = days_between (today, time);
  if (days == 0)
    return hearth_format_clock (time);
  if (days < 0 && days > -7)
    return g_date_time_format (time, "%a");
  return format_date (time, today, FALSE);
}

/**
 * hearth_format_date_short:
 * @when: a time on that day, seconds since 1970 UTC
 * @now: the time that it is, seconds since 1970 UTC
 *
 * Writes a day to which no time belongs: "Today", "Tomorrow", "Yesterday", else a short date.
 *
 * Returns: (transfer full): the day
 */
char *
hearth_format_date_short (gint64 when, gint64 now)
{
  g_autoptr (GDateTime) time = hearth_clock_dup_at (when);
  g_autoptr (GDateTime) today = hearth_clock_dup_at (now);

  if (time == NULL || today == NULL)
    return g_strdup ("");
  return ABS (days_between (today, time)) <= 1 ? hearth_format_day (when, now)
                                               : format_date (time, today, FALSE);
}

/**
 * hearth_format_distance:
 * @seconds: how long until something, at least 0
 *
 * Writes a distance in time: "now", "in 12 min", "in 3 h".
 *
 * Returns: (transfer full): the distance
 */
char *
hearth_format_distance (gint64 seconds)
{
  gint64 minutes = (seconds + 59) / 60;

  if (minutes <= 0)
    return g_strdup (_("now"));
  if (minutes < 60)
    return g_strdup_printf (_("in %d min"), (int) minutes);
  if (minutes < 24 * 60) {
    int hours = (int) (minutes / 60);
    int rest = (int) (minutes % 60);

    if (rest == 0 || hours >= 6)
      return g_strdup_printf (_("in %d h"), hours);
    return g_strdup_printf (_("in %d h %d min"), hours, rest);
  }
  return g_strdup_printf (ngettext ("in %d day", "in %d days", (gulong) (minutes / 1440)),
                          (int) (minutes / 1440));
}

/**
 * hearth_format_iso:
 * @when: seconds since 1970 UTC
 *
 * Writes a time for programs, in the owner's zone: "2026-05-31T09:00:00+02:00" (RFC 3339, section
 * 5.6). What GLib writes leaves out the minutes of the offset, which many readers refuse.
 *
 * Returns: (transfer full): the time; "" if it is beyond the calendar
 */
char *
hearth_format_iso (gint64 when)
{
  g_autoptr (GDateTime) time = hearth_clock_dup_at (when);
  char *text = time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%S%:z") : NULL;

  return text != NULL ? text : g_strdup ("");
}
