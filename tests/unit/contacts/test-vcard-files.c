/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-vcard-files.h"

#include <glib/gstdio.h>

#define ONE "BEGIN:VCARD\nUID:1\nFN:One\nEND:VCARD\n"
#define TWO ONE "BEGIN:VCARD\nUID:2\nFN:Two\nEND:VCARD\n"

static void
put (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* Looks, keeps in @known what it saw, and expects one change, or none where @href is %NULL. */
static void
check_look (const char *path, GHashTable *known, guint n_warnings, const char *href, int n_contacts)
{
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes =
      hearth_vcard_files_sync_sync (path, known, warnings, NULL, &error);
  HearthContactChanges *change;

  g_assert_no_error (error);
  g_assert_cmpuint (warnings->len, ==, n_warnings);
  g_assert_cmpuint (changes->len, ==, href != NULL ? 1 : 0);
  if (href == NULL)
    return;
  change = changes->pdata[0];
  g_assert_cmpstr (change->href, ==, href);
  if (n_contacts < 0) {
    g_assert_null (change->contacts);
    g_hash_table_remove (known, href);
  } else {
    g_assert_cmpuint (change->contacts->len, ==, n_contacts);
    g_hash_table_insert (known, g_strdup (href), g_strdup (change->etag));
  }
}

static void
test_folder (void)
{
  g_autofree char *folder = g_dir_make_tmp ("hearth-vcard-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "a.vcf", NULL);
  g_autofree char *bad = g_build_filename (folder, "bad.VCF", NULL);
  g_autofree char *other = g_build_filename (folder, "note.txt", NULL);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) alone = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  put (folder, "note.txt", ONE);
  check_look (folder, known, 0, NULL, 0);
  put (folder, "a.vcf", ONE);
  check_look (folder, known, 0, "a.vcf", 1);
  check_look (folder, known, 0, NULL, 0);
  check_look (file, alone, 0, "a.vcf", 1);
  put (folder, "a.vcf", TWO);
  check_look (folder, known, 0, "a.vcf", 2);
  /* What is no vCard is said once. */
  put (folder, "bad.VCF", "Hello");
  check_look (folder, known, 1, "bad.VCF", 0);
  check_look (folder, known, 0, NULL, 0);
  g_unlink (bad);
  check_look (folder, known, 0, "bad.VCF", -1);
  g_unlink (file);
  check_look (folder, known, 0, "a.vcf", -1);
  g_unlink (other);
  g_rmdir (folder);
  /* A folder that is away says nothing of those in it. */
  g_assert_null (hearth_vcard_files_sync_sync (folder, known, warnings, NULL, &error));
  g_assert_error (error, HEARTH_CONTACTS_ERROR, HEARTH_CONTACTS_ERROR_GONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vcard-files/folder", test_folder);
  return g_test_run ();
}
