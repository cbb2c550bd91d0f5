/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "synthetic-hand.h"

#include "hearth-hand-file.h"
#include "hearth-hand-guide.h"
#include "hearth-hand-outline.h"
#include "hearth-letter-pen.h"
#include "hearth-letters-error.h"

#include <math.h>
#include <string.h>

static HearthHand *
read_text (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return hearth_hand_file_read (bytes, error);
}

static void
assert_bad (const char *text)
{
  g_autoptr (GError) error = NULL;

  g_test_message ("%s", text);
  g_assert_null (read_text (text, &error));
  g_assert_error (error, HEARTH_LETTERS_ERROR, HEARTH_LETTERS_ERROR_BAD_HAND);
}

/* What is written is read again as it was, and written again to the same bytes. */
static void
test_file (void)
{
  g_autoptr (HearthHand) hand = synthetic_hand_new (TRUE, HEARTH_PEN_FOUNTAIN);
  g_autoptr (GBytes) bytes = hearth_hand_file_write (hand);
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthHand) again = hearth_hand_file_read (bytes, &error);
  g_autoptr (GBytes) bytes_again = NULL;

  g_assert_no_error (error);
  bytes_again = hearth_hand_file_write (again);
  g_assert_true (g_bytes_equal (bytes, bytes_again));
  g_assert_cmpstr (hearth_hand_get_name (again), ==, "Synthetic");
  g_assert_cmpint (hearth_hand_get_pen (again), ==, HEARTH_PEN_FOUNTAIN);
  g_assert_true (hearth_hand_is_joined (again));
  g_assert_cmpuint (hearth_hand_get_n_glyphs (again), ==, hearth_hand_get_n_glyphs (hand));
  for (guint i = 0; i < hearth_hand_get_n_glyphs (hand); i++) {
    const char *glyph = hearth_hand_get_glyph (hand, i);

    g_assert_cmpuint (hearth_hand_get_n_samples (again, glyph), ==, 3);
    for (guint j = 0; j < 3; j++) {
      const HearthHandSample *was = hearth_hand_get_sample (hand, glyph, j);
      const HearthHandSample *is = hearth_hand_get_sample (again, glyph, j);

      g_assert_cmpuint (is->n_points, ==, was->n_points);
      for (guint k = 0; k < is->n_points; k++)
        g_assert_cmpfloat_with_epsilon (is->points[k].x, was->points[k].x, 0.001);
    }
  }
  g_test_message ("%" G_GSIZE_FORMAT " bytes", g_bytes_get_size (bytes));
}

/* A stroke of numbers, in a file with nothing else. */
static char *
file_with (const char *text, const char *stroke)
{
  return g_strdup_printf ("{\"format\":\"hearth-hand\",\"version\":1,\"glyphs\":[{\"text\":\"%s\","
                          "\"samples\":[{\"advance\":1,\"strokes\":[%s]}]}]}",
                          text, stroke);
}

