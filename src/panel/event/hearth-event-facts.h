/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-event.h"

G_BEGIN_DECLS

const char *hearth_event_facts_partstat  (HearthPartstat partstat);
HearthSpan  hearth_event_facts_find_span (const HearthEvent *event, gint64 start);
char       *hearth_event_facts_join      (const HearthEvent *event, HearthSpan span, const char *day,
                                          const char *last) G_GNUC_WARN_UNUSED_RESULT;
char       *hearth_event_facts_when      (const HearthEvent *event, HearthSpan span, gint64 now) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
