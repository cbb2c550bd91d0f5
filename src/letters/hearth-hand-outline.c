/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-hand-outline.h"

#include <math.h>

/* A stroke becomes the outline of a band as wide as the pen drew it: to fill that is many times as
 * fast as to stroke it piece by piece. A band folds over itself where the pen turns back; there it
 * is cut, and both ends are round. */

#define TOLERANCE 0.014 /* x-heights that a line may be beside the stroke */
#define MAX_GAP 0.6     /* x-heights between two corners, so that the width can change */
#define SHARP 0.45      /* the cosine of a turn at which a band is cut */
#define CAP 3           /* corners of a round end */
#define DOT 12          /* corners of a dot */
#define SHORT 0.08      /* x-heights; what is shorter is a dot */
#define DOT_WIDTH 1.25  /* how wide a dot is at least, in widths of the pen */
#define ARRIVAL 0.15    /* x-heights over which the direction at an end is taken */
#define NIB_ANGLE 0.7   /* of a fountain pen's nib, in radians */
#define LONG 0.3        /* x-heights of a stroke that others may be joined to */

/* A corner of the middle line, in points. */
typedef struct {
  double x, y;
  double pressure;
  double radius;
} Node;

static const struct {
  double contrast; /* how much of the width comes from the pressure */
  double nib;      /* how much from the direction */
} pens[] = {
  [HEARTH_PEN_BALLPOINT] = { 0.3, 0 },
  [HEARTH_PEN_FOUNTAIN] = { 0.45, 0.3 },
  [HEARTH_PEN_FELT] = { 0.15, 0.1 },
  [HEARTH_PEN_PENCIL] = { 0.5, 0 },
};

/**
 * hearth_hand_nib_get_width:
 * @self: a nib
 * @pressure: 0 to 1
 * @dx: the direction in which is written, y downwards; of length 1
 * @dy: the same
 *
 * Returns: how wide the line is, in points
 */
double
hearth_hand_nib_get_width (const HearthHandNib *self, double pressure, double dx, double dy)
{
  double across = fabs (dx * sin (NIB_ANGLE) + dy * cos (NIB_ANGLE));
  double contrast = pens[self->pen].contrast, nib = pens[self->pen].nib;

  return self->width * (1 - contrast + 2 * contrast * pressure) * (1 - nib + 1.5 * nib * across);
}

static double
beside (const Node *a, const Node *b, const Node *point)
{
  double dx = b->x - a->x, dy = b->y - a->y;
  double length = hypot (dx, dy);

  if (length < 1e-9)
    return hypot (point->x - a->x, point->y - a->y);
  return fabs (dx * (point->y - a->y) - dy * (point->x - a->x)) / length;
}

/* Keeps the corners that matter (Ramer, Douglas, Peucker), without calling itself. */
static void
simplify (const Node *all, guint n, double unit, GArray *kept)
{
  g_autofree gboolean *keep = g_new0 (gboolean, n);
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, 2 * sizeof (guint));
  guint range[2] = { 0, n - 1 };

  keep[0] = keep[n - 1] = TRUE;
  g_array_append_vals (stack, range, 1);
  while (stack->len > 0) {
    guint *top = &((guint *) (void *) stack->data)[2 * (stack->len - 1)];
    guint from = top[0], to = top[1], worst = 0;
    double far = TOLERANCE * unit;

    g_array_set_size (stack, stack->len - 1);
    if (hypot (all[to].x - all[from].x, all[to].y - all[from].y) > MAX_GAP * unit && to - from > 1)
      worst = (from + to) / 2;
    for (guint i = from + 1; i < to; i++) {
      double distance = beside (&all[from], &all[to], &all[i]);

      if (distance > far) {
        far = distance;
        worst = i;
      }
    }
    if (worst == 0)
      continue;
    keep[worst] = TRUE;
    g_array_append_vals (stack, (guint[2]){ from, worst }, 1);
    g_array_append_vals (stack, (guint[2]){ worst, to }, 1);
  }
  for (guint i = 0; i < n; i++) {
    if (keep[i])
      g_array_append_val (kept, all[i]);
  }
}

