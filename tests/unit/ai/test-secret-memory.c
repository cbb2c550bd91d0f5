/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-secret-memory.h"
#include "hearth-secret-pipe.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

/* What the kernel says of the pages at @address (proc(5), VmFlags). */
static char *
dup_flags (gconstpointer address)
{
  g_autofree char *maps = NULL;
  g_auto (GStrv) lines = NULL;
  gboolean here = FALSE;

  g_assert_true (g_file_get_contents ("/proc/self/smaps", &maps, NULL, NULL));
  lines = g_strsplit (maps, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    unsigned long start, end;

    if (sscanf (lines[i], "%lx-%lx ", &start, &end) == 2)
      here = (gulong) address >= start && (gulong) address < end;
    if (here && g_str_has_prefix (lines[i], "VmFlags:"))
      return g_strconcat (lines[i], " ", NULL);
  }
  g_assert_not_reached ();
}

static void
test_pages (void)
{
  char *secret = hearth_secret_memory_dup ("s3cret");
  char *large = hearth_secret_memory_new (100000);
  char *heap = g_strdup ("s3cret");
  g_autofree char *flags = dup_flags (secret);
  g_autofree char *large_flags = dup_flags (large + 99999);
  g_autofree char *heap_flags = dup_flags (heap);

  g_assert_cmpstr (secret, ==, "s3cret");
  for (guint i = 0; i < 100000; i++)
    g_assert_cmpint (large[i], ==, 0);
  g_assert_nonnull (strstr (flags, " dd "));
  g_assert_nonnull (strstr (large_flags, " dd "));
  /* The test would not see it otherwise. */
  g_assert_null (strstr (heap_flags, " dd "));
  hearth_secret_memory_free (secret);
  hearth_secret_memory_free (large);
  hearth_secret_memory_free (heap);
  hearth_secret_memory_free (NULL);
  g_assert_null (hearth_secret_memory_dup (NULL));
}

static void
test_many (void)
{
  GPtrArray *secrets = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_secret_memory_free);

  for (guint i = 0; i < 500; i++) {
    g_autofree char *text = g_strdup_printf ("secret %u", i);

    g_ptr_array_add (secrets, hearth_secret_memory_dup (text));
  }
  for (guint i = 0; i < 500; i++) {
    g_autofree char *text = g_strdup_printf ("secret %u", i);

    g_assert_cmpstr (secrets->pdata[i], ==, text);
  }
  g_ptr_array_unref (secrets);
}

static void
test_pipe (void)
{
  g_autoptr (GUnixFDList) fds = hearth_secret_pipe_new ("k3y", NULL);
  char *secret = hearth_secret_pipe_read (fds, 0, NULL);
  g_autofree char *flags = dup_flags (secret);

  g_assert_cmpstr (secret, ==, "k3y");
  g_assert_nonnull (strstr (flags, " dd "));
  hearth_secret_pipe_wipe (secret);
}

static void
test_cores (void)
{
  struct rlimit limit, before;

  g_assert_cmpint (getrlimit (RLIMIT_CORE, &before), ==, 0);
  before.rlim_cur = before.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_CORE, &before), ==, 0);
  hearth_secret_memory_no_cores ();
  g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
  g_assert_cmpuint (limit.rlim_cur, ==, 0);
  g_assert_cmpuint (limit.rlim_max, ==, before.rlim_max);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secret-memory/pages", test_pages);
  g_test_add_func ("/secret-memory/many", test_many);
  g_test_add_func ("/secret-memory/pipe", test_pipe);
  g_test_add_func ("/secret-memory/cores", test_cores);
  return g_test_run ();
}
