/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-pages.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/** HEARTH_BOOK_MAX_LETTERS: letters in a book, at most. */
#define HEARTH_BOOK_MAX_LETTERS 2000
/** HEARTH_BOOK_MAX_PAGES: pages of a book, at most. */
#define HEARTH_BOOK_MAX_PAGES 5000

/**
 * HearthBookOptions: how letters become a book. Begin with hearth_book_options_init().
 * @title: (nullable): on the title page and in the PDF
 * @author: (nullable): below the title
 * @dedication: (nullable): on a page of its own; %NULL for none
 * @language: (nullable): BCP 47; that of the headings, too, where its words are known
 * @contents: whether there is a list of the letters
 * @gutter: how much wider the inner margin is, in points
 * @bleed: how far the paper goes beyond the page on each side, in points; 0 for none
 * @crop_marks: whether marks say where the page is cut; needs a @bleed
 * @written: when the book was made, in seconds since 1970, UTC; 0 for none
 */
typedef struct {
  const char *title;
  const char *author;
  const char *dedication;
  const char *language;
  gboolean contents;
  double gutter;
  double bleed;
  gboolean crop_marks;
  gint64 written;
} HearthBookOptions;

/**
 * HearthBookResult: what was made.
 * @n_pages: how many pages, empty ones too
 * @missing: (transfer full): the characters that the hand has not; "" where it has all
 */
typedef struct {
  guint n_pages;
  char *missing;
} HearthBookResult;

/**
 * HearthBookNext:
 * @n: the number of a letter, from 0
 * @words: (out caller-allocates): the letter; what it points to stays until the next call
 * @user_data: what was given with the function
 *
 * Lends a letter of a book. It is called twice for each: once to count pages, once to draw them; so
 * no more than one letter has to be in memory.
 */
typedef void (*HearthBookNext) (guint n, HearthLetterWords *words, gpointer user_data);

void     hearth_book_options_init (HearthBookOptions *self);
gboolean hearth_book_write        (const HearthBookOptions *options, const HearthLetterStyle *style,
                                   guint n_letters, HearthBookNext next, gpointer user_data,
                                   GOutputStream *stream, HearthBookResult *result,
                                   GCancellable *cancellable, GError **error);

G_END_DECLS