static void
add_corner (HearthHandOutline *self, double x, double y)
{
  float corner[2] = { (float) x, (float) y };

  g_array_append_vals (self->points, corner, 2);
}

static void
end_contour (HearthHandOutline *self)
{
  guint end = self->points->len / 2;

  g_array_append_val (self->contours, end);
}

static void
direction (const Node *from, const Node *to, double *dx, double *dy)
{
  double length = hypot (to->x - from->x, to->y - from->y);

  *dx = length > 0 ? (to->x - from->x) / length : 1;
  *dy = length > 0 ? (to->y - from->y) / length : 0;
}

/* Half a circle around an end, from the left of the direction to its right. */
static void
add_cap (HearthHandOutline *self, const Node *node, double dx, double dy)
{
  for (guint i = 0; i <= CAP; i++) {
    double angle = G_PI * (0.5 - (double) i / CAP);
    double along = cos (angle) * node->radius, across = sin (angle) * node->radius;

    add_corner (self, node->x + dx * along + dy * across, node->y + dy * along - dx * across);
  }
}

/* One side of a band, at the corners between its ends, on the left of the way from @first on. */
static void
add_side (HearthHandOutline *self, const Node *nodes, int first, int last, int step)
{
  for (int i = first + step; i != last; i += step) {
    double ax, ay, bx, by, nx, ny, length;

    direction (&nodes[i - step], &nodes[i], &ax, &ay);
    direction (&nodes[i], &nodes[i + step], &bx, &by);
    nx = ay + by;
    ny = -(ax + bx);
    length = hypot (nx, ny);
    /* Longer at a corner, so that the band keeps its width there. */
    if (length > 0)
      add_corner (self, nodes[i].x + nx / length * nodes[i].radius * 2 / length,
                  nodes[i].y + ny / length * nodes[i].radius * 2 / length);
  }
}

static void
add_band (HearthHandOutline *self, const Node *nodes, guint n)
{
  double dx, dy;
  int last = (int) n - 1;

  add_side (self, nodes, 0, last, 1);
  direction (&nodes[last - 1], &nodes[last], &dx, &dy);
  add_cap (self, &nodes[last], dx, dy);
  add_side (self, nodes, last, 0, -1);
  direction (&nodes[1], &nodes[0], &dx, &dy);
  add_cap (self, &nodes[0], dx, dy);
  end_contour (self);
}

static void
add_dot (HearthHandOutline *self, const Node *node)
{
  for (guint i = 0; i < DOT; i++) {
    double angle = 2 * G_PI * i / DOT;

    add_corner (self, node->x + cos (angle) * node->radius, node->y + sin (angle) * node->radius);
  }
  end_contour (self);
}

static double
get_length (const Node *nodes, guint n)
{
  double length = 0;

  for (guint i = 1; i < n; i++)
    length += hypot (nodes[i].x - nodes[i - 1].x, nodes[i].y - nodes[i - 1].y);
  return length;
}

/* Cuts a line where it turns back, and makes a band of each piece. */
static void
add_line (HearthHandOutline *self, GArray *line, const HearthHandNib *nib)
{
  Node *nodes = (Node *) (void *) line->data;
  guint from = 0;

  for (guint i = 0; i < line->len; i++) {
    double dx, dy;

    direction (&nodes[i > 0 ? i - 1 : 0], &nodes[MIN (i + 1, line->len - 1)], &dx, &dy);
    nodes[i].radius = hearth_hand_nib_get_width (nib, nodes[i].pressure, dx, dy) / 2;
  }
  /* Ink flows out where a pen only touches. */
  if (get_length (nodes, line->len) < SHORT * nib->x_height) {
    nodes[line->len / 2].radius = MAX (nodes[line->len / 2].radius, DOT_WIDTH * nib->width / 2);
    add_dot (self, &nodes[line->len / 2]);
    return;
  }
  for (guint i = 1; i < line->len; i++) {
    double ax, ay, bx, by;

    direction (&nodes[i - 1], &nodes[i], &ax, &ay);
    if (i + 1 < line->len) {
      direction (&nodes[i], &nodes[i + 1], &bx, &by);
      if (ax * bx + ay * by > SHARP)
        continue;
    }
    add_band (self, nodes + from, i - from + 1);
    from = i;
  }
}

