/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-calendar-error.h"
#include "hearth-event.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Larger texts are refused. */
#define HEARTH_ICAL_MAX_BYTES (32 * 1024 * 1024)
/* The most events of one text; the rest is left out with a warning. */
#define HEARTH_ICAL_MAX_EVENTS 50000

GPtrArray *hearth_ical_read  (const char *text, gsize length, HearthSpan window, GTimeZone *floating,
                              GPtrArray **tasks, GPtrArray **warnings, GCancellable *cancellable,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *hearth_ical_parse (const char *text, gsize length, HearthSpan window, GTimeZone *floating,
                              GPtrArray **warnings, GCancellable *cancellable,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
