/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ical-part.h"
#include "hearth-zone.h"

G_BEGIN_DECLS

/**
 * HearthIcalForm:
 *
 * How a time is written.
 *
 * @is_date: as a DATE
 * @is_utc: with a Z
 * @tzid: (owned) (nullable): the TZID as written
 * @zone: (unowned): the zone that its wall clock has
 */
typedef struct {
  gboolean is_date;
  gboolean is_utc;
  char *tzid;
  HearthZone *zone;
} HearthIcalForm;

void     hearth_ical_form_init      (HearthIcalForm *self, HearthZones *zones, gboolean is_date,
                                     const char *tzid);
void     hearth_ical_form_copy      (HearthIcalForm *self, const HearthIcalForm *other);
void     hearth_ical_form_clear     (HearthIcalForm *self);
gboolean hearth_ical_form_read      (HearthIcalForm *self, HearthZones *zones,
                                     const HearthIcalPart *part, const char *name, gint64 *local);
gboolean hearth_ical_form_equals    (const HearthIcalForm *self, const HearthIcalForm *other);
gint64   hearth_ical_form_to_local  (const HearthIcalForm *self, gint64 utc);
gint64   hearth_ical_form_to_utc    (const HearthIcalForm *self, gint64 local);
char    *hearth_ical_form_dup_value (const HearthIcalForm *self, gint64 local) G_GNUC_WARN_UNUSED_RESULT;
char    *hearth_ical_form_dup_param (const HearthIcalForm *self) G_GNUC_WARN_UNUSED_RESULT;
void     hearth_ical_form_write     (const HearthIcalForm *self, HearthIcalPart *part,
                                     const char *name, gint64 local);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HearthIcalForm, hearth_ical_form_clear)

G_END_DECLS
