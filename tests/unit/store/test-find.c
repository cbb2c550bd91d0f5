/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"

#include "hearth-clock.h"
#include "hearth-find.h"
#include "hearth-store-letters.h"
#include "hearth-store-memories.h"

#include <string.h>

/* 2024-03-15 12:00 UTC, a Friday. */
#define NOW G_GINT64_CONSTANT (1710504000)
#define HOUR ((gint64) 3600)
#define DAY (24 * HOUR)

static HearthFound *
add (GPtrArray *list, HearthFoundKind kind, gint64 id, const char *title, gint64 when)
{
  HearthFound *found = hearth_found_new (kind, id, title);

  found->when = when;
  found->until = kind == HEARTH_FOUND_EVENT ? when + HOUR : 0;
  g_ptr_array_add (list, found);
  return found;
}

static GPtrArray *
new_list (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_found_free);
}

static char *
dup_order (GPtrArray *list)
{
  GString *order = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++)
    g_string_append_printf (order, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "",
                            ((HearthFound *) list->pdata[i])->id);
  return g_string_free (order, FALSE);
}

static void
assert_rank (GPtrArray *list, const char *words, const char *expected)
{
  g_autofree char *order = NULL;

  hearth_found_rank (list, words, NOW);
  order = dup_order (list);
  g_assert_cmpstr (order, ==, expected);
}

static void
test_recent (void)
{
  g_autoptr (GPtrArray) list = new_list ();

  add (list, HEARTH_FOUND_MESSAGE, 1, "The lease", NOW - 300 * DAY);
  add (list, HEARTH_FOUND_MESSAGE, 2, "The lease", NOW - 2 * DAY);
  add (list, HEARTH_FOUND_MESSAGE, 3, "The lease", NOW - 30 * DAY);
  assert_rank (list, "lease", "2 3 1");
}

static void
test_fit (void)
{
  g_autoptr (GPtrArray) list = new_list ();
  HearthFound *found;

  add (list, HEARTH_FOUND_MESSAGE, 1, "Something else", NOW);
  found = add (list, HEARTH_FOUND_MESSAGE, 2, "Something else", NOW);
  found->detail = g_strdup ("about the lease");
  found = add (list, HEARTH_FOUND_MESSAGE, 3, "Something else", NOW);
  found->who = g_strdup ("Lease Office");
  add (list, HEARTH_FOUND_MESSAGE, 4, "Leaseholders meet", NOW);
  add (list, HEARTH_FOUND_MESSAGE, 5, "New LEASE signed", NOW);
  add (list, HEARTH_FOUND_MESSAGE, 6, "Lease", NOW);
  assert_rank (list, "lease", "6 5 4 3 2 1");
}

static void
test_name (void)
{
  g_autoptr (GPtrArray) list = new_list ();
  HearthFound *found;

  add (list, HEARTH_FOUND_MESSAGE, 1, "Ana said hello", NOW);
  found = add (list, HEARTH_FOUND_PERSON, 2, "Anabel Ruiz", 0);
  found->place = 1;
  add (list, HEARTH_FOUND_PERSON, 3, "Ana Lima", 0);
  hearth_found_rank (list, "ana", NOW);
  g_assert_cmpint (((HearthFound *) list->pdata[0])->id, ==, 3);
  /* Only a beginning is no name that was typed out. */
  hearth_found_rank (list, "an", NOW);
  g_assert_cmpfloat (((HearthFound *) list->pdata[0])->score, <, 1.05);
}

static void
test_upcoming (void)
{
  g_autoptr (GPtrArray) list = new_list ();

  add (list, HEARTH_FOUND_MESSAGE, 1, "Dentist", NOW - HOUR);
  add (list, HEARTH_FOUND_EVENT, 2, "Dentist", NOW - 100 * DAY);
  add (list, HEARTH_FOUND_EVENT, 3, "Dentist", NOW + 2 * DAY);
  add (list, HEARTH_FOUND_EVENT, 4, "Dentist", NOW + 60 * DAY);
  assert_rank (list, "dentist", "3 1 4 2");
}

