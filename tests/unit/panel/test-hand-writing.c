/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-hand-sitting.h"
#include "hearth-hand-strokes.h"

#include <math.h>

/* How strokes become characters, and characters a hand. */

static const HearthHandBox box = { 100, 80, 40 };

static HearthInkPoint
at (double x, double y, double time)
{
  return (HearthInkPoint){ x, y, -1, time, FALSE };
}

/* A stroke from one place to another, of a tenth of a second. */
static void
draw (HearthHandStrokes *strokes, guint n, double x1, double y1, double x2, double y2, double time)
{
  HearthInkPoint point = at (x1, y1, time);

  g_assert_true (hearth_hand_strokes_down (strokes, n, &point));
  for (guint i = 1; i <= 10; i++) {
    point = at (x1 + (x2 - x1) * i / 10, y1 + (y2 - y1) * i / 10, time + i * 0.01);
    hearth_hand_strokes_move (strokes, &point);
  }
  hearth_hand_strokes_up (strokes, time + 0.1);
}

static void
test_pause (void)
{
  g_autoptr (HearthHandStrokes) strokes = hearth_hand_strokes_new ();
  g_autoptr (HearthHandSample) sample = NULL;
  HearthInkPoint point = at (0, 0, 0);

  g_assert_false (hearth_hand_strokes_is_finished (strokes, 100));
  /* A move without a stroke leaves nothing. */
  hearth_hand_strokes_move (strokes, &point);
  g_assert_null (hearth_hand_strokes_take (strokes, &box));
  draw (strokes, 1, 110, 40, 110, 80, 1);
  g_assert_false (hearth_hand_strokes_is_finished (strokes, 1.1 + HEARTH_HAND_PAUSE - 0.01));
  /* A second stroke belongs to the same character, however long it takes. */
  point = at (120, 40, 1.8);
  g_assert_true (hearth_hand_strokes_down (strokes, 1, &point));
  g_assert_false (hearth_hand_strokes_is_finished (strokes, 20));
  hearth_hand_strokes_up (strokes, 20);
  draw (strokes, 1, 120, 40, 120, 80, 20.2);
  g_assert_false (hearth_hand_strokes_is_finished (strokes, 21));
  g_assert_true (hearth_hand_strokes_is_finished (strokes, 20.31 + HEARTH_HAND_PAUSE));
  g_assert_cmpuint (hearth_hand_strokes_get_n (strokes), ==, 3);
  sample = hearth_hand_strokes_take (strokes, &box);
  g_assert_nonnull (sample);
  g_assert_true (hearth_hand_sample_is_sound (sample));
  g_assert_cmpuint (sample->n_strokes, ==, 3);
  g_assert_cmpuint (hearth_hand_strokes_get_n (strokes), ==, 0);
}

/* It is as high as it was written, in x-heights above the baseline. */
static void
test_place (void)
{
  g_autoptr (HearthHandStrokes) strokes = hearth_hand_strokes_new ();
  g_autoptr (HearthHandSample) sample = NULL;
  float low = 100, high = -100;

  draw (strokes, 0, 130, 0, 130, 80, 0);
  sample = hearth_hand_strokes_take (strokes, &box);
  for (guint i = 0; i < sample->n_points; i++) {
    low = MIN (low, sample->points[i].y);
    high = MAX (high, sample->points[i].y);
  }
  g_assert_true (fabsf (low) < 0.05f);
  g_assert_true (fabsf (high - 2) < 0.05f);
}

static void
test_boxes (void)
{
  g_autoptr (HearthHandStrokes) strokes = hearth_hand_strokes_new ();
  g_autoptr (HearthHandSample) sample = NULL;
  HearthInkPoint point = at (300, 50, 2);

  draw (strokes, 0, 110, 40, 110, 80, 1);
  g_assert_cmpuint (hearth_hand_strokes_get_box (strokes), ==, 0);
  g_assert_false (hearth_hand_strokes_down (strokes, 1, &point));
  g_assert_cmpuint (hearth_hand_strokes_get_n (strokes), ==, 1);
  sample = hearth_hand_strokes_take (strokes, &box);
  g_assert_nonnull (sample);
  g_assert_true (hearth_hand_strokes_down (strokes, 1, &point));
  g_assert_cmpuint (hearth_hand_strokes_get_box (strokes), ==, 1);
}

