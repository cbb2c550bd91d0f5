/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-event-edit.h"

G_BEGIN_DECLS

HearthEventEdit *hearth_event_words_read (const char *text, gint64 now, GTimeZone *zone) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
