/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-label.h"

#define PRIVATE_BIT 4

/**
 * hearth_label_join:
 * @a: the label of a value
 * @b: the label of another
 *
 * Returns: the label of what is made of both: the worse integrity, and private if either is
 */
HearthLabel
hearth_label_join (HearthLabel a, HearthLabel b)
{
  HearthLabel joined = { MAX (a.integrity, b.integrity), a.is_private || b.is_private };

  return joined;
}

/**
 * hearth_label_to_int:
 * @label: a label
 *
 * Returns: the number that stands for it in the store
 */
gint64
hearth_label_to_int (HearthLabel label)
{
  return (gint64) label.integrity | (label.is_private ? PRIVATE_BIT : 0);
}

/**
 * hearth_label_from_int:
 * @number: from hearth_label_to_int(), or anything
 *
 * Returns: the label; of a number that stands for none, the one that allows least
 */
HearthLabel
hearth_label_from_int (gint64 number)
{
  HearthLabel label = { (HearthIntegrity) (number & (PRIVATE_BIT - 1)),
                        (number & PRIVATE_BIT) != 0 };

  if (number < 0 || number >= 2 * PRIVATE_BIT || label.integrity > HEARTH_INTEGRITY_EXTERNAL)
    return HEARTH_LABEL_EXTERNAL;
  return label;
}