static void
test_bad_files (void)
{
  static const char *const texts[] = {
    "",
    "{}",
    "[]",
    "null",
    "{\"format\":\"hearth-hand\"}",
    "{\"format\":\"hearth-hand\",\"version\":2,\"glyphs\":[]}",
    "{\"format\":\"hearth-hand\",\"version\":1}",
    "{\"format\":\"hearth-hand\",\"version\":1,\"glyphs\":{}}",
    "{\"format\":\"hearth-hand\",\"version\":1,\"pen\":\"quill\",\"glyphs\":[]}",
    "{\"format\":\"hearth-hand\",\"version\":1,\"glyphs\":[1]}",
    "{\"format\":\"hearth-hand\",\"version\":1,\"glyphs\":[{\"text\":\"a\"}]}",
    "{\"format\":\"hearth-hand\",\"version\":1,\"glyphs\":[{\"text\":\"a\",\"samples\":[{}]}]}",
    "{\"format\":\"hearth-hand\",\"version\":1,\"glyphs\":[]} x",
  };
  static const char *const strokes[][2] = {
    { "a", "" },                  /* no stroke */
    { "a", "[]" },                /* no point */
    { "a", "[0,0,0.5]" },         /* a point without a time */
    { "a", "[0,0,0.5,\"0\"]" },   /* no number */
    { "a", "[0,0,0.5,-1]" },      /* before the beginning */
    { "a", "[0,0,1.5,0]" },       /* more than all pressure */
    { "a", "[17,0,0.5,0]" },      /* far away */
    { "a", "[1e300,0,0.5,0]" },   /* no float */
    { "a", "[0,1e999,0.5,0]" },   /* infinite */
    { "", "[0,0,0.5,0]" },        /* no character */
    { "abc", "[0,0,0.5,0]" },     /* more than a pair */
    { " ", "[0,0,0.5,0]" },       /* leaves no ink */
    { "\\u0007", "[0,0,0.5,0]" }, /* control */
    { "\\u0301", "[0,0,0.5,0]" }, /* a mark on nothing */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_bad (texts[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (strokes); i++) {
    g_autofree char *text = file_with (strokes[i][0], strokes[i][1]);

    assert_bad (text);
  }
}

/* The bounds are those of the header, to the point. */
static void
test_bounds (void)
{
  g_autoptr (GString) points = g_string_new ("[0,0,0.5,0");
  g_autoptr (GString) strokes = g_string_new ("[0,0,0.5,0]");
  g_autofree char *most = NULL, *more = NULL, *most_strokes = NULL, *more_strokes = NULL;
  g_autofree char *large = NULL;
  g_autoptr (GBytes) huge = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthHand) taken = NULL, taken_too = NULL;

  for (guint i = 1; i < HEARTH_HAND_MAX_POINTS; i++)
    g_string_append (points, ",1,1,0.5,1");
  g_string_append (points, "]");
  most = file_with ("a", points->str);
  taken = read_text (most, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hearth_hand_get_sample (taken, "a", 0)->n_points, ==, HEARTH_HAND_MAX_POINTS);
  g_string_truncate (points, points->len - 1);
  g_string_append (points, ",1,1,0.5,1]");
  more = file_with ("a", points->str);
  assert_bad (more);
  for (guint i = 1; i < HEARTH_HAND_MAX_STROKES; i++)
    g_string_append (strokes, ",[0,0,0.5,0]");
  most_strokes = file_with ("a", strokes->str);
  taken_too = read_text (most_strokes, &error);
  g_assert_no_error (error);
  g_string_append (strokes, ",[0,0,0.5,0]");
  more_strokes = file_with ("a", strokes->str);
  assert_bad (more_strokes);
  large = g_strnfill (HEARTH_HAND_FILE_MAX_BYTES + 1, ' ');
  huge = g_bytes_new (large, HEARTH_HAND_FILE_MAX_BYTES + 1);
  g_assert_null (hearth_hand_file_read (huge, &error));
  g_assert_error (error, HEARTH_LETTERS_ERROR, HEARTH_LETTERS_ERROR_TOO_LARGE);
  /* What is taken for few bytes but would be many nodes. */
  memset (large, ',', HEARTH_HAND_FILE_MAX_BYTES);
  g_clear_pointer (&huge, g_bytes_unref);
  g_clear_error (&error);
  huge = g_bytes_new (large, HEARTH_HAND_FILE_MAX_BYTES);
  g_assert_null (hearth_hand_file_read (huge, &error));
  g_assert_error (error, HEARTH_LETTERS_ERROR, HEARTH_LETTERS_ERROR_TOO_LARGE);
}

/* A whole hand that is full can still be saved and read. */
static void
test_full (void)
{
  g_autoptr (HearthHandBuilder) builder = hearth_hand_builder_new (NULL);
  g_autofree HearthHandPoint *points = g_new0 (HearthHandPoint, HEARTH_HAND_MAX_POINTS);
  HearthHandStroke stroke = { 0, HEARTH_HAND_MAX_POINTS };
  g_autoptr (HearthHandSample) sample = NULL;
  g_autoptr (HearthHand) hand = NULL, again = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  guint taken = 0;

  for (guint i = 0; i < HEARTH_HAND_MAX_POINTS; i++)
    points[i] = (HearthHandPoint){ -12.3456f, -12.3456f, 0.123f, 1234.567f };
  sample = hearth_hand_sample_new (1, &stroke, 1, points, HEARTH_HAND_MAX_POINTS);
  for (gunichar c = 0x4e00; c < 0x4e00 + 400; c++) {
    char text[7] = "";

    g_unichar_to_utf8 (c, text);
    taken += hearth_hand_builder_add (builder, text, sample);
  }
  g_assert_cmpuint (taken, ==, HEARTH_HAND_MAX_ALL_POINTS / HEARTH_HAND_MAX_POINTS);
  hand = hearth_hand_builder_build (builder);
  bytes = hearth_hand_file_write (hand);
  g_assert_cmpuint (g_bytes_get_size (bytes), <=, HEARTH_HAND_FILE_MAX_BYTES);
  again = hearth_hand_file_read (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hearth_hand_get_n_glyphs (again), ==, taken);
}

/* A hand stays as it is while another is made of it. */
static void
test_builder (void)
{
  g_autoptr (HearthHand) hand = synthetic_hand_new (FALSE, HEARTH_PEN_FELT);
  g_autoptr (HearthHandBuilder) builder = hearth_hand_builder_new (hand);
  const HearthHandSample *sample = hearth_hand_get_sample (hand, "é", 0);
  g_autoptr (HearthHand) other = NULL;
  g_autofree char *missing = NULL;

  hearth_hand_builder_remove (builder, "a", 1);
  hearth_hand_builder_remove (builder, "b", -1);
  hearth_hand_builder_remove (builder, "@", -1);
  hearth_hand_builder_remove (builder, "c", 3);
  for (guint i = 0; i < HEARTH_HAND_MAX_SAMPLES + 2; i++)
    g_assert_true (hearth_hand_builder_add (builder, "e\xcc\x81", sample));
  other = hearth_hand_builder_build (builder);
  g_assert_cmpuint (hearth_hand_get_n_samples (other, "a"), ==, 2);
  g_assert_cmpuint (hearth_hand_get_n_samples (other, "b"), ==, 0);
  g_assert_cmpuint (hearth_hand_get_n_samples (other, "c"), ==, 3);
  g_assert_cmpuint (hearth_hand_get_n_samples (other, "é"), ==, HEARTH_HAND_MAX_SAMPLES);
  g_assert_cmpuint (hearth_hand_get_n_samples (hand, "a"), ==, 3);
  g_assert_cmpuint (hearth_hand_get_n_samples (hand, "b"), ==, 3);
  missing = hearth_hand_dup_missing (other, "Abba @ home,\n@ é € q\xcc\x87");
  g_assert_cmpstr (missing, ==, "b@€q\xcc\x87");
}

static HearthHandSample *
clean (GArray *ink, double x_height)
{
  HearthHandBox box = { 100, 400, x_height };

  return hearth_hand_clean ((const HearthInkPoint *) (const void *) ink->data, ink->len, &box);
}

static void
get_box (const HearthHandSample *sample, float box[4])
{
  box[0] = box[2] = G_MAXFLOAT;
  box[1] = box[3] = -G_MAXFLOAT;
  for (guint i = 0; i < sample->n_points; i++) {
    box[0] = MIN (box[0], sample->points[i].x);
    box[1] = MAX (box[1], sample->points[i].x);
    box[2] = MIN (box[2], sample->points[i].y);
    box[3] = MAX (box[3], sample->points[i].y);
  }
}

/* However large the guided page is, a sample is in x-heights above the baseline, and its points are
 * evenly apart. */
static void
test_clean (void)
{
  for (double size = 20; size <= 200; size *= 3) {
    g_autoptr (GArray) ink = synthetic_ink_new ("n", 0, size, TRUE);
    g_autoptr (HearthHandSample) sample = clean (ink, size);
    float box[4];

    g_assert_nonnull (sample);
    get_box (sample, box);
    g_assert_cmpfloat_with_epsilon (box[2], 0, 0.12);
    g_assert_cmpfloat_with_epsilon (box[3], 1, 0.12);
    g_assert_cmpfloat_with_epsilon (box[0], 0.12, 0.001);
    g_assert_cmpfloat_with_epsilon (sample->advance, box[1] + 0.12, 0.001);
    g_assert_cmpuint (sample->n_strokes, ==, 1);
    g_assert_cmpuint (sample->n_points, >, 60);
    g_assert_cmpuint (sample->n_points, <, 150);
    for (guint i = 1; i < sample->n_points; i++)
      g_assert_cmpfloat (hypotf (sample->points[i].x - sample->points[i - 1].x,
                                 sample->points[i].y - sample->points[i - 1].y),
                         <, 0.05);
  }
}

/* A descender hangs below; the dot of an i stays. */
static void
test_clean_parts (void)
{
  g_autoptr (GArray) i = synthetic_ink_new ("i", 0, 60, TRUE);
  g_autoptr (GArray) g = synthetic_ink_new ("g", 0, 60, TRUE);
  g_autoptr (HearthHandSample) with_dot = clean (i, 60), with_tail = clean (g, 60);
  float box[4];

  g_assert_cmpuint (with_dot->n_strokes, ==, 2);
  get_box (with_dot, box);
  g_assert_cmpfloat (box[3], >, 1.3);
  get_box (with_tail, box);
  g_assert_cmpfloat (box[2], <, -0.8);
}

static void
touch (GArray *ink, double x, double y)
{
  HearthInkPoint point = { x, y, 0.2, 100, TRUE };

  g_array_append_val (ink, point);
}

/* A palm that came down beside the letter is no part of it; noise is less after cleaning. */
static void
test_clean_dirt (void)
{
  g_autoptr (GArray) ink = synthetic_ink_new ("n", 0, 60, TRUE);
  g_autoptr (GArray) shaken = synthetic_ink_new ("n", 0, 60, TRUE);
  g_autoptr (HearthHandSample) without = clean (ink, 60), with = NULL, calm = NULL;
  double off = 0;

  touch (ink, 400, 430);
  touch (ink, 20, 380);
  with = clean (ink, 60);
  g_assert_cmpuint (with->n_points, ==, without->n_points);
  g_assert_cmpfloat (with->advance, ==, without->advance);
  for (guint i = 0; i < shaken->len; i++)
    g_array_index (shaken, HearthInkPoint, i).y += i % 2 == 0 ? 1.2 : -1.2;
  calm = clean (shaken, 60);
  for (guint i = 2; i + 2 < calm->n_points; i++) {
    const HearthHandPoint *p = &calm->points[i];

    off += fabs ((double) (p[-1].y + p[1].y) / 2 - (double) p->y);
  }
  /* As it was written, each point was a fiftieth off. */
  g_assert_cmpfloat (off / calm->n_points, <, 0.01);
}

/* A mouse has no pressure: weight is told from the speed. Nothing is made of nothing. */
static void
test_clean_mouse (void)
{
  g_autoptr (GArray) ink = synthetic_ink_new ("l", 0, 60, FALSE);
  g_autoptr (HearthHandSample) sample = clean (ink, 60);
  HearthInkPoint nowhere = { NAN, INFINITY, 0.5, 0, TRUE }, dot = { 120, 390, 0.5, 0, TRUE };
  HearthHandBox box = { 100, 400, 60 }, flat = { 100, 400, 0 };
  g_autoptr (HearthHandSample) point = hearth_hand_clean (&dot, 1, &box);
  float least = 1, most = 0;

  for (guint i = 0; i < sample->n_points; i++) {
    least = MIN (least, sample->points[i].pressure);
    most = MAX (most, sample->points[i].pressure);
  }
  g_assert_cmpfloat (least, >=, 0.3);
  g_assert_cmpfloat (most, <=, 0.7);
  g_assert_cmpfloat (most - least, >, 0.03);
  g_assert_null (hearth_hand_clean (&nowhere, 1, &box));
  g_assert_null (hearth_hand_clean (NULL, 0, &box));
  g_assert_null (hearth_hand_clean (&dot, 1, &flat));
  g_assert_cmpuint (point->n_points, ==, 1);
}

/* The page asks for each thing once, the language's own first, and counts what is written. */
static void
test_guide (void)
{
  static const char *const languages[] = { "en", "de", "fr-CA", "xx", NULL };
  g_autoptr (HearthHand) hand = synthetic_hand_new (FALSE, HEARTH_PEN_FELT);

  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++) {
    g_autoptr (GArray) list = hearth_hand_guide_list (languages[i], hand);
    HearthHandProgress progress = hearth_hand_guide_progress (languages[i], hand);
    HearthHandProgress none = hearth_hand_guide_progress (languages[i], NULL);
    g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
    g_autoptr (HearthHandBuilder) builder = hearth_hand_builder_new (NULL);

    g_assert_cmpuint (list->len, ==, progress.asked + progress.pairs_asked);
    g_assert_cmpuint (progress.complete, >=, 62 + 8);
    g_assert_cmpuint (progress.complete, <, progress.asked);
    g_assert_cmpuint (progress.begun, ==, progress.complete);
    g_assert_cmpuint (progress.pairs_asked, >=, 35);
    g_assert_cmpuint (none.begun + none.complete + none.pairs_complete, ==, 0);
    for (guint j = 0; j < list->len; j++) {
      const HearthHandPrompt *prompt = &g_array_index (list, HearthHandPrompt, j);

      g_assert_true (g_hash_table_add (seen, (gpointer) prompt->glyph));
      g_assert_cmpint (g_utf8_strlen (prompt->glyph, -1), ==,
                       prompt->group == HEARTH_HAND_GROUP_PAIRS ? 2 : 1);
      g_assert_true (
          hearth_hand_builder_add (builder, prompt->glyph, hearth_hand_get_sample (hand, "a", 0)));
    }
    g_assert_true (g_hash_table_contains (seen, "ä") && g_hash_table_contains (seen, "é"));
  }
}

