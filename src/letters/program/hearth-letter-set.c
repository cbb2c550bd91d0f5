/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-set.h"

#include "hearth-hand-file.h"
#include "hearth-letter-face.h"
#include "hearth-letters-error.h"
#include "hearth-page-output.h"
#include "hearth-store-books.h"
#include "hearth-store-hands.h"
#include "hearth-store-letters.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <pango/pangocairo.h>
#include <string.h>
#include <unistd.h>

/* Letters and books of the store on paper. They look as in the panel. */

/* Of a book in type: smaller than a letter, and black. */
#define TYPE_SIZE (10.5 / 12)
#define TYPE_INK 0x000000

/**
 * hearth_letter_set_clear:
 * @self: what came of it
 *
 * Frees what it holds.
 */
void
hearth_letter_set_clear (HearthLetterSet *self)
{
  g_clear_pointer (&self->missing, g_free);
  g_clear_pointer (&self->absent, g_free);
}

/* A face that is the name of no hand is that of a font. */
static gboolean
take_hand (HearthLetterStyle *style, HearthDatabase *db, const char *face, GError **error)
{
  g_autoptr (GError) own = NULL;
  g_autoptr (HearthHandRow) row = hearth_store_hands_find (db, face, &own);
  HearthHand *hand;

  if (g_error_matches (own, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND))
    return TRUE;
  if (row == NULL) {
    g_propagate_error (error, g_steal_pointer (&own));
    return FALSE;
  }
  hand = hearth_hand_file_read (row->data, error);
  if (hand != NULL)
    hearth_letter_style_take_hand (style, hand);
  return hand != NULL;
}

static gboolean
make_style (HearthLetterSet *self, HearthLetterStyle *style, HearthDatabase *db,
            const HearthLetter *letter, GError **error)
{
  g_autoptr (GPtrArray) faces = hearth_letter_faces_list (pango_cairo_font_map_get_default ());
  const HearthLetterFace *face = hearth_letter_faces_find (faces, letter->face);

  hearth_letter_face_style (face, letter, style);
  if (!take_hand (style, db, letter->face, error))
    return FALSE;
  self->absent = g_strdup (*letter->face != '\0' && style->hand == NULL &&
                                   g_ascii_strcasecmp (face->family, letter->face) != 0
                               ? letter->face
                               : "");
  return TRUE;
}

/**
 * hearth_letter_set_take_sheet:
 * @db: a connection
 * @letter: (inout): a letter that is the caller's own
 * @envelope: whether its envelope is wanted, and not the letter
 * @error: a #HearthStoreError
 *
 * Makes of a letter what is set.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_letter_set_take_sheet (HearthDatabase *db, HearthLetter *letter, gboolean envelope,
                              GError **error)
{
  HearthLetterPaper paper;
  HearthLetterRuling ruling;

  if (envelope) {
    g_free (letter->paper);
    letter->paper = g_strdup (hearth_letter_paper_get_name (HEARTH_LETTER_PAPER_ENVELOPE_DL));
  }
  hearth_letter_paper_read (letter->paper, &paper, &ruling);
  return paper != HEARTH_LETTER_PAPER_ENVELOPE_DL ||
         hearth_store_letters_take_return (db, letter, error);
}

static HearthPages *
set_letter (HearthLetterSet *self, HearthDatabase *db, const HearthLetter *letter,
            const HearthLetterWords *words, GError **error)
{
  g_auto (HearthLetterStyle) style = { 0 };
  HearthPages *pages =
      make_style (self, &style, db, letter, error) ? hearth_pages_new (words, &style, error) : NULL;

  if (pages == NULL)
    return NULL;
  self->missing = g_strdup (hearth_pages_get_missing (pages));
  self->n_pages = hearth_pages_get_n_pages (pages);
  return pages;
}

/**
 * hearth_letter_set_pdf:
 * @self: (out caller-allocates): what came of it; to be cleared whatever is returned
 * @db: a connection
 * @letter: a letter
 * @stream: where the PDF goes
 * @error: a #HearthStoreError, a #HearthLettersError or one of @stream
 *
 * Returns: whether it was written
 */
gboolean
hearth_letter_set_pdf (HearthLetterSet *self, HearthDatabase *db, const HearthLetter *letter,
                       GOutputStream *stream, GError **error)
{
  g_autoptr (GPtrArray) holder = g_ptr_array_new_with_free_func (g_free);
  HearthLetterWords words = hearth_letter_words_of (letter, holder);
  g_autoptr (HearthPages) pages = set_letter (self, db, letter, &words, error);

  return pages != NULL && hearth_page_output_pdf (pages, &words, stream, NULL, error);
}

/**
 * hearth_letter_set_svg:
 * @self: (out caller-allocates): what came of it; to be cleared whatever is returned
 * @db: a connection
 * @letter: a letter
 * @page: a page of it, from 0
 * @stream: where the SVG goes
 * @error: a #HearthStoreError, a #HearthLettersError or one of @stream
 *
 * Returns: whether it was written
 */
gboolean
hearth_letter_set_svg (HearthLetterSet *self, HearthDatabase *db, const HearthLetter *letter,
                       guint page, GOutputStream *stream, GError **error)
{
  g_autoptr (GPtrArray) holder = g_ptr_array_new_with_free_func (g_free);
  HearthLetterWords words = hearth_letter_words_of (letter, holder);
  g_autoptr (HearthPages) pages = set_letter (self, db, letter, &words, error);

  return pages != NULL && hearth_page_output_svg (pages, page, stream, NULL, error);
}

/* Books ---------------------------------------------------------------------------------------- */

