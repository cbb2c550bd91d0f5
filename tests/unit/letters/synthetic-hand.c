/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "synthetic-hand.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* In hundredths of an x-height, y upwards. A stroke goes smoothly through its points, but for one
 * with "!", where it turns sharply; ";" lifts the pen. */
typedef struct {
  const char *text;
  const char *strokes;
} Drawing;

static const Drawing drawings[] = {
  { "a", "10,74 48,98 80,86! 50,99 16,72 8,32 28,3 54,18 78,62 85,97! 80,40 85,10 97,2 114,20" },
  { "b", "2,52 28,120 44,182 38,206 24,190 15,120 13,40 30,4 62,12 78,56 60,94 54,80 74,70 98,80" },
  { "c", "10,74 46,98 74,86! 48,99 16,72 8,34 28,3 58,6 88,28" },
  { "d", "10,74 48,98 80,84! 50,99 16,72 8,32 28,3 56,18 82,76 94,200! 83,60 86,12 98,2 116,20" },
  { "e", "0,34 40,46 70,72 56,98 28,92 9,58 14,18 40,0 68,8 92,30" },
  { "f",
    "2,42 36,112 58,178 50,206 34,192 26,120 20,0 16,-70 24,-94 37,-66 36,-16 30,4! 56,8 82,26" },
  { "g", "10,74 48,98 80,86! 50,99 16,72 8,32 28,3 56,18 80,64 86,97! 80,20 70,-52 46,-92 22,-78 "
         "32,-44 70,-12 108,22" },
  { "h", "2,44 28,120 44,182 38,206 24,190 15,110 11,2! 18,48 44,92 68,88 73,58 70,20 78,4 90,4 "
         "108,24" },
  { "i", "2,42 22,86 29,99! 22,42 26,10 38,2 56,22 ; 36,142 37,146 39,146" },
  { "j",
    "2,42 24,86 31,99! 26,20 16,-52 -6,-92 -26,-78 -14,-44 22,-14 60,20 ; 38,142 39,146 41,146" },
  { "k", "2,44 28,120 44,182 38,206 24,190 15,110 11,2! 19,48 48,94 66,84 54,62 22,52! 44,38 62,10 "
         "76,2 98,24" },
  { "l", "2,42 26,120 45,184 37,206 24,190 15,110 15,30 26,3 40,5 58,24" },
  { "m", "2,56 14,90 22,96 18,50 13,2! 19,50 42,92 57,90 60,62 55,2! 61,50 84,92 101,90 104,60 "
         "100,20 108,4 120,4 138,24" },
  { "n", "2,56 14,90 22,96 18,50 13,2! 19,50 44,92 66,90 71,60 67,20 75,4 87,4 106,24" },
  { "o", "10,74 40,98 60,92! 40,98 14,74 8,32 30,2 62,14 77,54 64,90 46,96 52,82 74,76 98,86" },
  { "p",
    "2,56 16,92 25,99! 14,0 6,-88! 16,20 26,64 52,97 76,80 78,36 54,6 26,8! 58,2 82,6 104,24" },
  { "q", "10,74 48,98 80,86! 50,99 16,72 8,32 28,3 56,18 80,64 86,97! 80,10 75,-86! 84,-56 100,-26 "
         "116,16" },
  { "r", "2,56 14,90 22,97 18,50 14,2! 20,50 38,84 54,96 68,88 82,84" },
  { "s", "0,36 28,78 44,106! 44,82 60,42 50,8 26,0 6,14! 38,1 62,7 84,26" },
  { "t", "2,42 26,112 36,162! 25,60 24,16 36,2 50,6 66,24 ; 2,100 30,104 64,108" },
  { "u", "2,56 14,90 20,98! 14,40 18,8 36,0 56,22 72,64 79,98! 73,40 78,10 90,2 108,22" },
  { "v", "2,60 14,92 26,90 32,48 42,2! 60,40 71,84 64,98 60,84 76,78 96,86" },
  { "w", "2,60 14,92 22,88 20,40 30,3 48,8 60,46 66,94! 62,40 70,3 92,14 106,58 100,96 94,84 "
         "108,78 126,86" },
  { "x", "2,64 18,95 34,82 52,20 70,2 92,22 ; 78,98 44,54 8,2" },
  { "y", "2,56 14,90 20,98! 14,44 20,12 38,6 58,28 72,64 79,98! 76,20 64,-52 40,-92 16,-78 28,-44 "
         "64,-14 104,22" },
  { "z", "4,76 24,99 48,92 72,94! 40,48 6,2! 34,12 60,0 92,22" },
  { "A", "2,6 24,30 46,110 84,206! 92,110 104,20 118,2 140,20 ; 26,72 70,80 114,74" },
  { "B", "24,198 15,100 8,2 ; 4,172 50,210 96,190 90,128 40,106! 100,98 112,44 72,-2 14,6" },
  { "C", "108,168 92,204 46,192 10,110 20,24 64,-3 110,30" },
  { "D", "26,198 17,100 12,4! 70,-2 126,54 124,144 70,206 4,186" },
  { "E", "96,180 62,207 26,182 34,122 66,108! 20,100 7,40 40,-3 102,28" },
  { "F", "50,196 40,100 30,14 4,2 ; 4,172 40,200 118,202 ; 16,102 54,106 88,114" },
  { "G", "108,168 90,204 44,190 10,108 22,24 66,-2 100,34 106,90! 102,20 84,-50 48,-70 30,-48 ; "
         "70,88 108,92 132,90" },
  { "H", "22,204 15,100 6,2 ; 118,208 110,100 108,20 122,3 140,18 ; 12,100 60,108 114,110" },
  { "I", "2,170 30,200 62,204 ; 36,202 28,100 22,12 2,4 ; 22,12 44,4 60,10" },
  { "J", "20,180 60,204 102,206 ; 66,204 56,80 44,-30 18,-60 -4,-34 20,-6" },
  { "K", "24,204 15,100 8,2 ; 112,206 62,140 18,102! 60,70 96,8 114,2 134,18" },
  { "L", "8,170 40,206 44,160 26,60 6,4 30,14 70,-2 114,22" },
  { "M", "2,6 18,90 32,206! 46,110 66,20! 96,120 128,208! 126,90 134,14 146,2 162,18" },
  { "N", "2,6 18,90 30,206! 60,110 100,4! 110,110 126,208" },
  { "O", "74,206 24,180 8,96 34,6 88,4 126,74 112,168 66,205 46,186 88,172" },
  { "P", "28,198 18,100 8,2 ; 4,168 50,208 106,190 98,116 50,90 16,96" },
  { "Q", "74,206 24,180 8,96 34,6 88,4 126,74 112,168 64,204 ; 74,48 104,6 140,-18" },
  { "R", "28,198 18,100 8,2 ; 4,168 50,208 104,190 94,120 24,100! 64,64 98,8 114,2 134,18" },
  { "S", "102,170 76,206 32,188 32,134 80,88 84,28 40,-3 4,30" },
  { "T", "74,200 62,100 50,14 26,2 ; 4,172 30,202 84,196 136,210" },
  { "U", "6,176 24,204 12,90 30,8 70,0 106,64 118,206! 110,80 116,12 128,2 144,18" },
  { "V", "4,180 18,204 38,100 58,2! 92,120 124,206" },
  { "W", "4,180 18,204 30,90 44,2! 76,100 90,182! 100,80 116,2! 148,110 176,206" },
  { "X", "6,180 24,204 54,120 92,18 110,2 130,18 ; 112,204 60,100 4,2" },
  { "Y", "4,180 18,204 36,130 58,104! 112,208! 70,100 40,4" },
  { "Z", "8,176 40,206 114,200! 60,100 6,6! 46,16 86,-4 124,20" },
  { "0", "62,180 20,146 10,60 42,0 82,36 90,126 56,181" },
  { "1", "8,126 42,180! 34,90 28,2" },
  { "2", "12,138 42,182 80,150 58,76 6,4! 46,12 98,4" },
  { "3", "14,164 50,184 80,152 38,102! 86,74 72,10 32,-3 4,20" },
  { "4", "62,182 30,112 4,58! 50,56 98,62 ; 78,112 68,50 62,-6" },
  { "5", "32,178 22,110! 60,118 90,72 60,4 28,-3 4,18 ; 30,178 60,180 96,186" },
  { "6", "84,182 36,130 10,52 38,-1 82,28 72,84 42,92 14,58" },
  { "7", "8,170 40,176 94,180! 58,90 34,-2 ; 30,88 56,92 84,98" },
  { "8", "82,154 50,183 20,152 40,106 78,58 60,2 22,8 18,56 60,106 86,152" },
  { "9", "82,150 48,182 14,142 28,100 66,108 86,162! 78,80 62,-2" },
  { ".", "12,4 13,7 15,6" },
  { ",", "15,8 13,-8 4,-30" },
  { "'", "18,204 16,188 8,166" },
  { "!", "30,206 20,110 15,52 ; 11,4 12,7 14,6" },
  { "?", "8,162 38,206 78,172 52,112 36,58 ; 31,4 32,7 34,6" },
  { "-", "6,60 30,64 58,66" },
  { "–", "6,60 50,66 104,64" },
  { "“", "18,206 9,190 12,170 ; 40,208 31,192 34,172" },
  { "”", "16,206 18,190 6,166 ; 38,208 40,192 28,168" },
  { "„", "16,12 18,-6 6,-30 ; 38,14 40,-4 28,-28" },
  { "(", "46,212 14,150 8,60 32,-40" },
  { ")", "10,212 40,150 40,60 6,-40" },
  { ":", "14,66 15,69 17,68 ; 10,4 11,7 13,6" },
  { ";", "18,66 19,69 21,68 ; 15,8 13,-8 4,-30" },
  { "/", "4,-20 40,90 74,206" },
  { "&", "108,4 64,70 30,150 48,200 76,178 50,110 10,50 30,2 70,10 106,70" },
  { "ß", "6,-60 16,60 30,170 62,206 84,176 54,118! 88,96 96,40 66,-2 40,8" },
  { "ä", "10,74 48,98 80,86! 50,99 16,72 8,32 28,3 54,18 78,62 85,97! 80,40 85,10 97,2 114,20 ; "
         "42,140 43,144 45,144 ; 74,144 75,148 77,148" },
  { "ö", "10,74 40,98 60,92! 40,98 14,74 8,32 30,2 62,14 77,54 64,90 46,96 52,82 74,76 98,86 ; "
         "32,140 33,144 35,144 ; 62,144 63,148 65,148" },
  { "ü", "2,56 14,90 20,98! 14,40 18,8 36,0 56,22 72,64 79,98! 73,40 78,10 90,2 108,22 ; 34,140 "
         "35,144 37,144 ; 66,144 67,148 69,148" },
  { "Ä", "2,6 24,30 46,110 84,206! 92,110 104,20 118,2 140,20 ; 26,72 70,80 114,74 ; 62,238 63,242 "
         "65,242 ; 98,240 99,244 101,244" },
  { "é", "0,34 40,46 70,72 56,98 28,92 9,58 14,18 40,0 68,8 92,30 ; 48,132 76,166" },
  { "è", "0,34 40,46 70,72 56,98 28,92 9,58 14,18 40,0 68,8 92,30 ; 36,168 58,130" },
  { "ê", "0,34 40,46 70,72 56,98 28,92 9,58 14,18 40,0 68,8 92,30 ; 30,130 52,164! 74,130" },
  { "ç", "10,74 46,98 74,86! 48,99 16,72 8,34 28,3 58,6 88,28 ; 40,0 50,-22 36,-40 22,-34" },
  { "th", "2,42 26,112 36,162! 25,60 24,16 38,3 58,52 86,130 104,186 98,206 84,190 75,110 71,2! "
          "78,48 104,92 128,88 133,58 130,20 138,4 150,4 168,24 ; 2,100 40,106 96,112" },
  { "tt", "2,42 26,112 36,162! 25,60 24,16 36,3 56,48 78,112 88,162! 77,60 76,16 88,2 102,6 118,24 "
          "; 2,100 50,106 112,110" },
};

