/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-retry.h"

#include "hearth-ai-service.h"
#include "hearth-http.h"

#include <curl/curl.h>
#include <glib/gi18n.h>
#include <math.h>

/* The longest wait that is understood: a service that names more means "not today". */
#define MAX_AFTER_MS ((gint64) 366 * 24 * 3600 * 1000)
/* The wait does not double for ever. */
#define MAX_BACKOFF_MS 8000

/* A number of seconds or milliseconds, perhaps with a fraction; -1 for anything else. */
static gint64
parse_number (const char *text, double unit_ms)
{
  char *end = NULL;
  double value;

  while (g_ascii_isspace (*text))
    text++;
  if (!g_ascii_isdigit (*text) && *text != '.')
    return -1;
  value = g_ascii_strtod (text, &end);
  while (g_ascii_isspace (*end))
    end++;
  if (end == text || *end != '\0' || !isfinite (value) || value < 0)
    return -1;
  value = ceil (value * unit_ms);
  return value >= (double) MAX_AFTER_MS ? MAX_AFTER_MS : (gint64) value;
}

/**
 * hearth_ai_retry_parse_after:
 * @milliseconds: (nullable): the header field `retry-after-ms`
 * @after: (nullable): the header field `Retry-After`, RFC 9110 section 10.2.3: seconds or a date
 * @date: (nullable): the header field `Date` of the same response: the service's clock may be wrong
 * @now: seconds since 1970, for a response without @date
 *
 * Returns: how long the service wants not to be asked, milliseconds, 0 for a time that is past; -1
 *   where it does not say so, or not in a form that can be read
 */
gint64
hearth_ai_retry_parse_after (const char *milliseconds, const char *after, const char *date,
                             gint64 now)
{
  gint64 wait = milliseconds != NULL ? parse_number (milliseconds, 1) : -1;
  time_t until, said;

  if (wait >= 0 || after == NULL)
    return wait;
  wait = parse_number (after, 1000);
  if (wait >= 0)
    return wait;
  until = curl_getdate (after, NULL);
  said = date != NULL ? curl_getdate (date, NULL) : -1;
  if (until < 0)
    return -1;
  if (said >= 0)
    now = said;
  return CLAMP (((gint64) until - now) * 1000, 0, MAX_AFTER_MS);
}

/**
 * hearth_ai_retry_read_after:
 * @http_error: why a request failed
 *
 * Returns: how long the service wants not to be asked, milliseconds, or -1
 */
gint64
hearth_ai_retry_read_after (const GError *http_error)
{
  if (!g_error_matches (http_error, HEARTH_HTTP_ERROR, HEARTH_HTTP_ERROR_STATUS))
    return -1;
  return hearth_ai_retry_parse_after (hearth_http_error_get_header (http_error, "retry-after-ms"),
                                      hearth_http_error_get_header (http_error, "retry-after"),
                                      hearth_http_error_get_header (http_error, "date"),
                                      g_get_real_time () / G_USEC_PER_SEC);
}

/**
 * hearth_ai_retry_is_wanted:
 * @http_error: (nullable): why the request failed
 * @error: (nullable): why the answer failed, a #HearthAiError
 *
 * Returns: whether the same request may do better a little later
 */
gboolean
hearth_ai_retry_is_wanted (const GError *http_error, const GError *error)
{
  guint status = error != NULL ? hearth_ai_error_get_status (error) : 0;

  if (http_error != NULL && http_error->domain == HEARTH_HTTP_ERROR) {
    const char *should = hearth_http_error_get_header (http_error, "x-should-retry");

    /* The connection ended before a word came: a server that was restarted, or a connection that
     * had been kept too long. */
    if (http_error->code == HEARTH_HTTP_ERROR_CUT_OFF)
      return TRUE;
    if (http_error->code != HEARTH_HTTP_ERROR_STATUS)
      return FALSE;
    if (g_strcmp0 (should, "true") == 0)
      return TRUE;
    if (g_strcmp0 (should, "false") == 0)
      return FALSE;
  }
  /* An empty account does not fill itself. */
  if (g_error_matches (error, HEARTH_AI_ERROR, HEARTH_AI_ERROR_CREDIT))
    return FALSE;
  return status == 408 || status == 409 || status == 429 || status >= 500;
}

/**
 * hearth_ai_retry_get_wait:
 * @patience: how often and how long
 * @n_tries: how often the service was asked so far, at least once
 * @after_ms: what it asked for, milliseconds, or -1
 * @chance: from 0 to 1, so that not all who were refused at the same time come back at the same
 * time
 *
 * Returns: how long to wait before it is asked again, milliseconds, or -1 to give up
 */
gint64
hearth_ai_retry_get_wait (const HearthAiPatience *patience, guint n_tries, gint64 after_ms,
                          double chance)
{
  gint64 wait;

  if (n_tries >= patience->max_tries || after_ms > patience->max_wait_ms)
    return -1;
  wait = (gint64) patience->base_ms << MIN (n_tries - 1, 16);
  wait = MIN (wait, MAX (MAX_BACKOFF_MS, (gint64) patience->base_ms));
  wait -= (gint64) ((double) wait * chance / 4);
  /* Never before it was asked for; a little after, each at another time. */
  if (after_ms >= 0)
    wait = after_ms + (gint64) ((double) MIN (wait, after_ms) * chance / 4);
  return MIN (wait, patience->max_wait_ms);
}

/**
 * hearth_ai_retry_dup_wait:
 * @seconds: a time to wait
 *
 * Returns: (transfer full): the time in words, rounded up: "20 minutes"
 */
char *
hearth_ai_retry_dup_wait (gint64 seconds)
{
  gint64 minutes = (seconds + 59) / 60;
  gint64 hours = (minutes + 59) / 60;
  gint64 days = (hours + 23) / 24;

  if (seconds < 60)
    return g_strdup_printf (ngettext ("%d second", "%d seconds", (gulong) seconds), (int) seconds);
  if (minutes < 90)
    return g_strdup_printf (ngettext ("%d minute", "%d minutes", (gulong) minutes), (int) minutes);
  if (hours < 48)
    return g_strdup_printf (ngettext ("%d hour", "%d hours", (gulong) hours), (int) hours);
  return g_strdup_printf (ngettext ("%d day", "%d days", (gulong) days), (int) days);
}
