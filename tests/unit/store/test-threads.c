/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"

#include "hearth-store-threads.h"

#include <string.h>

#define NOON G_GINT64_CONSTANT (1700000000)

typedef struct {
  HearthDatabase *db;
  gint64 source_id;
  gint64 next_date;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->db = fixture_open_memory (&self->source_id);
  self->next_date = NOON;
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_object_unref (self->db);
}

static HearthMessage *
make (Fixture *self, const char *key, const char *subject, const char *references)
{
  HearthMessage *message = fixture_message (key, self->next_date++, "a@example.com", subject, "");

  if (*references != '\0')
    fixture_add_references (message, references);
  return message;
}

static void
store (Fixture *self, const char *key, const char *subject, const char *references)
{
  fixture_store (self->db, self->source_id, "INBOX", make (self, key, subject, references));
}

static gint64
thread_of (Fixture *self, const char *key)
{
  g_autofree char *message_id = g_strconcat (key, "@example.org", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthMessage) message = hearth_store_messages_find (self->db, message_id, &error);

  g_assert_no_error (error);
  g_assert_cmpint (message->thread_id, !=, 0);
  return message->thread_id;
}

static void
assert_together (Fixture *self, const char *first, const char *second)
{
  g_assert_cmpint (thread_of (self, first), ==, thread_of (self, second));
}

static void
assert_apart (Fixture *self, const char *first, const char *second)
{
  g_assert_cmpint (thread_of (self, first), !=, thread_of (self, second));
}

static void
test_in_order (Fixture *self, gconstpointer data)
{
  store (self, "a", "Plan", "");
  store (self, "b", "Re: Plan", "a");
  store (self, "c", "Re: Plan", "a b");
  store (self, "x", "Other", "");
  assert_together (self, "a", "b");
  assert_together (self, "a", "c");
  assert_apart (self, "a", "x");
}

static void
test_out_of_order (Fixture *self, gconstpointer data)
{
  store (self, "d", "Re: Plan", "a b c");
  store (self, "b", "Re: Plan", "a");
  store (self, "c", "Re: Plan", "a b");
  store (self, "a", "Plan", "");
  assert_together (self, "d", "b");
  assert_together (self, "d", "c");
  assert_together (self, "d", "a");
}

/* Two answers to a mail that never came belong together. */
static void
test_phantom (Fixture *self, gconstpointer data)
{
  store (self, "b", "Re: One", "gone");
  store (self, "c", "Re: Two", "gone");
  assert_together (self, "b", "c");
}

/* A message that names the ids of two threads joins them, and what comes later finds the whole. */
static void
test_merge (Fixture *self, gconstpointer data)
{
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;

  store (self, "a", "Alpha", "");
  store (self, "b", "Beta", "");
  store (self, "b2", "Re: Beta", "b");
  store (self, "b3", "Re: Beta", "b b2");
  assert_apart (self, "a", "b");
  store (self, "c", "Re: Alpha", "a b3");
  assert_together (self, "a", "b");
  assert_together (self, "a", "b2");
  store (self, "a2", "Re: Alpha", "a");
  assert_together (self, "a2", "b2");
  store (self, "d", "Delta", "");
  store (self, "e", "Epsilon", "d a");
  assert_together (self, "d", "b2");
  filter.thread_id = thread_of (self, "a");
  g_assert_cmpint (hearth_store_messages_count (self->db, &filter, NULL), ==, 8);
}

static void
test_subject (Fixture *self, gconstpointer data)
{
  store (self, "a", "Garden party", "");
  store (self, "b", "Re: Garden Party", "");
  store (self, "c", "AW: garden party", "");
  assert_together (self, "a", "b");
  assert_together (self, "a", "c");
  /* The same subject without "Re:" is another mail, such as the next newsletter. */
  store (self, "d", "Garden party", "");
  assert_apart (self, "a", "d");
  /* No subject says nothing. */
  store (self, "e", "", "");
  store (self, "f", "Re:", "");
  assert_apart (self, "e", "f");
  /* References go before subjects. */
  store (self, "g", "Re: Garden party", "elsewhere");
  assert_apart (self, "g", "a");
  /* Long after, it is another matter. */
  self->next_date += 70 * 24 * 3600;
  store (self, "h", "Re: Garden party", "");
  assert_apart (self, "h", "a");
  assert_apart (self, "h", "d");
}

