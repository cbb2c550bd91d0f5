/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-interrupt.h"

#include "hearth-clock.h"

#include <glib/gi18n.h>

/* Mail that is older when it arrives was read elsewhere or can wait. */
#define MAX_AGE (3 * 24 * 3600)

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
  g_autoptr (GDateTime) local = NULL;
  guint minute;

  if (!policy->quiet_hours || policy->quiet_start == policy->quiet_end)
    return FALSE;
  local = hearth_clock_dup_at (now);
  if (local == NULL)
    return FALSE;
  minute = g_date_time_get_hour (local) * 60 + g_date_time_get_minute (local);
  if (policy->quiet_start < policy->quiet_end)
    return minute >= policy->quiet_start && minute < policy->quiet_end;
  return minute >= policy->quiet_start || minute < policy->quiet_end;
}

/**
 * hearth_interrupt_for_message:
 * @policy: what the owner set
 * @message: a judged message
 * @arrived_now: whether it has just come, and not with the first reading of an old mailbox
 * @now: seconds since 1970 UTC
 * @reason: (out) (transfer none) (optional): why it is so, in words
 *
 * The one place that says whether mail may interrupt.
 *
 * Returns: how loudly to say it
 */
HearthInterruptLevel
hearth_interrupt_for_message (const HearthInterruptPolicy *policy, const HearthMessage *message,
                              gboolean arrived_now, gint64 now, const char **reason)
{
  const char *why = NULL;
  HearthInterruptLevel level = HEARTH_INTERRUPT_SILENT;

  if (message->priority < policy->threshold) {
    why = _("It can wait.");
  } else if ((message->flags &
              (HEARTH_MESSAGE_SEEN | HEARTH_MESSAGE_DELETED | HEARTH_MESSAGE_DRAFT)) != 0) {
    why = _("You have seen it.");
  } else {
    level = HEARTH_INTERRUPT_BADGE;
    if (!arrived_now)
      why = _("It was there before.");
    else if (message->date < now - MAX_AGE)
      why = _("It is older than three days.");
    else if (!policy->notify_mail)
      why = _("Notifications of mail are switched off.");
    else if (hearth_interrupt_is_quiet (policy, now))
      why = _("It is one of your quiet hours.");
    else {
      level = HEARTH_INTERRUPT_NOTIFY;
      why = message->reason;
    }
  }
  if (reason != NULL)
    *reason = why;
  return level;
}