/* How a pen trembles. */
typedef struct {
  guint32 state;
  double size, lean, turn; /* of a whole sample */
} Tremor;

static double
tremble (Tremor *tremor)
{
  double sum = 0;

  for (guint i = 0; i < 3; i++) {
    tremor->state = tremor->state * 1664525u + 1013904223u;
    sum += (tremor->state >> 8) / 8388608.0 - 1;
  }
  return sum / 3;
}

typedef struct {
  double x, y;
  gboolean sharp;
} Knot;

static void
add_ink (GArray *ink, double x, double y, gboolean down)
{
  HearthInkPoint point = { x, y, 0, 0, down };

  g_array_append_val (ink, point);
}

/* Catmull and Rom's spline; at a sharp knot both sides end straight. */
static void
add_spline (GArray *ink, const Knot *knots, guint n)
{
  add_ink (ink, knots[0].x, knots[0].y, TRUE);
  for (guint i = 0; i + 1 < n; i++) {
    const Knot *b = &knots[i], *c = &knots[i + 1];
    const Knot *a = i > 0 && !b->sharp ? &knots[i - 1] : b;
    const Knot *d = i + 2 < n && !c->sharp ? &knots[i + 2] : c;
    guint steps = 4 + (guint) (hypot (c->x - b->x, c->y - b->y) / 5);

    for (guint j = 1; j <= steps; j++) {
      double t = (double) j / steps, t2 = t * t, t3 = t2 * t;

      add_ink (ink,
               0.5 * (2 * b->x + (c->x - a->x) * t + (2 * a->x - 5 * b->x + 4 * c->x - d->x) * t2 +
                      (3 * b->x - a->x - 3 * c->x + d->x) * t3),
               0.5 * (2 * b->y + (c->y - a->y) * t + (2 * a->y - 5 * b->y + 4 * c->y - d->y) * t2 +
                      (3 * b->y - a->y - 3 * c->y + d->y) * t3),
               FALSE);
    }
  }
}

