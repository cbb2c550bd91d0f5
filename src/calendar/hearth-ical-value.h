/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-civil.h"
#include "hearth-ical-reader.h"
#include "hearth-zone.h"

G_BEGIN_DECLS

/* A century: nothing real lasts longer, and sums stay far from overflow. */
#define HEARTH_ICAL_MAX_LENGTH (36525 * HEARTH_DAY)

/**
 * HearthIcalWarnings:
 *
 * What is wrong in a text, in sentences; of very many, only the first are kept.
 */
typedef struct {
  GPtrArray *list; /* (element-type utf8) */
  guint n_more;
} HearthIcalWarnings;

void hearth_ical_warn (HearthIcalWarnings *self, guint line, const char *uid, const char *what);

/** HearthIcalTime: a DATE or DATE-TIME as written; @zone is %NULL while it is not set. */
typedef struct {
  gint64 local;
  HearthZone *zone; /* (unowned) (nullable) */
  gboolean is_date;
} HearthIcalTime;

gint64      hearth_ical_time_to_utc          (const HearthIcalTime *self);
HearthZone *hearth_ical_value_get_zone       (HearthIcalReader *reader, HearthZones *zones);
gboolean    hearth_ical_value_parse_time     (HearthIcalReader *reader, const char *value,
                                              HearthZone *zone, HearthZones *zones,
                                              HearthIcalWarnings *warnings, const char *uid,
                                              HearthIcalTime *time);
gboolean    hearth_ical_value_read_time      (HearthIcalReader *reader, HearthZones *zones,
                                              HearthIcalWarnings *warnings, const char *uid,
                                              HearthIcalTime *time);
gboolean    hearth_ical_value_parse_duration (const char *value, gint64 *days, gint64 *seconds);

G_END_DECLS
