/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-letters.h"

#include "hearth-clock.h"
#include "hearth-database-private.h"
#include "hearth-database-wipe.h"

#include <glib/gi18n.h>

/* What letters said before. Each save writes a version, and those before are thinned: of a slot of
 * time the last one stays, and the slots grow with their age. So yesterday can be gone back over in
 * steps of ten minutes, last month in days, and a letter that is written for years stays small. */

#define MINUTE ((gint64) 60)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

/* What was made on purpose stays longer. */
#define KEPT_FOR (90 * DAY)

/* Of one letter. */
#define MAX_VERSIONS 600
#define MAX_CHARS (16 * 1024 * 1024)

#define COLUMNS                                                                                    \
  "id, letter_id, at, origin, kept, length (text), recipient, address, title, date, text, "        \
  "language, sender"

/**
 * hearth_letter_version_free:
 * @self: (transfer full): a version
 */
void
hearth_letter_version_free (HearthLetterVersion *self)
{
  g_clear_pointer (&self->letter, hearth_letter_free);
  g_free (self);
}

/**
 * hearth_letter_version_slot:
 * @at: when a version was saved, seconds since 1970 UTC
 * @now: seconds since 1970 UTC
 *
 * Says which versions stand for each other. Slots begin at fixed times, so that what is thinned
 * again and again does not lose more than what is thinned once.
 *
 * Returns: a slot; of two versions with the same one only the later is needed
 */
gint64
hearth_letter_version_slot (gint64 at, gint64 now)
{
  static const struct {
    gint64 age;
    gint64 width;
  } steps[] = {
    { HOUR, MINUTE },
    { DAY, 10 * MINUTE },
    { 7 * DAY, HOUR },
    { 60 * DAY, DAY },
  };
  gint64 age = MAX (now - at, 0);

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    if (age < steps[i].age)
      /* Slots of different widths never meet. */
      return at / steps[i].width * 8 + i;
  }
  return at / (7 * DAY) * 8 + 7;
}

static HearthLetterVersion *
read_version (HearthStatement *statement, gboolean with_letter)
{
  HearthLetterVersion *self = g_new0 (HearthLetterVersion, 1);
  HearthLetter *letter;

  self->id = hearth_statement_get_int (statement, 0);
  self->letter_id = hearth_statement_get_int (statement, 1);
  self->at = hearth_statement_get_int (statement, 2);
  self->origin = hearth_statement_get_int (statement, 3);
  self->kept = hearth_statement_get_int (statement, 4) != 0;
  self->n_chars = hearth_statement_get_int (statement, 5);
  if (!with_letter)
    return self;
  self->letter = letter = g_new0 (HearthLetter, 1);
  letter->id = self->letter_id;
  letter->recipient = g_strdup (hearth_statement_get_text (statement, 6));
  letter->address = g_strdup (hearth_statement_get_text (statement, 7));
  letter->title = g_strdup (hearth_statement_get_text (statement, 8));
  letter->date = g_strdup (hearth_statement_get_text (statement, 9));
  letter->text = g_strdup (hearth_statement_get_text (statement, 10));
  letter->language = g_strdup (hearth_statement_get_text (statement, 11));
  letter->sender = g_strdup (hearth_statement_get_text (statement, 12));
  letter->begun_with = g_strdup ("");
  letter->paper = g_strdup ("");
  letter->face = g_strdup ("");
  letter->pen = g_strdup ("");
  return self;
}

/**
 * hearth_store_letters_list_versions:
 * @db: a database
 * @letter_id: a letter
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HearthLetterVersion): what it said, the newest
 *   first, without the words
 */
GPtrArray *
hearth_store_letters_list_versions (HearthDatabase *db, gint64 letter_id, GError **error)
{
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_letter_version_free);
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db, "SELECT " COLUMNS " FROM letter_versions WHERE letter_id = ? ORDER BY id DESC", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, letter_id);
  for (;;) {
    if (!hearth_statement_next (statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&list);
    g_ptr_array_add (list, read_version (statement, FALSE));
  }
}

/**
 * hearth_store_letters_get_version:
 * @db: a database
 * @id: a version
 * @error: %HEARTH_STORE_ERROR_NOT_FOUND if there is none
 *
 * Returns: (transfer full) (nullable): the version, with what it said
 */
HearthLetterVersion *
hearth_store_letters_get_version (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "SELECT " COLUMNS " FROM letter_versions WHERE id = ?", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  hearth_statement_bind_int (statement, id);
  if (!hearth_statement_next (statement, &row, error))
    return NULL;
  if (row)
    return read_version (statement, TRUE);
  g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
               _("There is no version %lld of a letter."), (long long) id);
  return NULL;
}

/* Where a letter is among its versions, and how far it was brought back already. @versions: the
 * newest first. Returns: the version whose words stand there. */
