/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-interrupt.h"

#include "hearth-clock.h"
#include "hearth-format.h"

#include <glib/gi18n.h>
#include <math.h>

/* Mail that is older when it arrives was read elsewhere or can wait. */
#define MAX_AGE (3 * 24 * 3600)

/* From this priority on a mail counts among what needs its owner; the same as in Today. */
#define NEEDS_OWNER 60

/* How far earlier tellings may move the priority that a mail has to reach. */
#define SENDER_WEIGHT 15
#define CLASS_WEIGHT 6
#define FEWER_WEIGHT 20
#define MAX_FEWER 2
#define MATTERS_WEIGHT 4
#define MIN_THRESHOLD 20
#define MAX_THRESHOLD 95

/* From so many tellings on it is said what the owner makes of them. */
#define ENOUGH_TOLD 3

static guint
get_minute (gint64 now)
{
  g_autoptr (GDateTime) local = hearth_clock_dup_at (now);

  if (local == NULL)
    return 0;
  return (guint) (g_date_time_get_hour (local) * 60 + g_date_time_get_minute (local));
}

/**
 * hearth_interrupt_is_quiet:
 * @policy: what the owner set
 * @now: seconds since 1970 UTC
 *
 * Returns: whether it is one of the owner's quiet hours
 */
gboolean
hearth_interrupt_is_quiet (const HearthInterruptPolicy *policy, gint64 now)
{
  guint minute;

  if (!policy->quiet_hours || policy->quiet_start == policy->quiet_end)
    return FALSE;
  minute = get_minute (now);
  if (policy->quiet_start < policy->quiet_end)
    return minute >= policy->quiet_start && minute < policy->quiet_end;
  return minute >= policy->quiet_start || minute < policy->quiet_end;
}

/* The next moment at which the clock on the wall shows the end of the quiet hours, also on a day
 * that is longer or shorter than others. */
static gint64
find_quiet_end (const HearthInterruptPolicy *policy, gint64 now)
{
  g_autoptr (GDateTime) local = hearth_clock_dup_at (now);
  int hour = (int) (policy->quiet_end % 1440) / 60;
  int minute = (int) policy->quiet_end % 60;

  for (int day = 0; local != NULL && day < 3; day++) {
    g_autoptr (GDateTime) date = g_date_time_add_days (local, day);
    g_autoptr (GDateTime) end =
        g_date_time_new (g_date_time_get_timezone (local), g_date_time_get_year (date),
                         g_date_time_get_month (date), g_date_time_get_day_of_month (date), hour,
                         minute, 0);

    if (end != NULL && g_date_time_to_unix (end) > now)
      return g_date_time_to_unix (end);
  }
  return now + 3600;
}

static gboolean
is_free_day (const HearthInterruptPolicy *policy, gint64 now)
{
  g_autoptr (GDateTime) local = NULL;

  if (!policy->free_days)
    return FALSE;
  local = hearth_clock_dup_at (now);
  return local != NULL &&
         (policy->working_days & (1u << (g_date_time_get_day_of_week (local) - 1))) == 0;
}

/**
 * hearth_interrupt_get_threshold:
 * @level: how much may get through, 0 to 100
 *
 * Returns: the priority that mail has to reach where nothing is known of its sender
 */
int
hearth_interrupt_get_threshold (int level)
{
  return 82 - CLAMP (level, 0, 100) * 44 / 100;
}

/**
 * hearth_interrupt_get_hourly:
 * @level: how much may get through, 0 to 100
 *
 * Returns: how often mail that is not urgent may interrupt within an hour
 */
guint
hearth_interrupt_get_hourly (int level)
{
  return 1 + (guint) CLAMP (level, 0, 100) * 6 / 100;
}

/**
 * hearth_interrupt_get_daily:
 * @level: how much may get through, 0 to 100
 *
 * Returns: how often mail that is not urgent may interrupt in a day
 */
guint
hearth_interrupt_get_daily (int level)
{
  return 3 + (guint) CLAMP (level, 0, 100) * 22 / 100;
}

/* How far what is known lowers the threshold; negative where it raises it. */
static int
find_shift (const HearthSituation *s)
{
  double shift = SENDER_WEIGHT * CLAMP (s->by_sender.score, -1.0, 1.0) +
                 CLASS_WEIGHT * CLAMP (s->by_class.score, -1.0, 1.0);

  if (s->matters)
    shift += MATTERS_WEIGHT;
  shift -= (double) FEWER_WEIGHT * MIN (s->n_fewer, MAX_FEWER);
  return (int) lround (shift);
}

