/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-review.h"

#include "hearth-database-private.h"
#include "hearth-finding.h"
#include "hearth-records.h"
#include "hearth-store-messages.h"

/* What is looked through: the inbox. Mail that lies elsewhere was put there. An mbox file cannot
 * give mail away. role 1 is HEARTH_MAILBOX_INBOX. */
#define IN_INBOX                                                                                   \
  " m.mailbox_id IN (SELECT x.id FROM mailboxes AS x JOIN sources AS s ON s.id = x.source_id"      \
  " WHERE x.role = 1 AND s.kind != 'mbox' AND s.removing = 0)"

G_STATIC_ASSERT (HEARTH_MAILBOX_INBOX == 1);
G_STATIC_ASSERT (HEARTH_MAILBOX_SENT == 2);

/**
 * hearth_store_review_count:
 * @db: a database
 * @n: (out): how many messages hearth_store_review_scan() gives in all
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_review_count (HearthDatabase *db, gint64 *n, GError **error)
{
  return hearth_database_get_int (db, "SELECT count(*) FROM messages AS m WHERE" IN_INBOX, n,
                                  error);
}

/**
 * hearth_store_review_scan:
 * @db: a database
 * @below_id: (inout): where to go on; %G_MAXINT64 at the start
 * @limit: at most so many
 * @func: (scope call): gets each message
 * @user_data: for @func
 * @n_rows: (out): how many there were
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Reads the messages of the inboxes, the newest first.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_review_scan (HearthDatabase *db, gint64 *below_id, guint limit,
                          HearthReviewRowFunc func, gpointer user_data, guint *n_rows,
                          GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db,
      "SELECT m.id, m.thread_id, m.from_id, m.date, m.flags, m.marks, m.subject, m.from_name,"
      " m.from_address, m.list_id, m.klass FROM messages AS m WHERE m.id < ? AND" IN_INBOX
      " ORDER BY m.id DESC LIMIT ?",
      error);

  *n_rows = 0;
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, *below_id);
  hearth_statement_bind_int (statement, limit);
  for (;;) {
    HearthReviewRow row = { 0 };
    gboolean more;

    if (!hearth_statement_next (statement, &more, error))
      return FALSE;
    if (!more)
      return TRUE;
    row.id = hearth_statement_get_int (statement, 0);
    row.thread_id = hearth_statement_get_int (statement, 1);
    row.from_id = hearth_statement_get_int (statement, 2);
    row.date = hearth_statement_get_int (statement, 3);
    row.flags = (HearthMessageFlags) hearth_statement_get_int (statement, 4);
    row.marks = (HearthMessageMarks) hearth_statement_get_int (statement, 5);
    row.subject = hearth_statement_get_text (statement, 6);
    row.from_name = hearth_statement_get_text (statement, 7);
    row.from_address = hearth_statement_get_text (statement, 8);
    row.list_id = hearth_statement_get_text (statement, 9);
    row.klass = hearth_statement_get_text (statement, 10);
    func (&row, user_data);
    *below_id = row.id;
    (*n_rows)++;
  }
}

static GHashTable *
list_numbers (HearthDatabase *db, const char *sql, GError **error)
{
  g_autoptr (GHashTable) set = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);

  if (statement == NULL)
    return NULL;
  for (;;) {
    gboolean row;
    gint64 number;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&set);
    number = hearth_statement_get_int (statement, 0);
    g_hash_table_add (set, g_memdup2 (&number, sizeof number));
  }
}

/**
 * hearth_store_review_list_threads:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type gint64): the threads in which the owner wrote
 */
GHashTable *
hearth_store_review_list_threads (HearthDatabase *db, GError **error)
{
  return list_numbers (db,
                       "SELECT DISTINCT thread_id FROM messages WHERE mailbox_id IN"
                       " (SELECT id FROM mailboxes WHERE role = 2)",
                       error);
}

/**
 * hearth_store_review_list_people:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type gint64): the rows of people to whom the owner
 *   wrote, or who stand in an address book
 */
GHashTable *
hearth_store_review_list_people (HearthDatabase *db, GError **error)
{
  return list_numbers (db,
                       "SELECT id FROM people WHERE n_sent > 0 UNION"
                       " SELECT p.id FROM contact_addresses AS c"
                       " JOIN people AS p ON p.address = lower (c.address)",
                       error);
}

/**
 * hearth_store_review_list_papers:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type gint64): the messages in which an invoice, a
 *   flight or a booking was found
 */
GHashTable *
hearth_store_review_list_papers (HearthDatabase *db, GError **error)
{
  G_STATIC_ASSERT (HEARTH_FINDING_FLIGHT == 6 && HEARTH_FINDING_BOOKING == 7 &&
                   HEARTH_FINDING_INVOICE == 8);
  return list_numbers (db, "SELECT DISTINCT message_id FROM findings WHERE kind IN (6, 7, 8)",
                       error);
}

/**
 * hearth_left_list_free:
 * @self: (nullable) (transfer full): a list
 */
void
hearth_left_list_free (HearthLeftList *self)
{
  if (self == NULL)
    return;
  g_free (self->list);
  g_free (self->how);
  g_free (self->problem);
  g_free (self);
}

