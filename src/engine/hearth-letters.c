/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letters.h"

#include "hearth-clock.h"
#include "hearth-engine-private.h"
#include "hearth-store-occasions.h"
#include "hearth-wiping.h"

#include <glib/gi18n.h>
#include <string.h>

/* The owner's letters. What is saved is on the disk with a version of it, in one transaction:
 * whoever ends the process, the last that was saved is there. A letter that was deleted can be
 * brought back for a month. */

#define DELETED_FOR (30 * (gint64) 86400)

#define MAX_WORD 100
#define MAX_MARK 500
#define MAX_MARKS 5000
#define MAX_NAME 200

typedef struct {
  HearthLetter *letter;
  gint64 id;
  gint64 version_id;
  HearthLetterStep step;
  gboolean keep;
  gint64 action_id;
  const HearthAction *action;
  const char *const *marks;
  const char *name;
  const char *language;
  gboolean on;
  GBytes *data;
  HearthBookRow *book;
} Write;

static gboolean
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID, sentence);
  return FALSE;
}

/* Runs one change of letters and tells of it. */
static gboolean
change (HearthEngine *self, HearthWriteFunc func, Write *write, GError **error)
{
  if (!hearth_writer_run_sync (self->writer, func, write, error))
    return FALSE;
  hearth_engine_emit_changed (self, "letters");
  return TRUE;
}

static HearthLetter *
get_present (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthLetter) letter = hearth_store_letters_get (db, id, error);

  if (letter != NULL && letter->state == HEARTH_LETTER_DELETED) {
    refuse (error, _("That letter was deleted; bring it back first."));
    return NULL;
  }
  return g_steal_pointer (&letter);
}

/* A version only where the letter says something else: another paper makes none. */
static gboolean
write_letter (HearthDatabase *db, gpointer user_data, GError **error)
{
  Write *write = user_data;
  g_autoptr (HearthLetter) before = NULL;

  if (write->letter->id != 0) {
    before = get_present (db, write->letter->id, error);
    if (before == NULL)
      return FALSE;
    write->letter->created = before->created;
  }
  if (!hearth_store_letters_save (db, write->letter, error))
    return FALSE;
  return (before != NULL && hearth_letter_says_same (before, write->letter)) ||
         hearth_store_letters_add_version (db, write->letter, 0, write->keep, error);
}

/**
 * hearth_letters_begin:
 * @self: an engine
 * @error: return location for a #HearthStoreError
 *
 * Returns: (transfer full) (nullable): a letter that is in no store yet, from whom the last one was
 */
HearthLetter *
hearth_letters_begin (HearthEngine *self, GError **error)
{
  char *sender = hearth_store_letters_dup_sender (hearth_engine_get_reader (self), error);
  HearthLetter *letter;

  if (sender == NULL)
    return NULL;
  letter = hearth_letter_new ();
  g_free (letter->sender);
  letter->sender = sender;
  return letter;
}

/**
 * hearth_letters_save:
 * @self: an engine
 * @letter: (inout): a letter; its row is set if it is new, and when it was changed
 * @keep: whether the owner saves it on purpose; %FALSE at a pause in writing
 * @error: `HEARTH_ENGINE_ERROR_INVALID` with a sentence, `HEARTH_STORE_ERROR_NOT_FOUND`, or another
 *   #HearthStoreError
 *
 * Stores a letter, and a version of what it says now.
 *
 * Returns: whether it is on the disk
 */
gboolean
hearth_letters_save (HearthEngine *self, HearthLetter *letter, gboolean keep, GError **error)
{
  gint64 now = hearth_clock_now ();
  Write write = { .letter = letter, .keep = keep };

  if (!hearth_letter_is_sound (letter))
    return refuse (error, _("That is too long for a letter, or its date is none, as 2026-05-03."));
  if (letter->created == 0)
    letter->created = now;
  letter->changed = now;
  return change (self, write_letter, &write, error);
}

