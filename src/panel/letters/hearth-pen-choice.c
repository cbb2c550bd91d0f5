/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-pen-choice.h"

#include "hearth-hand.h"

#include <glib/gi18n.h>

static const struct {
  HearthPen pen;
  const char *shown;
} pens[] = {
  { HEARTH_PEN_BALLPOINT, N_("Ballpoint") },
  { HEARTH_PEN_FOUNTAIN, N_("Fountain pen") },
  { HEARTH_PEN_FELT, N_("Felt pen") },
  { HEARTH_PEN_PENCIL, N_("Pencil") },
};

/**
 * hearth_pen_choice_new:
 * @own: (nullable): what it is called to choose none, whose id is ""; %NULL where one has to be
 * chosen
 *
 * Returns: (transfer floating): a chip with all pens; its ids are their names, see
 *   hearth_pen_get_name()
 */
GtkWidget *
hearth_pen_choice_new (const char *own)
{
  GtkWidget *choice = hearth_letter_choice_new (_("Pen"));

  if (own != NULL)
    hearth_letter_choice_add (HEARTH_LETTER_CHOICE (choice), "", own, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (pens); i++)
    hearth_letter_choice_add (HEARTH_LETTER_CHOICE (choice), hearth_pen_get_name (pens[i].pen),
                              _ (pens[i].shown), NULL);
  return choice;
}