static void
test_undo (void)
{
  g_autoptr (HearthHandStrokes) strokes = hearth_hand_strokes_new ();
  g_autoptr (HearthHandSample) sample = NULL;
  guint n;

  g_assert_false (hearth_hand_strokes_undo (strokes, 0));
  draw (strokes, 0, 110, 40, 110, 80, 1);
  draw (strokes, 0, 120, 40, 120, 80, 1.3);
  g_assert_true (hearth_hand_strokes_undo (strokes, 2));
  hearth_hand_strokes_get_points (strokes, &n);
  g_assert_cmpuint (n, ==, 11);
  /* The pause begins anew, so that there is time to write it differently. */
  g_assert_false (hearth_hand_strokes_is_finished (strokes, 2.7));
  g_assert_true (hearth_hand_strokes_is_finished (strokes, 2.9));
  draw (strokes, 0, 130, 40, 130, 80, 3);
  sample = hearth_hand_strokes_take (strokes, &box);
  g_assert_cmpuint (sample->n_strokes, ==, 2);
}

static void
test_bounds (void)
{
  g_autoptr (HearthHandStrokes) strokes = hearth_hand_strokes_new ();
  HearthInkPoint point = at (110, 40, 0);
  guint n;

  for (guint i = 0; i < HEARTH_HAND_MAX_STROKES; i++) {
    g_assert_true (hearth_hand_strokes_down (strokes, 0, &point));
    hearth_hand_strokes_up (strokes, 0);
  }
  g_assert_false (hearth_hand_strokes_down (strokes, 0, &point));
  hearth_hand_strokes_clear (strokes);
  g_assert_true (hearth_hand_strokes_down (strokes, 0, &point));
  for (guint i = 0; i < 2 * HEARTH_HAND_MAX_INK; i++)
    hearth_hand_strokes_move (strokes, &point);
  hearth_hand_strokes_get_points (strokes, &n);
  g_assert_cmpuint (n, ==, HEARTH_HAND_MAX_INK);
}

/* ---------------------------------------------------------------------------------------------- */

static HearthHandSample *
make_sample (void)
{
  g_autoptr (HearthHandStrokes) strokes = hearth_hand_strokes_new ();

  draw (strokes, 0, 110, 40, 125, 80, 0);
  return hearth_hand_strokes_take (strokes, &box);
}

static void
write_times (HearthHandSitting *sitting, guint times)
{
  g_autoptr (HearthHandSample) sample = make_sample ();

  for (guint i = 0; i < times; i++)
    g_assert_true (hearth_hand_sitting_add (sitting, sample));
}

static void
test_order (void)
{
  g_autoptr (HearthHandSitting) sitting = hearth_hand_sitting_new (NULL, "en", "");
  g_autoptr (HearthHandSample) sample = make_sample ();
  HearthHandCount count = hearth_hand_sitting_get_count (sitting);

  g_assert_cmpstr (hearth_hand_sitting_get_glyph (sitting), ==, "e");
  g_assert_cmpuint (count.done, ==, 0);
  g_assert_cmpuint (count.asked, >, 100);
  g_assert_cmpuint (count.missing, ==, 0);
  g_assert_false (hearth_hand_sitting_back (sitting));
  write_times (sitting, HEARTH_HAND_SAMPLES);
  /* Three are enough. */
  g_assert_false (hearth_hand_sitting_add (sitting, sample));
  g_assert_cmpuint (hearth_hand_sitting_get_count (sitting).done, ==, 1);
  g_assert_true (hearth_hand_sitting_next (sitting));
  g_assert_cmpstr (hearth_hand_sitting_get_glyph (sitting), ==, "n");
  /* What was passed over is asked for at the end. */
  g_assert_true (hearth_hand_sitting_next (sitting));
  while (hearth_hand_sitting_get_glyph (sitting) != NULL &&
         !g_str_equal (hearth_hand_sitting_get_glyph (sitting), "n")) {
    write_times (sitting, HEARTH_HAND_SAMPLES);
    hearth_hand_sitting_next (sitting);
  }
  g_assert_cmpstr (hearth_hand_sitting_get_glyph (sitting), ==, "n");
  g_assert_false (hearth_hand_sitting_next (sitting));
  g_assert_null (hearth_hand_sitting_get_glyph (sitting));
  g_assert_false (hearth_hand_sitting_add (sitting, sample));
  g_assert_true (hearth_hand_sitting_back (sitting));
  count = hearth_hand_sitting_get_count (sitting);
  g_assert_cmpuint (count.done, ==, count.asked - 1);
}

