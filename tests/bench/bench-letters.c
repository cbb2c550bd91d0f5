/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "synthetic-hand.h"

#include "hearth-book.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

/* How long a page takes in a hand, and what a book of 200 pages costs. */

#define ROUNDS 21
#define BOOK_LETTERS 66

static const char paragraph[] =
    "The kettle is on, the window is open, and for once nobody wants anything from me, so I’m "
    "writing "
    "to you at last. I’ve meant to since the day we said goodbye at the station, you with that "
    "impossible suitcase, I with both your gloves in my pocket. They’re still here, by the "
    "way.\n\n";

static void
report (const char *name, double value, const char *unit)
{
  printf ("%s %.3f %s\n", name, value, unit);
  fflush (stdout);
}

/* The shortest of some runs: what the machine does besides only adds to it. */
static void
report_least (const char *name, const gint64 *times)
{
  gint64 least = times[0];

  for (guint i = 1; i < ROUNDS; i++)
    least = MIN (least, times[i]);
  report (name, (double) least / 1000, "ms");
}

/* Of the processor, in µs: nothing here waits, and others use the machine, too. */
static gint64
get_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static double
get_peak (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024.0;
}

static void
make_style (HearthLetterStyle *style)
{
  hearth_letter_style_init (style);
  style->hand = synthetic_hand_new (TRUE, HEARTH_PEN_FOUNTAIN);
  style->size = 13;
}

/* A full A4 page on a screen, laid out anew each time, as after an edit. */
static void
measure_page (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  HearthLetterWords words = { .id = "bench", .date = "Whitby, 12 May 2026" };
  g_auto (HearthLetterStyle) style = { 0 };
  gint64 layout[ROUNDS], drawing[ROUNDS];
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 794, 1123);

  make_style (&style);
  for (guint i = 0; i < 6; i++)
    g_string_append (text, paragraph);
  words.text = text->str;
  for (guint i = 0; i < ROUNDS; i++) {
    gint64 start = get_time ();
    g_autoptr (HearthPages) pages = hearth_pages_new (&words, &style, NULL);
    cairo_t *cr;

    layout[i] = get_time () - start;
    g_assert_cmpuint (hearth_pages_get_n_pages (pages), >=, 1);
    cr = cairo_create (surface);
    cairo_scale (cr, 96.0 / 72, 96.0 / 72);
    start = get_time ();
    hearth_pages_draw (pages, 0, cr);
    cairo_surface_flush (surface);
    drawing[i] = get_time () - start;
    cairo_destroy (cr);
  }
  cairo_surface_destroy (surface);
  report ("letters_first_layout", (double) layout[0] / 1000, "ms");
  report_least ("letters_layout", layout);
  report_least ("letters_draw", drawing);
}

static void
next_cb (guint n, HearthLetterWords *words, gpointer user_data)
{
  *words =
      (HearthLetterWords){ .id = "book", .title = "To Anna", .date = "Whitby", .text = user_data };
}

static void
measure_book (const char *path)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileOutputStream) stream = NULL;
  g_auto (HearthLetterStyle) style = { 0 };
  HearthBookOptions options;
  HearthBookResult result;
  GStatBuf status;
  gint64 start;

  make_style (&style);
  style.paper = HEARTH_LETTER_PAPER_A5;
  for (guint i = 0; i < 4; i++)
    g_string_append (text, paragraph);
  hearth_book_options_init (&options);
  options.title = "Letters";
  start = g_get_monotonic_time ();
  stream = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (hearth_book_write (&options, &style, BOOK_LETTERS, next_cb, text->str,
                                    G_OUTPUT_STREAM (stream), &result, NULL, &error));
  g_assert_true (g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, &error));
  report ("letters_book", (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC, "s");
  report ("letters_book_pages", result.n_pages, "count");
  report ("letters_book_memory", get_peak (), "MB");
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  report ("letters_book_size", (double) status.st_size / 1e6, "MB");
  g_free (result.missing);
}

int
main (int argc, char *argv[])
{
  if (argc != 2)
    return 2;
  /* First, so that the peak is that of the book alone. */
  measure_book (argv[1]);
  measure_page ();
  return 0;
}
