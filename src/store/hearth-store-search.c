/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-search.h"

#include "hearth-match.h"
#include "hearth-message-row.h"
#include "hearth-query.h"
#include "hearth-search-index.h"

#include <string.h>

/* Compiles a query to SQL. What the search index can answer is put into one MATCH that drives the
 * statement, newest row first, so that the first page ends as soon as it is full; dates are bounds
 * on the row; the rest are conditions on the messages that are found. */

#define DEFAULT_LIMIT 50

/* Letters of a beginning that are too few for the index, and how many messages are looked through
 * instead. */
#define SHORT_PREFIX 3
#define MAX_LOOKED_THROUGH 400

#define MAX_DATE G_GINT64_CONSTANT (7258118399)
#define END_ID ((MAX_DATE + 1) << 20) /* above all rows */

typedef struct {
  char *text; /* (owned) (nullable): else a number */
  gint64 number;
} Value;

typedef struct {
  GString *match;   /* positive part of the driving MATCH */
  GString *without; /* what is taken from it */
  GString *where;   /* conditions on m, each after " AND " */
  GArray *values;   /* (element-type Value): parameters of where */
  gint64 since_id;
  gint64 below_id;
  const HearthQuery *short_prefix; /* (unowned) (nullable): see find_with_short_prefix() */
} Plan;

static void
value_clear (gpointer data)
{
  g_free (((Value *) data)->text);
}