static HearthHandEnd
make_end (const Node *nodes, guint n, gboolean is_exit, double unit)
{
  const Node *end = &nodes[is_exit ? n - 1 : 0], *inner = end;
  double dx, dy;

  for (guint i = 1; i < n; i++) {
    inner = &nodes[is_exit ? n - 1 - i : i];
    if (hypot (inner->x - end->x, inner->y - end->y) >= ARRIVAL * unit)
      break;
  }
  direction (is_exit ? inner : end, is_exit ? end : inner, &dx, &dy);
  return (HearthHandEnd){ TRUE, (float) end->x, (float) end->y, (float) dx, (float) dy };
}

/* Whether it is at a height at which characters are joined: not high, not deep. */
static gboolean
is_near (double y, double unit)
{
  return y < 0.3 * unit && y > -1.25 * unit;
}

/* Between which sides a character stands at that height: what leans over its neighbours is in no
 * one's way. */
static void
find_sides (const Node *nodes, guint n, double unit, double *left, double *right)
{
  *left = G_MAXDOUBLE;
  *right = -G_MAXDOUBLE;
  for (guint i = 0; i < n; i++) {
    if (!is_near (nodes[i].y, unit))
      continue;
    *left = MIN (*left, nodes[i].x);
    *right = MAX (*right, nodes[i].x);
  }
}

/* The first stroke is entered; left is that which ends farthest to the right. Bars and dots are
 * short or begin behind the others. */
static void
find_ends (HearthHandOutline *self, const HearthHandSample *sample, const Node *nodes, double unit)
{
  double left, right;

  find_sides (nodes, sample->n_points, unit, &left, &right);
  for (guint i = 0; i < sample->n_strokes; i++) {
    const Node *stroke = nodes + sample->strokes[i].first;
    guint n = sample->strokes[i].n;
    HearthHandEnd end;

    if (n < 2 || get_length (stroke, n) < LONG * unit)
      continue;
    if (i == 0) {
      self->entry = make_end (stroke, n, FALSE, unit);
      self->entry.there = is_near ((double) self->entry.y, unit) &&
                          (double) self->entry.x < (left + right) / 2 && self->entry.dx > -0.3;
    }
    end = make_end (stroke, n, TRUE, unit);
    if (is_near ((double) end.y, unit) &&
        (double) end.x > right - MAX (0.3 * (right - left), 0.2 * unit) && end.dx > 0.2 &&
        get_length (stroke, n) > unit && (!self->exit.there || end.x > self->exit.x))
      self->exit = end;
  }
}

/**
 * hearth_hand_outline_new:
 * @sample: a sample
 * @nib: how it is drawn
 *
 * Returns: (transfer full): its outline
 */
HearthHandOutline *
hearth_hand_outline_new (const HearthHandSample *sample, const HearthHandNib *nib)
{
  HearthHandOutline *self = g_new0 (HearthHandOutline, 1);
  g_autofree Node *nodes = g_new0 (Node, MAX (sample->n_points, 1));
  double unit = nib->x_height;

  self->points = g_array_new (FALSE, FALSE, sizeof (float));
  self->contours = g_array_new (FALSE, FALSE, sizeof (guint));
  self->advance = (float) (sample->advance * unit);
  for (guint i = 0; i < sample->n_points; i++) {
    const HearthHandPoint *point = &sample->points[i];

    nodes[i] =
        (Node){ (point->x + nib->slant * point->y) * unit, -point->y * unit, point->pressure, 0 };
  }
  for (guint i = 0; i < sample->n_strokes; i++) {
    g_autoptr (GArray) line = g_array_new (FALSE, FALSE, sizeof (Node));

    simplify (nodes + sample->strokes[i].first, sample->strokes[i].n, unit, line);
    add_line (self, line, nib);
  }
  find_ends (self, sample, nodes, unit);
  return self;
}

/**
 * hearth_hand_outline_free:
 * @self: (nullable) (transfer full): an outline
 */
void
hearth_hand_outline_free (HearthHandOutline *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->points);
  g_array_unref (self->contours);
  g_free (self);
}