static void
test_subject_out_of_order (Fixture *self, gconstpointer data)
{
  self->next_date = NOON + 100;
  store (self, "b", "Re: Garden party", "");
  self->next_date = NOON;
  store (self, "a", "Garden party", "");
  assert_together (self, "a", "b");
}

static void
test_reference_bomb (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) references = g_string_new ("root");

  store (self, "root", "Root", "");
  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (references, " r%u", i);
  store (self, "bomb", "Bomb", references->str);
  assert_together (self, "root", "bomb");
  g_assert_cmpint (fixture_count (self->db, "SELECT count(*) FROM thread_ids"), <, 100);
}

/* Sorts, and writes the lines as "key:depth". */
static char *
sort (GPtrArray *messages)
{
  g_autoptr (GArray) rows = hearth_thread_sort (messages);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++) {
    const HearthThreadRow *row = &g_array_index (rows, HearthThreadRow, i);

    g_string_append_printf (out, "%s%s:%u", i > 0 ? " " : "", row->message->key, row->depth);
  }
  return g_string_free (out, FALSE);
}

static void
test_sort (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) messages = NULL;
  g_autofree char *lines = NULL;

  messages = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
  g_ptr_array_add (messages, make (self, "a", "Plan", ""));
  g_ptr_array_add (messages, make (self, "b", "Re: Plan", "a"));
  g_ptr_array_add (messages, make (self, "c", "Re: Plan", "a"));
  g_ptr_array_add (messages, make (self, "d", "Re: Plan", "a b"));
  g_ptr_array_add (messages, make (self, "e", "Re: Plan", "a c gone"));
  g_ptr_array_add (messages, make (self, "f", "Re: Plan", "lost"));
  g_ptr_array_add (messages, make (self, "d", "Re: Plan", "a b")); /* a second copy */
  lines = sort (messages);
  g_assert_cmpstr (lines, ==, "a:0 b:1 d:2 d:2 c:1 e:2 f:0");
}

static void
test_sort_circles (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) messages = NULL;
  g_autofree char *lines = NULL;

  messages = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
  g_ptr_array_add (messages, make (self, "a", "Plan", "b"));
  g_ptr_array_add (messages, make (self, "b", "Plan", "c"));
  g_ptr_array_add (messages, make (self, "c", "Plan", "a"));
  g_ptr_array_add (messages, make (self, "d", "Plan", "d"));
  lines = sort (messages);
  g_assert_cmpuint (strlen (lines), ==, strlen ("a:0 b:0 c:0 d:0"));
  g_assert_nonnull (strstr (lines, "d:0"));
}

static void
test_sort_deep (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (GArray) rows = NULL;

  messages = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
  for (guint i = 0; i < 2000; i++) {
    g_autofree char *key = g_strdup_printf ("m%u", i);
    g_autofree char *before = g_strdup_printf ("m%u", i - 1);

    g_ptr_array_add (messages, make (self, key, "Plan", i > 0 ? before : ""));
  }
  rows = hearth_thread_sort (messages);
  g_assert_cmpuint (rows->len, ==, 2000);
  g_assert_cmpuint (g_array_index (rows, HearthThreadRow, 63).depth, ==, 63);
  g_assert_cmpuint (g_array_index (rows, HearthThreadRow, 1999).depth, ==, 64);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/store/threads/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("in-order", test_in_order);
  ADD ("out-of-order", test_out_of_order);
  ADD ("phantom", test_phantom);
  ADD ("merge", test_merge);
  ADD ("subject", test_subject);
  ADD ("subject-out-of-order", test_subject_out_of_order);
  ADD ("reference-bomb", test_reference_bomb);
  ADD ("sort", test_sort);
  ADD ("sort-circles", test_sort_circles);
  ADD ("sort-deep", test_sort_deep);
#undef ADD

  return g_test_run ();
}
