/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-people.h"

#include "hearth-store-messages.h"

#include <string.h>

/* How many addresses the owner is taken to have at most. */
#define MAX_OWNER_ADDRESSES 8

typedef struct {
  gint64 id;
  char *address; /* (owned): as it is shown */
  char *name;    /* (owned) */
  gint64 n_received;
  gint64 n_read;
  gint64 n_sent;
  gint64 n_addressed;
} Person;

struct _HearthPeopleBatch {
  GHashTable *people; /* (owned) (element-type utf8 Person): by folded address */
};

static void
person_free (gpointer data)
{
  Person *person = data;

  g_free (person->address);
  g_free (person->name);
  g_free (person);
}

/**
 * hearth_people_batch_new:
 *
 * Returns: (transfer full): an empty batch
 */
HearthPeopleBatch *
hearth_people_batch_new (void)
{
  HearthPeopleBatch *self = g_new0 (HearthPeopleBatch, 1);

  self->people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, person_free);
  return self;
}

/**
 * hearth_people_batch_free:
 * @self: (nullable) (transfer full): a batch
 */
void
hearth_people_batch_free (HearthPeopleBatch *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->people);
  g_free (self);
}

/**
 * hearth_people_counts_role:
 * @role: a mailbox's role
 *
 * Returns: whether mail there counts as received; what is junk or unfinished says nothing of a
 * person
 */
gboolean
hearth_people_counts_role (HearthMailboxRole role)
{
  return role != HEARTH_MAILBOX_SENT && role != HEARTH_MAILBOX_DRAFTS &&
         role != HEARTH_MAILBOX_JUNK;
}

static Person *
ensure_person (HearthPeopleBatch *self, const HearthAddress *address)
{
  g_autofree char *folded = NULL;
  Person *person;

  if (address == NULL || *address->address == '\0')
    return NULL;
  folded = g_ascii_strdown (address->address, -1);
  person = g_hash_table_lookup (self->people, folded);
  if (person == NULL) {
    person = g_new0 (Person, 1);
    person->address = g_strdup (address->address);
    person->name = g_strdup (address->name);
    g_hash_table_insert (self->people, g_steal_pointer (&folded), person);
  } else if (*address->name != '\0' && strcmp (address->name, person->name) != 0) {
    g_free (person->name);
    person->name = g_strdup (address->name);
  }
  return person;
}

static void
add_recipients (HearthPeopleBatch *self, GPtrArray *addresses, HearthMailboxRole role, int sign)
{
  for (guint i = 0; i < addresses->len; i++) {
    Person *person = ensure_person (self, addresses->pdata[i]);

    if (person == NULL)
      continue;
    if (role == HEARTH_MAILBOX_SENT)
      person->n_sent += sign;
    else if (hearth_people_counts_role (role))
      person->n_addressed += sign;
  }
}

/**
 * hearth_people_batch_add:
 * @self: a batch
 * @message: a message
 * @role: the role of its mailbox
 * @sign: 1 if it is added, -1 if it is removed
 *
 * Counts the people of a message.
 */
void
hearth_people_batch_add (HearthPeopleBatch *self, const HearthMessage *message,
                         HearthMailboxRole role, int sign)
{
  Person *from = ensure_person (self, message->from);

  if (from != NULL && hearth_people_counts_role (role)) {
    from->n_received += sign;
    if ((message->flags & HEARTH_MESSAGE_SEEN) != 0)
      from->n_read += sign;
  }
  add_recipients (self, message->to, role, sign);
  add_recipients (self, message->cc, role, sign);
}

static gboolean
find_person (HearthDatabase *db, const char *address, gint64 *id, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "SELECT id FROM people WHERE address = ?", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, address);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  *id = row ? hearth_statement_get_int (statement, 0) : 0;
  return TRUE;
}

static char *
dup_folded (const Person *person)
{
  g_autofree char *both = g_strconcat (person->name, " ", person->address, NULL);

  return hearth_words_dup (both);
}

