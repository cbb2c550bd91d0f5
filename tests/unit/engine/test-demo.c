/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-demo.h"
#include "hearth-paths.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  char *dir;      /* (owned): an empty folder */
  char *target;   /* (owned) */
  char *demo_dir; /* (owned) */
} Fixture;

static void
remove_recursively (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_recursively (child);
  }
  g_remove (path);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dir = g_dir_make_tmp ("hearth-demo-XXXXXX", NULL);
  g_assert_nonnull (fixture->dir);
  fixture->target = g_build_filename (fixture->dir, "data", NULL);
  fixture->demo_dir = hearth_paths_dup_resource ("demo");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_recursively (fixture->dir);
  g_free (fixture->dir);
  g_free (fixture->target);
  g_free (fixture->demo_dir);
}

static GDateTime *
moment (const char *zone_name, const char *iso)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zone_name);
  GDateTime *result;

  g_assert_nonnull (zone);
  result = g_date_time_new_from_iso8601 (iso, zone);
  g_assert_nonnull (result);
  return result;
}

static char *
expand (const char *text, GDateTime *now)
{
  g_autoptr (GError) error = NULL;
  char *result = hearth_demo_template_expand (text, now, NULL, NULL, &error);

  g_assert_no_error (error);
  return result;
}

static void
assert_expands (GDateTime *now, const char *text, const char *expected)
{
  g_autofree char *result = expand (text, now);

  g_assert_cmpstr (result, ==, expected);
}

static void
test_days (void)
{
  g_autoptr (GDateTime) now = moment ("Europe/Berlin", "2026-11-24T13:48:00"); /* a Tuesday */

  assert_expands (now, "@@iso:0d@@", "2026-11-24");
  assert_expands (now, "@@iso:-2d@@", "2026-11-22");
  assert_expands (now, "@@iso:next-thu@@", "2026-11-26");
  assert_expands (now, "@@iso:next-tue@@", "2026-12-01");
  assert_expands (now, "@@iso:last-tue@@", "2026-11-17");
  assert_expands (now, "@@iso:last-mon@@", "2026-11-23");
  assert_expands (now, "@@iso:this-sun@@", "2026-11-29");
  assert_expands (now, "@@iso:this-mon@@", "2026-11-23");
  assert_expands (now, "@@iso:next-sat+28w@@", "2027-06-12");
  assert_expands (now, "@@icaldate:+9d-61y@@", "19651203");
  assert_expands (now, "@@iso:0d+3m@@", "2027-02-24");
  assert_expands (now, "by @@weekday:next-fri@@, @@text:next-fri@@!", "by Friday, 27 November!");
  assert_expands (now, "@@long:0d@@ | @@full:0d@@ | @@month:-1m@@ @@year:0d@@",
                  "Tuesday, 24 November | 24 November 2026 | October 2026");
}

static void
test_moments (void)
{
  g_autoptr (GDateTime) now = moment ("Europe/Berlin", "2026-11-24T13:48:00");

  assert_expands (now, "@@date:-2d 09:12@@", "Sun, 22 Nov 2026 09:12:00 +0100");
  assert_expands (now, "@@date:-2d 09:12 Asia/Tokyo@@", "Sun, 22 Nov 2026 17:12:00 +0900");
  assert_expands (now, "@@date:-2d 09:12 America/St_Johns@@", "Sun, 22 Nov 2026 04:42:00 -0330");
  assert_expands (now, "@@ical:+3d 10:00@@", "20261127T100000");
  assert_expands (now, "@@utc:+3d 10:00@@", "20261127T090000Z");
}

/* Clocks went back on 25 October 2026 and forward on 29 March 2026. */
static void
test_daylight_saving (void)
{
  g_autoptr (GDateTime) autumn = moment ("Europe/Berlin", "2026-10-27T13:48:00");
  g_autoptr (GDateTime) spring = moment ("Europe/Berlin", "2026-03-27T13:48:00");

  assert_expands (autumn, "@@date:-1d 09:12@@", "Mon, 26 Oct 2026 09:12:00 +0100");
  assert_expands (autumn, "@@date:-3d 09:12@@", "Sat, 24 Oct 2026 09:12:00 +0200");
  assert_expands (spring, "@@utc:+1d 10:00@@", "20260328T090000Z");
  assert_expands (spring, "@@utc:+3d 10:00@@", "20260330T080000Z");
  assert_expands (spring, "@@ical:+3d 10:00@@", "20260330T100000");
}

