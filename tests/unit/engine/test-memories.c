/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-actions.h"
#include "hearth-clock.h"
#include "hearth-memories.h"
#include "hearth-memory-words.h"

#include <glib/gstdio.h>
#include <string.h>

#define DAY 86400
/* Wednesday, 15 May 2024, 10:00 in Berlin. */
#define NOW G_GINT64_CONSTANT (1715760000)

typedef struct {
  char *folder;
  HearthEngine *engine;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  hearth_clock_turn_to (NOW);
  self->folder = g_dir_make_tmp ("hearth-memories-XXXXXX", &error);
  self->engine = hearth_engine_new (self->folder, &error);
  g_assert_no_error (error);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_tree (child);
  }
  g_remove (path);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  hearth_engine_stop (self->engine);
  g_object_unref (self->engine);
  remove_tree (self->folder);
  g_free (self->folder);
}

static gint64
remember (Fixture *self, const char *subject, const char *text, gint64 *action)
{
  g_autoptr (HearthMemory) memory = hearth_memory_new ("fact", subject, text);
  g_autoptr (GError) error = NULL;

  hearth_memories_remember (self->engine, memory, action, &error);
  g_assert_no_error (error);
  return memory->id;
}

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
list (Fixture *self, HearthMemoryWhich which)
{
  HearthMemoryFilter filter = { .which = which, .now = hearth_clock_now () };
  g_autoptr (GError) error = NULL;
  GPtrArray *found =
      hearth_store_memories_list (hearth_engine_get_reader (self->engine), &filter, &error);

  g_assert_no_error (error);
  return join (found);
}

static char *
recall (Fixture *self, const char *question)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *found =
      hearth_memories_recall (self->engine, question, hearth_clock_now (), 0, &error);

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
undo (Fixture *self, gint64 action)
{
  g_autoptr (GError) error = NULL;

  hearth_engine_undo (self->engine, action, NULL, &error);
  g_assert_no_error (error);
}

static void
test_replace (Fixture *self, gconstpointer data)
{
  gint64 action, again;
  gint64 first = remember (self, "owner", "I live in Rome", NULL);
  gint64 second;
  g_autoptr (HearthMemory) old = NULL;
  g_autoptr (GError) error = NULL;

  hearth_clock_turn_to (NOW + DAY);
  second = remember (self, "owner", "I live in Porto", &action);
  expect (list (self, HEARTH_MEMORIES_ACTIVE), "I live in Porto");
  expect (list (self, HEARTH_MEMORIES_PAST), "I live in Rome");
  old = hearth_store_memories_get (hearth_engine_get_reader (self->engine), first, &error);
  g_assert_cmpint (old->valid_until, ==, NOW + DAY);
  g_assert_cmpint (old->superseded_by, ==, second);
  /* The same again is no news. */
  g_assert_cmpint (remember (self, "owner", "I live in Porto", &again), ==, second);
  g_assert_cmpint (again, ==, 0);
  undo (self, action);
  expect (list (self, HEARTH_MEMORIES_ACTIVE), "I live in Rome");
  expect (list (self, HEARTH_MEMORIES_PAST), "");
  /* Once only. */
  g_assert_false (hearth_engine_undo (self->engine, action, NULL, &error));
  g_assert_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_EXISTS);
}

static void
test_change (Fixture *self, gconstpointer data)
{
  gint64 id = remember (self, "owner", "I like tea", NULL);
  gint64 new_id, action, latest;
  g_autoptr (GError) error = NULL;

  g_assert_true (hearth_memories_set_pinned (self->engine, id, TRUE, &error));
  g_assert_true (
      hearth_memories_change (self->engine, id, "I like green tea", &new_id, &action, &error));
  expect (list (self, HEARTH_MEMORIES_ACTIVE), "I like green tea");
  expect (recall (self, "weather"), "I like green tea"); /* still pinned */
  g_assert_false (hearth_memories_change (self->engine, id, "I like milk", NULL, NULL, &error));
  g_assert_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (
      hearth_memories_change (self->engine, new_id, "I like black tea", &latest, NULL, &error));
  /* What was changed since is not taken back from under it. */
  g_assert_false (hearth_engine_undo (self->engine, action, NULL, &error));
  g_assert_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID);
  g_clear_error (&error);
  /* All of it goes. */
  g_assert_true (hearth_memories_forget (self->engine, latest, NULL, &error));
  expect (list (self, HEARTH_MEMORIES_ALL), "");
}

