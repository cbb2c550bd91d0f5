/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-zone-days.h"

/* Days of a zone; two years of them fit without a collision. */
#define N_DAYS 1024

/* A person's calendars name a few zones. A text that names all that there are must not make this
 * thread keep them. */
#define MAX_KEPT 32

/* tzdata may be renewed while Hearth runs. */
#define KEEP_US (30 * 60 * G_USEC_PER_SEC)

typedef struct {
  gint64 day;
  int offset;
} Entry;

/**
 * HearthZoneDays:
 *
 * What is known of a zone's days. Belongs to one thread.
 */
struct _HearthZoneDays {
  GTimeZone *zone; /* (owned) (nullable) */
  Entry entries[N_DAYS];
};

/* The zones of tzdata that a thread used last. To make one of GLib's costs hundreds of
 * microseconds, and a look into it several: on a server each event is a text of its own, which
 * would begin anew with both. */
typedef struct {
  GHashTable *zones; /* (owned): char * -> HearthZoneDays */
  gint64 since;      /* monotonic */
} Kept;

static void
kept_free (gpointer data)
{
  Kept *kept = data;

  g_hash_table_unref (kept->zones);
  g_free (kept);
}

static GPrivate kept_private = G_PRIVATE_INIT (kept_free);

static void
days_clear (gpointer data)
{
  g_clear_pointer (&((HearthZoneDays *) data)->zone, g_time_zone_unref);
}

/**
 * hearth_zone_days_new:
 * @zone: (nullable): a zone; %NULL for one that a text defines
 *
 * Returns: (transfer full): nothing known of its days yet
 */
HearthZoneDays *
hearth_zone_days_new (GTimeZone *zone)
{
  HearthZoneDays *self = g_rc_box_new (HearthZoneDays);

  self->zone = zone != NULL ? g_time_zone_ref (zone) : NULL;
  for (guint i = 0; i < N_DAYS; i++)
    self->entries[i].day = G_MININT64;
  return self;
}

/**
 * hearth_zone_days_ref:
 * @self: days
 *
 * Returns: (transfer full): @self
 */
HearthZoneDays *
hearth_zone_days_ref (HearthZoneDays *self)
{
  return g_rc_box_acquire (self);
}

/**
 * hearth_zone_days_unref:
 * @self: (transfer full) (nullable): days
 */
void
hearth_zone_days_unref (HearthZoneDays *self)
{
  if (self != NULL)
    g_rc_box_release_full (self, days_clear);
}

static GHashTable *
get_kept (void)
{
  Kept *kept = g_private_get (&kept_private);

  if (kept == NULL) {
    kept = g_new0 (Kept, 1);
    kept->zones = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) hearth_zone_days_unref);
    g_private_set (&kept_private, kept);
  }
  if (g_get_monotonic_time () - kept->since > KEEP_US ||
      g_hash_table_size (kept->zones) >= MAX_KEPT) {
    g_hash_table_remove_all (kept->zones);
    kept->since = g_get_monotonic_time ();
  }
  return kept->zones;
}

/**
 * hearth_zone_days_find:
 * @name: a name in tzdata's folder; the caller has seen to it that it does not lead out of it
 *
 * Returns: (transfer full) (nullable): that zone, as this thread knows it; %NULL if there is none
 */
HearthZoneDays *
hearth_zone_days_find (const char *name)
{
  GHashTable *kept = get_kept ();
  HearthZoneDays *self = g_hash_table_lookup (kept, name);
  g_autoptr (GTimeZone) zone = NULL;

  if (self != NULL)
    return hearth_zone_days_ref (self);
  zone = g_time_zone_new_identifier (name);
  if (zone == NULL)
    return NULL;
  self = hearth_zone_days_new (zone);
  g_hash_table_insert (kept, g_strdup (name), hearth_zone_days_ref (self));
  return self;
}

/**
 * hearth_zone_days_get_zone:
 * @self: days
 *
 * Returns: (transfer none) (nullable): their zone
 */
GTimeZone *
hearth_zone_days_get_zone (HearthZoneDays *self)
{
  return self->zone;
}

/**
 * hearth_zone_days_lookup:
 * @self: days
 * @day: a day, counted from 1970
 * @offset: (out): what hearth_zone_days_remember() was told
 *
 * Returns: whether that day is known
 */
gboolean
hearth_zone_days_lookup (HearthZoneDays *self, gint64 day, int *offset)
{
  const Entry *entry = &self->entries[(guint64) day % N_DAYS];

  *offset = entry->offset;
  return entry->day == day;
}

/**
 * hearth_zone_days_remember:
 * @self: days
 * @day: a day, counted from 1970
 * @offset: its offset
 */
void
hearth_zone_days_remember (HearthZoneDays *self, gint64 day, int offset)
{
  self->entries[(guint64) day % N_DAYS] = (Entry){ day, offset };
}
