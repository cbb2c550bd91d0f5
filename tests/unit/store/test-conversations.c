/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"

#include "hearth-answer.h"
#include "hearth-database-private.h"

#include <string.h>

#define NOON G_GINT64_CONSTANT (1930305600)

static HearthTurn *
say (HearthDatabase *db, const char *conversation, HearthTurnRole role, const char *text, gint64 at)
{
  HearthTurn *turn = hearth_turn_new (conversation, role, text);
  g_autoptr (GError) error = NULL;

  turn->created = at;
  turn->complete = TRUE;
  g_assert_true (hearth_store_turns_save (db, turn, &error));
  g_assert_no_error (error);
  return turn;
}

static GPtrArray *
find (HearthDatabase *db, const char *words)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *hits = hearth_store_conversations_search (db, words, 0, &error);

  g_assert_no_error (error);
  return hits;
}

static void
assert_found (HearthDatabase *db, const char *words, guint n, gint64 first)
{
  g_autoptr (GPtrArray) hits = find (db, words);

  g_assert_cmpuint (hits->len, ==, n);
  if (n > 0)
    g_assert_cmpint (((HearthTurnHit *) hits->pdata[0])->turn, ==, first);
  g_assert_cmpint (
      fixture_count (db, "SELECT count (*) FROM turn_words WHERE turn_words MATCH 'zyx'"), ==, 0);
  g_assert_true (hearth_database_execute (
      db, "INSERT INTO turn_words (turn_words, rank) VALUES ('integrity-check', 0)", NULL));
}

static void
test_turns (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (HearthTurn) question = hearth_turn_new ("c1", HEARTH_TURN_OWNER, "What is on?");
  g_autoptr (HearthTurn) answer = hearth_turn_new ("c1", HEARTH_TURN_COMPANION, "");
  g_autoptr (HearthTurn) other = hearth_turn_new ("c2", HEARTH_TURN_OWNER, "Hello");
  g_autoptr (GPtrArray) turns = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autofree char *latest = NULL;
  g_autoptr (GError) error = NULL;
  const HearthTurn *read;

  latest = hearth_store_turns_dup_latest_conversation (db, &error);
  g_assert_null (latest);
  g_assert_no_error (error);
  question->complete = TRUE;
  question->created = NOON;
  g_assert_true (hearth_store_turns_save (db, question, &error));
  g_assert_true (hearth_store_turns_save (db, answer, &error));
  g_free (answer->text);
  answer->text = g_strdup ("A meeting.");
  answer->complete = TRUE;
  g_ptr_array_add (answer->chips, hearth_chip_new (HEARTH_CHIP_EVENT, 5, "Meeting"));
  g_assert_true (hearth_store_turns_save (db, answer, &error));
  g_assert_true (hearth_store_turns_save (db, other, &error));
  latest = hearth_store_turns_dup_latest_conversation (db, &error);
  g_assert_cmpstr (latest, ==, "c2");

  turns = hearth_store_turns_list (db, "c1", 0, 0, &error);
  g_assert_cmpuint (turns->len, ==, 2);
  read = turns->pdata[0];
  g_assert_cmpstr (read->text, ==, "What is on?");
  g_assert_cmpint (read->created, ==, NOON);
  read = turns->pdata[1];
  g_assert_cmpint (read->role, ==, HEARTH_TURN_COMPANION);
  g_assert_cmpstr (read->text, ==, "A meeting.");
  g_assert_true (read->complete);
  g_assert_cmpuint (read->chips->len, ==, 1);
  g_assert_cmpint (((HearthChip *) read->chips->pdata[0])->id, ==, 5);
  before = hearth_store_turns_list (db, "c1", answer->id, 10, &error);
  g_assert_cmpuint (before->len, ==, 1);
}

