/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-today-words.h"

#include "hearth-clock.h"
#include "hearth-format.h"

#include <glib/gi18n.h>
#include <langinfo.h>

static char *
describe_set_aside (const HearthToday *today)
{
  g_autofree char *messages =
      g_strdup_printf (ngettext ("%d message", "%d messages", (gulong) today->n_set_aside),
                       (int) today->n_set_aside);

  if (today->n_newsletters == 0)
    /* Translators: %s is “41 messages”. */
    return g_strdup_printf (
        _("Set aside for later: %s. <a href=\"set-aside\">Look through them</a>"), messages);
  return g_strdup_printf (ngettext ("Set aside for later: %s, %d of them a newsletter. "
                                    "<a href=\"set-aside\">Look through them</a>",
                                    "Set aside for later: %s, %d of them newsletters. "
                                    "<a href=\"set-aside\">Look through them</a>",
                                    (gulong) today->n_newsletters),
                          messages, (int) today->n_newsletters);
}

/**
 * hearth_today_words_set_aside:
 * @today: today
 *
 * Returns: (transfer full) (nullable): what was set aside and what was done because the owner
 * allows it always, as markup with a link; %NULL if nothing
 */
char *
hearth_today_words_set_aside (const HearthToday *today)
{
  g_autofree char *aside = today->n_set_aside > 0 ? describe_set_aside (today) : NULL;
  g_autofree char *permitted = NULL;

  if (today->n_permitted == 0)
    return g_steal_pointer (&aside);
  permitted = g_strdup_printf (ngettext ("Put away today, as you allowed: %d message.",
                                         "Put away today, as you allowed: %d messages.",
                                         (gulong) today->n_permitted),
                               (int) today->n_permitted);
  return aside != NULL ? g_strdup_printf ("%s\n%s", aside, permitted)
                       : g_steal_pointer (&permitted);
}

/**
 * hearth_today_words_name_days:
 * @agenda: a day or a week
 * @week: whether it is a week
 *
 * Returns: (transfer full): what one calls it: “Tomorrow”, “23 to 29 November”
 */
char *
hearth_today_words_name_days (const HearthAgenda *agenda, gboolean week)
{
  gint64 now = hearth_clock_now ();
  g_autoptr (GDateTime) first = hearth_clock_dup_at (agenda->span.start);
  g_autoptr (GDateTime) last = hearth_clock_dup_at (agenda->span.end - 1);
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (!week)
    return hearth_format_day (agenda->span.start, now);
  if (now >= agenda->span.start && now < agenda->span.end)
    return g_strdup (_("This week"));
  /* Translators: the first day of a week, and the last one with its month: “23” “29 November” */
  from = g_date_time_format (first, g_date_time_get_month (first) == g_date_time_get_month (last)
                                        ? _("%-d")
                                        : _("%-d %B"));
  to = g_date_time_format (last, _("%-d %B"));
  return g_strdup_printf (_("%s to %s"), from, to);
}

/**
 * hearth_today_words_count:
 * @agenda: some days
 *
 * Returns: (transfer full): how much is planned, one sentence
 */
char *
hearth_today_words_count (const HearthAgenda *agenda)
{
  guint n = agenda->occurrences->len;
  guint n_conflicts = 0;
  g_autofree char *events = NULL;

  if (n == 0)
    return g_strdup (_("Nothing is planned."));
  for (guint i = 0; i < n; i++) {
    if (hearth_agenda_find_conflict (agenda, g_ptr_array_index (agenda->occurrences, i)) != NULL)
      n_conflicts++;
  }
  events = g_strdup_printf (ngettext ("%u event", "%u events", n), n);
  if (n_conflicts == 0)
    return g_strdup_printf ("%s.", events);
  /* Translators: %s is “3 events”. */
  return g_strdup_printf (_("%s, some at the same time."), events);
}

/**
 * hearth_today_words_find_first_weekday:
 *
 * Returns: the day that a week begins with where the owner lives: 1 Monday to 7 Sunday
 */
int
hearth_today_words_find_first_weekday (void)
{
  int first = *nl_langinfo (_NL_TIME_FIRST_WEEKDAY);
  guint origin = GPOINTER_TO_UINT (nl_langinfo (_NL_TIME_WEEK_1STDAY));
  int weekday = ((origin == 19971130 ? 0 : 1) + first - 1) % 7;

  return weekday == 0 ? 7 : weekday;
}
