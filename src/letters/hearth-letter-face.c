/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-face.h"

#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-letter-pen.h"

#include <stdio.h>
#include <string.h>

/* In which faces letters are written and how they are called. Of the fonts on this computer only
 * those are offered that letters are written in; the first one that is there is taken. */

#define FONT_SIZE 12.0

/* Of a hand, whatever fonts there are: its x is 2.6 mm high. */
#define HAND_SIZE 15.0

static const HearthLetterFace faces[] = {
  { "Dancing Script", NULL, 1.3, FALSE },
  { "Z003", "Chancery", 1.4, FALSE },
  { "Z003 [UKWN]", "Chancery", 1.4, FALSE },
  { "URW Chancery L", "Chancery", 1.4, FALSE },
  { "Caveat", NULL, 1.4, FALSE },
  { "Homemade Apple", NULL, 1.0, FALSE },
  { "Kalam", NULL, 1.15, FALSE },
  { "Patrick Hand", NULL, 1.2, FALSE },
  { "Pecita", NULL, 1.3, FALSE },
  { "Purisa", NULL, 1.0, FALSE },
  { "EB Garamond", NULL, 1.15, TRUE },
  { "Libertinus Serif", NULL, 1.1, TRUE },
  { "Linux Libertine O", "Libertine", 1.1, TRUE },
  { "Gentium Book Plus", "Gentium", 1.1, TRUE },
  { "P052", "Palatino", 1.0, TRUE },
  { "C059", "Schoolbook", 1.0, TRUE },
  { "URW Bookman", "Bookman", 1.0, TRUE },
  { "Nimbus Roman", "Roman", 1.1, TRUE },
  { "Noto Serif", NULL, 1.0, TRUE },
  { "DejaVu Serif", NULL, 0.95, TRUE },
};

static const HearthLetterFace fallback = { "Serif", NULL, 1.0, TRUE };

static gboolean
is_installed (PangoFontFamily **families, int n, const char *name)
{
  for (int i = 0; i < n; i++) {
    if (g_ascii_strcasecmp (pango_font_family_get_name (families[i]), name) == 0)
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_letter_faces_list:
 * @map: the fonts that there are
 *
 * Returns: (transfer full) (element-type HearthLetterFace): at least one; what it points to stays
 */
GPtrArray *
hearth_letter_faces_list (PangoFontMap *map)
{
  GPtrArray *list = g_ptr_array_new ();
  g_autofree PangoFontFamily **families = NULL;
  int n = 0;

  pango_font_map_list_families (map, &families, &n);
  for (guint i = 0; i < G_N_ELEMENTS (faces); i++) {
    if (is_installed (families, n, faces[i].family))
      g_ptr_array_add (list, (gpointer) &faces[i]);
  }
  if (list->len == 0)
    g_ptr_array_add (list, (gpointer) &fallback);
  return list;
}

/**
 * hearth_letter_faces_find:
 * @faces: (element-type HearthLetterFace): those that there are
 * @family: a family, or "" for the usual one
 *
 * Returns: (transfer none): that, or the first if it is not there
 */
const HearthLetterFace *
hearth_letter_faces_find (GPtrArray *list, const char *family)
{
  for (guint i = 0; i < list->len; i++) {
    const HearthLetterFace *face = g_ptr_array_index (list, i);

    if (g_ascii_strcasecmp (face->family, family) == 0)
      return face;
  }
  return g_ptr_array_index (list, 0);
}

/**
 * hearth_letter_faces_find_type:
 * @faces: (element-type HearthLetterFace): those that there are
 *
 * Returns: (transfer none): the first that books are set in
 */
const HearthLetterFace *
hearth_letter_faces_find_type (GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++) {
    const HearthLetterFace *face = g_ptr_array_index (list, i);

    if (face->is_type)
      return face;
  }
  return &fallback;
}

/**
 * hearth_letter_face_get_name:
 * @self: a face
 *
 * Returns: what it is called
 */
const char *
hearth_letter_face_get_name (const HearthLetterFace *self)
{
  return self->name != NULL ? self->name : self->family;
}

/**
 * hearth_letter_face_style:
 * @self: the face that a letter is written in
 * @letter: the letter
 * @style: (out caller-allocates): how it looks on paper
 */
void
hearth_letter_face_style (const HearthLetterFace *self, const HearthLetter *letter,
                          HearthLetterStyle *style)
{
  HearthLetterPen pen;

  hearth_letter_style_init (style);
  hearth_letter_paper_read (letter->paper, &style->paper, &style->ruling);
  style->family = g_strdup (self->family);
  style->size = FONT_SIZE * self->scale;
  hearth_letter_pen_read (letter->pen, &pen);
  style->pen = pen.pen;
  style->pen_chosen = pen.pen_chosen;
  if (pen.ink_chosen)
    style->ink = hearth_ink_get_color (pen.ink);
}

/**
 * hearth_letter_style_take_hand:
 * @style: (inout): how a letter looks, in a font
 * @hand: (transfer full): the hand that it is written in
 *
 * Lets it be written in a hand; what that has not is in the font still.
 */
void
hearth_letter_style_take_hand (HearthLetterStyle *style, HearthHand *hand)
{
  g_clear_pointer (&style->hand, hearth_hand_unref);
  style->hand = hand;
  style->size = HAND_SIZE;
}

/**
 * hearth_letter_get_day:
 * @letter: a letter
 *
 * Returns: noon of the day that stands on it, seconds since 1970 UTC, or 0 if none does
 */
gint64
hearth_letter_get_day (const HearthLetter *letter)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GDateTime) noon = NULL;
  int year, month, day;

  if (!hearth_letter_is_date (letter->date) ||
      sscanf (letter->date, "%4d-%2d-%2d", &year, &month, &day) != 3)
    return 0;
  noon = g_date_time_new (zone, year, month, day, 12, 0, 0);
  return noon != NULL ? g_date_time_to_unix (noon) : 0;
}

/**
 * hearth_letter_dup_day:
 * @letter: a letter
 * @now: seconds since 1970 UTC
 *
 * Returns: (transfer full): the day that stands on it, or else that on which it was written, short
 */
char *
hearth_letter_dup_day (const HearthLetter *letter, gint64 now)
{
  gint64 day = hearth_letter_get_day (letter);

  return day != 0 ? hearth_format_date_short (day, now)
                  : hearth_format_day_short (letter->changed, now);
}

/**
 * hearth_letter_begin:
 *
 * Returns: (transfer full): a letter of today on which nothing is written
 */
HearthLetter *
hearth_letter_begin (void)
{
  HearthLetter *letter = hearth_letter_new ();
  g_autoptr (GDateTime) now = hearth_clock_dup_local ();

  g_free (letter->date);
  letter->date = g_date_time_format (now, "%Y-%m-%d");
  g_free (letter->paper);
  letter->paper = g_strdup (hearth_letter_paper_get_name (HEARTH_LETTER_PAPER_A5));
  return letter;
}