static void
test_mixed (void)
{
  g_autoptr (GPtrArray) list = new_list ();
  gboolean seen = FALSE;

  for (int i = 0; i < 50; i++)
    add (list, HEARTH_FOUND_MESSAGE, 100 + i, "Garden plans", NOW - i * HOUR);
  add (list, HEARTH_FOUND_MEMORY, 1, "The garden belongs to Ana", NOW - 100 * DAY);
  add (list, HEARTH_FOUND_CONVERSATION, 2, "Garden", NOW - 60 * DAY);
  hearth_found_rank (list, "garden", NOW);
  for (guint i = 0; i < 8; i++)
    seen |= ((HearthFound *) list->pdata[i])->kind == HEARTH_FOUND_MEMORY;
  g_assert_true (seen);
  g_assert_cmpuint (list->len, ==, 52);
}

static void
test_aside (void)
{
  g_autoptr (GPtrArray) list = new_list ();

  add (list, HEARTH_FOUND_MESSAGE, 1, "Lease", NOW)->aside = TRUE;
  add (list, HEARTH_FOUND_MESSAGE, 2, "Something", NOW - 200 * DAY);
  assert_rank (list, "lease", "2 1");
}

/* The order depends on what was found alone, not on how it came in. */
static void
test_stable (void)
{
  g_autofree char *first = NULL;

  for (int turn = 0; turn < 5; turn++) {
    g_autoptr (GPtrArray) list = new_list ();
    g_autofree char *order = NULL;

    for (int i = 0; i < 20; i++) {
      int j = (i * 7 + turn * 3) % 20;

      add (list, (HearthFoundKind) (j % HEARTH_FOUND_N_KINDS), j, "Same words",
           NOW - (j % 3) * DAY);
    }
    hearth_found_rank (list, "same", NOW);
    order = dup_order (list);
    if (first == NULL)
      first = g_strdup (order);
    g_assert_cmpstr (order, ==, first);
  }
}

static void
assert_marked (const char *text, const char *words, const char *expected)
{
  g_autoptr (GArray) spans = hearth_found_mark (text, words);
  g_autoptr (GString) marked = g_string_new (NULL);

  for (guint i = 0; i < spans->len; i++) {
    HearthFoundSpan span = g_array_index (spans, HearthFoundSpan, i);

    if (i > 0)
      g_string_append_c (marked, '|');
    g_string_append_len (marked, text + span.start, (gssize) (span.end - span.start));
  }
  g_assert_cmpstr (marked->str, ==, expected);
}

static void
test_mark (void)
{
  g_autofree char *snippet = NULL;
  g_autofree char *none = hearth_found_dup_snippet ("nothing here", "lease", 40);

  assert_marked ("The Lease, and leaseholders", "lease", "Lease|leaseholders");
  assert_marked ("Die neue Straße", "strasse", "Straße");
  assert_marked ("one meeting", "meetings", "meeting");
  assert_marked ("an ant", "antenna", "");
  assert_marked ("nothing", "…", "");
  assert_marked ("", "word", "");
  g_assert_null (none);
  snippet =
      hearth_found_dup_snippet ("A long beginning that says much,\n\nand then the lease for the "
                                "flat in the old town is named at last, and more follows.",
                                "lease", 40);
  g_assert_cmpstr (snippet, ==, "…then the lease for the flat in the old town is…");
}

static void
test_words (void)
{
  gboolean plain;
  g_autofree char *words = hearth_find_dup_words ("the \"old lease\" fl", &plain);
  g_autofree char *fields = NULL;
  g_autofree char *without = NULL;

  g_assert_cmpstr (words, ==, "the old lease fl");
  g_assert_true (plain);
  fields = hearth_find_dup_words ("from:ana lease", &plain);
  g_assert_false (plain);
  without = hearth_find_dup_words ("lease -flat", &plain);
  g_assert_cmpstr (without, ==, "lease");
  g_assert_false (plain);
}

typedef struct {
  HearthDatabase *db;
  gint64 source_id;
  gint64 mail, body;
} Fixture;

static void
remember (HearthDatabase *db, const char *text)
{
  g_autoptr (HearthMemory) memory = hearth_memory_new ("fact", HEARTH_MEMORY_OWNER, text);
  g_autoptr (GError) error = NULL;

  memory->state = HEARTH_MEMORY_ACTIVE;
  memory->created = memory->changed = NOW - DAY;
  g_assert_true (hearth_database_begin (db, &error));
  g_assert_true (hearth_store_memories_add (db, memory, &error));
  g_assert_true (hearth_database_commit (db, &error));
  g_assert_no_error (error);
}