static void
test_never_from_the_future (void)
{
  g_autoptr (GDateTime) early = moment ("Europe/Berlin", "2026-11-24T06:52:30");

  assert_expands (early, "@@date:0d 13:45@@", "Tue, 24 Nov 2026 06:52:30 +0100");
  assert_expands (early, "@@date:0d 00:00@@", "Tue, 24 Nov 2026 00:00:00 +0100");
  assert_expands (early, "@@date:-1d 23:59@@", "Mon, 23 Nov 2026 23:59:00 +0100");
}

static void
test_encodings (void)
{
  g_autoptr (GDateTime) now = moment ("UTC", "2026-11-24T13:48:00Z");
  g_autofree char *block = expand ("\n@@encode:KOI8-R@@\nда\n@@end@@\nafter", now);
  g_autofree char *words = expand ("@@word:Письма из архива, которые никто не отправил@@", now);
  g_auto (GStrv) list = g_strsplit (words, " ", -1);

  g_assert_cmpstr (block, ==, "\nxMEK\nafter");
  g_assert_cmpuint (g_strv_length (list), ==, 2);
  for (guint i = 0; list[i] != NULL; i++) {
    g_assert_true (g_str_has_prefix (list[i], "=?UTF-8?B?") && g_str_has_suffix (list[i], "?="));
    g_assert_cmpuint (strlen (list[i]), <=, 75);
  }
}

static void
test_wrong_markers (void)
{
  const char *const wrong[] = {
    "@@date:0d@@x",
    "@@date:soon 10:00@@",
    "@@date:0d 1000@@",
    "@@birthday:0d@@",
    "@@0d@@",
    "@@date:next-xyz 10:00@@",
    "@@date:0d 10:00 Nowhere/Land@@",
    "@@file:../../README.md@@",
    "@@file:missing.pdf@@",
    "open @@date:0d 10:00",
    "@@iso:5000d@@",
    "@@iso:@@",
    "@@encode:KOI8-R@@\nnever closed\n",
    "@@encode:NO-SUCH@@\na\n@@end@@\n",
  };
  g_autoptr (GDateTime) now = moment ("UTC", "2026-11-24T13:48:00Z");

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", wrong[i]);
    g_assert_null (hearth_demo_template_expand (wrong[i], now, NULL, NULL, &error));
    g_assert_error (error, HEARTH_DEMO_ERROR, HEARTH_DEMO_ERROR_TEMPLATE);
  }
}

typedef struct {
  guint letters;
  guint new_letters;
  gint64 newest;
} Count;

static void
check_letter (const char *path, const char *name, Count *count)
{
  g_autofree char *text = NULL;
  gint64 stamp = g_ascii_strtoll (name, NULL, 10);
  GStatBuf info;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_null (strstr (text, "@@"));
  g_assert_nonnull (strstr (text, "\nFrom: "));
  g_assert_nonnull (strstr (text, "\nMessage-ID: "));
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mtime, ==, stamp);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  count->letters++;
  count->newest = MAX (count->newest, stamp);
}

static Count
count_folder (const char *target, const char *folder)
{
  const char *const parts[] = { "cur", "new" };
  Count count = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autofree char *path = g_build_filename (target, "mail", folder, parts[i], NULL);
    g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
    const char *name;

    g_assert_nonnull (dir);
    while ((name = g_dir_read_name (dir)) != NULL) {
      g_autofree char *letter = g_build_filename (path, name, NULL);

      check_letter (letter, name, &count);
      g_assert_cmpint (i == 0, ==, strstr (name, ":2,") != NULL);
      if (i == 1)
        count.new_letters++;
    }
  }
  return count;
}

static guint
count_events (const char *target)
{
  g_autofree char *path = g_build_filename (target, "calendar", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *file = g_build_filename (path, name, NULL);
    g_autofree char *text = NULL;
    g_auto (GStrv) lines = NULL;

    g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
    g_assert_null (strstr (text, "@@"));
    lines = g_strsplit (text, "\r\n", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
      g_assert_cmpuint (strlen (lines[i]), <=, 75);
      g_assert_null (strchr (lines[i], '\n'));
      g_assert_true (g_utf8_validate (lines[i], -1, NULL));
      n += g_str_equal (lines[i], "BEGIN:VEVENT");
    }
  }
  return n;
}

