/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-message.h"

G_BEGIN_DECLS

/** HearthInterruptLevel: how loudly something is said. */
typedef enum {
  HEARTH_INTERRUPT_SILENT, /* it is in the list */
  HEARTH_INTERRUPT_BADGE,  /* it counts among what needs the owner */
  HEARTH_INTERRUPT_NOTIFY, /* a bubble */
} HearthInterruptLevel;

/**
 * HearthInterruptPolicy: what the owner set.
 * @notify_mail: whether mail may interrupt at all
 * @quiet_hours: whether there are hours without bubbles
 * @quiet_start, @quiet_end: those hours, minutes after midnight; they may go past midnight
 * @threshold: the priority from which mail interrupts, 0 to 100
 */
typedef struct {
  gboolean notify_mail;
  gboolean quiet_hours;
  guint quiet_start;
  guint quiet_end;
  int threshold;
} HearthInterruptPolicy;

#define HEARTH_INTERRUPT_POLICY_INIT                                                               \
  {                                                                                                \
    .notify_mail = TRUE, .threshold = 60                                                           \
  }

gboolean
hearth_interrupt_is_quiet (const HearthInterruptPolicy *policy, gint64 now);
HearthInterruptLevel
hearth_interrupt_for_message (const HearthInterruptPolicy *policy, const HearthMessage *message,
                              gboolean arrived_now, gint64 now, const char **reason);

G_END_DECLS
