/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ical-reader.h"

G_BEGIN_DECLS

/**
 * HearthZone:
 *
 * A time zone that converts between the wall clock (hearth-civil.h) and UTC. Used by one thread at
 * a time.
 */
typedef struct _HearthZone HearthZone;

/**
 * HearthZones:
 *
 * The zones of one iCalendar text, by the TZID that it writes. Used by one thread at a time.
 */
typedef struct _HearthZones HearthZones;

HearthZones *hearth_zones_new          (GTimeZone *floating) G_GNUC_WARN_UNUSED_RESULT;
void         hearth_zones_free         (HearthZones *self);
void         hearth_zones_read         (HearthZones *self, HearthIcalReader *reader);
gboolean     hearth_zones_defines      (HearthZones *self, const char *tzid);
HearthZone  *hearth_zones_get          (HearthZones *self, const char *tzid);
HearthZone  *hearth_zones_get_floating (HearthZones *self);
HearthZone  *hearth_zones_get_utc      (HearthZones *self);

gint64       hearth_zone_to_utc        (HearthZone *self, gint64 local);
gint64       hearth_zone_to_local      (HearthZone *self, gint64 utc);
const char  *hearth_zone_get_tzid      (HearthZone *self);
gboolean     hearth_zone_is_known      (HearthZone *self);

char        *hearth_zone_dup_olson     (const char *tzid) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthZones, hearth_zones_free)

G_END_DECLS
