/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-zone.h"

#include "hearth-civil.h"
#include "hearth-recurrence.h"
#include "hearth-windows-zones.h"
#include "hearth-zone-days.h"

#include <libical/ical.h>
#include <string.h>

/* A zone's own rules are followed to the end of this year, as are those of tzdata's files. */
#define LAST_YEAR 2100
/* Zones and observances beyond these are a mistake or an attack. */
#define MAX_ZONES 256
#define MAX_OBSERVANCES 256
#define MAX_TRANSITIONS 2000

/* STANDARD or DAYLIGHT of a VTIMEZONE. */
typedef struct {
  gint64 start;  /* local, by the offset before */
  int from;      /* seconds east of UTC, before */
  int to;        /* and after */
  char *rule;    /* (owned) (nullable) */
  GArray *dates; /* (owned) of gint64: RDATEs */
} Observance;

typedef struct {
  gint64 utc;
  int offset;
} Transition;

struct _HearthZone {
  HearthZones *owner;  /* (unowned) */
  char *tzid;          /* (owned): as written, or the Olson name once resolved */
  GTimeZone *zone;     /* (owned) (nullable): tzdata's */
  GArray *transitions; /* (owned) (nullable) of Transition: the file's own */
  int first_offset;    /* before the first transition */
  gboolean resolved;
  gboolean known;
  HearthZoneDays *days; /* (owned) (nullable) */
};

/* A VTIMEZONE of the file. */
typedef struct {
  char *location;      /* (owned) (nullable): X-LIC-LOCATION */
  GArray *observances; /* (owned) of Observance */
} Definition;

struct _HearthZones {
  GHashTable *zones;       /* (owned): char * -> HearthZone */
  GHashTable *definitions; /* (owned): char * -> Definition */
  HearthZone *floating;    /* (owned) */
  HearthZone *utc;         /* (owned) */
};

static void
observance_clear (gpointer data)
{
  Observance *self = data;

  g_clear_pointer (&self->rule, g_free);
  g_clear_pointer (&self->dates, g_array_unref);
}

static void
definition_free (gpointer data)
{
  Definition *self = data;

  g_free (self->location);
  g_array_unref (self->observances);
  g_free (self);
}

static HearthZone *
zone_new (HearthZones *owner, const char *tzid)
{
  HearthZone *self = g_new0 (HearthZone, 1);

  self->owner = owner;
  self->tzid = g_strdup (tzid);
  return self;
}

static void
zone_free (gpointer data)
{
  HearthZone *self = data;

  g_free (self->tzid);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->transitions, g_array_unref);
  g_clear_pointer (&self->days, hearth_zone_days_unref);
  g_free (self);
}

/* The zone of tzdata by its name. The name comes from a file: nothing in it may lead out of
 * tzdata's folder. */
static HearthZoneDays *
load_olson (const char *name)
{
  static const char *const bare[] = {
    "CET",     "CST6CDT",  "EET",  "EST",   "EST5EDT",   "HST",    "MET",     "MST",
    "MST7MDT", "PST8PDT",  "WET",  "Japan", "Singapore", "Turkey", "Israel",  "Portugal",
    "Poland",  "Hongkong", "Iran", "Egypt", "Eire",      "Cuba",   "Jamaica", "Iceland",
    "Libya",   "Navajo",   "NZ",   "PRC",   "ROC",       "ROK",    "GB",      NULL
  };
  gsize n = strlen (name);

  if (n == 0 || n > 64 || name[0] == '/' || strstr (name, "..") != NULL ||
      strspn (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "/_+-") != n)
    return NULL;
  if (strchr (name, '/') == NULL && !g_strv_contains (bare, name))
    return NULL;
  return hearth_zone_days_find (name);
}

static gboolean
is_utc_name (const char *tzid)
{
  static const char *const names[] = { "UTC",
                                       "Z",
                                       "GMT",
                                       "Etc/UTC",
                                       "Etc/GMT",
                                       "UCT",
                                       "Etc/UCT",
                                       "Zulu",
                                       "Etc/Zulu",
                                       "Universal",
                                       "Greenwich Mean Time",
                                       "Coordinated Universal Time",
                                       "tzone://Microsoft/Utc",
                                       NULL };

  for (guint i = 0; names[i] != NULL; i++)
    if (g_ascii_strcasecmp (tzid, names[i]) == 0)
      return TRUE;
  return FALSE;
}

/* Finds tzdata's zone for a TZID: itself, or what is left of it behind a prefix such as
 * "/freeassociation.sourceforge.net/". */
