/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ical-form.h"

#include "hearth-civil.h"

/**
 * hearth_ical_form_init:
 * @self: a form to be set up
 * @zones: the text's zones
 * @is_date: whether it is a DATE
 * @tzid: (nullable): the zone; %NULL for UTC, and a zone that nobody knows becomes UTC
 */
void
hearth_ical_form_init (HearthIcalForm *self, HearthZones *zones, gboolean is_date, const char *tzid)
{
  *self = (HearthIcalForm){ .is_date = is_date, .zone = hearth_zones_get_utc (zones) };
  if (is_date)
    return;
  if (tzid != NULL && !g_str_equal (tzid, "UTC") &&
      hearth_zone_is_known (hearth_zones_get (zones, tzid))) {
    self->tzid = g_strdup (tzid);
    self->zone = hearth_zones_get (zones, tzid);
  } else {
    self->is_utc = TRUE;
  }
}

/**
 * hearth_ical_form_copy:
 * @self: a form to be set up
 * @other: another
 */
void
hearth_ical_form_copy (HearthIcalForm *self, const HearthIcalForm *other)
{
  *self = *other;
  self->tzid = g_strdup (other->tzid);
}

/**
 * hearth_ical_form_clear:
 * @self: a form
 */
void
hearth_ical_form_clear (HearthIcalForm *self)
{
  g_clear_pointer (&self->tzid, g_free);
}

/**
 * hearth_ical_form_read:
 * @self: (out): the form
 * @zones: the text's zones
 * @part: a component
 * @name: a property of it
 * @local: (out): its time on its wall clock
 *
 * Returns: whether it has that property and a time in it
 */
gboolean
hearth_ical_form_read (HearthIcalForm *self, HearthZones *zones, const HearthIcalPart *part,
                       const char *name, gint64 *local)
{
  g_autofree char *value = hearth_ical_part_dup_value (part, name);

  *self = (HearthIcalForm){ 0 };
  if (value == NULL || !hearth_civil_parse (value, local, &self->is_date, &self->is_utc))
    return FALSE;
  if (!self->is_date && !self->is_utc)
    self->tzid = hearth_ical_part_dup_param (part, name, "TZID");
  self->zone = self->is_date || self->is_utc ? hearth_zones_get_utc (zones)
               : self->tzid != NULL          ? hearth_zones_get (zones, self->tzid)
                                             : hearth_zones_get_floating (zones);
  return TRUE;
}

/**
 * hearth_ical_form_equals:
 * @self: a form
 * @other: another
 *
 * Returns: whether the same time is the same time in both
 */
gboolean
hearth_ical_form_equals (const HearthIcalForm *self, const HearthIcalForm *other)
{
  return self->is_date == other->is_date && self->is_utc == other->is_utc &&
         g_strcmp0 (self->tzid, other->tzid) == 0;
}

/**
 * hearth_ical_form_to_local:
 * @self: a form
 * @utc: seconds since 1970 UTC, of a date its midnight in UTC
 *
 * Returns: the time on its wall clock
 */
gint64
hearth_ical_form_to_local (const HearthIcalForm *self, gint64 utc)
{
  return self->is_date || self->is_utc ? utc : hearth_zone_to_local (self->zone, utc);
}

/**
 * hearth_ical_form_to_utc:
 * @self: a form
 * @local: a time on its wall clock
 *
 * Returns: seconds since 1970 UTC, of a date its midnight in UTC
 */
gint64
hearth_ical_form_to_utc (const HearthIcalForm *self, gint64 local)
{
  return self->is_date || self->is_utc ? local : hearth_zone_to_utc (self->zone, local);
}

/**
 * hearth_ical_form_dup_value:
 * @self: a form
 * @local: a time on its wall clock
 *
 * Returns: (transfer full): the time as it is written
 */
char *
hearth_ical_form_dup_value (const HearthIcalForm *self, gint64 local)
{
  g_autofree char *bare = hearth_civil_format (local, self->is_date);

  return self->is_utc ? g_strconcat (bare, "Z", NULL) : g_steal_pointer (&bare);
}

/**
 * hearth_ical_form_dup_param:
 * @self: a form
 *
 * Returns: (transfer full): the parameters that go with it
 */
char *
hearth_ical_form_dup_param (const HearthIcalForm *self)
{
  if (self->is_date)
    return g_strdup ("VALUE=DATE");
  return hearth_ical_part_dup_params (NULL, "TZID", self->tzid);
}

/**
 * hearth_ical_form_write:
 * @self: a form
 * @part: a component
 * @name: a property of it
 * @local: a time on the form's wall clock
 *
 * Sets a time, unless it is there in this form already.
 */
void
hearth_ical_form_write (const HearthIcalForm *self, HearthIcalPart *part, const char *name,
                        gint64 local)
{
  g_autofree char *value = hearth_ical_form_dup_value (self, local);
  g_autofree char *old = hearth_ical_part_dup_value (part, name);
  g_autofree char *old_tzid = hearth_ical_part_dup_param (part, name, "TZID");
  g_autofree char *params = hearth_ical_form_dup_param (self);

  if (g_strcmp0 (old, value) != 0 || g_strcmp0 (old_tzid, self->tzid) != 0)
    hearth_ical_part_set (part, name, params, value);
}