static gboolean
is_urgent (const HearthSituation *s)
{
  return s->priority >= HEARTH_INTERRUPT_URGENT || g_strcmp0 (s->klass, "urgent") == 0;
}

static const char *
get_sender (const HearthSituation *s)
{
  return s->sender != NULL && s->sender[0] != '\0' ? s->sender : _("this sender");
}

/* What the owner taught, where that is why mail that would have come does not. */
static char *
explain_silence (const HearthSituation *s)
{
  if (s->n_fewer > 0)
    return g_strdup_printf (_("You asked for fewer notifications of %s."), get_sender (s));
  if (s->by_sender.n_told >= ENOUGH_TOLD && s->by_sender.score < 0)
    return g_strdup_printf (ngettext ("You used %u of the last %u notification of %s.",
                                      "You used %u of the last %u notifications of %s.",
                                      s->by_sender.n_told),
                            s->by_sender.n_used, s->by_sender.n_told, get_sender (s));
  return g_strdup (_("You seldom use notifications of such mail."));
}

static char *
explain_call (const HearthSituation *s, gboolean lowered)
{
  const char *cause = s->cause != NULL && s->cause[0] != '\0' ? s->cause : _("it matters");

  if (s->answer == HEARTH_ANSWER_ALWAYS)
    return g_strdup_printf (_("%s; you always want to be told of %s"), cause, get_sender (s));
  if (lowered && s->by_sender.n_told >= ENOUGH_TOLD && s->by_sender.score > 0)
    return g_strdup_printf (_("%s; you used %u of the last %u notifications of %s"), cause,
                            s->by_sender.n_used, s->by_sender.n_told, get_sender (s));
  if (lowered && s->matters)
    return g_strdup_printf (_("%s; you write to %s yourself"), cause, get_sender (s));
  if (is_urgent (s) && s->meeting_end != 0)
    return g_strdup_printf (_("%s; urgent, so it did not wait for your meeting to end"), cause);
  return g_strdup (cause);
}

static char *
explain_wait (HearthWait wait, gint64 until)
{
  g_autofree char *at = until != 0 ? hearth_format_time (until) : NULL;

  switch (wait) {
  case HEARTH_WAIT_DESKTOP:
    return g_strdup (_("“Do not disturb” is on."));
  case HEARTH_WAIT_QUIET:
    return g_strdup_printf (_("These are your quiet hours, until %s."), at);
  case HEARTH_WAIT_SCREEN:
    return g_strdup (_("A film, a call or a presentation is on the screen."));
  case HEARTH_WAIT_MEETING:
    return g_strdup_printf (_("You are in a meeting until %s."), at);
  case HEARTH_WAIT_RATE:
    return g_strdup_printf (_("There was much in this hour; it can wait until %s."), at);
  case HEARTH_WAIT_NONE:
  case HEARTH_N_WAITS:
  default:
    return NULL;
  }
}

/**
 * hearth_interrupt_dup_late_reason:
 * @cause: why the mail matters, in words
 * @wait: for what it waited
 *
 * Returns: (transfer full): why the owner is told of it, and why only now
 */
char *
hearth_interrupt_dup_late_reason (const char *cause, HearthWait wait)
{
  switch (wait) {
  case HEARTH_WAIT_DESKTOP:
    return g_strdup_printf (_("%s; it waited while you did not want to be disturbed"), cause);
  case HEARTH_WAIT_QUIET:
    return g_strdup_printf (_("%s; it waited for the end of your quiet hours"), cause);
  case HEARTH_WAIT_SCREEN:
    return g_strdup_printf (_("%s; it waited until your screen was free"), cause);
  case HEARTH_WAIT_MEETING:
    return g_strdup_printf (_("%s; it waited for your meeting to end"), cause);
  case HEARTH_WAIT_RATE:
    return g_strdup_printf (_("%s; it waited because there was much in that hour"), cause);
  case HEARTH_WAIT_NONE:
  case HEARTH_N_WAITS:
  default:
    return g_strdup (cause);
  }
}

/**
 * hearth_interrupt_find_wait:
 * @policy: what the owner set
 * @situation: how things are; of the mail only its class and priority count
 * @until: (out): until when at least it waits, or 0
 *
 * Says whether something keeps a notification back now that will pass. To be asked again when what
 * was held is to be shown: one meeting may follow the other.
 *
 * Returns: for what it waits
 */
