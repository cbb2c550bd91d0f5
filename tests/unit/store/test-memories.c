/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-clock.h"
#include "hearth-database-private.h"
#include "hearth-database-wipe.h"
#include "hearth-store-memories.h"
#include "store-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#define DAY 86400
/* Wednesday, 15 May 2024, 10:00 in Berlin. */
#define NOW G_GINT64_CONSTANT (1715760000)

static HearthDatabase *
open_store (const char *path)
{
  g_autoptr (GError) error = NULL;
  HearthDatabase *db = hearth_database_open (path, HEARTH_DATABASE_WRITER, &error);

  g_assert_no_error (error);
  return db;
}

static gint64
add (HearthDatabase *db, const char *subject, const char *slot, const char *text, gint64 from)
{
  g_autoptr (HearthMemory) memory = hearth_memory_new ("fact", subject, text);
  g_autoptr (GError) error = NULL;

  g_free (memory->slot);
  memory->slot = g_strdup (slot);
  memory->valid_from = from;
  hearth_database_begin (db, &error);
  hearth_store_memories_add (db, memory, &error);
  g_assert_no_error (error);
  hearth_database_commit (db, &error);
  g_assert_no_error (error);
  return memory->id;
}

static void
supersede (HearthDatabase *db, gint64 old_id, gint64 new_id, gint64 until)
{
  g_autoptr (GError) error = NULL;

  hearth_store_memories_supersede (db, old_id, new_id, until, &error);
  g_assert_no_error (error);
}

static void
forget (HearthDatabase *db, gint64 id)
{
  g_autoptr (GError) error = NULL;

  hearth_database_begin (db, &error);
  hearth_store_memories_forget (db, id, &error);
  g_assert_no_error (error);
  hearth_database_commit (db, &error);
  g_assert_no_error (error);
}

static void
run (HearthDatabase *db, const char *sql)
{
  g_autoptr (GError) error = NULL;

  hearth_database_execute (db, sql, &error);
  g_assert_no_error (error);
}

/* The texts, one after the other. */
static char *
join (GPtrArray *list)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++) {
    const HearthMemory *memory = g_ptr_array_index (list, i);

    g_string_append_printf (out, "%s%s", i > 0 ? "|" : "", memory->text);
  }
  g_ptr_array_unref (list);
  return g_string_free (out, FALSE);
}

static char *
list (HearthDatabase *db, HearthMemoryFilter filter)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *found = hearth_store_memories_list (db, &filter, &error);

  g_assert_no_error (error);
  return join (found);
}

static char *
recall (HearthDatabase *db, const char *words, const char *subject, gint64 from, gint64 until)
{
  g_autoptr (GPtrArray) subjects = g_ptr_array_new ();
  HearthMemoryCue cue = { words, NULL, subjects, from, until, NOW, 5 };
  g_autoptr (GError) error = NULL;
  GPtrArray *found;

  if (subject != NULL)
    g_ptr_array_add (subjects, (char *) subject);
  found = hearth_store_memories_recall (db, &cue, &error);
  g_assert_no_error (error);
  return join (found);
}

#define expect(got, wanted)                                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *text = (got);                                                                 \
    g_assert_cmpstr (text, ==, wanted);                                                            \
  }                                                                                                \
  G_STMT_END

