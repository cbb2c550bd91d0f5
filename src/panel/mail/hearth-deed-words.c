/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-deed-words.h"

#include "hearth-clock.h"
#include "hearth-format.h"

#include <glib/gi18n.h>

/**
 * hearth_deed_describe:
 * @kind: what was done to mail, as the service's Act names it
 * @n: to how many messages
 *
 * Returns: (transfer full): what to say of it
 */
char *
hearth_deed_describe (const char *kind, guint n)
{
  if (g_str_equal (kind, "done"))
    return n == 1 ? g_strdup (_("Done"))
                  : g_strdup_printf (ngettext ("%u message done", "%u messages done", n), n);
  if (g_str_equal (kind, "archive"))
    return n == 1
               ? g_strdup (_("Archived"))
               : g_strdup_printf (ngettext ("%u message archived", "%u messages archived", n), n);
  if (g_str_equal (kind, "trash"))
    return n == 1 ? g_strdup (_("Moved to Trash"))
                  : g_strdup_printf (
                        ngettext ("%u message moved to Trash", "%u messages moved to Trash", n), n);
  if (g_str_equal (kind, "junk"))
    return n == 1 ? g_strdup (_("Moved to Junk"))
                  : g_strdup_printf (
                        ngettext ("%u message moved to Junk", "%u messages moved to Junk", n), n);
  if (g_str_equal (kind, "not-junk"))
    return g_strdup (_("Moved back: not junk"));
  if (g_str_equal (kind, "move"))
    return n == 1 ? g_strdup (_("Moved"))
                  : g_strdup_printf (ngettext ("%u message moved", "%u messages moved", n), n);
  if (g_str_equal (kind, "read"))
    return g_strdup (_("Marked as read"));
  if (g_str_equal (kind, "unread"))
    return g_strdup (_("Marked as unread"));
  if (g_str_equal (kind, "flag"))
    return g_strdup (_("Starred"));
  return g_strdup (_("Star removed"));
}

/**
 * hearth_deed_describe_moment:
 * @format: takes a day and a time
 * @when: seconds since 1970 UTC
 *
 * Returns: (transfer full): what to say of it
 */
char *
hearth_deed_describe_moment (const char *format, gint64 when)
{
  g_autofree char *day = hearth_format_day (when, hearth_clock_now ());
  g_autofree char *time = hearth_format_time (when);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (format, day, time);
#pragma GCC diagnostic pop
}