static gint64
find_place (GPtrArray *versions, gint64 *first_restored)
{
  const HearthLetterVersion *newest = g_ptr_array_index (versions, 0);

  *first_restored = G_MAXINT64;
  for (guint i = 0; i < versions->len; i++) {
    const HearthLetterVersion *each = g_ptr_array_index (versions, i);

    if (each->origin == 0)
      break;
    *first_restored = each->id;
  }
  return newest->origin != 0 ? newest->origin : newest->id;
}

/**
 * hearth_store_letters_find_step:
 * @db: a database
 * @letter_id: a letter
 * @step: in which direction
 * @version_id: (out): the version that it leads to, or 0 if there is none
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Finds what a letter said before what it says now, or after it where it was brought back. To go
 * back, go on and go back again makes new versions all the time and still leads over the old ones.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_letters_find_step (HearthDatabase *db, gint64 letter_id, HearthLetterStep step,
                                gint64 *version_id, GError **error)
{
  g_autoptr (GPtrArray) versions = hearth_store_letters_list_versions (db, letter_id, error);
  gint64 place, restored;

  *version_id = 0;
  if (versions == NULL)
    return FALSE;
  if (versions->len == 0)
    return TRUE;
  place = find_place (versions, &restored);
  for (guint i = 0; i < versions->len; i++) {
    const HearthLetterVersion *each = g_ptr_array_index (versions, i);

    if (step == HEARTH_LETTER_BACK && each->id < place) {
      *version_id = each->id;
      break;
    }
    if (step == HEARTH_LETTER_AGAIN && each->id > place && each->id < restored)
      *version_id = each->id;
  }
  return TRUE;
}

static gboolean
run_with (HearthDatabase *db, const char *sql, gint64 id, GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (db, sql, error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, id);
  return hearth_statement_run (statement, error);
}

/* The first version says what the letter began as, and stays unless there are far too many. */
static gboolean
thin (HearthDatabase *db, gint64 letter_id, GError **error)
{
  g_autoptr (GPtrArray) versions = hearth_store_letters_list_versions (db, letter_id, error);
  gint64 now = hearth_clock_now ();
  gint64 slot = G_MININT64;
  gint64 chars = 0;

  if (versions == NULL)
    return FALSE;
  for (guint i = 0; i < versions->len; i++) {
    const HearthLetterVersion *each = g_ptr_array_index (versions, i);
    gint64 its = hearth_letter_version_slot (each->at, now);
    gboolean first = i + 1 == versions->len;
    gboolean kept = each->kept && now - each->at < KEPT_FOR;

    chars += each->n_chars;
    if (i > 0 && (i >= MAX_VERSIONS || chars > MAX_CHARS || (its == slot && !kept && !first)) &&
        !run_with (db, "DELETE FROM letter_versions WHERE id = ?", each->id, error))
      return FALSE;
    slot = its;
  }
  return TRUE;
}

static gboolean
insert_version (HearthDatabase *db, const HearthLetter *letter, gint64 origin, gboolean keep,
                GError **error)
{
  g_autoptr (HearthStatement) statement = hearth_statement_new (
      db,
      "INSERT INTO letter_versions (letter_id, at, origin, kept, recipient, address, title, date,"
      " text, language, sender) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, letter->id);
  hearth_statement_bind_int (statement, hearth_clock_now ());
  hearth_statement_bind_int (statement, origin);
  hearth_statement_bind_int (statement, keep);
  hearth_statement_bind_text (statement, letter->recipient);
  hearth_statement_bind_text (statement, letter->address);
  hearth_statement_bind_text (statement, letter->title);
  hearth_statement_bind_text (statement, letter->date);
  hearth_statement_bind_text (statement, letter->text);
  hearth_statement_bind_text (statement, letter->language);
  hearth_statement_bind_text (statement, letter->sender);
  return hearth_statement_run (statement, error);
}

static gboolean
write_version (HearthDatabase *db, const HearthLetter *letter, gint64 origin, gboolean keep,
               GError **error)
{
  if (keep && !run_with (db,
                         "UPDATE letter_versions SET kept = 1 WHERE id ="
                         " (SELECT max (id) FROM letter_versions WHERE letter_id = ?)",
                         letter->id, error))
    return FALSE;
  return insert_version (db, letter, origin, keep, error) && thin (db, letter->id, error);
}

/**
 * hearth_store_letters_add_version:
 * @db: a writer in a transaction
 * @letter: a letter that was saved
 * @origin: the version that was brought back, or 0
 * @keep: whether the owner made it on purpose, and not a pause in writing; what stood before it
 *   then stays too
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Notes what a letter says now, and thins what it said before.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_store_letters_add_version (HearthDatabase *db, const HearthLetter *letter, gint64 origin,
                                  gboolean keep, GError **error)
{
  gint64 before;
  gboolean ok;

  hearth_database_assert_writer (db);
  if (!hearth_database_begin_wiping (db, &before, error))
    return FALSE;
  ok = write_version (db, letter, origin, keep, error);
  return hearth_database_end_wiping (db, before, ok, error);
}
