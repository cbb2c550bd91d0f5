/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"

#include "hearth-clock.h"
#include "hearth-query.h"

#include <string.h>

/* 2024-03-15 12:00 UTC, a Friday. */
#define NOW G_GINT64_CONSTANT (1710504000)
#define DAY ((gint64) 24 * 3600)

typedef struct {
  HearthDatabase *db;
  gint64 source_id;
} Fixture;

static gint64
store (Fixture *self, const char *mailbox, const char *key, int days_ago, const char *from,
       const char *subject, const char *text)
{
  return fixture_store (self->db, self->source_id, mailbox,
                        fixture_message (key, NOW - days_ago * DAY, from, subject, text));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  HearthMessage *message;

  hearth_clock_set_zone (zone);
  hearth_clock_turn_to (NOW);
  self->db = fixture_open_memory (&self->source_id);
  store (self, "INBOX", "meeting", 1, "Bob Müller <bob.mueller@example.com>", "Meeting on Tuesday",
         "We are meeting the gardeners. Don't forget the plans!");
  store (self, "INBOX", "strasse", 40, "Çelik İbrahim <celik@example.tr>", "Die neue Straße",
         "ΑΘΗΝΑ και Łódź, smørrebrød, naïve café");
  store (self, "INBOX", "chinese", 3, "王小明 <wang@example.cn>", "会议通知",
         "我们明天下午开会讨论预算。");
  store (self, "INBOX", "japanese", 4, "yuki@example.jp", "東京タワー",
         "ﾃｽﾄです。カタカナとひらがな");
  store (self, "INBOX", "korean", 5, "kim@example.kr", "안녕하세요", "내일 회의에서 만나요");
  store (self, "Lists/gtk", "list", 400, "Carol <carol@lists.example.org>", "[gtk] Release 4.14",
         "The release is out. See https://www.gtk.org/docs and write to tim@gtk.example.org");
  message = fixture_message ("invoice", NOW - 10 * DAY, "Shop <shop@example.com>", "Your invoice",
                             "Attached, as agreed in the meeting.");
  g_ptr_array_add (message->attachments,
                   hearth_attachment_new ("Invoice_March.pdf", "application/pdf", "2", 1000));
  message->flags = HEARTH_MESSAGE_SEEN | HEARTH_MESSAGE_FLAGGED;
  fixture_store (self->db, self->source_id, "INBOX", message);
  message = fixture_message ("sent", NOW - 2 * DAY, "alex@example.net", "Plans", "Here they are.");
  g_ptr_array_add (message->cc, hearth_address_new ("Dora Dean", "dora@example.com"));
  message->flags = HEARTH_MESSAGE_SEEN | HEARTH_MESSAGE_ANSWERED;
  fixture_store (self->db, self->source_id, "Sent", message);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  fixture_check (self->db);
  g_object_unref (self->db);
  hearth_clock_set_zone (NULL);
}

/* Checks which messages are found, newest first: keys separated by blanks. */
static void
assert_finds_as (Fixture *self, const char *query, gboolean as_typed, const char *keys)
{
  HearthSearchOptions options = { .as_typed = as_typed };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GString) got = g_string_new (NULL);

  found = hearth_store_search (self->db, query, &options, HEARTH_DETAIL_ENVELOPE, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < found->len; i++)
    g_string_append_printf (got, "%s%s", i > 0 ? " " : "",
                            ((HearthMessage *) found->pdata[i])->key);
  if (strcmp (got->str, keys) != 0)
    g_test_message ("query: %s", query);
  g_assert_cmpstr (got->str, ==, keys);
}

static void
assert_finds (Fixture *self, const char *query, const char *keys)
{
  assert_finds_as (self, query, FALSE, keys);
}

static void
test_words (Fixture *self, gconstpointer data)
{
  assert_finds (self, "meeting", "meeting invoice");
  assert_finds (self, "meet", "meeting invoice");
  assert_finds (self, "MEETINGS", "meeting invoice");
  assert_finds (self, "gardener", "meeting");
  assert_finds (self, "don't", "meeting");
  assert_finds (self, "dont", "meeting");
  assert_finds (self, "meeting gardeners", "meeting");
  assert_finds (self, "nothing", "");
  assert_finds (self, "gard*", "meeting");
  assert_finds (self, "plans", "meeting sent");
  assert_finds (self, "…", "");
  assert_finds (self, "   ", "");
}