/* The newest first, with what was said last. */
static void
test_list (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (HearthTurn) one = say (db, "c1", HEARTH_TURN_OWNER, "When is the trip?", NOON);
  g_autoptr (HearthTurn) two = say (db, "c2", HEARTH_TURN_OWNER, "Who wrote today?", NOON + 10);
  g_autoptr (HearthTurn) more = NULL;
  g_autoptr (HearthConversation) named = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GPtrArray) rest = NULL;
  g_autoptr (GError) error = NULL;
  HearthConversation *first;

  more = say (db, "c1", HEARTH_TURN_COMPANION, "On\n\nFriday,\tthe 7th.", NOON + 20);
  list = hearth_store_conversations_list (db, 0, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 2);
  first = list->pdata[0];
  g_assert_cmpstr (first->name, ==, "c1");
  g_assert_cmpstr (first->title, ==, "When is the trip");
  g_assert_cmpstr (first->preview, ==, "On Friday, the 7th.");
  g_assert_cmpint (first->n_turns, ==, 2);
  g_assert_cmpint (first->created, ==, NOON);
  g_assert_cmpint (first->changed, ==, NOON + 20);
  g_assert_true (hearth_store_conversations_rename (db, "c2", "Letters & post", &error));
  named = hearth_store_conversations_get (db, "c2", &error);
  g_assert_cmpstr (named->title, ==, "Letters & post");
  rest = hearth_store_conversations_list (db, 1, 1, &error);
  g_assert_cmpuint (rest->len, ==, 1);
  g_assert_cmpstr (((HearthConversation *) rest->pdata[0])->name, ==, "c2");
  g_assert_false (hearth_store_conversations_rename (db, "none", "x", &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
}

/* What streams cannot be found; what is whole can, in any form of its words and while it is typed.
 */
static void
test_search (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (HearthTurn) asked = say (db, "c1", HEARTH_TURN_OWNER, "Which meetings?", NOON);
  g_autoptr (HearthTurn) answer = hearth_turn_new ("c1", HEARTH_TURN_COMPANION, "The gar");
  g_autoptr (HearthTurn) other = say (db, "c2", HEARTH_TURN_OWNER, "100%_sure \"quoted\"", NOON);
  g_autoptr (GPtrArray) hits = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (hearth_store_turns_save (db, answer, &error));
  assert_found (db, "gar", 0, 0);
  g_free (answer->text);
  answer->text = g_strdup ("The gardeners meet at noon.");
  g_assert_true (hearth_store_turns_save (db, answer, &error));
  assert_found (db, "gardener", 0, 0);
  answer->complete = TRUE;
  g_assert_true (hearth_store_turns_save (db, answer, &error));
  assert_found (db, "gardener noon", 1, answer->id);
  assert_found (db, "gard", 1, answer->id);
  assert_found (db, "noon nothing", 0, 0);
  assert_found (db, "meeting", 3, 0); /* the title first, then in any of its forms */
  hits = find (db, "gardeners");
  g_assert_cmpstr (((HearthTurnHit *) hits->pdata[0])->title, ==, "Which meetings");
  g_assert_nonnull (strstr (((HearthTurnHit *) hits->pdata[0])->snippet, "gardeners meet"));
  assert_found (db, "\"*() %_", 0, 0);
  assert_found (db, "", 0, 0);
  assert_found (db, "0%_s", 1, 0); /* in a title, as it stands */
  g_assert_true (hearth_store_conversations_rename (db, "c2", "Büro ganz anders", &error));
  assert_found (db, "ganz anders", 1, 0);
  /* A turn that is written anew is found by its new words only. */
  g_free (answer->text);
  answer->text = g_strdup ("Nobody comes.");
  g_assert_true (hearth_store_turns_save (db, answer, &error));
  assert_found (db, "gardener", 0, 0);
  assert_found (db, "nobody", 1, answer->id);
}

/* What is asked again takes what followed out of the conversation, its summary and the index. */
static void
test_replace (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (HearthTurn) asked = say (db, "c1", HEARTH_TURN_OWNER, "Berlin?", NOON);
  g_autoptr (HearthTurn) answer = say (db, "c1", HEARTH_TURN_COMPANION, "Sunny.", NOON);
  g_autoptr (HearthTurn) again = say (db, "c1", HEARTH_TURN_OWNER, "Hamburg?", NOON);
  g_autoptr (HearthTurn) other = say (db, "c2", HEARTH_TURN_OWNER, "Hamburg!", NOON);
  g_autoptr (HearthTurn) read = NULL;
  g_autoptr (HearthConversation) after = NULL;
  g_autoptr (GPtrArray) turns = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (hearth_store_conversations_set_summary (db, "c1", "Weather.", again->id,
                                                         HEARTH_LABEL_EXTERNAL, &error));
  g_assert_true (hearth_store_turns_replace (db, "c1", answer->id, G_MAXINT64, &error));
  turns = hearth_store_turns_list (db, "c1", 0, 0, &error);
  g_assert_cmpuint (turns->len, ==, 1);
  read = hearth_store_turns_get (db, again->id, &error);
  g_assert_true (read->replaced);
  assert_found (db, "hamburg", 2, 0);
  assert_found (db, "sunny", 0, 0);
  after = hearth_store_conversations_get (db, "c1", &error);
  g_assert_null (after->summary);
  g_assert_cmpint (after->summary_until, ==, 0);
  g_assert_cmpint (after->label.integrity, ==, HEARTH_INTEGRITY_EXTERNAL);
}

static char *
join_texts (HearthDatabase *db, const char *conversation)
{
  g_autoptr (GPtrArray) turns = hearth_store_turns_list (db, conversation, 0, 0, NULL);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < turns->len; i++)
    g_string_append_printf (out, "%s ", ((HearthTurn *) turns->pdata[i])->text);
  return g_string_free (out, FALSE);
}

