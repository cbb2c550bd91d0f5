/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-book.h"

#include "hearth-database-private.h"
#include "hearth-event.h"
#include "hearth-records.h"
#include "hearth-text.h"

#include <string.h>

/* What is longer ago is no contact any more. */
#define MAX_AGE ((gint64) 3 * 365 * 24 * 3600)

/**
 * hearth_keep_free:
 * @self: (nullable) (transfer full): somebody
 */
void
hearth_keep_free (HearthKeep *self)
{
  if (self == NULL)
    return;
  g_free (self->address);
  g_free (self->name);
  g_free (self);
}

static HearthContact *
read_contact (HearthStatement *statement)
{
  HearthContact *contact = hearth_contact_new (hearth_statement_get_text (statement, 2),
                                               hearth_statement_get_text (statement, 3));
  const char *phones = hearth_statement_get_text (statement, 7);
  g_auto (GStrv) lines = g_strsplit (phones != NULL ? phones : "", "\n", 20);

  contact->id = hearth_statement_get_int (statement, 0);
  contact->source_id = hearth_statement_get_int (statement, 1);
  contact->nickname = g_strdup (hearth_statement_get_text (statement, 4));
  contact->organisation = g_strdup (hearth_statement_get_text (statement, 5));
  contact->birthday = g_strdup (hearth_statement_get_text (statement, 6));
  for (guint i = 0; lines[i] != NULL; i++) {
    if (*lines[i] != '\0')
      g_ptr_array_add (contact->phones, g_strdup (lines[i]));
  }
  return contact;
}

/**
 * hearth_store_book_list:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthContact): everyone in the owner's address
 *   books, with their addresses; %NULL on an error
 */
GPtrArray *
hearth_store_book_list (HearthDatabase *db, GError **error)
{
  g_autoptr (GPtrArray) contacts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_contact_free);
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db,
      "SELECT c.id, c.source_id, c.uid, c.name, c.nickname, c.organisation, c.birthday, c.phones,"
      " a.address FROM contacts AS c LEFT JOIN contact_addresses AS a ON a.contact_id = c.id"
      " ORDER BY c.id, a.place",
      error);
  HearthContact *last = NULL;
  gboolean row;

  if (statement == NULL)
    return NULL;
  for (;;) {
    const char *address;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&contacts);
    if (last == NULL || last->id != hearth_statement_get_int (statement, 0)) {
      last = read_contact (statement);
      g_ptr_array_add (contacts, last);
    }
    address = hearth_statement_get_text (statement, 8);
    if (address != NULL)
      g_ptr_array_add (last->addresses, g_strdup (address));
  }
}

/**
 * hearth_store_book_calls:
 * @db: a database
 * @address: an addr-spec
 * @name: a name
 *
 * Returns: whether an address book has that very name with the address
 */
gboolean
hearth_store_book_calls (HearthDatabase *db, const char *address, const char *name)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db,
                            "SELECT 1 FROM contact_addresses AS a JOIN contacts AS c"
                            " ON c.id = a.contact_id WHERE a.address = ? AND c.name = ? LIMIT 1",
                            NULL);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, address);
  hearth_statement_bind_text (statement, name);
  return hearth_statement_next (statement, &row, NULL) && row;
}

/**
 * hearth_store_book_find_address:
 * @db: a database
 * @name: a name, in whatever case
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): the address of the one who is called so in the owner's
 *   address books; %NULL without @error if that is nobody, or more than one
 */
char *
hearth_store_book_find_address (HearthDatabase *db, const char *name, GError **error)
{
  g_autoptr (GPtrArray) contacts = hearth_store_book_list (db, error);
  g_autofree char *folded = hearth_text_fold (name);
  const char *found = NULL;

  for (guint i = 0; contacts != NULL && i < contacts->len; i++) {
    const HearthContact *contact = g_ptr_array_index (contacts, i);
    g_autofree char *own = hearth_text_fold (contact->name);

    if (contact->addresses->len == 0 || strcmp (own, folded) != 0)
      continue;
    if (found != NULL && g_ascii_strcasecmp (found, contact->addresses->pdata[0]) != 0)
      return NULL;
    found = contact->addresses->pdata[0];
  }
  return g_strdup (found);
}

/**
 * hearth_store_book_has:
 * @db: a database
 * @address: an addr-spec, in whatever case
 *
 * Returns: whether an address book of the owner has it
 */
gboolean
hearth_store_book_has (HearthDatabase *db, const char *address)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "SELECT 1 FROM contact_addresses WHERE address = ? LIMIT 1", NULL);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, address);
  return hearth_statement_next (statement, &row, NULL) && row;
}

/* Runs a statement that gives a number, and one more that is optional. */
static gboolean
run_for_numbers (HearthStatement *statement, gint64 *first, gint64 *second, GError **error)
{
  gboolean row;

  if (!hearth_statement_next (statement, &row, error))
    return FALSE;
  *first = row ? hearth_statement_get_int (statement, 0) : 0;
  if (second != NULL)
    *second = row ? hearth_statement_get_int (statement, 1) : 0;
  return TRUE;
}