static void
test_scripts (Fixture *self, gconstpointer data)
{
  /* Folded Latin, Greek, Turkish. */
  assert_finds (self, "strasse", "strasse");
  assert_finds (self, "STRASSE", "strasse");
  assert_finds (self, "straße", "strasse");
  assert_finds (self, "celik ibrahim", "strasse");
  assert_finds (self, "ÇELİK", "strasse");
  assert_finds (self, "Αθηνα", "strasse");
  assert_finds (self, "αθήνα", "strasse");
  assert_finds (self, "lodz", "strasse");
  assert_finds (self, "smorrebrod", "strasse");
  assert_finds (self, "naive cafe", "strasse");
  assert_finds (self, "Mu\xcc\x88ller", "meeting"); /* decomposed */
  assert_finds (self, "muller", "meeting");
  /* Pairs, and one character alone: at the beginning, inside, at the end of a run. */
  assert_finds (self, "会议", "chinese");
  assert_finds (self, "开会讨论", "chinese");
  assert_finds (self, "我", "chinese");
  assert_finds (self, "讨", "chinese");
  assert_finds (self, "算", "chinese");
  assert_finds (self, "讨会", "");
  assert_finds (self, "小明", "chinese");
  assert_finds (self, "タワー", "japanese");
  assert_finds (self, "東京", "japanese");
  assert_finds (self, "テスト", "japanese"); /* written in half width */
  assert_finds (self, "회의", "korean");
  assert_finds (self, "만나", "korean");
}

static void
test_addresses (Fixture *self, gconstpointer data)
{
  assert_finds (self, "bob.mueller@example.com", "meeting");
  assert_finds (self, "mueller", "meeting");
  assert_finds (self, "from:bob.mueller@example.com", "meeting");
  assert_finds (self, "lists.example.org", "list");
  assert_finds (self, "gtk.org", "list");
  assert_finds (self, "https://www.gtk.org/docs", "list");
  assert_finds (self, "tim@gtk.example.org", "list");
  assert_finds (self, "invoice_march.pdf", "invoice");
  assert_finds (self, "march", "invoice");
}

static void
test_fields (Fixture *self, gconstpointer data)
{
  assert_finds (self, "from:bob", "meeting");
  assert_finds (self, "from:\"Bob Müller\"", "meeting");
  assert_finds (self, "from:meeting", "");
  assert_finds (self, "FROM:bob subject:tuesday", "meeting");
  assert_finds (self, "to:dora", "sent");
  assert_finds (self, "subject:invoice", "invoice");
  assert_finds (self, "subject:meeting", "meeting");
  assert_finds (self, "from:(bob OR carol)", "meeting list");
  assert_finds (self, "in:sent", "sent");
  assert_finds (self, "in:inbox is:flagged", "invoice");
  assert_finds (self, "in:gtk", "list");
  assert_finds (self, "in:\"lists/gtk\"", "list");
  assert_finds (self, "in:nowhere", "");
  assert_finds (self, "is:answered", "sent");
  assert_finds (self, "is:read", "sent invoice");
  assert_finds (self, "is:unread meeting", "meeting");
  assert_finds (self, "has:attachment", "invoice");
  assert_finds (self, "meeting has:attachment", "invoice");
  assert_finds (self, "http://example.com/x:y", "");
}

static void
test_dates (Fixture *self, gconstpointer data)
{
  assert_finds (self, "on:2024-03-14", "meeting");
  assert_finds (self, "on:yesterday", "meeting");
  assert_finds (self, "after:today", "");
  assert_finds (self, "after:3d", "meeting sent chinese");
  assert_finds (self, "since:2024-03-13", "meeting sent");
  assert_finds (self, "before:2024", "list");
  assert_finds (self, "before:2024-03-01 after:2024-02", "strasse");
  assert_finds (self, "on:2024-02", "strasse");
  assert_finds (self, "on:2024/02", "strasse");
  assert_finds (self, "on:2023", "list");
  assert_finds (self, "meeting before:2w", "");
  assert_finds (self, "meeting before:5d", "invoice");
  assert_finds (self, "before:1y", "list");
  assert_finds (self, "on:2024-03-14 OR on:2024-03-13", "meeting sent");
}

