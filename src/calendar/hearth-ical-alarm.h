/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ical-value.h"

G_BEGIN_DECLS

/* The most alarms that are kept of one event, each repetition counted. */
#define HEARTH_ICAL_MAX_ALARMS 16

/** HearthIcalTriggerKind: what a TRIGGER counts from. */
typedef enum {
  HEARTH_ICAL_TRIGGER_START,
  HEARTH_ICAL_TRIGGER_END,
  HEARTH_ICAL_TRIGGER_ABSOLUTE,
} HearthIcalTriggerKind;

/**
 * HearthIcalTrigger:
 * @kind: what @seconds count from
 * @seconds: the first alarm; of an absolute one, since 1970 UTC
 * @repeat: how often it comes again
 * @interval: after how many seconds each
 * @acknowledged: up to when the owner has dealt with it, seconds since 1970 UTC, or 0
 */
typedef struct {
  HearthIcalTriggerKind kind;
  gint64 seconds;
  guint repeat;
  gint64 interval;
  gint64 acknowledged;
} HearthIcalTrigger;

/**
 * HearthIcalAlarmBase:
 * @anchor: what the alarms are to be relative to
 * @start: the start
 * @end: the end
 * @moment: what @anchor is as a moment, seconds since 1970 UTC: of a date, the owner's midnight
 * @is_single: whether it happens once, so that moments can be told
 * @acknowledged: up to when all its alarms were dealt with, or 0
 * @moments: (nullable) (element-type gint64): where absolute alarms of what recurs are added
 */
typedef struct {
  gint64 anchor;
  gint64 start;
  gint64 end;
  gint64 moment;
  gboolean is_single;
  gint64 acknowledged;
  GArray *moments;
} HearthIcalAlarmBase;

gboolean hearth_ical_alarm_read   (HearthIcalReader *reader, HearthZones *zones,
                                   HearthIcalWarnings *warnings, const char *uid,
                                   const char *owner, HearthIcalTrigger *trigger);
void     hearth_ical_alarm_settle (const GArray *triggers, const HearthIcalAlarmBase *base,
                                   GArray *alarms);

G_END_DECLS
