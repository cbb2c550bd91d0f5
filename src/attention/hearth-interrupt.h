/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-telling.h"

G_BEGIN_DECLS

/** HEARTH_INTERRUPT_URGENT: the priority from which mail is urgent whatever its class. */
#define HEARTH_INTERRUPT_URGENT 85

/**
 * HearthInterruptPolicy: what the owner set.
 * @notify_mail: whether mail may interrupt at all
 * @sounds: whether with a sound
 * @speak: whether urgent mail may be said aloud
 * @level: how much may get through, 0 (only what is urgent) to 100
 * @quiet_hours: whether there are hours without bubbles
 * @quiet_start, @quiet_end: those hours, minutes after midnight; they may go past midnight
 * @quiet_urgent: whether urgent mail comes in these hours, too
 * @meetings: whether mail that is not urgent waits for the end of a meeting
 * @free_days: whether mail that is not urgent stays in the list on days that are not working days
 * @working_days: a set of bits, Monday is 1
 */
typedef struct {
  gboolean notify_mail;
  gboolean sounds;
  gboolean speak;
  int level;
  gboolean quiet_hours;
  guint quiet_start;
  guint quiet_end;
  gboolean quiet_urgent;
  gboolean meetings;
  gboolean free_days;
  guint working_days;
} HearthInterruptPolicy;

#define HEARTH_INTERRUPT_POLICY_INIT                                                               \
  {                                                                                                \
    .notify_mail = TRUE, .sounds = TRUE, .level = 50, .meetings = TRUE, .working_days = 31         \
  }

/**
 * HearthRegard: what the owner made of what they were told of earlier.
 * @score: -1 (closed each time) to 1 (opened each time); 0 while nothing is known
 * @n_told: how often they were told lately
 * @n_used: of these, how often they did something with it
 */
typedef struct {
  double score;
  guint n_told;
  guint n_used;
} HearthRegard;

/**
 * HearthSituation:
 *
 * All that a decision rests on. Nothing else is looked at, so that a past one can be made again.
 *
 * @now: the time, seconds since 1970 UTC
 * @date: when the mail was sent
 * @priority: 0 to 100, as attention judged
 * @klass: (nullable): its class
 * @cause: (nullable): why it has this priority, in words
 * @sender: (nullable): how the sender is called
 * @seen: whether it was read, deleted or is a draft
 * @arrived: whether it has just come, and not with the first reading of an old mailbox
 * @answer: what the owner wants of this sender
 * @n_fewer: how often they asked for fewer like this
 * @matters: whether the owner writes to the sender themselves
 * @by_sender, @by_class: what they made of earlier ones
 * @meeting_end: when the meeting that they are in ends, or 0
 * @do_not_disturb: whether the desktop shows no bubbles
 * @busy_screen: whether a film, a call or a presentation keeps the screen
 * @locked: whether the screen is locked
 * @can_speak: whether something can be said aloud
 * @told_just_now: whether mail was told of within the last minute: what comes with it is no new call
 * @told_hour, @told_day: how often they were interrupted within an hour, and since midnight
 * @hour_frees: when the first of those of the hour is an hour old
 */
typedef struct {
  gint64 now;
  gint64 date;
  int priority;
  const char *klass;
  const char *cause;
  const char *sender;
  gboolean seen;
  gboolean arrived;
  HearthTellingAnswer answer;
  guint n_fewer;
  gboolean matters;
  HearthRegard by_sender;
  HearthRegard by_class;
  gint64 meeting_end;
  gboolean do_not_disturb;
  gboolean busy_screen;
  gboolean locked;
  gboolean can_speak;
  gboolean told_just_now;
  guint told_hour;
  guint told_day;
  gint64 hour_frees;
} HearthSituation;

/** HearthWait: what mail waits for before it is told of. */
typedef enum {
  HEARTH_WAIT_NONE,
  HEARTH_WAIT_DESKTOP, /* "do not disturb" */
  HEARTH_WAIT_QUIET,
  HEARTH_WAIT_SCREEN,
  HEARTH_WAIT_MEETING,
  HEARTH_WAIT_RATE,
  HEARTH_N_WAITS,
} HearthWait;

/**
 * HearthDecision:
 * @level: how loudly to say it now
 * @sound: whether with a sound
 * @wait: for what it waits; then it comes later, bundled with what waits too
 * @until: until when at least, seconds since 1970 UTC, or 0 where that is not known
 * @reason: (owned): why it is so, in words
 * @threshold: the priority that it had to reach
 */
typedef struct {
  HearthInterruptLevel level;
  gboolean sound;
  HearthWait wait;
  gint64 until;
  char *reason;
  int threshold;
} HearthDecision;

void       hearth_interrupt_decide          (const HearthInterruptPolicy *policy,
                                             const HearthSituation *situation,
                                             HearthDecision *decision);
HearthWait hearth_interrupt_find_wait       (const HearthInterruptPolicy *policy,
                                             const HearthSituation *situation, gint64 *until);
char      *hearth_interrupt_dup_late_reason (const char *cause, HearthWait wait) G_GNUC_WARN_UNUSED_RESULT;
gboolean   hearth_interrupt_is_quiet        (const HearthInterruptPolicy *policy, gint64 now);
int        hearth_interrupt_get_threshold   (int level);
guint      hearth_interrupt_get_hourly      (int level);
guint      hearth_interrupt_get_daily       (int level);
void       hearth_decision_clear            (HearthDecision *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HearthDecision, hearth_decision_clear)

G_END_DECLS