/* Not ON CONFLICT with RETURNING: SQLite makes a table for what that returns, each time. */
static gboolean
insert_person (HearthDatabase *db, const char *address, Person *person, GError **error)
{
  g_autofree char *folded = dup_folded (person);
  g_autoptr (HearthStatement) statement = NULL;

  statement = hearth_statement_new (
      db,
      "INSERT INTO people (address, display_address, name, folded, n_received, n_read, n_sent,"
      " n_addressed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, address);
  hearth_statement_bind_text (statement, person->address);
  hearth_statement_bind_text (statement, person->name);
  hearth_statement_bind_text (statement, folded);
  hearth_statement_bind_int (statement, person->n_received);
  hearth_statement_bind_int (statement, person->n_read);
  hearth_statement_bind_int (statement, person->n_sent);
  hearth_statement_bind_int (statement, person->n_addressed);
  if (!hearth_statement_run (statement, error))
    return FALSE;
  person->id = sqlite3_last_insert_rowid (hearth_database_get_handle (db));
  return TRUE;
}

static gboolean
update_person (HearthDatabase *db, const Person *person, GError **error)
{
  g_autofree char *folded = person->name[0] != '\0' ? dup_folded (person) : NULL;
  g_autoptr (HearthStatement) statement = NULL;

  statement = hearth_statement_new (
      db,
      "UPDATE people SET name = coalesce (?, name), folded = coalesce (?, folded),"
      " n_received = max (0, n_received + ?), n_read = max (0, n_read + ?),"
      " n_sent = max (0, n_sent + ?), n_addressed = max (0, n_addressed + ?) WHERE id = ?",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, folded != NULL ? person->name : NULL);
  hearth_statement_bind_text (statement, folded);
  hearth_statement_bind_int (statement, person->n_received);
  hearth_statement_bind_int (statement, person->n_read);
  hearth_statement_bind_int (statement, person->n_sent);
  hearth_statement_bind_int (statement, person->n_addressed);
  hearth_statement_bind_int (statement, person->id);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_people_batch_write:
 * @self: a batch
 * @db: a writer in a transaction
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Writes the batch; afterwards hearth_people_batch_get_id() knows the rows.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_people_batch_write (HearthPeopleBatch *self, HearthDatabase *db, GError **error)
{
  GHashTableIter iter;
  gpointer address, value;

  g_hash_table_iter_init (&iter, self->people);
  while (g_hash_table_iter_next (&iter, &address, &value)) {
    Person *person = value;

    if (!find_person (db, address, &person->id, error) ||
        !(person->id != 0 ? update_person (db, person, error)
                          : insert_person (db, address, person, error)))
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_people_batch_get_id:
 * @self: a batch that was written
 * @address: (nullable): an address of a message in it
 *
 * Returns: the person's row, or 0
 */
gint64
hearth_people_batch_get_id (HearthPeopleBatch *self, const HearthAddress *address)
{
  Person *person = ensure_person (self, address);

  return person != NULL ? person->id : 0;
}

/**
 * hearth_people_count_read:
 * @db: a writer
 * @from_id: a person
 * @change: how many more of their messages are read
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_people_count_read (HearthDatabase *db, gint64 from_id, int change, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  statement =
      hearth_statement_new (db, "UPDATE people SET n_read = max (0, n_read + ?) WHERE id = ?",
                            error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, change);
  hearth_statement_bind_int (statement, from_id);
  return hearth_statement_run (statement, error);
}

/**
 * hearth_store_people_get_history:
 * @db: a database
 * @address: an addr-spec, in whatever case
 * @history: (out): what the store knows of it; zeros if nothing
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Mail in Junk and Drafts does not count as received.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_people_get_history (HearthDatabase *db, const char *address,
                                 HearthSenderHistory *history, GError **error)
{
  g_autofree char *folded = g_ascii_strdown (address, -1);
  g_autoptr (HearthStatement) statement = NULL;
  gboolean row;

  *history = (HearthSenderHistory){ 0 };
  statement =
      hearth_statement_new (db, "SELECT n_received, n_read, n_sent FROM people WHERE address = ?",
                            error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, folded);
  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  if (row) {
    history->n_received = hearth_statement_get_int (statement, 0);
    history->n_read = hearth_statement_get_int (statement, 1);
    history->n_sent = hearth_statement_get_int (statement, 2);
  }
  return TRUE;
}

/**
 * hearth_store_people_find:
 * @db: a database
 * @name: words of a name or an address; the beginning of each is enough
 * @limit: at most so many; 0 is 50
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Finds people by name or address, without regard to case and marks: those with whom the owner has
 * most to do first. One with a whole word goes before one where it is only the beginning.
 *
 * Returns: (transfer full) (nullable) (element-type HearthAddress): people; %NULL on an error
 */
GPtrArray *
hearth_store_people_find (HearthDatabase *db, const char *name, guint limit, GError **error)
{
  g_autoptr (GPtrArray) people =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_address_free);
  g_autofree char *folded = hearth_words_dup (name);
  g_auto (GStrv) words = g_strsplit (g_strchug (folded), " ", 12);
  g_autoptr (GString) sql = g_string_new ("SELECT name, display_address FROM people WHERE 1");
  g_autoptr (HearthStatement) statement = NULL;
  guint n_words = g_strv_length (words);
  gboolean row;

  if (n_words == 0)
    return g_steal_pointer (&people);
  for (guint i = 0; i < n_words; i++)
    g_string_append (sql, " AND instr (folded, ' ' || ?) > 0");
  g_string_append (sql, " ORDER BY ");
  for (guint i = 0; i < n_words; i++)
    g_string_append_printf (sql, "%s(instr (folded || ' ', ' ' || ? || ' ') > 0)",
                            i > 0 ? " + " : "");
  g_string_append (sql, " DESC, n_sent * 5 + n_read * 2 + n_received DESC, id LIMIT ?");
  statement = hearth_statement_new (db, sql->str, error);
  if (statement == NULL)
    return NULL;
  for (guint i = 0; i < 2 * n_words; i++)
    hearth_statement_bind_text (statement, words[i % n_words]);
  hearth_statement_bind_int (statement, limit != 0 ? limit : 50);
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      break;
    g_ptr_array_add (people, hearth_address_new (hearth_statement_get_text (statement, 0),
                                                 hearth_statement_get_text (statement, 1)));
  }
  return g_steal_pointer (&people);
}

/* Whom the owner has had mail with, by the name that an address book gives them. */
#define KNOWN_PEOPLE                                                                               \
  "SELECT coalesce (nullif (c.name, a.address), p.name) AS name, p.display_address AS address,"    \
  " p.folded AS folded, p.n_sent AS sent, c.id IS NOT NULL AS listed,"                             \
  " p.n_read * 2 + p.n_received AS score FROM people AS p"                                         \
  " LEFT JOIN contact_addresses AS a ON a.address = p.address"                                     \
  " LEFT JOIN contacts AS c ON c.id = a.contact_id"

/* The words of an address, as the words of names are. */
#define ADDRESS_WORDS                                                                              \
  "replace (replace (replace (replace (replace (lower (a.address), '@', ' '), '.', ' '), '-', ' "  \
  "'),"                                                                                            \
  " '_', ' '), '+', ' ')"

/* Whom address books have, each address by itself, and what mail the owner has had with it. */
#define LISTED_PEOPLE                                                                              \
  "SELECT coalesce (nullif (c.name, a.address), p.name, ''),"                                      \
  " coalesce (p.display_address, a.address), c.folded || ' ' || " ADDRESS_WORDS ","                \
  " coalesce (p.n_sent, 0), 1, coalesce (p.n_read * 2 + p.n_received, 0) FROM contacts AS c"       \
  " JOIN contact_addresses AS a ON a.contact_id = c.id"                                            \
  " LEFT JOIN people AS p ON p.address = lower (a.address)"

static char *
dup_complete_sql (guint n_words)
{
  GString *sql = g_string_new ("SELECT max (name), max (address) FROM (" KNOWN_PEOPLE
                               " UNION ALL " LISTED_PEOPLE ") WHERE 1");

  for (guint i = 0; i < n_words; i++)
    g_string_append_printf (sql, " AND instr (folded, ' ' || ?%u) > 0", i + 1);
  g_string_append (sql, " GROUP BY lower (address) ORDER BY max (sent) > 0 DESC, max (");
  for (guint i = 0; i < n_words; i++)
    g_string_append_printf (sql, "%s(instr (folded || ' ', ' ' || ?%u || ' ') > 0)",
                            i > 0 ? " + " : "", i + 1);
  g_string_append_printf (sql,
                          ") DESC, max (sent) DESC, max (listed) DESC, max (score) DESC,"
                          " lower (address) LIMIT ?%u",
                          n_words + 1);
  return g_string_free (sql, FALSE);
}

/**
 * hearth_store_people_complete:
 * @db: a database
 * @typed: the beginning of a name or an address
 * @limit: at most so many; 0 is 50
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Finds whom the owner may be about to write to: those they wrote to before, the often first, then
 * those of their address books, then those who wrote to them; within these, one with a whole word
 * goes before one where it is only the beginning. Each address comes once, with the name that an
 * address book gives it.
 *
 * Returns: (transfer full) (nullable) (element-type HearthAddress): people; %NULL on an error
 */
GPtrArray *
hearth_store_people_complete (HearthDatabase *db, const char *typed, guint limit, GError **error)
{
  g_autoptr (GPtrArray) people =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_address_free);
  g_autofree char *folded = hearth_words_dup (typed);
  g_auto (GStrv) words = g_strsplit (g_strchug (folded), " ", 12);
  g_autofree char *sql = NULL;
  g_autoptr (HearthStatement) statement = NULL;
  guint n_words = g_strv_length (words);
  gboolean row;

  if (n_words == 0)
    return g_steal_pointer (&people);
  sql = dup_complete_sql (n_words);
  statement = hearth_statement_new (db, sql, error);
  if (statement == NULL)
    return NULL;
  for (guint i = 0; i < n_words; i++)
    hearth_statement_bind_text (statement, words[i]);
  hearth_statement_bind_int (statement, limit != 0 ? limit : 50);
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&people);
    g_ptr_array_add (people, hearth_address_new (hearth_statement_get_text (statement, 0),
                                                 hearth_statement_get_text (statement, 1)));
  }
}

