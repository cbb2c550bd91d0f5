/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-http-traffic.h"

/**
 * HearthHttpTraffic:
 *
 * Counts what one or several #HearthHttp, in one or several threads, exchanged with each host since
 * they were made, so that the journal can say what a single undertaking cost. What left the
 * computer in a day is counted by the kernel (hearth_engine_get_bytes_sent_today()).
 *
 * Signals `changed` in the thread that counted, after a transfer has ended.
 */
struct _HearthHttpTraffic {
  GObject parent_instance;

  GMutex mutex;
  GHashTable *counts; /* (mutex) (owned) host -> HearthHttpCount */
};

G_DEFINE_FINAL_TYPE (HearthHttpTraffic, hearth_http_traffic, G_TYPE_OBJECT)

static guint signal_changed;

static HearthHttpCount *
ensure_count (HearthHttpTraffic *self, const char *host)
{
  HearthHttpCount *count = g_hash_table_lookup (self->counts, host);

  if (count == NULL) {
    count = g_new0 (HearthHttpCount, 1);
    count->host = g_strdup (host);
    g_hash_table_insert (self->counts, count->host, count);
  }
  return count;
}

static void
hearth_http_traffic_finalize (GObject *object)
{
  HearthHttpTraffic *self = HEARTH_HTTP_TRAFFIC (object);

  g_hash_table_unref (self->counts);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (hearth_http_traffic_parent_class)->finalize (object);
}

static void
hearth_http_traffic_class_init (HearthHttpTrafficClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_http_traffic_finalize;
  signal_changed = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
hearth_http_traffic_init (HearthHttpTraffic *self)
{
  g_mutex_init (&self->mutex);
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                        (GDestroyNotify) hearth_http_count_free);
}

/**
 * hearth_http_count_copy:
 * @self: a count
 *
 * Returns: (transfer full): a copy
 */
HearthHttpCount *
hearth_http_count_copy (const HearthHttpCount *self)
{
  HearthHttpCount *copy = g_new (HearthHttpCount, 1);

  *copy = *self;
  copy->host = g_strdup (self->host);
  return copy;
}

/**
 * hearth_http_count_free:
 * @self: (nullable) (transfer full): a count
 */
void
hearth_http_count_free (HearthHttpCount *self)
{
  if (self == NULL)
    return;
  g_free (self->host);
  g_free (self);
}

/**
 * hearth_http_traffic_new:
 *
 * Returns: (transfer full): counters that stand at zero
 */
HearthHttpTraffic *
hearth_http_traffic_new (void)
{
  return g_object_new (HEARTH_TYPE_HTTP_TRAFFIC, NULL);
}

/**
 * hearth_http_traffic_add:
 * @self: counters
 * @host: the host
 * @loopback: whether it is this machine
 * @sent: bytes sent
 * @received: bytes received
 *
 * Counts a transfer. Callable from every thread.
 */
void
hearth_http_traffic_add (HearthHttpTraffic *self, const char *host, gboolean loopback, guint64 sent,
                         guint64 received)
{
  HearthHttpCount *count;

  g_return_if_fail (HEARTH_IS_HTTP_TRAFFIC (self));

  g_mutex_lock (&self->mutex);
  count = ensure_count (self, host);
  count->loopback = loopback;
  count->sent += sent;
  count->received += received;
  g_mutex_unlock (&self->mutex);
  g_signal_emit (self, signal_changed, 0);
}

/**
 * hearth_http_traffic_dup_counts:
 * @self: counters
 *
 * Returns: (transfer full) (element-type HearthHttpCount): one count for each host
 */
GPtrArray *
hearth_http_traffic_dup_counts (HearthHttpTraffic *self)
{
  GPtrArray *counts = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_http_count_free);
  GHashTableIter iter;
  gpointer value;

  g_mutex_lock (&self->mutex);
  g_hash_table_iter_init (&iter, self->counts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (counts, hearth_http_count_copy (value));
  g_mutex_unlock (&self->mutex);
  return counts;
}
