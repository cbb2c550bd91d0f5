/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthAiPatience:
 *
 * How often, and for how long, a service is asked for one answer.
 *
 * @max_tries: how often it is asked at most
 * @base_ms: how long is waited before it is asked again where it does not say, milliseconds; twice
 *   as long each time, with some chance in it
 * @max_wait_ms: the longest wait; a service that wants more is not asked again, milliseconds
 * @stall_ms: how long an answer may give nothing but signs of life, milliseconds
 */
typedef struct {
  guint max_tries;
  guint base_ms;
  guint max_wait_ms;
  guint stall_ms;
} HearthAiPatience;

#define HEARTH_AI_PATIENCE_DEFAULT { 3, 500, 60 * 1000, 600 * 1000 }

gint64   hearth_ai_retry_parse_after (const char *milliseconds, const char *after,
                                      const char *date, gint64 now);
gint64   hearth_ai_retry_read_after  (const GError *http_error);
gboolean hearth_ai_retry_is_wanted   (const GError *http_error, const GError *error);
gint64   hearth_ai_retry_get_wait    (const HearthAiPatience *patience, guint n_tries,
                                      gint64 after_ms, double chance);
char    *hearth_ai_retry_dup_wait    (gint64 seconds) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
