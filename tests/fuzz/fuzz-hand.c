/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-hand-file.h"
#include "hearth-hand-outline.h"
#include "hearth-pages.h"

/* Any bytes as a hand: what is taken is sound, is written and read again as the same, and a letter
 * can be set in it and drawn. */

static void
check_samples (const HearthHand *hand)
{
  HearthHandNib nib = { hearth_hand_get_pen (hand), 1, 7, 0.1 };

  for (guint i = 0; i < hearth_hand_get_n_glyphs (hand); i++) {
    const char *glyph = hearth_hand_get_glyph (hand, i);

    g_assert (g_utf8_validate (glyph, -1, NULL));
    for (guint j = 0; j < hearth_hand_get_n_samples (hand, glyph); j++) {
      const HearthHandSample *sample = hearth_hand_get_sample (hand, glyph, j);
      g_autoptr (HearthHandOutline) outline = hearth_hand_outline_new (sample, &nib);

      g_assert (hearth_hand_sample_is_sound (sample));
      g_assert (outline->contours->len >= sample->n_strokes);
    }
  }
}

static void
check_letter (HearthHand *hand)
{
  g_autoptr (GString) text = g_string_new ("a letter, e.g. ");
  HearthLetterWords words = { .id = "fuzz" };
  g_auto (HearthLetterStyle) style = { 0 };
  g_autoptr (HearthPages) pages = NULL;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 60, 84);
  cairo_t *cr = cairo_create (surface);

  for (guint i = 0; i < MIN (hearth_hand_get_n_glyphs (hand), 50); i++)
    g_string_append (text, hearth_hand_get_glyph (hand, i));
  words.text = text->str;
  hearth_letter_style_init (&style);
  style.hand = hearth_hand_ref (hand);
  pages = hearth_pages_new (&words, &style, NULL);
  g_assert (pages != NULL);
  cairo_scale (cr, 0.1, 0.1);
  hearth_pages_draw (pages, 0, cr);
  g_assert (cairo_status (cr) == CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthHand) hand = hearth_hand_file_read (bytes, &error);
  g_autoptr (GBytes) written = NULL, again = NULL;
  g_autoptr (HearthHand) same = NULL;

  g_assert ((hand == NULL) == (error != NULL));
  if (hand == NULL)
    return 0;
  check_samples (hand);
  check_letter (hand);
  written = hearth_hand_file_write (hand);
  same = hearth_hand_file_read (written, &error);
  g_assert_no_error (error);
  again = hearth_hand_file_write (same);
  g_assert (g_bytes_equal (written, again));
  return 0;
}