static HearthMemory *
propose (Fixture *self, const char *text, const char *quote)
{
  HearthMemory *memory = hearth_memory_new ("fact", "owner", text);
  g_autoptr (GError) error = NULL;

  memory->quote = g_strdup (quote);
  memory->reason = g_strdup ("You said so");
  hearth_memories_propose (self->engine, memory, &error);
  g_assert_no_error (error);
  return memory;
}

static void
test_propose (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthMemory) tea = propose (self, "I like tea", NULL);
  g_autoptr (HearthMemory) same = propose (self, "I like tea", NULL);
  g_autoptr (HearthMemory) milk = propose (self, "I like milk", NULL);
  g_autoptr (HearthMemory) illness = propose (self, "I have diabetes", NULL);
  g_autoptr (HearthMemory) quoted = propose (self, "I eat no sugar", "as I have diabetes");
  g_autoptr (HearthMemory) declined = NULL;
  gint64 action;
  g_autofree char *stays = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (tea->id, >, 0);
  g_assert_cmpint (same->id, ==, 0);
  g_assert_cmpint (illness->id, ==, 0);
  g_assert_cmpint (quoted->id, ==, 0);
  expect (list (self, HEARTH_MEMORIES_PROPOSED), "I like milk|I like tea");
  expect (list (self, HEARTH_MEMORIES_ACTIVE), "");
  expect (recall (self, "milk and tea"), "");

  g_assert_true (hearth_memories_accept (self->engine, tea->id, &action, &error));
  expect (recall (self, "milk and tea"), "I like tea");
  undo (self, action);
  expect (list (self, HEARTH_MEMORIES_PROPOSED), "I like milk|I like tea");
  /* A no is for good. */
  g_assert_true (hearth_memories_forget (self->engine, milk->id, &stays, &error));
  declined = propose (self, "I like MILK", NULL);
  g_assert_cmpint (declined->id, ==, 0);
  /* What the owner says then needs no more asking. */
  remember (self, "owner", "I like tea", NULL);
  expect (list (self, HEARTH_MEMORIES_PROPOSED), "");
  remember (self, "owner", "I have diabetes", NULL);
  remember (self, "owner", "I like milk", NULL);
  expect (list (self, HEARTH_MEMORIES_ACTIVE), "I like milk|I have diabetes|I like tea");
}

static gint64
propose_act (Fixture *self, const char *text)
{
  g_autoptr (HearthMemory) memory = hearth_memory_new ("habit", "owner", text);
  g_autoptr (GError) error = NULL;

  g_free (memory->source_kind);
  memory->source_kind = g_strdup ("act");
  g_free (memory->slot);
  memory->slot = g_strdup ("signature");
  hearth_memories_propose (self->engine, memory, &error);
  g_assert_no_error (error);
  return memory->id;
}