static void
replace (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

/* How it looks and how it began stay: a version only knows what was said. */
static void
keep_looks (HearthLetter *letter, const HearthLetter *like)
{
  replace (&letter->paper, like->paper);
  replace (&letter->face, like->face);
  replace (&letter->pen, like->pen);
  replace (&letter->begun_with, like->begun_with);
}

static gboolean
put_back (HearthDatabase *db, gint64 id, gint64 version_id, GError **error)
{
  g_autoptr (HearthLetter) letter = get_present (db, id, error);
  g_autoptr (HearthLetterVersion) version = NULL;

  if (letter == NULL)
    return FALSE;
  version = hearth_store_letters_get_version (db, version_id, error);
  if (version == NULL)
    return FALSE;
  if (version->letter_id != id)
    return refuse (error, _("That is a version of another letter."));
  version->letter->id = id;
  version->letter->state = letter->state;
  version->letter->created = letter->created;
  version->letter->changed = hearth_clock_now ();
  keep_looks (version->letter, letter);
  return hearth_store_letters_save (db, version->letter, error) &&
         hearth_store_letters_add_version (db, version->letter, version_id, TRUE, error);
}

static gboolean
write_restored (HearthDatabase *db, gpointer user_data, GError **error)
{
  const Write *write = user_data;

  return put_back (db, write->id, write->version_id, error);
}

/**
 * hearth_letters_restore:
 * @self: an engine
 * @id: a letter
 * @version_id: a version of it
 * @error: `HEARTH_STORE_ERROR_NOT_FOUND`, `HEARTH_ENGINE_ERROR_INVALID`, or another
 *   #HearthStoreError
 *
 * Lets a letter say again what it said then. That is a new version: nothing is lost by it.
 *
 * Returns: whether it does
 */
gboolean
hearth_letters_restore (HearthEngine *self, gint64 id, gint64 version_id, GError **error)
{
  Write write = { .id = id, .version_id = version_id };

  return change (self, write_restored, &write, error);
}

static gboolean
write_step (HearthDatabase *db, gpointer user_data, GError **error)
{
  const Write *write = user_data;
  gint64 version_id;

  if (!hearth_store_letters_find_step (db, write->id, write->step, &version_id, error))
    return FALSE;
  if (version_id != 0)
    return put_back (db, write->id, version_id, error);
  g_set_error_literal (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND,
                       write->step == HEARTH_LETTER_BACK
                           ? _("There is nothing before what the letter says now.")
                           : _("There is nothing after what the letter says now."));
  return FALSE;
}

/**
 * hearth_letters_step:
 * @self: an engine
 * @id: a letter
 * @step: back, or on again
 * @error: `HEARTH_STORE_ERROR_NOT_FOUND` if there is nothing in that direction, or another
 *   #HearthStoreError
 *
 * Lets a letter say what it said before, or what it said before that was taken back; days and weeks
 * ago, too.
 *
 * Returns: whether it does
 */
gboolean
hearth_letters_step (HearthEngine *self, gint64 id, HearthLetterStep step, GError **error)
{
  Write write = { .id = id, .step = step };

  return change (self, write_step, &write, error);
}

static gboolean
write_deleted (HearthDatabase *db, gpointer user_data, GError **error)
{
  Write *write = user_data;
  g_autoptr (HearthLetter) letter = get_present (db, write->id, error);
  g_autofree char *note = NULL;

  if (letter == NULL)
    return FALSE;
  note = g_strdup_printf ("%" G_GINT64_FORMAT " %d", write->id, (int) letter->state);
  return hearth_store_letters_set_state (db, write->id, HEARTH_LETTER_DELETED, error) &&
         hearth_store_actions_add_note (db, "letter-delete", 1, note, &write->action_id, error);
}

static gboolean
write_removed (HearthDatabase *db, gpointer user_data, GError **error)
{
  guint n_removed;

  return hearth_store_letters_remove_deleted (db, hearth_clock_now () - DELETED_FOR, &n_removed,
                                              error);
}

/* What was deleted a month ago goes when something else is deleted. */
static void
remove_old (HearthEngine *self)
{
  g_autoptr (GError) error = NULL;

  if (!hearth_engine_wipe_sync (self, write_removed, NULL, &error))
    g_warning ("Letters that were deleted long ago are still there: %s", error->message);
}

/**
 * hearth_letters_delete:
 * @self: an engine
 * @id: a letter
 * @action_id: (out): for hearth_engine_undo()
 * @error: `HEARTH_STORE_ERROR_NOT_FOUND`, `HEARTH_ENGINE_ERROR_INVALID` if it was deleted already,
 *   or another #HearthStoreError
 *
 * Deletes a letter. For a month it can be brought back with all of its versions.
 *
 * Returns: whether it is deleted
 */
gboolean
hearth_letters_delete (HearthEngine *self, gint64 id, gint64 *action_id, GError **error)
{
  Write write = { .id = id };

  if (!change (self, write_deleted, &write, error))
    return FALSE;
  *action_id = write.action_id;
  remove_old (self);
  return TRUE;
}

static gboolean
write_undone (HearthDatabase *db, gpointer user_data, GError **error)
{
  const Write *write = user_data;
  const char *note = write->action->note != NULL ? write->action->note : "";
  char *end = NULL;
  gint64 id = g_ascii_strtoll (note, &end, 10);
  gint64 state = g_ascii_strtoll (end, NULL, 10);
  g_autoptr (HearthLetter) letter = hearth_store_letters_get (db, id, error);

  if (letter == NULL)
    return FALSE;
  return (letter->state != HEARTH_LETTER_DELETED ||
          hearth_store_letters_set_state (
              db, id, CLAMP (state, HEARTH_LETTER_WRITING, HEARTH_LETTER_FINISHED), error)) &&
         hearth_store_actions_set_undone (db, write->action->id, error);
}

/**
 * hearth_letters_undo:
 * @self: an engine
 * @action: a letter that was deleted
 * @n_changed: (out) (optional): 1
 * @error: `HEARTH_STORE_ERROR_NOT_FOUND` if it was removed for good, or another #HearthStoreError
 *
 * Takes an action back; for hearth_engine_undo().
 *
 * Returns: whether that is done
 */
gboolean
hearth_letters_undo (HearthEngine *self, const HearthAction *action, guint *n_changed,
                     GError **error)
{
  Write write = { .action = action };

  if (!change (self, write_undone, &write, error))
    return FALSE;
  if (n_changed != NULL)
    *n_changed = 1;
  return TRUE;
}

static gboolean
write_dismissed (HearthDatabase *db, gpointer user_data, GError **error)
{
  const Write *write = user_data;
  g_autoptr (HearthLetter) letter = get_present (db, write->id, error);

  if (letter == NULL)
    return FALSE;
  for (guint i = 0; write->marks[i] != NULL; i++) {
    if (!hearth_store_letters_dismiss (db, write->id, write->marks[i], write->on, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_letters_dismiss:
 * @self: an engine
 * @id: a letter
 * @marks: (array zero-terminated=1): keys of marks of the proofreader
 * @dismissed: whether the owner does not want to be told of them again; with %FALSE, "" stands for
 *   all that were dismissed
 * @error: `HEARTH_STORE_ERROR_NOT_FOUND`, `HEARTH_ENGINE_ERROR_INVALID`, or another
 *   #HearthStoreError
 *
 * Returns: whether that stands in the store
 */
gboolean
hearth_letters_dismiss (HearthEngine *self, gint64 id, const char *const *marks, gboolean dismissed,
                        GError **error)
{
  Write write = { .id = id, .marks = marks, .on = dismissed };
  guint n = g_strv_length ((char **) marks);

  if (n > MAX_MARKS)
    return refuse (error, _("Those are too many marks."));
  for (guint i = 0; i < n; i++) {
    if (strlen (marks[i]) > MAX_MARK || (dismissed && *marks[i] == '\0'))
      return refuse (error, _("That is no mark of the proofreader."));
  }
  return change (self, write_dismissed, &write, error);
}

static gboolean
write_own_word (HearthDatabase *db, gpointer user_data, GError **error)
{
  const Write *write = user_data;

  return hearth_store_letters_set_own_word (db, write->language, write->name, write->on, error);
}

/**
 * hearth_letters_set_own_word:
 * @self: an engine
 * @language: ISO 639-1, or "" for all
 * @word: one word
 * @own: whether the owner spells it like that
 * @error: `HEARTH_ENGINE_ERROR_INVALID`, or a #HearthStoreError
 *
 * Returns: whether that stands in the store
 */
gboolean
hearth_letters_set_own_word (HearthEngine *self, const char *language, const char *word,
                             gboolean own, GError **error)
{
  Write write = { .language = language, .name = word, .on = own };

  if (*word == '\0' || strlen (word) > MAX_WORD || strpbrk (word, " \t\n") != NULL ||
      strlen (language) > 8)
    return refuse (error, _("That is no single word."));
  return change (self, write_own_word, &write, error);
}

static gboolean
write_occasion (HearthDatabase *db, gpointer user_data, GError **error)
{
  const Write *write = user_data;

  return hearth_store_occasions_dismiss (db, write->name, write->on, error);
}

/**
 * hearth_letters_dismiss_occasion:
 * @self: an engine
 * @key: the key of an occasion to write; with @dismissed %FALSE, "" stands for all
 * @dismissed: whether the owner does not want to be told of it; that holds for a year
 * @error: `HEARTH_ENGINE_ERROR_INVALID`, or a #HearthStoreError
 *
 * Returns: whether that stands in the store
 */
gboolean
hearth_letters_dismiss_occasion (HearthEngine *self, const char *key, gboolean dismissed,
                                 GError **error)
{
  Write write = { .name = key, .on = dismissed };

  if (strlen (key) > MAX_MARK || (dismissed && *key == '\0'))
    return refuse (error, _("That is no occasion."));
  return change (self, write_occasion, &write, error);
}

/* Hands and books ------------------------------------------------------------------------------ */

static gboolean
is_name (const char *name)
{
  return *name != '\0' && strlen (name) <= MAX_NAME && strchr (name, '\n') == NULL;
}

static gboolean
write_hand (HearthDatabase *db, gpointer user_data, GError **error)
{
  Write *write = user_data;

  return hearth_store_hands_save (db, &write->id, write->name, write->data, error);
}

/**
 * hearth_letters_save_hand:
 * @self: an engine
 * @id: (inout): a hand, or 0 for a new one
 * @name: what it is called
 * @data: (nullable): a file of a hand, which the caller has read through; %NULL to rename one
 * @error: `HEARTH_ENGINE_ERROR_INVALID`, or a #HearthStoreError
 *
 * Returns: whether it is on the disk
 */
gboolean
hearth_letters_save_hand (HearthEngine *self, gint64 *id, const char *name, GBytes *data,
                          GError **error)
{
  Write write = { .id = *id, .name = name, .data = data };

  if (!is_name (name))
    return refuse (error, _("A hand needs a name of one line."));
  if (data == NULL && *id == 0)
    return refuse (error, _("There is no hand in that."));
  if (data != NULL && g_bytes_get_size (data) > HEARTH_HAND_MAX_BYTES)
    return refuse (error, _("That file is too large for a hand."));
  if (!hearth_writer_run_sync (self->writer, write_hand, &write, error))
    return FALSE;
  *id = write.id;
  hearth_engine_emit_changed (self, "hands");
  if (data == NULL) {
    /* They follow the name of their hand. */
    hearth_engine_emit_changed (self, "letters");
    hearth_engine_emit_changed (self, "books");
  }
  return TRUE;
}

static gboolean
write_hand_removed (HearthDatabase *db, gpointer user_data, GError **error)
{
  const Write *write = user_data;

  return hearth_store_hands_remove (db, write->id, error);
}

/**
 * hearth_letters_remove_hand:
 * @self: an engine
 * @id: a hand
 * @error: `HEARTH_STORE_ERROR_NOT_FOUND`, or another #HearthStoreError
 *
 * Removes a hand for good, out of all files of the store. It cannot be taken back.
 *
 * Returns: whether it is out of the store
 */
gboolean
hearth_letters_remove_hand (HearthEngine *self, gint64 id, GError **error)
{
  Write write = { .id = id };

  if (!hearth_engine_wipe_sync (self, write_hand_removed, &write, error))
    return FALSE;
  hearth_engine_emit_changed (self, "hands");
  return TRUE;
}

/* All of its letters have to be there. */
static gboolean
write_book (HearthDatabase *db, gpointer user_data, GError **error)
{
  Write *write = user_data;

  for (guint i = 0; i < write->book->letters->len; i++) {
    g_autoptr (HearthLetter) letter =
        get_present (db, g_array_index (write->book->letters, gint64, i), error);

    if (letter == NULL)
      return FALSE;
  }
  return hearth_store_books_save (db, write->book, error);
}

/**
 * hearth_letters_save_book:
 * @self: an engine
 * @book: (inout): a book; its row is set if it is new
 * @error: `HEARTH_STORE_ERROR_NOT_FOUND` if it or one of its letters is not there,
 *   `HEARTH_ENGINE_ERROR_INVALID`, or another #HearthStoreError
 *
 * Returns: whether it is on the disk
 */
gboolean
hearth_letters_save_book (HearthEngine *self, HearthBookRow *book, GError **error)
{
  Write write = { .book = book };

  if (!is_name (book->title) || strlen (book->dedication) > HEARTH_LETTER_MAX_FIELD)
    return refuse (error, _("A book needs a title of one line, and a short dedication."));
  if ((*book->author != '\0' && !is_name (book->author)) || strlen (book->paper) > MAX_NAME ||
      strlen (book->face) > MAX_NAME || strlen (book->pen) > MAX_NAME)
    return refuse (error, _("That is too long for a book’s author, paper, face or pen."));
  if (book->letters->len > HEARTH_BOOKS_MAX_LETTERS)
    return refuse (error, _("Those are too many letters for a book."));
  if (!hearth_writer_run_sync (self->writer, write_book, &write, error))
    return FALSE;
  hearth_engine_emit_changed (self, "books");
  return TRUE;
}

static gboolean
write_book_removed (HearthDatabase *db, gpointer user_data, GError **error)
{
  const Write *write = user_data;

  return hearth_store_books_remove (db, write->id, error);
}

/**
 * hearth_letters_remove_book:
 * @self: an engine
 * @id: a book
 * @error: `HEARTH_STORE_ERROR_NOT_FOUND`, or another #HearthStoreError
 *
 * Removes a book. Its letters stay.
 *
 * Returns: whether it is gone
 */
gboolean
hearth_letters_remove_book (HearthEngine *self, gint64 id, GError **error)
{
  Write write = { .id = id };

  if (!hearth_writer_run_sync (self->writer, write_book_removed, &write, error))
    return FALSE;
  hearth_engine_emit_changed (self, "books");
  return TRUE;
}
