/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-civil.h"
#include "hearth-vtimezone.h"
#include "hearth-windows-zones.h"
#include "hearth-zone.h"

#include <string.h>

/* What Hearth writes as a VTIMEZONE says the same as the system's tzdata, hour by hour. */
static void
test_vtimezone (void)
{
  static const char *const names[] = {
    "Europe/Berlin",    "America/New_York",  "Asia/Tokyo",     "Australia/Lord_Howe",
    "America/Santiago", "Africa/Casablanca", "Asia/Kathmandu", "America/Sao_Paulo",
    "Pacific/Chatham",  "Asia/Jerusalem",    "Europe/Dublin",  "Etc/GMT+5",
  };
  const gint64 at = hearth_civil_to_day (2026, 7, 1) * HEARTH_DAY;
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *written = hearth_vtimezone_dup (names[i], at);
    g_autoptr (HearthZones) zones = hearth_zones_new (utc);
    g_auto (GStrv) pieces = g_strsplit (written, names[i], 2);
    g_autofree char *text = g_strjoinv ("Own Zone", pieces);
    g_auto (HearthIcalReader) reader = { 0 };
    HearthZone *own;
    HearthZone *olson;

    hearth_ical_reader_init (&reader, text, strlen (text));
    g_assert_cmpint (hearth_ical_reader_next (&reader), ==, HEARTH_ICAL_LINE);
    hearth_zones_read (zones, &reader);
    own = hearth_zones_get (zones, "Own Zone");
    olson = hearth_zones_get (zones, names[i]);
    g_assert_true (hearth_zone_is_known (own));
    g_assert_cmpstr (hearth_zone_get_tzid (own), ==, "Own Zone");
    g_assert_cmpstr (hearth_zone_get_tzid (olson), ==, names[i]);
    g_test_message ("%s", names[i]);
    for (gint64 t = hearth_civil_to_day (2025, 1, 2) * HEARTH_DAY;
         t < hearth_civil_to_day (2032, 1, 1) * HEARTH_DAY; t += 1800) {
      if (hearth_zone_to_local (own, t) != hearth_zone_to_local (olson, t))
        g_error ("%s differs at %" G_GINT64_FORMAT "\n%s", names[i], t, written);
      g_assert_cmpint (hearth_zone_to_utc (own, t), ==, hearth_zone_to_utc (olson, t));
    }
  }
  g_assert_null (hearth_vtimezone_dup ("Nowhere/Atall", at));
}

static void
test_names (void)
{
  g_autofree char *berlin = hearth_zone_dup_olson ("W. Europe Standard Time");
  g_autofree char *prefixed = hearth_zone_dup_olson ("/citadel.org/20210210_1/Asia/Tokyo");
  g_autofree char *unknown = hearth_zone_dup_olson ("Customized Time Zone");
  g_autofree char *escaping = hearth_zone_dup_olson ("../../etc/localtime");

  g_assert_cmpstr (berlin, ==, "Europe/Berlin");
  g_assert_cmpstr (prefixed, ==, "Asia/Tokyo");
  g_assert_null (unknown);
  g_assert_null (escaping);
  /* The table is searched by halves: its ends and its middle are found. */
  g_assert_cmpstr (hearth_windows_zone_to_olson ("Afghanistan Standard Time"), ==, "Asia/Kabul");
  g_assert_cmpstr (hearth_windows_zone_to_olson ("AUS Central Standard Time"), ==,
                   "Australia/Darwin");
  g_assert_cmpstr (hearth_windows_zone_to_olson ("Yukon Standard Time"), ==, "America/Whitehorse");
  g_assert_cmpstr (hearth_windows_zone_to_olson ("UTC-11"), ==, "Etc/GMT+11");
  g_assert_cmpstr (hearth_windows_zone_to_olson ("Central Standard Time (Mexico)"), ==,
                   "America/Mexico_City");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/calendar/zone/vtimezone", test_vtimezone);
  g_test_add_func ("/calendar/zone/names", test_names);
  return g_test_run ();
}
