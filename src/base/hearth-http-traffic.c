/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-http-traffic.h"

#include "hearth-clock.h"

/**
 * HearthHttpTraffic:
 *
 * Counts what leaves this machine and where to, so that the panel can say "0 bytes left today" and
 * mean it. One object may serve several #HearthHttp in several threads.
 *
 * Signals `changed` in the thread that counted, after a transfer has ended.
 */
struct _HearthHttpTraffic {
  GObject parent_instance;

  GMutex mutex;
  GHashTable *counts; /* (mutex) (owned) host -> HearthHttpCount */
};

G_DEFINE_FINAL_TYPE (HearthHttpTraffic, hearth_http_traffic, G_TYPE_OBJECT)

#define VARIANT_TYPE "a(sbutttt)"

static guint signal_changed;

static guint
today (void)
{
  g_autoptr (GDateTime) now = hearth_clock_dup_local ();
  int year, month, day;

  g_date_time_get_ymd (now, &year, &month, &day);
  return (guint) (year * 10000 + month * 100 + day);
}

/* Starts a new day in @count where one has begun. */
static void
turn_day (HearthHttpCount *count, guint day)
{
  if (count->day == day)
    return;
  count->day = day;
  count->sent_today = 0;
  count->received_today = 0;
}

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
  turn_day (count, today ());
  count->loopback = loopback;
  count->sent_today += sent;
  count->received_today += received;
  count->sent += sent;
  count->received += received;
  g_mutex_unlock (&self->mutex);
  g_signal_emit (self, signal_changed, 0);
}

/**
 * hearth_http_traffic_dup_counts:
 * @self: counters
 *
 * Returns: (transfer full) (element-type HearthHttpCount): one count for each host, as of today
 */
GPtrArray *
hearth_http_traffic_dup_counts (HearthHttpTraffic *self)
{
  GPtrArray *counts = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_http_count_free);
  guint day = today ();
  GHashTableIter iter;
  gpointer value;

  g_mutex_lock (&self->mutex);
  g_hash_table_iter_init (&iter, self->counts);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    turn_day (value, day);
    g_ptr_array_add (counts, hearth_http_count_copy (value));
  }
  g_mutex_unlock (&self->mutex);
  return counts;
}

/**
 * hearth_http_traffic_get_bytes_sent_today:
 * @self: counters
 *
 * Returns: bytes that left this machine on the owner's local date; those to loopback did not
 */
guint64
hearth_http_traffic_get_bytes_sent_today (HearthHttpTraffic *self)
{
  g_autoptr (GPtrArray) counts = hearth_http_traffic_dup_counts (self);
  guint64 sum = 0;

  for (guint i = 0; i < counts->len; i++) {
    const HearthHttpCount *count = g_ptr_array_index (counts, i);

    if (!count->loopback)
      sum += count->sent_today;
  }
  return sum;
}

/**
 * hearth_http_traffic_to_variant:
 * @self: counters
 *
 * Returns: (transfer floating): everything, in a form for hearth_http_traffic_restore()
 */
GVariant *
hearth_http_traffic_to_variant (HearthHttpTraffic *self)
{
  g_autoptr (GPtrArray) counts = hearth_http_traffic_dup_counts (self);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (VARIANT_TYPE));
  for (guint i = 0; i < counts->len; i++) {
    const HearthHttpCount *count = g_ptr_array_index (counts, i);

    g_variant_builder_add (&builder, "(sbutttt)", count->host, count->loopback, count->day,
                           count->sent_today, count->received_today, count->sent, count->received);
  }
  return g_variant_builder_end (&builder);
}

/**
 * hearth_http_traffic_restore:
 * @self: counters
 * @variant: what hearth_http_traffic_to_variant() gave; anything else is left alone
 *
 * Adds what was counted before the last restart. A day that is over counts for the totals only.
 */
void
hearth_http_traffic_restore (HearthHttpTraffic *self, GVariant *variant)
{
  GVariantIter iter;
  const char *host;
  gboolean loopback;
  guint day;
  guint64 sent_today, received_today, sent, received;
  guint now = today ();

  if (!g_variant_is_of_type (variant, G_VARIANT_TYPE (VARIANT_TYPE)))
    return;
  g_mutex_lock (&self->mutex);
  g_variant_iter_init (&iter, variant);
  while (g_variant_iter_next (&iter, "(&sbutttt)", &host, &loopback, &day, &sent_today,
                              &received_today, &sent, &received)) {
    HearthHttpCount *count = ensure_count (self, host);

    turn_day (count, now);
    count->loopback = loopback;
    count->sent += sent;
    count->received += received;
    if (day == now) {
      count->sent_today += sent_today;
      count->received_today += received_today;
    }
  }
  g_mutex_unlock (&self->mutex);
}