static double
contour_area (const HearthHandOutline *outline, guint from, guint to)
{
  const float *p = (const float *) (const void *) outline->points->data;
  double area = 0;

  for (guint i = from; i < to; i++) {
    guint next = i + 1 < to ? i + 1 : from;

    area += (double) (p[2 * i] * p[2 * next + 1] - p[2 * next] * p[2 * i + 1]) / 2;
  }
  return area;
}

/* An outline is as large as what was written, and more pressure is more ink. */
static void
test_outline (void)
{
  HearthHandPoint points[] = { { 0, 0, 0.5f, 0 }, { 1, 0, 0.5f, 1 }, { 2, 0, 0.5f, 2 } };
  HearthHandStroke stroke = { 0, 3 };
  HearthHandNib nib = { HEARTH_PEN_BALLPOINT, 1, 10, 0 };
  g_autoptr (HearthHandSample) line = hearth_hand_sample_new (2, &stroke, 1, points, 3);
  g_autoptr (HearthHandOutline) outline = hearth_hand_outline_new (line, &nib);
  g_autoptr (HearthHandSample) heavy = NULL;
  g_autoptr (HearthHandOutline) wide = NULL;
  double area = contour_area (outline, 0, g_array_index (outline->contours, guint, 0));

  /* 20 points long and 1 wide, with two round ends, whose corners take some of them. */
  g_assert_cmpuint (outline->contours->len, ==, 1);
  g_assert_cmpfloat_with_epsilon (area, 20 + G_PI / 4, 0.2);
  g_assert_cmpfloat (outline->advance, ==, 20);
  for (guint i = 0; i < 3; i++)
    points[i].pressure = 1;
  heavy = hearth_hand_sample_new (2, &stroke, 1, points, 3);
  wide = hearth_hand_outline_new (heavy, &nib);
  g_assert_cmpfloat (contour_area (wide, 0, g_array_index (wide->contours, guint, 0)), >,
                     1.2 * area);
}