static void
assert_texts (HearthDatabase *db, const char *conversation, const char *expected)
{
  g_autofree char *texts = join_texts (db, conversation);

  g_assert_cmpstr (texts, ==, expected);
}

/* What was asked instead is taken back, one after another; an answer that still streams changes
 * nothing of it. */
static void
test_restore (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (HearthTurn) before = say (db, "c1", HEARTH_TURN_OWNER, "Hello.", NOON);
  g_autoptr (HearthTurn) asked = say (db, "c1", HEARTH_TURN_OWNER, "Berlin?", NOON);
  g_autoptr (HearthTurn) answer = say (db, "c1", HEARTH_TURN_COMPANION, "Sunny.", NOON);
  g_autoptr (HearthTurn) second = say (db, "c1", HEARTH_TURN_OWNER, "Hamburg?", NOON);
  g_autoptr (HearthTurn) streams = NULL;
  g_autoptr (HearthTurn) third = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (hearth_store_turns_replace (db, "c1", asked->id, second->id, &error));
  streams = say (db, "c1", HEARTH_TURN_COMPANION, "Ra", NOON);
  assert_texts (db, "c1", "Hello. Hamburg? Ra ");
  third = say (db, "c1", HEARTH_TURN_OWNER, "Kiel?", NOON);
  g_assert_true (hearth_store_turns_replace (db, "c1", second->id, third->id, &error));
  assert_texts (db, "c1", "Hello. Kiel? ");
  g_assert_cmpint (hearth_store_turns_restore (db, third->id, &name, &error), ==, second->id);
  g_assert_cmpstr (name, ==, "c1");
  g_free (streams->text);
  streams->text = g_strdup ("Rain.");
  g_assert_true (hearth_store_turns_save (db, streams, &error));
  assert_texts (db, "c1", "Hello. Hamburg? Rain. ");
  g_assert_cmpint (hearth_store_turns_restore (db, second->id, NULL, &error), ==, asked->id);
  assert_texts (db, "c1", "Hello. Berlin? Sunny. ");
  g_free (streams->text);
  streams->text = g_strdup ("Rain all day.");
  g_assert_true (hearth_store_turns_save (db, streams, &error));
  assert_texts (db, "c1", "Hello. Berlin? Sunny. ");
  assert_found (db, "rain", 0, 0);
  assert_found (db, "sunny", 1, answer->id);
  g_assert_cmpint (hearth_store_turns_restore (db, before->id, NULL, &error), ==, 0);
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
}

