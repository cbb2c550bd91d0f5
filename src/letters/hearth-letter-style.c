/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-style.h"

/* Blue-black, as ink from a bottle is. */
#define INK 0x1d2a4d

/**
 * hearth_letter_style_init:
 * @self: (out caller-allocates): a style
 *
 * Makes the usual one: A4, plain, the system's serif at 12 points, blue-black ink, page numbers.
 */
void
hearth_letter_style_init (HearthLetterStyle *self)
{
  *self = (HearthLetterStyle){
    .margins = { -1, -1, -1, -1 }, .size = 12, .ink = INK, .unevenness = 1, .page_numbers = TRUE
  };
}

/**
 * hearth_letter_style_copy:
 * @self: a style
 *
 * Returns: (transfer full): a copy
 */
HearthLetterStyle *
hearth_letter_style_copy (const HearthLetterStyle *self)
{
  HearthLetterStyle *copy = g_memdup2 (self, sizeof *self);

  copy->hand = self->hand != NULL ? hearth_hand_ref (self->hand) : NULL;
  copy->family = g_strdup (self->family);
  return copy;
}

/**
 * hearth_letter_style_clear:
 * @self: a style that was initialized
 *
 * Lets go of its hand and its family.
 */
void
hearth_letter_style_clear (HearthLetterStyle *self)
{
  g_clear_pointer (&self->hand, hearth_hand_unref);
  g_clear_pointer (&self->family, g_free);
}

/**
 * hearth_letter_style_free:
 * @self: (nullable) (transfer full): a style from hearth_letter_style_copy()
 */
void
hearth_letter_style_free (HearthLetterStyle *self)
{
  if (self == NULL)
    return;
  hearth_letter_style_clear (self);
  g_free (self);
}
