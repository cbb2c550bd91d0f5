/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-hand-cleaning.h"

#include <math.h>
#include <string.h>

/* Lengths are x-heights. */
#define STEP 0.04    /* between two points of a cleaned stroke */
#define CLOSE 0.004  /* what is nearer than this is the same place */
#define SPECK 0.03   /* what is shorter was a touch, not a line */
#define FAR 0.5      /* a touch so far from the rest was not meant */
#define BEARING 0.12 /* room on each side of the ink */
#define LOW -0.2f    /* between here and there a character meets its neighbours */
#define HIGH 1.2f
#define OVERHANG 0.35  /* so far it may lean over them */
#define SMOOTH_TIMES 2 /* how often each point goes towards its neighbours */
#define SLOW 2.0       /* a speed, per second, that is written with some weight */
#define MAX_RAW 100000 /* points that are looked at */

typedef struct {
  GArray *points;  /* (owned) (element-type HearthHandPoint) */
  GArray *strokes; /* (owned) (element-type HearthHandStroke) */
} Ink;

static float
distance (const HearthHandPoint *a, const HearthHandPoint *b)
{
  return hypotf (a->x - b->x, a->y - b->y);
}

/* Into the units of a hand; what is said twice, or is no number, is left out. */
static GArray *
take_points (const HearthInkPoint *points, guint n_points, const HearthHandBox *box, GArray *starts)
{
  GArray *taken = g_array_new (FALSE, FALSE, sizeof (HearthHandPoint));
  gboolean begins = TRUE;

  for (guint i = 0; i < MIN (n_points, MAX_RAW); i++) {
    const HearthInkPoint *raw = &points[i];
    HearthHandPoint point = { (float) ((raw->x - box->x) / box->x_height),
                              (float) ((box->baseline - raw->y) / box->x_height),
                              raw->pressure < 0 ? -1 : (float) MIN (raw->pressure, 1),
                              (float) (raw->time - points[0].time) };

    begins = begins || raw->down;
    if (!isfinite (point.x) || !isfinite (point.y) || !isfinite (point.pressure) ||
        fabsf (point.x) > HEARTH_HAND_MAX_UNITS / 2 || fabsf (point.y) > HEARTH_HAND_MAX_UNITS / 2)
      continue;
    point.time = point.time > 0 ? MIN (point.time, 3600) : 0;
    if (!begins &&
        distance (&g_array_index (taken, HearthHandPoint, taken->len - 1), &point) < (float) CLOSE)
      continue;
    if (begins)
      g_array_append_val (starts, taken->len);
    g_array_append_val (taken, point);
    begins = FALSE;
  }
  return taken;
}

/* A mouse has no pressure: what is written slowly is written with weight. */
static void
weigh_by_speed (HearthHandPoint *points, guint n)
{
  for (guint i = 0; i < n; i++) {
    const HearthHandPoint *before = &points[i > 0 ? i - 1 : 0];
    const HearthHandPoint *after = &points[MIN (i + 1, n - 1)];
    float seconds = after->time - before->time;
    float speed = seconds > 0 ? distance (before, after) / seconds : (float) SLOW;

    if (points[i].pressure < 0)
      points[i].pressure = 0.3f + 0.4f / (1 + speed / (float) (2 * SLOW));
  }
}

/* The ends stay where they are. */
static void
smooth (HearthHandPoint *points, guint n)
{
  g_autofree HearthHandPoint *old = g_memdup2 (points, n * sizeof *points);

  for (guint i = 1; i + 1 < n; i++) {
    points[i].x = (old[i - 1].x + 2 * old[i].x + old[i + 1].x) / 4;
    points[i].y = (old[i - 1].y + 2 * old[i].y + old[i + 1].y) / 4;
    points[i].pressure = (old[i - 1].pressure + 2 * old[i].pressure + old[i + 1].pressure) / 4;
  }
}

static HearthHandPoint
between (const HearthHandPoint *a, const HearthHandPoint *b, float part)
{
  return (HearthHandPoint){ a->x + (b->x - a->x) * part, a->y + (b->y - a->y) * part,
                            a->pressure + (b->pressure - a->pressure) * part,
                            a->time + (b->time - a->time) * part };
}

/* The same line as points that are @step apart; its two ends belong to it. */
static GArray *
resample (const HearthHandPoint *points, guint n, float step)
{
  GArray *even = g_array_new (FALSE, FALSE, sizeof (HearthHandPoint));
  HearthHandPoint last = points[0];
  float need = step;

  g_array_append_val (even, last);
  for (guint i = 1; i < n; i++) {
    float length = distance (&last, &points[i]);

    while (length >= need) {
      last = between (&last, &points[i], need / length);
      g_array_append_val (even, last);
      length = distance (&last, &points[i]);
      need = step;
    }
    need -= length;
    last = points[i];
  }
  if (n > 1 && need < step - (float) CLOSE)
    g_array_append_val (even, points[n - 1]);
  return even;
}

static void
add_stroke (Ink *ink, HearthHandPoint *points, guint n)
{
  g_autoptr (GArray) even = NULL;
  HearthHandStroke stroke = { ink->points->len, 0 };

  if (ink->strokes->len >= HEARTH_HAND_MAX_STROKES)
    return;
  weigh_by_speed (points, n);
  even = resample (points, n, (float) STEP);
  for (guint i = 0; i < SMOOTH_TIMES; i++)
    smooth ((HearthHandPoint *) (void *) even->data, even->len);
  if (even->len > HEARTH_HAND_MAX_POINTS - ink->points->len)
    return;
  stroke.n = even->len;
  g_array_append_vals (ink->points, even->data, even->len);
  g_array_append_val (ink->strokes, stroke);
}