/* A habit that changes is asked about anew; what the owner said of it, or had forgotten, is not. */
static void
test_acts (Fixture *self, gconstpointer data)
{
  gint64 first = propose_act (self, "You sign as “T.”");
  gint64 second;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (first, >, 0);
  g_assert_true (hearth_memories_accept (self->engine, first, NULL, &error));
  g_assert_cmpint (propose_act (self, "You sign as “T.”"), ==, 0);
  second = propose_act (self, "You sign as “Theo”");
  g_assert_cmpint (second, >, 0);
  g_assert_true (hearth_memories_accept (self->engine, second, NULL, &error));
  expect (list (self, HEARTH_MEMORIES_ACTIVE), "You sign as “Theo”");
  g_assert_true (
      hearth_memories_change (self->engine, second, "I sign as Theodor", &second, NULL, &error));
  g_assert_cmpint (propose_act (self, "You sign as “T.”"), ==, 0);
  expect (list (self, HEARTH_MEMORIES_ACTIVE), "I sign as Theodor");
  /* What the owner said and had forgotten can be seen in their acts again; what was seen and they
   * had forgotten cannot. */
  g_assert_true (hearth_memories_forget (self->engine, second, NULL, &error));
  first = propose_act (self, "You sign as “T.”");
  g_assert_cmpint (first, >, 0);
  g_assert_true (hearth_memories_accept (self->engine, first, NULL, &error));
  g_assert_true (hearth_memories_forget (self->engine, first, NULL, &error));
  g_assert_cmpint (propose_act (self, "You sign as “T.”"), ==, 0);
  expect (list (self, HEARTH_MEMORIES_ALL), "");
}

static void
test_accept_replaces (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthMemory) porto = NULL;
  gint64 action;
  g_autoptr (GError) error = NULL;

  remember (self, "owner", "I live in Rome", NULL);
  hearth_clock_turn_to (NOW + DAY);
  porto = propose (self, "I live in Porto", NULL);
  expect (list (self, HEARTH_MEMORIES_ACTIVE), "I live in Rome");
  g_assert_true (hearth_memories_accept (self->engine, porto->id, &action, &error));
  expect (list (self, HEARTH_MEMORIES_ACTIVE), "I live in Porto");
  undo (self, action);
  expect (list (self, HEARTH_MEMORIES_ACTIVE), "I live in Rome");
  expect (list (self, HEARTH_MEMORIES_PROPOSED), "I live in Porto");
}

static void
expect_refused (Fixture *self, HearthMemory *memory)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (hearth_memories_remember (self->engine, memory, NULL, &error));
  g_assert_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID);
  g_assert_cmpuint (strlen (error->message), <, 200);
  hearth_memory_free (memory);
}