static HearthZoneDays *
find_olson (const char *tzid, const char **olson)
{
  for (const char *p = tzid; p != NULL; p = strchr (p, '/')) {
    HearthZoneDays *days;

    while (*p == '/')
      p++;
    days = load_olson (p);
    if (days != NULL) {
      *olson = p;
      return days;
    }
  }
  *olson = hearth_windows_zone_to_olson (tzid);
  return *olson != NULL ? load_olson (*olson) : NULL;
}

static int
compare_transitions (gconstpointer a, gconstpointer b)
{
  const Transition *x = a;
  const Transition *y = b;

  return x->utc < y->utc ? -1 : x->utc > y->utc;
}

typedef struct {
  GArray *transitions;
  const Observance *observance;
} Onsets;

static gboolean
add_onset (gint64 local, gpointer user_data)
{
  Onsets *onsets = user_data;
  Transition transition = {
    .utc = local - onsets->observance->from,
    .offset = onsets->observance->to,
  };

  g_array_append_val (onsets->transitions, transition);
  return onsets->transitions->len < MAX_TRANSITIONS;
}

/* Lays out the moments at which the file's own zone changes its offset. */
static void
lay_out (HearthZone *self, const Definition *definition)
{
  gint64 end = hearth_civil_to_day (LAST_YEAR + 1, 1, 1) * HEARTH_DAY;
  gint64 earliest = G_MAXINT64;

  self->transitions = g_array_new (FALSE, FALSE, sizeof (Transition));
  for (guint i = 0; i < definition->observances->len; i++) {
    const Observance *observance = &g_array_index (definition->observances, Observance, i);
    Onsets onsets = { .transitions = self->transitions, .observance = observance };
    guint64 budget = 20000;
    g_autoptr (HearthRule) rule = NULL;
    gint64 until;

    if (observance->start < earliest) {
      earliest = observance->start;
      self->first_offset = observance->from;
    }
    if (observance->rule != NULL)
      rule = hearth_rule_new (observance->rule, observance->start, FALSE, NULL);
    if (rule == NULL) {
      add_onset (observance->start, &onsets);
    } else {
      if (hearth_rule_get_until_utc (rule, &until))
        hearth_rule_set_until_local (rule, until + observance->from);
      hearth_rule_expand (rule, observance->start, end, &budget, add_onset, &onsets);
    }
    for (guint k = 0; k < observance->dates->len; k++)
      add_onset (g_array_index (observance->dates, gint64, k), &onsets);
  }
  g_array_sort (self->transitions, compare_transitions);
}

static void
resolve (HearthZone *self)
{
  const Definition *definition = g_hash_table_lookup (self->owner->definitions, self->tzid);
  const char *olson = NULL;

  self->resolved = TRUE;
  self->known = TRUE;
  if (is_utc_name (self->tzid)) {
    self->zone = g_time_zone_new_utc ();
    g_free (self->tzid);
    self->tzid = NULL;
    return;
  }
  /* tzdata knows more of a zone's past and future than the part of it that a file carries. */
  self->days = find_olson (self->tzid, &olson);
  if (self->days == NULL && definition != NULL && definition->location != NULL)
    self->days = find_olson (definition->location, &olson);
  if (self->days != NULL) {
    char *tzid = g_strdup (olson);

    self->zone = g_time_zone_ref (hearth_zone_days_get_zone (self->days));
    g_free (self->tzid);
    self->tzid = tzid;
  } else if (definition != NULL && definition->observances->len > 0) {
    lay_out (self, definition);
  } else {
    self->known = FALSE;
    self->zone = g_time_zone_ref (self->owner->floating->zone);
  }
}

static void
ensure_resolved (HearthZone *self)
{
  if (!self->resolved)
    resolve (self);
}

static int
offset_at (HearthZone *self, gint64 utc)
{
  guint low = 0;
  guint high;

  if (self->zone != NULL)
    return g_time_zone_get_offset (
        self->zone, g_time_zone_find_interval (self->zone, G_TIME_TYPE_UNIVERSAL, utc));
  high = self->transitions->len;
  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (g_array_index (self->transitions, Transition, middle).utc <= utc)
      low = middle + 1;
    else
      high = middle;
  }
  return low == 0 ? self->first_offset
                  : g_array_index (self->transitions, Transition, low - 1).offset;
}

/* The offset of a whole local day and the day on either side of it, or G_MININT if it changes
 * there. Zone look-ups cost microseconds and a calendar asks for the same days over and over. */
