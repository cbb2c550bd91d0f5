/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-clock.h"
#include "hearth-query.h"
#include "hearth-store-search.h"

#include <string.h>

static HearthDatabase *
ensure_store (void)
{
  static HearthDatabase *db;
  g_autoptr (HearthMailChanges) changes = NULL;
  HearthMessage *message;

  if (db != NULL)
    return db;
  hearth_clock_turn_to (1710504000);
  db = hearth_database_open (HEARTH_STORE_IN_MEMORY, HEARTH_DATABASE_WRITER, NULL);
  changes = hearth_mail_changes_new ("INBOX");
  message = hearth_message_new ();
  message->key = g_strdup ("key");
  message->date = 1710500000;
  message->subject = g_strdup ("Meeting of the gardeners");
  message->text = g_strdup ("我们明天开会. Straße, naïve café.");
  g_ptr_array_add (changes->created, message);
  g_assert_true (hearth_store_messages_apply (db, 1, changes, NULL, NULL));
  return db;
}

/* Whatever is typed is a search that runs, or a clear error; never SQL or FTS5 syntax. */
static void
search (HearthDatabase *db, const char *query, gboolean as_typed)
{
  HearthSearchOptions options = { .as_typed = as_typed };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = hearth_store_search_ids (db, query, &options, &error);

  if (ids == NULL) {
    g_assert_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_BAD_QUERY);
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
  } else {
    g_assert_no_error (error);
    g_assert_cmpuint (ids->len, <=, 1);
  }
}

/* Its words are text of it, whatever it is. */
static void
read_words (const char *query)
{
  g_autoptr (HearthQuery) parsed = NULL;
  g_autofree char *words = NULL;

  if (!hearth_query_parse (query, FALSE, &parsed, NULL) || parsed == NULL)
    return;
  words = hearth_query_dup_words (parsed);
  if (words == NULL)
    return;
  g_assert_true (g_utf8_validate (words, -1, NULL));
  g_assert_cmpuint (strlen (words), <=, strlen (query));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  HearthDatabase *db = ensure_store ();
  g_autofree char *query = g_strndup ((const char *) data, size);

  search (db, query, FALSE);
  search (db, query, TRUE);
  read_words (query);
  return 0;
}
