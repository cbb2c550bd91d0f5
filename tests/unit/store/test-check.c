/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"

#include "hearth-database-private.h"
#include "hearth-store-check.h"

#include <string.h>

static HearthDatabase *
open_filled (void)
{
  gint64 source_id;
  HearthDatabase *db = fixture_open_memory (&source_id);

  for (int i = 0; i < 30; i++) {
    g_autofree char *key = g_strdup_printf ("m%d", i);
    g_autofree char *subject = g_strdup_printf ("Kettle “%d” \"number\" 明天", i);

    fixture_store (db, source_id, "INBOX",
                   fixture_message (key, 1700000000 + i * 5000, "Ana <ana@example.org>", subject,
                                    "The kettle whistles."));
  }
  return db;
}

static gint64
count_faults (HearthDatabase *db, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) faults = hearth_store_check (db, TRUE, &error);
  gint64 count = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < faults->len; i++) {
    const HearthStoreFault *fault = g_ptr_array_index (faults, i);

    g_assert_true ((fault->count > 0) == (fault->text != NULL));
    if (name == NULL || g_str_equal (fault->name, name))
      count += fault->count;
  }
  return count;
}

static void
test_whole (void)
{
  g_autoptr (HearthDatabase) db = open_filled ();
  g_autoptr (GError) error = NULL;
  gboolean right;

  g_assert_cmpint (count_faults (db, NULL), ==, 0);
  g_assert_true (hearth_store_check_indexes (db, &right, &error));
  g_assert_true (right);
}

static void
test_empty (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);

  g_assert_cmpint (count_faults (db, NULL), ==, 0);
}

static void
test_index (void)
{
  g_autoptr (HearthDatabase) db = open_filled ();
  g_autoptr (GError) error = NULL;
  gboolean right;

  g_assert_true (
      hearth_database_execute (db, "INSERT INTO search (search) VALUES ('delete-all')", &error));
  g_assert_cmpint (count_faults (db, "index"), >=, 30);
  g_assert_true (hearth_store_check_indexes (db, &right, &error));
  g_assert_false (right);
  g_assert_true (hearth_store_repair (db, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count_faults (db, NULL), ==, 0);
  g_assert_true (hearth_store_check_indexes (db, &right, &error));
  g_assert_true (right);
  fixture_check (db);
}

static void
test_rules (void)
{
  g_autoptr (HearthDatabase) db = open_filled ();
  g_autoptr (GError) error = NULL;

  g_assert_true (hearth_database_execute (db, "DELETE FROM mailboxes", &error));
  g_assert_cmpint (count_faults (db, "messages"), ==, 30);
}

static void
test_strays (void)
{
  g_autoptr (HearthDatabase) db = open_filled ();
  g_autoptr (GError) error = NULL;
  gint64 sources, files;

  g_assert_true (hearth_database_execute (
      db,
      "INSERT INTO drafts (source_id, kind, message_id, recipients, subject, text, files, created,"
      " changed, sender) VALUES (1, 'new', 0, '', '', '', '/nowhere/a' || char (10) || '/', 0, 0, "
      "'')",
      &error));
  g_assert_true (hearth_store_count_strays (db, &sources, &files, &error));
  g_assert_no_error (error);
  g_assert_cmpint (sources, ==, 1);
  g_assert_cmpint (files, ==, 1);
}

static void
test_counts (void)
{
  g_autoptr (HearthDatabase) db = open_filled ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) counts = NULL;
  const char *const *tables;
  guint i = 0;

  g_assert_true (hearth_store_count_rows (db, &tables, &counts, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length ((char **) tables), ==, counts->len);
  while (strcmp (tables[i], "messages") != 0)
    i++;
  g_assert_cmpint (g_array_index (counts, gint64, i), ==, 30);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/check/whole", test_whole);
  g_test_add_func ("/store/check/empty", test_empty);
  g_test_add_func ("/store/check/index", test_index);
  g_test_add_func ("/store/check/rules", test_rules);
  g_test_add_func ("/store/check/strays", test_strays);
  g_test_add_func ("/store/check/counts", test_counts);

  return g_test_run ();
}