static void
plan_clear (Plan *self)
{
  g_string_free (self->match, TRUE);
  g_string_free (self->without, TRUE);
  g_string_free (self->where, TRUE);
  g_array_unref (self->values);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

static void
add_text_value (Plan *self, const char *text)
{
  Value value = { g_strdup (text), 0 };

  g_array_append_val (self->values, value);
}

static void
add_number_value (Plan *self, gint64 number)
{
  Value value = { NULL, number };

  g_array_append_val (self->values, value);
}

/* Whether the search index alone can answer. */
static gboolean
is_indexed (const HearthQuery *query)
{
  if (query->kind == HEARTH_QUERY_TEXT)
    return TRUE;
  if (query->kind != HEARTH_QUERY_AND && query->kind != HEARTH_QUERY_OR)
    return FALSE;
  for (guint i = 0; i < query->children->len; i++) {
    if (!is_indexed (query->children->pdata[i]))
      return FALSE;
  }
  return TRUE;
}

/* Appends the FTS5 expression for an indexed query. What has no words asks for nothing and is left
 * out; %FALSE if that was all. */
static gboolean
append_match (GString *out, const HearthQuery *query)
{
  const char *joiner = query->kind == HEARTH_QUERY_OR ? " OR " : " AND ";
  g_autoptr (GString) parts = NULL;

  if (query->kind == HEARTH_QUERY_TEXT)
    return hearth_match_append (out, query->columns, query->text, query->prefix);
  parts = g_string_new (NULL);
  for (guint i = 0; i < query->children->len; i++) {
    gsize before = parts->len;

    if (before > 0)
      g_string_append (parts, joiner);
    if (!append_match (parts, query->children->pdata[i]))
      g_string_truncate (parts, before);
  }
  if (parts->len == 0)
    return FALSE;
  g_string_append_printf (out, "(%s)", parts->str);
  return TRUE;
}

static gint64
date_to_id (gint64 seconds)
{
  return CLAMP (seconds, 0, MAX_DATE + 1) << 20;
}

static void
append_mailbox (Plan *self, GString *out, const char *name)
{
  g_autofree char *folded = hearth_words_dup (name);
  HearthMailboxRole role = hearth_mailbox_role_from_name (name);

  /* The whole name, or its last levels: in:gtk finds "Lists/gtk". */
  g_string_append (out, "m.mailbox_id IN (SELECT id FROM mailboxes WHERE"
                        " (' ' || folded) LIKE ('% ' || ?)");
  add_text_value (self, g_strchug (folded));
  if (role != HEARTH_MAILBOX_OTHER) {
    g_string_append (out, " OR role = ?");
    add_number_value (self, role);
  }
  g_string_append_c (out, ')');
}

static gboolean append_condition (Plan *self, GString *out, const HearthQuery *query);

static gboolean
append_children (Plan *self, GString *out, const HearthQuery *query)
{
  const char *joiner = query->kind == HEARTH_QUERY_OR ? " OR " : " AND ";
  gsize start = out->len;

  g_string_append_c (out, '(');
  for (guint i = 0; i < query->children->len; i++) {
    gsize before = out->len;

    if (before > start + 1)
      g_string_append (out, joiner);
    if (!append_condition (self, out, query->children->pdata[i]))
      g_string_truncate (out, before);
  }
  if (out->len == start + 1) {
    g_string_truncate (out, start);
    return FALSE;
  }
  g_string_append_c (out, ')');
  return TRUE;
}

/* Appends a condition on the row m; %FALSE if there is nothing to ask. */
static gboolean
append_condition (Plan *self, GString *out, const HearthQuery *query)
{
  gsize before = out->len;

  if (is_indexed (query)) {
    g_autoptr (GString) match = g_string_new (NULL);

    if (!append_match (match, query))
      return FALSE;
    g_string_append (out, "m.id IN (SELECT " HEARTH_SEARCH_ID " FROM search WHERE search MATCH ?)");
    add_text_value (self, match->str);
    return TRUE;
  }
  switch (query->kind) {
  case HEARTH_QUERY_AND:
  case HEARTH_QUERY_OR:
    return append_children (self, out, query);
  case HEARTH_QUERY_NOT:
    g_string_append (out, "NOT (");
    if (!append_condition (self, out, query->children->pdata[0])) {
      g_string_truncate (out, before);
      return FALSE;
    }
    g_string_append_c (out, ')');
    return TRUE;
  case HEARTH_QUERY_FLAG:
    g_string_append_printf (out, "(m.flags & %u) %s 0", query->bits, query->set ? "!=" : "=");
    return TRUE;
  case HEARTH_QUERY_MARK:
    g_string_append_printf (out, "(m.marks & %u) != 0", query->bits);
    return TRUE;
  case HEARTH_QUERY_MAILBOX:
    append_mailbox (self, out, query->text);
    return TRUE;
  case HEARTH_QUERY_DATES:
    g_string_append (out, "(m.id >= ? AND m.id < ?)");
    add_number_value (self, date_to_id (query->since));
    add_number_value (self, date_to_id (query->before));
    return TRUE;
  case HEARTH_QUERY_ATTACHMENT:
    g_string_append (out, "m.attachment_names != ''");
    return TRUE;
  case HEARTH_QUERY_TEXT:
  default:
    g_return_val_if_reached (FALSE);
  }
}

static void
add_to_match (GString *match, const HearthQuery *query, const char *joiner)
{
  gsize before = match->len;

  if (before > 0)
    g_string_append (match, joiner);
  if (!append_match (match, query))
    g_string_truncate (match, before);
}

/* Whether this is the beginning of a word of which only a few letters are typed. */
static gboolean
is_short_prefix (const HearthQuery *query)
{
  gsize n = 0;

  if (query->kind != HEARTH_QUERY_TEXT || !query->prefix)
    return FALSE;
  while (g_ascii_isalnum (query->text[n]))
    n++;
  return n > 0 && n <= SHORT_PREFIX && (query->text[n] == '\0' || query->text[n] == '*');
}

/* Adds one of the parts that all must be true. */
static void
add_part (Plan *self, const HearthQuery *query)
{
  gsize before = self->where->len;

  if (self->short_prefix == NULL && is_short_prefix (query)) {
    self->short_prefix = query;
  } else if (is_indexed (query)) {
    add_to_match (self->match, query, " AND ");
  } else if (query->kind == HEARTH_QUERY_NOT && is_indexed (query->children->pdata[0])) {
    add_to_match (self->without, query->children->pdata[0], " OR ");
  } else if (query->kind == HEARTH_QUERY_DATES) {
    self->since_id = MAX (self->since_id, date_to_id (query->since));
    self->below_id = MIN (self->below_id, date_to_id (query->before));
  } else {
    g_string_append (self->where, " AND ");
    if (!append_condition (self, self->where, query))
      g_string_truncate (self->where, before);
  }
}

static void
add_query (Plan *self, const HearthQuery *query)
{
  if (query->kind != HEARTH_QUERY_AND) {
    add_part (self, query);
    return;
  }
  for (guint i = 0; i < query->children->len; i++)
    add_query (self, query->children->pdata[i]);
}

/* Whether anything is asked at all: a query of punctuation finds nothing, not everything. */
static gboolean
is_empty (const Plan *self)
{
  return self->match->len == 0 && self->without->len == 0 && self->where->len == 0 &&
         self->short_prefix == NULL && self->since_id == 0 && self->below_id == END_ID;
}

static char *
make_sql (Plan *self)
{
  if (self->match->len == 0)
    return g_strconcat ("SELECT m.id FROM messages AS m WHERE m.id >= ? AND m.id < ?",
                        self->where->str,
                        self->without->len > 0 ? " AND m.id NOT IN (SELECT " HEARTH_SEARCH_ID
                                                 " FROM search WHERE search MATCH ?)"
                                               : "",
                        " ORDER BY m.id DESC LIMIT ?", NULL);
  if (self->where->len == 0)
    return g_strdup ("SELECT " HEARTH_SEARCH_ID
                     " FROM search WHERE search MATCH ? AND rowid >= ? AND rowid < ?"
                     " ORDER BY rowid DESC LIMIT ?");
  /* CROSS JOIN: the index drives, and its order is the result's. */
  return g_strconcat ("SELECT " HEARTH_SEARCH_ID " FROM search CROSS JOIN messages AS m"
                      " ON m.id = " HEARTH_SEARCH_ID " WHERE search MATCH ?"
                      " AND search.rowid >= ? AND search.rowid < ?",
                      self->where->str, " ORDER BY search.rowid DESC LIMIT ?", NULL);
}

/* Binds what make_sql() wrote; @match is the whole MATCH. */
static HearthStatement *
prepare (HearthDatabase *db, Plan *self, const char *match, guint limit, GError **error)
{
  g_autofree char *sql = make_sql (self);
  HearthStatement *statement = hearth_statement_new (db, sql, error);

  if (statement == NULL)
    return NULL;
  if (self->match->len > 0)
    hearth_statement_bind_text (statement, match);
  hearth_statement_bind_int (statement, self->match->len > 0
                                            ? hearth_search_row_from_id (self->since_id)
                                            : self->since_id);
  hearth_statement_bind_int (statement, self->match->len > 0
                                            ? hearth_search_row_from_id (self->below_id)
                                            : self->below_id);
  for (guint i = 0; i < self->values->len; i++) {
    const Value *value = &g_array_index (self->values, Value, i);

    if (value->text != NULL)
      hearth_statement_bind_text (statement, value->text);
    else
      hearth_statement_bind_int (statement, value->number);
  }
  if (self->match->len == 0 && self->without->len > 0)
    hearth_statement_bind_text (statement, self->without->str);
  hearth_statement_bind_int (statement, limit);
  return statement;
}

/* Runs the plan: at most @limit rows, newest first. */
static GArray *
run (HearthDatabase *db, Plan *self, guint limit, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *match = NULL;
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  match = self->without->len > 0
              ? g_strdup_printf ("(%s) NOT (%s)", self->match->str, self->without->str)
              : g_strdup (self->match->str);
  statement = prepare (db, self, match, limit, error);
  if (statement == NULL)
    return NULL;
  for (;;) {
    gint64 id;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&ids);
    id = hearth_statement_get_int (statement, 0);
    g_array_append_val (ids, id);
  }
}

