/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-pen.h"

/* What is written with stands in a letter as words, such as "fountain sepia"; each may be left out.
 */

#define MAX_WORDS 4

static const struct {
  const char *name;
  guint32 color; /* 0xRRGGBB */
} inks[HEARTH_INK_N] = {
  { "blue-black", 0x1d2a4d }, { "blue", 0x1f3fa8 },  { "black", 0x1a1a1a },
  { "sepia", 0x5b3a1e },      { "green", 0x1f5138 },
};

/**
 * hearth_ink_get_name:
 * @ink: an ink
 *
 * Returns: its name for machines
 */
const char *
hearth_ink_get_name (HearthInk ink)
{
  return inks[ink].name;
}

/**
 * hearth_ink_get_color:
 * @ink: an ink
 *
 * Returns: its colour, 0xRRGGBB
 */
guint32
hearth_ink_get_color (HearthInk ink)
{
  return inks[ink].color;
}

/**
 * hearth_letter_pen_read:
 * @text: the field "pen" of a letter or a book
 * @pen: (out caller-allocates): what it says; words that are not known say nothing
 */
void
hearth_letter_pen_read (const char *text, HearthLetterPen *pen)
{
  g_auto (GStrv) words = g_strsplit (text, " ", MAX_WORDS);

  *pen = (HearthLetterPen){ 0 };
  for (guint i = 0; words[i] != NULL; i++) {
    if (hearth_pen_from_name (words[i], &pen->pen))
      pen->pen_chosen = TRUE;
    for (guint k = 0; k < HEARTH_INK_N; k++) {
      if (g_str_equal (words[i], inks[k].name)) {
        pen->ink = (HearthInk) k;
        pen->ink_chosen = TRUE;
      }
    }
  }
}

/**
 * hearth_letter_pen_write:
 * @pen: what is written with
 *
 * Returns: (transfer full): the field "pen" of a letter or a book
 */
char *
hearth_letter_pen_write (const HearthLetterPen *pen)
{
  const char *name = pen->pen_chosen ? hearth_pen_get_name (pen->pen) : "";
  const char *ink = pen->ink_chosen ? inks[pen->ink].name : "";

  return g_strconcat (name, *name != '\0' && *ink != '\0' ? " " : "", ink, NULL);
}