static void
test_operators (Fixture *self, gconstpointer data)
{
  assert_finds (self, "gardeners OR release", "meeting list");
  assert_finds (self, "meeting AND invoice", "invoice");
  assert_finds (self, "meeting -invoice", "meeting");
  assert_finds (self, "meeting NOT invoice", "meeting");
  assert_finds (self, "meeting -(invoice OR gardeners)", "");
  assert_finds (self, "-meeting in:inbox", "chinese japanese korean strasse");
  assert_finds (self, "NOT in:inbox", "sent list");
  assert_finds (self, "(gardeners OR invoice) is:unread", "meeting");
  assert_finds (self, "is:flagged OR gardeners", "meeting invoice");
  assert_finds (self, "(is:flagged OR in:gtk) -invoice", "list");
  assert_finds (self, "NOT NOT gardeners", "meeting");
  assert_finds (self, "meeting and gardeners", "");
  assert_finds (self, "\"meeting on tuesday\"", "meeting");
  assert_finds (self, "\"tuesday on meeting\"", "");
  assert_finds (self, "\"会议通知\"", "chinese");
  assert_finds (self, "well-known OR e-mail", "");
}

static void
test_as_typed (Fixture *self, gconstpointer data)
{
  static const char *const word = "meeting";

  for (gsize n = 2; n <= strlen (word); n++) {
    g_autofree char *typed = g_strndup (word, n);

    assert_finds_as (self, typed, TRUE, "meeting invoice");
  }
  assert_finds_as (self, "gardene", TRUE, "meeting");
  assert_finds_as (self, "from:bo", TRUE, "meeting");
  assert_finds_as (self, "from:", TRUE, "");
  assert_finds_as (self, "meeting is:unr", TRUE, "meeting invoice");
  assert_finds_as (self, "meeting AND", TRUE, "meeting invoice");
  assert_finds_as (self, "meeting OR ", TRUE, "meeting invoice");
  assert_finds_as (self, "\"meeting on tue", TRUE, "");
  assert_finds_as (self, "(gardeners", TRUE, "meeting");
  assert_finds_as (self, "meet ", TRUE, "meeting invoice");
  assert_finds_as (self, "会", TRUE, "chinese");
  assert_finds_as (self, "", TRUE, "");
}

static void
assert_bad (const char *query, const char *message)
{
  g_autoptr (HearthQuery) parsed = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (hearth_query_parse (query, FALSE, &parsed, &error));
  g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_BAD_QUERY);
  g_assert_null (parsed);
  g_assert_nonnull (strstr (error->message, message));
}

static void
test_bad_queries (void)
{
  g_autofree char *deep = g_strnfill (100, '(');
  g_autofree char *many = NULL;
  g_autofree char *long_text = g_strnfill (5000, 'a');
  g_autoptr (GString) words = g_string_new (NULL);

  assert_bad ("müller \"gar", "no closing quotation mark for the one at character 8.");
  assert_bad ("(a OR b", "no closing parenthesis for the one at character 1");
  assert_bad ("a OR b)", "no opening parenthesis for the one at character 7");
  assert_bad ("a AND", "After “AND” at character 3");
  assert_bad ("a OR", "After “OR” at character 3");
  assert_bad ("OR a", "Before “OR” at character 1");
  assert_bad ("AND a", "Before “AND” at character 1");
  assert_bad ("a NOT", "After “NOT” at character 3");
  assert_bad ("a AND OR b", "After “AND” at character 3");
  assert_bad ("from: x", "After “from:” at character 1");
  assert_bad ("x is:purple", "“purple” at character 6");
  assert_bad ("has:wings", "“wings” at character 5");
  assert_bad ("before:soon", "“soon” at character 8");
  assert_bad ("on:2024-13", "“2024-13” at character 4");
  assert_bad ("on:2024-02-30", "“2024-02-30” at character 4");
  assert_bad ("\xff", "not valid text");
  assert_bad (deep, "nested too deeply");
  assert_bad (long_text, "too long");
  for (guint i = 0; i < 100; i++)
    g_string_append_printf (words, "w%u ", i);
  assert_bad (words->str, "too many parts");
}

