/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-agenda.h"
#include "hearth-database.h"
#include "hearth-event.h"
#include "hearth-message.h"

G_BEGIN_DECLS

/** HEARTH_TODAY_NEEDS_YOU: the least priority of a message that needs its owner. */
#define HEARTH_TODAY_NEEDS_YOU 60
/** HEARTH_TODAY_SET_ASIDE: messages judged below this are set aside. */
#define HEARTH_TODAY_SET_ASIDE 30
/** HEARTH_TODAY_DAYS: for how many days a message may need its owner or count as set aside. */
#define HEARTH_TODAY_DAYS 14

/** HearthFreedom: how the owner's own time stands for the rest of the day. */
typedef enum {
  HEARTH_FREE_NOTHING_PLANNED, /* no event today */
  HEARTH_FREE_REST_OF_DAY,     /* nothing more is planned from now on */
  HEARTH_FREE_NOW,             /* from now to the span's end */
  HEARTH_FREE_LATER,           /* in the span, which starts later */
  HEARTH_FREE_AFTER,           /* from the span's start on, nothing after it */
} HearthFreedom;

/**
 * HearthToday:
 *
 * What today is about.
 *
 * @now: when it was looked at, seconds since 1970 UTC
 * @day: the owner's day, from midnight to midnight
 * @needs: (element-type HearthMessage): what needs the owner, most pressing first, envelopes
 * @things: (element-type HearthCommitment): the same, thing by thing: each that is asked in it, or the
 *   message as a whole, whose finding is %NULL; then what the owner has promised
 * @awaited: (element-type HearthCommitment): whom the owner asked, and who has not answered
 * @occurrences: (element-type HearthOccurrence): today's events that are not cancelled, by start;
 *   those of a whole day first
 * @reminders: (element-type HearthReminder): those that were due and not acknowledged
 * @agenda: the day with its calendars and tasks
 * @freedom: how the owner's time stands
 * @free: the free time, where @freedom has one
 * @n_set_aside: messages of the last days that can wait
 * @n_newsletters: of these, newsletters and other bulk mail
 * @n_sources: sources that are read
 * @n_syncing: of these, those never read to the end
 * @headline: what needs the owner, one sentence
 * @detail: how the day stands, one sentence
 */
typedef struct {
  gint64 now;
  HearthSpan day;
  GPtrArray *needs;
  GPtrArray *things;
  GPtrArray *awaited;
  GPtrArray *occurrences;
  GPtrArray *reminders;
  HearthAgenda *agenda;
  HearthFreedom freedom;
  HearthSpan free;
  gint64 n_set_aside;
  gint64 n_newsletters;
  guint n_sources;
  guint n_syncing;
  char *headline;
  char *detail;
} HearthToday;

HearthToday *hearth_today_load (HearthDatabase *db, GDateTime *now, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void         hearth_today_free (HearthToday *self);

GPtrArray    *hearth_today_list_open    (HearthDatabase *db, int min_priority, int max_priority,
                                         gint64 since, gint64 before,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray    *hearth_today_list_needs   (HearthDatabase *db, gint64 since, gint64 before,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthFreedom hearth_today_find_freedom (GPtrArray *occurrences, gint64 now, gint64 day_end,
                                         HearthSpan *free_span);
char         *hearth_today_dup_headline (guint n_needs) G_GNUC_WARN_UNUSED_RESULT;
gboolean      hearth_today_is_set_aside (const HearthMessage *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthToday, hearth_today_free)

G_END_DECLS