/* A part of the ink: between two heights, without one stroke. */
typedef struct {
  guint but;
  float low, high;
} Part;

/* Its left and right, lower and upper end. */
static gboolean
find_extent (const Ink *ink, const Part *part, float extent[4])
{
  gboolean any = FALSE;

  for (guint i = 0; i < ink->strokes->len; i++) {
    const HearthHandStroke *stroke = &g_array_index (ink->strokes, HearthHandStroke, i);

    for (guint j = 0; i != part->but && j < stroke->n; j++) {
      const HearthHandPoint *point =
          &g_array_index (ink->points, HearthHandPoint, stroke->first + j);

      if (point->y < part->low || point->y > part->high)
        continue;
      extent[0] = any ? MIN (extent[0], point->x) : point->x;
      extent[1] = any ? MAX (extent[1], point->x) : point->x;
      extent[2] = any ? MIN (extent[2], point->y) : point->y;
      extent[3] = any ? MAX (extent[3], point->y) : point->y;
      any = TRUE;
    }
  }
  return any;
}

/* Whether a stroke is a touch beside what was written: a palm, or the pen laid down. */
static gboolean
is_stray (const Ink *ink, guint n)
{
  const HearthHandStroke *stroke = &g_array_index (ink->strokes, HearthHandStroke, n);
  const HearthHandPoint *first = &g_array_index (ink->points, HearthHandPoint, stroke->first);
  Part rest = { n, -G_MAXFLOAT, G_MAXFLOAT };
  float extent[4], length = 0;

  for (guint i = 1; i < stroke->n; i++)
    length += distance (first + i - 1, first + i);
  if (length > (float) SPECK || !find_extent (ink, &rest, extent))
    return FALSE;
  /* A dot above an i is high: what is looked at is how far it lies to the side, and below. */
  return first->x < extent[0] - (float) FAR || first->x > extent[1] + (float) FAR ||
         first->y < extent[2] - (float) FAR || first->y > extent[3] + (float) (2 * FAR);
}

static void
trim (Ink *ink)
{
  for (guint i = ink->strokes->len; i-- > 0;) {
    HearthHandStroke stroke = g_array_index (ink->strokes, HearthHandStroke, i);

    if (!is_stray (ink, i))
      continue;
    g_array_remove_range (ink->points, stroke.first, stroke.n);
    g_array_remove_index (ink->strokes, i);
    for (guint j = i; j < ink->strokes->len; j++)
      g_array_index (ink->strokes, HearthHandStroke, j).first -= stroke.n;
  }
}

/* Where a character begins and ends for its neighbours: what leans over them above, or hangs below
 * them, needs less room. */
static gboolean
find_room (const Ink *ink, float *left, float *right)
{
  Part all = { G_MAXUINT, -G_MAXFLOAT, G_MAXFLOAT }, middle = { G_MAXUINT, LOW, HIGH };
  float extent[4], inner[4];

  if (!find_extent (ink, &all, extent))
    return FALSE;
  if (!find_extent (ink, &middle, inner))
    memcpy (inner, extent, sizeof inner);
  *left = MIN (inner[0], extent[0] + (float) OVERHANG);
  *right = MAX (inner[1], extent[1] - (float) OVERHANG);
  if (*right < *left)
    *right = *left;
  return TRUE;
}

static void
gather (Ink *ink, GArray *points, GArray *starts)
{
  for (guint i = 0; i < starts->len; i++) {
    guint from = g_array_index (starts, guint, i);
    guint to = i + 1 < starts->len ? g_array_index (starts, guint, i + 1) : points->len;

    add_stroke (ink, &g_array_index (points, HearthHandPoint, from), to - from);
  }
}

/**
 * hearth_hand_clean:
 * @points: (array length=n_points): what was written into a box of the guided page, in order
 * @n_points: their number
 * @box: where the box is, with an x-height above 0
 *
 * Makes a sample of what was written: in x-heights above the guide's baseline, smoothed, in points
 * that are 0.04 apart, with 0.12 of room at its sides, without touches beside it. Without a
 * pressure it is told from the speed. What is written small or high stays so: that is how a hand
 * looks.
 *
 * Returns: (transfer full) (nullable): a sample that hearth_hand_sample_is_sound(), or %NULL where
 *   nothing was written
 */
HearthHandSample *
hearth_hand_clean (const HearthInkPoint *points, guint n_points, const HearthHandBox *box)
{
  g_autoptr (GArray) starts = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) taken = NULL;
  g_autoptr (GArray) ink_points = g_array_new (FALSE, FALSE, sizeof (HearthHandPoint));
  g_autoptr (GArray) ink_strokes = g_array_new (FALSE, FALSE, sizeof (HearthHandStroke));
  g_autoptr (HearthHandSample) sample = NULL;
  Ink ink = { ink_points, ink_strokes };
  float left, right;

  if (n_points == 0 || !(box->x_height > 0))
    return NULL;
  taken = take_points (points, n_points, box, starts);
  gather (&ink, taken, starts);
  trim (&ink);
  if (!find_room (&ink, &left, &right))
    return NULL;
  for (guint i = 0; i < ink_points->len; i++)
    g_array_index (ink_points, HearthHandPoint, i).x += (float) BEARING - left;
  sample =
      hearth_hand_sample_new (right - left + (float) (2 * BEARING),
                              (HearthHandStroke *) (void *) ink_strokes->data, ink_strokes->len,
                              (HearthHandPoint *) (void *) ink_points->data, ink_points->len);
  return hearth_hand_sample_is_sound (sample) ? g_steal_pointer (&sample) : NULL;
}
