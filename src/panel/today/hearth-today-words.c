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

/**
 * hearth_today_words_why:
 * @thing: what needs the owner
 *
 * Returns: (transfer full): who wants it, why, and until when
 */
char *
hearth_today_words_why (const HearthCommitment *thing)
{
  const HearthMessage *message = thing->message;
  const HearthFinding *finding = thing->finding;
  const HearthAddress *other = hearth_commitment_get_other (thing);
  const char *who = other != NULL ? hearth_address_get_label (other) : _("Unknown sender");
  gboolean promised = finding != NULL && finding->kind == HEARTH_FINDING_PROMISE;
  g_autofree char *due =
      finding != NULL && finding->due != 0
          ? hearth_format_due (finding->due, finding->due_is_date, hearth_clock_now ())
          : NULL;
  /* Translators: the owner promised it to somebody: “you promised Ana Silva” */
  g_autofree char *head = promised ? g_strdup_printf (_("you promised %s"), who) : g_strdup (who);

  if (due != NULL)
    return g_strdup_printf (_("%s · %s"), head, due);
  if (!promised && message->reason != NULL && *message->reason != '\0')
    /* Translators: who wrote, and why it matters: “Marta Keller · asks for a number by Friday” */
    return g_strdup_printf (_("%s · %s"), head, message->reason);
  return g_steal_pointer (&head);
}

/**
 * hearth_today_words_awaited:
 * @one: what the owner waits for
 *
 * Returns: (transfer full): who has not answered, and since when
 */
char *
hearth_today_words_awaited (const HearthCommitment *one)
{
  const HearthAddress *other = hearth_commitment_get_other (one);
  g_autofree char *since = hearth_format_asked (one->message->date, hearth_clock_now ());

  /* Translators: who has not answered, and when they were asked. */
  return g_strdup_printf (_("%s · %s"), other != NULL ? hearth_address_get_label (other) : "",
                          since);
}

/**
 * hearth_today_words_reminder:
 * @reminder: a reminder
 *
 * Returns: (transfer full): when it was due, or what it is about begins
 */
char *
hearth_today_words_reminder (const HearthReminder *reminder)
{
  gint64 now = hearth_clock_now ();
  gint64 when = reminder->event_start != 0 ? reminder->event_start : reminder->due;
  g_autofree char *day = hearth_format_day (when, now);
  g_autofree char *time = hearth_format_time (when);

  if (reminder->event_start > now && reminder->event_start - now < 3 * 60 * 60)
    return hearth_format_distance (reminder->event_start - now);
  return g_strdup_printf (_("%s, %s"), day, time);
}

/* A due date is a UTC midnight in the store; for the owner it is a day of theirs. */
static gint64
find_due (const HearthTodo *task)
{
  g_autoptr (GDateTime) date = NULL;
  g_autoptr (GDateTime) local = NULL;
  g_autoptr (GTimeZone) zone = NULL;

  if (!task->due_is_date)
    return task->due;
  zone = hearth_clock_dup_zone ();
  date = g_date_time_new_from_unix_utc (task->due);
  if (date != NULL)
    local = g_date_time_new (zone, g_date_time_get_year (date), g_date_time_get_month (date),
                             g_date_time_get_day_of_month (date), 12, 0, 0);
  return local != NULL ? g_date_time_to_unix (local) : task->due;
}

/**
 * hearth_today_words_due:
 * @task: a task that is due
 * @late: (out): whether it should have been done
 *
 * Returns: (transfer full): when it is due
 */
char *
hearth_today_words_due (const HearthTodo *task, gboolean *late)
{
  gint64 now = hearth_clock_now ();
  gint64 due = find_due (task);
  g_autofree char *day = hearth_format_day (due, now);
  g_autofree char *today = hearth_format_day (now, now);
  g_autofree char *time = hearth_format_time (due);
  gboolean same_day = g_str_equal (day, today);

  *late = due < now && (!task->due_is_date || !same_day);
  if (*late && same_day)
    /* Translators: a task was due at %s today. */
    return g_strdup_printf (_("was due at %s"), time);
  if (*late)
    /* Translators: a task was due on a day: “since Thursday, 26 November” */
    return g_strdup_printf (_("due since: %s"), day);
  if (task->due_is_date)
    return g_strdup (day);
  return g_strdup_printf (_("%s, %s"), day, time);
}