static void
test_list (void)
{
  g_autoptr (HearthDatabase) db = open_store (HEARTH_STORE_IN_MEMORY);
  gint64 first = add (db, "owner", "home", "Lives in Rome", NOW - 400 * DAY);
  gint64 second = add (db, "owner", "home", "Lives in Porto", NOW - 10 * DAY);
  gint64 third = add (db, "Ana", "", "Likes oranges", 0);
  g_autoptr (HearthMemory) past = NULL;
  g_autoptr (GError) error = NULL;

  supersede (db, first, second, NOW - 10 * DAY);
  expect (list (db, (HearthMemoryFilter){ .which = HEARTH_MEMORIES_ACTIVE, .now = NOW }),
          "Likes oranges|Lives in Porto");
  expect (list (db, (HearthMemoryFilter){ .which = HEARTH_MEMORIES_PAST, .now = NOW }),
          "Lives in Rome");
  expect (list (db, (HearthMemoryFilter){ .which = HEARTH_MEMORIES_ALL, .subject = "ANA" }),
          "Likes oranges");
  expect (list (db, (HearthMemoryFilter){ .which = HEARTH_MEMORIES_ALL, .words = "ana orang" }),
          "Likes oranges");
  expect (list (db, (HearthMemoryFilter){ .which = HEARTH_MEMORIES_ALL, .words = "ana OR \"" }),
          "");
  hearth_store_memories_set_pinned (db, second, TRUE, &error);
  g_assert_no_error (error);
  expect (list (db, (HearthMemoryFilter){ .which = HEARTH_MEMORIES_ACTIVE, .now = NOW }),
          "Lives in Porto|Likes oranges");
  hearth_store_memories_set_state (db, third, HEARTH_MEMORY_PROPOSED, &error);
  expect (list (db, (HearthMemoryFilter){ .which = HEARTH_MEMORIES_PROPOSED, .now = NOW }),
          "Likes oranges");
  past = hearth_store_memories_get (db, first, &error);
  g_assert_no_error (error);
  g_assert_cmpint (past->valid_until, ==, NOW - 10 * DAY);
  g_assert_cmpint (past->superseded_by, ==, second);
}