static int
offset_of_day (HearthZone *self, gint64 day)
{
  int offset, first;

  if (self->days == NULL)
    self->days = hearth_zone_days_new (self->zone);
  if (hearth_zone_days_lookup (self->days, day, &offset))
    return offset;
  offset = first = offset_at (self, (day - 1) * HEARTH_DAY);
  for (int i = 0; i < 3; i++)
    if (offset_at (self, (day + i) * HEARTH_DAY) != first)
      offset = G_MININT;
  hearth_zone_days_remember (self->days, day, offset);
  return offset;
}

/**
 * hearth_zones_new:
 * @floating: the owner's zone, in which times without a zone are read
 *
 * Returns: (transfer full): zones that know no VTIMEZONE yet
 */
HearthZones *
hearth_zones_new (GTimeZone *floating)
{
  HearthZones *self = g_new0 (HearthZones, 1);

  self->zones = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, zone_free);
  self->definitions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, definition_free);
  self->floating = zone_new (self, NULL);
  self->floating->zone = g_time_zone_ref (floating);
  self->floating->resolved = self->floating->known = TRUE;
  self->utc = zone_new (self, NULL);
  self->utc->zone = g_time_zone_new_utc ();
  self->utc->resolved = self->utc->known = TRUE;
  return self;
}

/**
 * hearth_zones_free:
 * @self: (nullable) (transfer full): zones
 */
void
hearth_zones_free (HearthZones *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->zones);
  g_hash_table_unref (self->definitions);
  zone_free (self->floating);
  zone_free (self->utc);
  g_free (self);
}

static int
read_offset (const char *value)
{
  int sign = *value == '-' ? -1 : 1;
  gint64 digits;
  gsize n;

  if (*value == '+' || *value == '-')
    value++;
  n = strspn (value, G_CSET_DIGITS);
  digits = n <= 6 ? g_ascii_strtoll (value, NULL, 10) : 0;
  if (n <= 4)
    digits *= 100;
  return sign * (int) CLAMP (digits / 10000 * 3600 + digits / 100 % 100 * 60 + digits % 100, 0,
                             HEARTH_DAY - 1);
}

static void
read_observance_line (Observance *observance, HearthIcalReader *reader)
{
  gboolean is_date;
  gboolean is_utc;
  gint64 local;

  if (g_str_equal (reader->name, "DTSTART")) {
    if (hearth_civil_parse (reader->value, &local, &is_date, &is_utc))
      observance->start = local;
  } else if (g_str_equal (reader->name, "TZOFFSETFROM")) {
    observance->from = read_offset (reader->value);
  } else if (g_str_equal (reader->name, "TZOFFSETTO")) {
    observance->to = read_offset (reader->value);
  } else if (g_str_equal (reader->name, "RRULE")) {
    g_free (observance->rule);
    observance->rule = g_strdup (reader->value);
  } else if (g_str_equal (reader->name, "RDATE")) {
    g_auto (GStrv) dates = g_strsplit (reader->value, ",", MAX_OBSERVANCES);

    for (guint i = 0; dates[i] != NULL; i++)
      if (hearth_civil_parse (dates[i], &local, &is_date, &is_utc) &&
          observance->dates->len < MAX_OBSERVANCES)
        g_array_append_val (observance->dates, local);
  }
}

/**
 * hearth_zones_read:
 * @self: zones
 * @reader: a reader that stands on BEGIN:VTIMEZONE
 *
 * Reads a VTIMEZONE, RFC 5545, section 3.6.5, to its end.
 */
void
hearth_zones_read (HearthZones *self, HearthIcalReader *reader)
{
  Definition *definition = g_new0 (Definition, 1);
  g_autofree char *tzid = NULL;
  Observance *observance = NULL;
  HearthIcalLineKind kind;

  definition->observances = g_array_new (FALSE, FALSE, sizeof (Observance));
  g_array_set_clear_func (definition->observances, observance_clear);
  while ((kind = hearth_ical_reader_next (reader)) != HEARTH_ICAL_END) {
    if (kind == HEARTH_ICAL_BROKEN)
      continue;
    if (g_str_equal (reader->name, "END") && g_ascii_strcasecmp (reader->value, "VTIMEZONE") == 0)
      break;
    if (g_str_equal (reader->name, "BEGIN")) {
      /* Without its END, a zone must not swallow the events behind it. */
      if (g_ascii_strcasecmp (reader->value, "STANDARD") != 0 &&
          g_ascii_strcasecmp (reader->value, "DAYLIGHT") != 0) {
        hearth_ical_reader_unread (reader);
        break;
      }
      observance = NULL;
      if (definition->observances->len < MAX_OBSERVANCES) {
        g_array_set_size (definition->observances, definition->observances->len + 1);
        observance =
            &g_array_index (definition->observances, Observance, definition->observances->len - 1);
        *observance = (Observance){ .dates = g_array_new (FALSE, FALSE, sizeof (gint64)) };
      }
    } else if (g_str_equal (reader->name, "END")) {
      observance = NULL;
    } else if (observance != NULL) {
      read_observance_line (observance, reader);
    } else if (g_str_equal (reader->name, "TZID") && tzid == NULL) {
      tzid = hearth_ical_reader_dup_text (reader);
    } else if (g_str_equal (reader->name, "X-LIC-LOCATION") && definition->location == NULL) {
      definition->location = hearth_ical_reader_dup_text (reader);
    }
  }
  if (tzid == NULL || g_hash_table_size (self->definitions) >= MAX_ZONES)
    definition_free (definition);
  else
    g_hash_table_replace (self->definitions, g_steal_pointer (&tzid), definition);
}

