/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"

G_BEGIN_DECLS

/** HEARTH_BOOKS_MAX_LETTERS: how many letters a book may have. */
#define HEARTH_BOOKS_MAX_LETTERS 2000

/**
 * HearthBookRow: letters that were chosen and put in an order.
 * @id: row, or 0
 * @title: its title
 * @dedication: whom it is for, or ""
 * @author: who wrote it, or ""
 * @paper: the name of a paper, or ""
 * @face: the name of a face or of a hand, or ""
 * @pen: the name of a pen, or ""
 * @letters: (element-type gint64): rows of letters, in their order
 * @created: seconds since 1970 UTC
 * @changed: seconds since 1970 UTC
 */
typedef struct {
  gint64 id;
  char *title;
  char *dedication;
  char *author;
  char *paper;
  char *face;
  char *pen;
  GArray *letters;
  gint64 created;
  gint64 changed;
} HearthBookRow;

GPtrArray     *hearth_store_books_list   (HearthDatabase *db,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthBookRow *hearth_store_books_get    (HearthDatabase *db, gint64 id,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean       hearth_store_books_save   (HearthDatabase *db, HearthBookRow *book, GError **error);
gboolean       hearth_store_books_remove (HearthDatabase *db, gint64 id, GError **error);

HearthBookRow *hearth_book_row_new       (const char *title,
                                          const char *dedication) G_GNUC_WARN_UNUSED_RESULT;
void           hearth_book_row_free      (HearthBookRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthBookRow, hearth_book_row_free)

G_END_DECLS