static void
say (HearthDatabase *db, const char *name, const char *title, const char *text)
{
  g_autoptr (HearthConversation) conversation = hearth_conversation_new (name, title);
  g_autoptr (HearthTurn) turn = hearth_turn_new (name, HEARTH_TURN_OWNER, text);
  g_autoptr (GError) error = NULL;

  conversation->created = conversation->changed = turn->created = NOW - 3 * DAY;
  turn->complete = TRUE;
  g_assert_true (hearth_database_begin (db, &error));
  g_assert_true (hearth_store_conversations_add (db, conversation, &error));
  g_assert_true (hearth_store_turns_save (db, turn, &error));
  g_assert_true (hearth_database_commit (db, &error));
  g_assert_no_error (error);
}

static void
write_letter (HearthDatabase *db, const char *recipient, const char *text)
{
  g_autoptr (HearthLetter) letter = hearth_letter_new ();
  g_autoptr (GError) error = NULL;

  g_free (letter->recipient);
  g_free (letter->text);
  letter->recipient = g_strdup (recipient);
  letter->text = g_strdup (text);
  letter->created = letter->changed = NOW - DAY;
  g_assert_true (hearth_database_begin (db, &error));
  g_assert_true (hearth_store_letters_save (db, letter, &error));
  g_assert_true (hearth_database_commit (db, &error));
  g_assert_no_error (error);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  HearthEvent *weekly;

  hearth_clock_set_zone (zone);
  hearth_clock_turn_to (NOW);
  self->db = fixture_open_memory (&self->source_id);
  self->mail = fixture_store (self->db, self->source_id, "INBOX",
                              fixture_message ("lease", NOW - DAY, "Ana Lima <ana@example.org>",
                                               "The lease", "Please sign it."));
  self->body = fixture_store (
      self->db, self->source_id, "INBOX",
      fixture_message ("body", NOW - 2 * HOUR, "Bob <bob@example.org>", "Saturday",
                       "We meet at nine, have a long breakfast with everybody who "
                       "is in town by then, walk along the river if the weather "
                       "allows it, and then perhaps I shall at last find the time "
                       "to sit down with a cup of tea and read the gardening contract."));
  fixture_apply_event (self->db, self->source_id, "a.ics",
                       fixture_event ("a", NOW + 2 * DAY, NOW + 2 * DAY + HOUR, "Sign the lease"));
  fixture_apply_event (self->db, self->source_id, "b.ics",
                       fixture_event ("b", NOW - 90 * DAY, NOW - 90 * DAY + HOUR, "Lease meeting"));
  weekly = fixture_event ("w", NOW - 8 * DAY, NOW - 8 * DAY + HOUR, "Rehearsal");
  for (int week = 1; week < 4; week++) {
    HearthSpan span = { NOW + (7 * week - 8) * DAY, NOW + (7 * week - 8) * DAY + HOUR };

    g_array_append_val (weekly->occurrences, span);
  }
  fixture_apply_event (self->db, self->source_id, "w.ics", weekly);
  remember (self->db, "The lease ends in May.");
  write_letter (self->db, "Clara", "Dear Clara,\n\nI found your postcard behind the lease.");
  say (self->db, "c1", "My flat", "When does the lease end?");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_object_unref (self->db);
  hearth_clock_set_zone (NULL);
}

static GPtrArray *
find (Fixture *self, const char *text, guint kinds)
{
  HearthFindOptions options = { .kinds = kinds, .as_typed = TRUE };
  g_autoptr (GError) error = NULL;
  GPtrArray *found = hearth_find (self->db, text, &options, &error);

  g_assert_no_error (error);
  return found;
}

static guint
count (GPtrArray *found, HearthFoundKind kind)
{
  guint n = 0;

  for (guint i = 0; i < found->len; i++)
    n += ((HearthFound *) found->pdata[i])->kind == kind;
  return n;
}