static void
test_wanted (void)
{
  g_autoptr (HearthHandSitting) sitting = hearth_hand_sitting_new (NULL, "de", "łé łe");

  /* What is not in the guide is asked for too, each once. */
  g_assert_cmpstr (hearth_hand_sitting_get_glyph (sitting), ==, "ł");
  g_assert_true (hearth_hand_sitting_is_wanted (sitting));
  g_assert_cmpuint (hearth_hand_sitting_get_count (sitting).missing, ==, 3);
  write_times (sitting, 1);
  g_assert_cmpuint (hearth_hand_sitting_get_count (sitting).missing, ==, 2);
  hearth_hand_sitting_next (sitting);
  g_assert_cmpstr (hearth_hand_sitting_get_glyph (sitting), ==, "é");
  hearth_hand_sitting_next (sitting);
  g_assert_cmpstr (hearth_hand_sitting_get_glyph (sitting), ==, "e");
  g_assert_cmpint (hearth_hand_sitting_get_group (sitting), ==, HEARTH_HAND_GROUP_LETTERS);
  hearth_hand_sitting_next (sitting);
  g_assert_cmpstr (hearth_hand_sitting_get_glyph (sitting), ==, "n");
  g_assert_false (hearth_hand_sitting_is_wanted (sitting));
}

static void
test_take_back (void)
{
  g_autoptr (HearthHandSitting) sitting = hearth_hand_sitting_new (NULL, "en", "");

  g_assert_false (hearth_hand_sitting_undo (sitting));
  g_assert_false (hearth_hand_sitting_again (sitting));
  write_times (sitting, HEARTH_HAND_SAMPLES);
  hearth_hand_sitting_next (sitting);
  write_times (sitting, 1);
  g_assert_true (hearth_hand_sitting_undo (sitting));
  g_assert_cmpstr (hearth_hand_sitting_get_glyph (sitting), ==, "n");
  g_assert_cmpuint (hearth_hand_sitting_get_written (sitting), ==, 0);
  /* It goes on over what was finished. */
  g_assert_true (hearth_hand_sitting_undo (sitting));
  g_assert_cmpstr (hearth_hand_sitting_get_glyph (sitting), ==, "e");
  g_assert_cmpuint (hearth_hand_sitting_get_written (sitting), ==, 2);
  g_assert_true (hearth_hand_sitting_again (sitting));
  g_assert_cmpuint (hearth_hand_sitting_get_written (sitting), ==, 0);
  g_assert_false (hearth_hand_sitting_undo (sitting));
}

/* A hand is gone on with where it was left. */
static void
test_taken_up (void)
{
  g_autoptr (HearthHandSitting) first = hearth_hand_sitting_new (NULL, "en", "");
  g_autoptr (HearthHandSitting) second = NULL;
  HearthHand *hand;

  hearth_hand_sitting_set_name (first, "Anna");
  hearth_hand_sitting_set_joined (first, TRUE);
  hearth_hand_sitting_set_pen (first, HEARTH_PEN_FOUNTAIN);
  write_times (first, HEARTH_HAND_SAMPLES);
  hearth_hand_sitting_next (first);
  write_times (first, 2);
  second = hearth_hand_sitting_new (hearth_hand_sitting_get_hand (first), "en", "e");
  hand = hearth_hand_sitting_get_hand (second);
  g_assert_cmpstr (hearth_hand_get_name (hand), ==, "Anna");
  g_assert_true (hearth_hand_is_joined (hand));
  g_assert_cmpint (hearth_hand_get_pen (hand), ==, HEARTH_PEN_FOUNTAIN);
  g_assert_cmpstr (hearth_hand_sitting_get_glyph (second), ==, "n");
  g_assert_cmpuint (hearth_hand_sitting_get_written (second), ==, 2);
  /* The letter asks for what is there. */
  g_assert_cmpuint (hearth_hand_sitting_get_count (second).missing, ==, 0);
  g_assert_cmpuint (hearth_hand_sitting_get_count (second).done, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/panel/hand-strokes/pause", test_pause);
  g_test_add_func ("/panel/hand-strokes/place", test_place);
  g_test_add_func ("/panel/hand-strokes/boxes", test_boxes);
  g_test_add_func ("/panel/hand-strokes/undo", test_undo);
  g_test_add_func ("/panel/hand-strokes/bounds", test_bounds);
  g_test_add_func ("/panel/hand-sitting/order", test_order);
  g_test_add_func ("/panel/hand-sitting/wanted", test_wanted);
  g_test_add_func ("/panel/hand-sitting/take-back", test_take_back);
  g_test_add_func ("/panel/hand-sitting/taken-up", test_taken_up);
  return g_test_run ();
}
