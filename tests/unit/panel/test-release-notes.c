/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-release-notes.h"

#include <string.h>

static const char *metainfo_path;

static void
test_newest (void)
{
  const char *metainfo = "<component><description><p>No.</p></description><releases>"
                         "<release version='2'><description><p>Two\n   lines.</p>"
                         "<ul><li>A &amp; b</li></ul></description></release>"
                         "<release version='1'><description><p>Old.</p></description></release>"
                         "</releases></component>";
  g_autofree char *notes = hearth_release_notes_read (metainfo, strlen (metainfo));

  g_assert_cmpstr (notes, ==, "<p>Two lines.</p><ul><li>A &amp; b</li></ul>");
}

static void
test_broken (void)
{
  const char *metainfo = "<component><releases><release><description><p>Half";
  g_autofree char *notes = hearth_release_notes_read (metainfo, strlen (metainfo));

  g_assert_cmpstr (notes, ==, "");
}

/* The one that is installed says something of the version that this is. */
static void
test_own (void)
{
  g_autofree char *metainfo = NULL;
  g_autofree char *notes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (metainfo_path, &metainfo, &size, NULL));
  g_assert_nonnull (strstr (metainfo, "<release version=\"" HEARTH_VERSION "\""));
  notes = hearth_release_notes_read (metainfo, size);
  g_assert_true (g_str_has_prefix (notes, "<p>"));
  g_assert_nonnull (strstr (notes, "<li>"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  metainfo_path = argv[1];
  g_test_add_func ("/panel/release-notes/newest", test_newest);
  g_test_add_func ("/panel/release-notes/broken", test_broken);
  g_test_add_func ("/panel/release-notes/own", test_own);
  return g_test_run ();
}
