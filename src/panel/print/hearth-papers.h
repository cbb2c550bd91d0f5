/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-message.h"
#include "hearth-paper.h"
#include "hearth-today.h"

G_BEGIN_DECLS

/* What can be printed, each in the file of its name. */
HearthPaper *hearth_paper_new_message  (const HearthMessage *message) G_GNUC_WARN_UNUSED_RESULT;
HearthPaper *hearth_paper_new_today    (const HearthToday *today) G_GNUC_WARN_UNUSED_RESULT;
HearthPaper *hearth_paper_new_agenda   (const HearthAgenda *agenda, gboolean week) G_GNUC_WARN_UNUSED_RESULT;
HearthPaper *hearth_paper_new_event    (const HearthEvent *event, gint64 start,
                                        GVariant *briefing) G_GNUC_WARN_UNUSED_RESULT;
HearthPaper *hearth_paper_new_briefing (GVariant *digest) G_GNUC_WARN_UNUSED_RESULT;

char        *hearth_paper_format_date   (gint64 when) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
