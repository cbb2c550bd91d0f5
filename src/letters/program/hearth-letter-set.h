/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-book.h"
#include "hearth-database.h"
#include "hearth-letter.h"

G_BEGIN_DECLS

/**
 * HearthLetterSet: what came of setting a letter or a book.
 * @missing: (owned) (nullable): characters that its hand has not, "" for none
 * @absent: (owned) (nullable): the face that it names and that is not on this computer, "" for none
 * @n_pages: how many pages it has
 */
typedef struct {
  char *missing;
  char *absent;
  guint n_pages;
} HearthLetterSet;

gboolean    hearth_letter_set_take_sheet (HearthDatabase *db, HearthLetter *letter, gboolean envelope,
                                          GError **error);
gboolean    hearth_letter_set_pdf        (HearthLetterSet *self, HearthDatabase *db, const HearthLetter *letter,
                                          GOutputStream *stream, GError **error);
gboolean    hearth_letter_set_svg        (HearthLetterSet *self, HearthDatabase *db, const HearthLetter *letter,
                                          guint page, GOutputStream *stream, GError **error);
gboolean    hearth_letter_set_book       (HearthLetterSet *self, HearthDatabase *db, gint64 id,
                                          HearthBookOptions *options, GOutputStream *stream,
                                          GError **error);
void        hearth_letter_set_clear      (HearthLetterSet *self);

HearthHand *hearth_letter_set_read_hand  (int fd, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    hearth_letter_set_write_hand (HearthDatabase *db, gint64 id, GOutputStream *stream,
                                          GError **error);

G_END_DECLS