static gboolean
find_received (HearthDatabase *db, const char *folded, HearthContactTimes *times, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db,
      "SELECT m.date, m.id FROM messages AS m JOIN people AS p ON p.id = m.from_id"
      " WHERE p.address = ? AND m.mailbox_id NOT IN (SELECT id FROM mailboxes WHERE role IN (?, ?))"
      " ORDER BY m.id DESC LIMIT 1",
      error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, folded);
  hearth_statement_bind_int (statement, HEARTH_MAILBOX_JUNK);
  hearth_statement_bind_int (statement, HEARTH_MAILBOX_DRAFTS);
  return run_for_numbers (statement, &times->received, &times->received_id, error);
}

/* The recipients are a line each: a mark, the name, a tab, the address. */
static gboolean
find_sent (HearthDatabase *db, const char *folded, gint64 now, HearthContactTimes *times,
           GError **error)
{
  g_autofree char *line = g_strdup_printf ("\t%s\n", folded);
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db,
      "SELECT m.date, m.id FROM messages AS m WHERE m.mailbox_id IN"
      " (SELECT id FROM mailboxes WHERE role = ?) AND m.id >= ?"
      " AND instr (lower (m.recipients) || char (10), ?) > 0 ORDER BY m.id DESC LIMIT 1",
      error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, HEARTH_MAILBOX_SENT);
  hearth_statement_bind_int (statement, MAX (now - MAX_AGE, 0) << 20);
  hearth_statement_bind_text (statement, line);
  return run_for_numbers (statement, &times->sent, &times->sent_id, error);
}

static gboolean
find_met (HearthDatabase *db, const char *folded, gint64 now, HearthContactTimes *times,
          GError **error)
{
  g_autofree char *line = g_strdup_printf ("\t%s\n", folded);
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db,
                            "SELECT coalesce (max (o.start), 0) FROM events AS e JOIN occurrences "
                            "AS o ON o.event_id = e.id"
                            " WHERE o.start < ? AND e.status != ?"
                            " AND instr (lower (e.attendees) || char (10), ?) > 0",
                            error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, now);
  hearth_statement_bind_int (statement, HEARTH_EVENT_CANCELLED);
  hearth_statement_bind_text (statement, line);
  return run_for_numbers (statement, &times->met, NULL, error);
}

/**
 * hearth_store_book_find_times:
 * @db: a database
 * @address: an addr-spec, in whatever case
 * @now: the time that it is, seconds since 1970 UTC
 * @times: (out caller-allocates): when there was a contact last, either way
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_book_find_times (HearthDatabase *db, const char *address, gint64 now,
                              HearthContactTimes *times, GError **error)
{
  g_autofree char *folded = g_ascii_strdown (address, -1);

  *times = (HearthContactTimes){ 0 };
  return find_received (db, folded, times, error) && find_sent (db, folded, now, times, error) &&
         find_met (db, folded, now, times, error);
}

/**
 * hearth_store_keep_list:
 * @db: a database
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthKeep): those whom the owner wants to hear
 *   from, by name; %NULL on an error
 */
GPtrArray *
hearth_store_keep_list (HearthDatabase *db, GError **error)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_keep_free);
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db, "SELECT address, name, days, created FROM keep_in_touch ORDER BY name, address", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  for (;;) {
    HearthKeep *keep;

    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&kept);
    keep = g_new0 (HearthKeep, 1);
    keep->address = g_strdup (hearth_statement_get_text (statement, 0));
    keep->name = g_strdup (hearth_statement_get_text (statement, 1));
    keep->days = (guint) CLAMP (hearth_statement_get_int (statement, 2), 1, 3650);
    keep->created = hearth_statement_get_int (statement, 3);
    g_ptr_array_add (kept, keep);
  }
}

/**
 * hearth_store_keep_set:
 * @db: a writer
 * @address: an addr-spec
 * @name: what the owner calls them
 * @days: after how many days without a word to tell it; 0 to tell it no more
 * @now: the time that it is, seconds since 1970 UTC
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_keep_set (HearthDatabase *db, const char *address, const char *name, guint days,
                       gint64 now, GError **error)
{
  g_autoptr (HearthStatement) statement = NULL;

  statement = hearth_statement_new (
      db,
      days == 0 ? "DELETE FROM keep_in_touch WHERE address = ?"
                : "INSERT INTO keep_in_touch (address, name, days, created) VALUES (?, ?, ?, ?)"
                  " ON CONFLICT (address) DO UPDATE SET name = excluded.name, days = excluded.days",
      error);
  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_text (statement, address);
  if (days != 0) {
    hearth_statement_bind_text (statement, name);
    hearth_statement_bind_int (statement, days);
    hearth_statement_bind_int (statement, now);
  }
  return hearth_statement_run (statement, error);
}