static int
begins_cb (gpointer user_data, const char *word, int length, int start, int end,
           HearthWordFlags flags)
{
  const char *prefix = user_data;
  gsize n = strlen (prefix);

  return (gsize) length >= n && memcmp (word, prefix, n) == 0;
}

/* Whether a word that begins with @prefix stands where the query looks. */
static gboolean
has_prefix (HearthStatement *statement, const char *columns, char *prefix)
{
  static const char *const names[] = { "subject", "sender", "recipients", "attachments", "body" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *text;

    if (columns != NULL && strstr (columns, names[i]) == NULL)
      continue;
    text = hearth_statement_get_text (statement, (int) i);
    if (text != NULL &&
        hearth_words_foreach (text, (int) strlen (text), HEARTH_WORDS_TEXT, begins_cb, prefix) != 0)
      return TRUE;
  }
  return FALSE;
}

/* The index has to gather all words with a beginning before it can give the newest row: with one or
 * two letters that is nearly every word of every mail. But then nearly every mail has such a word,
 * too. So the newest messages that fit the rest of the query are looked through first; they fill
 * the page, or the words are rare and the index is quick after all. Leaves @ids at %NULL then. */
static gboolean
find_with_short_prefix (HearthDatabase *db, Plan *self, guint limit, GArray **ids, GError **error)
{
  g_autoptr (GArray) candidates = run (db, self, MAX_LOOKED_THROUGH, error);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *prefix = g_ascii_strdown (self->short_prefix->text, -1);
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  *ids = NULL;
  if (candidates == NULL)
    return FALSE;
  if (g_str_has_suffix (prefix, "*"))
    prefix[strlen (prefix) - 1] = '\0';
  statement = hearth_statement_new (
      db, "SELECT subject, sender, recipients, attachments, body FROM search_content WHERE id = ?",
      error);
  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < candidates->len && found->len < limit; i++) {
    hearth_statement_bind_int (statement, g_array_index (candidates, gint64, i));
    if (!hearth_statement_next (statement, &row, error))
      return FALSE;
    if (row && has_prefix (statement, self->short_prefix->columns, prefix))
      g_array_append_val (found, g_array_index (candidates, gint64, i));
    hearth_statement_reset (statement);
  }
  if (found->len == limit || candidates->len < MAX_LOOKED_THROUGH)
    *ids = g_steal_pointer (&found);
  return TRUE;
}

