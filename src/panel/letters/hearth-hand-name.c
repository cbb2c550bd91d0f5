/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-hand-name.h"

#include "hearth-store-hands.h"

static gboolean
has_name (GPtrArray *rows, const char *name)
{
  for (guint i = 0; i < rows->len; i++) {
    const HearthHandRow *row = g_ptr_array_index (rows, i);

    if (g_str_equal (row->name, name))
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_hand_dup_free_name:
 * @rows: (element-type HearthHandRow): the hands that there are
 * @wanted: what a new one would be called
 *
 * Letters find their hand by its name: no two are called the same.
 *
 * Returns: (transfer full): that, or that with a number behind it
 */
char *
hearth_hand_dup_free_name (GPtrArray *rows, const char *wanted)
{
  char *name = g_strdup (wanted);

  for (guint n = 2; has_name (rows, name); n++) {
    g_free (name);
    name = g_strdup_printf ("%s %u", wanted, n);
  }
  return name;
}
