/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ical-shift.h"

#include "hearth-civil.h"
#include "hearth-ical-draft.h"
#include "hearth-ical-reader.h"
#include "hearth-ical-rule.h"
#include "hearth-recurrence.h"

#include <string.h>

/* Exceptions farther from the start than this move as far as the start did. */
#define MAX_YEARS 30
/* Steps of work for a map. */
#define BUDGET 500000

/* No occurrence: a month without a 31st. */
#define NOWHERE G_MININT64

/* The occurrences of a rule in months or years. */
typedef struct {
  gboolean by_year;
  GHashTable *buckets; /* (owned) month or year -> GArray of gint64 */
} Buckets;

static gint64
find_bucket (gboolean by_year, gint64 local)
{
  HearthCivil civil = hearth_civil_from_day (hearth_civil_day_of (local));

  return by_year ? civil.year : civil.year * 12 + civil.month;
}

static gboolean
put_cb (gint64 local, gpointer user_data)
{
  Buckets *self = user_data;
  gint64 key = find_bucket (self->by_year, local);
  GArray *bucket = g_hash_table_lookup (self->buckets, &key);

  if (bucket == NULL) {
    bucket = g_array_new (FALSE, FALSE, sizeof (gint64));
    g_hash_table_insert (self->buckets, g_memdup2 (&key, sizeof key), bucket);
  }
  g_array_append_val (bucket, local);
  return TRUE;
}

/* The rule without its end, which does not say where its occurrences are. */
static GHashTable *
expand (const char *rule, gint64 start, gboolean is_date, gboolean by_year)
{
  g_autofree char *counted = hearth_ical_rule_with (rule, "UNTIL", NULL);
  g_autofree char *endless = hearth_ical_rule_with (counted, "COUNT", NULL);
  g_autoptr (HearthRule) parsed = hearth_rule_new (endless, start, is_date, NULL);
  Buckets self = { by_year, g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                                   (GDestroyNotify) g_array_unref) };
  guint64 budget = BUDGET;

  if (parsed != NULL)
    hearth_rule_expand (parsed, start, start + MAX_YEARS * 366 * HEARTH_DAY, &budget, put_cb,
                        &self);
  return self.buckets;
}

static void
map (HearthIcalShift *self, GHashTable *before, GHashTable *after, gint64 bucket_shift)
{
  GHashTableIter iter;
  gpointer key, value;

  self->moved = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    GArray *olds = value;
    gint64 there = *(gint64 *) key + bucket_shift;
    GArray *news = g_hash_table_lookup (after, &there);

    for (guint i = 0; i < olds->len; i++) {
      gint64 to = news != NULL && i < news->len ? g_array_index (news, gint64, i) : NOWHERE;

      g_hash_table_insert (self->moved, g_memdup2 (&g_array_index (olds, gint64, i), sizeof to),
                           g_memdup2 (&to, sizeof to));
    }
  }
}

/**
 * hearth_ical_shift_follow:
 * @self: how; its forms and shift are set
 * @rule: (nullable): the RRULE as it was
 * @old_start: the start on the wall clock before
 *
 * Finds where the occurrences of a monthly or yearly rule go: the second Tuesday that becomes the
 * second Wednesday is the day after in one month and six days before in another, so that an
 * exception cannot move as far as the start does.
 */
void
hearth_ical_shift_follow (HearthIcalShift *self, const char *rule, gint64 old_start)
{
  gint64 new_start = old_start + self->shift;
  g_autofree char *freq = rule != NULL ? hearth_ical_rule_dup_part (rule, "FREQ") : NULL;
  gboolean by_year = freq != NULL && g_ascii_strcasecmp (freq, "YEARLY") == 0;
  g_autofree char *moved = NULL;
  g_autoptr (GHashTable) before = NULL;
  g_autoptr (GHashTable) after = NULL;

  if (freq == NULL || (!by_year && g_ascii_strcasecmp (freq, "MONTHLY") != 0) ||
      hearth_civil_day_of (old_start) == hearth_civil_day_of (new_start))
    return;
  moved = hearth_ical_rule_moved (rule, old_start, new_start);
  before = expand (rule, old_start, self->old->is_date, by_year);
  after = expand (moved, new_start, self->new->is_date, by_year);
  map (self, before, after, find_bucket (by_year, new_start) - find_bucket (by_year, old_start));
}

/**
 * hearth_ical_shift_clear:
 * @self: how
 */
void
hearth_ical_shift_clear (HearthIcalShift *self)
{
  g_clear_pointer (&self->moved, g_hash_table_unref);
}

/**
 * hearth_ical_shift_local:
 * @self: how
 * @local: (inout): a time of the series on its old wall clock; then on the new
 *
 * Returns: whether the series still has such a time; otherwise @local is shifted as the start is
 */
gboolean
hearth_ical_shift_local (const HearthIcalShift *self, gint64 *local)
{
  const gint64 *to = self->moved != NULL ? g_hash_table_lookup (self->moved, local) : NULL;

  if (to == NULL || *to == NOWHERE) {
    *local += self->shift;
    return to == NULL;
  }
  *local = *to;
  return TRUE;
}

