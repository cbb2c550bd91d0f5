/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _HearthZoneDays HearthZoneDays;

HearthZoneDays *hearth_zone_days_new        (GTimeZone *zone) G_GNUC_WARN_UNUSED_RESULT;
HearthZoneDays *hearth_zone_days_find       (const char *name) G_GNUC_WARN_UNUSED_RESULT;
HearthZoneDays *hearth_zone_days_ref        (HearthZoneDays *self) G_GNUC_WARN_UNUSED_RESULT;
void            hearth_zone_days_unref      (HearthZoneDays *self);
GTimeZone      *hearth_zone_days_get_zone   (HearthZoneDays *self);
gboolean        hearth_zone_days_lookup     (HearthZoneDays *self, gint64 day, int *offset);
void            hearth_zone_days_remember   (HearthZoneDays *self, gint64 day, int offset);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthZoneDays, hearth_zone_days_unref)

G_END_DECLS
