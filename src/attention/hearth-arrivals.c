/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-arrivals.h"

/* Mail that has come and of which it is not decided yet whether its owner is told. It stands in the
 * store: whoever is killed between its coming and the notification tells of it at the next start.
 */

#define META_NAME "attention:arrived"

/* Whoever gets more at once is not told of each. */
#define MAX_KEPT 500

/**
 * hearth_arrivals_new:
 *
 * Returns: (transfer full): a set of messages, of gint64
 */
GHashTable *
hearth_arrivals_new (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

/**
 * hearth_arrivals_load:
 * @engine: the engine
 * @ids: the set to add to
 * @oldest: messages whose number is smaller are no news any more
 *
 * Reads what was not decided when Hearth ended.
 */
void
hearth_arrivals_load (HearthEngine *engine, GHashTable *ids, gint64 oldest)
{
  g_autofree char *value = hearth_engine_dup_meta (engine, META_NAME);
  g_auto (GStrv) numbers = value != NULL ? g_strsplit (value, ",", MAX_KEPT + 1) : NULL;

  for (guint i = 0; numbers != NULL && numbers[i] != NULL && i < MAX_KEPT; i++) {
    gint64 id = g_ascii_strtoll (numbers[i], NULL, 10);

    if (id >= oldest && id > 0)
      g_hash_table_add (ids, g_memdup2 (&id, sizeof id));
  }
}

/**
 * hearth_arrivals_save:
 * @engine: the engine
 * @ids: the set
 *
 * Keeps what is not decided yet.
 */
void
hearth_arrivals_save (HearthEngine *engine, GHashTable *ids)
{
  g_autoptr (GString) value = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  GHashTableIter iter;
  gpointer key;
  guint n = 0;

  g_hash_table_iter_init (&iter, ids);
  while (n < MAX_KEPT && g_hash_table_iter_next (&iter, &key, NULL))
    g_string_append_printf (value, "%s%" G_GINT64_FORMAT, n++ > 0 ? "," : "",
                            *(const gint64 *) key);
  if (!hearth_engine_set_meta (engine, META_NAME, n > 0 ? value->str : NULL, &error))
    g_warning ("What has come could not be noted: %s", error->message);
}
