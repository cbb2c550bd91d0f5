/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"
#include "hearth-event.h"
#include "hearth-paper.h"

G_BEGIN_DECLS

/** HearthPaperSubject: what can be put on paper. */
typedef enum {
  HEARTH_PAPER_OF_NOTHING,
  HEARTH_PAPER_OF_MESSAGE,
  HEARTH_PAPER_OF_TODAY,
  HEARTH_PAPER_OF_DAY,
  HEARTH_PAPER_OF_WEEK,
  HEARTH_PAPER_OF_EVENT,
  HEARTH_PAPER_OF_BRIEFING,
} HearthPaperSubject;

/**
 * HearthPaperWish: what its owner wants on paper.
 * @subject: of what it is
 * @id: the row of a message or an event
 * @start: when the event's occurrence starts, or 0
 * @span: the day or the week
 */
typedef struct {
  HearthPaperSubject subject;
  gint64 id;
  gint64 start;
  HearthSpan span;
} HearthPaperWish;

void         hearth_paper_read_async  (HearthClient *client, const HearthPaperWish *wish,
                                       GAsyncReadyCallback callback, gpointer user_data);
HearthPaper *hearth_paper_read_finish (HearthClient *client, GAsyncResult *result,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