/**
 * hearth_zones_defines:
 * @self: zones
 * @tzid: a TZID
 *
 * Returns: whether a VTIMEZONE of that name was read
 */
gboolean
hearth_zones_defines (HearthZones *self, const char *tzid)
{
  return g_hash_table_contains (self->definitions, tzid);
}

/**
 * hearth_zones_get:
 * @self: zones
 * @tzid: a TZID as the text writes it
 *
 * Returns the zone of a TZID. It is resolved when it is first used, so that its VTIMEZONE may come
 * later in the text.
 *
 * Returns: (transfer none): a zone
 */
HearthZone *
hearth_zones_get (HearthZones *self, const char *tzid)
{
  HearthZone *zone = g_hash_table_lookup (self->zones, tzid);

  if (zone == NULL) {
    if (g_hash_table_size (self->zones) >= MAX_ZONES)
      return self->floating;
    zone = zone_new (self, tzid);
    g_hash_table_insert (self->zones, g_strdup (tzid), zone);
  }
  return zone;
}

/**
 * hearth_zones_get_floating:
 * @self: zones
 *
 * Returns: (transfer none): the zone of times without one
 */
HearthZone *
hearth_zones_get_floating (HearthZones *self)
{
  return self->floating;
}

/**
 * hearth_zones_get_utc:
 * @self: zones
 *
 * Returns: (transfer none): UTC
 */
HearthZone *
hearth_zones_get_utc (HearthZones *self)
{
  return self->utc;
}

/**
 * hearth_zone_to_utc:
 * @self: a zone
 * @local: a time on the wall clock
 *
 * Converts as RFC 5545, section 3.3.5, says: a time that comes twice is the first of the two; one
 * that is skipped is read with the offset before the gap.
 *
 * Returns: seconds since 1970 UTC
 */
gint64
hearth_zone_to_utc (HearthZone *self, gint64 local)
{
  int offset;
  int before;
  int after;

  ensure_resolved (self);
  offset = offset_of_day (self, hearth_civil_day_of (local));
  if (offset != G_MININT)
    return local - offset;
  before = offset_at (self, local - HEARTH_DAY);
  after = offset_at (self, local + HEARTH_DAY);
  if (offset_at (self, local - before) == before)
    return local - before;
  if (offset_at (self, local - after) == after)
    return local - after;
  return local - before;
}

/**
 * hearth_zone_to_local:
 * @self: a zone
 * @utc: seconds since 1970 UTC
 *
 * Returns: the time on the wall clock
 */
gint64
hearth_zone_to_local (HearthZone *self, gint64 utc)
{
  int offset;

  ensure_resolved (self);
  offset = offset_of_day (self, hearth_civil_day_of (utc));
  return utc + (offset != G_MININT ? offset : offset_at (self, utc));
}

/**
 * hearth_zone_get_tzid:
 * @self: a zone
 *
 * Returns: (nullable): the Olson name, or the TZID as written if there is none; %NULL for UTC and
 *   for floating time
 */
const char *
hearth_zone_get_tzid (HearthZone *self)
{
  ensure_resolved (self);
  return self->tzid;
}

/**
 * hearth_zone_is_known:
 * @self: a zone
 *
 * Returns: %FALSE if neither the system nor the text defines it, so that the owner's stands for it
 */
gboolean
hearth_zone_is_known (HearthZone *self)
{
  ensure_resolved (self);
  return self->known;
}

/**
 * hearth_zone_dup_olson:
 * @tzid: a TZID or a Windows zone name
 *
 * Returns: (transfer full) (nullable): the Olson name that it stands for, or %NULL
 */
char *
hearth_zone_dup_olson (const char *tzid)
{
  const char *olson = NULL;
  g_autoptr (HearthZoneDays) days = find_olson (tzid, &olson);

  return days != NULL ? g_strdup (olson) : NULL;
}