static void
assert_words (const char *query, const char *expected)
{
  g_autoptr (HearthQuery) parsed = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  g_assert_true (hearth_query_parse (query, FALSE, &parsed, &error));
  g_assert_no_error (error);
  words = hearth_query_dup_words (parsed);
  g_assert_cmpstr (words, ==, expected);
}

/* The words that all of what is found has, however the operators are written. */
static void
test_query_words (void)
{
  assert_words ("garden", "garden");
  assert_words ("from:eve AND (\"the offer\" is:unread)in:sent", "eve the offer");
  assert_words ("is:unread has:attachment before:2024-03-09", "");
  assert_words ("NOTE or ORDER a-b", "NOTE or ORDER a-b");
  assert_words ("\"a OR b\"", "a OR b");
  assert_words ("a OR b", NULL);
  assert_words ("(a is:unread)OR(is:read)", NULL);
  assert_words ("\"a\"OR\"b\"", NULL);
  assert_words ("a (b)NOT(c)", NULL);
  assert_words ("a from:(b -c)", NULL);
  assert_words ("a\"b\"-c", NULL);
  assert_words ("a b*", NULL);
  assert_words ("a \"b c\"*", NULL);
}

/* What FTS5 reads as syntax is only text here. */
static void
test_syntax_is_text (Fixture *self, gconstpointer data)
{
  static const char *const queries[] = {
    "body : meeting",
    "{subject} : meeting",
    "NEAR(meeting gardeners)",
    "meeting + gardeners",
    "^meeting",
    "meeting*gardeners",
    "a\\b",
    "'; DROP TABLE messages; --",
    "%",
    "_",
    "*",
    "**",
    "\"\"",
    "-",
    "--",
    ":",
    "::",
    "from::",
    "meeting\u200bgardeners",
    "a:b:c",
    "NOTE",
    "ORDER",
    "\"a\"\"b\"",
    "a\"b\"c",
    "\"*",
    "=?utf-8?q?x?=",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++) {
    HearthSearchOptions options = { .as_typed = TRUE };
    g_autoptr (GError) error = NULL;
    g_autoptr (GArray) ids = hearth_store_search_ids (self->db, queries[i], &options, &error);

    if (error != NULL)
      g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_BAD_QUERY);
    else
      g_assert_nonnull (ids);
  }
  g_assert_cmpint (fixture_count (self->db, "SELECT count(*) FROM messages"), ==, 8);
}

static void
test_pages (Fixture *self, gconstpointer data)
{
  HearthSearchOptions options = { .limit = 3 };
  guint n = 0;

  for (;;) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GArray) ids = hearth_store_search_ids (self->db, "example", &options, &error);

    g_assert_no_error (error);
    if (ids->len == 0)
      break;
    n += ids->len;
    for (guint i = 0; i < ids->len; i++) {
      gint64 id = g_array_index (ids, gint64, i);

      g_assert_true (options.below_id == 0 || id < options.below_id);
      options.below_id = id;
    }
  }
  g_assert_cmpuint (n, ==, 8);
}

static void
test_cancel (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GArray) ids = NULL;

  for (guint i = 0; i < 2000; i++) {
    g_autofree char *key = g_strdup_printf ("many%u", i);

    store (self, "INBOX", key, 100, "many@example.com", "Many", "common words");
  }
  g_cancellable_cancel (cancellable);
  hearth_database_set_cancellable (self->db, cancellable);
  ids = hearth_store_search_ids (self->db, "-nothing common OR has:attachment", NULL, &error);
  g_assert_null (ids);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  hearth_database_set_cancellable (self->db, NULL);
  found = hearth_store_search (self->db, "common", NULL, HEARTH_DETAIL_FULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 50);
  g_assert_cmpstr (((HearthMessage *) found->pdata[0])->text, ==, "common words");
}

static void
test_removed (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthMailChanges) changes = hearth_mail_changes_new ("INBOX");
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthMessage) message =
      hearth_store_messages_find (self->db, "chinese@example.org", &error);

  g_array_append_val (changes->gone, message->id);
  g_assert_true (hearth_store_messages_apply (self->db, self->source_id, changes, NULL, &error));
  assert_finds (self, "会议", "");
  assert_finds (self, "算", "");
}