static void
test_bad (Fixture *self, gconstpointer data)
{
  g_autofree char *huge = g_strnfill (1 << 20, 'x');
  g_autofree char *too_long = g_strnfill (HEARTH_MEMORY_MAX_TEXT + 1, 'x');
  g_autofree char *longest = g_strnfill (HEARTH_MEMORY_MAX_TEXT, 'x');
  g_autoptr (HearthMemory) quoted = hearth_memory_new ("fact", "owner", "I like tea");
  HearthMemory *dated = hearth_memory_new ("fact", "owner", "I like milk");
  g_autoptr (GError) error = NULL;

  expect_refused (self, hearth_memory_new ("fact", "owner", huge));
  expect_refused (self, hearth_memory_new ("fact", "owner", too_long));
  expect_refused (self, hearth_memory_new ("fact", huge, "I like tea"));
  expect_refused (self, hearth_memory_new ("fact", "owner", " \n\t "));
  expect_refused (self, hearth_memory_new ("secret", "owner", "I like tea"));
  dated->valid_from = 10;
  dated->valid_until = 10;
  expect_refused (self, dated);
  remember (self, "owner", longest, NULL);
  /* A quote is cut, and lines are made one. */
  quoted->quote = g_strdup (huge);
  g_free (quoted->text);
  quoted->text = g_strdup ("  I like\n\ntea\342\200\256 ");
  g_assert_true (hearth_memories_remember (self->engine, quoted, NULL, &error));
  g_assert_cmpstr (quoted->text, ==, "I like tea");
  g_assert_cmpint (g_utf8_strlen (quoted->quote, -1), <=, HEARTH_MEMORY_MAX_TEXT + 1);
  g_assert_false (hearth_memories_forget (self->engine, 999, NULL, &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
}

static void
test_recall (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthMemory) profile = hearth_memory_new ("profile", "x", "I am Nora, an architect.");
  g_autoptr (GError) error = NULL;

  remember (self, "owner", "I live in Rome", NULL);
  hearth_clock_turn_to (NOW + 400 * DAY);
  remember (self, "owner", "I live in Porto", NULL);
  remember (self, "owner", "I do not eat meat", NULL);
  remember (self, "owner", "My sister's name is Ana", NULL);
  remember (self, "Ana", "Ana likes oranges", NULL);
  expect (recall (self, "What shall I cook for dinner tonight?"), "I do not eat meat");
  expect (recall (self, "Where do I live?"), "I live in Porto");
  expect (recall (self, "Where did I live last year?"), "I live in Rome");
  expect (recall (self, "Wo habe ich letztes Jahr gelebt? live"), "I live in Rome");
  expect (recall (self, "What does my sister like?"), "Ana likes oranges|My sister's name is Ana");
  expect (recall (self, "How do you do?"), "");
  expect (recall (self, ""), "");
  hearth_memories_remember (self->engine, profile, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (profile->subject, ==, "owner");
  expect (recall (self, "How do you do?"), "I am Nora, an architect.");
}

static void
test_words (void)
{
  static const struct {
    const char *question, *words;
  } cases[] = {
    { "What is Ana's birthday?", "ana birthday" },
    { "Wann hat Ana Geburtstag?", "ana geburtstag" },
    { "write to ana@example.org.", "write ana@example.org" },
    { "", "" },
    { "?!\"'--", "" },
    { "\377\376", "" },
  };
  g_autoptr (GString) many = g_string_new (NULL);
  g_autofree char *few = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *words = hearth_memory_words_dup (cases[i].question);

    g_assert_cmpstr (words, ==, cases[i].words);
  }
  for (guint i = 0; i < 100000; i++)
    g_string_append (many, "word ");
  few = hearth_memory_words_dup (many->str);
  g_assert_cmpuint (strlen (few), <=, 24 * 5);
}

/* Whether the file of the store, its log or its index has a word. */
static gboolean
is_on_disk (Fixture *self, const char *word)
{
  static const char *const names[] = { "hearth.db", "hearth.db-wal", "hearth.db-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (self->folder, names[i], NULL);
    g_autofree char *bytes = NULL;
    gsize size;

    if (g_file_get_contents (path, &bytes, &size, NULL) &&
        memmem (bytes, size, word, strlen (word)) != NULL)
      return TRUE;
  }
  return FALSE;
}

static gboolean
stop_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* While somebody reads, the log stays; as soon as they are done, it is emptied by itself. */
static void
test_wipe (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "hearth.db", NULL);
  gint64 id = remember (self, "Quuxana", "Quuxana wears zzyzxhats", NULL);
  g_autoptr (HearthDatabase) other = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *stays = NULL;
  gboolean over = FALSE;
  guint timer;

  other = hearth_database_open (path, HEARTH_DATABASE_READER, &error);
  g_assert_no_error (error);
  g_assert_true (hearth_database_begin (other, &error));
  g_assert_cmpint (hearth_store_memories_count (other, HEARTH_MEMORY_ACTIVE, &error), ==, 1);
  g_assert_true (hearth_memories_forget (self->engine, id, &stays, &error));
  g_assert_cmpstr (stays, ==, "");
  g_assert_true (is_on_disk (self, "zzyzxhat"));
  hearth_database_rollback (other);
  timer = g_timeout_add_seconds (20, stop_cb, &over);
  while (!over && is_on_disk (self, "zzyzxhat"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (over);
  g_source_remove (timer);
  g_assert_false (is_on_disk (self, "uuxana"));
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "replace", test_replace },
    { "change", test_change },
    { "propose", test_propose },
    { "acts", test_acts },
    { "accept-replaces", test_accept_replaces },
    { "bad", test_bad },
    { "recall", test_recall },
    { "wipe", test_wipe },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/engine/memories/", tests[i].name, NULL);

    g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
  }
  g_test_add_func ("/engine/memories/words", test_words);
  return g_test_run ();
}