static void
add_stroke (GArray *ink, const char *stroke, Tremor *tremor)
{
  g_auto (GStrv) words = g_strsplit (stroke, " ", -1);
  g_autoptr (GArray) knots = g_array_new (FALSE, FALSE, sizeof (Knot));

  for (guint i = 0; words[i] != NULL; i++) {
    double x, y;
    Knot knot;

    if (sscanf (words[i], "%lf,%lf", &x, &y) != 2)
      continue;
    x += 2.6 * tremble (tremor);
    y += 2.6 * tremble (tremor);
    knot.x = (x + (0.2 + tremor->lean) * y) * tremor->size;
    knot.y = (y + tremor->turn * x) * tremor->size;
    knot.sharp = strchr (words[i], '!') != NULL;
    g_array_append_val (knots, knot);
  }
  add_spline (ink, (const Knot *) (const void *) knots->data, knots->len);
}

/* Downwards slowly and with weight, upwards quickly; light where it begins and ends. */
static void
add_weight (GArray *ink, gboolean pressure)
{
  double time = 0;

  for (guint i = 0; i < ink->len; i++) {
    HearthInkPoint *point = &g_array_index (ink, HearthInkPoint, i);
    const HearthInkPoint *before =
        &g_array_index (ink, HearthInkPoint, i > 0 && !point->down ? i - 1 : i);
    gboolean ends =
        point->down || i + 1 == ink->len || g_array_index (ink, HearthInkPoint, i + 1).down;
    double down = before->y - point->y, length = hypot (down, point->x - before->x);
    double weight = length > 0 ? 0.5 + 0.22 * down / length : 0.45;

    time += length / 100 / (weight > 0.5 ? 4 : 8) + (point->down ? 0.1 : 0.001);
    point->time = time;
    point->pressure = pressure ? weight * (ends ? 0.6 : 1) : -1;
  }
}