/* Joins lead from where a letter ends to where the next begins. */
static void
test_outline_ends (void)
{
  g_autoptr (HearthHand) hand = synthetic_hand_new (TRUE, HEARTH_PEN_BALLPOINT);
  HearthHandNib nib = { HEARTH_PEN_BALLPOINT, 1, 10, 0 };

  for (char c = 'a'; c <= 'z'; c++) {
    char text[2] = { c, '\0' };

    for (guint i = 0; i < 3; i++) {
      g_autoptr (HearthHandOutline) outline =
          hearth_hand_outline_new (hearth_hand_get_sample (hand, text, i), &nib);

      g_test_message ("%s", text);
      g_assert_true (outline->entry.there);
      g_assert_true (outline->exit.there);
      g_assert_cmpfloat (outline->exit.x, >, outline->entry.x);
      for (guint j = 0, from = 0; j < outline->contours->len; j++) {
        guint to = g_array_index (outline->contours, guint, j);

        g_assert_cmpuint (to, >, from + 2);
        from = to;
      }
    }
  }
}

static void
test_pen_of_letter (void)
{
  static const struct {
    const char *text;
    const char *written;
    guint32 color; /* 0: none is chosen */
  } cases[] = {
    { "", "", 0 },
    { "fountain", "fountain", 0 },
    { "sepia", "sepia", 0x5b3a1e },
    { "sepia fountain", "fountain sepia", 0x5b3a1e },
    { "quill  invisible black", "black", 0x1a1a1a },
    { "blue-black", "blue-black", 0x1d2a4d },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    HearthLetterPen pen;
    g_autofree char *written = NULL;

    hearth_letter_pen_read (cases[i].text, &pen);
    written = hearth_letter_pen_write (&pen);
    g_assert_cmpstr (written, ==, cases[i].written);
    g_assert_cmpint (pen.ink_chosen, ==, cases[i].color != 0);
    if (pen.ink_chosen)
      g_assert_cmphex (hearth_ink_get_color (pen.ink), ==, cases[i].color);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hand/file", test_file);
  g_test_add_func ("/hand/bad-files", test_bad_files);
  g_test_add_func ("/hand/bounds", test_bounds);
  g_test_add_func ("/hand/full", test_full);
  g_test_add_func ("/hand/builder", test_builder);
  g_test_add_func ("/hand/clean", test_clean);
  g_test_add_func ("/hand/clean/parts", test_clean_parts);
  g_test_add_func ("/hand/clean/dirt", test_clean_dirt);
  g_test_add_func ("/hand/clean/mouse", test_clean_mouse);
  g_test_add_func ("/hand/guide", test_guide);
  g_test_add_func ("/hand/outline", test_outline);
  g_test_add_func ("/hand/outline/ends", test_outline_ends);
  g_test_add_func ("/hand/pen-of-letter", test_pen_of_letter);
  return g_test_run ();
}
