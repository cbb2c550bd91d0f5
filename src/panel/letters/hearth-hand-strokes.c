/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-hand-strokes.h"

struct _HearthHandStrokes {
  GArray *points; /* (owned) (element-type HearthInkPoint) */
  GArray *starts; /* (owned) (element-type guint): the first point of each stroke */
  guint box;      /* in which they are */
  gboolean down;
  double lifted; /* when the pen last left the paper, in seconds */
};

/**
 * hearth_hand_strokes_new:
 *
 * Returns: (transfer full): no strokes yet
 */
HearthHandStrokes *
hearth_hand_strokes_new (void)
{
  HearthHandStrokes *self = g_new0 (HearthHandStrokes, 1);

  self->points = g_array_new (FALSE, FALSE, sizeof (HearthInkPoint));
  self->starts = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

/**
 * hearth_hand_strokes_free:
 * @self: (nullable) (transfer full): strokes
 */
void
hearth_hand_strokes_free (HearthHandStrokes *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->points);
  g_array_unref (self->starts);
  g_free (self);
}

/**
 * hearth_hand_strokes_down:
 * @self: strokes
 * @box: the number of the box in which the pen comes down
 * @point: where; that it is down there need not be said
 *
 * Begins a stroke. The strokes of another box have to be taken before.
 *
 * Returns: whether it was begun; not in another box than the strokes before it, and not where there
 *   are as many as a character can have
 */
gboolean
hearth_hand_strokes_down (HearthHandStrokes *self, guint box, const HearthInkPoint *point)
{
  HearthInkPoint first = *point;

  if (self->starts->len > 0 && box != self->box)
    return FALSE;
  if (self->starts->len >= HEARTH_HAND_MAX_STROKES || self->points->len >= HEARTH_HAND_MAX_INK)
    return FALSE;
  first.down = TRUE;
  self->box = box;
  self->down = TRUE;
  g_array_append_val (self->starts, self->points->len);
  g_array_append_val (self->points, first);
  return TRUE;
}

/**
 * hearth_hand_strokes_move:
 * @self: strokes
 * @point: where the pen is
 *
 * Goes on with the stroke that was begun. Without one, and past %HEARTH_HAND_MAX_INK, nothing
 * happens.
 */
void
hearth_hand_strokes_move (HearthHandStrokes *self, const HearthInkPoint *point)
{
  HearthInkPoint next = *point;

  if (!self->down || self->points->len >= HEARTH_HAND_MAX_INK)
    return;
  next.down = FALSE;
  g_array_append_val (self->points, next);
}

/**
 * hearth_hand_strokes_up:
 * @self: strokes
 * @time: when the pen left the paper, in seconds, on the clock of the points
 */
void
hearth_hand_strokes_up (HearthHandStrokes *self, double time)
{
  self->down = FALSE;
  self->lifted = time;
}

/**
 * hearth_hand_strokes_undo:
 * @self: strokes
 * @time: now, in seconds; the pause begins anew
 *
 * Takes the last stroke back, also one that is being written.
 *
 * Returns: whether there was one
 */
gboolean
hearth_hand_strokes_undo (HearthHandStrokes *self, double time)
{
  if (self->starts->len == 0)
    return FALSE;
  g_array_set_size (self->points, g_array_index (self->starts, guint, self->starts->len - 1));
  g_array_set_size (self->starts, self->starts->len - 1);
  hearth_hand_strokes_up (self, time);
  return TRUE;
}

/**
 * hearth_hand_strokes_clear:
 * @self: strokes
 *
 * Takes all of them back.
 */
void
hearth_hand_strokes_clear (HearthHandStrokes *self)
{
  g_array_set_size (self->points, 0);
  g_array_set_size (self->starts, 0);
  self->down = FALSE;
}

/**
 * hearth_hand_strokes_is_down:
 * @self: strokes
 *
 * Returns: whether a stroke is being written
 */
gboolean
hearth_hand_strokes_is_down (const HearthHandStrokes *self)
{
  return self->down;
}

/**
 * hearth_hand_strokes_get_n:
 * @self: strokes
 *
 * Returns: how many there are, with the one that is being written
 */
guint
hearth_hand_strokes_get_n (const HearthHandStrokes *self)
{
  return self->starts->len;
}

/**
 * hearth_hand_strokes_get_box:
 * @self: strokes
 *
 * Returns: in which box they are; of no meaning without strokes
 */
guint
hearth_hand_strokes_get_box (const HearthHandStrokes *self)
{
  return self->box;
}

/**
 * hearth_hand_strokes_get_points:
 * @self: strokes
 * @n_points: (out): how many
 *
 * Returns: (transfer none) (array length=n_points): their points, until something is changed
 */
const HearthInkPoint *
hearth_hand_strokes_get_points (const HearthHandStrokes *self, guint *n_points)
{
  *n_points = self->points->len;
  return (const HearthInkPoint *) (const void *) self->points->data;
}

/**
 * hearth_hand_strokes_is_finished:
 * @self: strokes
 * @time: now, in seconds, on the clock of the points
 *
 * Returns: whether there are some, and the pen has been away for %HEARTH_HAND_PAUSE
 */
gboolean
hearth_hand_strokes_is_finished (const HearthHandStrokes *self, double time)
{
  return self->starts->len > 0 && !self->down && time - self->lifted >= HEARTH_HAND_PAUSE;
}

/**
 * hearth_hand_strokes_take:
 * @self: strokes
 * @box: where their box is
 *
 * Makes a sample of them, and begins with the next.
 *
 * Returns: (transfer full) (nullable): a sample, or %NULL where nothing was written
 */
HearthHandSample *
hearth_hand_strokes_take (HearthHandStrokes *self, const HearthHandBox *box)
{
  HearthHandSample *sample =
      hearth_hand_clean ((const HearthInkPoint *) (const void *) self->points->data,
                         self->points->len, box);

  hearth_hand_strokes_clear (self);
  return sample;
}