static const Drawing *
find_drawing (const char *glyph)
{
  for (guint i = 0; i < G_N_ELEMENTS (drawings); i++) {
    if (strcmp (drawings[i].text, glyph) == 0)
      return &drawings[i];
  }
  return NULL;
}

/* The ink of a glyph as a pen wrote it on the guided page: its box begins at 100, its baseline is
 * at 400. */
GArray *
synthetic_ink_new (const char *glyph, guint sample, double x_height, gboolean pressure)
{
  const Drawing *drawing = find_drawing (glyph);
  GArray *ink = g_array_new (FALSE, FALSE, sizeof (HearthInkPoint));
  Tremor tremor = { g_str_hash (glyph) * 31 + sample * 7919 + 17, 1, 0, 0 };
  g_auto (GStrv) strokes = NULL;

  g_assert (drawing != NULL);
  for (guint i = 0; i < 5; i++)
    tremble (&tremor);
  tremor.size = 1 + 0.05 * tremble (&tremor);
  tremor.lean = 0.05 * tremble (&tremor);
  tremor.turn = 0.03 * tremble (&tremor);
  strokes = g_strsplit (drawing->strokes, ";", -1);
  for (guint i = 0; strokes[i] != NULL; i++)
    add_stroke (ink, strokes[i], &tremor);
  add_weight (ink, pressure);
  for (guint i = 0; i < ink->len; i++) {
    HearthInkPoint *point = &g_array_index (ink, HearthInkPoint, i);

    point->x = 100 + point->x * x_height / 100;
    point->y = 400 - point->y * x_height / 100;
  }
  return ink;
}

/* Three samples of each; joined letters reach into the next one, others stand apart. */
HearthHand *
synthetic_hand_new (gboolean joined, HearthPen pen)
{
  g_autoptr (HearthHandBuilder) builder = hearth_hand_builder_new (NULL);
  HearthHandBox box = { 100, 400, 60 };

  hearth_hand_builder_set_name (builder, "Synthetic");
  hearth_hand_builder_set_pen (builder, pen);
  hearth_hand_builder_set_joined (builder, joined);
  for (guint i = 0; i < G_N_ELEMENTS (drawings); i++) {
    for (guint j = 0; j < HEARTH_HAND_SAMPLES; j++) {
      g_autoptr (GArray) ink = synthetic_ink_new (drawings[i].text, j, box.x_height, TRUE);
      g_autoptr (HearthHandSample) sample =
          hearth_hand_clean ((const HearthInkPoint *) (const void *) ink->data, ink->len, &box);

      g_assert (sample != NULL);
      g_assert (hearth_hand_builder_add (builder, drawings[i].text, sample));
    }
  }
  return hearth_hand_builder_build (builder);
}
