/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ical-rule.h"

#include "hearth-civil.h"
#include "hearth-recurrence.h"

#include <stdlib.h>
#include <string.h>

/* Steps of work for counting. */
#define BUDGET 2000000

static const char *const days[] = { "SU", "MO", "TU", "WE", "TH", "FR", "SA" };

static const char *
find_part (const char *rule, const char *name, gsize *length)
{
  gsize name_length = strlen (name);

  for (const char *p = rule; p != NULL && *p != '\0';) {
    gsize n = strcspn (p, ";");

    if (n > name_length && g_ascii_strncasecmp (p, name, name_length) == 0 &&
        p[name_length] == '=') {
      *length = n;
      return p;
    }
    p += n;
    if (*p == ';')
      p++;
  }
  return NULL;
}

/**
 * hearth_ical_rule_dup_part:
 * @rule: the text of a RRULE
 * @name: a part's name
 *
 * Returns: (transfer full) (nullable): its value
 */
char *
hearth_ical_rule_dup_part (const char *rule, const char *name)
{
  gsize length;
  const char *part = find_part (rule, name, &length);

  return part != NULL ? g_strndup (part + strlen (name) + 1, length - strlen (name) - 1) : NULL;
}

/**
 * hearth_ical_rule_with:
 * @rule: the text of a RRULE
 * @name: a part's name
 * @value: (nullable): its new value; %NULL takes it out
 *
 * Returns: (transfer full): the rule with that part, in its place if it was there
 */
char *
hearth_ical_rule_with (const char *rule, const char *name, const char *value)
{
  gsize length = 0;
  const char *part = find_part (rule, name, &length);
  GString *out;

  if (part == NULL)
    return value != NULL ? g_strconcat (rule, ";", name, "=", value, NULL) : g_strdup (rule);
  out = g_string_new_len (rule, part - rule);
  if (value != NULL)
    g_string_append_printf (out, "%s=%s%s", name, value, part + length);
  else if (part[length] == ';')
    g_string_append (out, part + length + 1);
  else if (out->len > 0)
    g_string_truncate (out, out->len - 1);
  return g_string_free (out, FALSE);
}

static gboolean
is_frequency (const char *rule, const char *name)
{
  g_autofree char *value = hearth_ical_rule_dup_part (rule, "FREQ");

  return value != NULL && g_ascii_strcasecmp (value, name) == 0;
}

static int
find_weekday (const char *name)
{
  for (int i = 0; i < 7; i++)
    if (g_ascii_strcasecmp (name, days[i]) == 0)
      return i;
  return -1;
}

/* MO,WE a day later is TU,TH. */
static char *
move_weekdays (const char *value, gint64 by)
{
  g_auto (GStrv) names = g_strsplit (value, ",", 100);
  GString *out = g_string_new (NULL);

  for (guint i = 0; names[i] != NULL; i++) {
    int day = find_weekday (names[i]);

    if (day < 0) {
      g_string_free (out, TRUE);
      return g_strdup (value);
    }
    g_string_append_printf (out, "%s%s", i > 0 ? "," : "", days[(((day + by) % 7) + 7) % 7]);
  }
  return g_string_free (out, FALSE);
}

/* The second Monday of a month becomes whatever the new day is: the third Tuesday, the last Friday.
 */
static char *
move_ordinal (const char *value, gint64 to)
{
  HearthCivil civil = hearth_civil_from_day (to);
  const char *day = value;
  long position = strtol (value, (char **) &day, 10);
  int back = (hearth_civil_month_days (civil.year, civil.month) - civil.day) / 7;

  if (find_weekday (day) < 0)
    return g_strdup (value);
  if (position == 0)
    return g_strdup (days[hearth_civil_weekday (to)]);
  if (position < 0 && back == 0)
    return g_strdup_printf ("-1%s", days[hearth_civil_weekday (to)]);
  return g_strdup_printf ("%d%s", (civil.day - 1) / 7 + 1, days[hearth_civil_weekday (to)]);
}

static void
replace_part (char **rule, const char *name, char *value)
{
  char *changed = hearth_ical_rule_with (*rule, name, value);

  g_free (*rule);
  g_free (value);
  *rule = changed;
}

/* Of a month or a year: the day that the start had, where the rule names it. */
static void
move_days (char **rule, gint64 from, gint64 to)
{
  HearthCivil old = hearth_civil_from_day (from);
  HearthCivil new = hearth_civil_from_day (to);
  g_autofree char *month_day = hearth_ical_rule_dup_part (*rule, "BYMONTHDAY");
  g_autofree char *month = hearth_ical_rule_dup_part (*rule, "BYMONTH");
  g_autofree char *by_day = hearth_ical_rule_dup_part (*rule, "BYDAY");

  if (month_day != NULL && atoi (month_day) == old.day && strchr (month_day, ',') == NULL)
    replace_part (rule, "BYMONTHDAY", g_strdup_printf ("%d", new.day));
  else if (month_day != NULL && g_str_equal (month_day, "-1") &&
           new.day != hearth_civil_month_days (new.year, new.month))
    replace_part (rule, "BYMONTHDAY", g_strdup_printf ("%d", new.day));
  if (month != NULL && atoi (month) == old.month && strchr (month, ',') == NULL)
    replace_part (rule, "BYMONTH", g_strdup_printf ("%d", new.month));
  if (by_day != NULL && strchr (by_day, ',') == NULL)
    replace_part (rule, "BYDAY", move_ordinal (by_day, to));
}

/**
 * hearth_ical_rule_moved:
 * @rule: the text of a RRULE
 * @from: the start that it had, on the wall clock
 * @to: the start that it shall have
 *
 * What names the day of the start is changed with it: a series on Mondays that is moved to Tuesday
 * is one on Tuesdays.
 *
 * Returns: (transfer full): the rule
 */
char *
hearth_ical_rule_moved (const char *rule, gint64 from, gint64 to)
{
  gint64 old = hearth_civil_day_of (from);
  gint64 new = hearth_civil_day_of (to);
  char *moved = g_strdup (rule);
  g_autofree char *by_day = hearth_ical_rule_dup_part (rule, "BYDAY");

  if (old == new)
    return moved;
  if (is_frequency (rule, "WEEKLY") && by_day != NULL)
    replace_part (&moved, "BYDAY", move_weekdays (by_day, new - old));
  else if (is_frequency (rule, "MONTHLY") || is_frequency (rule, "YEARLY"))
    move_days (&moved, old, new);
  return moved;
}

static gboolean
count_cb (gint64 local, gpointer user_data)
{
  ++*(gint64 *) user_data;
  return TRUE;
}

/**
 * hearth_ical_rule_count:
 * @rule: the text of a RRULE
 * @start: its DTSTART on the wall clock
 * @is_date: whether that is a DATE
 * @before: a time on the same wall clock
 *
 * Returns: how many occurrences it gives before that, DTSTART among them
 */
gint64
hearth_ical_rule_count (const char *rule, gint64 start, gboolean is_date, gint64 before)
{
  g_autoptr (HearthRule) parsed = hearth_rule_new (rule, start, is_date, NULL);
  guint64 budget = BUDGET;
  gint64 n = 0;

  if (parsed != NULL)
    hearth_rule_expand (parsed, start, before, &budget, count_cb, &n);
  return n;
}