static gboolean
has_address (GPtrArray *addresses, const char *address)
{
  for (guint i = 0; i < addresses->len; i++) {
    if (g_ascii_strcasecmp (g_ptr_array_index (addresses, i), address) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
append_addresses (HearthDatabase *db, const char *sql, GPtrArray *addresses, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    if (!has_address (addresses, hearth_statement_get_text (statement, 0)))
      g_ptr_array_add (addresses, g_strdup (hearth_statement_get_text (statement, 0)));
  }
}

/**
 * hearth_store_people_list_owner:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Finds the owner's own addresses: those they send from, those of their accounts and identities,
 * and those by which their calendars know them; without any, the one that most mail is sent to.
 *
 * Returns: (transfer full) (nullable) (element-type utf8): addr-specs, the most used first; %NULL
 * on an error
 */
GPtrArray *
hearth_store_people_list_owner (HearthDatabase *db, GError **error)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);

  /* role 2 is HEARTH_MAILBOX_SENT; the newest thousand show what is in use. */
  G_STATIC_ASSERT (HEARTH_MAILBOX_SENT == 2);
  if (!append_addresses (
          db,
          "SELECT p.display_address FROM"
          " (SELECT from_id FROM messages WHERE from_id != 0 AND mailbox_id IN"
          "   (SELECT id FROM mailboxes WHERE role = 2) ORDER BY id DESC LIMIT 1000) AS s"
          " JOIN people AS p ON p.id = s.from_id"
          " GROUP BY p.id ORDER BY count(*) DESC LIMIT " G_STRINGIFY (MAX_OWNER_ADDRESSES),
          addresses, error) ||
      !append_addresses (db,
                         "SELECT address FROM accounts UNION ALL SELECT address FROM identities"
                         " UNION ALL SELECT address FROM dav_accounts WHERE address IS NOT NULL",
                         addresses, error))
    return NULL;
  if (addresses->len == 0 &&
      !append_addresses (db,
                         "SELECT display_address FROM people WHERE n_addressed > 0"
                         " ORDER BY n_addressed DESC, id LIMIT 1",
                         addresses, error))
    return NULL;
  return g_steal_pointer (&addresses);
}
