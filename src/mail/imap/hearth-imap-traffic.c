/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-traffic.h"

/* How much all connections of this program said, for who keeps account of what left the computer.
 */

static GMutex mutex;
static GHashTable *hosts; /* (mutex) (owned) (nullable): of HearthImapTraffic */

static void
traffic_free (gpointer data)
{
  HearthImapTraffic *traffic = data;

  g_free (traffic->host);
  g_free (traffic);
}

/**
 * hearth_imap_traffic_add:
 * @host: the name of a server
 * @sent: bytes that went there
 */
void
hearth_imap_traffic_add (const char *host, guint64 sent)
{
  HearthImapTraffic *traffic;

  g_mutex_lock (&mutex);
  if (hosts == NULL)
    hosts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, traffic_free);
  traffic = g_hash_table_lookup (hosts, host);
  if (traffic == NULL) {
    traffic = g_new0 (HearthImapTraffic, 1);
    traffic->host = g_strdup (host);
    g_hash_table_insert (hosts, traffic->host, traffic);
  }
  traffic->sent += sent;
  g_mutex_unlock (&mutex);
}

/**
 * hearth_imap_traffic_take:
 *
 * Returns: (transfer full) (element-type HearthImapTraffic): what was said since this was asked
 *   last, by server
 */
GPtrArray *
hearth_imap_traffic_take (void)
{
  GPtrArray *taken = g_ptr_array_new_with_free_func (traffic_free);
  GHashTableIter iter;
  gpointer traffic;

  g_mutex_lock (&mutex);
  if (hosts != NULL) {
    g_hash_table_iter_init (&iter, hosts);
    while (g_hash_table_iter_next (&iter, NULL, &traffic)) {
      g_ptr_array_add (taken, traffic);
      g_hash_table_iter_steal (&iter);
    }
  }
  g_mutex_unlock (&mutex);
  return taken;
}
