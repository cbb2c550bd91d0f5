/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-clock.h"

/* One place to ask for the time, so that tests and the demo can turn it: HEARTH_NOW (ISO 8601)
 * says where the clock starts; from there it runs at its normal pace. */

static GMutex lock;
static gboolean initialised;
static gboolean turned;
static gint64 offset_us;     /* added to the real time */
static GTimeZone *test_zone; /* (owned) (nullable) */

static void
ensure_initialised (void)
{
  const char *start;

  if (initialised)
    return;
  initialised = TRUE;
  start = g_getenv ("HEARTH_NOW");
  if (start != NULL && *start != '\0') {
    g_autoptr (GTimeZone) local = g_time_zone_new_local ();
    g_autoptr (GDateTime) at = g_date_time_new_from_iso8601 (start, local);

    if (at == NULL) {
      g_warning ("HEARTH_NOW is not an ISO 8601 time: %s", start);
      return;
    }
    offset_us = g_date_time_to_unix (at) * G_USEC_PER_SEC - g_get_real_time ();
    turned = TRUE;
  }
}

/**
 * hearth_clock_now_us:
 *
 * Returns the time by Hearth's clock.
 *
 * Returns: microseconds since 1970-01-01 00:00 UTC
 */
gint64
hearth_clock_now_us (void)
{
  gint64 result;

  g_mutex_lock (&lock);
  ensure_initialised ();
  result = g_get_real_time () + offset_us;
  g_mutex_unlock (&lock);
  return result;
}

/**
 * hearth_clock_now:
 *
 * Returns the time by Hearth's clock.
 *
 * Returns: seconds since 1970-01-01 00:00 UTC
 */
gint64
hearth_clock_now (void)
{
  return hearth_clock_now_us () / G_USEC_PER_SEC;
}

/**
 * hearth_clock_dup_zone:
 *
 * Returns the owner's time zone as it is now; it may change between two calls.
 *
 * Returns: (transfer full): a time zone
 */
GTimeZone *
hearth_clock_dup_zone (void)
{
  GTimeZone *zone;

  g_mutex_lock (&lock);
  zone = test_zone != NULL ? g_time_zone_ref (test_zone) : g_time_zone_new_local ();
  g_mutex_unlock (&lock);
  return zone;
}

/**
 * hearth_clock_dup_at:
 * @seconds: a time, in seconds since 1970 UTC
 *
 * Returns that time in the owner's time zone.
 *
 * Returns: (transfer full) (nullable): a date and time; %NULL outside the years 1 to 9999
 */
GDateTime *
hearth_clock_dup_at (gint64 seconds)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (seconds);

  return utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
}

/**
 * hearth_clock_dup_local:
 *
 * Returns the time by Hearth's clock in the owner's time zone.
 *
 * Returns: (transfer full): a date and time
 */
GDateTime *
hearth_clock_dup_local (void)
{
  return hearth_clock_dup_at (hearth_clock_now ());
}

/**
 * hearth_clock_to_real_us:
 * @clock_us: a time by Hearth's clock, in microseconds since 1970 UTC
 *
 * Converts to the system's clock, for timers.
 *
 * Returns: microseconds since 1970 UTC by the system's clock
 */
gint64
hearth_clock_to_real_us (gint64 clock_us)
{
  gint64 result;

  g_mutex_lock (&lock);
  ensure_initialised ();
  result = clock_us - offset_us;
  g_mutex_unlock (&lock);
  return result;
}

/**
 * hearth_clock_is_turned:
 *
 * Returns: whether the clock was set away from the system's time
 */
gboolean
hearth_clock_is_turned (void)
{
  gboolean result;

  g_mutex_lock (&lock);
  ensure_initialised ();
  result = turned;
  g_mutex_unlock (&lock);
  return result;
}

/**
 * hearth_clock_turn_to:
 * @seconds: the time that it shall be now, in seconds since 1970 UTC
 *
 * Turns the clock, for tests and the demo.
 */
void
hearth_clock_turn_to (gint64 seconds)
{
  g_mutex_lock (&lock);
  initialised = TRUE;
  turned = TRUE;
  offset_us = seconds * G_USEC_PER_SEC - g_get_real_time ();
  g_mutex_unlock (&lock);
}

/**
 * hearth_clock_set_zone:
 * @zone: (nullable): the owner's zone, or %NULL for the system's
 *
 * Moves the owner, for tests.
 */
void
hearth_clock_set_zone (GTimeZone *zone)
{
  g_mutex_lock (&lock);
  g_clear_pointer (&test_zone, g_time_zone_unref);
  if (zone != NULL)
    test_zone = g_time_zone_ref (zone);
  g_mutex_unlock (&lock);
}