/* One value of a list of dates; NULL if it is not kept. */
static char *
change_value (const HearthIcalShift *self, const char *value, HearthZone *zone, gboolean *is_date)
{
  const char *slash = strchr (value, '/');
  g_autofree char *start = slash != NULL ? g_strndup (value, slash - value) : g_strdup (value);
  gboolean is_utc;
  gint64 local;
  gint64 utc;
  char *bare;

  if (!hearth_civil_parse (start, &local, is_date, &is_utc))
    return g_strdup (value);
  if (*is_date && !self->old->is_date) {
    utc = hearth_ical_form_to_utc (self->old, local + self->time_of_day);
  } else {
    utc = *is_date || is_utc ? local : hearth_zone_to_utc (zone, local);
    local = hearth_ical_form_to_local (self->old, utc);
  }
  if (utc < self->from || utc >= self->to)
    return NULL;
  if (*is_date && !self->old->is_date)
    local += self->time_of_day;
  if (!hearth_ical_shift_local (self, &local))
    return NULL;
  if (*is_date && !self->old->is_date && !self->new->is_date)
    return hearth_civil_format (hearth_civil_day_of (local) * HEARTH_DAY, TRUE);
  *is_date = self->new->is_date;
  bare = hearth_ical_form_dup_value (self->new, local);
  /* A length is not changed by a move; an end that is written out is. */
  if (slash != NULL && strchr ("Pp+", slash[1]) != NULL && !*is_date) {
    char *period = g_strconcat (bare, slash, NULL);

    g_free (bare);
    return period;
  }
  return bare;
}

static gboolean
change_line (const HearthIcalShift *self, HearthIcalPart *part, HearthIcalPartLine *line)
{
  g_auto (HearthIcalReader) reader = { 0 };
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *tzid = NULL;
  g_autofree char *params = NULL;
  g_auto (GStrv) values = NULL;
  gboolean is_date = FALSE;
  HearthZone *zone;

  hearth_ical_part_open_line (line, &reader);
  tzid = hearth_ical_reader_dup_param (&reader, "TZID");
  zone =
      tzid != NULL ? hearth_zones_get (self->zones, tzid) : hearth_zones_get_floating (self->zones);
  values = g_strsplit (reader.value, ",", HEARTH_ICAL_MAX_DATES);
  for (guint i = 0; values[i] != NULL; i++) {
    g_autofree char *changed = change_value (self, values[i], zone, &is_date);

    if (changed != NULL)
      g_string_append_printf (out, "%s%s", out->len > 0 ? "," : "", changed);
  }
  if (out->len == 0)
    return FALSE;
  if (is_date)
    params = g_strdup ("VALUE=DATE");
  else if (strchr (out->str, '/') != NULL)
    params = hearth_ical_part_dup_params ("VALUE=PERIOD", "TZID", self->new->tzid);
  else
    params = hearth_ical_form_dup_param (self->new);
  hearth_ical_part_write_line (part, line, reader.name, params, out->str);
  return TRUE;
}

/**
 * hearth_ical_shift_lists:
 * @self: how
 * @part: a master
 *
 * Changes EXDATEs and RDATEs. What need not change stays as it is written.
 */
void
hearth_ical_shift_lists (const HearthIcalShift *self, HearthIcalPart *part)
{
  if (self->shift == 0 && hearth_ical_form_equals (self->old, self->new) &&
      self->from == G_MININT64 && self->to == G_MAXINT64)
    return;
  for (guint i = part->lines->len; i > 0; i--) {
    HearthIcalPartLine *line = g_ptr_array_index (part->lines, i - 1);

    if (line->depth != 1 ||
        (!g_str_equal (line->name, "EXDATE") && !g_str_equal (line->name, "RDATE")))
      continue;
    if (!change_line (self, part, line))
      g_ptr_array_remove_index (part->lines, i - 1);
  }
}

static char *
dup_until (const HearthIcalShift *self, const char *until)
{
  gboolean is_date;
  gboolean is_utc;
  gint64 local;
  gint64 moved;
  gint64 utc;

  if (!hearth_civil_parse (until, &local, &is_date, &is_utc))
    return g_strdup (until);
  if (is_date) {
    /* The whole of that day. */
    moved = hearth_civil_day_of (local + self->time_of_day + self->shift) * HEARTH_DAY;
    return hearth_civil_format (moved, TRUE);
  }
  utc = is_utc ? local : hearth_ical_form_to_utc (self->old, local);
  moved = hearth_ical_form_to_local (self->old, utc) + self->shift;
  if (self->new->is_date)
    return hearth_civil_format (hearth_civil_day_of (moved) * HEARTH_DAY, TRUE);
  if (!self->new->is_utc && self->new->tzid == NULL)
    return hearth_civil_format (moved, FALSE);
  {
    g_autofree char *bare = hearth_civil_format (hearth_ical_form_to_utc (self->new, moved), FALSE);

    return g_strconcat (bare, "Z", NULL);
  }
}

/**
 * hearth_ical_shift_rule:
 * @self: how
 * @part: a master
 * @old_start: its start on the wall clock before
 *
 * Changes its RRULE.
 */
void
hearth_ical_shift_rule (const HearthIcalShift *self, HearthIcalPart *part, gint64 old_start)
{
  g_autofree char *rule = hearth_ical_part_dup_value (part, "RRULE");
  g_autofree char *until = NULL;
  g_autofree char *moved = NULL;

  if (rule == NULL)
    return;
  moved = hearth_ical_rule_moved (rule, old_start, old_start + self->shift);
  until = hearth_ical_rule_dup_part (rule, "UNTIL");
  if (until != NULL) {
    g_autofree char *value = dup_until (self, until);
    char *with = hearth_ical_rule_with (moved, "UNTIL", value);

    g_free (moved);
    moved = with;
  }
  if (!g_str_equal (rule, moved))
    hearth_ical_part_set (part, "RRULE", NULL, moved);
}
