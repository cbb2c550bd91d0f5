/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-letter.h"

G_BEGIN_DECLS

/**
 * HearthLetterFilter: which letters are listed. All that is set has to be true.
 * @words: (nullable): with all of these words in the recipient, the title or the text, the last of
 *   which may be unfinished
 * @recipient: (nullable): to somebody of that name, whatever its case
 * @deleted: those that were deleted and can be brought back, instead of all others
 * @limit: at most so many; 0 for all
 */
typedef struct {
  const char *words;
  const char *recipient;
  gboolean deleted;
  guint limit;
} HearthLetterFilter;

/**
 * HearthLetterVersion: what a letter once said.
 * @id: row
 * @letter_id: the letter's row
 * @at: when it was saved, seconds since 1970 UTC
 * @origin: the version that it brought back, or 0
 * @kept: whether the owner made it on purpose, and not a pause in writing
 * @n_chars: how long its text is, in characters
 * @letter: (nullable): what it said; %NULL in a list
 */
typedef struct {
  gint64 id;
  gint64 letter_id;
  gint64 at;
  gint64 origin;
  gboolean kept;
  gint64 n_chars;
  HearthLetter *letter;
} HearthLetterVersion;

/** HearthLetterStep: from a version to another. */
typedef enum {
  HEARTH_LETTER_BACK,
  HEARTH_LETTER_AGAIN,
} HearthLetterStep;

/* Reading */
GPtrArray    *hearth_store_letters_list (HearthDatabase *db, const HearthLetterFilter *filter,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthLetter *hearth_store_letters_get  (HearthDatabase *db, gint64 id,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
char         *hearth_store_letters_dup_sender (HearthDatabase *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      hearth_store_letters_take_return (HearthDatabase *db, HearthLetter *letter, GError **error);
GPtrArray    *hearth_store_letters_list_dismissals (HearthDatabase *db, gint64 id,
                                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray    *hearth_store_letters_list_own_words (HearthDatabase *db, const char *language,
                                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray    *hearth_store_letters_list_versions (HearthDatabase *db, gint64 letter_id,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthLetterVersion *
hearth_store_letters_get_version (HearthDatabase *db, gint64 id,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_store_letters_find_step (HearthDatabase *db, gint64 letter_id, HearthLetterStep step,
                                gint64 *version_id, GError **error);

/* Writing, in a transaction of the caller's */
gboolean hearth_store_letters_save      (HearthDatabase *db, HearthLetter *letter, GError **error);
gboolean hearth_store_letters_set_state (HearthDatabase *db, gint64 id, HearthLetterState state,
                                         GError **error);
gboolean hearth_store_letters_remove_deleted (HearthDatabase *db, gint64 before, guint *n_removed,
                                              GError **error);
gboolean hearth_store_letters_add_version (HearthDatabase *db, const HearthLetter *letter,
                                           gint64 origin, gboolean keep, GError **error);
gboolean hearth_store_letters_dismiss   (HearthDatabase *db, gint64 id, const char *mark,
                                         gboolean dismissed, GError **error);
gboolean hearth_store_letters_set_own_word (HearthDatabase *db, const char *language,
                                            const char *word, gboolean own, GError **error);

/* Out of a transaction */
gint64   hearth_letter_version_slot     (gint64 at, gint64 now);
void     hearth_letter_version_free     (HearthLetterVersion *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthLetterVersion, hearth_letter_version_free)

G_END_DECLS