static void
test_find (void)
{
  g_autoptr (HearthDatabase) db = open_store (HEARTH_STORE_IN_MEMORY);
  gint64 home = add (db, "owner", "home", "I live in Rome", 0);
  gint64 fruit = add (db, "owner", "", "I like oranges", 0);
  struct {
    const char *subject, *slot, *text;
    gint64 found;
  } cases[] = {
    { "owner", "home", "I live in Porto", home }, { "Owner", "home", "I live in Porto", home },
    { "owner", "", "i like ORANGES", fruit },     { "owner", "", "I like pears", 0 },
    { "Ana", "home", "Ana lives in Porto", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (HearthMemory) like = hearth_memory_new ("fact", cases[i].subject, cases[i].text);
    g_autoptr (HearthMemory) found = NULL;
    g_autoptr (GError) error = NULL;

    g_free (like->slot);
    like->slot = g_strdup (cases[i].slot);
    g_assert_true (hearth_store_memories_find (db, like, &found, &error));
    g_assert_cmpint (found != NULL ? found->id : 0, ==, cases[i].found);
  }
}

static void
test_recall (void)
{
  g_autoptr (HearthDatabase) db = open_store (HEARTH_STORE_IN_MEMORY);
  gint64 rome = add (db, "owner", "home", "I live in Rome", 0);
  gint64 porto = add (db, "owner", "home", "I live in Porto", NOW - 10 * DAY);
  gint64 pinned = add (db, "owner", "", "I do not eat meat", 0);
  gint64 proposed = add (db, "Marta", "", "Marta lives in Graz", 0);
  g_autoptr (GError) error = NULL;

  add (db, "Ana", "birthday", "Ana's birthday is on 4 May", 0);
  add (db, "ana@example.org", "", "She likes to be called in the evening", 0);
  supersede (db, rome, porto, NOW - 10 * DAY);
  hearth_store_memories_set_pinned (db, pinned, TRUE, &error);
  hearth_store_memories_set_state (db, proposed, HEARTH_MEMORY_PROPOSED, &error);
  g_assert_no_error (error);

  /* What is pinned comes with everything. */
  expect (recall (db, "weather", NULL, 0, 0), "I do not eat meat");
  expect (recall (db, "living", NULL, 0, 0), "I do not eat meat|I live in Porto");
  /* By the word and by the subject of its address; not what nobody said yes to. */
  expect (recall (db, "ana birthday", NULL, 0, 0),
          "I do not eat meat|Ana's birthday is on 4 May|She likes to be called in the evening");
  expect (recall (db, NULL, "ANA", 0, 0), "I do not eat meat|Ana's birthday is on 4 May");
  expect (recall (db, "marta graz", NULL, 0, 0), "I do not eat meat");
  /* What held a year ago. */
  expect (recall (db, "live", NULL, NOW - 400 * DAY, NOW - 300 * DAY),
          "I do not eat meat|I live in Rome");
  expect (recall (db, "\"live OR NEAR( *", NULL, 0, 0), "I do not eat meat|I live in Porto");
}

static void
test_uses (void)
{
  g_autoptr (HearthDatabase) db = open_store (HEARTH_STORE_IN_MEMORY);
  gint64 ids[2] = { add (db, "owner", "", "I like oranges", 0), 999 };
  g_autoptr (HearthTurn) asked = hearth_turn_new ("c", HEARTH_TURN_OWNER, "What fruit?");
  g_autoptr (HearthTurn) answered = hearth_turn_new ("c", HEARTH_TURN_COMPANION, "Oranges.");
  g_autoptr (GPtrArray) uses = NULL;
  g_autoptr (GError) error = NULL;
  const HearthMemoryUse *use;

  hearth_store_turns_save (db, asked, &error);
  hearth_store_turns_save (db, answered, &error);
  g_assert_no_error (error);
  g_assert_true (hearth_store_memories_note_use (db, ids, 2, answered->id, NOW, &error));
  for (gint64 i = 0; i < 150; i++)
    hearth_store_memories_note_use (db, ids, 1, 1000 + i, NOW - DAY, &error);
  g_assert_no_error (error);
  uses = hearth_store_memories_list_uses (db, ids[0], 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (uses->len, ==, 100);
  use = g_ptr_array_index (uses, 0);
  g_assert_cmpint (use->turn_id, ==, answered->id);
  g_assert_cmpstr (use->conversation, ==, "c");
  g_assert_cmpstr (use->question, ==, "What fruit?");
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM memory_uses WHERE memory_id = 999"), ==,
                   0);
}

static gboolean
file_has (const char *path, const char *suffix, const char *word)
{
  g_autofree char *name = g_strconcat (path, suffix, NULL);
  g_autofree char *bytes = NULL;
  gsize size;

  return g_file_get_contents (name, &bytes, &size, NULL) &&
         memmem (bytes, size, word, strlen (word)) != NULL;
}

static gboolean
files_have (const char *path, const char *word)
{
  return file_has (path, "", word) || file_has (path, "-wal", word) ||
         file_has (path, "-shm", word);
}

/* Words of letters only, so that FTS5's own stems of them are what is looked for, too. */
static char *
make_word (guint number)
{
  char *word = g_strdup ("qxzaaaaw");

  for (guint i = 0; i < 4; i++, number /= 26)
    word[3 + i] = 'a' + (char) (number % 26);
  return word;
}

static gint64
add_word (HearthDatabase *db, guint number, gboolean is_long)
{
  g_autofree char *word = make_word (number);
  g_autofree char *filling = is_long ? g_strnfill (420, 'b') : g_strdup ("b");
  g_autofree char *text = g_strdup_printf ("Remembers %s and %s", word, filling);

  return add (db, number % 3 == 0 ? word : "owner", "", text, 0);
}

static void
expect_wiped (HearthDatabase *db)
{
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;

  g_assert_true (hearth_database_empty_log (db, &done, &error));
  g_assert_no_error (error);
  g_assert_true (done);
}

/* Pages were split and merged and segments of the index merged before anything is forgotten. */
static void
test_forget_in_files (void)
{
  enum { N = 400 };
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *path = g_build_filename (folder, "hearth.db", NULL);
  g_autoptr (HearthDatabase) db = open_store (path);
  gint64 ids[N];
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);
  g_autofree gboolean *gone = g_new0 (gboolean, N);

  for (guint i = 0; i < N; i++)
    ids[i] = add_word (db, i, i % 5 == 0);
  for (guint round = 0; round < 40; round++) {
    guint i = g_rand_int_range (rand, 0, N);
    g_autofree char *word = make_word (i);

    if (!gone[i])
      g_assert_true (files_have (path, word));
    forget (db, ids[i]);
    gone[i] = TRUE;
    if (round % 8 != 7)
      continue;
    expect_wiped (db);
    for (guint j = 0; j < N; j++) {
      g_autofree char *each = make_word (j);

      g_assert_cmpint (files_have (path, each), ==, !gone[j]);
    }
  }
  fixture_check (db);
  g_clear_object (&db);
  fixture_remove_folder (folder);
}