/* One letter of a book after another is read from the store. */
typedef struct {
  HearthDatabase *db;        /* (unowned) */
  const HearthBookRow *book; /* (unowned) */
  HearthLetter *letter;      /* (owned) (nullable) */
  GPtrArray *holder;         /* (owned) */
  GError *error;             /* (owned) (nullable) */
} Lending;

static void
next_cb (guint n, HearthLetterWords *words, gpointer user_data)
{
  Lending *lending = user_data;

  g_clear_pointer (&lending->letter, hearth_letter_free);
  g_ptr_array_set_size (lending->holder, 0);
  if (lending->error == NULL)
    lending->letter =
        hearth_store_letters_get (lending->db, g_array_index (lending->book->letters, gint64, n),
                                  &lending->error);
  if (lending->letter != NULL)
    *words = hearth_letter_words_of (lending->letter, lending->holder);
}

static void
lending_clear (Lending *lending)
{
  g_clear_pointer (&lending->letter, hearth_letter_free);
  g_clear_pointer (&lending->holder, g_ptr_array_unref);
  g_clear_error (&lending->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lending, lending_clear)

/* Without a face a book is in type. */
static gboolean
make_book_style (HearthLetterSet *self, HearthLetterStyle *style, HearthDatabase *db,
                 const HearthBookRow *book, GError **error)
{
  HearthLetter like = { .paper = book->paper, .face = book->face, .pen = book->pen };

  if (!make_style (self, style, db, &like, error))
    return FALSE;
  if (*book->face == '\0') {
    g_autoptr (GPtrArray) faces = hearth_letter_faces_list (pango_cairo_font_map_get_default ());

    hearth_letter_style_clear (style);
    hearth_letter_face_style (hearth_letter_faces_find_type (faces), &like, style);
    style->size *= TYPE_SIZE;
    style->ink = TYPE_INK;
  }
  return TRUE;
}

static gboolean
write_book (HearthLetterSet *self, HearthDatabase *db, const HearthBookRow *book,
            HearthBookOptions *options, GOutputStream *stream, GError **error)
{
  g_auto (HearthLetterStyle) style = { 0 };
  g_auto (Lending) lending = { db, book, NULL, g_ptr_array_new_with_free_func (g_free), NULL };
  HearthBookResult result = { 0 };

  if (!make_book_style (self, &style, db, book, error) ||
      !hearth_book_write (options, &style, book->letters->len, next_cb, &lending, stream, &result,
                          NULL, error))
    return FALSE;
  self->missing = result.missing;
  self->n_pages = result.n_pages;
  if (lending.error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&lending.error));
  return FALSE;
}

/**
 * hearth_letter_set_book:
 * @self: (out caller-allocates): what came of it; to be cleared whatever is returned
 * @db: a connection
 * @id: a book
 * @options: (inout): its edges; what the store knows of it is added
 * @stream: where the PDF goes
 * @error: a #HearthStoreError, a #HearthLettersError or one of @stream
 *
 * Returns: whether it was written
 */
gboolean
hearth_letter_set_book (HearthLetterSet *self, HearthDatabase *db, gint64 id,
                        HearthBookOptions *options, GOutputStream *stream, GError **error)
{
  g_autoptr (HearthBookRow) book = hearth_store_books_get (db, id, error);
  g_autoptr (HearthLetter) first = NULL;

  if (book == NULL)
    return FALSE;
  if (book->letters->len > 0) {
    first = hearth_store_letters_get (db, g_array_index (book->letters, gint64, 0), error);
    if (first == NULL)
      return FALSE;
    options->language = hearth_letter_get_language (first);
  }
  options->title = book->title;
  options->author = book->author;
  options->dedication = book->dedication;
  options->written = book->changed;
  return write_book (self, db, book, options, stream, error);
}

/* Hands ---------------------------------------------------------------------------------------- */

/**
 * hearth_letter_set_read_hand:
 * @fd: a file of a hand, which is read to its end or to what a hand may have
 * @error: a #HearthLettersError if there is no hand in it
 *
 * Returns: (transfer full) (nullable): the hand
 */
HearthHand *
hearth_letter_set_read_hand (int fd, GError **error)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  guint8 buffer[16384];

  while (all->len <= HEARTH_HAND_FILE_MAX_BYTES) {
    gssize n = read (fd, buffer, sizeof buffer);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
      return NULL;
    }
    if (n == 0)
      break;
    g_byte_array_append (all, buffer, (guint) n);
  }
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&all));
  return hearth_hand_file_read (bytes, error);
}

/**
 * hearth_letter_set_write_hand:
 * @db: a connection
 * @id: a hand
 * @stream: where its file goes
 * @error: a #HearthStoreError, a #HearthLettersError or one of @stream
 *
 * Writes a hand under the name that it has here.
 *
 * Returns: whether it was written
 */
gboolean
hearth_letter_set_write_hand (HearthDatabase *db, gint64 id, GOutputStream *stream, GError **error)
{
  g_autoptr (HearthHandRow) row = hearth_store_hands_get (db, id, error);
  g_autoptr (HearthHand) hand = row != NULL ? hearth_hand_file_read (row->data, error) : NULL;
  g_autoptr (HearthHandBuilder) builder = NULL;
  g_autoptr (HearthHand) named = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (hand == NULL)
    return FALSE;
  builder = hearth_hand_builder_new (hand);
  hearth_hand_builder_set_name (builder, row->name);
  named = hearth_hand_builder_build (builder);
  bytes = hearth_hand_file_write (named);
  return g_output_stream_write_all (stream, g_bytes_get_data (bytes, NULL),
                                    g_bytes_get_size (bytes), NULL, NULL, error);
}