/* A rating stays when the answer is written again, and can be taken back. What the rules answered
 * and was not good is listed with its question. */
static void
test_rate (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (HearthTurn) asked = say (db, "c1", HEARTH_TURN_OWNER, "Berlin?", NOON);
  g_autoptr (HearthTurn) answer = say (db, "c1", HEARTH_TURN_COMPANION, "Sunny.", NOON);
  g_autoptr (HearthTurn) other = say (db, "c2", HEARTH_TURN_OWNER, "Something else", NOON);
  g_autoptr (HearthTurn) part = hearth_turn_new ("c2", HEARTH_TURN_COMPANION, "By a");
  g_autoptr (HearthTurn) read = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GError) error = NULL;
  const HearthMisunderstood *one;

  g_assert_true (hearth_store_turns_save (db, part, &error));
  g_assert_false (hearth_store_turns_rate (db, asked->id, HEARTH_TURN_BAD, &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (hearth_store_turns_rate (db, part->id, HEARTH_TURN_GOOD, &error));
  g_clear_error (&error);
  g_assert_true (hearth_store_turns_rate (db, answer->id, HEARTH_TURN_BAD, &error));
  g_assert_true (hearth_store_turns_save (db, answer, &error));
  read = hearth_store_turns_get (db, answer->id, &error);
  g_assert_cmpint (read->rating, ==, HEARTH_TURN_BAD);
  part->complete = TRUE;
  g_free (part->service);
  part->service = g_strdup ("llm.example.net");
  g_assert_true (hearth_store_turns_save (db, part, &error));
  g_assert_true (hearth_store_turns_rate (db, part->id, HEARTH_TURN_BAD, &error));
  list = hearth_store_turns_list_misunderstood (db, 0, &error);
  g_assert_cmpuint (list->len, ==, 1);
  one = g_ptr_array_index (list, 0);
  g_assert_cmpint (one->turn, ==, answer->id);
  g_assert_cmpstr (one->question, ==, "Berlin?");
  g_assert_cmpstr (one->answer, ==, "Sunny.");
  g_assert_true (hearth_store_turns_rate (db, answer->id, HEARTH_TURN_UNRATED, &error));
  none = hearth_store_turns_list_misunderstood (db, 0, &error);
  g_assert_cmpuint (none->len, ==, 0);
}

/* Files come back as they were, names alone where that is enough, and go with the conversation. */
static void
test_files (void)
{
  static const char bytes[] = "milk\neggs\n";
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (HearthTurn) asked = hearth_turn_new ("c1", HEARTH_TURN_OWNER, "What is missing?");
  g_autoptr (GBytes) data = g_bytes_new_static (bytes, sizeof bytes - 1);
  g_autoptr (HearthTurn) read = NULL;
  g_autoptr (GError) error = NULL;
  const HearthTurnFile *file;

  g_ptr_array_add (asked->files, hearth_turn_file_new ("/home/a/list.txt", data, &error));
  g_assert_no_error (error);
  g_assert_true (hearth_store_turns_save (db, asked, &error));
  g_assert_true (hearth_store_turns_save (db, asked, &error));
  g_assert_cmpint (fixture_count (db, "SELECT count (*) FROM turn_files"), ==, 1);
  read = hearth_store_turns_get (db, asked->id, &error);
  g_assert_cmpuint (read->files->len, ==, 1);
  file = g_ptr_array_index (read->files, 0);
  g_assert_cmpstr (file->name, ==, "list.txt");
  g_assert_cmpstr (file->type, ==, "text/plain");
  g_assert_cmpuint (file->size, ==, sizeof bytes - 1);
  g_assert_null (file->data);
  g_assert_true (hearth_store_turns_load_files (db, read, &error));
  file = g_ptr_array_index (read->files, 0);
  g_assert_true (g_bytes_equal (file->data, data));
  g_assert_true (hearth_store_conversations_remove (db, "c1", &error));
  g_assert_cmpint (fixture_count (db, "SELECT count (*) FROM turn_files"), ==, 0);
}

/* A label never gets better. */
static void
test_label (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (HearthTurn) asked = say (db, "c1", HEARTH_TURN_OWNER, "Hello there", NOON);
  g_autoptr (HearthConversation) read = NULL;
  g_autoptr (GError) error = NULL;

  asked->label = HEARTH_LABEL_KNOWN;
  g_assert_true (hearth_store_turns_save (db, asked, &error));
  asked->label = HEARTH_LABEL_OWNER;
  g_assert_true (hearth_store_turns_save (db, asked, &error));
  read = hearth_store_conversations_get (db, "c1", &error);
  g_assert_cmpint (read->label.integrity, ==, HEARTH_INTEGRITY_KNOWN);
  g_assert_true (read->label.is_private);
}

static void
test_remove (void)
{
  gint64 source_id;
  g_autoptr (HearthDatabase) db = fixture_open_memory (&source_id);
  g_autoptr (HearthTurn) asked = say (db, "c1", HEARTH_TURN_OWNER, "Quetzalcoatl?", NOON);
  g_autoptr (HearthTurn) other = say (db, "c2", HEARTH_TURN_OWNER, "Something else", NOON);
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (hearth_database_execute (
      db,
      "INSERT INTO cards (conversation, turn_id, verb, content, hash, label, state, created)"
      " VALUES ('c1', 1, 'reply', '{}', '', 0, 0, 0); "
      "INSERT INTO memory_uses VALUES (1, 1, 0), (1, 2, 0)",
      &error));
  g_assert_true (hearth_store_conversations_remove (db, "c1", &error));
  g_assert_no_error (error);
  assert_found (db, "quetzalcoatl", 0, 0);
  assert_found (db, "something", 2, 0);
  list = hearth_store_conversations_list (db, 0, 0, &error);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpint (fixture_count (db, "SELECT count (*) FROM turns"), ==, 1);
  g_assert_cmpint (fixture_count (db, "SELECT count (*) FROM cards"), ==, 0);
  g_assert_cmpint (fixture_count (db, "SELECT count (*) FROM memory_uses"), ==, 1);
  g_assert_false (hearth_store_conversations_remove (db, "c1", &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND);
}

static void
test_titles (void)
{
  static const struct {
    const char *question, *title;
  } titles[] = {
    { "When is the trip to Rome?", "When is the trip to Rome" },
    { "Hello. what did Anna write?", "What did Anna write" },
    { "  \n ", "" },
    { "Thanks!", "Thanks" },
    { "?!", "?" },
    { "éclairs for the party", "Éclairs for the party" },
    { "Tell me everything that was decided in the long meeting about the bridge last Thursday",
      "Tell me everything that was decided in the long meeting…" },
    { "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenhalterungen überall",
      "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenh…" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++) {
    g_autofree char *title = hearth_conversation_make_title (titles[i].question);

    g_assert_cmpstr (title, ==, titles[i].title);
    g_assert_cmpint (g_utf8_strlen (title, -1), <=, HEARTH_CONVERSATION_MAX_TITLE);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/conversations/turns", test_turns);
  g_test_add_func ("/store/conversations/list", test_list);
  g_test_add_func ("/store/conversations/search", test_search);
  g_test_add_func ("/store/conversations/replace", test_replace);
  g_test_add_func ("/store/conversations/restore", test_restore);
  g_test_add_func ("/store/conversations/rate", test_rate);
  g_test_add_func ("/store/conversations/files", test_files);
  g_test_add_func ("/store/conversations/label", test_label);
  g_test_add_func ("/store/conversations/remove", test_remove);
  g_test_add_func ("/store/conversations/titles", test_titles);
  return g_test_run ();
}