/* What was replaced goes with it, and so does what was made of it; what was said stays. */
static void
test_forget_all_of_it (void)
{
  g_autoptr (HearthDatabase) db = open_store (HEARTH_STORE_IN_MEMORY);
  gint64 first = add (db, "owner", "home", "I live in Rome", 0);
  gint64 second = add (db, "owner", "home", "I live in \"Porto\"", 0);
  gint64 other = add (db, "owner", "", "I like oranges", 0);
  g_autoptr (HearthTurn) turn = hearth_turn_new ("c", HEARTH_TURN_COMPANION, "You live in Porto.");
  g_autoptr (GError) error = NULL;

  supersede (db, first, second, NOW);
  hearth_store_turns_save (db, turn, &error);
  hearth_store_memories_note_use (db, &second, 1, turn->id, NOW, &error);
  g_assert_no_error (error);
  run (db, "INSERT OR REPLACE INTO conversations (name, title, summary, summary_until,"
           " created, changed) VALUES ('c', 't', 'Lives in Porto', 1, 0, 0),"
           " ('d', 't', 'Likes oranges', 1, 0, 0)");
  run (db, "INSERT INTO cards (conversation, turn_id, verb, content, hash, label, state,"
           " created) VALUES ('c', 1, 'remember', '{\"text\":\"I live in \\\"Porto\\\"\"}',"
           " 'h', 0, 0, 0), ('c', 1, 'remember', '{\"text\":\"I like oranges\"}',"
           " 'h', 0, 0, 0)");
  forget (db, second);
  expect (list (db, (HearthMemoryFilter){ .which = HEARTH_MEMORIES_ALL }), "I like oranges");
  expect (recall (db, "live Rome Porto", NULL, 0, 0), "");
  expect (recall (db, "oranges", NULL, 0, 0), "I like oranges");
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM memory_uses"), ==, 0);
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM cards"), ==, 1);
  g_assert_cmpint (
      fixture_count (db, "SELECT count(*) FROM conversations WHERE summary IS NOT NULL"), ==, 1);
  g_assert_cmpint (fixture_count (db, "SELECT summary_until FROM conversations WHERE name = 'c'"),
                   ==, 0);
  g_assert_cmpint (fixture_count (db, "SELECT count(*) FROM turns"), ==, 1);
  g_assert_cmpint (other, >, second);
}

/* A reader that is in the middle of something keeps the log; when it is done, it is emptied. */
static void
test_forget_while_read (void)
{
  g_autofree char *folder = fixture_make_folder ();
  g_autofree char *path = g_build_filename (folder, "hearth.db", NULL);
  g_autoptr (HearthDatabase) db = open_store (path);
  g_autoptr (GError) error = NULL;
  gint64 id = add_word (db, 1, FALSE);
  g_autoptr (HearthDatabase) reader = hearth_database_open (path, HEARTH_DATABASE_READER, &error);
  g_autofree char *word = make_word (1);
  gboolean done;

  g_assert_no_error (error);
  g_assert_true (hearth_database_begin (reader, &error));
  g_assert_cmpint (fixture_count (reader, "SELECT count(*) FROM memories"), ==, 1);
  forget (db, id);
  g_assert_true (hearth_database_empty_log (db, &done, &error));
  g_assert_false (done);
  g_assert_true (files_have (path, word));
  hearth_database_rollback (reader);
  expect_wiped (db);
  g_assert_false (files_have (path, word));
  g_clear_object (&reader);
  g_clear_object (&db);
  fixture_remove_folder (folder);
}

static void
test_room (void)
{
  g_autoptr (HearthDatabase) db = open_store (HEARTH_STORE_IN_MEMORY);
  g_autoptr (HearthMemory) memory = hearth_memory_new ("fact", "owner", "One more");
  g_autoptr (GError) error = NULL;

  run (db, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE"
           " i < 20000) INSERT INTO memories (kind, subject, text, source_kind, source,"
           " state, label, created, changed) SELECT 'fact', 'owner', 'x', 'owner', '',"
           " 1, 0, 0, 0 FROM n");
  g_assert_false (hearth_store_memories_add (db, memory, &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_FAILED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  hearth_clock_turn_to (NOW);
  g_test_add_func ("/store/memories/list", test_list);
  g_test_add_func ("/store/memories/find", test_find);
  g_test_add_func ("/store/memories/recall", test_recall);
  g_test_add_func ("/store/memories/uses", test_uses);
  g_test_add_func ("/store/memories/forget-in-files", test_forget_in_files);
  g_test_add_func ("/store/memories/forget-all-of-it", test_forget_all_of_it);
  g_test_add_func ("/store/memories/forget-while-read", test_forget_while_read);
  g_test_add_func ("/store/memories/room", test_room);
  return g_test_run ();
}
