/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-dav-traffic.h"

/* How much all clients of this program said, for who keeps account of what left the computer. */

static GMutex mutex;
static GHashTable *taken; /* (mutex) (owned) (nullable): host -> gint64 of what was told before */

/**
 * hearth_dav_traffic_get:
 *
 * Returns: (transfer none): where the bytes of all clients are counted, from any thread
 */
HearthHttpTraffic *
hearth_dav_traffic_get (void)
{
  static gsize made;
  static HearthHttpTraffic *traffic;

  if (g_once_init_enter (&made)) {
    traffic = hearth_http_traffic_new ();
    g_once_init_leave (&made, 1);
  }
  return traffic;
}

/**
 * hearth_dav_traffic_take:
 *
 * Returns: (transfer full) (element-type HearthHttpCount): what was said since this was asked last,
 *   in @sent, for each host to which anything was
 */
GPtrArray *
hearth_dav_traffic_take (void)
{
  g_autoptr (GPtrArray) counts = hearth_http_traffic_dup_counts (hearth_dav_traffic_get ());
  GPtrArray *news = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_http_count_free);

  g_mutex_lock (&mutex);
  if (taken == NULL)
    taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < counts->len; i++) {
    const HearthHttpCount *count = g_ptr_array_index (counts, i);
    const guint64 *before = g_hash_table_lookup (taken, count->host);
    guint64 sent = count->sent - (before != NULL ? *before : 0);
    HearthHttpCount *copy;

    if (sent == 0)
      continue;
    copy = hearth_http_count_copy (count);
    copy->sent = sent;
    g_ptr_array_add (news, copy);
    g_hash_table_insert (taken, g_strdup (count->host),
                         g_memdup2 (&count->sent, sizeof count->sent));
  }
  g_mutex_unlock (&mutex);
  return news;
}