HearthWait
hearth_interrupt_find_wait (const HearthInterruptPolicy *policy, const HearthSituation *situation,
                            gint64 *until)
{
  gboolean urgent = is_urgent (situation);

  *until = 0;
  if (situation->do_not_disturb)
    return HEARTH_WAIT_DESKTOP;
  if (hearth_interrupt_is_quiet (policy, situation->now) && !(urgent && policy->quiet_urgent)) {
    *until = find_quiet_end (policy, situation->now);
    return HEARTH_WAIT_QUIET;
  }
  if (urgent)
    return HEARTH_WAIT_NONE;
  if (situation->busy_screen)
    return HEARTH_WAIT_SCREEN;
  if (policy->meetings && situation->meeting_end > situation->now) {
    *until = situation->meeting_end;
    return HEARTH_WAIT_MEETING;
  }
  if (!situation->told_just_now &&
      situation->told_hour >= hearth_interrupt_get_hourly (policy->level)) {
    *until = MAX (situation->hour_frees, situation->now + 60);
    return HEARTH_WAIT_RATE;
  }
  return HEARTH_WAIT_NONE;
}

/* What keeps mail in the list for good, whatever its priority and the moment. */
static char *
find_bar (const HearthInterruptPolicy *policy, const HearthSituation *s)
{
  if (!s->arrived)
    return g_strdup (_("It was there before."));
  if (s->date < s->now - MAX_AGE)
    return g_strdup (_("It is older than three days."));
  if (!policy->notify_mail)
    return g_strdup (_("Notifications of mail are switched off."));
  if (s->answer == HEARTH_ANSWER_NEVER)
    return g_strdup_printf (_("You do not want to be told of %s."), get_sender (s));
  if (!is_urgent (s) && is_free_day (policy, s->now))
    return g_strdup (_("It is not urgent, and today is no working day."));
  if (!is_urgent (s) && !s->told_just_now &&
      s->told_day >= hearth_interrupt_get_daily (policy->level))
    return g_strdup (_("There was enough for today; it is in the list."));
  return NULL;
}

static void
call (const HearthInterruptPolicy *policy, const HearthSituation *s, gboolean lowered,
      HearthDecision *decision)
{
  decision->level = HEARTH_INTERRUPT_NOTIFY;
  if (policy->speak && s->can_speak && is_urgent (s) && !s->locked && s->meeting_end == 0 &&
      !s->busy_screen)
    decision->level = HEARTH_INTERRUPT_SPEAK;
  /* Nobody sits before a locked screen; only what is urgent calls out. */
  decision->sound = policy->sounds && (!s->locked || is_urgent (s));
  decision->reason = explain_call (s, lowered);
}

/**
 * hearth_interrupt_decide:
 * @policy: what the owner set
 * @situation: how things are
 * @decision: (out): what to do; to be cleared
 *
 * The one place that says whether mail may interrupt. It looks at nothing but its arguments and the
 * zone of the owner.
 */
void
hearth_interrupt_decide (const HearthInterruptPolicy *policy, const HearthSituation *situation,
                         HearthDecision *decision)
{
  int plain = hearth_interrupt_get_threshold (policy->level);
  int threshold = CLAMP (plain - find_shift (situation), MIN_THRESHOLD, MAX_THRESHOLD);

  *decision =
      (HearthDecision){ .level = situation->priority >= NEEDS_OWNER ? HEARTH_INTERRUPT_BADGE
                                                                    : HEARTH_INTERRUPT_SILENT };
  if (situation->answer == HEARTH_ANSWER_ALWAYS)
    threshold = 0;
  decision->threshold = threshold;
  if (situation->seen) {
    decision->level = HEARTH_INTERRUPT_SILENT;
    decision->reason = g_strdup (_("You have seen it."));
    return;
  }
  if (situation->priority < threshold) {
    decision->reason =
        situation->priority >= plain ? explain_silence (situation) : g_strdup (_("It can wait."));
    return;
  }
  decision->reason = find_bar (policy, situation);
  if (decision->reason != NULL)
    return;
  decision->wait = hearth_interrupt_find_wait (policy, situation, &decision->until);
  if (decision->wait != HEARTH_WAIT_NONE)
    decision->reason = explain_wait (decision->wait, decision->until);
  else
    call (policy, situation, situation->priority < plain, decision);
}

/**
 * hearth_decision_clear:
 * @self: a decision
 */
void
hearth_decision_clear (HearthDecision *self)
{
  g_clear_pointer (&self->reason, g_free);
}
