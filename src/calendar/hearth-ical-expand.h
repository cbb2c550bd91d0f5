/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ical-draft.h"

G_BEGIN_DECLS

/* The most occurrences of one event and of one text. */
#define HEARTH_ICAL_MAX_OCCURRENCES 5000
#define HEARTH_ICAL_MAX_TOTAL_OCCURRENCES 1000000

/**
 * HearthIcalExpansion:
 *
 * What the expansion of one text's events shares.
 *
 * @window: the window that is asked for
 * @day_window: the same as dates: its ends on the owner's wall clock
 * @budget: steps of work left for the whole text
 * @n_occurrences: occurrences found so far
 * @warnings: what is wrong
 */
typedef struct {
  HearthSpan window;
  HearthSpan day_window;
  guint64 budget;
  guint n_occurrences;
  HearthIcalWarnings *warnings;
} HearthIcalExpansion;

void hearth_ical_expand_init  (HearthIcalExpansion *self, HearthSpan window, guint n_events,
                               HearthZones *zones, HearthIcalWarnings *warnings);
void hearth_ical_expand_group (HearthIcalExpansion *self, HearthIcalDraft **drafts, guint n_drafts);
gboolean hearth_ical_expand_next (HearthIcalExpansion *self, HearthIcalDraft **drafts,
                                  guint n_drafts, gint64 after, HearthSpan *next);

G_END_DECLS
