/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-thread-summary.h"

G_BEGIN_DECLS

/** HearthSummaryFault: what is wrong with a sentence of a service. */
typedef enum {
  HEARTH_SUMMARY_GOOD,
  HEARTH_SUMMARY_NO_SOURCE,   /* what it cites does not stand there */
  HEARTH_SUMMARY_NOT_TEXT,    /* it is empty, too long, or has links in it */
  HEARTH_SUMMARY_VALUE,       /* a time, a date, an amount or a number is not in what it cites */
  HEARTH_SUMMARY_NAME,        /* a name is not in what it cites */
  HEARTH_SUMMARY_DENIAL,      /* it denies what it cites, or leaves a denial out */
  HEARTH_SUMMARY_OTHER_WORDS, /* it is about something else than what it cites */
} HearthSummaryFault;

/** HEARTH_SUMMARY_MAX_SENTENCE: characters of a sentence of a service. */
#define HEARTH_SUMMARY_MAX_SENTENCE 200

HearthSummaryFault hearth_summary_check_sentence (const char *text, const char *source,
                                                  const HearthMessage *message);
HearthThreadSummary *hearth_summary_check_reply (const char *reply, GPtrArray *thread,
                                                 const char *service) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