/* The words that another thread found in a text are those that FTS5 finds in it. */
static void
test_threaded (Fixture *self, gconstpointer data)
{
  static const char *const texts[] = {
    "We're meeting O'Brien's gardeners: 10\302\260, don't forget!",
    "\346\210\221\344\273\254\346\230\216\345\244\251 and \343\202\253 "
    "\354\225\210\353\205\225",
    "Stra\303\237e na\303\257ve caf\303\251 \316\221\316\230\316\227\316\235\316\221",
    "",
    "... --- !!!",
  };
  g_autoptr (HearthMailChanges) changes = hearth_mail_changes_new ("INBOX");
  g_autoptr (GString) longest = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  /* More than is indexed, and a word that is cut. */
  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (longest, "word%u ", i);
  g_string_append (longest, "beyondtheend");
  for (guint i = 0; i < 100; i++) {
    g_autofree char *key = g_strdup_printf ("threaded%u", i);
    g_autofree char *word = g_strnfill (100, 'w');
    g_autofree char *text = i == 50 ? g_string_free (g_steal_pointer (&longest), FALSE)
                                    : g_strdup_printf ("%s number%u %s", texts[i % 5], i, word);

    g_ptr_array_add (changes->created,
                     fixture_message (key, NOW - i, "bob@example.com", "Threaded", text));
  }
  g_assert_true (hearth_store_messages_apply (self->db, self->source_id, changes, NULL, &error));
  g_assert_no_error (error);
  fixture_check (self->db);
  assert_finds (self, "number17", "threaded17");
  assert_finds (self, "word4000", "threaded50");
  assert_finds (self, "beyondtheend", "");
}

static gint64
count_segments (HearthDatabase *db)
{
  return fixture_count (db, "SELECT count (DISTINCT id >> 37) FROM search_data WHERE id > 10");
}

static void
test_tidy (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean more = TRUE;
  guint n = 0;

  hearth_database_set_bulk (self->db, TRUE);
  for (guint i = 0; i < 7; i++) {
    g_autoptr (HearthMailChanges) changes = hearth_mail_changes_new ("INBOX");

    for (guint k = 0; k < 200; k++) {
      g_autofree char *key = g_strdup_printf ("tidy%u.%u", i, k);
      g_autofree char *text =
          g_strdup_printf ("common a%u b%u c%u d%u e%u", i * k, i + k, i * 7 + k, k, k * k);

      g_ptr_array_add (changes->created, fixture_message (key, NOW - (gint64) i * 1000 - k,
                                                          "bob@example.com", key, text));
    }
    g_assert_true (hearth_store_messages_apply (self->db, self->source_id, changes, NULL, &error));
    g_assert_no_error (error);
  }
  hearth_database_set_bulk (self->db, FALSE);
  g_assert_cmpint (count_segments (self->db), >=, 7);
  for (; more; n++) {
    g_assert_true (hearth_database_tidy (self->db, &more, &error));
    g_assert_no_error (error);
    g_assert_cmpuint (n, <, 1000);
  }
  g_assert_cmpint (count_segments (self->db), <, 4);
  fixture_check (self->db);
  /* i = 2, k = 3 */
  assert_finds (self, "\"a6 b5 c17 d3 e9\"", "tidy2.3");
  assert_finds (self, "\"a6 b5 c17 d3 e8\"", "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/store/search/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("words", test_words);
  ADD ("scripts", test_scripts);
  ADD ("addresses", test_addresses);
  ADD ("fields", test_fields);
  ADD ("dates", test_dates);
  ADD ("operators", test_operators);
  ADD ("as-typed", test_as_typed);
  ADD ("syntax-is-text", test_syntax_is_text);
  ADD ("pages", test_pages);
  ADD ("cancel", test_cancel);
  ADD ("removed", test_removed);
  ADD ("threaded", test_threaded);
  ADD ("tidy", test_tidy);
#undef ADD
  g_test_add_func ("/store/search/bad-queries", test_bad_queries);
  g_test_add_func ("/store/search/query-words", test_query_words);

  return g_test_run ();
}