/**
 * hearth_left_list_key:
 * @list_id: the List-Id of a message, or ""
 * @address: its sender
 *
 * Returns: (transfer full): what names the list that it came by
 */
char *
hearth_left_list_key (const char *list_id, const char *address)
{
  g_autofree char *folded = g_ascii_strdown (*list_id != '\0' ? list_id : address, -1);

  return g_strconcat (*list_id != '\0' ? "list:" : "from:", folded, NULL);
}

#define SELECT_LEFT "SELECT list, message_id, at, how, state, problem FROM unsubscribes"

static HearthLeftList *
read_left (HearthStatement *statement)
{
  HearthLeftList *left = g_new0 (HearthLeftList, 1);

  left->list = g_strdup (hearth_statement_get_text (statement, 0));
  left->message_id = hearth_statement_get_int (statement, 1);
  left->at = hearth_statement_get_int (statement, 2);
  left->how = g_strdup (hearth_statement_get_text (statement, 3));
  left->state = (HearthUnsubscribeState) hearth_statement_get_int (statement, 4);
  left->problem = g_strdup (hearth_statement_get_text (statement, 5));
  return left;
}

/**
 * hearth_store_left_lists:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthLeftList): the lists that the owner left
 *   or tried to, the last first; %NULL on an error
 */
GPtrArray *
hearth_store_left_lists (HearthDatabase *db, GError **error)
{
  g_autoptr (GPtrArray) lists =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_left_list_free);
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, SELECT_LEFT " ORDER BY at DESC", error);

  if (statement == NULL)
    return NULL;
  for (;;) {
    gboolean row;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&lists);
    g_ptr_array_add (lists, read_left (statement));
  }
}

/**
 * hearth_store_left_lists_get:
 * @db: a database
 * @list: hearth_left_list_key()
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): what became of leaving that list; %NULL without an error if
 *   nobody tried
 */
HearthLeftList *
hearth_store_left_lists_get (HearthDatabase *db, const char *list, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, SELECT_LEFT " WHERE list = ?", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_text (statement, list);
  if (!hearth_statement_next (statement, &row, error))
    return NULL;
  return row ? read_left (statement) : NULL;
}

/**
 * hearth_store_left_lists_write:
 * @db: a writer in a transaction
 * @left: how leaving a list stands
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_left_lists_write (HearthDatabase *db, const HearthLeftList *left, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  hearth_database_assert_writer (db);
  statement = hearth_statement_new (
      db,
      "INSERT OR REPLACE INTO unsubscribes (list, message_id, at, how, state, problem)"
      " VALUES (?, ?, ?, ?, ?, ?)",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, left->list);
  hearth_statement_bind_int (statement, left->message_id);
  hearth_statement_bind_int (statement, left->at);
  hearth_statement_bind_text (statement, left->how);
  hearth_statement_bind_int (statement, left->state);
  hearth_statement_bind_text (statement, left->problem);
  return hearth_statement_run (statement, error);
}

static void
sender_free (gpointer data)
{
  HearthSender *sender = data;

  g_free (sender->name);
  g_free (sender->address);
  g_free (sender);
}

static gboolean
is_owner (GPtrArray *owner, const char *address)
{
  for (guint i = 0; i < owner->len; i++) {
    if (g_ascii_strcasecmp (g_ptr_array_index (owner, i), address) == 0)
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_store_senders_list:
 * @db: a database
 * @never_read: only those of whom the owner never read anything
 * @limit: at most so many
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Lists who writes to the owner, the most first. Mail in Junk and Drafts does not count. The index
 * on people gives them in their order.
 *
 * Returns: (transfer full) (nullable) (element-type HearthSender): senders; %NULL on an error
 */
GPtrArray *
hearth_store_senders_list (HearthDatabase *db, gboolean never_read, guint limit, GError **error)
{
  g_autoptr (GPtrArray) senders = g_ptr_array_new_with_free_func (sender_free);
  g_autoptr (GPtrArray) owner = hearth_store_people_list_owner (db, error);
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db,
      never_read ? "SELECT id, name, display_address, n_received, n_read FROM people"
                   " WHERE n_received > 0 AND n_read = 0 ORDER BY n_received DESC, n_read DESC"
                 : "SELECT id, name, display_address, n_received, n_read FROM people"
                   " WHERE n_received > 0 ORDER BY n_received DESC, n_read DESC",
      owner != NULL ? error : NULL);

  if (owner == NULL || statement == NULL)
    return NULL;
  while (senders->len < limit) {
    HearthSender *sender;
    gboolean row;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      break;
    if (is_owner (owner, hearth_statement_get_text (statement, 2)))
      continue;
    sender = g_new0 (HearthSender, 1);
    sender->id = hearth_statement_get_int (statement, 0);
    sender->name = g_strdup (hearth_statement_get_text (statement, 1));
    sender->address = g_strdup (hearth_statement_get_text (statement, 2));
    sender->n_received = hearth_statement_get_int (statement, 3);
    sender->n_read = hearth_statement_get_int (statement, 4);
    g_ptr_array_add (senders, sender);
  }
  return g_steal_pointer (&senders);
}
