/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ical-compare.h"

#define HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-OWN:1\r\n"
#define ZONE(name)                                                                                 \
  "BEGIN:VTIMEZONE\r\nTZID:" name "\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"              \
  "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
#define EVENT(uid, more) "BEGIN:VEVENT\r\nUID:" uid "\r\n" more "END:VEVENT\r\n"
#define TAIL "END:VCALENDAR\r\n"

static void
test_equal (void)
{
  const char *a = HEAD EVENT ("1", "SUMMARY:A long\r\n  line\r\nDTSTAMP:1\r\nSEQUENCE:1\r\n") TAIL;
  const char *b = "BEGIN:VCALENDAR\r\n" ZONE ("X")
      EVENT ("1", "SEQUENCE:4\r\nSUMMARY:A lo\r\n ng line\r\nLAST-MODIFIED:2\r\n") TAIL;
  const char *c = HEAD EVENT ("1", "SUMMARY:A long line\r\nLOCATION:Here\r\n") TAIL;

  g_assert_true (hearth_ical_compare_equal (a, b));
  g_assert_false (hearth_ical_compare_equal (a, c));
  g_assert_false (hearth_ical_compare_equal (a, NULL));
  g_assert_true (hearth_ical_compare_equal (NULL, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ical-compare/equal", test_equal);
  return g_test_run ();
}
