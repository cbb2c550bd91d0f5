/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-rule-words.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

/* So many alarms of an event are named. */
#define MAX_ALARMS 5

/* The value of one part of a rule, RFC 5545, section 3.3.10. */
static char *
dup_part (const char *rrule, const char *name)
{
  g_auto (GStrv) parts = g_strsplit (rrule, ";", 32);
  gsize length = strlen (name);

  for (guint i = 0; parts[i] != NULL; i++) {
    if (g_ascii_strncasecmp (parts[i], name, length) == 0 && parts[i][length] == '=')
      return g_strdup (parts[i] + length + 1);
  }
  return NULL;
}

static char *
describe_frequency (const char *frequency, guint interval)
{
  if (g_ascii_strcasecmp (frequency, "DAILY") == 0)
    return g_strdup_printf (ngettext ("every day", "every %u days", interval), interval);
  if (g_ascii_strcasecmp (frequency, "WEEKLY") == 0)
    return g_strdup_printf (ngettext ("every week", "every %u weeks", interval), interval);
  if (g_ascii_strcasecmp (frequency, "MONTHLY") == 0)
    return g_strdup_printf (ngettext ("every month", "every %u months", interval), interval);
  if (g_ascii_strcasecmp (frequency, "YEARLY") == 0)
    return g_strdup_printf (ngettext ("every year", "every %u years", interval), interval);
  return NULL;
}

/* The weekdays of BYDAY, where each stands alone: “Monday, Friday”. */
static char *
describe_days (const char *by_day)
{
  static const char *const names[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
  g_auto (GStrv) days = g_strsplit (by_day, ",", 8);
  g_autoptr (GString) text = g_string_new (NULL);

  if (g_ascii_strcasecmp (by_day, "MO,TU,WE,TH,FR") == 0)
    return g_strdup (_("Monday to Friday"));

  for (guint i = 0; days[i] != NULL; i++) {
    guint k = 0;

    while (k < G_N_ELEMENTS (names) && g_ascii_strcasecmp (days[i], names[k]) != 0)
      k++;
    if (k == G_N_ELEMENTS (names))
      return NULL;
    {
      /* 2026-06-01 was a Monday. */
      g_autoptr (GDateTime) date = g_date_time_new_utc (2026, 6, (int) k + 1, 0, 0, 0);
      g_autofree char *name = g_date_time_format (date, "%A");

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", name);
    }
  }
  return g_strdup (text->str);
}

static char *
describe_end (const char *rrule)
{
  g_autofree char *count = dup_part (rrule, "COUNT");
  g_autofree char *until = dup_part (rrule, "UNTIL");
  int year, month, day;

  if (count != NULL) {
    guint n = (guint) CLAMP (g_ascii_strtoll (count, NULL, 10), 1, 100000);

    return g_strdup_printf (ngettext ("%u time", "%u times", n), n);
  }
  if (until != NULL && sscanf (until, "%4d%2d%2d", &year, &month, &day) == 3) {
    g_autoptr (GDateTime) date = g_date_time_new_utc (year, month, day, 0, 0, 0);
    g_autofree char *text = date != NULL ? g_date_time_format (date, "%x") : NULL;

    return text != NULL ? g_strdup_printf (_("until %s"), text) : NULL;
  }
  return NULL;
}

/**
 * hearth_rule_words_describe:
 * @rrule: the text of a RRULE, RFC 5545, section 3.3.10
 *
 * Says how an event repeats. A rule that has no simple words is only said to repeat.
 *
 * Returns: (transfer full): “every 2 weeks · Monday, Friday · 10 times”
 */
char *
hearth_rule_words_describe (const char *rrule)
{
  g_autofree char *frequency = dup_part (rrule, "FREQ");
  g_autofree char *interval_text = dup_part (rrule, "INTERVAL");
  g_autofree char *by_day = dup_part (rrule, "BYDAY");
  guint interval = interval_text != NULL
                       ? (guint) CLAMP (g_ascii_strtoll (interval_text, NULL, 10), 1, 10000)
                       : 1;
  g_autofree char *words = frequency != NULL ? describe_frequency (frequency, interval) : NULL;
  g_autofree char *days = by_day != NULL ? describe_days (by_day) : NULL;
  g_autofree char *end = describe_end (rrule);
  g_autoptr (GString) text = NULL;

  if (words == NULL || (by_day != NULL && days == NULL))
    return g_strdup (_("One of a series"));
  text = g_string_new (words);
  if (days != NULL)
    g_string_append_printf (text, " · %s", days);
  if (end != NULL)
    g_string_append_printf (text, " · %s", end);
  return g_strdup (text->str);
}

/**
 * hearth_rule_words_alarm:
 * @seconds: relative to the start, negative is before
 *
 * Returns: (transfer full): “15 minutes before”
 */
char *
hearth_rule_words_alarm (int seconds)
{
  guint n = (guint) ABS (seconds) / 60;

  if (seconds == 0)
    return g_strdup (_("when it starts"));
  if (seconds > 0)
    return g_strdup_printf (ngettext ("%u minute after the start", "%u minutes after the start", n),
                            n);
  if (n % (24 * 60) == 0)
    return g_strdup_printf (ngettext ("%u day before", "%u days before", n / (24 * 60)),
                            n / (24 * 60));
  if (n % 60 == 0)
    return g_strdup_printf (ngettext ("%u hour before", "%u hours before", n / 60), n / 60);
  return g_strdup_printf (ngettext ("%u minute before", "%u minutes before", n), n);
}

/**
 * hearth_rule_words_alarms:
 * @alarms: (nullable) (element-type gint): seconds relative to the start
 *
 * Returns: (transfer full) (nullable): when the event reminds of itself; %NULL if it does not
 */
char *
hearth_rule_words_alarms (const GArray *alarms)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (alarms == NULL || alarms->len == 0)
    return NULL;
  for (guint i = 0; i < MIN (alarms->len, MAX_ALARMS); i++) {
    g_autofree char *one = hearth_rule_words_alarm (g_array_index (alarms, int, i));

    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", one);
  }
  return g_strdup (text->str);
}