static GArray *
find (HearthDatabase *db, Plan *self, guint limit, GError **error)
{
  GArray *ids;

  if (self->short_prefix != NULL) {
    if (!find_with_short_prefix (db, self, limit, &ids, error))
      return NULL;
    if (ids != NULL)
      return ids;
    add_to_match (self->match, self->short_prefix, " AND ");
  }
  return run (db, self, limit, error);
}

/**
 * hearth_store_search_ids:
 * @db: a database
 * @query: what a person typed; see hearth_query_parse()
 * @options: (nullable): how
 * @error: return location for a #HEARTH_STORE_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Searches mail. A query without a word, such as "…", finds nothing.
 *
 * Returns: (transfer full) (nullable) (element-type gint64): rows of messages, newest first; %NULL
 * on an error, %HEARTH_STORE_ERROR_BAD_QUERY if @query cannot be read
 */
GArray *
hearth_store_search_ids (HearthDatabase *db, const char *query, const HearthSearchOptions *options,
                         GError **error)
{
  static const HearthSearchOptions defaults = { 0 };
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (HearthQuery) root = NULL;
  g_auto (Plan) plan = { 0 };

  if (options == NULL)
    options = &defaults;
  plan.match = g_string_new (NULL);
  plan.without = g_string_new (NULL);
  plan.where = g_string_new (NULL);
  plan.values = g_array_new (FALSE, FALSE, sizeof (Value));
  g_array_set_clear_func (plan.values, value_clear);
  plan.below_id = END_ID;
  if (!hearth_query_parse (query, options->as_typed, &root, error))
    return NULL;
  if (root == NULL)
    return g_steal_pointer (&ids);
  add_query (&plan, root);
  if (is_empty (&plan))
    return g_steal_pointer (&ids);
  if (options->below_id != 0)
    plan.below_id = MIN (plan.below_id, options->below_id);
  return find (db, &plan, options->limit != 0 ? options->limit : DEFAULT_LIMIT, error);
}

/**
 * hearth_store_search:
 * @db: a database
 * @query: what a person typed; see hearth_query_parse()
 * @options: (nullable): how
 * @detail: how much of each message
 * @error: return location for a #HEARTH_STORE_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Searches mail.
 *
 * Returns: (transfer full) (nullable) (element-type HearthMessage): messages, newest first; %NULL
 * on an error, %HEARTH_STORE_ERROR_BAD_QUERY if @query cannot be read
 */
GPtrArray *
hearth_store_search (HearthDatabase *db, const char *query, const HearthSearchOptions *options,
                     HearthMessageDetail detail, GError **error)
{
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (GArray) ids = hearth_store_search_ids (db, query, options, error);
  g_autoptr (HearthStatement) statement = NULL;

  if (ids == NULL)
    return NULL;
  messages = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
  statement = hearth_statement_new (
      db,
      detail == HEARTH_DETAIL_FULL
          ? HEARTH_MESSAGE_SELECT_FULL HEARTH_MESSAGE_FROM_FULL " WHERE m.id = ?"
          : HEARTH_MESSAGE_SELECT_ENVELOPE HEARTH_MESSAGE_FROM_ENVELOPE " WHERE m.id = ?",
      error);
  if (statement == NULL)
    return NULL;
  for (guint i = 0; i < ids->len; i++) {
    gboolean row;

    hearth_statement_bind_int (statement, g_array_index (ids, gint64, i));
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    /* It may have been deleted since it was found. */
    if (row)
      g_ptr_array_add (messages, hearth_message_row_read (statement, detail));
    hearth_statement_reset (statement);
  }
  return g_steal_pointer (&messages);
}