static void
test_everything (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) found = find (self, "leas", 0);
  const HearthFound *first = g_ptr_array_index (found, 0);

  /* What is about to be is first. */
  g_assert_cmpstr (first->title, ==, "Sign the lease");
  g_assert_cmpint (first->when, ==, NOW + 2 * DAY);
  g_assert_cmpuint (count (found, HEARTH_FOUND_MESSAGE), ==, 1);
  g_assert_cmpuint (count (found, HEARTH_FOUND_EVENT), ==, 2);
  g_assert_cmpuint (count (found, HEARTH_FOUND_MEMORY), ==, 1);
  g_assert_cmpuint (count (found, HEARTH_FOUND_CONVERSATION), ==, 1);
  g_assert_cmpuint (count (found, HEARTH_FOUND_LETTER), ==, 1);
  g_assert_cmpuint (found->len, ==, 6);
}

static void
test_kinds (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) events = find (self, "lease", 1u << HEARTH_FOUND_EVENT);
  g_autoptr (GPtrArray) people = find (self, "ana", 1u << HEARTH_FOUND_PERSON);
  g_autoptr (GPtrArray) letters = find (self, "postcard", 0);
  g_autoptr (GPtrArray) mail = find (self, "from:ana", 0);

  g_assert_cmpuint (events->len, ==, 2);
  g_assert_cmpuint (people->len, ==, 1);
  g_assert_cmpstr (((HearthFound *) people->pdata[0])->name, ==, "ana@example.org");
  g_assert_cmpuint (letters->len, ==, 1);
  g_assert_cmpstr (((HearthFound *) letters->pdata[0])->who, ==, "Clara");
  g_assert_nonnull (strstr (((HearthFound *) letters->pdata[0])->detail, "postcard behind"));
  g_assert_cmpuint (mail->len, ==, 1);
  g_assert_cmpint (((HearthFound *) mail->pdata[0])->id, ==, self->mail);
}

static void
test_snippet (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) found = find (self, "contract", 0);
  const HearthFound *mail;

  g_assert_cmpuint (found->len, ==, 1);
  mail = found->pdata[0];
  g_assert_cmpint (mail->id, ==, self->body);
  g_assert_nonnull (strstr (mail->detail, "gardening contract."));
}

/* Of what recurs, the next time. */
static void
test_recurring (Fixture *self, gconstpointer data)
{
  static const char *const typed[] = { "reh", "rehears", "rehearsal" };

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++) {
    g_autoptr (GPtrArray) found = find (self, typed[i], 0);

    g_assert_cmpuint (found->len, ==, 1);
    g_assert_cmpint (((HearthFound *) found->pdata[0])->when, ==, NOW + 6 * DAY);
  }
}

static void
test_nothing (Fixture *self, gconstpointer data)
{
  static const char *const texts[] = {
    "", "   ", "…", "\"", "zyxwv", "from:", "(((", "-", "%_'\""
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GPtrArray) found = find (self, texts[i], 0);

    g_assert_cmpuint (found->len, ==, 0);
  }
}

/* As long as what somebody pastes. */
static void
test_long (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  HearthFindOptions options = { .as_typed = TRUE };
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 40; i++)
    g_string_append (text, "lease ");
  found = find (self, text->str, 0);
  g_assert_cmpuint (count (found, HEARTH_FOUND_MESSAGE), ==, 1);
  for (int i = 0; i < 2000; i++)
    g_string_append (text, "lease ");
  g_clear_pointer (&found, g_ptr_array_unref);
  found = hearth_find (self->db, text->str, &options, &error);
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_BAD_QUERY);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/find/rank/recent", test_recent);
  g_test_add_func ("/find/rank/fit", test_fit);
  g_test_add_func ("/find/rank/name", test_name);
  g_test_add_func ("/find/rank/upcoming", test_upcoming);
  g_test_add_func ("/find/rank/mixed", test_mixed);
  g_test_add_func ("/find/rank/aside", test_aside);
  g_test_add_func ("/find/rank/stable", test_stable);
  g_test_add_func ("/find/mark", test_mark);
  g_test_add_func ("/find/words", test_words);
  g_test_add ("/find/everything", Fixture, NULL, set_up, test_everything, tear_down);
  g_test_add ("/find/kinds", Fixture, NULL, set_up, test_kinds, tear_down);
  g_test_add ("/find/snippet", Fixture, NULL, set_up, test_snippet, tear_down);
  g_test_add ("/find/recurring", Fixture, NULL, set_up, test_recurring, tear_down);
  g_test_add ("/find/nothing", Fixture, NULL, set_up, test_nothing, tear_down);
  g_test_add ("/find/long", Fixture, NULL, set_up, test_long, tear_down);
  return g_test_run ();
}