static void
test_account (Fixture *fixture, gconstpointer data)
{
  const char *const folders[] = { "", ".Sent", ".Archive", ".Junk", ".Drafts" };
  const guint least[] = { 60, 10, 10, 3, 1 };
  const char *const times[] = { "2026-11-24T13:48:00", "2026-03-29T00:00:30", "2026-10-25T23:59:00",
                                "2028-02-29T05:00:00", "2026-12-31T09:00:00" };

  for (guint t = 0; t < G_N_ELEMENTS (times); t++) {
    g_autoptr (GDateTime) now = moment ("Europe/Berlin", times[t]);
    g_autoptr (GError) error = NULL;
    guint total = 0;

    hearth_demo_write (fixture->demo_dir, fixture->target, now, &error);
    g_assert_no_error (error);
    for (guint i = 0; i < G_N_ELEMENTS (folders); i++) {
      Count count = count_folder (fixture->target, folders[i]);

      g_assert_cmpuint (count.letters, >=, least[i]);
      g_assert_cmpint (count.newest, <=, g_date_time_to_unix (now));
      if (i == 0)
        g_assert_cmpuint (count.new_letters, >=, 10);
      total += count.letters;
    }
    g_assert_cmpuint (total, >=, 80);
    g_assert_cmpuint (count_events (fixture->target), >=, 25);
  }
}

static void
test_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) today = moment ("Europe/Berlin", "2026-11-24T13:48:00");
  g_autoptr (GDateTime) later = moment ("Europe/Berlin", "2026-11-24T18:00:00");
  g_autoptr (GDateTime) tomorrow = moment ("Europe/Berlin", "2026-11-25T08:00:00");
  g_autofree char *kept = g_build_filename (fixture->target, "mail", "cur", "1.mine:2,S", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (hearth_demo_write (fixture->demo_dir, fixture->target, today, &error));
  g_assert_true (g_file_set_contents (kept, "From: me\n\nmine\n", -1, NULL));
  g_assert_true (hearth_demo_write (fixture->demo_dir, fixture->target, later, &error));
  g_assert_true (g_file_test (kept, G_FILE_TEST_EXISTS));
  g_assert_true (hearth_demo_write (fixture->demo_dir, fixture->target, tomorrow, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (kept, G_FILE_TEST_EXISTS));
  g_assert_cmpint (count_folder (fixture->target, "").newest, >,
                   g_date_time_to_unix (tomorrow) - 8 * 60 * 60);
}

static void
test_errors (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) now = moment ("UTC", "2026-11-24T13:48:00Z");
  g_autofree char *blocked = g_build_filename (fixture->dir, "file", NULL);
  g_autofree char *below = g_build_filename (blocked, "data", NULL);
  g_autoptr (GError) no_templates = NULL;
  g_autoptr (GError) no_target = NULL;

  g_assert_false (hearth_demo_write ("/nonexistent", fixture->target, now, &no_templates));
  g_assert_error (no_templates, HEARTH_DEMO_ERROR, HEARTH_DEMO_ERROR_TEMPLATE);
  g_assert_true (g_file_set_contents (blocked, "", -1, NULL));
  g_assert_false (hearth_demo_write (fixture->demo_dir, below, now, &no_target));
  g_assert_error (no_target, HEARTH_DEMO_ERROR, HEARTH_DEMO_ERROR_WRITE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/template/days", test_days);
  g_test_add_func ("/demo/template/moments", test_moments);
  g_test_add_func ("/demo/template/daylight-saving", test_daylight_saving);
  g_test_add_func ("/demo/template/never-from-the-future", test_never_from_the_future);
  g_test_add_func ("/demo/template/encodings", test_encodings);
  g_test_add_func ("/demo/template/wrong-markers", test_wrong_markers);
  g_test_add ("/demo/account", Fixture, NULL, set_up, test_account, tear_down);
  g_test_add ("/demo/again", Fixture, NULL, set_up, test_again, tear_down);
  g_test_add ("/demo/errors", Fixture, NULL, set_up, test_errors, tear_down);
  return g_test_run ();
}
